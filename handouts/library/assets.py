"""READ: pictures and logos. Checks a PNG, JPEG or SVG file; the pdf room draws it.

Nothing in a picture file is executed or fetched: an SVG may hold flat shapes only, and anything
else in it (text, scripts, links to other files, entities) is named and refused.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["MAX_BYTES", "Asset", "UndrawableError", "load_asset"]

MAX_BYTES = 8_000_000
"""Largest picture file read, in bytes."""
_MAX_SVG = 500_000
_MAX_PIXELS = 40_000_000

_SHAPES = frozenset(
    [
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "title",
        "desc",
        "style",
        "defs",
        "metadata",
    ]
)
_SVG = "{http://www.w3.org/2000/svg}"
_OUTSIDE = re.compile(r"url\(|@import|expression\(", re.IGNORECASE)


@dataclass(frozen=True)
class Asset:
    """A picture that was checked. ``width`` and ``height`` are in pixels or SVG units."""

    kind: Literal["raster", "vector"]
    width: float
    height: float
    digest: str
    data: bytes

    @property
    def aspect(self) -> float:
        """Width divided by height."""
        return self.width / self.height

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"Asset({self.kind}, {self.width:g} x {self.height:g}, {self.digest[:12]})"


class UndrawableError(Exception):
    """A picture that looked whole cannot be drawn."""

    def __init__(self, asset: Asset) -> None:
        self.asset = asset
        super().__init__("cannot be drawn")


def load_asset(path: Path) -> Asset:
    """Read and check a picture file. Raises ValueError saying what is wrong and how to mend it."""
    if path.exists() and not path.is_file():
        raise ValueError("is not a regular file")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror}") from error
    if len(data) > MAX_BYTES:
        raise ValueError(f"is larger than {MAX_BYTES // 1_000_000} MB; save it smaller")
    if data.startswith((b"\x89PNG\r\n", b"\xff\xd8\xff")):
        return _raster(data)
    if path.suffix.lower() == ".svg":
        return _vector(data)
    raise ValueError("is not a PNG, JPEG or SVG picture")


@lru_cache(maxsize=64)
def _raster(data: bytes) -> Asset:
    import io

    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            width, height = image.size
            if width * height > _MAX_PIXELS:
                raise ValueError(f"has {width:,} x {height:,} points; at most {_MAX_PIXELS // 10**6} million are read")
            image.load()
            if image.getexif().get(0x0112) in (5, 6, 7, 8):  # a photograph lying on its side
                width, height = height, width
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError("is damaged and cannot be read as a picture") from error
    if min(width, height) < 8 or not 0.1 <= width / height <= 10:
        raise ValueError(f"is {width} x {height} points; expected at least 8 each way, and sides within 1 to 10")
    return Asset("raster", float(width), float(height), hashlib.sha256(data).hexdigest(), data)


@lru_cache(maxsize=64)
def _vector(data: bytes) -> Asset:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    if len(data) > _MAX_SVG:
        raise ValueError(f"is larger than {_MAX_SVG // 1000} kB; save it as PNG")
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise ValueError("declares a DOCTYPE or entities; save it as “plain SVG”") from error
    except (ParseError, ValueError, LookupError) as error:
        raise ValueError(f"is not valid SVG: {error}") from error
    if root.tag != f"{_SVG}svg":
        raise ValueError("is not an SVG picture")
    _refuse_all_but_shapes(root)
    width, height = _size(root)
    if width <= 0 or height <= 0 or not 0.1 <= width / height <= 10:
        raise ValueError(f"measures {width:g} x {height:g}; expected sides within 1 to 10 of each other")
    return Asset("vector", width, height, hashlib.sha256(data).hexdigest(), data)


def _refuse_all_but_shapes(root: Element) -> None:
    stack = [(root, 0)]
    while stack:
        node, depth = stack.pop()
        if depth > 50:
            raise ValueError("is nested too deeply; save it as “plain SVG”")
        tag = str(node.tag)
        if not tag.startswith(_SVG):
            continue  # an editor's own notes are not drawn
        name = tag.removeprefix(_SVG)
        if name not in _SHAPES:
            hint = "turn text into outlines" if name in ("text", "tspan") else "use flat shapes only, or save it as PNG"
            raise ValueError(f"holds <{name[:30]}>, which is not printed; {hint}")
        for key, value in node.attrib.items():
            bare = key.rpartition("}")[2].lower()
            if bare == "href" or bare.startswith("on") or _OUTSIDE.search(value):
                raise ValueError(f"uses “{bare[:30]}” to point elsewhere; use flat shapes only, or save it as PNG")
        if name == "style" and _OUTSIDE.search(node.text or ""):
            raise ValueError("has a style that points elsewhere; use flat colours only, or save it as PNG")
        stack.extend((child, depth + 1) for child in node)


def _size(root: Element) -> tuple[float, float]:
    numbers = re.findall(r"[-+]?[\d.]+(?:e[-+]?\d+)?", root.get("viewBox", ""))
    try:
        if len(numbers) == 4:
            return float(numbers[2]), float(numbers[3])
        width, height = (re.match(r"[\d.]+", root.get(side, "")) for side in ("width", "height"))
        return (float(width[0]), float(height[0])) if width and height else (0.0, 0.0)
    except ValueError:
        return 0.0, 0.0
