"""PLAN: what a sheet says of its page for the phone: where that lies. Pure."""

from __future__ import annotations

from handouts.base.pageplace import PagePlace
from handouts.base.records import dataclass
from handouts.library.clinic import Clinic
from handouts.library.words import Words

__all__ = ["PhonePlace", "phone_place"]


@dataclass(frozen=True)
class PhonePlace:
    """Where the page for the phone lies. The words are the language's and no part of the id; the place is."""

    place: PagePlace
    label: str
    square: str
    """Asks for the camera, or for the address to be typed: stands beside a square for the camera."""
    type: str
    """Asks for the address alone."""


def phone_place(clinic: Clinic, words: Words) -> PhonePlace | None:
    """That of a clinic in a language; None where the clinic names no place, or the language has no words for it."""
    said = words.phone_place
    if not clinic.page_url or not said:
        return None
    return PhonePlace(PagePlace(clinic.page_url), said.label, said.square, said.type)
