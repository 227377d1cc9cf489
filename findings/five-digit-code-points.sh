#!/usr/bin/env bash
# How MuPDF says which characters a font's glyphs stand for, where these are beyond U+FFFF.
#
# Guess: as the PDF standard asks, in UTF-16: two groups of four digits for such a character.
# Seen:  PyMuPDF 2.0 (Story, DocumentWriter) writes a whole font of Noto Sans Tamil with <11301>, five digits, which no reader can
#        cut into bytes: pypdf warns of an odd length, and the line is lost for it. Every glyph of the font is listed, so
#        this happens in a file that has no such character in its text.
# What we do: each font of ours lists the clusters of its file alone, in UTF-16, and is read back in the tests.
set -euo pipefail
place=$(mktemp -d); trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q PyMuPDF==2.0 pypdf==7.1.1 manimgx-fonts==2026.9.26.post1
cd "$place"
cat >see.py <<'P'
import io
import re
from importlib.metadata import version
from importlib.util import find_spec

import pymupdf
from pypdf import PdfReader

folder = find_spec("manimgx_fonts").submodule_search_locations[0]
style = '@font-face {font-family: x; src: url("NotoSansTamil[wght].ttf")} p {font-family: x}'
story = pymupdf.Story('<p lang="ta">\u0b95\u0bbe\u0bb2\u0bcd</p>', user_css=style, archive=pymupdf.Archive(folder))  # leg
out = io.BytesIO()
writer = pymupdf.DocumentWriter(out)
device = writer.begin_page(pymupdf.Rect(0, 0, 300, 200))
story.place(pymupdf.Rect(20, 20, 280, 180))
story.draw(device)
writer.end_page()
writer.close()
font = next(iter(PdfReader(out).pages[0]["/Resources"]["/Font"].values())).get_object()
meanings = font["/ToUnicode"].get_data().decode("ascii")
odd = re.findall(r"<[0-9a-f]{4}> <([0-9a-f]{5})>", meanings)
print(f"PyMuPDF {version('PyMuPDF')}: meanings of five digits: {', '.join(odd)}")
assert odd, "this has changed"
P
venv/bin/python see.py
