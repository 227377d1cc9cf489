"""Worn, ticked sheets are read: one of each kind at each change, two hundred in the build; thousands by the benchmark."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from tests.scan.worn.judging import Tally, judged, together
from tests.scan.worn.make import WEARS, Worn, worn
from tests.scan.worn.others import OTHERS, other
from tests.scan.worn.reading import said_of

SHEETS = (0, 1, 3, 8)
"""Numbers of the handouts in the quick tests: drawing each takes its time."""
SEED = 3
"""Of those: any other does as well, but for what docs/performance.md names."""
CLEAR = [kind for kind, wear in WEARS.items() if not wear.one_bit]
SLOW_SEEDS = range(1000, 1014)


def read(kind: str, seed: int, folder: Path, sheets: tuple[int, ...] = ()) -> Tally:
    made = worn(kind, seed, sheets)
    path = folder / f"scan{made.shot.suffix}"
    path.write_bytes(made.shot.data)
    return judged(made, said_of(path, {sheet.handout: sheet.geometry for sheet in made.sheets}))


@pytest.mark.parametrize("kind", CLEAR)
def test_a_worn_sheet_is_known_and_read(kind: str, tmp_path: Path):
    tally = read(kind, SEED, tmp_path, SHEETS)
    assert (tally.known, tally.strays) == (tally.pages, 0), tally.faults
    assert (tally.false, tally.missed) == (0, 0), tally.faults
    assert tally.unsure <= 0.1 * tally.boxes + 1
    assert tally.crossed_unsure == tally.crossed


@pytest.mark.parametrize("kind", sorted(WEARS.keys() - set(CLEAR)))
def test_what_black_and_white_has_lost_is_never_made_up(kind: str, tmp_path: Path):
    tally = read(kind, SEED, tmp_path, SHEETS)
    assert (tally.known, tally.strays, tally.false) == (1, 0, 0), tally.faults


@pytest.mark.parametrize("kind", OTHERS)
def test_what_is_not_ours_is_told_apart(kind: str, tmp_path: Path):
    made = other(kind, 0)
    path = tmp_path / f"scan{made.shot.suffix}"
    path.write_bytes(made.shot.data)
    said = said_of(path, {})
    assert set(said["what"]) <= made.may_be, said
    assert said["pages"] == []


@pytest.mark.parametrize("suffix", [".pdf", ".tif"])
def test_a_pile_in_one_file_is_read_sheet_by_sheet(suffix: str, tmp_path: Path):
    pile = [worn(kind, 3, (number,)) for kind, number in (("coffee", 3), ("skewed or turned", 0), ("one bit, pen", 1))]
    shots = [pile[0].shot, other("blank paper", 3).shot, pile[1].shot, other("bill with a code", 3).shot, pile[2].shot]
    pictures = [Image.open(io.BytesIO(shot.data)) for shot in shots]
    path = tmp_path / f"pile{suffix}"
    pictures[0].save(path, save_all=True, append_images=pictures[1:], resolution=150)
    sheets, truths = (tuple(one for made in pile for one in getattr(made, part)) for part in ("sheets", "truths"))
    said = said_of(path, {sheet.handout: sheet.geometry for sheet in sheets})
    assert said["what"] == ["ours", "blank", "ours", "foreign", "ours"]
    tally = judged(Worn("pile", 3, shots[0], sheets, truths), said)
    assert (tally.known, tally.strays, tally.false, tally.missed) == (3, 0, 0, 0), tally.faults


def test_another_clinics_sheet_is_named_and_not_read(tmp_path: Path):
    made = worn("coffee", 0, SHEETS)
    path = tmp_path / f"scan{made.shot.suffix}"
    path.write_bytes(made.shot.data)
    said = said_of(path, {})
    assert said["what"] == ["ours"]
    assert [page[:3] for page in said["pages"]] == [[made.truths[0].handout, made.truths[0].page, {}]]


@pytest.mark.slow
def test_two_hundred_worn_sheets(tmp_path: Path):
    tallies = {kind: together(read(kind, seed, tmp_path) for seed in SLOW_SEEDS) for kind in WEARS}
    whole = together(tallies[kind] for kind in CLEAR)
    assert whole.strays == 0, whole.faults
    assert whole.known >= 0.99 * whole.pages, whole.faults
    assert whole.false == 0, whole.faults
    assert whole.missed <= 0.005 * whole.ticked, whole.faults
    assert whole.unsure <= 0.04 * whole.boxes
    for kind in WEARS:
        assert tallies[kind].false == 0, tallies[kind].faults
