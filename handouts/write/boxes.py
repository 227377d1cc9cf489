"""WRITE: where the boxes and the places to write in stand, as data, for reading ticked sheets back."""

from __future__ import annotations

from typing import Any

from handouts.plan.handout import Handout
from handouts.sheet.blocks import BOX, Blank, Box, Sheet

__all__ = ["box_geometry"]


def box_geometry(handout: Handout, sheet: Sheet) -> dict[str, Any]:
    """Name, page and place of every box and every place to write in: mm from the page's top left."""
    boxes, blanks = [], []
    for page in sheet.pages:
        for placed in page.blocks:
            for mark in placed.block.flat():
                if isinstance(mark, Box | Blank):
                    place = {
                        "name": mark.name,
                        "page": page.number,
                        "x": round(mark.x, 3),
                        "y": round(placed.y + mark.y, 3),
                    }
                    if isinstance(mark, Box):
                        boxes.append({**place, "size": BOX})
                    else:
                        blanks.append({**place, "width": round(mark.w, 3), "height": round(mark.h, 3)})
    return {
        "handout": handout.id,
        "version": handout.version,
        "layout": handout.layout,
        "unit": "mm",
        "pages": len(sheet.pages),
        "width": sheet.width,
        "height": sheet.height,
        "boxes": boxes,
        "blanks": blanks,
    }
