"""A drill to hang up by itself: pictures over the steps, a column of cues, and the stop rules once more."""

from __future__ import annotations

from dataclasses import replace

from handouts.plan.handout import Card, Handout
from handouts.sheet.blocks import Pad, Rect
from handouts.sheet.drill.cues import cue_list
from handouts.sheet.drill.fit import lowest
from handouts.sheet.drill.portion import Portion
from handouts.sheet.drill.stacked import pictures_over
from handouts.sheet.drill.steps import steps_list
from handouts.sheet.look import RULE, DrillForm, Look
from handouts.sheet.stop import stop_list
from handouts.sheet.text import Style, put

__all__ = ["card_form"]


def card_form(pad: Pad, handout: Handout, card: Card, look: Look, form: DrillForm, part: Portion) -> None:
    """Draw pictures, steps, cues and stop rules from the pad's y down."""
    looks, frame = look.layout.drill, look.frame
    steps, cues = card.steps[part.steps], card.cues[part.cues]
    stop = looks.side_stop and bool(steps) and part.steps.stop == len(card.steps)
    pictures_over(pad, card, look, form, part)
    top, gap = pad.y, look.layout.pad
    beside = bool(cues or stop) and bool(steps)
    width = frame.w - (looks.side + looks.gutter if beside else 0.0)

    def place(pad: Pad, below: bool) -> float:
        """Steps left, cues right; the stop rules under the cues, or ``below`` the steps."""
        x, side = (frame.right - looks.side, looks.side) if beside else (frame.left, frame.w)
        end = steps_list(pad, steps, look, form, frame.left, top, width)
        bottom = cue_list(pad, cues, look, x, top, side)
        if stop and below:
            end = side_stop(pad, handout, look, frame.left, end + gap, width)
        elif stop:
            bottom = side_stop(pad, handout, look, x, bottom + (gap if cues else 0.0), side)
        return max(end, bottom)

    pad.y = place(pad, lowest([False, True] if stop else [False], place))


def side_stop(pad: Pad, handout: Handout, look: Look, x: float, y: float, width: float) -> float:
    """The stop rules once more, because a card hangs alone on a fridge. Read aloud they were before, at the front."""
    pad.add(Rect(x, y, width, RULE, "stop"))
    y += RULE + 1.2
    head = replace(look.style("stop_head", "stop", strong=True), size=12, leading=14.4)
    body = Style(12, 14.4)
    y = put(pad, x, y, look.lines(handout.stop.head, head, width), head, look.faces)
    pad.y = y
    return stop_list(pad, handout, look, x, width, body, aloud=False)
