"""Scripts, and the files of the faces that have them: found by name, and opened by nobody here."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from handouts.base.records import dataclass

__all__ = [
    "EASTERN",
    "HAN",
    "LATIN",
    "PACKAGES",
    "Script",
    "face_file",
    "graphemes",
    "is_east",
    "is_mark",
    "is_silent",
    "language_of",
    "script_for",
    "script_of",
]


@dataclass(frozen=True, eq=False)
class Script:
    """Letters of one kind. ``files`` are those that may have them, each a package and a file of it, best first."""

    name: str
    language: str
    """BCP 47: the language that nearly always uses it; “und-” and the script where several do."""
    files: tuple[tuple[str, str], ...]
    scale: float = 1.0
    """Size beside Atkinson Hyperlegible, so that the letters look equally large."""
    high: float = 0.0
    """How far its tallest clusters reach above the baseline, as a part of the face's size; 0 where no further than
    those of English.
    """
    low: float = 0.0
    """The same below it, positive."""


PACKAGES = ("manimgx_fonts", "justmytype_intl_cjk")
"""Where all files are from."""


def _noto(
    name: str, language: str, file: str = "", scale: float = 1.0, ink: tuple[float, float] = (0.0, 0.0)
) -> Script:
    """``ink``: how far below and above the baseline it reaches."""
    low, high = ink
    return Script(name, language, (("manimgx_fonts", f"NotoSans{file}[wght].ttf"),), scale, high, low)


_SYMBOLS = ("manimgx_fonts", "NotoSansSymbols[wght].ttf"), ("manimgx_fonts", "NotoEmoji[wght].ttf")
LATIN = Script("Latin", "", (("manimgx_fonts", "NotoSans[wght].ttf"), *_SYMBOLS), 0.93)
"""And all signs that belong to no script."""
_VIETNAMESE = Script(
    "Latin",
    "vi",
    tuple(("fontpkg_be_vietnam_pro", f"files/BeVietnamPro-{weight}.ttf") for weight in ("Regular", "Bold")),
    0.93,
    1.17,
    0.25,
)
"""One file a weight."""
_CJK = "justmytype_intl_cjk"


def _east(name: str, language: str, file: str) -> Script:
    here = (_CJK, f"fonts/ofl/notosans{file.lower()}/NotoSans{file}[wght].ttf")
    others = [(_CJK, f"fonts/ofl/notosans{one.lower()}/NotoSans{one}[wght].ttf") for one in ("SC", "TC", "JP", "KR")]
    return Script(name, language, tuple(dict.fromkeys((here, *others))), 0.95, 0.95, 0.3)


HAN = _east("Han", "zh", "SC")
"""Written in the shapes of China, unless a word has letters of Japan, Korea or Taiwan."""
EASTERN = _east("Kana", "ja", "JP"), _east("Hangul", "ko", "KR"), _east("Bopomofo", "zh-Hant", "TC")
_KANA, _HANGUL, _BOPOMOFO = EASTERN
_GREEK = _noto("Greek", "el", scale=0.93)
_CYRILLIC = _noto("Cyrillic", "und-Cyrl", scale=0.93)
_ARABIC = _noto("Arabic", "ar", "Arabic", ink=(0.46, 1.19))
_HEBREW = _noto("Hebrew", "he", "Hebrew", 0.92, (0.23, 0.9))
_DEVANAGARI = _noto("Devanagari", "hi", "Devanagari", 0.92, (0.41, 0.9))
_SCRIPTS = (
    (0x0370, 0x03FF, _GREEK),
    (0x0400, 0x052F, _CYRILLIC),
    (0x0530, 0x058F, _noto("Armenian", "hy", "Armenian", 0.93)),
    (0x0590, 0x05FF, _HEBREW),
    (0x0600, 0x06FF, _ARABIC),
    (0x0750, 0x077F, _ARABIC),
    (0x08A0, 0x08FF, _ARABIC),
    (0xFB1D, 0xFB4F, _HEBREW),
    (0xFB50, 0xFDFF, _ARABIC),
    (0xFE70, 0xFEFE, _ARABIC),
    (0x0900, 0x097F, _DEVANAGARI),
    (0x0980, 0x09FF, _noto("Bengali", "bn", "Bengali", 0.92, ink=(0.39, 0.91))),
    (0x0A00, 0x0A7F, _noto("Gurmukhi", "pa", "Gurmukhi", 0.92, ink=(0.39, 0.9))),
    (0x0A80, 0x0AFF, _noto("Gujarati", "gu", "Gujarati", 0.92, ink=(0.36, 0.9))),
    (0x0B00, 0x0B7F, _noto("Oriya", "or", "Oriya", 0.92)),
    (0x0B80, 0x0BFF, _noto("Tamil", "ta", "Tamil", 0.92, ink=(0.32, 0.85))),
    (0x0C00, 0x0C7F, _noto("Telugu", "te", "Telugu", 0.92, ink=(0.4, 0.87))),
    (0x0C80, 0x0CFF, _noto("Kannada", "kn", "Kannada", 0.92, ink=(0.39, 0.81))),
    (0x0D00, 0x0D7F, _noto("Malayalam", "ml", "Malayalam", 0.92, ink=(0.33, 0.85))),
    (0x0D80, 0x0DFF, _noto("Sinhala", "si", "Sinhala", 0.92, ink=(0.33, 0.93))),
    (0x0E00, 0x0E7F, _noto("Thai", "th", "Thai", 0.95, ink=(0.43, 1.1))),
    (0x0E80, 0x0EFF, _noto("Lao", "lo", "Lao", 0.95, ink=(0.3, 1.16))),
    (0x1000, 0x109F, _noto("Myanmar", "my", "Myanmar", 0.92, ink=(0.5, 1.01))),
    (0x10A0, 0x10FF, _noto("Georgian", "ka", "Georgian", 0.93)),
    (0x1200, 0x139F, _noto("Ethiopic", "am", "Ethiopic")),
    (0x1780, 0x17FF, _noto("Khmer", "km", "Khmer", 0.92, ink=(0.58, 0.9))),
    (0x1C80, 0x1C8F, _CYRILLIC),
    (0x1F00, 0x1FFF, _GREEK),
    (0x1100, 0x11FF, _HANGUL),
    (0x2E80, 0x303F, HAN),
    (0x3040, 0x30FF, _KANA),
    (0x3100, 0x312F, _BOPOMOFO),
    (0x3130, 0x318F, _HANGUL),
    (0x31A0, 0x31BF, _BOPOMOFO),
    (0x31F0, 0x31FF, _KANA),
    (0x3200, 0x9FFF, HAN),
    (0xAC00, 0xD7AF, _HANGUL),
    (0xF900, 0xFAFF, HAN),
    (0xFE10, 0xFE6F, HAN),
    (0xFF00, 0xFFEF, HAN),
    (0x20000, 0x3134F, HAN),
    (0x2DE0, 0x2DFF, _CYRILLIC),
    (0xA640, 0xA69F, _CYRILLIC),
)
"""First and last code point of each block of letters."""
_OF_LANGUAGES = {
    **{script.language: script for _, _, script in _SCRIPTS},
    "zh-Hant": _BOPOMOFO, "zh": HAN, "vi": _VIETNAMESE, "yo": LATIN, "ig": LATIN,
    **dict.fromkeys(("ru", "uk", "bg", "sr", "mk", "be"), _CYRILLIC),
    **dict.fromkeys(("mr", "ne", "sa"), _DEVANAGARI),
}  # fmt: skip
"""The scripts of whole sheets, by the language or its first part."""
_BLOCKS = sorted(_SCRIPTS, key=lambda one: one[0])
_STARTS = [first for first, _, _ in _BLOCKS]
_SILENT = frozenset(("\u200c", "\u200d", *map(chr, range(0xFE00, 0xFE10)), *map(chr, range(0xE0100, 0xE01F0))))
"""What says how the letters beside it are joined or formed, and has no shape of its own."""


_BEYOND_LATIN = "\u0370"
"""The first letter of another script."""
_CHARS_KEPT = 10_000
"""Letters whose scripts are remembered."""


def is_east(script: Script | None) -> bool:
    """Whether it is written without spaces, in letters that fill a square: Han, kana and their like; not Hangul."""
    return script is HAN or script is _KANA or script is _BOPOMOFO


def is_mark(char: str) -> bool:
    """Whether it stands on, under or after another letter, and not by itself."""
    return unicodedata.category(char)[0] == "M"


def is_silent(char: str) -> bool:
    """Whether it only says how the letters beside it look: joiners, and selectors of variants."""
    return char in _SILENT


@lru_cache(maxsize=_CHARS_KEPT)
def script_of(char: str) -> Script:
    """The script of a letter; Latin for signs that belong to none."""
    at = bisect_right(_STARTS, ord(char)) - 1
    if at >= 0:
        _, last, script = _BLOCKS[at]
        if ord(char) <= last:
            return script
    return LATIN


def language_of(text: str) -> str:
    """The language that the letters of a text tell, where most are of one script that is not Latin; else empty."""
    if not text or max(text) < _BEYOND_LATIN:
        return ""
    found = Counter(script_of(char).language for char in text if char.isalpha())
    eastern = [found[one.language] for one in EASTERN]
    if found[HAN.language] and any(eastern):  # Japanese and Korean are written with Han letters among others
        found[EASTERN[eastern.index(max(eastern))].language] += found.pop(HAN.language)
    ((language, count),) = found.most_common(1) or (("", 0),)
    return language if 2 * count > found.total() else ""


@cache
def script_for(language: str) -> Script | None:
    """The script that a language's sheets are set in; None where the usual faces have all of its letters."""
    parts = language.split("-")
    tags = ["-".join(parts[:end]) for end in range(len(parts), 0, -1)]
    if parts[0] == "zh" and not {"TW", "HK", "MO"}.isdisjoint(parts[1:]):
        tags = ["zh-Hant"]
    return next((_OF_LANGUAGES[tag] for tag in tags if tag in _OF_LANGUAGES), None)


@cache
def face_file(package: str, name: str) -> Path | None:
    """Where a file of a package is, which is not loaded for it; None where it is not installed."""
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        return None
    path = Path(found.submodule_search_locations[0]) / name
    return path if path.is_file() else None


def graphemes(text: str) -> Iterator[str]:
    """A text cut between letters, each with the marks and joiners that belong to it; conjuncts of India are one."""
    start = 0
    for at in range(1, len(text)):
        if not is_mark(text[at]) and not is_silent(text[at]) and not _joins(text, at):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


_VIRAMA = 9
"""The combining class of signs that take the vowel from a letter, which joins the next one then."""


def _joins(text: str, at: int) -> bool:
    """Whether a letter makes a conjunct with the one before it."""
    before = text[at - 1]
    if is_silent(before) and at > 1:
        before = text[at - 2]
    return unicodedata.combining(before) == _VIRAMA and script_of(text[at]) is script_of(before) is not LATIN
