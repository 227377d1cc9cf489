"""Draws a block: marks become the operators of a PDF page, with the block's top left at the origin."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from reportlab.pdfgen.pathobject import PDFPathObject

from handouts.assets import Asset
from handouts.figures.theme import line_width
from handouts.library.models import Person
from handouts.pdf.faces import Face, Subset, TypeFaces
from handouts.pdf.figures import figure_name
from handouts.pdf.images import resource_name
from handouts.sheet.marks import BOX, BOX_LINE, MM, Block, Box, Disc, Group, Image, Polygon, Rect, Text

__all__ = ["Drawn", "draw"]


class Drawn:
    """The operators of a block, and the pictures and own characters they need."""

    __slots__ = ("code", "extra", "images")

    def __init__(self, code: bytes, images: dict[str, Image], extra: bool) -> None:
        self.code = code
        self.images = images
        """By their names in the page's resources."""
        self.extra = extra
        """Whether it uses characters beyond the core subsets; then it belongs to one document."""


FontName = Callable[[Face, str], tuple[str, Subset, bool]]
"""For a face and a text: the font's resource name, its subset, and whether that is beyond the core."""


def _n(value: float) -> str:
    """A number as short as a hundredth of a point needs."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


@lru_cache(maxsize=256)
def _colour(colour: str) -> str:
    return " ".join(_n3(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))


def _n3(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"


def draw(block: Block, colours: dict[str, str], faces: TypeFaces, font: FontName) -> Drawn:
    """Draw a block's marks in order."""
    out: list[str] = []
    images: dict[str, Image] = {}
    fill = ""
    extra = False
    for mark in block.flat():
        if isinstance(mark, Group):  # flat() opens groups; this tells the type checker
            continue
        if isinstance(mark, Image):
            name = picture_name(mark)
            images[name] = mark
            place = f"{_n(mark.w * MM)} 0 0 {_n(mark.h * MM)} {_n(mark.x * MM)} {_n(-(mark.y + mark.h) * MM)}"
            out.append(f"q {place} cm /{name} Do Q")
            continue
        if isinstance(mark, Box):
            fill = ""
            out.append(_box(mark))
            continue
        role = colours[mark.role]
        if isinstance(mark, Disc) and mark.line:
            out.append(f"{_colour(role)} RG {_n(mark.line)} w {_path(mark)} S")
            continue
        if role != fill:
            out.append(f"{_colour(role)} rg")
            fill = role
        if isinstance(mark, Text):
            x = mark.x * MM
            for face, part in faces.split(mark.text, mark.strong):
                name, subset, own = font(face, part)
                extra = extra or own
                out.append(f"BT /{name} {_n(mark.size)} Tf {_n(x)} {_n(-mark.y * MM)} Td <{subset.encode(part)}> Tj ET")
                x += face.length(part) * mark.size
        else:
            out.append(f"{_path(mark)} f")
    return Drawn("\n".join(out).encode("ascii"), images, extra)


def picture_name(mark: Image) -> str:
    """Name of a picture in a page's resources."""
    if isinstance(mark.asset, Asset):
        return resource_name(mark.asset)
    return figure_name(mark.asset, mark.person or Person(), line_width(mark.asset, mark.h))


def _box(mark: Box) -> str:
    """A checkbox: white inside, black line, whatever the brand."""
    place = f"{_n(mark.x * MM)} {_n(-(mark.y + BOX) * MM)} {_n(BOX * MM)} {_n(BOX * MM)} re"
    return f"1 g 0 G {_n(BOX_LINE)} w {place} B"


def _path(mark: Rect | Disc | Polygon) -> str:
    if isinstance(mark, Rect) and not mark.radius:
        return f"{_n(mark.x * MM)} {_n(-(mark.y + mark.h) * MM)} {_n(mark.w * MM)} {_n(mark.h * MM)} re"
    path = PDFPathObject()
    if isinstance(mark, Rect):
        path.roundRect(mark.x * MM, -(mark.y + mark.h) * MM, mark.w * MM, mark.h * MM, mark.radius * MM)
    elif isinstance(mark, Disc):
        path.circle(mark.x * MM, -mark.y * MM, mark.radius * MM)
    else:
        (x, y), *rest = mark.points
        path.moveTo(x * MM, -y * MM)
        for px, py in rest:
            path.lineTo(px * MM, -py * MM)
        path.close()
    return str(path.getCode()).removeprefix("n ")
