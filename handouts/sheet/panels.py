"""How the pictures of a drill stand: in how many rows, how high, and where each with its caption.

Someone who lies is clear at little height, if wide enough: so the longer side of a picture is what must not be small.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from handouts.base.records import dataclass
from handouts.figures.callouts import PlacedNote, place_notes
from handouts.figures.kept_notes import kept_notes
from handouts.figures.shapes import Drawing
from handouts.plan.handout import Picture, Posed, Run, Runs
from handouts.sheet.blocks import MM
from handouts.sheet.look import Look
from handouts.sheet.signs import number_width
from handouts.sheet.text import Style, TextLine

__all__ = [
    "PICTURE_GAP",
    "UNDER",
    "Panel",
    "PanelPlace",
    "PictureRows",
    "caption_lift",
    "caption_style",
    "fitted",
    "indent_of",
    "note_style",
    "notes_of",
    "panels",
    "row_of",
    "size_of",
]

PICTURE_GAP = 3.0
"""Between two panels of a row, mm."""
_SPREAD = 12.0
"""Most that a caption may use of the free room beside its picture, mm."""
_PANEL_LEAST = 18.0
"""Least width of a picture with its caption, mm."""
_LOWEST = 8.0
"""Height, mm, under which pictures are not made lower, however little room there is."""
_NOTES_LOWEST = 12.5
_STEP = 6.0
"""Steps of heights for which call-outs are placed, mm."""
_NOTE_W = 21.0
"""Greatest width of a call-out's words, mm."""
UNDER = 1.0
"""From a picture to its caption, and from a caption to the row below, mm."""


@dataclass(frozen=True)
class Panel:
    """A picture with its caption's needs, and the drawing where it is drawn from data."""

    picture: Picture
    drawing: Drawing | None
    caption: Runs
    """The caption, and how long to hold; empty where captions are left out."""
    needs: tuple[float, float]
    """Least width for the caption on one line, and on two, mm."""

    @property
    def key(self) -> tuple[str, str, str]:
        """Equal for panels that look alike."""
        asset = self.picture.asset
        digest = self.drawing.digest if self.drawing else "" if isinstance(asset, Posed) else asset.digest
        return self.picture.caption, self.picture.hold, digest


class PanelPlace(NamedTuple):
    """Where a picture stands in its row: how far from the row's left edge, its width, mm, its broken caption, and how
    much room there is beside the picture, mm.
    """

    panel: Panel
    x: float
    size: float
    caption: list[TextLine]
    free: float


class PanelRow(NamedTuple):
    """A row of pictures: its panels, the empty room over them that is taken away, and its height, mm."""

    places: list[PanelPlace]
    blank: float
    height: float


class PictureRows(NamedTuple):
    """How a drill's pictures stand in a column."""

    height: float
    """Of each picture, mm."""
    cuts: tuple[int, ...]
    """Where rows start, and the end of the last one."""
    total: float
    """Height of all rows with their captions, mm."""
    side: float
    """The longer side of the narrowest picture, mm."""
    wide: float
    """What the widest row takes, mm."""
    cramped: bool
    """Whether a caption takes more than two lines."""


def caption_style(look: Look) -> Style:
    """The style of captions."""
    return look.style("caption")


def indent_of(style: Style) -> float:
    """From the left edge of a caption's disc to its text, mm."""
    return number_width(style.size) + 1.4


def panels(shown: tuple[Picture, ...], look: Look, *, captions: bool = True) -> list[Panel]:
    """Pictures with what their captions need."""
    return [_panel(one, look, captions=captions) for one in shown]


def _before_hold(one: Picture, look: Look) -> str:
    """A caption up to its hold: a space, or the comma of a language that is written without spaces."""
    if look.joins.space:
        return f"{one.caption}{look.joins.space}"
    return look.joins.items((one.caption, one.hold)).removesuffix(one.hold)


def _panel(one: Picture, look: Look, *, captions: bool) -> Panel:
    drawing = None
    if isinstance(one.asset, Posed):
        posed = one.asset
        drawing = look.gallery.picture(posed.figure, posed.position, posed.person.build, mirror=posed.mirrored)
    if not captions:
        return Panel(one, drawing, (), (0.0, 0.0))
    style, faces = caption_style(look), look.faces
    runs = (Run(_before_hold(one, look)), Run(one.hold, strong=True)) if one.hold else (Run(one.caption),)
    words = [style.width(word, faces) for word in one.caption.split()]
    words += [style.width(one.hold, faces, True)] if one.hold else []
    space = style.width(" ", faces)
    indent = indent_of(style) + 0.2
    needs = [max(_PANEL_LEAST, indent + _widest(words, space, lines)) for lines in (1, 2)]
    return Panel(one, drawing, runs, (needs[0], needs[1]))


def _widest(words: Sequence[float], space: float, lines: int) -> float:
    """Width that words take on one line, or on two at best."""
    whole = sum(words) + space * (len(words) - 1)
    if lines == 1 or len(words) < 2:
        return whole
    best, first = whole, 0.0
    for word in words[:-1]:
        first += word + space
        best = min(best, max(first - space, whole - first))
    return best


def fitted(
    every: list[Panel], look: Look, width: float, most: float, room: float, *, rows: int = 0, lines: int = 2
) -> PictureRows:
    """How pictures stand in a column ``width`` mm wide, each at most ``most`` mm high, all together at most ``room``.

    They stand in ``rows`` rows; where that is 0, in the fewest that let each be large enough to be understood.
    """
    key = tuple(one.key for one in every)
    return look.known(
        ("pictures", key, width, most, room, rows, lines), lambda: _fitted(every, look, width, most, room, rows, lines)
    )


def _fitted(
    every: list[Panel], look: Look, width: float, most: float, room: float, rows: int, lines: int
) -> PictureRows:
    scaled = min(at_scale(one, look) for one in every)
    most = min(most, max(scaled, *(_clear(one, look) for one in every)))
    if rows:
        return _in_rows(every, look, width, most, room, min(rows, len(every)), lines)
    least = min(look.layout.drill.picture_least, most)
    best: PictureRows | None = None
    for count in range(1, len(every) + 1):
        tried = _in_rows(every, look, width, most, room, count, lines)
        if best is None or (best.cramped, -best.side * 1.25) > (tried.cramped, -tried.side):
            best = tried
        if best.side >= least and not best.cramped:
            break
    assert best is not None  # there is at least one picture
    return best


def at_scale(one: Panel, look: Look) -> float:
    """How high a picture is at the largest scale of its layout, mm; a close-up is as large as it is let."""
    asset = one.picture.asset
    if one.drawing is None or not isinstance(asset, Posed) or asset.figure.frame:
        return math.inf
    return max(_LOWEST, look.layout.drill.picture_scale * one.drawing.height)


def _clear(one: Panel, look: Look) -> float:
    """How high a picture must be for its longer side to be seen well, mm: somebody who kneels is low at any scale."""
    if one.drawing is None:
        return 0.0
    return look.layout.drill.picture_least * one.drawing.height / max(one.drawing.width, one.drawing.height)


def _in_rows(
    every: list[Panel], look: Look, width: float, most: float, room: float, count: int, lines: int
) -> PictureRows:
    per_row = math.ceil(len(every) / count)
    cuts = (*range(0, len(every), per_row), len(every))
    slices = [every[start:end] for start, end in pairwise(cuts)]
    height = max(_LOWEST, min(_row_height(row, look, width, most, lines) for row in slices))
    total = _total(slices, look, width, height)
    while total > room and height > _LOWEST:
        height = max(_LOWEST, height - max(0.5, 0.6 * (total - room) / len(slices)))
        total = _total(slices, look, width, height)
    side = min(max(height, size_of(one, look, height)) for one in every)
    wide = max(sum(_widths(row, look, width, height)) + gap_of(look, width) * (len(row) - 1) for row in slices)
    cramped = wide > width + 0.01 or any(need(one, lines, width) < one.needs[1] for one in every)
    return PictureRows(height, cuts, total, side, wide, cramped)


def _total(slices: list[list[Panel]], look: Look, width: float, height: float) -> float:
    return sum(row_of(row, look, width, height).height for row in slices) + UNDER * (len(slices) - 1)


def need(one: Panel, lines: int, width: float) -> float:
    """Least width of a panel, mm: no more than there is."""
    return min(one.needs[lines - 1], width)


def gap_of(look: Look, width: float) -> float:
    """Between two panels of a row, mm: twice as much in a row over the steps."""
    return 2 * PICTURE_GAP if width == look.frame.w else PICTURE_GAP


def size_of(one: Panel, look: Look, height: float) -> float:
    """Width of a picture of this height, its call-outs with it, mm."""
    if one.drawing is None:
        asset = one.picture.asset
        return height * (asset.aspect if not isinstance(asset, Posed) else 1.0)
    *_, (left, _, right, _) = notes_of(one.drawing, look, height)
    return (right - left) * height / one.drawing.height


def _row_height(every: list[Panel], look: Look, width: float, tallest: float, lines: int) -> float:
    """How tall pictures can be in one row, each at least as wide as its caption needs; 0 where they do not fit."""
    room = width - gap_of(look, width) * (len(every) - 1)
    needs = [need(one, lines, width) for one in every]

    def fits(height: float) -> bool:
        return (
            sum(max(size_of(one, look, height), least) for one, least in zip(every, needs, strict=True)) <= room + 1e-6
        )

    if sum(needs) > room + 1e-6:
        return 0.0
    plain = _evenly(
        [size_of(one, look, 1.0) if one.drawing is None else one.drawing.aspect for one in every], needs, room
    )
    if not _noted(every, look):
        return min(tallest, math.floor(plain * 10) / 10)
    high = min(tallest, plain)
    if fits(high):
        return high
    low, end = 0, int(high) + 1  # whole mm: of two heights the lower one fits wherever the higher does
    while end - low > 1:
        middle = (low + end) // 2
        low, end = (middle, end) if fits(middle) else (low, middle)
    return float(low)


def _evenly(aspects: list[float], needs: list[float], room: float) -> float:
    """The height at which panels, each as wide as its picture or its caption, fill the room, mm."""
    taken = sorted(zip(aspects, needs, strict=True), key=lambda one: one[1] / one[0])
    wide, narrow = 0.0, sum(needs)  # aspects of pictures wider than their captions, needs of all others
    height = 0.0
    for at, (aspect, least) in enumerate(taken):
        wide, narrow = wide + aspect, narrow - least
        height = (room - narrow) / wide
        if at + 1 == len(taken) or height <= taken[at + 1][1] / taken[at + 1][0]:
            break
    return height


def _noted(every: list[Panel], look: Look) -> bool:
    return look.layout.drill.callouts and any(one.drawing and one.drawing.notes for one in every)


def _widths(every: list[Panel], look: Look, width: float, height: float) -> list[float]:
    """Width of each panel: its picture's, and at least what its caption needs on two lines, mm."""
    return [max(min(size_of(one, look, height), width), need(one, 2, width)) for one in every]


def row_of(every: list[Panel], look: Look, width: float, height: float) -> PanelRow:
    """One row of pictures: free room goes to the captions, and so to the gaps."""
    style, gap = caption_style(look), gap_of(look, width)
    indent, lift = indent_of(style), caption_lift(look, style)
    sizes = _widths(every, look, width, height)
    spare = max(0.0, (width - gap * (len(every) - 1) - sum(sizes)) / len(every))
    found, x, under = [], 0.0, 0.0
    for one, panel in zip(every, sizes, strict=True):
        room = panel + min(spare, _SPREAD)
        lines = look.lines(one.caption, style, room - indent) if one.caption else []
        wide = min(size_of(one, look, height), width)
        found.append(PanelPlace(one, x, wide, lines, max(0.0, room - wide)))
        if lines:
            under = max(under, UNDER + max(lift + len(lines) * style.line, number_width(style.size)))
        x += room + gap
    blank = min(_blank(one, look, height) for one in every)  # over the tallest of this row
    return PanelRow(found, blank, height - blank + under)


def caption_lift(look: Look, style: Style) -> float:
    """From the top of a caption's disc to that of its words, mm: so that they stand on one line."""
    faces = look.faces
    return number_width(style.size) / 2 - (style.baseline(faces) - faces.cap * style.size / MM / 2)


def notes_of(
    drawing: Drawing, look: Look, height: float
) -> tuple[list[PlacedNote], list[list[TextLine]], tuple[float, float, float, float]]:
    """Call-outs with their broken lines at this height, and the box round picture and call-outs, cm."""
    if not look.layout.drill.callouts:
        return [], [], drawing.box
    # sought for a few heights only: at one in between, the words take a little less than the room found for them
    style, scale = note_style(look), max(_NOTES_LOWEST, height // _STEP * _STEP) / drawing.height
    lines = [look.lines(note.text, style, _NOTE_W) for note in drawing.notes]
    sizes = [(max(line.width for line in block) / scale, len(block) * style.line / scale) for block in lines]
    key = tuple(sizes)
    placed, box = look.placed(drawing, key, lambda: kept_notes(drawing, key, lambda: place_notes(drawing, sizes)))
    return placed, lines, box


def note_style(look: Look) -> Style:
    """The style of call-outs."""
    return _smaller(caption_style(look))


@lru_cache(maxsize=64)
def _smaller(style: Style) -> Style:
    return Style(max(9.5, style.size - 1.5), style.leading * 0.86, least=style.least)


def _blank(one: Panel, look: Look, height: float) -> float:
    """Height of the empty room over a picture, mm."""
    if one.drawing is None:
        return 0.0
    placed, *_ = notes_of(one.drawing, look, height)
    top = max([one.drawing.top, *(note.high for note in placed)]) + 1.0
    return max(0.0, (one.drawing.box[3] - top) * height / one.drawing.height)
