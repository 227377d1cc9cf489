"""What of a sheet is one patient's own: the name, the note, the next visit, the heads of later pages, the id.

All else is the same for everybody with the same drills, doses and week, as long as these take the same room.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from handouts.base.pagecodes import page_code
from handouts.base.pageplace import PagePlace
from handouts.base.records import dataclass, later
from handouts.base.twofold import first_of
from handouts.plan.handout import Handout
from handouts.sheet import front, masthead
from handouts.sheet.blocks import Block, Code, LinkArea, OwnPart, Pad, QrSquare, Slot, Text
from handouts.sheet.direction import balanced
from handouts.sheet.foot import small_print
from handouts.sheet.look import Look
from handouts.sheet.ownaddress import address_lines, square_side
from handouts.sheet.page import CODE
from handouts.sheet.text import Style, TextLine, put, wrap
from handouts.type.scripts import language_of

__all__ = ["OwnBlocks", "OwnCode", "OwnSigns", "OwnSquare", "OwnText", "alike", "own_blocks", "room_beside"]

_SMALLER = (0.85, 0.7, 0.6)
"""Sizes for a name that would take over two lines of the running head, as parts of the usual one."""
_LONG_NAME = 0.8
"""Size of a name that takes more than one line, as a part of the usual one."""
_AFTER_TITLE = 6.0
"""Between the title and a name after it, mm."""
_TITLE_MOST = 2
"""Most lines of a title that a name stands beside."""
_EDGE = 16.0
"""Height of the running head and of the footer, mm."""


class OwnText(NamedTuple):
    """Lines of a patient's own, one under the other."""

    lines: Sequence[TextLine]
    style: Style
    x: float = 0.0
    """From where patients alike are written from, mm."""
    coded: bool = False
    """Whether it is a code to be read letter by letter, of one line and one weight."""
    rtl: bool = False
    """Whether the sheet runs from right to left: then lines end where patients alike are written from."""
    language: str = ""
    """Where it is not the sheet's."""


class OwnCode(NamedTuple):
    """What the code on a page says."""

    text: str


class OwnSquare(NamedTuple):
    """What the square for a phone's camera says: the address of a handout's page."""

    place: PagePlace
    handout: str


OwnSigns = OwnCode | OwnSquare
"""What is no text, and says nothing to who hears the page."""


@dataclass(frozen=True)
class OwnBlocks:
    """A patient's own texts, broken into lines. What shares them asks for a text alone, or for the block around it."""

    handout: Handout
    look: Look
    patient: list[TextLine]
    patient_style: Style
    note: list[TextLine]
    visit: list[TextLine]
    running: OwnText
    """The name over later pages."""
    decided: Sequence[TextLine] = later(default=())
    """That a week is repeated, and why."""
    address: tuple[Sequence[TextLine], ...] = later(default=())
    """Of the page for the phone: over the whole width, and beside a square. Empty where no place is said."""
    copy: OwnBlocks | None = later(default=None)
    """The same of the copy in a second language."""

    @property
    def shape(self) -> Hashable:
        """The room that they take: handouts that are alike and whose own blocks have equal shapes have equal pages."""
        names, style = self.running[:2]
        room = room_beside(self.patient, self.handout, self.look)
        name = len(self.patient), self.patient_style.size, room
        own: tuple[Hashable, ...] = name, len(self.decided), len(self.note), len(self.visit), len(names), style.size
        own = (*own, *map(len, self.address))
        return (own, self.copy.shape) if self.copy else own

    @property
    def over_title(self) -> float:
        """Room that the patient's name takes over the title, mm; 0 where it stands beside it."""
        return (
            0.0 if room_beside(self.patient, self.handout, self.look) else len(self.patient) * self.patient_style.line
        )

    def said(self, part: OwnPart) -> OwnText | OwnSigns:
        """What stands in a part."""
        if part.kind == "square" and self.handout.phone:
            return OwnSquare(self.handout.phone.place, self.handout.id)
        return OwnCode(page_code(self.handout.id, part.nth)) if part.kind == "code" else self.text(part)

    def text(self, part: OwnPart) -> OwnText:
        """The text of a part that is no code or square."""
        if part.copy and self.copy:
            return self.copy.text(part._replace(copy=False))
        text = self._text(part)
        if part.kind in self._languages:
            text = text._replace(language=self._languages[part.kind])
        return text._replace(rtl=True) if self.handout.direction == "rtl" else text

    @cached_property
    def _languages(self) -> dict[str, str]:
        """Of the parts whose language is not the sheet's."""
        handout = self.handout
        name = _other(language_of(handout.patient), handout)
        found = {"patient": name, "running": name, "note": _note_language(handout)}
        return {kind: language for kind, language in found.items() if language}

    def _text(self, part: OwnPart) -> OwnText:
        look = self.look
        match part.kind:
            case "id":
                return _id(self.handout, look)
            case "running":
                return self.running
            case "patient":
                return _patient(self.patient, self.patient_style, self.handout, look)
            case "address":
                return OwnText(self.address[part.nth], look.style("row"))
            case _:
                lines = self._row(part.kind)[1]
                return OwnText(lines[front.row_chunks(len(lines))[part.nth]], look.style("row"))

    def _row(self, kind: str) -> tuple[str, Sequence[TextLine]]:
        """Label and lines of a row of theirs."""
        handout = self.handout
        if kind == "decided":
            return handout.decided_label, self.decided
        return (handout.labels.note, self.note) if kind == "note" else (handout.labels.next_visit, self.visit)

    def _sign(self, slot: Slot) -> Block:
        """A code, or a square."""
        handout, pad = self.handout, Pad()
        if slot.part.kind == "square" and handout.phone:
            pad.add(QrSquare(slot.x, 0.0, square_side(handout.phone), handout.phone.place, handout.id))
            return pad.block(square_side(handout.phone))
        pad.add(Code(slot.x, 0.0, CODE, page_code(handout.id, slot.part.nth)))
        return pad.block(_EDGE)

    def block(self, slot: Slot) -> Block:
        """What stands in a slot: the text, and what is around it."""
        handout, look, pad = self.handout, self.look, Pad()
        if slot.part.kind in ("code", "square"):
            return self._sign(slot)
        lines, style = self.text(slot.part)[:2]
        match slot.part.kind:
            case "address":
                return _address(handout, look, self.text(slot.part), slot.x)
            case "id":
                with pad.group("Continued", own=(slot.x, slot.y)):
                    text = "".join(piece[0] for piece in lines[0].pieces)
                    pad.add(Text(slot.x, slot.y, text, style.size, style.strong, style.role, coded=True))
                return pad.block(_EDGE)
            case "running":
                return _running_head(handout, look, self.text(slot.part))
            case "patient":
                return _name(handout, look, self.text(slot.part), room_beside(self.patient, handout, look))
        label, lines = self._row(slot.part.kind)
        language = self._languages.get(slot.part.kind, "")
        return front.row_block(
            label,
            list(lines),
            look,
            style,
            index=slot.part.nth,
            rule=slot.rule,
            language=language,
            own=True,
            again=handout.labels.goes_on if slot.again else "",
        )


def own_blocks(handout: Handout, look: Look, copy: Look | None = None) -> OwnBlocks:
    """A patient's own texts, broken into lines. ``copy``: how a copy in a second language looks, where there is one."""
    style, width, faces = look.style("row"), look.text_w, look.faces
    patient, patient_style = _name_lines(handout, look)
    return OwnBlocks(
        handout,
        look,
        patient,
        patient_style,
        balanced(wrap(handout.note, style, faces, width)) if handout.note else [],
        balanced(look.lines(handout.next_visit, style, width)) if handout.next_visit else [],
        _running(handout, look),
        balanced(wrap(handout.decided, style, faces, width)) if handout.decided else (),
        address_lines(handout, look),
        own_blocks(handout.copy, copy) if handout.copy and copy else None,
    )


def _name_lines(handout: Handout, look: Look) -> tuple[list[TextLine], Style]:
    """The line that says whose sheet it is, in smaller type where it takes more than one."""
    style, width = look.style("patient"), masthead.head_width(look)
    lines = wrap(handout.patient_line, style, look.faces, width)
    if len(lines) > 1:
        style = replace(style, size=style.size * _LONG_NAME, leading=style.leading * _LONG_NAME)
        lines = wrap(handout.patient_line, style, look.faces, width)
    return balanced(lines), style


def room_beside(lines: list[TextLine], handout: Handout, look: Look) -> float:
    """How much of the title's line the patient's name takes, mm; 0 where it stands over the title, as it does over one
    that would take more than two lines beside it.

    It is rounded, so that patients share the title.
    """
    width = masthead.head_width(look)
    beside = look.layout.front.name_beside_title and len(lines) == 1 and lines[0].width < width * 0.45
    if not beside:
        return 0.0
    room = math.ceil((lines[0].width + _AFTER_TITLE) / 10) * 10
    _, titles = masthead.title_style(masthead.title_of(handout, look), look, width - room)
    return room if len(titles) <= _TITLE_MOST else 0.0


def _patient(lines: list[TextLine], style: Style, handout: Handout, look: Look) -> OwnText:
    """The line that says whose sheet it is, as it stands over the title, or after it."""
    if not room_beside(lines, handout, look):
        return OwnText(lines, style)
    # what follows starts left of it on the same line: without a space, programs that copy text join the two
    *before, (text, strong, soft) = lines[0].pieces
    return OwnText([lines[0]._replace(pieces=(*before, (f"{text} ", strong, soft)))], style)


def _name(handout: Handout, look: Look, text: OwnText, room: float) -> Block:
    """Whose sheet it is: a block of its own, because nobody else has it."""
    pad, faces, lines, who, x = Pad(), look.faces, text.lines, text.style, text.x
    left, top = look.axis, masthead.title_top(handout, look)
    if room:
        text_of = masthead.title_of(handout, look)
        title, titles = masthead.title_style(text_of, look, masthead.head_width(look) - room)
        left += max(line.width for line in titles) + _AFTER_TITLE
        top += title.baseline(faces) - who.baseline(faces)
    with pad.group("P", language=text.language, own=(left, top + who.baseline(faces))):
        put(pad, left + x, top, lines, who, faces)
    return pad.block(0.0)  # the title makes room for it


def _running(handout: Handout, look: Look) -> OwnText:
    """The name over later pages, smaller where it is long."""
    width = look.frame.left + look.frame.header_w - look.axis
    whole = look.style("running", "primary", strong=True)
    style, lines = whole, wrap(handout.patient, whole, look.faces, width)
    for factor in _SMALLER:
        if len(lines) > 2:
            style = replace(whole, size=whole.size * factor, leading=whole.leading * factor)
            lines = wrap(handout.patient, style, look.faces, width)
    return OwnText(lines[: max(1, int((front.HEADER_ROOM - _top(lines)) / style.line))], style)


def _top(lines: Sequence[TextLine]) -> float:
    """Where the name over later pages begins, mm below the page's header."""
    return 2.2 if len(lines) == 1 else 0.7


def _running_head(handout: Handout, look: Look, text: OwnText) -> Block:
    """Head of later pages: a loose sheet still knows whose it is."""
    pad, faces, lines, style = Pad(), look.faces, text.lines, text.style
    masthead.logo_mark(pad, look, handout.header.logo, 2, 8, 18)
    top = _top(lines)
    with pad.group("P", language=text.language, own=(look.axis, top + style.baseline(faces))):
        y = put(pad, look.axis, top, lines, style, faces)
    small, width = look.style("small", "mute"), look.frame.left + look.frame.header_w - look.axis
    found = [look.lines(one, small, width) for one in (handout.running, handout.running_short)]
    left = int((front.HEADER_ROOM - y) / small.line)
    # on one line where that can be, else on as many as there is room for
    shown = next((one for one in found if len(one) <= min(1, left)), None) or next(
        (one for one in found if len(one) <= left), found[-1][:left]
    )
    with pad.group("P"):
        put(pad, look.axis, y, shown, small, faces)
    return pad.block(_EDGE)


def _id(handout: Handout, look: Look) -> OwnText:
    """The handout's id and the version of what it was made from."""
    text = f"{handout.shown_id}  {handout.version}"
    return OwnText([TextLine(((text, False, False),), 0.0)], small_print(handout, look), coded=True)


def _address(handout: Handout, look: Look, text: OwnText, x: float) -> Block:
    """The address of the page for the phone: a click on it opens the page."""
    assert handout.phone  # whoever asks has it
    pad, lines, style = Pad(), text.lines, text.style
    with pad.group("Link", own=(x, style.baseline(look.faces))):
        pad.y = put(pad, x, 0.0, lines, style, look.faces)
        wide = max(line.width for line in lines)
        label = first_of(handout.phone.label)
        pad.add(
            LinkArea(x, 0.0, min(look.frame.right - x, math.ceil(wide / 10) * 10), pad.y, handout.phone.place, label)
        )
    return pad.block()


def alike(handout: Handout) -> Hashable:
    """What a handout has in common with those of other patients: they differ in their own blocks alone."""
    return (handout.shared, handout.copy.shared) if handout.copy else handout.shared


def _note_language(handout: Handout) -> str:
    """As it was said, or as the letters of the note tell, without those of who wrote it; else empty: the sheet’s."""
    if handout.note_language:
        return handout.note_language
    return _other(language_of("".join([run.text for run in handout.note if not run.soft])), handout)


def _other(found: str, handout: Handout) -> str:
    """A language that letters tell; empty where it is the sheet's."""
    sheet = handout.language.partition("-")[0]
    known = found.partition("-")[0]
    return "" if known == sheet or (known == "zh" and sheet == "ja") else found
