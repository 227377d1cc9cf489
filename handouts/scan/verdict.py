"""READ: a verdict on each box, out of its measures. The limits are those that generated sheets of every wear gave.

Two of them stand on both sides of every doubt: what is clearly a mark, what is clearly nothing, and between them a
person decides. A tick that is read wrong costs a patient more than one that has to be looked at.
"""

from __future__ import annotations

from handouts.scan.ink import BoxMeasures
from handouts.scan.seen import Mark

__all__ = ["verdict"]

_LONG, _SHORT = 1.3, 0.45
"""mm: ink as long as this is a mark, shorter than that a speck."""
_MUCH, _LITTLE = 0.6, 0.12
"""mm²: the same of its area."""
_DARK, _PALE = 0.30, 0.20
"""The same of how dark it is, to the printed line."""
_SHARP, _SOFT = 0.33, 0.17
"""The same of how suddenly it begins, to the printed line: stains and shadows begin softly."""
_OUT, _UNDER = 3.0, 8.0
"""mm² of ink outside a box and within: with as much of both, a mark may be crossed out …"""
_THREE_SIDES, _SCRAWL = 0.65, 6.5
"""… if it leaves the box on three sides, mm², or is as long, mm, as no plain mark, or crowded."""
_CROWDED = 9.3
"""mm² within, not solid: no cross of a pen fills as much."""
_BROAD = 1.2
"""mm² on three sides: as much may be crossed out, however little is within."""
_FILLED = 0.25
"""How much darker than around it the inside of a box is that was filled."""
_SOLID = 0.7
"""Share of a box's inside that is dark: no stain is as dark as a printed line."""
_ALONG, _ACROSS = 3.2, 1.2
"""mm: a line as long and as narrow as this, upright or level, may be a fold or a scanner's streak; so may one
that is three times as long as narrow, for folds break off."""
_ABOUT = 0.8
"""mm² of ink on each of the four sides of an empty box: something is drawn about it."""
_TAIL = 2.9
"""mm: no more of it may be in a box that another's tick comes into."""
_ONE_BIT_LONG = 2.2
"""mm, instead of _LONG where an image is black and white: specks and broken lines look like strokes there."""


def verdict(box: BoxMeasures, *, seen: bool, one_bit: bool = False) -> Mark:
    """What a box shows. ``seen``: its printed outline was found; ``one_bit``: the image is black and white alone."""
    if _is_crossed_out(box):
        return "unsure"
    if _is_mark(box, _ONE_BIT_LONG if one_bit else _LONG):
        return "ticked" if seen and not _is_line(box) and not _is_guest(box) else "unsure"
    if seen and _is_nothing(box, one_bit=one_bit) and min(box.outside) < _ABOUT:
        return "empty"
    return "unsure"


def _is_crossed_out(box: BoxMeasures) -> bool:
    """Whether so much is drawn over a box that it may be meant to say nothing."""
    three = sorted(box.outside)[1]
    if three >= _BROAD and box.area >= _UNDER / 2:
        return True
    scrawled = three >= _THREE_SIDES or box.drawn >= _SCRAWL or (box.area >= _CROWDED and box.filled < _SOLID)
    return box.area >= _UNDER and sum(box.outside) >= _OUT and scrawled


def _is_mark(box: BoxMeasures, long: float) -> bool:
    if box.shade >= _FILLED:
        return box.edge >= _SHARP or box.filled >= _SOLID
    stroke = box.longest
    return stroke.length >= long and box.area >= _MUCH and stroke.dark >= _DARK and stroke.sharp >= _SHARP


def _is_nothing(box: BoxMeasures, *, one_bit: bool) -> bool:
    if one_bit:
        return not box.longest.length
    small = box.longest.length < _SHORT or box.area < _LITTLE
    return box.shade < _FILLED / 2 and (small or box.longest.dark < _PALE or box.longest.sharp < _SOFT)


def _is_line(box: BoxMeasures) -> bool:
    """Whether it runs straight through, level or upright, as no hand draws a mark."""
    long, narrow = max(box.longest.wide, box.longest.high), min(box.longest.wide, box.longest.high)
    return narrow <= _ACROSS and long >= min(_ALONG, 3 * narrow)


def _is_guest(box: BoxMeasures) -> bool:
    """Whether most of it lies outside, where it comes in from: it may be the tail of another box's tick."""
    beyond = sum(area for area, touches in zip(box.outside, box.longest.touches, strict=True) if touches)
    return beyond > 0.8 * box.area and box.longest.length < _TAIL
