"""What is put on pages, and how pages were filled with it. All heights in mm."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Literal, NamedTuple

from handouts.base.records import dataclass
from handouts.sheet.forms import Choice

__all__ = ["EDGE", "FILL", "LONELY", "FilledPage", "Loose", "Piece", "Place", "Puzzle", "Spot", "Stood"]

Place = Literal["front", "first_foot", "foot", "top", "end"]
"""Where a loose piece may stand: right after the front, at the foot of the front's page or of a later one, first on a
page, or after the last piece."""

EDGE = 1.0
"""What each further step edge on a page costs: a column that jumps looks restless."""
FILL = 4.0
"""What an empty page but the last would cost; one with a part of it empty costs the square of that part of it."""
LONELY = 20.0
"""What a last page costs on which nothing but loose pieces stand."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands in its order, in one of several heights."""

    choices: tuple[Choice, ...]
    """The best looking first, each lower than the one before."""
    gap: float = 0.0
    """Before it, where it is not the first on its page."""
    fresh: bool = False
    """Whether it starts a page."""
    bound: bool = False
    """Whether the next piece stands on the same page."""
    grid: bool = False
    """Whether it ends in a week grid."""
    lead: float = 0.0
    """What it takes more where it is the first piece on its page."""
    key: Hashable = None
    """Equal keys have equal choices; None where that is not known."""


class Spot(NamedTuple):
    """What a loose piece costs and takes at a place."""

    cost: float
    choices: tuple[Choice, ...]
    gap: float = 0.0
    order: int = 0
    """Of several at one place the lowest stands first."""


@dataclass(frozen=True, slots=True)
class Loose:
    """What may stand in one of several places. One that is ``optional`` may be left out."""

    at: Mapping[Place, Spot]
    grid: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Puzzle:
    """All that is to be put on pages of ``room`` mm. The first ``front`` pieces are the front."""

    room: float
    pen: float
    """Height of the line that follows the last grid of a page."""
    front: int
    pieces: tuple[Piece, ...]
    loose: tuple[Loose, ...] = ()


class Stood(NamedTuple):
    """A piece on its page: its number, those of loose ones counting on from the last of the others."""

    piece: int
    choice: Choice
    place: Place | None = None
    """Of a loose one."""


FilledPage = tuple[Stood, ...]
"""A page, from its top down."""
