"""What texts are measured and set by: faces, styles, lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from handouts.base.records import dataclass
from handouts.sheet.blocks import MM, Role
from handouts.type.scripts import LATIN, script_of

__all__ = ["REACH", "Faces", "Segment", "Style", "TextLine", "apart", "falls", "is_tall", "rises", "under"]

REACH = 0.22
"""How far some letters reach below the baseline, and accents over a capital, as parts of the size."""
_DESCENDING = frozenset("gjpqyQçş,;()[]{}|/@§_")


def falls(text: str) -> bool:
    """Whether any of its letters reaches below the baseline."""
    return not _DESCENDING.isdisjoint(text)


def is_tall(text: str) -> bool:
    """Whether any of its letters is of another script than Latin: of those the faces tell how far they reach."""
    return not text.isascii() and any(script_of(char) is not LATIN for char in text)


def rises(text: str) -> bool:
    """Whether any of its letters reaches over the capitals."""
    return not text.isascii() and any(char > "\u00bf" and char.isupper() for char in text)


class Faces(Protocol):
    """Widths and coverage of the type faces."""

    ascent: float
    """Above the baseline, as a part of the type size."""
    descent: float
    """Below the baseline, positive."""
    cap: float
    """Height of a capital."""
    leading: float
    """The least from line to line, as a part of the type size: for tall clusters, that they never touch; else 0."""

    def width(self, text: str, strong: bool) -> float:
        """Width of a text at a size of 1 pt, in pt."""

    def widths(self, words: Sequence[str], strong: bool) -> list[float]:
        """The same of each of several, sooner."""

    def missing(self, text: str) -> str:
        """The first character that no face has, or an empty string."""


@dataclass(frozen=True, slots=True)
class Style:
    """Size and leading in points, a colour, and the language’s ``units`` (see ``tied_text``)."""

    size: float
    leading: float
    role: Role = "ink"
    strong: bool = False
    least: float = 0.0
    """The least leading, as a part of the size."""
    units: str = ""
    second: Style | None = None
    """That of a second language, which stands under the first, on sheets that say both."""

    @property
    def apart(self) -> float:
        """Space under the lines of a second language, mm: they belong to what stands over them."""
        return 0.06 * self.size

    @property
    def step(self) -> float:
        """From line to line, pt."""
        return max(self.leading, self.least * self.size)

    @property
    def line(self) -> float:
        """Height of a line, mm."""
        return self.step / MM

    def baseline(self, faces: Faces) -> float:
        """From the top of a line to its baseline, mm."""
        return ((self.step - (faces.ascent + faces.descent) * self.size) / 2 + faces.ascent * self.size) / MM

    def width(self, text: str, faces: Faces, strong: bool | None = None) -> float:
        """Width of a text in this style, mm."""
        return faces.width(text, self.strong if strong is None else strong) * self.size / MM


Segment = tuple[str, bool, bool]  # text, strong, soft


class TextLine(NamedTuple):
    """One line: its pieces and its width in mm."""

    pieces: tuple[Segment, ...]
    width: float
    after: str | None = None
    """What stands between it and the next line in the text; None for the last line."""
    second: str = ""
    """The tag of the second language, where the line is in that."""


def under(text: str, faces: Faces) -> float:
    """How far a text reaches below its baseline, as a part of its size."""
    return faces.descent if is_tall(text) else REACH if falls(text) else 0.0


def apart(text: str, style: Style, after: str, below: Style, faces: Faces) -> float:
    """More space between a text and another right under it, mm: letters of tall scripts and accents over capitals keep
    as far off as plain letters do.
    """
    if not (is_tall(text) or is_tall(after) or rises(after)):
        return 0.0
    over = faces.ascent if is_tall(after) else faces.cap + (REACH if rises(after) else 0.0)
    gap = style.line - style.baseline(faces) - under(text, faces) * style.size / MM
    gap += below.baseline(faces) - over * below.size / MM
    return max(0.0, _TEXTS_APART - gap)


_TEXTS_APART = 1.1
"""Between the ink of two texts under each other, mm."""
