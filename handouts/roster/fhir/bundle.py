"""A bundle's entries, and the row that each patient of it makes.

Messages name entries as FHIRPath does, Bundle.entry[0] being the first, and never what stands in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from handouts.base.problems import Problem
from handouts.base.scalars import DAYS, LANGUAGE_TAG
from handouts.roster.columns import usual_title
from handouts.roster.dates import iso_date, iso_time, told_in_utc
from handouts.roster.fhir.elements import (
    Resource,
    block,
    coded_id,
    definitions,
    human_name,
    is_patient,
    is_practitioner,
    members,
    note_texts,
    record_number,
    text_of,
)
from handouts.roster.patientblocks import PatientBlock
from handouts.roster.privacy import first_row
from handouts.roster.rows import Reading, RosterContents, RosterSummary, Row, unreadable, utc_warning

__all__ = ["read_bundle"]

_READ = ("Patient", "CarePlan", "ServiceRequest", "Appointment", "Practitioner")
_OVER = frozenset(("cancelled", "stopped", "completed", "entered-in-error"))
_SOURCES = {
    "patient": "Patient.name", "key": "Patient.identifier", "language": "Patient.communication",
    "items": "CarePlan, ServiceRequest.code", "start": "CarePlan.period", "days": "timing.repeat.dayOfWeek",
    "times": "timing.repeat.frequency", "note": "note", "clinician": "requester, participant",
    "visit": "Appointment.start",
}  # fmt: skip
"""Where each field comes from, for the list of columns."""


@dataclass
class _Care:
    """What a bundle holds for one patient."""

    plans: list[Resource] = field(default_factory=list)
    requests: list[Resource] = field(default_factory=list)
    visits: list[Resource] = field(default_factory=list)


def read_bundle(
    top: dict[str, Any], items: Sequence[PatientBlock], name: str, reading: Reading, *, encoding: str
) -> RosterContents:
    """Read a bundle, as a row for each patient with an active plan or request."""
    bundle = _Bundle(items, name, reading, text_of(top.get("timestamp")))
    rows = list(bundle.rows())
    fields = dict.fromkeys(key for row in rows for key in row.fields)
    columns = tuple((_SOURCES[key], usual_title(key)) for key in fields)
    summary = RosterSummary(
        "FHIR", encoding, columns=columns, ignored=tuple(sorted(bundle.others)), rows=len(rows), first=first_row(rows)
    )
    return RosterContents(rows, bundle.problems, summary)


class _Bundle:
    def __init__(self, items: Sequence[PatientBlock], name: str, reading: Reading, stamp: str) -> None:
        self.name, self.reading = name, reading
        self.stamp = stamp[:10] if re.match(r"\d{4}-\d\d-\d\dT", stamp, re.ASCII) else ""
        self.problems: list[Problem] = []
        self.others: set[str] = set()
        self._utc = False
        self._by_reference: dict[str, Resource] = {}
        self.entries = list(self._entries(items))

    def _tell(self, entry: Resource, message: str, hint: str, *, warning: bool = False) -> None:
        self.problems.append(Problem(self.name, entry.line, f"{entry}: {message}", hint, warning=warning))

    def _entries(self, items: Sequence[PatientBlock]) -> Iterator[Resource]:
        for index, item in enumerate(items):
            whole = block(item.data)
            body = block(whole.get("resource"))
            kind = text_of(body.get("resourceType"))
            entry = Resource(index, item.line, kind if kind in _READ else "other", body)
            if item.twice:
                self._tell(entry, "has a key twice", "Mend the program that wrote it.")
                continue
            if not kind:
                self._tell(entry, "holds no resource", "Export the bundle with its resources, not their links alone.")
                continue
            if kind not in _READ:
                self.others.add(kind if re.fullmatch(r"[A-Z][A-Za-z]{2,40}", kind) else "other")
            for reference in (
                text_of(whole.get("fullUrl")),
                f"{kind}/{text_of(body.get('id'))}" if body.get("id") else "",
            ):
                if not reference or kind not in _READ:
                    continue
                if reference in self._by_reference and self._by_reference[reference].index != index:
                    first = self._by_reference[reference].index
                    self._tell(entry, f"has the id of Bundle.entry[{first}]", "Keep one of them.")
                self._by_reference.setdefault(reference, entry)
            if kind in _READ:
                yield entry

    def _find(self, reference: Any) -> Resource | None:
        """The entry that a Reference points to: by its full URL, or by type and id."""
        text = text_of(block(reference).get("reference")).split("/_history/")[0]
        if not text:
            return None
        if text in self._by_reference:
            return self._by_reference[text]
        return self._by_reference.get("/".join(text.split("/")[-2:])) if re.match(r"https?://", text) else None

    def rows(self) -> Iterator[Row]:
        """A row for each patient with something to do, in the bundle's order. Fills ``problems``."""
        care = {entry.index: _Care() for entry in self.entries if entry.kind == "Patient"}
        if not care:
            hint = "Export it with the patients in it (in a search: _include=CarePlan:subject)."
            raise unreadable(self.name, 1, "is a FHIR bundle without a Patient", hint)
        for entry in self.entries:
            self._sort(entry, care)
        for entry in self.entries:
            if entry.kind == "Patient" and (row := self._row(entry, care[entry.index])):
                yield row
        if self._utc:
            self.problems.append(utc_warning(self.name, 1))

    def _sort(self, entry: Resource, care: dict[int, _Care]) -> None:
        """Put an active plan, request or appointment to its patient."""
        body, status = entry.body, entry.body.get("status")
        if entry.kind in ("CarePlan", "ServiceRequest"):
            if status != "active":
                return
            references = [body.get("subject")]
        elif entry.kind == "Appointment":
            if status not in ("booked", "pending"):
                return
            actors = [block(one).get("actor") for one in members(body.get("participant"))]
            references = [actor for actor in actors if is_patient(actor, self._find(actor))]
            if not references:  # a meeting of staff, or a room
                return
        else:
            return
        for reference in references:
            patient = self._find(reference)
            if not patient or patient.kind != "Patient":
                self._tell(entry, "names a patient who is not in the bundle", "Export the patient with it.")
                continue
            one = care[patient.index]
            {"CarePlan": one.plans, "ServiceRequest": one.requests, "Appointment": one.visits}[entry.kind].append(entry)

    def _row(self, patient: Resource, care: _Care) -> Row | None:
        body = patient.body
        if body.get("deceasedBoolean") is True or body.get("deceasedDateTime"):
            self._tell(patient, "is marked as deceased; left out", "", warning=True)
            return None
        if body.get("active") is False:
            self._tell(patient, "is marked as not active; left out", "", warning=True)
            return None
        if not care.plans and not care.requests:
            hint = "Plans and requests need the status “active” and this patient as subject."
            self._tell(patient, "has no active plan or request; left out", hint, warning=True)
            return None
        if len(care.plans) > 1:
            first = f"Bundle.entry[{care.plans[0].index}]"
            for plan in care.plans[1:]:
                self._tell(
                    plan, f"is a second active plan of the patient of {first}", "Complete or revoke all but one."
                )
            return None
        before = sum(not problem.warning for problem in self.problems)
        fields = self._fields(patient, care)
        if sum(not problem.warning for problem in self.problems) > before:
            return None
        return Row(patient.line, {key: value for key, value in fields.items() if value})

    def _fields(self, patient: Resource, care: _Care) -> dict[str, str]:
        fields = {"patient": human_name(patient.body), "key": record_number(patient.body)}
        if not fields["patient"]:
            self._tell(patient, "has no name", "Every handout says whom it is for.")
        fields["language"] = self._language(patient)
        items: list[str] = []
        notes: list[str] = []
        timings: list[Any] = []
        starts: list[str] = []
        for plan in care.plans:
            for what, timing in self._activities(plan):
                items.append(what)
                timings.append(timing)
            starts.append(self._date(plan, block(plan.body.get("period")).get("start")))
            notes += note_texts(plan.body)
        for request in care.requests:
            if request.body.get("doNotPerform") is True:
                continue
            what = coded_id(request.body.get("code"))
            if not what:
                self._tell(request, "says no drill or program in its code", "Give code.coding.code, or code.text.")
            items.append(what)
            timings.append(request.body.get("occurrenceTiming"))
            period = block(request.body.get("occurrencePeriod")).get("start")
            starts.append(self._date(request, request.body.get("occurrenceDateTime") or period))
            notes += [*note_texts(request.body), text_of(request.body.get("patientInstruction"))]
        fields["items"] = " ".join(dict.fromkeys(filter(None, items)))
        if not fields["items"] and care.plans:
            hint = "Give instantiatesCanonical, or activity.detail.code."
            self._tell(care.plans[0], "names no drill or program", hint)
        planned = self._date_of_plan(starts, len(care.plans))
        fields["start"] = planned
        fields |= self._timing(patient, timings)
        fields["note"] = "\n".join(dict.fromkeys(note.strip() for note in notes if note.strip()))
        people = [self._person(request.body.get("requester")) for request in care.requests]
        visit, practitioner = self._visit(care.visits, planned)
        fields["visit"] = visit
        fields["clinician"] = next(filter(None, [*people, practitioner, *self._authors(care.plans)]), "")
        return fields

    @staticmethod
    def _date_of_plan(starts: Sequence[str], plans: int) -> str:
        """The plan's start, else the earliest of the requests."""
        found = sorted(filter(None, starts[:plans])) or sorted(filter(None, starts))
        return found[0] if found else ""

    def _authors(self, plans: Iterable[Resource]) -> Iterator[str]:
        for plan in plans:
            yield self._person(plan.body.get("author"))

    def _date(self, entry: Resource, value: Any, *, time: bool = False) -> str:
        text = text_of(value)
        if not text:
            return ""
        if not re.match(r"\d{4}-\d\d-\d\d", text):
            self._tell(entry, "has a date that is no whole day", "Give year, month and day: 2026-11-23.")
            return ""
        try:
            found = (iso_time if time else iso_date)(text, "ymd")
        except ValueError:
            found = ""
        if not re.fullmatch(r"\d{4}-\d\d-\d\d( \d\d:\d\d)?", found):
            self._tell(entry, "has a date that is not in the calendar", "Mend it.")
            return ""
        self._utc = self._utc or told_in_utc(text)
        return found

    def _activities(self, plan: Resource) -> Iterator[tuple[str, Any]]:
        """What a plan consists of, each with its timing: the definitions it follows, and else its activities."""
        body = plan.body
        followed = definitions(body)
        for what in followed:
            if what:
                yield what, None
        for activity in members(body.get("activity")):
            reference = block(activity).get("reference")
            if reference:
                if not self._find(reference):
                    self._tell(plan, "has an activity that is not in the bundle", "Export its activities with it.")
                continue
            detail = block(block(activity).get("detail"))
            if detail.get("status") in _OVER or detail.get("doNotPerform") is True or not detail:
                continue
            timing = detail.get("scheduledTiming")
            if any(followed):
                yield "", timing
                continue
            for what in definitions(detail) or [coded_id(detail.get("code"))]:
                if not what:
                    self._tell(plan, "has an activity without a code", "Give activity.detail.code.text or .coding.")
                yield what, timing

    def _timing(self, patient: Resource, timings: Sequence[Any]) -> dict[str, str]:
        """Days and times a day, where all that have any agree."""
        days: set[str] = set()
        times: set[str] = set()
        for timing in timings:
            repeat = block(block(timing).get("repeat"))
            of_week = {text_of(day) for day in members(repeat.get("dayOfWeek"))}
            if of_week and of_week <= set(DAYS):
                days.add(",".join(day for day in DAYS if day in of_week))
            daily = (repeat.get("period"), repeat.get("periodUnit")) == ("1", "d")
            if daily and repeat.get("frequency") in ("1", "2", "3", "4"):
                times.add(str(repeat["frequency"]))
                if not of_week:
                    days.add(",".join(DAYS))
        if len(days) > 1 or len(times) > 1:
            message = "has activities on different days or times; the program's own are used"
            self._tell(patient, message, "Change them with “dose” in a table of patients.", warning=True)
            return {}
        return {"days": next(iter(days), ""), "times": next(iter(times), "")}

    def _language(self, patient: Resource) -> str:
        for one in members(patient.body.get("communication")):
            if block(one).get("preferred") is not True:
                continue
            for coding in members(block(block(one).get("language")).get("coding")):
                tag = text_of(block(coding).get("code"))
                if not re.fullmatch(LANGUAGE_TAG, tag):
                    continue
                known = self.reading.languages
                for candidate in (tag, tag.split("-")[0]):
                    if not known or candidate in known:
                        return candidate
            hint = "Add the words of that language to the clinic, or leave it so."
            self._tell(patient, "prefers a language that handouts cannot be made in yet", hint, warning=True)
            return ""
        return ""

    def _visit(self, visits: Sequence[Resource], planned: str) -> tuple[str, str]:
        """The earliest appointment from the plan's start and the bundle's date on, and whom it is with."""
        found = []
        for entry in visits:
            when = self._date(entry, entry.body.get("start"), time=True)
            if not entry.body.get("start"):
                hint = "A booked appointment has a start."
                self._tell(entry, "has no start; left out", hint, warning=True)
            if when and when[:10] >= max(planned, self.stamp):
                found.append((when, entry.index, entry))
        if not found:
            return "", ""
        when, _, entry = min(found)
        actors = [block(one).get("actor") for one in members(entry.body.get("participant"))]
        people = [self._person(actor) for actor in actors if is_practitioner(actor, self._find(actor))]
        return when, next(filter(None, people), "")

    def _person(self, reference: Any) -> str:
        shown = text_of(block(reference).get("display"))
        target = self._find(reference)
        return shown or (human_name(target.body) if target and target.kind == "Practitioner" else "")
