"""What people write with, and a line drawn by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from tests.scan.worn.sheets import PX, Picture

Points = np.ndarray[Any, np.dtype[np.float64]]
"""Rows of x and y, mm from the page's top left."""
Dice = np.random.Generator
_FINER = 2
"""A line is drawn so many times larger, then made smaller: its edges are soft."""


@dataclass(frozen=True)
class Pen:
    """Line, mm; colour as blue, green, red; how much of the paper it covers, and how much of that the grain leaves out."""

    name: str
    width: float
    colour: tuple[int, int, int]
    cover: float = 0.95
    grain: float = 0.1


PENS = {
    pen.name: pen
    for pen in (
        Pen("blue ball", 0.45, (160, 70, 35)),
        Pen("black ball", 0.4, (50, 45, 45)),
        Pen("red ball", 0.45, (60, 50, 200)),
        Pen("fine liner", 0.3, (35, 30, 30)),
        Pen("gel", 0.6, (120, 40, 20), 1.0, 0.0),
        Pen("felt", 1.3, (40, 30, 25), 1.0, 0.0),
        Pen("pencil", 0.5, (85, 85, 85), 0.85, 0.45),
        Pen("light pencil", 0.5, (120, 120, 120), 0.75, 0.5),
    )
}
INKS = ("blue ball", "black ball", "red ball", "fine liner", "gel", "felt")
PENCILS = ("pencil", "light pencil")


def smooth(points: Points, dots: int = 8) -> Points:
    """A curve through the points (Catmull-Rom): hands do not draw corners."""
    if len(points) < 3:
        return points
    ends = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    t = np.linspace(0, 1, dots, endpoint=False)[:, None]
    spans = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        spans.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.vstack([*spans, points[-1:]])


def draw(page: Picture, points: Points, pen: Pen, dice: Dice) -> None:
    """A line through the points, with a hand's pressure and the pen's grain, onto the page."""
    width = pen.width * dice.uniform(0.85, 1.15)
    at = points * PX
    pad = 2 * width * PX + 2
    left, top = np.floor(at.min(axis=0) - pad).astype(int).clip(0)
    right, low = np.ceil(at.max(axis=0) + pad).astype(int)
    right, low = min(right, page.shape[1]), min(low, page.shape[0])
    if right - left < 2 or low - top < 2:
        return
    line = np.zeros(((low - top) * _FINER, (right - left) * _FINER), np.uint8)
    press = 1 + 0.2 * np.sin(np.linspace(dice.uniform(0, 6), dice.uniform(6, 12), len(at)))
    dots = np.round((at - (left, top)) * _FINER * 16).astype(int)
    for start, end, weight in zip(dots, dots[1:], press, strict=False):
        thick = max(1, round(width * weight * PX * _FINER))
        cv2.line(line, start.tolist(), end.tolist(), 255, thick, cv2.LINE_AA, 4)
    cover = cv2.resize(line, (right - left, low - top), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    _ink(page[top:low, left:right], cover * _grain(cover.shape, pen, dice), pen)


def _grain(shape: tuple[int, ...], pen: Pen, dice: Dice) -> Any:
    """How well each dot of the paper takes the colour: pencil leaves its valleys white."""
    if not pen.grain:
        return np.float32(pen.cover)
    rough = cv2.GaussianBlur(dice.random(shape, np.float32), (0, 0), 1.2)
    low, high = float(rough.min()), float(rough.max())
    return np.float32(pen.cover) * (1 - np.float32(pen.grain) * (rough - low) / max(high - low, 1e-6))


def _ink(part: Picture, cover: Any, pen: Pen) -> None:
    """Colour lies on the paper like glass: what was dark stays dark."""
    if part.ndim == 2:
        blue, green, red = pen.colour
        tone = np.float32(0.114 * blue + 0.587 * green + 0.299 * red)
        part[:] = part * (1 - cover * (1 - tone / 255))
    else:
        part[:] = part * (1 - cover[:, :, None] * (1 - np.array(pen.colour, np.float32) / 255))
