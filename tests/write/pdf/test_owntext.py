"""A patient's own texts, straight to operators, are what drawing their blocks gives; and lines break the same way."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handouts.orders.decided import Followed
from handouts.orders.order import Order
from handouts.plan.handout import Handout, Run
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet import text as breaking
from handouts.sheet.compose import compose
from handouts.sheet.own import own_blocks
from handouts.sheet.text import Style, wrap
from handouts.write.pdf.faces import type_faces
from handouts.write.pdf.fonts import DocumentFonts
from handouts.write.pdf.ink import OWN, draw
from handouts.write.pdf.owntext import own_code
from tests.conftest import LAYOUTS

FACES = type_faces()
LETTERS = "abc ZÉőłệ.,-/()&%\\0123456789 –’“אבجع"
WORDS = st.sampled_from(
    [
        "30",
        "cm",
        "8",
        "am",
        "sets",
        "José",
        "שלום",
        "محمد",
        "Nguyễn",
        "Őry",
        "physiotherapist",
        "well-being",
        "x" * 60,
        "a/b/c" * 6,
        "shoulder-width",
        "hip-width.",
        "anti-inflammatory",
        "sit-to-stand",
        "step-up",
    ]
) | st.text(LETTERS.replace(" ", ""), min_size=1, max_size=24)
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", " ", " ", "  ", "\n", ""]))).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)
RUNS = st.lists(st.builds(Run, TEXTS, st.booleans(), st.booleans()), max_size=4).map(tuple)
NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")


@given(RUNS, st.sampled_from([12.0, 40.0, 90.0, 147.0]), st.booleans())
def test_ordinary_texts_are_broken_as_all_others_are(runs: tuple[Run, ...], width: float, strong: bool):
    style = Style(12, 14, strong=strong)
    found = breaking._wrap_plain(runs, style, FACES, width)  # the quick way, held to the other
    assert found is None or found == breaking._wrap_any(runs, style, FACES, width)  # as above


@given(RUNS, st.sampled_from([12.0, 40.0, 90.0, 147.0]), st.booleans())
@example((Run("000000ệ" + "a/b/c" * 6),), 110.0, False)  # one face has all of it, another most of its parts
@example((Run("x" * 60 + "0ệ"),), 147.0, False)
@example((Run("shoulder-ệệệ shoulder-ệệệ"),), 40.0, True)
@example((Run("shoulder-"), Run("ệệệ")), 12.0, False)
@example((Run("well-being anti-inflammatory ב 0012.א/ệ 001112.ệ "),), 46.0, False)  # where “/” stands, tells its face
def test_no_line_is_drawn_wider_than_its_room(runs: tuple[Run, ...], width: float, strong: bool):
    style = Style(12, 14, strong=strong)
    for line in wrap(runs, style, FACES, width):
        *before, last = line.pieces
        shown = [*before, (last[0].rstrip(), *last[1:])]
        assert sum(style.width(text, FACES, bold or strong) for text, bold, _ in shown) <= width + 1e-5


@given(st.lists(st.sampled_from(["stand", "tall", "José", "12", "minutes", "left)"]), min_size=1, max_size=40))
def test_ordinary_texts_take_the_quick_way(words: list[str]):
    runs = (Run(" ".join(words)),)
    style = Style(12, 14)
    assert breaking._wrap_plain(runs, style, FACES, 90.0) == wrap(runs, style, FACES, 90.0)  # as above


def about(code: str) -> tuple[str, list[str], list[float]]:
    """Operators, what they show, and their numbers, of which places may differ by a hundredth of a point."""
    plain = re.sub("<[0-9a-f]*>", "<>", code.rstrip("\n"))
    return NUMBERS.sub("#", plain), re.findall("<[0-9a-f]*>", code), [float(one) for one in NUMBERS.findall(plain)]


def slowly(press: Press, handout: Handout, tagged: bool) -> list[tuple[str, str]]:
    """Each part of a handout's own, drawn with its block: the part's kind, and the code in its frame's gap."""
    look = press._look(handout)  # there is no other way to a look
    own = own_blocks(handout, look)
    found = []
    for page in compose(handout, look, own).pages:
        for placed in page.blocks:
            if placed.slot:
                fonts = DocumentFonts(press._ink().core, "H")  # as above
                drawn = draw(placed.block, press._ink().colours, FACES, fonts, tagged=tagged)
                before, after = drawn.frame.split(OWN)
                assert drawn.code.startswith(before)
                assert drawn.code.endswith(after)
                quick = own_code(own.said(placed.slot.part), press._ink(), DocumentFonts(press._ink().core, "H"))
                found.append((drawn.code[len(before) : len(drawn.code) - len(after)], quick))
    return found


@pytest.mark.parametrize("layout", LAYOUTS)
@given(
    name=st.text(LETTERS, min_size=1, max_size=60).filter(str.strip),
    note=TEXTS.map(lambda text: text[:300]),
    tagged=st.booleans(),
    direction=st.sampled_from(["ltr", "rtl"]),
)
@example("0", "30\n30\n30\n30\nNguyễn\n30 30 30 30 30 Őry a/b/ca/b/ca/b/ca/b/ca/b/ca/b/c", True, "ltr")  # tall capitals
def test_own_texts_are_what_drawing_their_blocks_gives(
    planner: Planner,
    press: Press,
    make_order: Callable[..., Order],
    layout: str,
    name: str,
    note: str,
    tagged: bool,
    direction: Literal["ltr", "rtl"],
):
    reason = " ".join(note.split())[:160]
    order = make_order(patient=name.strip() or "x", note=note.strip(), layout=layout, visit=None)
    order = replace(order, followed=Followed("back", 2), reason=reason)
    handout = replace(planner.plan(order)[0], direction=direction)
    parts = slowly(press, handout, tagged)
    assert len(parts) >= 3
    for slow, quick in parts:
        (one, shown, places), (other, too, elsewhere) = about(slow), about(quick)
        assert (one, shown) == (other, too)
        assert places == pytest.approx(elsewhere, abs=0.011)


def test_letters_beyond_the_core_are_shown_in_fonts_of_their_own(
    planner: Planner, press: Press, make_order: Callable[..., Order]
):
    """The comparison above sees codes: another letter gives others."""
    vietnamese, other = (planner.plan(make_order(patient=f"Nguyễn {name}"))[0] for name in ("Őry", "Óry"))
    slow, quick = slowly(press, vietnamese, tagged=True)[0]
    assert about(slow)[:2] == about(quick)[:2]
    assert len(set(re.findall(r"/[FGH]\d", quick))) > 1
    assert about(slowly(press, other, tagged=True)[0][1])[1] != about(quick)[1]
