"""WRITE: a composed sheet as plain text, as it is printed or as a screen reader says it.

Walks the blocks and their groups in the order of the pages, so that it says what the page says, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator

from handouts.sheet.blocks import Blank, Block, Box, Disc, Group, Mark, Placed, Sheet, Text
from handouts.write.heard import Element, running_text, said, second_text

__all__ = ["as_text"]

_ASKS = ("?", "？", "؟")
"""How a question ends, which needs no colon."""
_WIDE_GAP = "   "
"""Stands where a line of the page has a gap between two things."""


def as_text(sheet: Sheet, *, aloud: bool = False) -> str:
    """What the sheet says, in reading order. ``aloud``: as a screen reader says it.

    Running heads, numbers of pages, the line on pens and lines for notes are left out.
    """
    lines = _Lines(aloud=aloud)
    for page in sheet.pages:
        for placed in page.blocks:
            if not placed.repeated and placed.part != "aside":
                lines.add(placed)
    return "\n".join(line.rstrip() for line in lines.lines) + "\n"


class _Lines:
    """Collects lines. An empty one stands after the header and the title, and before what has a heading of its own."""

    def __init__(self, *, aloud: bool) -> None:
        self.lines: list[str] = []
        self._aloud = aloud
        self._part = ""
        self._indent = ""
        self._label = ""
        """A label whose text comes next."""
        self._notes = ""
        """The words in a picture whose caption comes next."""

    def add(self, placed: Placed) -> None:
        """A block's lines."""
        block = placed.block
        if placed.part != self._part:
            if self._part in ("header", "title"):
                self.lines.append("")
            if placed.part == "footer" or (placed.part == "end" and not block.name):
                self.lines.append("")
        elif placed.part == "end" and self._indent:  # rows after the stop rules
            self.lines.append("")
        self._part = placed.part
        self._indent = "   " if placed.part == "drill" else "  " if block.name else ""
        for mark in block.items:
            if isinstance(mark, Group):
                self._group(mark, block)

    def _group(self, group: Group, block: Block) -> None:
        match group.tag:
            case "H2":
                self._heading(group, block)
            case "Label":
                self._label = f"{self._said(group)}: "
            case "Continued":
                self.lines[-1] += self._said(group)
            case _:
                lines = _aloud(said(group)) if self._aloud else self._printed(group)
                self.lines += [self._indent + self._label + line for line in lines]
                self._label = ""

    def _heading(self, group: Group, block: Block) -> None:
        """A drill's, that of the stop rules or of the rows for pain. One that is only said again has no name."""
        if block.name:
            self.lines += ["", self._said(group) if self._aloud else block.name + second_text(group)]

    def _said(self, group: Group) -> str:
        return said(group).line if self._aloud else group.plain or _text(group)

    def _printed(self, group: Group) -> list[str]:
        match group.tag:
            case "OL" | "UL":
                return [_item(item) for item in group.items if isinstance(item, Group)]
            case "Figure":
                self._notes = f"  ({', '.join(group.notes)})" if group.notes else self._notes
                return []
            case "Caption":
                notes, self._notes = self._notes, ""
                return [_caption(group) + notes]
            case "Table":
                return list(_table(group))
            case _:
                place = " ____" if any(isinstance(mark, Blank) for mark in group.items) else ""  # to write in
                return [self._said(group) + place]


def _text(group: Group) -> str:
    """What a group says, in both languages where it has two."""
    second = second_text(group)
    return running_text(group.items).rstrip() + second if second else running_text(group.items)


def _aloud(element: Element) -> list[str]:
    """An element's lines, read aloud."""
    match element.kind:
        case "L":
            return [_said_of_item(item, numbered=element.manner == "Decimal") for item in element.inside]
        case "Table":
            return list(_said_of_table(element))
        case _:
            return [element.line] if element.line else [one.line for one in element.inside if one.kind == "Form"]


def _said_of_item(item: Element, *, numbered: bool) -> str:
    *label, body = item.inside
    return f"{label[0].line}{')' if numbered else ''} {body.line}" if label else body.line


def _said_of_table(table: Element) -> Iterator[str]:
    """The days, then each row: its name, and what its boxes and places are, or that it is a rest day."""
    head, *rows = (row.inside for row in table.inside)
    yield ", ".join(cell.line.rstrip() for cell in head[1:])
    for name, *cells in rows:
        yield name.line
        yield from (f"   {one.line}" for part in name.inside for one in part.inside)
        for cell in cells:
            yield from (f"   {one.line}" for one in cell.inside or (cell,))


def _table(table: Group) -> Iterator[str]:
    """The week grid: a line for each row, with the days that have boxes."""
    head, *rows = (_cells(row) for row in table.items)
    days = [running_text(cell.items).rstrip() for cell in head[1:]]
    for label, *cells in rows:
        shown = [f"{day} {places}" for day, cell in zip(days, cells, strict=True) if (places := _places(cell))]
        inside = [one for mark in label.items if isinstance(mark, Group) for one in mark.items]
        place = " ____" if any(isinstance(one, Blank) for one in inside) else ""  # an activity to write
        text = f"{label.spoken or _text(label)}{place}"
        yield f"{text}{'' if text.endswith(_ASKS) else ':'} {_WIDE_GAP.join(shown)}"


def _cells(row: Mark) -> list[Group]:
    return [cell for cell in row.items if isinstance(cell, Group)] if isinstance(row, Group) else []


def _places(cell: Group) -> str:
    """The boxes and places to write in of a cell, as they look."""
    places = []
    for mark in cell.items:
        if isinstance(mark, Box):
            places.append(f"[ ] {mark.hold}".rstrip())
        elif isinstance(mark, Blank):
            places.append("____")
        elif isinstance(mark, Disc):  # in a copy, where a box would stand
            places.append("•")
    return " ".join(places)


def _item(item: Group) -> str:
    """An item of a list: its number or sign, and its text."""
    parts = {part.tag: part for part in item.items if isinstance(part, Group)}
    body, label = _text(parts["LBody"]), parts.get("Lbl")
    if label is None:
        return body
    return f"{label.spoken} {body}" if label.spoken else f"{running_text(label.items)}) {body}"


def _caption(group: Group) -> str:
    """The number of the step in its disc, then the words."""
    number, *words = (mark for mark in group.items if isinstance(mark, Text))
    return f"({number.text}) {running_text(tuple(words))}"
