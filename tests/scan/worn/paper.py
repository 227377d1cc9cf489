"""What happens to a sheet of paper: each changes the picture of a page, 300 dots an inch, grey or colour."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from tests.scan.worn.pens import Dice
from tests.scan.worn.sheets import PX, Picture, Printed

Field = np.ndarray[Any, np.dtype[np.float32]]
_COARSE = 8
"""Slow changes are made so many times smaller, then enlarged."""


def shade(page: Picture, light: Field, colour: tuple[float, float, float] = (1, 1, 1)) -> None:
    """Take light away: ``light`` is what is left of it, 0 to 1, of any size; ``colour`` how much blue, green, red lose."""
    height, width = page.shape[:2]
    full = cv2.resize(np.clip(light * 255, 0, 255).astype(np.uint8), (width, height), interpolation=cv2.INTER_LINEAR)
    if page.ndim == 2:
        cv2.multiply(page, full, page, 1 / 255)
        return
    for channel, loss in enumerate(colour):
        table = np.clip(255 - (255 - np.arange(256)) * loss, 0, 255).astype(np.uint8)
        page[:, :, channel] = cv2.multiply(page[:, :, channel], cv2.LUT(full, table), scale=1 / 255)


def hills(shape: tuple[int, int], dice: Dice, every: float, size: float = 1.0) -> Field:
    """Smooth hills and valleys about zero: ``every`` so many dots, ``size`` high."""
    rows, columns = (max(3, round(side / every) + 2) for side in shape)
    rough = dice.normal(0, size, (rows, columns)).astype(np.float32)
    return cv2.resize(rough, shape[::-1], interpolation=cv2.INTER_CUBIC)


def _coarse(page: Picture) -> tuple[int, int]:
    return page.shape[0] // _COARSE, page.shape[1] // _COARSE


def _grid(shape: tuple[int, int]) -> tuple[Field, Field]:
    """How far across and down each dot is, 0 to 1."""
    down, across = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    return across / shape[1], down / shape[0]


def shadow(page: Picture, dice: Dice) -> Picture:
    """Light from one side, and the edge of something that stands in it."""
    across, down = _grid(_coarse(page))
    angle = dice.uniform(0, 2 * np.pi)
    slope = np.cos(angle) * (across - 0.5) + np.sin(angle) * (down - 0.5)
    light = 1 - dice.uniform(0.1, 0.35) * (slope + 0.7)
    edge = np.cos(angle + 1) * (across - dice.uniform(0.2, 0.8)) + np.sin(angle + 1) * (down - dice.uniform(0.2, 0.8))
    light -= dice.uniform(0.1, 0.3) / (1 + np.exp(np.clip(-edge * dice.uniform(15, 80), -30, 30)))
    shade(page, light)
    return page


def coffee(page: Picture, dice: Dice) -> Picture:
    """One or two rings of a mug, and drops."""
    height, width = _coarse(page)
    down, across = np.mgrid[0:height, 0:width].astype(np.float32) * (_COARSE / PX)
    light = np.ones((height, width), np.float32)
    rough = 1 + hills((height, width), dice, 20, 0.3)
    spots = [(dice.uniform(33, 45), dice.uniform(0.8, 2.0)) for _ in range(int(dice.integers(1, 3)))]
    spots += [(dice.uniform(1, 6), 1.0) for _ in range(int(dice.integers(0, 6)))]
    for reach, thick in spots:
        away = np.hypot(across - dice.uniform(0, page.shape[1] / PX), down - dice.uniform(0, page.shape[0] / PX))
        dark = dice.uniform(0.12, 0.4)
        light -= dark * np.exp(-(((away - reach) / thick) ** 2)) * rough.clip(0.2, 1.8)
        light -= dark * 0.25 / (1 + np.exp(np.clip((away - reach) * 4, -30, 30)))
    shade(page, light.clip(0.3, 1), (1.3, 1.0, 0.75))
    return page


def folds(page: Picture, dice: Dice) -> Picture:
    """Folded for a pocket: along each fold ink is lost and a side lies darker; the parts no longer lie quite straight."""
    height, width = page.shape[:2]
    down, across = np.mgrid[0 : height // _COARSE, 0 : width // _COARSE].astype(np.float32) * _COARSE
    light, dx, dy = np.ones_like(down), np.zeros_like(down), np.zeros_like(down)
    ways = [("across", share) for share in ((0.5,), (0.333, 0.667))[int(dice.integers(2))]]
    ways += [("down", 0.5)] if dice.random() < 0.5 else []
    for way, share in ways:
        at = (share + dice.normal(0, 0.02)) * (height if way == "across" else width)
        away = (down if way == "across" else across) - at
        lean = dice.normal(0, 0.012)
        away = away + lean * ((across if way == "across" else down) - width / 2)
        light -= dice.uniform(0.05, 0.22) * np.exp(-np.abs(away) / (PX * dice.uniform(2, 8))) * (away > 0)
        light -= dice.uniform(0, 0.05) * (away > 0)
        bent = np.tanh(away / (20 * PX)) * PX
        dx += bent * dice.normal(0, 0.3)
        dy += bent * dice.normal(0, 0.3)
        _crease(page, way, at, lean, dice)
    shade(page, light)
    return _moved(page, dx, dy)


def _crease(page: Picture, way: str, at: float, lean: float, dice: Dice) -> None:
    """The fold itself: a fine line, broken, white where toner came off or dark where dirt went in."""
    height, width = page.shape[:2]
    long = width if way == "across" else height
    tone = int(dice.choice([255, 255, 120]))
    start = 0.0
    while start < long:
        end = start + dice.uniform(2, 30) * PX
        if dice.random() < 0.75:
            ends = [(s, at - lean * (s - width / 2) + dice.normal(0, 1)) for s in (start, end)]
            dots = [(round(a), round(b)) if way == "across" else (round(b), round(a)) for a, b in ends]
            cv2.line(page, *dots, (tone,) * 3 if page.ndim == 3 else tone, int(dice.integers(1, 5)), cv2.LINE_AA)
        start = end


def _moved(page: Picture, dx: Field, dy: Field, border: int = 255) -> Picture:
    """Each dot taken from so many dots to the right and below; the fields may be coarser than the page."""
    height, width = page.shape[:2]
    across, down = np.arange(width, dtype=np.float32)[None, :], np.arange(height, dtype=np.float32)[:, None]
    return cv2.remap(page, cv2.resize(dx, (width, height)) + across, cv2.resize(dy, (width, height)) + down,
                     cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(border,) * 3)  # fmt: skip


def crumpled(page: Picture, dice: Dice) -> Picture:
    """Once a ball of paper, or rolled up: it lies in hills, lit from one side, and its lines are no longer straight."""
    shape = _coarse(page)
    tall = hills(shape, dice, dice.uniform(15, 50) * PX / _COARSE, dice.uniform(0.3, 1.0))
    slope_x, slope_y = cv2.Sobel(tall, cv2.CV_32F, 1, 0), cv2.Sobel(tall, cv2.CV_32F, 0, 1)
    lit = slope_x * dice.uniform(-1, 1) + slope_y * dice.uniform(-1, 1)
    shade(page, 0.9 + (dice.uniform(0.05, 0.12) * lit / (np.abs(lit).max() + 1e-6)) - dice.uniform(0, 0.05))
    far = dice.uniform(0.3, 1.1) * PX
    across, _ = _grid(shape)
    curl = dice.uniform(-1.5, 1.5) * PX * (across - 0.5) ** 2 * 4
    broad = 60 * PX / _COARSE
    return _moved(page, hills(shape, dice, broad, far) + curl, hills(shape, dice, broad, far))


def low_toner(page: Picture, dice: Dice) -> Picture:
    """Before anybody writes: pale streaks down the page, bands across it, or all of it grey and spotty."""
    height, width = page.shape[:2]
    pale = np.zeros((height // _COARSE, width // _COARSE), np.float32)
    for _ in range(int(dice.integers(1, 6))):
        middle, wide = dice.uniform(0, pale.shape[1]), dice.uniform(2, 12)
        pale += dice.uniform(0.3, 0.8) * np.exp(-(((np.arange(pale.shape[1]) - middle) / wide) ** 2))[None, :].astype(
            np.float32
        )
    wave = np.arange(pale.shape[0]) * (2 * np.pi / dice.uniform(12, 40))
    pale += (dice.uniform(0, 0.25) * (np.sin(wave) + 1)).astype(np.float32)[:, None]
    pale += dice.uniform(0, 0.3)
    full = cv2.resize((pale.clip(0, 0.75) * 255).astype(np.uint8), (width, height))
    lost = 255 - page
    for part in [lost] if page.ndim == 2 else [lost[:, :, c] for c in range(3)]:
        part[:] = cv2.multiply(part, 255 - full, scale=1 / 255)
    return 255 - lost


def highlighter(page: Picture, sheet: Printed, dice: Dice) -> Picture:
    """Broad strokes of yellow, green, pink or blue over rows of boxes and lines of text."""
    colours = {"yellow": (90, 250, 250), "green": (130, 250, 150), "pink": (220, 130, 255), "blue": (255, 220, 120)}
    ink = np.array(colours[str(dice.choice(list(colours), p=[0.5, 0.2, 0.2, 0.1]))], np.float32)
    tone = float(ink @ [0.114, 0.587, 0.299])
    rows = sorted({place["y"] for place in sheet.of_page("boxes")}) or [60.0]
    wide = dice.uniform(5, 8)
    for y in dice.choice(rows, min(len(rows), int(dice.integers(1, 4))), replace=False):
        start, end = dice.uniform(15, 60), dice.uniform(90, 195)
        over = np.full(page.shape[:2], 255, np.uint8)
        middle = y + 2.2 + dice.normal(0, 1.5)
        ends = [(round(x * PX), round((middle + dice.normal(0, 0.8)) * PX)) for x in (start, end)]
        cv2.line(over, *ends, 0, round(wide * PX), cv2.LINE_AA)
        over = cv2.GaussianBlur(over, (0, 0), 1.5)
        for channel, left in [(page, tone)] if page.ndim == 2 else [(page[:, :, c], ink[c]) for c in range(3)]:
            table = (255 - (255 - np.arange(256)) * (1 - left / 255)).astype(np.uint8)
            channel[:] = cv2.multiply(channel, cv2.LUT(over, table), scale=1 / 255)
    return page


def show_through(page: Picture, other: Picture, dice: Dice) -> Picture:
    """The other side of thin paper, faint and mirrored."""
    faint = 255 - (255 - cv2.blur(other[:, ::-1], (9, 9))) * np.float32(dice.uniform(0.04, 0.12))
    return cv2.multiply(page, cv2.resize(faint.astype(np.uint8), page.shape[1::-1]), scale=1 / 255)
