"""The bytes of a text file become text: UTF-8, UTF-16, or the code page that Excel on Windows writes."""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass

from handouts.base.problems import Problem
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


def decode(raw: bytes, name: str) -> DecodedText:
    """Decode a file. What is no text, or no text in a known encoding, is a HandoutsError with the line."""
    for mark, codec, encoding in _MARKS:
        if raw.startswith(mark):
            return _certain(raw[len(mark) :], codec, encoding, name)
    if guess := _wide(raw):
        return _certain(raw, *guess, name)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        return _old(raw, error.start, name)
    _no_bytes(text, name)
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


def _old(raw: bytes, start: int, name: str) -> DecodedText:
    """Windows-1252, as Excel's plain “CSV” is in western Europe and America."""
    line = raw.count(b"\n", 0, start) + 1
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError as error:
        raise unreadable(name, line, "is neither UTF-8 nor Windows-1252 text", _HINT) from error
    _no_bytes(text, name)
    message = "holds letters that are not UTF-8; the file was read as Windows-1252"
    warning = Problem(name, line, message, f"Look at the names' letters. {_HINT}", warning=True)
    return DecodedText(text, "Windows-1252", (warning,))


def _no_bytes(text: str, name: str) -> None:
    """Refuse what is no text at all, such as a picture. Single stray characters are judged with their row."""
    start = text[:2000]
    odd = sum(unicodedata.category(char) == "Cc" and char not in "\t\r\n\f" for char in start)
    if odd > 8 and odd > len(start) * 0.1:
        raise unreadable(name, 1, "is no text file", "Save the list as CSV or as an Excel workbook (.xlsx).")
