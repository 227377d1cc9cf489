#!/usr/bin/env bash
# What readers make of a form's answers that are not ASCII: of the names by which boxes are ticked (/V, /AS).
#
# Guess: a name is bytes, meant as UTF-8, in older forms as Latin-1: a reader tries the one and then the other, or gives the
#        bytes. In UTF-8, as the standard would have it, an answer is read by all.
# Seen:  there is no spelling that all read. PDFium and pdf.js take the bytes as Latin-1 alone, and show what is in UTF-8
#        broken; pdf-lib gives the escapes of the file (l#c3#a9ger) in either. pikepdf and PyMuPDF read UTF-8; in Latin-1,
#        pikepdf has an error for who wants text, and PyMuPDF lone surrogates. pypdf reads UTF-8, but for the rest tries GBK
#        before Latin-1, word by word: of one form, “modéré” comes out as it is, and “léger”, “étendu”, “sévère”, “mäßig” and
#        “fréquent” with a Chinese character in place of the letter and the next one. When it writes the file, these go into
#        it, and the answer is lost.
# What we do: a box's names are ASCII (/Yes, /Off); of a box that another program has filled in, it only counts whether it is
#        Off.
set -euo pipefail
place=$(mktemp -d); trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q pypdf==7.1.1 pikepdf==10.18.0 PyMuPDF==2.0 pypdfium2==5.15.2
npm install --silent --no-audit --no-fund --prefix "$place" pdfjs-dist@5.6.205 pdf-lib@1.17.1 >/dev/null
cd "$place"
cat >read.mjs <<'J'
import { readFile } from "node:fs/promises";
import { PDFDocument } from "pdf-lib";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
const bytes = await readFile("form.pdf");
const page = await (await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise).getPage(1);
const by_pdf_js = (await page.getAnnotations()).map((one) => one.fieldValue);
const fields = (await PDFDocument.load(bytes)).getForm().getFields();
console.log(JSON.stringify([by_pdf_js, fields.map((one) => one.acroField.getValue().decodeText())]));
J
cat >see.py <<'P'
import io
import json
import subprocess
import sys

import pikepdf
import pymupdf
import pypdf
import pypdfium2
from pypdfium2 import raw

WORDS = ["modéré", "léger", "étendu", "sévère", "mäßig", "fréquent"]
HEAD = """%PDF-1.7
1 0 obj <</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[{0}]>>>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 100 300]/Annots[{0}]>> endobj
4 0 obj <</Type/XObject/Subtype/Form/BBox[0 0 20 20]/Length 14>> stream
0 0 20 20 re f
endstream endobj
5 0 obj <</Type/XObject/Subtype/Form/BBox[0 0 20 20]/Length 1>> stream
q
endstream endobj
"""
BOX = """{0} 0 obj <</Type/Annot/Subtype/Widget/FT/Btn/T(f{0})/F 4/Rect[10 {1} 30 {2}]/V/{3}/AS/{3}
/AP<</N<</{3} 4 0 R/Off 5 0 R>>>>/P 3 0 R>> endobj
"""


def make(code):
    """Boxes that are all ticked, each by its word; pikepdf adds the table of where each object is."""
    numbers = range(6, 6 + len(WORDS))
    text = HEAD.format(" ".join(f"{at} 0 R" for at in numbers))
    for at, word in zip(numbers, WORDS, strict=True):
        name = "".join(chr(one) if one < 127 else f"#{one:02x}" for one in word.encode(code))
        text += BOX.format(at, 30 * at - 170, 30 * at - 150, name)
    text += f"trailer <</Root 1 0 R/Size {numbers.stop}>>\n"
    with pikepdf.open(io.BytesIO(text.encode())) as pdf:
        pdf.save("form.pdf")


def by_pypdf():
    return [str(field["/V"])[1:] for field in pypdf.PdfReader("form.pdf").get_fields().values()]


def again_by_pypdf():
    """The bytes that are written, in the code that they can only be meant in."""
    pypdf.PdfWriter(clone_from="form.pdf").write("again.pdf")
    with pikepdf.open("again.pdf") as pdf:
        return [str(box.V)[1:] for box in pdf.pages[0].Annots]


def by_pikepdf():
    with pikepdf.open("form.pdf") as pdf:
        try:
            return [str(box.V)[1:] for box in pdf.pages[0].Annots]
        except UnicodeDecodeError:
            return ["an error"]


def by_mupdf():
    page = pymupdf.open("form.pdf")[0]
    return [widget.field_value for widget in page.widgets()]


def by_pdfium():
    pdf = pypdfium2.PdfDocument("form.pdf")
    pdf.init_forms()
    page, found = pdf[0], []
    for at in range(raw.FPDFPage_GetAnnotCount(page)):
        box = raw.FPDFPage_GetAnnot(page, at)
        size = raw.FPDFAnnot_GetFormFieldValue(pdf.formenv, box, None, 0)
        buffer = (raw.FPDF_WCHAR * (size // 2))()
        raw.FPDFAnnot_GetFormFieldValue(pdf.formenv, box, buffer, size)
        found.append(bytes(buffer).decode("utf-16-le").rstrip("\0"))
        raw.FPDFPage_CloseAnnot(box)
    return found


def chinese(word):
    return any("\u4e00" <= char <= "\u9fff" for char in word)


changed = []
for code in ("utf-8", "latin-1"):
    make(code)
    by_pdf_js, by_pdf_lib = json.loads(subprocess.run(["node", "read.mjs"], capture_output=True, text=True, check=True).stdout)
    seen = {
        "PDFium": by_pdfium(), "pdf.js": by_pdf_js, "pdf-lib": by_pdf_lib, "pikepdf": by_pikepdf(), "pypdf": by_pypdf(),
        "written again by pypdf": again_by_pypdf(), "PyMuPDF": by_mupdf(),
    }
    for name, found in seen.items():
        print(f"{code}: {name}:", *(repr(one)[1:-1] for one in found))
        if code == "utf-8":
            wrong = {"PDFium": "lÃ©ger", "pdf.js": "lÃ©ger", "pdf-lib": "l#c3#a9ger"}
            right = wrong[name] in found if name in wrong else found == WORDS
        elif name in ("PDFium", "pdf.js"):
            right = found == WORDS
        elif "pypdf" in name:
            right = found[0] == WORDS[0] and all(map(chinese, found[1:]))
        else:
            right = {"pdf-lib": "l#e9ger", "pikepdf": "an error", "PyMuPDF": "l\udce9ger"}[name] in found
        changed += [] if right else [(code, name)]
if changed:
    sys.exit(f"this has changed: {changed}")
P
venv/bin/python see.py
