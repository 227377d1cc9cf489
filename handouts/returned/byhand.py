"""READ: which boxes a reader has marked by hand, or may have, what is typed over it, and what is told.

What is sure counts as a tick: strokes of a pen, or a tick that is typed, in one box and no other field. Everything else
that lies over a field leaves it to a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from handouts.base.records import dataclass
from handouts.returned.marks import Mark, Rect, drawn_on, meet, reader_marks
from handouts.returned.strokes import Stroke, box_ticked, touches
from handouts.sheet.boxnames import BoxName, FieldName, MeasureName

if TYPE_CHECKING:
    from pypdf import PageObject

__all__ = ["COUNTED", "ByHand", "Placed", "by_hand"]

COUNTED = "ticked by a pen or a typed sign, and counted"
"""How it is said that marks were counted."""


Placed = tuple[int, Rect | None, FieldName | None]
"""A field's page, from 1, its place, and what its name means."""
_A_CROSS = 3
"""Most characters of what is typed for a tick: more is a remark, also over a box."""
_HOOKS, _CROSSES = frozenset("✓✔√vV"), frozenset("xX×✗✘✕✖")
"""What is typed for a tick. Who uses both kinds in one file may mean “not done” by a cross."""
_LARGEST = 3.0
"""Height of a typed tick's frame, in sides of its box."""


@dataclass(frozen=True)
class ByHand:
    """What was found besides the form."""

    marked: tuple[bool, ...]
    """For each field whether something may be drawn over it, and nobody but a person can tell what."""
    perhaps: tuple[bool, ...]
    """For each of those whether that is only because its page was drawn on: who looks may see nothing there."""
    ticked: tuple[bool, ...]
    """For each field whether it is a box that is ticked by hand for sure."""
    texts: tuple[str, ...]
    """What is typed over the sheet, anywhere but over a box."""
    said: tuple[str, ...]
    """What is to be told, each as the rest of a sentence about the file."""

    @property
    def any(self) -> bool:
        """Whether there is anything."""
        return bool(self.said)


class _Page:
    """The fields of a page, and what lies over each."""

    def __init__(self, fields: Mapping[int, Placed]) -> None:
        self.fields = fields
        self.doubtful: set[int] = set()
        self.anew = False
        self.strokes: dict[int, list[Stroke]] = {}
        self.typed: dict[int, str] = {}

    def is_box(self, at: int) -> bool:
        return isinstance(self.fields[at][2], BoxName | MeasureName)

    def lay(self, mark: Mark) -> list[int]:
        """Lay a mark over the fields; gives those that it lies over."""
        if not mark.strokes:
            return self._typed(mark)
        found: list[int] = []
        for stroke in mark.strokes:
            over = [at for at, (_, place, _) in self.fields.items() if place is None or touches(stroke, place)]
            if len(over) == 1 and self.is_box(over[0]):
                self.strokes.setdefault(over[0], []).append(stroke)
            else:
                self.doubtful.update(over)
            found += over
        return list(dict.fromkeys(found))

    def _typed(self, mark: Mark) -> list[int]:
        over = [at for at, (_, place, _) in self.fields.items() if meet(mark.place, place)]
        text = mark.text.strip()
        if len(over) == 1 and self.is_box(over[0]) and mark.typed and _is_in(mark.place, self.fields[over[0]][1]):
            self.typed[over[0]] = self.typed.get(over[0], "") + text
        else:
            self.doubtful.update(over)
        return over

    def ticked(self, *, crosses: bool) -> set[int]:
        """Boxes that are ticked for sure. ``crosses``: whether a typed cross is a tick."""
        signs = _HOOKS | _CROSSES if crosses else _HOOKS
        typed = {at for at, text in self.typed.items() if text in signs and at not in self.strokes}
        drawn = {
            at
            for at, strokes in self.strokes.items()
            if at not in self.typed and (place := self.fields[at][1]) and box_ticked(strokes, place)
        }
        return set() if self.anew else (typed | drawn) - self.doubtful

    @property
    def over(self) -> set[int]:
        """Fields that something lies over."""
        return self.doubtful | self.strokes.keys() | self.typed.keys()


def _is_in(frame: Rect | None, box: Rect | None) -> bool:
    """Whether what is typed at the left of a frame stands in a box."""
    if frame is None or box is None:
        return False
    side, height = box[3] - box[1], frame[3] - frame[1]
    x, y = frame[0] + min(frame[2] - frame[0], side) / 2, (frame[1] + frame[3]) / 2
    return height <= _LARGEST * side and box[0] <= x <= box[2] and box[1] <= y <= box[3]


def by_hand(fields: Sequence[Placed], pages: Iterable[PageObject]) -> ByHand:
    """Look over the pages that these fields are on."""
    texts: list[str] = []
    beside, anew = [], []
    seen: list[_Page] = []
    for number, page in enumerate(pages, 1):
        here = _Page({at: field for at, field in enumerate(fields) if field[0] == number})
        seen.append(here)
        if drawn_on(page):
            anew.append(number)
            here.anew = True
        for mark in reader_marks(page):
            over = here.lay(mark)
            on_box = any(map(here.is_box, over))
            beside += [] if on_box else [number]
            texts += [mark.text] if not on_box or len(mark.text.strip()) > _A_CROSS else []
    signs = {text for page in seen for text in page.typed.values()}
    crosses = not (signs & _HOOKS and signs & _CROSSES)
    ticked = {at for page in seen for at in page.ticked(crosses=crosses)}
    marked = {at for page in seen for at in page.over} - ticked
    perhaps = {at for page in seen if page.anew for at in page.fields} - marked
    marked |= perhaps
    told = sum(fields[at][0] not in anew and isinstance(fields[at][2], BoxName | MeasureName) for at in marked)
    return ByHand(
        tuple(at in marked for at in range(len(fields))),
        tuple(at in perhaps for at in range(len(fields))),
        tuple(at in ticked for at in range(len(fields))),
        tuple(texts),
        tuple(_said(len(ticked), told, anew, beside)),
    )


def _said(ticked: int, boxes: int, anew: Sequence[int], beside: Sequence[int]) -> Iterator[str]:
    if ticked:
        yield f"is marked by hand: {ticked} box{' is' if ticked == 1 else 'es are'} {COUNTED}"
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
