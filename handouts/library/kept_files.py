"""READ: content files that were read once without a problem or warning, each kept until it changes.

A library is kept as a whole, too; but one file that is edited, or one clinic more, must not make all the others be read
anew. What is kept of a file is what it holds, checked, and the lines of its keys; never what it is called.
"""

from __future__ import annotations

import hashlib
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from handouts.base.cachefolder import CacheFolder, code_state, package_state
from handouts.base.kept import Kept
from handouts.base.problems import Problem
from handouts.library.fingerprint import CHECKERS
from handouts.library.plain import built, plain
from handouts.library.yamlsource import Loc, Source, read_bytes

__all__ = ["KeptFiles"]

T = TypeVar("T")

_FILES, _LARGEST = 2_000, 2_000_000
_AT_HAND: Kept[str, tuple[Any, dict[Loc, int]]] = Kept(1_000)
"""What came out of the cache folder in this process. A desk reads its library anew whenever a file is changed: all
others are at hand then, and the old library and the new one share them. Nobody changes what is in there."""


class KeptFiles:
    """Reads files of content, from the cache folder where it has them."""

    def __init__(self, kind: str = "files", files: int = _FILES) -> None:
        """``kind`` is what the folder is called, ``files`` the most that it keeps."""
        self._cache = CacheFolder(kind, files=files, largest=_LARGEST)

    def read(self, path: Path, name: str, model: type[T]) -> tuple[Source, T | None, list[Problem]]:
        """A file with its lines, what it holds, and every problem and warning. ``name`` is how it is told of.

        The source has no data where the file was kept.
        """
        raw = read_bytes(path, name)
        if isinstance(raw, Source):
            return raw, None, list(raw.problems)
        key = f"{_code()} {model.__name__} {hashlib.sha256(raw).hexdigest()}"
        at_hand = _AT_HAND.get(key)
        if at_hand:
            return Source(name, None, at_hand[1]), at_hand[0], []
        kept = self._cache.read(key)
        if kept is not None and (found := _restored(kept, model)):
            item, lines = _AT_HAND.keep(key, found)
            return Source(name, None, lines), item, []
        source, item_read, problems = _read_anew(raw, name, model)
        if item_read is not None and not problems:
            parts = {"item": plain(item_read), "lines": [[*loc, line] for loc, line in source.lines.items()]}
            self._cache.write(key, json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode())
        return source, item_read, problems


def _read_anew(raw: bytes, name: str, model: type[T]) -> tuple[Source, T | None, list[Problem]]:
    """A file that is not kept. What reads and checks it takes long to load, and is loaded here alone."""
    from handouts.library.faults import validate
    from handouts.library.yamlfile import parse_yaml

    source = parse_yaml(raw, name)
    return source, *validate(source, model)


def _restored(kept: bytes, model: type[T]) -> tuple[T, dict[Loc, int]] | None:
    try:
        data = json.loads(kept)
        item = built(data["item"])
        lines: dict[Loc, int] = {tuple(loc): line for *loc, line in data["lines"]}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return (item, lines) if isinstance(item, model) else None


@cache
def _code() -> str:
    """All but the file that decides what is read from it."""
    return "\n".join([sys.version, code_state("base", "figures", "library"), *map(package_state, CHECKERS)])
