"""Which of a patient's plans and requests are for us: those that name a drill or program. The others are told of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from handouts.base.records import dataclass
from handouts.roster.fhir.codes import is_of_another_kind
from handouts.roster.fhir.elements import Resource, block, members
from handouts.roster.fhir.entries import Entries
from handouts.roster.fhir.telling import Telling
from handouts.roster.fhir.wants import ItemWish, WantReader
from handouts.roster.rows import Reading

__all__ = ["Choosing", "ChosenOrders", "Orders"]

_NAME_IT = 'Say in clinic.yaml what it is, by code or words: codes: {"229070002": hip-hinge}; “ignored” passes it over.'
_OTHER_KINDS = frozenset((
    "Appointment", "CommunicationRequest", "DeviceRequest", "MedicationRequest", "NutritionOrder", "VisionPrescription",
))  # fmt: skip


@dataclass
class Orders:
    """Plans and requests of one patient."""

    plans: list[Resource] = field(default_factory=list)
    requests: list[Resource] = field(default_factory=list)


@dataclass
class ChosenOrders(Orders):
    """Those that are for us, and what they ask for."""

    wishes: list[ItemWish] = field(default_factory=list)
    linked: set[int] = field(default_factory=set)
    """Places of the requests that a plan names as its activities."""


class Choosing:
    """Chooses among the orders of each patient of a bundle."""

    def __init__(self, reading: Reading, telling: Telling, entries: Entries, today: str) -> None:
        self._reading, self._telling, self._entries = reading, telling, entries
        self._wants = WantReader(reading, telling, today)

    def choose(self, patient: Resource, orders: Orders) -> ChosenOrders | None:
        """What of a patient's orders is for us. None, and told, where nothing is, or not all of it can be read."""
        tell, requests = self._telling, list(orders.requests)
        linked: set[int] = set()
        links = {str(plan): self._links(plan, requests, linked) for plan in orders.plans}
        by_plan = {str(plan): list(self._wants.plan(plan)) for plan in orders.plans}
        by_request = {str(one): self._wants.request(one) for one in requests}
        ours = [
            plan
            for plan in orders.plans
            if any(_is_ours(wish) for wish in by_plan[str(plan)])
            or any(_is_ours(by_request.get(link)) for link in links[str(plan)])
        ]
        asked = [one for one in requests if _is_ours(by_request[str(one)])]
        beside = bool(ours or asked)
        for plan in orders.plans:
            if plan not in ours:
                self._other_plan(plan, by_plan[str(plan)], beside=beside)
        for one in requests:
            wish = by_request[str(one)]
            if wish and one not in asked:
                self._other(wish, "code", beside=beside)
        if len(ours) > 1:
            for plan in ours[1:]:
                message = f"is a second active plan of the patient of Bundle.entry[{ours[0].index}]"
                tell.fault(plan, message, "Complete or revoke all but one.")
        found = ChosenOrders(ours, asked, linked=linked)
        for plan in ours:
            found.wishes += self._of_plan(by_plan[str(plan)])
        found.wishes += [wish for one in asked if (wish := by_request[str(one)])]
        self._forbidden(found, [*orders.plans, *requests])
        if not beside and not tell.is_faulty((patient, *orders.plans, *requests)):
            hint = "Plans and requests need the status “active” and this patient as subject."
            tell.warn(patient, "has no active plan or request; left out", hint)
        return found if beside and not tell.is_faulty((*orders.plans, *requests)) else None

    def _links(self, plan: Resource, requests: list[Resource], linked: set[int]) -> list[str]:
        """Requests that a plan's activities lead to; one inside of the plan is added to the patient's own."""
        found = []
        for activity in map(block, members(plan.body.get("activity"))):
            reference = activity.get("reference")
            if reference is None:
                continue
            target = self._entries.find(reference, plan)
            if not target:
                said = str(block(reference).get("type") or block(reference).get("reference") or "").split("/")[-2:][0]
                if said in _OTHER_KINDS:
                    self._telling.warn(plan, f"has an activity that is a {said}, not in the bundle; passed over")
                else:
                    message = "has an activity that is not in the bundle"
                    self._telling.fault(plan, message, "Export its activities with it.")
            elif target.kind != "ServiceRequest":
                self._telling.warn(plan, f"has an activity that is a {target.kind}, which is not read; passed over")
            else:
                found.append(str(target))
                linked.add(target.index)
                if target.part and target.body.get("status") != "active":
                    self._telling.warn(plan, f"has an activity of its own ({target.part}) that is not active; left out")
                elif target.part and target not in requests:
                    requests.append(target)
        return found

    def _of_plan(self, wishes: Sequence[ItemWish]) -> list[ItemWish]:
        """The wishes of a plan of ours; what it names beside is a fault, but where it says itself that it is other."""
        follows = any(wish.defines and wish.named and wish.named.id in self._reading.programs for wish in wishes)
        found = []
        for wish in wishes:
            if not wish.named or wish.named.id:
                found.append(wish)
            else:
                self._other(wish, "the activity" if wish.path else "a definition", beside=follows or wish.other)
        return found

    def _other_plan(self, plan: Resource, wishes: Sequence[ItemWish], *, beside: bool) -> None:
        words = [wish.named.words for wish in wishes if wish.named and wish.named.words]
        said = f" ({', '.join(map(self._telling.quoted, words[:3]))})" if words else ""
        near = next((wish.named.near for wish in wishes if wish.named and wish.named.near), "")
        if near and not is_of_another_kind(plan.body):
            self._telling.fault(plan, f"names no drill or program of ours{said}", f"Did you mean “{near}”? {_NAME_IT}")
        elif beside or is_of_another_kind(plan.body):
            message = f"is a plan that names no drill or program of ours{said}; passed over"
            self._telling.warn(plan, message, _NAME_IT)
        elif not any(wish.named and wish.named.ignored for wish in wishes) and (words or not plan.body.get("activity")):
            hint = _NAME_IT if words else "Give instantiatesCanonical, or activity.detail.code."
            self._telling.fault(plan, f"names no drill or program of ours{said}", hint)

    def _other(self, wish: ItemWish, what: str, *, beside: bool) -> None:
        """Something that is no drill or program: passed over beside what is ours, unless it looks misspelt."""
        one = wish.named
        if not one or one.ignored:
            return
        where = f"{wish.path}: " if wish.path else ""
        if not one.words:
            self._telling.fault(wish.entry, f"{where}says no drill or program in its code", "Give a code, or a text.")
            return
        message = f"{where}{what} names no drill or program of ours: {self._telling.quoted(one.words)}"
        if one.near and not wish.other:
            self._telling.fault(wish.entry, message, f"Did you mean “{one.near}”? {_NAME_IT}")
        elif beside or wish.other:
            self._telling.warn(wish.entry, f"{message}; passed over", "" if wish.other else _NAME_IT)
        else:
            self._telling.fault(wish.entry, message, _NAME_IT)

    def _forbidden(self, chosen: ChosenOrders, orders: Sequence[Resource]) -> None:
        """A fault where a drill is on the sheet that an order says is not to be done."""
        wanted = {wish.named.id for wish in chosen.wishes if wish.named}
        for name in list(wanted):
            if program := self._reading.programs.get(name):
                wanted |= program.ever
        for entry in orders:
            for name in self._wants.forbidden(entry):
                if name in wanted:
                    message = f"says that “{name}” is not to be done (doNotPerform), but it is on the patient's sheet"
                    self._telling.fault(entry, message, "Take one of the two back.")


def _is_ours(wish: ItemWish | None) -> bool:
    return bool(wish and wish.named and wish.named.id)
