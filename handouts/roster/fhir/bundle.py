"""A bundle's entries, and the row that each patient of it makes.

Messages name entries as FHIRPath does, Bundle.entry[0] being the first, and never a patient.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from datetime import date
from typing import Any

from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.base.scalars import LANGUAGE_TAG
from handouts.roster.columns import usual_title
from handouts.roster.dates import changes_day, iso_date, iso_time, told_in_utc
from handouts.roster.fhir.combine import row_fields
from handouts.roster.fhir.conditions import Conditions
from handouts.roster.fhir.elements import (
    Resource,
    block,
    is_over,
    is_patient,
    is_practitioner,
    members,
    record_number,
    text_of,
)
from handouts.roster.fhir.entries import Entries
from handouts.roster.fhir.ours import Choosing, Orders
from handouts.roster.fhir.people import all_names, human_name, patient_name
from handouts.roster.fhir.telling import Telling
from handouts.roster.fhir.whole import whole_faults
from handouts.roster.fhir.words import has_amount, is_dose
from handouts.roster.patientblocks import PatientBlock
from handouts.roster.privacy import first_row
from handouts.roster.rows import Reading, RosterContents, RosterSummary, Row, unreadable, utc_warning

__all__ = ["read_bundle"]

_SOURCES = {
    "patient": "Patient.name", "key": "Patient.identifier", "language": "Patient.communication",
    "items": "CarePlan, ServiceRequest.code", "start": "CarePlan.period", "days": "timing.repeat.dayOfWeek",
    "times": "timing.repeat.frequency", "changes": "timing, description", "note": "note",
    "clinician": "requester, participant", "visit": "Appointment.start", "flags": "Condition, Flag",
}  # fmt: skip
"""Where each field comes from, for the list of columns."""
_PLANNED = ("plan", "order", "directive", "original-order", "reflex-order", "filler-order", "instance-order")
"""Intents of what is to be done. The others propose, or offer a choice."""
_PAST = ("completed", "revoked", "entered-in-error")
_PAST_VISITS = ("cancelled", "fulfilled", "noshow", "arrived", "checked-in", "entered-in-error")


@dataclass
class _Care(Orders):
    """What a bundle holds for one patient."""

    visits: list[Resource] = field(default_factory=list)
    has: list[Resource] = field(default_factory=list)
    """Conditions and Flags."""


def read_bundle(
    top: dict[str, Any], items: Sequence[PatientBlock], name: str, reading: Reading, *, encoding: str
) -> RosterContents:
    """Read a bundle, as a row for each patient with an active plan or request.

    HandoutsError where a part of it is missing: what a patient is to do may stand in that.
    """
    bundle = _Bundle(items, name, reading, text_of(top.get("timestamp")))
    lacks = [Problem(name, 1, *said) for said in whole_faults(top, items, bundle.telling)]
    if lacks:
        raise HandoutsError([*lacks, *bundle.telling.problems])
    rows = list(bundle.rows())
    fields = dict.fromkeys(key for row in rows for key in row.fields)
    columns = tuple((_SOURCES[key], usual_title(key)) for key in fields)
    ignored = tuple(sorted(bundle.entries.others))
    summary = RosterSummary("FHIR", encoding, columns=columns, ignored=ignored, rows=len(rows), first=first_row(rows))
    return RosterContents(rows, bundle.telling.problems, summary)


class _Bundle:
    def __init__(self, items: Sequence[PatientBlock], name: str, reading: Reading, stamp: str) -> None:
        self.name, self.reading = name, reading
        self.stamp = stamp[:10] if re.match(r"\d{4}-\d\d-\d\dT", stamp, re.ASCII) else ""
        day = reading.today or date.today()  # noqa: DTZ011  # a clinic's names and plans end by its own calendar
        self.today = day.isoformat()
        self.telling = Telling(name)
        self._utc = False
        self.entries = Entries(items, self.telling)
        self.telling.hide(name for patient in self.entries.patients for name in all_names(patient.body))
        self._conditions = Conditions(reading, self.telling, self.today)
        self._choosing = Choosing(reading, self.telling, self.entries, self.today)

    def rows(self) -> Iterator[Row]:
        """A row for each patient with something to do, in the bundle's order. Tells of all else."""
        patients = self.entries.patients
        if not patients:
            hint = "Export it with the patients in it (in a search: _include=CarePlan:subject)."
            lacking = unreadable(self.name, 1, "is a FHIR bundle without a Patient", hint)
            raise HandoutsError([*getattr(lacking, "problems", ()), *self.telling.problems])
        care = {str(patient): _Care() for patient in patients}
        for entry in self.entries.read:
            self._sort(entry, care)
        for patient in patients:
            if row := self._row(patient, care[str(patient)]):
                yield row
        self._conditions.tell()
        for lost in self.entries.unused():
            self.telling.warn(lost, "stands inside of another entry, which does not lead to it; not read")
        if self._utc:
            self.telling.problems.append(utc_warning(self.name, 1))

    # --- to whom an entry belongs ----------------------------------------------------------------

    def _sort(self, entry: Resource, care: dict[str, _Care]) -> None:
        """Put an active plan, request or appointment to its patient."""
        if entry.kind in ("CarePlan", "ServiceRequest"):
            if not self._is_on(entry):
                return
            if re.match(r"(\S*/)?(Group|Device|Location)/", text_of(block(entry.body.get("subject")).get("reference"))):
                self.telling.warn(entry, "is not for a patient; passed over")
            elif patient := self.entries.patient(entry.body.get("subject"), entry):
                one = care[str(patient)]
                (one.plans if entry.kind == "CarePlan" else one.requests).append(entry)
        elif entry.kind == "Appointment":
            for patient in self._guests(entry):
                care[str(patient)].visits.append(entry)
        elif entry.kind in ("Condition", "Flag"):
            subject = entry.body.get("subject")
            known = self.entries.find(subject, entry) or block(subject).get("identifier")
            if known and (patient := self.entries.patient(subject, entry)):  # else nothing is made for them
                care[str(patient)].has.append(entry)

    def _is_on(self, entry: Resource) -> bool:
        """Whether a plan or request is to be carried out now. What is neither on nor past is told of."""
        body, status = entry.body, entry.body.get("status")
        intent = body.get("intent")
        if status in _PAST:
            return False
        if status != "active":
            said = f"“{status}”" if status in ("draft", "on-hold", "unknown") else "not a status of what is carried out"
            self.telling.warn(entry, f"has the status {said}, not “active”; left out", "Activate it, or leave it so.")
            return False
        if intent is not None and intent not in _PLANNED:
            said = f"“{intent}”" if intent in ("proposal", "option") else "none of what is planned"
            self.telling.warn(entry, f"has the intent {said}; left out", "Make it a plan or an order, or leave it so.")
            return False
        if entry.kind == "CarePlan" and is_over(body.get("period"), self.today):
            self.telling.warn(entry, "is over by its period; left out", "Complete it, or give it a later end.")
            return False
        return True

    def _guests(self, visit: Resource) -> Iterator[Resource]:
        """The patients of an appointment that takes place."""
        body, status = visit.body, visit.body.get("status")
        if status in _PAST_VISITS:
            return
        if status not in ("booked", "pending"):
            self.telling.warn(visit, "is not booked; left out", "Book it, or leave it so.")
            return
        people = [block(one) for one in self.telling.members(visit, "participant", body.get("participant"))]
        found = [self.entries.find(one.get("actor"), visit) for one in people]
        for one, target in zip(people, found, strict=True):
            actor = one.get("actor")
            if one.get("status") == "declined" and (is_patient(actor, target) or is_practitioner(actor, target)):
                who = "the patient" if is_patient(actor, target) else "whoever it is with"
                self.telling.warn(visit, f"was declined by {who}; left out", "Cancel it, or book another.")
                return
        for one, target in zip(people, found, strict=True):
            actor = one.get("actor")
            by_number = block(actor).get("type") == "Patient"
            if (is_patient(actor, target) or by_number) and (patient := self.entries.patient(actor, visit)):
                yield patient

    # --- rows ------------------------------------------------------------------------------------

    def _row(self, patient: Resource, care: _Care) -> Row | None:
        body, tell = patient.body, self.telling
        if body.get("deceasedBoolean") in (True, "true") or body.get("deceasedDateTime"):
            tell.warn(patient, "is marked as deceased; left out")
            return None
        if body.get("active") in (False, "false"):
            tell.warn(patient, "is marked as not active; left out")
            return None
        if any(block(link).get("type") == "replaced-by" for link in members(body.get("link"))):
            tell.warn(patient, "is replaced by another record (link); left out", "Move its plans there.")
            return None
        tell.modifiers(patient, body)
        chosen = self._choosing.choose(patient, care)
        if not chosen:
            return None
        fields = {"patient": patient_name(patient, self.today, tell), "key": record_number(body, self.today)}
        fields["language"] = self._language(patient)
        fields |= row_fields(chosen.wishes, chosen.linked, self.reading, tell)
        planned = self._start(chosen)
        notes = [note for entry in (*chosen.plans, *chosen.requests) for note in self._notes(entry)]
        fields["start"] = planned
        fields["note"] = "\n".join(dict.fromkeys(notes))
        visit, practitioner = self._visit(care.visits, planned)
        fields["visit"] = visit
        askers = [self._person(one.body.get("requester"), one) for one in chosen.requests]
        authors = [self._person(one.body.get("author"), one) for one in chosen.plans]
        fields["clinician"] = next(filter(None, [*askers, practitioner, *authors]), "")
        fields["flags"] = self._conditions.flags(care.has)
        if tell.is_faulty((patient, *chosen.plans, *chosen.requests, *care.visits, *care.has)):
            return None
        return Row(patient.line, {key: value for key, value in fields.items() if value})

    def _notes(self, entry: Resource) -> Iterator[str]:
        """What is written to the patient, or beside a plan or request."""
        tell, body = self.telling, entry.body
        for at, note in enumerate(tell.members(entry, "note", body.get("note"))):
            said = tell.block(entry, f"note[{at}]", note)
            text = tell.text(entry, f"note[{at}].text", said.get("text"))
            if text:
                self._amount(entry, f"note[{at}]", text)
                yield text
            elif (note is None or isinstance(note, dict)) and "text" not in said:
                tell.fault(entry, f"note[{at}] has no text")
        if text := tell.text(entry, "patientInstruction", body.get("patientInstruction")):
            if is_dose(text) and entry.kind == "ServiceRequest":  # the drill's own dose: it stands there
                return
            self._amount(entry, "patientInstruction", text)
            yield text

    def _amount(self, entry: Resource, path: str, text: str) -> None:
        """Tell of a note that says how much or how often: the doses beside it may say otherwise."""
        if has_amount(text):
            message = f"{path} seems to say how much or how often; it is printed as a note, and changes no dose"
            self.telling.warn(entry, message, "Look whether the sheet's doses say the same.")

    def _start(self, chosen: Orders) -> str:
        """The plan's start, else the earliest of the requests."""
        planned = [self._date(one, block(one.body.get("period")).get("start")) for one in chosen.plans]
        asked = []
        for one in chosen.requests:
            period = block(one.body.get("occurrencePeriod")).get("start")
            asked.append(self._date(one, one.body.get("occurrenceDateTime") or period))
        found = sorted(filter(None, planned)) or sorted(filter(None, asked))
        return found[0] if found else ""

    def _date(self, entry: Resource, value: Any, *, time: bool = False) -> str:
        if value is None:
            return ""
        text = text_of(value)
        if not re.match(r"\d{4}-\d\d-\d\d", text):
            self.telling.fault(entry, "has a date that is no whole day", "Give year, month and day: 2026-11-23.")
            return ""
        try:
            found = (iso_time if time else iso_date)(text, "ymd", self.reading.zone)
        except ValueError:
            found = ""
        if not re.fullmatch(r"\d{4}-\d\d-\d\d( \d\d:\d\d)?", found):
            self.telling.fault(entry, "has a date that is not in the calendar", "Mend it.")
            return ""
        if self.reading.zone and not time and changes_day(text, "ymd", self.reading.zone):
            said = f"has a date that is {found} by the clinic's clocks, another day than is written"
            self.telling.warn(entry, said, "Where a whole day is meant, write it without a time.")
        self._utc = self._utc or (not self.reading.zone and told_in_utc(text))
        return found

    def _language(self, patient: Resource) -> str:
        """The tag of the preferred language, by its codes, what these are shown as, or its text."""
        tongues = self.reading.tongues
        for one in members(patient.body.get("communication")):
            if block(one).get("preferred") is not True:
                continue
            language = block(block(one).get("language"))
            codings = [block(coding) for coding in members(language.get("coding"))]
            called = [text_of(coding.get(name)) for name in ("code", "display") for coding in codings]
            for name in filter(None, (*called, text_of(language.get("text")))):
                tag = tongues.tag(name) if tongues else name
                if re.fullmatch(LANGUAGE_TAG, tag):
                    return tag
            hint = "“handouts languages” lists those that there are; or leave it so."
            self.telling.warn(patient, "prefers a language that handouts cannot be made in yet", hint)
            return ""
        return ""

    def _visit(self, visits: Sequence[Resource], planned: str) -> tuple[str, str]:
        """The earliest appointment from the plan's start and the bundle's date on, and whom it is with."""
        found = []
        for entry in visits:
            when = self._date(entry, entry.body.get("start"), time=True)
            if not entry.body.get("start"):
                self.telling.warn(entry, "has no start; left out", "A booked appointment has a start.")
            if when and when[:10] >= max(planned, self.stamp):
                found.append((when, entry.index, entry))
        if not found:
            return "", ""
        when, _, entry = min(found)
        actors = [block(one).get("actor") for one in members(entry.body.get("participant"))]
        people = [
            self._person(actor, entry) for actor in actors if is_practitioner(actor, self.entries.find(actor, entry))
        ]
        return when, next(filter(None, people), "")

    def _person(self, reference: Any, within: Resource) -> str:
        shown = text_of(block(reference).get("display"))
        target = self.entries.find(reference, within)
        named = human_name(target.body, self.today) if target and target.kind == "Practitioner" else ""
        return shown or named
