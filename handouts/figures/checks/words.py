"""A picture against its own words: a small table of English phrases, each with what it says of the body or a band.

Only what has one meaning is in the table, and only sentences that say something are read: none with “not” or “never”.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from handouts.figures.body import SIDES, Body, lowest
from handouts.figures.checks.finding import angle_between, knee_bend
from handouts.figures.poses import Figure, Position, props_of
from handouts.figures.space import dot, scale, sub

__all__ = ["Spoken", "check_words"]

BENT = 16.0
"""A joint is bent from here, degrees."""
TUCKED = 26.0
"""An elbow is tucked where the upper arm is no farther from the side of the trunk, degrees."""
_UPRIGHT = 12.0


class Spoken(NamedTuple):
    """Words about a picture, and where they stand: “caption”, “step 3”."""

    where: str
    text: str


def _knee(body: Body, side: str) -> float:
    return abs(knee_bend(body.legs[side]))


def _elbow(body: Body, side: str) -> float:
    arm = body.arms[side]
    return angle_between(sub(arm.middle, arm.root), sub(arm.end, arm.middle))


def _away(body: Body, side: str) -> float:
    arm = body.arms[side]
    return angle_between(sub(arm.middle, arm.root), scale(body.chest.u, -1.0))


def _back(body: Body, side: str) -> float:
    del side
    return angle_between(body.pelvis.u, body.chest.u)


def _lean(body: Body, side: str) -> float:
    del side
    return abs(body.trunk_lean)


def _heel(body: Body, side: str) -> float:
    """How high the heel's sole is, cm."""
    return lowest(body.chains[f"{side} foot"][:1])


def _raised(body: Body, side: str) -> float:
    """How far a hand is beyond the head, along the trunk, cm."""
    return dot(sub(body.arms[side].end, body.skull), body.chest.u)


def _glide(body: Body, side: str) -> float:
    """How far the skull stands before the neck's root, cm."""
    del side
    return dot(sub(body.skull, body.nape), body.chest.f)


class _Part(NamedTuple):
    """Something that can be measured on one side of a body, and how it is told."""

    name: str
    measure: Callable[[Body, str], float]
    found: str
    sided: bool = True


_KNEE = _Part("knee", _knee, "bends {:.0f}°")
_ELBOW = _Part("elbow", _elbow, "bends {:.0f}°")
_UPPER = _Part("upper arm", _away, "is {:.0f}° away from the side of the body")
_BACK = _Part("back", _back, "bends {:.0f}°", sided=False)
_TRUNK = _Part("trunk", _lean, "leans {:.0f}°", sided=False)
_HEEL = _Part("heel", _heel, "is {:.0f} cm up")
_HEAD = _Part("head", _glide, "is not drawn back (chin: tucked)", sided=False)
_HAND = _Part("hand", _raised, "is {:.0f} cm from the height of the head")


class _Phrase(NamedTuple):
    """Words, the part they speak of, and from where to where it is as they say. A group holds the plural’s “s”.

    A sentence that says two things of one part tells of a way, and is not read.
    """

    pattern: str
    part: _Part
    least: float
    most: float

    def holds(self, body: Body, side: str) -> bool:
        return self.least <= self.part.measure(body, side) <= self.most


_MY = r"(?:your|the|both|that|this|one|each)"
_IS = r"(?:is |are |stays? |kept )?(?:fully |completely |still )?"
_PHRASES = (
    _Phrase(rf"\b(?:knee|leg)(s?) {_IS}straight\b", _KNEE, 0, BENT),
    _Phrase(r"\bstraight (?:knee|leg)(s?)\b", _KNEE, 0, BENT),
    _Phrase(rf"\bstraighten {_MY} (?:\w+ )?(?:knee|leg)(s?)\b", _KNEE, 0, BENT),
    _Phrase(rf"\bknee(s?) {_IS}(?:slightly )?bent\b", _KNEE, 8, 180),
    _Phrase(rf"\bbend {_MY} (?:\w+ )?knee(s?)\b", _KNEE, 8, 180),
    _Phrase(rf"\b(?:elbow|arm)(s?) {_IS}straight\b", _ELBOW, 0, 24),
    _Phrase(r"\bstraight (?:elbow|arm)(s?)\b", _ELBOW, 0, 24),
    _Phrase(rf"\belbow(s?) {_IS}bent\b", _ELBOW, 20, 180),
    _Phrase(rf"\bbend {_MY} (?:\w+ )?elbow(s?)\b", _ELBOW, 20, 180),
    _Phrase(rf"\belbow(s?) {_IS}tucked\b", _UPPER, 0, TUCKED),
    _Phrase(
        rf"\belbow(s?) {_IS}(?:in )?(?:at|by|to|against|close to) (?:{_MY} )?(?:side|body|rib|waist)s?\b",
        _UPPER,
        0,
        TUCKED,
    ),
    _Phrase(rf"\btuck {_MY} (?:\w+ )?elbow(s?)\b", _UPPER, 0, TUCKED),
    _Phrase(rf"\b(?:tuck {_MY} chin|chin {_IS}tucked)\b", _HEAD, -20, 0.5),
    _Phrase(rf"\b(?:back|spine) {_IS}(?:flat|straight)\b", _BACK, 0, BENT),
    _Phrase(r"\b(?:your|a|the|with|keep) (?:flat|straight) (?:back|spine)\b", _BACK, 0, BENT),
    _Phrase(r"\bstand(?:s|ing)? (?:up )?(?:tall|upright|straight)\b", _TRUNK, 0, _UPRIGHT),
    _Phrase(r"\bheel(s?) (?:up|lifted|raised|off the floor)\b", _HEEL, 2, 90),
    _Phrase(rf"\b(?:lift|raise) {_MY} heel(s?)\b", _HEEL, 2, 90),
    _Phrase(r"\bheel(s?) (?:down|on the floor|flat)\b", _HEEL, -9, 2),
    _Phrase(r"\b(?:arm|hand)(s?) (?:straight )?(?:overhead|(?:above|over) (?:your|the) head)\b", _HAND, 0, 200),
)
_DENIED = re.compile(r"\b(?:not|never|without|don[’']t|avoid|until|till|before|from|unless|if|or)\b", re.IGNORECASE)
_COMPILED = tuple((re.compile(phrase.pattern, re.IGNORECASE), phrase) for phrase in _PHRASES)


def check_words(figure: Figure, position: Position, body: Body, said: Sequence[Spoken]) -> Iterator[tuple[str, str]]:
    """What the caption, the step and the description say of the body and of bands is so in the picture."""
    told = set()
    for where, sentence in _sentences(said):
        for words, phrase, every in _read(sentence):
            meant = SIDES if every else _meant(body, phrase.part)
            wrong = [side for side in meant if not phrase.holds(body, side)]
            if not wrong or (len(wrong) < len(meant) and not every):
                continue
            part = phrase.part
            side = f"{wrong[-1]} " if part.sided else ""
            if (part.name, side) not in told:
                told.add((part.name, side))
                message = part.found.format(part.measure(body, wrong[-1]))
                yield (
                    f"the {where} says “{words}”, but the {side}{part.name} {message}",
                    "Change the pose, or the words.",
                )
        yield from _fixing(where, sentence, figure, position, body)


def _meant(body: Body, part: _Part) -> tuple[str, ...]:
    """The side that a singular speaks of: the one that the pose says something of its own of; else either."""
    keys = _ARM if part in (_ELBOW, _UPPER, _HAND) else _LEG
    own = [
        side
        for side in SIDES
        if (limbs := getattr(body.pose, side)) and any(getattr(limbs, key) is not None for key in keys)
    ]
    return tuple(own) if len(own) == 1 else SIDES


_ARM = ("arms", "upper", "fore", "arm_out", "hand", "elbow", "elbow_bend", "rotate")
_LEG = ("legs", "thigh", "shin", "foot", "leg_out", "knee_out", "foot_at")
"""Keys that say how an arm or a leg is."""


def _sentences(said: Sequence[Spoken]) -> Iterator[Spoken]:
    """Each sentence or half of one."""
    for where, text in said:
        for part in re.split(r"[.;:!?]\s*", text):
            if part and not _DENIED.search(part):
                yield Spoken(where, part)


def _read(sentence: str) -> Iterator[tuple[str, _Phrase, bool]]:
    """The phrases of a sentence: its words, what they say, and whether of both sides. None of two that disagree."""
    found = [(match, phrase) for pattern, phrase in _COMPILED if (match := pattern.search(sentence))]
    for match, phrase in found:
        others = [other for _, other in found if other.part is phrase.part]
        if all((other.least, other.most) == (phrase.least, phrase.most) for other in others):
            plural = "both" in match.group().lower() or bool(match.groups() and match.group(1))
            yield match.group(), phrase, plural


# --- where a band is fixed -----------------------------------------------------------------------

_FIXING = re.compile(
    r"\b(?:band|strap|tubing)s?\b.*\b(?:fix|fixed|fixes|anchor|anchored|attach|attached|tied|tie|loop|looped)\b"
    r"|\b(?:fix|anchor|attach|tie|loop)\b.*\b(?:band|strap|tubing)s?\b|\bfrom a (?:low|high) point\b",
    re.IGNORECASE,
)
_LOW, _HIGH = 60.0, 125.0
_WHERE: tuple[tuple[re.Pattern[str], str, Callable[[float, float], bool]], ...] = (
    (re.compile(r"\blow\b", re.IGNORECASE), "low", lambda _, y: y <= _LOW),
    (re.compile(r"\bhigh\b", re.IGNORECASE), "high", lambda _, y: y >= _HIGH),
    (re.compile(r"\bbehind\b", re.IGNORECASE), "behind", lambda x, _: x < 0),
    (re.compile(r"\bin front\b", re.IGNORECASE), "in front", lambda x, _: x > 0),
)
"""Words for a place, and what is so there: how far before the body it is, and how high, cm."""


def _fixing(where: str, sentence: str, figure: Figure, position: Position, body: Body) -> Iterator[tuple[str, str]]:
    """A band or strap is fixed where the words say."""
    if not _FIXING.search(sentence):
        return
    for prop in props_of(figure, position):
        at = getattr(prop, "anchor", None)
        if not isinstance(at, tuple):
            continue
        away = sub((at[0], at[1], at[2] if len(at) > 2 else body.hips[2]), body.hips)
        ahead = dot(away, _level(body))
        for pattern, word, holds in _WHERE:
            if pattern.search(sentence) and not holds(ahead, at[1]):
                place = f"{at[1]:.0f} cm high, {abs(ahead):.0f} cm {'in front' if ahead > 0 else 'behind'}"
                yield (
                    f"the {where} says that the {prop.kind} is fixed {word}, but it is fixed {place}",
                    "Change its anchor, or the words.",
                )


def _level(body: Body) -> tuple[float, float, float]:
    """Where the body looks to, level."""
    right = body.pelvis.r
    return right[2], 0.0, -right[0]
