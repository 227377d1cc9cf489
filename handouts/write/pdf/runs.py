"""Cuts a text into runs of one face, in the order in which they stand on the line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from handouts.type.bidi import base_level, is_rtl, visual_runs, without_signs
from handouts.type.scripts import EASTERN, HAN, LATIN, face_file, graphemes, is_silent, script_of

if TYPE_CHECKING:
    from handouts.write.pdf.shaped import ShapedFace

__all__ = ["AnyFace", "AnySubset", "face_of", "line_runs", "one_way_runs"]


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


def line_runs(text: str, plain: Sequence[AnyFace], *, bold: bool) -> Iterator[Run]:
    """A line, or a part of one, as runs from left to right. ``plain`` are the faces with a code for each character, the
    preferred first. It runs the way that its first letter runs, whatever stands beside it.

    A word stays in one face wherever one has all of it, and a letter with its marks always.
    """
    if not is_rtl(text):
        yield from one_way_runs(without_signs(text), plain, bold=bold, rtl=False)
        return
    body = text.rstrip(" ")
    for part, rtl in visual_runs(body, base_level(body)):
        yield from one_way_runs(without_signs(part), plain, bold=bold, rtl=rtl)
    if body != text:
        yield plain[0], text[len(body) :]


def one_way_runs(text: str, plain: Sequence[AnyFace], *, bold: bool, rtl: bool) -> Iterator[Run]:
    """The same of a part of a line that runs one way."""
    found = _joined(_runs(text, plain, bold=bold))
    return _turned(found) if rtl else found


def _turned(found: Iterator[Run]) -> Iterator[Run]:
    """Runs of what is read from right to left. Signs are shaped as well: brackets are turned round, and stay themselves
    for readers.
    """
    from handouts.write.pdf.shaped import shaped_face

    for face, part in reversed(list(found)):
        yield (face if part.isspace() else shaped_face(face.path, face.scale, bold=face.bold, rtl=True)), part


def _runs(text: str, plain: Sequence[AnyFace], *, bold: bool) -> Iterator[Run]:
    for word in _words(text):
        yield from _word(word, plain, bold=bold)


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


def _word(word: str, plain: Sequence[AnyFace], *, bold: bool) -> Iterator[Run]:
    found = next((face for face in plain if face.chars.issuperset(word)), None)
    if found is not None:
        yield found, word
        return
    body = word.rstrip(" ")
    parts = [(_plain_face(one, plain) or face_of(one, bold=bold, beside=body), one) for one in graphemes(body)]
    letters = (face for face, part in parts if face is not None and face not in plain and part[0].isalpha())
    shaped = next(letters, None)
    if shaped is not None and shaped.chars.issuperset(_seen(body)):
        yield shaped, body
    else:
        for face, part in parts:
            if face is not None:
                yield face, part
            else:
                yield from _apart(part, plain, bold=bold)
    if body != word:
        yield plain[0], word[len(body) :]


def _apart(grapheme: str, plain: Sequence[AnyFace], *, bold: bool) -> Iterator[Run]:
    """A letter with a mark of another script, which no face has together: each by itself."""
    for char in grapheme:
        face = _plain_face(char, plain) or face_of(char, bold=bold)
        if face is None:
            raise ValueError(f"no face has U+{ord(char):04X}; ask missing() before drawing")
        yield face, char


def _plain_face(grapheme: str, plain: Sequence[AnyFace]) -> AnyFace | None:
    return next((face for face in plain if face.chars.issuperset(grapheme)), None)


def face_of(grapheme: str, *, bold: bool, beside: str = "") -> ShapedFace | None:
    """The face that shapes a letter with its marks; None where none at hand has all of it.

    ``beside`` is the word that it stands in: Han letters have other shapes in Japan, Korea and Taiwan.
    """
    from handouts.write.pdf.shaped import shaped_face

    script = script_of(grapheme[0])
    if script is HAN:
        script = next((one for char in beside if (one := script_of(char)) in EASTERN), HAN)
    for package, name in dict.fromkeys((*script.files, *LATIN.files)):
        path = face_file(package, name)
        if path is not None:
            face = shaped_face(path, script.scale, bold=bold, rtl=False)
            if face.chars.issuperset(_seen(grapheme)):
                return face
    return None


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
