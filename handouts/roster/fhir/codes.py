"""What a code, a text or a definition names: a drill or program of the clinic, or something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from handouts.base.records import dataclass
from handouts.roster.columns import NOT_READ
from handouts.roster.fhir.elements import block, members, text_of
from handouts.roster.naming import as_id
from handouts.roster.rows import Reading

__all__ = ["Named", "definitions", "is_of_another_kind", "named"]

_NEAR = 0.85
"""From which likeness on a word is taken for a misspelt drill or program."""
_OTHER_SYSTEMS = ("http://loinc.org", "http://www.nlm.nih.gov/research/umls/rxnorm", "http://hl7.org/fhir/sid/cvx")
_OTHER_CATEGORIES = frozenset((
    "108252007", "363679005", "387713003", "laboratory", "laboratory-procedure", "laboratory-test", "lab", "imaging",
    "radiology", "rad", "diagnostic-imaging", "surgical-procedure", "pathology", "medication", "nutrition", "diet",
))  # fmt: skip
"""SNOMED CT codes and words of categories that are no exercises: laboratory, imaging, surgery."""
_OTHER_ACTIVITIES = (
    "Appointment", "CommunicationRequest", "DeviceRequest", "MedicationRequest", "NutritionOrder",
    "ImmunizationRecommendation", "SupplyRequest", "VisionPrescription",
)  # fmt: skip


@dataclass(frozen=True)
class Named:
    """What something names. Without a library to look in, anything is let through as an id."""

    id: str = ""
    words: str = ""
    """Its words or code, for a message."""
    also: str = ""
    """Another drill or program that it names as well."""
    near: str = ""
    """The drill or program that is likely to be meant."""
    ignored: bool = False
    """Whether the clinic says that it is to be passed over."""


def named(value: Any, reading: Reading) -> Named:
    """What a CodeableConcept names: by the clinic's own map, else by code, text and display."""
    concept = block(value)
    codings = [block(coding) for coding in members(concept.get("coding"))]
    codes = [text_of(coding.get("code")) for coding in codings]
    texts = list(filter(None, [text_of(concept.get("text")), *(text_of(coding.get("display")) for coding in codings)]))
    words = next(filter(None, [*texts, *codes]), "")
    systems = [f"{text_of(coding.get('system'))}|{text_of(coding.get('code'))}" for coding in codings]
    for key in (*systems, *codes, *texts):
        if own := reading.code(key):
            return Named("" if own == NOT_READ else own, words, ignored=own == NOT_READ)
    if not reading.names:
        return Named(_as_id(codes, texts), words)
    ids = list(dict.fromkeys(filter(None, (reading.names.get(as_id(word)) for word in (*codes, *texts)))))
    if ids:
        return Named(ids[0], words, also=ids[1] if len(ids) > 1 else "")
    return Named(words=words, near=_near((*codes, *texts), reading.names))


def _as_id(codes: list[str], texts: list[str]) -> str:
    """A code that could be an id, else the text made into one."""
    for code in codes:
        if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) and re.search(r"[a-z]", code):
            return code
    return next(filter(None, map(as_id, (*texts[:1], *codes, *texts[1:]))), "")


def _near(words: tuple[str, ...], names: Mapping[str, str]) -> str:
    for word in filter(None, map(as_id, words)):
        if found := get_close_matches(word[:80], names, n=1, cutoff=_NEAR):
            return names[found[0]]
    return ""


def definitions(body: Mapping[str, Any], reading: Reading) -> Iterator[Named]:
    """What the definitions name that a plan or an activity follows."""
    for key in ("instantiatesCanonical", "instantiatesUri"):
        for uri in members(body.get(key)):
            whole = text_of(uri)
            last = as_id(re.split(r"[|#?]", whole)[0].rstrip("/").rpartition("/")[2].rpartition(":")[2])
            own = next(filter(None, map(reading.code, (whole, whole.split("|", maxsplit=1)[0], last))), "")
            if own:
                yield Named("" if own == NOT_READ else own, last, ignored=own == NOT_READ)
            elif not reading.names:
                yield Named(last, last)
            else:
                yield Named(reading.names.get(last, ""), last, near=_near((last,), reading.names))


def is_of_another_kind(body: Mapping[str, Any]) -> bool:
    """Whether an order, a plan or an activity says that it is no exercise: for the laboratory, of medicine …"""
    if body.get("kind") in _OTHER_ACTIVITIES:
        return True
    concepts = [block(one) for one in (*members(body.get("category")), body.get("category"), body.get("code"))]
    for concept in concepts:
        codings = [block(coding) for coding in members(concept.get("coding"))]
        if any(text_of(coding.get("system")) in _OTHER_SYSTEMS for coding in codings):
            return True
        words = [concept.get("text"), *(coding.get(key) for coding in codings for key in ("code", "display"))]
        if concept is not block(body.get("code")) and _OTHER_CATEGORIES & {as_id(text_of(word)) for word in words}:
            return True
    return False
