"""Where there is room on a picture: a coarse grid of what is covered, quick to ask."""

from __future__ import annotations

import math
from itertools import accumulate

from handouts.figures.outline import P2, Ring, Rings, bounds

__all__ = ["Room"]

CELL = 1.5
"""Side of a cell, cm."""


class Room:
    """Cells that outlines cover, summed up so that a whole rectangle is asked at once."""

    def __init__(self, rings: Rings, around: float = 80.0) -> None:
        left, low, right, high = bounds(rings)
        self._left, self._low = left - around, low - around
        self._columns = int((right - left + 2 * around) / CELL) + 1
        self._rows = int((high - low + 2 * around) / CELL) + 1
        crossings: list[list[float]] = [[] for _ in range(self._rows)]
        for ring in rings:
            self._cross(ring, crossings)
        free = [0] * self._columns  # most rows are: the space around
        self._grid = grid = [self._row(found) if found else free for found in crossings]
        sums = [[0] * (self._columns + 1)]
        for row in grid:
            if row is free:
                sums.append(sums[-1])
                continue
            ahead = accumulate(row, initial=0)
            sums.append([above + here for above, here in zip(sums[-1], ahead, strict=True)])
        self._sums = sums

    def _cross(self, ring: Ring, crossings: list[list[float]]) -> None:
        """Add for each row where an outline crosses its middle."""
        x0, y0 = ring[-1]
        for x, y in ring:
            lower, upper = (y0, y) if y0 < y else (y, y0)
            first = max(0, math.floor((lower - self._low) / CELL - 0.5))
            for row in range(first, min(self._rows, math.ceil((upper - self._low) / CELL + 0.5))):
                middle = self._low + (row + 0.5) * CELL
                if (y0 > middle) != (y > middle):
                    crossings[row].append(x0 + (middle - y0) / (y - y0) * (x - x0))
            x0, y0 = x, y

    def _row(self, crossings: list[float]) -> list[int]:
        """Cells of a row that are covered, by the even-odd rule of where the outlines cross it."""
        row = [0] * self._columns
        crossings.sort()
        for start, end in zip(crossings[::2], crossings[1::2], strict=False):
            first = max(0, math.floor((start - self._left) / CELL))
            last = min(self._columns - 1, math.floor((end - self._left) / CELL))
            for column in range(first, last + 1):
                row[column] = 1
        return row

    def covers(self, point: P2) -> bool:
        column, row = math.floor((point[0] - self._left) / CELL), math.floor((point[1] - self._low) / CELL)
        return 0 <= row < self._rows and 0 <= column < self._columns and bool(self._grid[row][column])

    def covered(self, left: float, low: float, right: float, high: float) -> int:
        """How many cells of a rectangle are covered."""
        first = min(max(math.floor((left - self._left) / CELL), 0), self._columns)
        last = min(max(math.ceil((right - self._left) / CELL), 0), self._columns)
        bottom = min(max(math.floor((low - self._low) / CELL), 0), self._rows)
        top = min(max(math.ceil((high - self._low) / CELL), 0), self._rows)
        if first >= last or bottom >= top:
            return 0
        sums = self._sums
        return sums[top][last] - sums[bottom][last] - sums[top][first] + sums[bottom][first]
