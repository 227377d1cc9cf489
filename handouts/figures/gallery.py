"""Keeps drawn pictures: in memory, and in a cache folder for the next run. A picture holds no patient's data."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import zlib
from functools import cache
from pathlib import Path
from typing import Any

from handouts.base.files import write_whole
from handouts.figures.draw import draw, mirrored
from handouts.figures.poses import Figure
from handouts.figures.shapes import Drawing, Note, Shape

__all__ = ["Gallery", "cache_folder"]

_MOST = 2_000_000
"""Largest cache file read, bytes once unpacked."""


def cache_folder() -> Path | None:
    """Where pictures are kept between runs; None where HANDOUTS_CACHE says “off”."""
    asked = os.environ.get("HANDOUTS_CACHE", "")
    if asked.lower() in ("off", "no", "0"):
        return None
    if asked:
        return Path(asked) / "figures"
    base = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(base) if base else Path.home() / ".cache") / "handouts" / "figures"
    except RuntimeError:  # no home folder
        return None


@cache
def _engine() -> str:
    """Stands for the code that draws: when it changes, kept pictures are drawn anew."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return " ".join(f"{path.name}:{path.stat().st_size}:{path.stat().st_mtime_ns}" for path in files)


class Gallery:
    """Draws each figure once. What is read from the cache is data only, checked, and drawn anew where it is damaged."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._known: dict[tuple[str, str], tuple[Drawing, ...]] = {}
        self._turned: dict[str, Drawing] = {}
        self._keys: dict[int, tuple[Figure, str]] = {}

    def picture(self, figure: Figure, position: int, build: str, *, mirror: bool = False) -> Drawing:
        """One position of a figure; ``mirror`` shows the other side of the body."""
        key = (self._key(figure), build)
        if key not in self._known:
            self._known[key] = self._read(key) or self._draw(figure, key)
        found = self._known[key][position]
        if not mirror:
            return found
        if found.digest not in self._turned:
            self._turned[found.digest] = mirrored(found)
        return self._turned[found.digest]

    def _key(self, figure: Figure) -> str:
        kept = self._keys.get(id(figure))
        if kept is None:  # the figure is kept with its key, so that its id is not used again
            raw = f"{_engine()} {figure!r}".encode()
            kept = self._keys[id(figure)] = (figure, hashlib.sha256(raw).hexdigest())
        return kept[1]

    def _draw(self, figure: Figure, key: tuple[str, str]) -> tuple[Drawing, ...]:
        pictures = draw(figure, key[1])
        self._write(key, pictures)
        return pictures

    # --- the cache folder ------------------------------------------------------------------------

    def _path(self, key: tuple[str, str]) -> Path | None:
        return self._folder / f"{key[0][:40]}-{key[1]}.json.z" if self._folder else None

    def _read(self, key: tuple[str, str]) -> tuple[Drawing, ...] | None:
        path = self._path(key)
        if path is None or not path.is_file():
            return None
        try:
            opener = zlib.decompressobj()
            raw = opener.decompress(path.read_bytes(), _MOST)
            if opener.unconsumed_tail:
                return None
            return tuple(_picture(one) for one in json.loads(raw))
        except (OSError, ValueError, KeyError, TypeError, IndexError, zlib.error, RecursionError):
            return None  # drawn anew

    def _write(self, key: tuple[str, str], pictures: tuple[Drawing, ...]) -> None:
        """Keep pictures for the next run. Nothing depends on it, so nothing is said where it fails."""
        path = self._path(key)
        if path is None:
            return
        data = zlib.compress(json.dumps([_plain(one) for one in pictures], separators=(",", ":")).encode(), 6)
        with contextlib.suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(path, data, force=True, sync="none")  # a cache: what is lost is drawn anew


def _plain(picture: Drawing) -> dict[str, Any]:
    return {
        "shapes": [[shape.rings, shape.fill, shape.line, shape.weight, shape.closed] for shape in picture.shapes],
        "box": picture.box,
        "body": [[(round(x, 2), round(y, 2)) for x, y in ring] for ring in picture.body],
        "notes": [[note.at, note.text] for note in picture.notes],
        "digest": picture.digest,
        "top": picture.top,
    }


def _rings(found: Any) -> tuple[tuple[tuple[float, float], ...], ...]:
    return tuple(tuple((float(x), float(y)) for x, y in ring) for ring in found)


def _picture(found: Any) -> Drawing:
    shapes = tuple(
        Shape(_rings(rings), str(fill), str(line), float(weight), bool(closed))
        for rings, fill, line, weight, closed in found["shapes"]
    )
    left, low, right, high = map(float, found["box"])
    if not (right > left and high > low):
        raise ValueError("no picture")
    notes = tuple(Note((float(at[0]), float(at[1])), str(text)) for at, text in found["notes"])
    return Drawing(
        shapes, (left, low, right, high), _rings(found["body"]), notes, str(found["digest"])[:40], float(found["top"])
    )
