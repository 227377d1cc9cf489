"""Drawn figures as PDF forms: each is written once a document, in a unit square that the page scales."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from handouts.base.cachefolder import CacheFolder, code_state
from handouts.figures.curves import Trace
from handouts.figures.person import Person
from handouts.figures.shapes import OUTER, Drawing, Painted
from handouts.figures.theme import Theme, shown
from handouts.write.pdf.squeeze import small

__all__ = ["figure_name", "figure_object", "operators", "outer_line"]

_GRID = 4
"""Steps in a cm that places are rounded to: 0.2 pt at the usual size, and so at most 0.1 pt off."""


def figure_name(drawing: Drawing, person: Person, line: float) -> str:
    """Name of the form in a page's resources."""
    return "G" + hashlib.sha256(f"{drawing.digest} {person!r} {line}".encode()).hexdigest()[:14]


def outer_line(line: float) -> str:
    """The width that the page gives a form to draw silhouettes with, as an operand: ``line`` is the base line, cm."""
    return f"{OUTER * line * _GRID:.1f}"


@lru_cache(maxsize=512)
def figure_object(drawing: Drawing, theme: Theme, line: float) -> bytes:
    """The body of the form XObject, kept between runs. Colours stay inside: the page's own are not touched."""
    state = f"{code_state('figures')} {code_state('write/pdf')}"
    key = f"{drawing.digest} {drawing.box} {theme.roles} {line} {state}"
    return CacheFolder("forms", files=2_000, largest=500_000).get_or_make(key, lambda: _form(drawing, theme, line))


def _form(drawing: Drawing, theme: Theme, line: float) -> bytes:
    left, low, right, high = drawing.box
    head = f"{1 / (right - left) / _GRID:.9f} 0 0 {1 / (high - low) / _GRID:.9f} 0 0 cm"
    code = "\n".join((head, "1 j 1 J", *operators(shown(drawing, line), theme, line, (left, low))))
    data = small(code.encode("ascii"))
    form = f"<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<<>>/Filter/FlateDecode/Length {len(data)}>>stream\n"
    return form.encode() + data + b"\nendstream"


def operators(shapes: tuple[Painted, ...], theme: Theme, line: float, origin: tuple[float, float]) -> list[str]:
    """The shapes as PDF operators on the grid, counted from the origin (cm)."""
    roles = {role: _colour(value) for role, value in theme.roles}
    pen = _Brush()
    for shape in shapes:
        if shape.line:
            pen.weigh(0.0 if shape.weight == OUTER else shape.weight * line * _GRID)
            pen.colour("RG", roles[shape.line])
        if shape.fill:
            pen.colour("rg", roles[shape.fill])
        path = " ".join(_code(path, origin, closed=shape.closed) for path in shape.paths)
        pen.out.append(f"{path} {'B' if shape.fill and shape.line else 'f' if shape.fill else 'S'}")
    return pen.done()


class _Brush:
    """Writes what changes: colours, and widths of lines. A form draws silhouettes with the line that its page has."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self._colours: dict[str, str] = {}
        self._width = 0.0
        """That of the last line, grid steps; 0 for the page's."""
        self._before: dict[str, str] = {}
        """The colours to which the page's line goes back."""

    def colour(self, operator: str, value: str) -> None:
        if self._colours.get(operator) != value:
            self._colours[operator] = value
            self.out.append(f"{value} {operator}")

    def weigh(self, width: float) -> None:
        """Lines have this width, in grid steps, from here on; 0: the page's."""
        if width == self._width:
            return
        if not self._width:
            self.out.append("q")
            self._before = dict(self._colours)
        if width:
            self.out.append(f"{width:.1f} w")
        else:
            self.out.append("Q")
            self._colours = self._before
        self._width = width

    def done(self) -> list[str]:
        """The operators, with the page's line again."""
        self.weigh(0.0)
        return self.out


def _code(path: Trace, origin: tuple[float, float], *, closed: bool) -> str:
    left, low = origin
    out: list[str] = []
    x = y = x0 = y0 = 0
    if closed and len(path[-1]) == 2 and len(path) > 3:
        path = path[:-1]  # closing it draws the last line
    for step in path:
        places = [round((value - (low if at % 2 else left)) * _GRID) for at, value in enumerate(step)]
        x, y = places[-2:]
        if not out:
            out.append(f"{x} {y} m")
        elif len(places) == 2:
            if (x, y) != (x0, y0):
                out.append(f"{x} {y} l")
        elif places[:2] == [x0, y0]:  # its first handle lies on its start, or its second on its end
            out.append(f"{places[2]} {places[3]} {x} {y} v")
        elif places[2:4] == [x, y]:
            out.append(f"{places[0]} {places[1]} {x} {y} y")
        else:
            out.append(f"{' '.join(map(str, places))} c")
        x0, y0 = x, y
    return " ".join(out) + (" h" if closed else "")


@lru_cache(maxsize=256)
def _colour(value: str) -> str:
    return " ".join(f"{int(value[at : at + 2], 16) / 255:.3f}".rstrip("0").rstrip(".") or "0" for at in (1, 3, 5))
