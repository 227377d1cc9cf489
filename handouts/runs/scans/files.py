"""The files of a pile: what was named, and what lies in folders that were named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from handouts.base.problems import Problem
from handouts.base.records import dataclass

__all__ = ["PileFiles", "pile_files"]

_ENDINGS = frozenset({".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png", ".heic", ".heif"})
"""What is taken from a folder. A file that is named is read whatever its name ends in."""
_MOST = 10_000


@dataclass(frozen=True)
class PileFiles:
    """Files to read, in order, each once."""

    files: tuple[Path, ...]
    others: int
    """Files of folders that are no pictures by their names."""
    problems: tuple[Problem, ...]
    """Names with nothing behind them."""


def pile_files(named: Iterable[Path]) -> PileFiles:
    """The files that were named; of a folder those that lie in it itself, in the order of their names and numbers."""
    files: dict[Path, None] = {}
    others, problems = 0, []
    for path in named:
        try:
            if path.is_dir():
                inside = [one for one in path.iterdir() if not one.name.startswith(".") and one.is_file()]
                fit = [one for one in inside if one.suffix.lower() in _ENDINGS]
                others += len(inside) - len(fit)
                files |= dict.fromkeys(sorted(fit, key=_by_number))
            elif path.is_file():
                files[path] = None
            else:
                there = "is not a file" if path.exists() else "is not there"
                problems.append(Problem(str(path), 0, there, "Check the name."))
        except (OSError, ValueError) as error:
            why = f"cannot be opened: {getattr(error, 'strerror', None) or 'that is no name of a file'}"
            problems.append(Problem(str(path), 0, why, "Check the name and the permissions."))
    if len(files) > _MOST:
        problems.append(Problem("FILE", 0, f"{len(files):,} files are too many", f"Give {_MOST:,} at a time."))
    return PileFiles(tuple(files)[:_MOST], others, tuple(problems))


def _by_number(path: Path) -> tuple[tuple[int, int, str], ...]:
    """Scan 2 goes before scan 10."""
    parts = re.findall(r"[0-9]{1,12}|[^0-9]+|[0-9]+", path.name.casefold())
    return tuple((0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part) for part in parts)
