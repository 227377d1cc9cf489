"""Pages that are no handout: pictures alone, a contact sheet, and the page that parts a pile."""

from __future__ import annotations

from collections.abc import Iterable

from handouts.plan.handout import Picture, Posed
from handouts.sheet.blocks import Block, Pad, Page, Placed, Sheet
from handouts.sheet.look import Look
from handouts.sheet.panels import fitted, panels
from handouts.sheet.pictures import picture_row_width, pictures
from handouts.sheet.text import put, wrap

__all__ = ["contact_pages", "figure_page", "separator"]

_MARGIN = 3.0
_CONTACT = 48.0
"""Height of the pictures of a contact sheet, mm."""


def figure_page(shown: tuple[Picture, ...], look: Look, height: float, *, captions: bool) -> Sheet:
    """A page just large enough for some pictures side by side, each ``height`` mm high."""
    wide = picture_row_width(shown, look, height, captions=captions)
    pad = Pad()
    pad.y = _MARGIN
    every = panels(shown, look, captions=captions)
    rows = fitted(every, look, wide + 0.01, height, 1000.0, rows=1)
    pad.y = pictures(pad, every, look, _MARGIN, pad.y, wide + 0.01, rows)
    block = pad.block(pad.y + _MARGIN)
    return Sheet(wide + 2 * _MARGIN, block.height, (Page(1, (Placed(0.0, block),)),))


def contact_pages(drills: Iterable[tuple[str, tuple[Picture, ...]]], look: Look) -> Sheet:
    """All drills with their names, as many on a page as fit."""
    frame = look.frame
    pages: list[list[Placed]] = [[]]
    y = frame.header
    for name, shown in drills:
        block = _entry(name, tuple(one for one in shown if isinstance(one.asset, Posed)), look)
        if y + block.height > frame.height - frame.header and pages[-1]:
            pages.append([])
            y = frame.header
        pages[-1].append(Placed(y, block))
        y += block.height + look.layout.gap
    return Sheet(
        frame.width, frame.height, tuple(Page(number, tuple(placed)) for number, placed in enumerate(pages, 1))
    )


def _entry(name: str, shown: tuple[Picture, ...], look: Look) -> Block:
    pad, style = Pad(), look.style("drill_name", strong=True)
    look.hairline(pad, 0)
    pad.y = 1.5
    with pad.group("H2"):
        pad.y = put(pad, look.frame.left, pad.y, wrap(name, style, look.faces, look.frame.w), style, look.faces) + 1.5
    every = panels(shown, look)
    rows = fitted(every, look, look.frame.w, _CONTACT, 200.0)
    pad.y = pictures(pad, every, look, look.frame.left, pad.y, look.frame.w, rows)
    return pad.block()


def separator(name: str, count: int, look: Look) -> Sheet:
    """One page with a name in large letters between two rules; a dash where there is no name."""
    pad, frame = Pad(), look.frame
    style = look.style("title", "primary", strong=True)
    look.rule(pad)
    pad.y += 6
    with pad.group("H1"):
        pad.y = put(pad, frame.left, pad.y, wrap(name or "–", style, look.faces, frame.w), style, look.faces)
    small = look.style("dates")
    with pad.group("P"):
        pad.y = put(pad, frame.left, pad.y + 2, wrap(f"× {count}", small, look.faces, frame.w), small, look.faces)
    pad.y += 6
    look.rule(pad)
    block = pad.block()
    return Sheet(frame.width, frame.height, (Page(0, (Placed(frame.height / 3, block),)),))
