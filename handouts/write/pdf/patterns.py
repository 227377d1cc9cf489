"""Text with gaps for numbers: written once for patients alike, and filled in for each of them at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

__all__ = ["Pattern", "gap", "length"]

_EDGE = "\0"
"""Stands on both sides of a gap: nothing that is written into a file holds it."""
_GAP = re.compile(rb"\0\d+\0")


def gap(number: int) -> str:
    """What stands in a text for a number that is still to come: the ``number``-th of those that are filled in."""
    return f"{_EDGE}{number}{_EDGE}"


def length(text: bytes, digits: int) -> int:
    """How long a text with gaps will be, once each gap is filled with so many digits."""
    return len(_GAP.sub(b"0" * digits, text))


class Pattern:
    """A text with gaps."""

    def __init__(self, text: bytes) -> None:
        self._parts = text.decode("ascii").split(_EDGE)
        self._gaps = [int(one) for one in self._parts[1::2]]

    def filled(self, numbers: Sequence[str]) -> bytes:
        """The text with numbers in its gaps."""
        parts: list[str] = self._parts.copy()
        filling: Iterable[str] = map(numbers.__getitem__, self._gaps)
        parts[1::2] = filling
        return "".join(parts).encode("ascii")
