"""How a sheet is laid out, as data: type sizes, places and distances. A new layout needs no code."""

from __future__ import annotations

from typing import Annotated, Literal

from handouts.base.records import dataclass
from handouts.base.rules import limits, strict
from handouts.base.scalars import Id, Line, Phrase, TypeSize

__all__ = ["DrillLook", "FrontLook", "GridLook", "Layout", "TypeScale"]

Gap = Annotated[float, limits(ge=0, le=20)]
"""A distance, mm."""
ColumnWidth = Annotated[float, limits(ge=12, le=60)]
"""Width of a narrow column, mm."""
Small = Annotated[float, limits(ge=4, le=20)]
"""Size of something small, mm."""
SideWidth = Annotated[float, limits(ge=30, le=80)]
Width = Annotated[float, limits(ge=40, le=175)]
Height = Annotated[float, limits(ge=25, le=120)]
PictureLeast = Annotated[float, limits(ge=20, le=80)]
PictureScale = Annotated[float, limits(ge=0.1, le=1)]
RowHeight = Annotated[float, limits(ge=9.8, le=40)]
"""A box, 2.8 mm over it and 2.5 mm under it, at least."""


@strict
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


@strict
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
    title_gap: Gap = 3.6

    @property
    def name_beside_title(self) -> bool:
        """Whether the patient's name stands right of the title, where there is room."""
        return self.title == "inline"

    @property
    def stop_last(self) -> bool:
        """Whether the stop rules stand in full after the last drill."""
        return self.stop == "end"

    @property
    def stop_as_row(self) -> bool:
        """Whether the stop rules stand after the last drill as one short row."""
        return self.stop == "row"


@strict
@dataclass(frozen=True, kw_only=True)
class DrillLook:
    """How one drill is laid out."""

    form: Literal["beside", "stacked", "card", "log"]
    """beside: pictures left, steps right. stacked: pictures above steps. card: stacked, with a side
    column. log: the week grid alone."""
    one_a_page: bool = False
    disc: Small = 10
    """Diameter of the number's disc."""
    why: bool = True
    dose: Literal["band", "heading"] = "band"
    """band: a tinted band over the grid. heading: on the drill's first line."""
    band_label: bool = True
    band: Small = 8.4
    """Height of the dose band."""
    cues: Literal["column", "line"] = "column"
    """column: under the pictures or beside the steps. line: in lines over the grid."""
    picture_widths: tuple[Width, ...] = (84, 78, 71, 64, 56, 48)
    """Widths to try for the picture column, widest first; narrower ones make the steps shorter. In the forms stacked
    and card: of a column right of the first steps, for pictures that would be too low in a row over them."""
    picture_height: Height = 56
    """Of the pictures at most."""
    picture_least: PictureLeast = 30
    """Least height of a picture, or its width where somebody lies: no drill is set with smaller ones where it can be
    set otherwise."""
    picture_scale: PictureScale = 1
    """Largest scale of pictures, mm on paper for a cm of the person: so that people are of one size over a sheet.
    Close-ups and lower pictures are not bound by it."""
    callouts: bool = False
    """true shows the words inside drawn pictures, which makes these wider."""
    gutter: Gap = 5
    side: SideWidth = 42
    """Width of the column of cues beside the steps."""
    side_stop: bool = False
    """true repeats the stop rules in the side column."""
    number: Small = 6.5
    """Column of the step numbers."""
    pain: Literal["never", "room", "always"] = "always"
    """A row to write pain, 0 to 10, after each session, where the rules speak of pain. room: only where the last page
    has room for it."""

    def __post_init__(self) -> None:
        if not 1 <= len(self.picture_widths) <= 8 or list(self.picture_widths) != sorted(self.picture_widths)[::-1]:
            raise ValueError("picture_widths needs 1 to 8 widths, the widest first")

    @property
    def picture_heights(self) -> tuple[float, ...]:
        """Heights to try for the pictures, mm, the greatest first."""
        least = min(self.picture_least, self.picture_height)
        tried = [round(self.picture_height * part, 1) for part in (1.0, 0.86, 0.74, 0.64)]
        return (*(height for height in tried if height > least), least)

    @property
    def grid_alone(self) -> bool:
        """Whether a drill is its name, its dose and its grid, without steps and pictures."""
        return self.form == "log"

    @property
    def pictures_above(self) -> bool:
        """Whether pictures stand over the steps, which then start at the margin."""
        return self.form != "beside"

    @property
    def dose_beside_name(self) -> bool:
        """Whether the dose stands on the drill's first line, and not in a band over the grid."""
        return self.dose == "heading"

    @property
    def name_at_margin(self) -> bool:
        """Whether a drill's name follows its number at once, and does not start at the axis."""
        return self.grid_alone or self.dose_beside_name

    @property
    def cues_in_lines(self) -> bool:
        """Whether cues stand beside each other over the grid."""
        return self.cues == "line"


@strict
@dataclass(frozen=True, kw_only=True)
class GridLook:
    """The week grid. The boxes themselves are the same in every layout: 4.5 mm, 0.7 pt, black."""

    head: Small = 6.4
    row: RowHeight = 14.4
    """Height of a row of boxes with hold labels."""
    row_plain: RowHeight = 10.0
    """Height of a row of boxes without hold labels; one whose own label takes two lines is higher."""
    line: RowHeight = 13.1
    """From one line of boxes to the next where the sets of a day take several."""
    rest: Small = 10
    """Width of a rest day's column."""


@strict
@dataclass(frozen=True, kw_only=True)
class Layout:
    """A way to lay out a handout."""

    id: Id
    name: Phrase
    about: Line
    axis: ColumnWidth
    """Width of the column of labels; all text starts at its right edge."""
    type: TypeScale
    front: FrontLook = FrontLook()
    drill: DrillLook
    grid: GridLook = GridLook()
    gap: Gap = 4.2
    """Between blocks."""
    first_gap: Gap = 4.2
    """Before the first drill on page 1: with the space that a row and a line of text end in, 7 mm of white."""
    pad: Gap = 2.2
    """Inside a block."""
    step_gap: Gap = 0.9
    """Between steps."""
    row_pad: Gap = 1.6
    """Above and below the text of a row."""
    notes: bool = True
    """Ruled lines for the patient's notes where room is left."""

    def __post_init__(self) -> None:
        need = round(9.8 + 0.24 * self.type.hold[0], 1)  # box, clear space, and the label's capitals
        if self.grid.row < need:
            raise ValueError(f"grid.row needs {need} mm or more, for the hold labels under the boxes")
        if self.grid.line < need - 0.3:
            raise ValueError(
                f"grid.line needs {round(need - 0.3, 1)} mm or more, for the hold labels between the boxes"
            )
        if min(self.type.body[0], self.type.row[0]) < 12:  # the least that most eyes can read
            raise ValueError("type.body and type.row need 12 points or more")
