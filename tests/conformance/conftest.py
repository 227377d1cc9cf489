"""Handouts for the judges: random ones, and what they say when read by the route of a screen reader."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pypdf.generic import ContentStream

from handouts.base.problems import HandoutsError
from handouts.library.load import load_library
from handouts.library.models import DoseChange
from handouts.orders.order import Order
from handouts.plan.handout import Handout
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.blocks import Sheet
from tests.conftest import LAYOUTS

if TYPE_CHECKING:
    from pypdf import PdfReader

NAMES = ("Mei Tan", "Nguyễn Thị Ánh", "Łucja Őry", "Jo", "O'Neil <b>Tom</b> & Sons", "María José García de la Vega",
         "Maximiliana Featherstonehaugh-Oyelaran Bhattacharyya")  # fmt: skip
NOTES = ("", "Slow and tall beats deep.", "Stay pain free at the front of your left hip. " * 8,
         "(brackets) \\ back-slash / 100 % <tags> & “quotes”\nA second line.")  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A handout with all that it went through."""

    handout: Handout
    sheet: Sheet
    press: Press
    data: bytes


def random_handouts(count: int, seed: int) -> Iterator[Made]:
    """Handouts of random drills, doses, weeks, notes, layouts, papers and brands, with and without form fields."""
    dice = random.Random(seed)  # noqa: S311  # not for secrets
    benches = []
    for brand in ("house", "harbour-street", "northgate"):
        library = load_library(brand=brand).checked()
        benches += [
            (library, Planner(library), Press(library, mono=dice.random() < 0.4, form=form)) for form in (True, False)
        ]
    made = 0
    while made < count:
        library, planner, press = dice.choice(benches)
        try:
            handout = planner.plan(_order(dice, library))[0]
        except HandoutsError:  # a hold for a drill without one, and the like
            continue
        yield Made(handout, press.sheet(handout), press, press.pdf(handout))
        made += 1


def _order(dice: random.Random, library: Any) -> Order:
    drills = sorted({key[0] for key in library.drills})
    programs = sorted({key[0] for key in library.programs})
    alone = dice.random() < 0.4
    items = (dice.choice(programs),) if alone else tuple(dice.sample(drills, dice.randint(1, 5)))
    change = DoseChange(
        sets=dice.choice((None, 1, 3, 6)),
        reps=dice.choice((None, ((5, 5),), ((8, 12),))),
        rest=dice.choice((None, 0, 90)),
        hold=dice.choice((None, None, ((5, 5),), ((3, 5),), ((120, 120),))),
    )
    start = date(2026, 11, 23) + timedelta(days=dice.randint(0, 60))
    days = dice.choice(
        (None, ("mon", "thu"), ("tue", "wed", "fri", "sun"), ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
    )
    return Order(
        patient=dice.choice(NAMES),
        items=items,
        start=start,
        issued=date(2026, 11, 20),
        week=dice.randint(1, 4) if alone else 1,
        days=days,
        times=dice.choice((None, None, ("morning", "evening"), ("morning", "midday", "evening"))),
        changes={"all": change},
        side=dice.choice(("both", "left", "right")),
        note=dice.choice(NOTES),
        note_language=dice.choice(("", "es")),
        clinician=dice.choice(("", "Dana Reyes")),
        visit=dice.choice((None, start + timedelta(days=7))),
        layout=dice.choice(LAYOUTS),
        paper=dice.choice(("a4", "letter")),
    )


@pytest.fixture(scope="session", params=[40, pytest.param(200, marks=pytest.mark.slow)])
def random_pdfs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Some of them on disk; two hundred in the slow tests."""
    folder = tmp_path_factory.mktemp("random")
    paths = []
    for number, made in enumerate(random_handouts(request.param, seed=20261123)):
        path = folder / f"{number:03}-{made.handout.layout}.pdf"
        path.write_bytes(made.data)
        paths.append(path)
    assert len(paths) == request.param
    return paths


def heard(reader: PdfReader) -> str:
    """What a screen reader meets: the tree in order, with replacement texts and the labels of form fields."""
    return _Listener(reader).walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])


class _Listener:
    """Keeps what the drawings and fonts of one file say."""

    def __init__(self, reader: PdfReader) -> None:
        self.reader = reader
        self.texts: dict[int, dict[int, str]] = {}
        self.maps: dict[int, dict[int, str]] = {}

    def walk(self, kid: Any) -> str:
        node = kid.get_object()
        if node.get("/Type") == "/MCR":
            return self.of_form(node.raw_get("/Stm"))[int(node["/MCID"])]
        if node.get("/Type") == "/OBJR":
            return str(node["/Obj"].get_object()["/TU"])
        for instead in ("/Alt", "/ActualText"):
            if instead in node:
                return str(node[instead])
        return "\n".join(self.walk(below) for below in node.get("/K", ()))

    def of_form(self, reference: Any) -> dict[int, str]:
        """The text of each marked part of a drawing."""
        if reference.idnum not in self.texts:
            self.texts[reference.idnum] = self._read(reference.get_object())
        return self.texts[reference.idnum]

    def _read(self, form: Any) -> dict[int, str]:
        parts, current, font = dict[int, str](), None, None
        for operands, operator in ContentStream(form, self.reader).operations:
            if operator == b"BDC":
                current = int(operands[1]["/MCID"])
                parts[current] = ""
            elif operator == b"EMC":
                current = None
            elif operator == b"Tf":
                font = form["/Resources"]["/Font"].raw_get(operands[0]).get_object()
            elif operator == b"Tj" and current is not None:
                parts[current] += self._decode(font, operands[0].original_bytes)
        return parts

    def _decode(self, font: Any, raw: bytes) -> str:
        key = font.indirect_reference.idnum
        if key not in self.maps:
            table = font["/ToUnicode"].get_object().get_data().decode("latin-1")
            pairs = re.findall(r"^<([0-9a-f]{4})><([0-9a-f]+)>$", table, re.MULTILINE)
            self.maps[key] = {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}
        return "".join(self.maps[key][int.from_bytes(raw[at : at + 2], "big")] for at in range(0, len(raw), 2))
