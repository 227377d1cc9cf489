"""Unicode's own test of which way each part of a line runs (BidiCharacterTest, of Debian's package unicode-data)."""

from __future__ import annotations

from pathlib import Path

from handouts.type.bidi import base_level, levels_of
from tests.type.judges import judge_file

JUDGE = Path("/usr/share/unicode/BidiCharacterTest.txt")
EMBEDDING = frozenset("\u202a\u202b\u202c\u202d\u202e")
"""Signs that embed or override: the gate for text refuses them."""


def test_levels_are_those_of_unicode():
    wrong, judged = [], 0
    for line in judge_file("HANDOUTS_BIDI_TEST", JUDGE).read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        codes, wanted, _, levels, _ = line.split(";")
        text = "".join(chr(int(code, 16)) for code in codes.split())
        if not EMBEDDING.isdisjoint(text):
            continue
        judged += 1
        base = base_level(text) if wanted == "2" else int(wanted)
        found = levels_of(text, base)
        if any(level not in ("x", str(ours)) for level, ours in zip(levels.split(), found, strict=True)):
            wrong.append(line)
    assert judged > 80_000
    assert not wrong, wrong[:5]
