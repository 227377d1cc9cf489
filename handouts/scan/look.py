"""READ: pages of a file, one at a time, and whose each is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from handouts.scan.seen import SeenPage

__all__ = ["look"]


def look(path: Path) -> Iterator[SeenPage]:
    """Every page of a file in order."""
    raise NotImplementedError(path)
