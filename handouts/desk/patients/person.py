"""One person's page: what was given, what came back, how it went, what was decided, what was sent."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from handouts.base.ids import shown_id
from handouts.base.problems import HandoutsError
from handouts.deliver.decisions import DecisionsTable, KeptDecision, holding
from handouts.desk.patients.finding import person_named, shown_name
from handouts.desk.programwords import program_words
from handouts.desk.routing import Asking, page
from handouts.mail.table import OutboxEntry
from handouts.orders.stored import stored_despite
from handouts.runs.course import told as words_of
from handouts.runs.course.model import Course, CourseWeek
from handouts.runs.course.printed import chart_drawing
from handouts.runs.course.records import course_of_person
from handouts.runs.course.wording import ENGLISH
from handouts.runs.people import KeptPerson
from handouts.runs.recordlines import chosen, record_lines
from handouts.runs.records import drafts_of, mails_of
from handouts.runs.sheetsback import sheets_back

if TYPE_CHECKING:
    from starlette.responses import Response

    from handouts.deliver.register import Issued, Register
    from handouts.library.load import Library

__all__ = ["local_time", "noted", "show"]

_STATES = {
    "queued": "waits to go out",
    "sending": "is being sent",
    "sent": "was sent",
    "failed": "was refused",
    "deferred": "is tried again later",
    "uncertain": "may or may not have been sent",
    "asked": "waits for an answer at the outbox",
    "returned": "came back",
}
_TONES = {"sent": "good", "failed": "bad", "returned": "bad", "uncertain": "warn", "asked": "warn"}


def show(asked: Asking) -> Response:
    """The page of the person whom the address stands for."""
    desk, today = asked.desk, asked.desk.today()
    with desk.register(reading=True) as register:
        person = person_named(asked, register)
        rows = register.given_to(person.key, person.loose)
        course = course_of_person(register, desk.library, person, rows, today)
        kept = DecisionsTable(register).of(person.key, person.loose)
        values: dict[str, Any] = {
            "lines": _record(register, rows, kept, today),
            "messages": _messages(register, person, rows),
            "drafts": drafts_of(register, person),
            "decisions": _decisions(kept),
        }
    noted(asked, "looked at a patient's record", rows)
    return page(
        asked,
        "patients/person.html",
        area="patients",
        handle=asked.path("person"),
        name=shown_name(person),
        person=person,
        unkeyed=len([row for row in rows if not row.key]) if person.key else 0,
        last=_sheet(max(rows, key=lambda row: (row.first_day, row.issued_at)), desk.library) if rows else None,
        given=[_sheet(row, desk.library) for row in rows],
        weeks=[_week(one, course) for one in course.weeks],
        chart=_chart(asked, course),
        about=_about(course),
        measures=_measures(course),
        remarks=[(words_of.week_name(week, course, ENGLISH), text) for week in course.weeks for text in week.remarks],
        notes=words_of.notes(course, ENGLISH),
        **values,
    )


def noted(asked: Asking, did: str, rows: Sequence[Issued]) -> None:
    """Write into the trail that a record was shown, by the id of the latest sheet in it. Where nothing can be written,
    as on a full disk, it is shown all the same.
    """
    with contextlib.suppress(HandoutsError):
        asked.desk.note(asked.who, did, rows[0].handout if rows else "")


def local_time(text: str) -> str:
    """A time of the register, UTC, as the clock on the wall says it: “2026-11-28 09:30”."""
    try:
        return f"{datetime.fromisoformat(text).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return text[:16]


def _sheet(row: Issued, library: Library) -> dict[str, Any]:
    return {
        "id": row.handout,
        "shown": shown_id(row.handout),
        "program": program_words(library, row.program),
        "week": row.week or "?",
        "first_day": row.first_day,
        "at": local_time(row.issued_at),
        "place": row.place,
        "despite": [" despite ".join(pair.split(":", 1)) for pair in stored_despite(row.asked)],
    }


def _week(week: CourseWeek, course: Course) -> dict[str, Any]:
    titles = {one.id: one.title for one in course.programs}
    return {
        "program": titles.get(week.program, week.program),
        "name": words_of.week_name(week, course, ENGLISH),
        "days": words_of.days(week.first_day, week.last_day, ENGLISH),
        "share": words_of.share(week.share, ENGLISH) if week.counts else "",
        "pain": words_of.pain([week], ENGLISH),
        "came": words_of.came_back(week, ENGLISH),
        "settled": ", ".join(week.settled_by),
        "decision": ENGLISH.marks.get(week.decision.word, week.decision.word) if week.decision else "",
        "id": week.handout,
        "shown": shown_id(week.handout) if week.handout else "",
        "waits": week.unsettled,
        "state": week.state,
        "sessions": [f"{words_of.day(one.day, ENGLISH)}: {one.text}" for one in week.pain],
    }


def _about(course: Course) -> list[str]:
    """How it went, in a few sentences."""
    return [words_of.trend(course, ENGLISH)] if course.weeks else []


def _chart(asked: Asking, course: Course) -> Markup | None:
    """The chart as an SVG that is part of the page; none where there is nothing to draw, or it cannot be."""
    if not course.weeks:
        return None
    with asked.desk.engine.locked(), contextlib.suppress(HandoutsError):
        return Markup(chart_drawing(course, asked.desk.library))  # noqa: S704  # ours: each text in it is escaped
    return None


def _measures(course: Course) -> list[tuple[str, str]]:
    return [
        (
            words_of.measure_name(row, ENGLISH),
            ", ".join(words_of.answer(week, one, course, ENGLISH) for week, one in some),
        )
        for row, some in words_of.measure_rows(course)
    ]


def _record(register: Register, rows: Sequence[Issued], kept: Sequence[KeptDecision], today: date) -> tuple[str, ...]:
    """The two lines for a record system; none where nothing was given."""
    if not rows:
        return ()
    try:
        sheets = chosen(sheets_back(register, rows), None, None)
    except HandoutsError:
        return ()
    begin = min((one.first_day for one in sheets if one.first_day), default=None)
    about = [one for one in holding(kept) if begin is None or one.for_day >= begin]
    return record_lines(sheets, about, today)


def _decisions(kept: Sequence[KeptDecision]) -> list[dict[str, Any]]:
    """Every word that was said, the latest first; of each week the last one may be taken back."""
    last = {one.for_day: one.id for one in kept}
    return [
        {
            "id": one.id,
            "for_day": one.for_day,
            "says": one.decision.says if one.decision else "",
            "reason": words_of.reason(one.decision, ENGLISH) if one.decision else "",
            "by": one.by or (one.decision.source if one.decision else ""),
            "at": local_time(one.decided_at),
            "holds": one.decision is not None and last[one.for_day] == one.id,
        }
        for one in reversed(kept)
    ]


def _messages(register: Register, person: KeptPerson, rows: Sequence[Issued]) -> list[dict[str, str]]:
    """What was mailed, the latest first."""
    return [_message(one) for one in reversed(mails_of(register, person, rows))]


def _message(one: OutboxEntry) -> dict[str, str]:
    return {
        "address": one.address,
        "role": one.role,
        "sheet": shown_id(one.handout) if one.handout else "",
        "state": _STATES.get(one.state, one.state),
        "tone": _TONES.get(one.state, ""),
        "at": local_time(one.changed_at),
        "answer": one.answer,
    }
