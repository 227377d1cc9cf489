#!/usr/bin/env bash
# What becomes of a page in a TIFF that says it lies on its side (Orientation 6 or 8), as some scanners write.
#
# Guess: the tag is as old as TIFF itself: a reader turns the picture, or gives it as it is stored and leaves the turn to who
#        asked. Which of the two does not hang on how the file is opened, or packed.
# Seen:  Pillow turns it by itself; but an uncompressed grey one comes out scrambled, without a word, where it is opened by its
#        name (it is mapped into memory then), and right where the same file is handed over open. OpenCV's imread finds no
#        picture, whatever flag it is given; imdecode reads the same bytes, and turns them even if told not to. img2pdf makes a
#        black page of one that is packed for fax (Group 4), and turns others twice. MuPDF turns none. A page on its head
#        (Orientation 3) has fewer troubles: only MuPDF, and img2pdf with what is not packed for fax, leave it so.
# What we do: pictures are opened by Pillow, as open files.
set -euo pipefail
place=$(mktemp -d); trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q pillow==13.0.0 opencv-python-headless==5.0.0.93 img2pdf==0.6.3 PyMuPDF==2.0 pypdfium2==5.15.2
cd "$place"
cat >see.py <<'P'
import sys

import cv2
import img2pdf
import numpy as np
import pymupdf
import pypdfium2
from PIL import Image

PAGE = np.full((200, 300), 255, np.uint8)
PAGE[10:60, 10:60] = 0
PAGE[90:110, 150:290] = 0
TURNS = {3: 2, 6: -1, 8: 1}
"""Quarter turns against the clock that bring a stored page upright, by its tag."""
PACKED = {"Group 4": ("1", "group4"), "grey, LZW": ("L", "tiff_lzw"), "grey, uncompressed": ("L", "raw")}


def pillow_by_name():
    with Image.open("page.tif") as image:
        return np.asarray(image.convert("L"))


def pillow_as_file():
    with open("page.tif", "rb") as file:
        return np.asarray(Image.open(file).convert("L"))


def imread():
    found = [cv2.imread("page.tif", flag) for flag in (
        cv2.IMREAD_GRAYSCALE, cv2.IMREAD_COLOR, cv2.IMREAD_UNCHANGED, cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
    )]
    return next((one for one in found if one is not None), None)


def imdecode():
    data = np.fromfile("page.tif", np.uint8)
    return cv2.imdecode(data, cv2.IMREAD_GRAYSCALE | cv2.IMREAD_IGNORE_ORIENTATION)


def mupdf():
    return np.asarray(pymupdf.open("page.tif")[0].get_pixmap(colorspace=pymupdf.csGRAY).pil_image())


def by_img2pdf():
    pdf = pypdfium2.PdfDocument(img2pdf.convert("page.tif"))
    return np.asarray(pdf[0].render(scale=1).to_pil().convert("L"))


def verdict(seen, tag):
    if seen is None:
        return "nothing"
    times = TURNS[tag]
    for what, turned in (("right", times), ("as stored", 0), ("twice", 2 * times)):
        wanted = np.rot90(PAGE, turned)
        if seen.shape[:2] == wanted.shape and np.abs(wanted - seen.astype(float).reshape(*wanted.shape, -1)[..., 0]).mean() < 8:
            return what
    return "black" if seen.mean() < 20 else "scrambled"


wanted = {
    ("Group 4", 3): "right right right right | as stored | right",
    ("Group 4", 6): "right right nothing right | as stored | black",
    ("grey, LZW", 3): "right right right right | as stored | as stored",
    ("grey, LZW", 6): "right right nothing right | as stored | twice",
    ("grey, uncompressed", 3): "right right right right | as stored | as stored",
    ("grey, uncompressed", 6): "scrambled right nothing right | as stored | twice",
}
wanted |= {(how, 8): found for (how, tag), found in wanted.items() if tag == 6}
changed = []
print("Pillow by name, as an open file; OpenCV imread, imdecode | MuPDF | img2pdf")
for how, (mode, packing) in PACKED.items():
    for tag in TURNS:
        Image.fromarray(PAGE).convert(mode).save("page.tif", compression=packing, dpi=(72, 72), tiffinfo={274: tag})
        one = [verdict(read(), tag) for read in (pillow_by_name, pillow_as_file, imread, imdecode, mupdf, by_img2pdf)]
        found = f"{' '.join(one[:4])} | {one[4]} | {one[5]}"
        print(f"  {how}, Orientation {tag}: {found}")
        changed += [] if found == wanted[how, tag] else [(how, tag)]
if changed:
    sys.exit(f"this has changed: {changed}")
P
OPENCV_LOG_LEVEL=OFF venv/bin/python see.py
