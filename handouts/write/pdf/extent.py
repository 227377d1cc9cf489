"""How much a page of ours draws, said in the file itself: what is drawn on it later, such as ink over a box, shows.

The page says it of the streams that patients share, and each stream of a patient's own of itself, in its first line.
"""

from __future__ import annotations

import re

__all__ = ["DECLARED", "DRAWN", "extent", "says_more"]

DRAWN = "HandoutsDrawn"
"""The page's entry."""
_OWN = "HandoutsOwn"
_DECLARED = re.compile(rb"/%b\s*<<\s*/%b\s+(\d{1,9})\s*>>\s*DP\s" % (_OWN.encode(), DRAWN.encode()))
_SPACE = b" \n\r\t\0\f"
_WRAPPED = 2
"""Programs may put a page's content between q and Q, and draw nothing."""


def extent(code: bytes) -> int:
    """Length of operators without white space, which programs that save a file anew may change."""
    return len(code.translate(None, _SPACE))


DECLARED = b"/%b <</%b %%d>> DP\n%%b" % (_OWN.encode(), DRAWN.encode())
"""Operators of a patient's own, with what says how much they are: to be filled with their extent, and them."""


def says_more(content: bytes, shared: int) -> bool:
    """Whether a page's whole content is not what we drew; ``shared`` is the page's entry."""
    expected = shared + sum(int(found[1]) for found in _DECLARED.finditer(content))
    return extent(_DECLARED.sub(b"", content)) not in (expected, expected + _WRAPPED)
