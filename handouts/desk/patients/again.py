"""From a person's page: a sheet once more as it was, the same again, the next week; a decision taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from handouts.base.ids import shown_id
from handouts.base.problems import HandoutsError, Problem
from handouts.deliver.decisions import DecisionsTable, holding
from handouts.deliver.drafts import DraftsTable
from handouts.desk.patients.finding import person_named
from handouts.desk.patients.person import local_time, noted
from handouts.desk.routing import Asking, goes_to, not_there
from handouts.runs.again import made_again, plain_id
from handouts.runs.course.printed import course_file
from handouts.runs.course.records import course_of_person
from handouts.runs.deciding import undo_decision
from handouts.runs.oncemore import next_week, same_again

if TYPE_CHECKING:
    from handouts.deliver.register import Issued, Register

__all__ = ["from_last_week", "once_more", "progress", "reprint", "take_back"]


def reprint(asked: Asking) -> Response:
    """A sheet as it was handed out, the same bytes: shown in the browser, or with “save” among the values saved."""
    desk = asked.desk
    with desk.register(reading=True) as register, desk.engine.locked():
        row = _sheet_of(asked, register, asked.path("sheet"))
        anyway = bool(asked.query("anyway"))
        made = made_again(row.handout, desk.library.checked, desk.store, register, anyway=anyway)
    noted(asked, "opened a sheet again", [row])
    return _pdf(asked, made.data, row.handout)


def progress(asked: Asking) -> Response:
    """The page for the record: how the weeks went."""
    desk = asked.desk
    with desk.register(reading=True) as register, desk.engine.locked():
        person = person_named(asked, register)
        rows = register.given_to(person.key, person.loose)
        course = course_of_person(register, desk.library, person, rows, desk.today())
        made = course_file(course, desk.library.checked(), "pdf")
    noted(asked, "opened a progress page", rows)
    return _pdf(asked, made.data, f"progress-{rows[0].handout}" if rows else "progress")


def once_more(asked: Asking) -> Response:
    """A draft with the same drills and doses, from the next start."""
    with asked.desk.register() as register:
        row = _sheet_of(asked, register, asked.text("sheet"))
        values = same_again(row, asked.desk.today())
        draft = DraftsTable(register).add(values, owner=asked.who.name, tab=asked.tab)
    return goes_to(f"/sheet/{draft.id}")


def from_last_week(asked: Asking) -> Response:
    """A draft of the next week of the plan, as it was decided."""
    desk = asked.desk
    with desk.register() as register:
        person = person_named(asked, register)
        row = _sheet_of(asked, register, asked.text("sheet"))
        decided = holding(DecisionsTable(register).of(person.key, person.loose))
        with desk.engine.locked():
            values = next_week(row, decided, desk.library, desk.today())
        draft = DraftsTable(register).add(values, owner=asked.who.name, tab=asked.tab)
    return goes_to(f"/sheet/{draft.id}")


def take_back(asked: Asking) -> Response:
    """Take back what holds for a week, where it still is what the page showed."""
    by = asked.who.name or asked.desk.library.clinic.clinician or ""
    with asked.desk.register() as register:
        person = person_named(asked, register)
        rows = DecisionsTable(register).of(person.key, person.loose)
        seen = next((one for one in rows if one.id == asked.number("decision")), None)
        if seen is None:
            raise not_there("This decision")
        last = [one for one in rows if one.for_day == seen.for_day][-1]
        if last.id != seen.id or last.decision is None:
            what = last.decision.says if last.decision else "taken back"
            by_whom = f" by {last.by}" if last.by else ""
            message = f"has changed since this page was shown: {what}{by_whom}, {local_time(last.decided_at)}"
            problem = Problem(f"the week of {seen.for_day}", 0, message, "Nothing was changed. Load the page again.")
            raise HandoutsError([problem])
        undo_decision(register, person, seen.for_day, by)
        given = register.given_to(person.key, person.loose)
    asked.desk.note(asked.who, f"took back a decision for {seen.for_day}", given[0].handout if given else "")
    return goes_to(f"/patients/{asked.path('person')}#decisions")


def _sheet_of(asked: Asking, register: Register, text: str) -> Issued:
    """The sheet with this id, where it is this person's."""
    person = person_named(asked, register)
    handout = plain_id(text)
    for row in register.given_to(person.key, person.loose):
        if row.handout == handout:
            return row
    raise not_there(f"The sheet {shown_id(handout)}")


def _pdf(asked: Asking, data: bytes, name: str) -> Response:
    """A PDF to look at, named after an id and no patient."""
    way = "attachment" if asked.query("save") else "inline"
    headers = {"content-disposition": f'{way}; filename="{name}.pdf"'}
    return Response(data, media_type="application/pdf", headers=headers)
