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
from handouts.write.pdf.fonts import SheetFonts
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
    fonts: SheetFonts
    """Of what is shared by patients alike."""
    images: dict[str, Image] = field(default_factory=dict)
    own: tuple[OwnPart, ...] = ()
    """Each once, in the order of the pages."""

    def forms(self) -> Iterator[tuple[str, str]]:
        """The name of each picture, and of the one whose form it is drawn by: its own, or a larger one's."""
        large = {(mark.asset, mark.person): name for name, mark in self.images.items() if not mark.again}
        for name, mark in self.images.items():
            yield name, large.get((mark.asset, mark.person), name) if mark.again else name


def sheet_streams(sheet: Sheet, sides: tuple[PaperSide, ...], inker: Inker) -> SheetStreams:
    """Draw a sheet."""
    runs = [_side(sheet, side, inker) for side in sides]
    fonts = SheetFonts(inker.fonts, [code for run in runs for code in run.streams if isinstance(code, str)])
    drawn = tuple([run.side(side, inker, fonts) for side, run in zip(sides, runs, strict=True)])
    images = {name: mark for side in drawn for one in side.shown for name, mark in one.drawn.images.items()}
    own = dict.fromkeys(one for side in drawn for one in side.streams if isinstance(one, OwnPart))
    return SheetStreams(drawn, fonts, dict(sorted(images.items())), tuple(own))


def _side(sheet: Sheet, side: PaperSide, inker: Inker) -> _Run:
    high = sheet.height * MM
    run, ids = _Run(), 0
    for page in side.pages:
        moved = _moved(page, side, high)
        if moved:
            run.plain(f"q {moved} cm\n")
        for placed in sheet.pages[page.page].blocks:
            inked = inker.ink(placed.block, tagged=not placed.repeated)
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
            run.add(placed, one)
        if moved:
            run.plain("Q\n")
    run.close()
    return run


def _moved(page: PageOnSide, side: PaperSide, high: float) -> str:
    """Where a page of the sheet stands on the paper, where it does not fill it."""
    if page.scale == 1 and not page.x and not page.y:
        return ""
    low = (side.height - page.y - page.scale * high / MM) * MM
    return f"{page.scale:.4f} 0 0 {page.scale:.4f} {page.x * MM:.2f} {low:.2f}"


class _Run:
    """Collects a side's streams: what is shared is one stream up to the next gap."""

    def __init__(self) -> None:
        self.streams: list[str | OwnPart] = []
        self._shown: list[Shown] = []
        self._code: list[str] = []

    def plain(self, code: str) -> None:
        self._code.append(code)

    def add(self, placed: Placed, shown: Shown) -> None:
        """A block, or a gap for one."""
        self._shown.append(shown)
        before, after = _around(shown.top, repeated=placed.repeated)
        if placed.slot:
            drawn = shown.drawn
            frame = drawn.frame % tuple(range(shown.base, shown.base + drawn.marked)) if drawn.marked else drawn.frame
            around = frame.split(OWN)
            self._code += (before, around[0])
            self.close()
            self.streams.append(placed.slot.part)
            self._code += (around[1], after)
        else:
            self._code += (before, shown.drawn.filled(shown.base), after)

    def close(self) -> None:
        """What comes next is a stream of its own."""
        if self._code:
            self.streams.append("".join(self._code))
            self._code = []

    def side(self, side: PaperSide, inker: Inker, fonts: SheetFonts) -> SideStreams:
        """The whole side."""
        streams: list[bytes | OwnPart] = []
        total = 0
        for one in self.streams:
            if isinstance(one, OwnPart):
                streams.append(one)
                continue
            data, drawn = inker.stream(fonts.coded(one).encode("ascii"))
            streams.append(data)
            total += drawn
        return SideStreams(side.width * MM, side.height * MM, tuple(streams), tuple(self._shown), total)


def _around(top: float, *, repeated: bool) -> tuple[str, str]:
    """What stands before and after a block's operators."""
    place = f"q 1 0 0 1 0 {top:.2f} cm\n"
    return (f"/Artifact BMC {place}", "\nQ EMC\n") if repeated else (place, "\nQ\n")
