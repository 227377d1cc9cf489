from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handouts.plan.handout import Run
from handouts.sheet.text import Style, wrap
from handouts.write.pdf.faces import type_faces

FACES = type_faces()
BODY = Style(12, 14.4)
WORDS = st.text(alphabet="abc dé-/0123456789 ńő,.", min_size=1, max_size=200)


def lines(text: str, width: float) -> list[str]:
    return ["".join(piece[0] for piece in line.pieces) for line in wrap(text, BODY, FACES, width)]


@given(WORDS, st.floats(15, 170))
def test_no_line_is_wider_than_its_room_and_nothing_is_lost(text: str, width: float):
    found = wrap(text, BODY, FACES, width)
    assert all(line.width <= width + 0.01 for line in found)
    shown = "".join(piece[0] for line in found for piece in line.pieces)
    assert "".join(shown.split()) == "".join(text.split())


@given(WORDS)
def test_words_are_not_joined_over_a_line(text: str):
    assert " ".join("".join(lines(text, 40)).replace("-", "- ").replace("/", "/ ").split()).split() == text.replace(
        "-", "- "
    ).replace("/", "/ ").split() or any(len(word) > 11 for word in text.split())


def test_a_number_keeps_its_unit():
    for width in range(18, 60):
        for text, pair in (
            ("stay for 30 cm or so", "30 cm"),
            ("from 8 am on", "8 am"),
            ("call 01632 960 114 now", "01632 960 114"),
        ):
            found = lines(text, width)
            assert any(pair in line for line in found) or width < 28, (width, found)


def test_a_lone_short_word_takes_company():
    text = "Push your hips forward until you kneel tall."
    width = max(width for width in range(40, 120) if len(lines(text, width)) == 2)
    assert len(lines(text, width)[-1].split()) > 1


def test_a_last_line_is_as_many_millimetres_long_as_the_type_has_points():
    """One long word is company enough."""
    text = "Put your feet slightly back, a little way apart, and tighten everything."
    for width in range(50, 140):
        found = wrap(text, BODY, FACES, width)
        assert len(found) == 1 or found[-1].width >= 12
    last = [lines(text, width)[-1] for width in range(50, 140)]
    assert "everything." in last


def test_a_line_may_end_after_a_hyphen_between_two_words():
    text = "Stand with your feet shoulder-width apart"
    assert any(line == "Stand with your feet shoulder-" for width in range(40, 90) for line in lines(text, width))
    for whole in ("step-up", "sit-to-stand", "HW5Y-H6ZW-1290", "15-20", "a@north-gate.org", "a-bcd"):
        for width in range(40, 120):
            assert any(whole in line for line in lines(f"Say once more what is never cut in two: {whole}", width)), (
                whole
            )
    found = wrap(text, BODY, FACES, max(w for w in range(40, 90) if lines(text, w)[0].endswith("shoulder-")))
    assert [line.after for line in found] == ["", None], "nothing stands between the two in the text"


def test_line_breaks_of_a_note_are_kept():
    assert [line.strip() for line in lines("one\ntwo\n\nthree", 100)] == ["one", "two", "three"]


def test_a_very_long_word_is_cut_and_a_long_name_breaks_at_its_hyphen():
    assert "".join(lines("x" * 300, 30)).replace(" ", "") == "x" * 300
    assert lines("Featherstonehaugh-Oyelaran", 40)[0].rstrip() == "Featherstonehaugh-"


def test_short_strong_runs_stay_whole():
    runs = (Run("Call us Monday to Friday, 8 am to 6 pm. "), Run("Emergency: call 999.", strong=True))
    for width in range(45, 120, 3):
        found = ["".join(piece[0] for piece in line.pieces) for line in wrap(runs, BODY, FACES, width)]
        assert any("Emergency: call 999." in line for line in found)
