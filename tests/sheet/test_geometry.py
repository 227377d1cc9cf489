"""Rules that hold for every sheet, in every layout, on both papers, whatever is on it."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.library.load import Library, load_library
from handouts.library.models import DoseChange
from handouts.orders.order import Order
from handouts.plan.handout import Handout
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.blocks import BOX, BOX_CLEAR, MM, Box, Disc, Group, Image, Placed, Polygon, Rect, Sheet, Text
from handouts.sheet.boxnames import BoxName
from handouts.sheet.drill.dose import BAND_OUT
from handouts.sheet.page import page_frame
from tests.conftest import LAYOUTS

SLACK = 0.06


@dataclass(frozen=True)
class Place:
    """Where a mark is on its page, mm."""

    mark: object
    x1: float
    y1: float
    x2: float
    y2: float

    def apart(self, other: Place) -> float:
        """Distance of two rectangles; negative where they overlap."""
        across = max(self.x1 - other.x2, other.x1 - self.x2)
        down = max(self.y1 - other.y2, other.y1 - self.y2)
        if across > 0 and down > 0:
            return float((across**2 + down**2) ** 0.5)
        return max(across, down)


def places(sheet: Sheet, press: Press) -> list[list[Place]]:
    return [
        [place for placed in page.blocks for place in _block(placed.block.flat(), placed.y, press)]
        for page in sheet.pages
    ]


def _block(marks: Iterator[object], down: float, press: Press) -> Iterator[Place]:
    for mark in marks:
        if isinstance(mark, Text):
            text = mark.text.rstrip()
            if text:
                width = press.faces.width(text, mark.strong) * mark.size / MM
                top = mark.y + down - press.faces.cap * mark.size / MM
                yield Place(
                    mark,
                    mark.x,
                    top,
                    mark.x + width,
                    mark.y + down + (0.2 * mark.size / MM if set(text) & set("gjpqy,;") else 0),
                )
        elif isinstance(mark, Box):
            yield Place(mark, mark.x, mark.y + down, mark.x + BOX, mark.y + down + BOX)
        elif isinstance(mark, (Rect, Image)):
            yield Place(mark, mark.x, mark.y + down, mark.x + mark.w, mark.y + down + mark.h)
        elif isinstance(mark, Disc):
            yield Place(
                mark,
                mark.x - mark.radius,
                mark.y + down - mark.radius,
                mark.x + mark.radius,
                mark.y + down + mark.radius,
            )
        elif isinstance(mark, Polygon):
            xs, ys = zip(*mark.points, strict=True)
            yield Place(mark, min(xs), min(ys) + down, max(xs), max(ys) + down)


def check(handout: Handout, sheet: Sheet, press: Press) -> None:
    """All rules at once."""
    frame = page_frame(handout.paper)
    names: list[str] = []
    for found in places(sheet, press):
        names += _check_page(found, frame, press)
    wanted = [
        BoxName.of(card, row, day, number).name()
        for card in handout.cards
        for row in card.rows
        for day in card.days
        for number in range(1, len(row.holds) + 1)
    ]
    assert sorted(names) == sorted(wanted), "every box once, with its name"
    assert len(set(names)) == len(names)
    assert not any(set(name) - set("abcdefghijklmnopqrstuvwxyz0123456789_") for name in names)
    body = [placed for page in sheet.pages for placed in page.blocks if frame.body <= placed.y < frame.footer]
    shown = "".join("".join(mark.text for placed in body for mark in _said(placed) if isinstance(mark, Text)).split())
    for text in _must(handout, press.library.layouts[handout.layout].drill.form):
        assert "".join(text.split()) in shown, text
    for page in sheet.pages:
        blocks = sorted(placed.y + placed.block.height for placed in page.blocks)
        assert len(blocks) >= 3
        ends = [
            (placed.y, placed.y + placed.block.height)
            for placed in page.blocks
            if frame.body - 1 <= placed.y < frame.bottom
        ]
        for (_, end), (start, _) in itertools.pairwise(ends):
            assert start >= end - 0.01, "blocks do not overlap"


def _said(placed: Placed) -> Iterator[object]:
    """A block's marks; of a row that goes on without the label that is there once more, for the eye."""
    if placed.slot and placed.slot.again:
        return (mark for group in placed.block.items if isinstance(group, Group) for mark in group.items)
    return placed.block.flat()


def _check_page(found: list[Place], frame: object, press: Press) -> list[str]:
    from handouts.sheet.page import PageFrame

    assert isinstance(frame, PageFrame)
    boxes = [place for place in found if isinstance(place.mark, Box)]
    for place in found:
        out = BAND_OUT if isinstance(place.mark, Rect) and place.mark.role == "tint" else 0.0
        assert place.x1 >= frame.left - max(1.5, out), place  # a hold label may stand out a little under its box
        assert place.x2 <= frame.right + max(0.6, out), place
        assert frame.header <= place.y1 + 0.5, place
        assert place.y2 <= frame.height - 9.5, place
        for corner_x, corner_y in ((frame.right - 16, frame.header), (frame.left, frame.footer)):
            quiet = Place(None, corner_x, corner_y, corner_x + 16, corner_y + 16)
            assert place.apart(quiet) >= -SLACK, place
    for box in boxes:
        for place in found:
            if place is box or (isinstance(place.mark, Rect) and place.mark.role == "white"):
                continue
            assert place.apart(box) >= BOX_CLEAR - SLACK, (box, place)
    texts = [place for place in found if isinstance(place.mark, Text)]
    for index, one in enumerate(texts):
        for other in texts[index + 1 :]:
            assert one.apart(other) > -0.35, (one, other)
    return [box.mark.name for box in boxes]  # type: ignore[attr-defined]  # they are boxes


def _must(handout: Handout, form: str) -> Iterator[str]:
    yield handout.patient
    yield "".join(run.text for run in handout.dates)
    if form == "log":
        yield handout.stop.head
    else:  # number, hours and emergency may begin a line each, in place of the signs between them
        yield from (part for run in handout.stop.call for part in re.split(r"[,.] ?", run.text))
    yield "".join(run.text for run in handout.move_on)
    yield "".join(run.text for run in handout.next_visit)
    for card in handout.cards:
        yield card.name
        yield "".join(run.text for run in handout.note)
        if form != "log":
            yield handout.need
            for step in card.steps:
                yield step.text
                yield step.hold
            for cue in card.cues:
                yield cue.text
            yield "".join(card.dose)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("week", [1, 4])
def test_the_shipped_program_in_every_layout(
    planner: Planner, press: Press, make_order: Callable[..., Order], layout: str, paper: str, week: int
):
    handout = planner.plan(make_order(layout=layout, paper=paper, week=week))[0]
    check(handout, press.sheet(handout), press)


def test_how_many_sides_four_pictured_drills_take(planner: Planner, press: Press, make_order: Callable[..., Order]):
    sides = {"standard": 3, "compact": 3, "large-print": 5, "cards": 5, "log": 1}
    assert {name: len(press.sheet(planner.plan(make_order(layout=name, week=3))[0]).pages) for name in sides} == sides


@pytest.fixture(scope="module")
def torture(tmp_path_factory: pytest.TempPathFactory) -> tuple[Planner, Press]:
    """A clinic of drills that are very short, very long, sided, pictured, held in many ways."""
    from handouts.cli import run

    folder = tmp_path_factory.mktemp("torture") / "clinic"
    assert run(["init", str(folder)]) == 0
    pictured = (folder / "drills" / "calf-stretch.yaml").read_text()
    head, _, tail = pictured.partition("steps:\n")
    rest = tail[tail.index("cues:") :]
    for name, steps, holds in (("short", 1, 0), ("middle", 7, 2), ("long", 20, 6)):
        lines = "".join(
            f"  - text: {'Move slowly, breathe, and look ahead as you go on. ' * (1 + index % 3)}\n"
            + ("    hold: 5-15\n" if index < holds else "")
            for index in range(steps)
        )
        text = f"{head}steps:\n{lines}{rest}".replace("id: calf-stretch", f"id: {name}").replace(
            "name: Calf stretch at a wall",
            f"name: The {name} drill" + " with a name that goes on and on" * (name == "long"),
        )
        if name != "middle":
            text = text.replace("each_side: true                #", "each_side: false #")
            text = text[: text.index("pictures:")] + text[text.index("# The source gives") :]
        else:
            text = text.replace("step: 4", "step: 2").replace("step: 2", "step: 1", 1)
        (folder / "drills" / f"{name}.yaml").write_text(text)
    library = load_library(folder).checked()
    return Planner(library), Press(library)


ORDERS = st.fixed_dictionaries({
    "items": st.lists(st.sampled_from(["short", "middle", "long", "calf-stretch", "hinge-with-dowel", "roman-chair-squat"]),
                      min_size=1, max_size=6, unique=True).map(tuple),
    "layout": st.sampled_from(LAYOUTS),
    "paper": st.sampled_from(["a4", "letter"]),
    "days": st.lists(st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), min_size=1, max_size=7, unique=True)
            .map(lambda days: tuple(day for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun") if day in days)),
    "times": st.sampled_from([("day",), ("morning", "evening"), ("morning", "midday", "afternoon", "evening")]),
    "side": st.sampled_from(["left", "right", "both"]),
    "start": st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    "patient": st.sampled_from(["Jo", "Maximiliana Featherstonehaugh-Oyelaran Bhattacharyya", "X" * 110, "Nguyễn Thị Ánh"]),
    "note": st.sampled_from(["", "Slow and tall.", "Do not rush. " * 40, "Line.\n" * 60]),
    "sets": st.integers(1, 10),
    "hold": st.sampled_from([((3, 3),), ((10, 15),), ((120, 600),), None]),
})  # fmt: skip


@settings(max_examples=60)
@given(ORDERS)
def test_any_order_on_any_sheet(
    torture: tuple[Planner, Press], make_order: Callable[..., Order], wanted: dict[str, object]
):
    planner, press = torture
    values = dict(wanted)
    change = DoseChange(sets=values.pop("sets"), hold=values.pop("hold"))  # type: ignore[arg-type]  # drawn to fit
    handout = planner.plan(make_order(**values, changes={"all": change}))[0]
    check(handout, press.sheet(handout), press)


def test_the_check_sees_a_box_that_is_too_near(planner: Planner, press: Press, make_order: Callable[..., Order]):

    handout = planner.plan(make_order())[0]
    sheet = press.sheet(handout)
    page = sheet.pages[0]
    placed = next(placed for placed in page.blocks if any(isinstance(mark, Box) for mark in placed.block.flat()))
    box = next(mark for mark in placed.block.flat() if isinstance(mark, Box))
    near = replace(placed.block, items=(*placed.block.items, Text(box.x + 5, box.y + 3, "3 s", 10)))
    blocks = tuple(replace(one, block=near) if one is placed else one for one in page.blocks)
    wrong = replace(sheet, pages=(replace(page, blocks=blocks), *sheet.pages[1:]))
    with pytest.raises(AssertionError):
        check(handout, wrong, press)


def test_pictures_from_own_files_stand_in_the_block(clinic: Path, make_order: Callable[..., Order]):
    library = load_library(clinic).checked()
    handout = Planner(library).plan(make_order(items=("calf-stretch",)))[0]
    press = Press(library)
    sheet = press.sheet(handout)
    drawn = [
        place.mark.asset.aspect for page in places(sheet, press) for place in page if isinstance(place.mark, Image)
    ]
    assert len(drawn) == len(sheet.pages) + 2  # a logo on each page, and two positions
    check(handout, sheet, press)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "word", ["W" * 80, "Community Musculoskeletal and Sports Partnership of the Royal Borough, Westgate"]
)
def test_a_clinic_with_the_longest_names_and_contacts(
    library: Library, make_order: Callable[..., Order], layout: str, word: str
):
    clinic = replace(
        library.clinic,
        name=word,
        tagline=word,
        phone=word[:30],
        email=word,
        web=word,
        address=word * 3,
        hours=word,
        emergency=word[:30],
        clinician=word,
        disclaimer=(word + " ") * 8,
    )
    other = replace(library, clinic=clinic)
    press = Press(other)
    for paper in ("a4", "letter"):
        handout = Planner(other).plan(make_order(layout=layout, paper=paper))[0]
        check(handout, press.sheet(handout), press)


def drill_text(name: str, more: dict[str, object]) -> str:
    base: dict[str, object] = {
        "id": name,
        "language": "en",
        "name": f"Drill {name}",
        "why": "It makes you strong.",
        "start": "Stand.",
        "steps": [{"text": "Lift your heel."}],
        "source": {"title": "x"},
        "dose": {"sets": 2, "reps": 10, "rest": 0, "origin": "default"},
    }
    return json.dumps(base | more)


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Planner, Press]:
    """A clinic of drills with more cues, pictures and holds than a page was drawn for."""
    folder = tmp_path_factory.mktemp("crowded")
    (folder / "drills").mkdir()
    (folder / "clinic.yaml").write_text("name: Crowded\nlanguage: en\n")
    for number, (wide, high) in enumerate([(300, 400), (1000, 110), (110, 1000), (100, 100)]):
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}"><rect width="{wide}" height="{high}"/></svg>'
        (folder / "drills" / f"{number}.svg").write_text(svg)
    line = "Press your hips back and look ahead toward the wall as you breathe."
    cues = {key: [f"{line} {number}" for number in range(6)] for key in ("cues", "mistakes", "stop")}
    steps = [{"text": f"{line} Then wait."} for _ in range(14)]
    steps[13]["hold"] = "120-600"
    shown = [
        {
            "file": f"{number}.svg",
            "step": 11 + number,
            "caption": "Hips pushed a long way back",
            "alt": "x",
            "source": "y",
        }
        for number in range(4)
    ]
    alike = [one | {"file": "0.svg"} for one in shown]
    for name, more in {
        "cues": cues,
        "pictures": {"steps": steps, "pictures": shown},
        "alike": {"steps": steps, "pictures": alike},
        "all": cues | {"steps": steps, "pictures": alike},
        "holds": {"steps": [{"text": line, "hold": 3}]},
    }.items():
        (folder / "drills" / f"{name}.yaml").write_text(drill_text(name, more))
    library = load_library(folder).checked()
    return Planner(library), Press(library)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("drill", ["cues", "pictures", "alike", "all"])
def test_more_cues_and_pictures_than_a_page_holds(
    crowded: tuple[Planner, Press], make_order: Callable[..., Order], layout: str, paper: str, drill: str
):
    planner, press = crowded
    handout = planner.plan(make_order(items=(drill,), layout=layout, paper=paper, note="Slow."))[0]
    check(handout, press.sheet(handout), press)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("sets", [3, 4, 10])
@pytest.mark.parametrize("days", [("mon", "wed", "fri"), ("mon", "tue", "wed", "thu", "fri", "sat", "sun")])
def test_holds_that_grow_from_set_to_set(
    crowded: tuple[Planner, Press], make_order: Callable[..., Order], layout: str, sets: int, days: tuple[str, ...]
):
    planner, press = crowded
    change = DoseChange(sets=sets, hold=tuple((start, start + 1) for start in range(5, 5 + sets)))
    order = make_order(items=("holds",), layout=layout, paper="letter", days=days, changes={"all": change})
    handout = planner.plan(order)[0]
    sheet = press.sheet(handout)
    check(handout, sheet, press)
    for page in places(sheet, press):
        rest = [place for place in page if isinstance(place.mark, Rect) and place.mark.role == "rest"]
        holds = [place for place in page if isinstance(place.mark, Text) and place.mark.text.endswith(" s")]
        assert all(one.apart(other) > 0 for one in rest for other in holds), "labels stay off rest days"


def test_the_log_has_a_row_for_pain_for_each_session(planner: Planner, press: Press, make_order: Callable[..., Order]):
    handout = planner.plan(make_order(layout="log", times=("morning", "evening"), note="Slow."))[0]
    lines = [
        mark
        for page in press.sheet(handout).pages
        for placed in page.blocks
        for mark in placed.block.flat()
        if isinstance(mark, Rect) and mark.role == "black"
    ]
    assert len(lines) == 2 * 3
    assert [row.label for row in handout.pain_rows] == ["Morning", "Evening"]
    assert planner.plan(make_order(layout="log"))[0].pain_rows[0].label == "Write 0 to 10"


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("patient", ["Maximiliana Featherstonehaugh-Oyelaran Bhattacharyya", "X" * 110])
def test_later_pages_know_whose_they_are(
    planner: Planner, press: Press, make_order: Callable[..., Order], layout: str, patient: str
):
    handout = planner.plan(make_order(layout=layout, patient=patient))[0]
    for page in press.sheet(handout).pages[1:]:
        text = "".join(mark.text for mark in page.blocks[0].block.flat() if isinstance(mark, Text)).replace(" ", "")
        assert patient.replace(" ", "") in text
        assert "Hiphinge,week" in text
