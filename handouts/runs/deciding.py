"""What is to be decided of patients for a week: their last sheets, what came back of them, and what is proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from datetime import date, timedelta

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.decisions import DecisionsTable, KeptDecision, holding
from handouts.deliver.register import Issued, Register
from handouts.library.load import Library
from handouts.library.models import Program
from handouts.orders.decided import Decision, decided_for
from handouts.orders.stored import order_from_json
from handouts.returned.proposals import Proposal, propose
from handouts.returned.returns import answers
from handouts.returned.returnstable import ReturnsTable
from handouts.roster import Row
from handouts.runs.decisions import People
from handouts.runs.due_weeks import DRILL_WEEKS
from handouts.runs.job import who_of
from handouts.runs.people import KeptPerson

__all__ = [
    "Candidate",
    "as_decision",
    "candidate_of",
    "candidates_of",
    "decided_by",
    "holds_for",
    "keep_decision",
    "plainly_on",
    "undo_decision",
]

_WEEK = timedelta(days=7)
_ORDER = ("back", "repeat", "ask", "on")
"""What needs a clinician's eye first stands first."""


@dataclass(frozen=True)
class Candidate:
    """A patient of whom something is to be decided."""

    key: str
    patient: str = field(repr=False)
    line: int
    """Of the roster; 0 without one."""
    sheet: Issued
    """The last one that began before the week in question."""
    weeks: int
    """How many its plan has."""
    proposal: Proposal
    decided: Decision | None
    """What holds for the week already, said by a person or by a roster; None where nothing does."""
    clinician: str = ""

    @property
    def last(self) -> str:
        """The last sheet, in words."""
        week = f"week {self.sheet.week or '?'} of {self.weeks}"
        return f"{self.sheet.program}, {week}, from {self.sheet.first_day}"


def candidates_of(
    rows: Sequence[Row], register: Register, library: Library, week_of: date, today: date
) -> tuple[list[Candidate], int]:
    """Those of a roster's rows whose last sheet began in the two weeks before, or who are on hold; and how many rows
    are neither. What needs a clinician's eye most comes first.
    """
    kept = _KeptOfRoster(register, rows)
    found, others, seen = list[Candidate](), 0, set[tuple[str, str]]()
    for row in rows:
        key, name = who_of(row)
        who = kept.people.of(key, name)
        if who in seen:
            continue
        seen.add(who)
        before = [one for one in kept.decisions(who) if one.for_day <= week_of]
        last = before[-1] if before else None
        on_hold = last is not None and last.word == "hold"  # also where that ends in this week
        gone = last is not None and last.word == "discharge" and last.for_day < week_of
        decided = holds_for(before, week_of) or _of_row(row, week_of, today)
        one = candidate_of(kept.sheets(who), decided, register, library, week_of)
        if one and not gone and (on_hold or _is_recent(one, week_of)):
            clinician = str(row.fields.get("clinician", "")).strip()
            found.append(replace(one, key=key, patient=name, line=row.line, clinician=clinician))
        else:
            others += 1
    return sorted(found, key=lambda one: (_ORDER.index(one.proposal.word), one.line)), others


class _KeptOfRoster:
    """What the register has of a roster's people."""

    def __init__(self, register: Register, rows: Sequence[Row]) -> None:
        self._register = register
        every = DecisionsTable(register).every()
        pairs = [*register.people(), *((row.key, row.patient) for row in every), *map(who_of, rows)]
        self.people = People(pairs)
        self._decided: dict[tuple[str, str], list[KeptDecision]] = {}
        for row in every:
            self._decided.setdefault(self.people.of(row.key, row.patient), []).append(row)
        self._names: dict[tuple[str, str], set[str]] = {}
        for key, name in pairs:
            if not key:
                self._names.setdefault(self.people.of(key, name), set()).add(name)

    def decisions(self, who: tuple[str, str]) -> tuple[Decision, ...]:
        return holding(self._decided.get(who, ()))

    def sheets(self, who: tuple[str, str]) -> list[Issued]:
        return self._register.given_to(who[0], sorted(self._names.get(who, ())))


def _is_recent(one: Candidate, week_of: date) -> bool:
    return date.fromisoformat(one.sheet.first_day) >= week_of - 2 * _WEEK


def candidate_of(
    sheets: Sequence[Issued], decided: Decision | None, register: Register, library: Library, week_of: date
) -> Candidate | None:
    """What is proposed of one patient, from the sheets they were given, the latest first; None where none began before
    the week.
    """
    before = [one for one in sheets if _is_date(one.first_day) and one.first_day < week_of.isoformat()]
    if not before:
        return None
    latest = max(before, key=lambda one: one.first_day)
    same = [one for one in before if (one.first_day, one.program) == (latest.first_day, latest.program)]
    latest = same[0]  # of several editions of a week the one that was made last
    program, weeks = _plan_of(latest, library)
    week = program.weeks[latest.week - 1] if program and 1 <= latest.week <= len(program.weeks) else None
    returns = ReturnsTable(register).of_handouts(one.handout for one in same)
    back = next((one.handout for one in same if any(ret.handout == one.handout for ret in returns)), "")
    proposal = propose(
        week.move_on_if if week else None,
        week.go_back_if if week else None,
        answers(back, returns) if back else None,
        week=latest.week,
        weeks=weeks,
    )
    return Candidate(latest.key, latest.patient, 0, latest, weeks, proposal, decided)


def as_decision(text: str, one: Candidate | None, week_of: date, today: date, *, by: str, until: str = "") -> Decision:
    """What a clinician has typed, as a decision for a week. HandoutsError says what is wrong with it.

    Where it is what was proposed, and no reason is given, the sheet says the proposal's.
    """
    try:
        said = decided_for(f"{text} until {until}" if until else text, week_of, today)
        if said.until and said.until <= week_of:
            raise ValueError(f"{said.until} is not after {week_of}, from when on it holds")  # told below
        if one and said.week and said.week > one.weeks:
            raise ValueError(f"there is no week {said.week}: the plan has {one.weeks}")
    except ValueError as error:
        hint = (
            "Write on, repeat, back, hold or discharge, such as “hold until 2026-12-14” or “repeat: Your knee swelled.”"
        )
        raise HandoutsError([Problem("DECISION", 0, str(error), hint)], Exit.USAGE) from error
    proposal = one.proposal if one else None
    because = proposal.because if proposal and proposal.word == said.word and not said.reason else ""
    return replace(said, by=by, because=because)


def decided_by(given: str, one: Candidate | None, library: Library) -> str:
    """Who decides: who was named, else the row's clinician, else the clinic's; empty where there is none."""
    return given or (one.clinician if one else "") or library.clinic.clinician or ""


def plainly_on(found: Sequence[Candidate]) -> list[Candidate]:
    """Those for whom a plain “on” is proposed, and of whom nothing is decided yet."""
    return [one for one in found if one.proposal.word == "on" and one.decided is None]


def keep_decision(register: Register, key: str, patient: str, decision: Decision) -> bool:
    """Keep a decision; False where it says what holds already."""
    return bool(DecisionsTable(register).add([(key, patient, decision)]))


def undo_decision(register: Register, person: KeptPerson, week_of: date, by: str) -> Decision | None:
    """Take back what holds for a week; gives what that was, or None."""
    table = DecisionsTable(register)
    rows = [one for one in table.of(person.key, person.loose) if one.for_day == week_of]
    pairs = dict.fromkeys((one.key, one.patient) for one in rows)
    gone = [table.undo(key, name, week_of, by) for key, name in pairs]
    return next((one for one in reversed(gone) if one), None)


def holds_for(before: Sequence[Decision], week_of: date) -> Decision | None:
    """What of a patient's decisions up to a week holds for it: that of its own day, or one that stands still."""
    if not before:
        return None
    last = before[-1]
    stands = last.word in ("hold", "discharge") and last.until is None
    return last if last.for_day == week_of or stands or (last.until and last.until > week_of) else None


def _of_row(row: Row, week_of: date, today: date) -> Decision | None:
    """What a row's own cell says; what is wrong with it, “check” tells."""
    try:
        text = row.fields.get("decision")
        return replace(decided_for(text, week_of, today), source="roster") if text else None
    except ValueError:
        return None


def _plan_of(sheet: Issued, library: Library) -> tuple[Program | None, int]:
    """The program of a sheet, whatever language it is in, and how many weeks its plan has."""
    languages = (
        library.clinic.language,
        "en",
        *(language for name, language in library.programs if name == sheet.program),
    )
    program = next((found for one in languages if (found := library.program(sheet.program, one))), None)
    try:
        asked = order_from_json(sheet.asked).weeks
    except (ValueError, AttributeError, RecursionError):
        asked = None
    if program is None:
        return None, asked or DRILL_WEEKS
    return program, min(asked or len(program.weeks), len(program.weeks))


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
