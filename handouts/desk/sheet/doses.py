"""SET: the parts of each drill's dose, as steppers and fields show them."""

from __future__ import annotations

from typing import Any

from handouts.base.problems import Problem
from handouts.orders.dosetext import dose_texts
from handouts.runs.choosing import ChosenDrill, part_faults

__all__ = ["dose_row"]

_LABELS = {
    "sets": ("Sets", "3", 1),
    "reps": ("Reps", "8, 8-12 or 10/8/6", 1),
    "hold": ("Hold, seconds", "3, 2-3 or 2/3/5", 1),
    "rest": ("Rest, seconds", "60 or 1:30", 15),
    "duration": ("Time", "10 min, 30 s", 1),
    "distance": ("Distance", "400 m, 50 steps", 10),
    "load": ("Load", "5 kg, red band, body weight", 0),
    "tempo": ("Tempo", "3-1-2: lower, wait, lift", 0),
    "effort": ("Effort, 0 to 10", "6 or 5-6", 1),
    "days": ("Only on these days", "mon wed fri", 0),
    "times": ("Times a day, or when", "2, or morning evening", 0),
}
"""Of each part: its name, how it may be written, and by how much its buttons change it; 0 for no buttons."""
_COUNTED = ("reps", "duration", "distance")


def dose_row(one: ChosenDrill, problems: list[Problem]) -> dict[str, Any]:
    """What the editor of a drill's dose needs; ``problems`` are what the planner says of this drill."""
    faults = part_faults(one.drill.id, one.own)
    usual = {**_held(one), **dose_texts(one.usual)}
    now = {**usual, **dose_texts(one.dose), **{name: text for name, text in one.own.items() if name in faults}}
    counted = next((name for name in _COUNTED if getattr(one.dose, name)), "reps")
    main = ["sets", counted, *(["hold"] if one.drill.held else []), "rest"]
    rest = [
        name for name in _LABELS if name not in main and not (name == "hold" or (one.drill.held and name in _COUNTED))
    ]
    return {
        "main": [_field(one, name, now, usual, faults) for name in main],
        "more": [_field(one, name, now, usual, faults) for name in rest],
        "more_set": [_LABELS[name][0] for name in rest if name in one.own],
        "changed": bool(one.own),
        "problems": problems,
        "faulty": bool(faults or problems),
    }


def _field(
    one: ChosenDrill, name: str, now: dict[str, str], usual: dict[str, str], faults: dict[str, str]
) -> dict[str, Any]:
    label, example, step = _LABELS[name]
    plain = name not in ("days", "times") or name in one.own  # those of the whole sheet stand above
    return {
        "name": name,
        "id": f"dose-{one.drill.id}-{name}",
        "label": label,
        "example": example,
        "step": step,
        "value": now.get(name, "").replace("+", " ") if plain else "",
        "usual": usual.get(name, "") if name not in ("days", "times") else "",
        "own": name in one.own,
        "fault": faults.get(name, ""),
    }


def _held(one: ChosenDrill) -> dict[str, str]:
    """The hold that all held steps have, where they have one."""
    holds = {step.hold for step in one.drill.steps if step.hold}
    if len(holds) != 1:
        return {}
    low, high = holds.pop()
    return {"hold": str(low) if low == high else f"{low}-{high}"}
