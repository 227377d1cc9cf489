"""What a handout puts on its pages: the front, the drills, and what may stand in one of several places."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal, NamedTuple

from handouts.plan.handout import Card, Handout, Run, Runs
from handouts.plan.phoneplace import PhonePlace
from handouts.sheet import front
from handouts.sheet.blocks import Block, OwnPart, SheetPart, Slot
from handouts.sheet.drill import choices, drill, drill_parts
from handouts.sheet.filling import Place
from handouts.sheet.forms import Choice, DrillForm, FormedBlock
from handouts.sheet.glance import glance_choices
from handouts.sheet.look import Look
from handouts.sheet.masthead import heading
from handouts.sheet.measures import measure_choices, measure_parts
from handouts.sheet.own import OwnBlocks, room_beside
from handouts.sheet.pages import LooseItem, LooseSpot, PageItem, as_it_is
from handouts.sheet.pain import pain_choices
from handouts.sheet.phone import phone_choices
from handouts.sheet.stop import stop_choices, stop_parts

__all__ = ["loose_items", "ordered_items"]


def ordered_items(handout: Handout, look: Look, own: OwnBlocks) -> list[PageItem]:
    """What stands in its order: the front's blocks, the drills, what is asked at the end."""
    front_items = _front(handout, look, own)
    if not look.layout.front.stop_as_row and _too_tall(handout, look):
        parts = stop_parts(handout, look, look.frame.room)
        front_items += _fixed("front", parts, look.layout.gap)
    drills = [_drill(handout, card, look) for card in handout.cards]
    return [*front_items, *drills, *_measures(handout, look)]


def _measures(handout: Handout, look: Look) -> list[PageItem]:
    """Outcome measures, where any are asked for, after the last drill; and before them the rows for pain, which are
    written in each day.
    """
    asked, gap = handout.measures, look.layout.gap
    if not asked:
        return []
    find = partial(measure_choices, asked, look, handout.language)
    item = _formed("drill", ("measures", asked, handout.language), find, gap, grid=True)
    item = replace(item, split=lambda _: measure_parts(asked, look, handout.language))
    return [*([_pain(handout, look)] if _pain_in_order(handout, look) else []), item]


def _pain_in_order(handout: Handout, look: Look) -> bool:
    """Whether the rows for pain have their place before the outcome measures, and are not loose."""
    return bool(handout.measures and handout.pain_rows) and look.layout.drill.pain == "always"


def _pain(handout: Handout, look: Look) -> PageItem:
    labels = handout.labels
    asked = ("pain", handout.week_key, labels.pain, labels.pain_scale, handout.pain_rows, handout.cards[-1].digest)
    return _formed("drill", asked, lambda: pain_choices(handout, look), look.layout.gap, grid=True)


def _too_tall(handout: Handout, look: Look) -> bool:
    """Whether the stop rules are taller than a page in every form, and so are parted."""
    room = look.frame.room
    return look.known(("tall stop", handout.stop), lambda: stop_choices(handout, look)[-1].height > room)


def loose_items(handout: Handout, look: Look, own: OwnBlocks) -> list[LooseItem]:
    """What may stand in one of several places: the stop rules, the rows for pain, and the rows of the end."""
    looks, gap, labels = look.layout.front, look.layout.gap, handout.labels
    found = []
    if not looks.stop_as_row and not _too_tall(handout, look):
        spots = _STOP_OWN if looks.own_page else _STOP_LAST if looks.stop_last else _STOP
        forms = _formed(
            "front", ("stop", handout.stop, labels.stop, labels.phone), lambda: stop_choices(handout, look), gap
        )
        found.append(_at(spots, [forms]))
    if looks.own_page:
        told = ("glance", labels.glance, *(card.digest for card in handout.cards))
        forms = _formed("front", told, lambda: glance_choices(handout, look), gap)
        found.append(_at(_GLANCE, [forms], optional=True))
    if handout.pain_rows and look.layout.drill.pain != "never" and not _pain_in_order(handout, look):
        if_room = look.layout.drill.pain == "room"
        spots = _PAIN_ROOM if if_room else _PAIN_OWN if looks.own_page else _PAIN
        found.append(_at(spots, [_pain(handout, look)], optional=if_room))
    if handout.phone:
        spots = _PHONE_OWN if looks.own_page else _PHONE
        found.append(_at(spots, [_phone(handout.phone, look, own)]))
    after, apart = _ends(handout, look, own, "hairline"), _ends(handout, look, own, "block")
    spots = _ENDS_OWN if looks.own_page else _ENDS_LOG if looks.stop_as_row else _ENDS
    found.append(_at(spots, after if looks.stop_last else apart, after))
    return found


class _Spots(NamedTuple):
    """Where something loose may stand and what it costs there; of several the lowest ``order`` stands first."""

    costs: Mapping[Place, float]
    order: int


_STOP = _Spots({"front": 0.0, "first_foot": 2.0, "top": 5.0, "end": 6.0}, 1)
_STOP_LAST = _Spots({"end": 0.0, "front": 0.2, "first_foot": 0.3, "top": 1.0}, 1)
_STOP_OWN = _Spots({"front": 0.0, "end": 9.0}, 0)
_GLANCE = _Spots({"front": -2.0}, 1)
"""It may be left out: a front page that has room for it is better with it."""
_PAIN = _Spots({"end": 0.0, "first_foot": 2.5, "foot": 2.5, "front": 4.0}, 0)
_PAIN_ROOM = _Spots({"end": -1.0}, 0)
"""For layouts that have the rows only where the last page has room for them."""
_PAIN_OWN = _Spots({"end": 0.0, "front": 0.3}, 2)
_PHONE = _Spots({"front": 0.0, "first_foot": 0.2, "end": 0.6, "foot": 1.5}, 2)
_PHONE_OWN = _Spots({"front": 0.0, "end": 1.0}, 2)
_ENDS = _Spots({"end": 0.0, "front": 2.5, "first_foot": 2.5, "foot": 2.0}, 3)
_ENDS_LOG = _Spots({"end": 0.0, "first_foot": 2.0, "foot": 3.0}, 3)
_ENDS_OWN = _Spots({"front": 0.0, "end": 1.0}, 3)


_OFF_PEN = 1.2
"""From what may be the line on pens to a hairline, mm."""


def _at(
    spots: _Spots, items: list[PageItem], in_front: list[PageItem] | None = None, *, optional: bool = False
) -> LooseItem:
    """Something loose; ``in_front`` is what stands for it after the front, where that is something else."""
    front_items = items if in_front is None else in_front
    return LooseItem(
        {
            place: LooseSpot(tuple(front_items if place == "front" else items), cost, spots.order)
            for place, cost in spots.costs.items()
        },
        optional,
    )


def _phone(place: PhonePlace, look: Look, own: OwnBlocks) -> PageItem:
    """Where the page for the phone lies: with a square for the camera where there is room for one."""
    key = ("phone", place, *map(len, own.address))
    return _formed("end", key, lambda: phone_choices(place, look, own), look.layout.gap)


def _fixed(
    kind: SheetPart,
    blocks: list[Block],
    gap: float = 0.0,
    slots: Sequence[Slot | None] = (),
    *,
    bound: bool = False,
) -> list[PageItem]:
    """Items of blocks in one form each; those after the first go on with it.

    ``slots``: where each stands, if they are the patient's own. ``bound``: what follows stands on the same page.
    """
    found = []
    for index, (block, slot) in enumerate(zip(blocks, slots or [None] * len(blocks), strict=True)):
        space = 0.0 if index else gap
        key = (kind, round(block.height, 3), space, index > 0, bound)
        found.append(PageItem(kind, **as_it_is(block), gap=space, bound=bound, joined=index > 0, key=key, slot=slot))
    return found


def _own_row(
    kind: SheetPart, row: Literal["decided", "note", "visit"], own: OwnBlocks, rule: front.OwnRule
) -> list[PageItem]:
    """A row of the patient's own; none where it says nothing."""
    lines = {"decided": own.decided, "note": own.note, "visit": own.visit}[row]
    slots = [Slot(OwnPart(row, index), rule) for index in range(len(front.row_chunks(len(lines))) if lines else 0)]
    items = _fixed(kind, [own.block(slot) for slot in slots], slots=slots)
    return [_labelled(item, own) for item in items]


def _labelled(item: PageItem, own: OwnBlocks) -> PageItem:
    """A part of a row that goes on: on a new page its label is said once more, and takes room."""
    if not item.joined or item.slot is None:
        return item
    lead = own.block(item.slot._replace(again=True)).height - item.choices()[0].height
    return replace(item, lead=lead, key=(item.key, round(lead, 3)))


def _front(handout: Handout, look: Look, own: OwnBlocks) -> list[PageItem]:
    labels, looks = handout.labels, look.layout.front
    name = Slot(OwnPart("patient"))
    title = [own.block(name), heading(handout, look, room_beside(own.patient, handout, look), own.over_title)]
    items = _fixed("title", title, slots=(name, None), bound=True)
    said = _own_row("front", "decided", own, "block")
    items += [replace(item, bound=len(said) == 1) for item in said]
    opened = bool(said)
    if looks.rows:
        when = (labels.when, handout.when, "when", handout.when_spoken)
        for label, text, style, spoken in (when, (labels.need, _runs(handout.need), "row", "")):
            if text:
                row = _row(label, text, look, style, "hairline" if opened else "block", spoken)
                items += _fixed("front", row, bound=len(row) == 1)
                opened = True
    items += _own_row("front", "note", own, "hairline" if opened else "block")  # what a clinician writes is never lost
    # the front's last row may end its page; nothing else of it that is no part of a long row
    return [*items[:-1], replace(items[-1], bound=False)]


def _runs(text: str) -> Runs:
    return (Run(text),) if text else ()


def _formed(
    kind: SheetPart, key: Hashable, find: Callable[[], Sequence[FormedBlock]], gap: float, *, grid: bool = False
) -> PageItem:
    """An item of ready blocks, one for each of its forms, which are sought only where they are needed."""

    def forms() -> tuple[Choice, ...]:
        return tuple(Choice(one.height, one.badness, form=(index,)) for index, one in enumerate(find()))

    return PageItem(kind, lambda form: find()[int(form[0])].block, forms, gap, grid=grid, key=key)


def _ends(handout: Handout, look: Look, own: OwnBlocks, rule: front.OwnRule) -> list[PageItem]:
    """Moving on, the next visit, the stop rules where they are a row, and the small print."""
    items: list[PageItem] = []
    if handout.move_on:
        items += _fixed("end", _row(handout.labels.move_on, handout.move_on, look, "row", rule))
    items += _own_row("end", "visit", own, "hairline" if items else rule)
    if look.layout.front.stop_as_row:
        items += _fixed("end", [stop_choices(handout, look)[-1].block])
    small = look.kept_list(("small print", handout.disclaimer), lambda: front.disclaimer(handout, look))
    items += _fixed("end", small)
    gap = _OFF_PEN if rule == "hairline" else look.layout.gap
    return [replace(items[0], gap=gap, key=(items[0].key, gap)), *items[1:]]


def _row(label: str, text: Runs, look: Look, style: str, rule: front.RowRule, spoken: str = "") -> list[Block]:
    """A row's blocks, kept: patients share them."""
    key = (label, text, style, rule, spoken)
    return look.kept_list(key, lambda: front.row(label, text, look, look.style(style), rule=rule, spoken=spoken))


def _drill(handout: Handout, card: Card, look: Look) -> PageItem:
    layout = look.layout
    first = card.number == 1
    stop = handout.stop if layout.drill.side_stop else None  # said beside the steps: other rules take other room
    key = (card.digest, handout.week_key, first, stop)

    def forms() -> tuple[Choice, ...]:
        return look.known(("drill", key), lambda: choices(handout, card, look))

    def parts(room: float) -> list[Block]:
        cuts = [drill_parts(handout, card, look, DrillForm._make(choice.form), room) for choice in forms()]
        return min(cuts, key=len)  # the fewest parts, of equals the best looking

    return PageItem(
        "drill",
        lambda form: drill(handout, card, look, DrillForm._make(form)),
        forms,
        layout.first_gap if first else layout.gap,
        not first,
        layout.front.own_page if first else layout.drill.one_a_page,
        split=parts,
        grid=True,
        key=key,
    )
