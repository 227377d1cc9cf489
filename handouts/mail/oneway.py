"""WRITE: what runs from left to right within a plain text that runs the other way, such as a phone number. Pure.

HTML has <bdi> for it. In plain text a left-to-right mark stands at each end that would else be taken along: without
them “+65 6555 0142” reads as “0142 6555 65+” in an Arabic line. Marks are known to every reader, isolates are not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

__all__ = ["MARK", "one_way"]

MARK = "\u200e"


def one_way(value: object) -> object:
    """A value, or a mapping's, held together where it would fall apart; what has letters of its own stays."""
    if isinstance(value, Mapping):
        return {key: one_way(part) for key, part in value.items()}
    if not isinstance(value, str) or not value:
        return value
    kinds = [unicodedata.bidirectional(char) for char in value]
    if {"R", "AL"}.intersection(kinds) or not {"L", "EN"}.intersection(kinds):
        return value
    before = "" if kinds[0] == "L" else MARK
    return before + value + ("" if kinds[-1] == "L" else MARK)
