"""Which code page a text file was written in, where it is not UTF-8: judged by what comes out, never by a mark.

Each page is tried. A reading costs something for each letter that no language of the page has between such
neighbours, and much for signs within words and capitals within small letters. A page is taken only where its reading
is good, and clearly better than every other reading that says something else; what is not clear is a fault. The page
that has always been read here, Windows-1252, needs the least advantage.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import cache

from handouts.roster.eastasian import eastern_readings
from handouts.roster.lettertable import LETTERS

__all__ = ["NAMES", "page_of"]

_WEST = ("fr", "es", "pt", "it", "de", "da", "sv", "fi", "is", "nl", "ga", "ca")
_PAGES: Mapping[str, tuple[str, ...]] = {
    "cp1252": _WEST,
    "cp1250": ("pl", "cs", "sk", "hu", "ro", "hr", "sl", "de"),
    "cp1254": ("tr", "de", "fr"),
    "cp1257": ("lv", "lt", "et", "de"),
    "mac-roman": _WEST,
    "mac-latin2": ("pl", "cs", "sk", "hu", "de"),
    "cp850": _WEST,
}
"""Code pages, by Python's names for them, each with the languages that are written in it."""
NAMES = {
    "cp1252": "Windows-1252", "cp1250": "Windows-1250", "cp1254": "Windows-1254", "cp1257": "Windows-1257",
    "mac-roman": "Mac Roman", "mac-latin2": "Mac Central European", "cp850": "MS-DOS (850)",
    "big5": "Big5", "gbk": "GBK",
}  # fmt: skip
"""What people call them."""
_USUAL = "cp1252"
_MOST = 6
"""What a good reading may cost for each word, at most."""
_BETTER = {"usual": 1, "other": 4, "than usual": 6}
"""How much less a reading must cost than the next: the usual page's, another's, and another's than the usual page's."""
_ODD = 3
_NO = 99
_RARE = {"cp850": 1}
"""What a page costs that is seldom met today."""
_MAX_WORDS, _MAX_BYTES = 5000, 400_000
"""How much of a file is judged: words, and bytes of lines that hold letters beyond a to z."""
_WORD = re.compile(r"[^\W\d_¼½¾¹²³]+")
_OPEN, _SHUT, _FREE = frozenset("“„‚«‹¿¡"), frozenset("”»›°™®©ªº"), frozenset("–—‘’…\xa0")
"""Signs that may stand before a letter, after one, or beside one."""
_APART = frozenset("•€·§±×÷¼½¾²³µ†‰£¥¬")
"""Signs that stand in notes, but beside no letter."""


def page_of(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """The code page of a text, empty where it is not clear; and the pages that it may be in."""
    lines, size = [], 0
    for line in dict.fromkeys(line for line in raw.splitlines() if not line.isascii()):
        lines.append(line[:_MAX_BYTES])
        size += len(line)
        if size > _MAX_BYTES:
            break
    return _page_of(b"\n".join(lines), [page for page in (*_PAGES, "big5", "gbk") if _decodes(raw, page)])


def _decodes(raw: bytes, page: str) -> bool:
    try:
        raw.decode(page)
    except UnicodeDecodeError:
        return False
    return True


def _page_of(raw: bytes, pages: Collection[str]) -> tuple[str, tuple[str, ...]]:
    found: dict[str, tuple[float, str]] = {}
    for cost, text, page in _readings(
        raw, pages
    ):  # of pages that say the same the usual one is named, which comes first
        least, first = found.get(text, (cost, page))
        found[text] = min(least, cost), first if first == _USUAL or least <= cost else page
    ranked = sorted((cost, page, text) for text, (cost, page) in found.items())
    eastern = eastern_readings(raw)
    may_be = (*(page for _, page, _ in ranked[:3]), *eastern)
    if eastern:
        sure = len(eastern) == 1 and not ranked and eastern[0] in pages
        return (eastern[0] if sure else ""), may_be
    if not ranked:
        return "", ()
    cost, page, _ = ranked[0]
    for other, name, _ in ranked[1:]:
        kind = "usual" if page == _USUAL else "than usual" if name == _USUAL else "other"
        if other - cost < _BETTER[kind]:
            return "", may_be
    return page, may_be


def _readings(raw: bytes, pages: Collection[str]) -> list[tuple[float, str, str]]:
    """What each page makes of a text, where that is good: what it costs, the text, the page; the usual page first."""
    found = []
    for page in _PAGES:
        if page not in pages:
            continue
        text = raw.decode(page, "replace")  # the last line may have been cut
        words = {word for word in _WORD.findall(text) if not word.isascii()}
        if len(words) > _MAX_WORDS:
            words = set(sorted(words)[:_MAX_WORDS])
        cost = sum(_cost(word, page) for word in words) + _signs(text) + _RARE.get(page, 0)
        if cost <= _MOST * max(1, len(words)):
            found.append((cost, text, page))
    return found


def _cost(word: str, page: str) -> float:
    """What a word costs in the language of a page that it goes best with."""
    if not _in_good_case(word):
        return _NO
    beyond = sum(not char.isascii() for char in word)
    extra = _MOST + 2 if beyond * 2 > len(word) and len(word) > 1 else 0  # another alphabet, not ours with marks
    if word.islower() and not word[0].isascii():
        extra += _ODD  # names have capitals
    small = f"^{word.lower()}$"
    return extra + min(_strange(small, language) for language in _PAGES[page])


def _in_good_case(word: str) -> bool:
    """Whether small letters and capitals stand as in a word: “Łukasz”, “ŁUKASZ”, “hÉadhnú”, and not “BÍche”, “éVE”."""
    if word.isupper() or word.islower():
        return True
    prefixed = word[0].isascii() and word[0].islower()
    return not any(
        (at > 0 and char.isupper() and not (at == 1 and prefixed)) or (at == 0 and char.islower())
        for at, char in enumerate(word)
        if not char.isascii()
    )


def _strange(word: str, language: str) -> int:
    """What the letters beyond a to z of a word, with its ends marked, cost in a language."""
    known, before, after, letters = _table(language)
    cost = 0
    for at in range(1, len(word) - 1):
        char = word[at]
        if char.isascii():
            continue
        if char not in letters:
            return _NO
        if word[at - 1 : at + 2] not in known:
            cost += (6, 3, 1)[(word[at - 1 : at + 1] in before) + (word[at : at + 2] in after)]
    return cost


@cache
def _table(language: str) -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """Letters between both neighbours, with the one before, with the one after, and by themselves."""
    known = frozenset(LETTERS[language].split())
    before, after = (frozenset(three[:2] for three in known), frozenset(three[1:] for three in known))
    return known, before, after, frozenset(three[1] for three in known)


def _signs(text: str) -> float:
    """What signs that are no letters cost."""
    cost = 0
    for match in re.finditer(r"[^\x00-\x7f]", text):
        char, at = match[0], match.start()
        if char.isalpha() and char not in "ªº":
            figures = any(map(str.isdigit, text[max(at - 1, 0)] + text[at + 1 : at + 2]))
            cost += _MOST if figures else 0
            continue
        if at > 0 and not text[at - 1].isascii() and not text[at - 1].isalpha():
            cost += _ODD  # signs beside signs: another script
        ahead, after = at > 0 and text[at - 1].isalpha(), text[at + 1 : at + 2].isalpha()
        apart = char in _APART and not ahead and not after
        fits = char in "’‘" or not (ahead and after)
        beside = fits and (char in _FREE or (char in _OPEN and not ahead) or (char in _SHUT and not after))
        if unicodedata.category(char) == "Cc":
            cost += _NO
        elif not apart and not beside and not re.fullmatch("l·l", text[max(at - 1, 0) : at + 2], re.IGNORECASE):
            cost += 2 * _MOST
        elif char in "¿¡…" and text[at + 1 : at + 2].islower():
            cost += _ODD
    return cost
