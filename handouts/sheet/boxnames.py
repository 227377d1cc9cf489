"""Names of the boxes to tick and of the places to write in: made for the page, and read from what comes back.

A name says all that a tick means, so that a filled-in file can be read without the handout: which drill of the
sheet, which day of its week, which session. The same name stands in the form and in the data of ``--boxes``.
Patients have files with these names already, which must stay readable: never change what a name looks like.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from handouts.base.records import dataclass
from handouts.base.scalars import DAYS

if TYPE_CHECKING:
    from handouts.plan.handout import Card, GridRow

__all__ = ["BoxName", "FieldName", "NotesName", "PainName", "PhoneName", "parse_name"]

_DAY = f"(?P<day>{'|'.join(DAYS)})"
_SESSION = "s(?P<session>[1-9])"


@dataclass(frozen=True)
class BoxName:
    """A box to tick: ``d2_wed_s1_t3_l`` is the second drill, Wednesday, first session, third set, left side."""

    drill: int
    """1 for the first drill on the sheet; up to 999."""
    day: str
    """mon to sun."""
    session: int
    """1 for the drill's first session of the day; up to 9."""
    set_number: int
    """1 for the first set; up to 99."""
    side: str = ""
    """l, r, or empty where a drill is not done one side at a time."""

    _FORM: ClassVar[re.Pattern[str]] = re.compile(
        f"d(?P<drill>[1-9][0-9]{{0,2}})_{_DAY}_{_SESSION}_t(?P<set>[1-9][0-9]?)(?:_(?P<side>[lr]))?"
    )

    @classmethod
    def of(cls, card: Card, row: GridRow, day: str, set_number: int) -> BoxName:
        """The box of a set, from 1, in a row of a card's grid."""
        return cls(card.number, day, row.session, set_number, row.side)

    def name(self) -> str:
        side = f"_{self.side}" if self.side else ""
        return f"d{self.drill}_{self.day}_s{self.session}_t{self.set_number}{side}"

    @classmethod
    def parse(cls, text: str) -> BoxName | None:
        """What a name says, or None where it is not the name of a box."""
        match = cls._FORM.fullmatch(text)
        if not match:
            return None
        return cls(int(match["drill"]), match["day"], int(match["session"]), int(match["set"]), match["side"] or "")


@dataclass(frozen=True)
class PainName:
    """A place to write pain in: ``pain_wed_s1`` is after Wednesday's first session."""

    day: str
    """mon to sun."""
    session: int
    """1 for the first session of the day that any drill has; up to 9."""

    _FORM: ClassVar[re.Pattern[str]] = re.compile(f"pain_{_DAY}_{_SESSION}")

    def name(self) -> str:
        return f"pain_{self.day}_s{self.session}"

    @classmethod
    def parse(cls, text: str) -> PainName | None:
        """What a name says, or None where it is not the name of a place for pain."""
        match = cls._FORM.fullmatch(text)
        return cls(match["day"], int(match["session"])) if match else None


@dataclass(frozen=True)
class NotesName:
    """The lines for the patient's notes on a page, from 1: ``notes_p2``; up to page 999."""

    page: int

    _FORM: ClassVar[re.Pattern[str]] = re.compile(r"notes_p(?P<page>[1-9][0-9]{0,2})")

    def name(self) -> str:
        return f"notes_p{self.page}"

    @classmethod
    def parse(cls, text: str) -> NotesName | None:
        """What a name says, or None where it is not the name of lines for notes."""
        match = cls._FORM.fullmatch(text)
        return cls(int(match["page"])) if match else None


@dataclass(frozen=True)
class PhoneName:
    """The place for the clinic's phone number, where the sheet does not say it: ``phone``."""

    _NAME: ClassVar[str] = "phone"

    def name(self) -> str:
        return self._NAME

    @classmethod
    def parse(cls, text: str) -> PhoneName | None:
        """What a name says, or None where it is not the name of the place for the number."""
        return cls() if text == cls._NAME else None


FieldName = BoxName | PainName | NotesName | PhoneName


def parse_name(text: str) -> FieldName | None:
    """What the name of a form field says, or None where no handout has a field of that name."""
    return BoxName.parse(text) or PainName.parse(text) or NotesName.parse(text) or PhoneName.parse(text)
