"""What phone pages send back is read whole, however a mail program has treated it; what is wrong is told in words."""

from __future__ import annotations

import json
import re
import textwrap
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.ids import make_id
from handouts.base.problems import Problem
from handouts.returned.replies import MAX_REPLY, Reply, is_reply, read_replies
from tests.returned.phonelines import line

HANDOUT = make_id(["a sheet"])
WEEK, CHANGED = date(2026, 11, 23), datetime(2026, 11, 27, 18, 3, tzinfo=UTC)
DRILLS = [(("mon", "wed", "fri"), 2, [(1, "")]), (("mon",), 3, [(1, "l"), (1, "r")])]
TICKED = ["d1_mon_s1_t2", "d2_mon_s1_t3_r"]


def a_line(**changes: Any) -> str:
    given: dict[str, Any] = {
        "drills": DRILLS,
        "ticked": TICKED,
        "pains": ((1,), ("mon", "wed")),
        "pain": {"pain_wed_s1": 7},
        "measures": [(0, 1, False), (1, 2, True), (2, 1, False)],
        "answers": [3, 0, 7],
        "activities": ["Treppen steigen"],
        "note": "It was fine.\nThank you.",
    }
    return line(HANDOUT, WEEK, CHANGED, **{**given, **changes})


def read(text: str) -> Reply:
    (reply,), problems = read_replies(text.encode(), "mail.txt")
    assert problems == ()
    return reply


def test_a_line_says_every_box_and_place():
    reply = read(a_line())
    assert (reply.handout, reply.week, reply.changed, reply.source) == (HANDOUT, WEEK, CHANGED, "line")
    assert [name for name, ticked in reply.boxes.items() if ticked] == [*TICKED, "m_pain_2", "m_change_7"]
    assert len(reply.boxes) == 6 + 6 + 11 + 11 + 7
    assert reply.written == {
        "pain_mon_s1": "",
        "pain_wed_s1": "7",
        "m_activity2": "Treppen steigen",
        "notes_p1": "It was fine.\nThank you.",
    }


def test_a_note_that_is_empty_is_none():
    assert "notes_p1" not in read(a_line(note=" ")).written


TREATED = {
    "wrapped and quoted": lambda text: "\n".join(f"> {one}" for one in textwrap.wrap(text, 70)),
    "quoted twice, with bars": lambda text: "\r\n".join(f"| > > {one}" for one in textwrap.wrap(text, 60)),
    "cut within groups": lambda text: "\n".join(text[at : at + 13] for at in range(0, len(text), 13)),
    "soft breaks of quoted-printable": lambda text: "=\r\n".join(text[at : at + 75] for at in range(0, len(text), 75)),
    "small letters": str.lower,
    "spaces that do not break": lambda text: text.replace(" ", "\u00a0"),
    "wide letters": lambda text: "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text),
    "long dashes": lambda text: text.replace("-", "–"),
    "zeros and ones as letters": lambda text: text[:12] + text[12:].replace("0", "O").replace("1", "l"),
    "bold": lambda text: text.replace("[H", "[*H").replace("1 ", "1* ", 1),
    "unseen marks": lambda text: "\u200e" + text.replace(" ", " \u200b"),
    "other text around it": lambda text: f"Dear “clinic”,\n\n  {text}\n\nSent from my phone [1]",
}


@pytest.mark.parametrize("treated", TREATED)
def test_what_mail_programs_do_to_a_line_is_undone(treated: str):
    text = TREATED[treated](a_line())
    assert text != a_line()
    assert is_reply(text.encode())
    assert read(text).digest == read(a_line()).digest


def told(data: bytes) -> list[str]:
    replies, problems = read_replies(data, "mail.txt")
    assert replies == ()
    assert all(isinstance(one, Problem) and one.hint and one.place == "mail.txt" for one in problems)
    return [str(one) for one in problems]


@given(st.data())
def test_a_wrong_letter_is_found(data: st.DataObject):
    text = a_line()
    at = data.draw(st.sampled_from([at for at in range(12, len(text) - 1) if text[at] not in " -"]))
    other = data.draw(st.sampled_from([char for char in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" if char != text[at]]))
    assert told((text[:at] + other + text[at + 1 :]).encode())


@given(st.integers(min_value=12, max_value=len(a_line()) - 1))
def test_a_line_that_is_cut_off_is_found(length: int):
    assert "cut off" in told(a_line()[:length].encode())[0]


def test_a_letter_too_few_is_found():
    text = a_line()
    assert "a letter is wrong or missing" in told((text[:60] + text[61:]).encode())[0]


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_told(data: bytes):
    replies, problems = read_replies(data, "x")
    assert replies or problems


@given(st.text(max_size=300))
def test_any_text_in_a_line_is_read_or_told(text: str):
    replies, problems = read_replies(f"[Handouts 1 {text}]".encode("utf-8", "replace"), "x")
    assert replies or problems
    assert all(str(one).isprintable() or "\n    " in str(one) for one in problems)


def test_several_lines_are_read_and_each_fault_has_its_line():
    other = a_line(note="Later.")
    wrong = a_line().replace("[Handouts 1 ", "[Handouts 1 Z", 1)
    replies, problems = read_replies(f"{a_line()}\n> {a_line()}\n{other}\n{wrong}\n[Handouts 2 AB]".encode(), "box.txt")
    assert [reply.written["notes_p1"] for reply in replies] == ["It was fine.\nThank you.", "Later."]
    assert [(one.place, one.line) for one in problems] == [("box.txt", 4), ("box.txt", 5)]
    assert "form 2" in problems[1].message


def test_a_note_in_any_script_comes_back_and_nothing_unseen():
    assert read(a_line(note="頑張る \U0001f600 \u202e\x07x")).written["notes_p1"] == "頑張る \U0001f600 x"


def a_file(**changes: Any) -> bytes:
    said: dict[str, Any] = {
        "kind": "handouts-reply",
        "form": 1,
        "handout": HANDOUT,
        "week": "2026-11-23",
        "changed": "2026-11-27T18:03Z",
        "drills": ["plank", "clamshell"],
        "boxes": dict.fromkeys(("d1_mon_s1_t1", "m_pain_3"), True) | {"d1_mon_s1_t2": False},
        "written": {"pain_mon_s1": "4", "notes_p1": "ok"},
    }
    return json.dumps({**said, **changes}).encode()


def test_a_file_says_the_same_and_the_drills():
    (reply,), problems = read_replies(a_file(), "reply.json")
    assert problems == ()
    assert reply.drills == ("plank", "clamshell")
    assert reply.boxes == {"d1_mon_s1_t1": True, "m_pain_3": True, "d1_mon_s1_t2": False}
    assert reply.written == {"pain_mon_s1": "4", "notes_p1": "ok"}
    assert (reply.week, reply.changed, reply.source) == (WEEK, CHANGED, "file")


def test_every_fault_of_a_file_is_told_at_once():
    wrong = a_file(
        handout="ABC", week="2026-13-01", changed="now", drills=["../x"], boxes={"no": True, "d1_mon_s1_t1": 1},
        written={"d1_mon_s1_t1": "x", "pain_mon_s1": 4},
    )  # fmt: skip
    said = "\n".join(told(wrong))
    for word in ("“handout”", "“week”", "“changed”", "“drills”", "“no”", "expected true or false", "expected a text"):
        assert word in said, word
    assert len(re.findall("mail.txt:", said)) == 8


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (a_file()[:-9], "cut off or damaged"),
        (b"{}", "kind"),
        (b'{"kind": "handouts-reply", "form": 7}', "form “7”"),
        (b"[" * 100_000, "holds no line"),
        (b'{"a":' * 100_000, "cut off or damaged"),
        (b"", "holds no line"),
        (b" " * (MAX_REPLY + 1), "larger than 1 MB"),
        (a_file(boxes={f"d{one}": True for one in range(6000)}), "at most 5,000"),
        (a_file(handout="a\x1b[31m\u202eb" * 5000), "expected the id of a handout"),
    ],
)
def test_what_is_no_file_of_ours_is_told(data: bytes, word: str):
    said = told(data)
    assert word in said[0]
    assert len(said[0]) < 400
    assert "\x1b" not in said[0]


def test_a_pdf_is_no_reply():
    assert not is_reply(b"%PDF-1.7 handouts-reply")
    assert not is_reply(b"Dear clinic, all went well [1].")
    assert is_reply(a_file())
