"""What came back is shown: history week by week, two lines for the record; and it is forgotten with its patient."""

from __future__ import annotations

import json
import re
import stat
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.problems import Exit
from handouts.deliver.decisions import DecisionsTable
from handouts.deliver.register import Issued
from handouts.orders.decided import Decision
from handouts.returned.returns import Return, answers
from handouts.returned.returnstable import ReturnsTable
from handouts.runs.recordlines import record_lines
from handouts.runs.registers import open_register
from handouts.runs.sheetsback import SheetBack
from tests.conftest import Ran
from tests.filledin import boxes_of, filled

Run = Callable[..., Ran]


def a_return(handout: str, digest: str, **given: object) -> Return:
    usual = {"page": 0, "pages": 2, "source": "pdf", "file": "zoe.pdf", "state": "entered", "read_at": "t",
             "entered_at": "2026-12-01T08:00:00+00:00", "settled_by": "", "ticked": {"d1_mon_s1_t1": True, "d1_mon_s1_t2": False},
             "written": {}, "drills": ()}  # fmt: skip
    return Return(**{"handout": handout, "digest": digest, **usual, **given})  # type: ignore[arg-type]


@pytest.fixture
def ids(handouts: Run, clinic: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Three weeks' sheets that were given to Zoë Müller, 1041; the ids of these."""
    monkeypatch.chdir(clinic)
    for week in ("1", "2", "3"):
        given = ("-p", "Zoë Müller", "--id", "1041", "--start", "2026-11-23", "--week", week)
        assert handouts("make", "hip-hinge", *given).code == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796688000")  # Tuesday, 8 December
    return [next(Path("output").glob(f"hip-hinge-week-{week}-*.pdf")).stem[-12:] for week in (1, 2, 3)]


def put(*returns: Return, cutouts: dict[str, bytes] | None = None) -> None:
    with open_register(Path()) as register:
        for one in returns:
            assert ReturnsTable(register).put(one, cutouts or {})


def table_of(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.partition("\n\n")[2].splitlines()]


@pytest.mark.parametrize("who", ["1041", "Zoë Müller", "zoe", "Mueller", unicodedata.normalize("NFD", "Zoë Müller")])
def test_history_shows_what_came_back_week_by_week(handouts: Run, ids: list[str], who: str):
    one, two, three = ids
    put(
        a_return(one, "a", written={"pain_mon_s1": "2", "pain_wed_s1": "4/10", "pain_fri_s1": "bad"}),
        a_return(two, "b", page=1, source="scan", settled_by="Anna"),
        a_return(two, "c", page=2, source="scan", state="pending", unsure=("d2_mon_s1_t1", "d2_mon_s1_t2")),
    )
    ran = handouts("history", who)
    assert len(re.findall(r"^\d{4}-\d\d-\d\d  .*, week \d from", ran.out, re.MULTILINE)) == 3
    shown = [f"{name[:4]}-{name[4:8]}-{name[8:]}" for name in (one, two, three)]
    assert table_of(ran.out) == [
        "program week from sheet came back (self-report)",
        f"hip-hinge 1 2026-11-23 {shown[0]} 1 of 2 boxes, 50 %; pain 2 to 4 (2 entries, 1 more without a number)",
        f"hip-hinge 2 2026-11-30 {shown[1]} 1 of 2 boxes, 50 %; 2 places of page 2 still to be settled",
        f"hip-hinge 3 2026-12-07 {shown[2]} nothing came back yet",
    ]


def test_a_week_that_is_over_came_back_or_did_not(handouts: Run, ids: list[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1797206400")  # 14 December
    assert table_of(handouts("history", "1041").out)[3].endswith(" nothing came back")


def test_history_for_scripts(handouts: Run, ids: list[str]):
    put(a_return(ids[0], "a", written={"pain_mon_s1": "2"}, remarks=("sore",)))
    rows = {row["handout"]: row["returned"] for row in json.loads(handouts("history", "1041", "--json").out)}
    one = rows[ids[0]]
    assert (one["done"], one["planned"], one["source"], one["read_from"]) == (1, 2, "self-report", ["pdf"])
    assert one["pain"] == [{"day": "mon", "session": 1, "text": "2", "value": 2}]
    assert one["remarks"] == ["sore"]
    assert one["boxes"] == {"d1_mon_s1_t1": True, "d1_mon_s1_t2": False}
    assert rows[ids[1]]["read_from"] == []


def test_two_lines_for_the_record(handouts: Run, ids: list[str]):
    put(
        a_return(ids[0], "a", written={"pain_mon_s1": "2", "m_activity1": "stairs"},
                 ticked={"d1_mon_s1_t1": True, "m_change_6": True, "m_function1_4": True, "m_pain_3": True}),
        a_return(ids[1], "b", state="pending", unsure=("d1_mon_s1_t1",)),
    )  # fmt: skip
    decision = Decision("repeat", date(2026, 12, 7), None, "too sore.", "Anna", "2026-12-04T10:00:00+00:00")
    with open_register(Path()) as register:
        DecisionsTable(register).add([("1041", "Zoë Müller", decision)])
    ran = handouts("record", "1041")
    assert ran.out == (
        "Exercises given: hip-hinge week 1 (2026-11-23 to 2026-11-29), week 2 (2026-11-30 to 2026-12-06), "
        "week 3 (2026-12-07 to 2026-12-13).\n"
        "Done (self-report): hip-hinge week 1: 1 of 1 boxes, 100 %, pain 2 (1 entry), "
        "pain now: 3 of 10, activity 1 (stairs): 4 of 10, change: 6 of 7, from PDF; "
        "week 2: 1 place still to be settled; week 3: nothing came back yet. "
        "Decision: repeat from 2026-12-07, because too sore, by Anna.\n"
    )
    assert handouts("record", "zoe", "--week", "2").out.startswith("Exercises given: hip-hinge week 2 (")
    assert "week 2 (" not in handouts("record", "1041", "--since", "2026-12-07").out
    assert "week 2 (" in handouts("record", "1041", "--since", "2026-12-06").out
    ran = handouts("record", "1041", "--week", "9")
    assert (ran.code, "was given no such sheet" in ran.err) == (Exit.USAGE, True)
    assert handouts("record", "1041", "--since", "someday").code == Exit.USAGE


def test_the_lines_go_to_a_file_of_its_owner(handouts: Run, ids: list[str]):
    assert handouts("record", "1041", "-o", "lines.txt").code == 0
    text = Path("lines.txt").read_text("utf-8")
    assert text == handouts("record", "1041").out
    assert "Müller" not in text
    assert stat.S_IMODE(Path("lines.txt").stat().st_mode) == 0o600
    put(a_return(ids[0], "a"))
    assert handouts("record", "1041", "-o", "lines.txt").code == Exit.EXISTS
    assert Path("lines.txt").read_text("utf-8") == text
    assert handouts("record", "1041", "-o", "lines.txt", "--force").code == 0


def test_of_sheets_for_the_same_week_the_one_that_came_back_is_told(handouts: Run, ids: list[str]):
    given = ("-p", "Zoë Müller", "--id", "1041", "--start", "2026-11-23", "--note", "Another.")
    assert handouts("make", "hip-hinge", *given).code == 0
    put(a_return(ids[0], "a"))
    ran = handouts("record", "1041", "--week", "1")
    assert ran.out.splitlines()[1] == "Done (self-report): hip-hinge week 1: 1 of 2 boxes, 50 %, from PDF."


HOSTILE = st.text(max_size=60) | st.sampled_from(["\t", "a\nb", "\x1b[31m", "\u202eabc", "x" * 20_000])


@given(HOSTILE, HOSTILE, HOSTILE)
def test_the_lines_are_plain_whatever_was_written(text: str, reason: str, program: str):
    row = Issued("H", "1", "Mei Tan", program, 1, "2026-11-23", "v", "s", "t", "p", "{}")
    one = a_return("H", "a", written={"pain_mon_s1": text, "m_activity1": text}, settled_by=reason,
                   ticked={"m_function1_3": True})  # fmt: skip
    decision = Decision("hold", date(2026, 11, 30), None, reason, text, "")
    lines = record_lines([SheetBack(row, answers("H", [one]))], [decision], date(2026, 12, 1))
    assert len(lines) == 2
    for line in lines:
        assert line == " ".join(line.split())
        assert all(char.isprintable() for char in line)
        assert len(line) <= 8000


def test_forgetting_takes_what_came_back_and_the_pictures_out_of_the_file(handouts: Run, ids: list[str]):
    put(
        a_return(ids[0], "a", state="pending", unsure=("d1_mon_s1_t1",), remarks=("a very private remark",)),
        cutouts={"d1_mon_s1_t1": b"PNG of somebody's hand" * 20},
    )
    put(a_return(ids[1], "b", file="scan 12.pdf"))
    given = ("-p", "Sam Okafor", "--id", "1042", "--start", "2026-11-23")
    assert handouts("make", "hip-hinge", *given).code == 0
    (other,) = (path.stem[-12:] for path in Path("output").glob("*.pdf") if path.stem[-12:] not in ids)
    put(a_return(other, "c", file="sam.pdf"))
    ran = handouts("forget", "zoe", "--yes")
    assert ran.code == Exit.USAGE
    ran = handouts("forget", "1041", "--yes")
    assert ran.code == 0
    assert "Removed 3 entries from the register, 2 returns." in ran.out
    assert "yours to delete: scan 12.pdf; zoe.pdf" in ran.out
    everything = b"".join(path.read_bytes() for path in Path().glob("register.sqlite*"))
    for secret in (b"private remark", b"somebody's hand", b"zoe.pdf", ids[0].encode()):
        assert secret not in everything
    with open_register(Path(), reading=True) as register:
        assert len(ReturnsTable(register).of_handout(other)) == 1
        assert register.read("SELECT count(*) FROM returned") == [(1,)]
        assert register.read("SELECT count(*) FROM cutout") == [(0,)]


def test_a_return_that_comes_after_its_patient_was_forgotten_is_not_kept(handouts: Run, ids: list[str]):
    data = next(Path("output").glob(f"*{ids[0]}.pdf")).read_bytes()
    Path("late.pdf").write_bytes(filled(data, boxes_of(data)))
    assert handouts("forget", "1041", "--yes").code == 0
    assert "does not know" in handouts("ticks", "late.pdf").out
    with open_register(Path(), reading=True) as register:
        assert register.read("SELECT count(*) FROM returned") == [(0,)]
