#!/usr/bin/env bash
# What the places of line breaks count.
#
# Guess: characters, as every place in a Python text does, and as one would cut it: text[:place].
# Seen:  unicode-segmentation-rs 1.0.0 gives places in the UTF-8 form of the text. In English they are the same, so tests in
#        English pass; in Chinese the first break comes at 3 after one character, and cutting there cuts elsewhere.
#        line_break_units of the same package gives the parts themselves, and is right.
# What we do: our breaks count characters; Chinese lines are read back letter by letter in the tests.
set -euo pipefail
place=$(mktemp -d); trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install -q unicode-segmentation-rs==1.0.0
cd "$place"
venv/bin/python - <<'P'
import sys
from importlib.metadata import version
from itertools import accumulate

import unicode_segmentation_rs as segments

text = "\u819d\u76d6\u5f2f\u66f2\uff0c\u4fdd\u6301 5 \u79d2\u3002"  # bend the knee, hold 5 seconds
places = [place for place, _ in segments.line_breaks(text)]
parts = list(accumulate(map(len, segments.line_break_units(text))))
in_bytes = [len(text[:place].encode()) for place in parts]
print(f"unicode-segmentation-rs {version('unicode-segmentation-rs')}: line_breaks {places}, by its parts {parts} of {len(text)} characters")
if places != in_bytes or places == parts:
    sys.exit("this has changed")
P
