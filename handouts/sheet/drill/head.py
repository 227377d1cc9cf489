"""A drill's first lines: its number, its name, and why it is done or its dose."""

from __future__ import annotations

from handouts.plan.handout import Card
from handouts.sheet.blocks import Pad
from handouts.sheet.drill.dose import dose_heading
from handouts.sheet.drill.portion import Portion
from handouts.sheet.forms import DrillForm
from handouts.sheet.look import Look
from handouts.sheet.signs import numbered_disc
from handouts.sheet.text import put

__all__ = ["drill_head", "log_head", "steps_edge"]


def drill_head(pad: Pad, card: Card, look: Look, form: DrillForm, part: Portion) -> None:
    """Disc, name, and why under it; in the short form the dose stands on the same line."""
    looks, faces, frame = look.layout.drill, look.faces, look.frame
    top = pad.y
    short = looks.dose_beside_name
    disc = looks.disc
    numbered_disc(pad, look, frame.left, top, disc, card.number)
    name = look.style("drill_name", strong=True)
    text = card.name if part.first else card.continued
    x = frame.left + disc + 3 if short else look.axis
    edge = steps_edge(card, look, form)
    width = edge - 2 - x if short else look.text_w
    shift = (disc - name.line) / 2 if short else 0.0
    with pad.group("H2"):
        y = put(pad, x, top + shift, look.lines(text, name, width), name, faces)
    if short:
        y = max(y, dose_heading(pad, card, look, edge, top + shift, name))
        pad.y = max(y, top + disc) + 0.8 * form.space
        return
    if looks.why and part.first:
        why = look.style("body")
        with pad.group("P"):
            y = put(pad, x, y, look.lines(card.why, why, look.text_w), why, faces)
    pad.y = max(y, top + disc) + look.layout.pad * form.space


def log_head(pad: Pad, card: Card, look: Look) -> None:
    """Disc, name, and the dose in short at the right margin."""
    looks, faces, frame = look.layout.drill, look.faces, look.frame
    numbered_disc(pad, look, frame.left, pad.y - 0.6, looks.disc, card.number)
    name, small = look.style("drill_name", strong=True), look.style("body")
    x = frame.left + looks.disc + 3
    dose = look.lines(card.dose_short, small, frame.w * 0.55)
    width = frame.right - x - max(line.width for line in dose) - 4
    shift = (looks.disc - name.line) / 2 - 0.6
    with pad.group("H2"):
        y = put(pad, x, pad.y + shift, look.lines(card.name, name, width), name, faces)
    with pad.group("P", spoken=" ".join(card.dose)):
        top = pad.y + shift + name.baseline(faces) - small.baseline(faces)
        for line in dose:
            put(pad, frame.right - line.width, top, [line], small, faces)
            top += small.line
    pad.y = max(y, top) + 0.6


def steps_edge(card: Card, look: Look, form: DrillForm) -> float:
    """Where the steps' numbers start, or would beside pictures, mm from the page's left edge."""
    looks = look.layout.drill
    if looks.pictures_above:
        return look.frame.left
    if not card.pictures and not looks.dose_beside_name:
        return look.frame.left if form.width else look.axis
    return look.frame.left + looks.picture_widths[form.width] + looks.gutter
