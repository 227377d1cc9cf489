"""How long work tells how far it is, and hears that it is to stop, without knowing who listens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

__all__ = ["Progress", "Stop", "Tell", "silent"]

Stop = Callable[[], bool]
"""Whether to stop after what is in hand."""
Tell = Callable[[str], None]
"""Takes a sentence for whoever watches."""


class Progress(Protocol):
    """Called after each piece of work, with the number of rows that it was."""

    def __call__(self, rows: int = 1, /) -> None: ...


def silent(rows: int = 1, /) -> None:
    """Tell no one."""
