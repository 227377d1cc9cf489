"""What a sheet is drawn by: for each side of paper a row of streams, some ready and shared, some a patient's own.

Everything that is tagged stands in the page's own streams, where every reader looks for it; drawn pictures and logos
are forms, for they are one figure each. Ids of marked content count per side of paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from handouts.base.records import dataclass
from handouts.sheet.blocks import MM, Image, OwnPart, Placed, Sheet
from handouts.sheet.sides import PageOnSide, PaperSide
from handouts.write.pdf.fonts import DocumentFonts
from handouts.write.pdf.ink import OWN, Drawn
from handouts.write.pdf.inker import Inker

__all__ = ["SheetStreams", "Shown", "SideStreams", "sheet_streams"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A block on a side of paper: the sheet's page that it belongs to, the first of its ids, its top in pt from the
    page's lower edge.
    """

    page: int
    drawn: Drawn
    base: int
    top: float
    repeated: bool
    name: str
    part: OwnPart | None


@dataclass(frozen=True, eq=False)
class SideStreams:
    """A side of paper, its size in pt. Ready streams are compressed."""

    width: float
    height: float
    streams: tuple[bytes | OwnPart, ...]
    shown: tuple[Shown, ...]
    drawn: int
    """How much the shared streams draw; see ``extent``."""

    @property
    def tagged(self) -> Iterator[Shown]:
        """What is read aloud on it."""
        return (one for one in self.shown if not one.repeated)


@dataclass(frozen=True, eq=False)
class SheetStreams:
    """A drawn sheet, without numbers yet."""

    sides: tuple[SideStreams, ...]
    fonts: DocumentFonts
    """Of what is shared by patients alike."""
    images: dict[str, Image] = field(default_factory=dict)
    own: tuple[OwnPart, ...] = ()
    """Each once, in the order of the pages."""
    exact: tuple[OwnPart, ...] = ()
    """Those of them that the file says as they are read, too: their letters run from right to left."""

    def forms(self) -> Iterator[tuple[str, str]]:
        """The name of each picture, and of the one whose form it is drawn by: its own, or a larger one's."""
        large = {(mark.asset, mark.person): name for name, mark in self.images.items() if not mark.again}
        for name, mark in self.images.items():
            yield name, large.get((mark.asset, mark.person), name) if mark.again else name


def sheet_streams(sheet: Sheet, sides: tuple[PaperSide, ...], inker: Inker) -> SheetStreams:
    """Draw a sheet."""
    fonts = DocumentFonts(inker.core, "G")
    drawn = tuple([_side(sheet, side, inker, fonts) for side in sides])
    images = {name: mark for side in drawn for one in side.shown for name, mark in one.drawn.images.items()}
    own = dict.fromkeys(one for side in drawn for one in side.streams if isinstance(one, OwnPart))
    exact = dict.fromkeys(one.part for side in drawn for one in side.tagged if one.part and one.drawn.tags.exact)
    return SheetStreams(drawn, fonts, dict(sorted(images.items())), tuple(own), tuple(exact))


def _side(sheet: Sheet, side: PaperSide, inker: Inker, fonts: DocumentFonts) -> SideStreams:
    high = sheet.height * MM
    run, ids = _Run(inker), 0
    somebody = DocumentFonts(inker.core, "H")  # letters of a patient's own are no concern of others
    shown: list[Shown] = []
    for page in side.pages:
        moved = _moved(page, side, high)
        if moved:
            run.plain(f"q {moved} cm\n")
        for placed in sheet.pages[page.page].blocks:
            inked = inker.ink(placed.block, fonts, somebody, tagged=not placed.repeated)
            one = Shown(
                page.page,
                inked,
                ids,
                round(high - placed.y * MM, 2),
                placed.repeated,
                placed.block.name,
                placed.slot and placed.slot.part,
            )
            ids += inked.marked
            shown.append(one)
            run.add(placed, one)
        if moved:
            run.plain("Q\n")
    return SideStreams(side.width * MM, side.height * MM, run.done(), tuple(shown), run.drawn)


def _moved(page: PageOnSide, side: PaperSide, high: float) -> str:
    """Where a page of the sheet stands on the paper, where it does not fill it."""
    if page.scale == 1 and not page.x and not page.y:
        return ""
    low = (side.height - page.y - page.scale * high / MM) * MM
    return f"{page.scale:.4f} 0 0 {page.scale:.4f} {page.x * MM:.2f} {low:.2f}"


class _Run:
    """Collects a side's streams: what is shared is one stream up to the next gap."""

    def __init__(self, inker: Inker) -> None:
        self._inker = inker
        self._streams: list[bytes | OwnPart] = []
        self._code: list[str] = []
        self.drawn = 0

    def plain(self, code: str) -> None:
        self._code.append(code)

    def add(self, placed: Placed, shown: Shown) -> None:
        """A block, or a gap for one."""
        before, after = _around(shown.top, repeated=placed.repeated)
        if placed.slot:
            drawn = shown.drawn
            frame = drawn.frame % tuple(range(shown.base, shown.base + drawn.marked)) if drawn.marked else drawn.frame
            around = frame.split(OWN)
            self._code += (before, around[0])
            self._close()
            self._streams.append(placed.slot.part)
            self._code += (around[1], after)
        else:
            self._code += (before, shown.drawn.filled(shown.base), after)

    def _close(self) -> None:
        if self._code:
            code = "".join(self._code).encode("ascii")
            data, drawn = self._inker.stream(code)
            self.drawn += drawn
            self._streams.append(data)
            self._code = []

    def done(self) -> tuple[bytes | OwnPart, ...]:
        self._close()
        return tuple(self._streams)


def _around(top: float, *, repeated: bool) -> tuple[str, str]:
    """What stands before and after a block's operators."""
    place = f"q 1 0 0 1 0 {top:.2f} cm\n"
    return (f"/Artifact BMC {place}", "\nQ EMC\n") if repeated else (place, "\nQ\n")
