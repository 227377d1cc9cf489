"""The ways in which a drill can be set: none of them both taller and uglier than another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from handouts.plan.handout import Card, Handout
from handouts.sheet.drill.beside import beside_bodies
from handouts.sheet.drill.bodies import SPACES, BodyForm, ample, badness
from handouts.sheet.drill.card import card_bodies
from handouts.sheet.drill.head import head_height
from handouts.sheet.drill.portion import whole
from handouts.sheet.drill.stacked import stacked_bodies
from handouts.sheet.drill.whole import dose_height, drill, over_height, whole_most
from handouts.sheet.forms import Choice, DrillForm
from handouts.sheet.look import Look

__all__ = ["choices"]

_BODIES: dict[str, Callable[[Handout, Card, Look], Iterator[BodyForm]]] = {
    "beside": beside_bodies,
    "stacked": stacked_bodies,
    "card": card_bodies,
}
"""All ways to set what stands between a drill's head and its dose, by the layout's form."""
_APART = 2.0
"""What a choice saves at least over the one before it, mm, unless it is the last."""
_TIGHT = 0.2
"""Badness of less space in a drill that is its grid alone."""


def choices(handout: Handout, card: Card, look: Look) -> tuple[Choice, ...]:
    """What a drill's forms take, the best looking first, which is the tallest too. Measured, not drawn."""
    if look.layout.drill.grid_alone or not (card.steps or card.cues):
        forms = [DrillForm(space) for space in SPACES]
        edge = look.frame.left
        return _front(
            Choice(drill(handout, card, look, form).height, _TIGHT * (form.space < 1), edge, form) for form in forms
        )
    stop = handout.stop if look.layout.drill.side_stop else None
    bodies = look.known(("bodies", card.body, stop), lambda: _worth_a_try(handout, card, look))
    heights = _heights(handout, card, look)
    return _front(Choice(heights(one), one.badness, one.edge, one.form) for one in bodies)


def _heights(handout: Handout, card: Card, look: Look) -> Callable[[Choice], float]:
    """What turns the height of a body into that of its drill."""
    dose, most = dose_height(handout, card, look), whole_most(look)
    measured = _head_measured(card, look)
    if not card.change:
        return lambda body: body.height + measured(body) + dose
    short = replace(card, change="")
    short_dose, short_measured = dose_height(handout, short, look), _head_measured(short, look)

    def height(body: Choice) -> float:
        taken = body.height + measured(body) + dose
        lower = body.height + short_measured(body) + short_dose if taken > most else taken
        return lower if lower <= most else taken

    return height


def _head_measured(card: Card, look: Look) -> Callable[[Choice], float]:
    """What a body's head takes beside what is counted already: nothing, unless the dose stands in it."""
    if not look.layout.drill.dose_beside_name:
        return lambda _: 0.0
    known: dict[tuple[float, float], float] = {}

    def measured(body: Choice) -> float:
        form = DrillForm._make(body.form)
        key = body.edge, form.space
        if key not in known:
            known[key] = head_height(card, look, form, whole(card))
        return known[key]

    return measured


def _worth_a_try(handout: Handout, card: Card, look: Look) -> tuple[Choice, ...]:
    """Bodies, and all else over the dose that does not depend on it: none both taller and uglier than another.

    Where the dose stands in the head, which may be higher over narrower pictures, that holds for those with one edge.
    """
    in_head = look.layout.drill.dose_beside_name
    heads = {space: head_height(card, look, DrillForm(space), whole(card)) * (not in_head) for space in SPACES}
    found = list(_BODIES[look.layout.drill.form](handout, card, look))
    tall = ample(found)
    groups: dict[float, list[Choice]] = {}
    for body in found:
        form = body.form
        height = over_height(look, form, body.height) + heads[form.space]
        choice = Choice(height, badness(body, card.cues, tall, look), body.edge, form)
        groups.setdefault(body.edge if in_head else 0.0, []).append(choice)
    return tuple(choice for group in groups.values() for choice in _front(group))


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
