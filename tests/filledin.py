"""Sheets as they come back: filled in and saved by programs as patients use them."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    TextStringObject,
)

__all__ = ["box_places", "boxes_of", "drawn_over", "filled", "inked", "typed", "without_metadata"]

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


def drawn_over(data: bytes, page: int, content: str, **entries: Any) -> bytes:
    """The file with more drawn on a page itself, as a program does that flattens what was drawn."""
    writer = PdfWriter(clone_from=io.BytesIO(data))
    one, more = writer.pages[page], DecodedStreamObject()
    more.set_data(content.encode())
    one[NameObject("/Contents")] = ArrayObject([*one["/Contents"], writer._add_object(more)])  # type: ignore[misc]
    for name, value in entries.items():
        one[NameObject(f"/{name}")] = value
    return _saved(writer)


def typed(data: bytes, signs: Mapping[str, str], *, wider: float = 0, higher: float = 0) -> bytes:
    """The file with a sign typed over each of these fields, by the tool for text; the frame may be larger, points."""
    writer = PdfWriter(clone_from=io.BytesIO(data))
    places = box_places(data)
    for name, sign in signs.items():
        page, left, bottom, right, top = places[name]
        frame = map(FloatObject, (left, bottom - higher, right + wider, top + higher))
        mark = {"Subtype": NameObject("/FreeText"), "Rect": ArrayObject(frame), "Contents": TextStringObject(sign)}
        made = DictionaryObject({NameObject(f"/{key}"): value for key, value in mark.items()})
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
