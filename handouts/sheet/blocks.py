"""What a sheet is made of. All places in mm, x from the page's left edge, y down; type in points.

Colours are roles (ink, primary, accent …); the pdf room gives them a clinic's values. Marks stand in
reading order, and a later mark is painted over an earlier one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from handouts.base.pageplace import PagePlace
from handouts.base.records import dataclass, later
from handouts.figures.person import Person
from handouts.figures.shapes import Drawing
from handouts.library.assets import Asset

__all__ = [
    "BOX",
    "BOX_CLEAR",
    "BOX_LINE",
    "MM",
    "Blank",
    "Block",
    "Box",
    "Code",
    "Corner",
    "Disc",
    "Group",
    "Image",
    "LinkArea",
    "Mark",
    "OwnPart",
    "Pad",
    "Page",
    "Placed",
    "Polygon",
    "QrSquare",
    "Rect",
    "Role",
    "Sheet",
    "SheetPart",
    "Slot",
    "Text",
]

MM = 72 / 25.4
"""Points in a millimetre."""
BOX = 4.5
"""Side of a checkbox, mm: the smallest that scans well."""
BOX_LINE = 0.7
"""Its line, pt, black."""
BOX_CLEAR = 2.5
"""Clear space round it, mm."""

Role = Literal[
    "ink", "mute", "hair", "rest", "primary", "accent", "on_accent", "tint", "stop", "white", "black"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; ``y`` is its baseline."""

    x: float
    y: float
    text: str
    size: float
    strong: bool = False
    role: Role = "ink"
    after: str | None = None
    """What stands between this and the next line in the running text, where a text was broken here: a space, a line
    break, or nothing inside a long word. The line itself ends with a space then, for readers of the page."""
    coded: bool = False
    """Whether it is a code to be read letter by letter, such as an id: its zeros are told apart from the letter O."""
    way: Literal["", "ltr", "rtl"] = later(default="")
    """Which way all of it runs, where that was found over its whole line. Spaces that it ends with hang out on the side
    that it runs to.
    """
    more: bool = later(default=False)
    """Whether the next mark is text of the same line, which goes on with it."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled rectangle; a rule is a low one. ``radius`` rounds its corners."""

    x: float
    y: float
    w: float
    h: float
    role: Role
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Disc:
    """A circle, filled, or outlined with ``line`` pt where that is not 0."""

    x: float
    y: float
    radius: float
    role: Role
    line: float = 0.0


@dataclass(frozen=True, slots=True)
class Polygon:
    """A filled polygon."""

    points: tuple[tuple[float, float], ...]
    role: Role


@dataclass(frozen=True, slots=True)
class Image:
    """A picture, filling the given rectangle."""

    x: float
    y: float
    w: float
    h: float
    asset: Asset | Drawing
    person: Person | None = None
    """Whom a drawing shows."""
    again: bool = later(default=False)
    """It repeats, small, what stands larger on another page: a file may hold the two as one, with the fine lines of the
    larger.
    """


@dataclass(frozen=True, slots=True)
class Box:
    """A checkbox to tick, 4.5 mm square, with its name, and what it is when read aloud."""

    x: float
    y: float
    name: str
    label: str = ""
    hold: str = ""
    """How long to hold, in short, wherever that is printed."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A place to write in, by hand or in a form; its lines are drawn apart. Named and labelled as a box is."""

    x: float
    y: float
    w: float
    h: float
    name: str
    label: str
    long: bool = False
    """Whether it takes several lines of text; otherwise a few characters."""
    most: int = 12
    """Most characters of one that takes no lines. A few stand in its middle, more begin at its left."""


@dataclass(frozen=True, slots=True)
class Group:
    """Marks that belong together when read aloud; ``tag`` is the PDF structure type.

    OL and UL are lists with numbers and with bullets; a Label says what the text after it is about, Continued goes on
    with the text before it. What stands outside any group is decoration.
    """

    tag: str
    items: tuple[Mark, ...]
    alt: str = ""
    """What stands for a figure."""
    spoken: str = ""
    """What is read aloud in place of the group's text, where that is short for something: “Monday 23” for “Mon 23”."""
    language: str = ""
    """Of its text, where it is not the document's."""
    plain: str = ""
    """What plain text says in place of the group's text, where that is about paper: the number of a page."""
    notes: tuple[str, ...] = ()
    """The words that stand in a figure."""
    own: tuple[float, float] | None = None
    """Where it holds lines of text that are one patient's own, and nothing else: the place (x, y) that they are written
    from, which is the same for all patients alike.
    """


@dataclass(frozen=True, slots=True)
class Code:
    """A page's code for programs that read paper, a square of side ``w``, black on the paper's white."""

    x: float
    y: float
    w: float
    text: str
    """What it says; see ``pagecodes``."""


@dataclass(frozen=True, slots=True)
class QrSquare:
    """The square of side ``w`` that a phone's camera reads an address from, black on the paper's white."""

    x: float
    y: float
    w: float
    place: PagePlace
    handout: str
    """The id of the handout whose page lies there."""


@dataclass(frozen=True, slots=True)
class LinkArea:
    """Where a click opens the address that the group's text says, on a screen; on paper it is nothing."""

    x: float
    y: float
    w: float
    h: float
    place: PagePlace
    label: str
    """What is behind it, for those who hear it."""


@dataclass(frozen=True, slots=True)
class Corner:
    """A mark in a corner of the page, by whose middle a scanned page is laid straight: a square of side ``w``."""

    x: float
    y: float
    w: float


Mark = Text | Rect | Disc | Polygon | Image | Box | Blank | Code | QrSquare | LinkArea | Corner | Group


@dataclass(frozen=True, eq=False, slots=True)
class Block:
    """Marks with a height, mm; y counts from the block's top. Compared and hashed by identity."""

    height: float
    items: tuple[Mark, ...]
    shared: bool = False
    """Whether other handouts have it too, so that what is made of it is worth keeping."""
    name: str = ""
    """Its bookmark's, or empty."""
    inner: tuple[Placed, ...] = ()
    """Blocks that it is put together from, in place of marks of its own: each may be shared by other blocks."""
    tail: Block | None = None
    """A block whose marks are its own last ones, in the same places: what is known of them need not be found again."""

    def as_shared(self) -> Block:
        """The same as one that other handouts have too."""
        return Block(self.height, self.items, True, self.name, self.inner, self.tail)

    def flat(self) -> Iterator[Mark]:
        """All marks but the groups, in order; of one that is put together those of its blocks, in their own places."""
        for placed in self.inner:
            yield from placed.block.flat()
        stack = [iter(self.items)]
        while stack:
            for mark in stack[-1]:
                if isinstance(mark, Group):
                    stack.append(iter(mark.items))
                    break
                yield mark
            else:
                stack.pop()


SheetPart = Literal["header", "title", "front", "drill", "end", "footer", "aside"]
"""Which part of the sheet a block belongs to. What is aside is about paper: the line on pens, lines for notes."""


class OwnPart(NamedTuple):
    """A part of what only this patient has to say."""

    kind: Literal["patient", "decided", "note", "visit", "running", "id", "code", "address", "square"]
    nth: int = 0
    """Which of several that follow each other, from 0; of a code the number of its page, from 1; of an address in
    which form.
    """
    copy: bool = False
    """Whether it stands in the copy in a second language, and is said in that."""


class Slot(NamedTuple):
    """A place on the sheet for a block with such a part, and what the place asks of the block."""

    part: OwnPart
    rule: Literal["hairline", "block"] = "hairline"
    """What opens a row."""
    x: float = 0.0
    """Where the id, a code, an address or a square stands, mm from the page's left edge, and the id's baseline below
    the block's top.
    """
    y: float = 0.0
    again: bool = False
    """Whether a row that began on the page before goes on here: its label stands here once more."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A block on a page, its top at ``y``."""

    y: float
    block: Block
    repeated: bool = False
    """Whether it says what was said before (a running head, a footer): it is not read aloud again."""
    part: SheetPart = "front"
    slot: Slot | None = None
    """Where the block is the patient's own: patients alike have sheets that differ in such blocks alone."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page; ``number`` counts from 1."""

    number: int
    blocks: tuple[Placed, ...]


@dataclass(frozen=True)
class Sheet:
    """A composed handout: pages of one size, mm."""

    width: float
    height: float
    pages: tuple[Page, ...]
    rtl: bool = False
    """Whether it runs from right to left: pages, too, are turned that way."""


_Said = tuple[str, str, str, str, tuple[str, ...], tuple[float, float] | None]


class OpenGroup:
    """A group that marks are being added to, for a ``with``: a hundred times a handout, so it is no generator."""

    __slots__ = ("_anyway", "_said", "_stack", "_tag")

    def __init__(self, stack: list[list[Mark]], anyway: bool, tag: str, said: _Said) -> None:
        self._stack, self._anyway, self._tag, self._said = stack, anyway, tag, said

    def __enter__(self) -> None:
        self._stack.append([])

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            items = tuple(self._stack.pop())
            if items or self._anyway:
                self._stack[-1].append(Group(self._tag, items, *self._said))


class Pad:
    """Collects the marks of one block while it is composed. ``y`` is how far down it is, mm."""

    def __init__(self) -> None:
        self.y = 0.0
        self._stack: list[list[Mark]] = [[]]

    def add(self, *marks: Mark) -> None:
        self._stack[-1].extend(marks)

    def group(
        self,
        tag: str,
        alt: str = "",
        *,
        empty: bool = False,
        spoken: str = "",
        language: str = "",
        plain: str = "",
        notes: tuple[str, ...] = (),
        own: tuple[float, float] | None = None,
    ) -> OpenGroup:
        """Marks added inside (in a ``with``) belong to one structure element. One without marks is left out, unless
        ``empty``, or ``own``: whoever has more to say than the first patient finds a place.
        """
        return OpenGroup(self._stack, empty or own is not None, tag, (alt, spoken, language, plain, notes, own))

    def block(self, height: float | None = None, name: str = "", tail: Block | None = None) -> Block:
        """The finished block. Every group must be closed by then. ``name`` is its bookmark's."""
        if len(self._stack) > 1:
            raise RuntimeError("a block was taken from its pad with a group still open: what is in it would be lost")
        return Block(self.y if height is None else height, tuple(self._stack[0]), name=name, tail=tail)
