"""Every prop is one class: drawn, pointed at, held and checked from what it says of itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from handouts.figures.camera import VIEWS
from handouts.figures.checks import check_figure
from handouts.figures.draw import draw
from handouts.figures.measures import BUILDS
from handouts.figures.poses import Figure, props_of
from handouts.figures.posing import posed
from handouts.figures.props import PROPS, anchors, hand_places, prop_units, solids
from handouts.figures.scene import Scene
from tests.figures.test_checks import figure, said

EVERY: list[dict[str, Any]] = [
    {"kind": "band", "round": "knees"},
    {"kind": "band", "round": "ankles"},
    {"kind": "band", "round": "feet"},
    {"kind": "band", "round": "hips", "anchor": [80, 90]},
    {"kind": "band", "round": "thighs", "anchor": [80, 60]},
    {"kind": "band", "round": "hands", "anchor": [80, 120]},
    {"kind": "post", "at": 80, "height": 120},
    {"kind": "dowel", "at": [30, 110]},
    {"kind": "dowel", "at": "hip-crease"},
    {"kind": "barbell", "at": [30, 90], "plates": 20},
    {"kind": "rack", "back": -40, "front": 30, "rail": 70},
    {"kind": "plates", "at": 15, "stack": 2},
    {"kind": "straps", "anchor": [90, 190]},
    {"kind": "chair", "at": -15},
    {"kind": "chair", "at": 50, "faces": "left"},
    {"kind": "step", "at": 20},
    {"kind": "wall", "at": 40},
    {"kind": "wall", "at": -20, "side": "back"},
    {"kind": "mat"},
    {"kind": "dumbbells"},
    {"kind": "dumbbells", "hands": "left"},
    {"kind": "kettlebell"},
    {"kind": "kettlebell", "at": [30, 0]},
    {"kind": "ball", "at": [35, 100]},
    {"kind": "towel", "round": "right foot"},
    {"kind": "towel", "round": "left thigh"},
    {"kind": "towel", "round": "hands"},
    {"kind": "band", "round": "hands", "anchor": "feet"},
    {"kind": "band", "round": "right hand", "anchor": "left hand"},
    {"kind": "band", "round": "back", "anchor": "hands"},
    {"kind": "band", "round": "right foot", "anchor": "right hand"},
    {"kind": "band", "round": "right ankle", "anchor": [-80, 12, 10], "fixed": "door"},
    {"kind": "band", "round": "waist", "anchor": [-80, 90], "fixed": "wall"},
    {"kind": "band", "round": "wrists"},
    {"kind": "straps", "anchor": [90, 190], "fixed": "door"},
    {"kind": "chair", "at": -15, "arms": True},
    {"kind": "bed", "at": -100, "long": 90},
    {"kind": "table", "at": 30},
    {"kind": "rail"},
    {"kind": "stairs", "at": 20},
    {"kind": "doorway"},
    {"kind": "walking-frame"},
    {"kind": "bottle"},
    {"kind": "bottle", "hands": "both"},
    {"kind": "stick"},
    {"kind": "ball", "at": "knees", "radius": 4},
    {"kind": "ball", "at": "hands"},
    {"kind": "ball", "at": [-60, 30], "radius": 30},
    {"kind": "pillow"},
    {"kind": "pillow", "under": "knees"},
    {"kind": "towel-roll", "under": "knees"},
    {"kind": "foam-roller", "under": "ankles"},
]


BEFORE = sorted(VIEWS.keys() - {"back", "lying"})
"""The views that show what is before a body that stands; from behind the body hides it."""


def in_order(of: Figure) -> list[str]:
    """Names of all units as they are painted."""
    position = of.positions[-1]
    body, camera = posed(of, position, BUILDS["straight"]), VIEWS[of.view]
    return [unit.name for unit in Scene(body, camera, prop_units(props_of(of, position), body, camera)).units]


def test_every_kind_of_prop_is_tried_here():
    assert {prop["kind"] for prop in EVERY} == {prop.word() for prop in PROPS}


@pytest.mark.parametrize("prop", EVERY, ids=str)
def test_a_prop_has_the_places_that_it_says_it_has(prop: dict[str, Any]):
    of = figure({}, props=[prop])
    (model,), body = of.props, posed(of, of.positions[0], BUILDS["straight"])
    assert set(anchors([model], body)) == set(model.places())
    assert set(model.places()) <= set(model.pointed_at)
    assert {name for name, _ in hand_places([model], body)} <= {model.reached_for}
    assert model.units(body, VIEWS["side"])


@pytest.mark.parametrize("view", sorted(VIEWS))
@pytest.mark.parametrize("prop", EVERY, ids=str)
def test_a_prop_adds_to_the_picture_in_every_view(prop: dict[str, Any], view: str):
    (bare,), (picture,) = draw(figure({}, view=view)), draw(figure({}, props=[prop], view=view))
    assert len(picture.shapes) > len(bare.shapes)


# --- a new prop ----------------------------------------------------------------------------------

NEW = '''
from typing import ClassVar, Literal
from pydantic import TypeAdapter
from handouts.base.records import dataclass
from handouts.base.rules import strict
from handouts.figures.body import HandPlace
from handouts.figures.props import AnyProp, registered
from handouts.figures.props.solids import box
from handouts.figures.quantities import Coordinate

@registered
@strict
@dataclass(frozen=True, kw_only=True)
class LecternProp(AnyProp):
    """A lectern."""

    kind: Literal["lectern"]
    at: Coordinate
    pointed_at: ClassVar[tuple[str, ...]] = ("lectern",)
    reached_for: ClassVar[str] = "lectern"

    def units(self, body, camera):
        return [box(camera, "lectern", *self.solids()[0], "wood")]

    def anchors(self, body):
        return {"lectern": (self.at, 75.0, 0.0)}

    def hand_place(self, body, side):
        return HandPlace((self.at + 4, 77.0, 14.0 if side == "right" else -14.0))

    def solids(self):
        return [((self.at, 70.0, -40.0), (self.at + 60, 75.0, 40.0))]

from handouts.figures.checks import check_figure
from handouts.figures.draw import draw
from handouts.figures.poses import Figure

def figure(at):
    return TypeAdapter(Figure).validate_python({
        "props": [{"kind": "lectern", "at": at}],
        "positions": [
            {"step": 1, "caption": "x", "alt": "x", "pose": {}},
            {"step": 2, "caption": "x", "alt": "x", "pose": {"trunk": 20, "thigh": 15, "shin": -5, "hand": "lectern"},
             "arrow": {"of": "hands"}, "callouts": [{"at": "lectern", "text": "Firm lectern"}]},
        ],
    })

right = figure(35)
assert check_figure(right) == [], check_figure(right)
assert [note.text for note in draw(right)[1].notes] == ["Firm lectern"]
assert "the head goes through the lectern" not in str(check_figure(right))
assert "goes through the lectern" in str(check_figure(figure(-20)))
assert '"lectern"' in str(TypeAdapter(Figure).json_schema()).replace("'", '"')
'''


def test_a_new_prop_is_one_class(tmp_path: Path):
    script = tmp_path / "new.py"
    script.write_text(NEW)
    ran = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


# --- hands ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prop", "pose", "held"),
    [
        ({"kind": "towel", "round": "right foot"}, {"upper": 40, "fore": 80}, "towel right"),
        ({"kind": "band", "round": "hands", "anchor": [80, 120]}, {"upper": 60, "fore": 80, "grip": True}, "band near"),
        ({"kind": "straps", "anchor": [90, 190]}, {"hand": [30, 121]}, "straps right handle"),
        ({"kind": "dumbbells"}, {}, "dumbbells right handle"),
        ({"kind": "kettlebell"}, {"hand": [20, 80, 3]}, "kettlebell handle"),
    ],
    ids=lambda value: value.get("kind") if isinstance(value, dict) else value,
)
@pytest.mark.parametrize("view", BEFORE)
def test_a_closed_hand_is_painted_over_what_it_holds(prop: dict[str, Any], pose: dict[str, Any], held: str, view: str):
    order = in_order(figure(pose, props=[prop], view=view, supported=True))
    assert order.index(held) < order.index("right hand")


def test_all_that_is_in_a_closed_hand_is_marked_as_held():
    held: dict[str, bool] = {}
    for prop, pose in (
        ({"kind": "dowel", "at": [30, 110]}, {"hand": "dowel"}),
        ({"kind": "barbell", "at": [30, 100]}, {"hand": "barbell"}),
        ({"kind": "straps", "anchor": [90, 190]}, {"hand": [30, 121]}),
        ({"kind": "dumbbells"}, {}),
        ({"kind": "kettlebell"}, {"hand": [20, 80, 3]}),
        ({"kind": "towel", "round": "right foot"}, {"upper": 40, "fore": 80}),
        ({"kind": "band", "round": "hands", "anchor": [80, 120]}, {"upper": 60, "fore": 80, "grip": True}),
        ({"kind": "ball", "at": [30, 100]}, {"hand": "ball", "grip": True}),
    ):
        of = figure(pose, props=[prop])
        body = posed(of, of.positions[0], BUILDS["straight"])
        units = prop_units(of.props, body, VIEWS["side"])
        held[str(prop["kind"])] = any("right hand" in unit.held for unit in units)
    assert held == {
        "dowel": True,
        "barbell": True,
        "straps": True,
        "dumbbells": True,
        "kettlebell": True,
        "towel": True,
        "band": True,
        "ball": False,  # an open hand lies on it
    }


def test_an_open_hand_holds_nothing():
    opened = {"upper": 60, "fore": 80, "left": {"grip": False}, "right": {"grip": False}}
    of = figure(opened, props=[{"kind": "band", "round": "hands", "anchor": [80, 120]}])
    body = posed(of, of.positions[0], BUILDS["straight"])
    assert not any(unit.held for unit in prop_units(of.props, body, VIEWS["side"]))


@pytest.mark.parametrize(
    ("prop", "closed"),
    [
        ({"kind": "straps", "anchor": [90, 190]}, "left right"),
        ({"kind": "towel", "round": "left foot"}, "left right"),
        ({"kind": "towel", "round": "hands"}, "left right"),
        ({"kind": "dumbbells"}, "left right"),
        ({"kind": "dumbbells", "hands": "left"}, "left"),
        ({"kind": "kettlebell"}, "left right"),
        ({"kind": "kettlebell", "at": [30, 0]}, ""),
        ({"kind": "band", "round": "knees"}, ""),
        ({"kind": "band", "round": "hands", "anchor": [80, 120]}, "left right"),
        ({"kind": "band", "round": "right hand", "anchor": [80, 120]}, "right"),
        ({"kind": "band", "round": "right hand", "anchor": "left hand"}, "left right"),
        ({"kind": "band", "round": "left foot", "anchor": "right hand"}, "right"),
    ],
    ids=str,
)
def test_what_lies_in_the_hands_closes_them(prop: dict[str, Any], closed: str):
    of = figure({}, props=[prop])
    body = posed(of, of.positions[0], BUILDS["straight"])
    assert [side for side in ("left", "right") if body.arms[side].grip] == closed.split()
    opened = figure({"grip": False, "left": {"grip": False}, "right": {"grip": False}}, props=[prop])
    body = posed(opened, opened.positions[0], BUILDS["straight"])
    assert not any(arm.grip for arm in body.arms.values()), "what the pose says goes first"


@pytest.mark.parametrize(
    ("prop", "grips"),
    [
        ({"kind": "dowel", "at": [30, 110]}, True),
        ({"kind": "barbell", "at": [30, 100]}, True),
        ({"kind": "kettlebell", "at": [35, 30]}, True),
        ({"kind": "chair", "at": 60, "faces": "left"}, False),
        ({"kind": "wall", "at": 45}, False),
        ({"kind": "ball", "at": [35, 100]}, False),
    ],
    ids=str,
)
def test_a_hand_that_reaches_for_a_bar_closes_round_it(prop: dict[str, Any], grips: bool):
    of = figure({"hand": prop["kind"]}, props=[prop])
    body = posed(of, of.positions[0], BUILDS["straight"])
    assert all(arm.grip is grips for arm in body.arms.values())
    if prop["kind"] == "wall":
        assert all(arm.tip.u == (0, -1, 0) for arm in body.arms.values()), "fingers up along the wall"


# --- weight, walls and floors --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prop", "steady"),
    [
        ({"kind": "straps", "anchor": [-60, 190]}, True),
        ({"kind": "wall", "at": 70}, True),
        ({"kind": "chair", "at": -60}, True),
        ({"kind": "band", "round": "hips", "anchor": [-80, 90]}, True),
        ({"kind": "towel", "round": "right foot"}, True),
        ({"kind": "towel", "round": "hands"}, False),
        ({"kind": "band", "round": "knees"}, False),
        ({"kind": "dumbbells"}, False),
        ({"kind": "kettlebell", "at": [-30, 0]}, False),
        ({"kind": "post", "at": -60, "height": 120}, False),
        ({"kind": "mat"}, False),
    ],
    ids=str,
)
def test_only_what_takes_weight_excuses_balance(prop: dict[str, Any], steady: bool):
    assert ("would fall" in said({"trunk": 75}, props=[prop])) is not steady


def test_a_towel_in_open_hands_takes_no_weight():
    opened = {"trunk": 75, "left": {"grip": False}, "right": {"grip": False}}
    assert "would fall" in said(opened, props=[{"kind": "towel", "round": "right foot"}])


def test_one_may_stand_on_a_step():
    pose = {"pin": "right foot", "at": [30, 20], "left": {"foot_at": [30, 20]}}
    assert "nothing touches the floor" in said(pose)
    assert "nothing touches the floor" not in said(pose, props=[{"kind": "step", "at": 10}])


def test_what_is_solid_is_named_by_its_kind():
    assert "goes through the rack" in said(
        {}, props=[{"kind": "rack", "back": 0, "front": 60, "rail": 70, "width": 17}]
    )
    of = figure({}, props=EVERY)
    assert {name for name, _ in solids(of.props)} == {
        "chair", "step", "wall", "post", "rack", "bed", "table", "stairs", "doorway",
    }  # fmt: skip


def test_on_a_mat_nothing_casts_a_shadow():
    def shadowed(*props: dict[str, Any]) -> bool:
        return any(shape.fill == "shadow" for shape in draw(figure({}, props=list(props)))[0].shapes)

    assert shadowed()
    assert not shadowed({"kind": "mat"})


def test_an_arrow_may_lie_on_a_wall_but_not_on_a_post():
    def arrow(*props: dict[str, Any]) -> tuple[Any, ...]:
        picture = draw(figure({}, {"upper": 60, "fore": 60}, props=list(props), arrow={"of": "hands"}))[1]
        (shape,) = (shape for shape in picture.shapes if shape.fill == "arrow")
        return shape.rings

    assert arrow({"kind": "wall", "at": 30}) == arrow()
    assert arrow({"kind": "post", "at": 30, "height": 180}) != arrow()


def test_hands_that_reach_for_what_is_not_there_are_named():
    for prop in PROPS:
        if prop.reached_for:
            assert f"reach for a {prop.reached_for}, but there is none" in said({"hand": prop.reached_for})
    assert "there is none" not in said({"hand": "hips"})


def test_a_dowel_that_lies_on_the_floor_or_in_the_hips_needs_no_hand():
    for at in ([40, 2], "hip-crease"):
        assert "hangs in the air" not in said({}, props=[{"kind": "dowel", "at": at}])
    assert check_figure(figure({"hand": "dowel"}, props=[{"kind": "dowel", "at": [30, 110]}])) == []


# --- painting order ------------------------------------------------------------------------------


@pytest.mark.parametrize("view", BEFORE)
@pytest.mark.parametrize(
    ("prop", "pose", "order"),
    [
        ({"kind": "post", "at": 60, "height": 120}, {}, "post foot < post"),
        (
            {"kind": "rack", "back": -40, "front": 30, "rail": 70},
            {},
            "rack foot near < rack post near < rack rail near",
        ),
        ({"kind": "chair", "at": -15}, {}, "chair back far < chair back rail < chair back near"),
        ({"kind": "chair", "at": -15}, {}, "chair back near < chair seat"),
        ({"kind": "chair", "at": 60, "faces": "left"}, {}, "chair leg near back < chair seat"),
        ({"kind": "kettlebell"}, {"hand": [20, 80, 3]}, "kettlebell handle < kettlebell"),
        ({"kind": "towel", "round": "right foot"}, {"right": {"thigh": 80, "shin": 70}}, "right foot < towel near"),
        ({"kind": "band", "round": "ankles"}, {}, "right shin < band near"),
        ({"kind": "band", "round": "knees"}, {"trunk": 30, "thigh": 60}, "right thigh < band near"),
        ({"kind": "mat"}, {"trunk": -90, "thigh": 90, "shin": 90, "pin": "hips"}, "mat < trunk"),
        ({"kind": "mat"}, {"trunk": -90, "thigh": 90, "shin": 90, "pin": "hips"}, "mat < left hand"),
        ({"kind": "wall", "at": 20}, {"hand": "wall"}, "wall < left hand"),
        ({"kind": "wall", "at": 10, "side": "back"}, {}, "wall < left foot"),
    ],
    ids=str,
)
def test_what_lies_over_what(prop: dict[str, Any], pose: dict[str, Any], order: str, view: str):
    painted = in_order(figure(pose, props=[prop], view=view))
    places = [painted.index(name) for name in order.split(" < ")]
    assert places == sorted(places)


def test_a_towel_under_a_thigh_is_seen_from_the_side_and_hidden_from_the_front():
    lifted = {"right": {"thigh": 80}, "upper": 30, "fore": 120}
    towel = [{"kind": "towel", "round": "right thigh"}]
    from_the_side = in_order(figure(lifted, props=towel))
    assert from_the_side.index("right thigh") < from_the_side.index("towel near")
    from_the_front = in_order(figure(lifted, props=towel, view="front"))
    assert from_the_front.index("towel far") < from_the_front.index("right thigh")


@pytest.mark.parametrize("view", ["side", "side-above"])
def test_a_band_round_the_hips_lies_on_the_body_or_in_its_fold(view: str):
    band = [{"kind": "band", "round": "hips", "anchor": [-80, 90]}]
    upright = in_order(figure({}, props=band, view=view))
    assert max(map(upright.index, ("trunk", "left thigh", "right thigh"))) < upright.index("band near")
    folded = in_order(figure({"trunk": 60, "thigh": 30, "shin": -10}, props=band, view=view))
    assert max(map(folded.index, ("trunk", "right thigh"))) < folded.index("band near"), "it is seen in the fold"
    assert folded.index("band far") < folded.index("trunk"), "and its other half is behind the body"


@pytest.mark.parametrize("kind", ["dowel", "barbell"])
def test_a_bar_is_cut_beside_each_hand_that_holds_it_and_shows_no_seams(kind: str):
    of = figure({"hand": kind}, props=[{"kind": kind, "at": [30, 110]}])
    body = posed(of, of.positions[0], BUILDS["straight"])
    pieces = prop_units(of.props, body, VIEWS["side"])
    ends = {round(z, 3) for unit in pieces for z in (unit.low[2], unit.high[2])}
    thick = {"dowel": 1.5, "barbell": 2.5}[kind]
    for arm in body.arms.values():
        for cut in (arm.end[2] - 5, arm.end[2] + 5):
            assert round(cut - thick, 3) in ends
            assert round(cut + thick, 3) in ends
    assert not any(unit.edge for unit in pieces), "each piece's own outline would show where two meet"
    assert all(unit.details for unit in pieces)
