"""Lines of a sheet that runs from right to left: which part of a line stands where.

A line is one for the eye, whatever weights its pieces have: its order is found over the whole of it, and each piece
keeps its place in that. What comes out are its stretches, in the order in which they are read, each of one piece and
running one way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from handouts.sheet.text import TextLine
from handouts.type.bidi import ISOLATING, base_level, is_rtl, levels_of, visual_order, without_signs

__all__ = ["Stretch", "balanced", "laid_lines"]

_LTR, _RTL, _FIRST, _CLOSE = tuple(ISOLATING)
_SIGNS = frozenset(ISOLATING)


class Stretch(NamedTuple):
    """A part of a line that runs one way."""

    piece: int
    """Which of the line's pieces it is of."""
    text: str
    rtl: bool
    x: float
    """Its left end, without the spaces that it ends with, left of the line's right end: below 0."""


Width = Callable[[int, str], float]
"""Width of a text set as a piece is."""


def laid_lines(lines: Sequence[Sequence[str]], width: Callable[[int, int, str], float]) -> Iterator[list[Stretch]]:
    """The stretches of each line of a paragraph, whose lines are given as the texts of their pieces.

    ``width`` is asked for line, piece and text. A paragraph without a letter that runs from right to left, such as a
    phone number, an id or a name in Latin letters, stands as it was typed.
    """
    if not any(is_rtl(text) for line in lines for text in line):
        for at, line in enumerate(lines):
            yield list(_placed([(piece, without_signs(text), 0) for piece, text in enumerate(line)], _of(width, at)))
        return
    held = ""
    for at, line in enumerate(lines):
        whole = held + "".join(line)
        levels = levels_of(whole, 1)[len(held) :]
        yield list(_placed(_parts(line, levels), _of(width, at)))
        held = _open(whole)


def balanced(lines: list[TextLine]) -> list[TextLine]:
    """Lines of one text, each with both signs of what stands by itself in it and goes on in the next one: a line of a
    sheet that runs from left to right knows nothing of others.
    """
    if all(text.isascii() or _SIGNS.isdisjoint(text) for line in lines for text, *_ in line.pieces):
        return lines
    found, held = [], ""
    for line in lines:
        (first, strong, soft), *others = line.pieces
        pieces = [(held + first, strong, soft), *others]
        held = _open("".join(text for text, *_ in pieces))
        *others, (last, strong, soft) = pieces
        body = last.rstrip(" ")  # whose space at the line's end is the line's
        found.append(line._replace(pieces=(*others, (body + _CLOSE * len(held) + last[len(body) :], strong, soft))))
    return found


def _of(width: Callable[[int, int, str], float], line: int) -> Width:
    return lambda piece, text: width(line, piece, text)


def _parts(line: Sequence[str], levels: Sequence[int]) -> list[tuple[int, str, int]]:
    """The parts of a line of one piece and level, in the order of reading: piece, text, level. The signs round what
    stands by itself are parts of their own, without text: they keep it apart.
    """
    pieces = [piece for piece, text in enumerate(line) for _ in text]
    chars = zip(pieces, levels, "".join(line), strict=True)
    parts = groupby(chars, key=lambda one: (one[0], one[1], one[2] in ISOLATING))
    return [(piece, "" if sign else "".join(char for *_, char in part), level) for (piece, level, sign), part in parts]


def _placed(parts: list[tuple[int, str, int]], width: Width) -> Iterator[Stretch]:
    """The same with their places, from the line's right end on."""
    last, text, level = parts[-1] if parts else (0, "", 1)
    left = 0.0 if level else width(last, text[len(text.rstrip(" ")) :])  # in Latin letters all of it, as it was typed
    places = [0.0] * len(parts)
    for at in reversed(visual_order([level for *_, level in parts])):
        piece, text, level = parts[at]
        left -= width(piece, text) if text else 0.0
        body = text.rstrip(" ")
        hangs = level % 2 and body != text
        places[at] = left + width(piece, text[len(body) :]) if hangs else left
    for (piece, text, level), x in zip(parts, places, strict=True):
        if text:
            yield Stretch(piece, text, bool(level % 2), x)


def _open(line: str) -> str:
    """The signs of what is isolated in a line and goes on in the next one."""
    found: list[str] = []
    for at, char in enumerate(line):
        if char == _CLOSE:
            del found[-1:]
        elif char == _FIRST:  # what its first letter is, is not seen in the next line
            found.append(_RTL if base_level(line[at + 1 :]) else _LTR)
        elif char in ISOLATING:
            found.append(char)
    return "".join(found)
