"""Elastic bands, and the post that one is fixed to."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from handouts.base.records import dataclass, later
from handouts.base.rules import strict
from handouts.figures import measures
from handouts.figures.body import SIDES
from handouts.figures.camera import Camera
from handouts.figures.props.fixtures import Fixed, broken, fixture
from handouts.figures.props.girth import GIRTHS, Edge, runs, tight
from handouts.figures.props.registry import AnyProp, Cuboid, point_at, registered
from handouts.figures.props.solids import bar, box
from handouts.figures.quantities import Coordinate, Length, Point
from handouts.figures.shapes import Unit
from handouts.figures.space import P3, along, length, sub

if TYPE_CHECKING:
    from handouts.figures.body import Body, BodySide

__all__ = ["BandProp", "PostProp"]

_WIDE = 1.5
"""Half width of a band, cm."""
_HANDS = ("hands", "left hand", "right hand")
_FEET = ("feet", "left foot", "right foot")

Held = Literal["hands", "left hand", "right hand", "feet", "left foot", "right foot"]
Round = Literal[
    "hips", "thighs", "knees", "ankles", "feet", "hands", "waist", "back", "wrists", "arms",
    "left hand", "right hand", "left foot", "right foot", "left ankle", "right ankle", "left knee", "right knee",
    "left thigh", "right thigh", "left wrist", "right wrist",
]  # fmt: skip


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class BandProp(AnyProp):
    """An elastic band: fixed somewhere, held in the hands or under the feet, and round a part of the body."""

    kind: Literal["band"]
    anchor: Point | Held | None = None
    """Where its ends are: a place where it is fixed, in the hands, or under the feet. Left out, it is a loop."""
    round: Round
    """What it goes round, or the hand that holds its other end."""
    fixed: Fixed | None = later(None)
    """What it is fixed to: ring, wall or door. Left out: what is near, else a piece of wall."""
    slack: Length | None = later(None)
    """Its length, cm, when nothing pulls: a picture where it is shorter is refused."""

    pointed_at: ClassVar[tuple[str, ...]] = ("band", "anchor")
    held_parts: ClassVar[str] = "band"

    # --- its way ---------------------------------------------------------------------------------

    def _ends(self, body: Body) -> list[P3]:
        """Where its ends are, apart from the part that it goes round."""
        if self.anchor is None:
            return []
        return _places(self.anchor, body) if isinstance(self.anchor, str) else [point_at(self.anchor)]

    def strands(self, body: Body) -> list[tuple[str, list[Edge], tuple[str, ...]]]:
        """Each strand: its name, its way, and the parts of the body that it lies on."""
        ends = self._ends(body)
        if self.round in _HANDS:
            others = {name: body.arms[name].held for name in _sides(self.round)}
            return [
                (_strand_name(side), [Edge(end, hand, (0.0, 0.0, 0.0))], ())
                for at, (side, hand) in enumerate(others.items())
                for end in [ends[min(at, len(ends) - 1)] if ends else body.arms["left"].held]
            ]
        girths = GIRTHS[self.round](body)
        return [("band", tight(girths, ends), tuple(part for girth in girths for part in girth.parts))]

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        found = []
        for name, edges, parts in self.strands(body):
            if not parts:
                found += [bar(camera, name, [edge.start, edge.end], _WIDE, "band") for edge in edges]
            else:
                found += _wound(camera, name, edges, parts)
        return found

    def mount(self, others: list[Cuboid], camera: Camera) -> list[Unit]:
        if self.anchor is None or isinstance(self.anchor, str):
            return []
        return fixture(camera, point_at(self.anchor), self.fixed, others)

    # --- what it is asked ------------------------------------------------------------------------

    def places(self) -> tuple[str, ...]:
        return self.pointed_at if self.anchor else ("band",)

    def anchors(self, body: Body) -> dict[str, P3]:
        way = [edge for _, edges, _ in self.strands(body) for edge in edges]
        longest = max(way, key=lambda edge: length(sub(edge.end, edge.start)))
        if self.anchor is None:
            nearest = max(way, key=lambda edge: edge.start[2])
            return {"band": along(nearest.start, nearest.end, 0.5)}
        return {"anchor": self._ends(body)[-1], "band": along(longest.start, longest.end, 0.5)}

    def closes(self, side: BodySide) -> bool:
        return any(side in _sides(where) for where in (self.anchor, self.round) if where in _HANDS)

    def steadies(self, body: Body) -> bool:
        del body
        return self.anchor is not None and not isinstance(self.anchor, str)

    @property
    def straight(self) -> bool:
        """Whether it runs from one end to another, round nothing."""
        return self.round in _HANDS

    def stretch(self, body: Body) -> float:
        """How long it is, cm."""
        return sum(length(sub(edge.end, edge.start)) for _, edges, _ in self.strands(body) for edge in edges)


def _wound(camera: Camera, name: str, edges: list[Edge], parts: tuple[str, ...]) -> list[Unit]:
    """A band wound round parts of the body: what of it faces the viewer lies over them, the rest behind."""
    found = []
    for over, points in runs(edges, camera):
        piece = bar(camera, f"{name} {'near' if over else 'far'}", points, _WIDE, "band", shine=False)
        if over:
            piece.after = parts
        else:
            piece.held += parts
        found.append(piece)
    return found


def _strand_name(side: str) -> str:
    return f"band {'near' if side == 'right' else 'far'}"


def _sides(where: object) -> tuple[str, ...]:
    """Sides that a word such as “left hand” or “feet” means."""
    return tuple(side for side in SIDES if str(where).startswith(side)) or SIDES


def _places(word: str, body: Body) -> list[P3]:
    """Where hands hold, or feet stand on, the ends of a band."""
    if word in _HANDS:
        return [body.arms[side].held for side in _sides(word)]
    return [body.legs[side].tip.at(body.legs[side].end, 6.5, 0.8 - measures.ANKLE) for side in _sides(word)]


@registered
@strict
@dataclass(frozen=True, kw_only=True)
class PostProp(AnyProp):
    """A post on a foot plate, to fix a band or strap to."""

    kind: Literal["post"]
    at: Coordinate
    height: Length
    z: Coordinate = 0

    def units(self, body: Body, camera: Camera) -> list[Unit]:
        del body
        at, z = self.at, self.z
        foot = box(camera, "post foot", (at - 14, 0, z - 14), (at + 14, 4, z + 14), "steel")
        post = box(camera, "post", *self._shaft(), "steel")
        if self.height > _TALL:
            post.details += broken(camera, self._shaft(), self.height * 0.42)
        post.after = ("post foot",)
        return [foot, post]

    def solids(self) -> list[Cuboid]:
        return [self._shaft()]

    def _shaft(self) -> Cuboid:
        return (self.at - 4, 4, self.z - 4), (self.at + 4, self.height, self.z + 4)


_TALL = 120.0
"""Posts from here are longer than drawn, and say so with a break mark, cm."""
