"""What of a sheet is one patient's own: the name, the note, the next visit, the heads of later pages, the id.

All else is the same for everybody with the same drills, doses and week, as long as these take the same room.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import fields
from operator import attrgetter

from handouts.base.records import dataclass
from handouts.plan.handout import Handout
from handouts.sheet import front
from handouts.sheet.blocks import Block, Slot
from handouts.sheet.look import Look
from handouts.sheet.text import TextLine, wrap

__all__ = ["OwnBlocks", "alike", "own_blocks"]


@dataclass(frozen=True)
class OwnBlocks:
    """A patient's own texts, broken into lines; each becomes a block for the slot that asks for it."""

    handout: Handout
    look: Look
    patient: list[TextLine]
    note: list[TextLine]
    visit: list[TextLine]

    @property
    def shape(self) -> Hashable:
        """The room that they take: handouts that are alike and whose own blocks have equal shapes have equal pages."""
        room = front.room_beside(self.patient, self.look)
        return len(self.patient), room, len(self.note), len(self.visit)

    def block(self, slot: Slot) -> Block:
        """What stands in a slot."""
        handout, look = self.handout, self.look
        if slot.kind == "id":
            return front.id_line(handout, look, slot.x, slot.y)
        if slot.kind == "running":
            return front.running_head(handout, look)
        if slot.kind == "patient":
            return front.patient(handout, look, self.patient)
        note = slot.kind == "note"
        label, lines = (handout.labels.note, self.note) if note else (handout.labels.next_visit, self.visit)
        language = handout.note_language if note else ""
        style = look.style("row")
        return front.row_block(label, lines, look, style, index=slot.index, rule=slot.rule, language=language)


def own_blocks(handout: Handout, look: Look) -> OwnBlocks:
    """A patient's own texts, broken into lines."""
    style, width = look.style("row"), look.text_w
    note, visit = (wrap(text, style, look.faces, width) if text else [] for text in (handout.note, handout.next_visit))
    return OwnBlocks(handout, look, front.patient_lines(handout, look), note, visit)


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
