"""READ: the colours of an SVG picture, however they are written, as shares of red, green and blue. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["Rgb", "colour_of"]

Rgb = tuple[float, float, float]
"""Each part from 0 to 1, in sRGB."""
_FROM_P3 = ((1.224940, -0.224940, 0.0), (-0.042057, 1.042057, 0.0), (-0.019638, -0.078636, 1.098274))
"""Light of Display P3 as light of sRGB (CSS Color 4, 10.2)."""


def colour_of(written: str, kind: str) -> tuple[Rgb, float]:
    """A colour and its opacity, from 0 to 1. ValueError, naming the ``kind`` of paint, where it cannot be read."""
    if re.fullmatch("#[0-9a-fA-F]{6}", written):
        return (int(written[1:3], 16) / 255, int(written[3:5], 16) / 255, int(written[5:], 16) / 255), 1.0
    from tinycss2.color4 import parse_color

    colour = parse_color(written)
    if colour is None or isinstance(colour, str):
        raise ValueError(f"has the {kind} colour “{written[:40]}”, which cannot be read; write one such as #1B3A57")
    if colour.space == "display-p3":  # as some design programs write it
        return _of_wide_screens(colour.coordinates), colour.alpha
    try:
        parts = colour.to("srgb").coordinates
    except NotImplementedError as error:  # of another wide gamut
        hint = "write one such as #1B3A57"
        raise ValueError(f"has the {kind} colour “{written[:40]}”, which is not printed; {hint}") from error
    return _within(parts), colour.alpha


def _of_wide_screens(parts: Sequence[float | None]) -> Rgb:
    """A colour of Display P3 in sRGB, cut off where sRGB ends."""
    light = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (one or 0.0 for one in parts)
    ]
    mixed = [sum(share * part for share, part in zip(row, light, strict=True)) for row in _FROM_P3]
    return _within([part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in mixed])


def _within(parts: Sequence[float | None]) -> Rgb:
    red, green, blue = (min(1.0, max(0.0, part or 0.0)) for part in parts)
    return red, green, blue
