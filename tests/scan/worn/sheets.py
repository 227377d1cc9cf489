"""Real handouts as pictures, 300 dots an inch, with the places of their boxes: what the worn sheets are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from typing import Any

import cv2
import numpy as np
import pypdfium2

from handouts.library.load import Library, load_library
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.write.boxes import box_geometry

Picture = np.ndarray[Any, np.dtype[np.uint8]]
"""Rows of grey (two axes) or of blue, green, red (three): 0 to 255."""
DPI = 300
PX = DPI / 25.4
"""Dots a mm."""


@dataclass(frozen=True)
class Kind:
    """A kind of handout: what is on it, and how it is printed."""

    items: tuple[str, ...]
    layout: str
    paper: str = "a4"
    brand: str = "harbour-street"
    mono: bool = False
    week: int = 1
    language: str = ""


KINDS = (
    Kind(("hip-hinge",), "log"),
    Kind(("low-back",), "compact", brand="house"),
    Kind(("after-hip-replacement",), "standard", brand="northgate"),
    Kind(("neck-care",), "log", "letter", "northgate"),
    Kind(("lift-and-stretch",), "compact", "letter"),
    Kind(("stiff-wrist",), "large-print", mono=True),
    Kind(("knee-osteoarthritis",), "standard", "letter", "house", mono=True),
    Kind(("falls-prevention",), "log", brand="house", mono=True),
    Kind(("rotator-cuff",), "compact", brand="northgate", week=2),
    Kind(("after-knee-replacement",), "large-print", "letter", "northgate"),
    Kind(("hip-strength",), "cards", brand="harbour-street"),
    Kind(("achilles-pain",), "standard", week=2),
    Kind(("hip-hinge",), "log", language="he"),
)
PATIENTS = ("Mei Tan", "Łucja Őry", "Jo", "María José García de la Vega", "Nguyễn Thị Ánh", "Tom O’Neil")
NOTES = ("", "Slow and tall beats deep.", "Stay pain free at the front of your left hip.")


@dataclass(frozen=True)
class Printed:
    """A page as the printer left it. Pictures are kept packed: a page of 300 dots an inch takes 26 MB."""

    geometry: Mapping[str, Any]
    """Of the whole handout, as ``show --boxes`` prints it."""
    page: int
    colour: bytes
    grey: bytes

    @property
    def handout(self) -> str:
        return str(self.geometry["handout"])

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, mm."""
        return self.geometry["width"], self.geometry["height"]

    def of_page(self, what: str) -> list[dict[str, Any]]:
        """Boxes, blanks, codes or marks of this page."""
        return [place for place in self.geometry[what] if place["page"] == self.page]

    def picture(self, *, colour: bool) -> Picture:
        """One that may be drawn on."""
        return unpacked(self.colour if colour else self.grey)


def packed(picture: Picture) -> bytes:
    return cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes()


def unpacked(data: bytes) -> Picture:
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    assert picture is not None
    return picture


@cache
def _library(brand: str) -> Library:
    return load_library(brand=brand).checked()


@cache
def _planner(brand: str) -> Planner:
    return Planner(_library(brand))


@cache
def _press(brand: str, mono: bool) -> Press:
    return Press(_library(brand), mono=mono)


def order(number: int) -> Order:
    """What is asked for: the kind by the number, and each time another patient and note."""
    kind = KINDS[number % len(KINDS)]
    return Order(
        patient=PATIENTS[number % len(PATIENTS)],
        items=kind.items,
        layout=kind.layout,
        paper=kind.paper,
        week=kind.week,
        language=kind.language,
        start=date(2026, 11, 23),
        issued=date(2026, 11, 20),
        note=NOTES[number % len(NOTES)],
        visit=date(2026, 11, 30),
        visit_time=time(9, 30),
    )


@cache
def document(number: int) -> tuple[Mapping[str, Any], bytes]:
    """The places and the PDF of a handout."""
    kind = KINDS[number % len(KINDS)]
    press = _press(kind.brand, kind.mono)
    handout = _planner(kind.brand).plan(order(number))[0]
    return box_geometry(handout, press.sheet(handout)), press.pdf(handout)


@cache
def printed(number: int, page: int) -> Printed:
    """A page of a handout, drawn by Chromium's engine."""
    geometry, data = document(number)
    with pypdfium2.PdfDocument(data) as pdf:
        colour = np.ascontiguousarray(pdf[page - 1].render(scale=DPI / 72, rev_byteorder=False).to_numpy()[:, :, :3])
    return Printed(geometry, page, packed(colour), packed(cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY)))


def pages_to_fill(number: int) -> tuple[int, ...]:
    """Pages with boxes or places to write in; all, where there are none."""
    geometry, _ = document(number)
    filled = {place["page"] for what in ("boxes", "blanks") for place in geometry[what]}
    return tuple(sorted(filled)) or tuple(range(1, geometry["pages"] + 1))
