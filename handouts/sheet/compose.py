"""Composes a Handout for a Look: its blocks on pages, with header, footer and lines for notes."""

from __future__ import annotations

from dataclasses import replace

from handouts.plan.handout import Handout
from handouts.sheet import front
from handouts.sheet.blocks import Block, OwnPart, Pad, Page, Placed, Sheet, Slot
from handouts.sheet.codes import with_codes
from handouts.sheet.copies import copied
from handouts.sheet.foot import footer
from handouts.sheet.items import loose_items, ordered_items
from handouts.sheet.look import Look
from handouts.sheet.masthead import masthead
from handouts.sheet.mirror import mirrored
from handouts.sheet.own import OwnBlocks, own_blocks
from handouts.sheet.pages import PageFill, fill_pages, spread
from handouts.sheet.refused import refuse_collisions
from handouts.sheet.twins import fill_twins

__all__ = ["compose", "turned"]

NOTES_FROM = 25.0
"""From this much room left on the last page, lines for notes are drawn, mm."""


def compose(handout: Handout, look: Look, own: OwnBlocks | None = None) -> Sheet:
    """The sheet of a handout. Pure but for the blocks that the look keeps. ``own``: its own blocks, where known.

    CollidingError where something would be printed over something else: no such sheet is ever made.
    """
    own = own or own_blocks(handout, look)
    if handout.copy and own.copy:
        return _with_copy(handout, handout.copy, look, own, own.copy)
    pen = _pen(handout, look).height
    pages = fill_pages(ordered_items(handout, look, own), loose_items(handout, look, own), look, pen)
    return _checked(with_codes(_pages(handout, look, own, pages), look, own), look, handout)


def _with_copy(handout: Handout, copy: Handout, look: Look, own: OwnBlocks, others: OwnBlocks) -> Sheet:
    """A sheet and its copy in a second language, whose pages break at the same places."""
    theirs = others.look
    pen = max(_pen(handout, look).height, _pen(copy, theirs).height)
    first, second = fill_twins(
        (ordered_items(handout, look, own), loose_items(handout, look, own)),
        (ordered_items(copy, theirs, others), loose_items(copy, theirs, others)),
        look,
        pen,
    )
    sheet = _checked(with_codes(_pages(handout, look, own, first), look, own), look, handout)
    again = copied(_pages(copy, theirs, others, second), copy.copy_title, copy.language, theirs)
    return replace(sheet, pages=(*sheet.pages, *_checked(again, theirs, copy).pages))


def _checked(pages: tuple[Page, ...], look: Look, handout: Handout) -> Sheet:
    sheet = Sheet(look.frame.width, look.frame.height, pages)
    if handout.direction == "rtl":
        sheet = turned(sheet, look)
    refuse_collisions(sheet, look)
    return sheet


def _pen(handout: Handout, look: Look) -> Block:
    return look.kept(("pen", handout.pen), lambda: front.pen(handout, look))


def _pages(handout: Handout, look: Look, own: OwnBlocks, pages: list[PageFill]) -> tuple[Page, ...]:
    """Filled pages with their heads and feet."""
    pen = _pen(handout, look)
    for fill in pages[1:]:
        _label_again(fill, look, own, pen.height)
    edges = _edges(handout, look, own, len(pages))
    first_grid = next((index for index, fill in enumerate(pages, 1) if fill.index_of_last_grid() is not None), 0)
    numbered = enumerate(zip(pages, edges, strict=True), 1)
    return tuple(
        _page(
            handout,
            look,
            fill,
            edge,
            number,
            Placed(0.0, pen, repeated=number > first_grid, part="aside"),
            last=number == len(pages),
        )
        for number, (fill, edge) in numbered
    )


def turned(sheet: Sheet, look: Look) -> Sheet:
    """The sheet for who reads from right to left; what is made of a block that patients share is kept."""

    def turn(block: Block) -> Block:
        if not block.shared:
            return mirrored(block, sheet.width, look.faces)
        return look.known(("mirrored", block), lambda: mirrored(block, sheet.width, look.faces))

    pages = [
        replace(page, blocks=tuple(replace(one, block=turn(one.block)) for one in page.blocks)) for page in sheet.pages
    ]
    return replace(sheet, pages=tuple(pages), rtl=True)


def _label_again(page: PageFill, look: Look, own: OwnBlocks, pen: float) -> None:
    """Say once more what the row is about that goes on at the top of a page."""
    item, block, gap = page.blocks[0]
    if not item.joined or item.slot is None:
        return
    slot = item.slot._replace(again=True)
    labelled = own.block(slot)
    room = look.frame.room - (pen if page.index_of_last_grid() is not None else 0.0)
    if page.height - block.height + labelled.height <= room:
        page.blocks[0] = (replace(item, slot=slot), labelled, gap)


def _edges(handout: Handout, look: Look, own: OwnBlocks, pages: int) -> list[tuple[Placed, tuple[Placed, ...]]]:
    """Head and foot of each page. The small print of every page is read aloud once, at the end."""
    top, bottom = look.frame.header, look.frame.footer
    heads = [Placed(top, masthead(handout, look), part="header")]
    if pages > 1:
        slot = Slot(OwnPart("running"))
        heads += [Placed(top, own.block(slot), repeated=True, part="header", slot=slot)] * (pages - 1)
    ids: dict[Slot, Block] = {}  # the same for all pages where it stands in the same place
    found: list[tuple[Placed, tuple[Placed, ...]]] = []
    for number, head in enumerate(heads, 1):
        shared, slot = footer(handout, look, number, pages)
        ids[slot] = ids.get(slot) or own.block(slot)
        again = number < pages
        feet = (
            Placed(bottom, shared, repeated=again, part="footer"),
            Placed(bottom, ids[slot], repeated=again, part="footer", slot=slot),
        )
        found.append((head, feet))
    return found


def _page(
    handout: Handout,
    look: Look,
    fill: PageFill,
    edge: tuple[Placed, tuple[Placed, ...]],
    number: int,
    pen: Placed,
    *,
    last: bool,
) -> Page:
    frame = look.frame
    head, feet = edge
    placed = [head]
    at = fill.index_of_last_grid()
    room = frame.room - (pen.block.height if at is not None else 0.0)
    notes = last and look.layout.notes and not handout.copy_title and room - fill.height > NOTES_FROM
    air = 0.0 if notes else spread(fill, room)
    y = frame.body
    for index, (item, block, gap) in enumerate(fill.blocks):
        y += gap + (air if gap and item.airy else 0.0)
        inner = block.inner or (Placed(0.0, block, slot=item.slot),)
        placed += [Placed(y + one.y, one.block, part=item.kind, slot=one.slot) for one in inner]
        y += block.height
        if index == at:
            placed.append(replace(pen, y=y))
            y += pen.block.height
    y += look.layout.gap
    left = frame.bottom - y
    if notes:
        key = ("notes", handout.labels.notes, round(left, 2), number)
        block = look.kept(key, lambda: front.notes(handout, look, left, number) or Pad().block())
        if block.height:
            placed.append(Placed(y, block, part="aside"))
    return Page(number, (*placed, *feet))
