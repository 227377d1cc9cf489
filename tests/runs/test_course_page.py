"""The page of a course: all of it on one page, nothing on anything else, the same as PDF and as SVG, in tags and in ink."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from PIL import Image
from pypdf import PdfReader

from handouts.library.load import Library
from handouts.orders.decided import Decision
from handouts.plan.handout import Header
from handouts.returned.measured import Measured
from handouts.returned.tally import Share
from handouts.runs.course.model import Course, CourseProgram
from handouts.runs.course.page import course_sheet
from handouts.runs.course.printed import course_file, printable
from handouts.runs.course.wording import ENGLISH
from handouts.runs.press import Press
from handouts.sheet.blocks import Group, Mark, Rect, Sheet, Text
from handouts.sheet.clearance import collisions
from handouts.sheet.look import Look
from tests.conftest import pdf_text
from tests.courses import FIRST, SEEDS, a_course, a_gap, a_week, any_course, pain, usual_course

Papers = Callable[[str], Look]
"""A look by its paper; its repr is short."""
LONG = "Maximiliana Featherstonehaugh-Oyelaran Bhattacharyya de la Vega y Mendoza, geb. von und zu Hohenstein"
SIZES = (1, 2, 3, 4, 8, 12, 16, 17, 30, 52)


def many(number: int, **given: Any) -> Course:
    every = [
        a_gap(at) if at % 5 == 3 else a_week(at, min(18, 6 + at), pain=pain(FIRST, at % 8, at % 3))
        for at in range(1, number + 1)
    ]
    return a_course(*every, **given)


CASES = {
    **{f"{number} weeks": many(number) for number in SIZES},
    "usual": usual_course(),
    "a long name": many(6, patient=LONG),
    "Chinese": many(4, patient="陈美玲"),
    "Arabic": many(4, patient="عليّ بن أحمد الحسيني"),
    "all gaps": a_course(*(a_gap(at) for at in range(1, 7))),
    "no pain": a_course(*(a_week(at) for at in range(1, 6))),
    "many boxes": a_course(*(a_week(at, 1200, 1260) for at in range(1, 17))),
    "two programs": a_course(*(a_week(at, program="hip-hinge" if at < 5 else "low-back") for at in range(1, 9))),
    "thirty programs": a_course(*(a_week(at, program=f"p{at}") for at in range(1, 31))),
    "nothing": a_course(),
}


def looks(library: Library) -> dict[str, Look]:
    """How the page looks on either paper."""
    found: dict[str, Look] = {}
    for paper in ("a4", "letter"):
        press = Press(replace(library, clinic=replace(library.clinic, paper=paper)))  # type: ignore[arg-type]  # two papers
        press.record_page("x", FIRST, lambda look, paper=paper: _kept(found, paper, look), "svg", "x")  # type: ignore[misc]  # bound early
    return found


def _kept(found: dict[str, Look], paper: str, look: Look) -> Sheet:
    found[paper] = look
    return course_sheet(a_course(), look, ENGLISH, HEADER)


HEADER = Header("Harbour Street Physiotherapy", phone="01632 960 114", email="hello@harbourstreet.example")


@pytest.fixture(scope="module")
def papers(library: Library) -> Papers:
    found = looks(library)
    return lambda paper: found[paper]


def wrong(sheet: Sheet, look: Look) -> list[str]:
    """What stands on something else, or out of its place."""
    return [
        f"{one.gap:.2f} mm: {one.one.kind} {getattr(one.one.mark, 'text', '')!r} at {one.one.left:.0f}, "
        f"{one.one.top + one.down:.0f}, {one.other and one.other.kind} {getattr(one.other and one.other.mark, 'text', '')!r}"
        for one in collisions(sheet, look)
    ]


def marks(items: tuple[Mark, ...]) -> Iterator[Mark]:
    for mark in items:
        yield mark
        if isinstance(mark, Group):
            yield from marks(mark.items)


def texts(sheet: Sheet) -> list[str]:
    return [
        mark.text.strip()
        for placed in sheet.pages[0].blocks
        for mark in marks(placed.block.items)
        if isinstance(mark, Text)
    ]


def groups(sheet: Sheet, tag: str) -> list[Group]:
    every = (mark for placed in sheet.pages[0].blocks for mark in marks(placed.block.items))
    return [mark for mark in every if isinstance(mark, Group) and mark.tag == tag]


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("name", CASES)
def test_nothing_touches_anything_and_all_is_on_one_page(papers: Papers, name: str, paper: str):
    sheet = course_sheet(CASES[name], papers(paper), ENGLISH, HEADER)
    assert len(sheet.pages) == 1
    assert wrong(sheet, papers(paper)) == []


def test_the_guard_sees_what_stands_on_something_else(papers: Papers):
    look = papers("a4")
    sheet = course_sheet(usual_course(), look, ENGLISH, HEADER)
    (page,) = sheet.pages
    lower = [replace(one, y=one.y + (3.0 if at == 2 else 0.0)) for at, one in enumerate(page.blocks)]
    assert wrong(replace(sheet, pages=(replace(page, blocks=tuple(lower)),)), look)


def test_each_bar_has_its_count_and_a_gap_has_words_and_no_bar(papers: Papers):
    sheet = course_sheet(usual_course(), papers("a4"), ENGLISH, HEADER)
    figure = groups(sheet, "Figure")[0]
    said = [mark.text for mark in figure.items if isinstance(mark, Text)]
    assert {"9 of 18", "14 of 18", "15 of 18", "3–7", "2–5"} <= set(said)
    assert [said.count(word) for word in ("nothing", "came", "back")] == [1, 1, 2]  # and one is the decision
    frames = [mark for mark in figure.items if isinstance(mark, Rect) and mark.role == "mute" and mark.h > 5]
    assert len(frames) == 3
    words = next(mark for mark in figure.items if isinstance(mark, Text) and mark.text == "nothing")
    assert not [frame for frame in frames if frame.x - 1 < words.x < frame.x + frame.w + 1]


def test_a_bar_is_as_high_as_what_was_done(papers: Papers):
    sheet = course_sheet(a_course(a_week(1, 9), a_week(2, 18), a_week(3, 0)), papers("a4"), ENGLISH, HEADER)
    rects = [mark for mark in groups(sheet, "Figure")[0].items if isinstance(mark, Rect)]
    frame, *_ = (one for one in rects if one.role == "mute" and one.h > 5)
    bars = [one for one in rects if one.role == "primary"]
    assert [round(bar.h / frame.h, 2) for bar in bars] == [0.5, 1.0, 0.0]


def test_what_may_be_more_is_striped_and_said_to_be(papers: Papers):
    sheet = course_sheet(a_course(a_week(1, missing_pages=1)), papers("a4"), ENGLISH, HEADER)
    bars = [mark for mark in groups(sheet, "Figure")[0].items if isinstance(mark, Rect) and mark.role == "primary"]
    assert len(bars) > 3
    assert any("Striped" in text for text in texts(sheet))
    plain = course_sheet(a_course(a_week(1)), papers("a4"), ENGLISH, HEADER)
    assert not any("Striped" in text for text in texts(plain))


def test_pain_stands_on_its_own_scale_of_ten(papers: Papers):
    every = a_course(a_week(1, pain=pain(FIRST, 0, 10)), a_week(2, pain=pain(FIRST, 5)), a_week(3))
    figure = groups(course_sheet(every, papers("a4"), ENGLISH, HEADER), "Figure")[0]
    lines = sorted(mark.y for mark in figure.items if isinstance(mark, Rect) and mark.h < 0.3)[:3]
    whole, half = [mark for mark in figure.items if isinstance(mark, Rect) and mark.role == "ink"]
    assert [round(whole.y, 1), round(whole.y + whole.h, 1)] == [round(lines[0] + 0.1, 1), round(lines[2] + 0.1, 1)]
    assert round(half.y + half.h / 2, 1) == round(lines[1] + 0.1, 1)


def test_the_picture_says_in_words_how_it_moved(papers: Papers):
    figure = groups(course_sheet(usual_course(), papers("a4"), ENGLISH, HEADER), "Figure")[0]
    assert "Done rose from 50 %" in figure.alt
    assert "Nothing came back: week 3." in figure.alt


def test_body_text_is_twelve_points_and_none_is_below_nine_and_a_half(papers: Papers):
    sheet = course_sheet(CASES["52 weeks"], papers("letter"), ENGLISH, HEADER)
    every = [mark for one in sheet.pages[0].blocks for mark in marks(one.block.items) if isinstance(mark, Text)]
    assert min(mark.size for mark in every) >= 9.5
    cells = [mark for group in groups(sheet, "TD") for mark in marks(group.items) if isinstance(mark, Text)]
    assert {mark.size for mark in cells} == {12}


def test_decisions_without_room_are_counted(papers: Papers):
    one = usual_course()
    decision = one.decisions[0]
    wordy = replace(decision, reason="The knee was swollen after the long walk. " * 3)
    every = [replace(week, decision=wordy) for week in many(16).weeks]
    sheet = course_sheet(
        replace(many(16), weeks=tuple(every), decisions=(wordy,) * 16), papers("letter"), ENGLISH, HEADER
    )
    text = " ".join(texts(sheet))
    listed = text.count("go back (by")
    assert listed < 16
    assert f"Decisions whose reasons have no room here: {16 - listed}" in text


@given(SEEDS)
@settings(max_examples=30)
def test_any_course_is_one_page_that_touches_nothing(papers: Papers, seeds: Any):
    one, look = any_course(seeds), papers("letter")
    shown, problems = printable(one, look.faces.missing)
    assert wrong(course_sheet(shown, look, ENGLISH, HEADER), look) == []
    assert all(problem.warning for problem in problems)


@given(SEEDS)
@settings(max_examples=10)
def test_any_course_becomes_the_same_file_twice(press: Press, seeds: Any):
    one, library = any_course(seeds), press.library
    made = course_file(one, library, "pdf").data
    assert course_file(one, library, "pdf").data == made
    reader = PdfReader(io.BytesIO(made))
    assert len(reader.pages) == 1
    assert ENGLISH.title in pdf_text(made)
    drawn = fromstring(course_file(one, library, "svg").data)
    assert not [node for node in drawn.iter() if node.tag.endswith(("script", "use", "foreignObject"))]


def test_pdf_and_svg_say_the_same(library: Library):
    one = usual_course()
    drawn = fromstring(course_file(one, library, "svg").data)
    space = "{http://www.w3.org/2000/svg}"
    said = " ".join("".join(node.itertext()) for node in drawn.iter(f"{space}text"))
    assert " ".join(said.split()) == pdf_text(course_file(one, library, "pdf").data).replace(" ( ", " (")
    assert drawn.findtext(f"{space}title") == "How it went"
    assert "Done rose from 50 %" in (drawn.findtext(f"{space}desc") or "")
    (logo,) = drawn.iter(f"{space}image")
    assert logo.get("href", "").startswith("data:image/")


def test_the_file_says_no_name_of_itself_and_bears_the_day_it_was_seen(library: Library):
    about = PdfReader(io.BytesIO(course_file(usual_course(), library, "pdf").data)).metadata
    assert about
    assert "Tan" not in str(dict(about))
    assert str(about["/CreationDate"]).startswith("D:20261120")


def test_what_no_face_can_print_is_a_question_mark_and_told(library: Library):
    one = replace(usual_course(), patient="Mei \U00012000 Tan", programs=(CourseProgram("hip-hinge", "x\U00012000"),))
    made = course_file(one, library, "pdf")
    assert "Mei ? Tan" in pdf_text(made.data)
    assert [problem.place for problem in made.problems] == ["patient", "program"]
    assert all(problem.warning for problem in made.problems)


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="pdftoppm (poppler-utils) is not installed")
@pytest.mark.parametrize("mono", [False, True])
def test_there_is_ink_where_bars_are_and_none_where_nothing_came_back(library: Library, tmp_path: Path, mono: bool):
    full = a_course(a_week(1, 18), a_gap(2), a_week(3, 18, missing_pages=1), a_week(4, 0, 1, share=Share(0, 18)))
    (tmp_path / "p.pdf").write_bytes(course_file(full, library, "pdf", mono=mono).data)
    subprocess.run(["pdftoppm", "-r", "100", "-png", "-singlefile", "p.pdf", "p"], cwd=tmp_path, check=True)
    page = Image.open(tmp_path / "p.png").convert("L")
    found: list[float] = []

    def compose(look: Look) -> Sheet:
        sheet = course_sheet(full, look, ENGLISH, HEADER)
        chart = next(
            one for one in sheet.pages[0].blocks if any(getattr(m, "tag", "") == "Figure" for m in one.block.items)
        )
        frames = [
            mark for mark in marks(chart.block.items) if isinstance(mark, Rect) and mark.h > 20 and mark.role == "mute"
        ]
        first, striped, empty = frames
        gap = replace(first, x=(first.x + striped.x) / 2)
        for at in (first, gap, striped, empty):
            place = (at.x + 1, chart.y + at.y + 1, at.x + at.w - 1, chart.y + at.y + at.h - 1)
            cut = page.crop(tuple(round(side / 25.4 * 100) for side in place))  # type: ignore[arg-type]  # four numbers
            dark = sum(cut.point(lambda value: 255 * (value < 140)).histogram()[255:])
            found.append(dark / (cut.width * cut.height))
        return sheet

    head = course_file(full, library, "svg", mono=mono)
    assert head.data
    Press(library, mono=mono).record_page("x", FIRST, compose, "svg", "x")
    solid, gap, striped, empty = found
    assert solid > 0.97
    assert gap < 0.15
    assert 0.35 < striped < 0.65
    assert empty < 0.03


def test_of_decisions_and_measures_the_latest_are_shown(papers: Papers):
    names = [f"Activity no. {at}" for at in range(1, 8)]
    measures = tuple(Measured("function", 1, name, 5, False) for name in names)
    said = [Decision("on", FIRST + timedelta(days=7 * at), reason=f"Reason no. {at}.") for at in range(1, 40)]
    one = replace(a_course(a_week(1, measures=measures), a_week(2)), decisions=tuple(said))
    text = " ".join(texts(course_sheet(one, papers("a4"), ENGLISH, HEADER)))
    assert "Reason no. 39." in text
    assert "Reason no. 1." not in text
    assert "Activity no. 7" in text
    assert "Activity no. 1 " not in text
    assert "Measures that have no room here: 2." in text


def test_small_bars_reach_from_the_lowest_answer_to_the_highest(papers: Papers):
    every = [a_week(at, measures=(Measured("change", 1, "", value, False),)) for at, value in ((1, 1), (2, 4), (3, 7))]
    (_, figure) = groups(course_sheet(a_course(*every), papers("a4"), ENGLISH, HEADER), "Figure")
    lowest, middle, highest = (mark.h for mark in figure.items if isinstance(mark, Rect) and mark.role == "primary")
    assert lowest < highest / 8
    assert middle == pytest.approx(highest / 2)
    assert figure.alt == "week 1: 1, week 2: 4, week 3: 7"
