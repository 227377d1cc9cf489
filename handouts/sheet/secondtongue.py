"""What stands beside a text in a second language, where it does not stand under it."""

from __future__ import annotations

from handouts.base.twofold import parted
from handouts.sheet.blocks import Pad, Text
from handouts.sheet.look import Look
from handouts.sheet.style import Style

__all__ = ["put_small"]


def put_small(pad: Pad, look: Look, x: float, base: float, text: str, style: Style, until: float | None = None) -> None:
    """What a text says in its second language, on the same baseline after it, where there is room ``until`` there."""
    _, language, other = parted(text)
    if language and x + style.width(other, look.faces) <= (look.frame.right if until is None else until) + 0.01:
        with pad.group("Span", language=language):
            pad.add(Text(x, base, f"{other} ", style.size, style.strong, style.role))
