"""The address of a patient's page for the phone, broken into lines: the patient's own, for it holds the id."""

from __future__ import annotations

from collections.abc import Sequence

from handouts.plan.handout import Handout, Run
from handouts.plan.phoneplace import PhonePlace
from handouts.sheet.look import Look
from handouts.sheet.text import TextLine, wrap

__all__ = ["address_lines", "address_width", "square_side"]

_LEAST = 16.0
"""Side of a square, mm, and of one of its modules: smaller ones are hard to read for old cameras."""
_MODULE = 0.5
_BESIDE = 4.0
"""Between the address and the square, mm."""


def square_side(place: PhonePlace) -> float:
    """The side of the square, mm."""
    return max(_LEAST, place.place.modules * _MODULE)


def address_width(place: PhonePlace, look: Look, *, beside: bool) -> float:
    """How wide the words and the address may be, mm."""
    return look.text_w - (square_side(place) + _BESIDE if beside else 0.0)


def address_lines(handout: Handout, look: Look) -> tuple[Sequence[TextLine], ...]:
    """The address over the whole width, and beside a square; none where no place is said."""
    if not handout.phone:
        return ()
    place, style = handout.phone, look.style("row")
    shown = (Run(place.place.shown(handout.id)),)
    return tuple(wrap(shown, style, look.faces, address_width(place, look, beside=beside)) for beside in (False, True))
