"""How much room lines of text take, those of a second language with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handouts.base.twofold import MARK, parted
from handouts.plan.handout import Run
from handouts.sheet.lineends import BREAK, TIE, tied_text
from handouts.sheet.style import Faces, Style, TextLine

__all__ = ["broad", "drawn", "heads", "narrowed", "natural", "single", "text_height"]

_LABEL_LEAST = 0.7
"""As a part of their usual size, no smaller type is taken for labels."""


def natural(runs: Sequence[Run] | str, style: Style, faces: Faces) -> float:
    """Width of a text on one line, mm; of one in two languages that of the longer."""
    runs = (Run(runs),) if isinstance(runs, str) else runs
    if style.second and any(MARK in run.text for run in runs):
        each = [parted(run.text) for run in runs]
        first = [Run(text, run.strong, run.soft) for run, (text, _, _) in zip(runs, each, strict=True)]
        other = " ".join(text for _, _, text in each if text)
        return max(natural(first, style, faces), style.second.width(other, faces))
    return sum(style.width(run.text, faces, run.strong or None) for run in runs)


def heads(lines: list[TextLine]) -> list[TextLine]:
    """The first line, and the first of a second language."""
    return [*lines[:1], *[line for line in lines if line.second][:1]]


def single(lines: list[TextLine]) -> bool:
    """Whether a text takes one line, in each of its languages."""
    return bool(lines) and lines == heads(lines)


def broad(lines: list[TextLine]) -> float:
    """Width of the longest of some lines, mm."""
    return max(line.width for line in lines)


def text_height(lines: Sequence[TextLine], style: Style) -> float:
    """Height of lines under each other, mm."""
    if style.second is None:
        return len(lines) * style.line
    under = sum([line.second != "" for line in lines])
    below = under * style.second.line + style.second.apart if under else 0.0
    return (len(lines) - under) * style.line + below


def narrowed(text: str, style: Style, faces: Faces, width: float) -> Style:
    """The style of a label, smaller where a word of it would be cut to be no wider than ``width`` mm."""
    first, _, other = parted(text)
    second = style.second and _narrowed(other, style.second, faces, width)
    return _narrowed(first, style if second is style.second else replace(style, second=second), faces, width)


def _narrowed(text: str, style: Style, faces: Faces, width: float) -> Style:
    words = tied_text(text, style.units, marked=False).replace(BREAK, " ").split()
    widest = max([style.width(word.replace(TIE, " "), faces) for word in words], default=0.0)
    return style if widest <= width else replace(style, size=style.size * max(_LABEL_LEAST, 0.999 * width / widest))


def drawn(line: TextLine, style: Style, faces: Faces) -> float:
    """Width of a line as it will stand, mm."""
    *before, (last, strong, soft) = line.pieces
    pieces = (*before, (last.rstrip(" "), strong, soft))
    return sum([style.width(text, faces, bold or style.strong) for text, bold, _ in pieces])
