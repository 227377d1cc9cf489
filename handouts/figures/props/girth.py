"""How thick a part of the body is where something is wound round it, and the way of a band pulled tight there."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from handouts.figures.camera import Camera
from handouts.figures.outline import hull
from handouts.figures.space import P3, Frame, add, along, dot, scale, sub, unit

if TYPE_CHECKING:
    from handouts.figures.body import Body, Oval

__all__ = ["GIRTHS", "Edge", "Girth", "fold", "runs", "tight"]

_AT = 18
"""Points round a girth."""


class Girth(NamedTuple):
    """A cross-section of a part of the body, as an ellipse in space."""

    middle: P3
    front: P3
    """From the middle to where it is foremost, cm."""
    side: P3
    """From the middle to its right, cm."""
    parts: tuple[str, ...]
    """Names of the body's units that it goes round."""

    def points(self) -> list[P3]:
        """Points round it."""
        turns = [2 * math.pi * at / _AT for at in range(_AT)]
        return [
            add(self.middle, add(scale(self.front, math.cos(turn)), scale(self.side, math.sin(turn)))) for turn in turns
        ]


def _denser(chain: Iterable[Oval]) -> Iterator[Oval]:
    """The chain with ovals between its own."""
    ovals = list(chain)
    yield from ovals
    for (one, axes), (other, others) in itertools.pairwise(ovals):
        for part in (0.25, 0.5, 0.75):
            a, b, c = (along(first, second, part) for first, second in zip(axes, others, strict=True))
            yield along(one, other, part), (a, b, c)


def section(chain: Iterable[Oval], at: P3, frame: Frame, parts: tuple[str, ...], over: float = 1.2) -> Girth:
    """Where the plane through ``at``, square to the frame's ``u``, cuts some ovals; ``over`` is what lies on it, cm."""
    low_f, high_f, low_r, high_r = -3.0, 3.0, -3.0, 3.0
    for centre, axes in _denser(chain):
        away = sub(centre, at)
        reach = [math.sqrt(sum(dot(axis, to) ** 2 for axis in axes)) for to in (frame.f, frame.u, frame.r)]
        off = dot(away, frame.u) / (reach[1] or 1.0)
        if abs(off) >= 1:
            continue
        share = math.sqrt(1 - off * off)
        f, r = dot(away, frame.f), dot(away, frame.r)
        low_f, high_f = min(low_f, f - reach[0] * share), max(high_f, f + reach[0] * share)
        low_r, high_r = min(low_r, r - reach[2] * share), max(high_r, r + reach[2] * share)
    middle = frame.at(at, (low_f + high_f) / 2, 0, (low_r + high_r) / 2)
    return Girth(
        middle,
        scale(frame.f, (high_f - low_f) / 2 + over),
        scale(frame.r, (high_r - low_r) / 2 + over),
        parts,
    )


class Edge(NamedTuple):
    """One straight piece of something pulled tight, and the direction that its outer face looks to."""

    start: P3
    end: P3
    out: P3


# --- parts of the body ---------------------------------------------------------------------------


def fold(body: Body) -> P3:
    """The direction from the hips to the fold where thighs and belly meet."""
    thighs = add(body.legs["right"].upper.f, body.legs["left"].upper.f)
    return unit(add(body.pelvis.f, scale(thighs, 0.5)))


def _hips(body: Body) -> list[Girth]:
    """Just under the hip bones; in the fold, where the hips are bent."""
    ahead, right = fold(body), body.pelvis.r
    at = add(body.pelvis.at(body.hips, 0, 1.5), scale(ahead, -1.0))
    back = section(body.chains["pelvis"], at, Frame(body.pelvis.f, body.pelvis.u, right), ())
    wide = math.sqrt(dot(back.side, back.side))
    return [Girth(at, scale(ahead, 10.6), scale(right, wide), ("trunk", "right thigh", "left thigh"))]


def _waist(body: Body) -> list[Girth]:
    return [section((*body.chains["pelvis"], *body.chains["shirt"]), body.waist, body.pelvis, ("trunk",))]


def _back(body: Body) -> list[Girth]:
    """Round the chest, under the arms."""
    return [section(body.chains["shirt"], body.chest.at(body.ribs, 0, 13), body.chest, ("trunk",))]


def _thigh(body: Body, side: str, part: float = 0.72) -> Girth:
    leg = body.legs[side]
    return section(body.chains[f"{side} thigh"], along(leg.root, leg.middle, part), leg.upper, (f"{side} thigh",))


def _ankle(body: Body, side: str) -> Girth:
    leg = body.legs[side]
    return section(body.chains[f"{side} shin"], along(leg.middle, leg.end, 0.9), leg.lower, (f"{side} shin",))


def _foot(body: Body, side: str) -> Girth:
    """Round the ball of the foot."""
    leg = body.legs[side]
    tip = Frame(leg.tip.u, leg.tip.f, leg.tip.r)
    return section(body.chains[f"{side} foot"], leg.tip.at(leg.end, 7.5, -4), tip, (f"{side} foot",), 0.8)


def _wrist(body: Body, side: str) -> Girth:
    arm = body.arms[side]
    return section(body.chains[f"{side} fore"], along(arm.middle, arm.end, 0.9), arm.lower, (f"{side} fore",), 0.8)


def _arm(body: Body, side: str) -> Girth:
    arm = body.arms[side]
    return section(body.chains[f"{side} upper"], along(arm.root, arm.middle, 0.8), arm.upper, (f"{side} upper",), 0.8)


_PAIRED: dict[str, tuple[str, Callable[[Body, str], Girth]]] = {
    "thigh": ("thighs", _thigh),
    "knee": ("knees", lambda body, side: _thigh(body, side, 0.86)),
    "ankle": ("ankles", _ankle),
    "foot": ("feet", _foot),
    "wrist": ("wrists", _wrist),
    "arm": ("arms", _arm),
}


def _both(of: Callable[[Body, str], Girth]) -> Callable[[Body], list[Girth]]:
    return lambda body: [of(body, "left"), of(body, "right")]


def _one(of: Callable[[Body, str], Girth], side: str) -> Callable[[Body], list[Girth]]:
    return lambda body: [of(body, side)]


GIRTHS: dict[str, Callable[[Body], list[Girth]]] = {
    "hips": _hips,
    "waist": _waist,
    "back": _back,
    **{many: _both(of) for many, of in _PAIRED.values()},
    **{f"{side} {word}": _one(of, side) for word, (_, of) in _PAIRED.items() for side in ("left", "right")},
}
"""Parts that something may be wound round, by their names in the YAML; of knees just above them."""


# --- what is pulled tight round them -------------------------------------------------------------


def tight(girths: list[Girth], ends: Sequence[P3]) -> list[Edge]:
    """The way of what is pulled tight round parts of the body and held at its ends: a closed loop where there is one
    end or none; from one to the other, behind the part, where there are two.
    """
    first = girths[0]
    across = unit(sub(girths[-1].middle, first.middle)) if len(girths) > 1 else unit(first.side)
    ahead = sub(first.front, scale(across, dot(first.front, across)))
    ahead = unit(ahead)
    points = [*ends, *(point for girth in girths for point in girth.points())]
    flat = {(dot(point, ahead), dot(point, across)): point for point in reversed(points)}
    edges = []
    ring = hull(flat)
    for one, other in zip(ring, (*ring[1:], ring[0]), strict=True):
        out = add(scale(ahead, other[1] - one[1]), scale(across, one[0] - other[0]))
        edges.append(Edge(flat[one], flat[other], unit(out)))
    if len(ends) == 2:
        edges = _behind(edges, ends, ahead)
    return edges


def _behind(edges: list[Edge], ends: Sequence[P3], ahead: P3) -> list[Edge]:
    """Of a closed loop through two ends, the half from one to the other that lies more to the back."""
    starts = [edge.start for edge in edges]
    if not all(end in starts for end in ends):
        return edges
    one, other = sorted(starts.index(end) for end in ends)
    halves = edges[one:other], [*edges[other:], *edges[:one]]
    return min(halves, key=lambda half: sum(dot(edge.end, ahead) for edge in half[:-1] or half) / max(len(half) - 1, 1))


def runs(edges: list[Edge], camera: Camera) -> list[tuple[bool, list[P3]]]:
    """The way in pieces that lie before the part they go round (true), or behind it: the points of each."""
    seen = [dot(edge.out, camera.depth) > 0 for edge in edges]
    closed = edges[0].start == edges[-1].end
    if closed and True in seen and False in seen:  # begin where it comes into view
        first = next(at for at in range(len(edges)) if seen[at] and not seen[at - 1])
        edges, seen = [*edges[first:], *edges[:first]], [*seen[first:], *seen[:first]]
    found = []
    for over, run in itertools.groupby(zip(seen, edges, strict=True), key=lambda pair: pair[0]):
        way = [edge for _, edge in run]
        found.append((over, [way[0].start, *(edge.end for edge in way)]))
    return found
