"""READ: pages of a PDF as grey pictures, by PDFium: each at the resolution of the picture that a scanner put on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from handouts.scan.shots import LARGE_PIXELS, MOST_PAGES, MOST_PIXELS, Shot, smaller

if TYPE_CHECKING:
    from handouts.scan.seen import Grey

__all__ = ["LockedPdfError", "drawn", "pdf_pages"]

_USUAL = 200.0
"""Resolution for a page without a picture as large as itself, dpi."""
_LEAST, _MOST = 100.0, 320.0
_INCH = 72.0


class LockedPdfError(Exception):
    """The file asks for a password."""


def pdf_pages(path: Path) -> Iterator[Shot]:
    """Every page. LockedPdfError, or an error of the library's where the file cannot be opened."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise LockedPdfError from error
        raise
    try:
        pdf.init_forms()  # a box that was ticked on a screen is seen as ticked; scripts are not in this build
        for number in range(min(len(pdf), MOST_PAGES)):
            yield _shot(pdf, number)
    finally:
        pdf.close()


def _shot(pdf: Any, number: int) -> Shot:
    try:
        page = pdf[number]
    except Exception:  # noqa: BLE001  # hostile bytes: the library's own errors, and those of its wrapper
        return Shot(None, trouble="is damaged and cannot be opened")
    try:
        scans = list(_scans(page))
        if any(across * down > 2 * MOST_PIXELS for across, down, *_ in scans):
            return Shot(None, trouble="holds a picture that is too large to read: scan it with 200 or 300 dpi")
        image = drawn(page, _resolution(page, scans))
        return Shot(smaller(image), one_bit=bool(scans) and all(bits == 1 for *_, bits in scans))
    except Exception:  # noqa: BLE001  # as above
        return Shot(None, trouble="is damaged and cannot be drawn")
    finally:
        page.close()


def _scans(page: Any) -> Iterator[tuple[int, int, float, int]]:
    """Pixels across and down, resolution (dpi) and bits a pixel of each picture that takes much of the page."""
    import pypdfium2.raw as pdfium

    area = page.get_width() * page.get_height()
    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, low, right, high = one.get_bounds()
        across, down = one.get_px_size()
        if (right - left) * (high - low) > 0.2 * area:
            dpi = _INCH * max(across / (right - left), down / (high - low))
            about = one.get_metadata()
            yield across, down, dpi, int(about.bits_per_pixel)


def _resolution(page: Any, scans: list[tuple[int, int, float, int]]) -> float:
    """That of the picture, or half of it or less where it is very fine; dpi."""
    dpi = max((found for *_, found, _ in scans), default=_USUAL)
    times = 1
    while dpi / times > _MOST:
        times += 1
    dpi = max(dpi / times, _LEAST)
    inches = page.get_width() * page.get_height() / _INCH**2
    return float(min(dpi, (LARGE_PIXELS / max(inches, 1e-6)) ** 0.5))


def drawn(page: Any, dpi: float) -> Grey:
    """An open page as a grey picture, with its form and what is drawn over it."""
    bitmap = page.render(scale=dpi / _INCH, grayscale=True, fill_color=(255, 255, 255, 255))
    try:
        return np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width)
    finally:
        bitmap.close()
