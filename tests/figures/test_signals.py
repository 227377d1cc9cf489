"""Colours that say something: arrow, band and muscle differ in every brand, and are seen in black and white too."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.figures.camera import VIEWS
from handouts.figures.draw import draw
from handouts.figures.measures import BUILDS
from handouts.figures.outline import area, grown, minus, union
from handouts.figures.person import Person
from handouts.figures.posing import posed
from handouts.figures.theme import (
    SHORT_OF,
    SIGNALS,
    SKINS,
    difference,
    is_warm,
    line_width,
    make_theme,
    ratio,
    shown,
    theme_of,
)
from handouts.library.load import load_library
from tests.figures.test_checks import figure

COLOURS = st.from_regex(re.compile(r"#[0-9A-F]{6}"), fullmatch=True)


@given(COLOURS, COLOURS, st.sampled_from(sorted(SKINS)))
def test_an_arrow_is_plain_on_paper_and_unlike_the_band_whatever_the_brand(primary: str, accent: str, skin: str):
    roles = make_theme(primary, accent, skin).as_dict()
    assert ratio(roles["arrow"], "#FFFFFF") >= 3.0
    assert difference(roles["arrow"], roles["band"]) >= 15
    assert roles["strap"] == roles["band"]


def test_a_cool_accent_leaves_the_arrow_warm_and_a_warm_one_becomes_it():
    cool, warm = make_theme("#1B3A57", "#0E6E6E").as_dict(), make_theme("#1B3A57", "#C8401A").as_dict()
    assert cool["arrow"] == SIGNALS[0]
    assert warm["arrow"] == "#C8401A"
    assert is_warm(cool["arrow"])
    assert cool["band"] != warm["band"], "ochre beside a warm accent would be one colour with two meanings"


def test_muscles_that_work_and_those_that_are_stretched_differ():
    works = draw(figure({}, muscles=["calves"]))[0].shapes
    stretched = draw(figure({}, muscles=["stretched calves"]))[0].shapes
    roles = make_theme().as_dict()
    one, other = ({shape.fill for shape in shapes if shape.fill.startswith("tint")} for shapes in (works, stretched))
    assert one != other
    assert difference(*(roles[fill] for fill in (*one, *other))) > SHORT_OF
    lines = [
        next(shape.paths[0] for shape in shapes if shape.line.startswith("muscle")) for shapes in (works, stretched)
    ]
    slopes = [abs((line[-1][-1] - line[0][-1]) / (line[-1][-2] - line[0][-2] or 1e-6)) for line in lines]
    assert slopes[0] == pytest.approx(1, abs=0.1)
    assert slopes[1] > 3, "along the shin"


@given(COLOURS, COLOURS, st.sampled_from(sorted(SKINS)))
def test_both_marks_of_muscles_are_seen_on_what_they_lie_on_whatever_the_brand(primary: str, accent: str, skin: str):
    roles = make_theme(primary, accent, skin).as_dict()
    for tint in ("tint", "tint stretched"):
        assert min(difference(roles[tint], roles[under]) for under in ("skin", "shirt", "shorts")) >= 9, tint
        assert difference(roles[tint], roles["band"]) >= 15, tint
    assert difference(roles["tint"], roles["tint stretched"]) >= 9, "and their lines differ"
    assert difference(roles["muscle"], roles["tint"]) >= 15
    assert difference(roles["muscle stretched"], roles["tint stretched"]) >= 20


def test_in_mono_what_works_is_a_patch_and_what_is_stretched_is_lines_alone():
    roles = make_theme(art="mono").as_dict()
    for cloth, under in (("", "skin"), (" cloth", "shorts")):
        assert ratio(roles[f"tint{cloth}"], roles[under]) > 4.5
        assert roles[f"tint stretched{cloth}"] == roles[under]
        for lines in ("", " stretched"):
            assert ratio(roles[f"muscle{lines}{cloth}"], roles[f"tint{lines}{cloth}"]) > 4.5
    for name, lines in (("glutes", "muscle cloth"), ("stretched glutes", "muscle stretched cloth")):
        assert any(shape.line == lines for shape in draw(figure({}, muscles=[name]))[0].shapes)


def test_small_pictures_have_no_marks_of_muscles():
    (picture,) = draw(figure({}, muscles=["calves"]))
    large, small = (shown(picture, line_width(picture, height)) for height in (60, 20))
    assert any(shape.fill.startswith("tint") for shape in large)
    assert not any(shape.fill.startswith("tint") or shape.line.startswith("muscle") for shape in small)


BRANDS = sorted(path.stem for path in Path("templates/brands").glob("*.yaml"))


@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize("skin", sorted(SKINS))
def test_in_every_shipped_brand_what_says_something_is_told_apart(brand: str, skin: str):
    colours = load_library(brand=brand).clinic.colours
    roles = theme_of(colours, Person(skin=skin), mono=False).as_dict()  # type: ignore[arg-type]  # one of the skins
    pairs = itertools.product(("arrow", "band"), ("shirt", "shorts", "skin"))
    for one, other in (*pairs, ("arrow", "band")):
        assert difference(roles[one], roles[other]) >= SHORT_OF, (one, other)
    for role in ("shirt", "shorts", "skin"):
        assert difference(roles["tint"], roles[role]) >= 15, role


@pytest.mark.parametrize("view", ["side", "side-above", "three-quarter"])
def test_a_bar_is_told_from_rack_and_leg_without_colour(view: str):
    """White is round it wherever it lies, and rings are along it: in black, in outlines and in colour alike."""
    of = figure({}, props=[{"kind": "barbell", "at": [-8, 44]}], view=view)
    body = posed(of, of.positions[0], BUILDS["straight"])
    units = of.props[0].units(body, VIEWS[view])
    whole = union(tuple(ring for one in units for ring in one.outline))
    white = union(tuple(ring for one in units for shape in one.fills if shape.fill == "white" for ring in shape.rings))
    rings = [line for one in units for shape in one.details for line in shape.rings if len(line) == 2]
    around = minus(grown(whole, 0.7), grown(whole, 0.05))
    assert sum(map(area, minus(around, white))) < 0.02 * sum(map(area, around))
    assert len(rings) >= 5
    middles = sorted({round((one[0] + other[0]) / 2, 1) for one, other in rings})
    assert min(b - a for a, b in itertools.pairwise(middles)) > 1.0, "apart at the size of print"
