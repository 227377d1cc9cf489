"""Handouts made again, one after another, from the order and the content that the register kept of each.

Content that several were made from is restored and read once. What is wrong with today's content does not matter, but
where nothing was kept.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.register import Issued, Register
from handouts.library.load import Library, load_library
from handouts.library.snapshot import restore
from handouts.orders.order import Order
from handouts.orders.stored import order_from_json
from handouts.plan.handout import Handout
from handouts.plan.planner import Planner
from handouts.runs.phonepress import PhonePress
from handouts.runs.press import Press

if TYPE_CHECKING:
    from handouts.sheet.blocks import Sheet

__all__ = ["Remaking", "SheetAgain", "how_of"]

Made = TypeVar("Made")
_HOW = {
    "brand": (str, type(None)),
    "mono": (bool,),
    "form": (bool,),
    "two_up": (bool,),
    "codes": (bool,),
    "protected": (bool,),
}
"""What is kept of a way of printing."""
_BEFORE = {"codes": False}
"""How sheets were printed before there was a choice."""
_BENCHES = 4
"""Contents and ways of printing that are kept ready: some 20 MB each. Most piles are of one or two Mondays."""


class _UnreadableError(HandoutsError):
    """What the register kept is broken: no other way of making the handout would be it."""


@dataclass(frozen=True)
class SheetAgain:
    """A handout that was composed again: what is on it, and where."""

    handout: Handout
    sheet: Sheet
    of: Issued
    """What was handed out."""
    exact: bool
    """Whether its file would be the very bytes that were handed out; of a packet's pages, whether it says the same."""


@dataclass(frozen=True)
class _Workplace:
    """A content, restored and read, and a press for one way of printing."""

    planner: Planner
    press: Press
    folder: tempfile.TemporaryDirectory[str] | None
    """Where it was restored; None where it is today's."""


class Remaking:
    """Makes handouts again; use it in a ``with`` block, which holds the restored content.

    ``today`` gives today's content, or raises HandoutsError where it has faults.
    """

    def __init__(self, today: Callable[[], Library], register: Register) -> None:
        self._today, self._register = today, register
        self._places: dict[tuple[str, str], _Workplace] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        while self._places:
            self._close_oldest()

    def printed(self, row: Issued, *, anyway: bool) -> bytes:
        """The file of a handout: with the content that it was made from, where that was kept; else today's.

        ``anyway`` makes it of today's content where need be. HandoutsError where it cannot be made as it was.
        """
        order = _order_of(row)
        content = self._register.content(row.content)
        if content:
            data = _if_it_can(lambda: self._pdf(order, row, content))
            if data is not None and _is_same(row, data):
                return data
        if anyway or not content:
            data = self._pdf(order, row, b"")
            if anyway or _is_same(row, data):
                return data
        raise _changed(row, content=bool(content))

    def composed(self, row: Issued) -> SheetAgain:
        """The composed sheet of a handout; HandoutsError where it cannot be made as it was."""
        order = _order_of(row)
        content = self._register.content(row.content)
        made = _if_it_can(lambda: self._sheet(order, row, content)) if content else self._sheet(order, row, b"")
        if made is None:
            raise _changed(row, content=bool(content))
        return made

    def page(self, row: Issued, *, named: bool, anyway: bool) -> tuple[Handout, bytes]:
        """A handout and its page for the phone, in the form that pages have today. ``anyway`` makes it of today's
        content where need be. HandoutsError where the handout cannot be made as it was.
        """
        order = _order_of(row)
        for content in dict.fromkeys((self._register.content(row.content) or b"", b"")):
            place = self._workplace(row, content)
            found = _if_it_can(lambda place=place: place.planner.plan(order)[0])  # type: ignore[misc]  # bound early
            if found and (found.id == row.handout or (anyway and not content)):
                return found, PhonePress(place.planner.library).page(found, named=named)
            if content and not anyway:
                break
        raise _changed(row, content=bool(row.content))

    def planned(self, row: Issued) -> Handout:
        """What a handout says, without its pages; HandoutsError where it cannot be made as it was."""
        order = _order_of(row)
        content = self._register.content(row.content)

        def made(data: bytes) -> Handout | None:
            handout = self._workplace(row, data).planner.plan(order)[0]
            return handout if handout.id == row.handout else None

        found = _if_it_can(lambda: made(content)) if content else made(b"")
        if found is None:
            raise _changed(row, content=bool(content))
        return found

    def _pdf(self, order: Order, row: Issued, content: bytes) -> bytes:
        place = self._workplace(row, content)
        return place.press.pdf(place.planner.plan(order)[0])

    def _sheet(self, order: Order, row: Issued, content: bytes) -> SheetAgain | None:
        """None where it says something else by now."""
        place = self._workplace(row, content)
        handout = place.planner.plan(order)[0]
        if handout.id != row.handout:
            return None
        exact = not row.sha256 or sha256(place.press.pdf(handout)).hexdigest() == row.sha256
        return SheetAgain(handout, place.press.sheet(handout), row, exact)

    def _workplace(self, row: Issued, content: bytes) -> _Workplace:
        """A content and a way of printing, ready; today's where ``content`` is empty."""
        key = (row.content if content else "", row.how)
        if key not in self._places:
            if len(self._places) >= _BENCHES:
                self._close_oldest()
            self._places[key] = _restored(row, content) if content else _work_with(self._today(), row, None)
        return self._places[key]

    def _close_oldest(self) -> None:
        folder = self._places.pop(next(iter(self._places))).folder
        if folder is not None:
            folder.cleanup()


def _if_it_can(make: Callable[[], Made]) -> Made | None:
    """What is made; None where today's Handouts cannot make it of that content."""
    try:
        return make()
    except _UnreadableError:
        raise
    except HandoutsError:
        return None


def _restored(row: Issued, content: bytes) -> _Workplace:
    """What a handout was made with; HandoutsError where today's Handouts cannot use it."""
    brand = how_of(row).get("brand")  # what cannot be read is told before a folder is made
    folder = tempfile.TemporaryDirectory()
    try:
        try:
            restore(content, Path(folder.name))
        except (ValueError, OSError, zipfile.BadZipFile, NotImplementedError) as error:
            raise _unreadable(row, "its content") from error
        return _work_with(load_library(Path(folder.name), brand).checked(), row, folder)
    except BaseException:
        folder.cleanup()
        raise


def _work_with(library: Library, row: Issued, folder: tempfile.TemporaryDirectory[str] | None) -> _Workplace:
    printing = {name: value for name, value in {**_BEFORE, **how_of(row)}.items() if name not in ("brand", "protected")}
    return _Workplace(Planner(library, checked=False), Press(library, **printing), folder)


def _is_same(row: Issued, data: bytes) -> bool:
    # of a handout in a packet there is no hash: its id says the same of what is on it
    return sha256(data).hexdigest() == row.sha256 if row.sha256 else b"/Handout(" + row.handout.encode() in data


def _changed(row: Issued, *, content: bool) -> HandoutsError:
    reason = "Handouts itself has changed since" if content else "its content was not kept, or has changed since"
    message = f"cannot be made as it was (content {row.version}): {reason}"
    hint = "--anyway makes it from today's content, in today's form."
    return HandoutsError([Problem(row.handout, 0, message, hint)])


def _order_of(row: Issued) -> Order:
    try:
        return order_from_json(row.asked)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _unreadable(row, "its order") from error


def how_of(row: Issued) -> Mapping[str, Any]:
    """Brand and way of printing; what an earlier version did not keep is as it usually is.

    HandoutsError where it cannot be read.
    """
    if not row.how:
        return {}
    try:
        how = json.loads(row.how)
    except (ValueError, RecursionError) as error:
        raise _unreadable(row, "its way of printing") from error
    if not isinstance(how, dict) or any(not isinstance(value, _HOW.get(name, ())) for name, value in how.items()):
        raise _unreadable(row, "its way of printing")
    return how


def _unreadable(row: Issued, what: str) -> _UnreadableError:
    message = f"{what} cannot be read in the register; it may have been changed by hand"
    hint = "Make it anew with “handouts make”, or put back a copy of the register."
    return _UnreadableError([Problem(row.handout, 0, message, hint)])
