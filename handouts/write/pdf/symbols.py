"""The codes and corner marks of a page as operators: vectors, for viewers smooth images.

Both are black whatever the brand, and counted from their top left, y down: a code in modules, a mark in its own side.
"""

from __future__ import annotations

from functools import cache
from itertools import groupby

from handouts.write.datamatrix import SIDE, symbol_of
from handouts.write.pdf.curves import quarters

__all__ = ["CORNER_MARK", "symbol"]

CORNER_MARK = f"0 g {quarters(0.5, 0.5, 0.5)} f"
"""Two quarters of a disc that touch in its middle: two edges cross there, which is found well, blurred or slanted."""
_BYTES = SIDE // 8
"""In a row."""


def symbol(text: str) -> str:
    """The code of a text as one path, filled: parts that touch would show as such, were they filled one by one."""
    return f"{''.join(map(_bars, range(_BYTES * SIDE), symbol_of(text)))}f"


@cache
def _bars(at: int, modules: int) -> str:
    """The bars of eight modules, the ``at``-th eight of the symbol."""
    y, left = divmod(at, _BYTES)
    found = ""
    for dark, some in groupby(range(8), key=lambda x: modules >> 7 - x & 1):
        first, *more = some
        found += f"{8 * left + first} {y} {len(more) + 1} 1 re\n" if dark else ""
    return found
