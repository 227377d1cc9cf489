"""The structure tree: what a screen reader follows through a document.

Marked content stands in the pages' own streams, and its ids count per page: readers that build a page's tree from the
page (PDFium in Chrome, pdf.js in Firefox) see nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from handouts.base.records import dataclass
from handouts.write.pdf.ink import FieldRef, Node
from handouts.write.pdf.objects import text_string

__all__ = ["TagTemplate", "template_of"]

_PAGE, _WHOLE, _FIRST = 0, 1, 2
"""Where the numbers of the page and of the document's own element stand among those that fill in the gaps."""


@dataclass(frozen=True)
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

    def elements(
        self, page: int, whole: int, first: int, base: int, field: int, written: Callable[[int], object] = int
    ) -> list[bytes]:
        """The elements as objects, numbered from ``first`` on.

        ``page`` and ``whole`` are the numbers of the page and of the document's own element, ``field`` is the number of
        the first form field, ``base`` the first id of marked content. ``written`` gives what stands for the number of a
        page, an element or a field.
        """
        if not self.count:
            return []
        numbers = [
            written(page),
            whole,
            *map(written, range(first, first + self.count)),
            *range(base, base + len(self.owners)),
            *map(written, range(field, field + len(self.fields))),
        ]
        lines: str = self.lines % self.pick(numbers)
        return lines.encode("ascii").split(b"\n")


def template_of(tree: tuple[Node, ...], marked: int) -> TagTemplate:
    """Flatten a block's structure, once for all documents that show it."""
    flat = _Flat([0] * marked)
    tops = tuple([flat.add(node, -1) for node in tree])
    bases = {"element": _FIRST, "content": _FIRST + len(flat.bodies)}
    bases["field"] = bases["content"] + marked
    gaps = [{"page": _PAGE, "whole": _WHOLE}.get(kind, bases.get(kind, 0) + at) for kind, at in flat.gaps()]
    pick = itemgetter(*gaps) if gaps else None
    return TagTemplate(len(flat.bodies), "\n".join(flat.bodies), pick, tops, tuple(flat.owners), tuple(flat.fields))


class _Flat:
    """Collects a block's elements."""

    def __init__(self, owners: list[int]) -> None:
        self.owners = owners
        self.fields: list[int] = []
        self.bodies: list[str] = []
        self._gaps: list[list[tuple[str, int]]] = []
        """What is missing in each element: kind of thing, and which of its kind."""

    def gaps(self) -> list[tuple[str, int]]:
        return [gap for gaps in self._gaps for gap in gaps]

    def add(self, node: Node, parent: int) -> int:
        """Add an element with all below it; gives its number in the block. The parent is -1 for the document's own."""
        at = len(self.bodies)
        self.bodies.append("")
        self._gaps.append([])
        kids: list[str] = []
        below: list[tuple[str, int]] = []
        for kid in node.kids:
            if isinstance(kid, Node):
                kids.append("%s 0 R")
                below.append(("element", self.add(kid, at)))
            elif isinstance(kid, FieldRef):
                kids.append("<</Type/OBJR/Obj %s 0 R>>")
                below.append(("field", kid.number))
                self.fields.append(at)
            else:
                self.owners[kid] = at
                kids.append("%d")
                below.append(("content", kid))
        shown = any(not isinstance(kid, Node) for kid in node.kids)  # a part of the page itself
        page = "/Pg %s 0 R" if shown else ""
        children = f"/K[{' '.join(kids)}]" if kids else ""
        self.bodies[at] = f"<</S/{node.tag}/P %s 0 R{page}{children}{_about(node).replace('%', '%%')}>>"
        up = ("whole", 0) if parent < 0 else ("element", parent)
        self._gaps[at] = [up, *([("page", 0)] if shown else []), *below]
        return at


def _about(node: Node) -> str:
    """What an element says of itself."""
    alt = f"/Alt{text_string(node.alt)}" if node.alt else ""
    spoken = f"/ActualText{text_string(node.spoken)}" if node.spoken else ""
    language = f"/Lang{text_string(node.language)}" if node.language else ""
    return alt + spoken + language + (f"/A{node.attributes}" if node.attributes else "")
