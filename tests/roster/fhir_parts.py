"""Parts of FHIR bundles for tests: one patient, a plan, a request, and how a bundle of them is read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from handouts.base.problems import HandoutsError, Problem
from handouts.library.load import load_library
from handouts.roster import Reading, Row, reading_of
from handouts.roster.jsonfile import read

PATIENT = {
    "resourceType": "Patient", "id": "ada", "identifier": [{"system": "urn:mrn", "value": "R-70"}],
    "name": [{"use": "official", "given": ["Adaeze"], "family": "Quill"}],
}  # fmt: skip


@cache
def shipped_reading() -> Reading:
    return reading_of(load_library(None, None))


def plan(**more: Any) -> dict[str, Any]:
    return {"resourceType": "CarePlan", "status": "active", "intent": "plan", "subject": {"reference": "Patient/ada"},
            "period": {"start": "2026-11-23"}, **more}  # fmt: skip


def follows(name: str, **more: Any) -> dict[str, Any]:
    return plan(instantiatesCanonical=[f"http://records.example/PlanDefinition/{name}"], **more)


def activity(text: str = "Clamshell", **more: Any) -> dict[str, Any]:
    return {"detail": {"status": "scheduled", "code": {"text": text}, **more}}


def request(text: str = "Clamshell", **more: Any) -> dict[str, Any]:
    return {"resourceType": "ServiceRequest", "status": "active", "intent": "order",
            "subject": {"reference": "Patient/ada"}, "code": {"text": text}, **more}  # fmt: skip


@dataclass
class Found:
    rows: list[Row]
    problems: tuple[Problem, ...]

    @property
    def fields(self) -> dict[str, Any]:
        (row,) = self.rows
        return dict(row.fields)

    @property
    def faults(self) -> list[str]:
        return [problem.message for problem in self.problems if not problem.warning]

    @property
    def warnings(self) -> list[str]:
        return [problem.message for problem in self.problems if problem.warning]


def found_in(*resources: Any, reading: Reading | None = None, **top: Any) -> Found:
    """What a bundle gives; a file of which nothing can be read gives its faults."""
    entry = [one if isinstance(one, dict) and "resource" in one else {"resource": one} for one in resources]
    return found_in_text(json.dumps({"resourceType": "Bundle", "type": "collection", **top, "entry": entry}), reading)


def found_in_text(text: str, reading: Reading | None = None) -> Found:
    try:
        contents = read(text.encode(), "bundle.json", reading or shipped_reading())
    except HandoutsError as error:
        return Found([], error.problems)
    shown = "\n".join(map(str, contents.problems))
    assert "Adaeze" not in shown
    assert "Quill" not in shown
    return Found(contents.rows, tuple(contents.problems))
