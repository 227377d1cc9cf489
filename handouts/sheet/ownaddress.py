"""The address of a patient's page for the phone, broken into lines: the patient's own, for it holds the id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from handouts.base.twofold import first_of
from handouts.plan.handout import Handout, Run
from handouts.plan.phoneplace import PhonePlace
from handouts.sheet.look import Look
from handouts.sheet.text import TextLine, wrap

__all__ = ["AddressForm", "address_lines", "address_place", "square_side"]

AddressForm = Literal[0, 1, 2]
"""Under words over the whole width; under words beside a square; right of the label, without more words."""
_LEAST = 16.0
"""Side of a square, mm, and of one of its modules: smaller ones are hard to read for old cameras."""
_MODULE = 0.5
_BESIDE = 4.0
"""Between the address and the square, mm."""
_AFTER_LABEL = 3.0
"""Between the label and an address on its line, mm."""


def square_side(place: PhonePlace) -> float:
    """The side of the square, mm."""
    return max(_LEAST, place.place.modules * _MODULE)


def address_place(place: PhonePlace, look: Look, form: AddressForm) -> tuple[float, float]:
    """Where the words and the address begin, mm from the page's left edge, and how wide they may be."""
    if form == 2:  # one of three
        label = look.style("label").width(first_of(place.label), look.faces, True)
        start = max(look.axis, look.frame.left + label + _AFTER_LABEL)
        return start, look.frame.right - start
    return look.axis, look.text_w - (square_side(place) + _BESIDE if form else 0.0)


def address_lines(handout: Handout, look: Look) -> tuple[Sequence[TextLine], ...]:
    """The address in each form; none where no place is said."""
    if not handout.phone:
        return ()
    place, style = handout.phone, look.style("row")
    shown = (Run(place.place.shown(handout.id)),)
    forms: tuple[AddressForm, ...] = (0, 1, 2)
    return tuple(wrap(shown, style, look.faces, address_place(place, look, form)[1]) for form in forms)
