"""Sheets that come back: whose each is, and where its boxes stand, as the register can make it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handouts.base.ids import shown_id
from handouts.base.kept import Kept
from handouts.base.problems import HandoutsError
from handouts.base.records import dataclass
from handouts.deliver.register import Issued, Register
from handouts.runs.remaking import Remaking, how_of
from handouts.sheet.boxnames import PhoneName
from handouts.write.boxes import box_geometry

__all__ = ["KnownSheet", "Sheets", "Stranger"]

_KEPT = 60
"""Sheets whose places are kept at a time, at some 100 kB each: pages of one patient lie near each other in a pile."""


@dataclass(frozen=True)
class KnownSheet:
    """A sheet that the register can make again."""

    of: Issued
    geometry: Mapping[str, Any]
    """The data of ``show --boxes``, with codes and marks."""
    pages: tuple[int, ...]
    """Pages with boxes, or with places for the patient to write in."""
    drills: tuple[str, ...]
    """Their ids, in the order of the sheet."""
    exact: bool
    """Whether it stands as it was printed, for sure."""


@dataclass(frozen=True)
class Stranger:
    """Why a sheet with a code of ours cannot be read."""

    known: bool
    """Whether the register knows it."""
    why: str
    hint: str


class Sheets:
    """Looks sheets up by their ids. Keeps some of them."""

    def __init__(self, remaking: Remaking, register: Register) -> None:
        self._remaking, self._register = remaking, register
        self._kept: Kept[str, KnownSheet | Stranger] = Kept(_KEPT)

    def sheet(self, handout: str) -> KnownSheet | Stranger:
        """The sheet with this id, or why its boxes cannot be found."""
        return self._kept.get_or_make(handout, lambda: self._looked_up(handout))

    def _looked_up(self, handout: str) -> KnownSheet | Stranger:
        rows = self._register.find(handout)
        if not rows:
            why = f"the register does not know the sheet {shown_id(handout)}"
            return Stranger(False, why, "It is another clinic's, or its patient was forgotten.")
        try:
            own = max(rows, key=_usefulness)  # the latest of those alike
            again = self._remaking.composed(own)
        except HandoutsError as error:
            why = "; ".join(f"the sheet {shown_id(handout)} {problem.message}" for problem in error.problems[:3])
            return Stranger(True, why, "So nobody knows where its boxes stand. Write in your record what was done.")
        geometry = box_geometry(again.handout, again.sheet)
        return KnownSheet(own, geometry, _pages(geometry), tuple(geometry.get("drills", ())), again.exact)


def _usefulness(row: Issued) -> tuple[bool, bool]:
    """Of several ways in which a sheet was printed: one that has codes, and whose bytes are known."""
    return bool(how_of(row).get("codes")), bool(row.sha256)


def _pages(geometry: Mapping[str, Any]) -> tuple[int, ...]:
    """A page with no more than the clinic's number to fill in is none that comes back."""
    blanks = [one for one in geometry["blanks"] if PhoneName.parse(one["name"]) is None]
    return tuple(sorted({one["page"] for one in (*geometry["boxes"], *blanks)}))
