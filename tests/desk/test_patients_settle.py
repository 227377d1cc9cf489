"""Settling at the desk: kept at once, entered when a page is whole, and two people never overwrite each other unseen."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.returned.returns import Return
from handouts.returned.returnstable import ReturnsTable, now
from tests.desk.monday import words
from tests.desk_server import Served, served
from tests.runs.scanned import Back, cutout, handed_out

__all__ = ["handed_out"]
BOX, OTHER, PAIN = "d1_mon_s1_t1", "d1_mon_s1_t2", "pain_mon_s1"


@pytest.fixture
def desk(handed_out: Back, tmp_path: Path) -> Iterator[Served]:
    shutil.copytree(handed_out.folder, tmp_path / "clinic")
    with served(tmp_path / "clinic") as one:
        yield one


def waits(desk: Served, handout: str, *names: str, page: int = 1, why: tuple[str, ...] = ()) -> int:
    """A page that waits to be settled, as a scan leaves it; gives its number."""
    digest = f"{handout}-{page}-{len(names)}"
    ret = Return(handout, page, 2, "scan", digest, "monday.pdf", "pending", now(), "", "", {}, {}, ("kneeling-hip-extension",),
                 unsure=names, why=why)  # fmt: skip
    with desk.desk.register() as register:
        table = ReturnsTable(register)
        assert table.put(ret, {name: cutout(name) for name in names})
        kept = table.find(digest, handout, page)
        assert kept
        return kept.id


def state(desk: Served, number: int) -> Return:
    with desk.desk.register(reading=True) as register:
        found = ReturnsTable(register).get(number)
        assert found
        return found


def shown(text: str) -> dict[str, str]:
    """The hidden fields of the question that is shown."""
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text)
    return {name: html.unescape(value) for name, value in fields}


def first(desk: Served, sheet: str = "") -> dict[str, str]:
    return shown(desk.get(f"/patients/settle?sheet={sheet}").text)


def answer(desk: Served, fields: dict[str, str], tab: str = "one", **said: str) -> str:
    got = desk.post("/patients/settle", {**fields, **said}, part=True, tab=tab)
    assert got.status_code == 200
    return got.text


def test_questions_come_one_by_one_and_the_page_is_entered_at_the_end(desk: Served, handed_out: Back):
    number = waits(desk, handed_out.ids[0], BOX, OTHER, PAIN)
    asked = first(desk)
    assert (asked["ret"], asked["name"]) == (str(number), BOX)
    asked = shown(answer(desk, asked, said="ticked"))
    assert asked["name"] == OTHER
    asked = shown(answer(desk, asked, said="empty"))
    assert asked["name"] == PAIN
    end = answer(desk, asked, act="write", said="4")
    assert "1 page is answered and waits to be entered. It does not count before that." in words(end)
    patients = words(desk.get("/patients").text)
    assert "To settle 1 page is answered and waits to be entered." in patients
    assert state(desk, number).state == "pending", "there is still a way back"
    assert "1 page was entered" in answer(desk, shown(end), act="enter")
    kept = state(desk, number)
    assert (kept.state, kept.ticked, kept.written) == ("entered", {BOX: True, OTHER: False}, {PAIN: "4"})
    assert kept.settled_by
    assert "To settle Nothing waits." in words(desk.get("/patients").text)


def test_each_answer_is_kept_at_once(desk: Served, handed_out: Back):
    number = waits(desk, handed_out.ids[0], BOX, OTHER)
    answer(desk, first(desk), said="ticked")
    with desk.desk.register(reading=True) as register:
        assert ReturnsTable(register).said(number) == {BOX: "ticked"}
    assert first(desk)["name"] == OTHER, "who comes later goes on there"


def test_back_shows_what_was_said_and_changes_it(desk: Served, handed_out: Back):
    number = waits(desk, handed_out.ids[0], BOX, OTHER)
    asked = shown(answer(desk, first(desk), said="ticked"))
    text = answer(desk, asked, act="back")
    before = shown(text)
    assert (before["name"], before["seen"]) == (BOX, "ticked")
    assert "Now: <strong>ticked</strong>" in text
    answer(desk, before, said="empty")
    with desk.desk.register(reading=True) as register:
        assert ReturnsTable(register).said(number) == {BOX: "empty"}


def test_later_goes_on_and_comes_round_again(desk: Served, handed_out: Back):
    waits(desk, handed_out.ids[0], BOX, OTHER)
    asked = shown(answer(desk, first(desk), act="later"))
    assert asked["name"] == OTHER
    assert "2 left for later" in answer(desk, asked, act="later")
    assert first(desk)["name"] == BOX


def test_what_the_other_has_said_is_never_overwritten_unseen(desk: Served, handed_out: Back):
    number = waits(desk, handed_out.ids[0], BOX, OTHER)
    asked = first(desk)
    answer(desk, asked, tab="one", said="ticked")
    text = answer(desk, asked, tab="two", said="empty")
    assert "Answered meanwhile by" in text
    assert "ticked. Yours was: empty" in text
    with desk.desk.register(reading=True) as register:
        assert ReturnsTable(register).said(number) == {BOX: "ticked"}
    answer(desk, shown(text), tab="two", said="empty")
    with desk.desk.register(reading=True) as register:
        assert ReturnsTable(register).said(number) == {BOX: "empty"}, "seen, it is theirs to change"


def test_who_settles_a_page_that_is_settled_is_told(desk: Served, handed_out: Back):
    number = waits(desk, handed_out.ids[0], BOX)
    asked = first(desk)
    end = answer(desk, asked, tab="one", said="ticked")
    answer(desk, shown(end), tab="one", act="enter")
    text = answer(desk, asked, tab="two", said="empty")
    assert "This page was settled by" in text
    assert state(desk, number).ticked == {BOX: True}


def test_two_windows_are_led_to_two_pages(desk: Served, handed_out: Back):
    one = waits(desk, handed_out.ids[0], BOX, OTHER)
    other = waits(desk, handed_out.ids[1], BOX, OTHER)
    mine = shown(answer(desk, first(desk), tab="one", said="ticked"))
    assert mine["ret"] == str(one)
    yours = shown(answer(desk, {"ret": "0", "name": ""}, tab="two"))
    assert yours["ret"] == str(other)


def test_a_page_that_does_not_count_is_thrown_away_whole(desk: Served, handed_out: Back):
    number = waits(desk, handed_out.ids[0], "page", BOX, why=("came back before",))
    end = answer(desk, first(desk), said="left")
    answer(desk, shown(end), act="enter")
    assert state(desk, number).state == "left"
    other = waits(desk, handed_out.ids[1], BOX)
    answer(desk, first(desk), act="throw")
    assert state(desk, other).state == "left"


def test_only_the_sheet_that_was_asked_for(desk: Served, handed_out: Back):
    waits(desk, handed_out.ids[0], BOX)
    number = waits(desk, handed_out.ids[1], OTHER)
    assert first(desk, handed_out.ids[1])["ret"] == str(number)


def test_the_picture_is_shown_and_goes_when_it_is_settled(desk: Served, handed_out: Back):
    number = waits(desk, handed_out.ids[0], BOX)
    text = desk.get("/patients/settle").text
    (address,) = re.findall(r'<img src="([^"]+)" alt="How', text)
    assert desk.get(address).content.startswith(b"\x89PNG")
    answer(desk, shown(answer(desk, shown(text), said="ticked")), act="enter")
    assert state(desk, number).state == "entered"
    assert desk.get(address).status_code == 404


@settings(max_examples=20)
@given(
    st.sampled_from(["said", "name", "act", "ret", "seen"]),
    st.text(max_size=60) | st.just("x" * 10_000) | st.just("11"),
)
def test_whatever_a_form_holds_nothing_breaks(handed_out: Back, looked: Served, field: str, text: str):
    asked = {**first(looked), "act": "write", "said": "11"}
    answer(looked, {**asked, field: text})


@pytest.fixture(scope="module")
def looked(handed_out: Back, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("settled") / "clinic"
    shutil.copytree(handed_out.folder, folder)
    with served(folder) as one:
        waits(one, handed_out.ids[0], PAIN, BOX)
        yield one


def test_pain_over_ten_is_told_in_its_place(desk: Served, handed_out: Back):
    waits(desk, handed_out.ids[0], PAIN)
    text = answer(desk, first(desk), act="write", said="12")
    assert "pain goes from 0 to 10" in text
    assert 'value="12"' in text, "what was typed stays"
    assert "Type what is written" in answer(desk, first(desk), act="write", said=" ")
    assert "waits to be entered" in answer(desk, first(desk), act="nothing", said="")
