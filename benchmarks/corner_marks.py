"""How exactly a corner mark of 8 mm is found on worn paper: two quarters of a disc, beside a whole disc and a ring.

    python benchmarks/corner_marks.py [--count N]

Wear as in ``code_symbols.py``. The middle of the quarters is where edges cross, found by OpenCV's ``cornerSubPix`` from
up to a millimetre beside it; that of disc and ring is the middle of what is dark. Printed is how far off
95 of 100 are, mm.
"""

from __future__ import annotations

import argparse
import math

import code_symbols as worn
import cv2
import numpy as np
from PIL import Image, ImageDraw

SIDE, PATCH, FINE = 8, worn.PATCH, worn.FINE
WEAR = {
    "100 dpi": (worn.low, 100),
    "60 dpi": (worn.low, 60),
    "blur 0.4 mm": (worn.blurred, 0.4),
    "blur 0.7 mm": (worn.blurred, 0.7),
    "JPEG quality 5": (worn.jpeg, 5),
    "shade 30 %": (worn.shaded, 30),
    "shade 60 %": (worn.shaded, 60),
    "tilt 45°": (worn.tilted, 45),
    "tilt 60°": (worn.tilted, 60),
    "one bit": (worn.one_bit, 128),
    "photo, 80 dpi": (worn.pocket, 80),
}


def mark(kind: str) -> Image.Image:
    paper = Image.new("L", (PATCH * FINE, PATCH * FINE), 255)
    pen, low, high = ImageDraw.Draw(paper), (PATCH - SIDE) * FINE / 2, (PATCH + SIDE) * FINE / 2
    if kind == "quarters":
        for start in (0, 180):
            pen.pieslice((low, low, high, high), start, start + 90, fill=0)
    else:
        pen.ellipse((low, low, high, high), fill=0)
        thick = 1.5 * FINE
        if kind == "ring":
            pen.ellipse((low + thick, low + thick, high - thick, high - thick), fill=255)
    return paper


def middle(state: dict[str, object], size: int) -> np.ndarray:
    """Where the paper's middle is, pixels: it was turned and tilted round it, and then moved by what the dice said."""
    dice = np.random.default_rng()
    dice.bit_generator.state = state
    dice.uniform()
    return size / 2 - 0.5 + dice.uniform(-0.5, 0.5, 2)


def found(kind: str, seen: np.ndarray, dots: float, dice: np.random.Generator) -> tuple[float, float]:
    """Where the middle seems to be, pixels."""
    height, width = seen.shape
    if kind == "quarters":
        guess = np.array([[[width / 2 - 0.5, height / 2 - 0.5]]], np.float32)
        guess += dice.uniform(-1, 1, 2).astype(np.float32) * dots / math.sqrt(2)
        reach = max(3, round(2 * dots))
        stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 60, 0.005)
        return tuple(cv2.cornerSubPix(seen, guess, (reach, reach), (-1, -1), stop).ravel().tolist())
    _, dark = cv2.threshold(seen, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    shape = cv2.moments(dark, binaryImage=True)
    return shape["m10"] / shape["m00"], shape["m01"] / shape["m00"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200)
    count = parser.parse_args().count
    kinds = ("quarters", "disc", "ring")
    print(f"| wear | {' | '.join(kinds)} |\n|---|{'---|' * len(kinds)}")
    for name, (wear, level) in WEAR.items():
        far = []
        for kind in kinds:
            dice, paper, off = np.random.default_rng(7), mark(kind), []
            for _ in range(count):
                state = dice.bit_generator.state
                seen = np.array(wear(paper, level, dice))
                true = middle(state, seen.shape[0])
                dots = seen.shape[0] / PATCH
                off.append(math.dist(found(kind, seen, dots, dice), true) / dots)
            far.append(np.percentile(off, 95))
        print(f"| {name} | {' | '.join(f'{one:.2f}' for one in far)} |")


if __name__ == "__main__":
    main()
