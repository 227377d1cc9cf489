"""READ: which boxes a reader may have marked by hand, what is typed over the sheet, and what is to be told of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from handouts.base.records import dataclass
from handouts.returned.marks import Rect, drawn_on, meet, reader_marks
from handouts.sheet.boxnames import BoxName, FieldName, MeasureName

if TYPE_CHECKING:
    from pypdf import PageObject

__all__ = ["ByHand", "Placed", "by_hand"]


Placed = tuple[int, Rect | None, FieldName | None]
"""A field's page, from 1, its place, and what its name means."""
_A_CROSS = 3
"""Most characters of what is typed for a tick: more is a remark, also over a box."""


@dataclass(frozen=True)
class ByHand:
    """What was found besides the form."""

    marked: tuple[bool, ...]
    """For each field whether something may be drawn over it."""
    texts: tuple[str, ...]
    """What is typed over the sheet, anywhere but over a box."""
    said: tuple[str, ...]
    """What is to be told, each as the rest of a sentence about the file."""

    @property
    def any(self) -> bool:
        """Whether there is anything."""
        return bool(self.said)


def by_hand(fields: Sequence[Placed], pages: Iterable[PageObject]) -> ByHand:
    """Look over the pages that these fields are on."""
    marked = [False] * len(fields)
    texts: list[str] = []
    beside, anew = [], []
    for number, page in enumerate(pages, 1):
        here = [at for at, (on, _, _) in enumerate(fields) if on == number]
        if drawn_on(page):
            anew.append(number)
            marked = [was or field[0] == number for was, field in zip(marked, fields, strict=True)]
        for mark in reader_marks(page):
            over = [at for at in here if meet(mark.place, fields[at][1])]
            for at in over:
                marked[at] = True
            on_box = any(isinstance(fields[at][2], BoxName | MeasureName) for at in over)
            beside += [] if on_box else [number]
            texts += [mark.text] if not on_box or len(mark.text.strip()) > _A_CROSS else []
    boxes = sum(
        over and isinstance(meaning, BoxName | MeasureName) and number not in anew
        for over, (number, _, meaning) in zip(marked, fields, strict=True)
    )
    return ByHand(tuple(marked), tuple(texts), tuple(_said(boxes, anew, beside)))


def _said(boxes: int, anew: Sequence[int], beside: Sequence[int]) -> Iterator[str]:
    if boxes:
        yield f"is marked by hand: something is drawn or typed over {boxes} box{'' if boxes == 1 else 'es'}"
    if anew:
        yield f"may be marked by hand: {_pages(anew)} drawn on or made anew by another program"
    if beside:
        yield f"has something drawn or typed on it beside the boxes, on {_pages(beside, verb=False)}"


def _pages(numbers: Sequence[int], *, verb: bool = True) -> str:
    """“page 2 was”, “pages 1 and 3 were”."""
    names = [str(number) for number in dict.fromkeys(numbers)]
    if len(names) == 1:
        return f"page {names[0]}" + (" was" if verb else "")
    return f"pages {', '.join(names[:-1])} and {names[-1]}" + (" were" if verb else "")
