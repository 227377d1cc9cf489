"""How a sheet is to look: the layout's styles on a page of some size, and the blocks that are kept for it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import field
from functools import cached_property

from handouts.base.kept import Kept
from handouts.base.records import dataclass
from handouts.figures.callouts import PlacedNote
from handouts.figures.gallery import Gallery
from handouts.figures.shapes import Drawing
from handouts.library.layouts import Layout
from handouts.plan.handout import Runs
from handouts.sheet.blocks import Block, Pad, Rect, Role
from handouts.sheet.forms import DrillForm
from handouts.sheet.kept_plans import KeptPlans
from handouts.sheet.page import PageFrame
from handouts.sheet.painted import Standing
from handouts.sheet.text import Faces, Style, TextLine, wrap

__all__ = ["HAIRLINE", "KEPT_MOST", "RULE", "DrillForm", "Look"]

_Rows = tuple[float, list[slice]]
_Notes = tuple[list[PlacedNote], tuple[float, float, float, float]]

RULE = 0.8
HAIRLINE = 0.2
KEPT_MOST = 4000
"""Blocks kept for reuse, at some 5 kB each."""


@dataclass(eq=False)
class Look:
    """Layout, frame and faces together, with the blocks already composed for them."""

    layout: Layout
    frame: PageFrame
    faces: Faces
    mono: bool = False
    gallery: Gallery = field(default_factory=Gallery)
    """Where drawn pictures come from."""
    _blocks: Kept[Hashable, list[Block]] = field(default_factory=lambda: Kept(KEPT_MOST), repr=False)
    _notes: Kept[Hashable, _Notes] = field(default_factory=lambda: Kept(KEPT_MOST), repr=False)
    _arranged: Kept[Hashable, _Rows] = field(default_factory=lambda: Kept(KEPT_MOST), repr=False)
    _lines: Kept[Hashable, list[TextLine]] = field(default_factory=lambda: Kept(KEPT_MOST), repr=False)
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
    def plans(self) -> KeptPlans:
        """How pages were filled, by what was put on them."""
        return KeptPlans(self.layout, self.frame, self.faces, KEPT_MOST)

    @cached_property
    def rungs(self) -> tuple[DrillForm, ...]:
        """The fit ladder, loosest first."""
        widths = range(len(self.layout.drill.picture_widths))
        return (DrillForm(), *(DrillForm(0.85, width) for width in widths))

    def style(self, name: str, role: Role = "ink", *, strong: bool = False) -> Style:
        """The style of a role in the layout's type scale. There are few of them: each is made once."""
        style = self._styles.get((name, role, strong))
        if style is None:
            size, leading = getattr(self.layout.type, name)
            style = self._styles[name, role, strong] = Style(size, leading, role, strong)
        return style

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

    def lines(self, text: str | Runs, style: Style, width: float) -> list[TextLine]:
        """A text broken into lines, kept: for what is said at several rungs and doses, or on many patients' sheets."""
        key = (text, style, width)
        lines = self._lines.get(key)
        return self._lines.keep(key, wrap(text, style, self.faces, width)) if lines is None else lines

    def arranged(self, key: Hashable, make: Callable[[], _Rows]) -> _Rows:
        """How a drill's pictures stand, found once: it does not depend on the dose."""
        return self._arranged.get_or_make(key, make)

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
