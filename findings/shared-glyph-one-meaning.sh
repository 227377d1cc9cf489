#!/usr/bin/env bash
# What is read out of a PDF of Arabic words whose letters share their skeletons and differ in their dots alone.
#
# Guess: what went in, or its letters in another order. WeasyPrint shapes with Pango and HarfBuzz, and knows which letters each
#        glyph stands for.
# Seen:  other letters. The variable Noto Sans Arabic draws a letter as a skeleton and its dots, two glyphs. WeasyPrint gives
#        each glyph one meaning for the whole file, that of the letter with which it came first, and dots none: where teh
#        and qaf begin two words they are both read as one of the two, so one of the words is another word. pypdf says
#        so without a sign of doubt; PDFium adds control characters.
# What we do: each cluster (letter with its marks and dots) is one glyph and one code of its own, so no shape is shared.
set -euo pipefail
place=$(mktemp -d); trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q weasyprint==70.0 pypdf==7.1.1 pypdfium2==5.15.2 manimgx-fonts==2026.9.26.post1
cd "$place"
cat >see.py <<'P'
import io
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pypdfium2
import weasyprint
from pypdf import PdfReader

face = Path(find_spec("manimgx_fonts").submodule_search_locations[0]) / "NotoSansArabic[wght].ttf"
style = f'@font-face {{font-family: x; src: url("{face.as_uri()}")}} p {{font: 20px x}}'


def read(word):
    data = weasyprint.HTML(string=f'<style>{style}</style><p lang="ar">{word}</p>').write_pdf()
    found = PdfReader(io.BytesIO(data)).pages[0].extract_text()
    return found, pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded()


teh, qaf = "\u062a", "\u0642"
alone, beside = "\u0642\u0644\u0628", "\u062a\u0627\u0628 \u0642\u0644\u0628"  # heart; repented, heart
print("WeasyPrint", version("weasyprint"))
for word in (alone, beside):
    print(f"in: {word}  pypdf: {read(word)[0].strip()!a}  PDFium: {read(word)[1].strip()!a}")
first, both = (read(word) for word in (alone, beside))
assert beside.count(teh) == 1 and beside.count(qaf) == 1
assert first[0].strip() == alone, "a word by itself is read right by pypdf"
assert sorted((both[0].count(teh), both[0].count(qaf))) == [0, 2], "both letters are read as one of the two"
assert any(ord(char) < 32 and char not in "\r\n" for char in both[1]), "dots are read as control characters"
print("as described")
P
venv/bin/python see.py
