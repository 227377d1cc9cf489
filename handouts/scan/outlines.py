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
_REACHES = (34, 24, 16)
"""How far from its place an outline is looked for, pixels: first, and after neighbours were asked, and again."""
_NEIGHBOUR = 35 * PX
"""How far a box's word about the paper carries, pixels."""
_STRAY = 0.8 * PX
"""A box that lies this far from where its neighbours say, pixels, says less."""
_GOOD = 0.6
"""A box with three sides of this strength, to what is usual, tells its neighbours."""
_BENT = 5
"""How far a piece of a side may lie from where a square of the usual size has it, pixels."""
_BESIDE = 4
"""A line is darker than what is so many pixels beside it on both sides."""
_MOST = 70
"""A darker line than this counts no more: pens do not draw outlines away."""
_CLEAR = 80
"""Percentile of the boxes' lines that is taken as usual: most boxes of a page may be filled in with a thick pen."""
_SIDE_SEEN, _PALE_SEEN = 0.4, 0.15
"""A side whose line is this part as dark as is usual on the page is seen; a paler one, just where neighbours say."""
_AS_SAID = 0.5 * PX


@dataclass(frozen=True)
class Outlines:
    """Where the outlines of a page's boxes are; rows in the order of the boxes."""

    middles: Points
    """x and y of each box's middle, pixels of the straight page."""
    shapes: NDArray[np.float64]
    """How each box is bent: boxes × 2 × 2, what a step across and down in a square is on the page."""
    sides: Points
    """How dark each side's line is, to what is usual on this page: left, right, top, bottom; 1 is usual."""

    seen: NDArray[np.bool_]
    """Whether three sides of it at least are there."""
    usual: float
    """How much darker the lines of the page's boxes are than what is beside them, levels of grey."""


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


def found_outlines(page: Grey, boxes: Sequence[BoxPlace], knots: Points, astray: Points) -> Outlines:
    """Every box of the page, which is grey and has ``PX`` pixels a mm.

    ``knots`` are points of the sheet, mm, and ``astray`` how far from there they are on the page, mm. Boxes without an
    outline are put where their neighbours say; ``Outlines.seen`` tells which.
    """
    lines = _Ridges(page, round(boxes[0].size * PX))
    planned = np.array([((one.x + one.size / 2) * PX, (one.y + one.size / 2) * PX) for one in boxes]) - 0.5
    known = _Shifts(knots * PX, astray * PX, np.full(len(knots), 0.3))
    for reach in _REACHES:
        expected = known.at(planned)
        shifts, scores = _searched(lines, planned, expected, reach)
        third = np.sort(scores, axis=1)[:, 1]  # a box is there where three of its sides are
        usual = max(float(np.percentile(third, _CLEAR)), 1e-6)
        good = (third > _GOOD * usual).astype(np.float64)
        known = known.and_of(planned, shifts, good)
    sides, said = scores / usual, known.at(planned, itself=False)
    near = np.hypot(*(shifts - said).T) < _AS_SAID
    seen = ((sides > _SIDE_SEEN).sum(axis=1) >= 3) | (near & ((sides > _PALE_SEEN).sum(axis=1) >= 3))
    shifts = np.where(seen[:, None], shifts, known.at(planned))
    middles, shapes = _shaped(lines, planned + shifts, usual)
    return Outlines(middles, shapes, sides, seen, usual)


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


class _Shifts:
    """How far things on a page are from where they should be, as known at some places and smooth between these."""

    def __init__(self, places: Points, shifts: Points, weights: Points) -> None:
        self.first = places, shifts, weights
        self.places, self.shifts, self.weights = self.first

    def and_of(self, places: Points, shifts: Points, weights: Points) -> _Shifts:
        """What was known first, and these. One that all around it contradict counts little."""
        made = _Shifts(*self.first)
        made.places = np.vstack([made.places, places])
        made.shifts = np.vstack([made.shifts, shifts])
        sure = np.concatenate([made.weights, weights + 1e-6])
        made.weights = sure
        for _ in range(4):
            off = np.hypot(*(made.shifts - made.at(made.places, itself=False)).T)
            made.weights = np.asarray(sure / (1 + (off / _STRAY) ** 2) ** 2, np.float64)
        return made

    def at(self, places: Points, *, itself: bool = True) -> Points:
        """The shift at each place: what the nearest ones say, and how it changes among them.

        ``itself``: what is known at the very place counts too.
        """
        away = (places[:, None, :] - self.places[None, :, :]) / _NEIGHBOUR
        far = (away**2).sum(axis=2)
        near = (np.exp(-far / 2) + 0.002 / (1 + far)) * self.weights[None, :]
        if not itself:
            near = np.where(far < 1e-9, 0, near)
        terms = np.concatenate([np.ones((*far.shape, 1)), away], axis=2)
        left = np.einsum("nk,nki,nkj->nij", near, terms, terms) + np.diag([1e-4, 0.05, 0.05])
        right = np.einsum("nk,nki,kd->nid", near, terms, self.shifts)
        made: Points = np.linalg.solve(left, right)[:, 0, :]
        return made
