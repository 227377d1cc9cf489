"""What came back of outcome measures: exactly one box of a row is an answer, two or more are never guessed at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from handouts.base.outcomes import ANSWERS, MEASURES, MeasureKind
from handouts.base.plaintext import visible
from handouts.base.records import dataclass
from handouts.sheet.boxnames import MeasureName

__all__ = ["STEPS", "Measured", "answer_line", "measured"]


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
    marked: tuple[int, ...] = ()
    """Where it is unclear, the answers whose boxes are ticked or cannot be told: for who looks, never a value."""


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
    answers = tuple(name.answer for name in marked)
    return Measured(kind, number, what, *((answers[0], False) if one else (None, bool(answers), answers)))


STEPS = (
    "very much worse", "much worse", "a little worse", "no change", "a little better", "much better",
    "very much better",
)  # fmt: skip
"""What the answers 1 to 7 of “change” mean, for the desk."""


def answer_line(row: Measured) -> str:
    """A row for the desk: “pain now: 7 of 10”, “change since the start: much better”, “… not answered”."""
    match row.kind:
        case "pain":
            name = "pain now"
        case "change":
            name = "change since the start"
        case _:
            name = f"activity {row.number}" + (f" “{visible(row.what)}”" if row.what else "")
    if row.unclear:
        return f"{name}: unclear, look at the sheet ({_boxes(row)} ticked, or cannot be told)"
    if row.value is None:
        return f"{name}: not answered"
    return f"{name}: {_answer_words(row, row.value)}"


def _answer_words(row: Measured, value: int) -> str:
    return STEPS[value - 1] if row.kind == "change" else f"{value} of 10"


def _boxes(row: Measured) -> str:
    """“3 and 4 are”, “much better is”, “all boxes are”."""
    shown = [STEPS[value - 1] if row.kind == "change" else str(value) for value in row.marked]
    if len(shown) == len(ANSWERS[row.kind]):
        return "all boxes are"
    return f"{shown[0]} is" if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]} are"
