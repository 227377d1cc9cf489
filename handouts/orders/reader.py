"""READ: the texts of a command line or a roster row become an Order, with every problem at once.

Both use this one reader, so a word means the same in both. Problems name the field; the caller says
which option or column that was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from functools import cache, lru_cache
from typing import Any

from handouts.base.problems import Problem
from handouts.orders.given import Given
from handouts.orders.order import Order, order_givens

__all__ = ["OWN", "read_look", "read_order", "read_own"]

OWN = ("patient", "key", "note", "visit", "clinician", "flags", "despite")
"""Texts that patients of one program and week do not share."""

_SHORT = 60
"""Most characters of a text that many rows are likely to share."""
_LOOK = ("skin", "hair", "build")
_EMPTY: tuple[Any, ...] = (None, "", (), [])
"""What counts as not given."""


def read_order(texts: Mapping[str, Any], today: date) -> tuple[Order | None, list[Problem]]:
    """Read an order. ``texts`` may lack what has a default; empty ones count as lacking."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, place, how in _fields():
        text = texts.get(place)
        wrong = _read(name, text, today, values) if text or text not in _EMPTY else None
        if how:
            message, hint = how.needed
            if message and not wrong and _blank(values.get(name)):
                wrong = Problem(name, 0, message, hint)
            if how.default and name not in values:
                values[name] = how.default(today)
        if wrong and wrong not in problems:  # two fields may be read from one text
            problems.append(wrong)
    return (None if problems else Order(**values)), problems


def read_own(texts: Mapping[str, Any], today: date) -> dict[str, Any] | None:
    """The fields that are read from the texts of ``OWN``; None where anything is wrong with one of them."""
    values: dict[str, Any] = {}
    for name, place, usual in _own_fields():
        text = texts.get(place)
        values[name] = usual
        if (text or text not in _EMPTY) and _read(name, text, today, values):
            return None
    return None if _blank(values["patient"]) else values


@cache
def _own_fields() -> tuple[tuple[str, str, Any], ...]:
    """Name of each such field, of its text, and its value where it is not given."""
    usual = {item.name: "" if item.default is MISSING else item.default for item in fields(Order)}
    return tuple((name, place, usual[name]) for name, place, _ in _fields() if place in OWN)


@cache
def _fields() -> tuple[tuple[str, str, Given | None], ...]:
    """Each field of an order, the name of the text that it is read from, and how it is given where it must have a
    value.
    """
    return tuple(
        (name, how.source or name, how if how.default or any(how.needed) else None)
        for name, how in order_givens().items()
    )


def read_look(texts: Mapping[str, Any]) -> tuple[dict[str, str], list[Problem]]:
    """Skin, hair and build of the person in the pictures, as far as they are given, and what is wrong with them."""
    values: dict[str, str] = {}
    given = ((name, texts.get(name)) for name in _LOOK)  # none of them depends on the day
    wrong = [_read(name, text, date.min, values) for name, text in given if text or text not in _EMPTY]
    return values, [problem for problem in wrong if problem]


def _read(name: str, text: Any, today: date, values: dict[str, Any]) -> Problem | None:
    """Read a field into ``values``. Gives what is wrong with it."""
    try:
        if type(text) is str and len(text) <= _SHORT:
            values[name] = _short(name, text, today)
        else:
            values[name] = order_givens()[name].read(text, today)
    except (ValueError, OverflowError) as error:
        return Problem(order_givens()[name].source or name, 0, str(error))
    return None


@lru_cache(2000)  # rows of a batch share programs, days and doses
def _short(name: str, text: str, today: date) -> Any:
    return order_givens()[name].read(text, today)


def _blank(value: Any) -> bool:
    return not (value.strip() if isinstance(value, str) else value)
