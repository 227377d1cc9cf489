"""Every kind of file that scanners and phones write is read, whatever is odd about it; and no bytes bring it down."""

from __future__ import annotations

import io
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from handouts.base.problems import Exit, HandoutsError
from handouts.scan import look, shots
from handouts.scan.seen import SeenPage, looked_at, places_of, read_page
from tests.scan.worn.sheets import document, printed

NUMBER = 0


@pytest.fixture(scope="module")
def sheet() -> Image.Image:
    """A page of ours in grey, 150 dpi."""
    whole = Image.fromarray(printed(NUMBER, 1).picture(colour=False))
    return whole.resize((whole.width // 2, whole.height // 2), Image.Resampling.BOX)


def saved(image: Image.Image, path: Path, **how: object) -> Path:
    image.save(path, **how)
    return path


def page_of(path: Path) -> SeenPage:
    (seen,) = looked_at(path)
    return seen


def turned(way: int) -> bytes:
    said = Image.Exif()
    said[0x0112] = way
    return said.tobytes()


def clear(image: Image.Image) -> Image.Image:
    """Black ink on nothing."""
    ink = np.zeros((image.height, image.width, 4), np.uint8)
    ink[..., 3] = 255 - np.asarray(image)
    return Image.fromarray(ink)


def heic(image: Image.Image, path: Path) -> Path:
    """A phone's file, whatever it is called."""
    pillow_heif.from_pillow(image.convert("RGB")).save(path, quality=80)
    return path


WAYS: dict[str, Callable[[Image.Image, Path], Path]] = {
    "PDF": lambda image, folder: saved(image, folder / "a.pdf", resolution=150),
    "JPEG in the colours of print": lambda image, folder: saved(image.convert("CMYK"), folder / "a.jpg"),
    "TIFF in the colours of print": lambda image, folder: saved(image.convert("CMYK"), folder / "a.tif"),
    "JPEG in TIFF": lambda image, folder: saved(image, folder / "a.tif", compression="jpeg"),
    "16 bits": lambda image, folder: saved(
        Image.fromarray(np.asarray(image).astype(np.uint16) * 257), folder / "a.png"
    ),
    "broken numbers": lambda image, folder: saved(
        Image.fromarray(np.asarray(image).astype(np.float32) / 255), folder / "a.tif"
    ),
    "nothing behind the ink": lambda image, folder: saved(clear(image), folder / "a.png"),
    "palette": lambda image, folder: saved(image.convert("RGB").convert("P"), folder / "a.png"),
    "HEIC under another name": lambda image, folder: heic(image, folder / "a.jpg"),
    "upside down": lambda image, folder: saved(image.rotate(180), folder / "a.png"),
    "on its side": lambda image, folder: saved(image.rotate(90, expand=True), folder / "a.png"),
}


def as_it_should_be(seen: SeenPage) -> bool:
    """Whether the page is known, with both codes, and an untouched sheet is read as one."""
    geometry, _ = document(NUMBER)
    assert seen.what == "ours"
    assert [(one.handout, one.page, len(one.codes)) for one in seen.found] == [(geometry["handout"], 1, 2)]
    reading = read_page(seen, seen.found[0], places_of(geometry, 1))
    return set(reading.boxes.values()) == {"empty"} and not any(reading.blanks.values()) and not reading.cutouts


@pytest.mark.parametrize("way", WAYS)
def test_each_kind_of_file_is_read(way: str, sheet: Image.Image, tmp_path: Path):
    assert as_it_should_be(page_of(WAYS[way](sheet, tmp_path)))


@pytest.mark.parametrize("way", range(1, 9))
def test_a_picture_is_held_as_its_camera_said(way: int, sheet: Image.Image, tmp_path: Path):
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    lying = sheet.transpose(undo[way]) if way in undo else sheet
    for name in ("a.jpg", "a.tif"):
        seen = page_of(saved(lying, tmp_path / name, exif=turned(way)))
        assert seen.image is not None
        assert seen.image.shape == (sheet.height, sheet.width)
        assert as_it_should_be(seen)


@pytest.mark.parametrize("dpi", [(204, 98), (204, 196)])
def test_a_fax_is_known_for_one(dpi: tuple[int, int], tmp_path: Path):
    whole = Image.fromarray(printed(NUMBER, 1).picture(colour=False))
    size = (whole.width * dpi[0] // 300, whole.height * dpi[1] // 300)
    bits = whole.resize(size, Image.Resampling.BOX).point(lambda tone: 255 * (tone > 140)).convert("1")
    seen = page_of(saved(bits, tmp_path / "a.tif", compression="group4", dpi=dpi))
    assert seen.one_bit
    assert seen.notes
    assert seen.image is not None
    assert seen.image.shape[0] / seen.image.shape[1] == pytest.approx(297 / 210, rel=0.05)  # a square looks like one
    geometry, _ = document(NUMBER)
    reading = read_page(seen, seen.found[0], places_of(geometry, 1))
    assert "ticked" not in reading.boxes.values()
    assert reading.problems


def test_a_damaged_page_is_told_and_the_others_are_read(sheet: Image.Image, tmp_path: Path):
    path = saved(
        sheet,
        tmp_path / "a.tif",
        save_all=True,
        append_images=[sheet, Image.new("L", sheet.size, 250)],
        compression="jpeg",
    )
    data = bytearray(path.read_bytes())
    with Image.open(path) as file:
        file.seek(1)
        second = file.tag_v2[273][0]  # where its first strip is
    data[second : second + 400] = bytes(400)
    path.write_bytes(data)
    pages = list(looked_at(path))
    assert [page.what for page in pages] == ["ours", "damaged", "blank"]
    assert [page.sheet for page in pages] == [1, 2, 3]
    assert pages[1].notes


@pytest.mark.parametrize("share", [0.3, 0.9])
@pytest.mark.parametrize("kind", ["jpg", "png", "tif", "pdf"])
def test_a_file_that_breaks_off_is_damaged_and_no_more(kind: str, share: float, sheet: Image.Image, tmp_path: Path):
    path = saved(sheet, tmp_path / f"a.{kind}")
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    try:
        assert {page.what for page in looked_at(path)} <= {"damaged", "ours"}
    except HandoutsError as error:
        assert error.problems[0].place == path.name


def bomb(side: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1 << 20))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [8_000, 12_000, 60_000])
def test_a_picture_that_would_fill_the_memory_is_not_unpacked(side: int, tmp_path: Path):
    (tmp_path / "a.png").write_bytes(bomb(side))
    seen = page_of(tmp_path / "a.png")
    assert (seen.what, seen.image) == ("damaged", None)
    assert "pixels" in seen.notes[0]


@pytest.mark.parametrize("size", [(20_000, 1), (1, 20_000), (5_000, 3), (1, 1)])
@pytest.mark.parametrize("tone", [0, 255])
def test_a_strip_of_a_page_is_no_trouble(size: tuple[int, int], tone: int, tmp_path: Path):
    Image.new("L", size, tone).save(tmp_path / "strip.png")
    (seen,) = looked_at(tmp_path / "strip.png")
    assert seen.what == "blank"


def test_a_large_photo_is_made_smaller(sheet: Image.Image, tmp_path: Path):
    seen = page_of(saved(sheet.resize((7000, 9900)), tmp_path / "a.jpg"))
    assert seen.image is not None
    assert seen.image.size <= shots.LARGE_PIXELS
    assert as_it_should_be(seen)


def test_too_many_bytes_or_pages_are_too_many(sheet: Image.Image, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = saved(sheet, tmp_path / "a.tif", save_all=True, append_images=[sheet, sheet])
    monkeypatch.setattr(look, "MOST_PAGES", 2)
    monkeypatch.setattr("handouts.scan.pictures.MOST_PAGES", 2)
    pages = list(looked_at(path))
    assert [page.what for page in pages] == ["ours", "ours", "damaged"]
    monkeypatch.setattr(look, "MOST_BYTES", 1000)
    with pytest.raises(HandoutsError, match=r"a\.tif"):
        list(looked_at(path))


def test_forms_that_draw_forms_over_and_over_are_refused(tmp_path: Path):
    """A page that draws a form 3,000 times, which draws another 3,000 times: some 600 bytes, and all memory there is."""

    def part(number: int, inside: int, drawn: bytes) -> bytes:
        size = b"/Length %d/Resources<</XObject<</I %d 0 R>>>>" % (len(drawn), inside)
        form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]" + size
        return b"%d 0 obj<<" % number + form + b">>stream\n" + drawn + b"\nendstream endobj\n"

    page = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</XObject<</I 4 0 R>>>>>>endobj\n"
    (tmp_path / "a.pdf").write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        + page + part(4, 5, b"/I Do " * 3000) + part(5, 6, b"/I Do " * 3000) + part(6, 6, b"0 0 1 1 re f")
        + b"trailer<</Root 1 0 R>>"
    )  # fmt: skip
    with pytest.raises(HandoutsError, match="more memory or time"):
        list(looked_at(tmp_path / "a.pdf"))


@pytest.mark.parametrize("data", [b"", b"Dear colleague", b"GIF89a" + bytes(100), b"PK\3\4" + bytes(100)])
def test_what_is_no_scan_is_refused(data: bytes, tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(data)
    with pytest.raises(HandoutsError) as refused:
        list(looked_at(tmp_path / "a.pdf"))
    assert refused.value.problems[0].hint


def test_a_file_that_is_not_there_is_refused(tmp_path: Path):
    for path in (tmp_path / "none.pdf", tmp_path):
        with pytest.raises(HandoutsError):
            list(looked_at(path))


STARTS = [b"%PDF-1.7\n", b"II*\0", b"MM\0*", b"II+\0", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", bytes(4) + b"ftypheic"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=400))
def test_hostile_bytes_are_damaged_and_no_more(start: bytes, rest: bytes, tmp_path: Path):
    path = tmp_path / "a.bin"
    path.write_bytes(start + rest)
    try:
        assert all(page.what == "damaged" for page in looked_at(path))
    except HandoutsError as error:
        assert error.problems


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), kind=st.sampled_from(["TIFF", "PNG", "JPEG", "PDF"]))
def test_a_scan_with_bytes_changed_is_read_or_damaged(
    data: st.DataObject, kind: str, sheet: Image.Image, tmp_path: Path
):
    file = io.BytesIO()
    sheet.crop((0, 0, 300, 200)).save(file, kind)
    changed = bytearray(file.getvalue())
    for _ in range(data.draw(st.integers(1, 12))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / "a").write_bytes(changed)
    try:
        for page in looked_at(tmp_path / "a"):
            assert (page.image is None) == (page.what == "damaged")
            assert not page.found
    except HandoutsError as error:
        assert error.problems


@pytest.mark.parametrize("missing", ["cv2", "zxingcpp", "pypdfium2", "pillow_heif"])
def test_what_is_not_installed_is_named(
    missing: str, sheet: Image.Image, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = saved(sheet, tmp_path / "a.png")
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(HandoutsError) as refused:
        looked_at(path)
    assert refused.value.code == Exit.USAGE
    assert "handouts[scan]" in refused.value.problems[0].hint
