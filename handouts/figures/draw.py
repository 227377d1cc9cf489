"""A drill's figure becomes pictures: one for each position, all to one scale, their floors at one height."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from handouts.figures.body import BUILDS, Build
from handouts.figures.camera import VIEWS
from handouts.figures.marks import arrow, between, landmark, muscle, shadows
from handouts.figures.outline import Rings, bounds, union
from handouts.figures.poses import Figure, Limbs, MatProp, Pose, Position, Prop
from handouts.figures.props import anchors, closes, places, prop_units
from handouts.figures.scene import Scene, paint
from handouts.figures.shapes import Drawing, Note, Shape
from handouts.figures.skeleton import SIDES, Body, merged, solve
from handouts.figures.space import add, sub

__all__ = ["digest_of", "draw", "mirrored", "posed"]

_MARGIN = 1.6
"""Room round a picture, cm: half of its heaviest line, and a little."""


def posed(figure: Figure, position: Position, build: Build, pose: Pose | None = None) -> Body:
    """The body of one position, its hands on what they reach for."""
    wanted = pose or merged(figure.pose, position.pose)
    props = props_of(figure, position)
    for side in SIDES:
        if closes(props, side):
            own = getattr(wanted, side) or Limbs()
            if own.grip is None:
                closed: dict[str, Any] = {side: replace(own, grip=True)}
                wanted = replace(wanted, **closed)
    first = solve(wanted, build)
    things = places(props, first)
    return solve(wanted, build, things) if things else first


def props_of(figure: Figure, position: Position) -> tuple[Prop, ...]:
    return (*figure.props, *position.props)


def digest_of(figure: Figure, build: str) -> str:
    """Stands for a figure: equal figures have equal digests."""
    return hashlib.sha256(f"{build} {figure!r}".encode()).hexdigest()


def draw(figure: Figure, build: str = "straight") -> tuple[Drawing, ...]:
    """The pictures of a figure. Costs some 50 ms each: keep them."""
    shape_of = BUILDS[build]
    camera = VIEWS[figure.view]
    bodies = [posed(figure, position, shape_of) for position in figure.positions]
    made: list[tuple[list[Shape], Rings, tuple[Note, ...], tuple[float, float, float, float]]] = []
    for index, position in enumerate(figure.positions):
        found, props = bodies[index], props_of(figure, position)
        units = prop_units(props, found, camera)
        scene = Scene(found, camera, units)
        shapes = scene.shapes()
        for name in position.muscles:
            shapes += muscle(scene, name)
        whole = union(tuple(ring for unit in scene.units if unit.name != "wall" for ring in unit.outline))
        if position.arrow and (index or position.arrow.since):
            before = (position.arrow.since or index) - 1
            shapes += _arrow(figure, bodies, before, index, position.arrow.of, scene, whole)
        everything = union(tuple(ring for unit in scene.units for ring in unit.outline))
        drawn = tuple(ring for shape in shapes if shape.line == "line" for ring in shape.rings)
        box = bounds((*everything, *drawn))
        ground = shadows(found, camera) if not any(isinstance(prop, MatProp) for prop in props) else []
        notes = _notes(position, found, props, scene)
        made.append(([*ground, *shapes], everything, notes, box))
    floor = camera.floor
    low = min(-floor, *(box[1] for *_, box in made)) - _MARGIN
    high = max(box[3] for *_, box in made) + _MARGIN
    digest = digest_of(figure, build)
    pictures = []
    for index, (shapes, everything, notes, box) in enumerate(made):
        left, right = box[0] - _MARGIN - 2, box[2] + _MARGIN + 2
        ground_strip = [
            Shape((((left, low + _MARGIN), (right, low + _MARGIN), (right, floor), (left, floor)),), "floor"),
            Shape((((left, floor), (right, floor)),), line="floor far", weight=0.7, closed=False),
        ]
        pictures.append(
            Drawing(
                paint([*ground_strip, *shapes]),
                (left, low, right, high),
                everything,
                notes,
                f"{digest[:24]}{index}",
                box[3],
            )
        )
    return tuple(pictures)


def _arrow(
    figure: Figure, bodies: list[Body], before: int, now: int, part: str, scene: Scene, whole: Rings
) -> list[Shape]:
    position = figure.positions[now]
    half = between(bodies[before].pose, bodies[now].pose)
    middle = posed(figure, position, bodies[now].build, half)
    found: list[Any] = []
    for one, of in ((bodies[before], figure.positions[before]), (middle, position), (bodies[now], position)):
        place = landmark(one, part) or anchors(props_of(figure, of), one).get(part)
        if place is None:
            return []
        # where another part is pinned, the right foot tells how the two positions lie to each other
        if one is not bodies[now] and one.pose.pin != bodies[now].pose.pin:
            place = add(place, sub(bodies[now].legs["right"].end, one.legs["right"].end))
        found.append(scene.camera.flat(place))
    if bodies[before].pose.pin != bodies[now].pose.pin:
        (x0, y0), _, (x1, y1) = found
        found[1] = ((x0 + x1) / 2, (y0 + y1) / 2)
    return arrow(found, whole, scene.silhouette)


def _notes(position: Position, found: Body, props: tuple[Prop, ...], scene: Scene) -> tuple[Note, ...]:
    spots = anchors(props, found)
    notes = []
    for one in position.callouts:
        place = spots.get(one.at) or landmark(found, one.at)
        if place is not None:
            notes.append(Note(scene.camera.flat(place), one.text))
    return tuple(notes)


def mirrored(picture: Drawing) -> Drawing:
    """The same for the other side of the body."""

    def flip(rings: Rings) -> Rings:
        return tuple(tuple((-x, y) for x, y in reversed(ring)) for ring in rings)

    left, low, right, high = picture.box
    return Drawing(
        tuple(replace(shape, rings=flip(shape.rings)) for shape in picture.shapes),
        (-right, low, -left, high),
        flip(picture.body),
        tuple(Note((-note.at[0], note.at[1]), note.text) for note in picture.notes),
        f"{picture.digest}m",
        picture.top,
    )
