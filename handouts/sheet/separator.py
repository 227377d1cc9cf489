"""A page that parts a pile: whose handouts follow, and how many."""

from __future__ import annotations

from handouts.sheet.blocks import Pad, Page, Placed, Sheet
from handouts.sheet.look import Look
from handouts.sheet.text import put, wrap

__all__ = ["separator"]


def separator(name: str, count: int, look: Look) -> Sheet:
    """One page with a name in large letters between two rules; a dash where there is no name."""
    pad, frame = Pad(), look.frame
    style = look.style("title", "primary", strong=True)
    look.rule(pad)
    pad.y += 6
    with pad.group("H1"):
        pad.y = put(pad, frame.left, pad.y, wrap(name or "–", style, look.faces, frame.w), style, look.faces)
    small = look.style("dates")
    with pad.group("P"):
        pad.y = put(pad, frame.left, pad.y + 2, wrap(f"× {count}", small, look.faces, frame.w), small, look.faces)
    pad.y += 6
    look.rule(pad)
    block = pad.block()
    return Sheet(frame.width, frame.height, (Page(0, (Placed(frame.height / 3, block),)),))
