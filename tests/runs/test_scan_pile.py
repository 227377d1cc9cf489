"""A pile of scans: each page is entered, kept to be settled, or told of; nothing twice, and nothing unsure."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from handouts.base.ids import shown_id
from handouts.base.problems import Exit
from handouts.deliver import register as registering
from handouts.returned.returnstable import ReturnsTable
from handouts.runs.registers import open_register
from handouts.runs.scans.contact import PICTURE
from handouts.runs.scans.fates import pages_in_words
from handouts.runs.scans.files import pile_files
from tests.conftest import Ran
from tests.runs.scanned import (
    ROSTER,
    Back,
    Says,
    answers_of,
    back,
    dirty,
    handed_out,
    pages_of,
    returns_of,
    says,
    sheet_of,
    ticked,
    written,
)

__all__ = ["back", "handed_out", "says"]
Run = Callable[..., Ran]


def test_what_is_sure_is_entered_and_what_is_not_waits(handouts: Run, back: Back, says: Says):
    mei, lucja = back.ids
    says.tick(mei, 1, back.boxes(mei)[:5])
    page = sheet_of(back.folder, lucja).pages[0]
    says.unsure[lucja, page] = {back.boxes(lucja, page)[0]}
    files = [back.scan(f"{number}.png", picture) for number, picture in enumerate(reversed(back.pages.values()))]
    ran = handouts("scan", *files)
    assert ran.code == 0, ran.err
    assert answers_of(back.folder, mei).done == 5
    (kept,) = returns_of(back.folder, mei)
    assert (kept.state, kept.source, kept.settled_by) == ("entered", "scan", "")
    assert set(kept.ticked) == set(back.boxes(mei))
    waits = [one for one in returns_of(back.folder, lucja) if one.page == page]
    assert [one.state for one in waits] == ["pending"]
    assert waits[0].unsure == (back.boxes(lucja, page)[0],)
    assert not set(waits[0].unsure) & waits[0].ticked.keys(), "what is unsure is neither ticked nor empty"
    assert f"1  hip-hinge, week 1 from 2026-11-23  {shown_id(mei)}" in ran.out
    assert f"5 of {len(back.boxes(mei))} ticked" in ran.out
    assert f"not counted yet: page {page}, with 1 box to settle" in ran.out
    assert "1 point to settle on these sheets: handouts settle" in ran.out
    assert "\n\n\n" not in ran.out


def test_ink_is_read_and_handwriting_shown(handouts: Run, back: Back):
    """With the real reader: seven ticks, and a number that somebody wrote."""
    mei = back.ids[0]
    geometry, some = sheet_of(back.folder, mei).geometry, set(back.boxes(mei)[:7])
    page = written(ticked(back.pages[mei, 1], geometry, 1, some), geometry, 1, "pain_wed_s1")
    assert handouts("scan", back.scan("a.png", page.rotate(180))).code == 0
    (kept,) = returns_of(back.folder, mei)
    assert {name for name, value in kept.ticked.items() if value} == some
    assert kept.unsure == ("pain_wed_s1",)
    with open_register(back.folder, reading=True) as register:
        (picture,) = ReturnsTable(register).cutouts(kept.id).values()
    assert picture.startswith(b"\x89PNG")


def test_what_is_written_waits_with_its_picture(handouts: Run, back: Back, says: Says):
    mei = back.ids[0]
    pain, notes = (next(name for name in back.blanks(mei) if name.startswith(kind)) for kind in ("pain", "notes"))
    says.written[mei, 1] = {pain, notes}
    assert handouts("scan", back.scan("a.png", back.pages[mei, 1])).code == 0
    (kept,) = returns_of(back.folder, mei)
    assert (kept.state, set(kept.unsure), kept.written) == ("pending", {pain, notes}, {})
    base = sqlite3.connect(back.folder / "register.sqlite")
    assert {name for (name,) in base.execute("SELECT name FROM cutout")} == {pain, notes}
    assert answers_of(back.folder, mei).planned == 0, "nothing of the page counts yet"


def test_the_same_command_again_reads_and_enters_nothing(handouts: Run, back: Back, says: Says):
    mei = back.ids[0]
    says.tick(mei, 1, back.boxes(mei)[:3])
    name = back.scan("a.png", back.pages[mei, 1])
    assert handouts("scan", name).code == 0
    (back.folder / name).rename(back.folder / "b.png")
    ran = handouts("scan", "b.png")
    assert ran.code == 0
    assert "1 page that was read before: b.png p. 1" in ran.out
    assert f"3 of {len(back.boxes(mei))} ticked" in ran.out, "the report is of the register, not of one run"
    assert len(returns_of(back.folder, mei)) == len(says.read) == 1


def test_a_picture_that_lies_in_the_pile_twice_counts_once(handouts: Run, back: Back, says: Says):
    mei = back.ids[0]
    files = [back.scan(name, back.pages[mei, 1]) for name in ("a.png", "b.png")]
    ran = handouts("scan", *files)
    assert ran.code == 0
    assert "1 page that lies in the pile twice: b.png p. 1" in ran.out
    assert len(returns_of(back.folder, mei)) == 1


def test_only_looking_counts_it_once_too(handouts: Run, back: Back, says: Says):
    files = [back.scan(name, back.pages[back.ids[0], 1]) for name in ("a.png", "b.png")]
    ran = handouts("scan", "--look", *files)
    assert "1 page that lies in the pile twice: b.png p. 1" in ran.out
    assert "1 page would be entered" in ran.out


def test_what_was_thrown_away_is_not_what_came_before(handouts: Run, back: Back, says: Says):
    """A page that was thrown away with ticks that it should not have had comes again, without them."""
    mei = back.ids[0]
    says.tick(mei, 1, back.boxes(mei)[:5])
    assert handouts("scan", "--ask", back.scan("a.png", back.pages[mei, 1])).code == 0
    with open_register(back.folder) as register:
        assert ReturnsTable(register).leave(1, "Ana")
    says.ticked.clear()
    assert handouts("scan", back.scan("b.png", dirty(back.pages[mei, 1]))).code == 0
    assert [one.state for one in returns_of(back.folder, mei)] == ["left", "entered"]
    ran = handouts("scan", "a.png")
    assert "1 page that was read before" in ran.out
    assert answers_of(back.folder, mei).done == 0, "and the picture that was thrown away stays away"


def second_picture(handouts: Run, back: Back, says: Says, first: int, second: int) -> Ran:
    """Mei's page is read with so many boxes ticked, then another picture of it with so many."""
    mei = back.ids[0]
    says.tick(mei, 1, back.boxes(mei)[:first])
    assert handouts("scan", back.scan("a.png", back.pages[mei, 1])).code == 0
    says.ticked.clear()
    says.tick(mei, 1, back.boxes(mei)[:second])
    return handouts("scan", back.scan("b.png", dirty(back.pages[mei, 1])))


def test_another_picture_that_says_the_same_is_told_of(handouts: Run, back: Back, says: Says):
    ran = second_picture(handouts, back, says, 4, 4)
    assert ran.code == 0
    assert "1 page that came back before and says no more: b.png p. 1" in ran.out
    assert len(returns_of(back.folder, back.ids[0])) == 1


def test_a_sheet_that_comes_back_with_more_ticks_goes_on(handouts: Run, back: Back, says: Says):
    assert second_picture(handouts, back, says, 4, 7).code == 0
    assert [one.state for one in returns_of(back.folder, back.ids[0])] == ["entered", "entered"]
    assert answers_of(back.folder, back.ids[0]).done == 7


def test_a_tick_that_is_gone_is_asked_about(handouts: Run, back: Back, says: Says):
    ran = second_picture(handouts, back, says, 4, 2)
    assert ran.code == 0
    assert "1 page to be looked at" in ran.out
    first, second = returns_of(back.folder, back.ids[0])
    assert (first.state, second.state) == ("entered", "pending")
    assert "2 boxes that were ticked then and not here" in second.why[0]
    assert answers_of(back.folder, back.ids[0]).done == 4, "what was entered stands until a person says otherwise"


def test_two_pictures_in_one_pile_are_judged_the_same_way(handouts: Run, back: Back, says: Says):
    """The first waits for a person, for its box is unsure; the second says that another box is not ticked any more."""
    mei = back.ids[0]
    boxes = back.boxes(mei)
    says.tick(mei, 1, boxes[:2])
    says.unsure[mei, 1] = {boxes[9]}
    assert handouts("scan", back.scan("a.png", back.pages[mei, 1])).code == 0
    says.ticked, says.unsure = {(mei, 1): {boxes[0]}}, {}
    assert handouts("scan", back.scan("b.png", dirty(back.pages[mei, 1]))).code == 0
    assert [one.state for one in returns_of(back.folder, mei)] == ["pending", "pending"]


def test_a_better_picture_says_what_the_first_could_not(handouts: Run, back: Back, says: Says):
    mei = back.ids[0]
    says.unsure[mei, 1] = {back.boxes(mei)[9]}
    assert handouts("scan", back.scan("a.png", back.pages[mei, 1])).code == 0
    says.unsure.clear()
    assert handouts("scan", back.scan("b.png", dirty(back.pages[mei, 1]))).code == 0
    assert [one.state for one in returns_of(back.folder, mei)] == ["pending", "entered"]
    assert answers_of(back.folder, mei).planned == len(back.boxes(mei))


def test_a_box_that_may_be_ticked_by_now_is_asked_about_once(handouts: Run, back: Back, says: Says):
    """It was empty; on a later picture there may be something in it, such as a pencil's faint tick."""
    mei = back.ids[0]
    boxes = back.boxes(mei)
    says.tick(mei, 1, boxes[:4])
    assert handouts("scan", back.scan("a.png", back.pages[mei, 1])).code == 0
    says.unsure[mei, 1] = {boxes[0], boxes[9]}
    assert handouts("scan", back.scan("b.png", dirty(back.pages[mei, 1]))).code == 0
    first, second = returns_of(back.folder, mei)
    assert (first.state, second.state, set(second.unsure)) == ("entered", "pending", {boxes[0], boxes[9]})
    ran = handouts("scan", back.scan("c.png", dirty(back.pages[mei, 1], 2)))
    assert "1 page that came back before and says no more: c.png p. 1" in ran.out


def test_a_later_picture_that_cannot_be_read_is_not_called_the_same(handouts: Run, back: Back, says: Says):
    mei = back.ids[0]
    says.tick(mei, 1, back.boxes(mei))
    assert handouts("scan", back.scan("a.png", back.pages[mei, 1])).code == 0
    says.problems, says.ticked = {(mei, 1): ("could not be laid straight",)}, {}
    says.unsure[mei, 1] = set(back.boxes(mei))
    ran = handouts("scan", back.scan("b.png", dirty(back.pages[mei, 1])))
    assert "says no more" not in ran.out
    assert "1 page to be looked at" in ran.out


def test_only_looking_changes_nothing(handouts: Run, back: Back, says: Says):
    mei = back.ids[0]
    says.tick(mei, 1, back.boxes(mei)[:5])
    name = back.scan("a.png", back.pages[mei, 1])
    before = (back.folder / "register.sqlite").read_bytes()
    ran = handouts("scan", "--look", name)
    assert ran.code == 0
    assert "Only looked: 1 page would be entered, 0 would wait" in ran.out
    assert f"5 of {len(back.boxes(mei))} ticked" in ran.out
    assert returns_of(back.folder, mei) == []
    assert (back.folder / "register.sqlite").read_bytes() == before


def test_who_wants_to_see_every_page_is_asked_for_each(handouts: Run, back: Back, says: Says):
    mei = back.ids[0]
    assert handouts("scan", "--ask", back.scan("a.png", back.pages[mei, 1])).code == 0
    (kept,) = returns_of(back.folder, mei)
    assert (kept.state, kept.unsure) == ("pending", ("page",))


def test_what_lowers_trust_in_a_page_makes_a_person_look(handouts: Run, back: Back, says: Says):
    mei = back.ids[0]
    says.problems = {(mei, 1): ("could not be laid straight",)}
    assert handouts("scan", back.scan("a.png", back.pages[mei, 1])).code == 0
    (kept,) = returns_of(back.folder, mei)
    assert (kept.state, kept.why) == ("pending", ("could not be laid straight",))


def test_a_sheet_that_another_version_made_is_looked_at(
    handouts: Run, back: Back, says: Says, monkeypatch: pytest.MonkeyPatch
):
    """Its id says the same, and its file would not: nobody knows whether its boxes stand where they would today."""
    mei = back.ids[0]
    with sqlite3.connect(back.folder / "register.sqlite") as base:
        base.execute("UPDATE issued SET sha256 = ? WHERE handout = ?", ("0" * 64, mei))
    assert handouts("scan", back.scan("a.png", back.pages[mei, 1])).code == 0
    (kept,) = returns_of(back.folder, mei)
    assert kept.state == "pending"
    assert "another version of Handouts" in kept.why[0]


def test_what_is_not_ours_is_told_apart(handouts: Run, back: Back, says: Says, tmp_path: Path):
    bill = Image.new("L", (990, 1400), 255)
    draw = ImageDraw.Draw(bill)
    for line in range(40):
        draw.text((90, 60 + 30 * line), f"Item {line}: heating, {line * 7}.20 " * 4, fill=0)
    back.scan("bill.png", bill)
    back.scan("blank.png", Image.new("L", (990, 1400), 252))
    (back.folder / "torn.pdf").write_bytes(b"%PDF-1.7\nnothing")
    monkey = tmp_path / "elsewhere"
    assert handouts("init", str(monkey)).code == 0
    made = monkey / "theirs.pdf"
    assert (
        handouts("make", "hip-hinge", "-p", "Jo", "--layout", "log", "--clinic", str(monkey), "-o", str(made)).code == 0
    )
    back.scan("theirs.png", pages_of(made)[0])
    ran = handouts("scan", "bill.png", "blank.png", "torn.pdf", "theirs.png", "gone.png")
    assert ran.code == Exit.SOME_FAILED
    assert "1 blank page" in ran.out
    assert "1 page that is not ours" in ran.out
    assert "theirs.png, page 1: the register does not know the sheet" in ran.out
    assert "another clinic's, or its patient was forgotten" in ran.out
    assert "gone.png: is not there" in ran.err
    assert "torn.pdf" in ran.err
    assert says.read == []


def test_a_broken_file_among_others_stops_nothing(handouts: Run, back: Back, says: Says):
    folder = back.folder / "scans"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(b"%PDF-1.7\nnothing")
    (folder / "b.png").write_bytes(b"")
    back.scan("scans/c.png", back.pages[back.ids[0], 1])
    ran = handouts("scan", "scans")
    assert ran.code == Exit.SOME_FAILED
    assert "scans/a.pdf: " in ran.err
    assert "scans/b.png: is empty" in ran.err
    assert "1 page entered" in ran.out


def test_two_sheets_that_lie_on_one_scan_are_both_read(handouts: Run, back: Back, says: Says):
    mei, lucja = back.ids
    both = Image.new("L", (2 * back.pages[mei, 1].width, back.pages[mei, 1].height), 255)
    both.paste(back.pages[mei, 1], (0, 0))
    both.paste(back.pages[lucja, 1], (back.pages[mei, 1].width, 0))
    assert handouts("scan", back.scan("both.png", both)).code == 0
    assert sorted(says.read) == sorted([(mei, 1), (lucja, 1)])
    assert [len(returns_of(back.folder, handout)) for handout in back.ids] == [1, 1]


def test_without_codes_nobody_knows_whose_it_is(handouts: Run, back: Back, says: Says):
    made = back.folder / "plain.pdf"
    assert handouts("make", "hip-hinge", "-p", "Jo", "--layout", "log", "--no-codes", "-o", str(made)).code == 0
    ran = handouts("scan", back.scan("plain.png", pages_of(made)[0]))
    assert "printed with --no-codes" in ran.out
    assert "0 pages entered" in ran.out


def test_a_sheet_of_a_packet_is_known(handouts: Run, clinic: Path, says: Says, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(clinic)
    (clinic / "roster.csv").write_text(ROSTER, "utf-8")
    assert handouts("batch", "roster.csv", "--packet", "-o", "pile").code == 0
    for number, picture in enumerate(pages_of(clinic / "pile" / "packet-01.pdf")):
        picture.save(clinic / f"{number}.png")
    ran = handouts("scan", *[path.name for path in sorted(clinic.glob("[0-9].png"))])
    assert ran.code == 0, ran.out + ran.err
    assert "1  hip-hinge, week 1" in ran.out
    assert "Mei Tan" not in ran.out  # this is no terminal
    assert "2  stiff-wrist, week 1" in ran.out
    assert "0 to be settled" in ran.out


def test_a_forgotten_patient_s_pictures_are_gone_and_do_not_come_back(handouts: Run, back: Back, says: Says):
    mei = back.ids[0]
    notes = next(name for name in back.blanks(mei) if name.startswith("notes"))
    says.written[mei, 1] = {notes}
    name = back.scan("a.png", back.pages[mei, 1])
    assert handouts("scan", name).code == 0
    (back.folder / PICTURE).write_bytes(b"what a killed command has left")
    assert handouts("forget", "1", "--yes").code == 0
    assert not (back.folder / PICTURE).exists()
    assert returns_of(back.folder, mei) == []
    assert b"\x89PNG" not in b"".join(path.read_bytes() for path in back.folder.glob("register.sqlite*"))
    ran = handouts("scan", name)
    assert ran.code == Exit.CONTENT
    assert "its patient was forgotten" in ran.out


def test_the_report_for_scripts_says_the_same(handouts: Run, back: Back, says: Says):
    mei = back.ids[0]
    says.tick(mei, 1, back.boxes(mei)[:5])
    says.unsure[mei, 1] = {back.boxes(mei)[7]}
    back.scan("blank.png", Image.new("L", (990, 1400), 252))
    data = json.loads(handouts("scan", back.scan("a.png", back.pages[mei, 1]), "blank.png", "--json").out)
    assert [page["outcome"] for page in data["pages"]] == ["pending", "blank"]
    assert data["counts"]["pending"] == data["to_settle"] == 1
    (sheet,) = data["sheets"]
    assert (sheet["id"], sheet["pages_waiting"], sheet["unsure"]["boxes"]) == ("1", [1], 1)
    assert "Mei Tan" not in str(data)


def test_a_folder_is_taken_in_the_order_of_its_numbers(tmp_path: Path):
    for name in ("scan 10.png", "scan 2.PDF", "scan 1.tif", "notes.txt", ".hidden.png"):
        (tmp_path / name).write_bytes(b"x")
    found = pile_files([tmp_path, tmp_path / "scan 2.PDF", tmp_path / "none"])
    assert [path.name for path in found.files] == ["scan 1.tif", "scan 2.PDF", "scan 10.png"]
    assert found.others == 1
    assert [problem.message for problem in found.problems] == ["is not there"]


def test_a_register_that_is_held_loses_nothing(handouts: Run, back: Back, says: Says, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(registering, "_WAIT", 0.1)
    mei = back.ids[0]
    name = back.scan("a.png", back.pages[mei, 1])
    holder = sqlite3.connect(back.folder / "register.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    ran = handouts("scan", name)
    holder.execute("ROLLBACK")
    assert ran.code == Exit.OUTPUT
    assert "another command is writing to it" in ran.err
    assert handouts("scan", name).code == 0
    assert len(returns_of(back.folder, mei)) == 1


def test_a_full_disk_is_told_and_the_same_command_goes_on(
    handouts: Run, back: Back, says: Says, monkeypatch: pytest.MonkeyPatch
):
    """The file may not grow: what SQLite says then is what it says of a full disk."""
    mei = back.ids[0]
    blanks = set(back.blanks(mei))
    says.written[mei, 1], says.bulk = blanks, 100_000
    name = back.scan("a.png", back.pages[mei, 1])
    opened = registering._opened

    def cramped(path: Path) -> sqlite3.Connection:
        base = opened(path)
        base.execute(f"PRAGMA max_page_count={base.execute('PRAGMA page_count').fetchone()[0]}")
        return base

    with monkeypatch.context() as patch:
        patch.setattr(registering, "_opened", cramped)
        ran = handouts("scan", name)
    assert ran.code == Exit.OUTPUT
    assert "the disk is full" in ran.err
    assert returns_of(back.folder, mei) == []
    assert handouts("scan", name).code == 0
    assert set(returns_of(back.folder, mei)[0].unsure) == blanks - {"phone"}


def test_without_what_reads_pictures_it_says_what_to_install(
    handouts: Run, back: Back, monkeypatch: pytest.MonkeyPatch
):
    name = back.scan("a.png", back.pages[back.ids[0], 1])
    monkeypatch.setitem(sys.modules, "cv2", None)
    ran = handouts("scan", name)
    assert ran.code == Exit.USAGE
    assert "pip install handouts[scan]" in ran.err.replace('"', "")
    assert ran.err.count("pip install") == 1


@pytest.mark.parametrize(
    ("pages", "said"), [([3, 1, 2], "1–3"), ([7], "7"), ([1, 2, 4, 4, 6, 7], "1–2, 4, 6–7"), ([], "")]
)
def test_pages_are_said_as_people_say_them(pages: list[int], said: str):
    assert pages_in_words(pages) == said
