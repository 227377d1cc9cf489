"""Draws a block: marks become the operators of a PDF page, with the block's top left at the origin."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace

from handouts.base.records import dataclass
from handouts.figures.person import Person
from handouts.figures.theme import line_width
from handouts.library.assets import Asset
from handouts.sheet.blocks import (
    BOX,
    BOX_LINE,
    MM,
    Blank,
    Block,
    Box,
    Code,
    Corner,
    Disc,
    Group,
    Image,
    LinkArea,
    Mark,
    Polygon,
    QrSquare,
    Rect,
    Text,
)
from handouts.type.bidi import is_rtl
from handouts.write.datamatrix import SIDE
from handouts.write.heard import running_text
from handouts.write.pdf.curves import circle, polygon, rounded
from handouts.write.pdf.faces import TypeFaces, told_apart
from handouts.write.pdf.figures import figure_name, outer_line
from handouts.write.pdf.fonts import DocumentFonts
from handouts.write.pdf.images import resource_name
from handouts.write.pdf.lettering import colour_code, number
from handouts.write.pdf.objects import text_string
from handouts.write.pdf.showing import shown_runs
from handouts.write.pdf.symbols import CORNER_MARK, square, symbol
from handouts.write.pdf.tags import Elements, OpenElement, TagTemplate, about

__all__ = ["OWN", "Drawn", "draw"]


@dataclass(frozen=True, eq=False, slots=True)
class Drawn:
    """The operators of a block, what they need, and how they are read aloud."""

    code: str
    """With a gap, “%d”, for the id of each marked part: ids count per page, and blocks stand on many."""
    images: dict[str, Image]
    """By their names in the page's resources."""
    tags: TagTemplate
    """Its elements."""
    fields: tuple[Box | Blank | LinkArea, ...]
    """Its boxes and places to write in that are form fields, and its links, in order."""
    frame: str
    """The code again, with OWN in place of a patient's own text or code."""

    def filled(self, base: int) -> str:
        """The code with ids counted from ``base``."""
        return self.code % tuple(range(base, base + self.marked)) if self.marked else self.code

    @property
    def marked(self) -> int:
        """How many parts of the content are marked."""
        return len(self.tags.owners)


OWN = "\0"
"""Stands in a frame where a patient's own texts go."""


def draw(
    block: Block,
    colours: dict[str, str],
    faces: TypeFaces,
    fonts: DocumentFonts,
    *,
    own: DocumentFonts | None = None,
    tagged: bool = True,
    form: bool = True,
) -> Drawn:
    """Draw a block's marks in order, the groups as marked content. Untagged, all of it is decoration.

    ``fonts`` take up its letters beyond the core, ``own`` those of a patient's own texts in it.
    ``form``: boxes and places to write in become form fields;
    otherwise they are there for paper only.
    """
    pen = _Pen(colours, faces, (fonts, own or fonts), form=form)
    if tagged:
        pen.walk(block.items)
    else:
        pen.plain(block.items)
    return Drawn(pen.code(), pen.images, pen.tags.template(), tuple(pen.fields), pen.frame())


def _spaced(marks: list[Mark], faces: TypeFaces) -> list[Mark]:
    """The marks of one element, with a space after each text that another one does not go on from at once.

    A screen reader joins texts as they come: without it, “1” and “Stand tall” are read as one word.
    """
    if len(marks) < 2:
        return marks
    texts = [index for index, mark in enumerate(marks) if isinstance(mark, Text)]
    if len(texts) < 2:
        return marks
    found = list(marks)
    for index, following in itertools.pairwise(texts):
        one, other = marks[index], marks[following]
        if (
            isinstance(one, Text)
            and isinstance(other, Text)
            and one.after != ""
            and not one.more
            and not one.text.endswith(" ")
        ):
            end = one.x + faces.width(one.text, one.strong) * one.size / MM
            if abs(one.y - other.y) > 0.1 or abs(end - other.x) > 0.3:
                found[index] = replace(one, text=f"{one.text} ")
    return found


_NAMES = {"Caption": "P", "Label": "P", "Continued": "P", "OL": "L", "UL": "L"}
"""Structure types of groups that another one stands for: a caption beside its figure is read as a paragraph."""
_TO_FILL = (Box, Blank)
_NOT_DRAWN = (Group, Blank, LinkArea)
_ATTRIBUTES = {"OL": "<</O/List/ListNumbering/Decimal>>", "UL": "<</O/List/ListNumbering/Disc>>"}


def _as_read(group: Group) -> str:
    """What a group of texts says, where letters of it run from right to left: how such a text is to be read out of a
    page is told by no reader alike. Empty for all others, and where something else is said in its place.
    """
    texts = [mark for mark in group.items if isinstance(mark, Text)]
    if group.alt or group.spoken or not any(is_rtl(one.text) for one in texts):
        return ""
    alone = not any(isinstance(mark, Group | Box | Blank) for mark in group.items)
    return running_text(group.items, bracketed=False) if alone else ""


class _Pen:
    """Writes operators and elements; knows the fill colour."""

    def __init__(
        self, colours: dict[str, str], faces: TypeFaces, fonts: tuple[DocumentFonts, DocumentFonts], *, form: bool
    ) -> None:
        self._colours, self._faces, self._form = colours, faces, form
        self._fonts, self._own_fonts = fonts
        self._out: list[str] = []
        self._own: list[tuple[int, int]] = []
        """From which operators to which a patient's own texts are drawn."""
        self._fill = ""
        self.images: dict[str, Image] = {}
        self.tags = Elements()
        self.fields: list[Box | Blank | LinkArea] = []

    def code(self) -> str:
        return "\n".join(self._out)

    def frame(self) -> str:
        """The code around a patient's own text or code."""
        if not self._own:
            return self.code()
        (start, end), *more = self._own
        assert not more, "a block has one text or code of a patient's own"
        return "".join([*[f"{line}\n" for line in self._out[:start]], OWN, "\n".join(self._out[end:])])

    def plain(self, items: Iterable[Mark]) -> None:
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
        first, self._fill, around, self._fonts = len(self._out), "", self._fonts, self._own_fonts
        for one in texts:
            self.draw(replace(one, x=one.x - left, y=one.y - top))
        self._own.append((first, len(self._out)))
        self._out.append("Q")
        self._fill, self._fonts = "", around

    def walk(self, items: tuple[Mark, ...], tag: str = "", below: OpenElement | None = None, scope: str = "") -> None:
        """Draw marks: those of a group are marked, and ``below`` is the group's element; those outside of any are
        artifacts.
        """
        run: list[Mark] = []
        fields = False
        for mark in items:
            if not isinstance(mark, Group):
                run.append(mark)
                fields = fields or isinstance(mark, _TO_FILL)
                continue
            if run:
                self._ungrouped(run, tag, below, fields=fields)
                run, fields = [], False
            self._group(mark, below, scope)
        if run:
            self._ungrouped(run, tag, below, fields=fields)

    def _ungrouped(self, marks: list[Mark], tag: str, below: OpenElement | None, *, fields: bool) -> None:
        if below is None:
            self._artifact(marks)
        elif fields:
            self._add_fields(marks, below)
        else:
            self.tags.content(below)
            self._content(tag, _spaced(marks, self._faces))

    def _content(self, tag: str, marks: Iterable[Mark], own: tuple[float, float] | None = None) -> None:
        """Draw marks as a marked part of the content."""
        self._out.append(f"/{tag} <</MCID %d>> BDC")
        if own is not None:
            self._own_text(marks, own)
        else:
            for mark in marks:
                self.draw(mark)
        self._out.append("EMC")

    def _artifact(self, marks: Iterable[Mark]) -> None:
        self._out.append("/Artifact BMC")
        for mark in marks:
            self.draw(mark)
        self._out.append("EMC")

    def _add_fields(self, marks: list[Mark], below: OpenElement) -> None:
        """Boxes and places to write in. What is printed beside one, its hold, is said by its label."""
        starts = [index for index, mark in enumerate(marks) if isinstance(mark, _TO_FILL)]
        if self._form:
            self._artifact(marks)
        for start, end in itertools.pairwise([*starts, len(marks)]):
            mark = marks[start]
            assert isinstance(mark, _TO_FILL)
            element = self.tags.open(below)
            if self._form:
                self.fields.append(mark)
                self.tags.field(element)
                self.tags.close(element, below, "Form")
                continue
            role = "/Role/cb/checked/off" if isinstance(mark, Box) else "/Role/tv"
            spoken = Group("Form", (), spoken=mark.label)
            self.tags.content(element)
            self._content("Form", marks[start:end])
            attributes = f"<</O/PrintField{role}/Desc{text_string(mark.label)}>>"
            self.tags.close(element, below, "Form", about(spoken, attributes))

    def _group(self, group: Group, parent: OpenElement | None, scope: str) -> None:
        tag = _NAMES.get(group.tag, group.tag)
        if tag == "Link":
            self._link(group, parent)
            return
        element = self.tags.open(parent)
        if tag == "Table":  # the first row holds the days, the first cell of the others says which row it is
            head, *rows = (one for one in group.items if isinstance(one, Group))
            self._group(head, element, "Column")
            for row in rows:
                self._group(row, element, "Row")
            self.tags.close(element, parent, tag, about(group))
            return
        attributes = f"<</O/Table/Scope/{scope}>>" if tag == "TH" else _ATTRIBUTES.get(group.tag, "")
        exact = "" if group.own else _as_read(group)
        if group.own is not None:
            self.tags.content(element)
            self._content(tag, group.items, group.own)
        else:
            self.walk(group.items, tag, element, scope)
            if tag in ("TD", "TH") and "%d" not in element.kids:
                self.tags.content(element, leads=True)
                self._content(tag, ())  # PDFium finds a cell by its content alone, be it empty
        if group.own is None:
            self.tags.close(element, parent, tag, about(group, attributes, exact))
        else:  # what it says of itself is the patient's own as well
            self.tags.close(element, parent, tag, own=True)

    def _link(self, group: Group, parent: OpenElement | None) -> None:
        """A patient's own text that a click follows, in a paragraph: on paper it is no more than that."""
        area = next((mark for mark in group.items if isinstance(mark, LinkArea)), None)
        paragraph = self.tags.open(parent)
        element = self.tags.open(paragraph) if area and self._form else paragraph
        self.tags.content(element)
        self._content("Link" if element is not paragraph else "P", group.items, group.own)
        if area and element is not paragraph:
            self.fields.append(area)
            self.tags.field(element)
            self.tags.close(element, paragraph, "Link", own=True)
        self.tags.close(paragraph, parent, "P", own=element is paragraph)

    def draw(self, mark: Mark) -> None:
        """One mark, as operators."""
        if isinstance(mark, Text):
            self._colour(mark)
            self._text(mark)
        elif isinstance(mark, Box):
            self._fill = ""
            self._out.append(_box(mark))
        elif isinstance(mark, Image):
            name, line = _named(mark)
            self.images[name] = mark
            corner = f"{number(mark.x * MM)} {number(-(mark.y + mark.h) * MM)}"
            place = f"{number(mark.w * MM)} 0 0 {number(mark.h * MM)} {corner}"
            self._out.append(f"q {place} cm{line} /{name} Do Q")
        elif isinstance(mark, Code):
            self._out.append(f"q {_square(mark, SIDE)} cm 0 g")
            self._own.append((len(self._out), len(self._out) + 1))
            self._out += [symbol(mark.text), "Q"]
        elif isinstance(mark, QrSquare):
            self._out.append(f"q {_square(mark, mark.place.modules)} cm 0 g")
            self._own.append((len(self._out), len(self._out) + 1))
            self._out += [square(mark.place, mark.handout), "Q"]
        elif isinstance(mark, Corner):
            self._out.append(f"q {_square(mark, 1)} cm {CORNER_MARK} Q")
        elif isinstance(mark, _NOT_DRAWN):  # walk and plain open groups; the lines of a blank are marks of their own
            return
        elif isinstance(mark, Disc) and mark.line:
            self._out.append(f"{colour_code(self._colours[mark.role])} RG {number(mark.line)} w {_path(mark)} S")
        else:
            self._colour(mark)
            self._out.append(f"{_path(mark)} f")

    def _colour(self, mark: Text | Rect | Disc | Polygon) -> None:
        colour = self._colours[mark.role]
        if colour != self._fill:
            self._out.append(f"{colour_code(colour)} rg")
            self._fill = colour

    def _text(self, mark: Text) -> None:
        down = number(-mark.y * MM)
        text = told_apart(mark.text) if mark.coded else mark.text
        if mark.way != "rtl" and (mark.coded or self._faces.plain):
            name, code = self._fonts.plain(text, self._faces.faces[0][mark.strong])
            if name:  # nearly always
                self._out.append(f"BT /{name} {number(mark.size)} Tf {number(mark.x * MM)} {down} Td <{code}> Tj ET")
                return
        place = mark.size, mark.x * MM, down
        self._out += shown_runs(mark.text, mark.strong, mark.way, place, self._faces, self._fonts)


def _named(mark: Image) -> tuple[str, str]:
    """A picture's name in a page's resources, and what sets the width of a figure's silhouette."""
    if isinstance(mark.asset, Asset):
        return resource_name(mark.asset), ""
    line = line_width(mark.asset, mark.h)
    return figure_name(mark.asset, mark.person or Person(), line), f" {outer_line(line)} w"


def _square(mark: Code | QrSquare | Corner, parts: int) -> str:
    """Counts from a square's top left, y down, in so many parts of its side."""
    side = f"{mark.w * MM / parts:.5g}"
    return f"{side} 0 0 -{side} {number(mark.x * MM)} {number(-mark.y * MM)}"


def _box(mark: Box) -> str:
    """A checkbox: white inside, black line, whatever the brand."""
    return f"1 g 0 G {BOX_LINE} w {number(mark.x * MM)} {number(-(mark.y + BOX) * MM)} {_SIDE} {_SIDE} re B"


_SIDE = number(BOX * MM)


def _path(mark: Rect | Disc | Polygon) -> str:
    if isinstance(mark, Rect) and not mark.radius:
        return f"{number(mark.x * MM)} {number(-(mark.y + mark.h) * MM)} {number(mark.w * MM)} {number(mark.h * MM)} re"
    if isinstance(mark, Rect):
        return rounded(mark.x * MM, -(mark.y + mark.h) * MM, mark.w * MM, mark.h * MM, mark.radius * MM)
    if isinstance(mark, Disc):
        return circle(mark.x * MM, -mark.y * MM, mark.radius * MM)
    return polygon([(x * MM, -y * MM) for x, y in mark.points])
