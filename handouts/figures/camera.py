"""From space to paper: four views, all of them linear, so that straight stays straight."""

from __future__ import annotations

import math
from typing import Literal

from handouts.base.records import dataclass
from handouts.figures.outline import P2, Ring, ellipse
from handouts.figures.space import P3, dot, length, scale

__all__ = ["VIEWS", "Camera", "View"]

View = Literal["side", "side-above", "three-quarter", "front", "back", "lying", "side-turned"]


@dataclass(frozen=True)
class Camera:
    """Rows of a projection: across, up, and depth towards the viewer."""

    x: P3
    y: P3
    depth: P3
    floor: float
    """How high on paper the floor's far edge is, cm."""

    def flat(self, point: P3) -> P2:
        return dot(self.x, point), dot(self.y, point)

    def near(self, point: P3) -> float:
        """Depth of a point, cm; greater is nearer to the viewer."""
        return dot(self.depth, point)

    def oval(self, centre: P3, axes: tuple[P3, P3, P3]) -> Ring:
        """The outline of an ellipsoid, its half axes given as vectors."""
        across = [dot(self.x, axis) for axis in axes]
        up = [dot(self.y, axis) for axis in axes]
        return ellipse(
            *self.flat(centre),
            sum(a * a for a in across),
            sum(a * b for a, b in zip(across, up, strict=True)),
            sum(b * b for b in up),
        )


def _cabinet(across: float, up: float) -> Camera:
    """The side plane keeps its true angles; what is nearer is drawn a little lower and to the left."""
    ray: P3 = (across, up, 1.0)
    return Camera((1.0, 0.0, -across), (0.0, 1.0, -up), scale(ray, 1 / length(ray)), 20 * up)


def _turned(yaw: float, pitch: float) -> Camera:
    """Seen from ``yaw`` degrees round to the front and ``pitch`` degrees above."""
    cos, sin = math.cos(math.radians(yaw)), math.sin(math.radians(yaw))
    down, over = math.cos(math.radians(pitch)), math.sin(math.radians(pitch))
    level: P3 = (sin, 0.0, cos)
    return Camera(
        (cos, 0.0, -sin),
        (-level[0] * over, down, -level[2] * over),
        (level[0] * down, over, level[2] * down),
        20 * over,
    )


VIEWS: dict[str, Camera] = {
    "side": _cabinet(0.23, 0.13),
    "side-above": _cabinet(0.13, 0.20),
    "three-quarter": _turned(50, 12),
    "front": _turned(90, 8),
    "back": _turned(-90, 8),
    "lying": _turned(-20, 25),
    "side-turned": _turned(27, 14),
}
