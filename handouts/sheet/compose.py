"""Composes a Handout for a Look: the blocks in order, on pages, with header, footer and notes."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from handouts.plan.handout import Card, Handout, Run, Runs
from handouts.sheet import front
from handouts.sheet.blocks import Block, Pad, Page, Placed, Sheet
from handouts.sheet.drill import drill, drill_parts
from handouts.sheet.look import Look, Rung
from handouts.sheet.pages import NOTES_FROM, PageFill, PageItem, fill_pages, spread
from handouts.sheet.pain import dense as dense_rows
from handouts.sheet.pain import pain

__all__ = ["compose"]


def compose(handout: Handout, look: Look) -> Sheet:
    """The sheet of a handout. Pure but for the blocks that the look keeps."""
    pen = look.kept(("pen", handout.pen), lambda: front.pen(handout, look))
    head, cards = _front(handout, look), _drills(handout, look)
    ends_first = look.layout.front.own_page or look.remembered(
        ("alone", pen.height, *(item.key for item in (*head, cards[0]))),
        lambda: _front_alone(head, cards, look, pen.height),
    )
    if ends_first:
        items = [*head, *_ends(handout, look, after_stop=True), _fresh(cards[0]), *cards[1:]]
    else:
        items = [*head, *cards, *_ends(handout, look, after_stop=False)]
    pages = fill_pages(items, look, pen.height)
    if look.layout.drill.pain_where_room:
        _add_pain(pages[-1], handout, look, pen.height)
    heads = [look.kept(("header", handout.header), lambda: front.header(handout, look))]
    if len(pages) > 1:
        heads += [front.running_head(handout, look)] * (len(pages) - 1)
    for fill, following in itertools.pairwise(pages):
        fill.open = following.blocks[0][0].joined
    numbered = enumerate(zip(pages, heads, front.footers(handout, look, len(pages)), strict=True), 1)
    first_grid = next((index for index, fill in enumerate(pages, 1) if fill.index_of_last_grid() is not None), 0)
    return Sheet(
        look.frame.width,
        look.frame.height,
        tuple(
            _page(
                handout,
                look,
                fill,
                head,
                foot,
                number,
                len(pages),
                Placed(0.0, pen, repeated=number > first_grid, part="aside"),
            )
            for number, (fill, head, foot) in numbered
        ),
        ends_first,
    )


def _fixed(kind: Literal["title", "front", "end"], blocks: list[Block], gap: float = 0.0) -> list[PageItem]:
    """Items of blocks that look the same at every rung; those after the first go on with it."""
    return [
        PageItem(
            kind,
            _made(block),
            0.0 if index else gap,
            joined=index > 0,
            key=(kind, round(block.height, 3), 0.0 if index else gap, index > 0),
        )
        for index, block in enumerate(blocks)
    ]


def _fresh(item: PageItem) -> PageItem:
    return replace(item, fresh=True, key=("fresh", item.key))


def _front(handout: Handout, look: Look) -> list[PageItem]:
    labels, looks = handout.labels, look.layout.front
    items = _fixed("title", front.title(handout, look))
    opened = False
    # what a clinician writes is never lost
    rows: list[tuple[str, Runs, str, str]] = [(labels.note, handout.note, "row", "")]
    if looks.rows:
        when = (labels.when, handout.when, "when", handout.when_spoken)
        rows = [when, (labels.need, _runs(handout.need), "row", ""), *rows]
    for label, text, style, spoken in rows:
        if text:
            rule: front.RowRule = "hairline" if opened else "block"
            if text is handout.note:
                blocks = front.row(label, text, look, look.style(style), rule=rule, language=handout.note_language)
            else:
                blocks = _row(label, text, look, style, rule, spoken)
            items += _fixed("front", blocks)
            opened = True
    if looks.stop_first:
        items += _fixed("front", [_stop(handout, look)])
    return items


def _runs(text: str) -> Runs:
    return (Run(text),) if text else ()


def _stop(handout: Handout, look: Look) -> Block:
    return look.kept(("stop", handout.stop), lambda: front.stop(handout, look))


def _ends(handout: Handout, look: Look, *, after_stop: bool) -> list[PageItem]:
    """Stop rules where the layout wants them last, moving on, the next visit, the small print.

    ``after_stop``: they follow the front on page 1, and so go on as rows of it.
    """
    layout, gap = look.layout, look.layout.gap
    items: list[PageItem] = []
    if layout.drill.pain_always:
        items.append(_pain(handout, look))
    if layout.front.stop_last:
        items += _fixed("end", [_stop(handout, look)], gap)
    first = layout.front.stop_as_row or (layout.front.stop_first and not after_stop)
    for label, text in (
        (handout.labels.move_on, handout.move_on),
        (handout.labels.next_visit, handout.next_visit),
    ):
        if text:
            rule: front.RowRule = "block" if first else "hairline"
            items += _fixed("end", _row(label, text, look, "row", rule), gap if first else 0.0)
            first = False
    if layout.front.stop_as_row:
        blocks = look.kept_list(("stop row", handout.stop), lambda: front.stop_row(handout, look))
        items += _fixed("end", blocks)
    blocks = look.kept_list(("small print", handout.disclaimer), lambda: front.disclaimer(handout, look))
    return items + _fixed("end", blocks)


def _pain(handout: Handout, look: Look) -> PageItem:
    dense = dense_rows(handout, look)
    key = ("pain", handout.week_key, handout.pain_rows, handout.labels.pain, dense)
    block = look.kept(key, lambda: pain(handout, look, dense=dense))
    return PageItem("drill", _made(block), look.layout.gap, grid=True, key=("pain", round(block.height, 3)))


def _add_pain(page: PageFill, handout: Handout, look: Look, pen: float) -> None:
    """Put a row to write pain in on the last page, over the end rows, where it costs no room that is needed."""
    item = _pain(handout, look)
    block = item.make(page.rung)
    if page.height + item.gap + block.height + pen + look.layout.gap <= look.frame.room:
        at = next((index for index, (one, _, _) in enumerate(page.blocks) if one.kind == "end"), len(page.blocks))
        page.blocks.insert(at, (item, block, item.gap if at else 0.0))


def _row(label: str, text: Runs, look: Look, style: str, rule: front.RowRule, spoken: str = "") -> list[Block]:
    """A row's blocks, kept: patients share them."""
    key = (label, text, style, rule, spoken)
    return look.kept_list(key, lambda: front.row(label, text, look, look.style(style), rule=rule, spoken=spoken))


def _made(block: Block) -> Callable[[Rung], Block]:
    return lambda _: block


def _drills(handout: Handout, look: Look) -> list[PageItem]:
    return [_drill(handout, card, look) for card in handout.cards]


def _drill(handout: Handout, card: Card, look: Look) -> PageItem:
    layout = look.layout
    first = card.number == 1
    return PageItem(
        "drill",
        lambda rung: drill(handout, card, look, rung),
        layout.first_gap if first else layout.gap,
        layout.drill.one_a_page and not first,
        lambda rung, room: drill_parts(handout, card, look, rung, room),
        grid=True,
        key=(card.digest, handout.week_key, card.number == 1),
    )


def _front_alone(head: list[PageItem], cards: list[PageItem], look: Look, pen: float) -> bool:
    """Whether the first drill does not fit under the front at any rung."""
    used = sum(item.make(Rung()).height for item in head)
    room = look.frame.room
    for rung in look.rungs:
        block = cards[0].make(rung)
        if used + cards[0].gap * rung.space + block.height + pen <= room:
            return False
    return True


def _page(
    handout: Handout, look: Look, fill: PageFill, head: Block, foot: list[Block], number: int, pages: int, pen: Placed
) -> Page:
    frame = look.frame
    placed = [Placed(frame.header, head, repeated=number > 1, part="header")]
    at = fill.index_of_last_grid()
    room = frame.room - (pen.block.height if at is not None else 0.0)
    air = spread(fill, room)
    y = frame.body
    for index, (item, block, gap) in enumerate(fill.blocks):
        y += gap + (air if gap else 0.0)
        inner = block.inner or (Placed(0.0, block),)
        placed += [Placed(y + one.y, one.block, part=item.kind) for one in inner]
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
    # the small print of every page is read aloud once, at the end
    placed += [Placed(frame.footer, block, repeated=number < pages, part="footer") for block in foot]
    return Page(number, tuple(placed))
