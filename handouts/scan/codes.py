"""READ: finds our pages' codes (Data Matrix) in an image.

First the whole image as it is; then, only where no code of ours was found, other sizes, thresholds, and parts of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from handouts.base.pagecodes import read_page_code
from handouts.base.records import dataclass
from handouts.write.datamatrix import SIDE, symbol_of

if TYPE_CHECKING:
    from handouts.scan.seen import FoundPage, Grey, Point

__all__ = ["SeenCode", "codes_in", "our_pages"]

_PLENTY = 2_400
"""Pixels of the longer side that are enough to read a code of 16 mm on A4; more only take longer."""
_SAME = 0.5
"""Two finds whose middles are nearer than this part of a code's side are one code."""


@dataclass(frozen=True)
class SeenCode:
    """A code of ours: what it says, and its corners as in ``FoundPage``."""

    text: str
    corners: tuple[Point, Point, Point, Point]

    @property
    def middle(self) -> Point:
        return sum(x for x, _ in self.corners) / 4, sum(y for _, y in self.corners) / 4

    @property
    def side(self) -> float:
        """Mean length of its sides, pixels."""
        x, y = np.asarray(self.corners).T
        return float(np.hypot(x - np.roll(x, 1), y - np.roll(y, 1)).mean())


def codes_in(image: Grey) -> tuple[SeenCode, ...]:
    """The codes of ours in an image. It tries harder as long as there is none."""
    found: list[SeenCode] = []
    for part, scale, left, top in _attempts(image):
        for one in _read(part, scale, left, top):
            if not any(_same(one, other) for other in found):
                found.append(one)
        if found:
            break
    return tuple(found)


def our_pages(codes: tuple[SeenCode, ...]) -> tuple[FoundPage, ...]:
    """The pages that codes of ours name, from the top of the image, then from its left."""
    from handouts.scan.seen import FoundPage

    pages: dict[tuple[str, int], list[SeenCode]] = {}
    for code in sorted(codes, key=lambda one: one.middle[::-1]):
        if page := read_page_code(code.text):
            pages.setdefault(page, []).append(code)
    return tuple(
        FoundPage(handout, page, tuple(one.corners for one in several)) for (handout, page), several in pages.items()
    )


def _attempts(image: Grey) -> Iterator[tuple[Grey, float, float, float]]:
    """Images to look in: each with how many of its pixels are one of the image's, and where it begins there."""
    import cv2

    longest = max(image.shape)
    scale = min(1.0, _PLENTY / longest)
    usual = image if scale == 1 else cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    yield usual, scale, 0, 0
    clear = _evenly_lit(usual)
    yield clear, scale, 0, 0
    yield cv2.GaussianBlur(clear, (0, 0), 1.2), scale, 0, 0
    yield cv2.adaptiveThreshold(clear, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 31, 12), scale, 0, 0
    yield cv2.medianBlur(usual, 3), scale, 0, 0
    half = cv2.resize(usual, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    yield half, scale / 2, 0, 0
    times = 2.0 if longest < _PLENTY else 1.0
    for left, top, part in _quarters(image):
        yield cv2.resize(part, None, fx=times, fy=times, interpolation=cv2.INTER_CUBIC), times, left, top


def _evenly_lit(image: Grey) -> Grey:
    """The image with its paper white, as far as shadows are soft."""
    import cv2

    small = cv2.resize(image, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    paper = cv2.blur(cv2.dilate(small, np.ones((9, 9), np.uint8)), (9, 9))
    whole = cv2.resize(paper, image.shape[::-1], interpolation=cv2.INTER_LINEAR)
    made: Grey = cv2.divide(image, np.maximum(whole, 1), scale=245)
    return made


def _quarters(image: Grey) -> Iterator[tuple[int, int, Grey]]:
    """Corners of the image, a little more than half as wide and high each."""
    height, width = image.shape
    high, wide = height * 11 // 20, width * 11 // 20
    for top in (0, height - high):
        for left in (0, width - wide):
            yield left, top, image[top : top + high, left : left + wide]


def _read(part: Grey, scale: float, left: float, top: float) -> Iterator[SeenCode]:
    import zxingcpp

    ours = zxingcpp.BarcodeFormat.DataMatrix
    for one in zxingcpp.read_barcodes(np.ascontiguousarray(part), formats=ours, try_invert=False):
        at: Any = one.position
        corners = [(float(c.x), float(c.y)) for c in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)]
        if read_page_code(one.text) and not _is_mirrored(part, one.text, corners):
            a, b, c, d = (((x + 0.5) / scale - 0.5 + left, (y + 0.5) / scale - 0.5 + top) for x, y in corners)
            yield SeenCode(one.text, (a, b, c, d))


def _is_mirrored(part: Grey, text: str, corners: list[Point]) -> bool:
    """Whether it is the code of the paper's other side, shining through: the library reads it, and does not tell."""
    import cv2

    dark = np.unpackbits(np.frombuffer(symbol_of(text), np.uint8)).reshape(SIDE, SIDE)
    light, fine = 1.0 - dark, 4 * SIDE
    ends = np.array([(0, 0), (fine, 0), (fine, fine), (0, fine)], np.float32) - 0.5
    into = cv2.getPerspectiveTransform(ends, np.array(corners, np.float32))
    seen = cv2.warpPerspective(part, into, (fine, fine), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    tones = cv2.resize(seen, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(float)
    tones -= tones.mean()
    mirrored = (light.T, light[::-1, ::-1].T, light[::-1], light[:, ::-1])
    return float((tones * light).sum()) < max(float((tones * one).sum()) for one in mirrored)


def _same(one: SeenCode, other: SeenCode) -> bool:
    (x, y), (u, v) = one.middle, other.middle
    return one.text == other.text and float(np.hypot(x - u, y - v)) < _SAME * one.side
