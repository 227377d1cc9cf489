from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from handouts.library.assets import load_asset
from handouts.library.load import load_library
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.write.pdf.images import image_object

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{}</svg>'


def store(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def png(size: tuple[int, int] = (20, 10), mode: str = "RGB", kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("RGB", "PNG"),
        ("RGBA", "PNG"),
        ("P", "PNG"),
        ("L", "PNG"),
        ("1", "PNG"),
        ("LA", "PNG"),
        ("I;16", "PNG"),
        ("RGB", "JPEG"),
        ("L", "JPEG"),
        ("CMYK", "JPEG"),
    ],
)
def test_every_usual_picture_is_drawn(tmp_path: Path, mode: str, kind: str):
    asset = load_asset(store(tmp_path, "p", png(mode=mode, kind=kind)))
    assert asset.aspect == 2
    for mono in (False, True):
        assert b"/Subtype/Image" in image_object(asset, mono)


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<text>Clinic</text>", "outlines"),
        ('<image href="http://example.org/x.png"/>', "<image>"),
        ('<rect width="3" height="3" fill="url(#a)"/>', "elsewhere"),
        ('<rect onclick="x()"/>', "onclick"),
        ('<use xmlns:x="http://www.w3.org/1999/xlink" x:href="/etc/passwd"/>', "<use>"),
        ("<style>@import 'http://example.org';</style>", "elsewhere"),
        ("<foreignObject/>", "foreignObject"),
        ("<g>" * 60 + "</g>" * 60, "deeply"),
        ("<rect", "not valid SVG"),
    ],
)
def test_an_svg_with_more_than_flat_shapes_is_refused_by_name(tmp_path: Path, inside: str, says: str):
    with pytest.raises(ValueError, match=says):
        load_asset(store(tmp_path, "x.svg", SVG.format(inside)))


def test_an_svg_bomb_is_refused(tmp_path: Path):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + SVG.format("&b;")
    with pytest.raises(ValueError, match="DOCTYPE"):
        load_asset(store(tmp_path, "x.svg", bomb))


def test_an_editor_s_own_notes_in_an_svg_do_no_harm(tmp_path: Path):
    inside = '<metadata>x</metadata><s:view xmlns:s="urn:s" s:x="1"/><rect width="5" height="5" fill="#123456"/>'
    assert load_asset(store(tmp_path, "x.svg", SVG.format(inside))).kind == "vector"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not a PNG"),
        (b"GIF89a", "not a PNG"),
        (png()[:40], "damaged"),
        (png((4, 4)), "at least 8"),
        (png((2000, 10)), "within 1 to 10"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 99, "damaged"),
    ],
)
def test_what_is_no_picture_says_why(tmp_path: Path, data: bytes, says: str):
    with pytest.raises(ValueError, match=says):
        load_asset(store(tmp_path, "x.png", data))


def test_a_pipe_is_no_picture(tmp_path: Path):
    os.mkfifo(tmp_path / "x.svg")
    with pytest.raises(ValueError, match="not a regular file"):
        load_asset(tmp_path / "x.svg")


def test_a_giant_picture_is_not_unpacked(tmp_path: Path):
    with pytest.raises(ValueError, match="million"):
        load_asset(store(tmp_path, "x.png", png((9000, 9000), "1")))


def test_logos_of_every_kind_reach_the_page(clinic: Path, make_order: Callable[..., Order]):
    for name, data in (
        ("logo.png", png((300, 100), "RGBA")),
        ("logo.jpg", png((100, 300), kind="JPEG")),
        ("logo.svg", None),
    ):
        if data:
            store(clinic, name, data)
        text = (clinic / "clinic.yaml").read_text()
        line = next(line for line in text.splitlines() if line.startswith("logo:"))
        (clinic / "clinic.yaml").write_text(text.replace(line, f"logo: {name}"))
        library = load_library(clinic).checked()
        pdf = PdfReader(io.BytesIO(Press(library).pdf(Planner(library).plan(make_order())[0])))
        logos = [name for name in pdf.pages[0]["/Resources"]["/XObject"] if name.startswith("/X")]
        assert len(logos) == 1


def test_half_clear_shapes_are_mixed_with_the_paper(tmp_path: Path):
    import zlib

    asset = load_asset(
        store(tmp_path, "x.svg", SVG.format('<rect width="5" height="5" fill="#000000" fill-opacity="0.5"/>'))
    )
    body = image_object(asset, mono=False)
    code = zlib.decompress(body[body.index(b"stream\n") + 7 : body.rindex(b"\nendstream")])
    assert b".5 .5 .5 rg" in code
    assert b" gs" not in code
