"""The language of the body: a joint that is drawn is where the words say, on both sides; close-ups; people."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from handouts.base.records import dataclass, later
from handouts.figures.body import SIDES, Body, Limb, lowest
from handouts.figures.camera import VIEWS
from handouts.figures.checks import check_figure
from handouts.figures.checks.finding import angle_between
from handouts.figures.draw import draw, mirrored
from handouts.figures.measures import BUILDS
from handouts.figures.outline import bounds
from handouts.figures.person import Person
from handouts.figures.poses import CloseUp, Figure, Pose
from handouts.figures.posing import posed
from handouts.figures.shapes import Drawing
from handouts.figures.skeleton import solve
from handouts.figures.space import P3, dot, sub, unit
from handouts.figures.theme import make_theme, theme_of
from handouts.library.load import Library
from handouts.orders.order import Order
from handouts.plan.handout import Posed
from handouts.plan.planner import Planner
from tests.conftest import Ran
from tests.figures.test_checks import FIGURE, figure, said

POSE: TypeAdapter[Pose] = TypeAdapter(Pose)
FOLDER = Path(__file__).parent / "language"
WRITTEN = {path.stem: yaml.safe_load(path.read_text()) for path in sorted(FOLDER.glob("*.yaml"))}
FIGURES: dict[str, Figure] = {name: FIGURE.validate_python(drill["figure"]) for name, drill in WRITTEN.items()}


def stands(**keys: Any) -> Body:
    return solve(POSE.validate_python(keys), BUILDS["straight"])


def body_of(name: str, index: int) -> Body:
    return posed(FIGURES[name], FIGURES[name].positions[index], BUILDS["straight"])


def outwards(arm: Limb, side: str) -> float:
    """How far the forearm points away from the body, degrees: 0 straight forward, 90 to the side."""
    way = sub(arm.end, arm.middle)
    return math.degrees(math.atan2(way[2] * (1 if side == "right" else -1), way[0]))


# --- arms ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("side", SIDES)
@given(st.floats(-80, 85))
def test_a_shoulder_turns_with_the_elbow_at_the_side(side: str, turn: float):
    arm = stands(elbow_bend=90, upper=0, rotate=turn).arms[side]
    assert math.isclose(outwards(arm, side), turn, abs_tol=0.5)
    assert math.isclose(arm.middle[0], arm.root[0], abs_tol=0.01), "the elbow stays under the shoulder"
    assert math.isclose(arm.end[1], arm.middle[1], abs_tol=0.01), "and the forearm level"


@pytest.mark.parametrize("side", SIDES)
def test_out_of_an_arm_held_aside_outwards_is_up(side: str):
    def height(turn: float) -> float:
        arm = stands(arm_out=90, elbow_bend=90, rotate=turn).arms[side]
        return arm.end[1] - arm.middle[1]

    assert height(80) > 20
    assert abs(height(0)) < 1
    assert height(-60) < -15


@pytest.mark.parametrize("side", SIDES)
@given(st.floats(0, 145), st.floats(-30, 150))
def test_an_elbow_bends_against_its_upper_arm(side: str, bend: float, upper: float):
    arm = stands(upper=upper, elbow_bend=bend).arms[side]
    assert math.isclose(angle_between(sub(arm.middle, arm.root), sub(arm.end, arm.middle)), bend, abs_tol=0.1)


WAYS: dict[str, P3] = {"up": (0, 1, 0), "down": (0, -1, 0), "front": (1, 0, 0), "back": (-1, 0, 0)}


def faced(side: str, way: str) -> P3:
    outer = 1.0 if side == "right" else -1.0
    return {**WAYS, "in": (0.0, 0.0, -outer), "out": (0.0, 0.0, outer)}[way]


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("way", ["up", "down", "in", "out"])
def test_a_palm_faces_where_it_is_said_to(side: str, way: str):
    arm = stands(upper=0, elbow_bend=90, palm=way).arms[side]
    assert dot(arm.tip.f, faced(side, way)) < -0.98, "the back of the hand is away from there"
    assert dot(arm.tip.u, unit(sub(arm.middle, arm.end))) > 0.99, "the hand goes on along the forearm"


@pytest.mark.parametrize("side", SIDES)
def test_the_thumb_is_where_the_palm_puts_it(side: str):
    """Supination of a level forearm takes the thumb outwards, pronation inwards."""
    inner = -1.0 if side == "right" else 1.0

    def thumb(palm: str) -> float:
        arm = stands(upper=0, elbow_bend=90, palm=palm).arms[side]
        return arm.tip.at(arm.end, 0, 0, inner * 5)[2] * (1 if side == "right" else -1) - abs(arm.end[2])

    assert thumb("up") > 4
    assert thumb("down") < -4


@pytest.mark.parametrize("side", SIDES)
@given(st.floats(-70, 75))
def test_a_wrist_bends_to_the_back_of_the_hand(side: str, bend: float):
    arm = stands(upper=0, elbow_bend=90, palm="down", wrist=bend).arms[side]
    tip = arm.tip.at(arm.end, 0, -10)
    assert math.isclose(math.degrees(math.asin((tip[1] - arm.end[1]) / 10)), bend, abs_tol=0.5)


def test_fingers_point_where_they_are_said_to():
    arm = stands(hand=[44, 140], fingers="up", palm="front").arms["right"]
    assert dot(arm.tip.u, (0, -1, 0)) > 0.99
    assert dot(arm.tip.f, (-1, 0, 0)) > 0.99
    assert abs(arm.tip.at(arm.end, 0, -8)[0] - 44) < 1.5


@pytest.mark.parametrize(("way", "axis", "sign"), [("up", 1, 1), ("down", 1, -1), ("forward", 0, 1), ("back", 0, -1)])
def test_shoulder_blades_take_the_shoulders_with_them(way: str, axis: int, sign: int):
    for side in SIDES:
        moved = sub(stands(shoulder=way).arms[side].root, stands().arms[side].root)
        assert sign * moved[axis] > 1.5


def test_crossed_arms_cross_and_lie_at_the_other_shoulder():
    for build in BUILDS.values():
        body = solve(POSE.validate_python({"arms": "crossed"}), build)
        left, right = body.arms["left"], body.arms["right"]
        assert right.end[2] < 0 < left.end[2], "each wrist is past the middle"
        assert right.middle[2] > 5 > -5 > left.middle[2], "each elbow on its own side"
        for one, other in ((left, right), (right, left)):
            hand = one.tip.at(one.end, 0, -8)
            assert math.dist(hand, other.root) < 16
            assert abs(hand[1] - other.root[1]) < 8
            assert dot(one.tip.f, body.chest.f) > 0.9, "the palm lies on the chest"


# --- head and trunk ------------------------------------------------------------------------------


def test_a_tucked_chin_glides_back_and_stays_level():
    usual, back, forward = stands(), stands(chin="tucked"), stands(chin="forward")
    assert back.skull[0] < usual.skull[0] - 2.5
    assert forward.skull[0] > usual.skull[0] + 3.5
    for found in (back, forward):
        assert abs(found.skull[1] - usual.skull[1]) < 1.0, "it glides, and does not bow"
        assert angle_between(found.head.u, usual.head.u) < 8


@given(st.floats(-80, 80))
def test_a_head_turns_to_the_right_and_the_chest_stays(turn: float):
    body = stands(neck_turn=turn)
    assert math.isclose(math.degrees(math.atan2(body.head.f[2], body.head.f[0])), turn, abs_tol=0.5)
    assert dot(body.chest.f, stands().chest.f) > 0.9999


@given(st.floats(5, 45), st.sampled_from([-1, 1]))
def test_an_ear_goes_to_the_shoulder_of_its_side(bend: float, sign: int):
    body = stands(neck_side=sign * bend)
    assert body.skull[2] * sign > 1
    assert math.isclose(angle_between(body.head.u, body.chest.u), bend, abs_tol=1)


@given(st.floats(-60, 60))
def test_a_chest_turns_on_hips_that_stay(turn: float):
    body = stands(trunk_turn=turn, legs="sitting")
    assert math.isclose(math.degrees(math.atan2(body.chest.f[2], body.chest.f[0])), turn, abs_tol=0.5)
    assert dot(body.pelvis.f, (1, 0, 0)) > 0.9999
    ahead = body.arms["left"].root[0] - body.arms["right"].root[0]
    assert ahead * turn >= 0, "to the right: the left shoulder comes forward, the right one goes back"


@given(st.floats(8, 40), st.sampled_from([-1, 1]))
def test_a_trunk_bends_to_its_side(bend: float, sign: int):
    body = stands(trunk_side=sign * bend)
    assert body.nape[2] * sign > 3
    near, far = ("right", "left") if sign > 0 else ("left", "right")
    assert body.arms[near].root[1] < body.arms[far].root[1] - 3


# --- feet and sitting ----------------------------------------------------------------------------


@pytest.mark.parametrize("side", SIDES)
@given(st.floats(-30, 50))
def test_toes_turn_outwards(side: str, turn: float):
    foot = stands(foot_turn=turn).legs[side].tip
    assert math.isclose(
        math.degrees(math.atan2(foot.f[2] * (1 if side == "right" else -1), foot.f[0])), turn, abs_tol=0.5
    )


def test_toes_bend_against_the_foot():
    flat, lifted = stands(), stands(toes=40)
    assert lifted.chains["right foot"][-1][0][1] > flat.chains["right foot"][-1][0][1] + 3
    assert lifted.legs["right"].tip.f == flat.legs["right"].tip.f


def test_long_sitting_is_on_the_floor_with_straight_knees():
    body = stands(legs="long-sitting", pin="hips")
    assert abs(lowest(body.chains["pelvis"])) < 0.1
    for leg in body.legs.values():
        assert abs(leg.root[1] - leg.end[1]) < 1
        assert angle_between(sub(leg.middle, leg.root), sub(leg.end, leg.middle)) < 1
    assert said({"legs": "long-sitting", "pin": "hips", "hand": "thighs"}, props=[{"kind": "mat"}]) == ""


def test_the_instep_of_one_who_kneels_lies_on_the_floor():
    for leg in stands(legs="kneeling", pin="knees").legs.values():
        assert leg.tip.u[0] < -0.3 or leg.tip.u[1] < -0.85, "the sole faces up"
        assert leg.end[1] < 8


# --- what cannot be is refused -------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [{"rotate": 120}, {"wrist": 140}, {"elbow_bend": 170}, {"elbow_bend": -30}, {"trunk_turn": 80}, {"neck_turn": 170}, {"trunk_side": -95}, {"chin": "up"}, {"palm": "left"},
     {"shoulder": "out"}, {"toes": "up"}],
)  # fmt: skip
def test_a_joint_that_cannot_be_is_refused(wrong: dict[str, Any]):
    with pytest.raises(ValidationError):
        POSE.validate_python(wrong)


@pytest.mark.parametrize("wrong", [{"frame": "ear"}, {"head": "blue"}, {"view": "below"}])
def test_a_figure_that_is_not_known_is_refused(wrong: dict[str, Any]):
    with pytest.raises(ValidationError):
        FIGURE.validate_python({"positions": [{"step": 1, "caption": "x", "alt": "x", "pose": {}}], **wrong})


# --- views and close-ups -------------------------------------------------------------------------


def test_from_behind_the_right_hand_is_at_the_right_and_no_face_is_seen():
    body, camera = stands(), VIEWS["back"]
    right, left = (camera.flat(body.arms[side].end)[0] for side in ("right", "left"))
    assert right > left
    assert camera.near(body.head.at(body.skull, 10, 0)) < camera.near(body.skull)


def close(part: str, **more: Any) -> tuple[Drawing, ...]:
    poses = [{"upper": 0, "elbow_bend": 90}, {"upper": 0, "elbow_bend": 90, "wrist": 60}]
    positions = [{"step": 1, "caption": "x", "alt": "x", "pose": pose} for pose in poses]
    return draw(FIGURE.validate_python({"frame": part, "positions": positions, **more}))


@pytest.mark.parametrize("part", CloseUp.__args__)
def test_a_close_up_shows_its_part_and_nothing_beyond_the_edge(part: str):
    whole = draw(figure({"upper": 0, "elbow_bend": 90}))[0]
    first, second = close(part)
    assert first.box == second.box, "the same place in both pictures"
    assert first.height < 0.5 * whole.height, "enlarged"
    left, low, right, high = first.box
    for picture in (first, second):
        assert picture.shapes
        x0, y0, x1, y1 = bounds([ring for shape in picture.shapes for ring in shape.rings])
        assert left - 0.01 <= x0 < x1 <= right + 0.01
        assert low - 0.01 <= y0 < y1 <= high + 0.01


def test_a_close_up_keeps_the_place_it_is_of():
    body, camera = stands(upper=0, elbow_bend=90), VIEWS["side"]
    for part, place in (("hand", body.arms["right"].end), ("head", body.skull), ("ankle", body.legs["right"].end)):
        left, low, right, high = close(part)[0].box
        x, y = camera.flat(place)
        assert left < x < right, part
        assert low < y < high, part


def test_a_call_out_that_points_out_of_a_close_up_is_left_away():
    callouts = [{"at": "head", "text": "Head"}, {"at": "feet", "text": "Foot"}]
    positions = [{"step": 1, "caption": "x", "alt": "x", "pose": {}, "callouts": callouts}]
    (picture,) = draw(FIGURE.validate_python({"frame": "head", "positions": positions}))
    assert [note.text for note in picture.notes] == ["Head"]


# --- people --------------------------------------------------------------------------------------


class ColourSet(NamedTuple):
    primary: str = "#1B3A57"
    accent: str | None = None


def roles(head: str) -> set[str]:
    of = FIGURE.validate_python({"head": head, "positions": [{"step": 1, "caption": "x", "alt": "x", "pose": {}}]})
    return {shape.fill for shape in draw(of)[0].shapes}


def test_heads_differ_and_grey_hair_is_grey_whatever_the_person_has():
    assert "hair" in roles("own") & roles("short") & roles("bun")
    assert "grey" not in roles("own") | roles("short") | roles("bun")
    assert "grey" in roles("grey") & roles("grey-bun")
    usual = make_theme(hair=Person().hair).as_dict()
    assert usual["grey"] != usual["hair"]
    for person in (Person(hair="auburn"), Person(heads="own")):
        chosen = theme_of(ColourSet(), person, mono=False).as_dict()
        assert chosen["grey"] == chosen["hair"], "who chose a colour of hair is drawn with it"
    assert make_theme(hair="auburn").as_dict()["grey"] not in (chosen["hair"], usual["hair"])


def test_hair_that_an_order_asks_for_is_drawn(library: Library, make_order: Callable[..., Order]):
    def drawn(**keys: Any) -> Person:
        handout, *_ = Planner(library).plan(make_order(**keys))
        asset = handout.cards[0].pictures[0].asset
        assert isinstance(asset, Posed)
        return asset.person

    assert (drawn().heads, drawn(hair="black").heads) == ("in-turn", "own")
    assert drawn(hair="grey") == replace(drawn(), hair="grey")


def test_at_least_half_of_the_shipped_people_have_grey_hair(library: Library):
    heads = [drill.figure.head for drill in library.drills.values() if drill.figure]
    assert sum(head.startswith("grey") for head in heads) * 2 >= len(heads)
    assert len(set(heads)) >= 4


@pytest.mark.parametrize("art", ["colour", "mono"])
def test_trousers_cover_the_leg_in_the_same_picture(art: Any):
    short, long = (make_theme(art=art, clothes=clothes).as_dict() for clothes in ("shorts", "trousers"))
    assert (short["leg"], short["cuff"]) == (short["skin"], short["skin"])
    assert long["leg"] == long["hem"] == long["shorts"] != long["skin"]
    assert long["leg far"] == long["hem far"]
    assert {shape.fill for shape in draw(figure({}))[0].shapes} >= {"leg", "leg far"}


# --- ids -----------------------------------------------------------------------------------------


def test_a_later_field_is_in_the_repr_only_where_it_is_used():
    @dataclass(frozen=True, kw_only=True)
    class Thing:
        old: int = 1
        new: int = later(2)

    assert repr(Thing()).endswith("Thing(old=1)")
    assert repr(Thing(new=3)).endswith("Thing(old=1, new=3)")
    assert Thing() != Thing(new=3)


def test_ids_of_what_does_not_use_the_new_language_stay():
    for text in (repr(figure({"trunk": 4})), repr(Person())):
        for name in ("rotate", "palm", "wrist", "chin", "trunk_turn", "frame", "head", "clothes", "elbow_bend"):
            assert f"{name}=" not in text
    assert repr(Person()) == "Person(skin='tan', hair='black', build='straight', art='colour')"
    assert "clothes='trousers'" in repr(replace(Person(), clothes="trousers"))


# --- ten poses that use it -----------------------------------------------------------------------


def test_there_are_ten():
    assert len(FIGURES) == 10


@pytest.mark.parametrize("name", FIGURES)
def test_a_pose_of_the_language_is_right_and_can_be_drawn_on_both_sides(name: str):
    for build in BUILDS:
        assert check_figure(FIGURES[name], build) == [], build
    for picture in draw(FIGURES[name]):
        other = mirrored(picture)
        assert math.isclose(other.width, picture.width)
        assert mirrored(other).shapes == picture.shapes


def test_the_words_of_the_ten_are_true_of_their_bodies():
    for index, wanted in ((0, -50), (1, 55)):
        assert math.isclose(
            outwards(body_of("shoulder-external-rotation", index).arms["right"], "right"), wanted, abs_tol=1
        )
    assert body_of("chin-tuck", 1).skull[0] < body_of("chin-tuck", 0).skull[0] - 6
    down, up = (body_of("wrist-extension", index).arms["right"] for index in (0, 1))
    assert down.tip.at(down.end, 0, -10)[1] < down.end[1] < up.tip.at(up.end, 0, -10)[1]
    assert body_of("neck-rotation", 1).head.f[2] > 0.8
    assert body_of("neck-side-bend", 1).skull[2] > 5
    assert body_of("seated-trunk-turn", 1).chest.f[2] > 0.5
    apart, together = (body_of("blade-squeeze", index).arms["right"].root for index in (0, 1))
    assert together[0] < apart[0] - 6


def test_the_ten_are_drills_that_a_clinic_could_have(handouts: Any, clinic: Path):
    folder = clinic / "drills"
    folder.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.yaml"):
        # under ids of their own: the library has some of them by now, and programs with doses for those
        (folder / path.name).write_text(re.sub(r"(?m)^id: ", "id: own-", path.read_text()))
    checked: Ran = handouts("check", "--clinic", "clinic")
    assert checked.code == 0, checked.err
    made: Ran = handouts(
        "make", "own-chin-tuck", "own-wrist-extension", "-p", "Jo", "--clinic", "clinic", "-o", "made.pdf"
    )
    assert made.code == 0, made.err


def test_blades_that_are_drawn_together_are_seen_to_be_so():
    """From behind each blade is an outline of its own, and they go as far as is seen at the size of print."""
    gaps = []
    for picture in draw(FIGURES["blade-squeeze"]):
        one, other = (bounds([ring]) for shape in picture.shapes if shape.fill == "shirt light" for ring in shape.rings)
        gaps.append(max(one[0], other[0]) - min(one[2], other[2]))
    apart, together = gaps
    assert together < 6
    assert apart > together + 12, "1.5 mm and more in a picture of 45 mm"


def test_blades_that_nobody_speaks_of_are_two_lines():
    (picture,) = draw(replace(figure({}), view="back"))
    assert not [shape for shape in picture.shapes if shape.fill == "shirt light"]


def test_the_upper_body_is_shown_with_its_hands():
    pose = {"upper": 90, "elbow_bend": 90}
    whole, near = draw(figure(pose))[0], draw(replace(figure(pose), frame="upper-body"))[0]
    assert near.box[1] > 80
    assert near.height < 0.6 * whole.height
    assert near.box[2] > solve(POSE.validate_python(pose), BUILDS["straight"]).arms["right"].end[0]


@pytest.mark.parametrize("side", SIDES)
@given(st.floats(-40, 40))
def test_a_rolled_foot_turns_its_sole_inwards(side: str, roll: float):
    foot = stands(**{side: {"foot": "square", "foot_roll": roll, "foot_turn": 0}}).legs[side].tip
    inwards = (0.0, 0.0, -1.0 if side == "right" else 1.0)
    assert math.isclose(math.degrees(math.asin(-dot(foot.u, inwards))), roll, abs_tol=0.1)
    assert math.isclose(foot.f[0], 1.0, abs_tol=1e-6), "the toes still point ahead"


@pytest.mark.parametrize(
    "pose",
    [{"upper": 0, "elbow_bend": 90}, {"upper": 120, "fore": 120},
     {"elbow_bend": 90, "left": {"rotate": -40}, "right": {"rotate": 45}}],
)  # fmt: skip
def test_a_dowel_in_both_hands_goes_through_them(pose: dict[str, Any]):
    of = figure(pose, props=[{"kind": "dowel", "at": "hands", "length": 90}])
    body = posed(of, of.positions[0], BUILDS["straight"])
    (bar,) = of.props[0].units(body, VIEWS["front"])
    for arm in body.arms.values():
        assert arm.grip
        assert all(low <= at <= high for low, at, high in zip(bar.low, arm.held, bar.high, strict=True))
    ends = bar.spine[0][0], bar.spine[-1][0]
    assert math.dist(*ends) == pytest.approx(90, abs=4), "seen from the front hardly shortened"
    assert check_figure(of) == []


def test_hands_that_are_wider_apart_than_the_dowel_is_long_are_told():
    wide = {"upper": 0, "elbow_bend": 90, "rotate": 60}
    assert "the hands that hold the dowel are 90 cm apart, and it is 40 cm long" in said(
        wide, props=[{"kind": "dowel", "at": "hands", "length": 40}]
    )


def test_a_towel_goes_from_hand_to_hand_behind_the_back():
    pose = {"right": {"hand": "nape", "elbow": "up"}, "left": {"hand": "low-back", "elbow": "out"}}
    of = figure(pose, props=[{"kind": "towel", "round": "hands"}], view="back")
    assert check_figure(of) == [], "seen, and in closed hands"
    body = posed(of, of.positions[0], BUILDS["straight"])
    towel = next(unit for unit in of.props[0].units(body, VIEWS["back"]) if unit.name == "towel")
    assert towel.high[0] < body.chest.at(body.ribs, -6.0, 12.0)[0], "behind the back"


def test_a_roller_lies_under_the_upper_back():
    pose = {"trunk": -80, "lumbar": -4, "legs": "hook-lying", "pin": "hips", "hand": "back-of-head", "elbow": "out"}
    assert said(pose | {"neck": 10}, props=[{"kind": "foam-roller", "under": "upper back"}]) == ""
