"""READ: what is drawn on a sheet besides its form: text typed over boxes, ink, stamps, notes.

Comes in: a page; goes out: where annotations of a reader's lie, the strokes of a pen where the file says them,
and whether the page itself was drawn on. What a mark means is judged elsewhere (``byhand``), mostly by a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from handouts.base.records import dataclass
from handouts.returned.strokes import Stroke
from handouts.write.pdf.extent import DRAWN, says_more

if TYPE_CHECKING:
    from pypdf import PageObject

__all__ = ["Mark", "Rect", "drawn_on", "meet", "reader_marks", "rectangle", "resolved"]

Rect = tuple[float, float, float, float]
"""Left, bottom, right and top, points from the page's lower left."""
_NO_MARKS = ("/Widget", "/Link", "/Popup")
_HIDDEN = 2 | 32
"""Flags of an annotation that is not shown."""
_PLACING = frozenset((b"q", b"Q", b"cm", b"Do", b"BMC", b"BDC", b"EMC"))
"""All that a page of earlier versions did itself."""
_THICK = 7.0
"""Width of a stroke from which it is a marker's, not a pen's, points."""
_LOOSE = 8.0
"""How far a stroke may lie outside the place that the file gives it, points: some leave out half of the pen's width."""
_OPAQUE, _PALE = 0.5, 0.75
_MOST_POINTS = 100_000
"""Of all strokes of a page: a hostile file may have millions."""
_LONGEST = 200_000
"""Bytes of such a page's own content, which had some 400."""


@dataclass(frozen=True)
class Mark:
    """An annotation: where it lies, and what is typed in it."""

    place: Rect | None
    """None where the file does not say."""
    text: str
    strokes: tuple[Stroke, ...] = ()
    """What a pen drew, where the file says it and all of it lies in ``place``; empty where only the place is known."""
    typed: bool = False
    """Whether the text itself is what is seen."""


def reader_marks(page: PageObject) -> Iterator[Mark]:
    """What a reader has put on a page with a tool for notes and marks."""
    room = _MOST_POINTS
    for one in resolved(page.get("/Annots")) or ():
        mark = resolved(one)
        if not hasattr(mark, "get") or resolved(mark.get("/Subtype")) in _NO_MARKS:
            continue
        flags = resolved(mark.get("/F"))
        if not (isinstance(flags, int) and flags & _HIDDEN):
            text = resolved(mark.get("/Contents"))
            place = rectangle(mark.get("/Rect"))
            typed = resolved(mark.get("/Subtype")) == "/FreeText"
            strokes = _strokes(mark, place, room)
            room -= sum(map(len, strokes))
            yield Mark(place, text if isinstance(text, str) else "", strokes, typed)


def _strokes(mark: Any, place: Rect | None, most: int) -> tuple[Stroke, ...]:
    """The strokes of a thin, dark pen, if they have not more than so many points. Of a marker, of white that hides
    something, and of what is not drawn where the file says that it lies, only the place is known.
    """
    if resolved(mark.get("/Subtype")) != "/Ink" or place is None or not _is_dark(mark) or _width(mark) > _THICK:
        return ()
    lists = resolved(mark.get("/InkList"))
    strokes = [_points(one) for one in lists] if isinstance(lists, list) and len(lists) <= most else []
    if not strokes or not all(strokes) or sum(map(len, strokes)) > most:
        return ()
    left, bottom, right, top = place
    for stroke in strokes:
        for x, y in stroke:
            if not (left - _LOOSE <= x <= right + _LOOSE and bottom - _LOOSE <= y <= top + _LOOSE):
                return ()
    return tuple(strokes)


def _points(value: Any) -> Stroke:
    """The points of a stroke; empty where they are none."""
    numbers = [resolved(part) for part in resolved(value)] if isinstance(resolved(value), list) else []
    if len(numbers) % 2 or not all(isinstance(one, int | float) for one in numbers):
        return ()
    values = list(map(float, numbers))
    return tuple(zip(values[::2], values[1::2], strict=True))


def _is_dark(mark: Any) -> bool:
    """Whether a pen's colour is seen on white, as far as the file says; it may be grey, RGB or CMYK."""
    colour = resolved(mark.get("/C"))
    parts = [resolved(part) for part in colour] if isinstance(colour, list) else []
    opacity = resolved(mark.get("/CA", 1))
    if not all(isinstance(part, int | float) for part in (*parts, opacity)) or opacity < _OPAQUE:
        return False
    if len(parts) == 4:
        return max(map(float, parts)) > 1 - _PALE
    return not parts or min(map(float, parts)) < _PALE


def _width(mark: Any) -> float:
    style = resolved(mark.get("/BS"))
    width = resolved(style.get("/W", 1)) if isinstance(style, dict) else 1
    return float(width) if isinstance(width, int | float) else _THICK + 1


def drawn_on(page: PageObject) -> bool:
    """Whether a page's own content is more than what we drew: a program has drawn on it, or made it anew."""
    content = page.get_contents()
    if content is None:  # nothing is shown there
        return False
    data = content.get_data()
    shared = resolved(page.get(f"/{DRAWN}"))
    if isinstance(shared, int):
        return says_more(data, shared)
    return len(data) > _LONGEST or _more_than_blocks(data)


def _more_than_blocks(data: bytes) -> bool:
    """The same of a sheet of an earlier version, whose pages only placed blocks that stood beside them in the file."""
    from pypdf.generic import ContentStream, DecodedStreamObject

    stream = DecodedStreamObject()
    stream.set_data(data)
    for operands, operator in ContentStream(stream, None).operations:
        if operator not in _PLACING:
            return True
        if operator == b"Do" and not str(operands[0] if operands else "").removeprefix("/B").isdigit():
            return True
    return False


def rectangle(value: Any) -> Rect | None:
    """A rectangle of the file with its corners in order; None where it is none."""
    numbers = [resolved(part) for part in resolved(value) or ()] if isinstance(resolved(value), list) else []
    if len(numbers) != 4 or not all(isinstance(number, int | float) for number in numbers):
        return None
    left, bottom, right, top = map(float, numbers)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def meet(one: Rect | None, other: Rect | None) -> bool:
    """Whether two rectangles share a place. One that is not known may lie anywhere."""
    if one is None or other is None:
        return True
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def resolved(value: Any) -> Any:
    """What a reference points at."""
    from pypdf.generic import IndirectObject

    return value.get_object() if isinstance(value, IndirectObject) else value
