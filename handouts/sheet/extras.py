"""Pages that are no handout: pictures alone, a contact sheet, and the page that parts a pile."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from handouts.base.records import dataclass
from handouts.plan.handout import Picture
from handouts.sheet.blocks import Block, Pad, Page, Placed, Sheet
from handouts.sheet.look import Look
from handouts.sheet.panels import fitted, panels
from handouts.sheet.pictures import picture_row_width, pictures
from handouts.sheet.text import Style, put, wrap

__all__ = ["ShelfEntry", "contact_pages", "figure_page", "separator"]

_MARGIN = 3.0
_CONTACT = 30.0
"""Height of the pictures of a contact sheet, mm."""
_CONTACT_GAP = 7.0
"""Between the columns and the rows of a contact sheet, mm."""
_NAME, _LABEL = Style(11, 14, "ink", True), Style(8.5, 11, "mute", False)


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


@dataclass(frozen=True)
class ShelfEntry:
    """A drill on a contact sheet."""

    group: str
    """The heading it stands under, in words; empty for none."""
    name: str
    label: str
    """What the command line knows it by."""
    shown: tuple[Picture, ...]


def contact_pages(drills: Iterable[ShelfEntry], look: Look) -> Sheet:
    """All drills in two columns, those of a group under its heading; as many on a page as fit."""
    frame = look.frame
    pages: list[list[Placed]] = [[]]
    y, end = frame.header, frame.height - frame.header
    for group, entries in groupby(drills, key=lambda one: one.group):
        head = [_heading(group, look)] if group else []
        every = [*entries]
        for start in range(0, len(every), 2):
            row = [*head, _row(every[start : start + 2], look)]
            head = []
            if y + sum(block.height for block in row) > end and pages[-1]:
                pages.append([])
                y = frame.header
            for block in row:
                pages[-1].append(Placed(y, block))
                y += block.height
            y += _CONTACT_GAP
    return Sheet(
        frame.width, frame.height, tuple(Page(number, tuple(placed)) for number, placed in enumerate(pages, 1))
    )


def _heading(group: str, look: Look) -> Block:
    pad, style = Pad(), look.style("drill_name", "primary", strong=True)
    look.rule(pad)
    with pad.group("H2"):
        pad.y = put(pad, look.frame.left, pad.y + 2, wrap(group, style, look.faces, look.frame.w), style, look.faces)
    return pad.block(pad.y + 2)


def _row(entries: list[ShelfEntry], look: Look) -> Block:
    pad = Pad()
    wide = (look.frame.w - _CONTACT_GAP) / 2
    low = 0.0
    for nth, entry in enumerate(entries):
        x = look.frame.left + nth * (wide + _CONTACT_GAP)
        y = 0.0
        with pad.group("H3"):
            y = put(pad, x, y, wrap(entry.name, _NAME, look.faces, wide), _NAME, look.faces)
        with pad.group("P"):
            y = put(pad, x, y, wrap(entry.label, _LABEL, look.faces, wide), _LABEL, look.faces) + 1
        every = panels(entry.shown, look, captions=False)
        rows = fitted(every, look, wide, _CONTACT, 200.0, rows=1)
        low = max(low, pictures(pad, every, look, x, y, wide, rows))
    pad.y = low
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
