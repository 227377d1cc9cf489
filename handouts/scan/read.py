"""READ: the marks of one page that was found in an image."""

from __future__ import annotations

from handouts.scan.seen import FoundPage, PagePlaces, PageReading, SeenPage

__all__ = ["read"]


def read(seen: SeenPage, found: FoundPage, places: PagePlaces) -> PageReading:
    """What is ticked and written there."""
    raise NotImplementedError(seen, found, places)
