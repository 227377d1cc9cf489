"""WRITE: headers in any script, as encoded words (RFC 2047) that every reader puts together again. Pure.

Each word stands for itself: it ends between two characters, at a space where there is one, since some readers show one
there, and before the last one none needs the padding of base64, which some readers take for the end.
"""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Sequence
from email.header import decode_header, make_header

__all__ = ["encoded_header", "is_plain", "read_back"]

_LINE = 76
"""Most characters of a line with encoded words."""
_AROUND = len("=?UTF-8?B??=")
_QUOTED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
"""What stands for itself in the quoted form, also in names."""


def is_plain(text: str) -> bool:
    """Whether a text can stand in a header as it is."""
    return text.isascii() and "=?" not in text


def encoded_header(name: str, text: str, after: str = "") -> bytes:
    """A whole header whose text is encoded, with what follows it as it is, such as <hello@clinic.example>."""
    lines, room, rest = [], _LINE - len(name) - 2, text
    while rest:
        word, rest = _word(rest, room - _AROUND)
        lines.append(word)
        room = _LINE - 1
    if after:
        lines.append(after)
    return (f"{name}: " + "\r\n ".join(lines) + "\r\n").encode("ascii")


def read_back(header: bytes) -> str:
    """The text of such a header, by the library's older reader: the newer one shows a space between two words of a
    name.
    """
    return str(make_header(decode_header(header.decode("ascii").partition(":")[2].strip())))


def _word(text: str, room: int) -> tuple[str, str]:
    """The next encoded word, whose inside takes so many characters, and what is left of the text."""
    ends = _ends(text, room // 4 * 3)
    whole = [end for end, size in ends if size % 3 == 0 or end == len(text)]
    quotable = [end for end, _ in ends if len(_quoted(text[:end])) <= room]
    if at_space := _at_spaces(text, whole):
        return _in_base64(text, at_space[-1])
    if at_space := _at_spaces(text, quotable):
        return _in_quotes(text, at_space[-1])
    if whole:
        return _in_base64(text, whole[-1])
    return _in_quotes(text, (quotable or [1])[0])  # as little as it takes to get a place to end for the next


def _at_spaces(text: str, ends: Sequence[int]) -> list[int]:
    """Those of the places to end that are the text's own end, or beside a space."""
    return [end for end in ends if end == len(text) or " " in text[end - 1 : end + 1]]


def _in_base64(text: str, end: int) -> tuple[str, str]:
    return f"=?UTF-8?B?{base64.b64encode(text[:end].encode()).decode('ascii')}?=", text[end:]


def _in_quotes(text: str, end: int) -> tuple[str, str]:
    return f"=?UTF-8?Q?{_quoted(text[:end])}?=", text[end:]


def _quoted(text: str) -> str:
    return "".join(chr(byte) if byte in _QUOTED else f"={byte:02X}" for byte in text.encode())


def _ends(text: str, most: int) -> list[tuple[int, int]]:
    """Where a word of so many bytes may end: how many characters, and how many bytes these have. A letter is not parted
    from its marks, but where they alone fill the word.
    """
    found, any_end, size = [], [], 0
    for at, char in enumerate(text, 1):
        size += len(char.encode())
        if size > most:
            break
        any_end.append((at, size))
        if at == len(text) or not _joins(text[at]):
            found.append((at, size))
    return found or any_end


def _joins(char: str) -> bool:
    return char == "\u200d" or unicodedata.category(char).startswith("M")
