"""WRITE: a composed sheet as plain text, as it is printed or as a screen reader says it.

Walks the blocks and their groups in the order of the pages, so that it says what the page says, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.sheet.blocks import Blank, Block, Box, Group, Mark, Placed, Sheet, Text

__all__ = ["as_text"]

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
                self._label = f"{_text(group.items)}: "
            case "Continued":
                self.lines[-1] += self._said(group)
            case "OL" | "UL":
                self.lines += [self._indent + _item(item) for item in group.items if isinstance(item, Group)]
            case "Figure":
                self._figure(group)
            case "Caption":
                self.lines.append(self._indent + (group.spoken if self._aloud else _caption(group) + self._notes))
                self._notes = ""
            case "Table":
                self.lines += [self._indent + line for line in self._table(group)]
            case _:
                self.lines.append(self._indent + self._label + self._said(group))
                self._label = ""

    def _heading(self, group: Group, block: Block) -> None:
        """A drill's, that of the stop rules or of the rows for pain. One that is only said again has no name."""
        if block.name:
            self.lines += ["", self._said(group) if self._aloud else block.name]

    def _figure(self, group: Group) -> None:
        if self._aloud:
            self.lines.append(self._indent + group.alt)
        elif group.notes:
            self._notes = f"  ({', '.join(group.notes)})"

    def _said(self, group: Group) -> str:
        return (group.spoken if self._aloud else "") or group.plain or _text(group.items)

    def _table(self, table: Group) -> Iterator[str]:
        """The week grid: in print a line for each row, with the days that have boxes."""
        head, *rows = (_cells(row) for row in table.items)
        days = [self._said(cell).rstrip() for cell in head[1:]]
        if self._aloud:
            yield ", ".join(days)
        for label, *cells in rows:
            name = label.spoken or _text(label.items)
            if self._aloud:
                yield name
                yield from (f"   {said}" for cell in cells for said in _said_of_cell(cell))
            else:
                shown = [f"{day} {places}" for day, cell in zip(days, cells, strict=True) if (places := _places(cell))]
                yield f"{name}: {_WIDE_GAP.join(shown)}"


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
    return " ".join(places)


def _said_of_cell(cell: Group) -> list[str]:
    return [mark.label for mark in cell.items if isinstance(mark, Box | Blank)] or [cell.spoken]


def _item(item: Group) -> str:
    """An item of a list: its number or sign, and its text."""
    parts = {part.tag: part for part in item.items if isinstance(part, Group)}
    body, label = _text(parts["LBody"].items), parts.get("Lbl")
    if label is None:
        return body
    return f"{label.spoken} {body}" if label.spoken else f"{_text(label.items)}) {body}"


def _caption(group: Group) -> str:
    """The number of the step in its disc, then the words."""
    number, *words = (mark for mark in group.items if isinstance(mark, Text))
    return f"({number.text}) {_text(tuple(words))}"


def _text(marks: tuple[Mark, ...]) -> str:
    """The running text of marks, with what a pill holds in brackets after it."""
    texts = [mark for mark in marks if isinstance(mark, Text)]
    plain = [mark for mark in texts if mark.role != "on_accent"]
    pill = "".join(mark.text for mark in texts if mark.role == "on_accent")
    text = ""
    for index, mark in enumerate(plain):
        if index and plain[index - 1].y != mark.y and plain[index - 1].after is None and not text.endswith(" "):
            text += " "  # two texts, one under the other
        text += mark.text if mark.after is None else mark.text.removesuffix(" ") + mark.after
    text = re.sub("[ \u00a0]{2,}", _WIDE_GAP, text)
    return f"{text}  [{pill}]" if pill else text
