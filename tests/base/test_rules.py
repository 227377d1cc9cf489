"""Rules of fields that pydantic takes apart when a file is checked, and not before."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from typing import Annotated

import pytest
from pydantic import TypeAdapter, ValidationError

from handouts.base.rules import MODELS, checked, limits, read, strict, strict_but


def _even(value: int) -> int:
    if value % 2:
        raise ValueError("is odd")
    return value


@strict_but({"sender": "from"})
@dataclass(frozen=True, kw_only=True)
class _Letter:
    pages: Annotated[int, limits(ge=2, le=8), checked(_even)]
    weight: Annotated[float, read(lambda text: float(text.removesuffix(" g")), {"type": "string"})]
    sender: Annotated[str | None, limits(description="Who sends it.")] = None


@strict
@dataclass(frozen=True, kw_only=True)
class _Card:
    text: str


def test_rules_are_kept():
    letter = TypeAdapter(_Letter).validate_python({"pages": 4, "weight": "20 g", "from": "Mei"})
    assert letter == _Letter(pages=4, weight=20.0, sender="Mei")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ({"pages": 3, "weight": "20 g"}, "value_error"),
        ({"pages": 10, "weight": "20 g"}, "less_than_equal"),
        ({"pages": 4, "weight": "heavy"}, "value_error"),
        ({"pages": 4, "weight": "20 g", "stamp": 1}, "unexpected_keyword_argument"),
        ({"pages": 4, "weight": "20 g", "sender": "Mei"}, "unexpected_keyword_argument"),
    ],
)
def test_what_breaks_one_is_a_fault(data: dict[str, object], kind: str):
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(_Letter).validate_python(data)
    assert [fault["type"] for fault in caught.value.errors()] == [kind]


def test_they_stand_in_the_schema():
    fields = TypeAdapter(_Letter).json_schema()["properties"]
    assert fields["weight"] == {"title": "Weight", "type": "string"}
    assert (fields["pages"]["minimum"], fields["pages"]["maximum"]) == (2, 8)
    assert fields["from"]["description"] == "Who sends it."


def test_models_are_known_by_name():
    assert (MODELS["_Letter"], MODELS["_Card"]) == (_Letter, _Card)


def test_the_models_of_all_files_load_without_pydantic():
    code = (
        "import sys, handouts.library.models, handouts.library.clinic, handouts.library.layouts, "
        "handouts.library.words\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'pydantic', 'pydantic_core', 'yaml'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[]\n"
