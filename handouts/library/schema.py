"""JSON Schemas of the YAML files, generated from the models that read them."""

from __future__ import annotations

import ast
import inspect
import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from handouts.figures import person
from handouts.library import clinic, counted, dose_words, layouts, models, plurals, synonyms, week_rules, words
from handouts.library.clinic import Clinic
from handouts.library.layouts import Layout
from handouts.library.models import Drill, FlagFile, Program
from handouts.library.overlays import model as overlay_model
from handouts.library.overlays.model import Overlay, Terms
from handouts.library.synonyms import Synonyms
from handouts.library.words import Words

__all__ = ["PLACES", "schema_text", "schema_texts"]

_MODELS: dict[str, type] = {
    "drill": Drill, "program": Program, "flags": FlagFile, "clinic": Clinic, "layout": Layout, "words": Words,
    "finding": Synonyms, "overlay": Overlay, "terms": Terms,
}  # fmt: skip

PLACES = {
    "drill": "content/schema", "program": "content/schema", "flags": "content/schema", "words": "content/schema",
    "finding": "content/schema", "overlay": "content/schema", "terms": "content/schema",
    "clinic": "templates/schema", "layout": "templates/schema",
}  # fmt: skip
"""Where the shipped copy of each schema is kept, from the repository's top."""


@cache  # half a second for all of them, which only another version changes
def schema_text(kind: str) -> str:
    """The schema of one kind of file, as it is stored."""
    found = TypeAdapter(_MODELS[kind]).json_schema(mode="validation")
    notes = _notes()
    for name, part in [(_MODELS[kind].__name__, found), *found.get("$defs", {}).items()]:
        for field, values in part.get("properties", {}).items():
            if (name, field) in notes:
                values["description"] = notes[name, field]
    found = {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def schema_texts() -> dict[str, str]:
    """The schemas of all kinds."""
    return {kind: schema_text(kind) for kind in _MODELS}


@cache
def _notes() -> dict[tuple[str, str], str]:
    """The string under each field of the models: what an editor shows. (class, field) -> text.

    pydantic could read these itself, but would do so at every start of every command.
    """
    found: dict[tuple[str, str], str] = {}
    for module in (
        models,
        week_rules,
        clinic,
        person,
        layouts,
        words,
        dose_words,
        counted,
        plurals,
        synonyms,
        overlay_model,
    ):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.ClassDef):
                found |= _field_notes(node)
    for (name, field), text in list(found.items()):
        if name == models.DoseChange.__name__:  # which a drill in a program inherits
            found[models.ProgramDrill.__name__, field] = text
        if name == counted.Plural.__name__:  # and a unit
            found[counted.UnitWords.__name__, field] = text
    return found


def _field_notes(node: ast.ClassDef) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for field, note in zip(node.body, node.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(note, ast.Expr):
            text: Any = getattr(note.value, "value", None)
            if isinstance(text, str):
                found[node.name, field.target.id] = " ".join(text.split())
    return found
