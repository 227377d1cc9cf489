"""Fits blocks on pages: what stays together, the fit ladder, the air, and the lines for notes."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Literal

from handouts.base.records import dataclass
from handouts.sheet.blocks import Block, Box, Slot
from handouts.sheet.look import DrillForm, Look

__all__ = ["PageFill", "PageItem", "fill_pages", "spread"]

AIR_MAX = 3.0
"""Most that is added to a gap to use up a page, mm."""
NOTES_FROM = 25.0
"""From this much room left, lines for notes are drawn, mm."""
NEARLY_EMPTY = 0.4
"""A last page filled less than this is given more, or lines for notes."""


@dataclass(frozen=True, slots=True)
class PageItem:
    """A block on its way to a page. ``make`` composes it for a form of the fit ladder."""

    kind: Literal["title", "front", "drill", "end"]
    make: Callable[[DrillForm], Block]
    gap: float = 0.0
    """Space before it, mm, unless it comes first on a page."""
    fresh: bool = False
    """Whether it starts a new page."""
    split: Callable[[DrillForm, float], list[Block]] | None = None
    """Cuts it into blocks no taller than a page, where it is taller than one."""
    grid: bool = False
    """Whether it ends in a week grid, and so needs the pen line after it."""
    joined: bool = False
    """Whether it goes on with what the item before it began; nothing is put between the two."""
    key: Hashable = None
    """Items with equal keys take the same room at every form; None where that is not known."""
    slot: Slot | None = None
    """Where the block is the patient's own."""


@dataclass(slots=True)
class PageFill:
    """The blocks of one page with the gap before each, mm."""

    blocks: list[tuple[PageItem, Block, float]]
    form: DrillForm
    open: bool = False
    """Whether its last block goes on on the next page."""

    @property
    def height(self) -> float:
        return sum(gap + block.height for _, block, gap in self.blocks)

    def index_of_last_grid(self) -> int | None:
        """Position of the last block with a grid."""
        found = [index for index, (item, _, _) in enumerate(self.blocks) if item.grid]
        return found[-1] if found else None


def _take(items: list[PageItem], form: DrillForm, room: float, pen: float) -> PageFill:
    """As many items as fit at one form."""
    fill = PageFill([], form)
    used = 0.0
    reserve = 0.0
    for item in items:
        if item.fresh and fill.blocks:
            break
        block = item.make(form)
        gap = item.gap * form.space if fill.blocks else 0.0
        more = reserve or (pen if item.grid else 0.0)
        if used + gap + block.height + more > room + 1e-6:
            break
        fill.blocks.append((item, block, gap))
        used += gap + block.height
        reserve = more
    return fill


def fill_pages(items: list[PageItem], look: Look, pen: float) -> list[PageFill]:
    """Put items on pages: on each as many as any form of the ladder can hold, at the loosest that does.

    How that comes out is kept: the next patient with the same drills and as long a note has the same pages.
    """
    key = (pen, *(item.key for item in items))
    plan = look.plans.get(key) if None not in key else None
    if plan is None:
        pages = _fill_pages(items, look, pen)
        order = {id(item): index for index, item in enumerate(items)}
        if None not in key and all(id(item) in order for page in pages for item, _, _ in page.blocks):
            look.plans.keep(
                key, tuple((page.form, tuple((order[id(item)], gap) for item, _, gap in page.blocks)) for page in pages)
            )
        return pages
    return [
        PageFill([(items[index], items[index].make(form), gap) for index, gap in shown], form) for form, shown in plan
    ]


def _fill_pages(items: list[PageItem], look: Look, pen: float) -> list[PageFill]:
    room = look.frame.room
    left = list(items)
    pages: list[PageFill] = []
    while left:
        best = PageFill([], look.rungs[0])
        for form in look.rungs:
            fill = _take(left, form, room, pen)
            if len(fill.blocks) > len(best.blocks):  # of equals the first, which is the loosest
                best = fill
            if len(best.blocks) == len(left):
                break
        if not best.blocks:
            left[:1] = _parts(left[0], look, room - pen)
            continue
        pages.append(best)
        left = left[len(best.blocks) :]
    return _no_lonely_end(pages, look, pen)


def _parts(item: PageItem, look: Look, room: float) -> list[PageItem]:
    """A too tall item as items that fit."""
    cuts = [item.split(form, room) if item.split else [item.make(form)] for form in look.rungs]
    blocks = min(cuts, key=len)  # the fewest parts, of equals the loosest
    fitting = [replace_height(block, room) for block in blocks]  # so that every part is taken: the loop must end
    return [
        replace(
            item,
            make=lambda _, block=block: block,  # type: ignore[misc]  # bound early
            split=None,
            fresh=item.fresh and not index,
            joined=index > 0,
            grid=any(isinstance(mark, Box) for mark in block.flat()),
        )
        for index, block in enumerate(fitting)
    ]


def replace_height(block: Block, height: float) -> Block:
    """The block, said to be no taller than a page: one that cannot be cut is printed all the same."""
    return block if block.height <= height else replace(block, height=height)


def _no_lonely_end(pages: list[PageFill], look: Look, pen: float) -> list[PageFill]:
    """If only end rows stand on the last page, let the last drill of the page before go with them."""
    if len(pages) < 2 or any(item.kind != "end" for item, _, _ in pages[-1].blocks):
        return pages
    before, last = pages[-2], pages[-1]
    at = next((index for index in range(len(before.blocks) - 1, 0, -1) if before.blocks[index][0].kind == "drill"), 0)
    if not at or not any(item.kind == "drill" for item, _, _ in before.blocks[:at]):
        return pages
    moved = [item for item, _, _ in before.blocks[at:]] + [item for item, _, _ in last.blocks]
    for form in look.rungs:
        fill = _take(moved, form, look.frame.room, pen)
        if len(fill.blocks) == len(moved):
            rest = [item for item, _, _ in before.blocks[:at]]
            return (
                [*pages[:-2], _take(rest, look.rungs[0], look.frame.room, pen), fill]
                if _fits(rest, look, pen)
                else [*pages[:-2], PageFill(before.blocks[:at], before.form), fill]
            )
    return pages


def _fits(items: list[PageItem], look: Look, pen: float) -> bool:
    return len(_take(items, look.rungs[0], look.frame.room, pen).blocks) == len(items)


def spread(page: PageFill, room: float) -> float:
    """How much to add to each gap of a page so that little room is left, mm; 0 where much is left."""
    spare = room - page.height
    gaps = sum(gap > 0 for _, _, gap in page.blocks)
    if spare <= 0 or spare > NOTES_FROM or not gaps:
        return 0.0
    return min(AIR_MAX, spare / gaps)
