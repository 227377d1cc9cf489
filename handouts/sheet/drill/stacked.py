"""Pictures over the steps, or right of the first of them; cues under the steps."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.plan.handout import Card, Handout
from handouts.sheet.blocks import Pad
from handouts.sheet.drill.bodies import SPACES, BodyForm
from handouts.sheet.drill.cues import RULED, cue_list, cue_rule, cues_end
from handouts.sheet.drill.fit import PictureChoice, enough, picture_choices, picture_room
from handouts.sheet.drill.portion import Portion
from handouts.sheet.drill.steps import StepRoom, steps_end, steps_list
from handouts.sheet.forms import DrillForm
from handouts.sheet.look import Look
from handouts.sheet.panels import PictureRows, fitted, panels
from handouts.sheet.pictures import pictures

__all__ = ["every_choice", "picture_column", "stacked", "stacked_bodies", "standing"]


def picture_column(look: Look, form: DrillForm) -> float:
    """Width of the pictures, mm: the page's, or that of a column at the right."""
    return look.layout.drill.picture_widths[form.width - 1] if form.width else look.frame.w


def every_choice(card: Card, look: Look) -> list[PictureChoice]:
    """All ways in which a card's pictures can stand over its steps or right of them."""
    every = panels(card.pictures, look)
    widths = (look.frame.w, *look.layout.drill.picture_widths)
    return enough((one for at, width in enumerate(widths) for one in picture_choices(every, look, width, at)), look)


def standing(card: Card, look: Look, form: DrillForm) -> PictureRows:
    """How a form's pictures stand."""
    most = look.layout.drill.picture_heights[form.high]
    width, room = picture_column(look, form), picture_room(look)
    return fitted(panels(card.pictures, look), look, width, most, room, rows=form.rows, lines=form.lines)


def _shape(look: Look, form: DrillForm, bottom: float) -> StepRoom:
    """The room for steps beside a column of pictures that ends at ``bottom``, and below it."""
    narrow = look.frame.w - picture_column(look, form) - look.layout.drill.gutter
    return StepRoom(look.frame.w, bottom, narrow) if form.width else StepRoom(look.frame.w)


def stacked_bodies(_: Handout, card: Card, look: Look) -> Iterator[BodyForm]:
    """All ways to set pictures, steps and cues."""
    frame = look.frame
    cues = cues_end(card.cues, look, 0.0, frame.w)
    for space in SPACES:
        gap = look.layout.pad * space
        under = (gap + RULED * space if card.steps else 0.0) + cues if card.cues else 0.0
        over = steps_end(card.steps, look, space, 0.0, StepRoom(frame.w))
        if not card.pictures:
            yield BodyForm(over + under, None, DrillForm(space), frame.left)
            continue
        for one in every_choice(card, look):
            form = DrillForm(space, one.width, one.high, one.rows, one.lines)
            bottom = one.pictures.total + gap
            if one.width:
                bottom = max(bottom, steps_end(card.steps, look, space, 0.0, _shape(look, form, bottom)))
            else:
                bottom += over
            yield BodyForm(bottom + under, one.pictures, form, frame.left)


def stacked(pad: Pad, _: Handout, card: Card, look: Look, form: DrillForm, part: Portion) -> None:
    """Draw pictures, steps and cues from the pad's y down."""
    frame, top, gap = look.frame, pad.y, look.layout.pad * form.space
    steps, cues = card.steps[part.steps], card.cues[part.cues]
    shape = StepRoom(frame.w)
    bottom = top
    if card.pictures and part.first:
        width, rows = picture_column(look, form), standing(card, look, form)
        bottom = pictures(pad, panels(card.pictures, look), look, frame.right - width, top, width, rows) + gap
        shape = _shape(look, form, bottom)
    start = top if form.width and bottom > top else bottom
    pad.y = max(bottom, steps_list(pad, steps, look, form.space, frame.left, start, shape))
    if cues and steps:
        cue_rule(pad, frame.left, pad.y + gap, frame.w)
        pad.y += gap + RULED * form.space
    if cues:
        pad.y = cue_list(pad, cues, look, frame.left, pad.y, frame.w)
