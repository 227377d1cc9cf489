#!/usr/bin/env bash
# What becomes of a fax's proportions: its page has 204 dots an inch across, and 98 down.
#
# Guess: a program keeps both numbers, or says none, and then one asks; where it turns the page, they change places.
# Seen:  Pillow and sharp turn the pixels and leave the numbers as they were: saved with them, a square is four times as high
#        as it is wide. pdfimages lists 204 and 98, and writes 72 and 72 into the PNG and the TIFF that it makes; PyMuPDF
#        writes 96 and 96, and sharp's JPEG says 204 and 204: half as high, and all of these claim to know. Pillow's PNG claims
#        nothing, its PDF has a point for each dot. img2pdf, and MuPDF's PDF of the file, are right; put on a page as a
#        picture, the same file is squashed by MuPDF too.
# What we do: unequal numbers are evened out, equal ones believed; a page that is out of proportion all the same is read, for
#        its code, its corner marks and its boxes lay it straight whatever its shape.
set -euo pipefail
place=$(mktemp -d); trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q pillow==13.0.0 img2pdf==0.6.3 PyMuPDF==2.0 pypdfium2==5.15.2 numpy==2.4.6
npm install --silent --no-audit --no-fund --prefix "$place" sharp@0.35.5 >/dev/null
cd "$place"
cat >convert.mjs <<'J'
import sharp from "sharp";
for (const name of ["sharp.png", "sharp.jpg"]) await sharp("fax.tif").keepMetadata().toFile(name);
await sharp("fax.tif").keepMetadata().rotate(90).toFile("sharp-turned.png");
J
cat >see.py <<'P'
import shutil
import subprocess
import sys
from pathlib import Path

import img2pdf
import numpy as np
import pymupdf
import pypdfium2
from PIL import Image, ImageDraw

ACROSS, DOWN = 204, 98


def make():
    """A page of 6 by 8 inches with a square of 3."""
    page = Image.new("1", (6 * ACROSS, 8 * DOWN), 1)
    ImageDraw.Draw(page).rectangle((ACROSS, DOWN, 4 * ACROSS, 4 * DOWN), fill=0)
    page.save("fax.tif", compression="group4", dpi=(ACROSS, DOWN))


def shape(image, dpi):
    """Height of the square for its width, by what is claimed of its pixels."""
    dark = np.argwhere(np.asarray(image.convert("L")) < 128)
    high, wide = dark.max(0) - dark.min(0) + 1
    return float(high / dpi[1]) / float(wide / dpi[0])


def of_picture(path):
    """And the resolution that the file claims."""
    with Image.open(path) as image:
        dpi = image.info.get("dpi")
        return shape(image, dpi or (1, 1)), tuple(round(float(one)) for one in dpi) if dpi else "none"


def of_pdf(path):
    return shape(pypdfium2.PdfDocument(path)[0].render(scale=2).to_pil(), (1, 1)), "a PDF"


def by_pillow():
    with Image.open("fax.tif") as fax:
        fax.save("plain.png")
        fax.save("plain.pdf")
        turned = fax.transpose(Image.Transpose.ROTATE_90)
        turned.save("turned.png", dpi=turned.info["dpi"])


def by_mupdf():
    Path("mupdf.pdf").write_bytes(pymupdf.open("fax.tif").convert_to_pdf())
    pdf = pymupdf.open()
    pdf.new_page(width=432, height=576).insert_image(pymupdf.Rect(0, 0, 432, 576), filename="fax.tif")
    pdf.save("put.pdf")
    pdf = pymupdf.open("img2pdf.pdf")
    Path("mupdf.png").write_bytes(pdf.extract_image(pdf[0].get_images()[0][0])["image"])


def by_poppler():
    said = subprocess.run(["pdfimages", "-list", "img2pdf.pdf"], capture_output=True, text=True, check=True).stdout
    print("pdfimages lists", *said.splitlines()[-1].split()[12:14])
    for kind in ("png", "tiff"):
        subprocess.run(["pdfimages", f"-{kind}", "img2pdf.pdf", "poppler"], check=True)


make()
by_pillow()
Path("img2pdf.pdf").write_bytes(img2pdf.convert("fax.tif"))
by_mupdf()
subprocess.run(["node", "convert.mjs"], check=True)
half = DOWN / ACROSS
wanted = {
    "fax.tif": (1, (204, 98)), "img2pdf.pdf": (1, "a PDF"), "mupdf.pdf": (1, "a PDF"), "put.pdf": (half, "a PDF"),
    "plain.pdf": (half, "a PDF"), "plain.png": (half, "none"), "turned.png": (1 / half**2, (204, 98)),
    "mupdf.png": (half, (96, 96)), "sharp.png": (1, (204, 98)), "sharp.jpg": (half, (204, 204)),
    "sharp-turned.png": (1 / half**2, (204, 98)),
}
if shutil.which("pdfimages"):
    by_poppler()
    wanted |= {"poppler-000.png": (half, (72, 72)), "poppler-000.tif": (half, (72, 72))}
changed = []
for path, (tall, claimed) in wanted.items():
    found, said = of_pdf(path) if path.endswith(".pdf") else of_picture(path)
    print(f"{path}: claims {said}; a square is {found:.2f} times as high as wide")
    changed += [] if abs(found / tall - 1) < 0.03 and said == claimed else [path]
if changed:
    sys.exit(f"this has changed: {changed}")
P
venv/bin/python see.py
