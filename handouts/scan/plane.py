"""READ: from mm on the sheet to pixels of an image, and back: fits through points that were found in both.

A matrix here is 3 × 3 and works on (x, y, 1). Paper that lies flat under a camera moves by a homography.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = ["Freedom", "Matrix", "Points", "fitted", "is_sound", "local_scale", "moved", "scaling"]

Matrix = NDArray[np.float64]
Points = NDArray[np.float64]
"""Rows of x and y."""
Freedom = Literal["turned", "sheared", "slanted"]
"""turned: moved, turned and made larger alike in all directions (from two points on). sheared: also unequal (three).
slanted: as a camera sees it (four)."""


def moved(matrix: Matrix, points: Points | Sequence[tuple[float, float]]) -> Points:
    """Where the points go; far away, and never an error, for those that the matrix sends to infinity."""
    rows = np.asarray(points, np.float64).reshape(-1, 2)
    far = rows @ matrix[:, :2].T + matrix[:, 2]
    depth = np.where(np.abs(far[:, 2:]) < 1e-9, 1e-9, far[:, 2:])
    return far[:, :2] / depth


def scaling(across: float, down: float | None = None) -> Matrix:
    """A matrix that only makes larger."""
    return np.diag([across, across if down is None else down, 1.0])


def fitted(here: Points, there: Points, freedom: Freedom) -> Matrix | None:
    """The matrix that takes points ``here`` nearest to those ``there``; None where they do not tell."""
    here, there = np.asarray(here, np.float64), np.asarray(there, np.float64)
    if freedom == "slanted":
        return _slanted(here, there)
    count, (x, y) = len(here), here.T
    if freedom == "turned":
        rows = np.zeros((2 * count, 4))
        rows[:count] = np.column_stack([x, -y, np.ones(count), np.zeros(count)])
        rows[count:] = np.column_stack([y, x, np.zeros(count), np.ones(count)])
    else:
        flat, none = np.column_stack([x, y, np.ones(count)]), np.zeros((count, 3))
        rows = np.block([[flat, none], [none, flat]])
    found, _, rank, _ = np.linalg.lstsq(rows, there.T.reshape(-1), rcond=None)
    if rank < rows.shape[1]:
        return None
    if freedom == "turned":
        a, b, right, down = found
        return np.array([[a, -b, right], [b, a, down], [0, 0, 1.0]])
    return np.vstack([found.reshape(2, 3), [0, 0, 1.0]])


def _slanted(here: Points, there: Points) -> Matrix | None:
    import cv2

    if len(here) < 4:
        return None
    found, _ = cv2.findHomography(here, there, 0)
    return None if found is None or not np.isfinite(found).all() else np.asarray(found, np.float64)


def local_scale(matrix: Matrix, x: float, y: float) -> float:
    """Pixels a mm at a place of the sheet, as a mean of all directions; 0 where it has none."""
    around = moved(matrix, [(x, y), (x + 1, y), (x, y + 1)])
    (a, b), (c, d) = around[1] - around[0], around[2] - around[0]
    return float(np.sqrt(abs(a * d - b * c)))


def is_sound(matrix: Matrix, width: float, height: float) -> bool:
    """Whether a sheet of this size comes out as a sheet: with all its corners in order, not as a mirror image, and
    nowhere more than three times as large as elsewhere.
    """
    corners = [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)]
    depth = (np.asarray(corners) @ matrix[2, :2]) + matrix[2, 2]
    if not (depth > 1e-9).all() and not (depth < -1e-9).all():
        return False
    out = moved(matrix, corners)
    sides = np.roll(out, -1, axis=0) - out
    after = np.roll(sides, -1, axis=0)
    if not (sides[:, 0] * after[:, 1] - sides[:, 1] * after[:, 0] > 0).all():
        return False
    scales = [local_scale(matrix, *corner) for corner in corners]
    return min(scales) > 1.5 and max(scales) < 3 * min(scales)
