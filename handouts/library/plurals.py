"""Which form of a phrase goes with which number: CLDR's plural rules, read and asked.

A rule is written as CLDR writes it, ``v = 0 and i % 10 = 2..4 and i % 100 != 12..14``. Its letters stand for a number
as it is shown: n its value, i its whole part, v and w how many decimals it has, with and without zeros at their end, f
and t these decimals as a whole number, the same way. Powers of ten as in “2M” are never shown, so e and c are 0.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, NamedTuple

from handouts.base.records import dataclass
from handouts.base.rules import checked, strict
from handouts.base.scalars import Line

__all__ = ["CATEGORIES", "OTHER", "PluralRules", "category_by"]

CATEGORIES = ("zero", "one", "two", "few", "many")
"""Names of forms that a language may have, besides the one that each has."""
OTHER = "other"
"""The form of every number that no rule is for."""


class _Relation(NamedTuple):
    """“i % 10 = 2..4”: an operand, perhaps its remainder, and where that must lie, or must not."""

    operand: str
    modulus: int
    """0 where the operand itself is meant."""
    within: bool
    ranges: tuple[tuple[int, int], ...]


_RANGES = r"\d+(?:\.\.\d+)?(?:\s*,\s*\d+(?:\.\.\d+)?)*"
_RELATION = re.compile(rf"\s*([nivwftec])\s*(?:%\s*([1-9]\d*)\s*)?(!?=)\s*({_RANGES})\s*", re.ASCII)
_Alternatives = tuple[tuple[_Relation, ...], ...]
"""Of each, all relations must hold."""


@lru_cache(maxsize=200)
def _read(rule: str) -> _Alternatives:
    """A rule's alternatives; a ValueError says what is no rule."""
    text = rule.partition("@")[0]  # after it CLDR gives examples
    return tuple(tuple(map(_relation, one.split(" and "))) for one in text.split(" or "))


def _relation(text: str) -> _Relation:
    found = _RELATION.fullmatch(text)
    if not found:
        raise ValueError(f"“{text.strip()[:60]}” is no plural rule; expected such as “n = 1” or “i % 10 = 2..4”")
    operand, modulus, sign, ranges = found.groups()
    ends = [one.strip().partition("..") for one in ranges.split(",")]
    return _Relation(operand, int(modulus or 0), sign == "=", tuple((int(a), int(b or a)) for a, _, b in ends))


def _check(rule: str) -> str:
    _read(rule)
    return rule


Rule = Annotated[Line, checked(_check)]


@strict
@dataclass(frozen=True, kw_only=True)
class PluralRules:
    """Which numbers take which form, by CLDR’s rules; every other number takes “other”."""

    zero: Rule | None = None
    one: Rule | None = None
    two: Rule | None = None
    few: Rule | None = None
    many: Rule | None = None

    @property
    def named(self) -> tuple[str, ...]:
        """The forms that the language has besides “other”."""
        return tuple(name for name in CATEGORIES if getattr(self, name))


def category_by(rules: PluralRules, number: str) -> str:
    """The name of the form for a number, as it is shown with a decimal point: “3”, “7.5”."""
    operands = _operands(number)
    for name in rules.named:
        if any(all(_holds(one, operands) for one in every) for every in _read(getattr(rules, name))):
            return name
    return OTHER


def _operands(number: str) -> dict[str, Decimal | int]:
    whole, _, decimals = number.partition(".")
    trimmed = decimals.rstrip("0")
    return {
        "n": Decimal(number),
        "i": int(whole or 0),
        "v": len(decimals),
        "w": len(trimmed),
        "f": int(decimals or 0),
        "t": int(trimmed or 0),
        "e": 0,
        "c": 0,
    }


def _holds(relation: _Relation, operands: dict[str, Decimal | int]) -> bool:
    value = operands[relation.operand]
    if relation.modulus:
        value %= relation.modulus
    found = value == int(value) and any(low <= value <= high for low, high in relation.ranges)
    return found is relation.within
