"""The codes and corner marks of a page as operators: vectors, for viewers smooth images.

Both are black whatever the brand, and counted from their top left, y down: a code in modules, a mark in its own side.
"""

from __future__ import annotations

import re
from typing import Any

from handouts.write.pdf.curves import quarters

__all__ = ["CORNER_MARK", "MODULES", "symbol"]

MODULES = 16
"""Modules on a side of the code, a Data Matrix: the smallest that holds what ours say."""
_VERSION = 4
"""Its number among the sizes of Data Matrix."""
CORNER_MARK = f"0 g {quarters(0.5, 0.5, 0.5)} f"
"""Two quarters of a disc that touch in its middle: two edges cross there, which is found well, blurred or slanted."""
_BAR = re.compile(b"\0+")


def symbol(text: str) -> str:
    """The code of a text as one path, filled: parts that touch would show as such, were they filled one by one."""
    import zxingcpp

    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix, version=_VERSION)
    pixels: Any = zxingcpp.write_barcode_to_image(made, scale=1, add_quiet_zones=False)
    dark = bytes(memoryview(pixels))
    bars = [
        f"{bar.start()} {y} {bar.end() - bar.start()} 1 re\n"
        for y in range(MODULES)
        for bar in _BAR.finditer(dark[MODULES * y : MODULES * (y + 1)])
    ]
    return f"{''.join(bars)}f\n"
