"""The codes and corner marks of a sheet that may come back: by them a program knows its pages again.

They stand in places that the page grid keeps quiet, so a sheet is the same with them and without.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from handouts.sheet.blocks import Blank, Block, Box, Corner, OwnPart, Pad, Page, Placed, SheetPart, Slot
from handouts.sheet.look import Look
from handouts.sheet.own import OwnBlocks
from handouts.sheet.page import CODE, CORNER

__all__ = ["with_codes"]


def with_codes(pages: tuple[Page, ...], look: Look, own: OwnBlocks) -> tuple[Page, ...]:
    """Pages with their codes, every one of them, so that any page of a pile can be told; as they are where nothing on
    them is to be ticked or written in.
    """
    if not look.codes or not _to_fill(pages):
        return pages
    return tuple(replace(page, blocks=(*page.blocks, *_added(page.number, look, own))) for page in pages)


def _to_fill(pages: tuple[Page, ...]) -> bool:
    return any(isinstance(mark, Box | Blank) for page in pages for one in page.blocks for mark in one.block.flat())


def _added(page: int, look: Look, own: OwnBlocks) -> list[Placed]:
    """Above and below on a page: the marks, which all sheets share, and the code, which is this page's own."""
    frame, part = look.frame, OwnPart("code", page)
    bands: tuple[tuple[float, SheetPart], ...] = (frame.header, "header"), (frame.footer, "footer")
    found: list[Placed] = []
    for (top, band), (x, y) in zip(bands, frame.codes, strict=True):
        slot = Slot(part, x=x)
        corners = look.kept(("corners", band), partial(_corners, look, top, top + CODE))
        found += [
            Placed(top, corners, repeated=True, part=band),
            Placed(y, own.block(slot), repeated=True, part=band, slot=slot),
        ]
    return found


def _corners(look: Look, top: float, bottom: float) -> Block:
    """The corner marks between two heights of the page, mm."""
    pad = Pad()
    pad.add(*[Corner(x, y - top, CORNER) for x, y in look.frame.corners if top <= y < bottom])
    return pad.block(bottom - top)
