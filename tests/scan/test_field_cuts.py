"""A form as it looks: pictures of its fields, and those in which nothing is drawn."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from pypdf.generic import ArrayObject, NumberObject

from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.scan.fieldcuts import FieldCuts, field_cuts
from handouts.write.protect import lock
from tests.filledin import box_places, boxes_of, drawn_over, filled


@pytest.fixture(scope="module")
def data(planner: Planner, press: Press, make_order: Callable[..., Order]) -> bytes:
    return press.pdf(planner.plan(make_order())[0])


def seen(data: bytes, folder: Path, password: str = "") -> FieldCuts:
    (folder / "a.pdf").write_bytes(data)
    places = {name: (page + 1, tuple(place)) for name, (page, *place) in box_places(data).items()}
    return field_cuts(folder / "a.pdf", places, password)  # type: ignore[arg-type]


def darkest(png: bytes) -> int:
    """The darkest grey in the middle of a picture, where the inside of the box is."""
    with Image.open(io.BytesIO(png)) as image:
        across, down = image.size
        return int(
            image.convert("L").crop((across // 2 - 8, down // 2 - 8, across // 2 + 8, down // 2 + 8)).getextrema()[0]
        )  # type: ignore[arg-type]


def test_every_field_has_a_picture_and_empty_boxes_are_white(data: bytes, tmp_path: Path):
    found = seen(data, tmp_path)
    assert found.cutouts.keys() == box_places(data).keys()
    assert set(boxes_of(data)) <= found.white
    assert {darkest(found.cutouts[name]) for name in boxes_of(data)} <= set(range(235, 256))


def test_what_is_drawn_in_or_beside_a_box_is_seen(data: bytes, tmp_path: Path):
    inside, beside, ticked, *_ = boxes_of(data)
    page, left, bottom, _, _ = box_places(data)[inside]
    _, _, _, right, top = box_places(data)[beside]
    content = (
        f"0.5 w {left + 2} {bottom + 2} m {left + 10} {bottom + 10} l S {right + 3} {top} m {right + 4} {top + 3} l S"
    )
    found = seen(drawn_over(filled(data, [ticked]), page, content), tmp_path)
    assert not {inside, beside, ticked} & found.white
    assert set(boxes_of(data)) - found.white == {inside, beside, ticked}
    assert darkest(found.cutouts[inside]) < 128
    assert darkest(found.cutouts[ticked]) < 128
    assert len(found.cutouts[inside]) < 8000


@pytest.mark.parametrize(
    "entry", [{"Rotate": NumberObject(90)}, {"CropBox": ArrayObject(map(NumberObject, (9, 9, 400, 500)))}]
)
def test_a_page_that_was_turned_or_cut_has_no_pictures(data: bytes, tmp_path: Path, entry: dict[str, NumberObject]):
    found = seen(drawn_over(data, 0, "", **entry), tmp_path)
    assert found.cutouts
    assert not any(box_places(data)[name][0] == 0 for name in (*found.cutouts, *found.white))


def test_a_protected_file_and_one_that_is_none(data: bytes, tmp_path: Path):
    names = boxes_of(data)
    places = {name: (page + 1, tuple(place)) for name, (page, *place) in box_places(data).items()}
    (tmp_path / "a.pdf").write_bytes(lock(data, "three words here"))
    assert set(names) <= field_cuts(tmp_path / "a.pdf", places, "three words here").white  # type: ignore[arg-type]
    assert field_cuts(tmp_path / "a.pdf", places, "wrong").cutouts == {}  # type: ignore[arg-type]
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 no more")
    assert field_cuts(tmp_path / "a.pdf", places).cutouts == {}  # type: ignore[arg-type]


def test_a_file_that_no_process_can_open_has_no_pictures(data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("handouts.scan.fieldcuts.opens", lambda _: False)
    assert seen(data, tmp_path) == FieldCuts({}, frozenset())
