"""Heads of blocks that are no drill: as large as a drill's name, or low, as the label of a row."""

from __future__ import annotations

from handouts.sheet.blocks import Pad
from handouts.sheet.linesizes import broad, single
from handouts.sheet.look import Look
from handouts.sheet.text import Style, put

__all__ = ["block_head", "low_head"]


def block_head(pad: Pad, look: Look, title: str, said: str) -> float:
    """The head of a block as large as a drill's name, and what is said of it in small type: on the same line, or under
    it. Gives the y below both, mm.
    """
    faces = look.faces
    name, small = look.style("drill_name", strong=True), look.style("body")
    inline = look.layout.drill.name_at_margin
    x = look.frame.left + look.layout.drill.disc + 3 if inline else look.axis  # as the drills' names
    head, scale = (look.lines(text, style, look.frame.right - x) for text, style in ((title, name), (said, small)))
    beside = single(head) and single(scale) and x + broad(head) + broad(scale) + 4 <= look.frame.right
    with pad.group("H2"):
        y = put(pad, x, pad.y, head, name, faces)
    with pad.group("P"):
        if not beside:
            return put(pad, x, y, scale, small, faces)
        shift = name.baseline(faces) - small.baseline(faces)
        below = put(pad, look.frame.right - broad(scale), pad.y + shift, scale, small, faces)
        return max(y, below) if look.second else y


def low_head(pad: Pad, look: Look, title: str, said: str, small: Style) -> float:
    """The same low: the head as the label of a row, and after it, or under it, what is said in a ``small`` style."""
    faces, label = look.faces, look.style("label", "primary", strong=True)
    top = pad.y + 1.2
    head, scale = look.lines(title, label, look.frame.w), look.lines(said, small, look.frame.w)
    x = max(look.axis, look.frame.left + broad(head) + 4)
    beside = single(head) and single(scale) and x + broad(scale) <= look.frame.right
    with pad.group("H2"):
        y = put(pad, look.frame.left, top, head, label, faces)
    with pad.group("P"):
        if not beside:
            return put(pad, look.frame.left, y, scale, small, faces)
        below = put(pad, x, top + label.baseline(faces) - small.baseline(faces), scale, small, faces)
        return max(y, below) if look.second else y
