"""SET: which fields of a sheet a page may set, what was sent of them, and what is told at each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from handouts.base.problems import Problem
from handouts.deliver.drafts import SheetDraft, Value
from handouts.desk.pages import told
from handouts.desk.routing import Asking
from handouts.runs.choosing import with_dose

__all__ = ["FIELDS", "SEVERAL", "TAKEN_OFF", "field_names", "sent_values", "told_at"]

SEVERAL = ("items", "changes", "skip", "flags", "despite", "measures", "activities")
"""Fields that hold several texts."""
FIELDS: dict[str, str] = {
    "patient": "name",
    "key": "number",
    "start": "start",
    "week": "week",
    "days": "days",
    "times": "times a day",
    "side": "side",
    "decision": "what was decided",
    "note": "note",
    "note_language": "language of the note",
    "visit": "next visit",
    "clinician": "clinician",
    "layout": "layout",
    "paper": "paper",
    "language": "language",
    "second": "second language",
    "skin": "skin",
    "hair": "hair",
    "build": "build",
    "until": "last day",
    "items": "drills",
    "changes": "doses",
    "skip": "drills left out",
    "flags": "what the patient has",
    "despite": "what is given all the same",
    "measures": "measures",
    "activities": "activities",
    "mono": "black only",
    "no_form": "no boxes for the screen",
    "two_up": "booklet",
    "no_codes": "no codes at the edge",
}
"""Fields that a page may set, and what each is called. Printing options hold “1” where they are wanted."""
TAKEN_OFF = ("decision",)
"""Fields that a sheet begins with: a page may take them off, and bring them back, and sets them to nothing else."""
_PLACES = {
    "visit_time": "visit",
    "changes": "items",
    "skip": "items",
    "despite": "flags",
    "weeks": "week",
    "reason": "decision",
}
"""Where something is told that has no place of its own."""
_LONGEST = 20_000


def sent_values(asked: Asking, values: Mapping[str, Value]) -> dict[str, Value | None]:
    """The fields that a page says it has changed, from what it sent; None for one that is empty now.

    A part of a drill's dose is sent as “dose.DRILL.PART”; ``values`` are the draft's.
    """
    found: dict[str, Value | None] = {}
    doses = dict(values)
    for name in dict.fromkeys(asked.texts("changed")):
        kind, _, rest = name.partition(".")
        if kind == "dose":
            drill, _, part = rest.rpartition(".")
            doses["changes"] = with_dose(doses, drill[:80], {part: asked.text(name)[:200]})
            found["changes"] = doses["changes"] or None
        elif kind == "again":  # back to the usual dose
            doses["changes"] = tuple(one for one in _changes(doses) if not one.startswith(f"{rest}:"))
            found["changes"] = doses["changes"] or None
        elif name in SEVERAL:
            found[name] = tuple(text[:_LONGEST] for text in asked.texts(name) if text.strip()) or None
        elif name in TAKEN_OFF:
            found[name] = None
        elif name in FIELDS:
            texts = [text[:_LONGEST] for text in asked.texts(name)]
            found[name] = " ".join(texts) if name == "days" else (texts[-1] if texts else "")
            found[name] = found[name] or None
    return found


def _changes(values: Mapping[str, Value]) -> tuple[str, ...]:
    """The texts of “changes”, one for each drill."""
    return with_dose(values, "", {})


def field_names(names: Iterable[str]) -> str:
    """Fields in words: “note, days”."""
    return ", ".join(FIELDS.get(name, name) for name in names)


def told_at(problems: Iterable[Problem], draft: SheetDraft) -> dict[str, list[dict[str, Any]]]:
    """What is told, by the field that it is told at; under “” what has none on the page."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for problem in problems:
        place = _PLACES.get(problem.place, problem.place if problem.place in FIELDS else "")
        if problem.place == "patient" and not draft.text("patient").strip():
            continue  # it can be looked at without a name
        found[place] += told([problem])
    return found
