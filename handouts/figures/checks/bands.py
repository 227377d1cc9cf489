"""A band is pulled tight, and is held by what it is said to be held by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handouts.figures.body import SIDES, Body, lowest
from handouts.figures.checks.finding import Finding
from handouts.figures.poses import Figure, Position, props_of
from handouts.figures.props import BandProp, StrapsProp, carried, solids

__all__ = ["check_bands", "check_slack"]

_GIVE = 3.0
"""So much shorter than at the start a band may be, cm."""
_SHORT = 14.0
"""A band that is shorter from hand to hand, or from hand to ring, hangs slack."""


def check_bands(figure: Figure, position: Position, body: Body) -> Iterator[tuple[str, str]]:
    """Hands that hold a band are closed, feet that hold it down stand on it, and its ring is fixed to something."""
    props = props_of(figure, position)
    solid = [cuboid for _, cuboid in solids(props)]
    for prop in props:
        if not isinstance(prop, (BandProp, StrapsProp)):
            continue
        if isinstance(prop.anchor, tuple) and prop.fixed == "ring":
            x, y, *z = prop.anchor
            if not carried((x, y, z[0] if z else 0.0), solid):
                yield (
                    f"the {prop.kind} {'is' if prop.kind == 'band' else 'are'} fixed to nothing at {list(prop.anchor)}",
                    "Put a post, rack or wall there, or say “fixed: wall” or “fixed: door”.",
                )
        for side in SIDES:
            if prop.closes(side) and not body.arms[side].grip:
                yield f"the {side} hand is open and does not hold the {prop.kind}", "Leave “grip: false” out."
        if isinstance(prop, BandProp):
            yield from _trodden(prop, body)


def _trodden(band: BandProp, body: Body) -> Iterator[tuple[str, str]]:
    """Feet that are to hold a band down stand."""
    if not isinstance(band.anchor, str) or not band.anchor.endswith(("foot", "feet")) or abs(body.trunk_lean) > 60:
        return
    for side in SIDES:
        low = lowest(body.chains[f"{side} foot"])
        if (band.anchor == "feet" or band.anchor.startswith(side)) and low > 3.0:
            yield (
                f"the band is under the {side} foot, which is {low:.0f} cm over the floor",
                "Stand on it, or fix the band elsewhere.",
            )


def check_slack(figure: Figure, bodies: Sequence[Body]) -> Iterator[Finding]:
    """A band is nowhere shorter than when nothing pulls: as it says, or as it is in the first picture."""
    first: dict[int, float] = {}
    for index, (position, body) in enumerate(zip(figure.positions, bodies, strict=True)):
        bands = [prop for prop in props_of(figure, position) if isinstance(prop, BandProp)]
        for number, band in enumerate(bands):
            long = band.stretch(body)
            start = band.slack or first.setdefault(number, long)
            if long < start - _GIVE:
                said = "when nothing pulls" if band.slack else "in the first picture"
                yield Finding(
                    index,
                    f"the band is slack: its way is {long:.0f} cm here, and it is {start:.0f} cm long {said}",
                    "Move the hands or the anchor so that the movement pulls it, or say its “slack” length.",
                )
            elif band.straight and long < _SHORT:
                yield Finding(
                    index,
                    f"the band is slack: its ends are {long:.0f} cm apart",
                    "Move them apart.",
                )
