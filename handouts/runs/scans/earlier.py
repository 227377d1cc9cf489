"""A page that comes back again in another picture: what it says more than before, and what less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handouts.base.records import dataclass
from handouts.returned.returns import Return

__all__ = ["Before", "before"]


@dataclass(frozen=True)
class Before:
    """How a page compares with what came back of it before."""

    read_at: str
    """When it was read before: an ISO time."""
    gone: tuple[str, ...]
    """Boxes that were ticked, and are not."""
    more: tuple[str, ...]
    """Boxes that were not ticked, and are; and those that nobody was sure of, and that are sure now."""
    doubtful: tuple[str, ...] = ()
    """Boxes that were empty, and may be ticked now. Not those that a person was asked about before."""

    @property
    def says_more(self) -> bool:
        """Whether it says, or may say, anything else than what is there."""
        return bool(self.gone or self.more or self.doubtful)

    @property
    def why(self) -> str:
        """Why a person must look at it, as the rest of a sentence; empty where what it says goes on from before."""
        if not self.gone:
            return ""
        boxes = "1 box that was" if len(self.gone) == 1 else f"{len(self.gone)} boxes that were"
        return f"came back before, on {self.read_at[:10]}, with {boxes} ticked then and not here"


def before(
    ticked: Mapping[str, bool], page: int, returns: Sequence[Return], unsure: Sequence[str] = ()
) -> Before | None:
    """How the boxes of a page, those that are sure and those that are ``unsure``, compare with returns of the same
    sheet, the latest last.

    What waits to be settled counts as far as it was sure; what a person threw away does not. None where the page never
    came back. A whole PDF has every page.
    """
    known: dict[str, bool] = {}
    asked: set[str] = set()
    last = ""
    for one in returns:
        if one.state != "left" and (one.page == page or (one.page == 0 and one.ticked.keys() & ticked.keys())):
            known.update(one.ticked)
            asked.update(one.unsure)
            last = one.read_at
    if not last:
        return None
    gone = tuple(name for name, value in ticked.items() if not value and known.get(name))
    more = tuple(name for name, value in ticked.items() if name not in known or (value and not known[name]))
    doubtful = tuple(name for name in unsure if known.get(name) is False and name not in asked)
    return Before(last, gone, more, doubtful)
