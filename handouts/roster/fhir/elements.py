"""Elements of FHIR resources as a roster needs them. Whatever stands there in place of one, the result has its type."""

from __future__ import annotations

import re
from typing import Any

from handouts.base.records import dataclass

__all__ = [
    "LONGEST_LIST",
    "Resource",
    "block",
    "day_of",
    "is_over",
    "is_patient",
    "is_practitioner",
    "is_to_come",
    "members",
    "record_number",
    "text_of",
]

LONGEST_LIST = 500
"""Most members of a list of what is asked for. A longer one is a fault, never cut."""


@dataclass(frozen=True)
class Resource:
    """An entry of a bundle: its place from 0, its line, its type, its content, and its full URL where it has one."""

    index: int
    line: int
    kind: str
    body: dict[str, Any]
    url: str = ""
    part: str = ""
    """Where it stands in its entry, if it is contained in another resource: “.contained[0]”."""

    def __str__(self) -> str:
        return f"Bundle.entry[{self.index}]{self.part} ({self.kind})"


def block(value: Any) -> dict[str, Any]:
    """A block of elements; empty where there is none."""
    return value if isinstance(value, dict) else {}


def members(value: Any) -> list[Any]:
    """The members of a list; none where there is no list."""
    return value if isinstance(value, list) else []


def text_of(value: Any) -> str:
    """A text without outer space; empty where there is none."""
    return value.strip() if isinstance(value, str) else ""


def day_of(value: Any) -> str:
    """The day of a dateTime, or its month or year alone where it says no more; empty where it is none."""
    match = re.fullmatch(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:T\S*)?", text_of(value), re.ASCII)
    return match[1] if match else ""


def is_over(period: Any, today: str) -> bool:
    """Whether a Period ended before a day (yyyy-mm-dd). One that ends in “2026-11” lasts to the end of that month."""
    end = day_of(block(period).get("end"))
    return bool(end) and end < today[: len(end)]


def is_to_come(period: Any, today: str) -> bool:
    """Whether a Period begins after a day."""
    start = day_of(block(period).get("start"))
    return bool(start) and start > today[: len(start)]


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
    return said.get("type") == kind or bool(re.search(rf"(?:^|/){kind}[/?]", text_of(said.get("reference"))))


def record_number(body: dict[str, Any], today: str) -> str:
    """The record number (an identifier of the type MR), else the first identifier, else the server's own id."""
    found = [block(one) for one in members(body.get("identifier"))]
    in_use = [
        one
        for one in found
        if one.get("use") != "old" and text_of(one.get("value")) and not is_over(one.get("period"), today)
    ]
    for one in in_use:
        if any(block(coding).get("code") == "MR" for coding in members(block(one.get("type")).get("coding"))):
            return text_of(one.get("value"))
    return text_of(in_use[0].get("value")) if in_use else text_of(body.get("id"))
