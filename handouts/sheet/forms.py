"""The ways in which a drill, or another block, can be set on its page, and what each one takes."""

from __future__ import annotations

from typing import NamedTuple

from handouts.sheet.blocks import Block

__all__ = ["CUES_ALL", "CUES_LINE", "Choice", "DrillForm", "Form", "FormedBlock"]

Form = tuple[float | int | str, ...]
"""One way to set a block, in plain values only: it is kept in files."""

CUES_ALL = 99
"""More cues than any drill has."""
CUES_LINE = -1
"""All cues in lines over the dose."""


class DrillForm(NamedTuple):
    """One way to set a drill."""

    space: float = 1.0
    """Factor on the space inside the drill."""
    width: int = 0
    """Which of the layout's widths the pictures' column has. Where pictures stand over the steps it is 0, and one more
    than the column's where they stand right of the first steps instead. Without pictures: 1 for steps at the margin."""
    high: int = 0
    """Which of the layout's heights the pictures have at most."""
    rows: int = 0
    """Rows of pictures; 0 for the fewest in which they are large enough."""
    lines: int = 2
    """Lines that each caption is given room for."""
    left: int = CUES_ALL
    """How many of the cues, from the first on, stand under the pictures, the others under the steps; or ``CUES_LINE``
    for lines under both."""


class Choice(NamedTuple):
    """A form of a block with what it takes and how good it looks."""

    height: float
    """Of the whole block, of a drill with its grid, mm: just what the composed block takes."""
    badness: float
    """0 for a drill as a designer would set it with room to spare; 1 is what one picture at 70 % of its width costs."""
    edge: float = 0.0
    """Where its steps start, mm from the page's left edge: a page looks calm where all its drills have one."""
    form: Form = ()


class FormedBlock(NamedTuple):
    """A ready block in one of its forms, with what it takes, mm, and how good it looks, see ``Choice``."""

    height: float
    badness: float
    block: Block
