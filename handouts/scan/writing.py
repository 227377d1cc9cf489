"""READ: whether something is written in a place to write in. What it says is for a person to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from handouts.scan.ink import PageInk
from handouts.scan.outlines import PX

if TYPE_CHECKING:
    from handouts.scan.seen import BlankPlace, Grey

__all__ = ["is_written"]

_INSET = round(0.4 * PX)
"""Pixels at each edge that are not looked at: what is printed beside may lie a little off."""
_LINE = 9 * PX
"""Pixels of a printed line to write on, and more; no stroke of a hand is as long and as level."""
_THIN = round(2.6 * PX)
_STROKE = 1.4
"""mm: one stroke as long as this is writing."""
_SHARP = 0.04
"""Least change from pixel to pixel, share of the paper's light, at the edge of a stroke: stains begin softly."""


def is_written(page: Grey, place: BlankPlace, ink: PageInk) -> bool:
    """Whether a stroke stands there that is not printed. Rather yes than no: a person looks at what was written."""
    import cv2

    left, top = round(place.x * PX) + _INSET, round(place.y * PX) - _INSET
    right, low = round((place.x + place.width) * PX) - _INSET, round((place.y + place.height) * PX)
    part = page[max(top, 0) : max(low, 0), max(left, 0) : max(right, 0)]
    if min(part.shape) < 2 * PX:
        return False
    soft = cv2.GaussianBlur(part.astype(np.float32), (0, 0), 1.0)
    closed = cv2.morphologyEx(soft, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_THIN, _THIN)))
    dark = (closed - soft) / np.maximum(closed, 1) / ink.line
    mask = (dark > max(ink.limit, 0.2)).astype(np.uint8)
    mask = cv2.subtract(mask, _printed_lines(mask))
    slopes = np.hypot(cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)) / 8 / np.maximum(closed, 1)
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    for number, (_, _, wide, high, area) in enumerate(stats[1:], 1):
        large = np.hypot(wide, high) >= _STROKE * PX and high > 0.5 * PX and area > 0.3 * PX**2
        if large and float(np.percentile(slopes[labels == number], 85)) > _SHARP:
            return True
    return False


def _printed_lines(mask: Grey) -> Grey:
    """Long level lines in a mask, with a little around them."""
    import cv2

    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 9), np.uint8))
    found = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, min(_LINE, mask.shape[1] // 2)), np.uint8))
    made: Grey = cv2.dilate(found, np.ones((5, 5), np.uint8))
    return made
