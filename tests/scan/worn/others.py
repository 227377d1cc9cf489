"""What lies in the same pile and is none of ours: what the reader may say of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from tests.scan.worn import capture
from tests.scan.worn.capture import Shot
from tests.scan.worn.hands import filled_in, somebody
from tests.scan.worn.make import SHEETS, dice_of
from tests.scan.worn.pens import Dice
from tests.scan.worn.sheets import PX, Picture, Printed, pages_to_fill, printed

_A4 = (round(297 * PX), round(210 * PX))


@dataclass(frozen=True)
class Other:
    """A file with nothing on it that may be entered."""

    kind: str
    seed: int
    shot: Shot
    may_be: frozenset[str]
    """What the reader may call it."""


def _paper() -> Picture:
    return np.full(_A4, 255, np.uint8)


def _text(page: Picture, lines: list[str], x: float, y: float, size: float, dice: Dice) -> Picture:
    """Lines of print, mm from the top left."""
    image = Image.fromarray(page)
    pencil, face = ImageDraw.Draw(image), ImageFont.load_default(size * PX)
    for number, line in enumerate(lines):
        pencil.text((x * PX, (y + number * size * 1.6) * PX), line, fill=int(dice.integers(0, 60)), font=face)
    return np.array(image)


def _words(dice: Dice, count: int) -> str:
    stock = [
        "amount",
        "invoice",
        "due",
        "total",
        "account",
        "please",
        "pay",
        "number",
        "street",
        "date",
        "your",
        "we",
        "thank",
        "insurance",
        "visit",
        "24.50",
        "118.00",
        "net",
    ]
    return " ".join(str(word) for word in dice.choice(stock, count))


def _code(page: Picture, text: str, kind: zxingcpp.BarcodeFormat, x: float, y: float, wide: float, tall: float) -> None:
    drawn = np.array(zxingcpp.create_barcode(text, kind).to_image(scale=4))
    size = (round(wide * PX), round(tall * PX))
    left, top = round(x * PX), round(y * PX)
    page[top : top + size[1], left : left + size[0]] = cv2.resize(drawn, size, interpolation=cv2.INTER_NEAREST)


def _letter(dice: Dice) -> Picture:
    page = _text(_paper(), [_words(dice, 3).title()], 20, 15, 7, dice)
    return _text(
        page, [_words(dice, int(dice.integers(4, 9))) for _ in range(int(dice.integers(8, 32)))], 25, 50, 4, dice
    )


def _bill(dice: Dice) -> Picture:
    page = _letter(dice)
    pay = f"https://pay.example/{dice.integers(10**9)}?amount={dice.integers(1, 300)}"
    x, y = ((172, 10), (20, 250), (140, 220))[int(dice.integers(3))]
    _code(page, pay, zxingcpp.BarcodeFormat.QRCode, x, y, 28, 28)
    return page


def _striped_bill(dice: Dice) -> Picture:
    page = _letter(dice)
    kind = (zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.ITF)[int(dice.integers(2))]
    _code(page, f"{dice.integers(10**11, 10**12)}", kind, 110, 20, 80, 15)
    return page


def _other_program(dice: Dice) -> Picture:
    """Another maker's exercises: boxes to tick as ours are, corner marks, and a code of the same size with fifteen signs."""
    page = _text(_paper(), ["Home exercise plan"], 30, 15, 7, dice)
    for row in range(int(dice.integers(3, 7))):
        page = _text(page, [f"{row + 1}. {_words(dice, 4)}"], 25, 45 + row * 28, 5, dice)
        for day in range(7):
            x, y = round((25 + day * 20) * PX), round((58 + row * 28) * PX)
            cv2.rectangle(page, (x, y), (x + round(4.5 * PX), y + round(4.5 * PX)), 0, 8)
    for x in (10, 192):
        for y in (10, 279):
            cv2.rectangle(page, (round(x * PX), round(y * PX)), (round((x + 8) * PX), round((y + 8) * PX)), 0, -1)
    signs = "".join(dice.choice(list("0123456789ABCDEFGHJKMNPQRSTVWXYZ"), 14))
    _code(page, f"U{signs}", zxingcpp.BarcodeFormat.QRCode, 172, 10, 16, 16)  # U is no sign of our ids
    return page


def _blank(dice: Dice) -> Shot:
    return capture.scanned(_paper(), dice, int(dice.choice([150, 200, 300])))


def _of_print(draw: Callable[[Dice], Picture]) -> Callable[[Dice], Shot]:
    def shot(dice: Dice) -> Shot:
        page = draw(dice)
        if dice.random() < 0.25:
            return capture.photographed(cv2.cvtColor(page, cv2.COLOR_GRAY2BGR), dice)
        return capture.scanned(page, dice, int(dice.choice([150, 200, 300])))

    return shot


def _nothing(dice: Dice) -> Shot:
    """A table, and on it nothing, or something round."""
    picture = capture.table((3264, 2448), dice)
    for _ in range(int(dice.integers(0, 4))):
        place, reach = (int(dice.integers(2448)), int(dice.integers(3264))), int(dice.integers(60, 600))
        cv2.circle(picture, place, reach, dice.integers(0, 255, 3).tolist(), -1)
    return capture.developed(picture, dice, 200)


def _hidden(dice: Dice) -> Shot:
    """A sheet of ours whose two codes somebody painted over, or stuck something on."""
    number = int(dice.integers(SHEETS))
    sheet = printed(number, int(dice.choice(pages_to_fill(number))))
    page = sheet.picture(colour=False)
    filled_in(page, sheet, somebody(dice), dice)
    hide_codes(page, sheet, int(dice.choice([20, 255])))
    return capture.scanned(page, dice, int(dice.choice([150, 200])))


def hide_codes(page: Picture, sheet: Printed, tone: int) -> None:
    for code in sheet.of_page("codes"):
        ends = [(round((code["x"] + d) * PX), round((code["y"] + d) * PX)) for d in (-0.5, code["size"] + 0.5)]
        cv2.rectangle(page, ends[0], ends[1], tone if page.ndim == 2 else (tone, tone, tone), -1)


OTHERS: Mapping[str, tuple[Callable[[Dice], Shot], frozenset[str]]] = {
    "blank paper": (_blank, frozenset({"blank"})),
    "letter": (_of_print(_letter), frozenset({"foreign"})),
    "bill with a code": (_of_print(_bill), frozenset({"foreign"})),
    "bill with stripes": (_of_print(_striped_bill), frozenset({"foreign"})),
    "another program’s sheet": (_of_print(_other_program), frozenset({"foreign", "unread"})),
    "photo of nothing": (_nothing, frozenset({"foreign", "blank"})),
    "codes painted over": (_hidden, frozenset({"unread"})),
}


def other(kind: str, seed: int) -> Other:
    make, may_be = OTHERS[kind]
    return Other(kind, seed, make(dice_of(kind, seed)), may_be)
