"""Names that were broken before they came here: read in the wrong encoding, or with letters lost on the way.

Only the text tells. A word is taken for broken where the bytes of its letters, in a code page that programs mistake
UTF-8 for, are UTF-8 of letters that go together; where a sign stands in it that no name has; or where a letter has
become “?”.
"""

from __future__ import annotations

import html
import re
import sys
import unicodedata

from handouts.base.records import dataclass
from handouts.roster.markup import ENTITY, OPEN_ENTITY, TAG

__all__ = ["BrokenName", "broken_letters"]

_PAGES = ("cp1252", "latin-1", "cp1250", "cp1251", "cp1254", "cp1257", "mac-roman", "cp850", "cp437", "gbk")
"""What programs take UTF-8 for."""
_ENCODE = "Export the list as UTF-8."
_FITTING = re.compile(
    r"[A-Za-z\u00c0-\u017f\u01a0\u01a1\u01af\u01b0\u0218-\u021b\u1ea0-\u1ef9’‘'´`.,()\-–“”\u0300-\u0323]+"
)
"""Letters of languages that are written like English ones, and the signs in names."""
_LEFT = re.compile(r"(?<![A-ZÀ-Þ])Ã(?![A-ZÀ-Þ])|[ÂÃ][\u0080-\u00a9\u00ab-\u00b6\u00b8\u00b9\u00bb-\u00bf]|â€")
"""Remains of letters in two bytes of which one was lost: a capital among small letters, or before a sign."""
_SIGNS = ("Sc", "Sm", "So", "Sk", "No", "Po")
_WORD = re.compile(r"[^ \t\r\n]+")  # a no-break space may be half of a letter
_SUSPECT = re.compile(r"[^\x00-\x7f]{2}|[\u4e00-\u9fff]")
"""What a letter in two bytes or more becomes: two characters, or one of East Asia."""
_BYTES = re.compile(r"(?:[=%][0-9A-Fa-f]{2})+")
"""Characters as e-mail and web addresses write them: =20, %C3%AB."""
_BACKSLASHED = re.compile(r"\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|['\"/ ])")
"""Characters as programs write them in their own texts: \\u00f6."""
_OF_PROGRAMS = re.compile(r"[?&<>=%\\]")
"""Signs without which nothing is written out as codes or mark-up, and no letter has become “?”."""
_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]")


@dataclass(frozen=True)
class BrokenName:
    """What is wrong with a text's letters."""

    message: str
    likely: str = ""
    """The broken words as they probably were, where that can be told."""
    hint: str = _ENCODE
    doubtful: bool = False
    """Whether it may be right all the same."""


def broken_letters(text: str, *, name: bool) -> BrokenName | None:
    """What is wrong with the letters of a name, or of a longer text; None where nothing is seen."""
    signs = _OF_PROGRAMS.search(text)
    if text.isascii() and not signs:
        return None
    if "\ufffd" in text:
        return BrokenName("holds “�” in place of a letter that was lost")
    if _SUSPECT.search(text):
        words = _WORD.findall(text)
        mended = [_mended(word) for word in words]
        if likely := " ".join(word for word, old in zip(mended, words, strict=True) if word != old):
            return BrokenName("holds letters that were broken: read in a wrong encoding", likely)
    if _LEFT.search(text):
        return BrokenName("holds letters that were broken: read in a wrong encoding")
    if name:
        return (_in_name(text) if signs else None) or _with_signs(text)
    return _in_note(text) if signs else None


def _in_note(text: str) -> BrokenName | None:
    if _LOST.search(text):
        return BrokenName("holds a “?” between letters, perhaps in place of one that was lost", doubtful=True)
    return None


def _in_name(text: str) -> BrokenName | None:
    if ENTITY.search(text) or OPEN_ENTITY.search(text) or TAG.search(text):
        plain = text
        for _ in range(2):
            plain = html.unescape(plain)
        plain = " ".join(TAG.sub(" ", plain).split())
        likely = plain if _FITTING.fullmatch(re.sub(r"[\s&]", "", plain)) else ""
        return BrokenName("holds mark-up of a web page", likely, "Export the list as plain text.")
    if _BYTES.search(text) or _BACKSLASHED.search(text):
        plain = _BACKSLASHED.sub(_of_backslash, _BYTES.sub(_of_bytes, text))
        likely = plain if _FITTING.fullmatch(re.sub(r"\s", "", plain)) else ""
        return BrokenName("holds characters written out as codes", likely, "Export the list as plain text in UTF-8.")
    if "?" in text:
        return BrokenName("holds a “?” in place of a letter that was lost")
    return None


def _with_signs(text: str) -> BrokenName | None:
    """A name with a sign that is in none."""
    if sign := next((char for char in text if _no_sign_of_names(char)), ""):
        words = _WORD.findall(text)
        mended = [_other_page(word) for word in words]
        likely = " ".join(word for word, old in zip(mended, words, strict=True) if word != old)
        return BrokenName(f"holds “{sign}”, which is in no name: letters may have been broken", likely)
    return None


def _of_bytes(match: re.Match[str]) -> str:
    return bytes.fromhex(re.sub("[=%]", "", match[0])).decode(errors="replace")


def _of_backslash(match: re.Match[str]) -> str:
    code = match[0][2:]
    return chr(min(int(code, 16), sys.maxunicode)) if code else match[0][1]


def _no_sign_of_names(char: str) -> bool:
    """Whether a character is a currency, a fraction, a symbol: what letters turn into in a wrong encoding."""
    if char in "<>" or "─" <= char <= "▟":
        return True
    return "\x7f" < char < "\u0100" and unicodedata.category(char) in _SIGNS and char not in "´·°"


def _mended(word: str) -> str:
    """The word as it was before UTF-8 was taken for something else, up to three times; itself where that is not so."""
    if word.isascii() or not _SUSPECT.search(word):
        return word
    for page in _PAGES:
        text, found = word, ""
        for _ in range(3):
            text = _utf8_of(text, page)
            if not text:
                break
            if _fits(text, word):
                found = text
        if found:
            return found
    return word


def _utf8_of(word: str, page: str) -> str:
    """The text whose UTF-8, read in a code page, is the word; empty where there is none."""
    if word.isascii() or (page == "gbk" and not re.search(r"[A-Za-z]", word)):
        return ""
    try:
        text = b"".join(_bytes(char, page) for char in word).decode()
    except UnicodeError:
        return ""
    return text if len(text) < len(word) or page == "gbk" else ""


def _fits(text: str, word: str) -> bool:
    """Whether a text reads like a word of one script, and not like chance."""
    letters = [char for char in text if char.isalpha()]
    if word.isalpha() and word.isupper() and not text.isupper():
        return False  # “CĂŞUN”: capitals that happen to be the bytes of a small letter
    if letters and _FITTING.fullmatch(text):
        return True
    scripts = {unicodedata.name(char, "?").split(maxsplit=1)[0] for char in letters}
    return len(letters) > 2 and len(scripts) == 1 and "LATIN" not in scripts


def _bytes(char: str, page: str) -> bytes:
    """A character in a code page; a control stands for its own byte, as programs let the holes of a page through."""
    if "\x80" <= char <= "\x9f":
        return bytes([ord(char)])
    return char.encode(page)


def _other_page(word: str) -> str:
    """A word whose letters have become signs, in the code page of middle Europe: “£ukasz” is “Łukasz”."""
    try:
        text = word.encode("cp1252").decode("cp1250")
    except UnicodeError:
        return word
    return text if _FITTING.fullmatch(text) else word
