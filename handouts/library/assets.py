"""READ: pictures and logos. Checks a PNG, JPEG or SVG file; the pdf room draws it.

Nothing in a picture file is executed or fetched: an SVG may hold flat shapes only, and anything
else in it (text, scripts, links to other files, entities) is named and refused.
"""

from __future__ import annotations

import hashlib
from dataclasses import field
from functools import lru_cache
from pathlib import Path
from typing import Literal

from handouts.base.records import dataclass

__all__ = ["MAX_BYTES", "Asset", "UndrawableError", "load_asset"]

MAX_BYTES = 8_000_000
"""Largest picture file read, in bytes."""
_MAX_SVG = 500_000


@dataclass(frozen=True)
class Asset:
    """A picture that was checked. ``width`` and ``height`` are in pixels or SVG units."""

    kind: Literal["raster", "vector"]
    width: float
    height: float
    digest: str
    """Of the file."""
    data: bytes
    """What is drawn: the file itself, a large photograph made smaller, or an SVG in plain shapes."""
    blank: bool = field(default=False, compare=False)
    """Whether nothing of it can be seen on white paper."""

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
    from handouts.library.raster import read_raster

    picture = read_raster(data)
    width, height = float(picture.width), float(picture.height)
    return Asset("raster", width, height, hashlib.sha256(data).hexdigest(), picture.data, picture.blank)


@lru_cache(maxsize=64)
def _vector(data: bytes) -> Asset:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    from handouts.library.vector import read_vector

    if len(data) > _MAX_SVG:
        raise ValueError(f"is larger than {_MAX_SVG // 1000} kB; save it as PNG")
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise ValueError("declares a DOCTYPE or entities; save it as “plain SVG”") from error
    except (ParseError, ValueError, LookupError) as error:
        raise ValueError(f"is not valid SVG: {error}") from error
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        raise ValueError("is not an SVG picture")
    if b"<?xml-stylesheet" in data:
        raise ValueError("has its styles in another file; save it as “plain SVG”")
    picture = read_vector(root)
    width, height = picture.width, picture.height
    if not 0.1 <= width / height <= 10:
        raise ValueError(f"measures {width:g} x {height:g}; expected sides within 1 to 10 of each other")
    return Asset("vector", width, height, hashlib.sha256(data).hexdigest(), picture.data, picture.blank)
