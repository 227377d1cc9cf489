"""What is put on pages, and the pages filled with it: as before where that is kept, else found anew."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import TypedDict

from handouts.base.records import dataclass
from handouts.sheet.blocks import Block, Box, SheetPart, Slot
from handouts.sheet.filling import Besides, FilledPage, Loose, PageSet, Piece, Place, Puzzle, Spot, fill, page_set
from handouts.sheet.forms import Choice, Form
from handouts.sheet.kept_plans import PagePlan
from handouts.sheet.look import Look

__all__ = [
    "AIR_MAX",
    "LooseItem",
    "LooseSpot",
    "PageFill",
    "PageItem",
    "as_it_is",
    "cut_items",
    "fill_pages",
    "fill_planned",
    "plan_pages",
    "spread",
]

AIR_MAX = 3.0
"""Most that is added to a gap to use up a page, mm."""


@dataclass(frozen=True, slots=True, eq=False)
class PageItem:
    """A block on its way to a page. ``make`` composes it in one of its forms."""

    kind: SheetPart
    make: Callable[[Form], Block]
    choices: Callable[[], tuple[Choice, ...]]
    """Its forms, the best looking first."""
    gap: float = 0.0
    """Space before it, mm, unless it comes first on a page."""
    airy: bool = True
    """Whether more space may come before it, to use up a page."""
    fresh: bool = False
    """Whether it starts a new page."""
    bound: bool = False
    """Whether what follows stands on the same page."""
    lead: float = 0.0
    """What it takes more where it is the first on its page, mm: for a label that is said once more."""
    split: Callable[[float], list[Block]] | None = None
    """Cuts it into blocks no taller than some mm, where it is taller than a page."""
    grid: bool = False
    """Whether it ends in a week grid, and so needs the pen line after it."""
    joined: bool = False
    """Whether it goes on with what the item before it began; nothing is put between the two."""
    key: Hashable = None
    """Items with equal keys take the same room in every form; None where that is not known."""
    slot: Slot | None = None
    """Where the block is the patient's own."""


class _AsItIs(TypedDict):
    """What an item says of a block in one form."""

    make: Callable[[Form], Block]
    choices: Callable[[], tuple[Choice, ...]]


def as_it_is(block: Block) -> _AsItIs:
    """What makes a block, and its only form."""
    return {"make": lambda _: block, "choices": lambda: (Choice(block.height, 0.0),)}


@dataclass(frozen=True, slots=True)
class LooseSpot:
    """What of a loose item stands at a place, what it costs there, and which of several comes first."""

    items: tuple[PageItem, ...]
    """One in several forms, or several in one form each, under each other."""
    cost: float = 0.0
    order: int = 0


@dataclass(frozen=True, slots=True)
class LooseItem:
    """Blocks that stay together and may stand in one of several places."""

    at: Mapping[Place, LooseSpot]
    optional: bool = False

    @property
    def key(self) -> Hashable:
        return self.optional, *((place, *(item.key for item in spot.items)) for place, spot in self.at.items())

    def loose(self) -> Loose:
        """The same in heights and costs alone."""
        heights = {spot.items: _together(spot.items) for spot in self.at.values()}
        spots = {
            place: Spot(spot.cost, heights[spot.items], spot.items[0].gap, spot.order)
            for place, spot in self.at.items()
        }
        return Loose(spots, any(item.grid for items in heights for item in items), self.optional)

    @property
    def known(self) -> bool:
        """Whether its key tells all that it takes."""
        return all(item.key is not None for spot in self.at.values() for item in spot.items)


def _together(items: tuple[PageItem, ...]) -> tuple[Choice, ...]:
    """The forms of items that stand under each other: those of one alone, or the one of several."""
    if len(items) == 1:
        return items[0].choices()
    height = sum(item.choices()[0].height for item in items) + sum(item.gap for item in items[1:])
    return (Choice(height, 0.0),)


@dataclass(slots=True)
class PageFill:
    """The blocks of one page with the gap before each, mm."""

    blocks: list[tuple[PageItem, Block, float]] = field(default_factory=list)
    open: bool = False
    """Whether its last block goes on on the next page."""

    @property
    def height(self) -> float:
        return sum(gap + block.height for _, block, gap in self.blocks)

    def index_of_last_grid(self) -> int | None:
        """Position of the last block with a grid."""
        found = [index for index, (item, _, _) in enumerate(self.blocks) if item.grid]
        return found[-1] if found else None

    def add(self, item: PageItem, form: Form) -> None:
        self.blocks.append((item, item.make(form), item.gap if self.blocks else 0.0))


def fill_pages(items: Sequence[PageItem], loose: Sequence[LooseItem], look: Look, pen: float) -> list[PageFill]:
    """Put items on pages: the fewest that hold them, and of those the best looking.

    ``loose`` ones go where they cost least; ``pen`` is the height of the line after a page's last grid, mm. How that
    comes out is kept: the next patient with the same drills and as long a note has the same pages.
    """
    known = all(item.key is not None for item in items) and all(one.known for one in loose)
    key = (pen, *(item.key for item in items), *(one.key for one in loose)) if known else None
    plan = look.plans.get(key) if known else None
    if plan is None:
        cut = [part for item in items for part in cut_items(item, look.frame.room, pen)]
        plan = plan_pages(cut, loose, look, pen)
        if known and len(cut) == len(items):
            look.plans.keep(key, plan)
        items = cut
    return fill_planned(plan, items, loose)


def fill_planned(plan: PagePlan, items: Sequence[PageItem], loose: Sequence[LooseItem]) -> list[PageFill]:
    """The pages of a plan."""
    pages = [_filled(page, items, loose) for page in plan]
    for before, after in itertools.pairwise(pages):
        before.open = after.blocks[0][0].joined
    return pages


def _filled(page: Sequence[tuple[int, str, Form]], items: Sequence[PageItem], loose: Sequence[LooseItem]) -> PageFill:
    filled = PageFill()
    for index, place, form in page:
        if index < len(items):
            filled.add(items[index], form)
        else:
            for item in loose[index - len(items)].at[place].items:  # type: ignore[index]  # a place, from a file
                filled.add(item, form)
    return filled


def plan_pages(items: Sequence[PageItem], loose: Sequence[LooseItem], look: Look, pen: float) -> PagePlan:
    """How pages are filled, found anew."""
    front = next((index for index, item in enumerate(items) if item.kind not in ("title", "front")), len(items))
    room = look.frame.room
    pieces = _unbound([_piece(item, room - (pen if item.grid else 0.0)) for item in items], room)
    loosened = tuple(one.loose() for one in loose)
    told = tuple((one.optional, one.grid, *one.at.items()) for one in loosened)  # numbers, which other drills share
    besides = look.known(("besides", pen, told), lambda: Besides(loosened, pen))

    def sets(some: Sequence[Piece]) -> PageSet:
        keys = tuple(piece.key for piece in some)
        return page_set(some) if None in keys else look.known(("page set", *keys), lambda: page_set(some))

    return tuple(_plain(page) for page in fill(Puzzle(room, pen, front, pieces, loosened), sets, besides))


def _unbound(pieces: list[Piece], room: float) -> tuple[Piece, ...]:
    """Pieces of which no row that is bound together is taller than a page."""
    used = 0.0
    for index, piece in enumerate(pieces):
        used += piece.choices[-1].height + piece.gap
        if used > room:
            used = piece.choices[-1].height + piece.gap
            if index:
                pieces[index - 1] = replace(pieces[index - 1], bound=False)
        if not piece.bound:
            used = 0.0
    return tuple(pieces)


def _plain(page: FilledPage) -> tuple[tuple[int, str, Form], ...]:
    return tuple((one.piece, one.place or "", one.choice.form) for one in page)


def _piece(item: PageItem, room: float) -> Piece:
    choices = item.choices()
    fitting = tuple(choice for choice in choices if choice.height <= room)
    # one that no form makes low enough is printed all the same, and said to be no taller than a page
    fitting = fitting or (choices[-1]._replace(height=room),)
    return Piece(fitting, item.gap, item.fresh, item.bound, item.grid, item.lead, item.key)


def cut_items(item: PageItem, room: float, pen: float, *, anyway: bool = False) -> Iterator[PageItem]:
    """An item, in parts that fit where it is taller than a page in every form, or cut ``anyway``."""
    room -= pen if item.grid else 0.0
    if item.split is None or (not anyway and item.choices()[-1].height <= room + 1e-6):
        yield item
        return
    for index, block in enumerate(item.split(room)):
        yield replace(
            item,
            **as_it_is(block),
            split=None,
            fresh=item.fresh and not index,
            joined=index > 0,
            grid=any(isinstance(mark, Box) for mark in block.flat()),
            key=None,
        )


def spread(page: PageFill, room: float) -> float:
    """How much to add to each gap of a page so that less room is left, mm."""
    spare = room - page.height
    gaps = sum(gap > 0 and item.airy for item, _, gap in page.blocks)
    return min(AIR_MAX, spare / gaps) if spare > 0 and gaps else 0.0
