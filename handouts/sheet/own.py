"""What of a sheet is one patient's own: the name, the note, the next visit, the heads of later pages, the id.

All else is the same for everybody with the same drills, doses and week, as long as these take the same room.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import fields, replace
from operator import attrgetter
from typing import NamedTuple

from handouts.base.records import dataclass
from handouts.plan.handout import Handout
from handouts.sheet import front
from handouts.sheet.blocks import Block, Pad, Slot
from handouts.sheet.look import Look
from handouts.sheet.text import Style, TextLine, put, wrap

__all__ = ["OwnBlocks", "OwnText", "alike", "own_blocks", "room_beside"]

_SMALLER = (0.85, 0.7, 0.6)
"""Sizes for a name that would take over two lines of the running head, as parts of the usual one."""
_EDGE = 16.0
"""Height of the running head and of the footer, mm."""


class OwnText(NamedTuple):
    """Lines of a patient's own, one under the other, the first one's top left corner at (x, y) mm of its block."""

    lines: Sequence[TextLine]
    style: Style
    x: float
    y: float

    def put(self, pad: Pad, look: Look, *, tag: str = "P") -> float:
        """Add them as an element of their own; gives the y below them."""
        with pad.group(tag, own=True):
            return put(pad, self.x, self.y, self.lines, self.style, look.faces)


@dataclass(frozen=True)
class OwnBlocks:
    """A patient's own texts, broken into lines. A slot asks for the texts alone, or for the block around them."""

    handout: Handout
    look: Look
    patient: list[TextLine]
    note: list[TextLine]
    visit: list[TextLine]

    @property
    def shape(self) -> Hashable:
        """The room that they take: handouts that are alike and whose own blocks have equal shapes have equal pages."""
        return len(self.patient), room_beside(self.patient, self.look), len(self.note), len(self.visit)

    def texts(self, slot: Slot) -> tuple[OwnText, ...]:
        """The patient's own texts in a slot."""
        handout, look = self.handout, self.look
        match slot.kind:
            case "id":
                return (_id(handout, look, slot),)
            case "running":
                return _running(handout, look)
            case "patient":
                return (_patient(handout, look, self.patient),)
            case _:
                lines = self.note if slot.kind == "note" else self.visit
                chunk = lines[front.row_chunks(len(lines))[slot.index]]
                return (OwnText(chunk, look.style("row"), look.axis, front.row_top(look, slot.index, slot.rule)),)

    def block(self, slot: Slot) -> Block:
        """What stands in a slot: the texts, and what is around them."""
        handout, look, pad = self.handout, self.look, Pad()
        if slot.kind in ("note", "visit"):
            note = slot.kind == "note"
            label, lines = (handout.labels.note, self.note) if note else (handout.labels.next_visit, self.visit)
            language = handout.note_language if note else ""
            style = look.style("row")
            return front.row_block(
                label, lines, look, style, index=slot.index, rule=slot.rule, language=language, own=True
            )
        if slot.kind == "running":
            front.logo_mark(pad, look, handout.header.logo, 2, 10)
        for text in self.texts(slot):
            below = text.put(pad, look, tag="Continued" if slot.kind == "id" else "P")
            pad.y = 0.0 if slot.kind == "patient" and room_beside(self.patient, look) else below
        return pad.block(None if slot.kind == "patient" else _EDGE)


def own_blocks(handout: Handout, look: Look) -> OwnBlocks:
    """A patient's own texts, broken into lines."""
    style, width, faces = look.style("row"), look.text_w, look.faces
    return OwnBlocks(
        handout,
        look,
        wrap(handout.patient_line, look.style("patient"), faces, width),
        wrap(handout.note, style, faces, width) if handout.note else [],
        look.lines(handout.next_visit, style, width) if handout.next_visit else [],
    )


def room_beside(lines: list[TextLine], look: Look) -> float:
    """How much of the title's line the patient's name takes, mm; 0 where it stands over the title.

    It is rounded, so that patients share the title.
    """
    beside = look.layout.front.name_beside_title and len(lines) == 1 and lines[0].width < look.text_w * 0.45
    return math.ceil((lines[0].width + 6) / 10) * 10 if beside else 0.0


def _patient(handout: Handout, look: Look, lines: list[TextLine]) -> OwnText:
    """Whose sheet it is: over the title, or right of it."""
    who = look.style("patient")
    room = room_beside(lines, look)
    if not room:
        return OwnText(lines, who, look.axis, 0.0)
    title = front.title_style(front.title_of(handout, look), look, look.text_w - room)[0]
    *before, (text, strong, soft) = lines[0].pieces
    # what follows starts left of it on the same line: without a space, programs that copy text join the two
    line = lines[0]._replace(pieces=(*before, (f"{text} ", strong, soft)))
    shift = title.baseline(look.faces) - who.baseline(look.faces)
    return OwnText([line], who, look.frame.right - line.width, shift)


def _running(handout: Handout, look: Look) -> tuple[OwnText, ...]:
    """Head of later pages: a loose sheet still knows whose it is."""
    faces = look.faces
    width = look.frame.left + look.frame.header_w - look.axis
    whole, small = look.style("running", "primary", strong=True), look.style("small", "mute")
    name, lines = whole, wrap(handout.patient, whole, faces, width)
    for factor in _SMALLER:
        if len(lines) > 2:
            name = replace(whole, size=whole.size * factor, leading=whole.leading * factor)
            lines = wrap(handout.patient, name, faces, width)
    top = 2.2 if len(lines) == 1 else 0.7
    lines = lines[: max(1, int((front.HEADER_ROOM - top) / name.line))]
    y = top
    for _ in lines:
        y += name.line
    shown = look.lines(handout.running, small, width)
    left = int((front.HEADER_ROOM - y) / small.line)
    if len(shown) > min(1, left):  # on one line where that can be, else on as many as there is room for
        found = [shown, look.lines(handout.running_short, small, width)]
        shown = next((text for text in found if len(text) <= min(1, left)), None) or next(
            (text for text in found if len(text) <= left), found[-1][:left]
        )
    return OwnText(lines, name, look.axis, top), OwnText(shown, small, look.axis, y)


def _id(handout: Handout, look: Look, slot: Slot) -> OwnText:
    """The handout's id and the version of what it was made from, for the footer: from x on, on a baseline y."""
    style = look.style("footer", "mute")
    text = f"{handout.shown_id}  {handout.version}"
    line = TextLine(((text, False, False),), style.width(text, look.faces))
    return OwnText([line], style, slot.x, slot.y - style.baseline(look.faces))


_ALIKE = attrgetter(
    *(
        item.name
        for item in fields(Handout)
        if item.name not in ("patient", "patient_line", "note", "next_visit", "id", "cards", "week")
    )
)


def alike(handout: Handout) -> Hashable:
    """What a handout has in common with those of other patients: they differ in their own blocks alone."""
    return _ALIKE(handout), handout.week_key, tuple([card.digest for card in handout.cards])
