"""Pictures over the steps, cues under them."""

from __future__ import annotations

from handouts.plan.handout import Card, Handout
from handouts.sheet.blocks import Pad
from handouts.sheet.drill.cues import cue_list
from handouts.sheet.drill.fit import picture_room, tallest, wide_enough
from handouts.sheet.drill.portion import Portion
from handouts.sheet.drill.steps import steps_list
from handouts.sheet.forms import DrillForm
from handouts.sheet.look import Look
from handouts.sheet.pictures import pictures

__all__ = ["pictures_over", "stacked"]


def stacked(pad: Pad, _: Handout, card: Card, look: Look, form: DrillForm, part: Portion) -> None:
    """Draw pictures, steps and cues from the pad's y down."""
    frame = look.frame
    steps, cues = card.steps[part.steps], card.cues[part.cues]
    pictures_over(pad, card, look, form, part)
    pad.y = steps_list(pad, steps, look, form, frame.left, pad.y, frame.w)
    if cues:
        gap = look.layout.pad * form.space if steps else 0.0
        pad.y = cue_list(pad, cues, look, frame.left, pad.y + gap, frame.w)


def pictures_over(pad: Pad, card: Card, look: Look, form: DrillForm, part: Portion) -> None:
    """Pictures over the steps."""
    frame = look.frame
    if card.pictures and part.first:
        end = pictures(
            pad,
            card.pictures,
            look,
            frame.left,
            pad.y,
            frame.w,
            tallest(look, form),
            picture_room(look),
            wide=wide_enough(form),
        )
        pad.y = end + look.layout.pad * form.space
