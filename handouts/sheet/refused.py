"""Refuses a sheet on which something would be printed over something else, and says where, in words for the desk."""

from __future__ import annotations

from collections.abc import Iterable

from handouts.base.problems import HandoutsError, Problem
from handouts.sheet.blocks import Placed, Sheet
from handouts.sheet.clearance import collisions
from handouts.sheet.look import Look
from handouts.sheet.painted import Collision, InkKind

__all__ = ["CollidingError", "refuse_collisions"]

_INKS: dict[InkKind, str] = {
    "text": "text",
    "fill": "a sign or a rule",
    "tint": "a coloured field",
    "hair": "a line",
    "picture": "a picture",
    "box": "a box to tick",
    "blank": "a place to write in",
    "code": "a code",
    "corner": "a corner mark",
}
_PARTS = {
    "header": "the head of a page",
    "title": "the title",
    "front": "what stands before the drills",
    "end": "what stands after the drills",
    "footer": "the foot of a page",
    "aside": "the line on pens or the lines for notes",
}
_OWN = {
    "patient": "the patient’s name",
    "running": "the patient’s name",
    "decided": "the reason",
    "note": "the note",
    "visit": "the next visit",
    "address": "the address of the page for the phone",
    "square": "the square for the phone",
}
_HINT = "Choose another layout or paper, or fewer times a day. Shorter texts help too."


class CollidingError(HandoutsError):
    """A sheet that must not be printed: ``collisions`` are what stands wrong on it, its problems the same in words."""

    def __init__(self, found: Iterable[Collision], problems: Iterable[Problem]) -> None:
        self.collisions = tuple(found)
        super().__init__(problems)


def refuse_collisions(sheet: Sheet, look: Look) -> None:
    """CollidingError where marks of the sheet stand on each other, or outside their places."""
    found = list(collisions(sheet, look))
    if not found:
        return
    names = _names(sheet)
    said: dict[str, Problem] = {}  # one for each part of the sheet: what it runs into comes in dozens
    for one in found:
        what = names[id(one.placed)]
        message = f"{what} cannot be set on the layout “{look.layout.name}”: {_said(one)}"
        said.setdefault(what, Problem("layout", 0, message, _HINT))
    raise CollidingError(found, said.values())


def _names(sheet: Sheet) -> dict[int, str]:
    """What each of a sheet's blocks belongs to, by the identity of its place: nothing of a patient's own is said."""
    names: dict[int, str] = {}
    drill = "a drill"
    for page in sheet.pages:
        for placed in page.blocks:
            if placed.part == "drill" and (name := placed.block.name):
                drill = f"the drill “{name}”" if name[0].isdigit() else f"“{name}”"  # a row for pain has no number
            names[id(placed)] = drill if placed.part == "drill" else _part(placed)
    return names


def _part(placed: Placed) -> str:
    own = placed.slot and _OWN.get(placed.slot.part.kind)
    return own or _PARTS[placed.part]


def _said(one: Collision) -> str:
    ink, other = _INKS[one.one.kind], one.other and _INKS[one.other.kind]
    where = f"on page {one.page}, {one.one.left:.0f} mm from the left and {one.one.top + one.down:.0f} mm down, {ink}"
    if other is None:
        return f"{where} would reach {one.gap:.1f} mm out of its place"
    if one.gap < 0:
        return f"{where} would be printed over {other}"
    return f"{where} would stand {one.gap:.1f} mm from {other}, which is too near"
