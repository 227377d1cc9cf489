"""Pictures of a drill's positions, with their captions and call-outs."""

from __future__ import annotations

import math
from functools import lru_cache

from handouts.base.records import dataclass
from handouts.figures.callouts import PlacedNote, place_notes
from handouts.figures.kept_notes import kept_notes
from handouts.figures.shapes import Drawing
from handouts.plan.handout import Picture, Posed
from handouts.sheet.blocks import MM, Disc, Image, Pad, Polygon, Role
from handouts.sheet.look import Look
from handouts.sheet.signs import number_width, outlined_number, pill, pill_width
from handouts.sheet.text import Style, TextLine, put

__all__ = ["picture_row_width", "pictures"]

_PICTURE_GAP = 3.0
_WORD_MOST = 40.0
"""A caption's word that needs more room than this, mm, is broken after all."""
_PANEL_MIN = 18.0
"""Least width of a picture with its caption, mm."""
_FIGURE_MIN = 25.0
"""Least height at which a position can be made out, mm."""
_LOWEST = 12.5
_STEP = 6.0
"""Steps of heights for which call-outs are placed, mm."""
_NOTE_W = 21.0
"""Greatest width of a call-out's words, mm."""
_SPREAD = 12.0
"""Most that a caption may use of the free room beside its picture, mm."""


@dataclass(frozen=True)
class _Panel:
    """A picture with its caption's needs, and the drawing where it is drawn from data."""

    picture: Picture
    drawing: Drawing | None
    need: float
    """Least width that the caption asks for, mm."""
    captioned: bool = True


def pictures(
    pad: Pad,
    shown: tuple[Picture, ...],
    look: Look,
    x: float,
    y: float,
    width: float,
    most: float,
    room: float,
    *,
    captions: bool = True,
    rows: int = 0,
    wide: float = 40.0,
) -> float:
    """Pictures side by side, one height for all, at most ``most`` mm, captions under them. Gives the y below.

    They stand in as few rows as let each be tall enough to be understood, or ``wide`` enough (mm), or in
    the number of rows asked for.
    Where all rows together would be taller than ``room`` mm, they are made lower.
    """
    every = _prepared(shown, look, captions=captions)
    if rows == 1:
        return _picture_row(pad, every, look, x, y, width, most)
    told = tuple((one.picture.caption, one.picture.hold, _digest(one)) for one in every)
    height, slices = look.arranged(
        (told, width, most, room, wide), lambda: _arrange(every, look, x, width, most, room, wide)
    )
    return _rows(pad, every, slices, look, x, y, width, height)


def _digest(one: _Panel) -> str:
    if one.drawing is not None:
        return one.drawing.digest
    return one.picture.asset.digest if not isinstance(one.picture.asset, Posed) else ""


def _arrange(
    every: list[_Panel], look: Look, x: float, width: float, most: float, room: float, wide: float
) -> tuple[float, list[slice]]:
    """Height of the pictures, mm, and which stand in a row."""
    best: tuple[float, list[slice]] | None = None
    for count in range(1, len(every) + 1):
        per_row = math.ceil(len(every) / count)
        slices = [slice(start, start + per_row) for start in range(0, len(every), per_row)]
        tallest = most * (1.0 if count == 1 else 0.7)
        height = min(_row_height(every[row], look, width, tallest) for row in slices)
        if best is None or height > best[0] * 1.25:
            best = height, slices
        if per_row == 1 or best[0] >= _FIGURE_MIN or (best[0] > 0 and _narrowest(every, look, best[0]) >= wide):
            break
    assert best is not None  # there is at least one picture
    height, slices = max(best[0], _LOWEST), best[1]
    while height > _LOWEST and _rows(Pad(), every, slices, look, x, 0.0, width, height) > room:
        height -= 2.0
    return height, slices


def picture_row_width(shown: tuple[Picture, ...], look: Look, height: float, *, captions: bool = True) -> float:
    """Width that pictures of this height take side by side, mm."""
    every = _prepared(shown, look, captions=captions)
    return sum(max(_size(one, look, height), one.need) for one in every) + _PICTURE_GAP * (len(every) - 1)


def _prepared(shown: tuple[Picture, ...], look: Look, *, captions: bool) -> list[_Panel]:
    style, held = look.style("caption"), look.style("caption", strong=True)
    every = []
    for one in shown:
        word = max(style.width(part, look.faces) for part in one.caption.split())  # no word is to be broken
        need = max(_PANEL_MIN, min(_caption_indent(style) + word + 0.2, _WORD_MOST))
        if one.hold:
            need = max(need, pill_width(look, one.hold, held))
        every.append(_Panel(one, _drawing(one, look), need if captions else 0.0, captions))
    return every


def _narrowest(every: list[_Panel], look: Look, height: float) -> float:
    """Width of the narrowest picture at a height, mm. Someone lying down is clear at little height, if wide enough."""
    return min(_size(one, look, height) for one in every)


def _drawing(one: Picture, look: Look) -> Drawing | None:
    if not isinstance(one.asset, Posed):
        return None
    posed = one.asset
    return look.gallery.picture(posed.figure, posed.position, posed.person.build, mirror=posed.mirrored)


def _rows(
    pad: Pad, every: list[_Panel], rows: list[slice], look: Look, x: float, y: float, width: float, height: float
) -> float:
    for row in rows:
        y = _picture_row(pad, every[row], look, x, y, width, height) + 1.0
    return y - 1.0


def _caption_indent(style: Style) -> float:
    """From the left edge of a caption's disc to its text, mm."""
    return number_width(style.size) + 1.4


def _size(one: _Panel, look: Look, height: float) -> float:
    """Width of a picture of this height, its call-outs with it, mm."""
    if one.drawing is None:
        asset = one.picture.asset
        return height * (asset.aspect if not isinstance(asset, Posed) else 1.0)
    *_, (left, _, right, _) = _notes(one.drawing, look, height)
    return (right - left) * height / one.drawing.height


def _notes(
    drawing: Drawing, look: Look, height: float
) -> tuple[list[PlacedNote], list[list[TextLine]], tuple[float, float, float, float]]:
    """Call-outs with their broken lines at this height, and the box round picture and call-outs, cm."""
    if not look.layout.drill.callouts:
        return [], [], drawing.box
    # sought for a few heights only: at one in between, the words take a little less than the room found for them
    style, scale = _note_style(look), max(_LOWEST, height // _STEP * _STEP) / drawing.height
    lines = [look.lines(note.text, style, _NOTE_W) for note in drawing.notes]
    sizes = [(max(line.width for line in block) / scale, len(block) * style.line / scale) for block in lines]
    key = tuple(sizes)
    placed, box = look.placed(drawing, key, lambda: kept_notes(drawing, key, lambda: place_notes(drawing, sizes)))
    return placed, lines, box


def _noted(one: _Panel, look: Look, height: float) -> tuple[str, ...]:
    """The words that stand in a picture, in the order in which its figure has them."""
    if one.drawing is None:
        return ()
    placed, *_ = _notes(one.drawing, look, height)
    return tuple(one.drawing.notes[index].text for index in sorted(note.index for note in placed))


def _note_style(look: Look) -> Style:
    return _smaller(look.style("caption"))


@lru_cache(maxsize=64)
def _smaller(style: Style) -> Style:
    return Style(max(9.5, style.size - 1.5), style.leading * 0.86)


def _row_height(every: list[_Panel], look: Look, width: float, tallest: float) -> float:
    """How tall pictures can be in one row, each at least as wide as its caption needs; 0 where they do not fit."""
    room = width - _PICTURE_GAP * (len(every) - 1)

    def fits(height: float) -> bool:
        bare = (one.drawing.aspect * height if one.drawing else 0.0 for one in every)
        if sum(map(max, bare, (one.need for one in every))) > room:
            return False  # even without their call-outs, which take time to place
        return sum(max(_size(one, look, height), one.need) for one in every) <= room + 1e-6

    if fits(tallest):
        return tallest
    low, high = 0, int(tallest)  # whole mm: of two heights the lower one fits wherever the higher does
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return float(low)


def _picture_row(pad: Pad, every: list[_Panel], look: Look, x: float, y: float, width: float, height: float) -> float:
    faces = look.faces
    style, held = look.style("caption"), look.style("caption", strong=True)
    indent = _caption_indent(style)
    sizes = [min(_size(one, look, height), width) for one in every]
    panels = [max(size, one.need) for size, one in zip(sizes, every, strict=True)]
    spare = max(0.0, (width - _PICTURE_GAP * (len(every) - 1) - sum(panels)) / len(every))
    blank = min(_blank(one, look, height) for one in every)  # over the tallest of this row
    y -= blank
    bottom = y
    for one, size, panel in zip(every, sizes, panels, strict=True):
        picture = one.picture
        alt = f"{picture.alt} {picture.marked}".rstrip() if look.layout.drill.callouts else picture.alt
        with pad.group("Figure", alt, notes=_noted(one, look, height)):
            if one.drawing is not None:
                _draw(pad, one, look, x, y, height)
            elif not isinstance(picture.asset, Posed):
                tall = size / picture.asset.aspect
                pad.add(Image(x, y + height - tall, size, tall, picture.asset))
        top = y + height + 1.0
        if not one.captioned:
            bottom = max(bottom, y + height)
            x += panel + _PICTURE_GAP
            continue
        with pad.group("Caption", spoken=picture.spoken):
            disc = outlined_number(pad, look, x, top, picture.step, style.size)
            lift = disc / 2 - (style.baseline(faces) - faces.cap * style.size / MM / 2)
            room = panel + min(spare, _SPREAD) - indent
            end = put(pad, x + indent, top + lift, look.lines(picture.caption, style, room), style, faces)
            if picture.hold:
                # under the words; under their number where the panel is narrow
                inset = indent if pill_width(look, picture.hold, held) <= room else 0.0
                end = max(end, top + disc) + 0.4
                end += pill(pad, look, x + inset, end, picture.hold, held, room + indent - inset) + 0.8
        bottom = max(bottom, end, top + disc)
        x += panel + min(spare, _SPREAD) + _PICTURE_GAP
    return bottom


def _blank(one: _Panel, look: Look, height: float) -> float:
    """Height of the empty room over a picture, mm."""
    if one.drawing is None:
        return 0.0
    placed, *_ = _notes(one.drawing, look, height)
    top = max([one.drawing.top, *(note.high for note in placed)]) + 1.0
    return max(0.0, (one.drawing.box[3] - top) * height / one.drawing.height)


def _draw(pad: Pad, one: _Panel, look: Look, x: float, y: float, height: float) -> None:
    """A drawing with its call-outs: words set by the page, at a size that can be read."""
    drawing, posed = one.drawing, one.picture.asset
    assert drawing is not None  # the caller looked
    placed, lines, (left, _, _, high) = _notes(drawing, look, height)
    scale = height / drawing.height
    wide = drawing.width * scale
    pad.add(
        Image(
            x + (drawing.box[0] - left) * scale,
            y,
            wide,
            height,
            drawing,
            posed.person if isinstance(posed, Posed) else None,
        )
    )

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return x + (point[0] - left) * scale, y + (high - point[1]) * scale

    style = _note_style(look)
    for note in placed:
        tip, start = at(note.tip), at(note.start)
        for half, role in ((0.45, "white"), (0.14, "ink")):
            _stroke(pad, start, tip, half, role)  # type: ignore[arg-type]  # roles
        pad.add(Disc(*tip, 0.75, "white"), Disc(*tip, 0.5, "ink"))
        text_x, text_y = at((note.left, note.high))
        put(pad, text_x, text_y, lines[note.index], style, look.faces)


def _stroke(pad: Pad, start: tuple[float, float], end: tuple[float, float], half: float, role: Role) -> None:
    """A straight line as a thin polygon."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    size = math.hypot(dx, dy)
    if size < 0.3:
        return
    nx, ny = -dy / size * half, dx / size * half
    pad.add(
        Polygon(
            (
                (start[0] + nx, start[1] + ny),
                (end[0] + nx, end[1] + ny),
                (end[0] - nx, end[1] - ny),
                (start[0] - nx, start[1] - ny),
            ),
            role,
        )
    )
