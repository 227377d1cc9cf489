"""What a plan or a request asks for: drills and programs, each with its timing and its dose in words.

All that bears on what a patient does is read here, or told: nothing of it is passed over in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from typing import Any

from handouts.base.records import dataclass
from handouts.roster.fhir.codes import Named, definitions, is_of_another_kind, named
from handouts.roster.fhir.elements import Resource, block, day_of, is_over, text_of
from handouts.roster.fhir.r4 import ACTIVITY, DETAIL, PLAN, REQUEST, tell_unknown
from handouts.roster.fhir.telling import Telling
from handouts.roster.fhir.timing import TimingRead, read_spoken, read_timing, schedule_of
from handouts.roster.fhir.words import is_dose, read_words
from handouts.roster.rows import Reading

__all__ = ["OWN_DOSE_STANDS", "OWN_STANDS", "ItemWish", "WantReader"]

OWN_STANDS = "the program's own schedule stands"
OWN_DOSE_STANDS = "the program's own dose stands"
_OVER = ("cancelled", "stopped", "completed", "entered-in-error")
_ON = ("not-started", "scheduled", "in-progress")
_R5 = ("plannedActivityReference", "performedActivity", "plannedActivityDetail")
_OTHER_DETAIL = ("quantity", "dailyAmount", "productCodeableConcept", "productReference")
_OTHER_REQUEST = ("quantityQuantity", "quantityRatio", "quantityRange", "occurrencePeriodRange")
_R4 = "Export it as FHIR R4 (in a request to the server: Accept: application/fhir+json; fhirVersion=4.0)."


@dataclass(frozen=True)
class ItemWish:
    """Something asked for, where it stands, and how often and how much of it."""

    entry: Resource
    path: str
    named: Named | None
    """None for what is said of a plan as a whole."""
    timing: TimingRead = TimingRead()  # frozen
    dose: Mapping[str, str] = field(default_factory=dict)
    defines: bool = False
    """Whether it is a definition that a whole plan follows."""
    other: bool = False
    """Whether it says that it is no exercise."""


class WantReader:
    """Reads plans and requests, as of a day (yyyy-mm-dd)."""

    def __init__(self, reading: Reading, telling: Telling, today: str) -> None:
        self._reading, self._telling, self._today = reading, telling, today

    # --- plans -----------------------------------------------------------------------------------

    def plan(self, plan: Resource) -> Iterator[ItemWish]:
        """The definitions that a plan follows, and its activities but for those that stand in entries of their own."""
        tell, body = self._telling, plan.body
        tell.modifiers(plan, body)
        for key in ("instantiatesCanonical", "instantiatesUri"):
            for at, uri in enumerate(tell.members(plan, key, body.get(key))):
                tell.text(plan, f"{key}[{at}]", uri)
        followed = list(definitions(body, self._reading))
        if any(one.id for one in followed):
            tell_unknown(tell, plan, "", body, PLAN)
        for one in followed:
            yield ItemWish(plan, "", one, defines=True)
        for at, activity in enumerate(tell.members(plan, "activity", body.get("activity"))):
            path = f"activity[{at}]"
            whole = tell.block(plan, path, activity)
            if any(key in whole for key in _R5):
                tell.fault(plan, f"{path} is of FHIR R5 ({next(key for key in _R5 if key in whole)}), not read", _R4)
            elif "detail" not in whole and "reference" not in whole:
                tell.fault(plan, f"{path} has neither a detail nor a reference")
            elif detail := tell.block(plan, f"{path}.detail", whole.get("detail")):
                tell_unknown(tell, plan, path, whole, ACTIVITY)
                yield from self._detail(plan, f"{path}.detail", detail, follows=bool(followed))

    def _detail(self, plan: Resource, path: str, detail: dict[str, Any], *, follows: bool) -> Iterator[ItemWish]:
        if not self._is_on(plan, path, detail):
            return
        other = is_of_another_kind(detail)
        names = self._named(plan, f"{path}.", detail)
        if not names and not follows:
            if other:
                return
            message = "has an activity without a code"
            self._telling.fault(plan, message, f"Give {path}.code.text or .coding.")
            return
        timing = self._timing(plan, path, detail, "scheduled")
        if timing.over:
            message = f"{path} is over (scheduledTiming.repeat.boundsPeriod); left out"
            self._telling.warn(plan, message, "Complete it, or give it a later end.")
            return
        dose, timing = self._worded(plan, f"{path}.description", detail.get("description"), timing)
        self._telling.modifiers(plan, detail, path)
        tell_unknown(self._telling, plan, path, detail, DETAIL)
        self._unread(plan, path, detail, () if other else _OTHER_DETAIL)
        for one in names or (None,):
            yield ItemWish(plan, path, one, timing, dose, other=other)

    def _is_on(self, plan: Resource, path: str, detail: Mapping[str, Any]) -> bool:
        """Whether an activity is to be done now. What is neither to be done nor past is told of."""
        tell, status = self._telling, detail.get("status")
        if status in _OVER:
            return False
        if status is not None and status not in _ON:
            tell.warn(plan, f"{path} has not the status of something to be done; left out", "Set its status.")
            return False
        if detail.get("doNotPerform") not in (None, False):
            tell.warn(plan, f"{path} says what is not to be done (doNotPerform); left out, and not printed")
            return False
        if is_over(detail.get("scheduledPeriod"), self._today):
            tell.warn(plan, f"{path} is over (scheduledPeriod); left out", "Complete it, or give it a later end.")
            return False
        return True

    # --- requests --------------------------------------------------------------------------------

    def request(self, request: Resource) -> ItemWish | None:
        """What a request asks for; None where it is over, or says what is not to be done."""
        tell, body = self._telling, request.body
        code = body.get("code")
        if "concept" in block(code) or "reference" in block(code):
            tell.fault(request, "is of FHIR R5 (code.concept or code.reference), not read", _R4)
            return None
        one = next(iter(self._named(request, "", body)), Named())
        other = is_of_another_kind(body)
        if body.get("doNotPerform") not in (None, False):
            what = f" “{one.id}”" if one.id in self._reading.names.values() else ""
            tell.warn(request, f"says what is not to be done (doNotPerform){what}; left out, and not printed")
            return None
        timing = self._timing(request, "", body, "occurrence")
        if timing.over or is_over(body.get("occurrencePeriod"), self._today):
            tell.warn(request, "is over by its occurrence; left out", "Complete it, or give it a later end.")
            return None
        if not one.id:  # not for us: what else it says is not for the sheet
            return ItemWish(request, "", one, timing, other=other)
        if body.get("asNeededBoolean") not in (None, False) or "asNeededCodeableConcept" in body:
            timing = TimingRead(refused="is “as needed”")
        dose: Mapping[str, str] = {}
        for at, concept in enumerate(tell.members(request, "orderDetail", body.get("orderDetail"))):
            text = text_of(block(concept).get("text")) or named(concept, self._reading).words
            more, timing = self._worded(request, f"orderDetail[{at}]", text or concept, timing)
            dose = {**dose, **more}
        if is_dose(body.get("patientInstruction")):
            more, timing = self._worded(request, "patientInstruction", body["patientInstruction"], timing)
            if any(dose.get(part, value) != value for part, value in more.items()):
                tell.fault(request, "says one dose in orderDetail and another in patientInstruction", "Keep one.")
            dose = {**dose, **more}
        if body.get("bodySite"):
            tell.warn(request, "names a site of the body (bodySite); no side is printed", "Check the sheet's sides.")
        tell.modifiers(request, body)
        tell_unknown(tell, request, "", body, REQUEST)
        self._unread(request, "", body, _OTHER_REQUEST)
        return ItemWish(request, "", one, timing, dose)

    def forbidden(self, entry: Resource) -> Iterator[str]:
        """Drills and programs that an entry says are not to be done."""
        parts = [entry.body]
        if entry.kind == "CarePlan":
            activities = entry.body.get("activity")
            parts = [block(block(one).get("detail")) for one in (activities if isinstance(activities, list) else [])]
        for part in parts:
            if part.get("doNotPerform") not in (None, False):
                yield from filter(None, (named(part.get("code"), self._reading).id,))

    # --- their parts -----------------------------------------------------------------------------

    def _named(self, entry: Resource, path: str, body: dict[str, Any]) -> list[Named]:
        """What an activity or a request names: the definitions it follows, else its code."""
        followed = list(definitions(body, self._reading))
        known = [one for one in followed if one.id or one.ignored]
        said = [self._concept(entry, f"{path}code", body["code"])] if "code" in body else []
        if known and said and said[0].id and said[0].id not in [one.id for one in known]:
            message = f"{path}code names “{said[0].id}”, and its definition “{known[0].id}”"
            self._telling.fault(entry, message, "Let both say the same.")
        return known or said or followed

    def _concept(self, entry: Resource, path: str, value: Any) -> Named:
        concept = self._telling.block(entry, path, value)
        for at, coding in enumerate(self._telling.members(entry, f"{path}.coding", concept.get("coding"))):
            for key in ("code", "display", "system"):
                self._telling.text(
                    entry,
                    f"{path}.coding[{at}].{key}",
                    self._telling.block(entry, f"{path}.coding[{at}]", coding).get(key),
                )
        self._telling.text(entry, f"{path}.text", concept.get("text"))
        found = named(concept, self._reading)
        if found.also:
            message = f"{path} names both “{found.id}” and “{found.also}”"
            self._telling.fault(entry, message, "Let code, text and display say the same.")
        return found

    def _timing(self, entry: Resource, path: str, body: Mapping[str, Any], prefix: str) -> TimingRead:
        """The timing of an activity (scheduled…) or a request (occurrence…)."""
        if f"{prefix}String" in body:
            said = body[f"{prefix}String"]
            if f"{prefix}Timing" in body:
                return TimingRead(refused="is given twice, as a Timing and in words")
            if not isinstance(said, str):
                return TimingRead(refused="is not a text")
            return read_spoken(said)
        period = block(body.get(f"{prefix}Period"))
        if prefix == "scheduled" and period and not self._as_plan(entry, period):
            where = f"{path}.scheduledPeriod" if path else "scheduledPeriod"
            self._telling.warn(
                entry, f"{where} is not on the sheet, which follows the plan's start", "Check the sheet."
            )
        return read_timing(body.get(f"{prefix}Timing"), self._today)

    @staticmethod
    def _as_plan(plan: Resource, period: Mapping[str, Any]) -> bool:
        """Whether a period is that of its plan."""
        whole = block(plan.body.get("period"))
        return all(day_of(period.get(key)) in ("", day_of(whole.get(key))) for key in ("start", "end"))

    def _worded(self, entry: Resource, path: str, value: Any, timing: TimingRead) -> tuple[dict[str, str], TimingRead]:
        """The dose in a text, and the timing with what the text says of it."""
        if value is None or value == "":
            return {}, timing
        said = read_words(value) if isinstance(value, str) else None
        if not said:
            stands = OWN_DOSE_STANDS if timing.schedule else f"{OWN_STANDS}, and its own dose"
            message = f"{path} is not understood as a whole, and not printed; {stands}"
            hint = "Write it such as “2 sets of 8, hold 5 seconds, rest 60 s”, or give the dose in a table of patients."
            self._telling.warn(entry, message, hint)
            return {}, timing
        if not said.days and not said.times:
            return said.dose, timing
        spoken = schedule_of(said)
        if timing.refused or (timing.schedule and timing.schedule != spoken):
            return said.dose, TimingRead(refused=timing.refused or f"is another one in {path}")
        return said.dose, replace(timing, schedule=spoken)

    def _unread(self, entry: Resource, path: str, body: Mapping[str, Any], keys: tuple[str, ...]) -> None:
        """Tell of amounts that are not read."""
        for key in keys:
            if key in body:
                where = f"{path}.{key}" if path else key
                self._telling.warn(entry, f"{where} is not read, and not printed", "Check the sheet's doses.")
