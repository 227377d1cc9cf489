"""A person's word on what was unsure: kept as it is given, entered when all of a page is settled."""

from __future__ import annotations

import getpass
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Literal

from handouts.base.plaintext import clean
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.register import Issued, Register
from handouts.library.load import Library
from handouts.returned.returns import Return
from handouts.returned.returnstable import ReturnsTable
from handouts.runs.scans.points import LEFT, PAGE, TICKED, OpenPoint, checked_answer, points_of

__all__ = ["OpenPage", "Settled", "Settling", "open_pages", "this_user", "who_settles"]

_NAME_MOST = 80


@dataclass(frozen=True)
class OpenPage:
    """A return that is pending, with its questions."""

    ret: Return
    of: Issued | None
    """Whose sheet it is; None where the register has lost it."""
    points: tuple[OpenPoint, ...]

    @property
    def open(self) -> int:
        """Questions without an answer."""
        return sum(point.said is None for point in self.points)

    @property
    def answered(self) -> bool:
        """Whether nothing is open, so that it waits to be entered; of a page that does not count nothing else needs an
        answer.
        """
        return not self.open or any(point.said == LEFT for point in self.points)


@dataclass(frozen=True)
class Settled:
    """A page that was settled."""

    ret: Return
    counts: bool
    """Whether it was entered; else it was thrown away."""


def open_pages(register: Register, library: Library, handouts: Collection[str] | None = None) -> list[OpenPage]:
    """All that waits to be settled, in the order in which it came in; of these sheets alone, where they are named."""
    table = ReturnsTable(register)
    pages = []
    for ret in table.pending():
        if handouts is None or ret.handout in handouts:
            rows = register.find(ret.handout)
            points = points_of(ret, table.said(ret.id), library)
            pages.append(OpenPage(ret, rows[0] if rows else None, tuple(points)))
    return pages


def who_settles(name: str) -> str:
    """The name of who settles, cleaned; HandoutsError where it cannot be one."""
    try:
        found = clean(name, limit=_NAME_MOST)
    except ValueError as error:
        raise HandoutsError([Problem("--by", 0, str(error), "Give a name or initials.")], Exit.USAGE) from error
    if not found.strip():
        raise HandoutsError([Problem("--by", 0, "is empty", "Give the name of who settles it.")], Exit.USAGE)
    return found


def this_user() -> str:
    """The name of who is logged in at this computer, as the system says; it may know none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "somebody"


class Settling:
    """Takes answers to questions, one by one, in an open register."""

    def __init__(self, register: Register, pages: Iterable[OpenPage], by: str) -> None:
        self._table, self._by = ReturnsTable(register), by
        self._pages = {page.ret.id: page for page in pages}
        self.done: list[Settled] = []
        """Pages that were settled, in order."""

    @property
    def points(self) -> list[OpenPoint]:
        """Every question of pages that are not settled yet, answered or not, in order."""
        return [point for page in self._pages.values() for point in page.points]

    def has(self, ret: Return) -> bool:
        """Whether a page is still open."""
        return ret.id in self._pages

    def cutouts(self, ret: Return) -> dict[str, bytes]:
        """Pictures (PNG) of a return's places, by their names."""
        return self._table.cutouts(ret.id)

    def answer(self, point: OpenPoint, text: str | None) -> bool:
        """Keep an answer; None takes it back. Nothing is entered yet: see ``enter``.

        ValueError says what is wrong with it. False where somebody else has settled the page meanwhile.
        """
        said = None if text is None else checked_answer(point.kind, text)
        if not self._table.say(point.ret.id, point.name, said):
            self._pages.pop(point.ret.id, None)
            return False
        self._keep(point, said)
        return True

    def answer_over(self, point: OpenPoint, text: str) -> Literal["kept", "gone", "other"]:
        """Keep an answer where the question still has the one that ``point`` says: “other” where somebody has answered
        it meanwhile, “gone” where they have settled the page. ValueError says what is wrong with it.
        """
        said = checked_answer(point.kind, text)
        became = self._table.say_over(point.ret.id, point.name, said, point.said)
        if became == "gone":
            self._pages.pop(point.ret.id, None)
        elif became == "kept":
            self._keep(point, said)
        return became

    def _keep(self, point: OpenPoint, said: str | None) -> None:
        page = self._pages[point.ret.id]
        points = [replace(one, said=said) if one.name == point.name else one for one in page.points]
        self._pages[point.ret.id] = replace(page, points=tuple(points))

    def leave(self, ret: Return) -> bool:
        """Throw a page away: nothing of it counts. False where somebody else has settled it meanwhile."""
        gone = self._table.leave(ret.id, self._by)
        if self._pages.pop(ret.id, None) and gone:
            self.done.append(Settled(ret, counts=False))
        return gone

    def enter(self, but: int = 0) -> list[Settled]:
        """Enter every page of which all is answered, each whole, and throw away those that do not count; ``but`` is the
        number of a return that waits. Gives those of now.
        """
        now = []
        for page in [page for number, page in self._pages.items() if number != but and page.answered]:
            del self._pages[page.ret.id]
            counts = all(point.said != LEFT for point in page.points)
            if self._entered(page.ret, page.points) if counts else self._table.leave(page.ret.id, self._by):
                now.append(Settled(page.ret, counts))
        self.done += now
        return now

    def _entered(self, ret: Return, points: Sequence[OpenPoint]) -> bool:
        said = {point.name: point.said or "" for point in points}
        ticked = {point.name: said[point.name] == TICKED for point in points if point.kind == "box"}
        written = {name: text for name, text in said.items() if name not in ticked and name != PAGE}
        if PAGE in ret.unsure:
            written[PAGE] = ""
        return self._table.settle(ret.id, ticked, written, self._by)
