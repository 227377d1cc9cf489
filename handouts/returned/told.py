"""What came back of a sheet, told in a few plain words: for lines of a report, not for the patient."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handouts.returned.returns import Answers, ReturnSource

__all__ = ["answers_data", "done_words", "open_words", "pain_words", "source_words"]

NOTHING = "nothing came back"
_SOURCES: dict[ReturnSource, str] = {"pdf": "PDF", "scan": "scan", "typed": "typed in", "phone": "phone"}


def done_words(answers: Answers) -> str:
    """“20 of 24 boxes, 83 %”, “nothing marked” or “nothing came back”; empty where the sheet has no boxes of drills."""
    if not answers.sources:
        return "" if answers.unsettled else NOTHING
    if answers.nothing_marked:
        return "nothing marked"
    return f"{answers.done} of {answers.planned} boxes, {answers.percent} %" if answers.planned else ""


def pain_words(answers: Answers) -> str:
    """“pain 2 to 4 (3 entries)”, with what is no number counted apart; empty where nothing is written."""
    values = answers.pain_values
    if not answers.pain:
        return ""
    low, high = min(values, default=0), max(values, default=0)
    spread = f"pain {low}" if low == high else f"pain {low} to {high}"
    others = len(answers.pain) - len(values)
    if not values:
        return f"pain: {_many(others, 'entry', 'entries')}, no number"
    more = f", {others} more without a number" if others else ""
    return f"{spread} ({_many(len(values), 'entry', 'entries')}{more})"


def open_words(answers: Answers) -> Iterator[str]:
    """What is open: places to be settled, pages that are missing, what a later return took back."""
    for page, count in sorted(answers.unsettled.items()):
        of = f" of page {page}" if page else ""
        yield f"{_many(count, 'place', 'places')}{of} still to be settled"
    if answers.missing_pages:
        yield f"{_many(answers.missing_pages, 'page', 'pages')} did not come back"
    if answers.changed:
        yield f"{_many(len(answers.changed), 'answer', 'answers')} changed by a later return"


def source_words(answers: Answers) -> str:
    """“PDF and scan, settled by Anna”; empty where nothing was entered."""
    said = " and ".join(_SOURCES[source] for source in answers.sources)
    return f"{said}, settled by {' and '.join(answers.settled_by)}" if answers.settled_by else said


def answers_data(answers: Answers) -> dict[str, Any]:
    """The same for scripts."""
    return {
        "source": "self-report",
        "read_from": list(answers.sources),
        "entered_at": answers.entered_at,
        "settled_by": list(answers.settled_by),
        "nothing_marked": answers.nothing_marked,
        "done": answers.done,
        "planned": answers.planned,
        "boxes": {place.name(): ticked for place, ticked in answers.boxes.items()},
        "pain": [
            {"day": place.day, "session": place.session, "text": text, "value": value}
            for place, text, value in answers.pain_entries
        ],
        "measures": dict(answers.measures),
        "remarks": list(answers.remarks),
        "missing_pages": answers.missing_pages,
        "to_settle": {str(page): count for page, count in answers.unsettled.items()},
        "changed": list(answers.changed),
    }


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
