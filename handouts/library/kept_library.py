"""READ: a library that was read once without a problem, kept in the cache folder until any of its files changes.

Reading and checking the YAML takes longer than all the rest of a handout. One with a problem or a warning is not
kept, so that it is told each time, in the same words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from handouts.base.cachefolder import CacheFolder
from handouts.library.fingerprint import file_digest, fingerprint
from handouts.library.load import Library
from handouts.library.plain import Shelved, built, plain

__all__ = ["KeptLibrary"]

_FILES, _LARGEST = 24, 12_000_000
"""Libraries kept, and bytes of the largest: content is some 200 kB, pictures are what they are."""
_SHELVES = ("drills", "programs", "layouts", "words", "pictures", "figures", "own", "flags")
"""Mappings whose values are read and built one by one: a handout needs a few drills of many."""
_AS_ASKED = ("folder", "problems", "broken", "allow_stale")
"""Not kept: how the folder was called, what may be printed, and what a library that is kept has none of."""


class KeptLibrary:
    """What is kept of one clinic's library."""

    def __init__(self, clinic_folder: Path | None, brand: str | None) -> None:
        self._folder, self._brand = clinic_folder, brand
        self._cache = CacheFolder("libraries", files=_FILES, largest=_LARGEST)
        self._key = fingerprint(clinic_folder, brand)

    def library(self) -> Library | None:
        """The library, or None where none is kept of these very files."""
        raw = self._cache.read(self._key) if self._key else None
        if raw is None:
            return None
        try:
            end = raw.index(b"\n")
            data = json.loads(raw[:end])
            if any(file_digest(Path(root), name) != digest for root, name, digest in data.pop("named")):
                return None
            shelves = _shelves(data.pop("shelves"), raw, end + 1)
            parts: dict[str, Any] = {**shelves, **{name: built(part) for name, part in data.items()}}
            return Library(folder=self._folder, **parts)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None

    def keep(self, library: Library, root: Path) -> None:
        """Keep what was read, where it has no problems and its files have not changed meanwhile.

        ``root`` is the folder of the clinic's or brand's own file.
        """
        if self._key is None or library.problems or library.broken:
            return
        mail = library.clinic.mail
        names = [name for name in (library.clinic.logo, mail and mail.ca_file) if name]
        named = [(str(root), name, file_digest(root, name)) for name in names]
        if any(digest is None for *_, digest in named) or fingerprint(self._folder, self._brand) != self._key:
            return
        parts = {
            item.name: plain(getattr(library, item.name)) for item in fields(Library) if item.name not in _AS_ASKED
        }
        shelves = {name: [(key, _json(item)) for key, item in parts.pop(name)[""]] for name in _SHELVES}
        lengths = {name: [(key, len(data)) for key, data in items] for name, items in shelves.items()}
        rest = [data for items in shelves.values() for _, data in items]
        self._cache.write(self._key, b"".join([_json({"named": named, "shelves": lengths, **parts}), b"\n", *rest]))


def _json(data: Any) -> bytes:
    """On one line."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _shelves(lengths: Mapping[str, Any], raw: bytes, at: int) -> dict[str, Shelved[Any, Any]]:
    """Each shelf, whose items stand in ``raw`` one after the other from ``at`` on, each so many bytes long."""

    def build(place: slice) -> Any:
        return built(json.loads(raw[place]))

    found = {}
    for name in _SHELVES:
        places = {}
        for key, length in lengths[name]:
            places[built(key)] = slice(at, at + length)
            at += length
        found[name] = Shelved(places, build)
    return found
