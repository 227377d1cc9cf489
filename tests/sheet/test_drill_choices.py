"""What is said of a drill's forms before any is drawn is what is drawn. All measures mm."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.figures.gallery import Gallery
from handouts.figures.shapes import Drawing
from handouts.library.load import Library
from handouts.orders.order import Order
from handouts.plan.handout import Card, Cue, Handout, Posed, Step
from handouts.plan.joins import joins_of
from handouts.plan.planner import Planner
from handouts.sheet.blocks import MM, Block, Box, Image, Rect, Text
from handouts.sheet.drill import choices, drill
from handouts.sheet.drill.beside import beside_bodies
from handouts.sheet.drill.bodies import BodyForm, ample, badness
from handouts.sheet.forms import CUES_LINE, Choice, DrillForm
from handouts.sheet.look import Look
from handouts.sheet.page import page_frame
from handouts.sheet.panels import fitted, panels
from handouts.write.pdf.faces import type_faces
from tests.conftest import LAYOUTS
from tests.shelves import few, others

FACES, GALLERY = type_faces(), Gallery()
LOOKS: dict[tuple[str, str], Look] = {}


def look_of(library: Library, layout: str, paper: str) -> Look:
    key = (layout, paper)
    if key not in LOOKS:
        frame = page_frame(paper)  # type: ignore[arg-type]  # a paper
        LOOKS[key] = Look(library.layouts[layout], frame, FACES, joins_of(library.words["en"]), gallery=GALLERY)
    return LOOKS[key]


def check(handout: Handout, card: Card, look: Look) -> tuple[Choice, ...]:
    """All that holds for the forms of any drill."""
    found = choices(handout, card, look)
    assert found
    for one, other in itertools.pairwise(found):
        assert one.badness < other.badness, "the best looking first"
        assert one.height > other.height, "none is both taller and uglier"
    for one in found:
        form = DrillForm._make(one.form)
        block = drill(handout, card, look, form)
        assert block.height == pytest.approx(one.height, abs=1e-6), (look.layout.id, card.name, form)
        assert_pictures_are_clear(block, look)
    return found


def assert_pictures_are_clear(block: Block, look: Look) -> None:
    """No words stand on a picture, but for its call-outs; no picture leaves the page's column."""
    marks = list(placed_marks(block))
    for picture in (mark for mark in marks if isinstance(mark, Image)):
        assert picture.x >= look.frame.left - 0.01
        assert picture.x + picture.w <= look.frame.right + 0.05
        if look.layout.drill.callouts:
            continue
        for mark in marks:
            if isinstance(mark, Text):
                right = mark.x + look.faces.width(mark.text.rstrip(), mark.strong) * mark.size / MM
                top, bottom = mark.y - look.faces.cap * mark.size / MM, mark.y
                apart = right <= picture.x or mark.x >= picture.x + picture.w
                # the empty room over the drawing may be taken away
                low = picture.y + picture.h
                assert apart or bottom <= picture.y + blank(picture) + 0.01 or top >= low - 0.01, (picture, mark)


def blank(picture: Image) -> float:
    """Height of the empty room over what is drawn, mm."""
    drawn = picture.asset
    return (drawn.box[3] - drawn.top) * picture.h / drawn.height if hasattr(drawn, "box") else 0.0


def placed_marks(block: Block) -> Iterator[object]:
    for inner in block.inner:
        for mark in inner.block.flat():
            yield replace(mark, y=mark.y + inner.y) if isinstance(mark, Image | Text | Rect) else mark
    if not block.inner:
        yield from block.flat()


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("among", [few, pytest.param(others, marks=pytest.mark.slow)])
def test_every_shipped_drill_takes_what_was_measured(
    library: Library,
    planner: Planner,
    make_order: Callable[..., Order],
    layout: str,
    paper: str,
    among: Callable[[Library], tuple[str, ...]],
):
    look = look_of(library, layout, paper)
    names = among(library)
    for start in range(0, len(names), 5):
        handout = planner.plan(make_order(items=tuple(names[start : start + 5]), layout=layout, paper=paper))[0]
        for card in handout.cards:
            check(handout, card, look)


SENTENCES = st.lists(
    st.sampled_from(
        [
            "Push",
            "your",
            "hips",
            "shoulder-width",
            "apart,",
            "slowly",
            "and",
            "look",
            "ahead",
            "until",
            "30",
            "cm",
            "step-up",
            "well-being",
        ]
    ),
    min_size=1,
    max_size=25,
).map(" ".join)
HOLDS = st.sampled_from(["", "", "Hold 3 seconds", "Hold 10 to 15 seconds", "Hold 2 minutes, then 90 seconds, then 10"])
KINDS = ("do", "dont", "stop", "plain")


@st.composite
def made_cards(draw: st.DrawFn, based_on: Card) -> Card:
    """A card with other words, and some of the pictures of another, in any number."""
    steps = draw(st.lists(st.tuples(SENTENCES, HOLDS), min_size=1, max_size=12))
    cues = draw(st.lists(st.tuples(st.sampled_from(KINDS), SENTENCES), max_size=7))
    shown = draw(st.lists(st.tuples(st.sampled_from(based_on.pictures), SENTENCES, st.booleans()), max_size=5))
    key = repr((steps, cues, shown))
    return replace(
        based_on,
        name=draw(SENTENCES)[:80].strip(),
        steps=tuple(Step(number, text, hold) for number, (text, hold) in enumerate(steps, 1)),
        cues=tuple(
            Cue(kind, f"Harder: {text}" if kind == "plain" else text)
            for kind, text in sorted(cues, key=lambda cue: KINDS.index(cue[0]))
        ),
        pictures=tuple(
            replace(picture, caption=text[:40].strip(), hold="Hold 3 s" if held else "", step=1)
            for picture, text, held in shown
        ),
        dose=("3 sets of 8.", draw(SENTENCES)),
        change=draw(st.sampled_from(["", "Last week: 2 sets of 8, hold 2 s.", "New this week."])),
        digest=key,
        body=key,
    )


@settings(max_examples=40)
@given(st.data())
@pytest.mark.parametrize("layout", LAYOUTS)
def test_any_drill_takes_what_was_measured(
    library: Library, planner: Planner, make_order: Callable[..., Order], layout: str, data: st.DataObject
):
    paper = data.draw(st.sampled_from(["a4", "letter"]))
    drills = data.draw(st.sampled_from(["hinge-with-dowel", "plank", "calf-stretch-wall", "clamshell"]))
    handout = planner.plan(make_order(items=(drills,), layout=layout, paper=paper))[0]
    card = data.draw(made_cards(handout.cards[0]))
    card = replace(card, digest=f"{card.digest} {card.name} {card.dose} {card.change}", body=f"{card.body} {card.name}")
    check(handout, card, look_of(library, layout, paper))


def card_of(planner: Planner, make_order: Callable[..., Order], drill: str, layout: str) -> tuple[Handout, Card]:
    handout = planner.plan(make_order(items=(drill,), layout=layout))[0]
    return handout, handout.cards[0]


LEAST = {"standard": 30, "compact": 25, "large-print": 40, "cards": 55}


@pytest.mark.parametrize("layout", LEAST)
@pytest.mark.parametrize("among", [few, pytest.param(others, marks=pytest.mark.slow)])
def test_no_picture_is_too_small_to_be_understood(
    library: Library,
    planner: Planner,
    make_order: Callable[..., Order],
    layout: str,
    among: Callable[[Library], tuple[str, ...]],
):
    """But for its height where somebody lies: then it is as wide as a standing person would have to be high."""
    look = look_of(library, layout, "a4")
    assert look.layout.drill.picture_least == LEAST[layout]
    for name in among(library):
        handout, card = card_of(planner, make_order, name, layout)
        for one in choices(handout, card, look):
            block = drill(handout, card, look, DrillForm._make(one.form))
            sizes = [max(mark.w, mark.h) for mark in placed_marks(block) if isinstance(mark, Image)]
            assert sizes
            assert min(sizes) >= LEAST[layout] - 0.02, (name, one)


def test_more_room_makes_pictures_larger(library: Library, planner: Planner, make_order: Callable[..., Order]):
    look = look_of(library, "standard", "a4")
    handout, card = card_of(planner, make_order, "kettlebell-deadlift", "standard")
    found = [heights_of(drill(handout, card, look, DrillForm._make(one.form))) for one in choices(handout, card, look)]
    assert found[0] == max(found)
    assert found[-1] < found[0]


def heights_of(block: Block) -> float:
    return max(mark.h for mark in placed_marks(block) if isinstance(mark, Image))


def test_pictures_in_one_row_share_one_height(library: Library, planner: Planner, make_order: Callable[..., Order]):
    look = look_of(library, "standard", "a4")
    _, card = card_of(planner, make_order, "hinge-with-dowel", "standard")
    every = panels(card.pictures, look)
    for width in look.layout.drill.picture_widths:
        rows = fitted(every, look, width, 56.0, 200.0, rows=1)
        assert rows.cuts == (0, len(every))
        assert rows.cramped == (rows.wide > width + 0.01) == (width < 92), "four captions need their words' width"
    assert fitted(every, look, 120.0, 20.0, 200.0, rows=1).height == 20.0
    assert fitted(every, look, 120.0, 56.0, 30.0, rows=1).total <= 30.0


def test_what_looks_worse_costs_more(library: Library, planner: Planner, make_order: Callable[..., Order]):
    look = look_of(library, "standard", "a4")
    handout, card = card_of(planner, make_order, "strap-assisted-squat", "standard")
    bodies = list(beside_bodies(handout, card, look))
    tall = ample(bodies)

    def cost(**changes: float) -> float:
        """Of the pictures that there are in the widest column, with one thing changed."""
        form = DrillForm(1.0, 0, 0, 1, 2, len(card.cues))._replace(**changes)
        pictures = next(
            body.pictures for body in bodies if body.form.width == form.width and body.form.high == form.high
        )
        return badness(BodyForm(0.0, pictures, form, 0.0), card.cues, tall, look)

    usual = cost()
    assert usual == 0.0
    assert 0.0 < cost(left=0) < cost(left=2) < cost(left=1)  # all elsewhere; the stop cue alone elsewhere; a group cut
    assert cost(left=CUES_LINE) == cost(left=0)
    assert cost(space=0.85) > usual
    whole = next(body for body in bodies if body.pictures and body.pictures.height == tall.beside)
    lower = whole._replace(pictures=whole.pictures._replace(height=tall.beside * 0.7))  # type: ignore[union-attr]  # as above
    worse = badness(lower, card.cues, tall, look) - badness(whole, card.cues, tall, look)
    least = min(look.layout.drill.picture_least, tall.tallest)
    small = 1.5 * (max(0.0, 1 - tall.beside * 0.7 / least) - max(0.0, 1 - tall.beside / least))
    assert worse == pytest.approx(1 / 0.7**2 - 1 + small)


@pytest.mark.parametrize("layout", ["standard", "large-print"])
def test_a_hold_stands_at_the_end_of_its_step_where_there_is_room(
    library: Library, planner: Planner, make_order: Callable[..., Order], layout: str
):
    look = look_of(library, layout, "a4")
    handout, card = card_of(planner, make_order, "hinge-with-dowel", layout)
    short = replace(card, steps=(Step(1, "Hold still.", "Hold 3 seconds"), Step(2, "Go on.")), body="s", digest="s")
    long = " ".join(["long"] * 200)
    full = replace(card, steps=(Step(1, long, "Hold 3 seconds"),), body="f", digest="f")
    for one, beside in ((short, True), (full, None)):
        block = drill(handout, one, look, DrillForm._make(choices(handout, one, look)[0].form))
        texts = [mark for mark in placed_marks(block) if isinstance(mark, Text)]
        pill = next(mark for mark in texts if mark.role == "on_accent")
        words = [mark for mark in texts if mark.text.startswith(("Hold still", "long"))]
        right = words[-1].x + look.faces.width(words[-1].text.rstrip(), False) * words[-1].size / MM
        same_line = abs(pill.y - words[-1].y) < 0.5  # it is a little smaller
        assert same_line or beside is None
        assert not same_line or pill.x - 1.6 >= right + 3.0 - 0.01
        assert pill.x + look.faces.width(pill.text, True) * pill.size / MM <= look.frame.right - 1.6 + 0.01


def test_a_hold_is_said_in_the_step_the_dose_and_beside_the_caption_but_not_under_each_box(
    library: Library, planner: Planner, make_order: Callable[..., Order]
):
    look = look_of(library, "standard", "a4")
    handout, card = card_of(planner, make_order, "hinge-with-dowel", "standard")
    block = drill(handout, card, look, DrillForm._make(choices(handout, card, look)[0].form))
    texts = [mark for mark in placed_marks(block) if isinstance(mark, Text)]
    assert sorted(mark.text.strip() for mark in texts if " 3 to 5 s" in mark.text or " 3–5 s" in mark.text) == [
        "3 sets of 6. Hold each one 3 to 5 seconds. Rest 1 minute.",
        "Hold 3 to 5 seconds",
        "Hold 3–5 s",
    ]
    boxes = [mark for mark in placed_marks(block) if isinstance(mark, Box)]
    assert {box.hold for box in boxes} == {"3–5 s"}, "for those who hear it, and in the form"
    assert all("hold 3 to 5 seconds" in box.label for box in boxes)


def test_what_is_new_stands_right_of_the_dose_where_there_is_room(
    library: Library, planner: Planner, make_order: Callable[..., Order]
):
    look = look_of(library, "standard", "a4")
    handout, card = card_of(planner, make_order, "hinge-with-dowel", "standard")
    for dose, beside in (
        (("3 sets of 8.",), True),
        (("3 sets of 8, each as slow as you can, left and right.",), False),
    ):
        changed = replace(card, dose=dose, change="Last week: 2 sets of 8, hold 2 s.", digest=f"{dose}")
        block = drill(handout, changed, look, DrillForm())
        marks = list(placed_marks(block))
        new = next(mark for mark in marks if isinstance(mark, Text) and mark.text.startswith("Last week"))
        said = next(mark for mark in marks if isinstance(mark, Text) and mark.text.startswith("3 sets"))
        band = next(mark for mark in marks if isinstance(mark, Rect) and mark.role == "tint")
        assert (new.y == pytest.approx(said.y)) == beside
        assert band.h == pytest.approx(8.4) if beside else band.h > 8.4
        assert band.y < said.y <= new.y < band.y + band.h
        assert (band.x, band.x + band.w) == (look.frame.left - 2, look.frame.right + 2)
        right = new.x + look.faces.width(new.text, False) * new.size / MM
        assert (right == pytest.approx(look.frame.right)) == beside
        assert (new.role, new.strong, said.strong) == ("mute", False, True)


def test_words_of_cues_stand_in_line_with_those_of_steps(
    library: Library, planner: Planner, make_order: Callable[..., Order]
):
    look = look_of(library, "standard", "a4")
    handout, card = card_of(planner, make_order, "clamshell", "standard")
    under = DrillForm(left=0)
    texts = [mark for mark in placed_marks(drill(handout, card, look, under)) if isinstance(mark, Text)]
    step = next(mark for mark in texts if mark.text.startswith(card.steps[0].text[:12]))
    for cue in card.cues:
        head = cue.text.split(": ")[0] if cue.kind == "plain" else cue.text[:12]
        assert next(mark for mark in texts if mark.text.startswith(head)).x == pytest.approx(step.x), cue
    harder = next(mark for mark in texts if mark.text.startswith("Harder"))
    assert harder.strong
    gaps = [other.y - one.y for one, other in itertools.pairwise(texts) if other.text.startswith("Stop if")]
    assert gaps[0] > look.style("body").line + 1.5, "the stop cue is a group of its own"


def test_a_long_name_runs_on_to_the_dose(library: Library, planner: Planner, make_order: Callable[..., Order]):
    look = look_of(library, "compact", "a4")
    handout, card = card_of(planner, make_order, "hamstring-stretch", "compact")
    named = replace(card, name="Hamstring stretch with a towel", dose=("2 sets of 3.",), body="n", digest="n")
    block = drill(handout, named, look, DrillForm(width=4))
    texts = [mark for mark in placed_marks(block) if isinstance(mark, Text)]
    name = next(mark for mark in texts if mark.text.startswith("Hamstring"))
    assert name.text == "Hamstring stretch with a towel"
    dose = next(mark for mark in texts if mark.text.startswith("2 sets"))
    assert dose.x >= name.x + look.faces.width(name.text, True) * name.size / MM + 3.9


def test_words_in_pictures_stand_in_cards_alone(library: Library):
    assert {name for name, layout in library.layouts.items() if layout.drill.callouts} == {"cards"}


@pytest.mark.parametrize("among", [few, pytest.param(others, marks=pytest.mark.slow)])
def test_captions_take_two_lines_at_most(
    library: Library,
    planner: Planner,
    make_order: Callable[..., Order],
    among: Callable[[Library], tuple[str, ...]],
):
    for layout in LEAST:
        look = look_of(library, layout, "a4")
        for name in among(library):
            handout, card = card_of(planner, make_order, name, layout)
            for body in beside_bodies(handout, card, look) if layout in ("standard", "compact") else ():
                assert body.pictures
                assert not body.pictures.cramped, (name, body.form)


@pytest.mark.parametrize(("layout", "most"), [("standard", 0.28), ("compact", 0.22), ("large-print", 1.0)])
def test_people_are_of_one_size_over_a_sheet(
    library: Library, planner: Planner, make_order: Callable[..., Order], layout: str, most: float
):
    """No picture is drawn to a larger scale than its layout says, and where there is room, none to a smaller one."""
    look = look_of(library, layout, "a4")
    assert look.layout.drill.picture_scale == most
    best = {}
    for name in ("sit-to-stand", "glute-bridge", "heel-raise", "split-squat"):
        handout, card = card_of(planner, make_order, name, layout)
        scales = set()
        for one in choices(handout, card, look):
            block = drill(handout, card, look, DrillForm._make(one.form))
            images = [mark for mark in placed_marks(block) if isinstance(mark, Image)]
            scales |= {mark.h / mark.asset.height for mark in images if isinstance(mark.asset, Drawing)}
        best[name] = max(scales)
    assert max(best.values()) <= most + 0.001
    if layout == "standard":
        assert min(best.values()) > 0.9 * most, best


def test_a_close_up_is_not_bound_to_the_scale_of_people(
    library: Library, planner: Planner, make_order: Callable[..., Order]
):
    look = look_of(library, "standard", "a4")
    _, card = card_of(planner, make_order, "heel-raise", "standard")
    near = tuple(
        replace(one, asset=replace(one.asset, figure=replace(one.asset.figure, frame="foot")))
        for one in card.pictures
        if isinstance(one.asset, Posed)
    )
    assert len(near) == len(card.pictures)
    heights = [fitted(panels(shown, look), look, 84, 56, 150).height for shown in (card.pictures, near)]
    far, close = [panels(shown, look)[0].drawing for shown in (card.pictures, near)]
    assert far
    assert close
    assert heights[0] / far.height <= 0.281 < heights[1] / close.height
