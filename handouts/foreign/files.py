"""READ: a JSON file of another library: which one it is, and the exercises in it, each with its name.

Looks only at the file itself: no address in it is ever followed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from handouts.base.plaintext import visible
from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.foreign.freedb import is_freedb, name_of_freedb
from handouts.foreign.wger import is_wger, name_of_wger

__all__ = ["MAX_BYTES", "Collection", "Exercise", "read_collection"]

MAX_BYTES = 32_000_000
"""Largest file read. All of wger's exercises take some 8 MB, free-exercise-db's list 1 MB."""
_MOST = 20_000
_NAME = 60


@dataclass(frozen=True)
class Exercise:
    """One exercise, unread."""

    name: str
    """As it may be shown."""
    data: dict[str, Any]


@dataclass(frozen=True)
class Collection:
    """What a file holds."""

    file: Path
    kind: Literal["wger", "free-exercise-db"]
    exercises: tuple[Exercise, ...]
    problems: tuple[Problem, ...]
    """Items that are no exercises, and a warning where the file says that there is more."""


def read_collection(path: Path, language: str) -> Collection:
    """The exercises of a file, called by their names in a language.

    HandoutsError where it cannot be read, or is of no known kind.
    """
    data = _data(path)
    items = data.get("results", [data]) if isinstance(data, dict) else data
    if not isinstance(items, list):
        raise _failed(path, "is not a list of exercises")
    if len(items) > _MOST:
        raise _failed(path, f"holds {len(items):,} items; at most {_MOST:,} are read", "Split it.")
    wger = sum(map(is_wger, items))
    own = [item for item in items if (is_wger(item) if wger else is_freedb(item))]
    if not own:
        hint = "Known are wger's “exerciseinfo” and free-exercise-db's files and list: see docs/import.md."
        raise _failed(path, "holds no exercise of a kind that is known", hint)
    problems = []
    if len(own) < len(items):
        message = f"{len(items) - len(own)} of its {len(items)} items are no exercises of the same kind"
        problems.append(Problem(str(path), 0, message, "They are left out.", warning=True))
    if isinstance(data, dict) and data.get("next"):
        message = f"is one page of several: it holds {len(items)} exercises"
        problems.append(
            Problem(str(path), 0, message, "Save the other pages, too, and name all of them.", warning=True)
        )
    named = name_of_wger if wger else name_of_freedb
    exercises = tuple(Exercise(_shown(named(item, language)), item) for item in own)
    return Collection(path, "wger" if wger else "free-exercise-db", exercises, tuple(problems))


def _data(path: Path) -> Any:
    if path.exists() and not path.is_file():
        raise _failed(path, "is not a regular file", "Name a JSON file.")
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or "no such name"
        raise _failed(path, f"cannot be read: {said}", "Check the name and the permissions.") from error
    if len(raw) > MAX_BYTES:
        raise _failed(path, f"is larger than {MAX_BYTES:,} bytes", "Split it, or check that it is the right file.")
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _failed(path, "is not UTF-8 text", "Save it again as it was downloaded.") from error
    except json.JSONDecodeError as error:
        raise _failed(path, "is not valid JSON", "Save it again as it was downloaded.", error.lineno) from error
    except (ValueError, RecursionError) as error:  # a number of ten thousand digits; brackets in brackets
        raise _failed(path, "cannot be read as JSON: a number in it is too long, or it is nested too deeply") from error


def _shown(name: str) -> str:
    plain = " ".join(visible(name[: 4 * _NAME]).split())
    return plain if len(plain) <= _NAME else f"{plain[: _NAME - 1]}…"


def _failed(path: Path, message: str, hint: str = "", line: int = 0) -> HandoutsError:
    return HandoutsError([Problem(str(path), line, message, hint)])
