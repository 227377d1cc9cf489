"""READ: what is drawn on a sheet besides its form: text typed over boxes, ink, stamps, notes. Nothing of it is counted.

Comes in: a page; goes out: where annotations of a reader's lie, and whether the page itself was drawn on. What a mark
means no program can tell: whoever reads the sheet must look.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from handouts.base.records import dataclass
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
_LONGEST = 200_000
"""Bytes of such a page's own content, which had some 400."""


@dataclass(frozen=True)
class Mark:
    """An annotation: where it lies, and what is typed in it."""

    place: Rect | None
    """None where the file does not say."""
    text: str


def reader_marks(page: PageObject) -> Iterator[Mark]:
    """What a reader has put on a page with a tool for notes and marks."""
    for one in resolved(page.get("/Annots")) or ():
        mark = resolved(one)
        if not hasattr(mark, "get") or resolved(mark.get("/Subtype")) in _NO_MARKS:
            continue
        flags = resolved(mark.get("/F"))
        if not (isinstance(flags, int) and flags & _HIDDEN):
            text = resolved(mark.get("/Contents"))
            yield Mark(rectangle(mark.get("/Rect")), text if isinstance(text, str) else "")


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
