"""The dose in sentences: in a band over the grid, or beside the drill's name."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from handouts.plan.handout import Card, Handout, Run, Runs
from handouts.sheet.blocks import MM, Pad, Rect
from handouts.sheet.linesizes import broad, narrowed, single, text_height
from handouts.sheet.look import Look
from handouts.sheet.text import Style, TextLine, going_on, put, wrap

__all__ = ["BAND_OUT", "dose_band", "dose_runs", "dose_spoken"]

BAND_OUT = 2.0
"""How far the band's fill hangs out on both sides, mm: so its text starts where all other text does."""
_MONO_RULE = 0.35 / MM
_APART = 2.5
"""Least space between the dose and what is new since last week on its line, mm."""


def dose_band(pad: Pad, handout: Handout, card: Card, look: Look) -> None:
    """The dose: what to do, before the boxes to tick it in. What is new since last week stands at the right of it."""
    faces, looks, frame = look.faces, look.layout.drill, look.frame
    style = look.style("dose", strong=True)
    x = look.axis if looks.band_label else frame.left
    lines = wrap(look.joins.sentences(card.dose), style, faces, frame.right - x)
    small = _small(look.style("label", "mute"))
    change = wrap(card.change, small, faces, frame.right - x) if card.change else []
    beside = single(lines) and single(change) and x + broad(lines) + _APART + broad(change) <= frame.right
    taken = text_height(lines, style) + (0.0 if beside else text_height(change, small))
    label, label_lines = _label(handout, look)
    labelled = text_height(label_lines, label) if len(label_lines) > 1 else 0.0
    height = max(looks.band, max(taken, labelled) + 2)
    if look.mono:
        pad.add(Rect(frame.left, pad.y, frame.w, _MONO_RULE, "ink"))
    else:
        pad.add(Rect(frame.left - BAND_OUT, pad.y, frame.w + 2 * BAND_OUT, height, "tint"))
    top = pad.y + (height - taken) / 2
    if label_lines:
        begin = top + style.baseline(faces) - label.baseline(faces)
        with pad.group("Label"):
            put(
                pad,
                frame.left,
                min(begin, pad.y + height - 1 - labelled) if labelled else begin,
                label_lines,
                label,
                faces,
            )
    with pad.group("P", spoken=dose_spoken(card, look)):
        below = put(pad, x, top, going_on(lines, look.joins.gap) if change else lines, style, faces)
        if beside:
            lift = style.baseline(faces) - small.baseline(faces)
            put(pad, frame.right - broad(change), top + lift, change, small, faces)
        else:
            put(pad, x, below, change, small, faces)
    pad.y += height


def _label(handout: Handout, look: Look) -> tuple[Style, list[TextLine]]:
    """The style and lines of what stands before the dose; no lines in layouts without it."""
    room, text = look.layout.axis - 2, handout.labels.do_this
    label = narrowed(text, look.style("label", "primary", strong=True), look.faces, room)
    lines = look.lines(text, label, room) if look.layout.drill.band_label else []
    several = sum(not line.second for line in lines) > 1
    return (replace(label, leading=label.size * 1.15) if several else label), lines


@lru_cache(maxsize=64)
def _small(label: Style) -> Style:
    """The style of what is new since last week."""
    return replace(label, leading=label.size * 1.2)


def dose_runs(card: Card, look: Look) -> Runs:
    """The dose on the line of the drill's name, its first sentence in bold, and what is new since last week."""
    joins = look.joins
    runs = (Run(f"{card.dose[0]}{joins.gap}", strong=True), Run(joins.sentences(card.dose[1:])))
    return (*runs, Run(f"{joins.gap}{card.change}", soft=True)) if card.change else runs


def dose_spoken(card: Card, look: Look) -> str:
    """The dose as it is read aloud where what is printed is short for something, else empty."""
    said = card.change and not look.second  # what is printed in two languages is read as it stands
    return look.joins.sentences((*card.dose, card.change_spoken)) if said else ""
