"""The pages of a copy in a second language: they say so, and have nothing to tick or to write in.

What is ticked is ticked on the patient's own pages, so that a sheet that comes back has one answer to each box.
"""

from __future__ import annotations

from dataclasses import replace

from handouts.sheet.blocks import BOX, Blank, Block, Box, Disc, Group, LinkArea, Mark, Pad, Page, Placed
from handouts.sheet.look import Look
from handouts.sheet.text import put, wrap

__all__ = ["copied"]

_DOT = 0.8
"""Radius of the dot that stands for a box, mm."""
_SIZE = 11.0
"""Size of the line that says what the page is, in every layout: there is no more room for it, pt."""
_TOP = 1.0
"""From the top of a page's head to that line, mm."""


def copied(pages: tuple[Page, ...], title: str, language: str, look: Look) -> tuple[Page, ...]:
    """Pages as those of a copy; ``title`` is what they say of themselves, and they are numbered after the others."""
    mark = look.kept(("copy", title, language), lambda: _mark(title, language, look))
    return tuple(
        Page(
            len(pages) + page.number,
            (
                *(_placed(one, language, look) for one in page.blocks),
                Placed(look.frame.header, mark, repeated=page.number > 1, part="header"),
            ),
        )
        for page in pages
    )


def _mark(title: str, language: str, look: Look) -> Block:
    """What the page is, in the corner that the head leaves free."""
    pad, style = Pad(), replace(look.style("label", "accent", strong=True), size=_SIZE, leading=1.2 * _SIZE)
    x = look.frame.left + look.frame.header_w
    with pad.group("P", language=language):
        pad.y = put(pad, x, _TOP, wrap(title, style, look.faces, look.frame.right - x), style, look.faces)
    return pad.block()


def _placed(placed: Placed, language: str, look: Look) -> Placed:
    slot = placed.slot
    if slot is not None:
        slot = slot._replace(part=slot.part._replace(copy=True))
        return replace(placed, slot=slot, block=_without_boxes(placed.block, language))
    key = ("copied", placed.block, language)
    return replace(placed, block=look.known(key, lambda: _without_boxes(placed.block, language)))


def _without_boxes(block: Block, language: str) -> Block:
    items = tuple(_tagged(mark, language) for mark in _plain(block.items))
    inner = tuple(replace(one, block=_without_boxes(one.block, language)) for one in block.inner)
    return Block(block.height, items, block.shared, block.name, inner)


def _plain(items: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Marks with a dot for each box, and without places to write in."""
    found: list[Mark] = []
    for mark in items:
        if isinstance(mark, Group):
            found.append(replace(mark, items=_plain(mark.items)))
        elif isinstance(mark, Box):
            found.append(Disc(mark.x + BOX / 2, mark.y + BOX / 2, _DOT, "mute"))
        elif not isinstance(mark, Blank | LinkArea):
            found.append(mark)
    return tuple(found)


def _tagged(mark: Mark, language: str) -> Mark:
    """A group in the copy's language: the document's is the patient's."""
    return replace(mark, language=mark.language or language) if isinstance(mark, Group) else mark
