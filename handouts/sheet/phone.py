"""Where a sheet's page for the phone lies: a row with the address, and a square for the camera where there is room.

Words and places are shared by patients alike; the address and the square are the patient's own, for they hold the id.
"""

from __future__ import annotations

from handouts.plan.phoneplace import PhonePlace
from handouts.sheet import front
from handouts.sheet.blocks import Block, OwnPart, Pad, Placed, Slot
from handouts.sheet.forms import FormedBlock
from handouts.sheet.look import Look
from handouts.sheet.own import OwnBlocks
from handouts.sheet.ownaddress import address_width, square_side
from handouts.sheet.text import TextLine, put

__all__ = ["phone_choices"]

_QUIET = 2.6
"""White round a square, mm: four modules at least, and what is kept off a code."""
_WITHOUT = 3.0
"""How much worse the row looks without its square; see the page's rules."""


def phone_choices(place: PhonePlace, look: Look, own: OwnBlocks) -> list[FormedBlock]:
    """The row with a square, and without."""
    square, plain = (_row(place, look, own, beside=beside) for beside in (True, False))
    return [FormedBlock(square.height, 0.0, square), FormedBlock(plain.height, _WITHOUT, plain)]


def _row(place: PhonePlace, look: Look, own: OwnBlocks, *, beside: bool) -> Block:
    words = look.kept(("phone place", place, beside), lambda: _words(place, look, beside=beside))
    style, faces = look.style("row"), look.faces
    address = Slot(OwnPart("address", int(beside)))
    below = front.row_top(look, 0, "block") + len(_lines(place, look, beside=beside)) * style.line
    inner = [Placed(0.0, words), Placed(below, own.block(address), slot=address)]
    height = max(words.height, below + len(own.address[beside]) * style.line) + look.layout.row_pad
    if beside:
        side = square_side(place)
        square = Slot(OwnPart("square"), x=look.frame.right - side)
        top = front.row_top(look, 0, "block") + style.baseline(faces) - faces.cap * style.size * _CAP
        top = max(top, _QUIET + front.row_top(look, 0, "block") - look.layout.row_pad)
        inner.append(Placed(top, own.block(square), slot=square))
        height = max(height, top + side + _QUIET)
    return Block(height, (), inner=tuple(inner))


_CAP = 25.4 / 72
"""Millimetres in a point."""


def _words(place: PhonePlace, look: Look, *, beside: bool) -> Block:
    """The label, and what to do; the address follows under it."""
    pad, style = Pad(), look.style("row")
    top = front.row_top(look, 0, "block")
    end = front.label_beside(pad, place.label, look, top + style.baseline(look.faces), "block", 0)
    with pad.group("P"):
        pad.y = put(pad, look.axis, top, _lines(place, look, beside=beside), style, look.faces)
    return pad.block(max(pad.y, end))


def _lines(place: PhonePlace, look: Look, *, beside: bool) -> list[TextLine]:
    text = place.square if beside else place.type
    return look.lines(text, look.style("row"), address_width(place, look, beside=beside))
