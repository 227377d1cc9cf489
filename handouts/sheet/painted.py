"""What a block's marks paint, as rectangles of ink: the ground on which sheets are judged to be free of collisions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from handouts.figures.outline import P2, inside
from handouts.figures.shapes import Drawing
from handouts.sheet.blocks import (
    BOX,
    MM,
    Blank,
    Block,
    Box,
    Code,
    Corner,
    Disc,
    Group,
    Image,
    LinkArea,
    Mark,
    Placed,
    Polygon,
    QrSquare,
    Rect,
    Text,
)
from handouts.sheet.style import REACH, Faces, falls, rises

__all__ = ["Collision", "Ink", "InkKind", "Outline", "Standing", "inks_of", "inks_over", "moved", "near_polygon"]

InkKind = Literal["text", "fill", "tint", "hair", "picture", "box", "blank", "code", "corner"]
"""A tint is pale, a hair a line as thin as one; a fill is all other ink in one colour."""

_PALE = frozenset(["rest", "tint"])
_HAIR = 0.3
"""Height of a rule up to which it is a hair, mm."""
_Painted = tuple[float, float, float, float, InkKind] | None
"""Left, top, right and bottom of a mark's ink, mm, and its kind; None where it leaves none."""
_Corners = tuple[float, float, float, float]
"""Left, top, right, bottom."""


class Ink(NamedTuple):
    """The rectangle that a mark fills, mm from its block's top and the page's left edge."""

    left: float
    top: float
    right: float
    bottom: float
    kind: InkKind
    order: int
    """Which of the block's inks it is: a later one is painted over an earlier one."""
    mark: Mark
    group: Group | None
    """The innermost group that holds it: the lines of a paragraph share theirs, in a second language too."""


class Outline(NamedTuple):
    """The rectangle round some inks, mm, and the most space that any of them asks for."""

    left: float
    top: float
    right: float
    bottom: float
    clear: float


class Collision(NamedTuple):
    """Ink that stands where it must not: too near to another, or outside its place."""

    gap: float
    """Space between the two, mm, less than 0 where they overlap; how far out it stands, where it stands outside."""
    one: Ink
    other: Ink | None
    """None where it stands outside the margins or its block."""
    down: float = 0.0
    """How far down the page the block is that the ink's place counts from, mm."""
    page: int = 0
    placed: Placed | None = None


class Standing(NamedTuple):
    """What is known of a block: what stands wrong inside it, and where its inks are."""

    wrong: tuple[Collision, ...]
    top: float
    """Of all inks, mm from the block's top; so is the bottom."""
    bottom: float
    outlines: tuple[Outline, ...]
    """Of its checkboxes, of its texts, and of all else."""
    inks: tuple[Ink, ...]
    """The inks, where they are so few that they may be kept."""


def inks_of(block: Block, faces: Faces) -> list[Ink]:
    """What a block paints, in order. White is no ink, and an empty text none either."""
    found: list[Ink] = []
    for placed in block.inner:
        found += [moved(ink, placed.y) for ink in inks_of(placed.block, faces)]
    _collect(block.items, None, faces, found)
    return found


def inks_over(block: Block, tail: Block, faces: Faces) -> list[Ink]:
    """What a block paints but for the tail that it shares with other blocks."""
    found: list[Ink] = []
    _collect(block.items[: len(block.items) - len(tail.items)], None, faces, found)
    return found


def _collect(items: Iterable[Mark], group: Group | None, faces: Faces, found: list[Ink]) -> None:
    for mark in items:
        if isinstance(mark, Group):
            _collect(mark.items, group if mark.tag == "Span" else mark, faces, found)
        elif painted := _PAINTED[type(mark)](mark, faces):
            found.append(Ink(*painted, len(found), mark, group))


def moved(ink: Ink, down: float) -> Ink:
    """The same ink further down."""
    return ink._replace(top=ink.top + down, bottom=ink.bottom + down)


def _text(mark: Text, faces: Faces) -> _Painted:
    """From the top of the capitals to the baseline, or below it where letters reach there."""
    text, size = mark.text.rstrip(), mark.size / MM
    if not text:
        return None
    top = mark.y - (faces.cap + (REACH if rises(text) else 0.0)) * size
    bottom = mark.y + (REACH * size if falls(text) else 0.0)
    return mark.x, top, mark.x + faces.width(text, mark.strong) * size, bottom, "text"


def _rect(mark: Rect, _: Faces) -> _Painted:
    if mark.role == "white":
        return None
    kind: InkKind = "hair" if mark.h <= _HAIR else "tint" if mark.role in _PALE else "fill"
    return mark.x, mark.y, mark.x + mark.w, mark.y + mark.h, kind


def _disc(mark: Disc, _: Faces) -> _Painted:
    x, y, radius = mark.x, mark.y, mark.radius
    return None if mark.role == "white" else (x - radius, y - radius, x + radius, y + radius, "fill")


def _polygon(mark: Polygon, _: Faces) -> _Painted:
    xs, ys = zip(*mark.points, strict=True)
    return None if mark.role == "white" else (min(xs), min(ys), max(xs), max(ys), "fill")


def _image(mark: Image, _: Faces) -> _Painted:
    """A drawn one without the empty room over it: all of a drill's are as high as the tallest."""
    top, asset = mark.y, mark.asset
    if isinstance(asset, Drawing):
        top += (asset.box[3] - asset.top) * mark.h / asset.height
    return mark.x, top, mark.x + mark.w, mark.y + mark.h, "picture"


def _box(mark: Box, _: Faces) -> _Painted:
    return mark.x, mark.y, mark.x + BOX, mark.y + BOX, "box"


def _blank(mark: Blank, _: Faces) -> _Painted:
    return mark.x, mark.y, mark.x + mark.w, mark.y + mark.h, "blank"


def _code(mark: Code, _: Faces) -> _Painted:
    return mark.x, mark.y, mark.x + mark.w, mark.y + mark.w, "code"


def _square(mark: QrSquare, _: Faces) -> _Painted:
    return mark.x, mark.y, mark.x + mark.w, mark.y + mark.w, "code"


def _nothing(_: LinkArea, __: Faces) -> _Painted:
    return None


def _corner(mark: Corner, _: Faces) -> _Painted:
    return mark.x, mark.y, mark.x + mark.w, mark.y + mark.w, "corner"


_PAINTED: dict[type[Any], Callable[[Any, Faces], _Painted]] = {
    Text: _text, Rect: _rect, Disc: _disc, Polygon: _polygon, Image: _image, Box: _box, Blank: _blank,
    Code: _code, QrSquare: _square, LinkArea: _nothing, Corner: _corner,
}  # fmt: skip
"""What each sort of mark paints."""


def near_polygon(ink: Ink, polygon: Ink, apart: float) -> bool:
    """Whether something stands nearer than ``apart`` mm to a polygon, and not just to the rectangle round it."""
    shape = polygon.mark
    assert isinstance(shape, Polygon)  # the caller has looked
    down = polygon.top - min([y for _, y in shape.points])  # from the block's top to where its marks count from
    left, right = ink.left - apart, ink.right + apart
    top, bottom = ink.top - apart - down, ink.bottom + apart - down
    middle = ((left + right) / 2, (top + bottom) / 2)
    sides = pairwise((*shape.points, shape.points[0]))
    return inside(middle, (shape.points,)) or any(_crosses(*side, (left, top, right, bottom)) for side in sides)


def _crosses(start: P2, end: P2, corners: _Corners) -> bool:
    """Whether any of a straight line lies in a rectangle (Liang and Barsky)."""
    left, top, right, bottom = corners
    (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
    enters, leaves = 0.0, 1.0
    for step, room in ((-dx, x - left), (dx, right - x), (-dy, y - top), (dy, bottom - y)):
        if step == 0.0:
            if room < 0.0:
                return False
            continue
        at = room / step
        if step < 0.0:
            enters = max(enters, at)
        else:
            leaves = min(leaves, at)
    return enters <= leaves
