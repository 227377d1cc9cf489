"""The codes and corner marks of a page as operators: vectors, for viewers smooth images.

Both are black whatever the brand, and counted from their top left, y down: a code in modules, a mark in its own side.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import groupby

from handouts.base.pageplace import PagePlace
from handouts.write.datamatrix import SIDE, symbol_of
from handouts.write.pdf.curves import quarters

__all__ = ["CORNER_MARK", "square", "symbol"]

CORNER_MARK = f"0 g {quarters(0.5, 0.5, 0.5)} f"
"""Two quarters of a disc that touch in its middle: two edges cross there, which is found well, blurred or slanted."""
_BYTES = SIDE // 8
"""In a row."""


def symbol(text: str) -> str:
    """The code of a text as one path, filled: parts that touch would show as such, were they filled one by one."""
    return f"{''.join(map(_bars, range(_BYTES * SIDE), symbol_of(text)))}f"


def square(place: PagePlace, handout: str) -> str:
    """The square for a phone's camera, in the same way."""
    from handouts.write.qr import square_of

    side, rest = place.modules, square_of(place, handout)
    rows = []
    for y in range(side - 1, -1, -1):
        rows.append(_stretches(y, rest & (1 << side) - 1, side))
        rest >>= side
    return f"{''.join(reversed(rows))}f"


@lru_cache(maxsize=20_000)
def _stretches(y: int, modules: int, side: int) -> str:
    """The bars of a row, of a square of ``side`` modules."""
    found, x = "", 0
    for dark, some in groupby(f"{modules:0{side}b}"):
        wide = len(list(some))
        found += f"{x} {y} {wide} 1 re\n" if dark == "1" else ""
        x += wide
    return found


@cache
def _bars(at: int, modules: int) -> str:
    """The bars of eight modules, the ``at``-th eight of the symbol."""
    y, left = divmod(at, _BYTES)
    found = ""
    for dark, some in groupby(range(8), key=lambda x: modules >> 7 - x & 1):
        first, *more = some
        found += f"{8 * left + first} {y} {len(more) + 1} 1 re\n" if dark else ""
    return found
