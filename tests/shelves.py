"""Drills for tests that set or draw each of them in many ways: few that stand for all.

The library grows; what a test finds depends on what a drill is made of. ``few`` has at least one drill for each view, prop,
posture, kind of dose and number of parts that the library knows; the rest is held to the same rules by the slow tests.
"""

from __future__ import annotations

from collections.abc import Iterator

from handouts.library.load import Library
from handouts.library.models import Drill

__all__ = ["ARTICLE", "PROGRAMS", "few", "others"]

ARTICLE = ("kneeling-hip-extension", "hinge-with-dowel", "roman-chair-squat", "strap-assisted-squat")
"""The drills that the product began with."""


PROGRAMS = ("hip-hinge", "low-back", "lift-and-stretch", "neck-care", "stiff-wrist", "after-hip-replacement")
"""Programs that stand for all: with long and short drills, close-ups, people who lie, few drills and many."""


def few(library: Library) -> tuple[str, ...]:
    """Ids of drills that have, together, all that any drill has; sorted."""
    left = {drill.id: set(traits(drill)) for drill in library.drills.values() if drill.language == "en"}
    chosen = list(ARTICLE)
    seen = set[str]().union(*(left[name] for name in chosen))
    wanted = set[str]().union(*left.values())
    while wanted - seen:
        best = max(sorted(left), key=lambda name: len(left[name] - seen))
        chosen.append(best)
        seen |= left[best]
    return tuple(sorted(chosen))


def others(library: Library) -> tuple[str, ...]:
    """Ids of the drills that ``few`` leaves out; sorted."""
    return tuple(sorted({name for name, language in library.drills if language == "en"} - set(few(library))))


def traits(drill: Drill) -> Iterator[str]:
    """What a drill is made of, as far as pictures and sheets differ by it."""
    yield f"posture {drill.posture}"
    yield f"steps {min(len(drill.steps), 8)}"
    yield f"each side {drill.each_side}, held {drill.held}"
    for kind in ("equipment", "cues", "mistakes", "stop", "easier", "harder"):
        yield f"{kind} {min(len(getattr(drill, kind)), 3)}"
    for kind in ("reps", "duration", "distance", "load", "tempo", "effort"):
        yield f"{kind} {getattr(drill.dose, kind) is not None}"
    if figure := drill.figure:
        yield f"view {figure.view}"
        yield f"pictures {len(figure.positions)}"
        yield from (f"prop {prop.kind}" for prop in figure.props)
        yield from (f"call-outs {len(position.callouts)}" for position in figure.positions)
