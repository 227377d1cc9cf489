"""Letters as outlines, for pictures that are to show any script wherever they are opened."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from handouts.write.pdf.faces import TypeFaces

if TYPE_CHECKING:
    from handouts.write.pdf.shaped import ShapedFace

__all__ = ["Contour", "Step", "flat", "is_plain", "letter_shapes"]

Step = tuple[float, ...]
"""Where a contour goes on, as parts of the type size, y up: an end point after no, one or two handles."""
Contour = list[Step]
_PIECES = 8
"""Straight lines that stand for a curve."""


def is_plain(text: str, faces: TypeFaces, *, strong: bool) -> bool:
    """Whether the first face has all of a text."""
    return all(face is faces.faces[0][strong] for face, _ in faces.split(text, strong))


def letter_shapes(text: str, faces: TypeFaces, *, strong: bool) -> Iterator[list[Contour]]:
    """The contours of each glyph of a text, whose baseline starts at (0, 0), from left to right."""
    from handouts.write.pdf.shaped import ShapedFace, shaped_face

    x = 0.0
    for face, part in faces.split(text, strong):
        shaped = face if isinstance(face, ShapedFace) else shaped_face(face.path, face.scale, bold=strong, rtl=False)
        scale = shaped.scale / shaped.shaper.units
        for cluster in shaped.clusters(part):
            for glyph, right, up in cluster.glyphs:
                yield _contours(shaped, glyph, (x + right * scale, up * scale), scale)
            x += cluster.advance * scale


def _contours(face: ShapedFace, glyph: int, at: tuple[float, float], scale: float) -> list[Contour]:
    pen = _OutlinePen(at, scale)
    face.shaper.font.draw_glyph_with_pen(glyph, pen)
    return pen.found


class _OutlinePen:
    """What HarfBuzz draws a glyph with."""

    def __init__(self, at: tuple[float, float], scale: float) -> None:
        self.found: list[Contour] = []
        self._at, self._scale = at, scale

    def _add(self, *points: tuple[float, float]) -> None:
        (x, y), scale = self._at, self._scale
        self.found[-1].append(tuple(value for a, b in points for value in (x + a * scale, y + b * scale)))

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802  # HarfBuzz's names
        self.found.append([])
        self._add(point)

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802  # as above
        self._add(point)

    def qCurveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802  # as above
        self._add(*points)

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802  # as above
        self._add(*points)

    def closePath(self) -> None:  # noqa: N802  # as above
        """All contours are closed."""


def flat(contour: Contour) -> list[tuple[float, float]]:
    """The corners of a contour, curves as short straight lines."""
    found: list[tuple[float, float]] = []
    for step in contour:
        points = [(step[at], step[at + 1]) for at in range(0, len(step), 2)]
        if len(points) == 1:
            found.append(points[0])
            continue
        row = [found[-1], *points]
        found += [_on_curve(row, nth / _PIECES) for nth in range(1, _PIECES + 1)]
    return found


def _on_curve(points: list[tuple[float, float]], part: float) -> tuple[float, float]:
    """A point of a Bézier curve (de Casteljau)."""
    while len(points) > 1:
        points = [(x + (x2 - x) * part, y + (y2 - y) * part) for (x, y), (x2, y2) in pairwise(points)]
    return points[0]
