"""Made-up patients for the benchmarks: 96 kinds of handouts (program, week, dose), with notes of their own.

The same number gives the same patient in every tree and every run.
"""

from __future__ import annotations

import random
from datetime import date
from typing import Any

PROGRAMS = ("hip-hinge", "low-back", "knee-strength", "hip-strength")
STARTS = ("2026-11-23", "2026-11-16", "2026-11-09", "2026-11-02")
DOSES = ("", "all:sets=2", "all:sets=4,rest=30", "all:reps=12", "all:rest=90", "all:sets=3,reps=6")
KINDS = len(PROGRAMS) * len(STARTS) * len(DOSES)
ISSUED = date(2026, 11, 20)
_NAMES = (
    "Mei Tan",
    "Sam Okafor",
    "Ana García",
    "Jo Bloggs",
    "Ravi Menon",
    "Zoë Ångström",
    "Nguyễn Thị Hoa",
    "Lee Wong",
)
_SAID = (
    "Start slow and tick as you go.",
    "**Stop** where it pinches, and tell us.",
    "José will look at your form on Tuesday.",
    "Your physiotherapist's colleague rings about the well-being group.",
    "Keep the **left knee** over the toes, not inside them.",
    "Rückenschmerzenbehandlung and warm-up first; then half of what you did last week.",
    "A chair is enough – no weights yet.",
    "Ring 01632 960 114 when you are unsure: **we would rather hear from you**.",
    "Breathe out as you push, and let the shoulders hang.",
    "Two days of rest after Saturday’s walk with Zoë and her dog.",
)
LINES = 6


def note(number: int, *, long: bool) -> str:
    """One plain line; or where ``long`` is said one to six lines, with bold words, breaks, accents and long words."""
    if not long:
        return f"Start slow and tick as you go. This is note {number}."
    chance = random.Random(number)  # noqa: S311  # of no secret
    said = [f"Note {number}.", *chance.sample(_SAID, number // KINDS % LINES)]
    return "".join(one + chance.choice((" ", " ", "\n")) for one in said).strip()


def patient(number: int, *, long: bool) -> str:
    return f"{_NAMES[number % len(_NAMES)]} {number}" if long else f"Patient {number}"


def row(number: int, *, long: bool, kinds: int = KINDS) -> dict[str, str]:
    """A patient as a roster has it, of one of so many kinds."""
    kind = number % kinds
    found = {
        "patient": patient(number, long=long),
        "items": PROGRAMS[kind % 4],
        "start": STARTS[kind // 4 % 4],
        "changes": DOSES[kind // 16 % 6],
        "note": note(number, long=long),
        "visit": f"2026-12-{1 + number % 9:02} {9 + number % 8}:00",
    }
    return {name: value for name, value in found.items() if value}


def planned(library: Any, count: int, *, long: bool, kinds: int = KINDS) -> list[Any]:
    """Handouts, planned by the tree that is on the path."""
    from handouts.orders.reader import read_order
    from handouts.plan.planner import Planner

    planner, made = Planner(library), []
    for number in range(count):
        order, problems = read_order(row(number, long=long, kinds=kinds), ISSUED)
        if not order:
            raise SystemExit("\n".join(map(str, problems)))
        made.append(planner.plan(order)[0])
    return made
