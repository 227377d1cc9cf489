"""READ: SVG pictures. Comes in: a file's bytes; goes out: the same picture as plain shapes, or what is wrong with it.

Nothing in a file is executed or fetched. What goes out has no styles, no variables, no hidden parts and no units: each
shape says itself how it is drawn, so that whatever draws it cannot take it otherwise than a browser would.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

from handouts.base.records import dataclass
from handouts.library.outlines import (
    IDENTITY,
    Box,
    Hull,
    Matrix,
    Point,
    apart,
    box_of,
    hull_of,
    matrix_of,
    meet,
    moved,
    points_of,
    sharpest,
    times,
    within,
)
from handouts.library.paints import Rgb, colour_of
from handouts.library.viewbox import LENGTH, View, length_of, number_text, view_of

if TYPE_CHECKING:
    from handouts.library.styles import Styles

__all__ = ["Vector", "read_vector"]

_SVG = "{http://www.w3.org/2000/svg}"
_GEOMETRY = {
    "rect": ("x", "y", "width", "height", "rx", "ry"),
    "circle": ("cx", "cy", "r"),
    "ellipse": ("cx", "cy", "rx", "ry"),
    "line": ("x1", "y1", "x2", "y2"),
    "polyline": (), "polygon": (), "path": (),
}  # fmt: skip
_TEXT = {"path": "d", "polyline": "points", "polygon": "points"}
_SILENT = ("title", "desc", "style", "defs", "metadata")
_SOME_SCREENS = ("systemlanguage", "requiredfeatures", "requiredextensions")
_CHANGING = ("transform-origin", "pathlength")
"""Attributes that change how a shape is moved or dashed."""
_FLAT = "use flat shapes only, or save it as PNG"
_PNG = "or save it as PNG"
_WHITE = 250 / 255
"""As light as paper: whoever prints it sees nothing."""
_DEEPEST = 50
_PDF_LIMIT = 10.0
"""A pointed corner longer than this, in widths of its stroke, is cut off in a PDF that says nothing; in SVG, 4."""


@dataclass(frozen=True)
class Vector:
    """A picture of plain shapes. Width and height are in its own units."""

    width: float
    height: float
    data: bytes
    blank: bool
    """Whether nothing of it can be seen on white paper."""


@dataclass
class _Drawn:
    """What is drawn so far."""

    boxes: list[Box] = field(default_factory=list)
    """Of the shapes that are not white."""
    hulls: list[Hull] = field(default_factory=list)
    """The same, closer to what is drawn."""
    seen: bool = False
    corners: list[tuple[float, float]] = field(default_factory=list)
    """Of each stroke with pointed corners, the limit of their length and the longest, in widths of the stroke."""

    def miter_limit(self) -> float | None:
        """The limit for the whole picture, None where PDF's own does. ValueError where one cannot serve all."""
        limits = {limit for limit, tip in self.corners if tip > min(limit, _PDF_LIMIT)}
        if not limits:
            return None
        least = min(limits)
        if any(tip > min(limit, least) and limit != least for limit, tip in self.corners):
            raise ValueError(f"has strokes of several values of “stroke-miterlimit”; make it the same, {_PNG}")
        return least


def read_vector(root: Element) -> Vector:
    """A parsed SVG file as plain shapes. ValueError saying what cannot be drawn and how to mend it."""
    from handouts.library.styles import DEFAULTS, Styles

    _refuse_all_but_shapes(root)
    if root.get("transform"):
        raise ValueError("moves the whole picture with a “transform”; save it as “plain SVG”")
    styles = Styles(root)
    view = view_of(root)
    left, top, right, bottom = view.box
    out = Element("svg", xmlns=_SVG[1:-1], width=number_text(right - left), height=number_text(bottom - top))
    out.set("viewBox", " ".join(map(number_text, (left, top, right - left, bottom - top))))
    into = out if view.fit == IDENTITY else SubElement(out, "g", transform=_matrix_text(view.fit))
    plain = _Plain(styles, view, _Drawn())
    plain.children(root, into, styles.of(root, DEFAULTS), view.fit, 0, 1.0)
    if (limit := plain.drawn.miter_limit()) is not None:
        out.set("stroke-miterlimit", number_text(limit))
    return Vector(right - left, bottom - top, tostring(out), not plain.drawn.seen)


def _refuse_all_but_shapes(root: Element) -> None:
    stack = [(root, 0)]
    while stack:
        node, depth = stack.pop()
        if depth > _DEEPEST:
            raise ValueError("is nested too deeply; save it as “plain SVG”")
        tag = str(node.tag)
        if not tag.startswith(_SVG):
            continue  # an editor's own notes are not drawn
        name = tag.removeprefix(_SVG)
        if name not in (*_GEOMETRY, *_SILENT, "g") and node is not root:
            hint = "turn text into outlines" if name in ("text", "tspan") else _FLAT
            raise ValueError(f"holds <{name[:30]}>, which is not printed; {hint}")
        for key in node.attrib:
            bare = key.rpartition("}")[2].lower()
            if bare == "href" or bare.startswith("on"):
                raise ValueError(f"uses “{bare[:30]}” to point elsewhere; {_FLAT}")
            if bare in _SOME_SCREENS:
                raise ValueError(f"has a part for some screens only, by its “{key[:30]}”; remove that, {_PNG}")
            if bare in _CHANGING and (bare != "pathlength" or name in _GEOMETRY):
                raise ValueError(f"uses “{key[:30]}”, which is not printed; save it as “plain SVG”, {_PNG}")
        stack.extend((child, depth + 1) for child in node)


class _Plain:
    """Writes the shapes of one picture out."""

    def __init__(self, styles: Styles, view: View, drawn: _Drawn) -> None:
        self.styles = styles
        self.view = view
        self.drawn = drawn

    def children(
        self, node: Element, into: Element, values: dict[str, str], matrix: Matrix, start: int, opacity: float
    ) -> None:
        """Write what is inside an element.

        ``start``: how many shapes were drawn before the innermost half-clear group that it is in.
        """
        if values["display"] == "none":
            return
        own = _part(values["opacity"], "opacity")
        start = len(self.drawn.boxes) if own < 1 else start
        for child in node:
            tag = str(child.tag)
            name = tag.removeprefix(_SVG)
            if not tag.startswith(_SVG) or name in _SILENT:
                continue
            inner = self.styles.of(child, values)
            moving = child.get("transform", "")
            placed = times(matrix, matrix_of(moving)) if moving else matrix
            if name == "g":
                group = SubElement(into, "g", {"transform": moving} if moving else {})
                self.children(child, group, inner, placed, start, opacity * own)
            elif inner["display"] != "none" and inner["visibility"] == "visible":
                self._shape(child, name, into, inner, placed, start, opacity * own)

    def _shape(
        self,
        node: Element,
        name: str,
        into: Element,
        values: dict[str, str],
        matrix: Matrix,
        start: int,
        opacity: float,
    ) -> None:
        opacity *= (own := _part(values["opacity"], "opacity"))
        paints = {kind: _paint(values, kind) for kind in ("fill", "stroke")}
        lengths = {
            key: length_of(node.attrib[key], self.view.size, key) for key in _GEOMETRY[name] if key in node.attrib
        }
        text = node.get(_TEXT.get(name, ""), "")
        stretches = points_of(name, text) if name in _TEXT else []
        points = [point for stretch in stretches for point in stretch]
        box = box_of(name, lengths, points)
        if name == "line" or (name in _TEXT and len(set(points)) < 3):
            paints["fill"] = None  # a straight line has no inside; PDF would draw a hairline
        width = length_of(values["stroke-width"], self.view.size, "stroke-width")
        if box is None or opacity == 0 or not (paints["fill"] or (paints["stroke"] and width > 0)):
            return
        if width < 0 or min(lengths.get("rx", 0), lengths.get("ry", 0)) < 0:
            raise ValueError(f"has a {name} with a size below 0; save it again")
        shape = _placed(node, name, into, lengths)
        _fill(shape, values, paints["fill"], opacity)
        reach = 0.0
        if stroke := paints["stroke"]:
            _stroke(shape, values, stroke, opacity, width, both=bool(paints["fill"]), size=self.view.size)
            reach = self._reach(name, values, width, stretches)
            box = (box[0] - reach, box[1] - reach, box[2] + reach, box[3] + reach)
        hull = hull_of(matrix, "rect", (), box) if reach else hull_of(matrix, name, points, box)
        clear = own < 1 or min(paint[1] for paint in paints.values() if paint) < 1
        hides = name == "rect" and not clear and bool(paints["fill"]) and not any(map(lengths.get, ("rx", "ry")))
        upright = not (matrix[1] or matrix[2])  # then its box is the shape itself
        self._note(moved(matrix, box), hull, paints, opacity, start, clear, hides=hides and upright)

    def _reach(self, name: str, values: dict[str, str], width: float, stretches: list[list[Point]]) -> float:
        """How far a stroke reaches beyond its shape; its pointed corners are kept in mind."""
        limit = _ratio(values["stroke-miterlimit"])
        if values["stroke-linejoin"].lower() == "miter":
            self.drawn.corners.append((limit, sharpest(stretches)))
        return width / 2 * (1.5 if name in ("circle", "rect") else min(limit, 10))

    def _note(
        self,
        box: Box,
        hull: Hull,
        paints: dict[str, tuple[Rgb, float] | None],
        opacity: float,
        start: int,
        clear: bool,
        *,
        hides: bool,
    ) -> None:
        """Keep in mind where the shape lies. ValueError where it is half-clear and lies over another."""
        before = len(self.drawn.boxes) if clear else start if opacity < 1 else 0
        earlier = zip(self.drawn.boxes[:before], self.drawn.hulls[:before], strict=True)
        if any(meet(box, their_box) and not apart(hull, their_hull) for their_box, their_hull in earlier):
            raise ValueError(
                "has a half-clear shape over another, whose colours would not mix; give it a solid colour (opacity 1), "
                "or save it as PNG"
            )
        inks = [1 - opacity * paint[1] * (1 - part) for paint in paints.values() if paint for part in paint[0]]
        if min(inks) < _WHITE and meet(box, self.view.box):
            self.drawn.boxes.append(box)
            self.drawn.hulls.append(hull)
            self.drawn.seen = True
        elif hides and opacity == 1 and all(within(shown, box) for shown in map(self._shown, self.drawn.boxes)):
            self.drawn.seen = False

    def _shown(self, box: Box) -> Box:
        """The part of a box that the picture shows."""
        view = self.view.box
        return max(box[0], view[0]), max(box[1], view[1]), min(box[2], view[2]), min(box[3], view[3])


def _placed(node: Element, name: str, into: Element, lengths: dict[str, float]) -> Element:
    """The shape without colours."""
    if name == "rect":
        _round_off(lengths)
    if name == "rect" and lengths.get("rx") != lengths.get("ry"):
        shape = SubElement(into, "path", d=_rounded(lengths))
    else:
        shape = SubElement(into, name, {key: _plain(node.get(key, ""), lengths[key]) for key in lengths})
    for key in (_TEXT.get(name, ""), "transform"):
        if node.get(key):
            shape.set(key, node.attrib[key])
    return shape


def _paint(values: dict[str, str], kind: str) -> tuple[Rgb, float] | None:
    """Colour, each part from 0 to 1, and opacity of a fill or stroke; None where it draws nothing."""
    written = values[kind]
    if written.lower() == "none":
        return None
    if written.lower() == "currentcolor":
        written = values["color"]
    rgb, alpha = colour_of(written, kind)
    alpha *= _part(values[f"{kind}-opacity"], f"{kind}-opacity")
    return (rgb, alpha) if alpha > 0 else None


def _fill(shape: Element, values: dict[str, str], paint: tuple[Rgb, float] | None, opacity: float) -> None:
    if paint is None:
        shape.set("fill", "none")
        return
    _colour(shape, "fill", paint, opacity)
    if (rule := values["fill-rule"].lower()) != "nonzero":
        shape.set("fill-rule", _one_of("fill-rule", rule, ("evenodd",)))


def _stroke(
    shape: Element,
    values: dict[str, str],
    paint: tuple[Rgb, float],
    opacity: float,
    width: float,
    *,
    both: bool,
    size: tuple[float, float],
) -> None:
    if both and paint[1] < 1:
        raise ValueError(f"has a half-clear stroke over its own fill; give it a solid colour, {_PNG}")
    if both and values["paint-order"].lower().split()[0] not in ("normal", "fill"):
        first = [part for part in values["paint-order"].lower().split() if part != "markers"]
        if first[:1] == ["stroke"]:
            raise ValueError(f"uses the style “paint-order: stroke”, which is not printed; {_FLAT}")
    if values["vector-effect"].lower() != "none":
        raise ValueError(
            f"uses the style “vector-effect: {values['vector-effect'][:30]}”, which is not printed; {_FLAT}"
        )
    _colour(shape, "stroke", paint, opacity)
    shape.set("stroke-width", _plain(values["stroke-width"], width))
    for name, known in (("linecap", ("butt", "round", "square")), ("linejoin", ("miter", "round", "bevel"))):
        if (value := values[f"stroke-{name}"].lower()) != known[0]:
            shape.set(f"stroke-{name}", _one_of(f"stroke-{name}", value, known))
    dashes = [
        length_of(part, size, "stroke-dasharray")
        for part in re.split(r"[\s,]+", values["stroke-dasharray"])
        if part.lower() != "none"
    ]
    if any(dashes):
        shape.set("stroke-dasharray", " ".join(map(number_text, dashes)))
        if length_of(values["stroke-dashoffset"], size, "stroke-dashoffset"):
            raise ValueError(f"uses the style “stroke-dashoffset”, which is not printed; {_FLAT}")


def _colour(shape: Element, kind: str, paint: tuple[Rgb, float], opacity: float) -> None:
    shape.set(kind, "#" + "".join(f"{round(part * 255):02x}" for part in paint[0]))
    if (alpha := paint[1] * opacity) < 1:
        shape.set(f"{kind}-opacity", number_text(alpha))


def _one_of(name: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ValueError(f"uses the style “{name}: {value[:30]}”, which is not printed; {_FLAT}")
    return value


def _part(text: str, name: str) -> float:
    """A share from 0 to 1: .3, 30%."""
    match = LENGTH.fullmatch(text.strip())
    if not match or match[2] not in ("", "%"):
        raise ValueError(f"has the {name} “{text[:30]}”, which cannot be read; write one such as 0.5")
    return min(1.0, max(0.0, float(match[1]) / (100 if match[2] else 1)))


def _ratio(text: str) -> float:
    match = LENGTH.fullmatch(text.strip())
    if not match or match[2] or float(match[1]) < 1:
        raise ValueError(f"has the stroke-miterlimit “{text[:30]}”, which cannot be read; write one such as 4")
    return float(match[1])


def _plain(text: str, value: float) -> str:
    """A length without its unit, in the file's own digits where these still hold."""
    plain = re.fullmatch(r"[-+.\deE]+", text.strip())
    return text.strip() if plain and float(text) == value else number_text(value)


def _rounded(lengths: dict[str, float]) -> str:
    """A rectangle whose corners are parts of ellipses, as a path."""
    x, y, width, height, rx, ry = (lengths.get(key, 0.0) for key in _GEOMETRY["rect"])
    right, bottom = x + width, y + height
    arcs = [
        ((right - rx, y), (right, y + ry)),
        ((right, bottom - ry), (right - rx, bottom)),
        ((x + rx, bottom), (x, bottom - ry)),
        ((x, y + ry), (x + rx, y)),
    ]
    radii = f"{number_text(rx)} {number_text(ry)} 0 0 1"
    parts = [f"L{_pair(start)}A{radii} {_pair(end)}" for start, end in arcs]
    return f"M{parts[0][1:]}{''.join(parts[1:])}Z"


def _pair(point: tuple[float, float]) -> str:
    return " ".join(map(number_text, point))


def _round_off(lengths: dict[str, float]) -> None:
    """Give a rectangle's corners radii that fit into it, as browsers do."""
    if "rx" in lengths or "ry" in lengths:
        rx, ry = (lengths.get(key, lengths.get(other, 0.0)) for key, other in (("rx", "ry"), ("ry", "rx")))
        lengths["rx"], lengths["ry"] = min(rx, lengths["width"] / 2), min(ry, lengths["height"] / 2)


def _matrix_text(matrix: Matrix) -> str:
    return f"matrix({' '.join(map(number_text, matrix))})"
