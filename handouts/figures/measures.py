"""Measures of the body, as data. Lengths are parts of the height (Drillis and Contini 1964; Winter 2009).

Radii are in cm for a height of 175: front to back, then side to side.
"""

from __future__ import annotations

from handouts.base.records import dataclass

__all__ = ["BUILDS", "Build", "Ovals", "Section"]

HEIGHT = 175.0

THIGH = 0.245 * HEIGHT
SHIN = 0.246 * HEIGHT
UPPER = 0.186 * HEIGHT
FORE = 0.146 * HEIGHT
ANKLE = 0.039 * HEIGHT
"""Height of the ankle over the sole."""
HALF_HIP = 0.050 * HEIGHT
HALF_SHOULDER = 0.104 * HEIGHT
PELVIS = 0.055 * HEIGHT
LUMBAR = 0.090 * HEIGHT
THORAX = 0.160 * HEIGHT
NECK = 0.050 * HEIGHT

Section = tuple[float, float, float, float]
"""Of a cross-section: part of the bone's length, how far its middle lies forward, radius to the front, to the side."""
Ovals = tuple[tuple[float, float, float, float, float, float], ...]
"""Of ovals about a joint: forward, up, right (cm), then radii forward, up, right (cm)."""

THIGH_ROWS: tuple[Section, ...] = (
    (0.00, -0.4, 8.9, 8.2), (0.20, 0.1, 8.8, 8.2), (0.42, 0.5, 8.0, 7.5), (0.65, 0.4, 6.9, 6.6), (0.85, 0.1, 5.9, 5.9),
    (1.00, 0.3, 5.5, 5.6),
)  # fmt: skip
SHIN_ROWS: tuple[Section, ...] = (
    (0.00, 0.3, 5.4, 5.5), (0.13, -0.2, 5.3, 5.3), (0.30, -1.3, 5.7, 5.4), (0.48, -0.9, 5.0, 4.8),
    (0.72, -0.1, 3.8, 3.8), (0.88, 0.2, 3.3, 3.4), (1.00, 0.2, 3.5, 3.4),
)  # fmt: skip
UPPER_ROWS: tuple[Section, ...] = (
    (0.00, 0.0, 5.2, 5.0), (0.22, 0.2, 5.3, 4.9), (0.50, 0.3, 4.8, 4.3), (0.80, 0.0, 4.1, 3.9), (1.00, 0.0, 3.8, 3.7),
)  # fmt: skip
FORE_ROWS: tuple[Section, ...] = (
    (0.00, 0.0, 3.8, 3.7), (0.22, 0.2, 4.2, 4.0), (0.50, 0.0, 3.6, 3.4), (0.80, 0.0, 2.7, 2.6), (1.00, 0.0, 2.5, 2.6),
)  # fmt: skip

PELVIS_OVALS: Ovals = (
    (-0.4, 3.4, 0.0, 9.4, 8.0, 14.6), (-3.2, -1.0, 8.0, 8.7, 9.2, 8.2), (-3.2, -1.0, -8.0, 8.7, 9.2, 8.2),
    (1.0, -1.0, 0.0, 7.6, 7.5, 12.0),
)  # fmt: skip
"""About the middle of the hips."""
BELLY_OVALS: Ovals = ((0.4, 2.0, 0.0, 9.2, 7.0, 14.0), (0.8, 10.0, 0.0, 9.0, 7.5, 12.9))
"""About the top of the pelvis."""
CHEST_OVALS: Ovals = (
    (0.8, 3.0, 0.0, 9.5, 7.0, 13.8), (0.7, 10.5, 0.0, 10.7, 8.0, 14.8), (-0.4, 17.6, 0.0, 10.2, 6.6, 14.6),
    (-1.6, 23.2, 0.0, 6.6, 4.2, 9.6),
)  # fmt: skip
"""About the top of the lumbar spine."""
SHOULDER_BACK, SHOULDER_UP = -0.8, 20.4
"""The shoulder joints, cm, from the top of the lumbar spine."""
BLADE = {
    "up": (0.0, 4.8, -0.6),
    "down": (0.0, -2.6, 0.4),
    "back": (-4.2, 0.2, -1.2),
    "forward": (4.4, 0.0, -1.0),
    "lain": (3.0, 0.0, -2.6),
}
"""How far a shoulder goes with its blade: forward, up, outwards, cm; “lain” where one lies on a side. As far as a
shoulder can, for less is hardly seen at the size of print."""
BLADE_EDGE = ((19.6, 0.8), (16.0, 0.0), (11.0, 0.3), (6.6, 2.6))
"""Of a shoulder blade's inner edge, top to tip: up, and away from the spine, cm."""
BLADE_OUTER = ((9.0, 4.2), (14.0, 7.2), (18.2, 8.6), (20.6, 7.4), (20.9, 3.6))
"""Of the rest of its outline, on from the tip."""
BLADE_AWAY = {"forward": 10.2, "back": 2.4}
"""How far from the spine the inner edge is, cm, where the shoulder is drawn to; 6.6 else."""
TRAPEZIUS: tuple[tuple[float, float, float, float, float, float], ...] = (
    (-2.0, 28.6, 3.6, 4.0, 2.2, 2.2), (-1.6, 25.4, 9.0, 4.4, 2.2, 2.2),
)  # fmt: skip
"""The slope from the neck to one shoulder, about the top of the lumbar spine: the last oval is joined to the arm."""
NECK_OVALS: Ovals = ((-0.8, -2.6, 0.0, 5.6, 3.6, 6.2), (0.0, 3.0, 0.0, 4.8, 3.0, 4.8), (-0.4, -7.6, 0.0, 4.9, 3.0, 4.8))
"""The first two about the neck's root, the last about the skull's middle."""
SKULL: tuple[float, float, float, float, float, float] = (1.6, 15.6, 0.0, 9.6, 9.6, 7.6)
"""About the neck's root; of the head alone what follows is about the skull's middle."""
FACE_OVALS: Ovals = (
    (4.3, -4.2, 0.0, 4.8, 5.0, 5.4), (6.2, -9.1, 0.0, 2.6, 2.3, 3.3),
    (0.2, -6.8, 4.1, 2.4, 2.4, 1.9), (0.2, -6.8, -4.1, 2.4, 2.4, 1.9),
)  # fmt: skip
"""Cheeks and mouth, chin, and the two corners of the jaw."""
NOSE: Ovals = ((8.6, 0.6, 0.0, 1.1, 1.4, 1.1), (10.4, -2.9, 0.0, 1.25, 1.15, 1.5))
GLIDE = {"tucked": (-3.4, 5.0), "forward": (4.6, -3.0)}
"""How far the head glides forward, cm, and how far it nods, degrees."""
EYE = (8.2, 0.0, 3.2)
"""Forward, up, to the side."""
EAR = (-0.9, -1.7, 7.4)

SHOE_ROWS: Ovals = (
    (-3.2, 2.4, 0.0, 3.5, 2.4, 3.4), (-2.6, 7.2, 0.0, 3.2, 1.6, 3.1), (1.0, 8.2, 0.0, 3.0, 1.2, 3.1),
    (3.0, 4.3, 0.0, 3.6, 3.6, 3.7), (7.4, 3.2, 0.0, 3.6, 3.2, 4.2),
)  # fmt: skip
"""Of the shoe's rear part: heel, its upright counter, the collar, the instep; forward of the ankle, over the sole."""
TOE_ROWS: Ovals = ((0.0, 2.8, 0.0, 2.6, 2.8, 4.7), (4.6, 2.4, 0.0, 2.6, 2.2, 4.3), (6.8, 2.3, 0.0, 2.2, 1.7, 3.3))
"""Of its toes, from the ball; the tip springs up a little."""
SOLE = 1.3
"""Thickness of the sole, cm."""
BALL = 10.2
"""Ball of the foot, forward of the ankle, cm."""
HANDS: dict[str, Ovals] = {
    "flat": (
        (0.0, -2.6, 0.0, 1.8, 3.2, 3.0), (0.2, -6.4, 0.0, 1.6, 3.2, 4.0), (0.1, -11.0, 0.0, 1.2, 3.4, 3.7),
        (0.0, -14.8, 0.0, 1.0, 2.8, 3.0),
    ),
    "body": (
        (0.0, -2.6, 0.0, 1.9, 3.2, 3.0), (0.0, -6.4, 0.0, 1.7, 3.2, 3.9), (-0.7, -10.6, 0.0, 1.3, 3.2, 3.6),
        (-1.8, -13.6, 0.0, 1.1, 2.4, 3.0),
    ),
    "relaxed": (
        (0.0, -2.6, 0.0, 1.9, 3.2, 3.0), (0.1, -6.4, 0.0, 1.8, 3.0, 3.9), (-1.2, -10.0, 0.0, 1.5, 2.6, 3.5),
        (-3.2, -12.6, 0.0, 1.4, 2.0, 3.0),
    ),
    "fist": ((0.2, -2.8, 0.0, 3.0, 3.4, 3.4), (0.9, -6.0, 0.0, 3.5, 3.0, 4.2)),
}  # fmt: skip
"""Shapes of a hand about the wrist, palm to the back (-forward): on a plane, on the body, hanging, and closed."""
THUMBS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "flat": ((-0.2, -2.8, 2.4), (-0.6, -6.2, 5.0), (-0.6, -8.8, 5.9)),
    "body": ((-0.2, -2.8, 2.4), (-0.8, -6.2, 4.8), (-1.2, -8.8, 5.4)),
    "relaxed": ((-0.4, -2.8, 2.4), (-2.0, -6.0, 4.1), (-2.8, -8.8, 4.2)),
    "fist": ((1.2, -2.2, 2.9), (3.2, -4.6, 3.4), (4.2, -6.8, 2.2)),
}
"""The thumb's joints about the wrist: forward, up, towards the thumb's side."""
GRIP = 5.0
"""From the wrist to the middle of what a closed hand holds, cm."""
PALM = 8.0
"""From the wrist to the middle of an open hand, cm."""

SHORTS = 0.60
"""How far down the thigh the shorts go, as a part of it."""
SLEEVE = 0.58
CUFF = 0.93
"""How far down the shank trousers go."""

MASSES = {
    "trunk": 0.497, "head": 0.081, "upper": 0.028, "fore": 0.022, "thigh": 0.100, "shin": 0.0465, "foot": 0.0145,
}  # fmt: skip
"""Parts of the body's mass; limbs each (Winter 2009)."""


@dataclass(frozen=True)
class Build:
    """Factors on the measures: one body is drawn slimmer, another broader."""

    name: str
    shoulders: float = 1.0
    chest: float = 1.0
    waist: float = 1.0
    hips: float = 1.0
    limbs: float = 1.0
    bun: bool = False
    """Longer hair, tied at the back."""
    hair: str = "hair"
    """Role of the colour of its hair."""


BUILDS = {
    "straight": Build("straight"),
    "curved": Build("curved", shoulders=0.91, chest=0.94, waist=0.90, hips=1.04, limbs=0.95, bun=True),
    "broad": Build("broad", shoulders=1.03, chest=1.12, waist=1.24, hips=1.10, limbs=1.10),
}
