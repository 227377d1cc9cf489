"""READ: lays a page straight: from the corners of its codes to a first guess, from there to its four corner marks.

A mark is looked for near where the points found so far say that it is, the nearest ones first, and each that is found
makes the guess better. So one code of two is enough, a mark may be lost, and a page may be turned, slanted or beside
another.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from handouts.base.records import dataclass
from handouts.scan.plane import Freedom, Matrix, Points, fitted, is_sound, local_scale, moved, scaling
from handouts.scan.tone import corner_mark

if TYPE_CHECKING:
    from handouts.scan.seen import FoundPage, Grey, PagePlaces, Square

__all__ = ["Placing", "placed"]

_FINE = 5
"""Pixels a mm of the pictures in which marks are looked for."""
_SIZES = (1.0, 1.25, 0.8)
"""A mark may be so many times larger than it seems from where a code is, while nobody knows how the page slants."""
_SURE = 0.62
"""Correlation from which on a mark is one."""
_NEAR, _WIDER = 2.5, {"slanted": 0.09, "sheared": 0.16, "turned": 0.16}
"""How far around its place a mark is looked for: mm, and so much more for each mm from the nearest point known, more
while nobody knows how the page slants."""
_MISFIT = 4.0
"""Corners of two codes that fit a sheet no better than this, mm, are not both of this one."""
_OFF = 2.5
"""Farther than this from where all others put it, mm, a mark is something else."""
_WEIGHT = 3
"""A mark counts as so many corners of codes: it is found to a tenth of a pixel, they to a whole one."""


@dataclass(frozen=True)
class Placing:
    """Where a sheet lies in an image."""

    matrix: Matrix
    """From mm on the sheet to pixels of the image."""
    marks: int
    """Corner marks that were found."""
    score: float
    """Sum of their correlations: tells which of several guesses is right."""
    knots: Points
    """Places on the sheet that were found in the image: middles of marks, corners of codes; mm."""
    astray: Points
    """How far from them the matrix puts what was found there, for paper does not lie quite flat; mm."""


@dataclass(frozen=True)
class _Points:
    """Points that are known in both planes: corners of codes, and the middles of marks."""

    here: Points
    there: Points
    marks: tuple[tuple[Square, tuple[float, float], float], ...] = ()
    """Mark, where it was found, how well."""

    def with_mark(self, mark: Square, at: tuple[float, float], score: float) -> _Points:
        return _Points(self.here, self.there, (*self.marks, (mark, at, score)))

    def without(self, index: int) -> _Points:
        return _Points(self.here, self.there, self.marks[:index] + self.marks[index + 1 :])

    def points(self) -> tuple[Points, Points]:
        """All of them, marks as often as they weigh."""
        here = np.array([_middle(mark) for mark, *_ in self.marks for _ in range(_WEIGHT)]).reshape(-1, 2)
        there = np.array([at for _, at, _ in self.marks for _ in range(_WEIGHT)]).reshape(-1, 2)
        return np.vstack([self.here, here]), np.vstack([self.there, there])

    def nearest(self, mark: Square) -> float:
        """How far a mark is from what is known, mm."""
        here, _ = self.points()
        return float(np.hypot(*(here - _middle(mark)).T).min())

    def freedom(self) -> Freedom:
        """How much the points can tell: a code alone is too small to say how a whole page slants away."""
        codes, marks = len(self.here) // 4, len(self.marks)
        return "slanted" if codes + marks >= 4 or codes >= 2 else "sheared"


def placed(image: Grey, found: FoundPage, places: PagePlaces) -> Placing | None:
    """Where the page lies, or None where its codes do not fit the places of codes on it."""
    best: Placing | None = None
    for known in _guesses(found, places):
        placing = _through_marks(image, known, places)
        if placing and (best is None or placing.score > best.score):
            best = placing
    return best


def _guesses(found: FoundPage, places: PagePlaces) -> Iterator[_Points]:
    """Each way in which the codes that were seen can be those of the page: the first that fits where there are two."""
    seen, printed = list(found.codes), [_corners(code) for code in places.codes]
    if len(seen) >= 2 and len(printed) >= 2:
        pairs = [
            _Points(np.vstack([printed[0], printed[1]]), np.vstack([one, other]))
            for one, other in permutations(seen, 2)
        ]
        best = min(pairs, key=lambda pair: _misfit(pair, places))
        if _misfit(best, places) < _MISFIT:
            yield best
            return
    for one in seen:
        for corners in printed:
            yield _Points(corners, np.asarray(one))


def _misfit(known: _Points, places: PagePlaces) -> float:
    """How far the points are from where a sheet that lies flat would have them, mm."""
    matrix = fitted(known.here, known.there, "slanted")
    if matrix is None or not is_sound(matrix, places.width, places.height):
        return float("inf")
    back = moved(np.asarray(np.linalg.inv(matrix), np.float64), known.there)
    return float(np.hypot(*(back - known.here).T).max())


def _corners(code: Square) -> Points:
    x, y, side = code.x, code.y, code.size
    return np.array([(x, y), (x + side, y), (x + side, y + side), (x, y + side)])


def _middle(mark: Square) -> tuple[float, float]:
    return mark.x + mark.size / 2, mark.y + mark.size / 2


def _through_marks(image: Grey, known: _Points, places: PagePlaces) -> Placing | None:
    left = list(places.marks)
    again: list[Square] = []
    while left:
        mark = min(left, key=known.nearest)
        left.remove(mark)
        matrix = _matrix(known, places)
        if matrix is None:
            return None
        freedom = known.freedom()
        if seen := _mark_near(
            image, matrix, mark, _NEAR + _WIDER[freedom] * known.nearest(mark), (1,) if freedom == "slanted" else _SIZES
        ):
            known, left, again = (
                known.with_mark(mark, *seen),
                left + again,
                [],
            )  # with what is known now they may be found
        else:
            again.append(mark)
    known = _without_strays(known, places)
    matrix = _matrix(known, places)
    if matrix is None:
        return None
    knots, there = known.points()
    astray = moved(np.asarray(np.linalg.inv(matrix), np.float64), there) - knots
    return Placing(matrix, len(known.marks), sum(score for *_, score in known.marks), knots, astray)


def _matrix(known: _Points, places: PagePlaces) -> Matrix | None:
    """The best that the points can tell; something simpler where they tell nonsense."""
    here, there = known.points()
    wanted = known.freedom()
    for freedom in ("slanted", "sheared", "turned"):
        if wanted in {freedom, "slanted"} or freedom == "turned":
            matrix = fitted(here, there, freedom)
            if matrix is not None and is_sound(matrix, places.width, places.height):
                return matrix
    return None


def _without_strays(known: _Points, places: PagePlaces) -> _Points:
    """Without a mark that all others put elsewhere: a hole, or the letter of another page."""
    for index, (mark, at, _) in enumerate(known.marks):
        rest = known.without(index)
        matrix = _matrix(rest, places)
        if matrix is not None and len(rest.marks) >= 2:
            x, y = moved(matrix, [_middle(mark)])[0]
            off = float(np.hypot(x - at[0], y - at[1])) / max(local_scale(matrix, *_middle(mark)), 1e-6)
            if off > 4 * _OFF:
                return _without_strays(rest, places)
    return known


def _mark_near(
    image: Grey, matrix: Matrix, mark: Square, reach: float, sizes: tuple[float, ...]
) -> tuple[tuple[float, float], float] | None:
    """Where a mark is, pixels of the image, and how well it looks like one; None where there is none.

    ``sizes``: how many times larger it may be than the matrix says.
    """
    import cv2

    x, y = _middle(mark)
    half = reach + mark.size
    side = int(2 * half * _FINE)
    to_part = scaling(_FINE) @ np.array([[1, 0, half - x], [0, 1, half - y], [0, 0, 1.0]])
    into = matrix @ np.linalg.inv(to_part)
    if local_scale(matrix, x, y) < 0.5:
        return None
    part = cv2.warpPerspective(
        image, into, (side, side), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    )
    for size in sizes:
        pattern = _pattern(mark.size * size)
        fit = np.abs(cv2.matchTemplate(part, pattern, cv2.TM_CCOEFF_NORMED))
        score = float(fit.max())
        if score >= _SURE:
            row, column = np.unravel_index(int(fit.argmax()), fit.shape)
            fine = np.array([_peak(fit[row], int(column)), _peak(fit[:, column], int(row))])
            at = moved(into, (fine + (pattern.shape[0] - 1) / 2).reshape(1, 2))[0]
            return (float(at[0]), float(at[1])), score
    return None


def _pattern(size: float) -> Grey:
    import cv2

    made: Grey = cv2.GaussianBlur(corner_mark(round(size * _FINE)), (0, 0), 0.8)
    return made


def _peak(values: Points, at: int) -> float:
    """The top of a parabola through a peak and its neighbours."""
    if not 0 < at < len(values) - 1:
        return float(at)
    before, here, after = (float(one) for one in values[at - 1 : at + 2])
    bend = before - 2 * here + after
    return at + (0.5 * (before - after) / bend if bend < 0 else 0.0)
