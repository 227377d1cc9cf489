"""Pictures beside the steps; without pictures, cues beside the steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from handouts.plan.handout import Card, Cue, Handout, Step
from handouts.sheet.blocks import Pad
from handouts.sheet.drill.bodies import SPACES, BodyForm, cue_places
from handouts.sheet.drill.cues import RULED, cue_lines, cue_lines_end, cue_list, cue_rule, cue_spans, cues_end
from handouts.sheet.drill.fit import enough, lowest, picture_choices, picture_room
from handouts.sheet.drill.head import steps_edge
from handouts.sheet.drill.portion import Portion
from handouts.sheet.drill.steps import STEPS_MAX, StepRoom, steps_end, steps_list
from handouts.sheet.forms import CUES_LINE, DrillForm
from handouts.sheet.look import Look
from handouts.sheet.panels import fitted, panels
from handouts.sheet.pictures import pictures

__all__ = ["beside", "beside_bodies"]


_SIDES = (1.0, 1.25, 1.5, 1.75)
"""Widths to try for a column of cues, as parts of the layout's."""
_OVER_LINES = 1.6
"""From pictures and steps to cues in lines under both, mm."""


class _Columns(NamedTuple):
    """The two columns of a drill at one width, as heights, mm."""

    pictures: float
    steps: float
    left: list[float]
    """What so many cues take under the pictures, the space over them with it."""
    right: list[float]
    """What the others take under the steps."""
    lines: float
    """What all take in lines under both."""

    def height(self, left: int) -> float:
        """Height with so many cues under the pictures."""
        if left == CUES_LINE:
            return max(self.pictures, self.steps) + self.lines
        return max(self.pictures + self.left[left], self.steps + self.right[left])


def _columns(
    steps: tuple[Step, ...], cues: tuple[Cue, ...], look: Look, space: float, width: float, lines: float
) -> _Columns:
    """All but the height of the pictures."""
    gap, text_w = look.layout.pad * space, look.frame.w - width - look.layout.drill.gutter
    under, right = cue_spans(cues, look, width), cue_spans(cues, look, text_w)
    last = right[-1][1] if right else 0.0
    return _Columns(
        0.0,
        steps_end(steps, look, space, 0.0, StepRoom(text_w)),
        [0.0, *(gap + end for _, end in under)],
        [*(gap + RULED * space + last - top for top, _ in right), 0.0],
        _OVER_LINES * space + lines if cues else 0.0,
    )


def beside_bodies(_: Handout, card: Card, look: Look) -> Iterator[BodyForm]:
    """All ways to set steps, cues and pictures."""
    looks, cues = look.layout.drill, card.cues
    if not card.pictures:
        for space in SPACES:
            for form in (DrillForm(space, 0), DrillForm(space, 1)):
                height = _side(card.steps, cues, look, form)[1]
                yield BodyForm(height, None, form, steps_edge(card, look, form))
        return
    every = panels(card.pictures, look)
    widths = looks.picture_widths
    found = enough((one for at, width in enumerate(widths) for one in picture_choices(every, look, width, at)), look)
    places = cue_places(cues)
    lines = cue_lines_end(cues, look, 0.0)
    for space in SPACES:
        for at, width in enumerate(widths):
            of_width = [one for one in found if one.width == at]
            columns = _columns(card.steps, cues, look, space, width, lines) if of_width else None
            for one in of_width:
                assert columns is not None  # made where there is anything of this width
                standing = columns._replace(pictures=one.pictures.total)
                for left in places:
                    form = DrillForm(space, at, one.high, one.rows, one.lines, left)
                    yield BodyForm(standing.height(left), one.pictures, form, look.frame.left + width + looks.gutter)


def beside(pad: Pad, _: Handout, card: Card, look: Look, form: DrillForm, part: Portion) -> None:
    """Draw steps, cues and pictures from the pad's y down."""
    steps, cues = card.steps[part.steps], card.cues[part.cues]
    if not steps:
        pad.y = cue_list(pad, cues, look, look.frame.left, pad.y, look.frame.w)
    elif card.pictures and part.first:
        _with_pictures(pad, card, look, form, steps, cues)
    else:
        _text_alone(pad, look, form, steps, cues)


def _with_pictures(
    pad: Pad, card: Card, look: Look, form: DrillForm, steps: tuple[Step, ...], cues: tuple[Cue, ...]
) -> None:
    looks, frame = look.layout.drill, look.frame
    top, gap = pad.y, look.layout.pad * form.space
    width = looks.picture_widths[form.width]
    edge = frame.left + width + looks.gutter
    every = panels(card.pictures, look)
    most = looks.picture_heights[form.high]
    rows = fitted(every, look, width, most, picture_room(look), rows=form.rows, lines=form.lines)
    bottom = pictures(pad, every, look, frame.left, top, width, rows)
    end = steps_list(pad, steps, look, form.space, edge, top, StepRoom(frame.right - edge))
    pad.y = max(bottom, end)
    if not cues:
        return
    if form.left == CUES_LINE:
        pad.y = cue_lines(pad, cues, look, pad.y + _OVER_LINES * form.space)
        return
    under, others = cues[: form.left], cues[form.left :]
    if under:
        pad.y = max(pad.y, cue_list(pad, under, look, frame.left, bottom + gap, width))
    if others:
        cue_rule(pad, edge, end + gap, frame.right - edge)
        pad.y = max(pad.y, cue_list(pad, others, look, edge, end + gap + RULED * form.space, frame.right - edge))


def _sides(cues: tuple[Cue, ...], look: Look) -> list[float]:
    return [look.layout.drill.side * factor for factor in _SIDES] if cues else [0.0]


def _alone(card_edge: float, cues: tuple[Cue, ...], look: Look, side: float) -> tuple[float, float, float]:
    """Where steps start, how wide they are, and where their text starts after their numbers, mm."""
    looks, frame = look.layout.drill, look.frame
    short = looks.dose_beside_name
    edge = frame.left if short else card_edge
    taken = side + looks.gutter if cues else 0.0
    return edge, min(frame.right - edge - taken, STEPS_MAX), looks.disc + 3 if short else looks.number


def _side(steps: tuple[Step, ...], cues: tuple[Cue, ...], look: Look, form: DrillForm) -> tuple[float, float]:
    """The width of the column of cues, and the height of steps and cues."""
    edge = look.frame.left if form.width else look.axis

    def end(side: float) -> float:
        _, width, hang = _alone(edge, cues, look, side)
        below = steps_end(steps, look, form.space, 0.0, StepRoom(width), hang)
        return max(below, cues_end(cues, look, 0.0, side)) if cues else below

    side = lowest(_sides(cues, look), end)
    return side, end(side)


def _text_alone(pad: Pad, look: Look, form: DrillForm, steps: tuple[Step, ...], cues: tuple[Cue, ...]) -> None:
    """The text takes the room: cues beside the steps, which go out to the margin where room is short."""
    side, _ = _side(steps, cues, look, form)
    edge, width, hang = _alone(look.frame.left if form.width else look.axis, cues, look, side)
    top = pad.y
    pad.y = steps_list(pad, steps, look, form.space, edge, top, StepRoom(width), hang)
    if cues:
        pad.y = max(pad.y, cue_list(pad, cues, look, look.frame.right - side, top, side))
