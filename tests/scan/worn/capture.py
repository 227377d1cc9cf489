"""How a sheet becomes a file: scanners, photocopiers, fax machines, phones. Each gives the bytes of a file."""

from __future__ import annotations

import io
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from tests.scan.worn.paper import hills, shade
from tests.scan.worn.pens import Dice
from tests.scan.worn.sheets import DPI, PX, Picture


@dataclass(frozen=True)
class Shot:
    """A file."""

    data: bytes
    suffix: str
    dpi: int
    """Of the scan; for a photo, about how many dots an inch of the sheet has."""


def _tone(picture: Picture, tone: int) -> tuple[int, ...]:
    return (tone,) * (1 if picture.ndim == 2 else 3)


def on_glass(page: Picture, dice: Dice, dpi: int, skew: float, lid: int | None = None) -> Picture:
    """The page as it lies on a scanner's glass, ``skew`` degrees askew; the glass is a little larger than the page."""
    height, width = page.shape[:2]
    scale = dpi / DPI
    if scale < 1:  # what a sensor sees of a dot is the mean of its surroundings
        page = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    edge = dice.uniform(0, 4) * dpi / 25.4
    size = (round(width * scale + edge), round(height * scale + edge))
    turn = cv2.getRotationMatrix2D((page.shape[1] / 2, page.shape[0] / 2), skew, dice.uniform(0.995, 1.005))
    turn[:, 2] += dice.uniform(-2, 2, 2) * dpi / 25.4 + edge / 2
    lid = int(dice.choice([250, 235, 30])) if lid is None else lid
    return cv2.warpAffine(page, turn, size, flags=cv2.INTER_LINEAR, borderValue=_tone(page, lid))


def seen(picture: Picture, dice: Dice, *, blur: float = 0.5, noise: float = 3.0) -> Picture:
    """What optics and a sensor make of it: soft, noisy, paper not white, ink not black."""
    picture = cv2.GaussianBlur(picture, (0, 0), max(blur, 0.2))
    white, black, bend = dice.uniform(228, 255), dice.uniform(0, 45), dice.uniform(0.85, 1.2)
    table = black + (white - black) * (np.arange(256) / 255) ** bend
    picture = cv2.LUT(picture, np.round(table).astype(np.uint8))
    return noisy(picture, dice, noise)


def noisy(picture: Picture, dice: Dice, noise: float) -> Picture:
    """Noise of a sensor, from a table that is laid on the picture again and again: a new one for each dot is slow."""
    patch = dice.normal(0, noise, (509, 523)).astype(np.float32)
    rows, columns = -(-picture.shape[0] // 509), -(-picture.shape[1] // 523)
    grain = np.tile(np.round(patch).astype(np.int8), (rows, columns))[: picture.shape[0], : picture.shape[1]]
    if picture.ndim == 3:
        grain = cv2.merge([grain, np.roll(grain, 101, 1), np.roll(grain, 203, 0)])
    return cv2.add(picture, grain.astype(np.int16), dtype=cv2.CV_8U)


def jpeg(picture: Picture, dpi: int, quality: int, turned: int = 1) -> Shot:
    """``turned``: what EXIF says of how to hold it, 1 to 8, as phones write it."""
    image = Image.fromarray(picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))
    said = Image.Exif()
    if turned != 1:
        said[0x0112] = turned
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality, dpi=(dpi, dpi), exif=said.tobytes() if turned != 1 else b"")
    return Shot(file.getvalue(), ".jpg", dpi)


def one_bit(picture: Picture, dpi: tuple[int, int]) -> Shot:
    """Black or white, packed as fax machines do (group 4)."""
    file = io.BytesIO()
    Image.fromarray(picture).convert("1", dither=Image.Dither.NONE).save(file, "TIFF", compression="group4", dpi=dpi)
    return Shot(file.getvalue(), ".tif", dpi[0])


def scanned(page: Picture, dice: Dice, dpi: int, *, skew: float = 1.0, quality: tuple[int, int] = (60, 92)) -> Shot:
    """A flatbed or a feeder."""
    picture = seen(
        on_glass(page, dice, dpi, dice.normal(0, skew)), dice, blur=dice.uniform(0.3, 0.8), noise=dice.uniform(1, 4)
    )
    return jpeg(picture, dpi, int(dice.integers(*quality)))


def turned(page: Picture, dice: Dice, dpi: int) -> Shot:
    """Upside down, on its side, or well askew."""
    picture = seen(on_glass(page, dice, dpi, dice.uniform(-7, 7)), dice)
    way = dice.choice(
        [cv2.ROTATE_180, cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_90_COUNTERCLOCKWISE, -1], p=[0.5, 0.15, 0.15, 0.2]
    )
    return jpeg(picture if way < 0 else cv2.rotate(picture, int(way)), dpi, int(dice.integers(60, 92)))


def faxed(page: Picture, dice: Dice) -> Shot:
    """A fax machine in its fine setting, or a scanner set to black and white: one limit for the whole page."""
    across, down = ((204, 196), (200, 200), (300, 300))[int(dice.integers(3))]
    picture = on_glass(page, dice, DPI, dice.normal(0, 0.8), lid=255)
    picture = cv2.resize(picture, None, fx=across / DPI, fy=down / DPI, interpolation=cv2.INTER_AREA)
    picture = seen(picture, dice, blur=0.4, noise=5)
    picture = np.where(picture > dice.uniform(120, 170), 255, 0).astype(np.uint8)
    if across == 204:  # the line was not quite clean
        for _ in range(int(dice.integers(0, 3))):
            row = int(dice.integers(0, picture.shape[0] - 3))
            picture[row : row + 2] = 255 if dice.random() < 0.7 else 0
    return one_bit(picture, (across, down))


def copied(page: Picture, dice: Dice) -> Shot:
    """A photocopy of a photocopy, scanned: harder, spotty, and fine or pale lines are gone."""
    for _ in range(2):
        page = on_glass(page, dice, DPI, dice.normal(0, 0.5), lid=255)
        page = cv2.GaussianBlur(page, (0, 0), dice.uniform(0.8, 1.4))
        middle, hard = dice.uniform(125, 165), dice.uniform(14, 30)
        page = cv2.LUT(page, (255 / (1 + np.exp(-(np.arange(256) - middle) / hard))).astype(np.uint8))
        for _ in range(int(dice.integers(20, 150))):
            place = [int(dice.integers(0, side)) for side in page.shape[1::-1]]
            cv2.circle(page, place, int(dice.integers(1, 4)), _tone(page, int(dice.integers(0, 120))), -1)
    return scanned(page, dice, 200)


def on_other_paper(page: Picture, dice: Dice) -> Picture:
    """Printed “to fit”: an A4 page on Letter or a Letter page on A4 is 0.94 as large, in the middle of the paper."""
    height, width = page.shape[:2]
    a4 = height / width > 1.35
    paper = (round(215.9 * PX), round(279.4 * PX)) if a4 else (round(210 * PX), round(297 * PX))
    scale = min(paper[0] / width, paper[1] / height) * dice.choice([1.0, 0.97])
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    whole = np.full((paper[1], paper[0], *page.shape[2:]), 255, np.uint8)
    left, top = (paper[0] - small.shape[1]) // 2, (paper[1] - small.shape[0]) // 2
    whole[top : top + small.shape[0], left : left + small.shape[1]] = small
    return whole


def side_by_side(pages: list[Picture], dice: Dice, dpi: int) -> Shot:
    """Two sheets on the glass of an A3 scanner; they may touch, or lie a little apart."""
    lid = int(dice.choice([250, 240, 30]))
    lying = [on_glass(page, dice, dpi, dice.normal(0, 1.0), lid) for page in pages]
    tall = max(picture.shape[0] for picture in lying)
    lying = [cv2.copyMakeBorder(p, 0, tall - p.shape[0], 0, 0, cv2.BORDER_CONSTANT, value=_tone(p, lid)) for p in lying]
    return jpeg(seen(np.hstack(lying), dice), dpi, int(dice.integers(60, 90)))


def table(shape: tuple[int, int], dice: Dice) -> Picture:
    """What a sheet lies on: wood, cloth or stone, light or dark."""
    rows, columns = shape[0] // 4, shape[1] // 4
    down = dice.uniform(3, 80)
    grain = cv2.resize(dice.normal(0, 1, (max(3, round(rows / down)), columns)).astype(np.float32), (columns, rows))
    grain += hills((rows, columns), dice, 60, 0.7)
    base = np.array(((60, 90, 130), (200, 205, 205), (70, 60, 55), (150, 170, 190))[int(dice.integers(4))], np.float32)
    picture = (base + grain[:, :, None] * dice.uniform(4, 14)).clip(0, 255).astype(np.uint8)
    return cv2.resize(picture, shape[::-1], interpolation=cv2.INTER_LINEAR)


def photographed(page: Picture, dice: Dice) -> Shot:
    """By a phone, at an angle, on a table, in a room: 8 or 12 million dots, the sheet filling most of the frame."""
    wide, tall = ((2448, 3264), (3024, 4032))[int(dice.integers(2))]
    height, width = page.shape[:2]
    fill = dice.uniform(0.76, 0.94)
    scale = min(wide / width, tall / height) * fill
    middle = np.array([wide, tall]) / 2 + dice.uniform(-0.02, 0.02, 2) * (wide, tall)
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float64) * (width * scale / 2, height * scale / 2)
    tilt_x, tilt_y = dice.normal(0, 0.07, 2).clip(-0.16, 0.16)
    roll = dice.normal(0, 0.05)
    depth = 1 + corners[:, :1] / (width * scale) * tilt_x * 2 + corners[:, 1:] / (height * scale) * tilt_y * 2
    turn = np.array([[np.cos(roll), np.sin(roll)], [-np.sin(roll), np.cos(roll)]])
    seats = ((corners @ turn) / depth + middle).astype(np.float32)
    whole = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    if scale < 0.8:
        page = cv2.GaussianBlur(page, (0, 0), 0.35 / scale)
    picture = table((tall, wide), dice)
    cv2.warpPerspective(page, cv2.getPerspectiveTransform(whole, seats), (wide, tall), picture,
                        cv2.INTER_LINEAR, cv2.BORDER_TRANSPARENT)  # fmt: skip
    return developed(picture, dice, round(DPI * scale))


def developed(picture: Picture, dice: Dice, dpi: int) -> Shot:
    """Uneven light, a shadow of the phone, focus that is a little off, noise, and the phone's JPEG."""
    tall, wide = picture.shape[:2]
    rows, columns = tall // 16, wide // 16
    down, across = np.mgrid[0:rows, 0:columns].astype(np.float32)
    light = 1 - dice.uniform(0.1, 0.35) * np.hypot(
        across / columns - dice.uniform(0.2, 0.8), down / rows - dice.uniform(0.2, 0.8)
    )
    if dice.random() < 0.5:
        away = np.hypot(
            (across - columns * dice.uniform(0.2, 0.8)) / columns, (down - rows * dice.uniform(0.5, 1.1)) / rows
        )
        light -= dice.uniform(0.1, 0.3) / (1 + np.exp((away - 0.35) * 25))
    warm = dice.uniform(0.8, 1.3)
    shade(picture, light, (warm, 1.0, 1.0))
    if dice.random() < 0.3:
        picture = cv2.blur(picture, (1, 3) if dice.random() < 0.5 else (3, 1))
    picture = seen(picture, dice, blur=dice.uniform(0.5, 1.5), noise=dice.uniform(3, 8))
    if dice.random() < 0.3:  # held on its side: the dots lie turned, and EXIF says how
        return jpeg(cv2.rotate(picture, cv2.ROTATE_90_COUNTERCLOCKWISE), dpi, int(dice.integers(70, 93)), 6)
    return jpeg(picture, dpi, int(dice.integers(70, 93)))
