"""PLAN: the numbers of a dose that a timer counts, in whole seconds."""

from __future__ import annotations

from handouts.base.records import dataclass

__all__ = ["Pacing", "SetPace"]


@dataclass(frozen=True)
class SetPace:
    """What a timer counts of one set, in whole seconds; of a range the lower end."""

    reps: int
    """How often; 1 where a set is a time or a distance."""
    holds: tuple[int, ...] = ()
    """Each hold of one rep, in order; empty where nothing is held."""
    moving: int = 0
    """What a rep takes besides its holds."""
    tempo: tuple[int, ...] = ()
    """To lower, to wait, to lift, and to wait again; empty where no speed is said."""
    duration: int = 0
    """Of the whole set; 0 where it is not done for a time."""


@dataclass(frozen=True)
class Pacing:
    """The numbers of a drill's dose, for a timer: its words stand on the card."""

    sets: tuple[SetPace, ...]
    rest: int
    """Between sets, s."""
