"""Colour roles and their values; brand colours that would be hard to read are darkened, and reported.

Contrast is WCAG 2.1's: 4.5 : 1 for text. Primary is text on white and on the tint; the accent only
lies behind text, so it needs white or ink to stand out on it.
"""

from __future__ import annotations

import colorsys
from collections.abc import Callable

from handouts.base.colour import INK, WHITE, contrast, hexadecimal, mixed, rgb
from handouts.base.records import dataclass
from handouts.library.clinic import Colours

__all__ = ["ColourChange", "Palette", "make_palette"]

READABLE = 4.5
VISIBLE = 1.6
"""Least contrast of a coloured label with the paper."""
MUTE = "#4A5661"
STOP = "#B42318"


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


def _darken(colour: str, passes: Callable[[str], bool]) -> str:
    """Lower the lightness in equal steps, hue kept, until the colour ``passes``."""
    hue, light, saturation = colorsys.rgb_to_hls(*rgb(colour))
    darker = colour
    while not passes(darker) and light > 0:
        light = max(0.0, light - 0.02)
        darker = hexadecimal(colorsys.hls_to_rgb(hue, light, saturation))
    return darker


def _tint(primary: str) -> str:
    """Behind the dose: told from the paler, neutral rest days by more than its shade."""
    return mixed(WHITE, primary, 0.14)


def make_palette(colours: Colours, *, mono: bool) -> Palette:
    """The palette of a brand. ``mono`` prints everything black."""
    fixed = {"white": WHITE, "black": "#000000", "rest": "#EEF1F3", "hair": "#AAB4BC"}
    if mono:
        black = dict.fromkeys(("ink", "mute", "primary", "accent", "stop", "hair"), "#000000")
        return Palette(tuple((fixed | black | {"on_accent": WHITE, "tint": WHITE}).items()))
    asked = colours.accent or colours.primary
    accent = _darken(
        asked,
        lambda tried: (
            max(contrast(WHITE, tried), contrast(INK, tried)) >= READABLE and contrast(WHITE, tried) >= VISIBLE
        ),
    )
    primary = _darken(
        colours.primary, lambda tried: min(contrast(tried, WHITE), contrast(tried, _tint(tried))) >= READABLE
    )
    on_accent = WHITE if contrast(WHITE, accent) >= READABLE else INK
    changes = [
        ColourChange(name, before, after, round(contrast(before, WHITE), 1))
        for name, before, after in (("primary", colours.primary, primary), ("accent", asked, accent))
        if before != after
    ]
    roles = {"tint": _tint(primary), "ink": INK, "mute": MUTE, "stop": STOP, "primary": primary, "accent": accent}
    return Palette(tuple((fixed | roles | {"on_accent": on_accent}).items()), tuple(changes))
