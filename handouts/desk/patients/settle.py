"""One question after another: a cut-out, large, and a key for its answer. Kept at once; a whole page is entered.

Several people may do this at once. Each window is led to pages that nobody else has before them; where two meet all the
same, who comes second is told what the other has said, and nothing of it is overwritten.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from threading import RLock
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from starlette.responses import Response

from handouts.base.ids import check_id, shown_id
from handouts.base.records import dataclass
from handouts.desk.patients.person import local_time
from handouts.desk.programwords import program_words
from handouts.desk.routing import Asking, not_there, page, part
from handouts.returned.returnstable import ReturnsTable
from handouts.runs.scans.points import COUNTS, EMPTY, LEFT, TICKED, OpenPoint
from handouts.runs.scans.settling import OpenPage, Settling, open_pages, this_user

if TYPE_CHECKING:
    from handouts.deliver.register import Register
    from handouts.desk.state import Desk

__all__ = ["act", "picture", "questions"]

_BUSY = 120.0
"""Seconds for which a page is taken to be before somebody who was shown it."""
CHOICES = {
    "box": ((TICKED, "Ticked", "T"), (EMPTY, "Empty", "E")),
    "page": ((COUNTS, "Yes, it counts", "Y"), (LEFT, "No, throw it away", "N")),
    "pain": (),
    "text": (),
}
"""Value, words and key of each answer."""
_SAID = {TICKED: "ticked", EMPTY: "empty", COUNTS: "it counts", LEFT: "throw it away", "": "nothing is written"}


class _AtWork:
    """Which page is before whom, and who said what last: of this server's windows alone, and only for a while."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._pages: dict[int, tuple[str, str, float]] = {}
        """Window, account and time, by the number of the return."""
        self._said: dict[tuple[int, str], str] = {}

    def shown(self, ret: int, tab: str, who: str) -> None:
        """A window was shown a question of a page; one that does not say which it is counts for nothing."""
        if not tab:
            return
        with self._lock:
            self._pages[ret] = (tab, who, time.monotonic())

    def others(self, tab: str, who: str) -> set[int]:
        """Pages that are before other windows; before other people, where it is not said which window asks, as on a
        page that is loaded again.
        """
        with self._lock:
            old = time.monotonic() - _BUSY
            self._pages = {ret: one for ret, one in self._pages.items() if one[2] > old}
            return {ret for ret, (tab_of, of, _) in self._pages.items() if (tab_of != tab if tab else of != who)}

    def say(self, point: OpenPoint, by: str) -> None:
        """Somebody has answered a question."""
        with self._lock:
            if len(self._said) > 20_000:
                self._said.clear()
            self._said[point.ret.id, point.name] = by

    def who_said(self, point: OpenPoint) -> str:
        """Who answered it last, as far as is known."""
        return self._said.get((point.ret.id, point.name), "somebody else")


_AT_WORK: WeakKeyDictionary[Desk, _AtWork] = WeakKeyDictionary()


def _at_work(desk: Desk) -> _AtWork:
    return _AT_WORK.setdefault(desk, _AtWork())


@dataclass(frozen=True)
class _Place:
    """Where a window is among the questions."""

    ret: int = 0
    name: str = ""

    def at(self, points: Sequence[OpenPoint]) -> int | None:
        """The number of its question, from 0; None where it is not there (any more)."""
        return next((at for at, one in enumerate(points) if (one.ret.id, one.name) == (self.ret, self.name)), None)


def questions(asked: Asking) -> Response:
    """The first question that is open, on a page."""
    with asked.desk.register(reading=True) as register:
        pages = _pages(asked, register)
        values = _question(asked, pages, _first(asked, pages, _points(pages)), register)
    return page(asked, "patients/settle.html", area="patients", **values)


def act(asked: Asking) -> Response:
    """Take an answer, or go on, back or away, and show what comes next."""
    asked_for = _Place(asked.number("ret"), asked.text("name")[:400])
    with asked.desk.register() as register:
        pages = _pages(asked, register)
        values = _acted(asked, register, pages, asked_for)
    if asked.partly:
        return part(asked, "patients/question.html", **values)
    return page(asked, "patients/settle.html", area="patients", **values)


def picture(asked: Asking) -> Response:
    """The cut-out of a question, as PNG."""
    with asked.desk.register(reading=True) as register:
        data = ReturnsTable(register).cutouts(int(asked.path("ret"))).get(asked.path("name"))
    if not data:
        raise not_there("This picture")
    return Response(data, media_type="image/png")


def by_whom(asked: Asking) -> str:
    """The name of who settles: the account's, or of who is logged in at this computer."""
    return asked.who.name or this_user()


def _pages(asked: Asking, register: Register) -> list[OpenPage]:
    """What is open; of the one sheet that was asked for, where one was."""
    sheet = check_id(asked.query("sheet") or asked.text("sheet"))
    return open_pages(register, asked.desk.library, {sheet} if sheet else None)


def _points(pages: Sequence[OpenPage]) -> list[OpenPoint]:
    return [point for one in pages for point in one.points]


def _first(asked: Asking, pages: Sequence[OpenPage], points: Sequence[OpenPoint], after: int = -1) -> int | None:
    """The number of the first open question after one: of pages that nobody else has before them."""
    busy = _at_work(asked.desk).others(asked.tab, asked.who.name)
    done = {one.ret.id for one in pages if any(point.said == LEFT for point in one.points)}
    skipped = busy | done
    found = (at for at, one in enumerate(points) if at > after and one.said is None and one.ret.id not in skipped)
    return next(found, None)


def _acted(asked: Asking, register: Register, pages: list[OpenPage], place: _Place) -> dict[str, Any]:
    points = _points(pages)
    at, key = place.at(points), asked.text("act")
    if key == "enter":
        return _finished(asked, register, pages)
    if at is None:
        now = _first(asked, pages, points)
        return _question(asked, pages, now, register, told=_gone(register, place))
    if key == "back":
        before = max(at - 1, 0)
        told = "There is none before it that could still be changed." if not at else ""
        return _question(asked, pages, before, register, told=told)
    if key == "later":
        return _question(asked, pages, _first(asked, pages, points, at), register)
    if key == "throw":
        return _thrown(asked, register, pages, points[at])
    return _answered(asked, register, pages, at)


def _answered(asked: Asking, register: Register, pages: list[OpenPage], at: int) -> dict[str, Any]:
    """Keep an answer; what was whole before is entered, for there is no way back to it by now."""
    point, said = _points(pages)[at], asked.text("said")
    if asked.text("act") == "write" and not said.strip():
        told = "Type what is written, or press “Nothing is written”."
        return _question(asked, pages, at, register, told=told, wrong=True)
    settling = Settling(register, pages, by_whom(asked))
    seen = _seen(asked)
    point = point if seen == point.said else _with_said(point, seen)
    try:
        became = settling.answer_over(point, "" if asked.text("act") == "nothing" else said)
    except ValueError as error:
        return _question(asked, pages, at, register, told=f"That {error}.", wrong=True, typed=said)
    if became == "kept":
        _at_work(asked.desk).say(point, by_whom(asked))
        _enter(asked, settling, but=point.ret.id)
    pages = _pages(asked, register)  # as it stands now
    points = _points(pages)
    place = _Place(point.ret.id, point.name)
    here = place.at(points)
    if became == "other" and here is not None:
        return _question(asked, pages, here, register, told=_clash(asked, points[here], said), wrong=True)
    gone = "" if became == "kept" else _gone(register, place)
    after = _first(asked, pages, points, -1 if here is None else here)
    return _question(asked, pages, after, register, told=gone, done=asked.number("done") + (became == "kept"))


def _clash(asked: Asking, now: OpenPoint, said: str) -> str:
    """What somebody else has said of a question, and what was to be said in its place."""
    who = _at_work(asked.desk).who_said(now)
    return (
        f"Answered meanwhile by {who}: {_in_words(now.said)}. Yours was: {_in_words(said)}. Answer again to change it."
    )


def _thrown(asked: Asking, register: Register, pages: list[OpenPage], point: OpenPoint) -> dict[str, Any]:
    settling = Settling(register, pages, by_whom(asked))
    gone = settling.leave(point.ret)
    told = "" if gone else _gone(register, _Place(point.ret.id, point.name))
    if gone:
        asked.desk.note(asked.who, "threw a page that came back away", point.ret.handout)
    pages = _pages(asked, register)
    return _question(asked, pages, _first(asked, pages, _points(pages)), register, told=told)


def _finished(asked: Asking, register: Register, pages: list[OpenPage]) -> dict[str, Any]:
    """Enter every page of which all is answered."""
    settling = Settling(register, pages, by_whom(asked))
    entered = _enter(asked, settling)
    pages = _pages(asked, register)
    return _question(asked, pages, _first(asked, pages, _points(pages)), register, entered=entered)


def _enter(asked: Asking, settling: Settling, but: int = 0) -> int:
    """Enter what is whole, and say so in the trail; gives how many pages."""
    done = settling.enter(but=but)
    for one in done:
        did = "settled a page that came back" if one.counts else "threw a page that came back away"
        asked.desk.note(asked.who, did, one.ret.handout)
    return len(done)


def _seen(asked: Asking) -> str | None:
    """What the question said when it was shown; None where it was open."""
    return asked.text("seen") if asked.text("was") else None


def _with_said(point: OpenPoint, said: str | None) -> OpenPoint:
    return OpenPoint(point.ret, point.name, point.kind, point.label, said)


def _gone(register: Register, place: _Place) -> str:
    """Who has settled a page meanwhile."""
    ret = ReturnsTable(register).get(place.ret)
    if ret is None:
        return "This page is not in the register any more."
    did = "thrown away" if ret.state == "left" else "settled"
    when = f", {local_time(ret.entered_at)}" if ret.entered_at else ""
    return f"This page was {did} by {ret.settled_by or 'somebody else'} meanwhile{when}. Your answer was not needed."


def _in_words(said: str | None) -> str:
    return "open" if said is None else _SAID.get(said, f"“{said}”")


def _question(
    asked: Asking,
    pages: Sequence[OpenPage],
    at: int | None,
    register: Register,
    *,
    told: str = "",
    wrong: bool = False,
    typed: str | None = None,
    done: int | None = None,
    entered: int = 0,
) -> dict[str, Any]:
    """All that the page shows: a question, or that there is none."""
    points = _points(pages)
    point = points[at] if at is not None and at < len(points) else None
    left = sum(one.said is None for one in points)
    answered = asked.number("done") if done is None else done
    values: dict[str, Any] = {
        "point": None,
        "told": told,
        "wrong": wrong,
        "left": left,
        "done": answered,
        "whole": sum(one.answered for one in pages),
        "entered": entered,
        "busy": len(_at_work(asked.desk).others(asked.tab, asked.who.name) & {one.ret.id for one in pages if one.open}),
        "sheet": check_id(asked.query("sheet") or asked.text("sheet")) or "",
        "next_picture": "",
    }
    if point is None:
        return values
    _at_work(asked.desk).shown(point.ret.id, asked.tab, asked.who.name)
    of_page = next(one for one in pages if one.ret.id == point.ret.id)
    after = _first(asked, pages, points, at if at is not None else -1)
    following = points[after] if after is not None else None
    picture = _address(following) if following and _has_picture(register, following) else ""
    shown = {"point": _point(point, of_page, register, typed), "page": _page(asked, of_page, pages)}
    return {**values, **shown, "next_picture": picture}


def _point(point: OpenPoint, of_page: OpenPage, register: Register, typed: str | None) -> dict[str, Any]:
    return {
        "ret": point.ret.id,
        "name": point.name,
        "kind": point.kind,
        "label": point.label,
        "said": point.said,
        "now": _in_words(point.said) if point.said is not None else "",
        "typed": typed if typed is not None else (point.said or ""),
        "choices": CHOICES[point.kind],
        "picture": _address(point) if _has_picture(register, point) else "",
        "number": of_page.points.index(point) + 1,
        "of": len(of_page.points),
    }


def _page(asked: Asking, one: OpenPage, pages: Sequence[OpenPage]) -> dict[str, Any]:
    of = one.of
    return {
        "patient": of.patient if of else "",
        "key": of.key if of else "",
        "program": program_words(asked.desk.library, of.program) if of else "",
        "week": (of.week or "?") if of else "",
        "sheet": shown_id(one.ret.handout),
        "which": f"page {one.ret.page}" if one.ret.page else "the PDF that came back",
        "file": one.ret.file,
        "number": [page.ret.id for page in pages].index(one.ret.id) + 1,
        "of": len(pages),
    }


def _address(point: OpenPoint) -> str:
    return f"/patients/settle/picture/{point.ret.id}/{point.name}"


def _has_picture(register: Register, point: OpenPoint) -> bool:
    return bool(ReturnsTable(register).cutouts(point.ret.id).get(point.name))
