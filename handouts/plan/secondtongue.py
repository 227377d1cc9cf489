"""PLAN: which second language an order asks for, and how it is to stand on the sheet. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from handouts.base.problems import Problem, misspelt
from handouts.library.load import Library
from handouts.library.tongues import Tongues
from handouts.orders.order import Order

__all__ = ["Second", "second_of"]

_COPY = ("copy", "back", "two copies")
"""What is written after a colon for a copy of its own."""
_NONE = frozenset(("none", "no", "-", "–", "n/a"))
"""How people write that there is to be no second language."""


class Second(NamedTuple):
    """A second language on a sheet."""

    language: str
    copy: bool
    """Whether it has a copy of its own, and does not stand under the first."""
    problems: tuple[Problem, ...] = ()


def second_of(order: Order, library: Library, tongues: Tongues) -> Second | None:
    """What an order asks for, or else its clinic; None where the sheet is in one language."""
    asked = order.second or library.clinic.second_language or ""
    if not asked or asked.strip().casefold() in _NONE:
        return None
    name, colon, way = (part.strip() for part in asked.partition(":"))
    first = order.language or library.clinic.language
    language = tongues.tag(name)
    if language and language == tongues.tag(first) and not order.second:
        return None  # the clinic's own language needs no second one
    wrong = _problems(name, way if colon else None, language, first, tongues, library)
    if not order.second:
        wrong = [_of_clinic(problem, library) for problem in wrong]
    return Second(language, bool(colon), tuple(wrong))


def _problems(
    name: str, way: str | None, language: str, first: str, tongues: Tongues, library: Library
) -> list[Problem]:
    found = []
    if way is not None and way.casefold() not in _COPY:
        message = f"“{way[:40]}” is no way to print a second language"
        found.append(Problem("second", 0, message, f"Write “{name[:40]}” or “{name[:40]}:copy”."))
    if not language:
        found.append(misspelt("second", f"there is no language “{name[:60]}”", name, library.words))
    elif language == tongues.tag(first):
        hint = "Leave it out, or name another one."
        found.append(Problem("second", 0, "the sheet is in that language already", hint))
    return found


def _of_clinic(problem: Problem, library: Library) -> Problem:
    """The same, where it is the clinic's file that asks for it."""
    line = library.clinic_lines.get("second_language", 0)
    return replace(problem, place=library.clinic_file, line=line, kind="content")
