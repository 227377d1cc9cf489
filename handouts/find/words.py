"""FIND: texts become words that can be compared: small letters, without accents, and stems for their endings. Pure.

Each rule is said in docs/finding.md, so that another program comes to the same.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["folded", "joined", "slips", "stem", "words_of"]

_VOWELS = frozenset("aeiouy")


def folded(text: str, *, spelling: bool = True) -> str:
    """Small letters without accents, “z” written “s” and “ae” written “e”; all but letters and digits is a space.

    Apostrophes are dropped, so that “tailor’s” is one word. Hyphens stay: they say what belongs together. Without
    ``spelling`` no letter is written as another: the same words, as they were typed.
    """
    text = "".join(
        char for char in unicodedata.normalize("NFKD", text) if not unicodedata.category(char).startswith("M")
    )
    text = text.lower().replace("'", "").replace("’", "")
    text = "".join(char if char == "-" or char.isalnum() else " " for char in text)
    return text.replace("z", "s").replace("ae", "e") if spelling else text


def words_of(text: str, *, spelling: bool = True) -> list[str]:
    """The words of a text, folded, in order."""
    return folded(text, spelling=spelling).replace("-", " ").split()


def joined(text: str) -> list[list[str]]:
    """The words of each piece that is written with hyphens: “a sit-to-stand” gives [[sit, to, stand]]."""
    pieces = [[part for part in piece.split("-") if part] for piece in folded(text).split() if "-" in piece]
    return [parts for parts in pieces if len(parts) > 1]


def stem(word: str) -> str:
    """A folded word without its ending, so that “stretches”, “stretched” and “stretching” are one.

    Words of three letters and less stay as they are.
    """
    if len(word) < 4:
        return word
    word = _one(word)
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3 and rest[-1] != "e" and _VOWELS & set(rest):
            double = len(rest) > 3 and rest[-1] == rest[-2] and rest[-1] not in "aeioulsy"
            return rest[:-1] if double else rest
    return word[:-1] if len(word) >= 5 and word[-1] == "e" and word[-2] != "e" else word


def _one(word: str) -> str:
    """One of what the word says many of."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if re.search(r"(ss|sh|ch|x)es$", word):
        return word[:-2]
    return word[:-1] if re.search(r"[^siu]s$", word) else word


def slips(typed: str, word: str, *, begins: bool = False) -> bool:
    """Whether one typing mistake lies between two different words: a letter too many, too few, wrong, or two swapped.

    ``begins``: between what was typed and the beginning of the word.
    """
    at, end = 0, min(len(typed), len(word))
    while at < end and typed[at] == word[at]:
        at += 1
    if begins:
        return (
            word.startswith(typed[at + 1 :], at)
            or word.startswith(typed[at:], at + 1)
            or word.startswith(typed[at + 1 :], at + 1)
            or (typed[at : at + 2] == word[at : at + 2][::-1] and word.startswith(typed[at + 2 :], at + 2))
        )
    return (
        typed[at + 1 :] == word[at:]
        or typed[at:] == word[at + 1 :]
        or typed[at + 1 :] == word[at + 1 :]
        or (typed[at : at + 2] == word[at : at + 2][::-1] and typed[at + 2 :] == word[at + 2 :])
    )
