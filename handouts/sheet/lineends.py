"""Where in a text lines may end, and where not."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from handouts.type.breaks import cut_place, han_breaks, has_han

__all__ = ["BREAK", "LONG_WORD", "TIE", "cut_place", "first_line", "has_han", "may_be_cut", "tied_text"]

# A number stays with its unit, with a short word and with more of the number: "22 minutes", "30 cm", "8 am",
# "01632 960 114". The mark is a private-use character, which the text gate refuses, so it cannot come from a user.
TIE = "\ue000"
_BETWEEN = re.compile(r" (?<=\S )(?=\S)")
# A word of two may be broken after its hyphen: "shoulder-width", but not "step-up", an id, a number or an address.
BREAK = "\ue001"
_HYPHEN = re.compile(r"(?<=[^\W\d_]{3}-)(?=[^\W\d_]{3,}(?:-[^\W\d_]+)*[.,;:!?)”’]*(?:\s|$))")
LONG_WORD = 16
_LOOK_AT = 500
"""Letters of an endless word that are measured at first: a line holds fewer nearly always."""
_CUTS = frozenset("-/")
"""A longer word than that may be cut after these."""
_KEPT_WHOLE = 30
"""A short strong or soft run, such as “Emergency: call 999.” or a name, stays on one line."""


@lru_cache(maxsize=32)
def _before_unit(units: str) -> re.Pattern[str]:
    return re.compile(rf" (?<=\d )(?=\d|(?:[a-z]{{1,3}}{'|' if units else ''}{units})(?!\w))")


def tied_text(text: str, units: str, *, marked: bool) -> str:
    """A run's text with marks where no line may end, and where one may though no space is there.

    ``units`` matches the words that a language keeps with the number before them.
    """
    tied = _before_unit(units).sub(TIE, text)
    if marked and len(text.strip()) <= _KEPT_WHOLE:
        return _BETWEEN.sub(TIE, tied)
    tied = _HYPHEN.sub(BREAK, tied) if "-" in tied else tied
    return han_breaks(tied, BREAK)


def may_be_cut(text: str) -> bool:
    """Whether a word is a long one that may be cut after a sign in it."""
    whole = text.replace(BREAK, "")
    return len(whole) > LONG_WORD and not _CUTS.isdisjoint(whole)


def first_line(word: str, measure: Callable[[str], float], width: float) -> int:
    """Where a word that is cut anywhere ends its first line: as many letters as are no wider than ``width``, one at
    least; all of them where they have room. ``measure`` gives the width of a text.
    """
    reach = _LOOK_AT  # all that is left need not be measured for each line
    while reach < len(word) and measure(word[:reach]) <= width:
        reach *= 2
    end = min(reach, len(word))
    whole = end == len(word)
    while end > 1 and (wide := measure(word[:end])) > width:
        end, whole = max(1, min(end - 1, int(end * width / wide) + 1)), False
    return end if whole else cut_place(word, end)
