"""The codes and corner marks of a page as operators: vectors, for viewers smooth images.

Both are black whatever the brand, and counted from their top left, y down: a code in modules, a mark in its own side.
"""

from __future__ import annotations

from handouts.write.pdf.curves import quarters

__all__ = ["CORNER_MARK", "FINDERS", "MODULES", "symbol"]

MODULES = 21
"""Modules on a side of the code, a QR code of version 1."""
_FINDER = 7
_FINDERS = (0, 0), (MODULES - _FINDER, 0), (0, MODULES - _FINDER)


def _finder(x: int, y: int) -> str:
    """One of the three large squares: a ring and what is inside it. Filled by the rule even-odd."""
    return f"{x} {y} 7 7 re {x + 1} {y + 1} 5 5 re {x + 2} {y + 2} 3 3 re"


FINDERS = f"0 g {' '.join([_finder(x, y) for x, y in _FINDERS])} f*"
"""What all codes have in common, and no module beside it is black."""
CORNER_MARK = f"0 g {quarters(0.5, 0.5, 0.5)} f"
"""Two quarters of a disc that touch in its middle: two edges cross there, which is found well, blurred or slanted."""


def symbol(text: str) -> str:
    """The code of a text but for FINDERS."""
    import segno

    # fixed version, level and mask: all codes of one size, made quickly
    made = segno.make(text, version=1, error="q", mode="alphanumeric", mask=_MASK, boost_error=False)
    rows = [bytearray(row) for row in made.matrix]
    for x, y in _FINDERS:
        for row in rows[y : y + _FINDER]:
            row[x : x + _FINDER] = bytes(_FINDER)
    return "".join([_bars(row, y) for y, row in enumerate(rows)]) + "f\n"


_MASK = 2


def _bars(row: bytearray, y: int) -> str:
    """The black bars of a row, a line each."""
    found, x = "", 0
    while x < len(row):
        end = x
        while end < len(row) and row[end]:
            end += 1
        if end > x:
            found += f"{x} {y} {end - x} 1 re\n"
        x = max(end, x + 1)
    return found
