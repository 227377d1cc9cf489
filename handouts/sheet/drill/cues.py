"""What to do, what not, and when to stop, each with its sign."""

from __future__ import annotations

from collections.abc import Callable

from handouts.plan.handout import Cue
from handouts.sheet.blocks import MM, Pad
from handouts.sheet.look import Look
from handouts.sheet.signs import SIGN, cross, octagon, tick
from handouts.sheet.text import Style, below, put

__all__ = ["cue_lines", "cue_list", "cues_height"]


_SIGNS: dict[str, Callable[[Pad, float, float, float], None]] = {"do": tick, "dont": cross, "stop": octagon}
_GAP = 0.6
"""Between two cues under each other, mm."""


def cue_list(pad: Pad, cues: tuple[Cue, ...], look: Look, x: float, y: float, width: float) -> float:
    """Cues under each other, each with its sign. Gives the y below."""
    faces, style = look.faces, look.style("body")
    size = SIGN * style.size / 12
    with pad.group("UL"):
        for index, cue in enumerate(cues):
            y += _GAP if index else 0
            with pad.group("LI"):
                _sign(pad, cue, look, x, y, size, style)
                indent = _indent(cue, style)
                with pad.group("LBody"):
                    y = put(pad, x + indent, y, look.lines(cue.text, style, width - indent), style, faces)
    return y


def cues_height(look: Look, cues: tuple[Cue, ...], width: float) -> float:
    """Height of cues under each other in a column of ``width`` mm, mm."""
    style, y = look.style("body"), 0.0
    for index, cue in enumerate(cues):
        y += _GAP if index else 0
        y = below(y, look.lines(cue.text, style, width - _indent(cue, style)), style)
    return y


def _indent(cue: Cue, style: Style) -> float:
    """From the left edge of a cue's sign to its text, mm."""
    return SIGN * style.size / 12 + 2.1 if cue.kind != "plain" else 0.0


def cue_lines(pad: Pad, cues: tuple[Cue, ...], look: Look, y: float) -> float:
    """Cues beside each other where they fit. Gives the y below."""
    faces, style = look.faces, look.style("body")
    size = SIGN * style.size / 12
    gap = 8.0
    x = left = look.frame.left
    below = y
    with pad.group("UL"):
        for cue in cues:
            indent = _indent(cue, style)
            width = indent + style.width(cue.text, faces)
            if x > left and x + width > look.frame.right:
                x, y = left, below
            with pad.group("LI"):
                _sign(pad, cue, look, x, y, size, style)
                lines = look.lines(cue.text, style, look.frame.right - x - indent)
                with pad.group("LBody"):
                    below = max(below, put(pad, x + indent, y, lines, style, faces) + 0.2)
            x += width + gap
    return below


def _sign(pad: Pad, cue: Cue, look: Look, x: float, y: float, size: float, style: Style) -> None:
    draw = _SIGNS.get(cue.kind)
    if draw:
        middle = y + style.baseline(look.faces) - look.faces.cap * style.size / MM / 2
        with pad.group("Lbl", spoken="•"):  # the words say whether it is to be done
            draw(pad, x, middle - size / 2, size)
