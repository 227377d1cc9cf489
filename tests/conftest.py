"""What the tests share: a library, an order, the command line in this process."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from pypdf import PdfReader

from handouts.cli import run
from handouts.library.load import Library, load_library
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press

settings.register_profile(
    "handouts",
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,  # a change is judged by the same examples on every machine and every day
)
settings.register_profile(  # explores: HYPOTHESIS_PROFILE=random pytest, or pytest --hypothesis-profile=random
    "random",
    parent=settings.get_profile("handouts"),
    derandomize=False,
    print_blob=True,  # a failure prints the decorator that brings it back
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "handouts"))

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell's “&” and nohup leave Control-C ignored, and the commands that tests start and stop would inherit that
    signal.signal(signal.SIGINT, signal.default_int_handler)

LAYOUTS = tuple(sorted(path.stem for path in (Path(__file__).parents[1] / "templates" / "layouts").glob("*.yaml")))
"""All that are shipped: a new one is held to every rule without being named in a test."""


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library(brand="harbour-street").checked()


@pytest.fixture(scope="session")
def planner(library: Library) -> Planner:
    return Planner(library)


@pytest.fixture(scope="session")
def press(library: Library) -> Press:
    return Press(library)


BASE = Order(
    patient="Mei Tan",
    items=("hip-hinge",),
    start=date(2026, 11, 23),
    issued=date(2026, 11, 20),
    note="Slow and tall beats deep.",
    visit=date(2026, 11, 30),
    visit_time=time(9, 30),
)


@pytest.fixture(scope="session")
def make_order() -> Callable[..., Order]:
    return lambda **changes: replace(BASE, **changes)


@dataclass
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


@pytest.fixture
def handouts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run the command line in an empty folder, on a fixed day."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795132800")  # 20 November 2026

    def call(*arguments: str) -> Ran:
        capfd.readouterr()
        code = run([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return Ran(code, out, err)

    return call


@pytest.fixture
def clinic(handouts: Callable[..., Ran], tmp_path: Path) -> Path:
    """A clinic's folder as “init” makes it."""
    assert handouts("init", "clinic").code == 0
    return tmp_path / "clinic"


def pdf_text(data: bytes) -> str:
    """All text of a PDF, spaces folded."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())
