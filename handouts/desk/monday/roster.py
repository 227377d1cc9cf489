"""Step 1: how the roster is read, what is wrong in its cells, who gets what in the week; and its cells are mended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.base.problems import HandoutsError, Problem
from handouts.desk.monday.place import Place, clinic_of, looks_of, place_of, plainly, show
from handouts.desk.monday.rowviews import LOW, row_view
from handouts.desk.routing import Asking
from handouts.roster.columns import IGNORED, NOT_READ, usual_title, usual_titles
from handouts.runs.rosters.looking import RosterLook
from handouts.runs.rosters.mending import (
    RosterClashError,
    RowAsSeen,
    change_row,
    change_titles,
    changes_made,
    forget_changes,
    remove_row,
    undo_change,
)
from handouts.runs.rosters.shelf import rosters_in

if TYPE_CHECKING:
    from starlette.responses import Response

    from handouts.runs.rosters.table import RosterTable

__all__ = ["checked", "forget_undo", "mend", "remove", "roster", "titles", "undo"]

PAGE = 50
"""Rows on a page."""
_LARGE = 60_000
"""Bytes of a roster that is looked over after its page is there already."""
_DECIDED = ("decision", "despite")
"""Columns in which a clinician decides."""
_ONLY = ("all", "wrong", "warn", "due", "idle")


def roster(asked: Asking) -> Response:
    """The step's page. Of a long roster, what is wrong comes a moment later."""
    place = place_of(asked)
    if place.roster.size > _LARGE and not asked.partly:
        return show(asked, "reading", place)
    return checked(asked, place)


def checked(asked: Asking, place: Place | None = None, **more: Any) -> Response:
    """The roster with what is wrong in it."""
    place = place or place_of(asked)
    looks = looks_of(asked)
    with asked.desk.register(reading=True) as register:
        look = looks.look(place.roster.path, place.week_of, register)
    only = asked.query("only") or asked.text("only")
    return show(
        asked,
        "roster",
        place,
        **_head(asked, place, look),
        **_rows(asked, look, only if only in _ONLY else "all"),
        **{"clash": None, "say": "", **more},
    )


def _head(asked: Asking, place: Place, look: RosterLook) -> dict[str, Any]:
    """How the roster was read, and what is wrong with all of it."""
    table, seen = look.table, look.table.summary
    changes = changes_made(place.roster.path) if place.roster.mended else []
    copies = [
        one
        for one in rosters_in(clinic_of(asked))
        if one.mended and not place.roster.mended and one.path.name.startswith(f"{place.roster.path.stem} mended")
    ]
    return {
        "look": look,
        "table": table,
        "summary": seen,
        "general": plainly(look.general, place),
        "columns": _columns(table),
        "known": [*usual_titles(), NOT_READ],
        "programs": sorted({name for name, _ in asked.desk.library.programs}),
        "changes": changes[-8:][::-1],
        "copies": copies,
        "lines": [*look.checked.languages, *look.checked.pauses, *look.checked.decisions] if look.checked else [],
    }


def _columns(table: RosterTable) -> list[dict[str, Any]]:
    """Each column: its title, what it was read as, and its first cells."""
    found = []
    for at, (title, of) in enumerate(zip(table.titles, table.fields, strict=True)):
        cells = (row.cells[at] for row in table.rows if row.cells[at])
        first = [cell[:40] for cell, _ in zip(cells, range(3), strict=False)]
        known = usual_title(of) if of not in ("", "?") else of
        found.append({"at": at, "title": title, "of": known, "first": first})
    return found


def _rows(asked: Asking, look: RosterLook, only: str) -> dict[str, Any]:
    """The rows of a page, those with problems first."""
    order, number, opened = _ordered(look), asked.number("page", 1), asked.number("open", LOW)
    groups: dict[str, Callable[[int], bool]] = {
        "all": lambda _: True,
        "wrong": set(look.faulty).__contains__,
        "warn": lambda at: at in look.rows and at not in look.faulty,
        "due": lambda at: at in look.weeks and look.weeks[at].state == "due",
        "idle": lambda at: at in look.weeks and look.weeks[at].state not in ("due", "failed"),
    }
    counts = {name: sum(map(takes, order)) for name, takes in groups.items()}
    chosen = [at for at in order if groups[only](at)]
    pages = max(1, -(-len(chosen) // PAGE))
    number = max(1, min(number, pages))
    here = chosen[(number - 1) * PAGE : number * PAGE]
    return {
        "rows": [row_view(look, at, asked.desk.library, opened=at == opened) for at in here],
        "counts": counts,
        "only": only,
        "number": number,
        "pages": pages,
    }


def _ordered(look: RosterLook) -> list[int]:
    faulty = set(look.faulty)

    def weight(at: int) -> tuple[int, int]:
        return (0 if at in faulty else 1 if at in look.rows else 2), at

    return sorted((row.at for row in look.table.rows), key=weight)


# --- mending -------------------------------------------------------------------------------------


def mend(asked: Asking) -> Response:
    """Write a row's cells into the copy."""
    place = place_of(asked)
    cells = {at: asked.text(f"c{at}") for at in range(200) if f"c{at}" in asked.form}
    if not asked.who.may("clinician"):
        _leaves_decisions(looks_of(asked).table(place.roster.path), asked.number("row", LOW), cells)

    def work(folder: Path, read: Callable[[Path], RosterTable]) -> Path:
        return change_row(folder, place.roster.path, read, _seen(asked), cells, asked.who.name)

    return _changed(asked, place, work, "Saved in the copy, and checked again.", cells)


def remove(asked: Asking) -> Response:
    """Take a row out of the copy."""
    place = place_of(asked)

    def work(folder: Path, read: Callable[[Path], RosterTable]) -> Path:
        return remove_row(folder, place.roster.path, read, _seen(asked), asked.who.name)

    return _changed(asked, place, work, "The row is taken out of the copy. The original still has it.", None)


def titles(asked: Asking) -> Response:
    """Say what the columns are."""
    place = place_of(asked)
    table = looks_of(asked).table(place.roster.path)
    chosen = [_title(asked, at, title) for at, title in enumerate(table.titles)]
    if not asked.who.may("clinician"):
        added = [one for one in chosen if one in map(usual_title, _DECIDED) and one not in table.titles]
        _refuse_decisions(added)

    def work(folder: Path, read: Callable[[Path], RosterTable]) -> Path:
        return change_titles(folder, place.roster.path, read, asked.text("digest"), chosen, asked.who.name)

    return _changed(asked, place, work, "The columns are named in the copy.", None)


def _leaves_decisions(table: RosterTable, row: int, cells: Mapping[int, str]) -> None:
    """HandoutsError where cells would say what a clinician decides, and do not say it yet."""
    before = table.rows[row].cells if 0 <= row < len(table.rows) else ()
    decided = {at: title for at, title in enumerate(table.titles) if table.fields[at] in _DECIDED and at in cells}
    was = {at: before[at].strip() if at < len(before) else "" for at in decided}
    _refuse_decisions([title for at, title in decided.items() if cells[at].strip() != was[at]])


def _refuse_decisions(titles: Iterable[str]) -> None:
    hint = "Leave the cell as it is, and ask a clinician."
    if wrong := [Problem(title, 0, "is for a clinician to decide", hint) for title in titles]:
        raise HandoutsError(wrong)


def _title(asked: Asking, at: int, title: str) -> str:
    """The title that was chosen for a column; its own where it stays."""
    chosen = asked.text(f"t{at}")
    return chosen if chosen in (*usual_titles(), *IGNORED) else title


def undo(asked: Asking) -> Response:
    """Take the last change back."""
    place = place_of(asked)

    def work(_: Path, read: Callable[[Path], RosterTable]) -> Path:
        undo_change(place.roster.path, read, asked.text("digest"))
        return place.roster.path

    return _changed(asked, place, work, "Taken back.", None)


def forget_undo(asked: Asking) -> Response:
    """Keep no more what the cells held before they were mended: a patient who was taken out may still stand there."""
    place = place_of(asked)
    forget_changes(place.roster.path)
    asked.desk.note(asked.who, "forgot what was mended", place.roster.name)
    return checked(asked, place, say="What was there before is not kept any more.")


def _seen(asked: Asking) -> RowAsSeen:
    return RowAsSeen(asked.text("digest"), asked.number("row", LOW), asked.text("key"))


def _changed(
    asked: Asking,
    place: Place,
    work: Callable[[Path, Callable[[Path], RosterTable]], Path],
    say: str,
    mine: dict[int, str] | None,
) -> Response:
    """Do a change, and show the roster as it is now. Where it meets another's, nothing is written; both are shown."""
    folder = clinic_of(asked)
    looks = looks_of(asked)
    try:
        path = work(folder, looks.table)
    except RosterClashError as clash:
        return checked(asked, place, status=409, clash=_clash(place, clash, mine))
    if path != place.roster.path or asked.text("digest") != looks.table(path).digest:
        asked.desk.note(asked.who, "mended a roster", path.name)
    if path != place.roster.path:
        address = f"{place.with_roster(path, folder)}/roster"
        found = next(one for one in rosters_in(folder) if one.path == path)
        place = Place(found, place.week_of, place.today)
        answer = checked(asked, place, say=say)
        answer.headers["HX-Push-Url"] = address
    else:
        answer = checked(asked, place, say=say)
    return answer


def _clash(place: Place, clash: RosterClashError, mine: dict[int, str] | None) -> dict[str, Any]:
    """What both have written, for a person to choose."""
    changes = changes_made(place.roster.path)
    last = changes[-1] if changes else None
    who = (last.who or "somebody at this desk") if last else "another program"
    cells: Sequence[dict[str, Any]] = ()
    if clash.row and mine:
        cells = [
            {"at": at, "title": clash.table.titles[at], "mine": text, "theirs": clash.row.cells[at]}
            for at, text in mine.items()
            if at < len(clash.row.cells) and text != clash.row.cells[at]
        ]
    return {
        "who": who,
        "when": last.at if last else place.roster.changed.isoformat(),
        "cells": cells,
        "row": clash.row,
        "digest": clash.table.digest,
        "gone": clash.row is None and mine is not None,
    }
