"""The ways in which a drill can be set: none of them both taller and uglier than another."""

from __future__ import annotations

from handouts.plan.handout import Card, Handout
from handouts.sheet.drill.head import steps_edge
from handouts.sheet.drill.whole import drill
from handouts.sheet.forms import Choice, DrillForm
from handouts.sheet.look import Look

__all__ = ["choices"]


def choices(handout: Handout, card: Card, look: Look) -> tuple[Choice, ...]:
    """What a drill's forms take, the best looking first, which is the tallest too."""
    widths = look.layout.drill.picture_widths
    found = []
    for space in (1.0, 0.85):
        for width, wide in enumerate(widths):
            form = DrillForm(space, width)
            badness = (widths[0] / wide) ** 2 - 1 + (0.2 if space < 1 else 0.0)
            found.append(Choice(drill(handout, card, look, form).height, badness, steps_edge(card, look, form), form))
    return _front(found)


def _front(found: list[Choice]) -> tuple[Choice, ...]:
    """Those that no other beats in both height and looks."""
    best: list[Choice] = []
    for one in sorted(found, key=lambda choice: (choice.badness, choice.height)):
        if not best or one.height < best[-1].height - 1e-6:
            best.append(one)
    return tuple(best)
