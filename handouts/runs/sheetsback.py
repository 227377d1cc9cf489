"""What came back of a patient's sheets: each that was given, once, with its answers, in the order of the weeks."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from handouts.base.ids import shown_id
from handouts.base.records import dataclass
from handouts.deliver.register import Issued, Register
from handouts.returned.returns import Answers, answers
from handouts.returned.returnstable import ReturnsTable
from handouts.returned.told import NOTHING, done_words, open_words, pain_words

__all__ = ["SheetBack", "sheets_back", "week_rows"]

_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class SheetBack:
    """A sheet as it was given last, and what came back of it."""

    row: Issued
    answers: Answers

    @property
    def first_day(self) -> date | None:
        """None where the register was changed by hand."""
        with contextlib.suppress(ValueError):
            return date.fromisoformat(self.row.first_day)
        return None

    @property
    def last_day(self) -> date | None:
        """The seventh."""
        with contextlib.suppress(OverflowError):
            return self.first_day + _WEEK - timedelta(days=1) if self.first_day else None
        return None

    def is_over(self, today: date) -> bool:
        """Whether its week has ended."""
        return self.last_day is not None and self.last_day < today


def sheets_back(register: Register, rows: Iterable[Issued]) -> list[SheetBack]:
    """Each handout of these rows, which have the latest first, once: by program, then by week."""
    given: dict[str, Issued] = {}
    for row in rows:
        given.setdefault(row.handout, row)
    returns = ReturnsTable(register).of_handouts(given)
    found = [SheetBack(row, answers(handout, returns)) for handout, row in given.items()]
    return sorted(found, key=lambda one: (one.row.program, one.row.first_day, one.row.issued_at))


def week_rows(sheets: Iterable[SheetBack], today: date) -> Iterator[tuple[str, ...]]:
    """A table: a head, and a line for each sheet."""
    yield ("program", "week", "from", "sheet", "came back (self-report)")
    for one in sheets:
        row, came = one.row, one.answers
        said = [done_words(came), pain_words(came), *open_words(came)]
        text = "; ".join(part for part in said if part)
        if text == NOTHING and not one.is_over(today):
            text = f"{NOTHING} yet"
        yield (row.program, str(row.week or "?"), row.first_day, shown_id(row.handout), text)
