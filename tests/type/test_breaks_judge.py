"""Unicode's own test of where lines may end (LineBreakTest, of Debian's package unicode-data), for what has no spaces."""

from __future__ import annotations

from pathlib import Path

from handouts.type.breaks import han_breaks, has_han
from tests.type.judges import judge_file

MARK = "\ue001"
PLACE = Path("/usr/share/unicode/auxiliary/LineBreakTest.txt")


def cases() -> list[tuple[str, set[int]]]:
    """Each text, and the places in it at which a line may end."""
    found = []
    for line in judge_file("HANDOUTS_BREAK_TEST", PLACE).read_text("utf-8").splitlines():
        signs = line.partition("#")[0].split()
        places, text = set[int](), ""
        for sign in signs:
            if sign == "÷":
                places.add(len(text))
            elif sign != "×":
                text += chr(int(sign, 16))
        if text:
            found.append((text, places))
    return found


def ours(text: str) -> set[int]:
    """The places at which we end lines, but for spaces."""
    parts = han_breaks(text, MARK).split(MARK)
    return {sum(map(len, parts[:at])) for at in range(1, len(parts))}


def test_no_line_ends_where_unicode_has_it_go_on():
    every = cases()
    assert len(every) > 7_000
    assert sum(len(ours(text)) for text, _ in every) > 100
    assert [text for text, places in every if not ours(text) <= places] == []


def test_lines_end_between_han_letters_wherever_unicode_lets_them():
    pairs = [(text, places) for text, places in cases() if len(text) == 2 and all(map(has_han, text))]
    assert pairs
    assert [text for text, places in pairs if 1 in places and 1 not in ours(text)] == []
