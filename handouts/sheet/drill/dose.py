"""The dose in sentences: in a band over the grid, or beside the drill's name."""

from __future__ import annotations

from handouts.plan.handout import Card, Handout, Run, Runs
from handouts.sheet.blocks import Pad, Rect
from handouts.sheet.look import Look
from handouts.sheet.text import Style, put, wrap

__all__ = ["dose_band", "dose_heading"]


def dose_band(pad: Pad, handout: Handout, card: Card, look: Look) -> None:
    """The dose: what to do, before the boxes to tick it in."""
    faces, looks, frame = look.faces, look.layout.drill, look.frame
    style = look.style("dose")
    x = look.axis if looks.band_label else frame.left + (0 if look.mono else 2)
    lines = wrap((Run(" ".join(card.dose), strong=True), *change_runs(card)), style, faces, frame.right - x - 2)
    height = max(looks.band, len(lines) * style.line + 2)
    if look.mono:
        pad.add(Rect(frame.left, pad.y, frame.w, 0.12, "ink"))
    else:
        pad.add(Rect(frame.left, pad.y, frame.w, height, "tint"))
    top = pad.y + (height - len(lines) * style.line) / 2
    if looks.band_label:
        label = look.style("label", "primary", strong=True)
        lift = style.baseline(faces) - label.baseline(faces)
        with pad.group("Label"):
            inset = 0 if look.mono else 2
            text = look.lines(handout.labels.do_this, label, look.layout.axis - 2)[:1]
            put(pad, frame.left + inset, top + lift, text, label, faces)
    with pad.group("P", spoken=dose_spoken(card)):
        put(pad, x, top, lines, style, faces)
    pad.y += height


def dose_heading(pad: Pad, card: Card, look: Look, x: float, y: float, name: Style) -> float:
    """The dose on the line of the drill's ``name``, from (x, y) on. Gives the y below, mm."""
    style = look.style("dose")
    runs = (Run(f"{card.dose[0]} ", strong=True), Run(" ".join(card.dose[1:])), *change_runs(card))
    shift = name.baseline(look.faces) - style.baseline(look.faces)
    with pad.group("P", spoken=dose_spoken(card)):
        return put(pad, x, y + shift, wrap(runs, style, look.faces, look.frame.right - x), style, look.faces)


def dose_spoken(card: Card) -> str:
    """The dose as it is read aloud where what is printed is short for something, else empty."""
    return f"{' '.join(card.dose)} {card.change_spoken}" if card.change else ""


def change_runs(card: Card) -> Runs:
    """What is new since last week, after the dose."""
    return (Run(f" {card.change}"),) if card.change else ()
