#!/usr/bin/env bash
# What becomes of text fields of a PDF form that share one empty appearance.
#
# Guess: an object may be shared, as fonts and pictures are; a program that draws a field anew gives that field an appearance of
#        its own.
# Seen:  pypdf writes into the object that is there. With two fields, the one's text is seen in both places, while the values
#        in the file are right. qpdf 11.3 (Debian 12) does the same; 12.4 no longer, and pdf.js, PDFium and PyMuPDF do not.
# What we do: each text field has an appearance of its own; boxes share two, for there programs only choose.
set -euo pipefail
place=$(mktemp -d); trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q pikepdf==10.18.0 pypdf==7.1.1 PyMuPDF==2.0 pypdfium2==5.15.2
npm install --silent --no-audit --no-fund --prefix "$place" pdfjs-dist@5.6.205 >/dev/null
cd "$place"
cat >fill.mjs <<'J'
import { readFile, writeFile } from "node:fs/promises";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
const pdf = await getDocument({ data: new Uint8Array(await readFile("form.pdf")), verbosity: 0 }).promise;
const fields = await pdf.getFieldObjects();
for (const [name, value] of Object.entries({ one: "first", two: "second" }))
  pdf.annotationStorage.setValue(fields[name][0].id, { value });
await writeFile("out.pdf", await pdf.saveDocument());
J
cat >see.py <<'P'
import re
import subprocess
import sys

import pikepdf
import pymupdf
import pypdfium2
from pikepdf import Array, Dictionary, Name
from pypdf import PdfWriter
from pypdfium2 import raw

TEXTS = {"one": "first", "two": "second"}


def make():
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(300, 100))
    font = pdf.make_indirect(Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    ))
    look = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 280, 30]), Resources=Dictionary())
    fields = Array([
        pdf.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=name, DA="/Helv 12 Tf 0 g", F=4, P=page.obj,
            Rect=Array([10, low, 290, low + 30]), AP=Dictionary(N=look),
        ))
        for name, low in (("one", 60), ("two", 20))
    ])
    page.obj.Annots = fields
    form = Dictionary(Fields=fields, DR=Dictionary(Font=Dictionary(Helv=font)), DA="/Helv 12 Tf 0 g")
    pdf.Root.AcroForm = pdf.make_indirect(form)
    pdf.save("form.pdf")


def pypdf():
    writer = PdfWriter(clone_from="form.pdf")
    writer.update_page_form_field_values(None, TEXTS, auto_regenerate=False)
    writer.write("out.pdf")


def qpdf():
    """The library, through pikepdf: what the command's option does."""
    with pikepdf.open("form.pdf") as pdf:
        for field in pdf.Root.AcroForm.Fields:
            field.V = pikepdf.String(TEXTS[str(field.T)])
        pdf.Root.AcroForm.NeedAppearances = True
        pdf.generate_appearance_streams()
        pdf.save("out.pdf")


def pdf_js():
    subprocess.run(["node", "fill.mjs"], check=True)


def pdfium():
    pdf = pypdfium2.PdfDocument("form.pdf")
    pdf.init_forms()
    page = pdf[0]
    for high, text in ((75, "first"), (35, "second")):
        raw.FORM_OnLButtonDown(pdf.formenv, page, 0, 100, high)
        raw.FORM_OnLButtonUp(pdf.formenv, page, 0, 100, high)
        for char in text:
            raw.FORM_OnChar(pdf.formenv, page, ord(char), 0)
        raw.FORM_ForceToKillFocus(pdf.formenv)
    pdf.save("out.pdf")


def mupdf():
    document = pymupdf.open("form.pdf")
    for widget in document[0].widgets():
        widget.field_value = TEXTS[widget.field_name]
        widget.update()
    document.save("out.pdf")


make()
for how, wanted in ((pypdf, "one text"), (qpdf, "its own"), (pdf_js, "its own"), (pdfium, "its own"), (mupdf, "its own")):
    how()
    with pikepdf.open("out.pdf") as pdf:
        fields = pdf.Root.AcroForm.Fields
        values = [str(field.V) for field in fields]
        shown = [re.findall(rb"\((\w+)\)", field.AP.N.read_bytes()) for field in fields]
    print(f"{how.__name__}: the values are {values}, what is seen is {[b''.join(one).decode() for one in shown]}")
    if values != list(TEXTS.values()) or (shown[0] == shown[1]) != (wanted == "one text"):
        sys.exit("this has changed")
P
venv/bin/python see.py
