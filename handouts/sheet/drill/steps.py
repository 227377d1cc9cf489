"""The numbered steps, each hold under its step."""

from __future__ import annotations

from handouts.plan.handout import Step
from handouts.sheet.blocks import Pad
from handouts.sheet.forms import DrillForm
from handouts.sheet.look import Look
from handouts.sheet.signs import pill
from handouts.sheet.text import put

__all__ = ["STEPS_MAX", "steps_list"]

STEPS_MAX = 120.0
"""Longest line of a step, mm: about 65 characters."""


def steps_list(
    pad: Pad, steps: tuple[Step, ...], look: Look, form: DrillForm, x: float, y: float, width: float, hang: float = 0.0
) -> float:
    """Numbered steps; a hold stands on a line of its own under its step. Gives the y below.

    ``hang`` is where the text starts after the number's left edge, mm; the layout's own where 0.
    """
    faces, style = look.faces, look.style("body")
    number = look.style("body", "primary", strong=True)
    hang = hang or look.layout.drill.number
    with pad.group("OL"):
        for index, step in enumerate(steps):
            if index:
                y += look.layout.step_gap * form.space
            with pad.group("LI"):
                with pad.group("Lbl"):
                    put(pad, x, y, look.lines(str(step.number), number, hang), number, faces)
                with pad.group("LBody"):
                    y = put(pad, x + hang, y, look.lines(step.text, style, width - hang), style, faces)
                    if step.hold:
                        y += pill(pad, look, x + hang, y + 0.2, step.hold, style, width - hang) + 0.7
    return y
