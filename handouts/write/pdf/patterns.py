"""Text with gaps for numbers: written once for patients alike, and filled in for each of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["Pattern", "gap", "length"]

_EDGE = "\0"
"""Stands on both sides of a gap: nothing that is written into a file holds it."""
_DIGITS = 6
"""Of a gap's own number: all gaps are equally long."""


def gap(number: int) -> str:
    """What stands in a text for a number that is still to come: the ``number``-th of those that are filled in."""
    return f"{_EDGE}{number:0{_DIGITS}}{_EDGE}"


def length(text: bytes, digits: int) -> int:
    """How long a text with gaps will be, once each gap is filled with so many digits."""
    return len(text) + text.count(_EDGE.encode()) // 2 * (digits - _DIGITS - 2)


class Pattern:
    """A text with gaps."""

    def __init__(self, text: bytes) -> None:
        parts = text.decode("ascii").split(_EDGE)
        same = {part: part for part in parts[::2]}  # most are equal, and each is kept once
        numbers = {part: int(part) for part in parts[1::2]}
        self._gaps = [numbers[part] for part in parts[1::2]]
        self._parts = [""] * len(parts)
        self._parts[::2] = [same[part] for part in parts[::2]]

    def filled(self, numbers: Sequence[str]) -> bytes:
        """The text with numbers in its gaps."""
        parts = self._parts.copy()
        filling: Iterable[str] = map(numbers.__getitem__, self._gaps)
        parts[1::2] = filling
        return "".join(parts).encode("ascii")
