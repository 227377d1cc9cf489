"""One picture of many cut-outs, each with a number: to be looked at beside the terminal that asks."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

__all__ = ["PICTURE", "contact_sheet"]

PICTURE = "to-settle.png"
"""Its name in the clinic's folder: a fixed one, so that what a kill has left is found and goes."""
_WIDE, _GAP, _LINE = 1500, 24, 30
"""Width of the picture, space between cells and height of a line of words, dots."""
_LOW, _HIGH = 140, 1000
"""Least and greatest height of a cut-out, dots: smaller ones are enlarged."""
_LARGEST = 4_000_000
"""Most dots of a cut-out; ours have some thousands."""


def contact_sheet(cutouts: Iterable[tuple[str, bytes]]) -> bytes:
    """A PNG with cut-outs (PNG) in rows, a short text over each. What cannot be shown says so."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.load_default(20)
    cells: list[tuple[int, int, str, Picture | None]] = []
    x = y = _GAP
    high = 0
    for text, data in cutouts:
        picture = _opened(data)
        width = max(picture.width if picture else 0, int(font.getlength(text)))
        if x > _GAP and x + width > _WIDE - _GAP:
            x, y, high = _GAP, y + high + _GAP, 0
        cells.append((x, y, text, picture))
        high = max(high, _LINE + (picture.height if picture else _LINE))
        x += width + _GAP
    sheet = Image.new("L", (_WIDE, y + high + _GAP), 255)
    draw = ImageDraw.Draw(sheet)
    for left, top, text, picture in cells:
        draw.text((left, top), text, fill=0, font=font)
        if picture:
            sheet.paste(picture, (left, top + _LINE))
            draw.rectangle((left - 1, top + _LINE - 1, left + picture.width, top + _LINE + picture.height), outline=160)
        else:
            draw.text((left, top + _LINE), "no picture: look at the paper", fill=0, font=font)
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()


def _opened(data: bytes) -> Picture | None:
    """A cut-out at a size that can be seen; None where there is none, or the register's was changed by hand."""
    from PIL import Image

    try:
        picture = Image.open(io.BytesIO(data), formats=["PNG"])
        if not data or picture.width * picture.height > _LARGEST:
            return None
        grey = picture.convert("L")
    except (OSError, ValueError, SyntaxError):
        return None
    scale = min(max(1, _LOW / grey.height), _HIGH / grey.height, (_WIDE - 2 * _GAP) / grey.width)
    return grey.resize((max(1, round(grey.width * scale)), max(1, round(grey.height * scale))))
