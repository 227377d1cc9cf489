#!/usr/bin/env bash
# Which shape makers of Data Matrix codes give to one text, and to the next longer one.
#
# Guess: a square, unless an oblong is asked for, and one that grows with the text: who leaves room for the longest text of a
#        kind has room for all.
# Seen:  Zint, and zxing-cpp, whose writer it is, take the form with the fewest code words, and go to and fro: 10 capitals and
#        digits make a square of 14, 11 to 13 an oblong of 8 by 32, 14 to 16 a square of 16, 17 to 22 an oblong of 12 by 26, 23
#        a square of 18. What is printed at a fixed width has modules half as wide for 11 characters as for 14. zxing-cpp has
#        force_square for it, but takes any other word as well: forceSqare is passed over without an error, and the code is
#        oblong. ppf.datamatrix, pyStrich and bwip-js make squares, but not of one size. All are read.
# What we do: the symbol is made by ourselves, always a square of 16, with room for the longest text that a page's code has.
set -euo pipefail
place=$(mktemp -d); trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q zxing-cpp==3.1.1 zint-bindings==1.2.2 ppf.datamatrix==0.2 pyStrich==0.20 \
  pillow==13.0.0 numpy==2.4.6
npm install --silent --no-audit --no-fund --prefix "$place" bwip-js@4.11.4 >/dev/null
cd "$place"
cat >bwip.cjs <<'J'
const bwip = require("bwip-js");
const [{ pixs, pixx, pixy }] = bwip.raw({ bcid: "datamatrix", text: process.argv[2] });
console.log(JSON.stringify([pixs, pixy, pixx]));
J
cat >see.py <<'P'
import io
import json
import subprocess
import sys

import numpy as np
import zint
import zxingcpp
from PIL import Image
from ppf.datamatrix import DataMatrix
from pystrich.datamatrix import DataMatrixEncoder

TEXT = "1A2B3C4D5E6F7G8H9J1K2L3M4N5P6Q"
LONG = range(10, 24)


def by_zxing_cpp(text, **options):
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix, **options)
    return np.array(code.to_image(scale=1, add_quiet_zones=False)) < 128


def by_zint(text):
    code = zint.Symbol()
    code.symbology, code.scale = zint.Symbology.DATAMATRIX, 0.5
    code.encode(text)
    code.buffer()
    return cut(np.asarray(code.bitmap)[..., 0] < 128)


def by_ppf(text):
    return np.array(DataMatrix(text).matrix, bool)


def by_pystrich(text):
    return cut(np.asarray(Image.open(io.BytesIO(DataMatrixEncoder(text).get_imagedata(cellsize=1))).convert("L")) < 128)


def by_bwip(text):
    said = subprocess.run(["node", "bwip.cjs", text], capture_output=True, text=True, check=True).stdout
    dark, high, wide = json.loads(said)
    return np.array(dark, bool).reshape(high, wide)


def cut(dark):
    """Without the margin. The upper right module is never dark, but those beside it are."""
    (top, left), (low, right) = np.argwhere(dark).min(0), np.argwhere(dark).max(0)
    return dark[top : low + 1, left : right + 1]


def is_read(dark, text):
    image = np.pad(np.kron(np.where(dark, 0, 255).astype(np.uint8), np.ones((8, 8), np.uint8)), 40, constant_values=255)
    return [one.text for one in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.DataMatrix)] == [text]


changed, shapes = [], {}
for make in (by_zxing_cpp, by_zint, by_ppf, by_pystrich, by_bwip):
    for long in LONG:
        dark = make(TEXT[:long])
        shapes.setdefault(make.__name__, []).append("{}×{}".format(*dark.shape))
        changed += [] if is_read(dark, TEXT[:long]) else [f"{make.__name__} of {long}, which is not read"]
print("characters:", *LONG)
for name, found in shapes.items():
    print(f"{name}:", *found)
to_and_fro = ["14×14"] + 3 * ["8×32"] + 3 * ["16×16"] + 6 * ["12×26"] + ["18×18"]
for name, found in shapes.items():
    squares = all(one.split("×")[0] == one.split("×")[1] for one in found)
    if not (found == to_and_fro if name in ("by_zxing_cpp", "by_zint") else squares):
        changed.append(name)
if shapes["by_ppf"] == shapes["by_bwip"]:
    changed.append("makers of squares agree on their size")

for option, wanted in (("force_square", (16, 16)), ("forceSqare", (8, 32)), ("nonsense", (8, 32))):
    shape = by_zxing_cpp(TEXT[:13], **{option: True}).shape
    print(f"zxing-cpp of 13 characters with {option}=True:", "{}×{}".format(*shape))
    changed += [] if shape == wanted else [option]
if changed:
    sys.exit(f"this has changed: {changed}")
P
venv/bin/python see.py
