"""Doses as texts, as an order's “changes” have them: what ``doses`` reads comes back, part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from handouts.base.dosevalues import Measures, Spans, Tempo
from handouts.base.scalars import Holds, Span

__all__ = ["DOSE_PARTS", "AnyDose", "change_text", "dose_texts"]

DOSE_PARTS = ("sets", "reps", "hold", "rest", "load", "duration", "distance", "tempo", "effort", "days", "times")
"""Parts of a dose, in the order in which they are written."""


class AnyDose(Protocol):
    """A drill's dose for a patient, or what is changed of one: None where nothing is said of a part."""

    @property
    def sets(self) -> int | None: ...
    @property
    def reps(self) -> Spans | None: ...
    @property
    def hold(self) -> Holds | None: ...
    @property
    def rest(self) -> int | None: ...
    @property
    def load(self) -> Measures | None: ...
    @property
    def duration(self) -> Spans | None: ...
    @property
    def distance(self) -> Measures | None: ...
    @property
    def tempo(self) -> Tempo | None: ...
    @property
    def effort(self) -> Span | None: ...
    @property
    def days(self) -> tuple[str, ...] | None: ...
    @property
    def times(self) -> tuple[str, ...] | None: ...


def dose_texts(dose: AnyDose) -> dict[str, str]:
    """Each part that a dose says something of, as it is written: ``{"sets": "2", "hold": "2/3-5"}``."""
    values = {name: getattr(dose, name) for name in DOSE_PARTS}
    return {name: _text(name, value) for name, value in values.items() if value is not None}


def change_text(drill: str, parts: Mapping[str, str]) -> str:
    """A change of a drill's dose from its parts: “hip-hinge:sets=2,hold=3-5”."""
    return f"{drill}:{','.join(f'{name}={parts[name]}' for name in DOSE_PARTS if name in parts)}"


def _text(name: str, value: Any) -> str:
    write = _WRITERS.get(name)
    return write(value) if write else str(value)


def _span(span: Iterable[int]) -> str:
    low, high = span
    return str(low) if low == high else f"{low}-{high}"


def _time(span: Span) -> str:
    """A time in whole minutes where it is such, else in seconds."""
    if all(end % 60 == 0 for end in span):
        return f"{_span(end // 60 for end in span)} min"
    return f"{_span(span)} s"


def _measure(unit: str, amount: str) -> str:
    match unit:
        case "band":
            return f"{amount} band"
        case "body":
            return "body weight"
        case "none" | "text":
            return amount or "none"
        case _:
            return f"{amount} {unit}"


_WRITERS: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(("reps", "hold"), lambda spans: "/".join(map(_span, spans))),
    **dict.fromkeys(("load", "distance"), lambda parts: "/".join(_measure(*one) for one in parts)),
    "duration": lambda spans: "/".join(map(_time, spans)),
    "tempo": lambda seconds: "-".join(map(str, seconds)),
    "effort": _span,
    **dict.fromkeys(("days", "times"), "+".join),
}
