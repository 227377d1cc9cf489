"""What the gallery keeps: for which code, how much, and what it forgets."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from handouts.base.cachefolder import CacheFolder, code_state
from handouts.figures import gallery
from handouts.figures.draw import draw
from handouts.figures.gallery import Gallery
from handouts.figures.poses import Figure
from handouts.figures.shapes import Drawing
from handouts.library.load import Library
from tests.figures.test_checks import figure


def test_the_packages_of_this_room_are_among_the_code_that_draws():
    text = code_state("figures")
    names = ("props/bands.py:", "skeleton/arms.py:", "checks/floor.py:", "draw.py:")
    assert all(f"figures/{name}" in text for name in names)


def test_memory_has_a_limit(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(gallery, "KEPT_MOST", 2)
    drawn: list[Figure] = []

    def counted(of: Figure, build: str) -> tuple[Drawing, ...]:
        drawn.append(of)
        return draw(of, build)

    monkeypatch.setattr("handouts.figures.draw.draw", counted)
    figures = [figure({"upper": float(angle)}) for angle in (10, 20, 30)]
    kept = Gallery()
    for of in (*figures, *figures[1:]):
        kept.picture(of, 0, "straight", mirror=True)
    assert drawn == figures, "the last two are still known"
    kept.picture(figures[0], 0, "straight")
    assert drawn == [*figures, figures[0]], "the first was forgotten"
    assert max(len(kept._known), len(kept._turned), len(kept._keys)) == 2


def test_kept_pictures_are_those_drawn(library: Library, tmp_path: Path):
    drill = library.drills["wall-sit", "en"]
    assert drill.figure
    first = Gallery(tmp_path).picture(drill.figure, 1, "straight")
    assert list(tmp_path.iterdir())
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir())
    again = Gallery(tmp_path).picture(drill.figure, 1, "straight")
    assert again.shapes == first.shapes
    assert again.box == pytest.approx(first.box)
    assert Gallery(tmp_path).picture(drill.figure, 1, "straight", mirror=True).digest.endswith("m")


@pytest.mark.parametrize("damage", [b"", b"not zlib", b"\x78\x9c\x03\x00\x00\x00\x00\x01"])
def test_a_damaged_cache_is_drawn_anew(library: Library, tmp_path: Path, damage: bytes):
    drill = library.drills["wall-sit", "en"]
    assert drill.figure
    first = Gallery(tmp_path).picture(drill.figure, 0, "straight")
    for path in tmp_path.iterdir():
        path.write_bytes(damage)
    assert Gallery(tmp_path).picture(drill.figure, 0, "straight").shapes == first.shapes


def test_a_cache_that_cannot_be_written_is_done_without(library: Library, tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    drill = library.drills["wall-sit", "en"]
    assert drill.figure
    assert Gallery(tmp_path / "file").picture(drill.figure, 0, "straight").shapes


ODD = b'[{"shapes": [[[[[1, 2], [3, 4, 5]]], "skin", "", 1, true]], "body": []}, {"shapes": [], "body": []}]'
"""A step of three numbers: neither a line nor a curve."""


@pytest.mark.parametrize("shapes", [b"", b"[]", b"{}", b'[{"shapes": []}]', b"[1, 2, 3, 4]", b"[" * 9000, ODD])
def test_shapes_of_another_form_are_drawn_anew(library: Library, tmp_path: Path, shapes: bytes):
    drill = library.drills["wall-sit", "en"]
    assert drill.figure
    first = Gallery(tmp_path).picture(drill.figure, 0, "straight")
    cache, key = (
        CacheFolder(tmp_path, files=9, largest=1_000_000),
        f"{Gallery()._key(drill.figure)} straight",
    )  # as an earlier form of the file would stand there
    heads = zlib.decompress(cache.read(key) or b"").partition(b"\n")[0]
    cache.write(key, zlib.compress(heads + b"\n" + shapes))
    kept = Gallery(tmp_path).picture(drill.figure, 0, "straight")
    assert (kept.shapes, kept.body) == (first.shapes, first.body)


def test_a_file_that_was_cut_off_is_drawn_anew(library: Library, tmp_path: Path):
    drill = library.drills["wall-sit", "en"]
    assert drill.figure
    first = Gallery(tmp_path).picture(drill.figure, 0, "straight")
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-3])
    assert Gallery(tmp_path).picture(drill.figure, 0, "straight").shapes == first.shapes


def test_shapes_are_read_only_when_they_are_asked_for(library: Library, tmp_path: Path):
    drill = library.drills["wall-sit", "en"]
    assert drill.figure
    for _ in range(2):
        drawing = Gallery(tmp_path).picture(drill.figure, 0, "straight")
    assert "shapes" not in vars(drawing)
    assert drawing.notes is not None
    assert drawing.shapes
    assert "shapes" in vars(drawing)


def test_a_file_in_another_s_place_is_not_taken(library: Library, tmp_path: Path):
    """A wrong picture would be worse than none: a file says itself which figure it shows."""
    drills = [drill for drill in library.drills.values() if drill.figure and len(drill.figure.positions) == 2][:2]
    drawn = [Gallery(tmp_path).picture(drill.figure, 0, "straight") for drill in drills if drill.figure]
    one, other = sorted(tmp_path.iterdir())
    first = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(first)
    again = [Gallery(tmp_path).picture(drill.figure, 0, "straight") for drill in drills if drill.figure]
    assert [picture.digest for picture in again] == [picture.digest for picture in drawn]
    assert drawn[0].digest != drawn[1].digest
