"""Goes through a pile of scans: each page is read, and entered or kept to be settled, in one change of the register.

What was read of a page is known by a digest of its picture, so the same command again goes on where it was stopped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from handouts.base.ids import shown_id
from handouts.base.plaintext import visible
from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.register import Register
from handouts.returned.returns import Return
from handouts.returned.returnstable import ReturnsTable, now
from handouts.runs.progress import Stop
from handouts.runs.scans.earlier import before
from handouts.runs.scans.fates import Fate, PageFate
from handouts.runs.scans.points import PAGE
from handouts.runs.scans.sheets import KnownSheet, Sheets, Stranger
from handouts.runs.scans.thumbs import whole_page
from handouts.scan.seen import FoundPage, PageReading, SeenPage, looked_at, places_of, read_page
from handouts.sheet.boxnames import PhoneName

__all__ = ["Pile"]

_FOREIGN = "is not a sheet of ours, or one without codes"
_BY_HAND = "If it is a sheet of yours, it was printed with --no-codes or is a copy: enter it by hand."
_AGAIN = "Scan that page again, flat and whole, in grey, 150 to 300 dpi."
_WITHOUT = "If it was printed with --no-codes, nothing can tell whose it is: enter it by hand."
_NO_CODE = {
    "blank": ("", ""),
    "foreign": (_FOREIGN, _BY_HAND),
    "unread": ("looks like a sheet of ours, but its codes cannot be read", f"{_AGAIN} {_WITHOUT}"),
    "damaged": ("is damaged in the file", "Scan that page again."),
    "ours": ("has no code that can be read", _AGAIN),
}
_FATE: Mapping[str, Fate] = {"blank": "blank", "foreign": "foreign"}


@dataclass(frozen=True)
class _Read:
    """What was read of a page, to be kept."""

    ret: Return
    cutouts: Mapping[str, bytes]


class Pile:
    """Reads files into an open register, a page at a time."""

    def __init__(self, register: Register, sheets: Sheets, *, look: bool = False, ask: bool = False) -> None:
        """``look``: nothing is kept. ``ask``: nothing is entered before a person has seen it."""
        self._table, self._sheets = ReturnsTable(register), sheets
        self._look, self._ask = look, ask
        self._here: set[tuple[str, str, int]] = set()
        self.problems: list[Problem] = []
        """Files that could not be read, to their end or at all."""
        self.looked: list[Return] = []
        """With ``look``: what would be kept."""

    def read(self, path: Path, stop: Stop) -> Iterator[PageFate]:
        """What becomes of each page of a file, in order. HandoutsError where the register cannot take it, or nothing
        can be read because something is not installed.
        """
        pages: Iterator[SeenPage] | None = None
        while not stop():
            try:
                pages = pages or looked_at(path)
                seen = next(pages, None)
            except HandoutsError as error:
                if any(problem.kind == "option" for problem in error.problems):
                    raise
                self.problems += [replace(problem, place=visible(str(path))) for problem in error.problems]
                return
            if seen is None:
                return
            yield from self._page(seen)
            del seen  # it holds a picture, and the next is made before it would go

    def _page(self, seen: SeenPage) -> Iterator[PageFate]:
        fate = PageFate(visible(seen.file.name), seen.sheet, "unread", notes=seen.notes)
        if not seen.found:
            why, hint = _NO_CODE[seen.what]
            if seen.what == "damaged" and seen.notes:
                why, fate = "; ".join(seen.notes), replace(fate, notes=())
            yield replace(fate, fate=_FATE.get(seen.what, "unread"), why=why, hint=hint)
            return
        digest = _digest(seen)
        for found in seen.found:
            yield self._found(seen, found, digest, replace(fate, handout=found.handout, page=found.page))

    def _found(self, seen: SeenPage, found: FoundPage, digest: str, fate: PageFate) -> PageFate:
        """What becomes of one page of ours."""
        place = (digest, found.handout, found.page)
        if (kept := self._table.find(*place)) or place in self._here:
            again: Fate = "twice" if place in self._here else "known"
            return replace(fate, fate=again, why=_since(kept) if kept else "")
        sheet = self._sheets.sheet(found.handout)
        if isinstance(sheet, Stranger):
            return replace(fate, fate="lost" if sheet.known else "stranger", why=sheet.why, hint=sheet.hint)
        if not 1 <= found.page <= sheet.geometry["pages"]:
            why = f"says that it is page {found.page} of {sheet.geometry['pages']} of {shown_id(found.handout)}"
            return replace(fate, fate="lost", why=why, hint="Its code was not made by this clinic's Handouts.")
        self._here.add(place)
        if found.page not in sheet.pages:
            return replace(fate, fate="empty page")
        return self._kept(self._reading(seen, found, digest, sheet), fate)

    def _reading(self, seen: SeenPage, found: FoundPage, digest: str, sheet: KnownSheet) -> _Read | None:
        """What is to be kept of a page; None where it says no more than what came back before."""
        reading = read_page(seen, found, places_of(sheet.geometry, found.page))
        ticked = {name: mark == "ticked" for name, mark in reading.boxes.items() if mark != "unsure"}
        unsure = _open(reading)
        earlier = before(ticked, found.page, self._table.of_handout(found.handout), unsure)
        unread = reading.problems and not ticked
        if earlier and not (earlier.says_more or unread or any(name not in reading.boxes for name in unsure)):
            return None
        why = self._why(reading, sheet, earlier.why if earlier else "")
        cutouts = {name: reading.cutouts.get(name, b"") for name in unsure}
        if why:
            unsure = (PAGE, *unsure)
            cutouts[PAGE] = whole_page(seen, found)
        time = now()
        ret = Return(
            handout=found.handout,
            page=found.page,
            pages=len(sheet.pages),
            source="scan",
            digest=digest,
            file=visible(seen.file.name),
            state="pending" if unsure else "entered",
            read_at=time,
            entered_at="" if unsure else time,
            settled_by="",
            ticked=ticked,
            written={},  # a place where nothing is written takes nothing back
            drills=sheet.drills,
            unsure=unsure,
            why=why,
        )
        return _Read(ret, cutouts)

    def _why(self, reading: PageReading, sheet: KnownSheet, earlier: str) -> tuple[str, ...]:
        """Why a person must see the whole page."""
        reasons = [*reading.problems, earlier]
        if not sheet.exact:
            reasons.append("was made by another version of Handouts: its boxes may stand elsewhere")
        if self._ask:
            reasons.append("is to be seen before it counts")
        return tuple(filter(None, reasons))

    def _kept(self, read: _Read | None, fate: PageFate) -> PageFate:
        if read is None:
            return replace(fate, fate="same", why="came back before, and says no more")
        if self._look:
            self.looked.append(read.ret)
        elif not self._table.put(read.ret, read.cutouts):
            return replace(fate, fate="known", why="was read by another command meanwhile")
        return replace(fate, fate="pending" if read.ret.unsure else "entered", why="; ".join(read.ret.why))


def _open(reading: PageReading) -> tuple[str, ...]:
    """Names of what a person has to settle. The place for the clinic's number is none of the patient's."""
    boxes = [name for name, mark in reading.boxes.items() if mark == "unsure"]
    blanks = [name for name, marked in reading.blanks.items() if marked and PhoneName.parse(name) is None]
    return (*boxes, *blanks)


def _since(kept: Return) -> str:
    """What became of a picture that was read before."""
    if kept.state == "pending":
        return f"was read before, on {kept.read_at[:10]}, and waits to be settled"
    if kept.state == "left":
        return f"was read before, on {kept.read_at[:10]}, and thrown away by {kept.settled_by}"
    return f"was entered before, on {kept.entered_at[:10]}"


def _digest(seen: SeenPage) -> str:
    """Of the picture's own dots: the same page in another file, or in a file that was renamed, is the same."""
    assert seen.image is not None
    return sha256(repr(seen.image.shape).encode() + seen.image.tobytes()).hexdigest()
