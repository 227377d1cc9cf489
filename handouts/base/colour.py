"""Colours as #RRGGBB: how light one is, how far two stand apart, and what two make when mixed."""

from __future__ import annotations

__all__ = ["INK", "WHITE", "contrast", "hexadecimal", "luminance", "mixed", "rgb"]

INK = "#14212B"
"""What text and lines are drawn in, whatever the brand: softer than black, and far from any paper."""
WHITE = "#FFFFFF"


def rgb(colour: str) -> tuple[float, float, float]:
    """Red, green and blue, each 0 to 1, of a colour #RRGGBB."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def hexadecimal(parts: tuple[float, float, float]) -> str:
    """The colour #RRGGBB of red, green and blue; what is beyond 0 to 1 is taken for the nearer end."""
    return "#" + "".join(f"{round(min(1.0, max(0.0, part)) * 255):02X}" for part in parts)


def mixed(one: str, other: str, part: float) -> str:
    """``part`` of the other colour, 0 to 1, in the first."""
    a, b = ([int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in (one, other))
    return "#" + "".join(f"{round(x + (y - x) * part):02X}" for x, y in zip(a, b, strict=True))


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.1: 0 for black, 1 for white."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours after WCAG 2.1, 1 to 21, whichever comes first."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
