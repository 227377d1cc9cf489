"""Somebody fills in a page: what was meant is known, for it is decided before it is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from tests.scan.worn.pens import INKS, PENCILS, PENS, Dice, Pen, Points, draw
from tests.scan.worn.sheets import Picture, Printed
from tests.scan.worn.strokes import MARKS, crossed_out, number, round_about, scrawl, touch

Meant = Literal["ticked", "empty", "crossed", "either"]
"""“crossed”: a tick that was taken back, which only a person can settle. “either”: nobody can say; not counted."""


@dataclass(frozen=True)
class Hand:
    """Who fills the page in. ``loose``: how far marks stray, in box sides; ``turn``: how the writing leans, radians."""

    pen: Pen
    usual: str
    share: float
    """Of boxes that are ticked: 0 to 1."""
    loose: float
    turn: float
    size: float
    left: bool
    doubtful: float
    """Of boxes that are crossed out, circled or only touched."""
    sets_aside: bool
    """Whether there are remarks, a signature, a shopping list."""


@dataclass
class Truth:
    """What is on a page."""

    handout: str
    page: int
    boxes: dict[str, Meant] = field(default_factory=dict)
    blanks: dict[str, bool] = field(default_factory=dict)
    drawn: dict[str, str] = field(default_factory=dict)
    """How each box was marked, to name what fails."""
    pen: str = ""


def somebody(dice: Dice, pens: tuple[str, ...] = ()) -> Hand:
    """A person and a pen: seven in ten write with ink."""
    names = pens or (INKS if dice.random() < 0.7 else PENCILS)
    usual = str(dice.choice(list(MARKS), p=[0.5, 0.2, 0.1, 0.08, 0.05, 0.07]))
    share = float(dice.choice([0.0, dice.uniform(0.2, 0.9), 1.0], p=[0.08, 0.77, 0.15]))
    left = bool(dice.random() < 0.12)
    lean = dice.normal(0.25 if left else 0.0, 0.12)
    return Hand(PENS[str(dice.choice(names))], usual, share, float(dice.choice([0.06, 0.14])), lean,
                dice.uniform(0.75, 1.2), left, 0.03, bool(dice.random() < 0.5))  # fmt: skip


def filled_in(page: Picture, sheet: Printed, hand: Hand, dice: Dice) -> Truth:
    """Draw onto the page what this person did."""
    truth = Truth(sheet.handout, sheet.page, pen=hand.pen.name)
    for box in sheet.of_page("boxes"):
        how, meant = _decided(hand, dice)
        truth.boxes[box["name"]] = meant
        truth.drawn[box["name"]] = how
        for line in _shape(how, hand, dice):
            draw(page, line * box["size"] + (box["x"], box["y"]), hand.pen, dice)
    for blank in sheet.of_page("blanks"):
        truth.blanks[blank["name"]] = _written(page, blank, hand, dice)
    if hand.sets_aside:
        _besides(page, sheet, hand, dice)
    return truth


def _decided(hand: Hand, dice: Dice) -> tuple[str, Meant]:
    if dice.random() < hand.doubtful and hand.share:
        how = str(dice.choice(["crossed out", "round about", "touch"]))
        return how, "crossed" if how == "crossed out" else "either"
    if dice.random() >= hand.share:
        return "", "empty"
    return (hand.usual if dice.random() < 0.92 else str(dice.choice(list(MARKS)))), "ticked"


def _shape(how: str, hand: Hand, dice: Dice) -> Iterator[Points]:
    """The lines in the box's own square, shaken, leaning and astray."""
    if not how:
        return
    odd = {"crossed out": crossed_out, "round about": round_about, "touch": touch}
    lines = (MARKS.get(how) or odd[how])(dice)
    size = hand.size if how in MARKS else 1.0
    astray = dice.normal(0, hand.loose, 2).clip(-0.35, 0.35)
    lean = hand.turn + dice.normal(0, 0.06)
    turned = np.array([[np.cos(lean), np.sin(lean)], [-np.sin(lean), np.cos(lean)]])
    mirrored = hand.left and how == "tick" and dice.random() < 0.5
    for line in lines:
        centred = (line - 0.5) * size * ([-1, 1] if mirrored else [1, 1])
        yield centred @ turned + 0.5 + astray + dice.normal(0, 0.012, line.shape)


def _written(page: Picture, blank: Mapping[str, Any], hand: Hand, dice: Dice) -> bool:
    """A pain figure in its place, or words on the lines for notes; true where something was written."""
    if dice.random() > (0.75 if hand.share else 0.1):
        return False
    x, y, width, height = (blank[side] for side in ("x", "y", "width", "height"))
    if blank["name"].startswith("pain"):
        tall = min(height * 0.8, dice.uniform(4, 6.5))
        lines = number(str(dice.choice(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"])), tall, dice)
        corner = np.array([x + dice.uniform(1, width * 0.4), y + height - tall - dice.uniform(0.2, 1.2)])
        for line in lines:
            draw(page, line + corner, hand.pen, dice)
        return True
    for row in range(int(dice.integers(1, max(2, int(height // 8) + 1)))):
        for line in scrawl(width * dice.uniform(0.15, 0.8), 4.5, dice):
            draw(page, line + np.array([x + 2, y + 2 + row * 8]), hand.pen, dice)
    return True


def _besides(page: Picture, sheet: Printed, hand: Hand, dice: Dice) -> None:
    """A remark, a signature, a shopping list in a margin: anywhere but on what is read."""
    width, height = sheet.size
    for what, wide, tall in (("list", 15, 45), ("remark", 70, 6), ("signature", 50, 12)):
        if dice.random() < 0.45:
            continue
        for _ in range(12):
            left = dice.choice([2, width - wide - 2]) if what == "list" else dice.uniform(5, width - wide - 5)
            corner = np.array([left, dice.uniform(5, height - tall - 5)])
            if _is_free(sheet, *corner, wide, tall):
                for line in _aside(what, wide, tall, dice):
                    draw(page, line + corner, hand.pen, dice)
                break


def _aside(what: str, wide: float, tall: float, dice: Dice) -> Iterator[Points]:
    if what != "list":
        yield from scrawl(wide, tall, dice)
        return
    for row in range(int(tall // 7)):
        for line in scrawl(wide * dice.uniform(0.5, 1), 3.5, dice):
            yield line + np.array([0, row * 7])


def _is_free(sheet: Printed, x: float, y: float, wide: float, tall: float) -> bool:
    for what in ("boxes", "blanks", "codes", "marks"):
        for place in sheet.of_page(what):
            w, h = place.get("width") or place["size"], place.get("height") or place["size"]
            if (
                x - 4 < place["x"] + w
                and place["x"] < x + wide + 4
                and y - 4 < place["y"] + h
                and place["y"] < y + tall + 4
            ):
                return False
    return True
