"""The structure tree: what a screen reader follows through a document."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from handouts.pdf.document import Document, text_string
from handouts.pdf.ink import Field, Node

__all__ = ["Part", "Shape", "shape_of", "write_tree"]

_FORM, _PAGE, _WHOLE = -3, -2, -1
"""In a shape's places: the block's form object, its page, and the document's own element."""
_FIELDS = -10
"""The block's form fields: this for the first, one less for each that follows."""


@dataclass(frozen=True)
class Shape:
    """A block's elements as one text with gaps for numbers, made once and filled in for each document.

    A place of 0 or more is another element of the block; the others are named above. All numbers take
    five digits, so that every element starts where it always does.
    """

    text: str
    places: tuple[int, ...]
    starts: tuple[int, ...]
    """Where each element starts in the text, bytes."""
    tops: tuple[int, ...]
    """Elements that stand directly below the document's."""
    owners: tuple[int, ...]
    """For each marked part of the content the element that it belongs to."""
    fields: tuple[int, ...]
    """The same for each form field."""


@dataclass(frozen=True)
class Part:
    """A block on a page: the numbers of its page, its form object and its first field, and its elements."""

    page: int
    form: int
    field: int
    shape: Shape


def shape_of(tree: tuple[Node, ...], marked: int) -> Shape:
    """Flatten a block's structure, once for all documents that show it."""
    bodies: list[str] = []
    places: list[tuple[int, ...]] = []
    owners = [0] * marked
    fields: list[int] = []

    def add(node: Node, parent: int) -> int:
        at = len(bodies)
        bodies.append("")
        places.append(())
        kids, into = [], [parent, _PAGE]
        for kid in node.kids:
            if isinstance(kid, Node):
                kids.append("%05d 0 R")
                into.append(add(kid, at))
            elif isinstance(kid, Field):
                kids.append("<</Type/OBJR/Obj %05d 0 R>>")
                into.append(_FIELDS - kid.number)
                fields.append(at)
            else:
                owners[kid] = at
                kids.append(f"<</Type/MCR/Stm %05d 0 R/MCID {kid}>>")
                into.append(_FORM)
        alt = f"/Alt{text_string(node.alt)}" if node.alt else ""
        attributes = f"/A{node.attributes}" if node.attributes else ""
        shown = f"/K[{' '.join(kids)}]" if kids else ""
        bodies[at] = f"<</S/{node.tag}/P %05d 0 R/Pg %05d 0 R{shown}{alt}{attributes}>>"
        places[at] = tuple(into)
        return at

    tops = tuple([add(node, _WHOLE) for node in tree])
    starts = tuple(accumulate((len(body.replace("%05d", "00000")) + 1 for body in bodies[:-1]), initial=0))
    flat = tuple([place for into in places for place in into])
    return Shape("\n".join(bodies), flat, starts if bodies else (), tops, tuple(owners), tuple(fields))


def write_tree(document: Document, parts: list[Part]) -> int:
    """Write the tree of all parts in order; gives the root's number. The n-th part has the key n in the parent tree;
    the fields of all parts follow, in order.
    """
    root = document.reserve(2)
    whole = root + 1
    tops: list[str] = []
    owners: list[str] = []
    single: list[str] = []
    for key, part in enumerate(parts):
        shape = part.shape
        first = document.reserve(len(shape.starts))
        others = (part.form, part.page, whole)
        field = part.field + _FIELDS
        filled = shape.text % tuple([
            first + place if place >= 0 else others[place] if place > _FIELDS else field - place
            for place in shape.places
        ])  # fmt: skip
        document.pack(first, filled.encode("ascii"), shape.starts)
        tops += [f"{first + top} 0 R" for top in shape.tops]
        single += [f"{first + owner} 0 R" for owner in shape.fields]
        owners.append(f"{key}[{' '.join([f'{first + owner} 0 R' for owner in shape.owners])}]")
    owners += [f"{len(parts) + index} {owner}" for index, owner in enumerate(single)]
    document.put(whole, f"<</Type/StructElem/S/Document/P {root} 0 R/K[{' '.join(tops)}]>>".encode())
    numbers = f"<</Nums[{' '.join(owners)}]>>"
    body = f"<</Type/StructTreeRoot/K {whole} 0 R/ParentTree{numbers}/ParentTreeNextKey {len(owners)}>>"
    document.put(root, body.encode())
    return root
