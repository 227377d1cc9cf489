"""What a clinician asks for: the order that a handout is planned from, and how each of its fields is given.

To add a field, declare it here. Its column in rosters, its option of “make”, “show” and “batch”, its place in the
register and its checks follow from that. Options stand in ``--help`` in the order of the fields.

Every command imports this when it starts, so it imports nothing large: pydantic takes longer than “--help”.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields
from datetime import date, time
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from handouts.base.plaindays import parse_days
from handouts.base.plainvalues import parse_sessions
from handouts.base.records import dataclass
from handouts.orders.dates import Pause, next_monday, parse_date, parse_pauses, parse_visit
from handouts.orders.decided import Followed, parse_decision, parse_followed, parse_reason
from handouts.orders.doses import parse_doses
from handouts.orders.given import Given, Option, given
from handouts.orders.values import (
    WORD_LIMIT,
    look_of_person,
    one_of,
    parse_activities,
    parse_despite,
    parse_flags,
    parse_ids,
    parse_measures,
    parse_side,
    parse_week,
    text_of,
)

if TYPE_CHECKING:
    from handouts.figures.person import BuildName, Hair, Skin
    from handouts.library.models import DoseChange

__all__ = ["Order", "Side", "givens", "order_givens"]

Side = Literal["left", "right", "both"]

NAME_LIMIT, NOTE_LIMIT = 120, 4000
_WEEKS_MOST = 520
_PAPERS = {"a4": "a4", "letter": "letter", "us letter": "letter"}


def _doses(value: Any) -> dict[str, DoseChange]:
    return parse_doses(value if isinstance(value, (list, tuple)) else [value])


def _layout(value: Any) -> str:
    return text_of(WORD_LIMIT)(value).lower()


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a clinician asks for. Texts have been through ``plaintext.clean``."""

    patient: str = field(
        metadata=given(
            text_of(NAME_LIMIT),
            titles=(
                "patient", "name", "patient name", "client", "client name", "full name", "patients name",
                "name of patient", "pt", "pt name", "participant",
            ),
            option=Option(
                "NAME",
                "The patient's name, as it stands on the sheet. “-” reads it from standard input: other users of this "
                "computer can see what a command is given.",
                ("--patient", "-p"),
                single=True,
            ),
            needed=("there is no patient's name", "Every handout says whom it is for."),
        )
    )  # fmt: skip
    items: tuple[str, ...] = field(
        metadata=given(
            parse_ids,
            titles=(
                "program", "drills", "drill", "programme", "items", "exercises", "exercise", "program name",
                "programme name", "exercise program", "exercise programme",
            ),
            option=Option("PROGRAM/DRILLS", single=True, repeats=True),
            needed=(
                "there is no program or drill to print",
                "Name a program or drills; “handouts programs” and “handouts drills” list them.",
            ),
        )
    )  # fmt: skip
    """Ids of at most one program, and of drills, in the order wanted."""
    key: str = field(
        default="",
        metadata=given(
            text_of(WORD_LIMIT),
            titles=(
                "id", "patient id", "patient no", "patient number", "mrn", "record", "record no", "record number",
                "file no", "file number", "chart", "chart no", "chart number", "client id", "client no", "key",
            ),
            option=Option(
                "ID", "Your own number for the patient: tells two of one name apart.", ("--id",), single=True
            ),
        ),
    )  # fmt: skip
    """What the clinic calls the patient: a number in its records, for example."""
    week: int = field(
        default=1,
        metadata=given(
            lambda value: parse_week(value, _WEEKS_MOST),
            titles=("week", "week no", "week number", "wk", "program week", "programme week"),
            option=Option("N", "Week of the program, from 1.  [default: 1]", ("--week",), single=True),
        ),
    )
    weeks: int | None = field(
        default=None,
        metadata=given(
            lambda value: parse_week(value, _WEEKS_MOST),
            titles=("weeks", "number of weeks", "no of weeks", "for weeks", "weeks in all"),
        ),
    )
    """How many weeks there are to be, in batches by the week; the whole program, or six of drills alone, where None."""
    until: date | None = field(
        default=None,
        metadata=given(
            read_as_of=parse_date,
            titles=("until", "last day", "end date", "ends on", "plan until"),
            option=Option("DATE", "Last day that sheets are made for: none begins after it.", ("--until",)),
        ),
    )
    """No sheet begins after this day. Where ``weeks`` ends earlier, that holds."""
    decision: str = field(
        default="",
        metadata=given(
            read_as_of=parse_decision,
            titles=("decision", "decided", "clinicians decision", "next step"),
            option=Option(
                "TEXT", "Say that the week is repeated: “repeat: why”, or “back”.", ("--decision",), single=True
            ),
        ),
    )
    """What the clinician has decided of this week, as ``Decision.written`` has it; empty once it has been followed."""
    reason: str = field(default="", metadata=given(read_as_of=parse_reason, source="decision"))
    """The clinician's reason for repeating a week or going back, in the patient's words."""
    followed: Followed | None = field(default=None, metadata=given(read_as_of=parse_followed, source="decision"))
    """What the sheet says of a decision; None where nothing was decided, or the plan goes on as it would have."""
    week_given: bool = field(default=False, metadata=given(lambda _: True, source="week"))
    """Whether the week was said, and not left at 1."""
    changes: Mapping[str, DoseChange] = field(
        default_factory=dict,
        metadata=given(
            _doses,
            titles=("dose", "doses", "dose changes", "dosage", "changes"),
            option=Option(
                "DRILL:KEY=VALUE,...",
                "Change a drill's dose: sets, reps, hold, rest, load, duration, distance, tempo, effort, days, times. "
                "“all:” changes every drill. "
                "Repeat for more drills.",
                ("--dose",),
                repeats=True,
                single=True,
            ),
        ),
    )
    """Dose changes by drill id; “all” stands for every drill."""
    skip: tuple[str, ...] = field(
        default=(),
        metadata=given(
            parse_ids,
            titles=("skip", "leave out", "without"),
            option=Option("DRILL", "Leave a drill of the program out.", ("--skip",), repeats=True, single=True),
        ),
    )
    side: Side = field(
        default="both",
        metadata=given(
            parse_side,
            titles=("side",),
            option=Option("SIDE", "left, right or both, for drills done one side at a time.", ("--side",), single=True),
        ),
    )
    note: str = field(
        default="",
        metadata=given(
            text_of(NOTE_LIMIT, lines=True),
            titles=("note", "notes", "message", "comment", "comments", "remark", "remarks"),
            option=Option("TEXT", "The clinician's note to this patient.", ("--note",), single=True),
        ),
    )
    note_language: str = field(
        default="",
        metadata=given(
            text_of(WORD_LIMIT),
            titles=("note language",),
            option=Option(
                "NAME", "Language of the note, where it is not the handout's.", ("--note-language",), single=True
            ),
        ),
    )
    """Language of the note, where it is not the handout's: a BCP 47 tag or a name that the library knows."""
    flags: tuple[str, ...] = field(
        default=(),
        metadata=given(
            parse_flags,
            titles=(
                "flags", "flag", "cautions", "caution", "conditions", "condition", "medical conditions",
                "health conditions", "precautions", "precaution", "contraindications", "contraindication",
                "contra-indications", "comorbidities", "co-morbidities",
            ),
            option=Option(
                "FLAG",
                "What the patient has that some drills do not suit: osteoporosis, THR. A drill that does not is held. "
                "“handouts flags” lists them. Repeat for more.",
                ("--flag",),
                repeats=True,
                single=True,
            ),
        ),
    )  # fmt: skip
    """What the patient has, as it was written; the library knows which flags these are."""
    despite: tuple[str, ...] = field(
        default=(),
        metadata=given(
            parse_despite,
            titles=("despite", "given despite"),
            option=Option(
                "DRILL:FLAG", "Give a drill despite a flag that it does not suit.", ("--despite",), repeats=True,
                single=True,
            ),
        ),
    )  # fmt: skip
    """Drills given despite flags, as “drill:flag”."""
    measures: tuple[str, ...] = field(
        default=(),
        metadata=given(
            parse_measures,
            titles=("measures", "measure", "outcome measures", "outcome measure"),
            option=Option(
                "NAME", "Ask for an outcome measure too: pain, function or change; “off” leaves out the program's. "
                "Repeat for more.", ("--measure",), repeats=True, single=True,
            ),
        ),
    )  # fmt: skip
    """Outcome measures asked for besides the program's own; “off” alone for none at all."""
    activities: tuple[str, ...] = field(
        default=(),
        metadata=given(
            parse_activities,
            titles=("activities", "activity", "hard to do"),
            option=Option(
                "TEXT", "What the patient finds hard to do, for the measure function: Climb the stairs. Up to three.",
                ("--activity",), repeats=True, single=True,
            ),
        ),
    )  # fmt: skip
    start: date = field(
        metadata=given(
            read_as_of=parse_date,
            default=next_monday,
            titles=("start", "start date", "from", "starts", "date start", "starting", "first day"),
            option=Option(
                "DATE",
                "First day of week 1: 2026-11-23, today, tomorrow or a weekday.  [default: next Monday]",
                ("--start",),
            ),
        )
    )
    """First day of week 1."""
    start_given: bool = field(default=False, metadata=given(lambda _: True, source="start"))
    """Whether the start was said, and is not just the next Monday."""
    days: tuple[str, ...] | None = field(
        default=None,
        metadata=given(
            parse_days,
            titles=("days", "days of the week"),
            option=Option("DAYS", "Days: mon,wed,fri or daily or weekdays.", ("--days",)),
        ),
    )
    times: tuple[str, ...] | None = field(
        default=None,
        metadata=given(
            parse_sessions,
            titles=("times", "times a day", "sessions", "times per day", "sessions a day", "sessions per day"),
            option=Option("TIMES", "Times a day: 1 to 4, or names such as morning,evening.", ("--times",)),
        ),
    )
    clinician: str = field(
        default="",
        metadata=given(
            text_of(NAME_LIMIT),
            titles=("clinician", "therapist", "practitioner", "by", "physio", "physiotherapist", "provider"),
            option=Option("NAME", "Whose note it is, and whom the next visit is with.", ("--clinician",)),
        ),
    )
    visit: date | None = field(
        default=None,
        metadata=given(
            read_as_of=lambda value, today: parse_visit(value, today)[0],
            titles=(
                "next visit", "next appointment", "appointment", "visit", "next appt", "appointment date",
                "next session",
            ),
            option=Option("DATE", 'Next appointment, such as "2026-11-30 9:30".', ("--next-visit",)),
        ),
    )  # fmt: skip
    visit_time: time | None = field(
        default=None, metadata=given(read_as_of=lambda value, today: parse_visit(value, today)[1], source="visit")
    )
    layout: str = field(
        default="",
        metadata=given(
            _layout,
            titles=("layout",),
            option=Option("NAME", "One that “handouts layouts” lists; standard if not said.", ("--layout", "-l")),
        ),
    )
    paper: Literal["a4", "letter"] | None = field(
        default=None,
        metadata=given(one_of(_PAPERS), titles=("paper",), option=Option("SIZE", "a4 or letter.", ("--paper",))),
    )
    language: str = field(
        default="",
        metadata=given(
            text_of(WORD_LIMIT),
            titles=("language", "lang"),
            option=Option("NAME", "Language of the handout: en, zh-Hant, Español.", ("--language",)),
        ),
    )
    second: str = field(
        default="",
        metadata=given(
            text_of(WORD_LIMIT),
            titles=("with", "second language", "with language", "also in", "bilingual"),
            option=Option(
                "NAME",
                "A second language, small under the first: en. “en:copy” adds a whole copy in it instead; “none” "
                "leaves out the clinic's own.",
                ("--with",),
            ),
        ),
    )
    """A tag or a name of a language, with “:copy” for a copy of its own; the clinic's where empty, “none” for none."""
    skin: Skin | None = field(
        default=None,
        metadata=given(
            look_of_person("Skin"),
            titles=("skin",),
            option=Option("NAME", "Person in the pictures: light, tan, olive, brown or deep.", ("--skin",)),
        ),
    )
    """Of the person in the pictures; the clinic's choice where None. So are hair and build."""
    hair: Hair | None = field(
        default=None,
        metadata=given(
            look_of_person("Hair"),
            titles=("hair",),
            option=Option("NAME", "Their hair: black, brown, auburn, blond or grey.", ("--hair",)),
        ),
    )
    build: BuildName | None = field(
        default=None,
        metadata=given(
            look_of_person("BuildName"),
            titles=("build",),
            option=Option("NAME", "Their build: straight, curved or broad.", ("--build",)),
        ),
    )
    issued: date = field(
        metadata=given(
            read_as_of=parse_date,
            default=lambda today: today,
            titles=("issued", "date of issue", "issue date"),
            option=Option("DATE", "Date of issue.  [default: today]", ("--issued",)),
        )
    )
    pauses: tuple[Pause, ...] = field(
        default=(),
        metadata=given(read_as_of=parse_pauses, titles=("pauses", "pause", "paused", "away", "holiday", "holidays")),
    )
    """Times away, in which the program stands still."""


@cache
def order_givens() -> Mapping[str, Given]:
    """How each field is given, by its name; also those that are read from another one's text."""
    return {item.name: item.metadata["given"] for item in fields(Order)}


@cache
def givens() -> Mapping[str, Given]:
    """How each field that has a text of its own is given, by its name."""
    return {name: how for name, how in order_givens().items() if not how.source}
