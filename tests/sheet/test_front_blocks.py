"""The blocks round the drills: stop rules, the head and foot of a page, rows for pain, the program at a glance, notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.library.assets import Asset
from handouts.library.load import Library
from handouts.library.words import Words
from handouts.orders.order import Order
from handouts.plan.front import speaks_of_pain
from handouts.plan.handout import Handout
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet import front
from handouts.sheet.blocks import MM, Blank, Block, Box, Group, Image, Mark, Rect, Sheet, Text
from handouts.sheet.boxnames import PainName, PhoneName, parse_name
from handouts.sheet.glance import glance_choices
from handouts.sheet.look import Look
from handouts.sheet.masthead import masthead, title_top
from handouts.sheet.pain import pain_choices
from handouts.sheet.stop import stop_choices
from tests.conftest import LAYOUTS

Make = Callable[..., Order]
LONG = st.text("abcdefghij klmno-", min_size=1, max_size=80).map(str.strip).filter(bool)


def words_of(marks: Iterable[Mark]) -> str:
    """All text, without spaces."""
    return "".join("".join(mark.text.split()) for mark in marks if isinstance(mark, Text))


def every(sheet: Sheet) -> Iterator[Mark]:
    return (mark for page in sheet.pages for placed in page.blocks for mark in placed.block.flat())


def groups(marks: Iterable[Mark]) -> Iterator[Group]:
    for mark in marks:
        if isinstance(mark, Group):
            yield mark
            yield from groups(mark.items)


def of_clinic(library: Library, **changes: Any) -> Library:
    return replace(library, clinic=replace(library.clinic, **changes))


def planned(library: Library, make_order: Make, **changes: Any) -> tuple[Handout, Look, Press]:
    press, handout = Press(library), Planner(library).plan(make_order(**changes))[0]
    return handout, press._look(handout), press  # there is no other way to a look


def assert_inside(block: Block, look: Look) -> None:
    for mark in block.flat():
        if isinstance(mark, Text):
            end = mark.x + look.faces.width(mark.text.rstrip(), mark.strong) * mark.size / MM
            assert look.frame.left - 0.1 <= mark.x
            assert end <= look.frame.right + 0.1, mark.text
            assert 0 <= mark.y <= block.height + 0.1, mark.text
        elif isinstance(mark, Rect | Image | Blank):
            assert look.frame.left - 0.1 <= mark.x
            assert mark.x + mark.w <= look.frame.right + 0.1


def assert_front(found: Iterable[Any]) -> None:
    """The best looking comes first and is the tallest: none is beaten in both."""
    choices = list(found)
    assert choices
    assert [one.height for one in choices] == [one.block.height for one in choices]
    for before, after in pairwise(choices):
        assert before.height > after.height
        assert before.badness < after.badness


# --- stop rules ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_form_of_the_stop_rules_says_all_of_them(library: Library, make_order: Make, layout: str):
    for program in {name for name, _ in library.programs}:
        handout, look, _ = planned(library, make_order, items=(program,), layout=layout)
        found = stop_choices(handout, look)
        assert_front(found)
        assert len(found) >= 2
        for one in found:
            said = words_of(one.block.flat())
            assert_inside(one.block, look)
            assert words_of([Text(0, 0, handout.stop.head, 9)]) in said
            for text in (*handout.stop.rules, library.clinic.phone or "", library.clinic.hours or "", "call 999"):
                assert "".join(text.split()) in said, (text, said)


@given(rules=st.lists(LONG, min_size=1, max_size=12), phone=st.booleans(), urgent=st.booleans())
def test_any_stop_rules_have_forms(library: Library, make_order: Make, rules: list[str], phone: bool, urgent: bool):
    changes: dict[str, Any] = {} if phone else {"phone": None, "hours": None}
    bare = of_clinic(library, emergency="999" if urgent else None, **changes)
    handout, look, _ = planned(bare, make_order)
    handout = replace(handout, stop=replace(handout.stop, rules=tuple(rules)))
    found = [one for one in stop_choices(handout, look) if one.badness < 1]  # the row has words of its own
    assert_front(found)
    for one in found:
        assert_inside(one.block, look)
        said = words_of(one.block.flat())
        assert all("".join(rule.split()) in said for rule in rules)
        assert ("999." in said) == urgent
        assert sum(isinstance(mark, Blank) for mark in one.block.flat()) == (not phone)


def test_two_columns_or_a_column_beside_save_room(library: Library, make_order: Make):
    handout, look, _ = planned(library, make_order)
    column, *others = stop_choices(handout, look)
    assert min(one.height for one in others if one.badness < 1) < column.height - 5


@pytest.mark.parametrize("layout", LAYOUTS)
def test_without_a_phone_number_there_is_a_line_to_write_it_on(library: Library, make_order: Make, layout: str):
    handout, _, press = planned(of_clinic(library, phone=None), make_order, layout=layout)
    (place,) = [
        mark for mark in every(press.sheet(handout)) if isinstance(mark, Blank) and mark.name == PhoneName().name()
    ]
    assert place.w >= 30
    assert place.h >= 7
    assert place.label == "phone number of your clinic"
    assert parse_name(place.name) == PhoneName()
    handout, _, press = planned(library, make_order, layout=layout)
    assert not any(isinstance(mark, Blank) and mark.name == "phone" for mark in every(press.sheet(handout)))


def test_the_place_for_the_number_keeps_off_the_words(library: Library, make_order: Make):
    handout, look, _ = planned(of_clinic(library, phone=None), make_order)
    for one in stop_choices(handout, look):
        (place,) = [mark for mark in one.block.flat() if isinstance(mark, Blank)]
        for mark in one.block.flat():
            if isinstance(mark, Text):
                end = mark.x + look.faces.width(mark.text.rstrip(), mark.strong) * mark.size / MM
                over = mark.x < place.x + place.w and end > place.x
                assert not over or mark.y <= place.y + 0.5 or mark.y - 3 >= place.y + place.h


# --- head and foot -------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
@given(name=LONG, tagline=LONG, email=LONG, web=LONG, address=LONG, more=LONG)
def test_nothing_that_the_clinic_wrote_is_left_out(
    library: Library,
    make_order: Make,
    layout: str,
    name: str,
    tagline: str,
    email: str,
    web: str,
    address: str,
    more: str,
):
    address = f"{address}, {more}, {address[::-1]}, {more[::-1]}"[:300]
    wrote = {"name": name, "tagline": tagline, "email": email, "web": web, "address": address}
    handout, _, press = planned(of_clinic(library, **wrote), make_order, layout=layout)
    page, *_ = press.sheet(handout).pages
    said = words_of(mark for placed in page.blocks for mark in placed.block.flat())
    for text in wrote.values():
        assert "".join(text.split()) in said, text
    tops = [placed for placed in page.blocks if placed.part in ("header", "title")]
    head, *title = tops
    lowest = max(mark.y for mark in head.block.flat() if isinstance(mark, Text)) + head.y
    first = min(
        mark.y - mark.size / MM * 0.8 + placed.y
        for placed in title
        for mark in placed.block.flat()
        if isinstance(mark, Text)
    )
    assert first > lowest
    foot = max(
        mark.y
        for placed in page.blocks
        if placed.part == "footer"
        for mark in placed.block.flat()
        if isinstance(mark, Text)
    )
    assert foot <= 16.2


def test_the_title_begins_higher_under_a_low_head(library: Library, make_order: Make):
    low, look, _ = planned(of_clinic(library, tagline=None, email=None), make_order)
    tall, other, _ = planned(of_clinic(library, name="long " * 15), make_order)
    assert title_top(low, look) < -4
    assert title_top(tall, other) > title_top(low, look)


def test_a_wide_logo_takes_room_and_stands_for_the_name(library: Library, make_order: Make):
    handout, look, _ = planned(library, make_order)
    assert handout.header.logo
    wide = replace(handout.header.logo, width=500.0, height=80.0, digest="wide")

    def head(logo: Asset, *, named: bool | None) -> Block:
        return masthead(replace(handout, header=replace(handout.header, logo=logo, logo_named=named)), look)

    for named in (None, True):
        block = head(wide, named=named)
        (image,) = [mark for mark in block.flat() if isinstance(mark, Image)]
        assert 45 < image.w <= 60
        assert handout.header.name not in {mark.text for mark in block.flat() if isinstance(mark, Text)}
        assert [group.alt for group in groups(block.items) if group.tag == "Figure"] == [handout.header.name]
    for block in (head(wide, named=False), head(replace(wide, width=100.0), named=None)):
        assert handout.header.name in {mark.text for mark in block.flat() if isinstance(mark, Text)}
        assert not any(group.alt for group in groups(block.items))


# --- pain ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Pain is sharp", True),
        ("no drill brings on pain.", True),
        ("it hurts", True),
        ("your back aches", True),
        ("you reach the teacher's paintbrush", True),  # one row too many does no harm
        ("you feel dizzy", False),
        ("the sock is in reach", False),
    ],
)
def test_words_for_pain(library: Library, text: str, found: bool):
    words: Words = library.words["en"]
    assert speaks_of_pain((text,), words) == found


@pytest.mark.parametrize("layout", LAYOUTS)
def test_rows_for_pain_are_there_where_a_rule_speaks_of_it(library: Library, make_order: Make, layout: str):
    calm = of_clinic(library, stop=("you feel dizzy",))
    drill = ("glute-bridge",)  # no program, so nothing on moving on
    for shelf, expected in ((library, True), (calm, False)):
        handout, look, press = planned(shelf, make_order, items=drill, layout=layout)
        assert bool(handout.pain_rows) == expected
        assert bool(pain_choices(handout, look)) == expected
        names = {mark.name for mark in every(press.sheet(handout)) if isinstance(mark, Blank)}
        assert names.issuperset({"pain_mon_s1", "pain_wed_s1", "pain_fri_s1"}) == expected


def test_ids_stay_whether_or_not_pain_is_asked_for(library: Library, make_order: Make):
    """The words decide it, and they are in the id: what follows from them is not."""
    handout = planned(library, make_order)[0]
    from handouts.plan.common import digest_of

    assert digest_of(handout) == digest_of(replace(handout, speaks_of_pain=False))
    assert digest_of(handout) != digest_of(replace(handout, sessions=()))


@pytest.mark.parametrize("times", [(), ("morning", "evening")])
@pytest.mark.parametrize("days", [("mon", "wed", "fri"), ("mon", "tue", "wed", "thu", "fri", "sat", "sun")])
def test_both_forms_for_pain_have_a_place_for_each_session(
    library: Library, make_order: Make, times: Any, days: tuple[str, ...]
):
    for layout in LAYOUTS:
        handout, look, _ = planned(library, make_order, layout=layout, times=times, days=days)
        found = pain_choices(handout, look)
        assert_front(found)
        for one in found:
            assert_inside(one.block, look)
            places = {mark.name for mark in one.block.flat() if isinstance(mark, Blank)}
            rows = range(1, len(handout.pain_rows) + 1)
            assert places == {PainName(day, row).name() for day in days for row in rows}
            heads = [group.spoken for group in groups(one.block.items) if group.tag == "TH" and group.spoken]
            assert "Monday 23" in heads
            assert not any(isinstance(mark, Box) for mark in one.block.flat())


def test_the_low_form_for_pain_is_low(library: Library, make_order: Make):
    for layout in ("standard", "compact", "log"):
        handout, look, _ = planned(library, make_order, layout=layout)
        assert pain_choices(handout, look)[-1].height <= 20.05


# --- at a glance, notes, long rows ---------------------------------------------------------------------


@pytest.mark.parametrize("layout", ["cards", "large-print"])
def test_the_program_at_a_glance_names_every_drill(library: Library, make_order: Make, layout: str):
    for program in {name for name, _ in library.programs}:
        handout, look, _ = planned(library, make_order, items=(program,), layout=layout)
        found = glance_choices(handout, look)
        assert_front(found)
        for one in found:
            assert_inside(one.block, look)
            (items,) = [group.items for group in one.block.items if isinstance(group, Group) and group.tag == "OL"]
            said = [body.spoken for item in items for body in groups([item]) if body.tag == "LBody"]
            assert said == [f"{card.name}. {' '.join(card.dose)}" for card in handout.cards]
            pictures = [mark for mark in one.block.items if isinstance(mark, Image)]
            assert len(pictures) == len(handout.cards)
            assert all(mark.y >= 0 and mark.y + mark.h <= one.height for mark in pictures if mark.h <= 32)


def test_a_front_page_that_has_room_shows_the_program(library: Library, make_order: Make):
    handout, _, press = planned(library, make_order, items=("knee-strength",), layout="cards", note="", visit=None)
    names = [placed.block.name for placed in press.sheet(handout).pages[0].blocks]
    assert "Your drills" in names


@given(st.floats(10, 300))
def test_six_lines_for_notes_at_most(library: Library, make_order: Make, room: float):
    handout, look, _ = planned(library, make_order)
    block = front.notes(handout, look, room, 1)
    if block is None:
        assert room < 32
        return
    lines = [mark for mark in block.flat() if isinstance(mark, Rect)]
    assert 3 <= len(lines) <= 7  # one over the label
    assert block.height <= room


@given(st.integers(1, 200))
def test_no_part_of_a_long_row_is_a_line_alone(lines: int):
    chunks = front.row_chunks(lines)
    assert [at for chunk in chunks for at in range(lines)[chunk]] == list(range(lines))
    if len(chunks) > 1:
        assert all(2 <= chunk.stop - chunk.start <= 3 for chunk in chunks)
    assert len(chunks) > 1 or lines <= 6


def test_a_row_that_goes_on_says_so_at_the_top_of_a_page(library: Library, make_order: Make):
    note = " ".join(f"Sentence {number} of a long note on how to go about it." for number in range(60))
    handout, _, press = planned(library, make_order, note=note, layout="large-print")
    pages = press.sheet(handout).pages
    tops = [next(one for one in page.blocks if one.part not in ("header", "aside")) for page in pages]
    again = [one for one in tops if one.slot and one.slot.again]
    assert again
    for one in again:
        shown = {mark.text for mark in one.block.flat() if isinstance(mark, Text)}
        assert {"Note", "continued"} <= shown
        assert [group.tag for group in groups(one.block.items)] == ["Continued"]  # said aloud once, where it began


@pytest.mark.parametrize(("pain", "items", "expected"), [
    ("always", ("hip-hinge",), 1), ("room", ("hip-hinge",), 0), ("never", ("hip-hinge",), 0),
    ("always", ("lift-and-stretch",), 1), ("room", ("lift-and-stretch",), 1),
])  # fmt: skip
def test_a_layout_says_whether_pain_is_asked_for(
    library: Library, make_order: Make, pain: str, items: tuple[str, ...], expected: int
):
    """In the standard layout the last page of one program has none for the rows, and that of the other has."""
    usual = library.layouts["standard"]
    layout = replace(usual, drill=replace(usual.drill, pain=pain))
    handout, _, press = planned(
        replace(library, layouts={**library.layouts, "standard": layout}), make_order, items=items
    )
    found = [block.name for page in press.sheet(handout).pages for block in (placed.block for placed in page.blocks)]
    assert found.count(handout.labels.pain) == expected
