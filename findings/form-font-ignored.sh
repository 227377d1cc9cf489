#!/usr/bin/env bash
# In which font programs write what is typed into a field of a PDF form.
#
# Guess: in the one that the field names (/DA), which the form holds (/DR), embedded or not: that is what it is for.
# Seen:  pdf-lib, @cantoo/pdf-lib and PyMuPDF do not look at it and write in a Helvetica of their own that is not embedded.
#        PDFium (Chrome) does look, but goes by kinds of letters: a curly quote or œ is written in another font, of the
#        machine's and not embedded, though the field's font has the letter. pypdf takes the font for both.
#        A PDF/UA or PDF/A file is none any more after that, and nothing in the file could help it.
# What we do: the form names an embedded font, so that programs that look at it keep the claim; docs/accessibility.md says
#        which those are.
set -euo pipefail
place=$(mktemp -d); trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q pikepdf==10.18.0 pypdf==7.1.1 PyMuPDF==2.0 pypdfium2==5.15.2 fontpkg-atkinson-hyperlegible==1.6
npm install --silent --no-audit --no-fund --prefix "$place" pdf-lib@1.17.1 @cantoo/pdf-lib@2.11.1 >/dev/null
cd "$place"
cat >form.py <<'P'
"""A page with one text field, whose font is a whole TrueType font in the file."""
from importlib.resources import files

import pikepdf
from pikepdf import Array, Dictionary, Name

pdf = pikepdf.new()
page = pdf.add_blank_page(page_size=(300, 100))
data = next(files("fontpkg_atkinson_hyperlegible").rglob("AtkinsonHyperlegible-Regular.ttf")).read_bytes()
descriptor = Dictionary(
    Type=Name.FontDescriptor, FontName=Name.Ours, Flags=32, FontBBox=Array([-58, -250, 1290, 888]), ItalicAngle=0,
    Ascent=950, Descent=-290, CapHeight=668, StemV=87, FontFile2=pdf.make_stream(data),
)
font = pdf.make_indirect(Dictionary(
    Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.Ours, Encoding=Name.WinAnsiEncoding, FirstChar=32, LastChar=255,
    Widths=Array([600] * 224), FontDescriptor=pdf.make_indirect(descriptor),
))
look = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 280, 30]), Resources=Dictionary())
field = pdf.make_indirect(Dictionary(
    Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="note", DA="/Ours 12 Tf 0 g", F=4, P=page.obj,
    Rect=Array([10, 30, 290, 60]), AP=Dictionary(N=look),
))
page.obj.Annots = Array([field])
fonts = Dictionary(Font=Dictionary(Ours=font))
pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([field]), DR=fonts, DA="/Ours 12 Tf 0 g"))
pdf.save("form.pdf")
P
cat >fill.mjs <<'J'
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
const [name, target, text] = process.argv.slice(2);
const { PDFDocument } = createRequire(import.meta.url)(name);
const pdf = await PDFDocument.load(await readFile("form.pdf"));
pdf.getForm().getTextField("note").setText(text);
await writeFile(target, await pdf.save());
J
cat >see.py <<'P'
import subprocess
import sys

import pikepdf
import pymupdf
import pypdfium2
from pypdf import PdfWriter
from pypdfium2 import raw


def pdf_lib(text, package="pdf-lib"):
    subprocess.run(["node", "fill.mjs", package, "out.pdf", text], check=True)


def cantoo(text):
    pdf_lib(text, "@cantoo/pdf-lib")


def mupdf(text):
    document = pymupdf.open("form.pdf")
    for widget in document[0].widgets():
        widget.field_value = text
        widget.update()
    document.save("out.pdf")


def pdfium(text):
    pdf = pypdfium2.PdfDocument("form.pdf")
    pdf.init_forms()
    page = pdf[0]
    raw.FORM_OnLButtonDown(pdf.formenv, page, 0, 100, 45)
    raw.FORM_OnLButtonUp(pdf.formenv, page, 0, 100, 45)
    for char in text:
        raw.FORM_OnChar(pdf.formenv, page, ord(char), 0)
    raw.FORM_ForceToKillFocus(pdf.formenv)
    pdf.save("out.pdf")


def pypdf(text):
    writer = PdfWriter(clone_from="form.pdf")
    writer.update_page_form_field_values(None, {"note": text}, auto_regenerate=False)
    writer.write("out.pdf")


def fonts():
    with pikepdf.open("out.pdf") as pdf:
        look = pdf.Root.AcroForm.Fields[0].AP.N
        used = {str(one.operands[0]) for one in pikepdf.parse_content_stream(look, "Tf") if str(one.operator) == "Tf"}
        known = {name: font for name, font in look.Resources.Font.items() if name in used}
        return {str(font.BaseFont)[1:] for font in known.values()}


for how, plain, curly in (
    (pdf_lib, {"Helvetica"}, {"Helvetica"}),
    (cantoo, {"Helvetica"}, {"Helvetica"}),
    (mupdf, {"Helvetica"}, {"Helvetica"}),
    (pdfium, {"Ours"}, "Ours and another"),
    (pypdf, {"Ours"}, {"Ours"}),
):
    for text, wanted in (("Genou enflé", plain), ("“œdème”", curly)):
        how(text)
        found = fonts()
        print(f"{how.__name__} writes {text} in {' and '.join(sorted(found))}")
        if not (found > {"Ours"} if isinstance(wanted, str) else found == wanted):
            sys.exit("this has changed")
P
venv/bin/python form.py
venv/bin/python see.py
