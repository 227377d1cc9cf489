"""One worn sheet from a kind of wear and a seed: the file, and what is true of it. The same seed gives the same file."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from tests.scan.worn import capture, damage, paper
from tests.scan.worn.capture import Shot
from tests.scan.worn.hands import Truth, filled_in, somebody
from tests.scan.worn.pens import INKS, PENCILS, Dice
from tests.scan.worn.sheets import KINDS, Picture, Printed, document, pages_to_fill, printed

SHEETS = len(KINDS) * 4
"""Handouts that there are, by number: of the same kind for other patients."""


@dataclass(frozen=True)
class Worn:
    """A file with one sheet on it, or two."""

    kind: str
    seed: int
    shot: Shot
    sheets: tuple[Printed, ...]
    truths: tuple[Truth, ...]


@dataclass
class _Lying:
    """A filled-in sheet on its way into a file."""

    picture: Picture
    sheet: Printed
    truth: Truth
    number: int


Wear = Callable[["_Lying", Dice], Shot]


def _dpi(dice: Dice) -> int:
    return int(dice.choice([150, 200, 300], p=[0.4, 0.4, 0.2]))


def _plainly(lying: _Lying, dice: Dice) -> Shot:
    return capture.scanned(lying.picture, dice, _dpi(dice))


def _on_paper(change: Callable[[Picture, Dice], Picture]) -> Wear:
    """Wear that needs nothing but the picture, then a scan."""

    def worn(lying: _Lying, dice: Dice) -> Shot:
        lying.picture = change(lying.picture, dice)
        return _plainly(lying, dice)

    return worn


def _highlighted(lying: _Lying, dice: Dice) -> Shot:
    lying.picture = paper.highlighter(lying.picture, lying.sheet, dice)
    return _plainly(lying, dice)


def _damaged(lying: _Lying, dice: Dice) -> Shot:
    chosen = dice.choice(len(damage.DAMAGES), int(dice.integers(1, 3)), replace=False)
    for which in chosen:
        damage.not_counted(lying.truth, lying.sheet, damage.DAMAGES[which](lying.picture, dice))
    return _plainly(lying, dice)


def _seen_through(lying: _Lying, dice: Dice) -> Shot:
    pages = int(document(lying.number)[0]["pages"])
    back = printed(lying.number, lying.sheet.page % pages + 1)
    lying.picture = paper.show_through(lying.picture, back.picture(colour=lying.picture.ndim == 3), dice)
    return _plainly(lying, dice)


def _photographed(lying: _Lying, dice: Dice) -> Shot:
    """Half of the sheets do not lie flat when a phone is held over them."""
    if dice.random() < 0.5:
        lying.picture = paper.crumpled(lying.picture, dice)
    return capture.photographed(lying.picture, dice)


@dataclass(frozen=True)
class KindOfWear:
    """``pens``: none said is anybody's. ``colour``: how often the scan is one in colour. ``before``: wear of the print itself."""

    wear: Wear
    pens: tuple[str, ...] = ()
    colour: float = 0.4
    before: Callable[[Picture, Dice], Picture] | None = None
    pair: bool = False
    one_bit: bool = False
    """Not held to the aims: black and white, where a pencil may be lost."""


WEARS: Mapping[str, KindOfWear] = {
    "flat grey 150 dpi": KindOfWear(lambda lying, dice: capture.scanned(lying.picture, dice, 150, quality=(40, 75)), colour=0),
    "flat colour 200-300 dpi": KindOfWear(lambda lying, dice: capture.scanned(lying.picture, dice, int(dice.choice([200, 300]))), colour=1),
    "skewed or turned": KindOfWear(lambda lying, dice: capture.turned(lying.picture, dice, _dpi(dice))),
    "shadow": KindOfWear(_on_paper(paper.shadow)),
    "coffee": KindOfWear(_on_paper(paper.coffee)),
    "folded": KindOfWear(_on_paper(paper.folds)),
    "crumpled or curled": KindOfWear(_on_paper(paper.crumpled)),
    "phone photo": KindOfWear(_photographed, colour=1),
    "copy of a copy": KindOfWear(lambda lying, dice: capture.copied(lying.picture, dice), pens=INKS, colour=0),
    "shrunk to fit": KindOfWear(lambda lying, dice: capture.scanned(capture.on_other_paper(lying.picture, dice), dice, _dpi(dice))),
    "two on the glass": KindOfWear(_plainly, pair=True, colour=0.2),
    "low toner": KindOfWear(_plainly, before=paper.low_toner),
    "highlighter": KindOfWear(_highlighted),
    "torn, holed, clipped": KindOfWear(_damaged),
    "other side shows through": KindOfWear(_seen_through),
    "one bit, pen": KindOfWear(lambda lying, dice: capture.faxed(lying.picture, dice), pens=INKS, colour=0, one_bit=True),
    "one bit, pencil": KindOfWear(lambda lying, dice: capture.faxed(lying.picture, dice), pens=PENCILS, colour=0, one_bit=True),
}  # fmt: skip


def dice_of(kind: str, seed: int) -> Dice:
    return np.random.default_rng([zlib.crc32(kind.encode()), seed])


def worn(kind: str, seed: int, sheets: tuple[int, ...] = ()) -> Worn:
    """A sheet of this kind of wear; ``sheets``: numbers of the handouts to choose from, all where none are said."""
    wear, dice = WEARS[kind], dice_of(kind, seed)
    colour = bool(dice.random() < wear.colour)
    lying = [_lying(wear, sheets, colour=colour, dice=dice)]
    while wear.pair and len(lying) < 2:
        beside = _lying(wear, sheets, colour=colour, dice=dice)
        lying += [beside] if beside.sheet != lying[0].sheet else []
    if wear.pair:
        shot = capture.side_by_side([one.picture for one in lying], dice, int(dice.choice([150, 200])))
    else:
        shot = wear.wear(lying[0], dice)
    return Worn(kind, seed, shot, tuple(one.sheet for one in lying), tuple(one.truth for one in lying))


def _lying(wear: KindOfWear, sheets: tuple[int, ...], *, colour: bool, dice: Dice) -> _Lying:
    number = int(dice.choice(sheets or range(SHEETS)))
    pages = pages_to_fill(number) if dice.random() < 0.9 else range(1, document(number)[0]["pages"] + 1)
    sheet = printed(number, int(dice.choice(pages)))
    picture = sheet.picture(colour=colour)
    if wear.before:
        picture = wear.before(picture, dice)
    truth = filled_in(picture, sheet, somebody(dice, wear.pens), dice)
    return _Lying(picture, sheet, truth, number)
