"""Pictures beside the steps; without pictures, cues beside the steps."""

from __future__ import annotations

from handouts.plan.handout import Card, Cue, Handout, Step
from handouts.sheet.blocks import Pad
from handouts.sheet.drill.cues import cue_lines, cue_list, cues_height
from handouts.sheet.drill.fit import WORTH, lowest, picture_room, tallest, wide_enough
from handouts.sheet.drill.head import steps_edge
from handouts.sheet.drill.portion import Portion
from handouts.sheet.drill.steps import STEPS_MAX, steps_list
from handouts.sheet.forms import DrillForm
from handouts.sheet.look import Look
from handouts.sheet.pictures import pictures

__all__ = ["beside"]


_SIDES = (1.0, 1.25, 1.5, 1.75)
"""Widths to try for a column of cues, as parts of the layout's."""


def beside(pad: Pad, _: Handout, card: Card, look: Look, form: DrillForm, part: Portion) -> None:
    """Draw steps, cues and pictures from the pad's y down."""
    steps, cues = card.steps[part.steps], card.cues[part.cues]
    if not steps:
        pad.y = cue_list(pad, cues, look, look.frame.left, pad.y, look.frame.w)
    elif card.pictures and part.first:
        _with_pictures(pad, card, look, form, steps, cues)
    else:
        _text_alone(pad, card, look, form, steps, cues)


def _with_pictures(
    pad: Pad, card: Card, look: Look, form: DrillForm, steps: tuple[Step, ...], cues: tuple[Cue, ...]
) -> None:
    looks, frame = look.layout.drill, look.frame
    top, gap = pad.y, look.layout.pad * form.space
    width = looks.picture_widths[form.width]
    edge = frame.left + width + looks.gutter
    high, room = tallest(look, form), picture_room(look)
    bottom = pictures(pad, card.pictures, look, frame.left, top, width, high, room, wide=wide_enough(form))
    text_w = frame.right - edge
    end = steps_list(pad, steps, look, form, edge, top, text_w)
    pad.y = max(bottom, end)
    if looks.cues_in_lines:
        pad.y = cue_lines(pad, cues, look, pad.y + 0.8 * form.space) if cues else pad.y
    elif cues:  # under the pictures; under the steps where these are so short that it saves room
        under = bottom + gap + cues_height(look, cues, width)
        if under > end + gap + cues_height(look, cues, text_w) + WORTH:
            pad.y = max(bottom, cue_list(pad, cues, look, edge, end + gap, text_w))
        else:
            pad.y = max(end, cue_list(pad, cues, look, frame.left, bottom + gap, width))


def _text_alone(
    pad: Pad, card: Card, look: Look, form: DrillForm, steps: tuple[Step, ...], cues: tuple[Cue, ...]
) -> None:
    """The text takes the room: cues beside the steps, which go out to the margin where room is short."""
    looks, frame, top = look.layout.drill, look.frame, pad.y
    short = looks.dose_beside_name
    edge = frame.left if short else steps_edge(card, look, form)
    hang = looks.disc + 3 if short else looks.number
    room = frame.right - edge

    def place(pad: Pad, side: float) -> float:
        taken = side + looks.gutter if cues else 0.0
        end = steps_list(pad, steps, look, form, edge, top, min(room - taken, STEPS_MAX), hang)
        return max(end, cue_list(pad, cues, look, frame.right - side, top, side)) if cues else end

    pad.y = place(pad, lowest([looks.side * factor for factor in _SIDES] if cues else [0.0], place))
