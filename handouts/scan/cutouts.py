"""READ: small pictures of what a person has to settle: a box, or what is written in a place, with some context."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from handouts.scan.outlines import PX

if TYPE_CHECKING:
    from handouts.scan.plane import Points
    from handouts.scan.seen import BlankPlace, Grey

__all__ = ["blank_cutout", "box_cutout"]

_BOX_ASIDE, _BOX_ABOVE = 12.0, 8.0
"""mm around a box's middle: its neighbours and a part of its row are seen."""
_BLANK_AROUND = 4.0
_OWN = 4.6
"""mm around a box's middle that stay as they are; what is farther away is paler."""
_WIDEST = 640
"""Pixels of a picture: a line of notes is made smaller."""
_TONES = 16
"""Greys are rounded to so many, which makes a picture a third as large."""


def box_cutout(page: Grey, middle: Points) -> bytes:
    """PNG of a box, in the middle, with its neighbours paler around it."""
    x, y = (float(one) / PX for one in middle)
    part = _cut(page, x - _BOX_ASIDE, y - _BOX_ABOVE, x + _BOX_ASIDE, y + _BOX_ABOVE).astype(np.float32)
    own = round(_OWN * PX)
    middle_y, middle_x = part.shape[0] // 2, part.shape[1] // 2
    pale = 255 - (255 - part) * 0.35
    window = (slice(middle_y - own, middle_y + own), slice(middle_x - own, middle_x + own))
    pale[window] = part[window]
    return _png(pale.astype(np.uint8))


def blank_cutout(page: Grey, place: BlankPlace) -> bytes:
    """PNG of a place to write in, and a little around it."""
    around = _BLANK_AROUND
    return _png(
        _cut(page, place.x - around, place.y - around, place.x + place.width + around, place.y + place.height + around)
    )


def _cut(page: Grey, left: float, top: float, right: float, low: float) -> Grey:
    """A part of the page, mm; white where it reaches out."""
    x, y, u, v = (round(one * PX) for one in (left, top, right, low))
    part = np.full((v - y, u - x), 255, np.uint8)
    height, width = page.shape
    ins = page[max(y, 0) : min(v, height), max(x, 0) : min(u, width)]
    if ins.size:
        part[max(-y, 0) : max(-y, 0) + ins.shape[0], max(-x, 0) : max(-x, 0) + ins.shape[1]] = ins
    return part


def _png(part: Grey) -> bytes:
    import cv2

    scale = min(1.0, _WIDEST / part.shape[1])
    if scale < 1:
        part = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    white = max(float(np.percentile(part, 90)), 1.0)
    clear = np.clip(part.astype(np.float32) * (250 / white), 0, 255)
    step = 255 / (_TONES - 1)
    rounded = np.rint(np.rint(clear / step) * step).astype(np.uint8)
    return bytes(cv2.imencode(".png", rounded, [cv2.IMWRITE_PNG_COMPRESSION, 9])[1])
