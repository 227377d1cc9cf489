"""Where a sheet's page for the phone lies: a row with the address, and a square for the camera where there is room.

Words and places are shared by patients alike; the address and the square are the patient's own, for they hold the id.
"""

from __future__ import annotations

from handouts.base.twofold import first_of
from handouts.plan.phoneplace import PhonePlace
from handouts.sheet import front
from handouts.sheet.blocks import MM, Block, OwnPart, Pad, Placed, Slot
from handouts.sheet.forms import FormedBlock
from handouts.sheet.look import Look
from handouts.sheet.own import OwnBlocks
from handouts.sheet.ownaddress import AddressForm, address_place, square_side
from handouts.sheet.text import TextLine, put, wrap

__all__ = ["phone_choices"]

_QUIET = 2.6
"""White round a square, mm: four modules at least, and what is kept off a code."""
_PLAIN, _LOW = 3.0, 4.0
"""How much worse the row looks without its square, and in one line; see the page's rules."""


def phone_choices(place: PhonePlace, look: Look, own: OwnBlocks) -> list[FormedBlock]:
    """The row with a square, without, and as one line."""
    square, plain = _row(place, look, own, beside=True), _row(place, look, own, beside=False)
    forms = (square, 0.0), (plain, _PLAIN), (_line(place, look, own), _LOW)
    return [FormedBlock(one.height, badness, one) for one, badness in forms]


def _row(place: PhonePlace, look: Look, own: OwnBlocks, *, beside: bool) -> Block:
    form: AddressForm = 1 if beside else 0
    words = look.kept(("phone place", place, form), lambda: _words(place, look, form))
    style, top = look.style("row"), front.row_top(look, 0, "block")
    below = top + len(_lines(place, look, form)) * style.line
    inner = [Placed(0.0, words), _address(place, look, own, form, below)]
    height = max(words.height, below + len(own.address[form]) * style.line) + look.layout.row_pad
    if beside:
        side = square_side(place)
        square = Slot(OwnPart("square"), x=look.frame.right - side)
        capitals = top + style.baseline(look.faces) - look.faces.cap * style.size / MM
        start = max(capitals, _QUIET + top - look.layout.row_pad)
        inner.append(Placed(start, own.block(square), slot=square))
        height = max(height, start + side + _QUIET)
    return Block(height, (), inner=tuple(inner))


def _address(place: PhonePlace, look: Look, own: OwnBlocks, form: AddressForm, y: float) -> Placed:
    slot = Slot(OwnPart("address", form), x=address_place(place, look, form)[0])
    return Placed(y, own.block(slot), slot=slot)


def _words(place: PhonePlace, look: Look, form: AddressForm) -> Block:
    """The label, and what to do; the address follows under it."""
    pad, style = Pad(), look.style("row")
    top = front.row_top(look, 0, "block")
    end = front.label_beside(pad, place.label, look, top + style.baseline(look.faces), "block", 0)
    with pad.group("P"):
        pad.y = put(pad, look.axis, top, _lines(place, look, form), style, look.faces)
    return pad.block(max(pad.y, end))


def _lines(place: PhonePlace, look: Look, form: AddressForm) -> list[TextLine]:
    return look.lines(place.square if form else place.type, look.style("row"), address_place(place, look, form)[1])


def _line(place: PhonePlace, look: Look, own: OwnBlocks) -> Block:
    """The label and the address, and no more: there is no room for a second language either."""
    label = look.kept(("phone place", place, 2), lambda: _label(place, look))
    height = label.height + (len(own.address[2]) - 1) * look.style("row").line
    top = front.row_top(look, 0, "hairline")
    return Block(height, (), inner=(Placed(0.0, label), _address(place, look, own, 2, top)))


def _label(place: PhonePlace, look: Look) -> Block:
    pad, faces = Pad(), look.faces
    row, style, top = look.style("row"), look.style("label", "primary", strong=True), front.row_top(look, 0, "hairline")
    look.hairline(pad, 0)
    with pad.group("Label"):
        shift = row.baseline(faces) - style.baseline(faces)
        lines = wrap(first_of(place.label), style, faces, look.frame.w)
        put(pad, look.frame.left, top + shift, lines, style, faces)
    return pad.block(top + row.line + look.layout.row_pad)
