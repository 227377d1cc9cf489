"""Cuts a text into runs of one face, in the order in which they stand on the line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from handouts.base.records import dataclass
from handouts.type.bidi import base_level, is_rtl, visual_runs, without_signs
from handouts.type.scripts import (
    EASTERN,
    HAN,
    LATIN,
    Script,
    face_file,
    graphemes,
    is_east,
    is_mark,
    is_silent,
    script_of,
)

if TYPE_CHECKING:
    from handouts.write.pdf.shaped import ShapedFace

__all__ = ["AnyFace", "AnySubset", "Setting", "face_of", "line_runs", "one_way_runs"]


class AnySubset(Protocol):
    """An embeddable part of a face."""

    @property
    def links(self) -> tuple[tuple[int, ...], ...]:
        """For each of ``objects`` which others it refers to."""

    @property
    def objects(self) -> tuple[bytes, ...]:
        """The font's PDF objects, itself the first; “%d” stands for the numbers of those that they refer to."""

    def take(self, text: str) -> None:
        """Give the letters of a text codes, where they have none yet."""

    def part(self, codes: Iterable[int]) -> tuple[AnySubset, dict[int, int]]:
        """A subset of these codes' letters alone, in an order of its own, and the code there of each."""

    def encode(self, text: str) -> str:
        """A text that was taken as the hexadecimal string of a PDF text operator."""


class AnyFace(Protocol):
    """What texts are set in: a face with a code for each character, or one whose letters are shaped."""

    @property
    def path(self) -> Path:
        """Its file."""

    @property
    def bold(self) -> bool:
        """Whether it is the bold one of two."""

    @property
    def scale(self) -> float:
        """Its size, as a part of the type size."""

    @property
    def chars(self) -> frozenset[str]:
        """The characters it has."""

    def length(self, text: str) -> float:
        """Width of a text, all of whose characters it has, at a type size of 1 pt."""

    def growing(self) -> AnySubset:
        """A subset that takes up letters while pages are drawn."""


Run = tuple[AnyFace, str]


@dataclass(frozen=True)
class Setting:
    """What a text of one weight is set in. ``plain`` are faces that set most texts of the sheet, the preferred first;
    ``home`` is the script of the sheet's language, where it has one of its own.
    """

    plain: tuple[AnyFace, ...]
    bold: bool
    home: Script | None = None

    def whole(self, word: str) -> AnyFace | None:
        """The plain face that has all of a word."""
        if self.wide and not _WIDE_SIGNS.isdisjoint(word) and not _LATIN_WORD.search(word):
            return None
        return next((face for face in self.plain if face.chars.issuperset(word)), None)

    @property
    def wide(self) -> bool:
        """Whether signs that Latin letters have as well are as wide as Han letters here."""
        return is_east(self.home)


_GRAPHEMES_KEPT = 20_000
"""Letters whose faces are remembered."""
_WIDE_SIGNS = frozenset("“”‘’…—·")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]")


def line_runs(text: str, setting: Setting) -> Iterator[Run]:
    """A line, or a part of one, as runs from left to right. It runs the way that its first letter runs, whatever
    stands beside it.

    A word stays in one face wherever one has all of it, and a letter with its marks always. Numbers and Latin words
    among letters of another script stay in the plain faces.
    """
    if not is_rtl(text):
        yield from one_way_runs(without_signs(text), setting, rtl=False)
        return
    body = text.rstrip(" ")
    for part, rtl in visual_runs(body, base_level(body)):
        yield from one_way_runs(without_signs(part), setting, rtl=rtl)
    if body != text:
        yield setting.plain[0], text[len(body) :]


def one_way_runs(text: str, setting: Setting, *, rtl: bool) -> Iterator[Run]:
    """The same of a part of a line that runs one way."""
    found = _joined(_runs(text, setting))
    return _turned(found) if rtl else found


def _turned(found: Iterator[Run]) -> Iterator[Run]:
    """Runs of what is read from right to left. Signs are shaped as well: brackets are turned round, and stay themselves
    for readers.
    """
    from handouts.write.pdf.shaped import shaped_face

    for face, part in reversed(list(found)):
        yield (face if part.isspace() else shaped_face(face.path, face.scale, bold=face.bold, rtl=True)), part


def _runs(text: str, setting: Setting) -> Iterator[Run]:
    for word in _words(text):
        yield from _word(word, setting)


def _joined(parts: Iterator[Run]) -> Iterator[Run]:
    """The same, neighbours of one face as one. Spaces between two words of a shaped face are set in that face: PDFium
    overlooks one of another font beside a wide cluster.
    """
    done: list[Run] = []
    for face, part in parts:
        if done and done[-1][0] is face:
            done[-1] = face, done[-1][1] + part
        elif len(done) > 1 and done[-2][0] is face and not done[-1][1].strip(" ") and " " in face.chars:
            (_, spaces), (_, before) = done.pop(), done.pop()
            done.append((face, before + spaces + part))
        else:
            done.append((face, part))
    yield from (run for run in done if run[1])


def _word(word: str, setting: Setting) -> Iterator[Run]:
    found = setting.whole(word)
    if found is not None:
        yield found, word
        return
    body = word.rstrip(" ")
    for part, foreign in _parted(body):
        whole = setting.whole(part) if foreign else None
        if whole is not None:
            yield whole, part
        else:
            yield from _letters(part, body, setting)
    if body != word:
        yield setting.plain[0], word[len(body) :]


_LATIN_PART = re.compile(r"(?:[A-Za-z0-9\u00c0-\u024f]+(?:[-–.,:/’'×+]+(?=[A-Za-z0-9\u00c0-\u024f]))*)+[%°]?")
"""Numbers and Latin words, with signs between them."""


def _parted(body: str) -> Iterator[tuple[str, bool]]:
    """A word cut round its numbers and Latin words, and whether a part is one; whole where all letters are Latin."""
    if not any(char.isalpha() and script_of(char) is not LATIN for char in body) and _WIDE_SIGNS.isdisjoint(body):
        yield body, False
        return
    start = 0
    for found in _LATIN_PART.finditer(body):
        end = found.end()
        while end < len(body) and (is_mark(body[end]) or is_silent(body[end])):
            end += 1  # with the marks on its last letter
        if found.start() > start:
            yield body[start : found.start()], False
        if end > start:
            yield body[max(start, found.start()) : end], True
        start = max(start, end)
    if start < len(body):
        yield body[start:], False


def _letters(part: str, word: str, setting: Setting) -> Iterator[Run]:
    """Letters, in one face where one has all of them."""
    east = _east_of(word, setting.home)
    found = [(_plain_face(one, setting) or _shaped_face(one, setting, east), one) for one in graphemes(part)]
    letters = (face for face, one in found if face and face not in setting.plain and one[0].isalpha())
    shaped = next(letters, None)
    if shaped is not None and shaped.chars.issuperset(_seen(part)):
        yield shaped, part
        return
    for face, one in found:
        if face is not None:
            yield face, one
        else:
            yield from _apart(one, setting)


def _shaped_face(grapheme: str, setting: Setting, east: Script) -> ShapedFace | None:
    if setting.wide and grapheme[0] in _WIDE_SIGNS:
        return _face_of(grapheme, east, setting.bold)
    return face_of(grapheme, bold=setting.bold, east=east)


def _apart(grapheme: str, setting: Setting) -> Iterator[Run]:
    """A letter with a mark of another script, which no face has together: each by itself."""
    for char in grapheme:
        face = _plain_face(char, setting) or face_of(char, bold=setting.bold)
        if face is None:
            raise ValueError(f"no face has U+{ord(char):04X}; ask missing() before drawing")
        yield face, char


def _plain_face(grapheme: str, setting: Setting) -> AnyFace | None:
    if setting.wide and grapheme[0] in _WIDE_SIGNS:
        return None
    return next((face for face in setting.plain if face.chars.issuperset(grapheme)), None)


def face_of(grapheme: str, *, bold: bool, east: Script = HAN) -> ShapedFace | None:
    """The face that shapes a letter with its marks; None where none at hand has all of it. ``east``: as whose Han
    letters are written, and signs among them.
    """
    script = script_of(grapheme[0])
    return _face_of(grapheme, east if script is HAN else script, bold)


@lru_cache(maxsize=_GRAPHEMES_KEPT)
def _face_of(grapheme: str, script: Script, bold: bool) -> ShapedFace | None:
    from handouts.write.pdf.shaped import shaped_face

    for package, name in dict.fromkeys((*script.files, *LATIN.files)):
        path = face_file(package, name)
        if path is not None:
            face = shaped_face(path, script.scale, bold=bold, rtl=False)
            if face.chars.issuperset(_seen(grapheme)):
                return face
    return None


def _east_of(word: str, home: Script | None) -> Script:
    """As whose Han letters are written in a word: those of Japan, Korea and Taiwan have shapes of their own."""
    if not word.isascii():
        for char in word:
            if (script := script_of(char)) in EASTERN:
                return script
    return home if home is not None and (home is HAN or home in EASTERN) else HAN


def _seen(text: str) -> Iterator[str]:
    """The characters that have a shape."""
    return (char for char in text if not is_silent(char))


def _words(text: str) -> Iterator[str]:
    """Words, each with the spaces after it."""
    start = 0
    for index in range(1, len(text)):
        if text[index - 1] == " " and text[index] != " ":
            yield text[start:index]
            start = index
    yield text[start:]
