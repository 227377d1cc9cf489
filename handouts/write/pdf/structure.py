"""The structure of a drawn sheet in numbers: its elements, its form fields, and what belongs to which page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter

from handouts.base.records import dataclass
from handouts.sheet.blocks import LinkArea, OwnPart
from handouts.write.pdf.family import UNKNOWN_ID
from handouts.write.pdf.fields import FieldLooks, field_object, link_object
from handouts.write.pdf.pagestreams import SheetStreams, Shown

__all__ = ["Structure", "structure_of"]


@dataclass(frozen=True)
class Structure:
    """Elements, then form fields and links, numbered one after the other from the first on."""

    bodies: list[bytes]
    tops: str
    """References to the elements that stand directly below the document's own, in reading order."""
    parents: list[str]
    """For each side the array of its parent elements."""
    field_parents: list[int]
    """For each form field the number of its element."""
    fields: list[int]
    """Numbers of the form fields, without links."""
    annotations: list[str]
    """For each side the references to the form fields on it."""
    own: list[tuple[OwnPart, int]]
    """Numbers of the elements of a patient's own texts, then of links."""


def structure_of(
    streams: SheetStreams,
    *,
    first: int,
    pages: list[int],
    whole: int,
    first_key: int,
    appearances: Sequence[int] = (),
    written: Callable[[int], object] = int,
    own: Callable[[OwnPart | None], str] = lambda _: "",
) -> Structure:
    """Number a sheet's elements and fields.

    ``pages`` are the numbers of the sides, ``whole`` that of the document's own element; the form fields' keys in the
    parent tree count from ``first_key``; ``appearances`` are the numbers of what ``fields.appearances`` gives for them.
    ``written`` gives what stands for the number of a page or an element, ``own`` more entries of an own text's element.
    """
    shown = [(at, one) for at, side in enumerate(streams.sides) for one in side.tagged]
    field = first + sum(one.drawn.tags.count for _, one in shown)
    bodies, tops = list[bytes](), list[tuple[int, str]]()
    parents: list[list[str]] = [[] for _ in pages]
    fields = _Fields(field, first_key, FieldLooks(appearances), [[] for _ in pages])
    owned = _owned([one for _, one in shown], first)
    for at, one in shown:
        tags = one.drawn.tags
        bodies += tags.elements(pages[at], whole, first, one.base, fields.next, written, own(one.part))
        tops += [(one.page, f"{written(first + top)} 0 R") for top in tags.tops]
        parents[at] += [f"{written(first + owner)} 0 R" for owner in tags.owners]
        fields.add(at, pages[at], one, first)
        first += tags.count
    return Structure(
        bodies + fields.bodies,
        " ".join([top for _, top in sorted(tops, key=itemgetter(0))]),  # two pages on a side are read in their order
        [f"[{' '.join(one)}]" for one in parents],
        fields.parents,
        fields.numbers,
        [" ".join(one) for one in fields.annotations],
        [*owned, *fields.links],
    )


def _owned(shown: Iterable[Shown], first: int) -> list[tuple[OwnPart, int]]:
    """A patient's own texts, and the numbers of their elements."""
    found = []
    for one in shown:
        if one.part and one.drawn.tags.own is not None:
            found.append((one.part, first + one.drawn.tags.own))
        first += one.drawn.tags.count
    return found


class _Fields:
    """Numbers form fields and links from ``first`` on, and their keys in the parent tree from ``key`` on."""

    def __init__(self, first: int, key: int, looks: FieldLooks, annotations: list[list[str]]) -> None:
        self.next, self._key, self._looks = first, key, looks
        self.annotations = annotations
        self.bodies: list[bytes] = []
        self.parents: list[int] = []
        self.numbers: list[int] = []
        """Of the fields."""
        self.links: list[tuple[OwnPart, int]] = []

    def add(self, at: int, page: int, shown: Shown, first: int) -> None:
        """The fields of a block on the side ``at``, whose elements are numbered from ``first`` on."""
        tags = shown.drawn.tags
        for mark, owner in zip(shown.drawn.fields, tags.fields, strict=True):
            key = self._key + len(self.bodies)
            if isinstance(mark, LinkArea):
                self.bodies.append(link_object(mark, page, shown.top, key, UNKNOWN_ID))
                assert shown.part  # an address is a patient's own
                self.links.append((shown.part, self.next))
            else:
                self.bodies.append(field_object(mark, page, shown.top, key, self._looks.look(mark)))
                self.numbers.append(self.next)
            self.parents.append(first + owner)
            self.annotations[at].append(f"{self.next} 0 R")
            self.next += 1
