"""READ: YAML, as a list of patients."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from handouts.base.problems import HandoutsError, Problem
from handouts.library.yamlfile import parse_yaml
from handouts.roster.patientblocks import PatientBlock, read_blocks
from handouts.roster.privacy import hushed_syntax
from handouts.roster.rows import Reading, RosterContents, unreadable

__all__ = ["read"]


def read(raw: bytes, name: str, reading: Reading) -> RosterContents:
    """Read a list of patients, or ``patients:`` with one. HandoutsError where it is no YAML or no list."""
    source = parse_yaml(raw, name)
    if source.problems:
        raise HandoutsError(hushed_syntax(problem) for problem in source.problems)
    data: Any = source.data
    at: tuple[str, ...] = ()
    if isinstance(data, dict) and set(data) == {"patients"}:
        data, at = data["patients"], ("patients",)
    if not isinstance(data, list):
        hint = "Write one item a patient, each after a dash: - patient: Mei Tan"
        raise unreadable(name, 1, "holds no list of patients", hint)
    items = []
    for index, item in enumerate(data):
        keys = item if isinstance(item, dict) else ()
        lines = {key: source.line((*at, index, key)) for key in keys}
        items.append(PatientBlock(source.line((*at, index)), item, lines))
    found = read_blocks(items, name, reading, kind="YAML", encoding="UTF-8")
    return replace(found, problems=[*found.problems, *_cut_short(source.warnings)])


def _cut_short(warnings: Iterable[Problem]) -> Iterator[Problem]:
    """What YAML took for comments. Neither a key nor what was cut off is repeated: both may hold a name."""
    for problem in warnings:
        if problem.kind == "lost":
            message = "has a text that ends before a “#”, for YAML takes “ #” as the start of a comment"
            yield Problem(problem.place, problem.line, message, "Put all of the text in quotes.", warning=True)
