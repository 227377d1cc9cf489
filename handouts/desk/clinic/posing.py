"""The sliders and buttons beside a figure's text: what they show of it. A change goes back into the text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handouts.desk.pages import fragment
from handouts.figures.landmarks import LANDMARKS
from handouts.figures.poses import MUSCLES
from handouts.figures.props import point_words
from handouts.runs.own_content.joints import (
    BODY_CHOICES,
    BODY_JOINTS,
    LIMB_CHOICES,
    LIMB_JOINTS,
    PROP_STARTS,
    SIDES,
    Joint,
    choices_of,
)

__all__ = ["VIEWS", "posing_parts"]

VIEWS = {
    "side": "from the side", "side-above": "from the side, and above", "side-turned": "from the side, turned a little",
    "three-quarter": "from the front and side", "front": "from the front", "back": "from behind",
    "lying": "lying, from above",
}  # fmt: skip
FRAMES = ("hand", "forearm", "arms", "foot", "ankle", "head", "upper-body")


def posing_parts(data: Mapping[str, Any], position: int, side: str) -> dict[str, str]:
    """The parts of the page with the positions, the sliders of one of them, and what else is in it.

    ``data`` is the figure's; ``position`` counts from 0, -1 is what all positions share; ``side`` is “”, left or right.
    """
    positions = data.get("positions")
    many = [one for one in positions if isinstance(one, Mapping)] if isinstance(positions, list) else []
    here = many[position] if 0 <= position < len(many) else {}
    where = f"positions.{position}.pose" if position >= 0 else "pose"
    pose = here.get("pose") if position >= 0 else data.get("pose")
    pose = pose if isinstance(pose, Mapping) else {}
    limbs = pose if not side else pose.get(side)
    limb_at = where if not side else f"{where}.{side}"
    values = {
        "positions": many,
        "position": position,
        "here": here,
        "side": side,
        "sides": SIDES,
        "view": str(data.get("view", "side")),
        "views": VIEWS,
        "frame": str(data.get("frame") or ""),
        "frames": FRAMES,
        "body": [_slider(joint, where, pose) for joint in BODY_JOINTS],
        "body_choices": [_choice(name, words, where, pose) for name, words in BODY_CHOICES],
        "limbs": [_slider(joint, limb_at, limbs) for joint in LIMB_JOINTS],
        "limb_choices": [_choice(name, words, limb_at, limbs) for name, words in LIMB_CHOICES],
        "props": _listed(data.get("props"), "props") + _listed(here.get("props"), f"positions.{position}.props"),
        "prop_kinds": sorted(PROP_STARTS),
        "callouts": _listed(here.get("callouts"), f"positions.{position}.callouts"),
        "landmarks": [*LANDMARKS, *point_words()],
        "muscles": MUSCLES,
        "marked": here.get("muscles") if isinstance(here.get("muscles"), list) else [],
    }
    return {name: fragment(f"clinic/{name}.html", values) for name in ("positions", "pose", "around")}


def _slider(joint: Joint, where: str, pose: Any) -> dict[str, Any]:
    value = pose.get(joint.name) if isinstance(pose, Mapping) else None
    number = value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
    return {
        "joint": joint,
        "at": f"{where}.{joint.name}",
        "value": "" if number is None else f"{number:g}",
        "shown": 0 if number is None else max(joint.low, min(joint.high, round(number))),
        "word": value if isinstance(value, str) else "",
    }


def _choice(name: str, words: str, where: str, pose: Any) -> dict[str, Any]:
    value = pose.get(name) if isinstance(pose, Mapping) else None
    choices = list(choices_of(name))
    other = "" if value is None or value in choices else str(value)[:40]
    return {"name": name, "words": words, "at": f"{where}.{name}", "value": value, "choices": choices, "other": other}


def _listed(items: Any, where: str) -> list[dict[str, str]]:
    """Items of a list in a few words, and where each stands."""
    many = items if isinstance(items, list) else []
    return [{"at": f"{where}.{number}", "words": _in_words(one)} for number, one in enumerate(many)]


def _in_words(one: Any) -> str:
    if not isinstance(one, Mapping):
        return str(one)[:60]
    if "text" in one:
        return f"{one.get('at', '')}: {one['text']}"[:80]
    kind, *more = str(one.get("kind", "?")), *(f"{key} {value}" for key, value in one.items() if key != "kind")
    return ", ".join([kind, *more])[:80]
