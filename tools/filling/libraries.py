"""Ticks a box, writes texts and saves, as programs on libraries for Python do. Run by the Python that has them.

python3 libraries.py HOW IN OUT BOX [FIELD TEXT]...
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
from typing import Any

Texts = dict[str, str]


def pypdf_viewer(source: str, target: str, box: str, texts: Texts) -> None:
    """Draws the fields, and asks the viewer to draw them anew."""
    _pypdf(source, target, box, texts, regenerate=True)


def pypdf_itself(source: str, target: str, box: str, texts: Texts) -> None:
    """Draws the fields itself."""
    _pypdf(source, target, box, texts, regenerate=False)


def _pypdf(source: str, target: str, box: str, texts: Texts, *, regenerate: bool) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=source)
    writer.update_page_form_field_values(None, {box: "/Yes", **texts}, auto_regenerate=regenerate)
    writer.write(target)


def pymupdf_clean(source: str, target: str, box: str, texts: Texts) -> None:
    """Writes a new file."""
    _pymupdf(source, box, texts).save(target, garbage=3, deflate=True)


def pymupdf_incremental(source: str, target: str, box: str, texts: Texts) -> None:
    """Appends to the file."""
    shutil.copy(source, target)
    _pymupdf(target, box, texts).saveIncr()


def _pymupdf(source: str, box: str, texts: Texts) -> Any:
    import pymupdf

    document = pymupdf.open(source)
    for page in document:
        for widget in page.widgets():
            name = widget.field_name
            if name == box or name in texts:
                widget.field_value = texts.get(name, True)
                widget.update()
    return document


def pikepdf_viewer(source: str, target: str, box: str, texts: Texts) -> None:
    """Leaves the drawing to the viewer."""
    _pikepdf(source, target, box, texts, None)


def pikepdf_itself(source: str, target: str, box: str, texts: Texts) -> None:
    """Draws the fields itself."""
    from pikepdf.form import ExtendedAppearanceStreamGenerator

    _pikepdf(source, target, box, texts, ExtendedAppearanceStreamGenerator)


def _pikepdf(source: str, target: str, box: str, texts: Texts, drawer: type[Any] | None) -> None:
    import pikepdf
    from pikepdf.form import Form

    with pikepdf.open(source) as pdf:
        form: Any = Form(pdf, drawer)
        form[box].checked = True
        for name, text in texts.items():
            form[name].value = text
        pdf.save(target)


def qpdf(source: str, target: str, box: str, texts: Texts) -> None:
    """Draws what pikepdf has set."""
    values = target + ".values"
    pikepdf_viewer(source, values, box, texts)
    done = subprocess.run(["qpdf", "--generate-appearances", values, target], check=False)
    if done.returncode not in (0, 3):  # 3: with warnings
        sys.exit(done.returncode)


def pdfium(source: str, target: str, box: str, texts: Texts) -> None:
    """Clicks in the middle of the fields and types, as one does in Chromium."""
    import pypdfium2
    from pypdfium2 import raw

    pdf = pypdfium2.PdfDocument(source)
    pdf.init_forms()
    form = pdf.formenv
    for page in pdf:
        for index in range(raw.FPDFPage_GetAnnotCount(page)):
            field = raw.FPDFPage_GetAnnot(page, index)
            size = raw.FPDFAnnot_GetFormFieldName(form, field, None, 0)
            buffer = (ctypes.c_ushort * (size // 2))()
            raw.FPDFAnnot_GetFormFieldName(form, field, buffer, size)
            name = bytes(buffer).decode("utf-16-le").rstrip("\0")
            if name == box or name in texts:
                place = raw.FS_RECTF()
                raw.FPDFAnnot_GetRect(field, place)
                x, y = (place.left + place.right) / 2, (place.top + place.bottom) / 2
                raw.FORM_OnLButtonDown(form, page, 0, x, y)
                raw.FORM_OnLButtonUp(form, page, 0, x, y)
                for char in texts.get(name, ""):
                    raw.FORM_OnChar(form, page, ord(char), 0)
                raw.FORM_ForceToKillFocus(form)
            raw.FPDFPage_CloseAnnot(field)
    pdf.save(target)


HOW = (
    pypdf_viewer,
    pypdf_itself,
    pymupdf_clean,
    pymupdf_incremental,
    pikepdf_viewer,
    pikepdf_itself,
    qpdf,
    pdfium,
)

if __name__ == "__main__":
    how, source, target, box, *given = sys.argv[1:]
    named = {one.__name__: one for one in HOW}
    named[how](source, target, box, dict(zip(given[::2], given[1::2], strict=True)))
