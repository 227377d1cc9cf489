"""What was read of a type face, kept between runs: its measures, and the ready objects of its core subset.

ReportLab is needed only where they are not kept, or for a document's own subset. That one is never kept: its letters
are those of a patient's name or note.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from handouts.base.cachefolder import CacheFolder, code_state, package_state

__all__ = ["Measures", "face_state", "kept_measures", "kept_objects"]

_FILES, _LARGEST = 32, 2_000_000
_LENGTH = struct.Struct(">I")


class Measures(NamedTuple):
    """Of a face, as parts of the type size."""

    ascent: float
    descent: float
    """Below the baseline, positive."""
    cap: float
    widths: dict[str, float]
    """Of each character that it has."""


def kept_measures(path: Path, measure: Callable[[], Measures]) -> Measures:
    """The measures of the face in a file: those kept, or as ``measure`` finds them."""
    key, folder = f"{face_state(path)} measures", _folder()
    raw = folder.read(key)
    if raw is not None:
        try:
            ascent, descent, cap, widths = json.loads(raw)
            return Measures(
                float(ascent), float(descent), float(cap), {str(char): float(widths[char]) for char in widths}
            )
        except (ValueError, TypeError, LookupError):
            pass  # measured anew
    found = measure()
    folder.write(key, json.dumps(found).encode())
    return found


def kept_objects(path: Path, chars: str, make: Callable[[], tuple[bytes, ...]]) -> tuple[bytes, ...]:
    """The ready objects of a face's core subset: those kept, or as ``make`` puts them together.

    ``chars`` are those of the subset, in the order of their codes; they are not a patient's.
    """
    key, folder = f"{face_state(path)} objects {chars}", _folder()
    raw = folder.read(key)
    if raw is not None and (parts := _unpacked(raw)):
        return parts
    found = make()
    folder.write(key, b"".join(_LENGTH.pack(len(part)) + part for part in found))
    return found


def _unpacked(raw: bytes) -> tuple[bytes, ...]:
    """The parts; none where the data is something else."""
    parts, at = [], 0
    while at < len(raw):
        if at + _LENGTH.size > len(raw):
            return ()
        (length,) = _LENGTH.unpack_from(raw, at)
        at += _LENGTH.size + length
        parts.append(raw[at - length : at])
    return tuple(parts) if at == len(raw) else ()


def _folder() -> CacheFolder:
    return CacheFolder("faces", files=_FILES, largest=_LARGEST)


@cache
def face_state(path: Path) -> str:
    """Stands for the file, and for the code that reads it."""
    return f"{sha256(path.read_bytes()).hexdigest()} {code_state('type', 'write/pdf')} {package_state('reportlab')}"
