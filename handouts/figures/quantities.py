"""Numbers that a figure's YAML is written in: angles, sizes and places, each with its limits."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

__all__ = ["STRICT", "Angle", "Coordinate", "Length", "Point"]

STRICT = ConfigDict(extra="forbid")

Angle = Annotated[float, Field(ge=-360, le=360)]
"""Degrees."""
Length = Annotated[float, Field(ge=1, le=300)]
"""A size, cm."""
Coordinate = Annotated[float, Field(ge=-300, le=300)]
"""A distance along one direction, cm."""
Point = Annotated[tuple[Coordinate, ...], Field(min_length=2, max_length=3)]
"""A place, cm, from the pinned foot or knee: [forward, up], or [forward, up, right] where it is not in its usual
place."""
