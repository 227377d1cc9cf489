"""The numbered steps, each hold at the end of its step where there is room, else under it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from handouts.plan.handout import Step
from handouts.sheet.blocks import Pad
from handouts.sheet.linesizes import text_height
from handouts.sheet.look import Look
from handouts.sheet.signs import pill, pill_beside, pill_height, pill_width
from handouts.sheet.text import TextLine, going_on, put

__all__ = ["STEPS_MAX", "StepRoom", "steps_end", "steps_list"]

STEPS_MAX = 120.0
"""Longest line of a step, mm: about 65 characters."""
_APART = 3.0
"""Least space between a step's last word and its hold on the same line, mm."""


_OVER_PILL = 0.4
"""More space over a step whose only line ends with its hold, which is higher than letters are, mm."""


class StepRoom(NamedTuple):
    """The room that steps have: a column, narrower where pictures stand right of the first of them. mm."""

    width: float
    until: float = 0.0
    """Above this y the column is narrower."""
    narrow: float = 0.0
    """Its width there."""

    def at(self, y: float) -> float:
        return self.narrow if y < self.until else self.width


class _StepPlace(NamedTuple):
    """A step with its place."""

    step: Step
    y: float
    lines: list[TextLine]
    """In the patient's language."""
    under: list[TextLine]
    """In a second one, under that."""
    room: float
    """Width of its text, mm."""
    beside: bool
    """Whether its hold stands at the end of its last line."""
    end: float


def _placed(
    steps: tuple[Step, ...], look: Look, space: float, y: float, shape: StepRoom, hang: float
) -> Iterator[_StepPlace]:
    style, pills = look.style("body"), 0.0
    for index, step in enumerate(steps):
        if index:
            y += look.layout.step_gap * space
        room = shape.at(y) - hang
        every = look.lines(step.text, style, room)
        lines = [line for line in every if not line.second]
        under = every[len(lines) :]
        end = y + len(lines) * style.line
        beside = False
        if step.hold:
            pills = pill_width(look, step.hold, style)
            beside = bool(lines) and lines[-1].width + _APART + pills <= room
            if beside and index and len(lines) == 1:
                y, end = y + _OVER_PILL, end + _OVER_PILL
            end += 0.0 if beside else 0.2 + pill_height(look, step.hold, style, room) + 0.7
        end += text_height(under, style)
        yield _StepPlace(step, y, lines, under, room, beside, end)
        y = end


def steps_end(steps: tuple[Step, ...], look: Look, space: float, y: float, shape: StepRoom, hang: float = 0.0) -> float:
    """Where ``steps_list`` would end."""
    for placed in _placed(steps, look, space, y, shape, hang or look.layout.drill.number):
        y = placed.end
    return y


def steps_list(
    pad: Pad, steps: tuple[Step, ...], look: Look, space: float, x: float, y: float, shape: StepRoom, hang: float = 0.0
) -> float:
    """Numbered steps from (x, y) down. Gives the y below.

    ``hang`` is where the text starts after the number's left edge, mm; the layout's own where 0.
    """
    faces, style = look.faces, look.style("body")
    number = look.style("body", "primary", strong=True)
    hang = hang or look.layout.drill.number
    with pad.group("OL"):
        for step, top, lines, under, room, beside, end in _placed(steps, look, space, y, shape, hang):
            with pad.group("LI"):
                with pad.group("Lbl"):
                    put(pad, x, top, look.lines(str(step.number), number, hang), number, faces)
                with pad.group("LBody"):
                    below = put(pad, x + hang, top, going_on(lines, look.joins.gap) if beside else lines, style, faces)
                    if beside:
                        pill_beside(
                            pad, look, x + hang + lines[-1].width + _APART, below - style.line, step.hold, style
                        )
                    elif step.hold:
                        pill(pad, look, x + hang, below + 0.2, step.hold, style, room)
                    put(pad, x + hang, end - text_height(under, style), under, style, faces)
            y = end
    return y
