"""Letters of other scripts as outlines, in SVG and PNG."""

from __future__ import annotations

import io

import pytest
from PIL import Image as Pixels

from handouts.library.clinic import Colours
from handouts.library.palette import make_palette
from handouts.sheet.blocks import Block, Page, Placed, Text
from handouts.write.outlines import flat, is_plain, letter_shapes
from handouts.write.pdf.faces import type_faces
from handouts.write.png import png
from handouts.write.svg import svg

TEXTS = {"zh-Hans": "慢慢来 3–5", "ta": "ஸ்ரீ மெதுவாக", "hi": "शक्ति र्कें", "vi": "Nâng gót", "ar": "ببطء", "he": "לאט"}


def page(text: str) -> Page:
    return Page(1, (Placed(0, Block(30, (Text(5, 20, text, 24),))),))


@pytest.mark.parametrize(("language", "text"), TEXTS.items(), ids=TEXTS)
def test_outlines_are_as_wide_as_the_text(language: str, text: str):
    faces = type_faces(language)
    assert not is_plain(text, faces, strong=False)
    points = [point for shape in letter_shapes(text, faces, strong=False) for one in shape for point in flat(one)]
    xs, ys = zip(*points, strict=True)
    assert -0.1 < min(xs) < 0.2
    assert max(xs) == pytest.approx(faces.width(text, False), abs=0.15)
    assert 0.4 < max(ys) < 1.3
    assert -0.6 < min(ys) < 0.05


@pytest.mark.parametrize(("language", "text"), TEXTS.items(), ids=TEXTS)
def test_pictures_show_them(language: str, text: str):
    faces, palette = type_faces(language), make_palette(Colours(), mono=False)
    given = palette.as_dict(), Colours(), faces
    drawn = svg(page(text), (100, 30), *given, mono=False, title="t")
    assert f'aria-label="{text}"' in drawn
    assert "<text" not in drawn
    with Pixels.open(io.BytesIO(png(page(text), (100, 30), *given, mono=False))) as picture:
        left, top, right, bottom = (
            picture.convert("L").point(lambda value: 255 if value < 128 else 0).getbbox() or (0,) * 4
        )
        dots = picture.width / 100
        ink = sum(picture.convert("L").point(lambda value: value < 128 and 1).tobytes())
    assert left / dots == pytest.approx(5, abs=1)
    assert right / dots == pytest.approx(5 + faces.width(text, False) * 24 * 25.4 / 72, abs=1.5)
    assert 0.05 < ink / ((right - left) * (bottom - top)) < 0.5  # letters with holes, no blots


def test_latin_stays_text():
    given = make_palette(Colours(), mono=False).as_dict(), Colours(), type_faces()
    assert "<text" in svg(page("Slowly, Zoë"), (100, 30), *given, mono=False, title="t")
