"""What of a pose is set by sliders and by choice: names in plain words, and how far each goes.

The ranges lie within those of ``figures/poses.py``: a slider goes as far as people do, and what goes farther is written
in the figure's text.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any, get_args, get_type_hints

from handouts.base.records import dataclass
from handouts.figures.poses import Limbs, Pose

__all__ = ["BODY_CHOICES", "BODY_JOINTS", "LIMB_CHOICES", "LIMB_JOINTS", "PROP_STARTS", "SIDES", "Joint", "choices_of"]


@dataclass(frozen=True)
class Joint:
    """An angle that a slider sets, degrees."""

    name: str
    words: str
    low: int
    high: int
    ends: str
    """What its two ends are, in words."""


BODY_JOINTS: tuple[Joint, ...] = (
    Joint("trunk", "Trunk", -100, 100, "back – forward"),
    Joint("lumbar", "Low back", -40, 60, "arched – rounded"),
    Joint("thoracic", "Upper back", -40, 60, "arched – rounded"),
    Joint("neck", "Neck", -60, 60, "up – down"),
    Joint("neck_turn", "Head turned", -80, 80, "left – right"),
    Joint("neck_side", "Head tilted", -45, 45, "left – right"),
    Joint("trunk_turn", "Chest turned", -50, 50, "left – right"),
    Joint("trunk_side", "Trunk bent to a side", -40, 40, "left – right"),
    Joint("turn", "Whole body turned", -90, 90, "away – to the viewer"),
    Joint("roll", "Rolled, lying on a side", -60, 60, "back – forward"),
)
LIMB_JOINTS: tuple[Joint, ...] = (
    Joint("upper", "Upper arm", -70, 190, "back – up in front"),
    Joint("fore", "Forearm", -90, 200, "back – up in front"),
    Joint("arm_out", "Arm out to the side", -20, 180, "in – up"),
    Joint("rotate", "Upper arm turned", -90, 90, "in – out"),
    Joint("wrist", "Wrist", -90, 90, "to the palm – back"),
    Joint("thigh", "Thigh", -60, 150, "back – up in front"),
    Joint("shin", "Shin", -160, 100, "back – forward"),
    Joint("leg_out", "Leg out to the side", -30, 80, "in – out"),
    Joint("knee_out", "Knee opened", -45, 80, "in – out"),
    Joint("foot_turn", "Toes turned", -45, 60, "in – out"),
    Joint("foot_roll", "Sole turned", -40, 40, "out – in"),
    Joint("toes", "Toes bent", -40, 70, "down – up"),
)
BODY_CHOICES: tuple[tuple[str, str], ...] = (
    ("rest", "Touches the floor"), ("pin", "Stays in its place"), ("lie", "Lies on a side"), ("chin", "Chin"),
)  # fmt: skip
LIMB_CHOICES: tuple[tuple[str, str], ...] = (
    ("arms", "Arms, ready-made"), ("hand", "Hand reaches for"), ("elbow", "Elbow points"), ("palm", "Palm faces"),
    ("hand_shape", "Shape of the hand"), ("shoulder", "Shoulder blade"), ("legs", "Legs, ready-made"), ("foot", "Foot"),
)  # fmt: skip
SIDES: tuple[tuple[str, str], ...] = (("", "Both sides"), ("left", "Left alone"), ("right", "Right alone"))

PROP_STARTS: dict[str, dict[str, Any]] = {
    "chair": {"at": -30}, "mat": {}, "wall": {"at": 45}, "step": {"at": 40}, "stairs": {"at": 30}, "table": {"at": 40},
    "bed": {"at": 0}, "doorway": {}, "rail": {}, "walking-frame": {}, "pillow": {}, "towel-roll": {"under": "knees"},
    "foam-roller": {"under": "back"}, "dumbbells": {}, "kettlebell": {}, "bottle": {}, "ball": {"at": "hands"},
    "dowel": {"at": "hands"}, "barbell": {"at": [20, 100]}, "band": {"round": "knees"}, "towel": {"round": "left foot"},
    "stick": {},
}  # fmt: skip
"""Props that can be put in by a button, with what they start from; where exactly they are is in the figure's text."""


def choices_of(name: str) -> tuple[str, ...]:
    """The words that a pose's key may be; of one that may be a number too, the words alone."""
    block = Pose if name in {field.name for field in fields(Pose)} else Limbs
    return tuple(_words(get_type_hints(block, include_extras=False)[name]))


def _words(kind: Any) -> list[str]:
    found: list[str] = []
    for one in get_args(kind):
        found += [one] if isinstance(one, str) else _words(one)
    return found
