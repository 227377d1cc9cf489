"""Colour roles and their values; brand colours that would be hard to read are darkened, and reported.

Contrast is WCAG 2.1's: 4.5 : 1 for text. Primary is text on white and on the tint; the accent only
lies behind text, so it needs white or ink to stand out on it.
"""

from __future__ import annotations

import colorsys
from dataclasses import dataclass

from handouts.library.clinic import Colours

__all__ = ["ColourChange", "Palette", "contrast", "make_palette"]

READABLE = 4.5
VISIBLE = 1.6
"""Least contrast of a coloured label with the paper."""
INK = "#14212B"
MUTE = "#4A5661"
STOP = "#B42318"
_WHITE = "#FFFFFF"


@dataclass(frozen=True)
class ColourChange:
    """A brand colour that was darkened: its name, what was asked, what is printed, and the contrast asked for."""

    name: str
    asked: str
    printed: str
    contrast: float


@dataclass(frozen=True)
class Palette:
    """The value, #RRGGBB, of each colour role."""

    roles: tuple[tuple[str, str], ...]
    changes: tuple[ColourChange, ...] = ()

    def as_dict(self) -> dict[str, str]:
        return dict(self.roles)


def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(rgb: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(min(1.0, max(0.0, part)) * 255):02X}" for part in rgb)


def _luminance(colour: str) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21, after WCAG 2.1."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _mix(colour: str, part: float) -> str:
    """The colour at ``part`` strength on white."""
    red, green, blue = (1 - part * (1 - channel) for channel in _rgb(colour))
    return _hex((red, green, blue))


def _darken(colour: str, passes: object) -> str:
    """Lower the lightness in equal steps, hue kept, until ``passes`` is content."""
    hue, light, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    found = colour
    while not passes(found) and light > 0:  # type: ignore[operator]  # a predicate
        light = max(0.0, light - 0.02)
        found = _hex(colorsys.hls_to_rgb(hue, light, saturation))
    return found


def make_palette(colours: Colours, *, mono: bool) -> Palette:
    """The palette of a brand. ``mono`` prints everything black."""
    fixed = {"white": _WHITE, "black": "#000000", "rest": "#EEF1F3", "hair": "#AAB4BC"}
    if mono:
        black = dict.fromkeys(("ink", "mute", "primary", "accent", "stop", "hair"), "#000000")
        return Palette(tuple((fixed | black | {"on_accent": _WHITE, "tint": _WHITE}).items()))
    asked = colours.accent or colours.primary
    accent = _darken(
        asked,
        lambda found: (
            max(contrast(_WHITE, found), contrast(INK, found)) >= READABLE and contrast(_WHITE, found) >= VISIBLE
        ),
    )
    tint = _mix(accent, 0.10)
    primary = _darken(colours.primary, lambda found: min(contrast(found, _WHITE), contrast(found, tint)) >= READABLE)
    on_accent = _WHITE if contrast(_WHITE, accent) >= READABLE else INK
    changes = [
        ColourChange(name, before, after, round(contrast(before, _WHITE), 1))
        for name, before, after in (("primary", colours.primary, primary), ("accent", asked, accent))
        if before != after
    ]
    roles = {"ink": INK, "mute": MUTE, "stop": STOP, "primary": primary, "accent": accent, "tint": tint}
    return Palette(tuple((fixed | roles | {"on_accent": on_accent}).items()), tuple(changes))
