"""What a drill's figure holds: positions as poses, with props, call-outs, arrows and what must be true of them."""

from __future__ import annotations

from dataclasses import field
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Literal

from handouts.base.records import dataclass, later
from handouts.base.rules import limits, strict
from handouts.base.scalars import Caption, Line, Phrase, StepNumber
from handouts.figures.landmarks import LANDMARKS
from handouts.figures.props import PROPS, AnyProp, point_words, reach_words
from handouts.figures.quantities import Angle, Bend, Coordinate, Point, Turn, Twist
from handouts.figures.reaches import REACHES
from handouts.figures.turns import TURNS

__all__ = [
    "Arrow",
    "CallOut",
    "CloseUp",
    "Expected",
    "Fact",
    "Figure",
    "HoldOn",
    "Limbs",
    "Muscle",
    "Pose",
    "Position",
    "Prop",
    "Turned",
    "Way",
    "Where",
    "arrows_of",
    "props_of",
]

ArmPreset = Literal[
    "relaxed", "forward", "clasped", "hips", "thighs", "overhead", "crossed", "beside", "under-head", "floor", "up"
]
HandShape = Literal[
    "open",
    "spread",
    "relaxed",
    "curled",
    "hook",
    "table-top",
    "straight-fist",
    "fist",
    "thumb-to-index",
    "thumb-to-middle",
    "thumb-to-ring",
    "thumb-to-little",
]
"""A hand's shape, fingers and thumb; table-top bends the knuckles alone, hook all but the knuckles."""
LegPreset = Literal[
    "straight",
    "kneeling",
    "hook-lying",
    "sitting",
    "long-sitting",
    "table-top",
    "half-kneeling-front",
    "half-kneeling-back",
]
Way = Literal["in", "out", "up", "down", "front", "back"]
"""A direction from the body that stands or lies: in is towards its middle, front is where it looks."""
Foot = Literal["flat", "pointed", "toes", "square"] | Angle
Pin = Literal["feet", "knees", "hips", "left foot", "right foot", "left knee", "right knee", "hands"]

MUSCLES = (
    "glutes", "quads", "hamstrings", "calves", "low back", "abs", "chest", "shoulders", "upper back", "side hip",
    "adductors",
)  # fmt: skip
"""Muscles that can be marked as working; and, with “stretched” before the name, as stretched."""

if TYPE_CHECKING:
    Prop = AnyProp
    HoldOn = str
    Where = str
    Turned = str
    Muscle = str
else:  # of the body's own places and those of the props that are registered
    Prop = Annotated[reduce(or_, PROPS), limits(discriminator="kind")]
    HoldOn = Literal[(*REACHES, *reach_words())]
    Where = Literal[(*LANDMARKS, *point_words())]
    Turned = Literal[tuple(TURNS)]
    Muscle = Literal[(*MUSCLES, *(f"stretched {name}" for name in MUSCLES))]

Target = HoldOn | Point
"""What a hand reaches for: something by its name, or a place."""


@strict
@dataclass(frozen=True, kw_only=True)
class Limbs:
    """Arms and legs. On the pose itself they are for both sides; under left and right for one."""

    arms: ArmPreset | None = None
    """A ready position of the arms; upper and fore change it."""
    upper: Angle | None = None
    """Upper arm, degrees from straight down; positive when the elbow is forward."""
    fore: Angle | None = None
    """Forearm, degrees from straight down; positive when the hand is forward."""
    arm_out: Angle | None = None
    """How far the arm is lifted away to its side, degrees."""
    hand: Target | None = None
    """What the hand reaches for: a name, or a place in cm: [forward, up] or [forward, up, outwards]."""
    elbow: Literal["down", "back", "out", "up", "in"] | None = None
    """Where the elbow points while the hand reaches."""
    grip: bool | None = None
    """true closes the hand. Hands on a bar, strap, towel or weight close by themselves."""
    legs: LegPreset | None = None
    """A ready position of the legs; thigh and shin change it."""
    thigh: Angle | None = None
    """Degrees from straight down; positive when the knee is forward. 90 is level."""
    shin: Angle | Literal["floor"] | None = None
    """Degrees from straight down; positive when the foot is forward. 0 is upright. floor: till the sole stands."""
    foot: Foot | None = None
    """flat on the floor, toes (heel lifted), pointed, square to the shin; or degrees it is pointed."""
    leg_out: Angle | None = None
    """How far the leg is lifted away to its side, degrees."""
    knee_out: Angle | None = None
    """How far the knee is opened about the line from hip to ankle, degrees."""
    foot_at: Point | None = None
    """Where the ankle is, in cm; hip and knee follow."""
    hand_out: Coordinate | None = None
    """Moves the reaching hand outwards, cm."""
    elbow_bend: Bend | None = later(None)
    """Bend of the elbow against the upper arm, degrees, instead of fore: 90 is a right angle."""
    rotate: Turn | None = later(None)
    """Turns the upper arm about its length, degrees: positive outwards (external rotation), negative inwards."""
    palm: Way | None = later(None)
    """Where the palm faces: the forearm turns for it. up is supination, down pronation of a level forearm."""
    fingers: Way | None = later(None)
    """Where the fingers point, if not on along the forearm: up, for a hand flat on a wall."""
    wrist: Turn | None = later(None)
    """Bend of the wrist, degrees: positive to the back of the hand (extension), negative to the palm."""
    hand_shape: HandShape | None = later(None)
    """Shape of the hand, its fingers drawn one by one: for close-ups."""
    shoulder: Literal["up", "down", "back", "forward"] | None = later(None)
    """Where the shoulder blade is drawn to."""
    foot_turn: Twist | None = later(None)
    """How far the toes are turned outwards, degrees; negative inwards."""
    foot_roll: Twist | None = later(None)
    """How far the sole is turned inwards (inversion), degrees; negative outwards (eversion)."""
    toes: Turn | None = later(None)
    """How far the toes are bent up against the foot, degrees; negative is curled down."""


@strict
@dataclass(frozen=True, kw_only=True)
class Pose(Limbs):
    """One position of the body. What is left out is upright, straight and relaxed."""

    trunk: Angle | None = None
    """How far the hips tip the trunk forward, degrees: 0 upright, 90 face down, -90 on the back."""
    lumbar: Angle | None = None
    """Bend of the low back, degrees, on top of trunk."""
    thoracic: Angle | None = None
    """Bend of the upper back, degrees, on top of that."""
    neck: Angle | None = None
    """Bend of the neck, degrees, on top of that. A head that lies on the floor finds its own."""
    turn: Angle | None = None
    """How far the whole body is turned about, degrees; positive towards the viewer."""
    lie: Literal["left-side", "right-side"] | None = None
    """Lying on a side: leg and arm angles then count from the line of the body."""
    roll: Angle | None = None
    """How far the top side rolls forward while lying on a side, degrees."""
    rest: Literal["back", "chest", "hips", "head", "hands", "elbows"] | None = None
    """What touches the floor: the trunk tips until it does."""
    pin: Pin | None = None
    """What stays where it is: the ankle or knee at 0. Both feet, if left out."""
    at: Point | None = None
    """Where the pinned part is instead, in cm: up is the height of its sole (or knee) over the floor."""
    chin: Literal["tucked", "forward"] | None = later(None)
    """tucked: the head glides straight back, as a drawer does; forward: it pokes out."""
    neck_turn: Turn | None = later(None)
    """How far the head is turned about, degrees; positive to the person's right."""
    neck_side: Twist | None = later(None)
    """How far the head is bent to a side, degrees; positive to the person's right."""
    trunk_turn: Twist | None = later(None)
    """How far the chest is turned against the hips, degrees; positive to the person's right."""
    trunk_side: Twist | None = later(None)
    """How far the trunk is bent to a side, degrees; positive to the person's right."""
    left: Limbs | None = None
    """The left arm and leg (the far side in a side view)."""
    right: Limbs | None = None
    """The right arm and leg (the near side in a side view)."""


# --- what is drawn about a position --------------------------------------------------------------


@strict
@dataclass(frozen=True, kw_only=True)
class CallOut:
    """A few words with a line to what they are about. They find their own place."""

    at: Where
    text: Caption


@strict
@dataclass(frozen=True, kw_only=True)
class Arrow:
    """The way that a part has come since the position before (of), or how it has turned about its own length (turn)."""

    of: Where | None = None
    """A part of the body or a prop that has come from elsewhere. This or turn."""
    turn: Turned | None = later(None)
    """What has turned about its own length: the arrow goes round it. An arm turns in its shoulder."""
    since: Annotated[int, limits(ge=1, le=4)] | None = None
    """Number of the position it comes from, by way of those between, if not the one before."""

    def __post_init__(self) -> None:
        if (self.of is None) == (self.turn is None):
            found = "neither" if self.of is None else "both"
            raise ValueError(f"an arrow is “of” a part that moves, or shows a part that “turn”s, found {found}")


CloseUp = Literal["hand", "forearm", "arms", "foot", "ankle", "head", "upper-body"]
Fact = Literal["upright", "level", "straight", "bent"] | Angle
Expected = Literal[
    "trunk",
    "back",
    "thighs",
    "shins",
    "upper arms",
    "forearms",
    "left thigh",
    "right thigh",
    "left shin",
    "right shin",
    "left arm",
    "right arm",
    "arms",
    "left knee",
    "right knee",
    "knees",
    "left leg",
    "right leg",
    "legs",
    "elbows",
]


@strict
@dataclass(frozen=True, kw_only=True)
class Position:
    """One picture: the position that a step ends in."""

    step: StepNumber
    """Number of the step it shows, from 1."""
    caption: Caption
    """Two or three words. The hold is printed after it by itself."""
    alt: Line
    """What the picture shows, for people who cannot see it."""
    pose: Pose
    props: tuple[Prop, ...] = ()
    """Props of this position, with those of the figure."""
    arrow: Arrow | tuple[Arrow, ...] | None = None
    """The way that a part has come; a list where two parts have moved."""
    muscles: tuple[Muscle, ...] = ()
    """Muscles to mark: glutes where they work, stretched glutes where they are lengthened."""
    callouts: tuple[CallOut, ...] = ()
    expect: dict[Expected, Fact] = field(default_factory=dict)
    """What the text says of this position, checked: “shins: upright”, “thighs: level”."""
    supported: bool = False
    """true where a wall, strap or the like carries the weight, so that balance is not checked."""


@strict
@dataclass(frozen=True, kw_only=True)
class Figure:
    """Pictures drawn from data: a person in each position, seen alike."""

    view: Literal["side", "side-above", "three-quarter", "front", "back", "lying", "side-turned"] = "side"
    """lying: from above and before the feet, for people who lie on a side. side-turned: between side and
    three-quarter."""
    frame: CloseUp | None = later(None)
    """Shows that part alone, enlarged: of the right side, where there are two; arms shows both, upper-body all from the
    waist up."""
    head: Literal["own", "short", "bun", "grey", "grey-bun"] = later("own")
    """Whose head: as the person is set up (own), or one of four, so that not all drills show the same person."""
    pose: Pose = field(default_factory=Pose)
    """What all positions share."""
    props: tuple[Prop, ...] = ()
    """Props of all positions."""
    positions: tuple[Position, ...]
    source: Phrase = "Drawn by Handouts from the drill's own words"

    def __post_init__(self) -> None:
        if not 1 <= len(self.positions) <= 4:
            raise ValueError(f"a figure has 1 to 4 positions, found {len(self.positions)}")


def props_of(figure: Figure, position: Position) -> tuple[Prop, ...]:
    """All props of a position: those of the figure, then its own."""
    return (*figure.props, *position.props)


def arrows_of(position: Position) -> tuple[Arrow, ...]:
    """The arrows of a position: none, one or several."""
    if isinstance(position.arrow, Arrow):
        return (position.arrow,)
    return position.arrow or ()
