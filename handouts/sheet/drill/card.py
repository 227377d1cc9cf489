"""A drill to hang up by itself: pictures over the steps, a column of cues, and the stop rules once more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from handouts.base.twofold import first_of
from handouts.plan.handout import Card, Cue, Handout, Step
from handouts.sheet.blocks import Block, Pad, Rect
from handouts.sheet.drill.bodies import SPACES, BodyForm
from handouts.sheet.drill.cues import cue_list, cues_end
from handouts.sheet.drill.fit import lowest
from handouts.sheet.drill.portion import Portion
from handouts.sheet.drill.stacked import every_choice, picture_column, standing
from handouts.sheet.drill.steps import StepRoom, steps_end, steps_list
from handouts.sheet.forms import DrillForm
from handouts.sheet.look import RULE, Look
from handouts.sheet.panels import panels
from handouts.sheet.pictures import pictures
from handouts.sheet.stop import stop_list
from handouts.sheet.style import rises
from handouts.sheet.text import put

__all__ = ["card_bodies", "card_form"]


class _CardPlan(NamedTuple):
    """Where steps, cues and the stop rules of a card go; heights count from where the pictures begin. mm."""

    steps_width: float
    side: float
    """Width of the column at the right; the page's where there are no steps."""
    steps_top: float
    side_top: float
    below: bool
    """Whether the stop rules stand under the steps instead of at the right."""
    height: float


def _plan(
    handout: Handout,
    look: Look,
    form: DrillForm,
    steps: tuple[Step, ...],
    cues: tuple[Cue, ...],
    over: float,
    stop: bool,
) -> _CardPlan:
    """``over``: what the pictures take, mm, the space under them with it. They stand over the column, or over all."""
    looks, frame, gap = look.layout.drill, look.frame, look.layout.pad
    right = bool(form.width and over)
    side = picture_column(look, form) if right else looks.side
    beside = bool(steps) and (bool(cues or stop) or right)
    width, side = (frame.w - side - looks.gutter, side) if beside else (frame.w, frame.w)
    top = 0.0 if right else over

    def end(below: bool) -> float:
        """Steps left, cues right; the stop rules under the cues, or ``below`` the steps."""
        under = steps_end(steps, look, form.space, top, StepRoom(width))
        bottom = cues_end(cues, look, over, side)
        if stop and below:
            under += gap + _stop_height(handout, look, width)
        elif stop:
            bottom += (gap if cues else 0.0) + _stop_height(handout, look, side)
        return max(under, bottom)

    below = lowest([False, True] if stop else [False], end)
    return _CardPlan(width, side, top, over, below, end(below))


def card_bodies(handout: Handout, card: Card, look: Look) -> Iterator[BodyForm]:
    """All ways to set pictures, steps, cues and stop rules."""
    stop = look.layout.drill.side_stop and bool(card.steps)
    found = every_choice(card, look) if card.pictures else [None]
    for space in SPACES:
        for one in found:
            form = DrillForm(space, one.width, one.high, one.rows, one.lines) if one else DrillForm(space)
            over = one.pictures.total + look.layout.pad * space if one else 0.0
            plan = _plan(handout, look, form, card.steps, card.cues, over, stop)
            yield BodyForm(plan.height, one.pictures if one else None, form, look.frame.left)


def card_form(pad: Pad, handout: Handout, card: Card, look: Look, form: DrillForm, part: Portion) -> None:
    """Draw pictures, steps, cues and stop rules from the pad's y down."""
    looks, frame, top = look.layout.drill, look.frame, pad.y
    steps, cues = card.steps[part.steps], card.cues[part.cues]
    stop = looks.side_stop and bool(steps) and part.steps.stop == len(card.steps)
    over = 0.0
    if card.pictures and part.first:
        width, rows = picture_column(look, form), standing(card, look, form)
        bottom = pictures(pad, panels(card.pictures, look), look, frame.right - width, top, width, rows)
        over = bottom - top + look.layout.pad * form.space
    plan = _plan(handout, look, form, steps, cues, over, stop)
    end = steps_list(pad, steps, look, form.space, frame.left, top + plan.steps_top, StepRoom(plan.steps_width))
    x = frame.right - plan.side
    bottom = cue_list(pad, cues, look, x, top + plan.side_top, plan.side)
    if stop and plan.below:
        side_stop(pad, handout, look, frame.left, end + look.layout.pad, plan.steps_width)
    elif stop:
        side_stop(pad, handout, look, x, bottom + (look.layout.pad if cues else 0.0), plan.side)
    pad.y = top + plan.height


def _stop_height(handout: Handout, look: Look, width: float) -> float:
    def make() -> Block:
        pad = Pad()
        side_stop(pad, handout, look, 0.0, 0.0, width)
        return pad.block()

    return look.kept(("side stop", handout.stop, width), make).height


def side_stop(pad: Pad, handout: Handout, look: Look, x: float, y: float, width: float) -> None:
    """The stop rules once more, because a card hangs alone on a fridge. Read aloud they were before, at the front,
    and said in a second language too.
    """
    pad.add(Rect(x, y, width, RULE, "stop"))
    y += RULE + 1.2
    leading = (
        16.2 if any(map(rises, map(first_of, handout.stop.rules))) else 14.4
    )  # its lines stand apart as texts of their own do
    head = replace(look.style("stop_head", "stop", strong=True), size=12, leading=leading)
    body = replace(look.style("body"), size=12, leading=leading)
    pad.y = put(pad, x, y, look.lines(first_of(handout.stop.head), head, width), head, look.faces)
    pad.y = stop_list(pad, handout, look, x, width, body, aloud=False)
