"""Checks beyond what a file's own form tells: plain words, printable letters, readable colours, whole rosters."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from handouts.base.memory import settle
from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.library.drafts import draft_problem
from handouts.library.load import Library
from handouts.library.models import Drill
from handouts.library.synonyms import read_synonyms
from handouts.mail.addresses import doubts, shared_addresses
from handouts.mail.consent import contradictions, read_wishes, said
from handouts.orders.order import Order
from handouts.plan.doubts import MANY_DRILLS
from handouts.plan.planner import Planner
from handouts.plan.usable import figure_problems
from handouts.roster import RosterSummary, Row, code_faults, column_faults, reading_of, same_patients, scan_roster
from handouts.roster.privacy import known_words
from handouts.runs.check_letters import check_letters
from handouts.runs.contacts import contacts_left_out
from handouts.runs.due_weeks import days_on_no_sheet, weeks_paused
from handouts.runs.press import Press
from handouts.runs.row_problems import at_row
from handouts.runs.rows import check_rows, read_row

__all__ = ["MAX_WORDS", "CheckedRoster", "check_content", "check_figures", "check_roster"]

_DAY = date(2026, 11, 23)
"""Day of issue, and first of the week, of what is printed on trial."""
_WEEKS_SHOWN = 8
"""Most weeks in pauses that are told of for a row."""
MAX_WORDS = 15
"""Longest sentence that plain-language guides allow, in words."""


def check_content(library: Library) -> list[Problem]:
    """Wording, colours, and a trial print of every drill and every week of every program."""
    press = Press(library)
    settle()
    return [
        *column_faults(library),
        *code_faults(library),
        *read_synonyms(library.folder)[1],
        *(draft_problem(drill, library.folder, warning=True) for drill in library.drills.values() if drill.draft),
        *_wording(library),
        *check_figures(library),
        *_colours(press),
        *contacts_left_out(press, _DAY),
        *_programs(library),
        *_trial(library, press),
        *check_letters(library),
    ]


@dataclass(frozen=True)
class CheckedRoster:
    """What is wrong with a roster, how it was read, and what becomes of its pauses, a line each, without names."""

    problems: list[Problem]
    summary: RosterSummary
    pauses: list[str]


def check_roster(path: Path, library: Library, today: date) -> CheckedRoster:
    """Every problem of a roster, of its form and of each row against the library; and how it was read.

    Where the clinic has a mail server, consent and addresses are looked at too; without one, a booking system's
    column of addresses is nobody's fault.
    """
    found = scan_roster(path, reading_of(library, today))
    name, problems = str(path), list(found.problems)
    if not found.rows and all(problem.warning for problem in problems):
        problems.append(Problem(name, 0, "holds no patients", "Add a row for each."))
    problems += same_patients(found.rows, name)
    planner, press = Planner(library), Press(library)
    settle()
    problems += check_rows(found.rows, {}, today, planner, press, name)
    if library.clinic.mail:
        problems += _mail(found.rows, library, today, name)
    problems = sorted(problems, key=lambda problem: problem.line)
    problems = sorted([*problems, *_notes(found.rows, planner, today, name)], key=lambda problem: problem.line)
    return CheckedRoster(problems, found.summary, list(_pauses(found.rows, planner, today)))


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


def _wording(library: Library) -> Iterator[Problem]:
    for drill in library.drills.values():
        if drill.draft:
            continue  # what it lacks is told in one warning
        place = f"drill {drill.id}"
        for what, text in _sentences(drill):
            for sentence in re.split(r"(?<=[.!?])\s+", text):
                count = len(sentence.split())
                if count > MAX_WORDS:
                    message = f"{what} has a sentence of {count} words: “{sentence[:60]}…”"
                    yield Problem(
                        place, 0, message, f"Split it: {MAX_WORDS} words or fewer are read best.", warning=True
                    )
        if drill.language.startswith("en"):
            for text in drill.mistakes:
                if not text.startswith("Do not "):
                    message = f"a mistake does not start with “Do not”: “{text[:60]}”"
                    hint = "The words must say it without the sign before them."
                    yield Problem(place, 0, message, hint, warning=True)


def _sentences(drill: Drill) -> Iterator[tuple[str, str]]:
    yield "why", drill.why
    for number, step in enumerate(drill.steps, 1):
        yield f"step {number}", step.text
    for text in (*drill.cues, *drill.mistakes, *drill.stop, *drill.easier, *drill.harder):
        yield "a cue", text


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


def _programs(library: Library) -> Iterator[Problem]:
    for program in library.programs.values():
        for number, week in enumerate(program.weeks, 1):
            if len(week.drills) > MANY_DRILLS:
                message = f"week {number} has {len(week.drills)} drills"
                yield Problem(f"program {program.id}", 0, message, "2 to 4 are done better.", warning=True)


def _trial(library: Library, press: Press) -> Iterator[Problem]:
    """Compose everything once: finds what cannot be printed before a patient waits for it.

    What cannot be because of a broken file is left out: the file's problems are told already.
    """
    planner, day = Planner(library, checked=False), _DAY
    ready = {key for key, drill in library.drills.items() if not drill.draft}
    if library.clinic.layout not in library.layouts:
        return
    for (name, language), program in library.programs.items():
        for week, what in enumerate(program.weeks, 1):
            there = all((item.drill, language) in ready for item in what.drills)
            if not there or language not in library.words:
                continue
            yield from _try(
                planner,
                press,
                Order(
                    patient="A B",
                    items=(name,),
                    start=day,
                    issued=day,
                    week=week,
                    language=language,
                    visit=day + timedelta(days=7),
                ),
            )
    for name, language in (key for key in ready if key[1] in library.words):
        yield from _try(planner, press, Order(patient="A B", items=(name,), start=day, issued=day, language=language))


def _try(planner: Planner, press: Press, order: Order) -> Iterator[Problem]:
    try:
        press.pdf(planner.plan(order)[0])
    except HandoutsError as error:
        yield from error.problems
