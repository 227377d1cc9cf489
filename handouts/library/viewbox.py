"""READ: which part of the plane an SVG picture shows, and its lengths with their units. Pure."""

from __future__ import annotations

import math
import re
from xml.etree.ElementTree import Element

from handouts.base.records import dataclass
from handouts.library.outlines import IDENTITY, Box, DamagedError, Matrix

__all__ = ["LENGTH", "View", "length_of", "number_text", "view_of"]

_UNITS = {
    "": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6,
}  # fmt: skip
LENGTH = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*(px|pt|pc|in|cm|mm|q|%|)", re.IGNORECASE)
"""A number and its unit."""


@dataclass(frozen=True)
class View:
    """The part of the plane that is shown: what is drawn into it is first moved by ``fit``."""

    box: Box
    fit: Matrix
    size: tuple[float, float]
    """Of what percentages are taken, in the picture's own units."""


def view_of(root: Element) -> View:
    """What a picture shows. ValueError where it gives no size, or one that cannot be read."""
    box = _view_box(root.get("viewBox", ""))
    sides = [_side(root.get(key, "")) for key in ("width", "height")]
    if box is None:
        if not sides[0] or not sides[1]:
            raise ValueError('gives no size; add a viewBox, such as viewBox="0 0 200 60"')
        return View((0, 0, sides[0], sides[1]), IDENTITY, (sides[0], sides[1]))
    left, top, width, height = box
    if not sides[0] or not sides[1] or abs(sides[0] / sides[1] * height / width - 1) < 0.005:
        return View((left, top, left + width, top + height), IDENTITY, (width, height))
    fit = _fit(box, (sides[0], sides[1]), root.get("preserveAspectRatio", ""))
    return View((0, 0, sides[0], sides[1]), fit, (width, height))


def _view_box(text: str) -> tuple[float, float, float, float] | None:
    if not text.strip():
        return None
    try:
        left, top, width, height = (float(part) for part in re.split(r"\s*,\s*|\s+", text.strip()))
    except ValueError as error:
        raise ValueError(f"has the viewBox “{text[:40]}”; expected four numbers, such as 0 0 200 60") from error
    if not (width > 0 and height > 0 and all(map(math.isfinite, (left, top, width, height)))):
        raise ValueError(f"has the viewBox “{text[:40]}”, which has no size; expected four numbers, such as 0 0 200 60")
    return left, top, width, height


def _side(text: str) -> float:
    """Width or height of the whole picture; 0 where the viewBox decides."""
    match = LENGTH.fullmatch(text.strip())
    return float(match[1]) * _UNITS[match[2].lower()] if match and match[2] != "%" else 0.0


def _fit(box: tuple[float, float, float, float], size: tuple[float, float], text: str) -> Matrix:
    """How a viewBox is put into a picture of other proportions, as preserveAspectRatio asks."""
    left, top, width, height = box
    across, down = size[0] / width, size[1] / height
    words = text.split() or ["xMidYMid"]
    if words[0] == "none":
        return (across, 0, 0, down, -left * across, -top * down)
    match = re.fullmatch(r"x(Min|Mid|Max)Y(Min|Mid|Max)", words[0])
    if not match or words[1:] not in ([], ["meet"], ["slice"]):
        raise ValueError(f"has the preserveAspectRatio “{text[:40]}”; remove it, or write xMidYMid")
    scale = max(across, down) if words[1:] == ["slice"] else min(across, down)
    share = {"Min": 0.0, "Mid": 0.5, "Max": 1.0}
    x = (size[0] - width * scale) * share[match[1]] - left * scale
    y = (size[1] - height * scale) * share[match[2]] - top * scale
    return (scale, 0, 0, scale, x, y)


def length_of(text: str, size: tuple[float, float], name: str) -> float:
    """A length in the picture's own units."""
    match = LENGTH.fullmatch(text.strip())
    value = float(match[1]) if match else math.inf
    if not match or not math.isfinite(value):
        raise DamagedError(f"has the {name} “{text[:30]}”, which cannot be read; write a plain number")
    if match[2] == "%":
        across = name in ("x", "x1", "x2", "cx", "rx", "width")
        down = name in ("y", "y1", "y2", "cy", "ry", "height")
        return value / 100 * (size[0] if across else size[1] if down else math.hypot(*size) / math.sqrt(2))
    return value * _UNITS[match[2].lower()]


def number_text(value: float) -> str:
    """A number as SVG writes it, to eight digits."""
    return f"{value:.8g}"
