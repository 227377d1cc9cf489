"""READ: small pictures of a form's fields in a PDF, as they look there; and which of them nothing is drawn in.

A program may have drawn over a form in ways that only whoever looks at it can tell. So it is drawn by PDFium, and
looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from handouts.base.records import dataclass
from handouts.scan.cutouts import blank_cutout, box_cutout
from handouts.scan.outlines import PX
from handouts.scan.pdfpages import drawn
from handouts.scan.pdfprobe import opens
from handouts.scan.seen import BlankPlace

if TYPE_CHECKING:
    from handouts.scan.seen import Grey

__all__ = ["FieldCuts", "field_cuts"]

_INCH, _POINTS = 25.4, 72.0
_MM = _INCH / _POINTS
"""mm of a point."""
_LARGEST = 500.0
"""Largest side of a page, mm."""
_BORDER = 0.7
"""Room for a field's own line, mm, inwards and outwards."""
_AROUND = 2.0
"""How far around a box a tick that leaves it is looked for, mm. Print stands farther away."""
_WHITE = 250

FieldPlace = tuple[int, tuple[float, float, float, float]]
"""Page, from 1, and left, bottom, right and top, points from the page's lower left."""


@dataclass(frozen=True)
class FieldCuts:
    """What the fields look like."""

    cutouts: Mapping[str, bytes]
    """PNGs by the fields' names; of a page that cannot be drawn there are none."""
    white: frozenset[str]
    """Names of those in which, and around which, nothing at all is drawn but their own line."""


def field_cuts(path: Path, places: Mapping[str, FieldPlace], password: str = "") -> FieldCuts:
    """Look at fields of a file, squares for boxes; ImportError where what is needed is not installed."""
    import pypdfium2

    cutouts: dict[str, bytes] = {}
    white: set[str] = set()
    if not opens(path):
        return FieldCuts({}, frozenset())
    try:
        pdf = pypdfium2.PdfDocument(path, password=password or None)
    except pypdfium2.PdfiumError:
        return FieldCuts({}, frozenset())
    try:
        pdf.init_forms()
        for number in sorted({page for page, _ in places.values()}):
            here = {name: place for name, (page, place) in places.items() if page == number}
            image = _image(pdf, number)
            if image is not None:
                cutouts |= {name: _cut(image, name, place) for name, place in here.items()}
                white |= {name for name, place in here.items() if _is_white(image, place)}
    finally:
        pdf.close()
    return FieldCuts(cutouts, frozenset(white))


def _image(pdf: Any, number: int) -> Grey | None:
    """A page of ours, drawn; None where it was turned, cut or blown up, or cannot be drawn."""
    try:
        page = pdf[number - 1]
    except Exception:  # noqa: BLE001  # hostile bytes: the library's own errors, and those of its wrapper
        return None
    try:
        moved = page.get_rotation() or any(page.get_mediabox()[:2]) or page.get_cropbox() != page.get_mediabox()
        if moved or max(page.get_width(), page.get_height()) * _MM > _LARGEST:
            return None
        return drawn(page, PX * _INCH)
    except Exception:  # noqa: BLE001  # as above
        return None
    finally:
        page.close()


def _cut(image: Grey, name: str, place: tuple[float, float, float, float]) -> bytes:
    left, bottom, right, top = (one * _MM for one in place)
    high = image.shape[0] / PX
    if abs((right - left) - (top - bottom)) < 1:
        return box_cutout(image, np.array([(left + right) / 2, high - (top + bottom) / 2]) * PX)
    return blank_cutout(image, BlankPlace(name, left, high - top, right - left, top - bottom))


def _is_white(image: Grey, place: tuple[float, float, float, float]) -> bool:
    """Whether nothing is drawn in a field, within its line; nor, for a box, around it."""
    left, bottom, right, top = (one * _MM for one in place)
    high = image.shape[0] / PX
    inner = _part(image, left + _BORDER, high - top + _BORDER, right - _BORDER, high - bottom - _BORDER)
    if not inner.size or inner.min() < _WHITE:
        return False
    wide = _part(image, left - _AROUND, high - top - _AROUND, right + _AROUND, high - bottom + _AROUND)
    own = _part(image, left - _BORDER, high - top - _BORDER, right + _BORDER, high - bottom + _BORDER)
    return int((wide < _WHITE).sum()) == int((own < _WHITE).sum())


def _part(image: Grey, left: float, top: float, right: float, low: float) -> Grey:
    x, y, u, v = (max(0, round(one * PX)) for one in (left, top, right, low))
    return image[y:v, x:u]
