"""What reading a roster gives: rows, how they were read, and the words for what cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from datetime import date, tzinfo
from functools import cached_property
from typing import Any, Literal
from zoneinfo import ZoneInfo

from handouts.base.problems import Exit, HandoutsError, Problem, ProblemKind, nearest
from handouts.base.records import dataclass
from handouts.library.flags import flag_words
from handouts.library.load import Library
from handouts.library.tongues import Tongues
from handouts.roster.columns import (
    COLUMNS,
    NAME_PARTS,
    NOT_READ,
    VISIT_TIME,
    column_faults,
    meaning,
    plain_title,
    usual_title,
    usual_titles,
)
from handouts.roster.dates import changes_day, iso_date, iso_inside, iso_time, told_in_utc, with_time
from handouts.roster.naming import ProgramDrills, code_faults, code_key, codes_of, names_of, programs_of
from handouts.roster.novalue import judged
from handouts.roster.privacy import shown
from handouts.roster.watched import RosterGrid

__all__ = [
    "MAX_ROWS",
    "Reading",
    "RosterContents",
    "RosterSummary",
    "Row",
    "join_name",
    "reading_of",
    "settle",
    "unknown",
    "unreadable",
    "utc_warning",
]

MAX_ROWS = 300_000
"""Most rows read of one roster."""

DateOrder = Literal["", "ymd", "dmy", "mdy"]


@dataclass(frozen=True)
class Row:
    """A patient of a roster: the file's line (1-based) and the texts of the fields."""

    line: int
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Reading:
    """How a clinic's rosters are to be read."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """The clinic's own column title -> field name or usual title."""
    dates: DateOrder = ""
    """The order in which the clinic writes day, month and year; empty where it has not said."""
    tongues: Tongues | None = None
    """Languages that handouts can be made in; where None, any is let through."""
    encoding: str = ""
    """What text files are in that are not UTF-8, by a name of Python's; empty where their letters are to tell."""
    codes: Mapping[str, str] = field(default_factory=dict)
    """What codes and texts of other systems stand for: id of a drill or program, or NOT_READ."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Ids of drills and programs by their ids and names, in the form of ids; where empty, any is let through."""
    programs: Mapping[str, ProgramDrills] = field(default_factory=dict)
    flags: Mapping[str, str] = field(default_factory=dict)
    """Flags that drills know, by all their words."""
    today: date | None = None
    """The day as of which names and plans hold; where None, the computer's."""
    zone: ZoneInfo | None = None
    """Where the clinic's clocks are; where None, times in UTC are told by the computer's."""
    watch: RosterGrid | None = field(default=None, compare=False, repr=False)
    """Is shown every cell as it is read; None where nobody wants to see them."""

    @cached_property
    def _codes(self) -> dict[str, str]:
        return codes_of(self.codes)

    def code(self, text: str) -> str:
        """What the clinic says that a code or a text stands for; empty where it does not say."""
        return self._codes.get(code_key(text), "") if text else ""

    @cached_property
    def _own(self) -> dict[str, str]:
        return {plain_title(title): meaning(target) or target for title, target in self.columns.items()}

    def field(self, title: str) -> str | None:
        """The field, part of a name or NOT_READ that a title stands for; None for an unknown one."""
        return self._own.get(plain_title(title)) or meaning(title)


def reading_of(library: Library, today: date | None = None) -> Reading:
    """How the clinic of a library says its rosters are to be read. HandoutsError where that cannot be understood."""
    if problems := [*column_faults(library), *code_faults(library)]:
        raise HandoutsError(problems)
    clinic = library.clinic
    return Reading(
        clinic.columns,
        clinic.dates or "",
        Tongues(library.words),
        clinic.encoding or "",
        clinic.codes,
        names_of(library),
        programs_of(library),
        flag_words(library.flags),
        today,
        ZoneInfo(clinic.timezone) if clinic.timezone else None,
    )


@dataclass(frozen=True)
class RosterSummary:
    """How a roster was read, to be looked over before anything is made. Names no patient."""

    kind: str
    """CSV, Excel, JSON, YAML or FHIR."""
    encoding: str = ""
    delimiter: str = ""
    """What parts the cells of a CSV."""
    sheet: str = ""
    header: int = 0
    """Line (1-based) of the column titles, 0 where there are none."""
    columns: tuple[tuple[str, str], ...] = ()
    """Titles of the file, each with the column's usual title."""
    ignored: tuple[str, ...] = ()
    rows: int = 0
    first: Mapping[str, str] = field(default_factory=dict)
    """The first row by usual titles: names as initials, of notes and ids the length, of the rest what names no one."""


@dataclass(frozen=True)
class RosterContents:
    """All that reading a roster gives."""

    rows: list[Row]
    problems: list[Problem]
    summary: RosterSummary


def unreadable(name: str, line: int, message: str, hint: str) -> HandoutsError:
    """The error for a file of which nothing can be read."""
    return HandoutsError([Problem(name, line, message, hint)], Exit.CONTENT)


def unknown(title: str) -> str:
    """Hint for a column that is not understood."""
    return f"{nearest(plain_title(title), usual_titles())} Or say under “columns:” in clinic.yaml what it is."


def utc_warning(name: str, line: int) -> Problem:
    """The warning for a roster with moments in universal time."""
    from datetime import datetime

    zone = f"{datetime.now().astimezone():%z}"
    message = f"holds times in UTC; they are read as this computer's time ({zone[:3]}:{zone[3:]})"
    hint = "Check the next visits, or say where the clinic is: “timezone: Europe/London” in clinic.yaml."
    return Problem(name, line, message, hint, warning=True, kind="utc")


def _other_day(name: str, line: int, what: str, day: str) -> Problem:
    """The warning for a date with a time that falls on another day by the clinic's clocks."""
    message = f"{what}: is {day} by the clinic's clocks, another day than is written"
    return Problem(name, line, message, "Where a whole day is meant, write it without a time.", warning=True)


def join_name(fields: dict[str, Any]) -> None:
    """Put the parts of a name together, unless there is a whole one. Works in place."""
    parts = [str(fields.pop(part)) for part in NAME_PARTS if fields.get(part)]
    if parts and not fields.get("patient"):
        fields["patient"] = " ".join(parts)


def settle(fields: dict[str, Any], line: int, reading: Reading, name: str, problems: list[Problem]) -> Row | None:
    """The row with its dates in ISO form, or None where one of its values cannot be read; says so in ``problems``."""
    wrong: list[Problem] = []
    values = dict(_judged(fields, line, name, wrong))
    join_name(values)
    clock = values.pop(VISIT_TIME, None)
    for key in _DATED:
        if key in values:
            values[key] = _dated(key, values[key], line, reading, name, wrong)
    if clock is not None and not any(not problem.warning for problem in wrong):
        try:
            values["visit"] = with_time(values.get("visit", ""), str(clock))
        except ValueError as error:
            message, _, hint = str(error).partition("\n")
            wrong.append(Problem(name, line, f"{VISIT_TIME}: {message}", hint, column=VISIT_TIME))
    problems += wrong
    if any(not problem.warning for problem in wrong):
        return None
    utc = not reading.zone and any(told_in_utc(str(fields[key])) for key in _DATED if key in fields)
    if utc and not any(problem.kind == "utc" for problem in problems):
        problems.append(utc_warning(name, line))
    problems += [
        _other_day(name, line, usual_title(key), values[key])
        for key in ("start", "issued")
        if key in values and reading.zone and changes_day(str(fields[key]), reading.dates, reading.zone)
    ]
    return Row(line, values) if values else None


def _inside(text: str, order: str, _: tzinfo | None) -> str:
    return iso_inside(text, order)


def _before_reason(text: str, order: str, _: tzinfo | None) -> str:
    """A decision with its date in ISO form; its reason, after a colon, is the clinician's own words."""
    head, colon, reason = text.partition(":")
    return iso_inside(head, order) + colon + reason


_DATED: Mapping[str, Callable[[str, str, tzinfo | None], str]] = {
    "start": iso_date,
    "issued": iso_date,
    "until": iso_date,
    "visit": iso_time,
    "pauses": _inside,
    "decision": _before_reason,
}


def _judged(fields: Mapping[str, Any], line: int, name: str, wrong: list[Problem]) -> Iterator[tuple[str, Any]]:
    """The fields that hold something."""
    for key, value in fields.items():
        verdict = judged(key, value)
        if verdict.message:
            kind: ProblemKind = "nothing" if verdict.warning else ""
            message = f"{usual_title(key)}: {verdict.message}"
            wrong.append(Problem(name, line, message, verdict.hint, warning=verdict.warning, kind=kind, column=key))
        if verdict.value is not None:
            yield key, verdict.value


def _dated(key: str, value: Any, line: int, reading: Reading, name: str, wrong: list[Problem]) -> Any:
    """A value with its dates in ISO form."""
    texts = [str(part) for part in value] if isinstance(value, list) else [str(value)]
    try:
        texts = [_DATED[key](text, reading.dates, reading.zone) for text in texts]
    except ValueError as error:
        message, _, hint = str(error).partition("\n")
        wrong.append(Problem(name, line, f"{COLUMNS[key][0]}: {message}", hint, column=key))
    return texts if isinstance(value, list) else texts[0]


def told(columns: Mapping[str, str]) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Titles with what they were read as, and those ignored; for RosterSummary."""
    read = tuple((shown(title), usual_title(of)) for title, of in columns.items() if of != NOT_READ)
    return read, tuple(shown(title) for title, of in columns.items() if of == NOT_READ)
