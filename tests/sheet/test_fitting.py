"""Words of any length fit their places: those of the library in every language, and longer ones than any language has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from handouts.library.load import Library, load_library
from handouts.orders.order import Order
from handouts.plan.handout import Handout, Run
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.blocks import MM, Block, Group, Mark, Rect, Sheet, Text
from handouts.sheet.compose import compose
from handouts.sheet.foot import footer
from handouts.sheet.grid import DayColumn, columns, day_styles, rest_x
from handouts.sheet.look import Look
from handouts.sheet.signs import pill_beside, pill_width
from tests.conftest import LAYOUTS

MakeOrder = Callable[..., Order]
LANGUAGES = sorted(language for language in load_library().words if language != "en")
PROGRAMS = sorted(program for program, language in load_library().programs if language == "en")
LONG_STOP = "Pain that is sharp, or that spreads down an arm or a leg while you exercise? Stop, and call 01632 960 114."


@pytest.fixture
def handout(planner: Planner, make_order: MakeOrder) -> Callable[..., Handout]:
    return lambda **changes: planner.plan(make_order(**{"items": ("low-back",), **changes}))[0]


def sheet_of(press: Press, handout: Handout) -> Sheet:
    """The sheet; refused where anything collides."""
    return compose(handout, press._look(handout))


def texts(sheet: Sheet, part: str = "") -> list[Text]:
    placed = [one for page in sheet.pages for one in page.blocks if one.part == part or not part]
    return [mark for one in placed for mark in one.block.flat() if isinstance(mark, Text)]


def groups(block: Block, tag: str) -> list[Group]:
    def found(items: tuple[Mark, ...]) -> list[Group]:
        inner = [one for one in items if isinstance(one, Group)]
        return [one for group in inner for one in ([group] if group.tag == tag else found(group.items))]

    return [one for placed in block.inner for one in groups(placed.block, tag)] + found(block.items)


# In every language


@pytest.fixture(scope="module")
def clinics(library: Library) -> list[tuple[Planner, Press]]:
    """A clinic as it is shipped, one that says all of itself at length, and one without even a phone."""
    long = replace(
        library.clinic,
        name="Harbour Street Physiotherapy and Sports Injury Rehabilitation",
        phone="+65 6100 0142 ext. 2045",
        email="appointments@harbourstreetphysiotherapy.example",
        address="22 Harbour Street, Level 3, Unit 03-114, Singapore 099411",
        hours="Mon to Fri 8:30–18:00, Sat 9:00–13:00",
        emergency="995",
    )
    bare = replace(library.clinic, logo=None, phone="", email="", tagline="")
    shelves = [library, replace(library, clinic=long), replace(library, clinic=bare)]
    return [(Planner(one), Press(one, mono=one is shelves[1])) for one in shelves]


@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_fits_every_layout(
    clinics: list[tuple[Planner, Press]], make_order: MakeOrder, language: str, layout: str
):
    """Each with a program of its own, in its first week and its last."""
    nth = LANGUAGES.index(language) * len(LAYOUTS) + LAYOUTS.index(layout)
    program = PROGRAMS[nth % len(PROGRAMS)]
    weeks = len(clinics[0][0].library.programs[program, "en"].weeks)
    for at, week in enumerate((1, weeks)):
        planner, press = clinics[(nth + at) % len(clinics)]
        order = make_order(
            items=(program,),
            language=language,
            layout=layout,
            week=week,
            paper=("a4", "letter")[(nth + at) % 2],
            times=(("day",), ("morning", "evening"))[(nth // 2 + at) % 2],
        )
        assert press.sheet(planner.plan(order)[0]).pages


# Days


def shown(look: Look, handout: Handout) -> tuple[tuple[DayColumn, ...], set[str]]:
    return columns(look, handout.week), {day.key for day in handout.week if day.on}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "days", [("mon",), ("mon", "wed", "fri", "sun"), ("sun",), ("mon", "tue", "wed", "thu", "fri")]
)
def test_names_of_days_keep_apart(press: Press, handout: Callable[..., Handout], layout: str, days: tuple[str, ...]):
    plain = handout(layout=layout, days=days)
    week = tuple(replace(day, short="Wedn") for day in plain.week)
    one = replace(plain, week=week)
    look = press._look(one)
    found, active = shown(look, one)
    day, rest = day_styles(look, found, active)
    assert day.size >= 0.6 * look.style("rest_day").size
    ends = []
    for column in found:
        if column.day.key in active:
            wide = day.width(column.day.short, look.faces, True) + day.width(f" {column.day.number}", look.faces)
            ends.append((column.x, column.x + wide))
        else:
            wide = rest.width(column.day.short, look.faces)
            ends.append((rest_x(look, column, wide), rest_x(look, column, wide) + wide))
    assert all(start - end >= 0.99 for (_, end), (start, _) in pairwise(ends))
    assert ends[-1][1] <= look.frame.right + 0.05
    assert sheet_of(press, one).pages


@pytest.mark.parametrize("layout", LAYOUTS)
def test_short_names_of_days_keep_their_size(press: Press, handout: Callable[..., Handout], layout: str):
    one = handout(layout=layout, days=("mon", "wed"))
    look = press._look(one)
    day, rest = day_styles(look, *shown(look, one))
    assert (day, rest) == (look.style("day"), look.style("rest_day", "mute"))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_letters_that_reach_down_keep_off_the_line_under_the_days(
    press: Press, handout: Callable[..., Handout], layout: str
):
    plain = handout(layout=layout, days=("mon",))
    week = tuple(replace(day, short="pjy") for day in plain.week)
    assert sheet_of(press, replace(plain, week=week)).pages


# The foot


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("stop", ["Pain?", LONG_STOP, f"{LONG_STOP} {LONG_STOP}"])
def test_a_long_stop_line_fits_the_foot(press: Press, handout: Callable[..., Handout], layout: str, stop: str):
    one = handout(layout=layout)
    one = replace(one, stop=replace(one.stop, short=stop))
    said = " ".join(mark.text for mark in texts(sheet_of(press, one), "footer"))
    assert stop.rsplit(maxsplit=1)[-1] in said


def test_page_date_and_id_are_of_one_size_where_they_are_far_too_wide(press: Press, handout: Callable[..., Handout]):
    plain = handout(layout="large-print")
    long = replace(plain, issued="Given to the patient on Friday, the 20th of November, in the year 2026")
    for one, even in ((plain, True), (long, True)):
        sheet = sheet_of(press, one)
        said = [placed for placed in sheet.pages[0].blocks if placed.part == "footer"]
        page, code = [placed for placed in said if any(isinstance(mark, Text) for mark in placed.block.flat())]
        last = [mark for mark in page.block.flat() if isinstance(mark, Text)][-1].size
        (id_size,) = [mark.size for mark in code.block.flat() if isinstance(mark, Text)]
        assert (abs(last - id_size) < 0.2 * id_size) is even
        if one is long:
            assert last == id_size < press._look(one).style("footer").size


def test_every_page_has_small_print_of_one_size(press: Press, handout: Callable[..., Handout]):
    one = replace(handout(layout="large-print"), issued="On Friday, the 20th of November, in the year 2026, by us")
    look = press._look(one)
    blocks = [footer(one, look, number, 120)[0] for number in (1, 119)]
    assert len({[mark for mark in block.flat() if isinstance(mark, Text)][-1].size for block in blocks}) == 1


# Holds


@pytest.mark.parametrize("text", ["2 விநாடிகள் அப்படியே இருங்கள்", "3 सेकंड रोककर रखें", "Hold for 5 seconds", "保持2秒"])
def test_a_hold_at_the_end_of_a_line_is_one_line(press: Press, handout: Callable[..., Handout], text: str):
    from handouts.sheet.blocks import Pad

    look = press._look(handout())
    pad, style = Pad(), look.style("body")
    pill_beside(pad, look, 50.0, 10.0, text, style)
    fill, *words = pad.block().items
    assert isinstance(fill, Rect)
    assert [word.text for word in words if isinstance(word, Text)] == [text]
    assert fill.w <= pill_width(look, text, style)


# Stop rules and labels


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("phone", ["", "01632 960 114"])
def test_a_long_head_of_the_stop_rules_is_not_printed_over(
    library: Library, make_order: MakeOrder, layout: str, phone: str
):
    bare = replace(library, clinic=replace(library.clinic, phone=phone))
    press = Press(bare)
    one = Planner(bare).plan(make_order(items=("low-back",), layout=layout))[0]
    for head in ("Stop exercising at once, and telephone all of us, if", "Stop, and telephone our clinic’s team, if"):
        stop = replace(one.stop, head=head, rules=("Über Nacht it hurts", "it is Ärger", "Áé"))
        assert sheet_of(press, replace(one, stop=stop)).pages


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_reason_may_begin_with_an_accent(press: Press, handout: Callable[..., Handout], layout: str):
    plain = handout(layout=layout)
    cards = tuple(
        replace(card, name=f"{card.name}, gently (gym)", why="Étire ça.", digest=f"{card.digest}-long")
        for card in plain.cards
    )
    assert sheet_of(press, replace(plain, cards=cards)).pages


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_long_word_in_a_label_is_set_smaller_and_whole(press: Press, handout: Callable[..., Handout], layout: str):
    plain = handout(layout=layout)
    labels = replace(plain.labels, stop="Unterbrechen", do_this="Wiederholung heute", when="Wochentag")
    sheet = sheet_of(press, replace(plain, labels=labels))
    said = [mark.text.strip() for mark in texts(sheet)]
    label = [one for page in sheet.pages for placed in page.blocks for one in groups(placed.block, "Label")]
    words = ["".join(mark.text for mark in one.items if isinstance(mark, Text)) for one in label]
    assert not {"Unterbreche", "Wiederholun"}.intersection(said)
    if any(word.startswith("Wiederholung") for word in words):
        assert "Wiederholung heute" in words, "no line of it is left out"


def test_a_caption_and_its_hold_stand_apart_where_sentences_do_not(press: Press, make_order: MakeOrder):
    one = Planner(press.library).plan(make_order(items=("low-back",), language="zh-Hans"))[0]
    held = [picture for card in one.cards for picture in card.pictures if picture.hold]
    assert held
    said = texts(sheet_of(press, one))
    for before, after in pairwise(said):
        if after.text == held[0].hold and before.text.startswith(held[0].caption) and before.y == after.y:
            width = press._look(one).faces.width(held[0].caption, False) * before.size / MM
            assert after.x - before.x - width > 0.5
            return
    pytest.fail("the caption was not found")


# The title


def test_a_name_stands_beside_a_title_of_two_lines_and_over_one_of_three(press: Press, handout: Callable[..., Handout]):
    plain = handout(layout="compact", patient="Jo")

    def beside(title: str) -> bool:
        one = replace(plain, title=title, patient_line=(Run("For "), Run("Jo", strong=True)))
        found = texts(sheet_of(press, one))
        name = next(mark for mark in found if mark.text.strip() == "Jo")
        return (
            name.y
            > next(
                mark
                for mark in found
                if mark.text.strip() == title.split(maxsplit=1)[0] or mark.text.startswith(title.split(maxsplit=1)[0])
            ).y
            - 3
        )

    assert beside("Low back care")
    assert beside("Low back care for people who")
    assert not beside("Low back care for people who sit at their desks for very many hours of the day and of the night")


# Right to left


def test_a_row_s_name_over_its_boxes_may_lie_across_rest_days(make_order: MakeOrder, press: Press):
    """In stretches, too, where it holds a number between words that run from right to left."""
    planner = Planner(press.library)
    order = make_order(items=("golfers-elbow",), language="he", layout="large-print", week=6)
    one = planner.plan(order)[0]
    rows = [row for card in one.cards for row in card.rows]
    assert any(any(char.isdigit() for char in row.line) for row in rows)
    assert sheet_of(press, one).pages
