"""veraPDF judges sheets in two languages, each way; and every element says its language."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from handouts.library.load import load_library
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from tests.tongues import TONGUE, put_tongue

Make = Callable[[str], bytes]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory, make_order: Callable[..., Order]) -> Make:
    clinic = tmp_path_factory.mktemp("two")
    (clinic / "clinic.yaml").write_text("name: Two Tongues\nphone: 01632 960 114\n", "utf-8")
    put_tongue(clinic, ["clamshell", "heel-raise"])
    library = load_library(clinic).checked()
    planner, press = Planner(library), Press(library)
    order = make_order(items=("clamshell", "heel-raise"), language=TONGUE)
    return lambda second: press.pdf(planner.plan(replace(order, second=second))[0])


@pytest.mark.judge
@pytest.mark.parametrize("flavour", ["ua1", "2a"])
def test_both_ways_pass(
    judge: Callable[..., subprocess.CompletedProcess[str]], make: Make, tmp_path: Path, flavour: str
):
    paths = []
    for second in ("en", "en:copy"):
        paths.append(tmp_path / f"{second.replace(':', '-')}.pdf")
        paths[-1].write_bytes(make(second))
    done = judge(flavour, *paths)
    assert done.stdout.count("PASS") == 2, done.stdout[-3000:] + done.stderr[-2000:]


def languages(data: bytes) -> dict[str, int]:
    """How many elements of each type say that they are in English."""
    found: dict[str, int] = {}

    def walk(one: Any) -> None:
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, list):
            for kid in one:
                walk(kid)
        elif isinstance(one, dict):
            if one.get("/Lang") == "en":
                found[one["/S"]] = found.get(one["/S"], 0) + 1
            walk(one.get("/K", []))

    root = PdfReader(io.BytesIO(data)).trailer["/Root"]
    assert root["/Lang"] == TONGUE
    walk(root["/StructTreeRoot"])
    return found


def test_what_is_in_the_second_language_says_so(make: Make):
    assert not languages(make("none")).keys() - {"/P"}
    assert languages(make("en"))["/Span"] > 20
    copied = languages(make("en:copy"))
    assert copied["/H1"] == 1
    assert copied["/Table"] >= 2
