"""People's names, to be compared and found: one person is the same however their name is typed.

Three degrees. ``folded`` makes equal what only keyboards tell apart: composed and decomposed letters, capitals, spaces,
curly and straight apostrophes, the kinds of hyphens. ``bare`` also leaves out accents, and ``bare_words`` takes a name
apart, for who types a part of it. The first says that two names are the same; the others only that they may be.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["bare", "bare_words", "folded", "unaccented"]

_SIGNS = str.maketrans({**dict.fromkeys("‘’‛ʼʻʹʽ′`´＇", "'"), **dict.fromkeys("‐‑‒–—−﹣－", "-")})
_LETTERS = str.maketrans({
    "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "œ": "oe",
    "Œ": "Oe", "ß": "ss", "ẞ": "Ss", "þ": "th", "Þ": "Th", "ı": "i", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T", "ŋ": "ng",
    "Ŋ": "Ng", "ə": "e", "Ə": "E", "ɛ": "e", "Ɛ": "E", "ɔ": "o", "Ɔ": "O", "ɓ": "b", "Ɓ": "B", "ɗ": "d", "Ɗ": "D",
    "ƙ": "k", "Ƙ": "K", "ƴ": "y", "Ƴ": "Y", "ɨ": "i", "Ɨ": "I", "ʉ": "u", "Ʉ": "U", "ȼ": "c", "Ȼ": "C", "ⱥ": "a",
    "Ⱥ": "A", "ɍ": "r", "Ɍ": "R", "ƀ": "b", "Ƀ": "B", "ɖ": "d", "Ɖ": "D", "ƒ": "f", "Ƒ": "F",
})  # fmt: skip
"""Letters whose stroke or tail is no accent that Unicode could take off."""
_BETWEEN = re.compile(r"[\s\-.,;()]+")
_OPTIONAL = 10
"""Combining classes from here on are accents and points that people leave out; below are vowels of Indian scripts."""
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


def folded(name: str) -> str:
    """A name to compare: two that are equal so are one name, typed in two ways."""
    if name.isascii():  # most names, quickly
        return " ".join(name.replace("`", "'").casefold().split())
    plain = unicodedata.normalize("NFKC", name.translate(_SIGNS)).casefold()
    return " ".join(unicodedata.normalize("NFC", plain).translate(_SIGNS).split())


def unaccented(text: str) -> str:
    """The text without accents, strokes and ligatures: “Łukasz Đỗ Sørensen” becomes “Lukasz Do Sorensen”."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(char for char in apart if unicodedata.combining(char) < _OPTIONAL).translate(_LETTERS)


def bare(name: str) -> frozenset[str]:
    """How a name may be typed without accents: “Jörg” as “jorg” and “joerg”. Apostrophes are left out too."""
    return frozenset(_both_ways(folded(name).replace("'", "")))


def bare_words(name: str) -> tuple[frozenset[str], ...]:
    """The words of a name, each in every way it may be typed without accents."""
    ways = map(_BETWEEN.split, _both_ways(folded(name).replace("'", "")))
    return tuple(frozenset(word) for word in zip(*ways, strict=True) if any(word))


def _both_ways(plain: str) -> tuple[str, ...]:
    """A text without accents: with these left out, and where it makes a difference with them spelt out."""
    if plain.isascii():
        return (plain,)
    left, spelt = unaccented(plain), unaccented(plain.translate(_SPELT_OUT))
    return (left,) if left == spelt else (left, spelt)
