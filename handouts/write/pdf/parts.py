"""A block in its place: its drawing, its elements and its form fields, as objects with their numbers.

The numbers of a large shared block depend on what comes before it in the document only in steps, and its
bytes on nothing else but its page and height; so they are the same in many documents, and kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from handouts.sheet.blocks import BOX, MM, Blank, Box
from handouts.write.pdf.document import ReadyPiece, piece_of, short, stream_of, text_string
from handouts.write.pdf.ink import Drawn
from handouts.write.pdf.tags import TagTemplate, elements, owners

__all__ = ["OFF", "WHOLE", "YES", "BlockObjects", "BlockPlace", "Inked", "leaf", "loose_part", "ready_part"]

WHOLE = 6
"""Number of the document's own element."""
YES, OFF = 9, 10
"""Numbers of the appearances of a ticked box, and of everything that is empty."""
_LARGE = 6
"""From how many objects on a shared block is worth a stream of its own."""


@dataclass(frozen=True)
class Inked:
    """A drawn block with its compressed operators and its elements."""

    drawn: Drawn
    packed: bytes
    shape: TagTemplate
    plain: bool = False
    """Whether the operators are left as they are."""
    size: int = field(init=False)
    """How many objects the block takes where it is placed, without its place in the parent tree."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", 1 + self.shape.count + len(self.drawn.fields))

    @property
    def large(self) -> bool:
        """Whether, if it is shared, it is to be kept as a ready piece."""
        return self.size >= _LARGE


@dataclass(frozen=True)
class BlockPlace:
    """Where a block stands: the number of its page, and where its top is, pt from the paper's lower edge."""

    page: int
    top: float


@dataclass(frozen=True)
class BlockObjects:
    """A placed block's objects, and what the document's own objects say of them."""

    form: int
    tops: str
    """References to its elements below the document's own."""
    fields: str
    """References to its form fields."""
    limits: tuple[int, int]
    """Its lowest and highest key in the parent tree."""
    keys: str
    """Its lines of the parent tree, or where they are packed with the piece the number of their object."""
    piece: ReadyPiece | None = None
    objects: tuple[tuple[int, bytes], ...] = ()
    """Where there is no piece: the form first, then the others."""


def ready_part(inked: Inked, first: int, place: BlockPlace, head: str, level: int = 9) -> BlockObjects:
    """A large block as a piece: its form and the stream of the others, then elements, fields, and their keys.

    ``head`` holds the form's entries. It takes its size + 2 numbers from ``first`` on.
    """
    start = first + 2
    field = start + inked.shape.count
    keys = field + len(inked.drawn.fields)
    limits = (first, keys - 1 if inked.drawn.fields else first)
    others = _others(inked, first, start, place)
    others.append(leaf(limits, owners(inked.shape, start, first, field)))
    piece = piece_of(first, stream_of(inked.packed, f"{head}/StructParents {first}"), others, level)
    return BlockObjects(first, _tops(inked, start), _fields(inked, field), limits, f"{keys} 0 R", piece)


def loose_part(inked: Inked, first: int, place: BlockPlace, head: str) -> BlockObjects:
    """A small block, or one of this document alone: the form, elements and fields from ``first`` on."""
    start = first + 1
    field = start + inked.shape.count
    others = enumerate(_others(inked, first, start, place), start)
    entry = f"/StructParents {first}" if inked.shape.count else ""  # decoration has no place in the tree
    form = (short if inked.plain else stream_of)(inked.packed, head + entry)
    objects = ((first, form), *others)
    limits = (first, field + len(inked.drawn.fields) - 1 if inked.drawn.fields else first)
    keys = owners(inked.shape, start, first, field) if inked.shape.count else ""
    return BlockObjects(first, _tops(inked, start), _fields(inked, field), limits, keys, None, objects)


def leaf(limits: tuple[int, int], keys: str) -> bytes:
    """A leaf of the parent tree."""
    return f"<</Limits[{limits[0]} {limits[1]}]/Nums[{keys}]>>".encode("ascii")


def _others(inked: Inked, form: int, start: int, place: BlockPlace) -> list[bytes]:
    field = start + inked.shape.count
    found = elements(inked.shape, start, form, place.page, field, WHOLE)
    return found + [_field(mark, number, place) for number, mark in enumerate(inked.drawn.fields, field)]


def _tops(inked: Inked, start: int) -> str:
    return " ".join([f"{start + top} 0 R" for top in inked.shape.tops])


def _fields(inked: Inked, first: int) -> str:
    return " ".join([f"{first + index} 0 R" for index in range(len(inked.drawn.fields))])


def _field(mark: Box | Blank, number: int, place: BlockPlace) -> bytes:
    """A form field that is its own widget. What is printed is on the page: an empty field shows nothing."""
    wide, high = (BOX, BOX) if isinstance(mark, Box) else (mark.w, mark.h)
    left, top = mark.x * MM, place.top - mark.y * MM
    if isinstance(mark, Box):
        kind = f"/FT/Btn/AS/Off/AP<</N<</Yes {YES} 0 R/Off {OFF} 0 R>>>>"
    else:
        lines = "/Ff 4096" if mark.long else "/Q 1/MaxLen 12"  # several lines, or a few characters in the middle
        kind = f"/FT/Tx/DA(/Helv 12 Tf 0 g){lines}/AP<</N {OFF} 0 R>>"
    return (
        f"<</Type/Annot/Subtype/Widget/T({mark.name})/TU{text_string(mark.label)}{kind}/F 4/P {place.page} 0 R"
        f"/Rect[{left:.2f} {top - high * MM:.2f} {left + wide * MM:.2f} {top:.2f}]/StructParent {number}>>"
    ).encode("ascii")
