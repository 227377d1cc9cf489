"""Patients at the desk: found without their names in addresses, their page, a sheet once more, forgotten for good."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.deliver.audit import AuditTable
from handouts.deliver.decisions import DecisionsTable
from handouts.deliver.drafts import DraftsTable
from handouts.orders.decided import Decision
from handouts.orders.reader import read_order
from handouts.runs.registers import open_register
from tests.desk_server import TODAY, Served, served
from tests.runs.scanned import Back, handed_out

__all__ = ["handed_out"]
HOSTILE = "<script>alert(1)</script>\u202e\x00'\"{{7*7}}"


@pytest.fixture(scope="module")
def looked(handed_out: Back) -> Iterator[Served]:
    """A desk that is only looked at, or that has what it adds told apart."""
    with served(handed_out.folder) as one:
        yield one


@pytest.fixture
def own(handed_out: Back, tmp_path: Path) -> Iterator[Served]:
    """A desk of one test's own."""
    shutil.copytree(handed_out.folder, tmp_path / "clinic")
    with served(tmp_path / "clinic") as one:
        yield one


def found(desk: Served, who: str) -> list[tuple[str, str]]:
    """Addresses and names of those whom a text may mean."""
    answer = desk.post("/patients/find", {"who": who}, part=True)
    assert answer.status_code == 200
    return re.findall(r'<a href="(/patients/[0-9a-f]+)"><bdi>([^<]*)</bdi>', answer.text)


def address_of(desk: Served, who: str) -> str:
    ((address, _),) = found(desk, who)
    return address


@pytest.mark.parametrize("typed", ["1", "mei tan", "MEI", "tan"])
def test_a_person_is_found_by_number_name_or_part(looked: Served, typed: str):
    assert [name for _, name in found(looked, typed)] == ["Mei Tan"]


def test_accents_do_not_matter_and_what_is_not_sure_is_said(looked: Served):
    assert [name for _, name in found(looked, "lucja")] == ["Łucja Őry"]
    assert "look whether it is the person" in looked.post("/patients/find", {"who": "lucja"}, part=True).text
    assert "look whether it is the person" not in looked.post("/patients/find", {"who": "mei tan"}, part=True).text


def test_no_address_tells_whom_it_is_about(looked: Served):
    start = looked.get("/patients").text
    addresses = re.findall(r'(?:href|action|hx-\w+)="([^"]*)"', start + looked.get(address_of(looked, "1")).text)
    assert addresses
    assert not [one for one in addresses if re.search("mei|tan|ucja", one, re.IGNORECASE)]


def test_a_handle_means_nothing_to_another_server(looked: Served, handed_out: Back):
    with served(handed_out.folder) as other:
        gone = other.get(address_of(looked, "1"))
        assert gone.status_code == 404
        assert "addresses of patients’ pages change each time that the desk is started" in gone.text
        assert '<a class="button" href="/patients">To the patients</a>' in gone.text
        assert address_of(looked, "1") not in gone.text
        assert address_of(other, "1") != address_of(looked, "1")


@settings(max_examples=25)
@given(st.text(max_size=200) | st.just(HOSTILE) | st.just("x" * 10_000))
def test_whatever_is_typed_is_answered_in_words(looked: Served, typed: str):
    answer = looked.post("/patients/find", {"who": typed}, part=True)
    assert answer.status_code == 200
    assert "<script" not in answer.text


@pytest.mark.parametrize("handle", ["0" * 20, "%00", "x" * 300, "é"])
def test_an_unknown_handle_is_nobody_s(looked: Served, handle: str):
    for more in ("", "/progress", "/forget", "/sheet/7K2M9QXA4DZZ"):
        assert looked.get(f"/patients/{handle}{more}").status_code in (404, 405), more


def test_the_page_says_what_was_given_and_came_back(looked: Served, handed_out: Back):
    text = looked.get(address_of(looked, "1")).text
    assert "<svg" in text
    assert "nothing came back" in text.lower()
    assert "Exercises given: hip-hinge week 1 (2026-11-23 to 2026-11-29)." in text
    assert handed_out.ids[0][:4] in text
    assert "style=" not in text.replace("style-src", "")


def test_a_sheet_is_opened_again_with_the_same_bytes(looked: Served, handed_out: Back):
    address = f"{address_of(looked, '1')}/sheet/{handed_out.ids[0]}"
    answer = looked.get(address)
    assert answer.content == next((handed_out.folder / "output").glob(f"*{handed_out.ids[0]}.pdf")).read_bytes()
    assert answer.headers["content-disposition"] == f'inline; filename="{handed_out.ids[0]}.pdf"'
    assert looked.get(f"{address}?save=1").headers["content-disposition"].startswith("attachment")
    assert looked.get(f"{address_of(looked, '2')}/sheet/{handed_out.ids[0]}").status_code == 404, "it is another's"


def test_the_progress_page_is_a_pdf(looked: Served):
    answer = looked.get(f"{address_of(looked, '1')}/progress")
    assert answer.content.startswith(b"%PDF-")
    assert "Mei" not in answer.headers["content-disposition"]


@pytest.mark.parametrize(("what", "week"), [("again", 1), ("next", 2)])
def test_a_sheet_once_more_is_a_draft_from_the_next_start(own: Served, handed_out: Back, what: str, week: int):
    answer = own.post(f"{address_of(own, '1')}/{what}", {"sheet": handed_out.ids[0]})
    assert answer.status_code == 200
    with own.desk.register(reading=True) as register:
        (draft,) = DraftsTable(register).latest(5)
    assert str(answer.url).endswith(f"/sheet/{draft.id}")
    order, problems = read_order(dict(draft.values), TODAY)
    assert order
    assert problems == []
    assert (order.patient, order.key, order.items, order.week) == ("Mei Tan", "1", ("hip-hinge",), week)
    assert order.start == date(2026, 11, 30 if week == 1 else 23)
    assert order.issued == TODAY


def test_where_nothing_is_to_be_printed_it_is_said(own: Served, handed_out: Back):
    with own.desk.register() as register:
        DecisionsTable(register).add([("1", "Mei Tan", Decision("hold", date(2026, 11, 30), by="Dana"))])
    answer = own.post(f"{address_of(own, '1')}/next", {"sheet": handed_out.ids[0]})
    assert answer.status_code == 422
    assert "is on hold" in answer.text
    with own.desk.register(reading=True) as register:
        assert DraftsTable(register).latest(5) == []


def test_a_decision_is_taken_back_where_it_is_still_the_one_that_was_seen(own: Served):
    with own.desk.register() as register:
        table = DecisionsTable(register)
        table.add([("1", "Mei Tan", Decision("repeat", date(2026, 11, 30), by="Dana"))])
    address = address_of(own, "1")
    (number,) = re.findall(r'name="decision" value="(\d+)"', own.get(address).text)
    with own.desk.register() as register:
        DecisionsTable(register).add([("1", "Mei Tan", Decision("back", date(2026, 11, 30), by="Omar"))])
    clash = own.post(f"{address}/undo", {"decision": number})
    assert clash.status_code == 422
    assert "has changed since this page was shown: back by Omar" in clash.text
    (number,) = re.findall(r'name="decision" value="(\d+)"', own.get(address).text)
    assert own.post(f"{address}/undo", {"decision": number}).status_code == 200
    with own.desk.register(reading=True) as register:
        assert [one.decision is None for one in DecisionsTable(register).of("1", ())] == [False, False, True]
    assert own.post(f"{address}/undo", {"decision": "999"}).status_code == 404


def test_forgetting_needs_the_name_and_the_account_that_was_shown(own: Served, handed_out: Back):
    with own.desk.register() as register:
        DraftsTable(register).add({"patient": "Mei Tan", "key": "1", "items": ("hip-hinge",), "note": "Zwetschgenmus"})
    address = f"{address_of(own, '1')}/forget"
    text = own.get(address).text
    assert "1 entry from the register, 1 sheet being made" in text
    assert f"{handed_out.ids[0]}.pdf" in text
    (seen,) = re.findall(r'name="seen" value="(\w+)"', text)
    for typed in ("", "Mei", "Łucja Őry", HOSTILE):
        assert own.post(address, {"typed": typed, "seen": seen, "files": "yes"}).status_code == 422, typed
    assert "more is kept" in own.post(address, {"typed": "Mei Tan", "seen": "0", "files": "yes"}).text
    assert own.get(address).status_code == 200, "nothing has gone so far"
    done = own.post(address, {"typed": "mei  tan", "seen": seen, "files": "yes"})
    assert "Removed 1 entry from the register, 1 sheet being made" in done.text
    assert own.get(address).status_code == 404
    assert found(own, "mei") == []
    folder = own.desk.store
    kept = [path for path in folder.rglob("*") if path.is_file() and path.name != "roster.csv"]
    assert not [path for path in kept if handed_out.ids[0] in path.name]
    for path in kept:
        data = path.read_bytes()
        assert b"Zwetschgenmus" not in data, path
        assert b"Mei Tan" not in data or (path.suffix in (".yaml", ".json") and "schema" in str(path)), path


def test_the_trail_names_sheets_and_nobody(own: Served, handed_out: Back):
    own.get(address_of(own, "1"))
    with open_register(own.desk.store, reading=True) as register:
        rows = AuditTable(register).latest(50)
    assert ("looked at a patient's record", handed_out.ids[0]) in [(one.did, one.about) for one in rows]
    assert not [one for one in rows if "Mei" in one.did + one.about]


def test_without_a_clinic_there_is_nobody():
    with served(None) as desk:
        assert desk.get("/patients").status_code == 200
        assert found(desk, "mei") == []
        assert "not in a clinic" in desk.get("/patients/returns").text
        assert desk.post("/patients/returns", files={"files": ("a.pdf", b"x")}).status_code == 422
