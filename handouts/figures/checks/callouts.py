"""Call-outs and arrows have something to point at, and arrows a way or a turn to show: else they are not drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handouts.figures.arrows import origin_of
from handouts.figures.body import Body
from handouts.figures.checks.finding import Finding
from handouts.figures.pointing import has_place
from handouts.figures.poses import Arrow, Figure, arrows_of, props_of
from handouts.figures.props import PROPS
from handouts.figures.turns import LEAST_TURN, TURNED_BY, turn_between

__all__ = ["check_pointing"]


def check_pointing(figure: Figure, bodies: Sequence[Body]) -> Iterator[Finding]:
    """Every ``at``, ``of`` and ``since`` that has no place, and every ``turn`` of what does not turn."""
    for index, position in enumerate(figure.positions):
        for callout in position.callouts:
            if not has_place(callout.at, props_of(figure, position)):
                said = f"the call-out “{callout.text}” points at the {callout.at}, which this picture does not have"
                yield Finding(index, said, f"{_mend(callout.at)}, or point at something that is in this picture.")
        for arrow in arrows_of(position):
            yield from _arrow(figure, bodies, index, arrow)


def _arrow(figure: Figure, bodies: Sequence[Body], index: int, arrow: Arrow) -> Iterator[Finding]:
    origin, of = origin_of(figure, index, arrow), arrow.of
    if origin is None:
        yield _from_nowhere(figure, index, arrow)
    elif of is None:
        yield from _turn(arrow.turn or "", bodies, origin, index)
    elif not has_place(of, props_of(figure, figure.positions[index])):
        said = f"the arrow follows the {of}, which this picture does not have"
        yield Finding(index, said, f"{_mend(of)}, or let the arrow follow a part of the body.")
    elif not has_place(of, props_of(figure, figure.positions[origin])):
        said = f"the arrow follows the {of}, which picture {origin + 1}, where it comes from, does not have"
        yield Finding(index, said, f"{_mend(of)} there too, or name another “since”.")


def _turn(part: str, bodies: Sequence[Body], origin: int, index: int) -> Iterator[Finding]:
    if abs(turn_between(part, bodies[origin], bodies[index])) < LEAST_TURN:
        said = f"the arrow shows the {part} turning, but it is turned alike in picture {origin + 1} and in this one"
        yield Finding(index, said, f"Turn it with “{TURNED_BY[part.rsplit(maxsplit=1)[-1]]}”, or leave the arrow out.")


def _from_nowhere(figure: Figure, index: int, arrow: Arrow) -> Finding:
    if arrow.since is None:
        said = "the first position has an arrow, but comes from nowhere"
        return Finding(index, said, "Move it to a later one, or name its “since”.")
    if arrow.since == index + 1:
        said = f"the arrow comes from picture {arrow.since}, which is this one"
    else:
        said = f"the arrow comes from picture {arrow.since}, but there are {len(figure.positions)} pictures"
    return Finding(index, said, "Name another “since”, or leave it out: the picture before is meant then.")


def _mend(name: str) -> str:
    """What brings a place of that name into a picture."""
    kinds = [prop.word() for prop in PROPS if name in prop.pointed_at]
    return f"Add “kind: {kinds[0]}” to props" if name in kinds else f"Add {' or '.join(kinds)} with an anchor to props"
