"""Elements of FHIR resources as a roster needs them. Whatever stands there in place of one, the result has its type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = [
    "Resource",
    "block",
    "coded_id",
    "definitions",
    "human_name",
    "is_patient",
    "is_practitioner",
    "members",
    "note_texts",
    "record_number",
    "text_of",
]

_MOST = 50
"""Most members of a list within a resource that are looked at."""


@dataclass(frozen=True)
class Resource:
    """An entry of a bundle: its place from 0, its line, its type, and its content."""

    index: int
    line: int
    kind: str
    body: dict[str, Any]

    def __str__(self) -> str:
        return f"Bundle.entry[{self.index}] ({self.kind})"


def block(value: Any) -> dict[str, Any]:
    """A block of elements; empty where there is none."""
    return value if isinstance(value, dict) else {}


def members(value: Any) -> list[Any]:
    """The members of a list, at most as many as are looked at."""
    return value[:_MOST] if isinstance(value, list) else []


def text_of(value: Any) -> str:
    """A text without outer space; empty where there is none."""
    return value.strip() if isinstance(value, str) else ""


def is_patient(reference: Any, target: Resource | None) -> bool:
    """Whether a Reference, to ``target`` where that is in the bundle, is to a patient."""
    return _is(reference, target, "Patient")


def is_practitioner(reference: Any, target: Resource | None) -> bool:
    """The same for whoever treats patients."""
    return _is(reference, target, "Practitioner") or _is(reference, target, "PractitionerRole")


def _is(reference: Any, target: Resource | None, kind: str) -> bool:
    if target:
        return target.kind == kind
    said = block(reference)
    return said.get("type") == kind or bool(re.search(rf"(?:^|/){kind}/", text_of(said.get("reference"))))


def human_name(body: dict[str, Any]) -> str:
    """Official name first, then the usual one, then any that is still in use."""
    names = [block(name) for name in members(body.get("name"))]
    ranks = {"official": 0, "usual": 1}
    in_use = [name for name in names if name.get("use") not in ("old", "maiden")]
    for name in sorted(in_use or names, key=lambda name: ranks.get(text_of(name.get("use")), 2)):
        parts = [*members(name.get("prefix")), *members(name.get("given")), name.get("family")]
        joined = " ".join(filter(None, map(text_of, parts)))
        if name.get("family") and joined:
            return joined
        if text := text_of(name.get("text")) or joined:
            return text
    return ""


def record_number(body: dict[str, Any]) -> str:
    """The record number (an identifier of the type MR), else the first identifier, else the server's own id."""
    found = [block(one) for one in members(body.get("identifier"))]
    in_use = [one for one in found if one.get("use") != "old" and text_of(one.get("value"))]
    for one in in_use:
        if any(block(coding).get("code") == "MR" for coding in members(block(one.get("type")).get("coding"))):
            return text_of(one.get("value"))
    return text_of(in_use[0].get("value")) if in_use else text_of(body.get("id"))


def coded_id(value: Any) -> str:
    """A drill or program from a CodeableConcept: a code that could be an id, else the text made into one."""
    concept = block(value)
    codes = [text_of(block(coding).get("code")) for coding in members(concept.get("coding"))]
    for code in codes:
        if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) and re.search(r"[a-z]", code):
            return code
    text = text_of(concept.get("text"))
    return _slug(text) or next((_slug(code) for code in codes if code), "")


def definitions(body: Mapping[str, Any]) -> list[str]:
    """Ids of the definitions that a plan or an activity follows; empty ones too."""
    keys = ("instantiatesCanonical", "instantiatesUri")
    return [_canonical_id(uri) for key in keys for uri in members(body.get(key))]


def _canonical_id(uri: Any) -> str:
    """The last part of a canonical's path, without its version."""
    return _slug(re.split(r"[|#?]", text_of(uri))[0].rstrip("/").rpartition("/")[2].rpartition(":")[2])


def _slug(text: str) -> str:
    return re.sub(r"[^\w]+|_+", "-", text[:200].casefold()).strip("-")


def note_texts(body: dict[str, Any]) -> list[str]:
    """The texts of a resource's notes."""
    return [text_of(block(note).get("text")) for note in members(body.get("note"))]
