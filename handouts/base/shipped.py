"""Finds the shipped ``content/`` and ``templates/``, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

__all__ = ["shipped"]


def shipped(*parts: str) -> Path:
    """Path of a shipped data file or folder, for example ``shipped("content", "drills")``."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_data"
    root = installed if installed.is_dir() else package.parent
    return root.joinpath(*parts)
