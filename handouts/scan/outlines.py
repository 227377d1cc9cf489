"""READ: finds the printed outline of each box on a page that was laid straight, and so how the paper is bent there.

A curled page, a fold or a lens moves a box by a millimetre or two from where four corner marks put it. Neighbours move
alike: what most outlines say is smoothed over the page first; then each box is looked for near the place that follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from handouts.base.records import dataclass
from handouts.scan.plane import Points

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from handouts.scan.seen import BoxPlace, Grey

__all__ = ["PX", "Outlines", "found_outlines"]

PX = 8
"""Pixels a mm of a page that was laid straight: 203 dpi, so that a printed line has two."""
_FAR, _CLOSE = 30, 10
"""How far from its place an outline is looked for, pixels: first, and after neighbours were asked."""
_NEIGHBOUR = 25 * PX
"""How far a box's word about the paper carries, pixels."""
_BENT = 5
"""How far a piece of a side may lie from where a square of the usual size has it, pixels."""
_BESIDE = 4
"""A line is darker than what is so many pixels beside it on both sides."""
_MOST = 70
"""A darker line than this counts no more: pens do not draw outlines away."""
_CLEAR = 80
"""Percentile of the boxes' lines that is taken as usual: most boxes of a page may be filled in with a thick pen."""
_SIDE_SEEN = 0.4
"""A side whose line is this part as dark as is usual on the page is seen."""


@dataclass(frozen=True)
class Outlines:
    """Where the outlines of a page's boxes are; rows in the order of the boxes."""

    middles: Points
    """x and y of each box's middle, pixels of the straight page."""
    shapes: NDArray[np.float64]
    """How each box is bent: boxes × 2 × 2, what a step across and down in a square is on the page."""
    sides: Points
    """How dark each side's line is, to what is usual on this page: left, right, top, bottom; 1 is usual."""

    @property
    def seen(self) -> NDArray[np.bool_]:
        """Whether three sides of it at least are there."""
        found: NDArray[np.bool_] = (self.sides > _SIDE_SEEN).sum(axis=1) >= 3
        return found


class _Ridges:
    """How much each pixel looks like the middle of a box's side: upright and level."""

    def __init__(self, page: Grey, side: int) -> None:
        import cv2

        self.half = side // 2
        long, short = max(3, round(side * 0.8)), max(3, side // 3)
        level = _ridges(cv2.blur(page, (1, 3)), (_BESIDE, 0))
        upright = _ridges(cv2.blur(page, (3, 1)), (0, _BESIDE))
        self.level = cv2.boxFilter(level, cv2.CV_32F, (long, 1))
        self.upright = cv2.boxFilter(upright, cv2.CV_32F, (1, long))
        self.short_level = cv2.boxFilter(level, cv2.CV_32F, (short, 1))
        self.short_upright = cv2.boxFilter(upright, cv2.CV_32F, (1, short))

    def around(self, x: int, y: int, reach: int) -> NDArray[np.float32]:
        """Left, right, top and bottom of a box, for each place of its middle ``reach`` around: 4 × rows × columns."""
        half, size = self.half, 2 * reach + 1

        def cut(image: NDArray[np.float32], x: int, y: int) -> NDArray[np.float32]:
            part = np.zeros((size, size), np.float32)
            left, top = x - reach, y - reach
            seen = image[max(top, 0) : max(top + size, 0), max(left, 0) : max(left + size, 0)]
            part[max(-top, 0) : max(-top, 0) + seen.shape[0], max(-left, 0) : max(-left, 0) + seen.shape[1]] = seen
            return part

        return np.stack(
            [
                cut(self.upright, x - half, y),
                cut(self.upright, x + half, y),
                cut(self.level, x, y - half),
                cut(self.level, x, y + half),
            ]
        )


def _ridges(page: Grey, beside: tuple[int, int]) -> Grey:
    """How much darker a pixel is than both of those beside it, up to a limit."""
    import cv2

    down, across = beside
    height, width = page.shape
    whole = cv2.copyMakeBorder(page, down, down, across, across, cv2.BORDER_REPLICATE)
    before, after = whole[:height, :width], whole[2 * down :, 2 * across :]
    ridge = cv2.subtract(cv2.min(before, after), page)
    made: Grey = cv2.min(ridge, _MOST)
    return made


def found_outlines(page: Grey, boxes: Sequence[BoxPlace]) -> Outlines:
    """Every box of the page, which is grey and has ``PX`` pixels a mm. Those without an outline are put where their
    neighbours say; ``Outlines.seen`` tells which.
    """
    side = round(boxes[0].size * PX)
    lines = _Ridges(page, side)
    planned = np.array([((one.x + one.size / 2) * PX, (one.y + one.size / 2) * PX) for one in boxes]) - 0.5
    shifts, scores = _searched(lines, planned, np.zeros_like(planned), _FAR)
    smooth = _smoothed(planned, shifts, scores)
    shifts, scores = _searched(lines, planned, smooth, _CLOSE)
    usual = max(float(np.percentile(_third(scores), _CLEAR)), 1e-6)
    weak = (scores > _SIDE_SEEN * usual).sum(axis=1) < 3
    shifts = np.where(weak[:, None], smooth, shifts)
    middles, shapes = _shaped(lines, planned + shifts, usual)
    return Outlines(middles, shapes, scores / usual)


def _shaped(lines: _Ridges, middles: Points, usual: float) -> tuple[Points, NDArray[np.float64]]:
    """The middles to a part of a pixel, and how each box is bent: from two pieces of each of its sides.

    How far a side is from where a square has it says something of x for left and right, of y for the others.
    """
    half, steps = lines.half, np.arange(-_BENT, _BENT + 1)
    ends = np.array([(-half, -half // 2), (-half, half // 2), (half, -half // 2), (half, half // 2)])
    found = []
    for image, along in ((lines.short_upright, 0), (lines.short_level, 1)):
        places = np.rint(middles)[:, None, :] + (ends if along == 0 else ends[:, ::-1])
        far = np.zeros((*places.shape[:2], len(steps), 2), int)
        far[:] = places[:, :, None, :]
        far[..., along] += steps
        seen = image[far[..., 1].clip(0, image.shape[0] - 1), far[..., 0].clip(0, image.shape[1] - 1)]
        seen = seen * (1 - 0.03 * np.abs(steps))
        off = steps[seen.argmax(axis=2)].astype(float)
        weight = (seen.max(axis=2) > _SIDE_SEEN * usual).astype(float)
        found.append(_bent(ends, off, weight))
    across, down = found
    shapes = np.zeros((len(middles), 2, 2))
    shapes[:, 0, 0], shapes[:, 0, 1] = 1 + across[:, 1], across[:, 2]
    shapes[:, 1, 1], shapes[:, 1, 0] = 1 + down[:, 1], down[:, 2]
    return np.rint(middles) + np.column_stack([across[:, 0], down[:, 0]]), shapes


def _bent(ends: NDArray[np.int_], off: Points, weight: Points) -> Points:
    """For each box how far it is shifted, and how this grows with each pixel towards and along its sides.

    The nearest to what its pieces say, and to no change where they say nothing.
    """
    terms = np.column_stack([np.ones(len(ends)), ends]).astype(float)
    rest = np.diag([0.05, 12.0, 12.0])
    left = np.einsum("bk,ki,kj->bij", weight, terms, terms) + rest
    right = np.einsum("bk,ki,bk->bi", weight, terms, off)
    made: Points = np.linalg.solve(left, right[..., None])[..., 0]
    return made


def _searched(lines: _Ridges, planned: Points, expected: Points, reach: int) -> tuple[Points, Points]:
    """For each box how far its outline is from where it was planned, and the strength of its four sides there."""
    shifts, sides = np.zeros_like(planned), np.zeros((len(planned), 4))
    steps = np.arange(-reach, reach + 1)
    far = (steps[:, None] ** 2 + steps[None, :] ** 2) / (2.0 * reach) ** 2
    for row, (place, shift) in enumerate(zip(planned, expected, strict=True)):
        x, y = np.rint(place + shift).astype(int)
        parts = lines.around(int(x), int(y), reach)
        # three sides of four: one may lie under a fold or a stroke of a pen
        total = parts.sum(axis=0) - 0.5 * parts.min(axis=0)
        down, across = np.unravel_index(int((total * (1 - 0.3 * far)).argmax()), total.shape)
        shifts[row] = (x + across - reach - place[0], y + down - reach - place[1])
        sides[row] = parts[:, down, across]
    return shifts, sides


def _smoothed(planned: Points, shifts: Points, sides: Points) -> Points:
    """The shifts as a smooth change over the page: as curved as there are outlines to tell it, strays left out."""
    strength = _third(sides)
    good = strength > 0.5 * np.percentile(strength, _CLEAR)
    terms = _terms(planned, int(good.sum()))
    sure: Points = good.astype(np.float64) + 1e-6
    weights: Points = sure
    found: Points = np.zeros((terms.shape[1], 2))
    for _ in range(6):
        root = np.sqrt(weights)[:, None]
        found = np.asarray(np.linalg.lstsq(terms * root, shifts * root, rcond=1e-6)[0], np.float64)
        off = np.hypot(*(shifts - terms @ found).T)
        weights = np.asarray(sure / (1 + (off / (0.5 * PX)) ** 2) ** 2, np.float64)
    return terms @ found + _rest(planned, shifts - terms @ found, weights)


def _third(sides: Points) -> Points:
    """The third strongest side of each box: a box is there where three are."""
    return np.sort(sides, axis=1)[:, 1]


def _rest(planned: Points, left: Points, weights: Points) -> Points:
    """What is left of the shifts, as a mean of neighbours: crumpled paper changes faster than over the whole page."""
    far = ((planned[:, None, :] - planned[None, :, :]) ** 2).sum(axis=2)
    near = np.exp(-far / (2 * (_NEIGHBOUR / 2) ** 2)) * weights[None, :]
    made: Points = (near @ left) / (near.sum(axis=1, keepdims=True) + 0.5)
    return made


def _terms(places: Points, count: int) -> Points:
    """Powers of x and y up to the third, as many as ``count`` outlines can tell."""
    low, high = places.min(axis=0), places.max(axis=0)
    x, y = ((places - (low + high) / 2) / np.maximum((high - low) / 2, 10.0 * PX)).T
    powers = [np.ones_like(x)]
    for degree, least in ((1, 5), (2, 14), (3, 30)):
        if count >= least:
            powers += [x**power * y ** (degree - power) for power in range(degree + 1)]
    return np.column_stack(powers)
