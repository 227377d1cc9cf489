"""READ: the texts of a command line or a roster row become an Order, with every problem at once.

Both use this one reader, so a word means the same in both. Problems name the field; the caller says
which option or column that was.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from handouts.base.problems import Problem
from handouts.orders.order import Order, order_givens

__all__ = ["read_look", "read_order"]

_SHORT = 60
"""Most characters of a text that many rows are likely to share."""
_LOOK = ("skin", "hair", "build")


def read_order(texts: Mapping[str, Any], today: date) -> tuple[Order | None, list[Problem]]:
    """Read an order. ``texts`` may lack what has a default; empty ones count as lacking."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, how in order_givens().items():
        wrong = _read(name, texts, today, values)
        message, hint = how.needed
        if message and not wrong and _blank(values.get(name)):
            wrong = Problem(name, 0, message, hint)
        if how.default and name not in values:
            values[name] = how.default(today)
        if wrong and wrong not in problems:  # two fields may be read from one text
            problems.append(wrong)
    return (None if problems else Order(**values)), problems


def read_look(texts: Mapping[str, Any]) -> tuple[dict[str, str], list[Problem]]:
    """Skin, hair and build of the person in the pictures, as far as they are given, and what is wrong with them."""
    values: dict[str, str] = {}
    wrong = [_read(name, texts, date.min, values) for name in _LOOK]  # none of them depends on the day
    return values, [problem for problem in wrong if problem]


def _read(name: str, texts: Mapping[str, Any], today: date, values: dict[str, Any]) -> Problem | None:
    """Read a field into ``values`` if it is given. Gives what is wrong with it."""
    how = order_givens()[name]
    place = how.source or name
    text = texts.get(place)
    if text is None or text in ("", (), []):
        return None
    try:
        values[name] = _short(name, text, today) if type(text) is str and len(text) <= _SHORT else how.read(text, today)
    except (ValueError, OverflowError) as error:
        return Problem(place, 0, str(error))
    return None


@lru_cache(2000)  # rows of a batch share programs, days and doses
def _short(name: str, text: str, today: date) -> Any:
    return order_givens()[name].read(text, today)


def _blank(value: Any) -> bool:
    return not (value.strip() if isinstance(value, str) else value)
