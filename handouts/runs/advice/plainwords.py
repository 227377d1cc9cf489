"""Words of the trade, and what everybody says instead."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["jargon"]

_PLAINER = {
    # how one is
    r"in (?:a |the )?supine(?: position)?|supine": "on your back",
    r"in (?:a |the )?prone(?: position)?|prone(?! to)": "on your front",
    r"in (?:a |the )?side-lying(?: position)?|side-lying": "on your side",
    r"in (?:a |the )?(?:quadruped|four-point kneeling)(?: position)?|quadruped": "on your hands and knees",
    r"long-sitting": "sitting with your legs straight",
    # how one moves
    "dorsiflex": "pull your toes up", "plantar ?flex": "point your toes down",
    "dorsiflexion": "pulling your toes up", "plantar ?flexion": "pointing your toes down",
    "flexing|flexion": "bending", "flexed": "bent", "flex": "bend",
    "hyperextend": "straighten too far", "extending": "straightening", "extended": "straight", "extend": "straighten",
    "abduct": "move out to the side", "abduction": "moving out to the side",
    "adduct": "bring in to the middle", "adduction": "bringing in to the middle",
    "rotating|rotation": "turning", "rotated": "turned", "rotate": "turn",
    "pronate": "turn your palm down", "supinate": "turn your palm up",
    "elevate": "lift", "elevation": "lifting", "retract": "pull back", "protract": "push forward",
    "circumduct": "move in a circle", "ambulate": "walk", "ambulation|gait": "walking", "oscillate": "swing",
    "contract|engage|activate": "tighten", "contraction": "tightening",
    # where
    "laterally": "to the side", "lateral": "outer", "medially": "inwards", "medial": "inner",
    "anterior": "front", "posterior": "back", "proximal": "upper", "distal": "lower",
    "bilaterally": "on both sides", "bilateral": "both", "unilaterally": "on one side", "unilateral": "one",
    "contralateral": "other", "ipsilateral": "same", "superiorly": "upwards", "inferiorly": "downwards",
    # parts of the body
    "patella": "kneecap", "patellae": "kneecaps", "scapula": "shoulder blade", "scapulae": "shoulder blades",
    "clavicle": "collarbone", "sternum": "breastbone", "femur": "thigh bone", "tibia": "shin bone",
    "humerus": "upper arm bone", "coccyx": "tailbone", "calcaneus": "heel bone", "phalanges": "finger bones",
    "lumbar spine": "lower back", "thoracic spine": "upper back", "cervical spine": "neck",
    "gluteals|glutes|gluteal muscles": "buttocks", "quadriceps|quads": "front of your thigh",
    "gastrocnemius": "calf", "abdominals|abdominal muscles|abs": "stomach muscles", "umbilicus": "belly button",
    "extremity": "arm or leg", "extremities": "arms or legs", "digits": "fingers",
    # what is asked of one
    "perform": "do", "performing": "doing", "initiate|commence": "start", "terminate|discontinue|cease": "stop",
    "maintain": "keep", "maintaining": "keeping", "utili[sz]e": "use", "assume": "get into", "attain|obtain": "get",
    "repetitions|reps": "times", "approximately": "about", "prior to": "before", "subsequently": "then",
    "simultaneously": "at the same time", "alternately": "in turn", "adjacent to": "beside", "additional": "more",
    "sufficient": "enough", "position yourself": "stand, sit or lie", "isometric": "without moving",
    "eccentric": "slow lowering", "range of motion|rom": "how far you can move",
    "weight-bearing": "with your weight on it", "exacerbate": "make worse", "symptomatic": "sore",
    "paraesthesia|paresthesia": "pins and needles",
    "physician": "doctor", "perpendicular": "upright", "parallel to the floor": "level",
}  # fmt: skip
"""What stands in a text, as a pattern for whole words in small letters, and what to say."""
_ANY = re.compile(
    "|".join(rf"(?P<w{number}>\b(?:{pattern})\b)" for number, pattern in enumerate(sorted(_PLAINER, key=len)[::-1])),
    re.IGNORECASE,
)
_SAYS = [_PLAINER[pattern] for pattern in sorted(_PLAINER, key=len)[::-1]]


def jargon(text: str) -> Iterator[tuple[str, str, str]]:
    """Each word of the trade in a text, what to say instead, and the text with that."""
    for match in _ANY.finditer(text):
        plain = _SAYS[int((match.lastgroup or "w0")[1:])]
        written = plain[:1].upper() + plain[1:] if match[0][:1].isupper() else plain
        yield match[0], plain, text[: match.start()] + written + text[match.end() :]
