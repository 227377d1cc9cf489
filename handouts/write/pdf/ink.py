"""Draws a block: marks become the operators of a PDF page, with the block's top left at the origin."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache

from handouts.base.records import dataclass
from handouts.figures.person import Person
from handouts.figures.theme import line_width
from handouts.library.assets import Asset
from handouts.sheet.blocks import BOX, BOX_LINE, MM, Blank, Block, Box, Disc, Group, Image, Mark, Polygon, Rect, Text
from handouts.write.pdf.curves import circle, polygon, rounded
from handouts.write.pdf.faces import Face, Subset, TypeFaces
from handouts.write.pdf.figures import figure_name
from handouts.write.pdf.images import resource_name
from handouts.write.pdf.objects import text_string

__all__ = ["OWN", "Drawn", "FieldRef", "Node", "colour_code", "draw", "number"]


@dataclass(frozen=True, slots=True)
class FieldRef:
    """A form field as a child of an element: its number among those of the block, from 0."""

    number: int


@dataclass(frozen=True, slots=True)
class Node:
    """A structure element: its type, alternative text, attributes (PDF syntax), children, language, spoken text.

    A child is a node, the number of a marked part of the block's content, or a form field.
    """

    tag: str
    alt: str = ""
    attributes: str = ""
    kids: tuple[Node | int | FieldRef, ...] = ()
    language: str = ""
    spoken: str = ""


class Drawn:
    """The operators of a block, what they need, and how they are read aloud."""

    __slots__ = ("code", "extra", "fields", "frame", "images", "marked", "tree")

    def __init__(
        self,
        code: str,
        images: dict[str, Image],
        extra: bool,
        tree: tuple[Node, ...] = (),
        marked: int = 0,
        fields: tuple[Box | Blank, ...] = (),
        frame: str = "",
    ) -> None:
        self.code = code
        """With a gap, “%d”, for the id of each marked part: ids count per page, and blocks stand on many."""
        self.images = images
        """By their names in the page's resources."""
        self.extra = extra
        """Whether it uses characters beyond the core subsets; then it belongs to one document."""
        self.tree = tree
        self.marked = marked
        """How many parts of the content are marked."""
        self.fields = fields
        """Its boxes and places to write in that are form fields, in order."""
        self.frame = frame
        """The code again, with OWN in place of a patient's own text."""


OWN = "\0"
"""Stands in a frame where a patient's own texts go."""
FontName = Callable[[Face, str], tuple[str, Subset, bool]]
"""For a face and a text: the font's resource name, its subset, and whether that is beyond the core."""


@lru_cache(maxsize=50_000)  # places come again and again
def number(value: float) -> str:
    """A number as short as a hundredth of a point needs."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


@lru_cache(maxsize=256)
def colour_code(colour: str) -> str:
    """A colour such as #1a2b3c as three numbers from 0 to 1."""
    return " ".join(_n3(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))


def _n3(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"


def draw(
    block: Block, colours: dict[str, str], faces: TypeFaces, font: FontName, *, tagged: bool = True, form: bool = True
) -> Drawn:
    """Draw a block's marks in order, the groups as marked content. Untagged, all of it is decoration.

    ``form``: boxes and places to write in become form fields; otherwise they are there for paper only.
    """
    pen = _Pen(colours, faces, font, form=form)
    if not tagged:
        pen.plain(block.items)
        return Drawn(pen.code(), pen.images, pen.extra, frame=pen.frame())
    tree = pen.walk(block.items, "")
    nodes = tuple(kid for kid in tree if isinstance(kid, Node))
    return Drawn(pen.code(), pen.images, pen.extra, nodes, pen.marked, tuple(pen.fields), pen.frame())


def _spaced(marks: tuple[Mark, ...], faces: TypeFaces) -> list[Mark]:
    """The marks of one element, with a space after each text that another one does not go on from at once.

    A screen reader joins texts as they come: without it, “1” and “Stand tall” are read as one word.
    """
    found: list[Mark] = list(marks)
    texts = [index for index, mark in enumerate(marks) if isinstance(mark, Text)]
    for index, following in itertools.pairwise(texts):
        one, other = marks[index], marks[following]
        if isinstance(one, Text) and isinstance(other, Text) and one.after != "" and not one.text.endswith(" "):
            end = one.x + faces.width(one.text, one.strong) * one.size / MM
            if abs(one.y - other.y) > 0.1 or abs(end - other.x) > 0.3:
                found[index] = replace(one, text=f"{one.text} ")
    return found


_NAMES = {"Caption": "P", "Label": "P", "Continued": "P", "OL": "L", "UL": "L"}
"""Structure types of groups that another one stands for: a caption beside its figure is read as a paragraph."""
_ATTRIBUTES = {"OL": "<</O/List/ListNumbering/Decimal>>", "UL": "<</O/List/ListNumbering/Disc>>"}


class _Pen:
    """Writes operators; knows the fill colour, and counts marked parts."""

    def __init__(self, colours: dict[str, str], faces: TypeFaces, font: FontName, *, form: bool) -> None:
        self._colours, self._faces, self._font, self._form = colours, faces, font, form
        self._out: list[str] = []
        self._own: list[tuple[int, int]] = []
        """From which operators to which a patient's own texts are drawn."""
        self._fill = ""
        self.images: dict[str, Image] = {}
        self.extra = False
        self.marked = 0
        self.fields: list[Box | Blank] = []

    def code(self) -> str:
        return "\n".join(self._out)

    def frame(self) -> str:
        """The code around a patient's own text."""
        if not self._own:
            return self.code()
        (start, end), *more = self._own
        assert not more, "a block has one text of a patient's own"
        return "".join([*[f"{line}\n" for line in self._out[:start]], OWN, "\n".join(self._out[end:])])

    def plain(self, items: tuple[Mark, ...]) -> None:
        """Draw marks, and those of groups, as they are."""
        for mark in items:
            if isinstance(mark, Group):
                if mark.own is not None:
                    self._own_text(mark.items, mark.own)
                else:
                    self.plain(mark.items)
            else:
                self.draw(mark)

    def _own_text(self, marks: Iterable[Mark], start: tuple[float, float]) -> None:
        """Draw a patient's own text: places count from its start, wherever that is, and its colour comes first."""
        texts = [mark for mark in marks if isinstance(mark, Text)]
        left, top = start
        self._out.append(f"q 1 0 0 1 {number(left * MM)} {number(-top * MM)} cm")
        first, self._fill = len(self._out), ""
        for text in texts:
            self.draw(replace(text, x=text.x - left, y=text.y - top))
        self._own.append((first, len(self._out)))
        self._out.append("Q")
        self._fill = ""

    def walk(self, items: tuple[Mark, ...], tag: str, scope: str = "") -> tuple[Node | int | FieldRef, ...]:
        """Draw marks; those of a group are marked, those outside of any are artifacts. Gives the structure below."""
        kids: list[Node | int | FieldRef] = []
        for grouped, marks in itertools.groupby(items, key=lambda mark: isinstance(mark, Group)):
            if grouped:
                kids += [self._group(mark, scope) for mark in marks if isinstance(mark, Group)]
                scope = "Row" if tag == "Table" else scope
                continue
            found = tuple(marks)
            if tag and any(isinstance(mark, Box | Blank) for mark in found):
                kids += self._fields(found)
            elif tag:
                kids.append(self._content(tag, _spaced(found, self._faces)))
            else:
                self._artifact(found)
        return tuple(kids)

    def _content(self, tag: str, marks: Iterable[Mark], own: tuple[float, float] | None = None) -> int:
        """Draw marks as a marked part of the content; gives its number."""
        self._out.append(f"/{tag} <</MCID %d>> BDC")
        if own is not None:
            self._own_text(marks, own)
        else:
            self.plain(tuple(marks))
        self._out.append("EMC")
        self.marked += 1
        return self.marked - 1

    def _artifact(self, marks: Iterable[Mark]) -> None:
        self._out.append("/Artifact BMC")
        for mark in marks:
            self.draw(mark)
        self._out.append("EMC")

    def _fields(self, marks: tuple[Mark, ...]) -> list[Node]:
        """Boxes and places to write in. What is printed beside one, its hold, is said by its label."""
        if self._form:
            self._artifact(marks)
            found = [mark for mark in marks if isinstance(mark, Box | Blank)]
            first = len(self.fields)
            self.fields += found
            return [Node("Form", kids=(FieldRef(first + index),)) for index in range(len(found))]
        nodes = []
        starts = [index for index, mark in enumerate(marks) if isinstance(mark, Box | Blank)]
        for start, end in itertools.pairwise([*starts, len(marks)]):
            mark = marks[start]
            assert isinstance(mark, Box | Blank)
            role = "/Role/cb/checked/off" if isinstance(mark, Box) else "/Role/tv"
            attributes = f"<</O/PrintField{role}/Desc{text_string(mark.label)}>>"
            content = self._content("Form", marks[start:end])
            nodes.append(Node("Form", "", attributes, (content,), "", mark.label))
        return nodes

    def _group(self, group: Group, scope: str) -> Node:
        tag = _NAMES.get(group.tag, group.tag)
        if tag == "Table":  # the first row holds the days, the first cell of the others says which row it is
            head, *rows = (one for one in group.items if isinstance(one, Group))
            kids = [self._group(head, "Column"), *(self._group(row, "Row") for row in rows)]
            return Node("Table", kids=tuple(kids))
        attributes = f"<</O/Table/Scope/{scope}>>" if tag == "TH" else _ATTRIBUTES.get(group.tag, "")
        if group.own is not None:
            part = self._content(tag, group.items, group.own)
            return Node(tag, group.alt, "", (part,), group.language, group.spoken)
        below = self.walk(group.items, tag, scope)
        if tag in ("TD", "TH") and not any(isinstance(kid, int) for kid in below):
            below = (self._content(tag, ()), *below)  # PDFium finds a cell by its content alone, be it empty
        return Node(tag, group.alt, attributes, below, group.language, group.spoken)

    def draw(self, mark: Mark) -> None:
        """One mark, as operators."""
        if isinstance(mark, Group | Blank):  # flat() opens groups; the lines of a blank are marks of their own
            return
        if isinstance(mark, Image):
            name = picture_name(mark)
            self.images[name] = mark
            corner = f"{number(mark.x * MM)} {number(-(mark.y + mark.h) * MM)}"
            place = f"{number(mark.w * MM)} 0 0 {number(mark.h * MM)} {corner}"
            self._out.append(f"q {place} cm /{name} Do Q")
            return
        if isinstance(mark, Box):
            self._fill = ""
            self._out.append(_box(mark))
            return
        role = self._colours[mark.role]
        if isinstance(mark, Disc) and mark.line:
            self._out.append(f"{colour_code(role)} RG {number(mark.line)} w {_path(mark)} S")
            return
        if role != self._fill:
            self._out.append(f"{colour_code(role)} rg")
            self._fill = role
        if isinstance(mark, Text):
            self._text(mark)
        else:
            self._out.append(f"{_path(mark)} f")

    def _text(self, mark: Text) -> None:
        x = mark.x * MM
        for face, part in self._faces.split(mark.text, mark.strong):
            name, subset, own = self._font(face, part)
            self.extra = self.extra or own
            place = f"/{name} {number(mark.size)} Tf {number(x)} {number(-mark.y * MM)} Td"
            self._out.append(f"BT {place} <{subset.encode(part)}> Tj ET")
            x += face.length(part) * mark.size


def picture_name(mark: Image) -> str:
    """Name of a picture in a page's resources."""
    if isinstance(mark.asset, Asset):
        return resource_name(mark.asset)
    return figure_name(mark.asset, mark.person or Person(), line_width(mark.asset, mark.h))


def _box(mark: Box) -> str:
    """A checkbox: white inside, black line, whatever the brand."""
    place = f"{number(mark.x * MM)} {number(-(mark.y + BOX) * MM)} {number(BOX * MM)} {number(BOX * MM)} re"
    return f"1 g 0 G {number(BOX_LINE)} w {place} B"


def _path(mark: Rect | Disc | Polygon) -> str:
    if isinstance(mark, Rect) and not mark.radius:
        return f"{number(mark.x * MM)} {number(-(mark.y + mark.h) * MM)} {number(mark.w * MM)} {number(mark.h * MM)} re"
    if isinstance(mark, Rect):
        return rounded(mark.x * MM, -(mark.y + mark.h) * MM, mark.w * MM, mark.h * MM, mark.radius * MM)
    if isinstance(mark, Disc):
        return circle(mark.x * MM, -mark.y * MM, mark.radius * MM)
    return polygon([(x * MM, -y * MM) for x, y in mark.points])
