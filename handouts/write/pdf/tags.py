"""The structure tree: what a screen reader follows through a document."""

from __future__ import annotations

from dataclasses import dataclass

from handouts.write.pdf.document import text_string
from handouts.write.pdf.ink import FieldRef, Node

__all__ = ["TagTemplate", "elements", "owners", "template_of"]

_FORM, _PAGE, _WHOLE = -3, -2, -1
"""In a shape's places: the block's form object, its page, and the document's own element."""
_FIELDS = -10
"""The block's form fields: this for the first, one less for each that follows."""


@dataclass(frozen=True)
class TagTemplate:
    """A block's elements, a line each, with gaps for numbers; made once and filled in where the block is placed.

    A place of 0 or more is another element of the block; the others are named above.
    """

    count: int
    lines: str
    places: tuple[int, ...]
    tops: tuple[int, ...]
    """Elements that stand directly below the document's."""
    owners: tuple[int, ...]
    """For each marked part of the content the element that it belongs to."""
    fields: tuple[int, ...]
    """The same for each form field."""


def template_of(tree: tuple[Node, ...], marked: int) -> TagTemplate:
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
                kids.append("%d 0 R")
                into.append(add(kid, at))
            elif isinstance(kid, FieldRef):
                kids.append("<</Type/OBJR/Obj %d 0 R>>")
                into.append(_FIELDS - kid.number)
                fields.append(at)
            else:
                owners[kid] = at
                kids.append(f"<</Type/MCR/Stm %d 0 R/MCID {kid}>>")
                into.append(_FORM)
        about = f"/Alt{text_string(node.alt)}" if node.alt else ""
        about += f"/ActualText{text_string(node.spoken)}" if node.spoken else ""
        about += f"/Lang{text_string(node.language)}" if node.language else ""
        about += f"/A{node.attributes}" if node.attributes else ""
        shown = f"/K[{' '.join(kids)}]" if kids else ""
        bodies[at] = f"<</S/{node.tag}/P %d 0 R/Pg %d 0 R{shown}{about.replace('%', '%%')}>>"
        places[at] = tuple(into)
        return at

    tops = tuple([add(node, _WHOLE) for node in tree])
    flat = tuple([place for into in places for place in into])
    return TagTemplate(len(bodies), "\n".join(bodies), flat, tops, tuple(owners), tuple(fields))


def elements(shape: TagTemplate, first: int, form: int, page: int, field: int, whole: int) -> list[bytes]:
    """The elements as objects, to be numbered from ``first`` on; ``field`` is the number of the first form field."""
    if not shape.count:
        return []
    others = (form, page, whole)
    field += _FIELDS
    numbers = [
        first + place if place >= 0 else others[place] if place > _FIELDS else field - place for place in shape.places
    ]
    return (shape.lines % tuple(numbers)).encode("ascii").split(b"\n")


def owners(shape: TagTemplate, first: int, form: int, field: int) -> str:
    """The block's lines of the parent tree: the key of the form and of each field is its own number."""
    of_parts = " ".join([f"{first + owner} 0 R" for owner in shape.owners])
    of_fields = [f" {field + index} {first + owner} 0 R" for index, owner in enumerate(shape.fields)]
    return f"{form}[{of_parts}]{''.join(of_fields)}"
