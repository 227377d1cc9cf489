"""What to do, what not, and when to stop, each with its sign in the column of the steps' numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from handouts.plan.handout import Cue, Run, Runs
from handouts.sheet.blocks import MM, Pad, Rect
from handouts.sheet.linesizes import natural, text_height
from handouts.sheet.look import HAIRLINE, Look
from handouts.sheet.signs import SIGN, cross, octagon, tick
from handouts.sheet.text import Style, TextLine, put

__all__ = ["RULED", "cue_groups", "cue_lines", "cue_lines_end", "cue_list", "cue_rule", "cue_spans", "cues_end"]


_SIGNS: dict[str, Callable[[Pad, float, float, float], None]] = {"do": tick, "dont": cross, "stop": octagon}
_GROUPS = {"do": 0, "dont": 0, "stop": 1, "plain": 2}
_GAP = 0.6
"""Between two cues of a group, mm."""
_GROUP_GAP = 1.6
"""Between two groups, mm."""
RULED = 1.4
"""From a hairline over cues to these, mm."""
_LINES_APART = 0.4
"""Under a line of cues that stand beside each other: the signs of the next are higher than letters, mm."""
_ACROSS = 8.0
"""Between two cues beside each other, mm."""


def cue_groups(cues: tuple[Cue, ...]) -> tuple[int, ...]:
    """How many cues stand before each group but the first: do and don't are one group, then stop, then other ways."""
    return tuple(at for at, (one, other) in enumerate(pairwise(cues), 1) if _GROUPS[one.kind] != _GROUPS[other.kind])


def _placed(
    cues: tuple[Cue, ...], look: Look, y: float, width: float
) -> Iterator[tuple[Cue, float, list[TextLine], float]]:
    """Cues under each other: each with its y, its lines, and the y below it."""
    style, width = look.style("body"), width - look.layout.drill.number
    for index, cue in enumerate(cues):
        if index:
            y += _GAP if _GROUPS[cue.kind] == _GROUPS[cues[index - 1].kind] else _GROUP_GAP
        lines = look.lines(_runs(cue), style, width)
        end = y + text_height(lines, style)
        yield cue, y, lines, end
        y = end


def _runs(cue: Cue) -> Runs:
    """A cue's words. One without a sign begins with what it is about, in bold: “Harder:”."""
    found = _ABOUT.match(cue.text) if cue.kind == "plain" else None
    return (Run(found[0], strong=True), Run(cue.text[found.end() :])) if found else (Run(cue.text),)


_ABOUT = re.compile(r"[^:：]{1,30}(?:: |：)")
"""What a cue begins with that says what it is about."""


def cues_end(cues: tuple[Cue, ...], look: Look, y: float, width: float) -> float:
    """Where ``cue_list`` would end."""
    for *_, end in _placed(cues, look, y, width):
        y = end
    return y


def cue_spans(cues: tuple[Cue, ...], look: Look, width: float) -> list[tuple[float, float]]:
    """The y of each cue of a list and the y below it, counted from the list's top, mm."""
    return [(y, end) for _, y, _, end in _placed(cues, look, 0.0, width)]


def cue_list(pad: Pad, cues: tuple[Cue, ...], look: Look, x: float, y: float, width: float) -> float:
    """Cues under each other from (x, y) down, their words in line with those of the steps. Gives the y below."""
    style = look.style("body")
    with pad.group("UL"):
        for cue, top, lines, end in _placed(cues, look, y, width):
            with pad.group("LI"):
                _sign(pad, cue, look, x, top, style)
                with pad.group("LBody"):
                    put(pad, x + look.layout.drill.number, top, lines, style, look.faces)
            y = end
    return y


def cue_rule(pad: Pad, x: float, y: float, width: float) -> None:
    """The hairline over cues that stand under steps, its middle at ``y``."""
    pad.add(Rect(x, y - HAIRLINE / 2, width, HAIRLINE, "hair"))


def _across(cues: tuple[Cue, ...], look: Look, y: float) -> Iterator[tuple[Cue, float, float, list[TextLine], float]]:
    """Cues beside each other where they fit: each with its text's x, its y, its lines, and the y below all so far."""
    style = look.style("body")
    x = left = look.frame.left
    below = y
    for cue in cues:
        runs = _runs(cue)
        long = natural(runs, style, look.faces)
        hang = look.layout.drill.number if cue.kind in _SIGNS else 0.0
        if x > left and x + hang + long > look.frame.right:
            x, y = left, below
        if x == left:  # one without a sign stands in line with the others too
            hang = look.layout.drill.number
        lines = look.lines(runs, style, look.frame.right - x - hang)
        below = max(below, y + text_height(lines, style) + _LINES_APART)
        yield cue, x + hang, y, lines, below
        x += hang + long + _ACROSS


def cue_lines_end(cues: tuple[Cue, ...], look: Look, y: float) -> float:
    """Where ``cue_lines`` would end."""
    for *_, below in _across(cues, look, y):
        y = below
    return y


def cue_lines(pad: Pad, cues: tuple[Cue, ...], look: Look, y: float) -> float:
    """Cues beside each other where they fit, over the whole width. Gives the y below."""
    style = look.style("body")
    with pad.group("UL"):
        for cue, x, top, lines, below in _across(cues, look, y):
            with pad.group("LI"):
                _sign(pad, cue, look, x - look.layout.drill.number, top, style)
                with pad.group("LBody"):
                    put(pad, x, top, lines, style, look.faces)
            y = below
    return y


def _sign(pad: Pad, cue: Cue, look: Look, x: float, y: float, style: Style) -> None:
    draw, size = _SIGNS.get(cue.kind), SIGN * style.size / 12
    if draw:
        middle = y + style.baseline(look.faces) - look.faces.cap * style.size / MM / 2
        with pad.group("Lbl", spoken="•"):  # the words say whether it is to be done
            draw(pad, x, middle - size / 2, size)
