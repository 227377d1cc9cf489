"""READ: what a language's words lack, by the language's own plural rules and beside the English ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from handouts.base.problems import Problem
from handouts.library.counted import Plural
from handouts.library.templates import placeholders, template_fault
from handouts.library.words import Words
from handouts.library.yamlfile import Source

__all__ = ["words_problems"]

_DATE = ("weekday", "weekday_short", "day", "month", "month_short", "year")
_DAY = frozenset(_DATE)
_TWO_DAYS = frozenset(f"{name}{number}" for name in _DATE for number in (1, 2))
_CLOCK = frozenset(("hour12", "hour", "hour2", "minute", "minutes"))
_VALUES = {
    **dict.fromkeys(("dates.full", "dates.plain"), _DAY),
    **{f"dates.{kind}_{of}": _TWO_DAYS for kind in ("range", "plain") for of in ("month", "year", "years")},
    **dict.fromkeys(("dates.clock_am", "dates.clock_pm"), _CLOCK),
}
"""Values that a template may ask for besides those that the English one has."""


def words_problems(words: Words, source: Source, english: Words | None) -> list[Problem]:
    """What is wrong with a language's words, each with its line: forms that its own plurals ask for and a phrase lacks,
    brackets and stars that do not close, values that English does not have. A value may be left out.
    """
    known = dict(_texts(english, ())) if english else {}
    return [*_missing_forms(words, words.plurals.named, source, ()), *_faulty(words, source, known)]


def _missing_forms(item: object, named: tuple[str, ...], source: Source, place: tuple[str, ...]) -> Iterator[Problem]:
    if isinstance(item, Plural):
        for lack in item.lacks(named):
            yield Problem(source.name, source.line(place), f"{'.'.join(place)} {lack}", "")
    elif is_dataclass(item):
        for one in fields(item):
            yield from _missing_forms(getattr(item, one.name), named, source, (*place, one.name))


def _faulty(words: Words, source: Source, known: dict[tuple[str, ...], str]) -> Iterator[Problem]:
    for place, template in _texts(words, ()):
        name, line = ".".join(place), source.line(place)
        if fault := template_fault(template):
            yield Problem(source.name, line, f"{name} {fault}: {template[:80]}", "")
        theirs = [known[one] for one in (place, (*place[:-1], "other"), (*place[:-2], "other")) if one in known]
        extra = placeholders(template) - _VALUES.get(name, frozenset())
        extra = extra.difference(*map(placeholders, theirs)) if theirs else frozenset()
        if extra:
            message = f"{name} asks for {{{min(extra)}}}, which has no value there"
            yield Problem(source.name, line, message, f"English has: {theirs[0]}")


def _texts(item: object, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """All templates with their places in the file."""
    if isinstance(item, str):
        yield place, item
    elif isinstance(item, dict):
        for key, value in item.items():
            yield from _texts(value, (*place, key))
    elif is_dataclass(item):
        for one in fields(item):
            yield from _texts(getattr(item, one.name), (*place, one.name.rstrip("_")))
