"""WRITE: the symbol of a page's code, a Data Matrix (ISO/IEC 16022) of 16 × 16 modules, the smallest that holds it.

It is ours, because a batch makes thousands: a symbol takes some 3 µs here. Each of its modules is a sum, modulo 2, of
bits of what it says; so what one bit changes is worked out once, and symbols are sums of that. Nor can a release of
somebody else's choose another of the many ways to write a text: a handout that is printed again has the same bytes.
"""

from __future__ import annotations

from functools import cache

__all__ = ["SIDE", "symbol_of"]

SIDE = 16
"""Modules on a side."""
_WORDS, _CHECKS = 12, 12
"""Code words of a symbol: those that say something, and those that mend it, after them."""
_PLACES = """
 2.1  2.2  3.6  3.7  3.8  4.3  4.4  4.5 13.1 13.2  8.4  8.5  8.6  8.7
 2.3  2.4  2.5  5.1  5.2  4.6  4.7  4.8 13.3 13.4 13.5 14.1 14.2  8.8
 2.6  2.7  2.8  5.3  5.4  5.5 12.1 12.2 13.6 13.7 13.8 14.3 14.4 14.5
 1.5  6.1  6.2  5.6  5.7  5.8 12.3 12.4 12.5 15.1 15.2 14.6 14.7 14.8
 1.8  6.3  6.4  6.5 11.1 11.2 12.6 12.7 12.8 15.3 15.4 15.5  1.1  1.2
 7.2  6.6  6.7  6.8 11.3 11.4 11.5 16.1 16.2 15.6 15.7 15.8  1.3  1.4
 7.4  7.5 10.1 10.2 11.6 11.7 11.8 16.3 16.4 16.5 22.1 22.2  1.6  1.7
 7.7  7.8 10.3 10.4 10.5 17.1 17.2 16.6 16.7 16.8 22.3 22.4 22.5  7.1
 9.1  9.2 10.6 10.7 10.8 17.3 17.4 17.5 21.1 21.2 22.6 22.7 22.8  7.3
 9.3  9.4  9.5 18.1 18.2 17.6 17.7 17.8 21.3 21.4 21.5 23.1 23.2  7.6
 9.6  9.7  9.8 18.3 18.4 18.5 20.1 20.2 21.6 21.7 21.8 23.3 23.4 23.5
 8.1 19.1 19.2 18.6 18.7 18.8 20.3 20.4 20.5 24.1 24.2 23.6 23.7 23.8
 8.2 19.3 19.4 19.5  3.1  3.2 20.6 20.7 20.8 24.3 24.4 24.5 dark light
 8.3 19.6 19.7 19.8  3.3  3.4  3.5  4.1  4.2 24.6 24.7 24.8 light dark
"""
"""Which code word and which of its bits, the highest first, stands where inside the frame (Annex F of the standard)."""
_FIELD = 0x12D
"""The polynomial by which bytes are multiplied."""
_GENERATOR = (242, 100, 178, 97, 213, 142, 42, 61, 91, 158, 153, 41)
"""What the last of the words that say something adds to those that mend, where it is 1."""
_CAPITALS, _PLAIN, _NO_MORE = 230, 254, 129
"""Code words: capitals and digits follow, three in two words; characters as they are follow; nothing follows."""
_VALUES = {char: at for at, char in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 4)}
_THREES = 12
"""So many characters are written in threes; up to three digits follow."""


def symbol_of(text: str) -> bytes:
    """The dark modules as bits, row by row from the top left, of 12 capitals and digits with one to three digits after
    them. KeyError, IndexError or ValueError where the text is none such.
    """
    found = _ended(text[_THREES:])
    for at in range(0, _THREES, 3):
        pair = 1600 * _VALUES[text[at]] + 40 * _VALUES[text[at + 1]] + _VALUES[text[at + 2]] + 1
        word = 1 + at // 3 * 2
        found ^= _changed(word, pair >> 8) ^ _changed(word + 1, pair & 255)
    return found.to_bytes(SIDE * SIDE // 8, "big")


@cache
def _ended(digits: str) -> int:
    """The modules of a symbol that says no more than the digits at its end."""
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 3):
        raise ValueError(f"not one to three digits: {digits!r}")
    last = [130 + int(digits[:2])] if digits[1:] else []  # two digits are one word
    last += [ord(digits[-1]) + 1] if len(digits) % 2 else []
    last += [_NO_MORE] * (2 - len(last))
    found = _frame()
    for word, value in ((0, _CAPITALS), *enumerate([_PLAIN, *last], 9)):
        found ^= _changed(word, value)
    return found


def _frame() -> int:
    """What no word changes: the left and lower edges, dots along the others, and what no word fills."""
    inside = [line.split() for line in _PLACES.splitlines() if line]
    dark = [(x, y) for y, row in enumerate(inside, 1) for x, place in enumerate(row, 1) if place == "dark"]
    dark += [(0, y) for y in range(SIDE)] + [(x, SIDE - 1) for x in range(1, SIDE)]
    dark += [(x, 0) for x in range(2, SIDE, 2)] + [(SIDE - 1, y) for y in range(1, SIDE - 1, 2)]
    return sum(_module(x, y) for x, y in dark)


def _module(x: int, y: int) -> int:
    return 1 << SIDE * SIDE - 1 - SIDE * y - x


@cache
def _changed(word: int, value: int) -> int:
    """The modules that a word's value changes, itself and in the words that mend."""
    return _sum([_bits()[word][bit] for bit in _ones(value)])


@cache
def _bits() -> list[list[int]]:
    """For each word and each of its bits, the lowest first, the modules that it changes."""
    modules = _word_modules()
    found: list[list[int]] = []
    checks = list(_GENERATOR)
    for word in range(_WORDS - 1, -1, -1):
        values, lines = checks, []
        for bit in range(8):
            changed = [(bit, word), *((place, _WORDS + at) for at, one in enumerate(values) for place in _ones(one))]
            lines.append(_sum([modules[where][place] for place, where in changed]))
            values = [_doubled(one) for one in values]
        found.insert(0, lines)
        checks = [one ^ _times(checks[0], factor) for one, factor in zip([*checks[1:], 0], _GENERATOR, strict=True)]
    return found


def _word_modules() -> list[list[int]]:
    """The module of each bit of each word, the lowest bit first."""
    found = [[0] * 8 for _ in range(_WORDS + _CHECKS)]
    for y, line in enumerate(_PLACES.strip("\n").splitlines(), 1):
        for x, place in enumerate(line.split(), 1):
            word, dot, bit = place.partition(".")
            if dot:
                found[int(word) - 1][8 - int(bit)] = _module(x, y)
    return found


def _sum(some: list[int]) -> int:
    found = 0
    for one in some:
        found ^= one
    return found


def _ones(value: int) -> list[int]:
    """The bits of a byte that are 1."""
    return [bit for bit in range(8) if value >> bit & 1]


def _doubled(value: int) -> int:
    """Twice a byte in its field."""
    return value << 1 ^ (_FIELD if value & 128 else 0)


def _times(one: int, other: int) -> int:
    """The product of two bytes in their field."""
    found = 0
    for bit in range(8):
        found ^= one if other >> bit & 1 else 0
        one = _doubled(one)
    return found
