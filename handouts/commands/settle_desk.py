"""Settling at a terminal: pictures in a viewer, one question after the other here."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.base.ids import shown_id
from handouts.base.plaintext import escaped
from handouts.base.problems import HandoutsError
from handouts.commands.ask import open_file
from handouts.commands.say import complain, say
from handouts.commands.settle import say_settled
from handouts.runs.scans.contact import PICTURE, contact_sheet
from handouts.runs.scans.points import COUNTS, EMPTY, LEFT, TICKED, OpenPoint, PointKind

if TYPE_CHECKING:
    from handouts.runs.scans.settling import OpenPage, Settling

__all__ = ["ask_all"]

_AT_ONCE = 40
"""Most questions of one picture: more cannot be found on it."""
_KEYS: Mapping[PointKind, Mapping[str, str]] = {
    "box": {"t": TICKED, "e": EMPTY},
    "page": {"y": COUNTS, "n": LEFT},
    "pain": {"-": ""},
    "text": {"-": ""},
}
_LETTERS = frozenset("tenyl")
"""Keys of other questions: who types one of them in place of words has slipped."""
_ASKED: Mapping[PointKind, str] = {
    "box": "t ticked, e empty",
    "page": "y it counts, n throw it away",
    "pain": "0 to 10, or words, - for nothing",
    "text": "what it says, - for nothing",
}
_HELP = (
    "Always: ? or Enter later, b back, x throw the page away, q stop. Nothing counts before all of its page is settled."
)


class _Desk:
    """The questions of one picture, by their numbers on it."""

    def __init__(self, settling: Settling, points: Sequence[tuple[int, OpenPoint]], about: Mapping[int, str]) -> None:
        self._settling, self._points, self._about = settling, points, about
        self.taken = 0
        self.stopped = False

    def ask(self) -> None:
        """Ask all that is open; what is answered already is asked again only by going back."""
        at, page = 0, 0
        again = False
        while 0 <= at < len(self._points) and not self.stopped:
            number, point = self._points[at]
            said = self._said(point)
            if not self._settling.has(point.ret) or (said is not None and not again):
                at += 1
                continue
            if point.ret.id != page:
                page = point.ret.id
                say(f"\n{self._about[page]}", bold=True)
            step = self._one(number, point, said)
            again = step < 0
            at = self._back(at) if again else at + step

    def _said(self, point: OpenPoint) -> str | None:
        """What was answered so far."""
        now = (one for one in self._settling.points if one.ret.id == point.ret.id and one.name == point.name)
        return next((one.said for one in now), None)

    def _back(self, at: int) -> int:
        """The question before; the same where its page is entered by now."""
        if at and self._settling.has(self._points[at - 1][1].ret):
            return at - 1
        say("There is none before it that could still be changed.", err=True)
        return at

    def _one(self, number: int, point: OpenPoint, said: str | None) -> int:
        """Ask one question; gives how far to go on: 1, 0 to ask once more, -1 back."""
        before = f", now: {said or 'nothing'}" if said is not None else ""
        text = escaped(f"{number:4}  {point.label}  [{_ASKED[point.kind]}{before}]")
        typed = str(click.prompt(text, default="", show_default=False, err=True)).strip()
        key = typed.casefold()
        if key in ("", "?"):
            return 1
        if key == "b":
            return -1
        if key == "q":
            self.stopped = True
            return 1
        if key == "x":
            return self._throw(point)
        keys = _KEYS[point.kind]
        slip = point.kind in ("box", "page") or key in _LETTERS
        answer = keys.get(key, "" if slip else typed)
        if not answer and key not in keys:
            say(f"      Type {_ASKED[point.kind]}.", err=True)
            return 0
        return self._take(point, answer)

    def _take(self, point: OpenPoint, answer: str) -> int:
        try:
            kept = self._settling.answer(point, answer)
        except ValueError as error:
            say(f"      That {error}.", err=True)
            return 0
        if kept:
            self.taken += 1
            self._settling.enter(but=point.ret.id)  # those before: there is no way back to them by now
        else:
            say("      Somebody else has settled this page meanwhile.", err=True)
        return 1

    def _throw(self, point: OpenPoint) -> int:
        if not click.confirm("      Throw this page away: nothing of it counts?", err=True):
            return 0
        self.taken += self._settling.leave(point.ret)
        return 1


def ask_all(settling: Settling, pages: Sequence[OpenPage], folder: Path, *, view: bool) -> None:
    """Ask everything that is open, some pages at a time, each lot with its picture. It may be stopped at any time."""
    about = {page.ret.id: _about(page) for page in pages}
    count = sum(page.open for page in pages)
    say(f"{count} point{'' if count == 1 else 's'} to settle on {len(pages)} page{'' if len(pages) == 1 else 's'}.")
    say(_HELP)
    taken, stopped = 0, False
    try:
        settling.enter()  # what was answered when a command was killed
        for points in _lots(settling.points):
            with _shown(settling, points, folder, view=view):
                desk = _Desk(settling, points, about)
                try:
                    desk.ask()
                finally:
                    taken += desk.taken
            if desk.stopped:
                break
    except (click.Abort, KeyboardInterrupt):
        stopped = True
        say(err=True)
    settling.enter()
    say()
    say_settled(settling, taken)
    if stopped:
        raise click.Abort


def _about(page: OpenPage) -> str:
    """Whose page it is."""
    of = page.of
    whose = f"{of.patient}, {of.program}, week {of.week or '?'}, " if of else ""
    which = f"page {page.ret.page}" if page.ret.page else "the PDF that came back"
    return f"{whose}sheet {shown_id(page.ret.handout)}, {which} ({page.ret.file})"


def _lots(points: Sequence[OpenPoint]) -> Iterator[list[tuple[int, OpenPoint]]]:
    """Questions with their numbers, whole pages at a time."""
    lot: list[tuple[int, OpenPoint]] = []
    number = 0
    for _, group in groupby(points, lambda point: point.ret.id):
        page = [(number := number + 1, point) for point in group]
        if lot and len(lot) + len(page) > _AT_ONCE:
            yield lot
            lot = []
        lot += page
    if lot:
        yield lot


@contextlib.contextmanager
def _shown(settling: Settling, points: Sequence[tuple[int, OpenPoint]], folder: Path, *, view: bool) -> Iterator[None]:
    """A picture of these questions, in the viewer; deleted at the end."""
    from handouts.deliver.save import save

    images = {point.ret.id: settling.cutouts(point.ret) for _, point in points}
    cells = [(f"{number}", images[point.ret.id].get(point.name, b"")) for number, point in points]
    path = folder / PICTURE
    save(path, contact_sheet(cells), force=True)
    try:
        say(f"Their picture: {path} (deleted at the end)")
        if view:
            try:
                open_file(path)
            except HandoutsError as error:  # as on a machine without a screen: who asks sees it elsewhere
                complain(error.problems)
        yield
    finally:
        with contextlib.suppress(OSError):
            path.unlink()
