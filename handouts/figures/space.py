"""Points and directions in space, cm: x to the right, y up, z towards the viewer."""

from __future__ import annotations

import math

__all__ = ["P3", "Frame", "add", "along", "base_frame", "cross", "dot", "length", "scale", "sub", "turned", "unit"]

P3 = tuple[float, float, float]


def add(a: P3, b: P3) -> P3:
    """The sum."""
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def sub(a: P3, b: P3) -> P3:
    """The way from b to a."""
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def scale(a: P3, by: float) -> P3:
    """A multiple."""
    return a[0] * by, a[1] * by, a[2] * by


def dot(a: P3, b: P3) -> float:
    """The scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: P3, b: P3) -> P3:
    """The direction square to both, right-handed."""
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def length(a: P3) -> float:
    """The length, cm."""
    return math.sqrt(dot(a, a))


def unit(a: P3) -> P3:
    """The direction of a vector; that of x where it has none."""
    size = length(a)
    return scale(a, 1 / size) if size > 1e-9 else (1.0, 0.0, 0.0)


def along(a: P3, b: P3, part: float) -> P3:
    """The point that lies ``part`` of the way from a to b."""
    return add(scale(a, 1 - part), scale(b, part))


def turned(v: P3, axis: P3, degrees: float) -> P3:
    """A vector turned about an axis through the origin, by Rodrigues' formula."""
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    return add(
        add(scale(v, cos), scale(cross(axis, v), sin)),
        scale(axis, dot(axis, v) * (1 - cos)),
    )


class Frame:
    """Three directions of a body part: forward, up (towards the head) and right."""

    __slots__ = ("f", "r", "u")

    def __init__(self, f: P3, u: P3, r: P3) -> None:
        self.f, self.u, self.r = f, u, r

    def lean(self, degrees: float) -> Frame:
        """Bent forward about its left-right axis."""
        angle = math.radians(degrees)
        cos, sin = math.cos(angle), math.sin(angle)
        return Frame(
            sub(scale(self.f, cos), scale(self.u, sin)),
            add(scale(self.u, cos), scale(self.f, sin)),
            self.r,
        )

    def twisted(self, turn: float, side: float) -> Frame:
        """Bent ``side`` degrees to the right, then turned about its own length ``turn`` degrees to the right."""
        if not turn and not side:
            return self
        bent = self.rotated(self.f, side)
        return bent.rotated(bent.u, -turn)

    def rotated(self, axis: P3, degrees: float) -> Frame:
        return Frame(turned(self.f, axis, degrees), turned(self.u, axis, degrees), turned(self.r, axis, degrees))

    def at(self, origin: P3, f: float, u: float, r: float = 0.0) -> P3:
        """The point so far forward, up and right of an origin, cm."""
        return (
            origin[0] + f * self.f[0] + u * self.u[0] + r * self.r[0],
            origin[1] + f * self.f[1] + u * self.u[1] + r * self.r[1],
            origin[2] + f * self.f[2] + u * self.u[2] + r * self.r[2],
        )


def base_frame(lie: str = "") -> Frame:
    """Upright and facing right; or lying on one side, facing the viewer."""
    if lie == "left-side":
        return Frame((0, 0, 1), (1, 0, 0), (0, 1, 0))
    if lie == "right-side":
        return Frame((0, 0, 1), (-1, 0, 0), (0, -1, 0))
    return Frame((1, 0, 0), (0, 1, 0), (0, 0, 1))
