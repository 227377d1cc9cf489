"""WRITE: what a phone page takes beside its handout: words, colours, and how pictures are made."""

from __future__ import annotations

from collections.abc import Mapping

from handouts.base.records import dataclass
from handouts.library.page_words import PageWords
from handouts.write.html.pictures import PictureMaker

__all__ = ["PageLook"]


@dataclass(frozen=True)
class PageLook:
    """How a page looks, and its own words."""

    words: PageWords
    colours: tuple[tuple[str, str], ...]
    """The value, #RRGGBB, of each colour role."""
    pictures: PictureMaker
    usual: Mapping[str, tuple[str, str]]
    """By language, what a sheet usually says of the person named on it, and what stands for that where none is."""
