"""A drill's figure becomes pictures: one for each position, all to one scale, their floors at one height."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from handouts.base.records import dataclass
from handouts.figures.annotations import muscle, shadows
from handouts.figures.arrows import arrow_shapes
from handouts.figures.body import Body
from handouts.figures.camera import VIEWS
from handouts.figures.closeups import Box, cropped, hidden, region
from handouts.figures.curves import Trace
from handouts.figures.cuts import mark_cut, tallest, with_cut
from handouts.figures.doing import doing
from handouts.figures.measures import BUILDS
from handouts.figures.outline import Rings, bounds, intersection, union
from handouts.figures.painting import Curves, paint
from handouts.figures.pointing import drawn_callouts, place_of
from handouts.figures.poses import Figure, props_of
from handouts.figures.posing import posed
from handouts.figures.props import prop_units
from handouts.figures.scene import Scene
from handouts.figures.shapes import Drawing, Note, Painted, Shape

__all__ = ["digest_of", "draw", "mirrored"]

_MARGIN = 1.6
"""Room round a picture, cm: half of its heaviest line, and a little."""
_BESIDE = _MARGIN + 2
"""The same to either side, where the strip of floor goes on."""


def digest_of(figure: Figure, build: str) -> str:
    """Stands for a figure: equal figures have equal digests."""
    return hashlib.sha256(f"{build} {figure!r}".encode()).hexdigest()


@dataclass(frozen=True)
class _Layer:
    """One position, drawn but not framed yet: the frame depends on all of them."""

    shapes: list[Shape]
    covered: Rings
    """What call-outs keep clear of."""
    notes: tuple[Note, ...]
    box: tuple[float, float, float, float]
    """Left, bottom, right, top of what is drawn, cm."""


def draw(figure: Figure, build: str = "straight") -> tuple[Drawing, ...]:
    """The pictures of a figure. Costs some 50 ms each: keep them."""
    bodies = [posed(figure, position, BUILDS[build]) for position in figure.positions]
    top = tallest(bodies, VIEWS[figure.view])
    layers = [_layer(figure, bodies, index, top) for index in range(len(bodies))]
    curves = Curves()
    floor, digest = VIEWS[figure.view].floor, digest_of(figure, build)
    if figure.frame:
        box = region(figure.frame, bodies, VIEWS[figure.view], [layer.shapes for layer in layers])
        return tuple(_close(layer, box, curves, f"{digest[:24]}{index}") for index, layer in enumerate(layers))
    low = min(-floor, *(layer.box[1] for layer in layers)) - _MARGIN
    high = max(layer.box[3] for layer in layers) + _MARGIN
    return tuple(
        _framed(layer, (low, high, floor), curves, f"{digest[:24]}{index}") for index, layer in enumerate(layers)
    )


def _layer(figure: Figure, bodies: list[Body], index: int, top: float) -> _Layer:
    position, body, camera = figure.positions[index], bodies[index], VIEWS[figure.view]
    props, cut = with_cut(props_of(figure, position), top)
    units = prop_units(props, body, camera)
    mark_cut(units, cut)
    scene = Scene(body, camera, units, hidden(figure.frame), doing(figure, bodies))
    shapes = scene.shapes()
    for name in position.muscles:
        shapes += muscle(scene, name)
    shapes += arrow_shapes(figure, bodies, index, scene)
    covered = union(tuple(ring for unit in scene.units for ring in unit.outline))
    inked = tuple(ring for shape in shapes if shape.line == "line" or shape.fill == "arrow" for ring in shape.rings)
    ground = [] if any(prop.covers_floor for prop in props) else shadows(body, camera)
    notes = tuple(
        Note(camera.flat(place_of(callout.at, body, props)), callout.text)
        for callout in drawn_callouts(figure, position)
    )
    left, low, right, high = bounds((*covered, *inked))
    for x, _, end, _ in (bounds(shape.rings) for shape in ground):
        left, right = min(left, x + _BESIDE), max(right, end - _BESIDE)  # shadows may lie in the strip beside the body
    return _Layer([*ground, *shapes], covered, notes, (left, low, right, high))


def _close(layer: _Layer, box: Box, curves: Curves, digest: str) -> Drawing:
    """The part of a picture that lies in a box; a call-out that points out of it is left away."""
    left, low, right, high = box
    notes = tuple(note for note in layer.notes if left < note.at[0] < right and low < note.at[1] < high)
    window = (((left, low), (right, low), (right, high), (left, high)),)
    shapes = tuple(_kept_in(shape, box) for shape in paint(cropped(layer.shapes, box), curves))
    return Drawing(shapes, box, intersection(layer.covered, window), notes, digest, high)


def _kept_in(shape: Painted, box: Box) -> Painted:
    """The shape, its curves drawn in where they swing out of the box: none leaves the hull of its points."""
    low, high = box[:2], box[2:]

    def drawn_in(path: Trace) -> Trace:
        return tuple(
            tuple(min(max(value, low[at % 2]), high[at % 2]) for at, value in enumerate(step)) for step in path
        )

    left, bottom, right, top = bounds(shape.rings)
    if box[0] <= left and box[1] <= bottom and right <= box[2] and top <= box[3]:
        return shape
    return replace(shape, paths=tuple(map(drawn_in, shape.paths)))


def _framed(layer: _Layer, heights: tuple[float, float, float], curves: Curves, digest: str) -> Drawing:
    """The picture between two heights that all positions share, on its strip of floor, whose far edge is the third."""
    low, high, floor = heights
    left, right = layer.box[0] - _BESIDE, layer.box[2] + _BESIDE
    near = low + _MARGIN
    strip = [
        Shape((((left, near), (right, near), (right, floor), (left, floor)),), "floor"),
        Shape((((left, floor), (right, floor)),), line="floor far", weight=0.7, closed=False),
    ]
    shapes = paint([*strip, *layer.shapes], curves)
    return Drawing(shapes, (left, low, right, high), layer.covered, layer.notes, digest, layer.box[3])


def mirrored(picture: Drawing) -> Drawing:
    """The same for the other side of the body."""

    def flip(rings: Rings) -> Rings:
        return tuple(tuple((-x, y) for x, y in reversed(ring)) for ring in rings)

    left, low, right, high = picture.box
    return Drawing(
        tuple(replace(shape, paths=tuple(map(_flipped, shape.paths))) for shape in picture.shapes),
        (-right, low, -left, high),
        flip(picture.body),
        tuple(Note((-note.at[0], note.at[1]), note.text) for note in picture.notes),
        f"{picture.digest}m",
        picture.top,
    )


def _flipped(path: Trace) -> Trace:
    """A path of the other side, run the other way: what is filled stays filled."""
    points: list[float] = [-value if at % 2 == 0 else value for step in path for at, value in enumerate(step)]
    ends = [0]
    for step in path[1:]:
        ends.append(ends[-1] + len(step))
    out: list[tuple[float, ...]] = [tuple(points[-2:])]
    for step, end in zip(reversed(path[1:]), reversed(ends[:-1]), strict=True):
        turned = points[end : end + len(step)]
        out.append(tuple(value for at in range(len(turned) - 2, -1, -2) for value in turned[at : at + 2]))
    return tuple(out)
