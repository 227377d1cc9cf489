"""Each new refusal is seen to fail: what is not seen, bands that are slack, seats, and words that the picture denies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from handouts.base.problems import Exit
from handouts.figures.checks import Spoken, check_figure
from handouts.figures.measures import BUILDS
from handouts.figures.poses import Figure
from handouts.library.load import Library
from handouts.plan.usable import figure_problems
from tests.conftest import Ran
from tests.figures.test_checks import figure, said

Run = Callable[..., Ran]


# --- what is seen --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pose", "prop", "view", "message"),
    [
        ({}, {"kind": "ball", "at": [-8, 106, -30], "radius": 4}, "side", "the ball is hidden behind the body"),
        ({}, {"kind": "ball", "at": [34, 110], "radius": 5}, "side", ""),
        ({"leg_out": 2}, {"kind": "ball", "at": "knees", "radius": 3}, "side", "the ball is hidden"),
        ({"leg_out": 2}, {"kind": "ball", "at": "knees", "radius": 3}, "front", ""),
        ({}, {"kind": "chair", "at": 210}, "side", "away from the person, so that the person is drawn small"),
        ({}, {"kind": "chair", "at": 60}, "side", ""),
        ({}, {"kind": "post", "at": 200, "height": 90}, "side", ""),
    ],
    ids=str,
)
def test_a_prop_is_seen_in_its_picture(pose: dict[str, Any], prop: dict[str, Any], view: str, message: str):
    found = "\n".join(line for line in said(pose, props=[prop], view=view).splitlines() if "thick" not in line)
    assert message in found
    assert bool(found) is bool(message)


def test_a_prop_behind_another_is_hidden_too():
    ball = {"kind": "ball", "at": [52, 10, -20], "radius": 6}
    box = {"kind": "step", "at": 40, "height": 60, "depth": 40}
    assert "the ball is hidden" not in said({}, props=[ball])
    assert "the ball is hidden" in said({}, props=[ball, box])


def test_a_close_up_does_not_leave_its_props_out():
    def told(kind: dict[str, Any]) -> str:
        of = replace(figure({"upper": 0, "fore": 90}, props=[kind]), frame="forearm")
        return "\n".join(finding.message for finding in check_figure(of))

    assert told({"kind": "bottle"}) == ""
    assert told({"kind": "step", "at": 20}) == "the step is outside the picture, which shows the forearm alone"


# --- bands ---------------------------------------------------------------------------------------

DOOR = {"kind": "band", "round": "right hand", "anchor": [80, 110, 20], "fixed": "door"}
NEAR, AWAY = {"right": {"hand": [44, 108, 20]}}, {"right": {"hand": [22, 108, 20]}}


def test_a_band_that_gets_shorter_is_slack():
    assert "slack" not in said(NEAR, AWAY, props=[DOOR])
    assert "the band is slack: its way is" in said(AWAY, NEAR, props=[DOOR])
    assert "the band is slack" not in said(AWAY, NEAR, props=[DOOR | {"slack": 30}])
    assert "45 cm long when nothing pulls" in said(NEAR, props=[DOOR | {"slack": 45}])


def test_hands_that_are_together_stretch_no_band():
    band = [{"kind": "band", "round": "right hand", "anchor": "left hand"}]
    assert "its ends are" in said({"hand": [35, 110, 4]}, props=band)
    assert said({"hand": [30, 110, 24]}, props=band) == ""


def test_a_band_is_held_by_closed_hands_and_trodden_on():
    held = [{"kind": "band", "round": "hands", "anchor": "feet"}]
    curl = {"upper": 0, "fore": 90}
    assert said(curl, props=held) == ""
    assert "the right hand is open and does not hold the band" in said(curl | {"right": {"grip": False}}, props=held)
    lifted = curl | {"pin": "left foot", "right": {"thigh": 60, "shin": -20}}
    assert "the band is under the right foot, which is" in said(lifted, props=held)
    other = [{"kind": "band", "round": "hands", "anchor": "left foot"}]
    assert "the band is under" not in said(lifted, props=other)


def test_a_ring_is_fixed_to_something():
    band = {"kind": "band", "round": "hips", "anchor": [-80, 40], "fixed": "ring"}
    post = {"kind": "post", "at": -84, "height": 60}
    assert "the band is fixed to nothing at" in said({}, props=[band])
    assert said({}, props=[band, post]) == ""
    straps = {"kind": "straps", "anchor": [80, 180], "fixed": "ring"}
    assert "the straps are fixed to nothing" in said({"hand": [30, 121]}, props=[straps])


# --- seats ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seat", "message"), [(32, "the seat is"), (42, ""), (51, "the seat sinks"), (15, "")])
def test_one_sits_on_a_chair_not_in_it_nor_over_it(seat: int, message: str):
    found = said({"trunk": 4, "legs": "sitting"}, props=[{"kind": "chair", "at": -12, "seat": seat}])
    found = "\n".join(line for line in found.splitlines() if "goes through" not in line)
    assert message in found
    assert bool(found) is bool(message)


# --- what lies under -----------------------------------------------------------------------------

SUPINE: dict[str, Any] = {"trunk": -90, "pin": "hips", "foot": "square", "arms": "beside"}


@pytest.mark.parametrize(
    ("legs", "prop", "message"),
    [
        ({"thigh": 104, "shin": 78}, {"kind": "towel-roll", "under": "knees"}, ""),
        ({"thigh": 90, "shin": 90}, {"kind": "towel-roll", "under": "ankles"}, ""),
        ({"thigh": 150, "shin": 60}, {"kind": "towel-roll", "under": "knees"}, "is not touched"),
        ({"thigh": 90, "shin": 90}, {"kind": "foam-roller", "under": "hips"}, "there is no room for the foam-roller"),
        ({"thigh": 104, "shin": 78}, {"kind": "pillow", "under": "knees"}, ""),
        ({"thigh": 150, "shin": 60}, {"kind": "pillow", "under": "knees"}, "is not touched"),
    ],
    ids=str,
)
def test_what_lies_under_a_part_touches_it(legs: dict[str, Any], prop: dict[str, Any], message: str):
    found = "\n".join(line for line in said(SUPINE | legs, props=[prop]).splitlines() if str(prop["kind"]) in line)
    assert message in found
    assert bool(found) is bool(message)


# --- words ---------------------------------------------------------------------------------------


def spoken(pose: dict[str, Any], words: str, **more: Any) -> str:
    of = figure(pose, supported=True, **more)
    return "\n".join(finding.message for finding in check_figure(of, said=[[Spoken("caption", words)]]))


@pytest.mark.parametrize(
    ("words", "so", "not_so"),
    [
        ("Elbow tucked", {}, {"upper": 50, "fore": 90}),
        ("Keep your elbows at your sides", {"fore": 90}, {"arm_out": 60}),
        ("Tuck your elbow in", {}, {"arm_out": 50}),
        ("Knee straight", {}, {"thigh": 40, "shin": -20}),
        ("Straighten your leg", {}, {"thigh": 40, "shin": -20}),
        ("Legs straight", {}, {"pin": "left foot", "right": {"thigh": 40, "shin": -20}}),
        ("Knees bent", {"thigh": 30, "shin": -10}, {}),
        ("Bend both knees", {"thigh": 30, "shin": -10}, {}),
        ("Arms straight", {"upper": 88, "fore": 92}, {"upper": 0, "fore": 90}),
        ("Bend your elbows", {"upper": 0, "fore": 90}, {"upper": 0, "fore": 4}),
        ("Back flat", {"trunk": 30}, {"lumbar": 20, "thoracic": 20}),
        ("Keep a straight back", {"trunk": 30}, {"lumbar": 20, "thoracic": 20}),
        ("Tuck your chin in", {"chin": "tucked"}, {}),
        ("Chin tucked", {"chin": "tucked"}, {"chin": "forward"}),
        ("Stand tall", {}, {"trunk": 40}),
        ("Heels up", {"foot": "toes"}, {}),
        ("Heels down", {}, {"foot": "toes"}),
        ("Arms overhead", {"arms": "overhead"}, {"arms": "forward"}),
    ],
)
def test_words_that_the_picture_denies_are_named(words: str, so: dict[str, Any], not_so: dict[str, Any]):
    assert spoken(so, words) == ""
    found = spoken(not_so, words)
    assert "the caption says “" in found, found


@pytest.mark.parametrize(
    "words",
    [
        "Do not keep your knee straight",
        "Lower until your knees are bent",
        "Bend your knees, then straighten your knees",
        "Never lock a straight knee",
        "Rest",
        "A straight line",
    ],
)
def test_words_that_say_nothing_of_the_picture_are_not_read(words: str):
    assert spoken({"thigh": 40, "shin": -20}, words) == ""
    assert spoken({}, words) == ""


def test_one_side_is_enough_where_one_is_spoken_of():
    lifted = {"pin": "left foot", "left": {"thigh": 0}, "right": {"thigh": 60, "shin": -20}}
    assert spoken(lifted, "Knee straight") == ""
    assert "the right knee bends" in spoken(lifted, "Both knees straight")


def test_one_side_is_meant_where_the_pose_speaks_of_that_alone():
    lifted = {"pin": "left foot", "right": {"thigh": 60, "shin": -20}}
    assert "the right knee bends" in spoken(lifted, "Knee straight")
    assert spoken(lifted, "Knee bent") == ""
    assert "the right upper arm is" in spoken({"right": {"upper": 70, "fore": 70}}, "Elbow tucked")
    assert spoken({"right": {"upper": 0, "fore": 90}, "left": {"arm_out": 80}}, "Elbow tucked") == ""


@pytest.mark.parametrize(
    ("words", "anchor", "message"),
    [
        ("Fix the band to a low point behind you", [-80, 20], ""),
        ("Fix the band to a low point behind you", [-80, 120], "is fixed low, but it is fixed 120 cm high"),
        ("Fix the band to a low point behind you", [80, 20], "is fixed behind, but"),
        ("Band fixed high in front", [80, 60], "is fixed high"),
        ("Band fixed high in front", [80, 150], ""),
        ("A low chair stands behind the band", [80, 120], ""),
    ],
)
def test_a_band_is_fixed_where_the_words_say(words: str, anchor: list[float], message: str):
    found = spoken({}, words, props=[{"kind": "band", "round": "hips", "anchor": anchor}])
    assert message in found
    assert bool(found) is bool(message)


# --- the shipped drills, and a clinic's own ------------------------------------------------------


def test_no_shipped_drill_is_refused_for_its_words(library: Library):
    for drill in library.drills.values():
        assert figure_problems(drill, library) == [], drill.id


def test_words_are_read_in_english_alone(library: Library):
    drill = next(drill for drill in library.drills.values() if drill.id == "kneeling-hip-extension")
    assert drill.figure
    props = figure({}, props=[{"kind": "band", "anchor": [-101, 100], "round": "hips"}]).props
    moved = replace(drill, figure=replace(drill.figure, props=props))
    assert any("is fixed low" in problem.message for problem in figure_problems(moved, library))
    library = replace(library, figures={**library.figures, (drill.id, "de"): library.figures[drill.id, "en"]})
    assert figure_problems(replace(moved, language="de"), library) == []


def test_every_build_is_refused_alike():
    of: Figure = figure({}, props=[{"kind": "ball", "at": [-8, 106, -30], "radius": 3}])
    for build in BUILDS:
        assert any("hidden" in finding.message for finding in check_figure(of, build))


def test_check_figure_and_make_name_file_and_line(handouts: Run, clinic: Path):
    text = (Path(__file__).parents[2] / "content/drills/kneeling-hip-extension.yaml").read_text()
    text = text.replace("id: kneeling-hip-extension", "id: high-band").replace(
        "anchor: [-101, 16]", "anchor: [-101, 90]"
    )
    text = text.replace("height: 46", "height: 96")
    path = clinic / "drills" / "high-band.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    line = next(number for number, row in enumerate(text.splitlines(), 1) if row.lstrip().startswith("- step: 6"))
    told = "says that the band is fixed low"
    for arguments in (("check",), ("figure", "high-band", "-o", "x.pdf"), ("make", "high-band", "-p", "Jo")):
        ran = handouts(*arguments, "--clinic", "clinic")
        assert ran.code == Exit.CONTENT, arguments
        row = next(row for row in ran.err.splitlines() if told in row)
        assert f"high-band.yaml:{line}" in row
