"""Which symbol reads better from worn paper, each on the same 16 mm: QR of level M and Q, or Data Matrix.

    python benchmarks/code_symbols.py [--count N]

Symbols are drawn by zxing-cpp with the same random texts, worn in the same ways with the same dice, and read as pages
are, by ``handouts.scan.codes``. Printed is the part that is read, in percent. A worn symbol stands alone on a patch of
paper: finding one on a whole page is another question. “Strokes” are those of a pen across the symbol, 0.8 mm wide;
“spot” is a round spot of ink of so many percent of the symbol's area; “shade” leaves so many percent of the light on
the darker side of an edge.
"""

from __future__ import annotations

import argparse
import io
import math
from collections.abc import Callable, Sequence

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

from handouts.base.ids import make_id
from handouts.base.pagecodes import page_code
from handouts.scan.codes import codes_in

FINE = 20  # pixels a mm before wear
SIDE, PATCH = 16, 28  # mm
Worn = Callable[[Image.Image, float, np.random.Generator], Image.Image]


def symbol(kind: str, text: str) -> Image.Image:
    """A symbol in the middle of a patch of white paper, FINE pixels a mm."""
    chosen, level, size = KINDS[kind]
    made = zxingcpp.create_barcode(text, chosen, **({"ec_level": level} if level else {"version": 4}))
    modules = np.array(zxingcpp.write_barcode_to_image(made, scale=1, add_quiet_zones=False))
    assert modules.shape == (size, size), (kind, modules.shape)
    drawn = Image.fromarray(modules).resize((SIDE * FINE, SIDE * FINE), Image.Resampling.NEAREST)
    paper = Image.new("L", (PATCH * FINE, PATCH * FINE), 255)
    paper.paste(drawn, ((PATCH - SIDE) * FINE // 2,) * 2)
    return paper


def seen(
    paper: Image.Image, dpi: float, dice: np.random.Generator, tilt: float = 0.0, turn: float = 3.0
) -> Image.Image:
    """Paper as a camera or scanner sees it: turned by up to ``turn`` degrees, tilted, of a resolution, with noise."""
    side = paper.width
    size = round(PATCH * dpi / 25.4)
    angle, lean = math.radians(dice.uniform(-turn, turn)), math.radians(tilt)
    far = 2.0 * side  # from the camera to the paper's middle
    corners = []
    for x, y in ((0, 0), (0, 1), (1, 1), (1, 0)):
        u, v = (x - 0.5) * side, (y - 0.5) * side
        u, v = u * math.cos(angle) - v * math.sin(angle), u * math.sin(angle) + v * math.cos(angle)
        near = far / (far + v * math.sin(lean))
        corners.append((u * near, v * math.cos(lean) * near))
    inverse = _quad_to_square(corners, side, size, dice.uniform(-0.5, 0.5, 2))
    soft = paper.filter(ImageFilter.GaussianBlur(0.4 * side / size))  # what a pixel sees of the paper
    small = soft.transform((size, size), Image.Transform.PERSPECTIVE, inverse, Image.Resampling.BICUBIC, fillcolor=255)
    return _noisy(np.asarray(small, float), dice, 4.0)


def _quad_to_square(corners: Sequence[tuple[float, float]], side: int, size: int, off: np.ndarray) -> list[float]:
    """PIL's coefficients that take a pixel of the picture to the paper."""
    scale = size / side
    rows, wanted = [], []
    for (u, v), (x, y) in zip(corners, ((0, 0), (0, side), (side, side), (side, 0)), strict=True):
        px, py = u * scale + size / 2 + off[0], v * scale + size / 2 + off[1]
        rows += [[px, py, 1, 0, 0, 0, -x * px, -x * py], [0, 0, 0, px, py, 1, -y * px, -y * py]]
        wanted += [x, y]
    return [float(one) for one in np.linalg.solve(np.array(rows), np.array(wanted))]


def _noisy(pixels: np.ndarray, dice: np.random.Generator, much: float) -> Image.Image:
    return Image.fromarray(np.clip(pixels + dice.normal(0, much, pixels.shape), 0, 255).astype(np.uint8))


def low(paper: Image.Image, dpi: float, dice: np.random.Generator) -> Image.Image:
    return seen(paper, dpi, dice)


def blurred(paper: Image.Image, mm: float, dice: np.random.Generator) -> Image.Image:
    return seen(paper.filter(ImageFilter.GaussianBlur(mm * FINE)), 150, dice)


def jpeg(paper: Image.Image, quality: float, dice: np.random.Generator) -> Image.Image:
    out = io.BytesIO()
    seen(paper, 100, dice).save(out, "JPEG", quality=int(quality))
    return Image.open(out).convert("L")


def shaded(paper: Image.Image, percent: float, dice: np.random.Generator) -> Image.Image:
    pixels = np.asarray(seen(paper, 120, dice), float)
    ys, xs = np.mgrid[: pixels.shape[0], : pixels.shape[1]] / pixels.shape[0] - 0.5
    way = dice.uniform(0, 2 * math.pi)
    across = xs * math.cos(way) + ys * math.sin(way) + dice.uniform(-0.15, 0.15)
    return _noisy(pixels * (percent / 100 + (1 - percent / 100) / (1 + np.exp(-across * 60))), dice, 3.0)


def strokes(paper: Image.Image, count: float, dice: np.random.Generator) -> Image.Image:
    inked, middle, half = paper.copy(), PATCH * FINE / 2, SIDE * FINE / 2
    pen = ImageDraw.Draw(inked)
    for _ in range(int(count)):
        way, off = dice.uniform(0, math.pi), dice.uniform(-0.8, 0.8) * half
        x, y = middle - off * math.sin(way), middle + off * math.cos(way)
        dx, dy = 1.1 * half * math.cos(way), 1.1 * half * math.sin(way)
        pen.line((x - dx, y - dy, x + dx, y + dy), fill=20, width=round(0.8 * FINE))
    return seen(inked, 150, dice)


def spotted(paper: Image.Image, percent: float, dice: np.random.Generator) -> Image.Image:
    inked, radius = paper.copy(), SIDE * FINE * math.sqrt(percent / 100 / math.pi)
    x, y = PATCH * FINE / 2 + dice.uniform(-0.5, 0.5, 2) * (SIDE * FINE - 2 * radius)
    ImageDraw.Draw(inked).ellipse((x - radius, y - radius, x + radius, y + radius), fill=40)
    return seen(inked, 150, dice)


def tilted(paper: Image.Image, degrees: float, dice: np.random.Generator) -> Image.Image:
    return seen(paper, 120, dice, tilt=degrees, turn=180)


def one_bit(paper: Image.Image, threshold: float, dice: np.random.Generator) -> Image.Image:
    grey = seen(paper.filter(ImageFilter.GaussianBlur(0.15 * FINE)), 100, dice)
    return grey.point(lambda value: 255 if value > threshold else 0)


def pocket(paper: Image.Image, dpi: float, dice: np.random.Generator) -> Image.Image:
    """A photo in a kitchen: a little of all of it."""
    soft = paper.filter(ImageFilter.GaussianBlur(0.25 * FINE))
    pixels = np.asarray(seen(soft, dpi, dice, tilt=25, turn=180), float)
    light = np.linspace(1.0, 0.45, pixels.shape[1])[None, :]
    out = io.BytesIO()
    _noisy(pixels * light, dice, 6.0).save(out, "JPEG", quality=35)
    return Image.open(out).convert("L")


WEAR: dict[str, tuple[Worn, str, Sequence[float]]] = {
    "resolution": (low, "dpi", (35, 40, 45, 50, 60, 80)),
    "blur": (blurred, "mm", (0.3, 0.4, 0.5, 0.6, 0.7)),
    "JPEG": (jpeg, "quality", (3, 5, 8, 12)),
    "shade": (shaded, "%", (20, 30, 40, 50, 60)),
    "strokes": (strokes, "", (1, 2, 3, 4)),
    "spot": (spotted, "%", (2, 4, 6, 8, 12)),
    "tilt": (tilted, "°", (30, 45, 55, 65)),
    "one bit": (one_bit, "of 255", (40, 70, 128, 190, 220)),
    "photo": (pocket, "dpi", (60, 80, 100, 130)),
}
KINDS = {
    "QR M": (zxingcpp.BarcodeFormat.QRCode, "M", 21),
    "QR Q": (zxingcpp.BarcodeFormat.QRCode, "Q", 21),
    "Data Matrix": (zxingcpp.BarcodeFormat.DataMatrix, "", 16),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100)
    count = parser.parse_args().count
    texts = [page_code(make_id([number]), 100 + number % 900) for number in range(count)]
    drawn = {kind: [symbol(kind, text) for text in texts] for kind in KINDS}
    print(f"| wear | how much | {' | '.join(KINDS)} |\n|---|---|{'---|' * len(KINDS)}")
    sums = dict.fromkeys(KINDS, 0)
    wrong = 0
    for name, (wear, unit, levels) in WEAR.items():
        for level in levels:
            found = dict.fromkeys(KINDS, 0)
            for kind in KINDS:
                dice = np.random.default_rng(7)
                for paper, text in zip(drawn[kind], texts, strict=True):
                    read = [one.text for one in codes_in(np.array(wear(paper, level, dice)))]
                    found[kind] += text in read
                    wrong += any(one != text for one in read)
            for kind in KINDS:
                sums[kind] += found[kind]
            print(f"| {name} | {level:g} {unit} | {' | '.join(f'{100 * found[k] / count:.0f}' for k in KINDS)} |")
    total = count * sum(len(levels) for _, _, levels in WEAR.values())
    print(f"| all | | {' | '.join(f'{100 * sums[kind] / total:.1f}' for kind in KINDS)} |")
    print(f"\nRead as something else: {wrong}")


if __name__ == "__main__":
    main()
