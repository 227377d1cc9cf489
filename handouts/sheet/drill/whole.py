"""A drill as blocks: put together from what stands over the dose, and the dose with its grid."""

from __future__ import annotations

from dataclasses import replace

from handouts.base.twofold import first_of
from handouts.plan.handout import Card, GridRow, Handout
from handouts.sheet.blocks import Block, Pad, Placed
from handouts.sheet.drill.beside import beside
from handouts.sheet.drill.card import card_form
from handouts.sheet.drill.dose import dose_band
from handouts.sheet.drill.head import drill_head, log_head
from handouts.sheet.drill.portion import Portion, reaches, whole
from handouts.sheet.drill.stacked import stacked
from handouts.sheet.forms import DrillForm
from handouts.sheet.grid import draw_grid, settle
from handouts.sheet.look import RULE, Look

__all__ = ["dose_height", "drill", "drill_parts", "over_height", "whole_most"]

_FORMS = {"beside": beside, "stacked": stacked, "card": card_form}
"""What stands between a drill's head and its dose, by the layout's form. The form “log” has nothing there."""
_PEN = 7.0
"""Room for the line on pens under a page's last grid, mm."""


def drill(handout: Handout, card: Card, look: Look, form: DrillForm) -> Block:
    """A drill and its grid in one block, which is never split."""
    return _kept(handout, card, look, form, whole(card))


def drill_parts(handout: Handout, card: Card, look: Look, form: DrillForm, room: float) -> list[Block]:
    """A drill that is taller than a page, as blocks that each fit: its steps, then its cues, then its grid.

    Each block takes as much as fits of what is left. The pictures stand with the first step.
    """
    log = look.layout.drill.grid_alone
    ends = (0 if log else len(card.steps), 0 if log else len(card.cues), len(card.rows))
    blocks: list[Block] = []
    done = (0, 0, 0)
    while done != ends:
        for reach in reaches(done, ends):
            part = Portion(*(slice(start, end) for start, end in zip(done, reach, strict=True)))
            block = _kept(handout, card, look, form, part)
            if block.height <= room:
                break
        blocks.append(block)  # the smallest part there is, where even that is too tall
        done = reach
    return blocks


def over_height(look: Look, form: DrillForm, body: float) -> float:
    """What stands over a drill's dose, mm, but for its head: the rule, and a body of this height with its space."""
    return RULE + body + 2 * look.layout.pad * form.space


def dose_height(handout: Handout, card: Card, look: Look) -> float:
    """Height of a drill's dose and grid, mm."""
    return _dose_block(handout, card, look, card.rows, 0).height if card.rows else 0.0


def whole_most(look: Look) -> float:
    """Height of the tallest drill that still fits on a page, mm."""
    return look.frame.room - _PEN


def _kept(handout: Handout, card: Card, look: Look, form: DrillForm, part: Portion) -> Block:
    stop = handout.stop if look.layout.drill.side_stop else None
    shown = tuple((one.start, one.stop) for one in (part.steps, part.cues, part.rows))
    key = ("drill", card.digest, handout.week_key, form, shown, stop)
    return look.kept(key, lambda: _fitting(handout, card, look, form, part))


def _fitting(handout: Handout, card: Card, look: Look, form: DrillForm, part: Portion) -> Block:
    """The block; without what is new since last week where that alone would cut it in two."""
    block = _draw(handout, card, look, form, part)
    if card.change and block.height > whole_most(look):
        shorter = _draw(handout, replace(card, change=""), look, form, part)
        if shorter.height <= whole_most(look):
            return shorter
    return block


def _draw(handout: Handout, card: Card, look: Look, form: DrillForm, part: Portion) -> Block:
    """The block, put together from two that other doses and other forms share."""
    name = f"{card.number}. {first_of(card.name)}" if part.first else ""
    rows = card.rows[part.rows]
    if look.layout.drill.grid_alone:
        pad = Pad()
        look.rule(pad)
        pad.y += look.layout.pad * form.space
        log_head(pad, card, look)
        grid = _add_grid(pad, handout, card, look, rows) if rows else None
        return pad.block(name=name, tail=grid)
    over = _over_dose(handout, card, look, form, part)
    if not rows:
        return Block(over.height, (), inner=(Placed(0.0, over),))
    dose = _dose_block(handout, card, look, rows, part.rows.start)
    return Block(over.height + dose.height, (), inner=(Placed(0.0, over), Placed(over.height, dose)))


def _dose_block(handout: Handout, card: Card, look: Look, rows: tuple[GridRow, ...], start: int) -> Block:
    """The dose and the grid with the rows from ``start`` on, kept: all of a drill's forms share it."""
    key = ("dose", card.digest, card.change, handout.week_key, start, start + len(rows))
    return look.kept(key, lambda: _dose(handout, card, look, rows))


def _dose(handout: Handout, card: Card, look: Look, rows: tuple[GridRow, ...]) -> Block:
    """The dose and the grid."""
    pad = Pad()
    if not look.layout.drill.dose_beside_name:
        dose_band(pad, handout, card, look)
    grid = _add_grid(pad, handout, card, look, rows)
    return pad.block(tail=grid)


def _add_grid(pad: Pad, handout: Handout, card: Card, look: Look, rows: tuple[GridRow, ...]) -> Block:
    """Add the grid from the pad's y down. Its marks are kept: they are the same for every dose with the same boxes."""

    def make() -> Block:
        own = Pad()
        own.y = pad.y
        draw_grid(own, look, handout.week, card, settle(look, handout.week, card.rows), rows, handout.rest_day)
        return own.block()

    grid = look.kept(("grid", handout.week_key, card.number, card.days, card.rows, rows, pad.y), make)
    pad.add(*grid.items)
    pad.y = grid.height  # counted from the same top
    return grid


def _over_dose(handout: Handout, card: Card, look: Look, form: DrillForm, part: Portion) -> Block:
    """All that stands over the dose, kept: it is the same for every dose with the same holds."""
    dose = (*card.dose, card.change) if look.layout.drill.dose_beside_name else ()
    stop = handout.stop if look.layout.drill.side_stop else None
    shown = (part.steps.start, part.steps.stop, part.cues.start, part.cues.stop, part.first)

    def make() -> Block:
        pad = Pad()
        look.rule(pad)
        pad.y += look.layout.pad * form.space
        drill_head(pad, card, look, form, part)
        if card.steps[part.steps] or card.cues[part.cues]:
            body = _FORMS[look.layout.drill.form]
            body(pad, handout, card, look, form, part)
            pad.y += look.layout.pad * form.space
        return pad.block(name=f"{card.number}. {first_of(card.name)}" if part.first else "")

    return look.kept(("over", card.body, form, shown, dose, stop), make)
