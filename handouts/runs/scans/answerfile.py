"""Answers that were given on a page in the browser: hostile input like any other, until each has been looked at."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from handouts.base.ids import check_id, shown_id
from handouts.base.pagecodes import PAGES_MOST
from handouts.base.plaintext import visible
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.register import Register
from handouts.returned.returnstable import ReturnsTable
from handouts.runs.scans.points import LEFT, PAGE, OpenPoint, checked_answer
from handouts.runs.scans.settling import OpenPage

__all__ = ["DIGITS", "KIND", "Answer", "AnswerFile", "read_answers"]

KIND = "handouts-answers-1"
"""What such a file says of itself."""
DIGITS = 16
"""So many digits of a picture's digest stand for it."""
_BYTES, _ANSWERS = 4_000_000, 20_000
_SAVED = "Save the answers once more from the page that “handouts settle --page” made."


@dataclass(frozen=True)
class Answer:
    """An answer to an open question, as it may be kept. ``point`` is None where the whole page is thrown away."""

    page: OpenPage
    point: OpenPoint | None
    text: str


@dataclass(frozen=True)
class AnswerFile:
    """What a file of answers came to."""

    by: str
    """Who settled them, as the file says; empty where it does not."""
    answers: tuple[Answer, ...]
    problems: tuple[Problem, ...]
    """Answers that are not taken, each with the reason."""


def read_answers(path: Path, pages: Sequence[OpenPage], register: Register) -> AnswerFile:
    """The answers in a file that fit what is open; HandoutsError where it is no such file."""
    data = _parsed(path)
    known = {_key(page): page for page in pages}
    table = ReturnsTable(register)
    taken: dict[tuple[int, str], Answer] = {}
    problems: list[Problem] = []
    twice: set[tuple[int, str]] = set()
    for number, item in enumerate(data["answers"], 1):
        try:
            answer = _answer(item, known, table)
        except ValueError as error:
            problems.append(Problem(str(path), 0, f"answer {number} {error}", "It was not taken."))
            continue
        name = answer.point.name if answer.point else PAGE
        if (before := taken.get((answer.page.ret.id, name))) and before.text != answer.text:
            problems.append(
                Problem(str(path), 0, f"answer {number} says otherwise than one before", "Neither is taken.")
            )
            twice.add((answer.page.ret.id, name))
        taken[answer.page.ret.id, name] = answer
    answers = tuple(answer for key, answer in taken.items() if key not in twice)
    by = data.get("by", "")
    return AnswerFile(by if isinstance(by, str) else "", answers, tuple(problems))


def _parsed(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            raw = file.read(_BYTES + 1)
    except (OSError, ValueError) as error:
        why = f"cannot be read: {getattr(error, 'strerror', None) or 'that is no name of a file'}"
        raise HandoutsError([Problem(str(path), 0, why, "Check the name.")], Exit.USAGE) from error
    try:
        data = json.loads(raw[:_BYTES].decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _no_answers(path, "is not JSON, or not all of it") from error
    if not isinstance(data, dict) or data.get("kind") != KIND or not isinstance(data.get("answers"), list):
        raise _no_answers(path, "is no file of answers")
    if len(raw) > _BYTES or len(data["answers"]) > _ANSWERS:
        raise _no_answers(path, f"is too large: at most {_ANSWERS:,} answers are read")
    return data


def _no_answers(path: Path, why: str) -> HandoutsError:
    return HandoutsError([Problem(str(path), 0, why, _SAVED)])


def _key(page: OpenPage) -> tuple[str, int, str]:
    return page.ret.handout, page.ret.page, page.ret.digest[:DIGITS]


def _answer(item: Any, known: dict[tuple[str, int, str], OpenPage], table: ReturnsTable) -> Answer:
    """One answer; ValueError says why it is not taken."""
    handout, number, picture, name, text = _parts(item)
    page = known.get((handout, number, picture))
    if page is None:
        raise ValueError(_why_unknown(handout, number, picture, table))
    if name == PAGE and text == LEFT:
        return Answer(page, None, LEFT)
    point = next((point for point in page.points if point.name == name), None)
    where = f"page {number} of {shown_id(handout)}"
    if point is None:
        raise ValueError(f"is about “{visible(name[:40])}”, which is not to be settled on {where}")
    try:
        return Answer(page, point, checked_answer(point.kind, text))
    except ValueError as error:
        raise ValueError(f"about “{name}” on {where} {error}") from error


def _parts(item: Any) -> Iterator[Any]:
    """Sheet, page, picture, name and answer; ValueError where one is not of its form."""
    if not isinstance(item, dict):
        raise ValueError("is no block of keys")  # noqa: TRY004  # told like all else
    handout = check_id(item["sheet"]) if isinstance(item.get("sheet"), str) else None
    number, picture = item.get("page"), item.get("picture")
    if handout is None:
        raise ValueError("names no sheet by its id")
    is_page = type(number) is int and 0 <= number <= PAGES_MOST
    if not is_page or not isinstance(picture, str) or not re.fullmatch("[0-9a-f]{16}", picture):
        raise ValueError("does not say of which page and picture it is")
    if not isinstance(item.get("point"), str) or not isinstance(item.get("answer"), str):
        raise ValueError("has no point or no answer")  # noqa: TRY004  # told like all else
    return iter((handout, number, picture, item["point"], item["answer"]))


def _why_unknown(handout: str, number: int, picture: str, table: ReturnsTable) -> str:
    """Why nothing of a page is open."""
    where = f"page {number} of {shown_id(handout)}"
    for one in table.of_handout(handout):
        if one.page == number and one.digest.startswith(picture):
            if one.state == "pending":
                return f"is about {where}, which was not asked for here"
            return f"is about {where}, which is settled already, by {one.settled_by or 'nobody'}"
    return f"is about {where}, of which nothing is to be settled"
