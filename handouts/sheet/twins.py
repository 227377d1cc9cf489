"""Two sheets that say the same in two languages, filled so that their pages break at the same places.

Each thing takes the room of the larger of the two, in a form that both have, and the pages are found once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from handouts.sheet.blocks import Block
from handouts.sheet.filling import Place
from handouts.sheet.forms import Choice, Form
from handouts.sheet.look import Look
from handouts.sheet.pages import LooseItem, LooseSpot, PageFill, PageItem, as_it_is, cut_items, fill_planned, plan_pages

__all__ = ["fill_twins"]

_NOTHING = Block(0.0, ())

Items = Sequence[PageItem]
Loosened = Sequence[LooseItem]


def fill_twins(
    ours: tuple[Items, Loosened], theirs: tuple[Items, Loosened], look: Look, pen: float
) -> tuple[list[PageFill], list[PageFill]]:
    """The pages of both. ``pen`` is the height of the line after a page's last grid, mm: the higher of the two."""
    room = look.frame.room
    pairs = list(_paired([*_cut(ours[0], theirs[0], room, pen)], [*_cut(theirs[0], ours[0], room, pen)]))
    joint = [_joint(one, other) for one, other in pairs]
    loose = [_joint_loose(one, other) for one, other in zip(ours[1], theirs[1], strict=True)]
    plan = plan_pages([one for one, _ in joint], [one for one, _ in loose], look, pen)
    first = fill_planned(plan, [one for one, _ in joint], [one for one, _ in loose])
    return first, fill_planned(plan, [other for _, other in joint], [other for _, other in loose])


def _cut(items: Items, others: Items, room: float, pen: float) -> Items:
    """Items that fit, and are cut where those of the other language are."""
    found: list[PageItem] = []
    tall = {at for at, item in enumerate(others) if _is_tall(item, room, pen)}
    for at, item in enumerate(items):
        found += cut_items(item, room, pen, anyway=at in tall)
    return found


def _is_tall(item: PageItem, room: float, pen: float) -> bool:
    return item.split is not None and item.choices()[-1].height > room - (pen if item.grid else 0.0) + 1e-6


def _paired(ours: Items, theirs: Items) -> list[tuple[PageItem, PageItem]]:
    """Items side by side; what goes on for longer in one language stands beside nothing in the other."""
    found: list[tuple[PageItem, PageItem]] = []
    nothing: list[PageItem] = []
    for mine, others in zip_longest(_wholes(ours), _wholes(theirs), fillvalue=nothing):
        for one, other in zip_longest(mine, others):
            found.append((one or _beside(other), other or _beside(one)))
    return found


def _wholes(items: Items) -> list[list[PageItem]]:
    """Items with those that go on with them."""
    found: list[list[PageItem]] = []
    for item in items:
        if item.joined and found:
            found[-1].append(item)
        else:
            found.append([item])
    return found


def _beside(item: PageItem) -> PageItem:
    """Nothing, beside an item that the other language alone has."""
    return replace(item, **as_it_is(_NOTHING), split=None, grid=False, slot=None, gap=0.0, lead=0.0, key=("nothing",))


def _joint(one: PageItem, other: PageItem) -> tuple[PageItem, PageItem]:
    """Two items as one that takes the room of both, to fill pages with; each composes itself."""
    choices, forms = _common(one.choices(), other.choices())
    shared = replace(
        one,
        choices=lambda: choices,
        gap=max(one.gap, other.gap),
        lead=max(one.lead, other.lead),
        bound=one.bound or other.bound,
        grid=one.grid or other.grid,
        split=None,
        key=(one.key, other.key) if one.key is not None and other.key is not None else None,
    )
    make = other.make
    return shared, replace(other, make=lambda form: make(forms.get(form, form)), gap=shared.gap)


def _common(ours: Sequence[Choice], theirs: Sequence[Choice]) -> tuple[tuple[Choice, ...], dict[Form, Form]]:
    """The forms that both have, with the greater height, those that are both taller and uglier than another left out;
    and which form of the second goes with one of the first. Without a common one, the lowest of each go together.
    """
    by_form = {choice.form: choice for choice in theirs}
    both = [
        choice._replace(height=max(choice.height, other.height), badness=max(choice.badness, other.badness))
        for choice in ours
        if (other := by_form.get(choice.form))
    ]
    if not both:
        one, other = ours[-1], theirs[-1]
        lowest = one._replace(height=max(one.height, other.height), badness=max(one.badness, other.badness))
        return (lowest,), {one.form: other.form}
    kept: list[Choice] = []
    for choice in sorted(both, key=lambda one: (one.badness, one.height)):
        if not kept or choice.height < kept[-1].height:
            kept.append(choice)
    return tuple(kept), {}


def _joint_loose(one: LooseItem, other: LooseItem) -> tuple[LooseItem, LooseItem]:
    mine: dict[Place, LooseSpot] = {}
    theirs: dict[Place, LooseSpot] = {}
    for place, spot in one.at.items():
        pairs = [_joint(*pair) for pair in _paired(spot.items, other.at[place].items)]
        mine[place] = replace(spot, items=tuple(first for first, _ in pairs))
        theirs[place] = replace(spot, items=tuple(second for _, second in pairs))
    return LooseItem(mine, one.optional), LooseItem(theirs, one.optional)
