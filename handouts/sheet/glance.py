"""The program at a glance: one row a drill, with its number, a small picture, its name and its dose in short.

It fills a front page that stands by itself, as far as there is room for it.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from handouts.base.twofold import first_of
from handouts.plan.handout import Card, Handout, Picture, Posed
from handouts.sheet.blocks import Block, Image, Pad
from handouts.sheet.forms import FormedBlock
from handouts.sheet.linesizes import text_height
from handouts.sheet.look import Look
from handouts.sheet.signs import numbered_disc
from handouts.sheet.text import Style, TextLine, put

__all__ = ["glance_choices"]

_HEIGHTS = (32.0, 29.0, 26.0, 23.0, 20.0)
"""Heights of the pictures to choose from, mm."""
_PAD = 2.0
"""Over and under a row, mm."""
_PICTURE_W = 46.0
"""Most that a picture takes of a row's width, mm."""
_PICTURE_W_SHARED = 26.0
"""The same where two drills share a row."""
_GUTTER = 5.0
"""Between the picture and the words, and between two drills, mm."""
_SHARED_FROM = 4
"""From so many drills on, two may share a row."""


class _Cell(NamedTuple):
    """A drill's place: its left edge and its width, mm, and the widths of the disc's column and of the picture's."""

    x: float
    w: float
    lead: float
    picture: float


def glance_choices(handout: Handout, look: Look) -> tuple[FormedBlock, ...]:
    """The forms of the rows, the best looking first, which is the tallest too: none is beaten in both. What is taller
    than a page by its pictures alone is not even composed.
    """
    count = len(handout.cards)
    forms = [
        ((_HEIGHTS[0] - tall) / 40 + (0.4 if shared else 0.0), tall, shared)
        for shared in ((False, True) if count >= _SHARED_FROM else (False,))
        for tall in _HEIGHTS
    ]
    best: list[FormedBlock] = []
    for badness, tall, shared in sorted(forms):
        if math.ceil(count / (2 if shared else 1)) * (tall + 2 * _PAD) <= look.frame.room:
            block = _kept(handout, look, tall, shared=shared)
            if not best or block.height < best[-1].height - 1e-6:
                best.append(FormedBlock(block.height, badness, block))
    return tuple(best)


def _kept(handout: Handout, look: Look, tall: float, *, shared: bool) -> Block:
    key = ("glance", tall, shared, handout.labels.glance, *(card.digest for card in handout.cards))
    return look.kept(key, lambda: _glance(handout, look, tall, shared=shared))


def _glance(handout: Handout, look: Look, tall: float, *, shared: bool) -> Block:
    pad, images, frame = Pad(), Pad(), look.frame
    label = look.style("label", "primary", strong=True)
    look.rule(pad)
    with pad.group("H2"):
        lines = look.lines(handout.labels.glance, label, frame.w)
        pad.y = put(pad, frame.left, pad.y + 1.6, lines, label, look.faces)
    cells = _cells(look, shared=shared)
    rows = [handout.cards[start : start + len(cells)] for start in range(0, len(handout.cards), len(cells))]
    with pad.group("OL"):
        for index, cards in enumerate(rows):
            if index:
                look.hairline(pad)
            pad.y = max(_drill(pad, images, card, look, cell, tall) for card, cell in zip(cards, cells, strict=False))
    block = pad.block(name=first_of(handout.labels.glance))
    return replace(block, items=(*images.block().items, *block.items))


def _cells(look: Look, *, shared: bool) -> list[_Cell]:
    frame = look.frame
    disc = _disc(look)
    if not shared:
        return [_Cell(frame.left, frame.w, look.layout.axis, _PICTURE_W)]
    wide = (frame.w - _GUTTER) / 2
    return [_Cell(x, wide, disc + 2.5, _PICTURE_W_SHARED) for x in (frame.left, frame.left + wide + _GUTTER)]


def _disc(look: Look) -> float:
    """Diameter of a number's disc, mm: smaller than over the drill itself."""
    return min(9.0, look.layout.drill.disc * 0.75)


def _drill(pad: Pad, images: Pad, card: Card, look: Look, cell: _Cell, tall: float) -> float:
    """A drill in its cell from the pad's y down, its words level with the middle of its picture, which decorates and so
    stands outside the list; gives the y below, mm.
    """
    faces, disc, top = look.faces, _disc(look), pad.y
    name, dose = _styles(look.style("dose", strong=True), look.style("body"))
    x = cell.x + cell.lead + cell.picture + _GUTTER
    room = cell.x + cell.w - x
    named, said = look.lines(card.name, name, room), look.lines(card.dose_short, dose, room)
    words = text_height(named, name) + text_height(said, dose)
    height = max(tall, words) + 2 * _PAD
    middle = top + height / 2
    shown = next((one for one in card.pictures if one.hold), card.pictures[-1] if card.pictures else None)
    image = _image(shown, look, cell.picture, tall) if shown else None
    if image is not None:
        images.add(replace(image, x=image.x + cell.x + cell.lead, y=image.y + top + (height - tall) / 2))
    with pad.group("LI"):
        with pad.group("Lbl"):
            numbered_disc(pad, look, cell.x, middle - disc / 2, disc, card.number)
        with pad.group("LBody", spoken=_spoken(card, look)):
            y = put(pad, x, middle - words / 2, _going_on(named), name, faces)
            put(pad, x, y, said, dose, faces)
    return top + height


def _spoken(card: Card, look: Look) -> str:
    """Its name and dose as they are read aloud; in two languages they are read as they stand."""
    return "" if look.second else look.joins.sentences((look.joins.ended(card.name), *card.dose))


def _going_on(lines: list[TextLine]) -> list[TextLine]:
    """Lines after which the text goes on: a space stands there for readers of the page."""
    *before, last = lines
    *pieces, (text, strong, soft) = last.pieces
    return [*before, last._replace(pieces=(*pieces, (f"{text} ", strong, soft)), after=" ")]


@lru_cache(maxsize=16)
def _styles(dose: Style, body: Style) -> tuple[Style, Style]:
    """Of the name, a little larger than the text, and of the dose."""
    size = dose.size * 1.1
    return replace(dose, size=size, leading=size * 1.15), replace(body, leading=body.size * 1.2)


def _image(shown: Picture, look: Look, wide: float, tall: float) -> Image:
    """The picture on the floor of a place of this size, in its middle; no words in it. It decorates: the drill says it
    once more, in full.
    """
    asset = shown.asset
    if not isinstance(asset, Posed):
        width = min(wide, tall * asset.aspect)
        high = width / asset.aspect
        return Image((wide - width) / 2, (tall - high) / 2, width, high, asset)
    drawing = look.gallery.picture(asset.figure, asset.position, asset.person.build, mirror=asset.mirrored)
    left, bottom, right, high = drawing.box
    used = max(1.0, (drawing.top or high) - bottom)  # the box is as high as the tallest position of the drill
    scale = min(tall / used, wide / (right - left))
    width, height = drawing.width * scale, drawing.height * scale
    spare = (tall - used * scale) / 2
    return Image((wide - width) / 2, tall - spare - height, width, height, drawing, asset.person, again=True)
