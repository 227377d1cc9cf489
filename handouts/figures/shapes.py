"""The display list of a figure: shapes in cm, colours as roles. Knows no paper."""

from __future__ import annotations

from dataclasses import field

from handouts.base.records import dataclass
from handouts.figures.curves import Trace, flattened
from handouts.figures.outline import P2, Rings
from handouts.figures.space import P3

__all__ = ["BOLD", "DETAIL", "FAR", "INNER", "OUTER", "Drawing", "Note", "Painted", "Shape", "Unit"]

BOLD, INNER, DETAIL, FAR = 1.0, 0.61, 0.39, 0.5
"""Weights of line, as parts of the base line: the near body's silhouette; inner contours and props; details such as
an ear or fingers; and limbs on the far side. With a base line of 0.9 pt: 0.9, 0.55, 0.35 and 0.45."""
OUTER = round(2 * BOLD - INNER, 2)
"""Weight of a silhouette as it is first drawn: its inner half is painted over, and inked again as inner lines are."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Outlines filled with a role, or lines drawn in one; ``weight`` is a factor on the base line.

    Made of points, while a figure is put together.
    """

    rings: Rings
    fill: str = ""
    line: str = ""
    weight: float = 1.0
    closed: bool = True
    along: Rings = ()
    """Outlines that it runs along for part of its way, so that line and filling are the same curve."""


@dataclass(frozen=True, slots=True)
class Painted:
    """A shape as it is painted: made of curves."""

    paths: tuple[Trace, ...]
    fill: str = ""
    line: str = ""
    weight: float = 1.0
    closed: bool = True

    @property
    def rings(self) -> Rings:
        """The same as points."""
        return tuple([flattened(path) for path in self.paths])


@dataclass
class Unit:
    """What is painted in one go, and what decides when: its outline and how near it is.

    ``spine`` is its axis on paper, with the depth of each point. ``low`` and ``high`` are the corners
    of the box it fills in space.
    """

    name: str
    outline: Rings
    spine: tuple[tuple[P2, float], ...]
    low: P3
    high: P3
    fills: list[Shape] = field(default_factory=list)
    edge: str = "line"
    """Role of its outline, or empty for none."""
    weight: float = INNER
    details: list[Shape] = field(default_factory=list)
    open: Rings = ()
    """Where its outline is not inked, since it grows together there with another."""
    living: bool = False
    """A part of the body."""
    after: tuple[str, ...] = ()
    """Units that it is painted over whatever the depth says."""
    held: list[str] = field(default_factory=list)
    """Hands that close round it, and so are painted over it."""
    under: bool = False
    """Lies under everything: a mat, a shadow."""
    crossable: bool = False
    """An arrow may lie on it, as on a wall behind the body."""


@dataclass(frozen=True, slots=True)
class Note:
    """A call-out: what it points at, and its words. The page finds its place, for it knows the type."""

    at: P2
    text: str


@dataclass(frozen=True, eq=False)
class Drawing:
    """A drawn figure. ``box`` is left, bottom, right, top in cm; ``body`` what call-outs keep clear of.

    Compared by its digest, which stands for the pose and the position: its points are many.
    """

    shapes: tuple[Painted, ...]
    box: tuple[float, float, float, float]
    body: Rings
    notes: tuple[Note, ...] = ()
    digest: str = ""
    top: float = 0.0
    """Top of what is drawn, cm: the box is as high as the drill's tallest position."""

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]

    @property
    def aspect(self) -> float:
        """Width divided by height."""
        return self.width / self.height

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Drawing) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)
