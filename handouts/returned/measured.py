"""What came back of outcome measures: exactly one box of a row is an answer, two or more are never guessed at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from handouts.base.outcomes import MEASURES, MeasureKind
from handouts.base.records import dataclass
from handouts.sheet.boxnames import MeasureName

__all__ = ["Measured", "measured"]


@dataclass(frozen=True)
class Measured:
    """A row of an outcome measure, as the patient answered it: self-report."""

    kind: MeasureKind
    number: int
    """1, or of the activities of “function” which, from 1 to 3."""
    what: str
    """The activity, as it stands on the sheet or was written there; empty where nothing says it, and for the others."""
    value: int | None
    """0 to 10, of “change” 1 (very much worse) to 7 (very much better); None where there is no answer."""
    unclear: bool
    """Whether a person must look at it: more than one box is ticked, or one of which nothing can be told."""


def measured(
    boxes: Mapping[MeasureName, bool | None], activities: Mapping[int, str] | None = None
) -> tuple[Measured, ...]:
    """The rows of the boxes of measures: True for a ticked one, None for one that cannot be told.

    ``activities``: what the rows of “function” are about, by their number.
    """
    rows = groupby(sorted(boxes, key=_place), key=_row)
    return tuple(_answer(kind, number, [*names], boxes, activities or {}) for (kind, number), names in rows)


def _row(name: MeasureName) -> tuple[MeasureKind, int]:
    return name.kind, name.number


def _place(name: MeasureName) -> tuple[int, int, int]:
    return MEASURES.index(name.kind), name.number, name.answer


def _answer(
    kind: MeasureKind,
    number: int,
    names: Iterable[MeasureName],
    boxes: Mapping[MeasureName, bool | None],
    activities: Mapping[int, str],
) -> Measured:
    marked = [name for name in names if boxes[name] is not False]
    one = len(marked) == 1 and boxes[marked[0]] is True
    what = activities.get(number, "") if kind == "function" else ""
    return Measured(kind, number, what, marked[0].answer if one else None, bool(marked) and not one)
