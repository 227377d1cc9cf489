"""READ: pictures in files (TIFF, JPEG, PNG, HEIC) as grey arrays, by Pillow.

All that a file may hold is turned to 8 bits of grey: the turn that a camera notes down, colours for print, 16 bits,
palettes, what is transparent (white below), and the unequal resolution of a fax.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from handouts.scan.shots import LARGE_PIXELS, MOST_PAGES, MOST_PIXELS, Shot, smaller

if TYPE_CHECKING:
    from handouts.scan.seen import Grey

__all__ = ["heic_pictures", "pictures"]

_UNEQUAL = 1.08
"""A resolution this many times that of the other direction is evened out: a fax of 204 × 196 dpi is as good as even."""
_ORIENTATION = 0x0112
_TURNS: dict[int, Callable[[Grey], Grey]] = {
    2: np.fliplr, 3: lambda image: np.rot90(image, 2), 4: np.flipud, 5: np.transpose,
    6: lambda image: np.rot90(image, -1), 7: lambda image: np.rot90(image, 2).T, 8: np.rot90,
}  # fmt: skip
"""What is to be done to a picture, by what its camera noted down (EXIF)."""
_ALPHA = frozenset({"LA", "PA", "La", "RGBA", "RGBa"})


def pictures(path: Path, kind: str) -> Iterator[Shot]:
    """Every page of a TIFF, the one picture of a JPEG or PNG; ``kind`` is Pillow's name of the format.

    OSError or another error of a decoder where not even the first one can be opened.
    """
    for number in range(MOST_PAGES if kind == "TIFF" else 1):
        shot = _page(path, kind, number)
        if shot is None:
            return
        yield shot


def _page(path: Path, kind: str, number: int) -> Shot | None:
    """A page, from 0, or None where there is none. The file is opened for each, and so none stays in memory."""
    # as an open file: where Pillow maps a file into memory, it forgets how its picture is to be held
    with warnings.catch_warnings(), path.open("rb") as raw:
        warnings.simplefilter("ignore")  # of what is odd in a file; what is too large is refused below
        try:
            file = Image.open(raw, formats=[kind])
        except Image.DecompressionBombError:
            return Shot(None, trouble="has so many pixels that it is not read: scan it with 200 or 300 dpi")
        with file:
            return _shot(file) if not number or _turned_to(file, number) else None


def _turned_to(file: Image.Image, number: int) -> bool:
    """Whether there is such a page, from 0; it is the file's picture then."""
    try:
        file.seek(number)
    except Exception:  # noqa: BLE001  # a decoder meets hostile bytes with any error: the file ends here
        return False
    return True


def heic_pictures(path: Path) -> Iterator[Shot]:
    """Every picture of a HEIC file, turned as it is to be seen."""
    import pillow_heif

    for one in pillow_heif.open_heif(path, convert_hdr_to_8bit=True):
        if one.size[0] * one.size[1] > MOST_PIXELS:
            yield Shot(None, trouble=_too_large(one.size))
            continue
        try:
            yield Shot(_smaller_heic(one))
        except Exception:  # noqa: BLE001  # as above
            yield Shot(None, trouble="is damaged: its picture breaks off or cannot be read")


def _smaller_heic(one: Any) -> Grey:
    """Straight from what was decoded, for that is large already."""
    import cv2

    if one.mode != "RGB":
        return smaller(_grey(one.to_pillow()))
    made: Grey = cv2.cvtColor(np.asarray(one), cv2.COLOR_RGB2GRAY)
    return smaller(made)


def _shot(file: Image.Image) -> Shot:
    if file.size[0] * file.size[1] > MOST_PIXELS * (4 if file.format in {"JPEG", "MPO"} else 1):
        return Shot(None, trouble=_too_large(file.size))
    try:
        even = _evened(file)
        _drafted(file)
        if file.size[0] * file.size[1] > MOST_PIXELS:
            return Shot(None, trouble=_too_large(file.size))
        file.load()
        one_bit = file.mode == "1"
        turn = _TURNS.get(file.getexif().get(_ORIENTATION, 1))
        image = smaller(_resized(_grey(file), even))
        return Shot(image if turn is None else np.ascontiguousarray(turn(image)), one_bit)
    except Exception:  # noqa: BLE001  # a decoder meets hostile bytes with any error
        return Shot(None, trouble="is damaged: its picture breaks off or cannot be read")


def _too_large(size: tuple[int, int]) -> str:
    return f"is {size[0]} × {size[1]} pixels, which is too large to read: scan it with 200 or 300 dpi"


def _drafted(file: Image.Image) -> None:
    """Have a large JPEG decoded in half its size or less, which JPEG can do at once."""
    much = (file.size[0] * file.size[1] / LARGE_PIXELS) ** 0.5
    if much > 1 and file.format in {"JPEG", "MPO"}:
        file.draft("L", (int(file.size[0] / much), int(file.size[1] / much)))


def _evened(file: Image.Image) -> tuple[float, float]:
    """How many times wider and higher the picture is to be so that a square looks like one."""
    across, down = file.info.get("dpi", (1, 1))
    if not (across > 0 and down > 0):
        return 1.0, 1.0
    times = float(across) / float(down)
    if 1 / _UNEQUAL < times < _UNEQUAL or not 1 / 4 < times < 4:
        return 1.0, 1.0
    return (1.0, times) if times > 1 else (1 / times, 1.0)


def _resized(image: Grey, even: tuple[float, float]) -> Grey:
    """``even`` is meant for the picture as it stands in the file: a fax carries no note of a turn."""
    import cv2

    if even == (1.0, 1.0) or image.size * even[0] * even[1] > MOST_PIXELS:
        return image
    made: Grey = cv2.resize(image, None, fx=even[0], fy=even[1], interpolation=cv2.INTER_LINEAR)
    return made


def _grey(file: Image.Image) -> Grey:
    """8 bits of grey, on white."""
    if file.mode.startswith(("I", "F")):
        return _from_deep(np.asarray(file))
    if file.mode in _ALPHA or "transparency" in file.info:
        whole = file.convert("RGBA")
        paper = Image.new("RGBA", whole.size, "white")
        paper.alpha_composite(whole)
        file = paper
    if file.mode == "LAB":
        file = file.getchannel("L")
    elif file.mode not in {"1", "L", "RGB"}:
        file = file.convert("RGB")
    return np.array(file.convert("L"), dtype=np.uint8)


def _from_deep(deep: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> Grey:
    """16 bits or more, whole or broken numbers: what is whitest is 255 unless that is the format's own white."""
    values = np.nan_to_num(deep.astype(np.float32))
    most = float(values.max(initial=0))
    white = 1.0 if most <= 1 else 255.0 if most <= 255 else 65535.0 if most <= 65535 else most
    made: Grey = np.clip(values * (255.0 / white), 0, 255).astype(np.uint8)
    return made
