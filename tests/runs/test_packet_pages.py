"""A packet shows the pages of the single handouts, whether with structure or for the printer alone."""

from __future__ import annotations

import io
import json
import re
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from handouts.base.problems import Exit
from handouts.library.load import load_library
from handouts.library.models import DoseChange
from handouts.orders.order import Order
from handouts.plan.handout import Handout
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.write.pdf import piles
from handouts.write.pdf.structure import structure_of
from tests.conftest import LAYOUTS, Ran, pdf_text

Run = Callable[..., Ran]
NAMES = ("Mei Tan", "Nguyễn Thị Ánh", "Łucja Őry", "Maximiliana Featherstonehaugh-Oyelaran Bhattacharyya")
NOTES = (
    "Slow and tall beats deep.",
    "",
    "Stay pain free. " * 30,
    "Őrizd a hátad.\nA second line, with **bold** words.",
)
PROGRAMS = ("hip-hinge", "low-back", "knee-strength")
WHITE = 255


@pytest.fixture(scope="module")
def paper() -> Press:
    """It makes handouts for paper, as those of a packet are."""
    return Press(load_library(brand="harbour-street").checked(), form=False)


def some(planner: Planner, make_order: Callable[..., Order], count: int, **same: Any) -> list[Handout]:
    """Handouts of many kinds, whose own texts take more and less room."""
    return [
        planner.plan(
            make_order(
                patient=f"{NAMES[at % 4]} {at}",
                note=NOTES[(at // 2) % 4],
                **{"items": (PROGRAMS[at % 3],), "week": 1 + at % 4, **same},
            )
        )[0]
        for at in range(count)
    ]


def seen(data: bytes) -> list[bytes]:
    """The pixels of each page."""
    with pypdfium2.PdfDocument(data) as document:
        return [page.render(scale=0.7).to_pil().tobytes() for page in document]


def strict(data: bytes) -> PdfReader:
    """The file as pypdf reads it where nothing is forgiven."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        reader = PdfReader(io.BytesIO(data), strict=True)
        for page in reader.pages:
            ContentStream(page.get_contents(), reader).operations  # noqa: B018  # read for its faults
        return reader


def pile(press: Press, handouts: list[Handout], *, duplex: bool = False) -> list[bytes | None]:
    """What is to be seen on each page of a packet; None where nothing is."""
    pages: list[bytes | None] = []
    for handout in handouts:
        pages += [None] * (len(pages) % 2 if duplex else 0)
        pages += seen(press.pdf(handout))
    return pages


def assert_same(found: list[bytes], wanted: list[bytes | None]) -> None:
    assert len(found) == len(wanted)
    wrong = [
        number
        for number, (is_, should) in enumerate(zip(found, wanted, strict=True), 1)
        if (is_ != should if should else min(is_) < WHITE)
    ]
    assert wrong == []


@pytest.mark.parametrize("tagged", [True, False], ids=["with structure", "for the printer"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_pages_look_like_those_of_single_handouts(
    planner: Planner, paper: Press, make_order: Callable[..., Order], layout: str, tagged: bool
):
    handouts = some(planner, make_order, 8, layout=layout)
    data = paper.packet(handouts, "Packet", duplex=True, tagged=tagged)
    assert_same(seen(data), pile(paper, handouts, duplex=True))
    strict(data)


@pytest.mark.parametrize("tagged", [True, False], ids=["with structure", "for the printer"])
def test_letters_that_patients_and_their_header_share(
    planner: Planner, paper: Press, make_order: Callable[..., Order], tagged: bool
):
    """Letters beyond the core of the fonts: the clinic's belong to some, the patients' to one each."""
    plain = some(planner, make_order, 8, items=("hip-hinge",), week=1)
    handouts = [
        replace(one, header=replace(one.header, name=f"Klinika {'ŐŰ' if at % 2 else 'ễị'}ry"))
        for at, one in enumerate(plain)
    ]
    data = paper.packet(handouts, "Packet", duplex=False, tagged=tagged)
    assert_same(seen(data), pile(paper, handouts))
    for letters in ("Nguyễn Thị Ánh 1", "Łucja Őry 2", "Klinika ŐŰry", "Klinika ễịry"):
        assert letters in pdf_text(data)


@pytest.mark.parametrize("tagged", [True, False], ids=["with structure", "for the printer"])
def test_separators_stand_before_their_patients(
    planner: Planner, paper: Press, make_order: Callable[..., Order], tagged: bool
):
    handouts = some(planner, make_order, 6)
    groups = ["Dr Őry", "Dr Őry", "", "", "Lee Wong", "Lee Wong"]
    data = paper.packet(handouts, "Packet", duplex=False, groups=groups, tagged=tagged)
    reader = strict(data)
    starts = {str(item.title): reader.get_destination_page_number(item) or 0 for item in reader.outline}  # type: ignore[union-attr]  # flat
    names = [one.patient for one in handouts]
    assert list(starts) == ["Dr Őry", *names[:2], "–", *names[2:4], "Lee Wong", *names[4:]]
    pages = seen(data)
    apart = [starts[name] for name in ("Dr Őry", "–", "Lee Wong")]
    assert all(reader.pages[at].extract_text().split()[-2:] == ["×", "2"] for at in apart)
    assert_same([page for at, page in enumerate(pages) if at not in apart], pile(paper, handouts))


@pytest.mark.parametrize("tagged", [True, False], ids=["with structure", "for the printer"])
def test_many_kinds_in_one_packet(planner: Planner, paper: Press, make_order: Callable[..., Order], tagged: bool):
    """Hardly two patients are alike."""
    handouts = [
        handout
        for sets in (2, 3, 4)
        for handout in some(planner, make_order, 16, changes={"all": DoseChange(sets=sets)})
    ]
    data = paper.packet(handouts, "Packet", duplex=True, tagged=tagged)
    assert_same(seen(data), pile(paper, handouts, duplex=True))
    reader = strict(data)
    if tagged:
        assert_elements_are_found(reader)


def test_numbers_of_any_length(
    planner: Planner, paper: Press, make_order: Callable[..., Order], monkeypatch: pytest.MonkeyPatch
):
    """Patients of one kind whose objects' numbers have three, four and five digits."""
    monkeypatch.setattr(piles, "_FIRST", 400)
    handouts = [planner.plan(make_order(patient=f"Patient {at}"))[0] for at in range(32)]
    reader = strict(paper.packet(handouts, "Packet", duplex=True))
    found = {len(str(page.indirect_reference.idnum)) for page in reader.pages if page.indirect_reference}
    assert found == {3, 4, 5}
    assert_elements_are_found(reader)


def assert_elements_are_found(reader: PdfReader) -> None:
    """Each marked part of each page leads to an element that names the page and the part, and each element belongs to
    the one that names it.
    """
    parents = {}
    for leaf in reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Kids"]:
        nums = leaf.get_object()["/Nums"]
        assert list(leaf.get_object()["/Limits"]) == [nums[0], nums[-2]]
        parents |= dict(zip(nums[::2], nums[1::2], strict=True))
    assert list(parents) == sorted(parents)
    for page in reader.pages:
        if page.get_contents() is None:
            assert "/StructParents" not in page
            continue
        owners = parents.pop(page["/StructParents"])
        marked = [
            operands[1]["/MCID"]
            for operands, operator in ContentStream(page.get_contents(), reader).operations
            if operator == b"BDC"
        ]
        assert sorted(marked) == list(range(len(owners)))
        for part, owner in enumerate(owners):
            element = owner.get_object()
            kids = element["/K"] if isinstance(element["/K"], list) else [element["/K"]]
            assert part in kids
            assert element["/Pg"].get_object() == page.get_object()
    assert parents == {}
    whole = reader.trailer["/Root"]["/StructTreeRoot"]["/K"].get_object()
    _walk(whole)
    pages = [page.indirect_reference for page in reader.pages]
    order = [pages.index(_page(kid.get_object())) for kid in whole["/K"]]
    assert order == sorted(order)


def _page(element: Any) -> Any:
    """The page that an element, or the first below it, is on."""
    while "/Pg" not in element:
        element = element["/K"][0].get_object()
    return element.raw_get("/Pg")


def _walk(element: Any) -> None:
    for kid in element.get("/K", ()):
        below = kid.get_object()
        if not isinstance(below, int):
            assert below["/P"].get_object() is element
            _walk(below)


def test_a_print_file_claims_nothing_that_it_is_not(planner: Planner, paper: Press, make_order: Callable[..., Order]):
    handouts = some(planner, make_order, 12, layout="standard")
    whole, bare = (paper.packet(handouts, "Packet", duplex=True, tagged=tagged) for tagged in (True, False))
    assert seen(whole) == seen(bare)
    assert len(bare) < len(whole)
    says = {name: strict(data) for name, data in (("whole", whole), ("bare", bare))}
    for name, reader in says.items():
        root, xmp = reader.trailer["/Root"], reader.trailer["/Root"]["/Metadata"].get_data().decode()
        structure = name == "whole"
        assert ("/StructTreeRoot" in root, "/MarkInfo" in root, "pdfuaid:part>" in xmp) == (structure,) * 3
        assert f"conformance>{'A' if structure else 'U'}<" in xmp
        assert any("/StructParents" in page for page in reader.pages) == structure
        assert [item.title for item in reader.outline] == [one.patient for one in handouts]  # type: ignore[union-attr]  # flat


def test_what_patients_say_alike_stands_in_a_print_file_once(
    planner: Planner, paper: Press, make_order: Callable[..., Order]
):
    """A whole packet of one kind adds a few hundred bytes a patient."""
    few, many = (
        paper.packet(
            [planner.plan(make_order(patient=f"Patient {at}"))[0] for at in range(count)],
            "Packet",
            duplex=False,
            tagged=False,
        )
        for count in (50, 150)
    )
    assert (len(many) - len(few)) / 100 < 2000


def test_elements_are_worked_out_once_for_all_packets(
    planner: Planner, paper: Press, make_order: Callable[..., Order], monkeypatch: pytest.MonkeyPatch
):
    worked_out: list[Any] = []

    def counting(streams: Any, **numbers: Any) -> Any:
        worked_out.append(streams)
        return structure_of(streams, **numbers)

    monkeypatch.setattr(piles, "structure_of", counting)
    handouts = some(planner, make_order, 4, changes={"all": DoseChange(sets=5)})
    first, second = (paper.packet(handouts, "Packet", duplex=True) for _ in range(2))
    assert first == second
    assert 0 < len(worked_out) == len(set(worked_out))


# --- the command -------------------------------------------------------------------------------------


@pytest.fixture
def here(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(clinic)
    return clinic


def test_a_print_file_is_a_packet_for_everything_else(handouts: Run, here: Path):
    assert handouts("batch", "roster.csv", "--packet", "-o", "whole").code == 0
    ran = handouts("batch", "roster.csv", "--packet", "--print-file", "-o", "bare")
    assert (ran.code, ran.out) == (0, "3 written to bare in 1 packet.\n")
    whole, bare = ((here / name / "packet-01.pdf").read_bytes() for name in ("whole", "bare"))
    assert seen(whole) == seen(bare)
    assert len(bare) < len(whole)
    assert b"/StructTreeRoot" in whole
    assert b"/StructTreeRoot" not in bare
    again = handouts("batch", "roster.csv", "--packet", "--print-file", "-o", "bare")
    assert (again.code, again.out) == (0, "0 written to bare in 1 packet, 3 there already.\n")
    (row, *_) = json.loads((here / "bare" / "manifest-roster-packet.json").read_text())
    assert handouts("reprint", row["handout"], "-o", "one.pdf").code == 0
    assert "/StructTreeRoot" in PdfReader(here / "one.pdf").trailer["/Root"]  # which is a handout again
    assert "bare/packet-01.pdf#1" in handouts("history", row["patient"]).out


def test_a_packet_that_is_there_is_not_turned_into_a_print_file(handouts: Run, here: Path):
    assert handouts("batch", "roster.csv", "--packet").code == 0
    before = (here / "output" / "packet-01.pdf").read_bytes()
    assert handouts("batch", "roster.csv", "--packet", "--print-file").code == Exit.EXISTS
    assert (here / "output" / "packet-01.pdf").read_bytes() == before
    assert handouts("batch", "roster.csv", "--packet", "--print-file", "--force").code == 0
    assert b"/StructTreeRoot" not in (here / "output" / "packet-01.pdf").read_bytes()


@pytest.mark.parametrize("other", [(), ("--zip",)])
def test_a_print_file_is_for_a_packet(handouts: Run, here: Path, other: tuple[str, ...]):
    ran = handouts("batch", "roster.csv", "--print-file", *other)
    assert ran.code == Exit.USAGE
    assert "--print-file: is for a packet" in ran.err
    assert "Add --packet" in ran.err
    assert not (here / "output").exists()


def test_the_help_says_what_a_print_file_lacks(handouts: Run):
    said = re.sub(r"\s+", " ", handouts("batch", "--help").out)
    assert "They have no structure for screen readers and claim no PDF/UA" in said


def test_a_patient_is_wrapped_and_checked_once(handouts: Run, here: Path, monkeypatch: pytest.MonkeyPatch):
    counted: list[str] = []
    plain = Press._kind

    def counting(self: Press, handout: Handout) -> Any:
        counted.append(handout.patient)
        return plain(self, handout)

    monkeypatch.setattr(Press, "_kind", counting)
    assert handouts("batch", "roster.csv", "--packet").code == 0
    assert sorted(counted) == ["Ana García", "Mei Tan", "Sam Okafor"]
