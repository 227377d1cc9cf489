"""Checks beyond what a file's own form tells: plain words, printable letters, readable colours, whole rosters."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from handouts.base.problems import HandoutsError, Problem
from handouts.library.load import Library
from handouts.library.models import Drill
from handouts.mail.addresses import doubts, shared_addresses
from handouts.mail.consent import contradictions, read_wish, said
from handouts.mail.letters import FILES, Letter, LetterWriter
from handouts.orders.order import Order
from handouts.plan.doses import MANY_DRILLS
from handouts.plan.planner import Planner
from handouts.roster import RosterSummary, Row, column_faults, reading_of, same_patients, scan_roster
from handouts.roster.privacy import known_words
from handouts.runs.press import Press
from handouts.runs.row_problems import at_row
from handouts.runs.rows import check_rows

__all__ = ["MAX_WORDS", "check_content", "check_figures", "check_roster"]

MAX_WORDS = 15
"""Longest sentence that plain-language guides allow, in words."""


def check_content(library: Library) -> list[Problem]:
    """Wording, colours, and a trial print of every drill and every week of every program."""
    press = Press(library)
    return [
        *column_faults(library),
        *_wording(library),
        *check_figures(library),
        *_colours(press),
        *_programs(library),
        *_trial(library, press),
        *check_letters(library),
    ]


def check_roster(path: Path, library: Library, today: date) -> tuple[list[Problem], RosterSummary]:
    """Every problem of a roster, of its form and of each row against the library; and how it was read.

    Where the clinic has a mail server, consent and addresses are looked at too; without one, a booking system's
    column of addresses is nobody's fault.
    """
    found = scan_roster(path, reading_of(library))
    name, problems = str(path), list(found.problems)
    if not found.rows and all(problem.warning for problem in problems):
        problems.append(Problem(name, 0, "holds no patients", "Add a row for each."))
    problems += same_patients(found.rows, name)
    problems += check_rows(found.rows, {}, today, Planner(library), Press(library), name)
    if library.clinic.mail:
        problems += _mail(found.rows, library, today, name)
    return sorted(problems, key=lambda problem: problem.line), found.summary


def _mail(rows: Sequence[Row], library: Library, today: date, name: str) -> list[Problem]:
    """What `handouts mail` would say of each row's consent and address."""
    known, addresses = known_words(library), []
    found: list[Problem] = []
    wishes = [read_wish(row.fields, today, library.clinic.dates or "") for row in rows]
    against = contradictions([said(row.line, row.fields, wish) for row, (wish, _) in zip(rows, wishes, strict=True)])
    for at, (row, (wish, wrong)) in enumerate(zip(rows, wishes, strict=True)):
        if at in against:
            wrong.append(against[at])
        elif wish and wish.address:
            addresses.append((row.line, wish.address))
            if doubt := doubts(wish.address):
                hint = "Check it with the patient: a stranger may get the sheet."
                wrong.append(Problem("email", 0, doubt, hint, warning=True))
        found += at_row(wrong, name, row, known)
    return found + shared_addresses(addresses, name)


def check_letters(library: Library) -> Iterator[Problem]:
    """What is wrong with the clinic's own words of messages: each is written once for trial, in each of its manners."""
    top = (library.folder or Path()) / "messages"
    if not library.folder or not (library.clinic.mail or os.path.lexists(top)):
        return
    known = {name.partition("-")[0] for name in library.words} | {*library.words}
    for path in sorted([*top.glob("*"), *top.glob("*/*")]):
        depth = len(path.relative_to(top).parts)
        if depth == 1 and path.name not in known:
            hint = f"Languages are {', '.join(sorted(library.words))}; each has a folder of its name."
            yield Problem(str(path), 0, "is not used: it is no language of yours", hint, warning=True)
        elif depth == 2 and path.name not in FILES and path.parent.name in known:
            yield Problem(str(path), 0, "is not used", f"Messages are made of {', '.join(FILES)}.", warning=True)
    for folder in (top / name for name in sorted(known)):
        own = [name for name in FILES[1:] if (folder / name).is_file()]
        if len(own) == 1:
            other = next(name for name in FILES[1:] if name not in own)
            hint = f"Patients see one of the two, most of them body.html: write {other} too."
            yield Problem(str(folder / own[0]), 0, f"is yours, but {other} beside it is ours", hint, warning=True)
    day, language = date(2026, 11, 23), library.clinic.language
    found: list[Problem] = []
    for more in (False, True):
        calendar = b"BEGIN:VCALENDAR\r\n" if more else b""
        letter = Letter(
            "a@b.example",
            "A B",
            language,
            day,
            b"%PDF-",
            more,
            calendar,
            cancelled=int(more),
            again=more,
            copy="carer" if more else "",
        )
        try:
            LetterWriter(library).write(letter)
        except HandoutsError as error:
            found += error.problems
    yield from dict.fromkeys(found)


def _wording(library: Library) -> Iterator[Problem]:
    for drill in library.drills.values():
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
    from handouts.figures.checks import check_figure

    for (name, language), drill in library.drills.items():
        if not drill.figure or (only and name not in only):
            continue
        file, lines = library.figures[name, language]
        for finding in check_figure(drill.figure):
            message = f"picture {finding.position + 1} of {name}: {finding.message}"
            yield Problem(file, lines[finding.position], message, finding.hint)


def _colours(press: Press) -> Iterator[Problem]:
    for change in press.palette.changes:
        message = f"the {change.name} colour {change.asked} is too pale to read ({change.contrast} : 1 on white)"
        hint = f"{change.printed} is printed instead; write that to see it everywhere."
        yield Problem("clinic.yaml", 0, message, hint, warning=True)


def _programs(library: Library) -> Iterator[Problem]:
    for program in library.programs.values():
        for number, week in enumerate(program.weeks, 1):
            if len(week.drills) > MANY_DRILLS:
                message = f"week {number} has {len(week.drills)} drills"
                yield Problem(f"program {program.id}", 0, message, "2 to 4 are done better.", warning=True)


def _trial(library: Library, press: Press) -> Iterator[Problem]:
    """Compose everything once: finds what cannot be printed before a patient waits for it."""
    planner = Planner(library)
    day = date(2026, 11, 23)
    for (name, language), program in library.programs.items():
        for week in range(1, len(program.weeks) + 1):
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
    for name, language in library.drills:
        yield from _try(planner, press, Order(patient="A B", items=(name,), start=day, issued=day, language=language))


def _try(planner: Planner, press: Press, order: Order) -> Iterator[Problem]:
    try:
        press.pdf(planner.plan(order)[0])
    except HandoutsError as error:
        yield from error.problems
