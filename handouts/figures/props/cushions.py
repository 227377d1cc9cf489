"""What lies under a part of the body: pillow, towel roll and foam roller. They find their place and their size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from handouts.base.records import dataclass
from handouts.base.rules import strict
from handouts.figures.body import Oval, lowest
from handouts.figures.camera import Camera
from handouts.figures.props.registry import AnyProp, registered
from handouts.figures.props.solids import cylinder, soft
from handouts.figures.quantities import Coordinate, Length
from handouts.figures.shapes import Unit
from handouts.figures.space import P3, along

if TYPE_CHECKING:
    from handouts.figures.body import Body

__all__ = ["PillowProp", "RollProp", "RollerProp"]

Under = Literal[
    "head", "neck", "back", "hips", "thighs", "knees", "right knee", "left knee", "ankles", "right ankle", "upper back",
]  # fmt: skip


class _Spot(NamedTuple):
    """Where something is put under a part of the body."""

    middle: P3
    low: float
    """Height of the part's underside, cm."""
    wide: float
    """How far it reaches to each side, cm."""


def _legs(body: Body, sides: tuple[str, ...], of: Callable[[Body, str], tuple[P3, list[Oval]]]) -> _Spot:
    found = [of(body, side) for side in sides]
    middle = along(found[0][0], found[-1][0], 0.5)
    apart = abs(found[0][0][2] - found[-1][0][2]) / 2
    return _Spot(middle, min(lowest(ovals) for _, ovals in found), apart + 9)


def _knee(body: Body, side: str) -> tuple[P3, list[Oval]]:
    return body.legs[side].middle, [*body.chains[f"{side} thigh"][-2:], *body.chains[f"{side} shin"][:2]]


def _thigh(body: Body, side: str) -> tuple[P3, list[Oval]]:
    return along(body.legs[side].root, body.legs[side].middle, 0.6), list(body.chains[f"{side} thigh"][2:4])


def _ankle(body: Body, side: str) -> tuple[P3, list[Oval]]:
    return along(body.legs[side].middle, body.legs[side].end, 0.85), list(body.chains[f"{side} shin"][-3:-1])


_BOTH = ("left", "right")
_SPOTS: dict[str, Callable[[Body], _Spot]] = {
    "head": lambda body: _Spot(body.skull, lowest(body.chains["head"]), 22),
    "neck": lambda body: _Spot(along(body.nape, body.skull, 0.35), lowest(body.chains["neck"]), 20),
    "back": lambda body: _Spot(body.waist, lowest(body.chains["shirt"][:2]), 24),
    "upper back": lambda body: _Spot(body.chest.at(body.ribs, -9.0, 12.0), lowest(body.chains["shirt"][2:5]), 24),
    "hips": lambda body: _Spot(body.hips, lowest(body.chains["pelvis"]), 24),
    "thighs": lambda body: _legs(body, _BOTH, _thigh),
    "knees": lambda body: _legs(body, _BOTH, _knee),
    "right knee": lambda body: _legs(body, ("right",), _knee),
    "left knee": lambda body: _legs(body, ("left",), _knee),
    "ankles": lambda body: _legs(body, _BOTH, _ankle),
    "right ankle": lambda body: _legs(body, ("right",), _ankle),
}

_SINKS = 0.8
"""How deep a part of the body sinks into what lies under it, cm."""
_LEAST = 2.6
"""Thinner than so many cm nothing is laid under anything."""


def _room(kind: str, under: str, low: float, most: float) -> Iterator[tuple[str, str]]:
    """Whether something at most so thick fits between the floor and the part, and touches both."""
    if low < _LEAST:
        yield (
            f"there is no room for the {kind} under the {under}: {_gap(low)} over what they lie on",
            f"Lift the {under}, or leave the {kind} out.",
        )
    elif low > most + 2:
        yield (
            f"the {kind} under the {under} is not touched: it is {most:.0f} cm thick, and they are {low:.0f} cm up",
            f"Lower the {under}, or take a thicker {kind}.",
        )


def _gap(low: float) -> str:
    return f"{max(low, 0):.0f} cm"


class _Rolled(AnyProp):
    """A roll across, under a part of the body."""

    under: Under
    radius: float
    base: float

    def _size(self, body: Body) -> tuple[_Spot, float]:
        """Where it is, and its radius: as thick as there is room, and no thicker than it says."""
        spot = _SPOTS[self.under](body)
        return spot, min(self.radius, max((spot.low - self.base + _SINKS) / 2, 1.5))

    def _roll(self, body: Body, camera: Camera, role: str, longer: float) -> Unit:
        spot, radius = self._size(body)
        x, _, z = spot.middle
        half, y = spot.wide + longer, self.base + radius
        roll = cylinder(camera, self.word(), (x, y, z - half), (x, y, z + half), radius, role)
        roll.after = ("bed",)
        roll.held += ["trunk", "head", *(f"{side} {part}" for side in _BOTH for part in ("thigh", "shin"))]
        return roll

    def anchors(self, body: Body) -> dict[str, P3]:
        spot, radius = self._size(body)
        return {self.word(): (spot.middle[0], self.base + radius, spot.middle[2] + spot.wide)}

    def faults(self, body: Body) -> Iterator[tuple[str, str]]:
        low = _SPOTS[self.under](body).low - self.base
        yield from _room(self.word(), self.under, low, 2 * self.radius)


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class RollProp(_Rolled):
    """A rolled towel under a part of the body."""

    kind: Literal["towel-roll"]
    under: Under
    radius: Length = 7
    """At most: it is as thick as there is room."""
    base: Coordinate = 0
    """Height of the bed that it lies on, cm."""

    pointed_at: ClassVar[tuple[str, ...]] = ("towel-roll",)

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        return [self._roll(body, camera, "cloth", 3)]


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class RollerProp(_Rolled):
    """A foam roller under a part of the body."""

    kind: Literal["foam-roller"]
    under: Under
    radius: Length = 7.5
    """At most: it is as thick as there is room."""
    base: Coordinate = 0
    """Height of the bed that it lies on, cm."""

    pointed_at: ClassVar[tuple[str, ...]] = ("foam-roller",)

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        return [self._roll(body, camera, "iron", 12)]

    def steadies(self, body: Body) -> bool:
        del body
        return True


_PILLOW, _LONG = 22.0, 15.0
"""How thick a pillow is at most, and half as long as it is along the body, cm."""


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class PillowProp(AnyProp):
    """A pillow under the head or another part; as thick as there is room."""

    kind: Literal["pillow"]
    under: Under = "head"
    base: Coordinate = 0
    """Height of the bed that it lies on, cm."""

    pointed_at: ClassVar[tuple[str, ...]] = ("pillow",)

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        (x, _, z), low, wide = _SPOTS[self.under](body)
        top = max(low + 3.0, self.base + 6.0)
        half = max(wide, 22.0)
        corners = (x - _LONG, self.base, z - half), (x + _LONG, top, z + half)
        pillow = soft(camera, "pillow", *corners, min(4.5, (top - self.base) / 2 - 0.1), "cloth")
        pillow.after = ("bed",)
        pillow.held += [name for name in _LIVING if name.split()[-1] in _LAID.get(self.under, ("thigh", "shin"))]
        return [pillow]

    def anchors(self, body: Body) -> dict[str, P3]:
        (x, _, z), low, _ = _SPOTS[self.under](body)
        return {"pillow": (x - _LONG * 0.7, max(low, self.base + 3.0) * 0.6, z + 16)}

    def faults(self, body: Body) -> Iterator[tuple[str, str]]:
        spot = _SPOTS[self.under](body)
        if self.under != "head":
            yield from _room("pillow", self.under, spot.low - self.base, _PILLOW)
        elif spot.low - self.base > _PILLOW:
            yield (
                f"the head is {spot.low - self.base:.0f} cm over what the pillow lies on: it is not touched",
                "Lower the head (trunk, neck), or say on what the pillow lies (base).",
            )


_LIVING = (
    "trunk",
    "head",
    *(f"{side} {part}" for side in _BOTH for part in ("thigh", "shin", "foot", "upper", "fore")),
)
_LAID: dict[str, tuple[str, ...]] = {
    "head": ("head", "trunk", "upper", "fore"),
    "neck": ("head", "trunk"),
    "back": ("trunk",),
    "upper back": ("trunk",),
    "hips": ("trunk", "thigh"),
}
"""What lies on a pillow under each part: it is painted over it."""
