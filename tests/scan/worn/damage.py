"""What is torn off a sheet, punched out of it or clipped onto it. Each tells where, so that lost boxes are not counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import cv2
import numpy as np

from tests.scan.worn.hands import Truth
from tests.scan.worn.pens import Dice
from tests.scan.worn.sheets import PX, Picture, Printed

Spot = tuple[float, float, float, float]
"""Left, top, right, bottom of what is covered or gone, mm."""


def _tone(page: Picture, tone: int) -> int | tuple[int, int, int]:
    return tone if page.ndim == 2 else (tone, tone, tone)


def torn(page: Picture, dice: Dice) -> list[Spot]:
    """A corner is gone: 8 to 30 mm of it."""
    height, width = page.shape[:2]
    right, low = bool(dice.integers(2)), bool(dice.integers(2))
    a, b = dice.uniform(8, 30, 2) * PX
    steps = np.linspace(0, 1, 12)
    edge = (
        np.column_stack([a * (1 - steps), b * steps])
        + dice.normal(0, 0.6 * PX, (12, 2)) * (np.sin(steps * np.pi))[:, None]
    )
    dots = np.vstack([[0, 0], edge])
    dots = np.where([right, low], np.array([width, height]) - dots, dots)
    cv2.fillPoly(page, [np.round(dots).astype(np.int32)], _tone(page, int(dice.choice([20, 90, 245]))), cv2.LINE_AA)
    x, y = (width - a if right else 0) / PX, (height - b if low else 0) / PX
    return [(x, y, x + a / PX, y + b / PX)]


def holes(page: Picture, dice: Dice) -> list[Spot]:
    """Two or four holes of ISO 838: 6 mm wide, 80 mm apart, 12 mm from the edge."""
    height, width = page.shape[:2]
    middle = height / PX / 2 + dice.normal(0, 2)
    x = 12 + dice.normal(0, 1)
    x = x if dice.random() < 0.8 else width / PX - x
    places = [middle + step * 40 for step in ((-1, 1) if dice.random() < 0.6 else (-3, -1, 1, 3))]
    tone = int(dice.choice([0, 30, 200, 250]))
    for y in places:
        cv2.circle(page, (round(x * PX), round(y * PX)), round(3 * PX), _tone(page, tone), -1, cv2.LINE_AA)
    return [(x - 3, y - 3, x + 3, y + 3) for y in places]


def staple(page: Picture, dice: Dice) -> list[Spot]:
    """A staple near the top left corner, or the dark points of one that was pulled out."""
    x, y, angle = dice.uniform(6, 16), dice.uniform(5, 14), dice.uniform(-0.9, 0.9)
    ends = [(x + s * 5 * np.cos(angle), y + s * 5 * np.sin(angle)) for s in (-1, 1)]
    dots = [(round(a * PX), round(b * PX)) for a, b in ends]
    if dice.random() < 0.6:
        cv2.line(page, *dots, _tone(page, 60), round(0.6 * PX), cv2.LINE_AA)
    for place in dots:
        cv2.circle(page, place, round(0.5 * PX), _tone(page, 40), -1, cv2.LINE_AA)
    return [(x - 6, y - 6, x + 6, y + 6)]


def paperclip(page: Picture, dice: Dice) -> list[Spot]:
    """A clip over the top edge, mostly where a corner mark is."""
    width = page.shape[1] / PX
    x = float(dice.choice([dice.uniform(8, 16), width - dice.uniform(10, 20), dice.uniform(30, width - 40)]))
    for left, long, reach in ((x, 30, 3.6), (x + 1.1, 23, 2.5)):
        for edge in (left, left + 2 * reach):
            cv2.line(
                page,
                (round(edge * PX), 0),
                (round(edge * PX), round(long * PX)),
                _tone(page, 110),
                round(1.0 * PX),
                cv2.LINE_AA,
            )
        middle = (round((left + reach) * PX), round(long * PX))
        cv2.ellipse(
            page,
            middle,
            (round(reach * PX), round(reach * PX)),
            0,
            0,
            180,
            _tone(page, 110),
            round(1.0 * PX),
            cv2.LINE_AA,
        )
    return [(x - 1, 0, x + 9, 35)]


DAMAGES: tuple[Callable[[Picture, Dice], list[Spot]], ...] = (torn, holes, staple, paperclip)


def not_counted(truth: Truth, sheet: Printed, spots: Iterable[Spot]) -> None:
    """Boxes and blanks that are covered or gone can be anything."""
    for left, top, right, low in spots:
        for box in sheet.of_page("boxes"):
            x, y, side = box["x"], box["y"], box["size"]
            if left < x + side and x < right and top < y + side and y < low:
                truth.boxes[box["name"]] = "either"
        for blank in sheet.of_page("blanks"):
            x, y = blank["x"], blank["y"]
            if left < x + blank["width"] and x < right and top < y + blank["height"] and y < low:
                truth.blanks.pop(blank["name"], None)
