"""The ways in which a drill, or another block, can be set on its page, and what each one takes."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Choice", "DrillForm", "Form"]

Form = tuple[float | int | str, ...]
"""One way to set a block, in plain values only: it is kept in files."""


class DrillForm(NamedTuple):
    """One way to set a drill."""

    space: float = 1.0
    """Factor on the space inside the drill."""
    width: int = 0
    """Which of the layout's picture widths."""


class Choice(NamedTuple):
    """A form of a block with what it takes and how good it looks."""

    height: float
    """Of the whole block, of a drill with its grid, mm: just what the composed block takes."""
    badness: float
    """0 for a drill as a designer would set it with room to spare; 1 is what one picture at 70 % of its width costs."""
    edge: float = 0.0
    """Where its steps start, mm from the page's left edge: a page looks calm where all its drills have one."""
    form: Form = ()
