"""READ: a page of a file as a picture, and the limits that keep a hostile or huge one from filling the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handouts.base.records import dataclass

if TYPE_CHECKING:
    from handouts.scan.seen import Grey

__all__ = ["LARGE_PIXELS", "MOST_BYTES", "MOST_PAGES", "MOST_PIXELS", "Shot", "smaller"]

MOST_BYTES = 2_000_000_000
"""Of a file. A scanner writes half a megabyte a page, or six without compression."""
MOST_PAGES = 2_000
MOST_PIXELS = 50_000_000
"""Of a page: A4 at 600 dpi has 35 million, a large photo 50. In colour that is 150 MB while it is read."""
LARGE_PIXELS = 14_000_000
"""More than this is made smaller: nothing on a sheet is so fine."""


@dataclass(frozen=True)
class Shot:
    """One page of a file: its picture, or what is wrong with it."""

    image: Grey | None
    """Height × width, 0 black to 255 white, as its program meant it to be held; None where it is damaged."""
    one_bit: bool = False
    """Whether the file itself says that it holds black and white alone."""
    trouble: str = ""
    """Why there is no picture: the end of a sentence that begins with the page."""


def smaller(image: Grey) -> Grey:
    """The image, with at most ``LARGE_PIXELS``: where it has more, in half its size or less."""
    import cv2

    times = 1
    while image.size / times**2 > LARGE_PIXELS:
        times += 1
    if times == 1:
        return image
    size = (image.shape[1] // times, image.shape[0] // times)
    made: Grey = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return made
