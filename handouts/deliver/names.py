"""Names of files: safe on every system, and silent about the patient unless asked."""

from __future__ import annotations

import itertools
import os
import re
from functools import lru_cache
from pathlib import Path

from handouts.base.people import unaccented
from handouts.base.plaintext import visible
from handouts.base.problems import Problem
from handouts.plan.handout import Handout

__all__ = ["encodable", "file_name", "record_name", "unprintable_name", "unused"]


def file_name(handout: Handout, label: str, *, number: int = 0, digits: int = 4, named: bool = False) -> str:
    """“hip-hinge-week-1-7K2M9QXA4DZZ.pdf”. ``number`` puts a roster's order first; ``named`` adds the patient."""
    parts = [f"{number:0{digits}d}"] if number else []
    if named:
        parts.append(_slug(handout.patient) or "patient")
    parts += [_label(label), handout.id]
    return "-".join(parts) + ".pdf"


def record_name(label: str, sheet: str, patient: str = "") -> str:
    """“progress-7K2M9QXA4DZZ.pdf”, of a page about one patient. ``sheet`` is the id of a sheet of theirs; ``patient``
    is the name, where that is to be in it.
    """
    return "-".join(filter(None, (_slug(patient) if patient else "", _label(label), sheet))) + ".pdf"


@lru_cache(256)  # labels come again and again
def _label(text: str) -> str:
    return _slug(text)[:60] or "handout"


def _slug(text: str) -> str:
    plain = unaccented(text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")


def encodable(text: str) -> bool:
    """Whether a text is whole: a name of a file that is not in the system's encoding has halves of characters."""
    return not any("\ud800" <= char <= "\udfff" for char in text)


def unprintable_name(place: str, path: Path) -> Problem:
    """What is said of a name of a file that nothing could show, nor the register keep."""
    message = f"“{visible(str(path), instead='�')[:80]}” is not a name in this system's encoding"
    return Problem(place, 0, message, "Give another name, in plain letters.")


def unused(path: Path, data: bytes) -> Path:
    """The first name of “passwords.pdf”, “passwords-2.pdf” … that is free, or has just these bytes."""
    for number in itertools.count(1):
        candidate = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
        try:
            if not os.path.lexists(candidate) or candidate.read_bytes() == data:
                return candidate
        except OSError:
            continue
    raise AssertionError
