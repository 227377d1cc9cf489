"""Where lines may end between letters that have no spaces between them."""

from __future__ import annotations

import re
from itertools import accumulate

from handouts.type.scripts import graphemes

__all__ = ["cut_place", "han_breaks", "has_han"]

_HAN = "\u2e80-\u2fdf\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
"""Han and kana."""
_NO_START = "、。，．！？；：）〕］｝〉》」』】〙〗’”…・ー々ァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎ"
"""Signs, and small kana, that no line begins with."""
_NO_END = "（〔［｛〈《「『【〘〖‘“"
_BETWEEN = re.compile(
    f"(?<=[{_HAN}{_NO_START}])(?=[{_HAN}{_NO_END}])(?![{_NO_START}])"
    f"|(?<=[{_HAN}，。、；：！？）」』》])(?=[A-Za-z0-9])|(?<=[A-Za-z])(?=[{_HAN}])(?![{_NO_START}])"
)
"""A number stays with what comes after it: its unit."""
_ANY_HAN = re.compile(f"[{_HAN}]")


def han_breaks(text: str, mark: str) -> str:
    """The text with a mark wherever a line may end between Han and kana."""
    return text if text.isascii() else _BETWEEN.sub(mark, text)


def has_han(text: str) -> bool:
    """Whether a text has Han letters or kana."""
    return not text.isascii() and _ANY_HAN.search(text) is not None


def cut_place(text: str, most: int) -> int:
    """Where to cut a word after at most so many characters: between letters, never before their marks; at least 1."""
    if text.isascii():
        return most
    ends = list(accumulate(map(len, graphemes(text))))
    found = [end for end in ends if end <= most] or ends[:1]
    good = [end for end in found if text[end - 1] not in _NO_END and text[end : end + 1] not in tuple(_NO_START)]
    return (good or found)[-1]
