"""The structure tree: what a screen reader follows through a document.

Marked content stands in the pages' own streams, and its ids count per page: readers that build a page's tree from the
page (PDFium in Chrome, pdf.js in Firefox) see nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from handouts.base.records import dataclass
from handouts.sheet.blocks import Group
from handouts.write.pdf.objects import text_string

__all__ = ["Elements", "OpenElement", "TagTemplate", "about"]

_PAGE, _WHOLE, _FIRST = 0, 1, 2
"""Where the numbers of the page and of the document's own element stand among those that fill in the gaps."""
_CONTENT, _FIELD, _OWN = 1 << 20, 1 << 21, 1 << 22
"""Stand for the first marked part, the first form field, and what a patient's own text says of itself, until it is
known how many elements there are.
"""


@dataclass(frozen=True, eq=False)
class TagTemplate:
    """A block's elements, a line each, with gaps for numbers; made once and filled in where the block is placed."""

    count: int
    lines: str
    pick: Any
    """Picks the numbers for the gaps from: page, document's element, elements, ids of marked content, fields."""
    tops: tuple[int, ...]
    """Elements that stand directly below the document's."""
    owners: tuple[int, ...]
    """For each marked part of the content the element that it belongs to."""
    fields: tuple[int, ...]
    """The same for each form field."""
    own: int | None
    """The element of a patient's own text."""

    def elements(
        self,
        page: int,
        whole: int,
        first: int,
        base: int,
        field: int,
        written: Callable[[int], object] = int,
        own: str = "",
    ) -> list[bytes]:
        """The elements as objects, numbered from ``first`` on.

        ``page`` and ``whole`` are the numbers of the page and of the document's own element, ``field`` is the number of
        the first form field, ``base`` the first id of marked content. ``written`` gives what stands for the number of a
        page, an element or a field, ``own`` are more entries of the element of a patient's own text.
        """
        if not self.count:
            return []
        numbers = [
            written(page),
            whole,
            *map(written, range(first, first + self.count)),
            *range(base, base + len(self.owners)),
            *map(written, range(field, field + len(self.fields))),
            own,
        ]
        lines: str = self.lines % self.pick(numbers)
        return lines.encode("ascii").split(b"\n")


class OpenElement:
    """An element while its children are drawn: elements below it, marked parts of the content, form fields."""

    __slots__ = ("at", "gaps", "kids", "shown")

    def __init__(self, at: int) -> None:
        self.at = at
        """Its number in the block."""
        self.kids: list[str] = []
        """Its children, with a gap for the number of each."""
        self.gaps: list[int] = []
        """What these gaps are for."""
        self.shown = False
        """Whether a child is a part of the page itself."""


class Elements:
    """Collects a block's elements while it is drawn."""

    def __init__(self) -> None:
        self._bodies: list[str] = []
        self._gaps: list[list[int]] = []
        self._tops: list[int] = []
        self._owners: list[int] = []
        self._fields: list[int] = []
        self._own: int | None = None

    def open(self, parent: OpenElement | None) -> OpenElement:
        """Begin an element below another, or below the document's own: numbers go from parents to children."""
        at = len(self._bodies)
        if parent:
            parent.kids.append("%s 0 R")
            parent.gaps.append(_FIRST + at)
        else:
            self._tops.append(at)
        self._bodies.append("")
        self._gaps.append([])
        return OpenElement(at)

    def close(
        self, one: OpenElement, parent: OpenElement | None, tag: str, about: str = "", *, own: bool = False
    ) -> None:
        """End an element of a type. ``about`` is what it says of itself, in PDF syntax; ``own``: its text is a
        patient's own, which says more of itself.
        """
        children = f"/K[{' '.join(one.kids)}]" if one.kids else ""
        up = _FIRST + parent.at if parent else _WHOLE
        said, last = ("%s", [_OWN]) if own else ("", [])
        self._own = one.at if own else self._own
        if one.shown:
            self._bodies[one.at] = f"<</S/{tag}/P %s 0 R/Pg %s 0 R{children}{about.replace('%', '%%')}{said}>>"
            self._gaps[one.at] = [up, _PAGE, *one.gaps, *last]
        else:
            self._bodies[one.at] = f"<</S/{tag}/P %s 0 R{children}{about.replace('%', '%%')}{said}>>"
            self._gaps[one.at] = [up, *one.gaps, *last]

    def content(self, one: OpenElement, *, leads: bool = False) -> None:
        """The block's next marked part of the content is the element's, as its last child, or as its first."""
        at = 0 if leads else len(one.kids)
        one.kids.insert(at, "%d")
        one.gaps.insert(at, _CONTENT + len(self._owners))
        one.shown = True
        self._owners.append(one.at)

    def field(self, one: OpenElement) -> None:
        """The block's next form field is the element's."""
        one.kids.append("<</Type/OBJR/Obj %s 0 R>>")
        one.gaps.append(_FIELD + len(self._fields))
        one.shown = True
        self._fields.append(one.at)

    def template(self) -> TagTemplate:
        """All of them."""
        count = len(self._bodies)
        content = _FIRST + count - _CONTENT
        field = _FIRST + count + len(self._owners) - _FIELD
        own = _FIRST + count + len(self._owners) + len(self._fields)
        gaps = [
            gap if gap < _CONTENT else gap + content if gap < _FIELD else gap + field if gap < _OWN else own
            for gaps in self._gaps
            for gap in gaps
        ]
        pick = itemgetter(*gaps) if gaps else None
        lines = "\n".join(self._bodies)
        return TagTemplate(count, lines, pick, tuple(self._tops), tuple(self._owners), tuple(self._fields), self._own)


def about(group: Group, attributes: str = "", exact: str = "") -> str:
    """What a group's element says of itself: alternative text, what is spoken in its place or ``exact`` as it is read,
    language, attributes.
    """
    alt = f"/Alt{text_string(group.alt)}" if group.alt else ""
    said = group.spoken or exact
    spoken = f"/ActualText{text_string(said)}" if said else ""
    language = f"/Lang{text_string(group.language)}" if group.language else ""
    return alt + spoken + language + (f"/A{attributes}" if attributes else "")
