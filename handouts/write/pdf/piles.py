"""The pages of a packet, one patient's after another's, with the elements on them or for paper alone.

What patients alike add to a packet is a pattern, which is filled in with each one's numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from typing import NamedTuple
from weakref import WeakKeyDictionary

from handouts.base.records import dataclass
from handouts.sheet.blocks import OwnPart
from handouts.sheet.own import OwnSigns, OwnText
from handouts.write.pdf.heads import side_body
from handouts.write.pdf.objects import Section, short, stream_of, text_string
from handouts.write.pdf.owntext import exact_string, is_exact
from handouts.write.pdf.pagestreams import SheetStreams
from handouts.write.pdf.patterns import Pattern, gap, length
from handouts.write.pdf.squeeze import quick, swift
from handouts.write.pdf.structure import structure_of

__all__ = ["PAGES", "TREE", "WHOLE", "Numbered", "OwnSaid", "PlainPile", "Put", "TaggedPile", "own_said"]

PAGES, TREE, WHOLE = 1, 2, 3
"""Numbers of the list of pages, the structure tree's root and the element of the whole document."""
_FIRST = 10_000
"""The first number with five digits."""
_TOGETHER = 200
"""Pages that are compressed together."""
_SHORT = 120
"""Operators of a patient's own that are not worth compressing, bytes."""


class OwnSaid(NamedTuple):
    """What a patient's own text says of itself beside its letters: its language where that is not the sheet's, and how
    it is read where they run from right to left, as an object.
    """

    language: str
    exact: bytes


def own_said(text: OwnText | OwnSigns) -> OwnSaid:
    """That of a text; a code or a square says nothing of itself."""
    if isinstance(text, OwnSigns):
        return OwnSaid("", b"")
    return OwnSaid(text.language, exact_string(text) if is_exact(text) else b"")


Put = Callable[[list[bytes], list[OwnSaid]], None]
"""Puts a patient into a pile, given the operators of the patient's own texts, and what each says of itself."""


@dataclass
class Numbered:
    """Objects on their way into a packet, numbered one after the other."""

    next: int
    section: Section = field(default_factory=Section)

    def reserve(self, count: int = 1) -> int:
        """The first of so many numbers."""
        first, self.next = self.next, self.next + count
        return first

    def alike(self, count: int) -> int:
        """The same of numbers that have equally many digits: at least five, and so mostly all in a packet the same."""
        self.next = max(self.next, _FIRST)
        digits = len(str(self.next))
        if len(str(self.next + count - 1)) > digits:
            self.next = 10**digits
        return self.reserve(count)

    def put(self, body: bytes) -> int:
        """Add an object; gives its number."""
        number = self.reserve()
        self.section.put(number, body)
        return number


class PlainPile:
    """Pages for paper alone. What patients have in common of their own, such as a note, stands in the file once."""

    def __init__(self, numbered: Numbered) -> None:
        self._numbered = numbered
        self._bodies: list[bytes] = []
        self._streams: dict[bytes, int] = {}

    @property
    def count(self) -> int:
        """Pages so far."""
        return len(self._bodies)

    def kind(self, streams: SheetStreams, contents: Sequence[str], resources: int) -> Put:
        """What adds a patient of a kind to the pile.

        ``contents``: references to the streams of each side, with a gap for each of the patient's own.
        """
        pattern = Pattern(
            b"\n".join(
                [
                    side_body(side, PAGES, content, resources, "", None)
                    for side, content in zip(streams.sides, contents, strict=True)
                ]
            )
        )

        def add(codes: list[bytes], _: list[OwnSaid]) -> None:
            self._bodies += pattern.filled([str(self._stream(code)) for code in codes]).split(b"\n")

        return add

    def _stream(self, code: bytes) -> int:
        number = self._streams.get(code)
        if number is None:
            number = self._streams[code] = self._numbered.put(_own_stream(code))
        return number

    def blank(self, width: float, height: float) -> None:
        """Add an empty side of this size, pt."""
        self._bodies.append(_blank(width, height))

    def end(self) -> tuple[list[int], str]:
        """Numbers of the pages, and what the file's catalog says of their structure."""
        numbers: list[int] = []
        for start in range(0, len(self._bodies), _TOGETHER):
            bodies = self._bodies[start : start + _TOGETHER]
            holder = self._numbered.reserve()
            first = self._numbered.reserve(len(bodies))
            self._numbered.section.pack(holder, first, bodies)
            numbers += range(first, first + len(bodies))
        return numbers, ""


class TaggedPile:
    """Pages with their elements. Each patient has elements of their own: one cannot belong to two pages."""

    def __init__(self, numbered: Numbered) -> None:
        self._numbered = numbered
        self._pages: list[int] = []
        self._tops: list[bytes] = []
        self._keys: list[int] = []
        """Numbers of the patients' parts of the table of parents."""

    @property
    def count(self) -> int:
        """Pages so far."""
        return len(self._pages)

    def kind(self, streams: SheetStreams, contents: Sequence[str], resources: int) -> Put:
        """As for ``PlainPile``."""
        ways: dict[tuple[_Way, ...], _Filled] = {}

        def add(codes: list[bytes], said: list[OwnSaid]) -> None:
            way = tuple([(one.language, bool(one.exact)) for one in said])
            if way not in ways:
                ways[way] = _Filled(_kept(streams, way), streams, contents, resources)
            filled, exact = ways[way], [one.exact for one in said if one.exact]
            elements, own = filled.elements, len(codes) + len(exact)
            count = elements.pages[-1] + 1
            first = self._numbered.alike(count)
            section, holder = self._numbered.section, first + own
            for number, body in enumerate([*map(_own_stream, codes), *exact], first):
                section.put(number, body)
            numbers = [str(number) for number in range(first, first + count)]
            placed = filled.placed(len(numbers[0]))
            section.put_many(holder, holder + 1, count - own - 1, _stream_of(placed, numbers))
            self._pages += range(first + elements.pages[0], first + count)
            self._tops.append(elements.tops.filled(numbers))
            self._keys.append(first + elements.pages[0] - 1)

        return add

    def blank(self, width: float, height: float) -> None:
        """Add an empty side of this size, pt."""
        self._pages.append(self._numbered.put(_blank(width, height)))

    def end(self) -> tuple[list[int], str]:
        """As for ``PlainPile``."""
        section = self._numbered.section
        keys = " ".join([f"{number} 0 R" for number in self._keys])
        table = f"/ParentTree<</Kids[{keys}]>>/ParentTreeNextKey {self._numbered.next}"
        section.put(TREE, f"<</Type/StructTreeRoot/K {WHOLE} 0 R{table}>>".encode())
        tops = b" ".join(self._tops)
        section.put(WHOLE, b"<</Type/StructElem/S/Document/P %d 0 R/K[%b]>>" % (TREE, tops))
        return self._pages, f"/MarkInfo<</Marked true>>/StructTreeRoot {TREE} 0 R"


_Way = tuple[str, bool]
"""The language of a patient's own text, and whether it is said as it is read."""
_ELEMENTS: WeakKeyDictionary[SheetStreams, dict[tuple[_Way, ...], _Elements]] = WeakKeyDictionary()
"""They are the same in every packet."""


def _kept(streams: SheetStreams, ways: tuple[_Way, ...]) -> _Elements:
    known = _ELEMENTS.setdefault(streams, {})
    if ways not in known:
        known[ways] = _Elements(streams, ways)
    return known[ways]


class _Filled:
    """Elements and pages of patients alike, whose own texts say the same of themselves."""

    def __init__(self, elements: _Elements, streams: SheetStreams, contents: Sequence[str], resources: int) -> None:
        self.elements = elements
        self._pages = [
            side_body(side, PAGES, content, resources, "", gap(at))
            for at, side, content in zip(elements.pages, streams.sides, contents, strict=True)
        ]
        self._placed: dict[int, tuple[_Placed, _Placed]] = {}

    def placed(self, digits: int) -> tuple[_Placed, _Placed]:
        """Where they stand in their stream, when numbers have so many digits."""
        if digits not in self._placed:
            before = self.elements.placed(digits)
            self._placed[digits] = before, _Placed(self.elements.pages[0], self._pages, before.end, digits)
        return self._placed[digits]


class _Elements:
    """The elements of patients alike, with their part of the table of parents: all but the numbers.

    Numbers count on from those of a patient's own streams and of the stream that holds all else; the pages come last.
    A page's key in the table of parents is its own number.
    """

    def __init__(self, streams: SheetStreams, ways: tuple[_Way, ...]) -> None:
        own = len(streams.own)
        exact = [part for part, (_, exact) in zip(streams.own, ways, strict=True) if exact]
        languages = {part: language for part, (language, _) in zip(streams.own, ways, strict=True)}
        self._first = own + len(exact) + 1

        def said(part: OwnPart | None) -> str:
            language = f"/Lang{text_string(languages[part])}" if part and languages[part] else ""
            return f"{language}/ActualText {gap(own + exact.index(part))} 0 R" if part and part in exact else language

        count = sum(one.drawn.tags.count for side in streams.sides for one in side.tagged)
        last = self._first + count
        self.pages = list(range(last + 1, last + 1 + len(streams.sides)))
        found = structure_of(
            streams,
            first=self._first,
            pages=self.pages,
            whole=WHOLE,
            first_key=0,
            written=gap,
            own=said,
        )
        self.tops = Pattern(found.tops.encode())
        """References to what stands directly below the document."""
        keys = "".join([f"{gap(at)}{array}" for at, array in zip(self.pages, found.parents, strict=True)])
        table = f"<</Limits[{gap(self.pages[0])} {gap(self.pages[-1])}]/Nums[{keys}]>>".encode()
        self._text = b"\n".join([*found.bodies, table])  # takes less room than apart
        self._placed: dict[int, _Placed] = {}

    def placed(self, digits: int) -> _Placed:
        """Where they stand in their stream, when numbers have so many digits."""
        if digits not in self._placed:
            self._placed[digits] = _Placed(self._first, self._text.split(b"\n"), 0, digits)
        return self._placed[digits]


class _Placed:
    """Objects in a stream, numbered from ``first`` on, the first at the place ``at``, each with a line's end."""

    def __init__(self, first: int, bodies: Sequence[bytes], at: int, digits: int) -> None:
        heads = []
        for number, body in enumerate(bodies, first):
            heads.append(f"{gap(number)} {at} ".encode())
            at += length(body, digits) + 1
        self.count, self.end = len(bodies), at
        head = b"".join(heads)
        self.head, self.body = Pattern(head), Pattern(b"".join([body + b"\n" for body in bodies]))


def _stream_of(placed: Sequence[_Placed], numbers: Sequence[str]) -> bytes:
    """A stream that holds objects. The numbers have as many digits as these were placed for."""
    head = b"".join([one.head.filled(numbers) for one in placed])
    body = b"".join([one.body.filled(numbers) for one in placed])
    return stream_of(swift(head + body), f"/Type/ObjStm/N {sum(one.count for one in placed)}/First {len(head)}")


def _own_stream(code: bytes) -> bytes:
    """The object of operators of a patient's own."""
    return short(code) if len(code) < _SHORT else stream_of(quick(code))


def _blank(width: float, height: float) -> bytes:
    return f"<</Type/Page/Parent {PAGES} 0 R/MediaBox[0 0 {width:.2f} {height:.2f}]/Resources<<>>>>".encode()
