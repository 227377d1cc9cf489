"""READ: what a draft of a drill still lacks, and in which file it is. Nothing is printed of a draft."""

from __future__ import annotations

import re
from pathlib import Path

from handouts.base.problems import Problem
from handouts.library.broken import line_of
from handouts.library.folders import display
from handouts.library.models import Drill

__all__ = ["MAX_WORDS", "draft_problem", "file_of", "lacking"]

MAX_WORDS = 15
"""Longest sentence of a step, in words."""
_PARTS: tuple[tuple[str, str], ...] = (
    ("area", "area"),
    ("posture", "posture"),
    ("goals", "goals"),
    ("regions", "regions (your stop rules go by them)"),
    ("muscles", "muscles"),
    ("mistakes", "mistakes"),
    ("stop", "stop"),
)


def lacking(drill: Drill) -> list[str]:
    """What there is to do before a drill can be given to a patient, each in a few words."""
    missing = [what for field, what in _PARTS if not getattr(drill, field)]
    found = [f"it lacks {', '.join(missing)}"] if missing else []
    if not drill.figure and not drill.pictures:
        found.append("it has no picture")
    for number, step in enumerate(drill.steps, 1):
        words = max(len(sentence.split()) for sentence in re.split(r"(?<=[.!?])\s+", step.text))
        if words > MAX_WORDS:
            found.append(f"step {number} has {words} words in a sentence: split it")
    if drill.dose.origin == "default":
        found.append("its dose is our default, not the source's")
    return found


def draft_problem(drill: Drill, folder: Path | None, *, warning: bool = False) -> Problem:
    """That a drill is a draft: its file, and what is to do. ``folder`` is the clinic's."""
    path = file_of(drill, folder)
    what = "; ".join(lacking(drill)) or "look it over"
    message = f"is a draft, and nothing is printed of it: {what}"
    hint = "Mend that, then remove the line “draft: true”, and run “handouts check”."
    return Problem(display(path) if path else f"drill {drill.id}", 0, message, hint, warning=warning, kind="content")


def file_of(drill: Drill, folder: Path | None) -> Path | None:
    """The file that holds a drill; looked for only where something is to be said of it."""
    paths = [] if folder is None else sorted((folder / "drills").glob("*.y*ml"))
    usual = [path for path in paths if path.stem == drill.id]
    return next((path for path in [*usual, *paths] if line_of(path, "id") == drill.id), None)
