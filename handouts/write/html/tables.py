"""WRITE: the tables of boxes to tick and of places for pain: a column a day, a row a session and side.

Cells may stand in other places on a narrow screen, so roles say what they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from handouts.base.twofold import first_of
from handouts.plan.handout import Card, Day, GridRow, Handout, PainRow
from handouts.sheet.boxnames import BoxName, PainName
from handouts.sheet.grid import spoken_day
from handouts.write.html.markup import Html, alone, el, inside, said

__all__ = ["box_table", "pain_table"]

_MANY = 6
"""From so many days with boxes on, a narrow screen has them in two lines."""


def box_table(handout: Handout, card: Card, named: str) -> Html:
    """The boxes of a drill. ``named`` is the id of the element that names the table."""
    active = set(card.days)

    def cell(row: GridRow, day: Day) -> Html:
        return inside(*(_box(handout, card, row, day, at) for at in range(len(row.holds))))

    rows = [(said(row.label), partial(cell, row)) for row in card.rows]
    return _table(handout, active, rows, named, "boxes")


def _box(handout: Handout, card: Card, row: GridRow, day: Day, at: int) -> Html:
    spoken = row.spoken[at] if row.spoken else first_of(row.label)
    label = handout.joins.items((spoken_day(day), spoken))
    name = BoxName.of(card, row, day.key, at + 1).name()
    differ = len(set(row.holds)) > 1
    box = el("input", type="checkbox", name=name, aria_label=label, autocomplete="off")
    under = el("span", row.holds[at], class_="held", aria_hidden="true") if differ and row.holds[at] else ""
    return el("label", box, el("span", class_="box", aria_hidden="true"), under)


def pain_table(handout: Handout, named: str) -> Html:
    """The places to write pain in, after each session of each day."""
    active = {day.key for day in handout.week if day.on}

    def cell(row: PainRow, day: Day) -> Html:
        label = handout.joins.items((spoken_day(day), row.spoken))
        name = PainName(day.key, row.session).name()
        return el(
            "input", type="text", inputmode="numeric", maxlength=2, name=name, aria_label=label, autocomplete="off"
        )

    rows = [(said(row.label), partial(cell, row)) for row in handout.pain_rows]
    return _table(handout, active, rows, named, "pains")


def _table(
    handout: Handout, active: set[str], rows: Sequence[tuple[Html, Callable[[Day], Html]]], named: str, kind: str
) -> Html:
    head = el("tr", el("td", role="cell", class_="corner"), *(_day(day, active) for day in handout.week), role="row")
    body = [
        el(
            "tr",
            el("th", label, scope="row", role="rowheader"),
            *(_cell(day, cell, active, handout.rest_day) for day in handout.week),
            role="row",
        )
        for label, cell in rows
    ]
    many = " many" if sum(day.key in active for day in handout.week) >= _MANY else ""
    parts = el("thead", head, role="rowgroup"), el("tbody", *body, role="rowgroup")
    return el("table", *parts, role="table", class_=f"{kind}{many}", aria_labelledby=named)


def _day(day: Day, active: set[str]) -> Html:
    on = day.key in active
    number = el("span", str(day.number), class_="number") if on else ""
    shown = inside(el("span", said(day.short), class_="name"), number)
    spoken = spoken_day(day) if on else day.name
    kind = None if on else "off"
    return el("th", alone(shown, spoken), scope="col", role="columnheader", class_=kind, data_day=day.key)


def _cell(day: Day, cell: Callable[[Day], Html], active: set[str], rest: str) -> Html:
    if day.key in active:
        label = f"{first_of(day.short)} {day.number}"
        return el("td", cell(day), role="cell", data_day=day.key, data_label=label)
    return el("td", alone(Html("–"), rest), role="cell", class_="off", data_day=day.key)
