"""Handouts for the judges: every kind, and random ones."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from handouts.base.problems import HandoutsError
from handouts.library.load import load_library
from handouts.library.models import DoseChange
from handouts.orders.order import Order
from handouts.plan.handout import Handout
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.blocks import Sheet
from tests.conftest import LAYOUTS

JAXB = ("jaxb-api", "jaxb-runtime", "jaxb-core", "jaxb-impl", "istack-commons-runtime")
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


@dataclass(frozen=True)
class Written:
    """The same on disk."""

    path: Path
    made: Made


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
        measures=dice.choice(((), (), ("pain",), ("pain", "function", "change"))),
        activities=dice.choice(((), ("Climb the stairs", "爬樓梯", "صعود (الدرج)"))),
    )


@pytest.fixture(scope="session", params=[40, pytest.param(200, marks=pytest.mark.slow)])
def random_ones(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Written]:
    """Some of them on disk; two hundred in the slow tests."""
    folder = tmp_path_factory.mktemp("random")
    written = []
    for number, made in enumerate(random_handouts(request.param, seed=20261123)):
        path = folder / f"{number:03}-{made.handout.layout}.pdf"
        path.write_bytes(made.data)
        written.append(Written(path, made))
    assert len(written) == request.param
    return written


@pytest.fixture(scope="session")
def every_kind(tmp_path_factory: pytest.TempPathFactory, make_order: Callable[..., Order]) -> list[Written]:
    """Every layout, paper and brand, colour and mono, with and without form fields, and as a booklet; with names of
    both faces, sides, sessions and many holds.
    """
    folder = tmp_path_factory.mktemp("judged")
    written = []
    for brand in ("house", "harbour-street", "northgate"):
        library = load_library(brand=brand).checked()
        planner = Planner(library)
        for mono, form, two_up in (
            (False, True, False),
            (True, False, False),
            (True, True, False),
            (False, True, True),
        ):
            press = Press(library, mono=mono, form=form, two_up=two_up)
            for number, layout in enumerate(LAYOUTS):
                for paper in ("a4", "letter"):
                    program = ("hip-hinge", "low-back", "hip-strength", "knee-strength", "lift-and-stretch")[number]
                    order = make_order(
                        items=(program,),
                        week=3,
                        layout=layout,
                        paper=paper,
                        patient="Nguyễn Thị Ánh, Łucja ő",
                        note="Slow and tall. " * 20,
                        times=("morning", "evening") if paper == "letter" else None,
                        measures=("pain", "function", "change") if paper == "letter" else (),
                        activities=("Climb the stairs", "(Łóżko)") if form else (),
                    )
                    handout = planner.plan(order)[0]
                    kind = f"{'-mono' * mono}{'-paper' * (not form)}{'-booklet' * two_up}"
                    path = folder / f"{brand}-{layout}-{paper}{kind}.pdf"
                    made = Made(handout, press.sheet(handout), press, press.pdf(handout))
                    path.write_bytes(made.data)
                    written.append(Written(path, made))
    return written


@pytest.fixture(scope="session")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., subprocess.CompletedProcess[str]]]:
    """Asks veraPDF: which flavour, which files. One process answers all questions, for it starts slowly."""
    java, jar = shutil.which("java"), os.environ.get("HANDOUTS_VERAPDF", "")
    if not java or not Path(jar).is_file():
        message = "veraPDF is not here: it needs java (a JDK), libjaxb-java, and HANDOUTS_VERAPDF naming its jar"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    jars = [jar, *(f"/usr/share/java/{name}.jar" for name in JAXB)]
    command = [java, "-XX:+UseSerialGC", "-cp", os.pathsep.join(jars), str(Path(__file__).with_name("Judge.java"))]
    said = tmp_path_factory.mktemp("judge") / "said"
    with (
        said.open("w+b") as errors,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8"
        ) as running,
    ):
        assert running.stdin
        assert running.stdout
        asked, answers = running.stdin, running.stdout

        def call(flavour: str, *files: Path) -> subprocess.CompletedProcess[str]:
            asked.write("\t".join([flavour, *map(str, files)]) + "\n")
            asked.flush()
            lines: list[str] = []
            for line in answers:
                if line.startswith("DONE "):
                    return subprocess.CompletedProcess(command, int(line[5:]), "".join(lines), "")
                lines.append(line)
            pytest.fail(f"the judge has gone: {''.join(lines)[-1000:]} {said.read_text(errors='replace')[-2000:]}")

        yield call
        asked.close()
