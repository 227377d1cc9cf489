"""What a drill's figure holds: positions as poses, with props, call-outs, arrows and what must be true of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, with_config

from handouts.base.scalars import Caption, Line, Phrase, StepNumber

__all__ = [
    "Arrow",
    "BallProp",
    "BandProp",
    "BarProp",
    "BellProp",
    "CallOut",
    "ChairProp",
    "DowelProp",
    "DumbbellProp",
    "Figure",
    "Limbs",
    "MatProp",
    "PlatesProp",
    "Point",
    "Pose",
    "Position",
    "PostProp",
    "Prop",
    "RackProp",
    "StepProp",
    "StrapsProp",
    "TowelProp",
    "WallProp",
]

_STRICT = ConfigDict(extra="forbid")

Angle = Annotated[float, Field(ge=-360, le=360)]
"""Degrees."""
Length = Annotated[float, Field(ge=1, le=300)]
"""A size, cm."""
Coordinate = Annotated[float, Field(ge=-300, le=300)]
Point = Annotated[tuple[Coordinate, ...], Field(min_length=2, max_length=3)]
"""A place in cm: [forward, up], or [forward, up, right]."""
"""A place, cm, from the pinned foot or knee: forward, up, and aside where it is not in the usual place."""

ArmPreset = Literal[
    "relaxed", "forward", "clasped", "hips", "thighs", "overhead", "crossed", "beside", "under-head", "floor", "up"
]
LegPreset = Literal[
    "straight", "kneeling", "hook-lying", "sitting", "table-top", "half-kneeling-front", "half-kneeling-back"
]
Foot = Literal["flat", "pointed", "toes", "square"] | Angle
Pin = Literal["feet", "knees", "hips", "left foot", "right foot", "left knee", "right knee", "hands"]
HoldOn = Literal[
    "hips",
    "hip-crease",
    "thighs",
    "knees",
    "chest",
    "ears",
    "dowel",
    "barbell",
    "straps",
    "chair",
    "wall",
    "kettlebell",
    "towel",
    "ball",
    "floor",
    "other-thigh",
    "shin",
    "foot",
]
Target = HoldOn | Point
Where = Literal[
    "head",
    "neck",
    "chest",
    "shoulders",
    "hands",
    "elbows",
    "back",
    "hips",
    "knees",
    "shins",
    "feet",
    "toes",
    "heels",
    "left hand",
    "right hand",
    "left knee",
    "right knee",
    "left foot",
    "right foot",
    "left heel",
    "right heel",
    "left hip",
    "right hip",
    "left elbow",
    "right elbow",
    "left thigh",
    "right thigh",
    "thighs",
    "band",
    "anchor",
    "dowel",
    "barbell",
    "plates",
    "straps",
    "chair",
    "step",
    "wall",
    "mat",
    "kettlebell",
    "ball",
    "towel",
    "rack",
    "dumbbells",
]
Muscle = Literal[
    "glutes",
    "quads",
    "hamstrings",
    "calves",
    "low back",
    "abs",
    "chest",
    "shoulders",
    "upper back",
    "side hip",
    "adductors",
]


@with_config(_STRICT)
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


@with_config(_STRICT)
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
    left: Limbs | None = None
    """The left arm and leg (the far side in a side view)."""
    right: Limbs | None = None
    """The right arm and leg (the near side in a side view)."""


# --- props ---------------------------------------------------------------------------------------


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class BandProp:
    """An elastic band from an anchor round a part of the body."""

    kind: Literal["band"]
    anchor: Point | None = None
    """Where it is fixed. Left out, it is a loop round both legs."""
    round: Literal["hips", "thighs", "knees", "ankles", "feet", "hands"]


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class PostProp:
    """A post on a foot plate, to fix a band or strap to."""

    kind: Literal["post"]
    at: Coordinate
    height: Length
    z: Coordinate = 0


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class DowelProp:
    """A dowel or broomstick, lying across."""

    kind: Literal["dowel"]
    at: Point | Literal["hip-crease"]
    length: Length = 100


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class BarProp:
    """A barbell, lying across."""

    kind: Literal["barbell"]
    at: Point
    length: Length = 116
    plates: Annotated[float, Field(ge=0, le=30)] = 0
    """Radius of its plates, cm; 0 for a bare bar."""


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class RackProp:
    """A squat rack with safety bars: two posts behind, rails running forward."""

    kind: Literal["rack"]
    back: Coordinate
    """Where the posts are."""
    front: Coordinate
    """Where the rails end."""
    rail: Length
    """Height of the rails."""
    height: Length = 125
    width: Length = 90


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class PlatesProp:
    """Weight plates lying flat on the floor, one before each foot."""

    kind: Literal["plates"]
    at: Coordinate
    """Middle of the plates."""
    radius: Length = 19
    stack: Annotated[int, Field(ge=1, le=4)] = 1


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class StrapsProp:
    """Suspension straps from one anchor to both hands."""

    kind: Literal["straps"]
    anchor: Point


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class ChairProp:
    """A chair. ``at`` is the front edge of its seat; ``faces`` where a person on it looks."""

    kind: Literal["chair"]
    at: Coordinate
    seat: Length = 45
    faces: Literal["right", "left"] = "right"
    z: Coordinate = 0


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class StepProp:
    """A step or box on the floor."""

    kind: Literal["step"]
    at: Coordinate
    """Its edge towards the person."""
    height: Length = 20
    depth: Length = 45
    """How far it goes on from there."""
    width: Length = 60


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class WallProp:
    """A wall across the way."""

    kind: Literal["wall"]
    at: Coordinate
    """Where its face is."""
    side: Literal["front", "back"] = "front"
    """Before the person or behind."""
    height: Length = 190


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class MatProp:
    """A mat under what lies on the floor; it finds its own size."""

    kind: Literal["mat"]
    wide: Length = 60


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class DumbbellProp:
    """Dumbbells in the hands."""

    kind: Literal["dumbbells"]
    hands: Literal["both", "left", "right"] = "both"


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class BellProp:
    """A kettlebell: in both hands, or on the floor."""

    kind: Literal["kettlebell"]
    at: Point | Literal["hands"] = "hands"


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class BallProp:
    """A ball."""

    kind: Literal["ball"]
    at: Point
    radius: Length = 12


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class TowelProp:
    """A towel from both hands round a foot or thigh."""

    kind: Literal["towel"]
    round: Literal["left foot", "right foot", "left thigh", "right thigh"]


Prop = Annotated[
    BandProp | PostProp | DowelProp | BarProp | RackProp | PlatesProp | StrapsProp | ChairProp | StepProp | WallProp
    | MatProp | DumbbellProp | BellProp | BallProp | TowelProp,
    Field(discriminator="kind"),
]  # fmt: skip


# --- what is drawn about a position --------------------------------------------------------------


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class CallOut:
    """A few words with a line to what they are about. They find their own place."""

    at: Where
    text: Caption


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class Arrow:
    """An arrow along the way a part of the body has come since the position before."""

    of: Where
    since: Annotated[int, Field(ge=1, le=4)] | None = None
    """Number of the position it comes from, if not the one before."""


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


@with_config(_STRICT)
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
    arrow: Arrow | None = None
    muscles: tuple[Muscle, ...] = ()
    """Working muscles to mark."""
    callouts: tuple[CallOut, ...] = ()
    expect: dict[Expected, Fact] = field(default_factory=dict)
    """What the text says of this position, checked: “shins: upright”, “thighs: level”."""
    supported: bool = False
    """true where a wall, strap or the like carries the weight, so that balance is not checked."""


@with_config(_STRICT)
@dataclass(frozen=True, kw_only=True)
class Figure:
    """Pictures drawn from data: a person in each position, seen alike."""

    view: Literal["side", "side-above", "three-quarter", "front"] = "side"
    pose: Pose = field(default_factory=Pose)
    """What all positions share."""
    props: tuple[Prop, ...] = ()
    """Props of all positions."""
    positions: tuple[Position, ...]
    source: Phrase = "Drawn by Handouts from the drill's own words"

    def __post_init__(self) -> None:
        if not 1 <= len(self.positions) <= 4:
            raise ValueError(f"a figure has 1 to 4 positions, found {len(self.positions)}")
