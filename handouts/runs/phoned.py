"""What pages for the phone sent: found in files, messages and lines, and held against the sheets of the register."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from handouts.base.ids import shown_id
from handouts.base.outcomes import ANSWERS
from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.register import Issued, Register
from handouts.library.load import Library
from handouts.plan.handout import Handout
from handouts.returned.forms import MAX_BYTES, Returned
from handouts.returned.inmail import is_message, parts_of
from handouts.returned.phoned import SheetPlaces, against_sheet, phoned
from handouts.returned.replies import Reply, is_reply, read_replies
from handouts.runs.registers import open_register
from handouts.runs.remaking import Remaking
from handouts.sheet.boxnames import ActivityName, BoxName, MeasureName, PainName

__all__ = ["STDIN", "Phoned", "from_phones", "places_of", "read_bytes", "replies_in"]

STDIN = Path("-")
"""Stands for the standard input among the names of files."""


@dataclass(frozen=True)
class Phoned:
    """What was read of one file, message or line."""

    replies: tuple[Reply, ...]
    problems: tuple[Problem, ...] = ()


def replies_in(data: bytes, name: str) -> Phoned | None:
    """What is in a file's bytes, or in a message's; None where they are to be read as something else, such as a PDF."""
    if is_message(data, name):
        return _in_message(data, name)
    if is_reply(data) or name.lower().endswith(_ENDINGS):
        return Phoned(*read_replies(data, name))
    return None


_ENDINGS = (".json", ".txt")
"""Of files that are nothing else, whatever they hold."""


def _in_message(data: bytes, name: str) -> Phoned:
    """What any part of a message holds, each once: a file often comes with the line, and an answer quotes it again."""
    found: dict[str, Reply] = {}
    problems: dict[Problem, None] = {}
    parts = parts_of(data)
    for part in parts:
        if is_reply(part):
            replies, wrong = read_replies(part, name)
            for one in replies:
                found.setdefault(one.digest, one)
            problems |= dict.fromkeys(wrong)
    if found or problems:
        return Phoned(tuple(found.values()), () if found and not _lost(found, problems) else tuple(problems))
    hint = "It has no file and no line that a patient's page made."
    if any(part.startswith(b"%PDF-") for part in parts):
        hint = "It has a PDF: save that, and name it."
    return Phoned((), (Problem(name, 0, "is a message in which nothing was sent back", hint),))


def _lost(found: dict[str, Reply], problems: Iterable[Problem]) -> bool:
    """Whether a damaged copy is of a sheet of which no whole one was found."""
    whole = {shown_id(one.handout) for one in found.values()}
    return any(not any(one in problem.message for one in whole) for problem in problems)


def read_bytes(path: Path) -> bytes | None:
    """The bytes of a file, or of the standard input; None of a PDF, and of what cannot be read or is far too large:
    whoever reads PDFs says why.
    """
    if path == STDIN:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with contextlib.suppress(OSError):
        if path.is_file() and path.stat().st_size <= MAX_BYTES:
            with path.open("rb") as file:
                start = file.read(_START)
                a_pdf = b"%PDF-" in start and not is_message(start, path.name)
                return None if a_pdf else start + file.read(MAX_BYTES)
    return None


_START = 1024
"""Bytes in which a PDF says that it is one."""


def from_phones(
    replies: Iterable[Reply], folder: Path | None, today: Callable[[], Library]
) -> tuple[list[Returned], list[Problem]]:
    """Replies as filled-in sheets, the one that was said last at the end, and why others are none. In a clinic's
    ``folder`` each is held against its sheet, as the register makes it again; ``today`` gives today's content.
    """
    ordered = sorted(replies, key=lambda one: one.changed)
    if folder is None:
        return [phoned(one) for one in ordered], []
    forms: list[Returned] = []
    problems: list[Problem] = []
    with open_register(folder, reading=True) as register, Remaking(today, register) as remaking:
        for one in ordered:
            made = _held(one, register, remaking)
            if isinstance(made, Returned):
                forms.append(made)
            else:
                problems += made
    return forms, problems


def _held(reply: Reply, register: Register, remaking: Remaking) -> Returned | tuple[Problem, ...]:
    """A reply of a sheet that the register knows, held against that; one of another clinic's as it is."""
    rows: list[Issued] = register.find(reply.handout)
    if not rows:
        return phoned(reply)
    try:
        sheet = places_of(remaking.planned(rows[0]))
    except HandoutsError as error:
        why = f"could not be held against its sheet, which {error.problems[0].message}"
        return phoned(reply, look=(why,))
    return against_sheet(reply, sheet) or phoned(reply, sheet)


def places_of(handout: Handout) -> SheetPlaces:
    """What a sheet has to be ticked and written in, on paper or on a phone."""
    rows = handout.measures.rows if handout.measures else ()
    days = [day.key for day in handout.week if day.on]
    written = {PainName(day, row.session).name() for row in handout.pain_rows for day in days}
    written |= {ActivityName(row.number).name() for row in rows if row.kind == "function" and not row.text}
    return SheetPlaces(
        frozenset([*_boxes(handout), *_answers(handout)]),
        frozenset(written),
        tuple(card.drill for card in handout.cards),
        handout.activities,
    )


def _boxes(handout: Handout) -> Iterator[str]:
    for card in handout.cards:
        for row in card.rows:
            for day in card.days:
                for number in range(1, len(row.holds) + 1):
                    yield BoxName.of(card, row, day, number).name()


def _answers(handout: Handout) -> Iterator[str]:
    for row in handout.measures.rows if handout.measures else ():
        for answer in ANSWERS[row.kind]:
            yield MeasureName(row.kind, answer, row.number).name()
