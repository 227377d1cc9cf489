"""READ: PNG and JPEG pictures. Comes in: a file's bytes; goes out: bytes that every process can draw in little memory.

A large picture is made smaller here, once, before any process is forked. One of an ordinary size stays as it is.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from handouts.base.records import dataclass

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["Raster", "flat", "read_raster"]

_MAX_PIXELS = 40_000_000
_ORDINARY = 4_000_000
"""Most points of a picture that is kept as it is."""
_SIDE = 1600
"""Points that a large picture keeps on its longer side: as many as are printed."""
_STRIP = 1_000_000
"""Points made smaller at a time."""
_WHITE = 250
"""As light as paper, of 255."""


@dataclass(frozen=True)
class Raster:
    """A picture of points. Width and height are those of the file, as it is to be seen."""

    width: int
    height: int
    data: bytes
    blank: bool
    """Whether nothing of it can be seen on white paper."""


def read_raster(data: bytes) -> Raster:
    """Check a PNG or JPEG file, and make it smaller where it is large. ValueError saying what is wrong."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            width, height = image.size
            if width * height > _MAX_PIXELS:
                raise ValueError(f"has {width:,} x {height:,} points; at most {_MAX_PIXELS // 10**6} million are read")
            large = width * height > _ORDINARY
            if large:
                image.draft(image.mode, (_SIDE, _SIDE))  # a JPEG is then unpacked at a part of its size
            image.load()
            turned = image.getexif().get(0x0112, 1)
            if min(width, height) >= 8:
                blank = _is_blank(image)
                data = _smaller(image, turned) if large else data
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError("is damaged and cannot be read as a picture") from error
    if turned in (5, 6, 7, 8):  # a photograph lying on its side
        width, height = height, width
    if min(width, height) < 8 or not 0.1 <= width / height <= 10:
        raise ValueError(f"is {width} x {height} points; expected at least 8 each way, and sides within 1 to 10")
    return Raster(width, height, data, blank)


def flat(picture: Image) -> Image:
    """A picture as it looks on white paper: grey (L), or in a mode that converts to RGB without loss."""
    from PIL import Image as Images

    picture = _in_srgb(picture)
    if picture.mode.startswith("I"):  # 16 bits a point: the upper eight are what print and screens show
        clear = picture.info.get("transparency")
        grey = picture.convert("I")
        picture = grey.point(lambda value: value * (1 / 256)).convert("L")
        if clear is not None:
            shown = grey.point(lambda value: value * 1 - clear)
            mask = Images.frombytes(
                "L", grey.size, bytes(255 if v else 0 for v in memoryview(shown.tobytes()).cast("i"))
            )
            paper = Images.new("L", picture.size, 255)
            paper.paste(picture, mask=mask)
            return paper
        return picture
    if "A" in picture.getbands() or "transparency" in picture.info:  # on paper, clear is white
        layer = picture.convert("RGBA")
        paper = Images.new("RGBA", layer.size, "white")
        return Images.alpha_composite(paper, layer)
    return picture


def _in_srgb(picture: Image) -> Image:
    """The picture with the colours that its own profile means; as it is where it has none, or one that cannot be read.

    Inks (CMYK) without a profile stay what simple readers make of them.
    """
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return picture
    from PIL import ImageCms

    clear = picture.getchannel("A") if picture.mode == "RGBA" else None
    seen = picture.convert("RGB") if clear else picture
    try:
        target = ImageCms.createProfile("sRGB")
        found = ImageCms.profileToProfile(seen, io.BytesIO(profile), target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture
    if found is None:
        return picture
    if clear:
        found.putalpha(clear)
    found.info = {key: value for key, value in picture.info.items() if key != "icc_profile"}
    return found


def _strips(image: Image, step: int) -> Iterator[tuple[int, Image]]:
    """The picture in strips across, each flat and in RGB; ``step`` divides the height of all but the last."""
    rows = max(step, _STRIP // image.width // step * step)
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        strip.info = dict(image.info)
        yield top, flat(strip).convert("RGB")


def _is_blank(image: Image) -> bool:
    for _, strip in _strips(image, 1):
        bands = cast("tuple[tuple[int, int], ...]", strip.getextrema())  # as it is of RGB
        if min(low for low, _ in bands) < _WHITE:
            return False
    return True


def _smaller(image: Image, turned: int) -> bytes:
    """The picture at the size that is printed, in RGB. Takes little more memory than the picture itself."""
    from PIL import Image as Images

    step = max(1, max(image.size) // _SIDE)
    size = (-(-image.width // step), -(-image.height // step))
    small = Images.new("RGB", size)
    for top, strip in _strips(image, step):
        small.paste(strip.reduce(step) if step > 1 else strip, (0, top // step))
    small.thumbnail((_SIDE, _SIDE), Images.Resampling.LANCZOS)
    out = io.BytesIO()
    exif = Images.Exif()
    exif[0x0112] = turned
    if image.format == "JPEG":
        small.save(out, "JPEG", quality=92, exif=exif)
    else:
        small.save(out, "PNG", exif=exif)
    return out.getvalue()
