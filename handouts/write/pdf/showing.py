"""The operators that show a text of several faces, or of one that shapes it: each run from where the last one ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handouts.sheet.blocks import Mark, Text
from handouts.sheet.direction import place_on_line
from handouts.write.pdf.faces import TypeFaces
from handouts.write.pdf.fonts import DocumentFonts
from handouts.write.pdf.lettering import number

__all__ = ["from_left", "shown_runs"]


def shown_runs(
    words: str,
    bold: bool,
    way: str,
    place: tuple[float, float, str],
    faces: TypeFaces,
    fonts: DocumentFonts,
) -> Iterator[tuple[str, bool]]:
    """The operators of each run, and whether it uses letters beyond the core.

    ``place`` is size, left end and, written out, height of the baseline, pt; ``way`` says which way all of it runs,
    where that is known. Spaces that it ends with hang out on the side that it runs to.
    """
    size, x, down = place
    if way == "rtl":
        x -= faces.width(words[len(words.rstrip(" ")) :], bold) * size
    runs = faces.split_one_way(words, bold, rtl=way == "rtl") if way else faces.split(words, bold)
    for face, part in runs:
        name, subset, beyond = fonts.font(face, part)
        sized = number(size * face.scale)
        yield f"BT /{name} {sized} Tf {number(x)} {down} Td <{subset.encode(part)}> Tj ET", beyond
        x += face.length(part) * size


def from_left(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Marks in the order in which they are drawn: the stretches of a line from left to right, as readers of the page's
    content expect; which is which they tell by their letters.
    """
    row: list[Text] = []
    for mark in marks:
        if row or (isinstance(mark, Text) and mark.more):
            assert isinstance(mark, Text)  # a line's stretches follow each other
            row.append(mark)
            if mark.more:
                continue
            yield from sorted(row, key=lambda one: place_on_line(one.x, one.text))
            row = []
        else:
            yield mark
