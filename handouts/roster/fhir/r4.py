"""The elements that FHIR R4 has where we read what is asked for. What else stands there is told of, not passed over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handouts.roster.fhir.elements import Resource
from handouts.roster.fhir.telling import Telling

__all__ = ["ACTIVITY", "DETAIL", "PLAN", "REQUEST", "tell_unknown"]

_BASE = ("id", "extension", "modifierExtension")
_RESOURCE = (*_BASE, "resourceType", "meta", "implicitRules", "language", "text", "contained", "identifier")
PLAN = frozenset((
    *_RESOURCE, "instantiatesCanonical", "instantiatesUri", "basedOn", "replaces", "partOf", "status", "intent",
    "category", "title", "description", "subject", "encounter", "period", "created", "author", "contributor",
    "careTeam", "addresses", "supportingInfo", "goal", "activity", "note",
))  # fmt: skip
ACTIVITY = frozenset((*_BASE, "outcomeCodeableConcept", "outcomeReference", "progress", "reference", "detail"))
DETAIL = frozenset((
    *_BASE, "kind", "instantiatesCanonical", "instantiatesUri", "code", "reasonCode", "reasonReference", "goal",
    "status", "statusReason", "doNotPerform", "scheduledTiming", "scheduledPeriod", "scheduledString", "location",
    "performer", "productCodeableConcept", "productReference", "dailyAmount", "quantity", "description",
))  # fmt: skip
REQUEST = frozenset((
    *_RESOURCE, "instantiatesCanonical", "instantiatesUri", "basedOn", "replaces", "requisition", "status", "intent",
    "category", "priority", "doNotPerform", "code", "orderDetail", "quantityQuantity", "quantityRatio",
    "quantityRange", "subject", "encounter", "occurrenceDateTime", "occurrencePeriod", "occurrenceTiming",
    "asNeededBoolean", "asNeededCodeableConcept", "authoredOn", "requester", "performerType", "performer",
    "locationCode", "locationReference", "reasonCode", "reasonReference", "insurance", "supportingInfo", "specimen",
    "bodySite", "note", "patientInstruction", "relevantHistory",
))  # fmt: skip


def tell_unknown(telling: Telling, entry: Resource, path: str, body: Mapping[str, Any], known: frozenset[str]) -> None:
    """Tell of elements that are not of R4. Those that begin with “_” say more of the one they are named after."""
    for key in body:
        if key not in known and not key.startswith("_"):
            where = f"{path}: " if path else ""
            message = f"{where}holds {telling.key(key)}, which is not of FHIR R4; not read, and not printed"
            telling.warn(entry, message, "Check the sheet.")
