"""Phrases with a number in them, in the forms that a language has for numbers."""

from __future__ import annotations

from dataclasses import field

from handouts.base.records import dataclass
from handouts.base.rules import strict
from handouts.base.scalars import Line
from handouts.library.plurals import CATEGORIES, OTHER

__all__ = ["Plural", "UnitWords"]

_ALONE = {"zero": "0", "one": "1", "two": "2"}
"""The one number that a form stands for which does not say it."""


@strict
@dataclass(frozen=True, kw_only=True)
class Plural:
    """A phrase in the forms of CLDR’s plural rules; ``{n}`` is the number."""

    zero: Line | None = None
    one: Line | None = None
    two: Line | None = None
    few: Line | None = None
    many: Line | None = None
    other: Line
    """Of all numbers that have no other form."""
    exactly: dict[str, Line] = field(default_factory=dict)
    """Of single numbers: “twice a day”."""

    def __post_init__(self) -> None:
        for number in self.exactly:
            if not (number.isascii() and number.isdigit()):
                raise ValueError(f"exactly: “{number[:40]}” is no whole number")

    def form(self, category: str, number: str, *, alone: bool = True) -> str:
        """The template for a number of this category. ``alone``: the number is what is shown, and no range.

        A form without {n} stands only where what it says is shown: “once”, but “1 to 2 times”.
        """
        if alone and number in self.exactly:
            return self.exactly[number]
        found: str = (category != OTHER and getattr(self, category)) or self.other
        if "{n}" in found or (alone and number == _ALONE.get(category)):
            return found
        return next((form for form in (self.few, self.many) if form and "{n}" in form), self.other)

    def lacks(self, named: tuple[str, ...]) -> list[str]:
        """What the phrase lacks in a language that has these forms, in words."""
        found = [
            f"needs the form “{name}”, which the language’s plurals name" for name in named if not getattr(self, name)
        ]
        if "{n}" not in self.other:
            found.append("needs {n} in its form “other”")
        silent = (name for name in CATEGORIES if name not in _ALONE and "{n}" not in (getattr(self, name) or "{n}"))
        return [*found, *(f"needs {{n}} in its form “{name}”, which is of more than one number" for name in silent)]


@strict
@dataclass(frozen=True, kw_only=True)
class UnitWords(Plural):
    """A unit: in the forms for numbers, and short as under a box."""

    short: Line | None = None
    """The same as in full where it has none of its own."""
