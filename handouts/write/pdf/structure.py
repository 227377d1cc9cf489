"""The structure of a drawn sheet in numbers: its elements, its form fields, and what belongs to which page."""

from __future__ import annotations

from operator import itemgetter

from handouts.base.records import dataclass
from handouts.write.pdf.fields import FieldLooks, field_object
from handouts.write.pdf.pagestreams import SheetStreams

__all__ = ["Structure", "structure_of"]


@dataclass(frozen=True)
class Structure:
    """Elements, then form fields, numbered one after the other from the first on."""

    bodies: list[bytes]
    tops: str
    """References to the elements that stand directly below the document's own, in reading order."""
    parents: list[str]
    """For each side the array of its parent elements."""
    field_parents: list[int]
    """For each form field the number of its element."""
    fields: list[int]
    """Numbers of the form fields."""
    annotations: list[str]
    """For each side the references to the form fields on it."""


def structure_of(
    streams: SheetStreams,
    *,
    first: int,
    pages: list[int],
    whole: int,
    first_key: int,
    appearances: tuple[int, ...] = (),
) -> Structure:
    """Number a sheet's elements and fields.

    ``pages`` are the numbers of the sides, ``whole`` that of the document's own element; the form fields' keys in the
    parent tree count from ``first_key``; ``appearances`` are the numbers of what ``fields.appearances`` gives for them.
    """
    shown = [(at, one) for at, side in enumerate(streams.sides) for one in side.tagged]
    field = first + sum(one.inked.tags.count for _, one in shown)
    bodies: list[bytes] = []
    fields: list[bytes] = []
    tops: list[tuple[int, str]] = []
    field_parents: list[int] = []
    parents: list[list[str]] = [[] for _ in pages]
    annotations: list[list[str]] = [[] for _ in pages]
    looks = FieldLooks(appearances)
    for at, one in shown:
        tags, marks = one.inked.tags, one.inked.drawn.fields
        bodies += tags.elements(pages[at], whole, first, one.base, field)
        tops += [(one.page, f"{first + top} 0 R") for top in tags.tops]
        parents[at] += [f"{first + owner} 0 R" for owner in tags.owners]
        for mark, owner in zip(marks, tags.fields, strict=True):
            look = looks.look(mark)
            fields.append(field_object(mark, pages[at], one.top, first_key + len(fields), look))
            field_parents.append(first + owner)
            annotations[at].append(f"{field} 0 R")
            field += 1
        first += tags.count
    numbers = list(range(first, first + len(fields)))
    return Structure(
        bodies + fields,
        " ".join([top for _, top in sorted(tops, key=itemgetter(0))]),  # two pages on a side are read in their order
        [f"[{' '.join(one)}]" for one in parents],
        field_parents,
        numbers,
        [" ".join(one) for one in annotations],
    )
