"""A page of drawn figures as SVG: vector shapes and real text, nothing fetched, nothing executed."""

from __future__ import annotations

from base64 import b64encode
from xml.sax.saxutils import escape, quoteattr

from handouts.figures.curves import Trace
from handouts.figures.person import Person
from handouts.figures.shapes import Drawing
from handouts.figures.theme import line_width, shown, theme_of
from handouts.library.assets import Asset
from handouts.library.clinic import Colours
from handouts.sheet.blocks import (
    BOX,
    MM,
    Blank,
    Box,
    Code,
    Corner,
    Disc,
    Group,
    Image,
    LinkArea,
    Mark,
    Page,
    Polygon,
    QrSquare,
    Rect,
    Text,
)
from handouts.write.outlines import is_plain, letter_shapes
from handouts.write.pdf.faces import TypeFaces

__all__ = ["plain_marks", "svg"]

_FONT = "'Atkinson Hyperlegible', Verdana, sans-serif"


def svg(
    page: Page,
    size: tuple[float, float],
    colours: dict[str, str],
    brand: Colours,
    faces: TypeFaces,
    *,
    mono: bool,
    title: str,
    about: str = "",
) -> str:
    """The page as an SVG document, ``size`` in mm; ``title`` is read aloud in place of it, and what it shows after
    that, where ``about`` says so.
    """
    wide, high = size
    role, named = ("group", "t d") if about else ("img", "t")  # what is in a picture is not read aloud
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="{role}" aria-labelledby="{named}"'
        f' width="{wide:g}mm" height="{high:g}mm" viewBox="0 0 {wide:g} {high:g}" font-family={quoteattr(_FONT)}>'
    )
    out = [head, f'<title id="t">{escape(title)}</title>']
    if about:
        out.append(f'<desc id="d">{escape(about)}</desc>')
    for placed in page.blocks:
        out.append(f'<g transform="translate(0 {placed.y:g})">')
        for mark in placed.block.items:
            out += _mark(mark, colours, brand, faces, mono)
        out.append("</g>")
    return "\n".join([*out, "</svg>", ""])


def plain_marks(
    marks: tuple[Mark, ...], colours: dict[str, str], brand: Colours, faces: TypeFaces, *, mono: bool
) -> list[str]:
    """Marks as elements of SVG, in their own mm, for a drawing that something else puts together."""
    return [line for mark in marks for line in _mark(mark, colours, brand, faces, mono)]


def _mark(mark: Mark, colours: dict[str, str], brand: Colours, faces: TypeFaces, mono: bool) -> list[str]:
    if isinstance(mark, Group):
        inner = [line for item in mark.items for line in _mark(item, colours, brand, faces, mono)]
        label = f' role="img" aria-label={quoteattr(mark.alt)}' if mark.alt else ""
        return [f"<g{label}>", *inner, "</g>"]
    if isinstance(mark, Image):
        return _drawing(mark, brand, mono) if isinstance(mark.asset, Drawing) else _picture(mark, mark.asset, mono)
    if isinstance(
        mark, Blank | Code | QrSquare | LinkArea | Corner
    ):  # what is exported has none of these but the first
        return []
    if isinstance(mark, Box):
        place = f'x="{mark.x:.2f}" y="{mark.y:.2f}" width="{BOX}" height="{BOX}"'
        return [f'<rect {place} fill="#fff" stroke="#000" stroke-width="0.25"/>']
    return [_plain(mark, colours[mark.role], faces)]


def _plain(mark: Text | Rect | Disc | Polygon, fill: str, faces: TypeFaces) -> str:
    if isinstance(mark, Text):
        text = mark.text.rstrip()
        if not is_plain(text, faces, strong=mark.strong):
            return _letters(mark, text, fill, faces)
        weight = ' font-weight="bold"' if mark.strong else ""
        length = faces.width(text, mark.strong) * mark.size / MM  # other faces are fitted to our measure
        place = f'x="{mark.x:.2f}" y="{mark.y:.2f}" font-size="{mark.size / MM:.2f}" textLength="{length:.2f}"'
        return f'<text {place} lengthAdjust="spacingAndGlyphs" fill="{fill}"{weight}>{escape(text)}</text>'
    if isinstance(mark, Rect):
        radius = f' rx="{mark.radius:g}"' if mark.radius else ""
        place = f'x="{mark.x:.2f}" y="{mark.y:.2f}" width="{mark.w:.2f}" height="{mark.h:.2f}"'
        return f'<rect {place}{radius} fill="{fill}"/>'
    if isinstance(mark, Disc):
        paint = f'fill="none" stroke="{fill}" stroke-width="{mark.line / MM:.2f}"' if mark.line else f'fill="{fill}"'
        return f'<circle cx="{mark.x:.2f}" cy="{mark.y:.2f}" r="{mark.radius:.2f}" {paint}/>'
    points = " ".join(f"{x:.2f},{y:.2f}" for x, y in mark.points)
    return f'<polygon points="{points}" fill="{fill}"/>'


def _letters(mark: Text, text: str, fill: str, faces: TypeFaces) -> str:
    """Letters that few programs have a face for, as outlines."""
    shapes = [one for shape in letter_shapes(text, faces, strong=mark.strong) for one in shape]
    scale = mark.size / MM
    kinds = {2: "L", 4: "Q", 6: "C"}
    path = "".join(
        "".join(
            ("M" if at == 0 else kinds[len(step)]) + " ".join(f"{value:.3f}" for value in step)
            for at, step in enumerate(contour)
        )
        + "Z"
        for contour in shapes
    )
    place = f"matrix({scale:.4f} 0 0 {-scale:.4f} {mark.x:.2f} {mark.y:.2f})"
    return f'<path role="img" aria-label={quoteattr(text)} transform="{place}" d="{path}" fill="{fill}"/>'


def _picture(mark: Image, asset: Asset, mono: bool) -> list[str]:
    """A logo or a photograph, in the file itself: nothing is fetched."""
    kind = "svg+xml" if asset.kind == "vector" else "png" if asset.data.startswith(b"\x89PNG") else "jpeg"
    place = f'x="{mark.x:.2f}" y="{mark.y:.2f}" width="{mark.w:.2f}" height="{mark.h:.2f}"'
    data = f"data:image/{kind};base64,{b64encode(asset.data).decode('ascii')}"
    grey = ['<filter id="g"><feColorMatrix type="saturate" values="0"/></filter>'] if mono else []
    shown = ' filter="url(#g)"' if mono else ""
    return [*grey, f'<image {place}{shown} preserveAspectRatio="none" href="{data}"/>']


def _drawing(mark: Image, brand: Colours, mono: bool) -> list[str]:
    """A figure: its own cm, y up, under one transform."""
    drawing = mark.asset
    assert isinstance(drawing, Drawing)  # the caller looked
    theme = theme_of(brand, mark.person or Person(), mono=mono)
    roles, line = theme.as_dict(), line_width(drawing, mark.h)
    scale = mark.h / drawing.height
    left, _, _, high = drawing.box
    x, y = mark.x - left * scale, mark.y + high * scale
    matrix = f"matrix({scale:.5f} 0 0 {-scale:.5f} {x:.3f} {y:.3f})"
    out = [f'<g transform="{matrix}" stroke-linejoin="round" stroke-linecap="round" fill="none">']
    for shape in shown(drawing, line):
        path = "".join(_path(path) + ("Z" if shape.closed else "") for path in shape.paths)
        fill = f' fill="{roles[shape.fill]}"' if shape.fill else ""
        stroke = f' stroke="{roles[shape.line]}" stroke-width="{shape.weight * line:.2f}"' if shape.line else ""
        out.append(f'<path d="{path}"{fill}{stroke}/>')
    return [*out, "</g>"]


def _path(path: Trace) -> str:
    letters = {2: "L", 6: "C"}
    steps = (
        ("M" if at == 0 else letters[len(step)]) + " ".join(f"{value:.1f}" for value in step)
        for at, step in enumerate(path)
    )
    return "".join(steps)
