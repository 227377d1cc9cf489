"""How a sheet is laid out, as data: type sizes, places and distances. A new layout needs no code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, with_config

from handouts.library.models import STRICT
from handouts.library.scalars import Id, Line, Phrase, TypeSize

__all__ = ["DrillLook", "FrontLook", "GridLook", "Layout", "TypeScale"]

Millimetres = Annotated[float, Field(ge=0, le=250)]


@with_config(STRICT)
@dataclass(frozen=True, kw_only=True)
class TypeScale:
    """Size and leading in points, for each role, such as “12/14.4”."""

    title: TypeSize
    title_long: TypeSize
    """For a title too long for one line."""
    patient: TypeSize
    dates: TypeSize
    drill_name: TypeSize
    body: TypeSize
    """Steps, why, cues."""
    row: TypeSize
    """Text of the rows: You need, Note, Move on."""
    when: TypeSize
    dose: TypeSize
    label: TypeSize
    """Row labels."""
    caption: TypeSize
    day: TypeSize
    """Day head on a scheduled day."""
    rest_day: TypeSize
    hold: TypeSize
    """Label under a box."""
    hold_tight: TypeSize
    """The same where the boxes stand close."""
    clinic: TypeSize
    clinic_long: TypeSize
    small: TypeSize
    """Header contacts, running head, disclaimer."""
    running: TypeSize
    """Patient's name in the running head."""
    stop_head: TypeSize
    pen: TypeSize
    footer: TypeSize
    footer_stop: TypeSize


@with_config(STRICT)
@dataclass(frozen=True, kw_only=True)
class FrontLook:
    """What stands before the first drill."""

    title: Literal["stacked", "inline"] = "stacked"
    """stacked: name, title, dates under each other. inline: the name stands right of the title."""
    own_page: bool = False
    """true gives the title, rows and stop rules a page of their own."""
    rows: bool = True
    """false leaves out When, You need and Note."""
    stop: Literal["front", "end", "row"] = "front"
    """front: after the rows. end: after the last drill. row: after the last drill, as one short row."""
    tagline: bool = True
    title_gap: Millimetres = 3.6


@with_config(STRICT)
@dataclass(frozen=True, kw_only=True)
class DrillLook:
    """How one drill is laid out."""

    form: Literal["beside", "stacked", "card", "log"]
    """beside: pictures left, steps right. stacked: pictures above steps. card: stacked, with a side
    column. log: the week grid alone."""
    one_a_page: bool = False
    disc: Millimetres = 10
    """Diameter of the number's disc."""
    why: bool = True
    dose: Literal["band", "heading"] = "band"
    """band: a tinted band over the grid. heading: on the drill's first line."""
    band_label: bool = True
    band: Millimetres = 8.4
    """Height of the dose band."""
    cues: Literal["column", "line"] = "column"
    """column: under the pictures or beside the steps. line: in lines over the grid."""
    picture_widths: tuple[Millimetres, ...] = (79, 70, 61)
    """Widths to try for the picture column, widest first; narrower ones make the steps shorter."""
    picture_height: Millimetres = 56
    gutter: Millimetres = 5
    side: Millimetres = 42
    """Width of the column of cues beside the steps."""
    side_stop: bool = False
    """true repeats the stop rules in the side column."""
    number: Millimetres = 6.5
    """Column of the step numbers."""
    pain: bool = False
    """true adds a row to write pain, 0 to 10, after each session."""


@with_config(STRICT)
@dataclass(frozen=True, kw_only=True)
class GridLook:
    """The week grid. The boxes themselves are the same in every layout: 4.5 mm, 0.7 pt, black."""

    head: Millimetres = 6.4
    row: Millimetres = 14.4
    """Height of a row of boxes with hold labels."""
    row_plain: Millimetres = 11.8
    """Height of a row of boxes without hold labels."""
    line: Millimetres = 13.1
    """From one line of boxes to the next where the sets of a day take several."""
    rest: Millimetres = 10
    """Width of a rest day's column."""


@with_config(STRICT)
@dataclass(frozen=True, kw_only=True)
class Layout:
    """A way to lay out a handout."""

    id: Id
    name: Phrase
    about: Line
    axis: Millimetres
    """Width of the column of labels; all text starts at its right edge."""
    type: TypeScale
    front: FrontLook = FrontLook()
    drill: DrillLook
    grid: GridLook = GridLook()
    gap: Millimetres = 4.2
    """Between blocks."""
    first_gap: Millimetres = 7
    """Before the first drill on page 1."""
    pad: Millimetres = 2.2
    """Inside a block."""
    step_gap: Millimetres = 0.9
    """Between steps."""
    row_pad: Millimetres = 1.6
    """Above and below the text of a row."""
    notes: bool = True
    """Ruled lines for the patient's notes where room is left."""
