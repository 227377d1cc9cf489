"""The ways in which a drill can be set: none of them both taller and uglier than another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from handouts.plan.handout import Card, Handout
from handouts.sheet.drill.beside import beside_bodies
from handouts.sheet.drill.bodies import SPACES, BodyForm, ample, badness
from handouts.sheet.drill.card import card_bodies
from handouts.sheet.drill.stacked import stacked_bodies
from handouts.sheet.drill.whole import drill_height
from handouts.sheet.forms import Choice, DrillForm
from handouts.sheet.look import Look

__all__ = ["choices"]

_BODIES: dict[str, Callable[[Handout, Card, Look], Iterator[BodyForm]]] = {
    "beside": beside_bodies,
    "stacked": stacked_bodies,
    "card": card_bodies,
}
"""All ways to set what stands between a drill's head and its dose, by the layout's form."""
_APART = 1.5
"""What a choice saves at least over the one before it, mm, unless it is the last."""
_TIGHT_LOG = 0.2
"""Badness of less space in a drill that is its grid alone."""


def choices(handout: Handout, card: Card, look: Look) -> tuple[Choice, ...]:
    """What a drill's forms take, the best looking first, which is the tallest too. Measured, not drawn."""
    stop = handout.stop if look.layout.drill.side_stop else None
    key = ("choices", card.digest, handout.week_key, stop)
    return look.known(key, lambda: _choices(handout, card, look, stop))


def _choices(handout: Handout, card: Card, look: Look, stop: object) -> tuple[Choice, ...]:
    if look.layout.drill.grid_alone or not (card.steps or card.cues):
        forms = [DrillForm(space) for space in SPACES]
        return _front(
            Choice(drill_height(handout, card, look, None, form), _TIGHT_LOG * (form.space < 1), look.frame.left, form)
            for form in forms
        )
    # which bodies are worth a try does not depend on the dose
    bodies = look.known(("bodies", card.body, stop), lambda: _worth_a_try(handout, card, look))
    return _front(
        Choice(drill_height(handout, card, look, body, body.form), bad, body.edge, body.form) for body, bad in bodies
    )


def _worth_a_try(handout: Handout, card: Card, look: Look) -> list[tuple[BodyForm, float]]:
    """Bodies with their badness: of those with one edge and one space none both taller and uglier than another."""
    found = list(_BODIES[look.layout.drill.form](handout, card, look))
    tall = ample(found)
    kept: list[tuple[BodyForm, float]] = []
    least: dict[tuple[float, float], float] = {}
    for bad, body in sorted(((badness(body, card.cues, tall, look), body) for body in found), key=_by_looks):
        alike = body.form.space, body.edge
        if body.height < least.get(alike, float("inf")) - 1e-6:
            least[alike] = body.height
            kept.append((body, bad))
    return kept


def _by_looks(one: tuple[float, BodyForm]) -> tuple[float, float]:
    return one[0], one[1].height


def _front(found: Iterable[Choice]) -> tuple[Choice, ...]:
    """Those that no other beats in both height and looks; of those that take nearly the same room the best looking."""
    best: list[Choice] = []
    lowest = None
    for one in sorted(found, key=lambda choice: (choice.badness, choice.height)):
        if not best or one.height < best[-1].height - _APART:
            best.append(one)
            lowest = None
        elif one.height < (lowest or best[-1]).height - 1e-6:
            lowest = one
    return (*best, lowest) if lowest else tuple(best)
