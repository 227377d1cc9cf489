"""A handout made again by its id: the very file, or the same bytes from the order and content that were kept.

What the clinic's content says today does not matter, nor whether anything is wrong with it, but where nothing was kept.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from handouts.base.ids import check_id
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.register import Issued, Register
from handouts.library.load import Library, load_library
from handouts.library.snapshot import restore
from handouts.orders.order import Order
from handouts.orders.stored import order_from_json
from handouts.plan.planner import Planner
from handouts.runs.press import Press

__all__ = ["MadeAgain", "made_again", "plain_id"]

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


@dataclass(frozen=True)
class MadeAgain:
    """A handout that was made again."""

    data: bytes
    of: Issued
    """What was handed out, and is made again."""
    others: tuple[str, ...] = ()
    """Places where it was put in other ways: in black, as a booklet, in a packet."""

    @property
    def in_packet(self) -> bool:
        """Whether it was only ever printed among others, for paper: without form fields."""
        return not self.of.sha256

    @property
    def was_protected(self) -> bool:
        """Whether it was handed out with a password, which is kept nowhere: this one has none."""
        return bool(_how_of(self.of).get("protected"))


def plain_id(text: str) -> str:
    """An id as it is printed, in its plain form; HandoutsError where it was misread."""
    plain = check_id(text)
    if plain is None:
        hint = "It has 12 letters and digits, such as 7K2M-9QXA-4DZZ; one of them was misread."
        raise HandoutsError([Problem("ID", 0, f"“{text[:40]}” is no handout's id", hint)], Exit.USAGE)
    return plain


def made_again(
    handout: str, today: Callable[[], Library], folder: Path, register: Register, *, anyway: bool
) -> MadeAgain:
    """A handout that was issued, by its plain id: the latest one by itself, else as it was in a packet.

    ``today`` gives today's content, or raises HandoutsError where it has faults; ``anyway`` makes it of that where need
    be. HandoutsError where the register does not know it, or it cannot be made as it was.
    """
    rows = register.find(handout)
    if not rows:
        hint = "“handouts history PATIENT” lists what a patient was given."
        raise HandoutsError([Problem("ID", 0, "the register knows no such handout", hint)], Exit.USAGE)
    own = [row for row in rows if row.sha256] or rows
    alike = [row for row in own if row.sha256 == own[0].sha256]
    others = tuple(row.place for row in rows if row not in alike)
    if found := _still_there(alike, folder):
        return MadeAgain(*found, others)
    return MadeAgain(_from_order(own[0], today, register, anyway=anyway), own[0], others)


def _still_there(rows: Sequence[Issued], folder: Path) -> tuple[bytes, Issued] | None:
    """The very file, where it still lies where it was put."""
    for row in rows:
        path = folder / row.place
        with contextlib.suppress(OSError, ValueError):  # a place that was edited by hand may be no path at all
            if row.sha256 and path.is_file():
                data = path.read_bytes()
                if sha256(data).hexdigest() == row.sha256:
                    return data, row
    return None


def _from_order(row: Issued, today: Callable[[], Library], register: Register, *, anyway: bool) -> bytes:
    """The handout from its stored order: with the content that it was made from, where that was kept; else today's."""
    order, how = _order_of(row), _how_of(row)
    if content := register.content(row.content):
        before = _with_content(row, order, how, content)
        if before is not None and _is_same(row, before):
            return before
    elif not anyway:
        now = _printed(order, how, today())
        if _is_same(row, now):
            return now
    if anyway:
        return _printed(order, how, today())
    reason = "Handouts itself has changed since" if content else "its content was not kept, or has changed since"
    message = f"cannot be made as it was (content {row.version}): {reason}"
    hint = "--anyway makes it from today's content, in today's form."
    raise HandoutsError([Problem(row.handout, 0, message, hint)])


def _with_content(row: Issued, order: Order, how: Mapping[str, Any], content: bytes) -> bytes | None:
    """The handout from the content that was kept; None where today's Handouts cannot make it from that."""
    with tempfile.TemporaryDirectory() as name:
        try:
            restore(content, Path(name))
        except (ValueError, OSError, zipfile.BadZipFile, NotImplementedError) as error:
            raise _unreadable(row, "its content") from error
        with contextlib.suppress(HandoutsError):
            return _printed(order, how, load_library(Path(name), how.get("brand")).checked())
    return None


def _is_same(row: Issued, data: bytes) -> bool:
    # of a handout in a packet there is no hash: its id says the same of what is on it
    return sha256(data).hexdigest() == row.sha256 if row.sha256 else b"/Handout(" + row.handout.encode() in data


def _printed(order: Order, how: Mapping[str, Any], library: Library) -> bytes:
    printing = {name: value for name, value in {**_BEFORE, **how}.items() if name not in ("brand", "protected")}
    return Press(library, **printing).pdf(Planner(library, checked=False).plan(order)[0])


def _order_of(row: Issued) -> Order:
    try:
        return order_from_json(row.asked)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _unreadable(row, "its order") from error


def _how_of(row: Issued) -> dict[str, Any]:
    """Brand and way of printing; what an earlier version did not keep is as it usually is."""
    if not row.how:
        return {}
    try:
        how = json.loads(row.how)
    except (ValueError, RecursionError) as error:
        raise _unreadable(row, "its way of printing") from error
    if not isinstance(how, dict) or any(not isinstance(value, _HOW.get(name, ())) for name, value in how.items()):
        raise _unreadable(row, "its way of printing")
    return how


def _unreadable(row: Issued, what: str) -> HandoutsError:
    message = f"{what} cannot be read in the register; it may have been changed by hand"
    hint = "Make it anew with “handouts make”, or put back a copy of the register."
    return HandoutsError([Problem(row.handout, 0, message, hint)])
