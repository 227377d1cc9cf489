"""WRITE: a drill's pictures for the phone page: drawn ones as small SVG, photographs as data of the page itself."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Hashable
from dataclasses import field
from html import escape
from itertools import groupby
from typing import NamedTuple

from handouts.base.kept import Kept
from handouts.base.records import dataclass
from handouts.figures.curves import Trace
from handouts.figures.person import Person
from handouts.figures.shapes import Drawing, Painted
from handouts.figures.theme import line_width, shown, theme_of
from handouts.library.assets import Asset
from handouts.library.clinic import Colours
from handouts.plan.handout import Picture, Posed
from handouts.sheet.blocks import Group, Image, Mark
from handouts.sheet.extras import figure_page
from handouts.sheet.look import Look
from handouts.write.html.markup import Html, el
from handouts.write.pdf.faces import TypeFaces
from handouts.write.svg import plain_marks

__all__ = ["SIZES", "PictureMaker", "PictureSize", "data_uri"]

_HIGH, _WIDE = 60.0, 72.0
"""Most that a picture is high and wide when its call-outs are placed, mm: they are read at the width of a phone."""
_KEPT = 256
"""Pictures kept, at some 12 kB each."""


class PictureSize(NamedTuple):
    """How finely pictures are kept in a page."""

    pixels: int
    """Most of a photograph's longer side."""
    quality: int
    """Of a photograph, as JPEG counts it."""
    units: int
    """To each cm of a drawn figure: what its points are rounded to."""


SIZES = (PictureSize(720, 80, 10), PictureSize(560, 74, 10), PictureSize(440, 68, 5), PictureSize(340, 60, 4))
"""The best first."""


@dataclass(frozen=True)
class PictureMaker:
    """Makes pictures in a clinic's colours."""

    look: Look
    """How call-outs are set: in the faces of the handout's language."""
    brand: Colours
    roles: tuple[tuple[str, str], ...]
    """Colours of what is not drawn of the figure itself."""
    faces: TypeFaces
    kept: Kept[Hashable, tuple[str, Html]] = field(default_factory=lambda: Kept(_KEPT))
    """What was drawn before: handouts share most pictures."""

    def picture(self, picture: Picture, size: PictureSize) -> Html:
        """An element that says the picture's description; ``size`` is of ``SIZES``."""
        asset = picture.asset
        if isinstance(asset, Posed):
            return self._drawn(picture, asset, size.units)
        alt = self.look.joins.sentences(filter(None, (picture.alt, picture.marked)))
        return el(
            "img",
            src=data_uri(asset, size.pixels, size.quality),
            alt=alt,
            width=round(asset.width),
            height=round(asset.height),
        )

    def _drawn(self, picture: Picture, posed: Posed, units: int) -> Html:
        drawing = self.look.gallery.picture(posed.figure, posed.position, posed.person.build, mirror=posed.mirrored)
        high = min(_HIGH, _WIDE * drawing.height / drawing.width)
        key = (
            drawing.digest,
            tuple(note.text for note in drawing.notes),
            repr(posed.person),
            bool(picture.hold),
            units,
        )
        box, body = self.kept.get_or_make(key, lambda: self._body(picture, high, units))
        alt = self.look.joins.sentences(filter(None, (picture.alt, picture.marked)))
        return el("svg", body, viewBox=box, role="img", aria_label=alt)

    def _body(self, picture: Picture, high: float, units: int) -> tuple[str, Html]:
        """The box that a picture is drawn in, and what is in it."""
        page = figure_page((picture,), self.look, high, captions=False)
        marks = [mark for placed in page.pages[0].blocks for mark in placed.block.items]
        body = Html("".join(self._mark(mark, units) for mark in marks))
        return f"0 0 {_short(page.width)} {_short(page.height)}", body

    def _mark(self, mark: Mark, units: int) -> str:
        if isinstance(mark, Group):
            return "".join(self._mark(one, units) for one in mark.items)
        if isinstance(mark, Image) and isinstance(mark.asset, Drawing):
            return self._figure(mark, mark.asset, units)
        return "".join(plain_marks((mark,), dict(self.roles), self.brand, self.faces, mono=False))

    def _figure(self, mark: Image, drawing: Drawing, units: int) -> str:
        """The figure in whole units of its own space, y up, under one transform."""
        roles = theme_of(self.brand, mark.person or Person(), mono=False).as_dict()
        line, scale = line_width(drawing, mark.h), mark.h / drawing.height
        left, _, _, high = drawing.box
        x, y = mark.x - left * scale, mark.y + high * scale
        unit = scale / units
        matrix = f"matrix({unit:.5f} 0 0 {-unit:.5f} {x:.2f} {y:.2f})"
        out = [f'<g transform="{matrix}" stroke-linejoin="round" stroke-linecap="round" fill="none">']
        for (role, weight), shapes in groupby(shown(drawing, line), key=lambda one: (one.line, one.weight)):
            paths = "".join(_shape(shape, roles, units) for shape in shapes)
            stroke = f' stroke="{escape(roles[role])}" stroke-width="{_short(weight * line * units)}"' if role else ""
            out.append(f"<g{stroke}>{paths}</g>" if stroke else paths)
        return "".join([*out, "</g>"])


def _shape(shape: Painted, roles: dict[str, str], units: int) -> str:
    """A shape; how its line is drawn is said around it."""
    path = "".join(_path(path, units) + ("z" if shape.closed else "") for path in shape.paths)
    fill = f' fill="{escape(roles[shape.fill])}"' if shape.fill else ""
    return f'<path d="{path}"{fill}/>'


def _path(path: Trace, units: int) -> str:
    """Steps from point to point, in whole units: each number is what it differs from the last point."""
    x, y = (round(value * units) for value in path[0])
    out, last = [f"M{_joined((x, y))}"], ""
    for step in path[1:]:
        values = [round(value * units) for value in step]
        kind = "l" if len(values) == 2 else "c"
        numbers = _joined([value - (x if at % 2 == 0 else y) for at, value in enumerate(values)])
        glue = "" if numbers.startswith("-") else " "
        out.append((glue if kind == last else kind) + numbers)
        x, y = values[-2:]
        last = kind
    return "".join(out)


def _joined(values: tuple[int, ...] | list[int]) -> str:
    """Numbers one after the other, with a space where no sign parts them."""
    text = "".join(f"{'' if value < 0 else ' '}{value}" for value in values)
    return text.removeprefix(" ")


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def data_uri(asset: Asset, most: int, quality: int) -> str:
    """A logo or a photograph as data of the page itself: nothing is fetched. It has ``most`` pixels at most."""
    if asset.kind == "vector":
        return f"data:image/svg+xml;base64,{b64encode(asset.data).decode('ascii')}"
    from PIL import Image as Photo

    with Photo.open(io.BytesIO(asset.data)) as photo:
        clear = photo.mode in ("RGBA", "LA", "P", "PA")
        found = photo.convert("RGBA" if clear else "RGB")
    found.thumbnail((most, most))
    out = io.BytesIO()
    if clear:
        found.save(out, "PNG", optimize=True)
    else:
        found.save(out, "JPEG", quality=quality, optimize=True)
    kind = "png" if clear else "jpeg"
    return f"data:image/{kind};base64,{b64encode(out.getvalue()).decode('ascii')}"
