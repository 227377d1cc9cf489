"""Scripts, and the files of the faces that have them: found by name, and opened by nobody here."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from handouts.base.records import dataclass

__all__ = ["LATIN", "PACKAGES", "Script", "face_file", "graphemes", "is_mark", "is_silent", "script_of"]


@dataclass(frozen=True)
class Script:
    """Letters of one kind. ``files`` are those that may have them, each a package and a file of it, best first."""

    name: str
    language: str
    """BCP 47: the language that nearly always uses it; “und-” and the script where several do."""
    files: tuple[tuple[str, str], ...]
    scale: float = 1.0
    """Size beside Atkinson Hyperlegible, so that the letters look equally large."""


PACKAGES = ("manimgx_fonts",)
"""Where all files are from."""


def _noto(name: str, language: str, file: str = "", scale: float = 1.0) -> Script:
    return Script(name, language, (("manimgx_fonts", f"NotoSans{file}[wght].ttf"),), scale)


_SYMBOLS = ("manimgx_fonts", "NotoSansSymbols[wght].ttf"), ("manimgx_fonts", "NotoEmoji[wght].ttf")
LATIN = Script("Latin", "", (("manimgx_fonts", "NotoSans[wght].ttf"), *_SYMBOLS), 0.93)
"""And all signs that belong to no script."""
_SCRIPTS = (
    (0x0370, 0x03FF, _noto("Greek", "el", scale=0.93)),
    (0x0400, 0x052F, _noto("Cyrillic", "und-Cyrl", scale=0.93)),
    (0x1C80, 0x1C8F, _noto("Cyrillic", "und-Cyrl", scale=0.93)),
    (0x1F00, 0x1FFF, _noto("Greek", "el", scale=0.93)),
    (0x2DE0, 0x2DFF, _noto("Cyrillic", "und-Cyrl", scale=0.93)),
    (0xA640, 0xA69F, _noto("Cyrillic", "und-Cyrl", scale=0.93)),
)
"""First and last code point of each block of letters."""
_BLOCKS = sorted(_SCRIPTS, key=lambda one: one[0])
_STARTS = [first for first, _, _ in _BLOCKS]
_SILENT = frozenset(("\u200c", "\u200d", *map(chr, range(0xFE00, 0xFE10)), *map(chr, range(0xE0100, 0xE01F0))))
"""What says how the letters beside it are joined or formed, and has no shape of its own."""


def is_mark(char: str) -> bool:
    """Whether it stands on, under or after another letter, and not by itself."""
    return unicodedata.category(char)[0] == "M"


def is_silent(char: str) -> bool:
    """Whether it only says how the letters beside it look: joiners, and selectors of variants."""
    return char in _SILENT


def script_of(char: str) -> Script:
    """The script of a letter; Latin for signs that belong to none."""
    at = bisect_right(_STARTS, ord(char)) - 1
    if at >= 0:
        _, last, script = _BLOCKS[at]
        if ord(char) <= last:
            return script
    return LATIN


@cache
def face_file(package: str, name: str) -> Path | None:
    """Where a file of a package is, which is not loaded for it; None where it is not installed."""
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        return None
    path = Path(found.submodule_search_locations[0]) / name
    return path if path.is_file() else None


def graphemes(text: str) -> Iterator[str]:
    """A text cut between letters, each with the marks and joiners that belong to it."""
    start = 0
    for at in range(1, len(text)):
        if not is_mark(text[at]) and not is_silent(text[at]):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]
