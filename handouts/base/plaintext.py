"""The one gate for text that people type: what is let through, and why the rest is not.

Names, notes and YAML fields are hostile until they have passed ``clean``. Nothing after this gate
treats text as anything but characters to print, so nothing needs escaping later.
"""

from __future__ import annotations

import unicodedata

__all__ = ["INVISIBLE", "JOINERS", "clean", "describe", "escaped", "is_invisible", "visible"]

INVISIBLE = {
    "Cc": "a control character",
    "Cf": "an invisible formatting character",
    "Cs": "half of a broken character",
    "Co": "a private-use character",
    "Cn": "not a character",
    "Zl": "an invisible line separator",
    "Zp": "an invisible paragraph separator",
}
"""Unicode categories of what cannot be seen, each with a name for it.

Directional overrides and other invisible format characters can make a printed name read differently from the stored
one; controls can corrupt terminals and logs.
"""


JOINERS = "\u200c\u200d"
"""They are spelling in some scripts: Persian is written with the one, Sinhala and Hindi names with the other."""
_JOINED = ((0x0600, 0x08FF), (0x0900, 0x0DFF), (0x1780, 0x17FF), (0x1800, 0x18AF))
"""Code points of scripts whose letters they part or join: Arabic, those of India, Khmer, Mongolian."""
_DROPPED = "\xad\u061c\u200b\u200e\u200f\u2060\ufeff"
"""What comes along when a text is copied and says nothing here: soft hyphens, marks of direction, marks of files."""
_FOLDED = str.maketrans({
    **dict.fromkeys(_DROPPED),
    **{char: unicodedata.normalize("NFKC", char) for char in "ﬀﬁﬂﬃﬄﬅﬆ"},
    **dict.fromkeys("\u2010\u2011", "-"), "\u2012": "–", "\u2015": "—",
    **dict.fromkeys("●○■□◦◆◇▪▫►▸▶☐\uf0b7\uf0a7\uf0d8\uf076", "•"),
    **dict.fromkeys("✓☑\uf0fc", "✔"), **dict.fromkeys("✗✘✕✖", "×"),
    **dict.fromkeys("⇒➔➜➝➞➡\uf0e0\uf0e8", "→"), "★": "*",
})  # fmt: skip
"""Signs that word processors put in by themselves, and one that says the same and that faces have."""


_MOST_MARKS = 30
"""Marks in a row: what Unicode's own form for streams allows (UAX #15, Stream-Safe Text Format)."""


def is_invisible(char: str) -> bool:
    """Whether a character cannot be seen, or is none. Line breaks and tabs count; spaces do not."""
    return unicodedata.category(char) in INVISIBLE


def visible(text: str, *, instead: str = "", lines: bool = False) -> str:
    """The text with ``instead`` for each invisible character. ``lines`` keeps line breaks."""
    if text.isprintable():
        return text
    return "".join(char if not is_invisible(char) or (lines and char == "\n") else instead for char in text)


def escaped(text: str) -> str:
    """Text for a terminal: line breaks kept, and other invisible characters as codes, so that nothing runs there."""
    if text.isprintable():
        return text
    return "".join(char if char == "\n" or not is_invisible(char) else f"\\u{ord(char):04x}" for char in text)


def describe(char: str) -> str:
    """Name a character so that a person can find it: ``“ő” (U+0151 …)``, never printed raw if invisible."""
    code = f"U+{ord(char):04X}"
    name = unicodedata.name(char, "")
    kind = INVISIBLE.get(unicodedata.category(char))
    if kind:
        return f"{code}{' ' + name if name else ''}, {kind}"
    return f"“{char}” ({code} {name})"


def clean(text: str, *, limit: int, lines: bool = False) -> str:
    r"""Return the text in NFC with outer space removed, or raise ValueError saying what is wrong.

    ``limit`` is the most characters allowed. ``lines`` lets line breaks through (as ``\\n``);
    otherwise a break counts as a space, as it does in folded YAML. Tabs count as spaces. Signs that
    word processors put in by themselves are folded; what comes along unseen when a text is copied is dropped.
    """
    if text.isascii() and text.isprintable() and "  " not in text and len(text) <= limit:
        return text.strip()  # nothing to look for: most fields of a long roster
    if len(text) > limit * 4 or len(text := _folded(text)) > limit:
        raise ValueError(f"is {len(text):,} characters long; at most {limit:,} are allowed")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if not lines:
        text = text.replace("\n", " ")
    if not text.isascii():
        _refuse_towers(text)
    rows = text.split("\n")
    if not all(map(str.isprintable, rows)):  # which all that can be seen is, but for spaces that do not break
        for char in text:
            if char != "\n" and char not in JOINERS and is_invisible(char):
                raise ValueError(f"holds {describe(char)}; please delete it or type it again")
    return "\n".join(" ".join(filter(None, row.split(" "))) for row in rows).strip("\n")


def _refuse_towers(text: str) -> None:
    """ValueError where more marks stand on one letter than any spelling puts there: no face can set them."""
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char)[0] == "M" else 0
        if marks > _MOST_MARKS:
            raise ValueError(f"has more than {_MOST_MARKS} accents or marks on one letter; please delete some")


def _folded(text: str) -> str:
    """The text in NFC, with signs folded and unseen ones dropped."""
    if text.isascii():
        return text
    text = _joined(unicodedata.normalize("NFC", text).translate(_FOLDED))
    return unicodedata.normalize("NFC", text)  # what stood between a letter and its mark may have gone


def _joined(text: str) -> str:
    """The text with joiners only after letters of scripts that are written with them."""
    if not any(joiner in text for joiner in JOINERS):
        return text
    kept = [
        char
        for before, char in zip(f" {text}", text, strict=False)
        if char not in JOINERS or any(first <= ord(before) <= last for first, last in _JOINED)
    ]
    return "".join(kept)
