"""WRITE: where the boxes and the places to write in stand, as data, for reading ticked sheets back."""

from __future__ import annotations

from typing import Any

from handouts.plan.handout import Handout
from handouts.sheet.blocks import BOX, Blank, Box, Code, Corner, Sheet

__all__ = ["box_geometry"]


def box_geometry(handout: Handout, sheet: Sheet) -> dict[str, Any]:
    """Name, page and place of every box and every place to write in, and the places of the codes and marks by which a
    page of paper is found again: mm from the page's top left.
    """
    found: dict[type[Any], list[dict[str, Any]]] = {Box: [], Blank: [], Code: [], Corner: []}
    for page in sheet.pages:
        for placed in page.blocks:
            for mark in placed.block.flat():
                if isinstance(mark, Box | Blank | Code | Corner):
                    name = {"name": mark.name} if isinstance(mark, Box | Blank) else {}
                    place = {"page": page.number, "x": round(mark.x, 3), "y": round(placed.y + mark.y, 3)}
                    found[type(mark)].append({**name, **place, **_size(mark)})
    return {
        "handout": handout.id,
        "version": handout.version,
        "layout": handout.layout,
        "unit": "mm",
        "pages": len(sheet.pages),
        "width": sheet.width,
        "height": sheet.height,
        "drills": [card.drill for card in handout.cards],
        "codes": found[Code],
        "marks": found[Corner],
        "boxes": found[Box],
        "blanks": found[Blank],
    }


def _size(mark: Box | Blank | Code | Corner) -> dict[str, float]:
    if isinstance(mark, Blank):
        return {"width": round(mark.w, 3), "height": round(mark.h, 3)}
    return {"size": BOX if isinstance(mark, Box) else mark.w}
