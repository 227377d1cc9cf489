"""Changes of drills' doses, as an order's texts have them: “hip-hinge:sets=2,hold=3-5; all:rest=1:00”."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from handouts.base.dosevalues import (
    parse_distances,
    parse_durations,
    parse_effort,
    parse_loads,
    parse_reps,
    parse_tempo,
)
from handouts.base.plaindays import parse_days
from handouts.base.plaintext import clean
from handouts.base.plainvalues import parse_holds, parse_seconds, parse_sessions
from handouts.base.problems import nearest
from handouts.orders.values import WORD_LIMIT, parse_count

if TYPE_CHECKING:
    from handouts.library.models import DoseChange

__all__ = ["parse_doses", "written_doses"]

_SETS_MOST = 10
_PARTS: dict[str, Callable[[Any], Any]] = {
    "sets": lambda value: parse_count(value, _SETS_MOST),
    "reps": parse_reps,
    "hold": parse_holds,
    "rest": parse_seconds,
    "load": parse_loads,
    "duration": parse_durations,
    "distance": parse_distances,
    "tempo": parse_tempo,
    "effort": parse_effort,
    "days": parse_days,
    "times": parse_sessions,
}
"""Parts of a dose, each with what reads it; the fields of DoseChange."""
_ALSO = {"weight": "load", "time": "duration", "for": "duration", "rpe": "effort"}
"""Other names that people give them."""
_HINT = "Write it as DRILL:sets=2,reps=10,hold=3-5,rest=1:00 (or all:… for every drill)."


def parse_doses(values: Iterable[str]) -> dict[str, DoseChange]:
    """Read “DRILL:sets=2,reps=10,hold=3-5,rest=1:00,days=mon+fri,times=2” texts as changes by drill id.

    ValueError says what is wrong. What it repeats of a text stands in “quotes”, so that it can be hidden.
    """
    return {name: _change(name, parts) for name, parts in written_doses(values).items()}


def written_doses(values: Iterable[str]) -> dict[str, dict[str, str]]:
    """The parts that such texts give of each drill's dose, as they are written; ValueError where they give none."""
    written: dict[str, dict[str, str]] = {}
    for text in values:
        for dose in filter(None, (piece.strip() for piece in re.split(r"[;\n]", str(text)))):
            name, settings = _named(dose)
            parts = written.setdefault(name, {})
            for key, value in _settings(settings):
                if key in parts:
                    raise ValueError(f"gives {key} of “{name}” twice")
                parts[key] = value
    return written


def _named(dose: str) -> tuple[str, str]:
    """A drill's name, and what is said of it."""
    name, colon, settings = dose.partition(":")
    name = clean(name, limit=WORD_LIMIT).lower()
    if not colon or not name or "=" in name:
        raise ValueError(f"“{dose[:60]}” names no drill. {_HINT}")
    if not settings.strip():
        raise ValueError(f"gives no dose for “{name}”. {_HINT}")
    return name, settings.strip()


def _settings(text: str) -> Iterator[tuple[str, str]]:
    """Key and value of each “sets=2” in a text."""
    for setting in filter(None, re.split(r"\s*,\s*|\s+(?=[a-z]+\s*=)", text)):
        key, equals, value = (piece.strip() for piece in setting.partition("="))
        key = _ALSO.get(key, key)
        if not equals and key in _PARTS:
            raise ValueError(f"“{key}” has no value. {_HINT}")
        if not equals or key not in _PARTS:
            raise ValueError(f"“{setting[:60]}” is not part of a dose. {nearest(key, _PARTS)} {_HINT}")
        yield key, value


def _change(name: str, parts: dict[str, str]) -> DoseChange:
    from handouts.library.models import DoseChange  # which “--help” need not wait for

    parsed = {}
    for key, value in parts.items():
        try:
            parsed[key] = _PARTS[key](value)
        except ValueError as error:
            raise ValueError(f"{key} of “{name}”: {error}") from error
    return DoseChange(**parsed)
