"""The bytes of a text file become text: UTF-8, UTF-16, or the code page that its letters go together in."""

from __future__ import annotations

import codecs
import re
import unicodedata

from handouts.base.problems import Problem
from handouts.base.records import dataclass
from handouts.roster.codepages import NAMES, page_of
from handouts.roster.rows import unreadable

__all__ = ["DecodedText", "decode"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8 with mark"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32 LE"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32 BE"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16 LE"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16 BE"),
)
"""Byte order marks, the longer before those they start with."""
_HINT = "Save it as “CSV UTF-8”."


@dataclass(frozen=True)
class DecodedText:
    """A file's text, how it was encoded, and warnings about that."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def decode(raw: bytes, name: str, encoding: str = "") -> DecodedText:
    """Decode a file. What is no text, or no text in a known encoding, is a HandoutsError with the line.

    ``encoding`` is what the clinic says that its text files are in where they are not UTF-8, by a name of Python's.
    """
    for mark, codec, known in _MARKS:
        if raw.startswith(mark):
            while raw.startswith(mark):  # some programs put a second one before the first
                raw = raw[len(mark) :]
            return _certain(raw, codec, known, name)
    if guess := _wide(raw):
        return _certain(raw, *guess, name)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return _said(raw, encoding, line, name) if encoding else _old(raw, line, name)
    _no_bytes(text, name)
    _no_utf7(text, name)
    return DecodedText(text, "UTF-8")


def _wide(raw: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark, where every other byte is zero."""
    start = raw[:200]
    half = len(start) // 2
    if half < 2:
        return None
    even, odd = start[::2].count(0), start[1::2].count(0)
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le", "UTF-16 LE"
    if even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be", "UTF-16 BE"
    return None


def _certain(raw: bytes, codec: str, encoding: str, name: str) -> DecodedText:
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode(codec, "ignore")
        message = f"is not valid {encoding.removesuffix(' with mark')} text"
        raise unreadable(name, before.count("\n") + 1, message, _HINT) from error
    _no_bytes(text, name)
    return DecodedText(text, encoding)


def _said(raw: bytes, encoding: str, line: int, name: str) -> DecodedText:
    """Text in the encoding that the clinic has named."""
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        hint = f"Say another “encoding:” in clinic.yaml. Or: {_HINT}"
        message = f"is neither UTF-8 nor {encoding} text, as clinic.yaml says"
        raise unreadable(name, raw.count(b"\n", 0, error.start) + 1, message, hint) from error
    except LookupError as error:
        raise unreadable(name, line, f"cannot be read as {encoding}", _HINT) from error
    _no_bytes(text, name)
    return DecodedText(text, encoding)


def _old(raw: bytes, line: int, name: str) -> DecodedText:
    """Text in the code page of a computer, as Excel's plain “CSV” is; judged by the letters that come out."""
    _no_bytes(raw.decode("ascii", "replace"), name)
    page, may_be = page_of(raw)
    if not page:
        known = [NAMES.get(one, one.upper()) for one in may_be]
        what = (
            f"may be {' or '.join(dict.fromkeys(known))}" if len(known) > 1 else "go together in no encoding known here"
        )
        hint = f"{_HINT} Or say what your files are in clinic.yaml, such as “encoding: windows-1252”."
        raise unreadable(name, line, f"holds letters that are not UTF-8, and that {what}", hint)
    text = raw.decode(page)
    message = f"holds letters that are not UTF-8; the file was read as {NAMES[page]}"
    warning = Problem(name, line, message, f"Look at the names' letters. {_HINT}", warning=True)
    return DecodedText(text, NAMES[page], (warning,))


_UTF7 = re.compile(r"\+[A-Za-z0-9+/]{3,}-")


def _no_utf7(text: str, name: str) -> None:
    """Refuse an encoding of old mail programs, in which letters are written as “+AOk-”."""
    if not text.isascii() or not (found := _UTF7.findall(text[:200_000])):
        return
    try:
        letters = "".join(found).encode().decode("utf-7")
    except UnicodeDecodeError:
        return
    if letters and all(char.isalpha() for char in letters) and not any(char.isascii() for char in letters):
        line = text.count("\n", 0, text.index(found[0])) + 1
        raise unreadable(name, line, "is UTF-7 text, an encoding of old mail programs", _HINT)


def _no_bytes(text: str, name: str) -> None:
    """Refuse what is no text at all, such as a picture. Single stray characters are judged with their row."""
    start = text[:2000]
    odd = sum(unicodedata.category(char) == "Cc" and char not in "\t\r\n\f" for char in start)
    if odd > 8 and odd > len(start) * 0.1:
        raise unreadable(name, 1, "is no text file", "Save the list as CSV or as an Excel workbook (.xlsx).")
