"""Sheets that nobody shares: pictures, slips for the desk, contact sheets."""

from __future__ import annotations

from handouts.sheet.blocks import Block, Sheet, Slot
from handouts.sheet.sides import PaperSide, plain_sides
from handouts.write.pdf.about import Meta
from handouts.write.pdf.heads import family_of
from handouts.write.pdf.inker import Inker
from handouts.write.pdf.pagestreams import sheet_streams

__all__ = ["written"]


def written(sheet: Sheet, meta: Meta, inker: Inker, sides: tuple[PaperSide, ...] = ()) -> bytes:
    """The sheet as a PDF file. The same sheet gives the same bytes.

    ``sides`` says which of its pages stand where on which side of paper; each on its own where left out.
    """
    blocks = {placed.slot: placed.block for page in sheet.pages for placed in page.blocks if placed.slot}

    def block(slot: Slot) -> Block:
        return blocks[slot]

    streams = sheet_streams(sheet, sides or plain_sides(sheet), inker)
    return family_of(streams, meta, inker).file(meta.handout, block, inker).data
