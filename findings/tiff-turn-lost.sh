#!/usr/bin/env bash
# Whether Pillow lays a TIFF upright that says how it is turned.
#
# Guess: always or never, however the file is opened and packed.
# Seen:  Pillow 13.0.0 turns the pixels when they are loaded, and drops the tag. Of a file without compression that is opened
#        by its path it drops the tag and does not turn: the pixels are mapped from the disk on another way. So a scanner's plain
#        TIFF lies on its side, and nothing says so any more; the same bytes from memory, or from an open file, are upright.
#        LZW and G4 are upright either way.
# What we do: scans are opened from bytes (scan/), and a page is known by its code whichever way up it lies.
set -euo pipefail
place=$(mktemp -d); trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q pillow==13.0.0
cd "$place"
cat >see.py <<'P'
import io
import PIL
from PIL import Image

print("Pillow", PIL.__version__)
tags = Image.Exif()
tags[0x0112] = 6  # to be turned by a quarter
seen = {}
for packed in ("none", "tiff_lzw", "group4"):
    name = f"{packed}.tif"
    Image.new("1" if packed == "group4" else "L", (300, 200)).save(
        name, exif=tags.tobytes(), **({} if packed == "none" else {"compression": packed})
    )
    ways = {"by path": name, "from bytes": io.BytesIO(open(name, "rb").read())}
    for way, source in ways.items():
        with Image.open(source) as picture:
            picture.load()
            seen[packed, way] = picture.size, picture.getexif().get(0x0112)
            print(f"{packed}, {way}: {picture.size[0]} x {picture.size[1]}, tag left: {seen[packed, way][1]}")
upright, lying = ((200, 300), None), ((300, 200), None)
assert seen.pop(("none", "by path")) == lying
assert set(seen.values()) == {upright}
P
"$place/venv/bin/python" see.py
