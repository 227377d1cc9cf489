"""The worn sheets themselves: the same from the same seed, and what is said to be drawn is drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.scan.worn.hands import filled_in, somebody
from tests.scan.worn.make import dice_of, worn
from tests.scan.worn.pens import PENS
from tests.scan.worn.sheets import PX, Picture, printed
from tests.scan.worn.strokes import MARKS

SHEETS = (0, 8)


@pytest.mark.parametrize("kind", ["crumpled or curled", "one bit, pencil"])
def test_the_same_seed_gives_the_same_sheet(kind: str):
    first, again, another = worn(kind, 1, SHEETS), worn(kind, 1, SHEETS), worn(kind, 2, SHEETS)
    assert first.shot == again.shot
    assert first.truths == again.truths
    assert first.shot != another.shot


def inked(before: Picture, after: Picture, place: dict[str, float], width: float, height: float) -> float:
    """mm² that became clearly darker."""
    part = np.s_[
        round(place["y"] * PX) : round((place["y"] + height) * PX),
        round(place["x"] * PX) : round((place["x"] + width) * PX),
    ]
    return float(np.count_nonzero(before[part].astype(int) - after[part] > 25)) / PX**2


@pytest.mark.parametrize("pen", PENS)
@pytest.mark.parametrize("mark", MARKS)
def test_every_mark_is_drawn_where_it_is_said_to_be_and_nowhere_else(pen: str, mark: str):
    sheet, dice = printed(0, 1), dice_of(pen, len(mark))
    before, after = sheet.picture(colour=False), sheet.picture(colour=False)
    hand = replace(somebody(dice), pen=PENS[pen], usual=mark, share=0.6, doubtful=0.0)
    truth = filled_in(after, sheet, hand, dice)
    for box in sheet.of_page("boxes"):
        ink = inked(before, after, box, box["size"], box["size"])
        if truth.boxes[box["name"]] == "ticked":
            assert ink > 0.4, (box["name"], truth.drawn[box["name"]])
        else:
            assert ink < 2.0, box["name"]  # the tail of a tick beside it
    for blank in sheet.of_page("blanks"):
        written = inked(before, after, blank, blank["width"], blank["height"]) > 0.3
        assert written == truth.blanks[blank["name"]], blank["name"]
