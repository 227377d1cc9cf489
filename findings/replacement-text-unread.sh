#!/usr/bin/env bash
# Who reads the text that a PDF gives in place of its glyphs (/ActualText), which programs use for scripts whose letters
# share glyphs.
#
# Guess: every reader of text. It is in the standard since 2001, and where it stands the glyphs mean nothing.
# Seen:  Typst 0.15 writes it round each cluster that its table of characters cannot tell. PDFium reads it. pypdf 7.1 and
#        pdfminer.six do not, and give what the glyphs would be by themselves: letters doubled and control characters.
# What we do: no text of ours needs it to be read; a line from right to left has it on its element besides, for screen readers.
set -euo pipefail
place=$(mktemp -d); trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q typst==0.15.2 pypdf==7.1.1 pdfminer.six==20260107 pypdfium2==5.15.2 manimgx-fonts==2026.9.26.post1
cd "$place"
cat >see.py <<'P'
import io
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pypdfium2
import typst
from pdfminer.high_level import extract_text
from pypdf import PdfReader

words = "\u0b95\u0bca\u0b9e\u0bcd\u0b9a\u0bae\u0bcd \u0baa\u0bca\u0bb1\u0bc1\u0b99\u0bcd\u0b95\u0bb3\u0bcd"  # wait a little
Path("x.typ").write_text(f'#set text(font: "Noto Sans Tamil", lang: "ta")\n{words}\n', encoding="utf-8")
data = typst.compile("x.typ", font_paths=[find_spec("manimgx_fonts").submodule_search_locations[0]])
read = {
    "PDFium": pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded().strip(),
    "pypdf": PdfReader(io.BytesIO(data)).pages[0].extract_text().strip(),
    "pdfminer": extract_text(io.BytesIO(data)).strip(),
}
print(f"Typst {version('typst')}: in {words!a}")
for name, text in read.items():
    print(f"{name}: {'as it went in' if text == words else ascii(text)}")
assert b"/ActualText" in PdfReader(io.BytesIO(data)).pages[0].get_contents().get_data()
assert read["PDFium"] == words != read["pypdf"] and read["pdfminer"] != words, "this has changed"
P
venv/bin/python see.py
