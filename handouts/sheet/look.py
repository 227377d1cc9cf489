"""How a sheet is to look: the layout's styles on a page of some size, and the blocks that are kept for it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import field
from functools import cached_property
from typing import TypeVar, cast

from handouts.base.kept import Kept
from handouts.base.records import dataclass
from handouts.figures.callouts import PlacedNote
from handouts.figures.gallery import Gallery
from handouts.figures.shapes import Drawing
from handouts.library.layouts import Layout
from handouts.plan.handout import Runs
from handouts.plan.joins import Joins
from handouts.sheet.blocks import Block, Pad, Rect, Role
from handouts.sheet.kept_plans import KeptPlans
from handouts.sheet.page import PageFrame
from handouts.sheet.painted import Standing
from handouts.sheet.text import Faces, PlainWords, Style, TextLine, measured, wrap

__all__ = ["HAIRLINE", "KEPT_MOST", "RULE", "Look"]

_Known = TypeVar("_Known")
_Notes = tuple[list[PlacedNote], tuple[float, float, float, float]]

RULE = 0.8
HAIRLINE = 0.2
KEPT_MOST = 4000
"""Blocks kept for reuse, at some 5 kB each."""
_SECOND = 8.5 / 12
"""Size of a second language, as a part of the layout's body; 0.85 of its own text's at most."""
_SECOND_LEADING = 1.25
_WORDS_MOST = 400
"""Texts whose measured words are kept, at some 3 kB each."""


@dataclass(eq=False)
class Look:
    """Layout, frame and faces together, with the blocks already composed for them."""

    layout: Layout
    frame: PageFrame
    faces: Faces
    joins: Joins
    """How the language of its texts puts them together."""
    mono: bool = False
    second: Joins | None = None
    """The same of a second language, which stands under the first, small."""
    codes: bool = False
    """Whether sheets have codes and corner marks, for reading them back from paper."""
    gallery: Gallery = field(default_factory=Gallery)
    """Where drawn pictures come from."""
    _blocks: Kept[Hashable, list[Block]] = field(default_factory=lambda: Kept(KEPT_MOST), repr=False)
    _notes: Kept[Hashable, _Notes] = field(default_factory=lambda: Kept(KEPT_MOST), repr=False)
    _known: Kept[Hashable, object] = field(default_factory=lambda: Kept(KEPT_MOST), repr=False)
    _lines: Kept[Hashable, list[TextLine]] = field(default_factory=lambda: Kept(KEPT_MOST), repr=False)
    _words: Kept[Hashable, PlainWords] = field(default_factory=lambda: Kept(_WORDS_MOST), repr=False)
    standing: Kept[Block, Standing] = field(default_factory=lambda: Kept(KEPT_MOST), repr=False)
    """How the blocks' inks stand, found once for each that comes on a sheet."""
    _styles: dict[tuple[str, Role, bool], Style] = field(default_factory=dict, repr=False)

    @property
    def axis(self) -> float:
        """Where text starts, mm from the page's left edge."""
        return self.frame.left + self.layout.axis

    @property
    def text_w(self) -> float:
        """Width of text that starts at the axis."""
        return self.frame.right - self.axis

    @cached_property
    def state(self) -> str:
        """Stands for its layout and its language."""
        return f"{self.layout!r} {self.joins!r}" + (f" {self.second!r}" if self.second else "")

    @cached_property
    def plans(self) -> KeptPlans:
        """How pages were filled, by what was put on them."""
        return KeptPlans(self.state, self.frame, self.faces, KEPT_MOST)

    def style(self, name: str, role: Role = "ink", *, strong: bool = False) -> Style:
        """The style of a role in the layout's type scale. There are few of them: each is made once."""
        style = self._styles.get((name, role, strong))
        if style is None:
            size, leading = getattr(self.layout.type, name)
            least, units = self.faces.leading, self.joins.kept_units
            style = Style(size, leading, role, strong, least, units, self._second(size))
            self._styles[name, role, strong] = style
        return style

    def _second(self, size: float) -> Style | None:
        """The style of a second language under a text of some size: 8.5 points under text of 12, larger where the body
        of the layout is; under a title half of its size.
        """
        if self.second is None:
            return None
        small = min(max(_SECOND * self.layout.type.body[0], size / 2), 0.85 * size)
        return Style(small, _SECOND_LEADING * small, "mute", False, self.faces.leading, self.second.kept_units)

    def kept(self, key: Hashable, make: Callable[[], Block]) -> Block:
        """The block kept under a key, made at its first use: patients share most blocks."""
        return self.kept_list(key, lambda: [make()])[0]

    def kept_list(self, key: Hashable, make: Callable[[], list[Block]]) -> list[Block]:
        """The same for several blocks."""
        blocks = self._blocks.get(key)
        if blocks is None:
            blocks = self._blocks.keep(key, [block.as_shared() for block in make()])
        return blocks

    def remembered(self, key: Hashable, find: Callable[[], bool]) -> bool:
        """A fact found once."""
        return self.plans.fact(key, find)

    def known(self, key: Hashable, find: Callable[[], _Known]) -> _Known:
        """What was worked out once; a key stands for values of one kind."""
        return cast("_Known", self._known.get_or_make(key, find))

    def lines(self, text: str | Runs, style: Style, width: float) -> list[TextLine]:
        """A text broken into lines, kept: for what is said at several rungs and doses, or on many patients' sheets."""
        key = (text, style, width)
        lines = self._lines.get(key)
        if lines is None:
            words = (
                None  # a text in two languages is taken apart first
                if style.second
                else self._words.get_or_make((text, style), lambda: measured(text, style, self.faces))
            )
            lines = self._lines.keep(key, wrap(text, style, self.faces, width, words))
        return lines

    def placed(self, drawing: Drawing, sizes: tuple[tuple[float, float], ...], make: Callable[[], _Notes]) -> _Notes:
        """Call-outs of a drawing at one size, found once."""
        key = (drawing.digest, tuple((round(wide, 1), round(high, 1)) for wide, high in sizes))
        return self._notes.get_or_make(key, make)

    def rule(self, pad: Pad, role: Role = "primary") -> None:
        """The thick rule that opens a block; moves the pad below it."""
        pad.add(Rect(self.frame.left, pad.y, self.frame.w, RULE, role))
        pad.y += RULE

    def hairline(self, pad: Pad, y: float | None = None) -> None:
        """A hairline over the content's width, its middle at ``y``."""
        pad.add(Rect(self.frame.left, (pad.y if y is None else y) - HAIRLINE / 2, self.frame.w, HAIRLINE, "hair"))
