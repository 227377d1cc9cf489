"""The page with all of the figures' language is that of the models, and what it shows is right."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args, get_type_hints

import pytest

from handouts.figures.checks import Spoken, check_figure
from handouts.figures.poses import ArmPreset, Figure, LegPreset, Limbs, Muscle, Pose
from handouts.figures.props import PROPS
from handouts.figures.turns import TURNS
from tools.figure_reference import FIGURES, PAGE, PICTURES, Entry, field_notes, file_of, guide_figures, page, sections


def test_the_page_is_that_of_the_models():
    assert PAGE.read_text() == page(), "run tools/figure_reference.py"


def test_nothing_is_left_out():
    names = {section.title: {entry.name for entry in section.entries} for section in sections()}
    assert names["Props"] == {prop.word() for prop in PROPS}
    assert names["Ready arms"] == set(get_args(ArmPreset))
    assert names["Ready legs"] == set(get_args(LegPreset))
    assert names["Views"] == set(get_args(get_type_hints(Figure)["view"]))
    assert names["Muscles"] == set(get_args(Muscle))
    assert names["Turns"] == set(TURNS)
    assert names["Arms and legs"] == set(field_notes(Limbs))
    assert names["The whole body"] == set(field_notes(Pose))


def test_every_picture_is_there_and_no_other():
    wanted = {file_of(section, number) for section in sections() for number in range(len(section.entries))}
    assert {path.name for path in (PAGE.parent / PICTURES).glob("*.png")} == wanted
    assert set(re.findall(rf"\({PICTURES}/([^)]+)\)", PAGE.read_text())) == wanted


@pytest.mark.parametrize(
    "entry",
    [entry for section in sections() if section.title == "Props" for entry in section.entries],
    ids=lambda entry: entry.told,
)
def test_what_the_page_shows_of_props_is_not_refused(entry: Entry):
    assert check_figure(FIGURES.validate_python(entry.shown)) == []


def test_what_the_guide_writes_out_makes_right_pictures():
    """Who copies the blocks of docs/figures.md is refused nothing, and the words of each are held to its pictures."""
    figures = guide_figures()
    assert [name for _, name in figures] == ["figures-rotation.png", "figures-chin.png", ""]
    for figure, name in figures:
        words = [[Spoken("caption", one.caption), Spoken("description", one.alt)] for one in figure.positions]
        assert check_figure(figure, said=words) == []
        assert not name or (PAGE.parent / "pictures" / name).is_file()


def test_a_wrong_angle_in_the_guide_would_be_told():
    rotation, _ = guide_figures()[0]
    first = rotation.positions[0]
    assert first.pose.right
    wrong = replace(first, pose=replace(first.pose, right=replace(first.pose.right, upper=70)))
    said = [[Spoken("caption", first.caption)]]
    found = [one.message for one in check_figure(replace(rotation, positions=(wrong,)), said=said)]
    assert any("the caption says “Elbow tucked”" in message for message in found)
