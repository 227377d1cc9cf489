"""READ: what can be said of an image as a whole: whether it is empty, in one bit, or looks like a sheet of ours.

None of it reads anything; it only keeps kinds of pages apart that have no code which could be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from handouts.scan.seen import Grey

__all__ = ["corner_mark", "is_blank", "is_one_bit", "looks_like_ours", "paper_of"]

_SMALL = 800
"""Pixels of the longer side that are enough to see whether something is on a page."""
_MARGIN = 0.08
"""Share of a page at each edge that is not looked at: holes of a folder, shadows of a scanner's lid."""
_SPECKS = 0.0004
"""Share of dark pixels that a page may have and still be blank."""
_MARK_TO_PAGE = 8.0 / 297.0
"""Side of a corner mark, to the longer side of the paper."""
_BOX_TO_PAGE = 4.5 / 297.0
_BOXES = 6
"""Fewest squares of one size that make a page look like ours."""


def paper_of(image: Grey, reach: int) -> Grey:
    """How light the paper is at each pixel, as far as it changes slowly: the lightest of the pixels ``reach`` around,
    smoothed.
    """
    import cv2

    side = 2 * reach + 1
    light = cv2.dilate(cv2.medianBlur(image, 3), np.ones((side, side), np.uint8))
    made: Grey = cv2.blur(cv2.erode(light, np.ones((side, side), np.uint8)), (side, side))
    return made


def corner_mark(side: int) -> Grey:
    """A corner mark as it is printed, with white around it: two quarters of a disc of this diameter, pixels."""
    import cv2

    around, fine = side // 6 + 1, 4
    whole = (side + 2 * around) * fine
    image = np.full((whole, whole), 255, np.uint8)
    middle, reach = whole // 2, side * fine // 2
    for start in (0, 180):
        cv2.ellipse(image, (middle, middle), (reach, reach), 0, start, start + 90, 0, -1)
    made: Grey = cv2.resize(image, None, fx=1 / fine, fy=1 / fine, interpolation=cv2.INTER_AREA)
    return made


def is_one_bit(image: Grey) -> bool:
    """Whether the image holds black and white alone, or nearly: no greys between what is dark and the paper."""
    counts = np.bincount(image.ravel()[:: max(1, image.size // 2_000_000)], minlength=256)
    dark, between = int(counts[:70].sum()), int(counts[70:186].sum())
    return dark > 0 and between < 0.06 * dark


def is_blank(image: Grey) -> bool:
    """Whether nothing is printed or written there, as far as one can see from afar."""
    small = _from_afar(image, _SMALL)
    down, across = (int(side * _MARGIN) for side in small.shape)
    small = small[down:-down, across:-across]
    if small.size < 100:
        return True
    paper = paper_of(small, 12).astype(np.int16)
    dark = (paper - small) > np.maximum(18, 0.16 * paper)
    return float(dark.mean()) < _SPECKS and float(np.median(small)) > 60


def looks_like_ours(image: Grey) -> bool:
    """Whether it has our corner marks where they belong, or rows of squares of the size of our boxes."""
    return _marks_in_corners(image) >= 3 or _squares(image) >= _BOXES


def _from_afar(image: Grey, longest: int) -> Grey:
    import cv2

    scale = longest / max(image.shape)
    if scale >= 1:
        return image
    high, wide = (max(1, round(side * scale)) for side in image.shape)  # a strip of a page has a side of nothing
    made: Grey = cv2.resize(image, (wide, high), interpolation=cv2.INTER_AREA)
    return made


def _marks_in_corners(image: Grey) -> int:
    """How many corners of a page that lies straight and fills the image have a mark."""
    import cv2

    small = _from_afar(image, _SMALL)
    mark = corner_mark(round(_MARK_TO_PAGE * _SMALL))
    high, wide = (max(side // 5, mark.shape[0] + 1) for side in small.shape)
    if min(small.shape) < 2 * mark.shape[0]:
        return 0
    corners = (small[:high, :wide], small[:high, -wide:], small[-high:, :wide], small[-high:, -wide:])
    return sum(float(np.abs(cv2.matchTemplate(part, mark, cv2.TM_CCOEFF_NORMED)).max()) > 0.75 for part in corners)


def _squares(image: Grey) -> int:
    """How many squares with a thin outline there are, of about the size of our boxes and one size among themselves."""
    import cv2

    seen = _from_afar(image, 2 * _SMALL)
    lines = cv2.adaptiveThreshold(seen, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 21, 15)
    outlines, _ = cv2.findContours(lines, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    usual = _BOX_TO_PAGE * max(seen.shape)
    sides = []
    for outline in outlines[:20_000]:
        _, (wide, high), _ = cv2.minAreaRect(outline)
        if 0.6 * usual < min(wide, high) and max(wide, high) < min(1.3 * usual, 1.15 * min(wide, high)):
            corners = cv2.approxPolyDP(outline, 0.08 * cv2.arcLength(outline, True), True)  # OpenCV's own order
            if len(corners) == 4 and cv2.contourArea(outline) > 0.8 * wide * high:
                sides.append((wide + high) / 2)
    return max((sum(abs(side - other) < 0.07 * side for other in sides) for side in sides), default=0) // 2
