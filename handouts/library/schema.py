"""JSON Schemas of the YAML files, generated from the models that read them."""

from __future__ import annotations

import json

from pydantic import TypeAdapter

from handouts.library.layouts import Layout
from handouts.library.models import Clinic, Drill, Program
from handouts.library.words import Words

__all__ = ["PLACES", "schema_text", "schema_texts"]

_MODELS: dict[str, type] = {"drill": Drill, "program": Program, "clinic": Clinic, "layout": Layout, "words": Words}

PLACES = {
    "drill": "content/schema", "program": "content/schema", "words": "content/schema",
    "clinic": "templates/schema", "layout": "templates/schema",
}  # fmt: skip
"""Where the shipped copy of each schema is kept, from the repository's top."""


def schema_text(kind: str) -> str:
    """The schema of one kind of file, as it is stored."""
    found = TypeAdapter(_MODELS[kind]).json_schema(mode="validation")
    found = {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def schema_texts() -> dict[str, str]:
    """The schemas of all kinds."""
    return {kind: schema_text(kind) for kind in _MODELS}
