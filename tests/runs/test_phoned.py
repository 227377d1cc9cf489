"""What pages for the phone send is entered like a filled-in PDF: once, the later over the earlier, held against its sheet."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handouts.base.problems import Exit
from handouts.returned.inmail import is_message, parts_of
from handouts.returned.returns import Answers, Return, answers
from handouts.returned.returnstable import ReturnsTable
from handouts.runs.phoned import places_of, replies_in
from handouts.runs.registers import open_register
from handouts.runs.remaking import Remaking
from tests.conftest import Ran
from tests.returned.phonelines import line

Run = Callable[..., Ran]
WHEN = "2026-11-27T18:03Z"


class Sheet:
    """A sheet that was given out, and what its page would send."""

    def __init__(self, handout: str) -> None:
        with open_register(Path(), reading=True) as register, Remaking(_no_library, register) as remaking:
            self.handout = remaking.planned(register.find(handout)[0])
        self.places = places_of(self.handout)
        self.boxes = sorted(self.places.boxes)

    def reply(self, done: int = 3, changed: str = WHEN, note: str = "", **more: Any) -> dict[str, Any]:
        said = {
            "kind": "handouts-reply",
            "form": 1,
            "handout": self.handout.id,
            "week": self.handout.first_day.isoformat(),
            "changed": changed,
            "drills": list(self.places.drills),
            "boxes": {name: at < done for at, name in enumerate(self.boxes)},
            "written": {**dict.fromkeys(sorted(self.places.written), ""), "pain_mon_s1": "4", "notes_p1": note},
        }
        return {**said, **more}

    def line(self, done: int = 3, note: str = "") -> str:
        drills = [
            (card.days, len(card.rows[0].holds), [(row.session, row.side) for row in card.rows])
            for card in self.handout.cards
        ]
        days = [day.key for day in self.handout.week if day.on]
        when = datetime(2026, 11, 27, 18, 3, tzinfo=UTC)
        return line(
            self.handout.id,
            self.handout.first_day,
            when,
            drills,
            self.boxes[:done],
            ([1], days),
            {"pain_mon_s1": 4},
            note=note,
        )

    def kept(self) -> list[Return]:
        with open_register(Path(), reading=True) as register:
            return ReturnsTable(register).of_handout(self.handout.id)

    def said(self) -> Answers:
        return answers(self.handout.id, self.kept())


def _no_library() -> Any:
    raise AssertionError("the content was kept")


def put(name: str, said: Mapping[str, Any]) -> str:
    Path(name).write_text(json.dumps(said), "utf-8")
    return name


@pytest.fixture
def sheet(handouts: Run, clinic: Path, monkeypatch: pytest.MonkeyPatch) -> Sheet:
    monkeypatch.chdir(clinic)
    given = (
        "make",
        "hip-hinge",
        "-p",
        "Zoë Müller",
        "--id",
        "1041",
        "--start",
        "2026-11-23",
        "-o",
        "zoe.pdf",
        "--json",
    )
    return Sheet(json.loads(handouts(*given).out)["id"])


def test_a_file_is_entered_once_and_told_as_a_pdf_is(handouts: Run, sheet: Sheet):
    ran = handouts("ticks", put("a.json", sheet.reply(note="Sore\x07\r\nknee")))
    assert (ran.code, ran.err) == (0, "")
    assert "\n  1041: hip-hinge, week 1\n" in ran.out
    assert "remark: Sore\n          knee" in ran.out
    assert ran.out.endswith("\n  entered\n")
    assert "Müller" not in ran.out
    found = sheet.said()
    assert (found.done, found.planned, found.pain_values, found.sources) == (3, len(sheet.boxes), (4,), ("phone",))
    assert "already entered on " in handouts("ticks", "a.json").out
    assert "already entered on " in handouts("ticks", "--line", sheet.line(note="Sore\nknee")).out  # says the same
    assert len(sheet.kept()) == 1
    assert f"3 of {len(sheet.boxes)} boxes" in handouts("history", "1041").out
    assert "phone" in handouts("progress", "1041").out


def test_csv_and_json_are_those_of_a_pdf(handouts: Run, sheet: Sheet):
    put("a.json", sheet.reply())
    rows = list(csv.DictReader(io.StringIO(handouts("ticks", "a.json", "--csv", "--look").out)))
    assert sum(row["kind"] == "box" and row["ticked"] == "yes" for row in rows) == 3
    assert {row["drill"] for row in rows if row["kind"] == "box"} == set(sheet.places.drills)
    (one,) = json.loads(handouts("ticks", "a.json", "--json", "--look").out)["handouts"]
    assert (one["handout"], one["patient_id"], one["source"]) == (sheet.handout.id, "1041", "self-report")
    assert sheet.kept() == []


def test_the_later_said_holds_in_whatever_order_they_are_read(handouts: Run, sheet: Sheet):
    put("new.json", sheet.reply(5, "2026-11-29T08:00Z"))
    put("old.json", sheet.reply(2, "2026-11-25T08:00Z"))
    assert handouts("ticks", "new.json").out.endswith("  entered\n")
    assert "was said later; nothing is changed" in handouts("ticks", "old.json").out
    assert sheet.said().done == 5
    put("newest.json", sheet.reply(4, "2026-11-29T09:00Z"))
    assert "It takes back what came before" in handouts("ticks", "newest.json", "old.json").out
    assert sheet.said().done == 4


def test_a_line_comes_by_option_standard_input_text_and_saved_message(
    handouts: Run, sheet: Sheet, monkeypatch: pytest.MonkeyPatch
):
    text = f"Hello,\n\n> here is mine:\n> {sheet.line(1)}\n\nZoë"
    Path("m.txt").write_text(text, "utf-8")
    assert handouts("ticks", "m.txt").out.endswith("  entered\n")
    message = EmailMessage()
    message["From"], message["Subject"] = "zoe@mail.example", "My week"
    message.set_content(text, cte="base64")
    message.add_alternative(f"<p>Hello<p><b>{sheet.line(1)}</b>", subtype="html", cte="quoted-printable")
    message.add_attachment(
        json.dumps(sheet.reply(2)).encode(), maintype="application", subtype="json", filename="a.json"
    )
    Path("m.eml").write_bytes(message.as_bytes())
    ran = handouts("ticks", "m.eml")
    assert (ran.code, ran.err) == (0, "")
    assert len(sheet.kept()) == 2  # the line was known
    given = io.TextIOWrapper(io.BytesIO(f"x {sheet.line(3)}".encode()))
    monkeypatch.setattr(sys, "stdin", given)
    assert handouts("ticks", "-").out.endswith("  entered\n")
    assert handouts("ticks", "--line", sheet.line(4)).out.endswith("  entered\n")
    assert sheet.said().done == 4


def test_what_is_of_another_sheet_or_forged_is_refused(handouts: Run, sheet: Sheet):
    fewer = sheet.reply()
    fewer["boxes"].popitem()
    more = sheet.reply()
    more["boxes"] |= {"d9_mon_s1_t1": True, "d1_sun_s1_t1": True}
    other = sheet.reply(drills=["calf-stretch"])
    pain = sheet.reply()
    pain["written"] |= {"pain_sun_s1": "9"}
    for said, told in (
        (fewer, "it lacks d4_wed_s1_t2"),
        (more, "it has d1_sun_s1_t1, d9_mon_s1_t1, which the sheet has not"),
        (other, "names other drills"),
        (pain, "it has pain_sun_s1, which the sheet has not"),
    ):
        ran = handouts("ticks", put("bad.json", said))
        assert (ran.code, told in ran.err) == (Exit.CONTENT, True), ran.err
    assert sheet.kept() == []
    ran = handouts("ticks", put("week.json", sheet.reply(week="2026-11-30")))
    assert "says that it is of the week of 2026-11-30, and not of 2026-11-23" in ran.err
    assert [one.state for one in sheet.kept()] == ["pending"]


def test_a_sheet_of_another_clinic_is_told_of(handouts: Run, sheet: Sheet):
    ran = handouts("ticks", put("a.json", sheet.reply(handout="0000000000" + "00")))
    assert (ran.code, "is a handout that the register does not know" in ran.err) == (0, True)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.json", b"{", "is cut off or damaged"),
        ("a.json", b'{"kind": "handouts-reply", "form": 1, "handout": 5}', "“handout”: expected the id"),
        ("a.json", b"[" * 100_000, "holds no line"),
        ("a.txt", b"nothing here", "holds no line"),
        ("a.txt", b"[Handouts 1 AAAA", "is cut off"),
        ("a.eml", b"Subject: x\n\nhello", "is a message in which nothing was sent back"),
        ("a.eml", b"Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: application/pdf\n\n%PDF-1.7\n--a--",
         "It has a PDF: save that, and name it."),
        ("a.txt", b"x" * 1_000_001, "is larger than 1 MB"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_and_the_others_are_read(
    handouts: Run, sheet: Sheet, name: str, data: bytes, told: str
):
    Path(name).write_bytes(data)
    ran = handouts("ticks", name, put("good.json", sheet.reply()))
    assert (ran.code, told in ran.err) == (Exit.SOME_FAILED, True), ran.err
    assert ran.out.endswith("  entered\n")


def test_nothing_to_read_is_told(handouts: Run, sheet: Sheet, monkeypatch: pytest.MonkeyPatch):
    assert handouts("ticks").code == Exit.USAGE
    ran = handouts("ticks", "--line", "hello")
    assert (ran.code, "--line: holds nothing that a patient's page sent" in ran.err) == (Exit.CONTENT, True)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert "-: holds nothing" in handouts("ticks", "-").err


def test_who_is_forgotten_has_nothing_of_it_left(handouts: Run, sheet: Sheet):
    assert handouts("ticks", put("a.json", sheet.reply())).code == 0
    assert handouts("forget", "1041", "--yes").code == 0
    assert sheet.kept() == []


@given(
    st.binary(max_size=300).map(lambda some: b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" + some) | st.binary()
)
@example(b"From: a\nContent-Type: text/html; charset=nonsense\n\n<p")
@example(b"From: a\nContent-Transfer-Encoding: base64\nContent-Type: text/plain\n\n!!!!")
@example(b"Content-Type: message/rfc822\n\nContent-Type: multipart/mixed\n\n")
@example(b"Content-Type: text/plain; charset*=utf-8''%\n\nx")
def test_any_message_is_taken_apart_without_a_failure(data: bytes):
    assert all(isinstance(part, bytes) for part in parts_of(data))
    found = replies_in(data, "m.eml")
    assert found is not None
    assert found.problems
    assert is_message(data, "m.eml")
