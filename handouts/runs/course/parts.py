"""Parts of the clinician's page: texts that never take more lines than they may, headings, tables with head cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from handouts.base.records import dataclass
from handouts.sheet.blocks import Pad
from handouts.sheet.look import Look
from handouts.sheet.style import apart, is_tall, rises
from handouts.sheet.text import Style, TextLine, put, wrap
from handouts.type.scripts import language_of

__all__ = ["Cell", "Lines", "cut", "headed", "natural_widths", "table"]

_CELLS = 3.0
"""Between two cells of a row, mm."""
_RISEN = 0.9
"""More of it over accents on capitals, and over tall letters, mm."""
_SLACK = 0.1
_LEAST = 38.0
"""Width of the column that gets what is left, mm."""
_ROW = 0.5
"""Over and under the text of a row, mm."""


@dataclass(frozen=True)
class Cell:
    """A cell of a table: a text, or what draws it, given its left edge and its width, mm."""

    text: str = ""
    draw: Callable[[Pad, float, float], None] | None = None
    height: float = 0.0
    """Of what is drawn, mm."""
    lines: int = 3
    """Most that the text takes."""


class Lines:
    """Puts texts over the page's width, one under the other, and keeps letters with accents off those above."""

    def __init__(self, pad: Pad, look: Look) -> None:
        self.pad, self._look = pad, look
        self._over: tuple[str, Style] | None = None

    def put(self, text: str, style: Style, lines: int = 0) -> None:
        """A text in so many lines at most where that is not 0."""
        look = self._look
        found = cut(text, style, look, look.frame.w, lines)
        if not found:
            return
        first, last = ("".join(piece for piece, *_ in found[at].pieces) for at in (0, -1))
        if self._over:
            self.pad.y += apart(*self._over, first, style, look.faces)
        self.pad.y = put(self.pad, look.frame.left, self.pad.y, found, style, look.faces)
        self._over = last, style


def headed(text: str, look: Look) -> Pad:
    """A pad that begins with a rule and a heading."""
    pad = Pad()
    look.rule(pad)
    pad.y += 1.2
    with pad.group("H2"):
        Lines(pad, look).put(text, look.style("when", "primary", strong=True))
    pad.y += 0.4
    return pad


def cut(text: str, style: Style, look: Look, width: float, lines: int = 0) -> list[TextLine]:
    """Lines of a text; of one that takes too many, the first, with a sign that there is more."""
    found = wrap(text, style, look.faces, width)
    if not lines or len(found) <= lines:
        return found
    start = sum(len(piece) for line in found[:lines] for piece, *_ in line.pieces)
    for end in _ends(min(start, len(text))):
        found = wrap(f"{text[:end].rstrip()} …".lstrip(), style, look.faces, width)
        if len(found) <= lines:
            break
    return found


def _ends(start: int) -> Iterator[int]:
    """Shorter and shorter beginnings."""
    while start > 0:
        yield start
        start -= max(1, start // 20)
    yield 0


def table(pad: Pad, heads: Sequence[str], rows: Sequence[Sequence[Cell]], widths: Sequence[float], look: Look) -> None:
    """A table with a row of heads; the first cell of each other row says which it is."""
    lines: list[float] = []
    with pad.group("Table"):
        _row(pad, [Cell(head) for head in heads], widths, look, look.style("body", strong=True), ["TH"] * len(heads))
        for row in rows:
            lines.append(pad.y)
            _row(pad, row, widths, look, look.style("body"), ["TH", *["TD"] * (len(row) - 1)])
    for y in lines:
        look.hairline(pad, y)


def natural_widths(heads: Sequence[str], rows: Sequence[Sequence[Cell]], wide: int, look: Look) -> list[float]:
    """Widths of columns that set each text on one line, mm; the column ``wide`` gets what is left."""
    body, strong = look.style("body"), look.style("body", strong=True)
    found = [
        max(strong.width(head, look.faces), *(body.width(row[at].text, look.faces) for row in rows)) + _CELLS + _SLACK
        for at, head in enumerate(heads)
    ]
    found[-1] -= _CELLS
    others = sum(found) - found[wide]
    room = look.frame.w - max(_LEAST, strong.width(heads[wide], look.faces) + _CELLS)
    if others > room:
        found = [width * room / others for width in found]
        others = room
    found[wide] = look.frame.w - others
    return found


def _row(
    pad: Pad, cells: Sequence[Cell], widths: Sequence[float], look: Look, style: Style, tags: Sequence[str]
) -> None:
    risen = _RISEN if any(rises(cell.text) or is_tall(cell.text) for cell in cells) else 0.0
    top, x = pad.y + _ROW + risen, look.frame.left
    low = top
    with pad.group("TR"):
        for at, (cell, width, tag) in enumerate(zip(cells, widths, tags, strict=True)):
            room = width - (_CELLS if at < len(cells) - 1 else 0.0)
            with pad.group(tag, empty=True, language=language_of(cell.text)):
                if cell.draw:
                    pad.y = top
                    cell.draw(pad, x, room)
                    low = max(low, top + cell.height)
                else:
                    found = cut(cell.text, style, look, room, cell.lines)
                    low = max(low, put(pad, x, top, found, style, look.faces))
            x += width
    pad.y = low + _ROW + (risen and _ROW)
