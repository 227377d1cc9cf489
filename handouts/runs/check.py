"""Checks beyond what a file's own form tells: printable letters, readable colours, whole rosters."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import field, replace
from datetime import date, timedelta
from operator import itemgetter
from pathlib import Path
from typing import Any

from handouts.base.kept import Kept
from handouts.base.memory import settle
from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.library.drafts import draft_problem
from handouts.library.load import Library
from handouts.library.synonyms import read_synonyms
from handouts.library.tongues import Tongues, english_name
from handouts.mail.addresses import doubts, shared_addresses
from handouts.mail.consent import contradictions, read_wishes, said
from handouts.orders.decided import decided_for
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.plan.usable import figure_problems
from handouts.roster import (
    RosterContents,
    RosterSummary,
    Row,
    code_faults,
    column_faults,
    reading_of,
    same_patients,
    scan_roster,
)
from handouts.roster.privacy import known_words
from handouts.runs.check_letters import check_letters
from handouts.runs.contacts import contacts_left_out
from handouts.runs.due_weeks import days_on_no_sheet, weeks_paused
from handouts.runs.press import Press
from handouts.runs.row_problems import at_row
from handouts.runs.rows import check_rows, read_row

__all__ = ["CheckedRoster", "RowChecks", "check_content", "check_contents", "check_figures", "check_roster"]

_DAY = date(2026, 11, 23)
"""Day of issue, and first of the week, of what is printed on trial."""
_WEEKS_SHOWN = 8
"""Most weeks in pauses that are told of for a row."""

_CHECKS_KEPT = 5_000
"""Rows whose problems are kept."""
_LINES_SHOWN = 12
"""Most rows in another language that are listed, of each."""


def check_content(library: Library) -> list[Problem]:
    """Colours, contacts, pictures, letters, and a trial print (see ``_trial``)."""
    press = Press(library)
    settle()
    return [
        *column_faults(library),
        *code_faults(library),
        *read_synonyms(library.folder)[1],
        *(draft_problem(drill, library.folder, warning=True) for drill in library.drills.values() if drill.draft),
        *check_figures(library),
        *_colours(press),
        *contacts_left_out(press, _DAY),
        *_trial(library, press),
        *check_letters(library),
    ]


@dataclass(frozen=True)
class CheckedRoster:
    """What is wrong with a roster, how it was read, and what becomes of its pauses, a line each, without names."""

    problems: list[Problem]
    summary: RosterSummary
    pauses: list[str]
    decisions: list[str] = field(default_factory=list)
    """What becomes of rows with a decision, a line each, without names and reasons."""
    languages: list[str] = field(default_factory=list)
    """Which rows are in another language than the clinic's, in words, a line a language."""


def check_roster(path: Path, library: Library, today: date) -> CheckedRoster:
    """Every problem of a roster, of its form and of each row against the library; and how it was read.

    Where the clinic has a mail server, consent and addresses are looked at too; without one, a booking system's
    column of addresses is nobody's fault.
    """
    return check_contents(scan_roster(path, reading_of(library, today)), str(path), RowChecks(library, today))


class RowChecks:
    """Looks rows over, and keeps what it found for those that come again: a roster that is mended is checked often."""

    def __init__(self, library: Library, today: date, holding: AbstractContextManager[Any] | None = None) -> None:
        """``holding`` is held while rows are planned and composed, where several threads might."""
        self.library, self.today, self.holding = library, today, holding or nullcontext()
        with self.holding:
            self.planner, self.press = Planner(library), Press(library)
            settle()
        self._kept: Kept[str, tuple[Problem, ...]] = Kept(_CHECKS_KEPT)

    def of(self, rows: Sequence[Row], name: str) -> Iterator[Problem]:
        """Every problem of every row; ``name`` is the roster's."""
        for row in rows:
            key = repr(sorted(row.fields.items(), key=itemgetter(0)))
            found = self._kept.get(key)
            if found is None:
                with self.holding:
                    told = check_rows([row], {}, self.today, self.planner, self.press, name)
                found = self._kept.keep(key, tuple(told))
            for one in found:
                yield replace(one, place=name, line=row.line) if one.kind != "content" else one


def check_contents(found: RosterContents, name: str, checks: RowChecks) -> CheckedRoster:
    """The same of what was read already; ``name`` is the roster's."""
    library, today, planner = checks.library, checks.today, checks.planner
    problems = list(found.problems)
    if not found.rows and all(problem.warning for problem in problems):
        problems.append(Problem(name, 0, "holds no patients", "Add a row for each."))
    problems += same_patients(found.rows, name)
    problems += checks.of(found.rows, name)
    if library.clinic.mail:
        problems += _mail(found.rows, library, today, name)
    problems = sorted(problems, key=lambda problem: problem.line)
    with checks.holding:
        problems = sorted([*problems, *_notes(found.rows, planner, today, name)], key=lambda problem: problem.line)
        pauses, languages = list(_pauses(found.rows, planner, today)), list(_languages(found.rows, library))
        decisions = list(_decisions(found.rows, planner, today))
    return CheckedRoster(problems, found.summary, pauses, decisions, languages)


def _languages(rows: Sequence[Row], library: Library) -> Iterator[str]:
    """The rows that are in another language than the clinic's; those in an unknown one are told of elsewhere."""
    tongues, lines = Tongues(library.words), dict[str, list[int]]()
    for row in rows:
        tag = tongues.tag(str(row.fields.get("language", "")))
        if tag and tag != library.clinic.language:
            lines.setdefault(tag, []).append(row.line)
    for tag in sorted(lines):
        found = lines[tag]
        more = f" and {len(found) - _LINES_SHOWN} more" if len(found) > _LINES_SHOWN else ""
        where = f"line{'' if len(found) == 1 else 's'} {', '.join(map(str, found[:_LINES_SHOWN]))}{more}"
        yield f"in {english_name(library.words[tag])} ({tag}): {where}"


def _notes(rows: Sequence[Row], planner: Planner, today: date, name: str) -> Iterator[Problem]:
    """Parts of notes that are for a day of no sheet."""
    for row in rows:
        order = read_row(row, today, planner.library) if row.fields.get("note") else None
        for day in days_on_no_sheet(order, planner) if order and order.start_given else ():
            message = f"note: a part of it is for {day}, which is on no sheet of the plan"
            yield Problem(name, row.line, message, "Check its date, the start and the pauses.", warning=True)


def _pauses(rows: Sequence[Row], planner: Planner, today: date) -> Iterator[str]:
    """What becomes of every week that a pause touches; rows that cannot be read are told of elsewhere."""
    for row in rows:
        order = read_row(row, today, planner.library) if row.fields.get("pauses") else None
        if not order:
            continue
        touched = list(weeks_paused(order, planner))
        if len(touched) > _WEEKS_SHOWN:
            yield f"line {row.line}: {len(touched)} weeks meet a pause; the first {_WEEKS_SHOWN} are:"
        for one in touched[:_WEEKS_SHOWN]:
            away = f"away on {one.away} of {one.training} training days"
            then = f"week {one.week} is printed without them" if one.counts else ""
            yield f"line {row.line}: week of {one.first}: {away}; " + (
                then or f"nothing is printed, week {one.week} comes later"
            )
        if not touched:
            yield f"line {row.line}: no pause meets a training day of the plan"


_BECOMES = {
    "on": "the next week is printed, and counts as seen",
    "repeat": "the week before is printed again",
    "back": "the week before the last one is printed",
    "hold": "nothing is printed, and the plan stands still",
    "discharge": "nothing is printed any more",
}


def _decisions(rows: Sequence[Row], planner: Planner, today: date) -> Iterator[str]:
    """What becomes of each row with a decision; rows that cannot be read are told of elsewhere."""
    for row in rows:
        order = read_row(row, today, planner.library) if row.fields.get("decision") else None
        if not order or not order.decision:
            continue
        one = decided_for(order.decision, today, today)
        becomes = f"week {one.week} is printed" if one.week else _BECOMES[one.word]
        until = f", before {one.until}" if one.until else ""
        yield f"line {row.line}: {one.word}: {becomes}{until}, in a batch of a week"


def _mail(rows: Sequence[Row], library: Library, today: date, name: str) -> list[Problem]:
    """What `handouts mail` would say of each row's consent and address."""
    known, addresses = known_words(library), []
    found: list[Problem] = []
    wishes = [read_wishes(row.fields, today, library.clinic.dates or "") for row in rows]
    against = contradictions([said(row.line, row.fields, *both) for row, (both, _) in zip(rows, wishes, strict=True)])
    for at, (row, ((wish, _), wrong)) in enumerate(zip(rows, wishes, strict=True)):
        if at in against:
            wrong.append(against[at])
        elif wish and wish.address:
            addresses.append((row.line, wish.address))
            if doubt := doubts(wish.address):
                hint = "Check it with the patient: a stranger may get the sheet."
                wrong.append(Problem("email", 0, doubt, hint, warning=True))
        found += at_row(wrong, name, row, known)
    return found + shared_addresses(addresses, name)


def check_figures(library: Library, only: Collection[str] = ()) -> Iterator[Problem]:
    """What is wrong with the poses of drills, of all or of those named."""
    for drill in library.drills.values():
        if not only or drill.id in only:
            yield from figure_problems(drill, library)


def _colours(press: Press) -> Iterator[Problem]:
    for change in press.palette.changes:
        message = f"the {change.name} colour {change.asked} is too pale to read ({change.contrast} : 1 on white)"
        hint = f"{change.printed} is printed instead; write that to see it everywhere."
        line = press.library.clinic_lines.get(f"colours.{change.name}", 0)
        yield Problem(press.library.clinic_file, line, message, hint, warning=True)


def _trial(library: Library, press: Press) -> Iterator[Problem]:
    """Compose what a clinic could print, once: finds what cannot be before a patient waits for it.

    Without a clinic it is all; with one, all of its own, and of what is shipped first and last weeks, and the drills
    that are in none of these: it was all tried before it was shipped, but not in this clinic's look.
    What cannot be because of a broken file is left out: the file's problems are told already.
    """
    planner, day = Planner(library, checked=False), _DAY
    if library.clinic.layout not in library.layouts:
        return
    plain = Order(patient="A B", items=(), start=day, issued=day)
    ready = {key for key, drill in library.drills.items() if not drill.draft and key[1] in library.words}
    tried: set[tuple[str, str]] = set()
    for (name, language), program in library.programs.items():
        weeks: Iterable[int] = range(1, len(program.weeks) + 1)
        if library.folder and (name, language) not in library.own:
            weeks = sorted({1, len(program.weeks)})
        for week in weeks:
            drills = {(item.drill, language) for item in program.weeks[week - 1].drills}
            if drills <= ready:
                tried |= drills
                order = replace(plain, items=(name,), week=week, language=language, visit=day + timedelta(days=7))
                yield from _try(planner, press, order)
    for name, language in library.drills:
        key = name, language
        if key in ready and (not library.folder or key in library.own or key not in tried):
            yield from _try(planner, press, replace(plain, items=(name,), language=language))


def _try(planner: Planner, press: Press, order: Order) -> Iterator[Problem]:
    try:
        press.try_out(planner.plan(order)[0])
    except HandoutsError as error:
        yield from error.problems
