"""READ: a sheet after somebody has looked at it: what looks empty is empty, though the file cannot say so."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace

from handouts.base.scalars import DAYS
from handouts.returned.forms import Returned, Tick
from handouts.returned.measured import measured
from handouts.sheet.boxnames import BoxName, MeasureName, parse_name

__all__ = ["cleared"]


def cleared(form: Returned, white: AbstractSet[str]) -> Returned:
    """The sheet with fewer places that are unsure: ``white`` are names of those in and around which nothing is drawn.
    It helps only where a page was drawn on: a mark that lies over a box by itself may be one that is not shown here.
    """
    read = form.form
    if read is None or not white:
        return form
    unsure = tuple(name for name in read.unsure if name not in white or name not in read.perhaps)
    ticks = tuple(replace(tick, unsure=tick.unsure and _name(tick) in unsure) for tick in form.ticks)
    places = {name: place for name, place in read.places.items() if name in unsure}
    boxes = {
        place: None if name in unsure else value
        for name, value in read.boxes.items()
        if isinstance(place := parse_name(name), MeasureName)
    }
    rows = measured(boxes, {row.number: row.what for row in form.measures if row.kind == "function"})
    return replace(form, ticks=ticks, measures=rows, form=replace(read, unsure=unsure, places=places))


def _name(tick: Tick) -> str:
    return BoxName(tick.drill_number, DAYS[tick.day.weekday()], tick.session, tick.set_number, tick.side).name()
