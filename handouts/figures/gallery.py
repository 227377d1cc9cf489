"""Keeps drawn pictures: in memory, and in a cache folder for the next run. A picture holds no patient's data."""

from __future__ import annotations

import hashlib
import json
import zlib
from functools import cached_property
from pathlib import Path
from typing import Any

from handouts.base.cachefolder import CacheFolder, cache_place, code_state
from handouts.base.kept import Kept
from handouts.figures.curves import Trace
from handouts.figures.outline import Rings
from handouts.figures.poses import Figure
from handouts.figures.shapes import Drawing, Note, Painted

__all__ = ["Gallery", "cache_folder"]

_MOST = 2_000_000
"""Largest cache file read, bytes once unpacked."""
_FILES = 2_000
"""Figures in the cache folder; the oldest go."""
KEPT_MOST = 256
"""Figures kept in memory: more than a clinic has drills. Those that are forgotten are in the cache folder still."""


def cache_folder() -> Path | None:
    """Where pictures are kept between runs; None where HANDOUTS_CACHE says “off”."""
    return cache_place("figures")


class Gallery:
    """Draws each figure once. What is read from the cache is data only, checked, and drawn anew where it is damaged."""

    def __init__(self, folder: Path | None = None) -> None:
        self._files = CacheFolder(folder, files=_FILES, largest=_MOST)
        self._known = Kept[tuple[str, str], tuple[Drawing, ...]](KEPT_MOST)
        self._turned = Kept[str, Drawing](KEPT_MOST)
        self._keys = Kept[int, tuple[Figure, str]](KEPT_MOST)

    def picture(self, figure: Figure, position: int, build: str, *, mirror: bool = False) -> Drawing:
        """One position of a figure; ``mirror`` shows the other side of the body."""
        key = (self._key(figure), build)
        pictures = self._known.get_or_make(key, lambda: self._read(key, figure) or self._draw(figure, key))
        drawn = pictures[position]
        if not mirror:
            return drawn
        from handouts.figures.draw import mirrored

        return self._turned.get_or_make(drawn.digest, lambda: mirrored(drawn))

    def _key(self, figure: Figure) -> str:
        kept = self._keys.get(id(figure))
        if kept is None:  # the figure is kept with its key, so that its id is not used again
            raw = f"{code_state('figures')} {figure!r}".encode()
            kept = self._keys.keep(id(figure), (figure, hashlib.sha256(raw).hexdigest()))
        return kept[1]

    def _draw(self, figure: Figure, key: tuple[str, str]) -> tuple[Drawing, ...]:
        from handouts.figures.draw import draw  # which is loaded only for what is not kept

        pictures = draw(figure, key[1])
        self._write(key, pictures)
        return pictures

    # --- the cache folder ------------------------------------------------------------------------

    def _read(self, key: tuple[str, str], figure: Figure) -> tuple[Drawing, ...] | None:
        data = self._files.read(" ".join(key))
        if data is None:
            return None
        try:
            opener = zlib.decompressobj()
            raw = opener.decompress(data, _MOST)
            if not opener.eof:  # too large, or not whole
                return None
            heads, _, shapes = raw.partition(b"\n")
            late = _LateShapes(shapes, figure, key[1])
            found = tuple([_picture(plain, late, at) for at, plain in enumerate(json.loads(heads))])
        except (ValueError, KeyError, TypeError, IndexError, zlib.error, RecursionError):
            return None  # drawn anew
        return found if len(found) == len(figure.positions) else None

    def _write(self, key: tuple[str, str], pictures: tuple[Drawing, ...]) -> None:
        """Keep pictures for the next run. Nothing depends on it, so nothing is said where it fails."""
        lines = [[_plain(picture) for picture in pictures], [_plain_shapes(picture) for picture in pictures]]
        text = "\n".join([json.dumps(line, separators=(",", ":")) for line in lines])
        self._files.write(" ".join(key), zlib.compress(text.encode(), 6))


class _KeptDrawing(Drawing):
    """A drawing whose shapes are read when they are asked for: not where its form and its call-outs are kept."""

    _late: _LateShapes
    _at: int

    @cached_property
    def shapes(self) -> tuple[Painted, ...]:
        return self._late.of(self._at)[0]

    @cached_property
    def body(self) -> Rings:
        return self._late.of(self._at)[1]


class _LateShapes:
    """The shapes of a figure's positions, with what call-outs keep clear of, as they were read."""

    def __init__(self, raw: bytes, figure: Figure, build: str) -> None:
        self._raw, self._figure, self._build = raw, figure, build
        self._found: list[tuple[tuple[Painted, ...], Rings]] = []

    def of(self, position: int) -> tuple[tuple[Painted, ...], Rings]:
        """Those of a position, drawn anew where the data is damaged."""
        if not self._found:
            try:
                self._found = [(_shapes(plain["shapes"]), _rings(plain["body"])) for plain in json.loads(self._raw)]
                self._found[len(self._figure.positions) - 1]
            except (ValueError, KeyError, TypeError, IndexError, RecursionError):
                from handouts.figures.draw import draw

                self._found = [(one.shapes, one.body) for one in draw(self._figure, self._build)]
            self._raw = b""
        return self._found[position]


def _plain(picture: Drawing) -> dict[str, Any]:
    return {
        "box": picture.box,
        "notes": [[note.at, note.text] for note in picture.notes],
        "digest": picture.digest,
        "top": picture.top,
    }


def _plain_shapes(picture: Drawing) -> dict[str, Any]:
    return {
        "shapes": [[shape.paths, shape.fill, shape.line, shape.weight, shape.closed] for shape in picture.shapes],
        "body": [[(round(x, 2), round(y, 2)) for x, y in ring] for ring in picture.body],
    }


def _rings(plain: Any) -> Rings:
    return tuple([tuple([(float(x), float(y)) for x, y in ring]) for ring in plain])


def _paths(plain: Any) -> tuple[Trace, ...]:
    found = tuple([tuple([tuple(map(float, step)) for step in path]) for path in plain])
    if any(len(path[0]) != 2 or not all(len(step) in _STEPS for step in path) for path in found):
        raise ValueError("not a path")
    return found


_STEPS = (2, 6)
"""Numbers in a step of a path: a point, or a curve."""


def _shapes(plain: Any) -> tuple[Painted, ...]:
    return tuple(
        Painted(_paths(paths), str(fill), str(line), float(weight), bool(closed))
        for paths, fill, line, weight, closed in plain
    )


def _picture(plain: Any, late: _LateShapes, position: int) -> Drawing:
    left, low, right, high = map(float, plain["box"])
    if not (right > left and high > low):
        raise ValueError("not a picture")
    notes = tuple(Note((float(at[0]), float(at[1])), str(text)) for at, text in plain["notes"])
    drawing = object.__new__(_KeptDrawing)
    known = {"box": (left, low, right, high), "notes": notes, "digest": str(plain["digest"])[:40]}
    drawing.__dict__.update(known, top=float(plain["top"]), _late=late, _at=position)
    return drawing
