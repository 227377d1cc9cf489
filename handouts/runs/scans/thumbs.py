"""Pictures of whole pages, small, for questions about all of a page."""

from __future__ import annotations

import io

from handouts.scan.seen import FoundPage, SeenPage

__all__ = ["whole_page"]

_LONG = 1000
"""Longer side of the picture, dots: handwriting can be read, and it takes some 100 kB."""


def whole_page(seen: SeenPage, found: FoundPage) -> bytes:
    """A page as a small grey PNG, turned so that it can be read."""
    from PIL import Image

    if seen.image is None:
        return b""
    picture = Image.fromarray(seen.image)
    picture.thumbnail((_LONG, _LONG))
    turned = picture.rotate(_turn(found), expand=True)
    out = io.BytesIO()
    turned.save(out, "PNG", optimize=True)
    return out.getvalue()


def _turn(found: FoundPage) -> int:
    """By how much it must be turned back, degrees against the clock; by where its code's upper edge runs."""
    if not found.codes:
        return 0
    (x0, y0), (x1, y1), *_ = found.codes[0]
    across, down = x1 - x0, y1 - y0
    if abs(across) >= abs(down):
        return 0 if across >= 0 else 180
    return 90 if down > 0 else 270
