"""The block of outcome measures: one row of boxes a measure, clear of all else, on one page, in every layout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from handouts.base.outcomes import ANSWERS, MeasureKind
from handouts.base.twofold import first_of
from handouts.library.load import Library, load_library
from handouts.orders.order import Order
from handouts.plan.handout import Handout, MeasureBlock
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.blocks import BOX, BOX_CLEAR, Blank, Box, Mark, Sheet
from handouts.sheet.boxnames import ActivityName, MeasureName
from handouts.sheet.painted import inks_of
from handouts.write.text import as_text
from tests.conftest import LAYOUTS

ALL: tuple[MeasureKind, ...] = ("pain", "function", "change")
LONG = "Carry my shopping bags up to the second floor without any help from my neighbour"
Marks = list[tuple[int, float, Mark]]


@pytest.fixture(scope="module")
def plain() -> Library:
    return load_library().checked()


@pytest.fixture(scope="module")
def made(plain: Library) -> Callable[[Order], tuple[Handout, Sheet]]:
    planner, press = Planner(plain), Press(plain)

    def make(order: Order) -> tuple[Handout, Sheet]:
        handout, _ = planner.plan(order)
        return handout, press.sheet(handout)

    return make


def fields_of(sheet: Sheet) -> Marks:
    """Each box and place to write of the measures: its page, its y on it, and itself."""
    return [
        (page.number, placed.y + mark.y, mark)
        for page in sheet.pages
        for placed in page.blocks
        for mark in placed.block.flat()
        if isinstance(mark, Box | Blank) and (MeasureName.parse(mark.name) or ActivityName.parse(mark.name))
    ]


def rows_of(fields: Marks) -> dict[tuple[str, int], Marks]:
    rows: dict[tuple[str, int], Marks] = {}
    for one in fields:
        if isinstance(one[2], Box):
            name = MeasureName.parse(one[2].name)
            assert name
            rows.setdefault((name.kind, name.number), []).append(one)
    return rows


def check(sheet: Sheet, activities: int) -> None:
    """The rules of the block, whatever language and layout."""
    fields = fields_of(sheet)
    names = [mark.name for _, _, mark in fields if isinstance(mark, Box)]
    numbers = {"pain": (1,), "function": range(1, activities + 1), "change": (1,)}
    wanted = [
        MeasureName(kind, answer, nth).name() for kind in ALL for nth in numbers[kind] for answer in ANSWERS[kind]
    ]
    assert names == wanted, "each answer once, in the order of the sheet"
    assert len({page for page, _, _ in fields}) == 1, "never split"
    for boxes in rows_of(fields).values():
        assert len({round(y, 6) for _, y, _ in boxes}) == 1
        steps = {round(abs(two.x - one.x), 6) for (_, _, one), (_, _, two) in pairwise(boxes)}  # type: ignore[union-attr]  # boxes
        assert len(steps) == 1
        assert steps.pop() >= BOX + BOX_CLEAR
        way = {two.x > one.x for (_, _, one), (_, _, two) in pairwise(boxes)}  # type: ignore[union-attr]  # boxes
        assert way == {not sheet.rtl}, "the least stands where reading begins"


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_and_paper_has_it(
    made: Callable[[Order], tuple[Handout, Sheet]], make_order: Callable[..., Order], layout: str, paper: str
):
    asked = {"measures": ALL, "layout": layout, "paper": paper, "week": 2, "items": ("knee-strength",)}
    _, sheet = made(make_order(**asked))
    check(sheet, 3)
    lines = [mark for _, _, mark in fields_of(sheet) if isinstance(mark, Blank)]
    assert [line.name for line in lines] == ["m_activity1", "m_activity2", "m_activity3"]
    assert all(line.most == 80 and line.label == f"Activity {nth}" for nth, line in enumerate(lines, 1))
    _, sheet = made(make_order(**asked, activities=("Climb the stairs", LONG, "爬樓梯")))
    check(sheet, 3)
    assert not [mark for _, _, mark in fields_of(sheet) if isinstance(mark, Blank)]


def test_every_language_has_it(
    made: Callable[[Order], tuple[Handout, Sheet]], make_order: Callable[..., Order], plain: Library
):
    for language in plain.words:
        _, sheet = made(
            make_order(language=language, measures=ALL, activities=(LONG,), items=("sit-to-stand",), week=3)
        )
        check(sheet, 1)


@pytest.mark.parametrize(("language", "second"), [("pl", "ta"), ("ar", "de"), ("zh-Hans", "en"), ("en", "ar:copy")])
def test_a_second_language_takes_no_box_away(
    made: Callable[[Order], tuple[Handout, Sheet]], make_order: Callable[..., Order], language: str, second: str
):
    handout, sheet = made(make_order(language=language, second=second, measures=ALL, items=("sit-to-stand",)))
    check(sheet, 3)
    assert handout.measures
    text = as_text(sheet)
    if ":" in second:  # a copy is asked the same, with nothing to tick
        assert handout.copy
        assert handout.copy.measures
        assert handout.copy.measures.head in text
    else:
        asked = first_of(handout.measures.rows[0].text)[:4]
        assert " / " in next(line for line in text.splitlines() if asked in line)


def test_nothing_but_a_box_s_own_figure_stands_near_it(
    made: Callable[[Order], tuple[Handout, Sheet]], make_order: Callable[..., Order], press: Press
):
    """Nearer than the reader of scans can stand; what breaks this anywhere is refused when the sheet is composed."""
    _, sheet = made(make_order(measures=ALL, layout="log", items=("sit-to-stand",)))
    block = next(
        placed.block
        for page in sheet.pages
        for placed in page.blocks
        if any(isinstance(mark, Box) and mark.name == "m_pain_0" for mark in placed.block.flat())
    )
    inks = inks_of(block, press.faces)
    for box in (one for one in inks if one.kind == "box"):
        for other in inks:
            across = max(box.left - other.right, other.left - box.right)
            down = max(box.top - other.bottom, other.top - box.bottom)
            assert other is box or max(across, down) >= BOX_CLEAR - 0.06, (box.mark, other.mark)


def test_it_stands_after_the_drills_and_after_the_pain_of_each_session(
    made: Callable[[Order], tuple[Handout, Sheet]], make_order: Callable[..., Order]
):
    handout, sheet = made(make_order(measures=("pain",), week=2))
    text = as_text(sheet)
    heads = [handout.cards[-1].name, handout.labels.pain, "How are you?", handout.labels.move_on]
    places = [text.index(f"\n{head}") if head != heads[0] else text.index(head) for head in heads]
    assert places == sorted(places)


def test_a_block_taller_than_a_page_is_parted_between_its_measures(
    plain: Library, made: Callable[[Order], tuple[Handout, Sheet]], make_order: Callable[..., Order]
):
    handout, _ = made(make_order(measures=ALL, activities=("Climb the stairs",), layout="large-print"))
    assert handout.measures

    def long(block: MeasureBlock) -> MeasureBlock:
        words = "Please think of the worst hour of the whole of this week, by day or by night. " * 4
        return replace(block, rows=tuple(replace(row, text=f"{row.text} {words}") for row in block.rows))

    sheet = Press(plain).sheet(replace(handout, measures=long(handout.measures)))
    rows = rows_of(fields_of(sheet))
    assert [kind for kind, _ in rows] == list(ALL)
    assert all(len({page for page, _, _ in boxes}) == 1 for boxes in rows.values())
    assert len({boxes[0][0] for boxes in rows.values()}) > 1
    assert as_text(sheet).count("How are you?\n") == 1


def test_it_is_shown_and_heard(made: Callable[[Order], tuple[Handout, Sheet]], make_order: Callable[..., Order]):
    _, sheet = made(
        make_order(measures=("change", "pain", "function"), items=("sit-to-stand",), activities=("Lift a pan",))
    )
    shown, heard = as_text(sheet), as_text(sheet, aloud=True)
    assert "How bad is your pain now? 0 no pain [ ]   1 [ ]" in shown
    assert "   9 [ ]   10 worst pain you can think of [ ]\n" in shown
    assert "Lift a pan: 0 cannot do it [ ]" in shown
    assert "a little worse [ ]   no change [ ]   a little better [ ]" in shown
    assert "      Pain now, 7 of 10\n" in heard
    assert "      Pain now, 10 of 10, worst pain you can think of\n" in heard
    assert "      Lift a pan, 4 of 10\n" in heard
    assert "      Since the start: much better\n" in heard
