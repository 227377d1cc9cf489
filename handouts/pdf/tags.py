"""The structure tree: what a screen reader follows through a document."""

from __future__ import annotations

from dataclasses import dataclass

from handouts.pdf.document import Document, text_string
from handouts.pdf.ink import Node

__all__ = ["Part", "Shape", "shape_of", "write_tree"]

_FORM, _PAGE, _WHOLE = -3, -2, -1
"""In a shape's places: the block's form object, its page, and the document's own element."""


@dataclass(frozen=True)
class Shape:
    """A block's elements, ready to be numbered: for each one its body with gaps, and what goes into them.

    A place of 0 or more is another element of the block; the others are named above.
    """

    bodies: tuple[str, ...]
    places: tuple[tuple[int, ...], ...]
    tops: tuple[int, ...]
    """Elements that stand directly below the document's."""
    owners: tuple[int, ...]
    """For each marked part of the content the element that it belongs to."""


@dataclass(frozen=True)
class Part:
    """A block on a page: the numbers of its page and form objects, and its elements."""

    page: int
    form: int
    shape: Shape


def shape_of(tree: tuple[Node, ...], marked: int) -> Shape:
    """Flatten a block's structure, once for all documents that show it."""
    bodies: list[str] = []
    places: list[tuple[int, ...]] = []
    owners = [0] * marked

    def add(node: Node, parent: int) -> int:
        at = len(bodies)
        bodies.append("")
        places.append(())
        kids, into = [], [parent, _PAGE]
        for kid in node.kids:
            if isinstance(kid, Node):
                kids.append("%d 0 R")
                into.append(add(kid, at))
            else:
                owners[kid] = at
                kids.append(f"<</Type/MCR/Stm %d 0 R/MCID {kid}>>")
                into.append(_FORM)
        alt = f"/Alt{text_string(node.alt)}" if node.alt else ""
        attributes = f"/A{node.attributes}" if node.attributes else ""
        shown = f"/K[{' '.join(kids)}]" if kids else ""
        bodies[at] = f"<</S/{node.tag}/P %d 0 R/Pg %d 0 R{shown}{alt}{attributes}>>"
        places[at] = tuple(into)
        return at

    tops = tuple([add(node, _WHOLE) for node in tree])
    return Shape(tuple(bodies), tuple(places), tops, tuple(owners))


def write_tree(document: Document, parts: list[Part]) -> int:
    """Write the tree of all parts in order; gives the root's number. The n-th part has the key n in the parent tree."""
    root = document.reserve(2)
    whole = root + 1
    tops: list[str] = []
    owners: list[str] = []
    for key, part in enumerate(parts):
        shape = part.shape
        first = document.reserve(len(shape.bodies))
        others = (part.form, part.page, whole)
        for at, (body, places) in enumerate(zip(shape.bodies, shape.places, strict=True)):
            filled = body % tuple([first + place if place >= 0 else others[place] for place in places])
            document.pack(first + at, filled.encode("ascii"))
        tops += [f"{first + top} 0 R" for top in shape.tops]
        owners.append(f"{key}[{' '.join([f'{first + owner} 0 R' for owner in shape.owners])}]")
    document.pack(whole, f"<</Type/StructElem/S/Document/P {root} 0 R/K[{' '.join(tops)}]>>".encode())
    body = (
        f"<</Type/StructTreeRoot/K {whole} 0 R/ParentTree<</Nums[{' '.join(owners)}]>>/ParentTreeNextKey {len(parts)}>>"
    )
    document.pack(root, body.encode())
    return root
