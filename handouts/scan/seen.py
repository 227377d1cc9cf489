"""READ: the door of this room: files of scans in, seen pages and their marks out.

``looked_at`` goes through a file page by page and says whose pages those are; ``read_page`` reads one of them, when the
caller has found out where its boxes stand. Both need the extra ``handouts[scan]``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]
    """An image, height × width, 0 black to 255 white."""

__all__ = [
    "INSTALL",
    "BlankPlace",
    "BoxPlace",
    "FoundPage",
    "Mark",
    "PagePlaces",
    "PageReading",
    "Point",
    "SeenPage",
    "Square",
    "What",
    "looked_at",
    "places_of",
    "read_page",
]

INSTALL = "Install what is needed: pip install handouts[scan]"

Mark = Literal["ticked", "empty", "unsure"]
"""What a box shows. An unsure one is for a person to settle: it counts as nothing before that."""

What = Literal["ours", "blank", "foreign", "unread", "damaged"]
"""What a page of a file is.

ours: it has a code of ours. blank: nothing is on it. foreign: a code or print that is not ours. unread: it looks like a
sheet of ours, but no code can be read. damaged: the file breaks off or is broken here; there is no image.
"""

Point = tuple[float, float]
"""x to the right and y down: pixels of an image, or mm from a page's top left."""


@dataclass(frozen=True)
class Square:
    """A code or a corner mark: its top left corner and side, mm from the page's top left."""

    x: float
    y: float
    size: float


@dataclass(frozen=True)
class BoxPlace:
    """A box to tick: the middle of its line runs along this square, mm from the page's top left."""

    name: str
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class BlankPlace:
    """A place to write in, mm from the page's top left."""

    name: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class PagePlaces:
    """Where all that is read stands on one page of a handout."""

    handout: str
    page: int
    """1 for the first."""
    width: float
    """Of the paper that it was made for, mm."""
    height: float
    codes: tuple[Square, ...]
    marks: tuple[Square, ...]
    boxes: tuple[BoxPlace, ...]
    blanks: tuple[BlankPlace, ...]


@dataclass(frozen=True)
class FoundPage:
    """A page of ours in an image."""

    handout: str
    """The id, 12 characters."""
    page: int
    """1 for the handout's first page."""
    codes: tuple[tuple[Point, Point, Point, Point], ...] = ()
    """Corners of each code of this page that was read, in pixels of the image: the code's own top left, top right,
    bottom right and bottom left, however the paper lay."""


@dataclass(frozen=True)
class SeenPage:
    """One page of a file that was looked at."""

    file: Path
    sheet: int
    """1 for the file's first page or picture."""
    found: tuple[FoundPage, ...]
    what: What
    notes: tuple[str, ...] = ()
    """What a person should know of the image, in words: that it is one-bit, say, or why it could not be read."""
    image: Grey | None = field(default=None, compare=False, repr=False)
    """Grey, as it stands in the file; None where it is damaged. It takes 4 to 16 MB: keep no more of them than one."""
    one_bit: bool = False
    """Whether it holds black and white alone, where pencil is lost: more boxes are unsure then."""


@dataclass(frozen=True)
class PageReading:
    """What stands on one page of a handout. Nothing of it counts before a person has settled what is unsure."""

    handout: str
    page: int
    boxes: Mapping[str, Mark]
    """By name; every box of the page is in it."""
    blanks: Mapping[str, bool]
    """By name, whether something is written there. What it says is for a person to read."""
    cutouts: Mapping[str, bytes]
    """By name, a small grey PNG with some context: of each box that is unsure, and each blank that is written on. There
    is none where the page could not be laid straight: a picture of a wrong place would lead astray."""
    problems: tuple[str, ...] = ()
    """What lowers trust in the whole page, in words: that it could not be straightened, say."""


def places_of(geometry: Mapping[str, Any], page: int) -> PagePlaces:
    """The places of one page, from 1, out of the data of ``show --boxes``.

    ValueError where the handout has no such page; KeyError or TypeError where the data are not of that form.
    """
    if not 1 <= page <= geometry["pages"]:
        raise ValueError(f"no page {page} among {geometry['pages']}")

    def on_page(kind: str) -> list[Mapping[str, Any]]:
        return [one for one in geometry.get(kind, ()) if one["page"] == page]

    return PagePlaces(
        handout=geometry["handout"],
        page=page,
        width=float(geometry["width"]),
        height=float(geometry["height"]),
        codes=tuple(Square(one["x"], one["y"], one["size"]) for one in on_page("codes")),
        marks=tuple(Square(one["x"], one["y"], one["size"]) for one in on_page("marks")),
        boxes=tuple(BoxPlace(one["name"], one["x"], one["y"], one["size"]) for one in on_page("boxes")),
        blanks=tuple(
            BlankPlace(one["name"], one["x"], one["y"], one["width"], one["height"]) for one in on_page("blanks")
        ),
    )


def looked_at(path: Path) -> Iterator[SeenPage]:
    """Every page of a file in order, each made when it is asked for.

    The file is a PDF, TIFF, JPEG, PNG or HEIC, told by its content. HandoutsError where it cannot be read at all, is
    too large, or what reads it is not installed; a damaged page is a SeenPage that says so, and the others follow.
    """
    _need(path.name)
    from handouts.scan.look import look

    return look(path)


def read_page(seen: SeenPage, found: FoundPage, places: PagePlaces) -> PageReading:
    """What is ticked and written on one of the pages that were found in an image.

    ``places`` are those of ``found``'s handout and page. It never fails: where the page cannot be straightened, every
    box is unsure and ``problems`` says why.
    """
    from handouts.scan.read import read

    return read(seen, found, places)


def _need(name: str) -> None:
    """HandoutsError where the extra is not installed."""
    try:
        import cv2  # noqa: F401  # only to see that they are there
        import pillow_heif  # noqa: F401  # the same
        import pypdfium2  # noqa: F401  # the same
        import zxingcpp  # noqa: F401  # the same
    except ImportError as error:
        message = "cannot be read: what reads scans and photos is not installed"
        raise HandoutsError([Problem(name, 0, message, INSTALL, kind="option")], Exit.USAGE) from error
