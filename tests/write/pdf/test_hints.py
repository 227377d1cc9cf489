"""Fonts without hints draw the same letters."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pypdfium2
import pytest
from PIL import ImageChops, ImageStat

from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.write.pdf import fontobjects
from handouts.write.pdf.faces import Core, Face, type_faces
from handouts.write.pdf.hints import without_hints


@pytest.fixture(params=[(family, weight) for family in range(2) for weight in range(2)])
def face(request: pytest.FixtureRequest) -> Face:
    family, weight = request.param
    return type_faces().faces[family][weight]


def raw(face: Face) -> bytes:
    return bytes(face.file.makeSubset([ord(char) for char in sorted(face.chars)[:300]]))


def tables(font: bytes) -> dict[bytes, bytes]:
    count = struct.unpack_from(">H", font, 4)[0]
    lines = [struct.unpack_from(">4sLLL", font, 12 + 16 * index) for index in range(count)]
    for name, check, start, length in lines:
        body = font[start : start + length]
        if name != b"head":  # its own sum is kept out of it by the standard
            padded = body + b"\0" * (-length % 4)
            assert sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF == check
    return {name: font[start : start + length] for name, _, start, length in lines}


def test_it_is_smaller_and_keeps_what_a_pdf_needs(face: Face):
    before, after = raw(face), without_hints(raw(face))
    assert len(after) < 0.85 * len(before)
    found = tables(after)  # sums are right
    assert set(found) == {b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp"}
    assert found[b"hmtx"] == tables_of(before)[b"hmtx"]
    glyphs = struct.unpack_from(">H", found[b"maxp"], 4)[0]
    places = struct.unpack(f">{glyphs + 1}L", found[b"loca"])
    assert places[-1] == len(found[b"glyf"])
    assert list(places) == sorted(places)


def tables_of(font: bytes) -> dict[bytes, bytes]:
    count = struct.unpack_from(">H", font, 4)[0]
    lines = [struct.unpack_from(">4sLLL", font, 12 + 16 * index) for index in range(count)]
    return {name: font[start : start + length] for name, _, start, length in lines}


def test_pages_look_the_same(
    planner: Planner, library, make_order: Callable[..., Order], monkeypatch: pytest.MonkeyPatch
):  # type: ignore[no-untyped-def]  # the library is a fixture
    handout = planner.plan(make_order(patient="Nguyễn Thị Ánh, Ångström"))[0]
    plain = Press(library).pdf(handout)
    monkeypatch.setattr(fontobjects, "without_hints", lambda font: font)
    monkeypatch.setenv("HANDOUTS_CACHE", "off")  # which has the fonts without
    for family in type_faces().faces:
        for face in family:
            monkeypatch.setitem(face.__dict__, "core", Core(face, face.core.codes))
    hinted = Press(library).pdf(handout)
    assert len(hinted) > len(plain) + 8000, "the fonts did differ"
    for one, other in zip(pypdfium2.PdfDocument(plain), pypdfium2.PdfDocument(hinted), strict=True):
        pictures = [page.render(scale=1.5).to_pil().convert("L") for page in (one, other)]
        apart = ImageChops.difference(*pictures)
        assert ImageStat.Stat(apart).mean[0] < 0.6  # hints move edges by a part of a pixel
        assert sum(apart.histogram()[128:]) == 0
