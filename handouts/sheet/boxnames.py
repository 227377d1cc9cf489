"""Names of the boxes to tick and of the places to write in: made for the page, and read from what comes back.

A name says all that a tick means, so that a filled-in file can be read without the handout: which drill of the
sheet, which day of its week, which session. The same name stands in the form and in the data of ``--boxes``.
Patients have files with these names already, which must stay readable: never change what a name looks like.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from handouts.base.outcomes import ACTIVITIES_MOST, ANSWERS, MEASURES, MeasureKind
from handouts.base.records import dataclass
from handouts.base.scalars import DAYS

if TYPE_CHECKING:
    from handouts.plan.handout import Card, GridRow

__all__ = [
    "ActivityName",
    "BoxName",
    "FieldName",
    "MeasureName",
    "NotesName",
    "PainName",
    "PhoneName",
    "parse_name",
]

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


@dataclass(frozen=True)
class MeasureName:
    """A box of an outcome measure: ``m_pain_7``; ``m_function2_4`` is the second activity; ``m_change_1`` is the first
    of seven steps, very much worse.
    """

    kind: MeasureKind
    answer: int
    """What ticking it says: 0 to 10, of change 1 to 7."""
    number: int = 1
    """Of function which activity, from 1 to 3; of all others 1."""

    _FORM: ClassVar[re.Pattern[str]] = re.compile(
        rf"m_(?P<kind>pain|change|function)(?P<number>[1-{ACTIVITIES_MOST}]?)_(?P<answer>0|[1-9][0-9]?)"
    )

    def name(self) -> str:
        number = self.number if self.kind == "function" else ""
        return f"m_{self.kind}{number}_{self.answer}"

    @classmethod
    def parse(cls, text: str) -> MeasureName | None:
        """What a name says, or None where it is not the name of such a box."""
        match = cls._FORM.fullmatch(text)
        kind = next((kind for kind in MEASURES if match and match["kind"] == kind), None)
        if not match or not kind or int(match["answer"]) not in ANSWERS[kind]:
            return None
        found = cls(kind, int(match["answer"]), int(match["number"] or 1))
        return found if found.name() == text else None


@dataclass(frozen=True)
class ActivityName:
    """The line to write an activity on, from 1 to 3, where the sheet does not say it: ``m_activity2``."""

    number: int

    _FORM: ClassVar[re.Pattern[str]] = re.compile(rf"m_activity(?P<number>[1-{ACTIVITIES_MOST}])")

    def name(self) -> str:
        return f"m_activity{self.number}"

    @classmethod
    def parse(cls, text: str) -> ActivityName | None:
        """What a name says, or None where it is not the name of such a line."""
        match = cls._FORM.fullmatch(text)
        return cls(int(match["number"])) if match else None


FieldName = BoxName | PainName | NotesName | PhoneName | MeasureName | ActivityName


def parse_name(text: str) -> FieldName | None:
    """What the name of a form field says, or None where no handout has a field of that name."""
    for kind in (BoxName, PainName, NotesName, PhoneName, MeasureName, ActivityName):
        if found := kind.parse(text):
            return found
    return None
