"""Composes a Handout for a Look: the blocks in order, on pages, with header, footer and notes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

from handouts.plan.handout import Card, Handout, Run, Runs
from handouts.sheet import front
from handouts.sheet.blocks import Block, OwnPart, Pad, Page, Placed, Sheet, Slot
from handouts.sheet.drill import drill, drill_parts
from handouts.sheet.foot import footer
from handouts.sheet.glance import glance_fitting
from handouts.sheet.look import DrillForm, Look
from handouts.sheet.masthead import heading, masthead
from handouts.sheet.own import OwnBlocks, own_blocks, room_beside
from handouts.sheet.pages import NOTES_FROM, PageFill, PageItem, fill_pages, spread
from handouts.sheet.pain import pain_choices
from handouts.sheet.stop import stop_choices

__all__ = ["compose"]


def compose(handout: Handout, look: Look, own: OwnBlocks | None = None) -> Sheet:
    """The sheet of a handout. Pure but for the blocks that the look keeps. ``own``: its own blocks, where known."""
    own = own or own_blocks(handout, look)
    pen = look.kept(("pen", handout.pen), lambda: front.pen(handout, look))
    head, cards = _front(handout, look, own), _drills(handout, look)
    ends_first = look.layout.front.own_page or look.remembered(
        ("alone", pen.height, *(item.key for item in (*head, cards[0]))),
        lambda: _front_alone(head, cards, look, pen.height),
    )
    if ends_first:
        items = [*head, *_ends(handout, look, own, after_stop=True), _fresh(cards[0]), *cards[1:]]
    else:
        items = [*head, *cards, *_ends(handout, look, own, after_stop=False)]
    pages = fill_pages(items, look, pen.height)
    if look.layout.drill.pain_where_room and handout.pain_rows:
        _add_pain(pages[-1], handout, look, pen.height)
    for fill in pages[1:]:
        _label_again(fill, look, own, pen.height)
    if look.layout.front.own_page:
        _add_glance(pages[0], handout, look, pen.height)
    for fill, following in itertools.pairwise(pages):
        fill.open = following.blocks[0][0].joined
    edges = _edges(handout, look, own, len(pages))
    first_grid = next((index for index, fill in enumerate(pages, 1) if fill.index_of_last_grid() is not None), 0)
    numbered = enumerate(zip(pages, edges, strict=True), 1)
    return Sheet(
        look.frame.width,
        look.frame.height,
        tuple(
            _page(handout, look, fill, edge, number, Placed(0.0, pen, repeated=number > first_grid, part="aside"))
            for number, (fill, edge) in numbered
        ),
        ends_first,
    )


def _edges(handout: Handout, look: Look, own: OwnBlocks, pages: int) -> list[tuple[Placed, tuple[Placed, ...]]]:
    """Head and foot of each page. The small print of every page is read aloud once, at the end."""
    top, bottom = look.frame.header, look.frame.footer
    heads = [Placed(top, masthead(handout, look), part="header")]
    if pages > 1:
        slot = Slot(OwnPart("running"))
        heads += [Placed(top, own.block(slot), repeated=True, part="header", slot=slot)] * (pages - 1)
    ids: dict[Slot, Block] = {}  # the same for all pages where it stands in the same place
    found: list[tuple[Placed, tuple[Placed, ...]]] = []
    for number, head in enumerate(heads, 1):
        shared, slot = footer(handout, look, number, pages)
        ids[slot] = ids.get(slot) or own.block(slot)
        again = number < pages
        feet = (
            Placed(bottom, shared, repeated=again, part="footer"),
            Placed(bottom, ids[slot], repeated=again, part="footer", slot=slot),
        )
        found.append((head, feet))
    return found


def _fixed(
    kind: Literal["title", "front", "end"], blocks: list[Block], gap: float = 0.0, slots: Sequence[Slot | None] = ()
) -> list[PageItem]:
    """Items of blocks that look the same however pages are filled; those after the first go on with it.

    ``slots``: where each stands, if they are the patient's own.
    """
    return [
        PageItem(
            kind,
            _made(block),
            0.0 if index else gap,
            joined=index > 0,
            key=(kind, round(block.height, 3), 0.0 if index else gap, index > 0),
            slot=slot,
        )
        for index, (block, slot) in enumerate(zip(blocks, slots or [None] * len(blocks), strict=True))
    ]


def _fresh(item: PageItem) -> PageItem:
    return replace(item, fresh=True, key=("fresh", item.key))


def _own_row(
    kind: Literal["front", "end"],
    row: Literal["note", "visit"],
    own: OwnBlocks,
    rule: Literal["hairline", "block"],
    gap: float = 0.0,
) -> list[PageItem]:
    """A row of the patient's own; none where it says nothing."""
    lines = own.note if row == "note" else own.visit
    slots = [Slot(OwnPart(row, index), rule) for index in range(len(front.row_chunks(len(lines))) if lines else 0)]
    return _fixed(kind, [own.block(slot) for slot in slots], gap, slots)


def _front(handout: Handout, look: Look, own: OwnBlocks) -> list[PageItem]:
    labels, looks = handout.labels, look.layout.front
    name = Slot(OwnPart("patient"))
    title = [own.block(name), heading(handout, look, room_beside(own.patient, look), own.over_title)]
    items = _fixed("title", title, slots=(name, None))
    opened = False
    if looks.rows:
        when = (labels.when, handout.when, "when", handout.when_spoken)
        for label, text, style, spoken in (when, (labels.need, _runs(handout.need), "row", "")):
            if text:
                items += _fixed("front", _row(label, text, look, style, "hairline" if opened else "block", spoken))
                opened = True
    items += _own_row("front", "note", own, "hairline" if opened else "block")  # what a clinician writes is never lost
    if looks.stop_first:
        items += _fixed("front", [_stop(handout, look)])
    return items


def _runs(text: str) -> Runs:
    return (Run(text),) if text else ()


def _stop(handout: Handout, look: Look) -> Block:
    return stop_choices(handout, look)[0].block


def _ends(handout: Handout, look: Look, own: OwnBlocks, *, after_stop: bool) -> list[PageItem]:
    """Stop rules where the layout wants them last, moving on, the next visit, the small print.

    ``after_stop``: they follow the front on page 1, and so go on as rows of it.
    """
    layout, gap = look.layout, look.layout.gap
    items: list[PageItem] = []
    if layout.drill.pain_always and handout.pain_rows:
        items.append(_pain(handout, look))
    if layout.front.stop_last:
        items += _fixed("end", [_stop(handout, look)], gap)
    opens = layout.front.stop_as_row or (layout.front.stop_first and not after_stop)
    if handout.move_on:
        row = _row(handout.labels.move_on, handout.move_on, look, "row", "block" if opens else "hairline")
        items += _fixed("end", row, gap if opens else 0.0)
        opens = False
    items += _own_row("end", "visit", own, "block" if opens else "hairline", gap if opens else 0.0)
    if layout.front.stop_as_row:
        items += _fixed("end", [stop_choices(handout, look)[-1].block])
    blocks = look.kept_list(("small print", handout.disclaimer), lambda: front.disclaimer(handout, look))
    return items + _fixed("end", blocks)


def _pain(handout: Handout, look: Look) -> PageItem:
    block = pain_choices(handout, look)[0].block
    return PageItem("drill", _made(block), look.layout.gap, grid=True, key=("pain", round(block.height, 3)))


def _label_again(page: PageFill, look: Look, own: OwnBlocks, pen: float) -> None:
    """Say once more what the row is about that goes on at the top of a page."""
    item, block, gap = page.blocks[0]
    if not item.joined or item.slot is None:
        return
    slot = item.slot._replace(again=True)
    labelled = own.block(slot)
    room = look.frame.room - (pen if page.index_of_last_grid() is not None else 0.0)
    if page.height - block.height + labelled.height <= room:
        page.blocks[0] = (replace(item, slot=slot, make=_made(labelled)), labelled, gap)


def _add_glance(page: PageFill, handout: Handout, look: Look, pen: float) -> None:
    """Put the program at a glance on a front page that has room for it, as large as can be."""
    if any(item.split for item, _, _ in page.blocks):
        return
    room = look.frame.room - page.height - 2 * look.layout.gap - (pen if page.index_of_last_grid() is not None else 0.0)
    found = glance_fitting(handout, look, room)
    if found is not None:
        block = found.block
        at = next((index for index, (one, _, _) in enumerate(page.blocks) if one.kind != "title" and one.gap), 0)
        at = at or len(page.blocks)
        page.blocks.insert(at, (PageItem("front", _made(block), look.layout.gap), block, look.layout.gap))


def _add_pain(page: PageFill, handout: Handout, look: Look, pen: float) -> None:
    """Put a row to write pain in on the last page, over the end rows, where it costs no room that is needed."""
    item = _pain(handout, look)
    block = item.make(page.form)
    if page.height + item.gap + block.height + pen + look.layout.gap <= look.frame.room:
        at = next((index for index, (one, _, _) in enumerate(page.blocks) if one.kind == "end"), len(page.blocks))
        page.blocks.insert(at, (item, block, item.gap if at else 0.0))


def _row(label: str, text: Runs, look: Look, style: str, rule: front.RowRule, spoken: str = "") -> list[Block]:
    """A row's blocks, kept: patients share them."""
    key = (label, text, style, rule, spoken)
    return look.kept_list(key, lambda: front.row(label, text, look, look.style(style), rule=rule, spoken=spoken))


def _made(block: Block) -> Callable[[DrillForm], Block]:
    return lambda _: block


def _drills(handout: Handout, look: Look) -> list[PageItem]:
    return [_drill(handout, card, look) for card in handout.cards]


def _drill(handout: Handout, card: Card, look: Look) -> PageItem:
    layout = look.layout
    first = card.number == 1
    return PageItem(
        "drill",
        lambda form: drill(handout, card, look, form),
        layout.first_gap if first else layout.gap,
        layout.drill.one_a_page and not first,
        lambda form, room: drill_parts(handout, card, look, form, room),
        grid=True,
        key=(card.digest, handout.week_key, card.number == 1),
    )


def _front_alone(head: list[PageItem], cards: list[PageItem], look: Look, pen: float) -> bool:
    """Whether the first drill does not fit under the front in any form."""
    used = sum(item.make(DrillForm()).height for item in head)
    room = look.frame.room
    for form in look.rungs:
        block = cards[0].make(form)
        if used + cards[0].gap * form.space + block.height + pen <= room:
            return False
    return True


def _page(
    handout: Handout, look: Look, fill: PageFill, edge: tuple[Placed, tuple[Placed, ...]], number: int, pen: Placed
) -> Page:
    frame = look.frame
    head, feet = edge
    placed = [head]
    at = fill.index_of_last_grid()
    room = frame.room - (pen.block.height if at is not None else 0.0)
    air = spread(fill, room)
    y = frame.body
    for index, (item, block, gap) in enumerate(fill.blocks):
        y += gap + (air if gap else 0.0)
        inner = block.inner or (Placed(0.0, block),)
        placed += [Placed(y + one.y, one.block, part=item.kind, slot=item.slot) for one in inner]
        y += block.height
        if index == at:
            placed.append(replace(pen, y=y))
            y += pen.block.height
    left = frame.bottom - y - look.layout.gap
    if look.layout.notes and left > NOTES_FROM and not fill.open:
        key = ("notes", handout.labels.notes, round(left, 2), number)
        notes = look.kept(key, lambda: front.notes(handout, look, left, number) or Pad().block())
        if notes.height:
            placed.append(Placed(y + look.layout.gap, notes, part="aside"))
    return Page(number, (*placed, *feet))
