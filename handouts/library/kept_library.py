"""READ: a library that was read once without a problem, kept in the cache folder until any of its files changes.

Reading and checking the YAML takes longer than all the rest of a handout. One with a problem or a warning is not
kept, so that it is told each time, in the same words.
"""

from __future__ import annotations

import json
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
"""Mappings whose values are built one by one."""
_AS_ASKED = ("folder", "problems", "broken")
"""Not kept: how the folder was called, and what a library that is kept has none of."""


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
            data = json.loads(raw)
            if any(file_digest(Path(root), name) != digest for root, name, digest in data.pop("named")):
                return None
            return Library(folder=self._folder, **{name: _part(name, part) for name, part in data.items()})
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
        raw = json.dumps({"named": named, **parts}, ensure_ascii=False, separators=(",", ":")).encode()
        self._cache.write(self._key, raw)


def _part(name: str, data: Any) -> Any:
    if name not in _SHELVES:
        return built(data)
    return Shelved({built(key): part for key, part in data[""]})
