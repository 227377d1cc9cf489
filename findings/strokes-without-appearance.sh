#!/usr/bin/env bash
# Who shows a pen's stroke that stands in a PDF without an appearance (/AP), and who still has it once it is flattened.
#
# Guess: a program that draws one kind of such marks from its points draws all that are as easy: a stroke, a line, a shape. What
#        it shows, it keeps where it makes annotations part of the page.
# Seen:  PDFium (Chrome, Android) draws ink, squares and ellipses, but no lines and shapes of lines (/Line, /PolyLine,
#        /Polygon): a tick that was drawn with a tool for lines is not there. What its own flattening keeps hangs on whether
#        the page has been drawn before: if not, all are gone, without an error. qpdf 11.5 loses all, too, and 11.9 keeps them.
#        CUPS in Debian 12 flattens by an older one of these before it prints: the stroke is on the screen, and not on paper.
#        MuPDF, pdf.js and poppler show all, and MuPDF keeps all.
# What we do: of a form that comes back as a file, strokes are read from the points that it gives, not from a picture, and
#        annotations of other kinds over a box are left to a person. Of a PDF that is read as a scan, lines without an
#        appearance are not seen.
set -euo pipefail
place=$(mktemp -d); trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q pikepdf==10.18.0 pypdfium2==5.15.2 PyMuPDF==2.0 numpy==2.4.6 pillow==13.0.0
for old in 8.0.0 9.4.2; do  # with qpdf 11.5 and 11.9
  "$place/venv/bin/pip" install -q --target "$place/$old" --only-binary :all: pikepdf==$old ||
    echo "no pikepdf $old for this Python"
done
npm install --silent --no-audit --no-fund --prefix "$place" pdfjs-dist@5.6.205 @napi-rs/canvas@1.1.1 >/dev/null
cd "$place"
cat >draw.mjs <<'J'
import { readFile, writeFile } from "node:fs/promises";
import { getDocument, VerbosityLevel } from "./node_modules/pdfjs-dist/legacy/build/pdf.mjs";
const data = new Uint8Array(await readFile("strokes.pdf"));
const pdf = await getDocument({ data, verbosity: VerbosityLevel.ERRORS }).promise;
const page = await pdf.getPage(1), viewport = page.getViewport({ scale: 1 });
const { canvas } = pdf.canvasFactory.create(viewport.width, viewport.height);
await page.render({ canvas, viewport }).promise;
await writeFile("seen.png", canvas.toBuffer("image/png"));
J
cat >old.py <<'P'
import pikepdf

with pikepdf.open("strokes.pdf") as pdf:
    pdf.flatten_annotations("all")
    pdf.save("flat.pdf")
print(pikepdf.__libqpdf_version__)
P
cat >see.py <<'P'
import os
import shutil
import subprocess
import sys

import numpy as np
import pikepdf
import pymupdf
import pypdfium2
from pikepdf import Array, Dictionary, Name
from PIL import Image
from pypdfium2 import raw

TICK, BOX = (20, 50, 40, 20, 80, 80), 100
KINDS = {
    "Ink": lambda x: {"InkList": Array([moved(TICK, x)])}, "Square": lambda x: {}, "Circle": lambda x: {},
    "Line": lambda x: {"L": moved((20, 20, 80, 80), x)}, "PolyLine": lambda x: {"Vertices": moved(TICK, x)},
    "Polygon": lambda x: {"Vertices": moved(TICK, x)},
}


def moved(points, x):
    return Array([value if at % 2 else value + x for at, value in enumerate(points)])


def make():
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(BOX * len(KINDS), BOX))
    page.obj.Annots = Array([
        pdf.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name("/" + kind), Rect=Array([x + 15, 15, x + 85, 85]), C=Array([0, 0, 1]), F=4,
            BS=Dictionary(W=4), P=page.obj, **more(x),
        ))
        for (kind, more), x in zip(KINDS.items(), range(0, BOX * len(KINDS), BOX))
    ])
    pdf.save("strokes.pdf", force_version="1.7")


def seen(image):
    dark = np.asarray(image.convert("L")) < 200
    return [kind for at, kind in enumerate(KINDS) if dark[:, BOX * at : BOX * (at + 1)].sum() > 100]


def by_pdfium(path="strokes.pdf"):
    pdf = pypdfium2.PdfDocument(path)
    pdf.init_forms()
    return seen(pdf[0].render(scale=1).to_pil())


def by_mupdf(path="strokes.pdf"):
    return seen(pymupdf.open(path)[0].get_pixmap().pil_image())


def by_pdf_js():
    subprocess.run(["node", "draw.mjs"], check=True, stdout=subprocess.DEVNULL)
    return seen(Image.open("seen.png"))


def by_poppler():
    subprocess.run(["pdftoppm", "-r", "72", "-png", "-singlefile", "strokes.pdf", "seen"], check=True)
    return seen(Image.open("seen.png"))


def flat_by_pdfium(*, drawn):
    pdf = pypdfium2.PdfDocument("strokes.pdf")
    pdf.init_forms()
    page = pdf[0]
    if drawn:
        page.render(scale=1)
    assert raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS
    pdf.save("flat.pdf")
    return by_mupdf("flat.pdf")


def flat_by_mupdf():
    pdf = pymupdf.open("strokes.pdf")
    pdf.bake()
    pdf.save("flat.pdf")
    assert not list(pdf[0].annots())
    return by_mupdf("flat.pdf")


def flat_by_qpdf(old):
    there = {**os.environ, "PYTHONPATH": old}
    version = subprocess.run([sys.executable, "old.py"], env=there, capture_output=True, text=True, check=True).stdout.strip()
    assert version.startswith({"8.0.0": "11.5", "9.4.2": "11.9"}[old]), version
    return by_mupdf("flat.pdf")


def flat_by_cups():
    with open("flat.pdf", "wb") as out:
        command = ["/usr/lib/cups/filter/pdftopdf", "1", "user", "title", "1", "", "strokes.pdf"]
        subprocess.run(command, stdout=out, stderr=subprocess.DEVNULL, env={**os.environ, "PPD": ""}, check=True)
    return by_mupdf("flat.pdf")


make()
ALL, SHAPES = list(KINDS), ["Ink", "Square", "Circle"]
rows = [
    ("PDFium shows", by_pdfium, SHAPES), ("MuPDF shows", by_mupdf, ALL), ("pdf.js shows", by_pdf_js, ALL),
    ("flattened by PDFium at once, there are", lambda: flat_by_pdfium(drawn=False), []),
    ("flattened by PDFium once the page was drawn", lambda: flat_by_pdfium(drawn=True), SHAPES),
    ("flattened by MuPDF", flat_by_mupdf, ALL),
]
for old, what, wanted in (("8.0.0", "qpdf 11.5", []), ("9.4.2", "qpdf 11.9", ALL)):
    if os.path.isdir(old + "/pikepdf"):
        rows.append((f"flattened by {what}", lambda old=old: flat_by_qpdf(old), wanted))
if shutil.which("pdftoppm"):
    rows.append(("poppler of this machine shows", by_poppler, None))
if os.path.exists("/usr/lib/cups/filter/pdftopdf"):
    rows.append(("made ready for a printer by CUPS of this machine", flat_by_cups, None))
changed = []
for what, look, wanted in rows:
    found = look()
    print(f"{what}: {' '.join(found) or 'none'}")
    changed += [what] if wanted is not None and found != wanted else []
if changed:
    sys.exit(f"this has changed: {changed}")
P
venv/bin/python see.py
