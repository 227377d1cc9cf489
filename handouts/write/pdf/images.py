"""Pictures and logos as PDF objects, each drawn into a unit square that the page scales."""

from __future__ import annotations

import hashlib
import io
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from handouts.base.cachefolder import CacheFolder, code_state, package_state
from handouts.library.assets import Asset, UndrawableError
from handouts.write.pdf.squeeze import small

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["image_object", "resource_name"]

_MAX_SIDE = 1600
"""Pixels on the longer side that are kept: 79 mm at over 500 a inch, a whole page width at 240."""


_DRAWERS = ("PIL", "svglib", "reportlab")
"""Packages that decide how a picture comes out."""
_COLOURS = 256
"""What a byte can number."""
_MITER = re.compile(rb'<svg [^>]*stroke-miterlimit="([\d.]+)"')
_NO_NUMBER = re.compile(r"\b(?:nan|inf)\b")


def resource_name(asset: Asset) -> str:
    """Name of the picture in a page's resources."""
    return f"X{asset.digest[:12]}"


@lru_cache(maxsize=256)
def image_object(asset: Asset, mono: bool) -> bytes:
    """The body of the XObject. ``mono`` makes a photograph grey; a drawing keeps its colours' weight.

    It is kept between runs. UndrawableError where a file that looked whole cannot be drawn.
    """
    state = f"{code_state('library')} {code_state('write/pdf')} {' '.join(map(package_state, _DRAWERS))}"
    key = f"{asset.kind} {asset.width} {asset.height} {mono} {hashlib.sha256(asset.data).hexdigest()} {state}"
    return CacheFolder("pictures", files=500, largest=4_000_000).get_or_make(key, lambda: _made(asset, mono))


def _made(asset: Asset, mono: bool) -> bytes:
    if asset.kind == "raster":
        return _raster(asset, mono)
    try:
        return _vector(asset, mono)
    except Exception as error:  # svglib fails in a score of ways on a damaged path or number
        raise UndrawableError(asset) from error


def _raster(asset: Asset, mono: bool) -> bytes:
    from PIL import Image, ImageOps

    from handouts.library.raster import flat

    with Image.open(io.BytesIO(asset.data), formats=("PNG", "JPEG")) as source:
        photograph = source.format == "JPEG"
        picture = ImageOps.exif_transpose(source)
        picture = flat(picture)
        picture = picture.convert("L" if mono else "RGB")
        picture.thumbnail((_MAX_SIDE, _MAX_SIDE), Image.Resampling.LANCZOS)
    space = "/DeviceGray" if mono else "/DeviceRGB"
    if photograph:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=85, optimize=True)
        data, coder = out.getvalue(), "DCTDecode"
    else:
        pixels, space = (picture.tobytes(), space) if mono else _few_colours(picture)
        data, coder = small(pixels), "FlateDecode"
    head = (
        f"<</Type/XObject/Subtype/Image/Width {picture.width}/Height {picture.height}/ColorSpace{space}"
        f"/BitsPerComponent 8/Filter/{coder}/Length {len(data)}>>stream\n"
    )
    return head.encode() + data + b"\nendstream"


def _few_colours(picture: Image) -> tuple[bytes, str]:
    """The pixels of a picture with their colour space: numbers of colours where those are few, as in most logos."""
    from PIL import Image

    plain = picture.tobytes()
    if picture.getcolors(_COLOURS):
        few = picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=_COLOURS)
        colours = bytes(few.getpalette() or ())
        if few.convert("RGB").tobytes() == plain:  # nothing was made alike
            return few.tobytes(), f"[/Indexed/DeviceRGB {len(colours) // 3 - 1}<{colours.hex()}>]"
    return plain, "/DeviceRGB"


def _vector(asset: Asset, mono: bool) -> bytes:
    """Flat SVG shapes as operators. The file was checked to hold nothing else."""
    import logging

    from reportlab.graphics import renderPDF
    from reportlab.pdfgen.canvas import Canvas
    from svglib.svglib import svg2rlg

    logging.getLogger("svglib").setLevel(logging.CRITICAL)
    drawing = svg2rlg(io.BytesIO(asset.data))
    if drawing is None or not drawing.width or not drawing.height:
        raise ValueError("an SVG that was checked could not be drawn")
    _flatten(drawing, mono)
    canvas = Canvas(io.BytesIO(), pageCompression=0)
    start = len(canvas._code)  # noqa: SLF001  # ReportLab has no public way to take the operators of a drawing
    renderPDF.draw(drawing, canvas, 0, 0)
    code = "\n".join(line for line in canvas._code[start:] if not line.startswith("BT"))  # noqa: SLF001  # as above
    if _NO_NUMBER.search(code):
        raise ValueError("a number is none")
    scale = f"{1 / drawing.width:.8f} 0 0 {1 / drawing.height:.8f} 0 0 cm\n"
    limit = _MITER.search(asset.data)  # which svglib passes over
    miter = f"{limit[1].decode()} M\n" if limit else ""
    data = small((scale + miter + code).encode("ascii"))
    head = f"<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<<>>/Filter/FlateDecode/Length {len(data)}>>stream\n"
    return head.encode() + data + b"\nendstream"


def _flatten(node: object, mono: bool) -> None:
    """Mix half-clear colours with the white of the paper, and turn them grey in mono."""
    from reportlab.lib.colors import Color

    for kind in ("fill", "stroke"):
        colour = getattr(node, f"{kind}Color", None)
        if isinstance(colour, Color):
            opacity = getattr(node, f"{kind}Opacity", None)
            alpha = min(1.0 if opacity is None else float(opacity), float(colour.alpha))  # svglib sets both
            red, green, blue = (1 - alpha * (1 - part) for part in (colour.red, colour.green, colour.blue))
            if mono:
                red = green = blue = 0.2126 * red + 0.7152 * green + 0.0722 * blue
            setattr(node, f"{kind}Color", Color(red, green, blue))
        if hasattr(node, f"{kind}Opacity"):
            setattr(node, f"{kind}Opacity", None)
    for child in getattr(node, "contents", ()):
        _flatten(child, mono)
