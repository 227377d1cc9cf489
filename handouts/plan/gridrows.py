"""PLAN: the rows of a drill's week grid: a session, a side, and what stands under the box of each set. Pure."""

from __future__ import annotations

from typing import Literal

from handouts.base.records import dataclass
from handouts.library.models import Drill
from handouts.library.templates import filled
from handouts.orders.order import Side
from handouts.plan.doses import PatientDose, of_set
from handouts.plan.dosewords import distinct_holds, one_load
from handouts.plan.handout import GridRow
from handouts.plan.phrases import Phrases

__all__ = ["grid_rows"]

_LABEL_MOST = 9
"""Letters that a label under a box has at most: “7.5–10 kg”."""


@dataclass(frozen=True)
class _Labels:
    """What stands under the box of each set, or is empty, and the row's line where it is the same for all."""

    under: tuple[str, ...]
    line: str
    """Template of the words file."""

    @property
    def same(self) -> str:
        """The label that all sets have, or empty."""
        return self.under[0] if len(set(self.under)) == 1 else ""


def grid_rows(drill: Drill, dose: PatientDose, side: Side, phrases: Phrases) -> tuple[GridRow, ...]:
    """A row for each session of the day and side."""
    grid = phrases.words.grid
    labels, load = _labels(drill, dose, phrases), one_load(dose, phrases)
    beside = load
    if not drill.held and any(
        len(label) > _LABEL_MOST for label in labels.under
    ):  # no room under a box: said once, or in the dose alone
        beside = phrases.joins.items((labels.same, load))
        labels = _Labels(("",) * dose.sets, grid.row_plain)
    sides: tuple[Literal["", "l", "r"], ...] = ("",)
    if drill.each_side:
        sides = {"both": ("l", "r"), "left": ("l",), "right": ("r",)}[side]  # type: ignore[assignment]  # literals
    names = {"l": grid.left, "r": grid.right}
    after = {"l": grid.after_left, "r": grid.after_right}
    rows = []
    for number, session in enumerate(dose.times, 1):
        time_name = "" if session == "day" else str(getattr(grid, session))
        for one in sides:
            if time_name and one:
                label = filled(grid.session_side, session=time_name, side=after[one])
            else:
                label = time_name or (names[one] if one else grid.tick)
            if beside:
                label = filled(grid.row_load, row=label, load=beside)
            template = labels.line if labels.same else grid.row_plain
            line = filled(template, row=label, time=labels.same)
            spoken = _spoken(time_name, names[one] if one else "", drill, dose, phrases)
            rows.append(GridRow(number, one, label, line, labels.under, spoken, session))
    return tuple(rows)


def _labels(drill: Drill, dose: PatientDose, phrases: Phrases) -> _Labels:
    """The hold (or both, where a drill has steps with different holds), the time or the distance of each set.

    Where there is none of them: the load or the reps, if they differ from set to set.
    """
    grid, distinct = phrases.words.grid, distinct_holds(drill, dose)
    if distinct:
        return _Labels(tuple(_held(distinct, index, phrases) for index in range(dose.sets)), grid.row_hold)
    under: list[str] = []
    if dose.duration:
        under = [phrases.hold_label(one) for one in dose.duration]
    elif dose.distance:
        under = [phrases.measure_short(one) for one in dose.distance]
    elif len(set(dose.load or ())) > 1:
        under = [phrases.measure_short(one) for one in dose.load or ()]
    elif len(set(dose.reps or ())) > 1:
        under = [filled(phrases.words.dose.reps_short, n=phrases.span(one, short=True)) for one in dose.reps or ()]
    whole = under * dose.sets if len(under) == 1 else under or [""] * dose.sets
    return _Labels(tuple(whole), grid.row_each)


def _held(distinct: list[tuple[tuple[int, int], ...]], index: int, phrases: Phrases) -> str:
    spans = dict.fromkeys(holds[index] if len(holds) > 1 else holds[0] for holds in distinct)
    if len(spans) > 1:
        shown = "+".join(phrases.span(span, short=True) for span in spans)
        return filled(phrases.words.dose.seconds_short, n=shown)
    return "".join(phrases.hold_label(span) for span in spans)


def _spoken(session: str, side: str, drill: Drill, dose: PatientDose, phrases: Phrases) -> tuple[str, ...]:
    """What the boxes of a row are, read aloud."""
    grid = phrases.words.grid
    found = []
    for index in range(dose.sets):
        holds = [phrases.holds((of_set(one, index),)) for one in distinct_holds(drill, dose)]
        hold = filled(grid.box_hold, time=phrases.joins.all_of(holds)) if holds else ""
        time = phrases.holds((of_set(dose.duration, index),)) if dose.duration else ""
        far = phrases.measure(of_set(dose.distance, index)) if dose.distance else ""
        load = phrases.measure_short(of_set(dose.load, index)) if dose.load else ""
        reps = ""
        if len(set(dose.reps or ())) > 1:
            reps = filled(phrases.words.dose.reps_spoken, n=phrases.span(of_set(dose.reps or (), index)))
        parts = (session, side, filled(grid.box_set, n=index + 1), hold, time, far, reps, load)
        found.append(phrases.joins.items(parts))
    return tuple(found)
