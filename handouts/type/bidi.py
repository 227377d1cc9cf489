"""Which way each part of a line runs: Unicode's rules (UAX 9) for one line, without signs that embed or override, which
the text gate refuses. It refuses those that isolate too, so that all of these are ours: round a name, which cannot turn
the line round then. What comes in is a line as it is read; what goes out are its parts as they stand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

__all__ = ["ISOLATING", "base_level", "is_rtl", "isolated", "levels_of", "visual_order", "visual_runs", "without_signs"]

_STRONG = ("L", "R", "AL")
_LTR, _RTL, _FIRST, _END = "\u2066\u2067\u2068\u2069"
ISOLATING = _LTR + _RTL + _FIRST + _END
"""Signs that begin a part by itself, which runs left, right, or as its first letter does, and the one that ends it."""
_NEUTRAL = ("B", "S", "WS", "ON")
_NO_SIGNS = str.maketrans(dict.fromkeys(ISOLATING))
_MAY_BE_RTL = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
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
_PAIRS_MOST = 63
_TWINS = {0x2329: "〈", 0x232A: "〉"}
"""Brackets that are the same as others."""


def is_rtl(text: str) -> bool:
    """Whether a text has letters that run from right to left."""
    return bool(_MAY_BE_RTL.search(text)) and any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text)


def base_level(text: str) -> int:
    """1 where the first letter of a text runs from right to left, else 0. What is isolated in it is passed over."""
    depth = 0
    for char in text:
        if char in ISOLATING:
            depth = max(0, depth - 1) if char == _END else depth + 1
        elif not depth and (kind := unicodedata.bidirectional(char)) in _STRONG:
            return int(kind != "L")
    return 0


def isolated(text: str) -> str:
    """A text as a part by itself of whatever line it stands in; it runs as its first letter does."""
    return f"{_FIRST}{text}{_END}" if text else ""


def without_signs(text: str) -> str:
    """A text without the signs round what stands by itself in it."""
    return text if text.isascii() else text.translate(_NO_SIGNS)


def visual_runs(text: str, base: int) -> Iterator[tuple[str, bool]]:
    """The parts of a line from left to right, each as it is read, and whether it runs from right to left."""
    found = [
        (level, "".join(char for _, char in run))
        for level, run in groupby(zip(levels_of(text, base), text, strict=True), key=lambda one: one[0])
    ]
    for at in visual_order([level for level, _ in found]):
        level, part = found[at]
        yield part, bool(level % 2)


def visual_order(levels: Sequence[int]) -> list[int]:
    """Which of some parts, in the order in which they are read, stands where, from the left (rule L2)."""
    order = list(range(len(levels)))
    for lowest in range(max(levels, default=0), 0, -1):
        out: list[int] = []
        for high, run in groupby(order, key=lambda at: levels[at] >= lowest):
            row = list(run)
            out += reversed(row) if high else row
        order = out
    return order


def levels_of(text: str, base: int) -> list[int]:
    """The level of each character of a line: odd where it runs from right to left."""
    levels = _levels(text, base)
    ends = True  # L1: spaces at the end, and before what parts
    for at in range(len(text) - 1, -1, -1):
        kind = unicodedata.bidirectional(text[at])
        ends = kind in {"B", "S"} or (ends and kind in _AT_END)
        if ends:
            levels[at] = base
    return levels


_AT_END = {"WS", "B", "S", "BN", "LRI", "RLI", "FSI", "PDI"}


def _levels(text: str, base: int) -> list[int]:
    """The same before rule L1: of what is isolated by itself, for the rest of the line it is one sign."""
    inside = _isolates(text)
    if not inside:
        return _flat(text, base)
    outer: list[int] = []
    done = 0
    for start, end in inside:
        outer += range(done, start)
        done = end
    outer += range(done, len(text))
    levels = [base] * len(text)
    for at, level in zip(outer, _flat("".join([text[at] for at in outer]), base), strict=True):
        levels[at] = level
    for start, end in inside:
        sign, part = text[start - 1], text[start:end]
        odd = base_level(part) if sign == _FIRST else int(sign == _RTL)
        around = levels[start - 1]
        levels[start:end] = _levels(part, around + 1 + ((around + 1) % 2 != odd))
    return levels


def _isolates(text: str) -> list[tuple[int, int]]:
    """From where to where what is isolated goes, without the signs at both ends; that inside of others is left out."""
    found: list[tuple[int, int]] = []
    if not any(sign in text for sign in ISOLATING):
        return found
    depth = start = 0
    for at, char in enumerate(text):
        if char in (_LTR, _RTL, _FIRST):
            start = start if depth else at + 1
            depth += 1
        elif char == _END and depth:
            depth -= 1
            if not depth:
                found.append((start, at))
    if depth:
        found.append((start, len(text)))
    return found


def _flat(text: str, base: int) -> list[int]:
    """The levels of a text with nothing isolated in it."""
    odd = base % 2
    around = "R" if odd else "L"
    given = [_CALLED.get(kind := unicodedata.bidirectional(char), kind) for char in text]
    kinds = _weak(given, around)
    _brackets(text, given, kinds, around)
    _neutral(kinds, around)
    if odd:
        return [base + (kind in {"L", "AN", "EN"}) for kind in kinds]
    return [base + {"R": 1, "AN": 2, "EN": 2}.get(kind, 0) for kind in kinds]


_CALLED = {"": "L", "LRI": "ON", "RLI": "ON", "FSI": "ON", "PDI": "ON"}
"""What is without a kind of its own, and the signs round what is isolated, which are as any other."""


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
    for at, char in enumerate(text.translate(_TWINS)):
        if kinds[at] != "ON":
            continue
        if char in _BRACKETS:
            if len(waiting) == _PAIRS_MOST:
                break
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
            while after < len(kinds) and given[after] in {"NSM", "BN"}:
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
