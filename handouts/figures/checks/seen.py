"""A prop that is said to be there is seen: not behind the body or another prop, and not far from the person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handouts.figures.body import Body
from handouts.figures.camera import VIEWS, Camera
from handouts.figures.closeups import region
from handouts.figures.outline import Ring, Rings, area, bounds, intersection, minus, union
from handouts.figures.poses import Figure, Position, props_of
from handouts.figures.props import AnyProp, prop_units
from handouts.figures.scene import Scene
from handouts.figures.shapes import Unit

__all__ = ["check_seen"]

_SHARE, _LEAST = 0.08, 25.0
"""Less of a prop than this share and so many square cm on paper is not seen."""
_BEYOND = 5.0
"""How much larger a close-up may be than this position needs it, cm."""
_FAR = 110.0
"""A thing that nothing joins to the person is no farther away than this, cm on paper."""


def check_seen(figure: Figure, position: Position, body: Body) -> Iterator[tuple[str, str]]:
    """Every prop of the position shows, whatever is drawn over it."""
    props = props_of(figure, position)
    if not props:
        return
    camera = VIEWS[figure.view]
    groups = [prop_units([prop], body, camera) for prop in props]
    scene = Scene(body, camera, prop_units(props, body, camera))
    for prop, units in zip(props, groups, strict=True):
        names = {unit.name for unit in units}
        whole, shown = _shown(scene.units, names)
        mine = _outline([unit for unit in scene.units if unit.name in names])
        if figure.frame and not _size(intersection(mine, (_close_up(figure.frame, body, camera),))):
            yield (
                f"the {prop.word()} is outside the picture, which shows the {figure.frame} alone",
                f"Leave the {prop.word()} or “frame” out.",
            )
        elif shown < _SHARE * whole and shown < _LEAST:
            yield (
                f"the {prop.word()} is hidden behind the body or another prop",
                f"Move the {prop.word()}, or choose another view.",
            )
        elif _away(prop, mine, scene.silhouette) > _FAR:
            far = _away(prop, mine, scene.silhouette)
            yield (
                f"the {prop.word()} is {far:.0f} cm away from the person, so that the person is drawn small",
                f"Move the {prop.word()} nearer.",
            )


def _close_up(part: str, body: Body, camera: Camera) -> Ring:
    """The edge of a close-up, and a little beyond: other positions make it larger."""
    left, low, right, high = region(part, [body], camera, [()])
    left, low, right, high = left - _BEYOND, low - _BEYOND, right + _BEYOND, high + _BEYOND
    return (left, low), (right, low), (right, high), (left, high)


def _outline(units: Sequence[Unit]) -> Rings:
    return union(tuple(ring for unit in units for ring in unit.outline))


def _shown(units: Sequence[Unit], names: set[str]) -> tuple[float, float]:
    """How large some units are on paper, and how much of them nothing is painted over, square cm."""
    whole = shown = 0.0
    over: Rings = ()
    for unit in reversed(units):
        if unit.name in names:
            whole += _size(unit.outline)
            shown += _size(minus(unit.outline, over))
        over = union((*over, *unit.outline))
    return whole, shown


def _size(rings: Rings) -> float:
    return sum(area(ring) for ring in rings)


def _away(prop: AnyProp, mine: Rings, silhouette: Rings) -> float:
    """From the person to the prop on paper, side to side; 0 for what a band or strap joins to the person."""
    if prop.kind in ("band", "straps", "post", "mat"):
        return 0.0
    left, _, right, _ = bounds(mine)
    one, _, other, _ = bounds(silhouette)
    return max(left - other, one - right, 0.0)
