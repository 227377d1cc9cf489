"""Settling at the terminal: one question after the other, a page at a time, stopped at any time without loss."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from handouts.base.problems import Exit
from handouts.commands import settle_desk
from handouts.returned.returns import Return
from handouts.returned.returnstable import ReturnsTable, now
from handouts.runs.registers import open_register
from handouts.runs.scans.contact import PICTURE, contact_sheet
from tests.conftest import Ran
from tests.runs.scanned import Back, Says, answers_of, back, cutout, handed_out, returns_of, says, sheet_of

__all__ = ["back", "handed_out", "says"]
ROOT = Path(__file__).parents[2]
Ask = Callable[..., Ran]


@pytest.fixture
def ask(handouts: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Settle, with these lines typed; the viewer is not started."""

    def call(*lines: str, more: tuple[str, ...] = ("--no-view", "--by", "Ana")) -> Ran:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return handouts("settle", *more)

    return call


@pytest.fixture
def waiting(handouts: Callable[..., Ran], back: Back, says: Says) -> Back:
    """Two boxes and two places on Mei's sheet are open, and a box of each page of Łucja's."""
    mei, lucja = back.ids
    says.tick(mei, 1, back.boxes(mei)[2:6])
    says.unsure[mei, 1] = set(back.boxes(mei)[:2])
    says.written[mei, 1] = {"pain_wed_s1", "notes_p1"}
    for page in sheet_of(back.folder, lucja).pages:
        says.unsure[lucja, page] = {back.boxes(lucja, page)[0]}
    files = [back.scan(f"{handout}-{page}.png", picture) for (handout, page), picture in back.pages.items()]
    assert handouts("scan", *files).code == 0
    return back


MEI = ("t", "e", "3", "Knee sore on Friday")
"""Answers to all that is open on Mei's sheet."""


def states(back: Back, handout: str) -> list[str]:
    return [one.state for one in returns_of(back.folder, handout)]


def test_all_of_a_page_is_entered_together(ask: Ask, waiting: Back):
    mei, lucja = waiting.ids
    ran = ask(*MEI, "q")
    assert ran.code == 0, ran.err
    told = answers_of(waiting.folder, mei)
    first, second = waiting.boxes(mei)[:2]
    assert {name.name() for name, ticked in told.boxes.items() if ticked} == {first, *waiting.boxes(mei)[2:6]}
    assert second in {name.name() for name in told.boxes}
    assert [(name.name(), text) for name, text in told.pain.items()] == [("pain_wed_s1", "3")]
    assert told.remarks == ("Knee sore on Friday",)
    assert told.settled_by == ("Ana",)
    assert set(states(waiting, lucja)) == {"pending"}
    assert "Mei Tan, hip-hinge, week 1, sheet" in ran.out
    assert "4 answers: 1 page entered." in ran.out


def test_who_stops_in_the_middle_loses_nothing(ask: Ask, waiting: Back):
    mei = waiting.ids[0]
    ran = ask(*MEI[:3], "q")
    assert ran.code == 0
    assert states(waiting, mei) == ["pending"]
    assert answers_of(waiting.folder, mei).planned == 0, "nothing of it counts before all is settled"
    ran = ask(MEI[3], "q")
    assert "Pain on Wednesday" not in ran.err, "what was answered is not asked again"
    assert states(waiting, mei) == ["entered"]
    assert [text for _, text in answers_of(waiting.folder, mei).pain.items()] == ["3"]


def test_the_end_of_the_input_is_a_stop(ask: Ask, waiting: Back):
    ran = ask(*MEI)
    assert ran.code == Exit.STOPPED
    assert states(waiting, waiting.ids[0]) == ["entered"]


def test_what_is_left_for_later_is_asked_again(ask: Ask, waiting: Back):
    mei = waiting.ids[0]
    ask("?", "e", "", "-", "q")
    assert states(waiting, mei) == ["pending"]
    ran = ask("t", "3", "q")
    assert states(waiting, mei) == ["entered"], ran.err
    assert answers_of(waiting.folder, mei).remarks == ()


def test_one_may_go_back_and_say_something_else(ask: Ask, waiting: Back):
    mei = waiting.ids[0]
    ask("t", "b", "e", "e", "12", "3", "b", "4", "-", "q")
    told = answers_of(waiting.folder, mei)
    assert told.done == 4
    assert [text for _, text in told.pain.items()] == ["4"]


def test_the_page_before_can_be_changed_until_the_next_is_begun(ask: Ask, waiting: Back):
    mei = waiting.ids[0]
    ask(*MEI, "b", "Hip sore", "q")
    assert answers_of(waiting.folder, mei).remarks == ("Hip sore",)
    ran = ask("b", "q")
    assert "none before it that could still be changed" in ran.err


@pytest.mark.parametrize("typed", ["11", "10.5", "99/10", "t", "x" * 41])
def test_pain_that_cannot_be_is_asked_again(ask: Ask, waiting: Back, typed: str):
    ran = ask("t", "e", typed, "7", "-", "q")
    assert [text for _, text in answers_of(waiting.folder, waiting.ids[0]).pain.items()] == ["7"]
    assert ran.err.count("Pain on Wednesday") == 2


@pytest.mark.parametrize("typed", ["10", "0", "3,5", "4/10", "bad after stairs"])
def test_pain_as_people_write_it(ask: Ask, waiting: Back, typed: str):
    ask("t", "e", typed, "-", "q")
    assert [text for _, text in answers_of(waiting.folder, waiting.ids[0]).pain.items()] == [typed]


def test_a_page_can_be_thrown_away(ask: Ask, waiting: Back):
    mei = waiting.ids[0]
    ran = ask("t", "x", "y", "q")
    assert states(waiting, mei) == ["left"]
    assert "1 thrown away" in ran.out
    assert returns_of(waiting.folder, mei)[0].settled_by == "Ana"


def test_only_one_patient_is_asked_about(ask: Ask, waiting: Back):
    ran = ask("t", "t", more=("Łucja", "--no-view"))
    assert "Mei" not in ran.out
    assert set(states(waiting, waiting.ids[1])) == {"entered"}, ran.out + ran.err
    ran = ask("q", more=(waiting.ids[0], "--no-view"))
    assert "4 points to settle on 1 page" in ran.out


def test_nothing_to_settle_is_said(ask: Ask, back: Back):
    assert "Nothing is to be settled." in ask().out


def test_the_login_name_stands_for_who_settles(ask: Ask, waiting: Back, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LOGNAME", "desk1")
    ask(*MEI, "q", more=("--no-view",))
    assert answers_of(waiting.folder, waiting.ids[0]).settled_by == ("desk1",)


@pytest.mark.parametrize("name", ["", "  ", "\x1b[31m", "n" * 200])
def test_who_settles_has_a_name_that_can_be_kept(ask: Ask, waiting: Back, name: str):
    assert ask(more=("--by", name)).code == Exit.USAGE


def test_the_picture_is_shown_once_and_goes(ask: Ask, waiting: Back, monkeypatch: pytest.MonkeyPatch):
    shown: list[int] = []

    def look(path: Path) -> None:
        shown.append(path.stat().st_mode & 0o777)

    monkeypatch.setattr(settle_desk, "open_file", look)
    ask(*MEI, "t", "t", more=())
    assert shown == [0o600]
    assert not (waiting.folder / PICTURE).exists()


def test_cutouts_that_are_damaged_are_told_of_on_the_picture():
    huge = Image.new("L", (2100, 2100))
    out = io.BytesIO()
    huge.save(out, "PNG")
    good = contact_sheet([("1", cutout("a"))])
    for broken in (b"", b"\x89PNG\r\n\x1a\nrubbish", cutout("a")[:60], out.getvalue()):
        sheet = Image.open(io.BytesIO(contact_sheet([("1", broken)])))
        assert sheet.height < Image.open(io.BytesIO(good)).height


def test_a_pdf_that_came_back_is_settled_the_same_way(ask: Ask, back: Back):
    """It has no page of its own, and one of its boxes has no picture."""
    mei = back.ids[0]
    first, second = back.boxes(mei)[:2]
    ret = Return(
        mei,
        0,
        1,
        "pdf",
        "d" * 64,
        "mei.pdf",
        "pending",
        now(),
        "",
        "",
        {second: True},
        {},
        (),
        (first,),
        why=("has ink on it",),
    )
    with open_register(back.folder) as register:
        assert ReturnsTable(register).put(ret)
    ran = ask("y", "t")
    assert "the PDF that came back (mei.pdf)" in ran.out
    assert "This PDF has ink on it (1 of 1 boxes were read as ticked)" in ran.err
    assert answers_of(back.folder, mei).done == 2


def test_settling_needs_nothing_that_reads_pictures(back: Back):
    code = "import sys; from handouts.cli import run; run(['settle']); assert not {'cv2', 'numpy', 'zxingcpp'} & sys.modules.keys()"
    subprocess.run(
        [sys.executable, "-c", code], cwd=back.folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True
    )


def test_a_page_that_somebody_else_settled_is_let_be(
    ask: Ask, waiting: Back, monkeypatch: pytest.MonkeyPatch, handouts: Callable[..., Ran]
):
    """Another command throws Mei's page away while its first question is open."""
    say = ReturnsTable.say

    def beaten(self: ReturnsTable, number: int, name: str, said: str | None) -> bool:
        self.leave(number, "Ben")
        return say(self, number, name, said)

    monkeypatch.setattr(ReturnsTable, "say", beaten)
    ran = ask("t", "q")
    assert "Somebody else has settled this page" in ran.err
    assert returns_of(waiting.folder, waiting.ids[0])[0].settled_by == "Ben"
