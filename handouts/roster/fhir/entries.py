"""The entries of a bundle, and what a reference in one of them leads to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from handouts.roster.fhir.elements import Resource, block, members, text_of
from handouts.roster.fhir.telling import Telling
from handouts.roster.patientblocks import CUT_HINT, PatientBlock, half_character

__all__ = ["READ", "Entries"]

READ = ("Patient", "CarePlan", "ServiceRequest", "Appointment", "Practitioner", "Condition", "Flag")
_OLDER = ("ProcedureRequest", "ReferralRequest", "DiagnosticOrder", "DiagnosticRequest")
"""Orders of FHIR before R4."""


class Entries:
    """What of a bundle is read, in its order, with the patients that stand inside of other entries last."""

    def __init__(self, items: Sequence[PatientBlock], telling: Telling) -> None:
        self._telling = telling
        self.others: set[str] = set()
        """Kinds of resources that are not read."""
        self._by_reference: dict[str, Resource] = {}
        self._inside: dict[tuple[int, str], Resource] = {}
        self._same: dict[str, Resource] = {}
        self._used: set[tuple[int, str]] = set()
        self.read = list(self._entries(items))
        for entry in list(self.read):
            self._contained(entry)
        self.patients = [entry for entry in self.read if entry.kind == "Patient"]
        self._by_number: dict[str, list[Resource]] = {}
        for patient in self.patients:
            for one in map(block, members(patient.body.get("identifier"))):
                self._by_number.setdefault(text_of(one.get("value")), []).append(patient)

    def _entries(self, items: Sequence[PatientBlock]) -> Iterator[Resource]:
        for index, item in enumerate(items):
            whole = block(item.data)
            body = block(whole.get("resource"))
            said = text_of(body.get("resourceType"))
            kind = said if re.fullmatch(r"[A-Z][A-Za-z]{2,40}", said) else "other"
            entry = Resource(index, item.line, kind, body, text_of(whole.get("fullUrl")))
            if item.twice:
                self._telling.fault(entry, "has a key twice", "Mend the program that wrote it.")
            if half := half_character(whole):
                self._telling.fault(entry, f"holds {half}", CUT_HINT)
            if not said:
                hint = "Export the bundle with its resources, not their links alone."
                self._telling.fault(entry, "holds no resource", hint)
                continue
            self._register(entry)
            if kind in READ:
                yield entry
                continue
            self.others.add(kind)
            if kind in _OLDER:
                hint = "Export it as FHIR R4, where such an order is a ServiceRequest."
                self._telling.fault(entry, "is of a FHIR before R4, and not read", hint)

    def _register(self, entry: Resource) -> None:
        number = text_of(entry.body.get("id"))
        for reference in filter(None, (entry.url, f"{entry.kind}/{number}" if number else "")):
            first = self._by_reference.setdefault(reference, entry)
            if first.index != entry.index and entry.kind in READ:
                self._telling.fault(entry, f"has the id of Bundle.entry[{first.index}]", "Keep one of them.")

    def _contained(self, entry: Resource) -> None:
        for at, body in enumerate(self._telling.members(entry, "contained", entry.body.get("contained"))):
            kind = text_of(block(body).get("resourceType"))
            inside = Resource(entry.index, entry.line, kind, block(body), part=f".contained[{at}]")
            key = (entry.index, text_of(inside.body.get("id")))
            if key in self._inside:
                self._telling.fault(entry, "contains two resources of one id")
            elif kind not in READ:
                self.others.add(kind if re.fullmatch(r"[A-Z][A-Za-z]{2,40}", kind) else "other")
            elif kind == "Patient":
                inside = self._same.setdefault(_likeness(inside.body), inside)
                if inside not in self.read:
                    self.read.append(inside)
            self._inside.setdefault(key, inside)

    def unused(self) -> Iterator[Resource]:
        """Orders and plans inside of other entries that nothing led to. Ask after all has been read."""
        for key, inside in self._inside.items():
            if inside.kind in ("CarePlan", "ServiceRequest", "Appointment") and key not in self._used:
                yield inside

    def find(self, reference: Any, within: Resource) -> Resource | None:
        """The entry that a Reference leads to: by its full URL, by type and id, inside its own entry, or by number."""
        text = text_of(block(reference).get("reference")).split("/_history/", maxsplit=1)[0]
        if text.startswith("#"):
            self._used.add((within.index, text[1:]))
            return self._inside.get((within.index, text[1:]))
        if not text:
            return None
        if text in self._by_reference:
            return self._by_reference[text]
        if re.match(r"https?://", text):
            found = self._by_reference.get("/".join(text.split("/")[-2:]))
            elsewhere = found and re.match(r"https?://", found.url)  # the same id on another server is another patient
            return None if elsewhere else found
        return None

    def patient(self, reference: Any, within: Resource) -> Resource | None:
        """The patient of a Reference, also by an identifier. None, and a fault, where there is none, or doubt."""
        found = self.find(reference, within)
        number = block(block(reference).get("identifier"))
        value, system = text_of(number.get("value")), text_of(number.get("system"))
        asked = re.fullmatch(r"Patient\?identifier=(?:([^|&]*)\|)?([^|&]+)", text_of(block(reference).get("reference")))
        if asked and not found:
            system, value = asked[1] or "", asked[2]
        if found is None and value:
            owners = [one for one in self._by_number.get(value, []) if _has(one, system, value)]
            if len({one.index for one in owners}) > 1:
                hint = "Give the identifier's system, or refer to the patient by id."
                self._telling.fault(within, "names a patient by an identifier that several patients have", hint)
                return None
            found = owners[0] if owners else None
        elif found and value and system and not _agrees(found, system, value):
            self._telling.fault(within, "names one patient by id and another by identifier", "Mend one of them.")
            return None
        if not found or found.kind != "Patient":
            self._telling.fault(within, "names a patient who is not in the bundle", "Export the patient with it.")
            return None
        return found


def _likeness(body: dict[str, Any]) -> str:
    """The same for copies of one patient in several entries: by identifiers, else by all that is said."""
    numbers = sorted(
        f"{text_of(one.get('system'))}|{text_of(one.get('value'))}"
        for one in map(block, members(body.get("identifier")))
        if text_of(one.get("value"))
    )
    names = json.dumps(body.get("name"), sort_keys=True)
    return json.dumps([numbers, names]) if numbers else json.dumps({**body, "id": ""}, sort_keys=True)


def _has(patient: Resource, system: str, value: str) -> bool:
    return any(
        text_of(one.get("value")) == value and (not system or text_of(one.get("system")) in ("", system))
        for one in map(block, members(patient.body.get("identifier")))
    )


def _agrees(patient: Resource, system: str, value: str) -> bool:
    """Whether a patient has no other identifier of that system."""
    own = [one for one in map(block, members(patient.body.get("identifier"))) if text_of(one.get("system")) == system]
    return not own or any(text_of(one.get("value")) == value for one in own)
