"""A page of one of our own PDFs as a picture, with its form fields, as a reader on the screen shows it."""

from __future__ import annotations

import io

__all__ = ["leaf_picture"]


def leaf_picture(data: bytes, page: int, width: int) -> bytes:
    """A page as PNG, ``width`` pixels wide. ``page`` counts from 1; IndexError where there is no such page.

    For files that Handouts has just made: of others see ``pdfpages``. PDFium is not for two threads at once.
    """
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        if not 1 <= page <= len(document):
            raise IndexError(page)
        document.init_forms()  # the boxes are form fields: without, they are not drawn
        leaf = document[page - 1]
        out = io.BytesIO()
        leaf.render(scale=width / leaf.get_width()).to_pil().save(out, "PNG", compress_level=1)
    return out.getvalue()
