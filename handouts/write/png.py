"""A page of drawn figures as PNG, drawn larger and scaled down so that its edges are smooth."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from handouts.figures.outline import area
from handouts.figures.person import Person
from handouts.figures.shapes import Drawing
from handouts.figures.theme import line_width, shown, theme_of
from handouts.library.clinic import Colours
from handouts.sheet.blocks import MM, Disc, Group, Image, Mark, Page, Polygon, Rect, Text
from handouts.write.outlines import flat, is_plain, letter_shapes
from handouts.write.pdf.faces import TypeFaces

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

__all__ = ["LARGEST", "png"]

_FINER = 3
"""How many times larger it is drawn."""
LARGEST = 6000
"""Pixels on a side of the finished picture, at most."""


def png(
    page: Page,
    size: tuple[float, float],
    colours: dict[str, str],
    brand: Colours,
    faces: TypeFaces,
    *,
    mono: bool,
    dpi: int = 200,
) -> bytes:
    """The page, ``size`` in mm, as PNG bytes."""
    from PIL import Image as Pixels

    dots = min(dpi / 25.4, LARGEST / max(size))
    canvas = _Canvas(size, dots * _FINER, colours, brand, faces, mono=mono)
    for placed in page.blocks:
        canvas.marks(placed.block.items, placed.y)
    wide, high = (max(1, round(side * dots)) for side in size)
    out = io.BytesIO()
    canvas.image.resize((wide, high), Pixels.Resampling.LANCZOS).save(out, "PNG", optimize=True, dpi=(dpi, dpi))
    return out.getvalue()


class _Canvas:
    def __init__(
        self,
        size: tuple[float, float],
        dots: float,
        colours: dict[str, str],
        brand: Colours,
        faces: TypeFaces,
        *,
        mono: bool,
    ) -> None:
        from PIL import Image as Pixels
        from PIL import ImageDraw

        self._dots, self._colours, self._brand, self._faces, self._mono = dots, colours, brand, faces, mono
        self.image = Pixels.new("RGB", (round(size[0] * dots), round(size[1] * dots)), "white")
        self._draw = ImageDraw.Draw(self.image)
        self._sizes: dict[tuple[float, bool], FreeTypeFont] = {}

    def marks(self, marks: Iterable[Mark], down: float) -> None:
        """Draw marks, their y counted from ``down`` (mm)."""
        for mark in marks:
            if isinstance(mark, Group):
                self.marks(mark.items, down)
            elif isinstance(mark, Image):
                if isinstance(mark.asset, Drawing):
                    self._figure(mark, mark.asset, down)
            elif isinstance(mark, (Text, Rect, Disc, Polygon)):
                self._plain(mark, down)

    def _plain(self, mark: Text | Rect | Disc | Polygon, down: float) -> None:
        fill, dots = self._colours[mark.role], self._dots
        if isinstance(mark, Text) and not is_plain(mark.text.rstrip(), self._faces, strong=mark.strong):
            self._letters(mark, fill, down)
        elif isinstance(mark, Text):
            self._draw.text(
                (mark.x * dots, (mark.y + down) * dots),
                mark.text.rstrip(),
                fill=fill,
                font=self._font(mark.size, mark.strong),
                anchor="ls",
            )
        elif isinstance(mark, Rect):
            place = (mark.x * dots, (mark.y + down) * dots, (mark.x + mark.w) * dots, (mark.y + down + mark.h) * dots)
            self._draw.rounded_rectangle(place, mark.radius * dots, fill=fill)
        elif isinstance(mark, Disc):
            x, y, radius = mark.x * dots, (mark.y + down) * dots, mark.radius * dots
            place = (x - radius, y - radius, x + radius, y + radius)
            if mark.line:
                self._draw.ellipse(place, outline=fill, width=max(1, round(mark.line / MM * dots)))
            else:
                self._draw.ellipse(place, fill=fill)
        else:
            self._draw.polygon([(x * dots, (y + down) * dots) for x, y in mark.points], fill=fill)

    def _letters(self, mark: Text, fill: str, down: float) -> None:
        """Letters of other scripts, by their outlines: those with the clock are filled, those against it are holes."""
        from PIL import Image as Pixels
        from PIL import ImageDraw

        scale = mark.size / MM * self._dots
        x0, y0 = mark.x * self._dots, (mark.y + down) * self._dots
        mask = Pixels.new("L", self.image.size, 0)
        brush = ImageDraw.Draw(mask)
        for shape in letter_shapes(mark.text.rstrip(), self._faces, strong=mark.strong):
            rings = [ring for one in shape if len(ring := flat(one)) > 2]
            for ring in sorted(rings, key=lambda one: -abs(area(one))):
                points = [(x0 + x * scale, y0 - y * scale) for x, y in ring]
                brush.polygon(points, fill=255 if area(ring) < 0 else 0)
        self.image.paste(fill, mask=mask)

    def _font(self, size: float, strong: bool) -> FreeTypeFont:
        from PIL import ImageFont

        if (size, strong) not in self._sizes:
            self._sizes[size, strong] = ImageFont.truetype(
                str(self._faces.faces[0][strong].path), size / MM * self._dots
            )
        return self._sizes[size, strong]

    def _figure(self, mark: Image, drawing: Drawing, down: float) -> None:
        from PIL import Image as Pixels
        from PIL import ImageDraw

        roles = theme_of(self._brand, mark.person or Person(), mono=self._mono).as_dict()
        scale = mark.h / drawing.height * self._dots
        left, _, _, high = drawing.box
        x0, y0 = mark.x * self._dots, (mark.y + down) * self._dots
        line = line_width(drawing, mark.h)

        def at(point: tuple[float, float]) -> tuple[float, float]:
            return x0 + (point[0] - left) * scale, y0 + (high - point[1]) * scale

        for shape in shown(drawing, line):
            outlines = shape.rings
            rings = [[at(point) for point in ring] for ring in outlines]
            if shape.fill and len(rings) == 1:
                self._draw.polygon(rings[0], fill=roles[shape.fill])
            elif shape.fill:  # outlines against the clock are filled, those with it are holes
                mask = Pixels.new("L", self.image.size, 0)
                brush = ImageDraw.Draw(mask)
                order = sorted(range(len(rings)), key=lambda index: -abs(area(outlines[index])))
                for index in order:
                    brush.polygon(rings[index], fill=255 if area(outlines[index]) > 0 else 0)
                self.image.paste(roles[shape.fill], mask=mask)
            if shape.line:
                for ring in rings:
                    self._line(
                        [*ring, ring[0]] if shape.closed else ring, roles[shape.line], shape.weight * line * scale
                    )

    def _line(self, points: list[tuple[float, float]], colour: str, width: float) -> None:
        """A line with round joins and ends."""
        wide = max(1, round(width))
        self._draw.line(points, fill=colour, width=wide, joint="curve")
        radius = wide / 2 - 0.5
        for x, y in (points[0], points[-1]):
            self._draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
