#!/usr/bin/env bash
# What is read out of a PDF where a letter and its vowel sign are two glyphs of one cluster.
#
# Guess: the text. fpdf2 shapes with HarfBuzz (set_text_shaping), which tells the cluster of every glyph; the first can stand for all
#        of its letters and the others for none.
# Seen:  fpdf2 2.8.9 gives the other glyphs no meaning at all, and pypdf, PDFium and MuPDF then give their codes as characters:
#        U+0002, U+0008. A search for the word fails, and a control character stands in what is copied out.
# What we do: a cluster of several glyphs is made into one glyph of the file, with one code and one meaning.
set -euo pipefail
place=$(mktemp -d); trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q fpdf2==2.8.9 uharfbuzz==0.57.0 pypdf==7.1.1 pypdfium2==5.15.2 manimgx-fonts==2026.9.26.post1
cd "$place"
cat >see.py <<'P'
import io
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pypdfium2
from fpdf import FPDF
from pypdf import PdfReader

face = Path(find_spec("manimgx_fonts").submodule_search_locations[0]) / "NotoSansTamil[wght].ttf"
word = "\u0b95\u0bca\u0b9e\u0bcd\u0b9a\u0bae\u0bcd"  # a little
pdf = FPDF()
pdf.add_page()
pdf.add_font("x", fname=str(face))
pdf.set_font("x", size=20)
pdf.set_text_shaping(True)
pdf.cell(text=word)
data = bytes(pdf.output())
found = PdfReader(io.BytesIO(data)).pages[0].extract_text(), pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded()
print(f"fpdf2 {version('fpdf2')}: in {word!a}")
print(f"pypdf {found[0]!a}\nPDFium {found[1]!a}")
assert all(any(ord(char) < 32 for char in text.strip()) for text in found), "this has changed"
P
venv/bin/python see.py
