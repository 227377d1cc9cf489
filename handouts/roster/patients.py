"""Rows of a roster that may be one and the same patient."""

from __future__ import annotations

from collections.abc import Sequence

from handouts.base.people import folded
from handouts.base.problems import Problem
from handouts.roster.rows import Row

__all__ = ["same_patients"]


def same_patients(rows: Sequence[Row], name: str) -> list[Problem]:
    """A warning for each row whose id, or whose name where there is no id, an earlier row has. Repeats neither."""
    keys: dict[str, int] = {}
    names: dict[str, int] = {}
    found = []
    for row in rows:
        key = str(row.fields.get("key", "")).strip().casefold()
        patient = folded(str(row.fields.get("patient", "")))
        if key:
            if key in keys:
                message = f"has the same id as line {keys[key]}"
                hint = "Two handouts are made. Remove one row, or mend the id if these are two people."
                found.append(Problem(name, row.line, message, hint, warning=True, column="key"))
            keys.setdefault(key, row.line)
        elif patient:
            if patient in names:
                message = f"has the same name as line {names[patient]}"
                hint = "If these are two people, add a column “id” to tell them apart; if it is one, remove a row."
                found.append(Problem(name, row.line, message, hint, warning=True, column="patient"))
            names.setdefault(patient, row.line)
    return found
