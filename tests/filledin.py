"""Sheets as they come back: filled in and saved by programs as patients use them."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    TextStringObject,
)

__all__ = ["box_places", "boxes_of", "filled", "inked", "without_metadata"]

Points = Sequence[tuple[float, float]]


def filled(
    data: bytes, ticks: Collection[str] = (), texts: Mapping[str, str] | None = None, *, incremental: bool = False
) -> bytes:
    """The file with boxes ticked and texts written: saved anew, or added to the end."""
    writer = PdfWriter(io.BytesIO(data), incremental=True) if incremental else PdfWriter(clone_from=io.BytesIO(data))
    for page in writer.pages:
        for reference in page.get("/Annots", ()):
            field = reference.get_object()
            if field.get("/T") in ticks:
                field[NameObject("/V")] = field[NameObject("/AS")] = NameObject("/Yes")
            if field.get("/T") in (texts or {}):
                field[NameObject("/V")] = TextStringObject((texts or {})[field["/T"]])
    return _saved(writer)


def box_places(data: bytes) -> dict[str, tuple[int, float, float, float, float]]:
    """Page, from 0, and left, bottom, right and top of every field, in points."""
    return {
        str(field["/T"]): (number, *map(float, field["/Rect"]))  # type: ignore[misc]
        for number, page in enumerate(PdfReader(io.BytesIO(data)).pages)
        for field in (reference.get_object() for reference in page.get("/Annots", ()))
        if field.get("/Subtype") == "/Widget"
    }


def boxes_of(data: bytes) -> list[str]:
    """Names of the boxes to tick, in the order of the sheet."""
    return [name for name in box_places(data) if name.startswith("d")]


def inked(data: bytes, page: int, strokes: Sequence[Points], **more: Any) -> bytes:
    """The file with one annotation of a pen, as Markup, Acrobat and Xodo save it."""
    writer = PdfWriter(clone_from=io.BytesIO(data))
    xs = [x for stroke in strokes for x, _ in stroke]
    ys = [y for stroke in strokes for _, y in stroke]
    mark = {
        "Subtype": NameObject("/Ink"),
        "Rect": ArrayObject(map(FloatObject, (min(xs) - 1, min(ys) - 1, max(xs) + 1, max(ys) + 1))),
        "InkList": ArrayObject(
            ArrayObject(FloatObject(value) for point in stroke for value in point) for stroke in strokes
        ),
        **more,
    }
    made = DictionaryObject({NameObject(f"/{name}"): value for name, value in mark.items()})
    writer.pages[page]["/Annots"].append(writer._add_object(made))  # type: ignore[attr-defined]
    return _saved(writer)


def without_metadata(data: bytes) -> bytes:
    """The file without what it says of itself."""
    writer = PdfWriter(clone_from=io.BytesIO(data))
    assert writer._info is not None
    writer._info.get_object().clear()  # type: ignore[union-attr]
    return _saved(writer)


def _saved(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
