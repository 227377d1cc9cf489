"""Which way each part of a line runs: Unicode's rules (UAX 9) for one line, without signs that embed or override, which
the text gate refuses. What comes in is a line as it is read; what goes out are its parts as they stand.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

__all__ = ["base_level", "is_rtl", "levels_of", "visual_runs"]

_STRONG = ("L", "R", "AL")
_NEUTRAL = ("B", "S", "WS", "ON")
_BRACKETS = {
    "(": ")",
    "[": "]",
    "{": "}",
    "⁅": "⁆",
    "⟨": "⟩",
    "〈": "〉",
    "《": "》",
    "「": "」",
    "『": "』",
    "【": "】",
}


def is_rtl(text: str) -> bool:
    """Whether a text has letters that run from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text)


def base_level(text: str) -> int:
    """1 where the first letter of a text runs from right to left, else 0."""
    first = next((kind for char in text if (kind := unicodedata.bidirectional(char)) in _STRONG), "L")
    return int(first != "L")


def visual_runs(text: str, base: int) -> Iterator[tuple[str, bool]]:
    """The parts of a line from left to right, each as it is read, and whether it runs from right to left."""
    levels = levels_of(text, base)
    found = [
        (level, "".join(char for _, char in run))
        for level, run in groupby(zip(levels, text, strict=True), key=lambda one: one[0])
    ]
    for lowest in range(max(levels, default=0), 0, -1):  # rule L2
        found = _turned(found, lowest)
    yield from ((part, bool(level % 2)) for level, part in found)


def _turned(found: list[tuple[int, str]], lowest: int) -> list[tuple[int, str]]:
    """The parts, every row of those of a level or a higher one turned round."""
    out: list[tuple[int, str]] = []
    for high, run in groupby(found, key=lambda one: one[0] >= lowest):
        row = list(run)
        out += reversed(row) if high else row
    return out


def levels_of(text: str, base: int) -> list[int]:
    """The level of each character of a line: odd where it runs from right to left."""
    around = "R" if base else "L"
    given = [unicodedata.bidirectional(char) or "L" for char in text]
    kinds = _weak(given, around)
    _brackets(text, given, kinds, around)
    _neutral(kinds, around)
    levels = [base + (kind in {"R", "AN", "EN"} if not base else kind in {"L", "AN", "EN"}) for kind in kinds]
    levels = [level + (not base and kind in {"AN", "EN"}) for level, kind in zip(levels, kinds, strict=True)]
    at = len(text)  # L1: spaces at the end
    while at and given[at - 1] in {"WS", "B", "S", "BN"}:
        at -= 1
        levels[at] = base
    return [base if kind in {"B", "S"} else level for kind, level in zip(given, levels, strict=True)]


def _weak(given: Sequence[str], around: str) -> list[str]:
    """Rules W1 to W7."""
    kinds = _among_signs(_after_letters(given, around))
    strong = around
    for at, kind in enumerate(kinds):  # W7
        if kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"
    return kinds


def _after_letters(given: Sequence[str], around: str) -> list[str]:
    """Rules W1 to W3: what a mark is, or a number, by what stands before it."""
    kinds = list(given)
    before = strong = around
    for at, kind in enumerate(kinds):
        if kind in {"NSM", "BN"}:
            kinds[at] = before
        elif kind in _STRONG:
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[at] = "AN"
        before = kinds[at]
    return ["R" if kind == "AL" else kind for kind in kinds]


def _among_signs(kinds: list[str]) -> list[str]:
    """Rules W4 to W6: what signs within and beside numbers are."""
    for at in range(1, len(kinds) - 1):
        one, other = kinds[at - 1], kinds[at + 1]
        if one == other and ((kinds[at] == "CS" and one in {"EN", "AN"}) or (kinds[at] == "ES" and one == "EN")):
            kinds[at] = one
    start = 0
    for kind, run in groupby(list(kinds)):
        end = start + len(list(run))
        if kind == "ET":
            number = (start and kinds[start - 1] == "EN") or (end < len(kinds) and kinds[end] == "EN")
            kinds[start:end] = ["EN" if number else "ON"] * (end - start)
        start = end
    return ["ON" if kind in {"ES", "CS"} else kind for kind in kinds]


def _direction(kind: str) -> str:
    """What a character is to neutral ones beside it: numbers count as running from right to left."""
    return "R" if kind in {"R", "EN", "AN"} else kind


def _pairs(text: str, kinds: Sequence[str]) -> list[tuple[int, int]]:
    """Where brackets that belong together stand."""
    found, waiting = [], list[tuple[str, int]]()
    for at, char in enumerate(text):
        if kinds[at] != "ON":
            continue
        if char in _BRACKETS:
            waiting.append((_BRACKETS[char], at))
        elif any(char == close for close, _ in waiting):
            while waiting[-1][0] != char:
                waiting.pop()
            found.append((waiting.pop()[1], at))
    return sorted(found)


def _brackets(text: str, given: Sequence[str], kinds: list[str], around: str) -> None:
    """Rule N0."""
    for start, end in _pairs(text, kinds):
        inside = {_direction(kind) for kind in kinds[start + 1 : end]} & {"L", "R"}
        if around in inside:
            found = around
        elif inside:
            before = next(
                (_direction(kind) for kind in reversed(kinds[:start]) if _direction(kind) in {"L", "R"}), around
            )
            found = before if before != around else around
        else:
            continue
        for at in (start, end):
            kinds[at] = found
            after = at + 1
            while after < len(kinds) and given[after] == "NSM":
                kinds[after] = found
                after += 1


def _neutral(kinds: list[str], around: str) -> None:
    """Rules N1 and N2."""
    start = 0
    for neutral, run in groupby([kind in _NEUTRAL for kind in kinds]):
        end = start + len(list(run))
        if neutral:
            before = _direction(kinds[start - 1]) if start else around
            after = _direction(kinds[end]) if end < len(kinds) else around
            kinds[start:end] = [before if before == after else around] * (end - start)
        start = end
