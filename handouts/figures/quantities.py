"""Numbers that a figure's YAML is written in: angles, sizes and places, each with its limits."""

from __future__ import annotations

from typing import Annotated

from handouts.base.rules import limits

__all__ = ["Angle", "Bend", "Coordinate", "Length", "Point", "Turn", "Twist"]

Angle = Annotated[float, limits(ge=-360, le=360)]
"""Degrees."""
Turn = Annotated[float, limits(ge=-90, le=90)]
"""Degrees that a joint turns or bends to one side (positive) or the other: no more than any joint can."""
Twist = Annotated[float, limits(ge=-60, le=60)]
"""The same for joints that turn less."""
Bend = Annotated[float, limits(ge=-10, le=155)]
"""Bend of an elbow, degrees."""
Length = Annotated[float, limits(ge=1, le=300)]
"""A size, cm."""
Coordinate = Annotated[float, limits(ge=-300, le=300)]
"""A distance along one direction, cm."""
Point = Annotated[tuple[Coordinate, ...], limits(min_length=2, max_length=3)]
"""A place, cm, from the pinned foot or knee: [forward, up], or [forward, up, right] where it is not in its usual
place."""
