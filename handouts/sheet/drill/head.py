"""A drill's first lines: its number, its name, and why it is done or its dose."""

from __future__ import annotations

from typing import NamedTuple

from handouts.base.twofold import first_of
from handouts.plan.handout import Card
from handouts.sheet.blocks import MM, Pad
from handouts.sheet.drill.dose import dose_runs, dose_spoken
from handouts.sheet.drill.portion import Portion
from handouts.sheet.forms import DrillForm
from handouts.sheet.linesizes import natural, text_height
from handouts.sheet.look import Look
from handouts.sheet.signs import numbered_disc
from handouts.sheet.style import REACH, apart
from handouts.sheet.text import Style, TextLine, put

__all__ = ["drill_head", "head_height", "log_head", "steps_edge"]

_DOSE_LEAST = 45.0
"""Least width for the dose right of a long name, mm."""
_OVER_BODY = 1.0 - 0.8 * 0.85 + 0.01
"""From the foot of a name's letters to what follows, but for the space there in a tight drill, mm."""
_APART = 4.0
"""From a long name to the dose on its line, mm."""


class _Heading(NamedTuple):
    """The lines of a drill's name and of what stands with it."""

    name: list[TextLine]
    other: list[TextLine]
    """The dose at the name's right, or why the drill is done, under it."""
    apart: float
    """More space between the two where letters of the one reach towards the other's, mm."""
    x: float
    """Where the dose starts, mm from the page's left edge."""
    shift: float
    """From the top to the first line, mm."""
    height: float


def drill_head(pad: Pad, card: Card, look: Look, form: DrillForm, part: Portion) -> None:
    """Disc, name, and why under it; in the short form the dose stands on the same line."""
    looks, faces, frame, top = look.layout.drill, look.faces, look.frame, pad.y
    short = looks.dose_beside_name
    head = _heading(card, look, form, part)
    numbered_disc(pad, look, frame.left, top, looks.disc, card.number)
    name = look.style("drill_name", strong=True)
    x = _name_x(look)
    with pad.group("H2"):
        y = put(pad, x, top + head.shift, head.name, name, faces)
    if head.other:
        style = look.style("dose" if short else "body")
        if short:
            x, y = head.x, top + head.shift + name.baseline(faces) - style.baseline(faces)
        with pad.group("P", spoken=dose_spoken(card, look) if short else ""):
            put(pad, x, y + head.apart, head.other, style, faces)
    pad.y = top + head.height


def head_height(card: Card, look: Look, form: DrillForm, part: Portion) -> float:
    """What ``drill_head`` takes, mm."""
    return _heading(card, look, form, part).height


def _name_x(look: Look) -> float:
    looks = look.layout.drill
    return look.frame.left + looks.disc + 3 if looks.dose_beside_name else look.axis


def _heading(card: Card, look: Look, form: DrillForm, part: Portion) -> _Heading:
    looks = look.layout.drill
    name = look.style("drill_name", strong=True)
    text = card.name if part.first else card.continued
    if looks.dose_beside_name:
        return _with_dose(card, look, form, text, name)
    lines = look.lines(text, name, look.text_w)
    why, body = [], look.style("body")
    if looks.why and part.first:
        why = look.lines(card.why, body, look.text_w)
    more = apart(first_of(text), name, first_of(card.why), body, look.faces) if why else 0.0
    tall = text_height(lines, name) + more + text_height(why, body)
    return _Heading(lines, why, more, 0.0, 0.0, max(tall, looks.disc) + look.layout.pad * form.space)


def _with_dose(card: Card, look: Look, form: DrillForm, text: str, name: Style) -> _Heading:
    """The dose stands at the steps' edge; further right where the name is long, further left where the dose is."""
    looks, right = look.layout.drill, look.frame.right
    x, edge, dose = _name_x(look), steps_edge(card, look, form), look.style("dose")
    shift = (looks.disc - name.line) / 2
    drop = shift + name.baseline(look.faces) - dose.baseline(look.faces)
    beyond = x + natural(text, name, look.faces) + 0.01 + _APART
    runs = dose_runs(card, look)
    far = right - natural(runs, dose, look.faces) - 0.01  # for the dose on one line
    starts = [edge]
    if beyond - 2 > edge and right - beyond >= _DOSE_LEAST:
        starts = [beyond, edge]
    elif beyond <= far < edge:
        starts = [edge, far]
    best: _Heading | None = None
    for start in starts:
        lines = look.lines(text, name, (edge - 2 if start == edge else start - _APART) - x)
        said = look.lines(runs, dose, right - start)
        tall = text_height(lines, name)
        foot = shift + tall - name.line + name.baseline(look.faces) + REACH * name.size / MM
        below = max(shift + tall, drop + text_height(said, dose), looks.disc, foot + _OVER_BODY)
        if best is None or below < best.height - 0.8 * form.space - 0.01:
            best = _Heading(lines, said, 0.0, start, shift, below + 0.8 * form.space)
    assert best is not None  # the steps' edge was tried
    return best


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
    with pad.group("P", spoken="" if look.second else look.joins.sentences(card.dose)):
        top = pad.y + shift + name.baseline(faces) - small.baseline(faces)
        for line in dose:
            put(pad, frame.right - line.width, top, [line], small, faces)
            top += text_height([line], small)
    pad.y = max(y, top) + 0.6


def steps_edge(card: Card, look: Look, form: DrillForm) -> float:
    """Where the steps' numbers start, or would beside pictures, mm from the page's left edge."""
    looks = look.layout.drill
    if looks.pictures_above:
        return look.frame.left
    if not card.pictures and not looks.dose_beside_name:
        return look.frame.left if form.width else look.axis
    return look.frame.left + looks.picture_widths[form.width] + looks.gutter
