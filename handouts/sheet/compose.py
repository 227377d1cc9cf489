"""Composes a Handout for a Look: the blocks in order, on pages, with header, footer and notes."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from handouts.handout import Card, Handout, Run, Runs
from handouts.sheet import drill as drills
from handouts.sheet import front
from handouts.sheet.look import Look, Rung
from handouts.sheet.marks import Block, Pad, Page, Placed, Sheet
from handouts.sheet.pages import NOTES_FROM, Item, PageFill, fill_pages, spread

__all__ = ["compose"]


def compose(handout: Handout, look: Look) -> Sheet:
    """The sheet of a handout. Pure but for the blocks that the look keeps."""
    pen = look.kept(("pen", handout.pen), lambda: front.pen(handout, look))
    head, cards = _front(handout, look), _drills(handout, look)
    if look.layout.front.own_page or _front_alone(head, cards, look, pen.height):
        items = [*head, *_ends(handout, look, after_stop=True), _fresh(cards[0]), *cards[1:]]
    else:
        items = [*head, *cards, *_ends(handout, look, after_stop=False)]
    pages = fill_pages(items, look, pen.height)
    heads = [look.kept(("header", handout.header), lambda: front.header(handout, look))]
    if len(pages) > 1:
        heads += [front.running_head(handout, look)] * (len(pages) - 1)
    for fill, following in itertools.pairwise(pages):
        fill.open = following.blocks[0][0].joined
    numbered = enumerate(zip(pages, heads, strict=True), 1)
    return Sheet(
        look.frame.width,
        look.frame.height,
        tuple(_page(handout, look, fill, head, number, len(pages), pen) for number, (fill, head) in numbered),
    )


def _fixed(kind: Literal["front", "end"], blocks: list[Block], gap: float = 0.0) -> list[Item]:
    """Items of blocks that look the same at every rung; those after the first go on with it."""
    return [Item(kind, _made(block), 0.0 if index else gap, joined=index > 0) for index, block in enumerate(blocks)]


def _fresh(item: Item) -> Item:
    return replace(item, fresh=True)


def _front(handout: Handout, look: Look) -> list[Item]:
    labels, looks = handout.labels, look.layout.front
    items = _fixed("front", front.title(handout, look))
    opened = False
    rows: list[tuple[str, Runs, str]] = [(labels.note, handout.note, "row")]  # what a clinician writes is never lost
    if looks.rows:
        rows = [(labels.when, handout.when, "when"), (labels.need, _runs(handout.need), "row"), *rows]
    for label, text, style in rows:
        if text:
            rule: front.RowRule = "hairline" if opened else "block"
            blocks = _row(label, text, look, style, rule, shared=label != labels.note)
            items += _fixed("front", blocks)
            opened = True
    if looks.stop == "front":
        items += _fixed("front", [_stop(handout, look)])
    return items


def _runs(text: str) -> Runs:
    return (Run(text),) if text else ()


def _stop(handout: Handout, look: Look) -> Block:
    return look.kept(("stop", handout.stop), lambda: front.stop(handout, look))


def _ends(handout: Handout, look: Look, *, after_stop: bool) -> list[Item]:
    """Stop rules where the layout wants them last, moving on, the next visit, the small print.

    ``after_stop``: they follow the front on page 1, and so go on as rows of it.
    """
    layout, gap = look.layout, look.layout.gap
    items: list[Item] = []
    if layout.drill.pain:
        items.append(Item("drill", lambda _: drills.pain(handout, look), gap, grid=True))
    if layout.front.stop == "end":
        items += _fixed("end", [_stop(handout, look)], gap)
    first = layout.front.stop == "row" or (layout.front.stop == "front" and not after_stop)
    for label, text in (
        (handout.labels.move_on, handout.move_on),
        (handout.labels.next_visit, handout.next_visit),
    ):
        if text:
            rule: front.RowRule = "block" if first else "hairline"
            items += _fixed("end", _row(label, text, look, "row", rule), gap if first else 0.0)
            first = False
    if layout.front.stop == "row":
        blocks = look.kept_list(("stop row", handout.stop), lambda: front.stop_row(handout, look))
        items += _fixed("end", blocks)
    blocks = look.kept_list(("small print", handout.disclaimer), lambda: front.disclaimer(handout, look))
    return items + _fixed("end", blocks)


def _row(label: str, text: Runs, look: Look, style: str, rule: front.RowRule, *, shared: bool = True) -> list[Block]:
    """A row's blocks; those of a patient's own words are not kept."""

    def make() -> list[Block]:
        return front.row(label, text, look, look.style(style), rule=rule)

    return look.kept_list((label, text, style, rule), make) if shared else make()


def _made(block: Block) -> Callable[[Rung], Block]:
    return lambda _: block


def _drills(handout: Handout, look: Look) -> list[Item]:
    return [_drill(handout, card, look) for card in handout.cards]


def _drill(handout: Handout, card: Card, look: Look) -> Item:
    layout = look.layout
    first = card.number == 1
    return Item(
        "drill",
        lambda rung: drills.drill(handout, card, look, rung),
        layout.first_gap if first else layout.gap,
        layout.drill.one_a_page and not first,
        lambda rung, room: drills.drill_parts(handout, card, look, rung, room),
        grid=True,
    )


def _front_alone(head: list[Item], cards: list[Item], look: Look, pen: float) -> bool:
    """Whether the first drill does not fit under the front at any rung."""
    used = sum(item.make(Rung()).height for item in head)
    room = look.frame.room
    for rung in look.rungs:
        block = cards[0].make(rung)
        if used + cards[0].gap * rung.space + block.height + pen <= room:
            return False
    return True


def _page(handout: Handout, look: Look, fill: PageFill, head: Block, number: int, pages: int, pen: Block) -> Page:
    frame = look.frame
    placed = [Placed(frame.header, head, repeated=number > 1)]
    at = fill.index_of_last_grid()
    room = frame.room - (pen.height if at is not None else 0.0)
    air = spread(fill, room)
    y = frame.body
    for index, (_, block, gap) in enumerate(fill.blocks):
        y += gap + (air if gap else 0.0)
        placed.append(Placed(y, block))
        y += block.height
        if index == at:
            placed.append(Placed(y, pen))
            y += pen.height
    left = frame.bottom - y - look.layout.gap
    if look.layout.notes and left > NOTES_FROM and not fill.open:
        notes = look.kept(("notes", handout.labels.notes, round(left, 2)), lambda: _notes(handout, look, left))
        if notes.height:
            placed.append(Placed(y + look.layout.gap, notes))
    placed += [Placed(frame.footer, block, repeated=True) for block in front.footer(handout, look, number, pages)]
    return Page(number, tuple(placed))


def _notes(handout: Handout, look: Look, room: float) -> Block:
    return front.notes(handout, look, room) or Pad().block()
