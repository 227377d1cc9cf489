"""The register: what was issued, found again, made again and forgotten."""

from __future__ import annotations

import json
import multiprocessing
import sqlite3
import stat
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time
from hashlib import sha256
from pathlib import Path

import pytest

from handouts.base.problems import Exit, HandoutsError
from handouts.deliver.register import FILE, Issued, Register
from handouts.library.models import DoseChange
from handouts.mail.outbox import Outbox
from handouts.orders.order import Order
from handouts.orders.stored import order_as_json, order_from_json
from handouts.runs.registers import STEPS, open_register
from tests.conftest import Ran

Run = Callable[..., Ran]
ROW = Issued("HTW03YNVN0QH", "1041", "Mei Tan", "hip-hinge", 1, "2026-11-23", "v1.0", "ab", "2026-11-20T08:00:00",
             "output/a.pdf", "{}")  # fmt: skip


def test_only_its_owner_can_read_it(tmp_path: Path):
    with open_register(tmp_path) as register:
        register.add([ROW])
        assert register.find(ROW.handout) == [ROW]
    for path in tmp_path.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
        path.chmod(0o666)  # as a copy from a backup may be
    with open_register(tmp_path) as register:
        register.add([ROW])
        for path in tmp_path.iterdir():
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_rows_are_found_by_key_and_by_name(tmp_path: Path):
    with open_register(tmp_path) as register:
        register.add([ROW, ROW._replace(handout="B", place="b", issued_at="2026-11-27T08:00:00")])
        register.add([ROW._replace(key="1099", handout="C", place="c", patient="Sam Okafor")])
        assert [row.handout for row in register.history("1041")] == ["B", ROW.handout]
        assert [row.handout for row in register.history("mei tan")] == ["B", ROW.handout]
        assert [row.handout for row in register.history("Sam Okafor")] == ["C"]
        assert register.history("Mei") == register.history("") == []
        assert [row.handout for row in register.given_to("1041", [])] == ["B", ROW.handout]
        assert register.given_to("", ["Mei Tan"]) == [], "only what has no key"
        register.add([ROW._replace(key="", handout="D", place="d", patient="Al Po"), ROW._replace(key="", patient="")])
        assert register.history("") == [], "who has no id, or no name, is not everyone"
        assert [row.handout for row in register.given_to("", ["Al Po"])] == ["D"]
        assert register.given_to("", [""]) == []
        assert sorted(register.people()) == [("", ""), ("", "Al Po"), ("1041", "Mei Tan"), ("1099", "Sam Okafor")]
        assert register.in_folder("output") == {ROW.handout: "output/a.pdf"}


def test_a_later_row_for_the_same_place_stands_in_for_the_earlier(tmp_path: Path):
    with open_register(tmp_path) as register:
        register.add([ROW])
        register.add([ROW._replace(sha256="cd")])
        assert [row.sha256 for row in register.find(ROW.handout)] == ["cd"]


def test_forgotten_rows_leave_no_trace_in_the_file(tmp_path: Path):
    with open_register(tmp_path) as register:
        register.add(
            [ROW._replace(patient="Xanthippe Unmistakable", handout=f"H{n}", place=f"p{n}") for n in range(50)]
        )
        register.add([ROW])
        with register.changing():
            register.take_out(register.history("Xanthippe Unmistakable"))
        register.tidy(-1)
        assert register.find(ROW.handout) == [ROW]
    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Xanthippe" not in raw
    assert b"Mei Tan" in raw


def test_a_register_of_a_newer_version_is_left_alone(tmp_path: Path):
    with open_register(tmp_path):
        pass
    base = sqlite3.connect(tmp_path / FILE)
    base.execute("PRAGMA user_version=99")
    base.close()
    with pytest.raises(HandoutsError, match="newer version"):
        open_register(tmp_path)


def test_a_damaged_register_is_named(tmp_path: Path):
    (tmp_path / FILE).write_bytes(b"this is no database" * 100)
    with pytest.raises(HandoutsError, match="cannot be used") as caught:
        open_register(tmp_path)
    assert caught.value.code == Exit.OUTPUT


def _fill(folder: Path, start: int) -> None:
    with Register(folder / FILE, STEPS) as register:
        for number in range(start, start + 100):
            register.add([ROW._replace(handout=f"H{number}", place=f"p{number}")])


def test_two_commands_at_once(tmp_path: Path):
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_fill, args=(tmp_path, start)) for start in (0, 1000, 2000)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    with open_register(tmp_path) as register:
        assert len(register.history("Mei Tan")) == 300


def test_many_make_a_new_register_in_the_same_moment(tmp_path: Path):
    """SQLite refuses all but one at once, however long they are ready to wait."""
    for number in range(30):
        folder = tmp_path / str(number)
        folder.mkdir()
        start = threading.Barrier(8)

        def make(folder: Path, start: threading.Barrier) -> int:
            start.wait()
            with Register(folder / FILE, STEPS) as register:
                return len(register.history("nobody"))

        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(make, [folder] * 8, [start] * 8)) == [0] * 8


def test_an_order_comes_back_as_it_was(make_order: Callable[..., Order]):
    order = make_order(
        changes={
            "all": DoseChange(
                sets=3, hold=((2, 3), (4, 4)), reps=((8, 10),), times=("morning", "evening"), days=("mon",), rest=30
            )
        },
        visit=date(2026, 1, 1),
        visit_time=time(9, 30),
        pauses=((date(2026, 1, 1), date(2026, 1, 2)),),
        skip=("calf-stretch",),
        side="left",
        note="“é”\n<b>",
        key="7",
        paper="letter",
        skin="deep",
    )
    assert order_from_json(order_as_json(order)) == order
    with pytest.raises(ValueError, match="not a stored order"):
        order_from_json('{"nonsense": 1}')


# --- the commands --------------------------------------------------------------------------------


@pytest.fixture
def issued(handouts: Run, clinic: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clinic that has made its first batch."""
    monkeypatch.chdir(clinic)
    assert handouts("batch", "roster.csv").code == 0
    return clinic


def test_history_tells_what_was_given_and_when(handouts: Run, issued: Path):
    for patient in ("Mei Tan", "1041", "mei tan"):
        ran = handouts("history", patient)
        assert ran.code == 0
        assert "hip-hinge, week 1 from 2026-11-23" in ran.out
    (row,) = json.loads(handouts("history", "1041", "--json").out)
    assert row["patient"] == "Mei Tan"
    assert (issued / row["place"]).is_file()
    assert handouts("history", "Nobody").code == Exit.USAGE


def test_a_sheet_finds_its_patient(handouts: Run, issued: Path):
    (made,) = (issued / "output").glob("0001-*.pdf")
    sheet = made.stem[-12:]
    shown = f"{sheet[:4]}-{sheet[4:8]}-{sheet[8:]}".lower()
    ran = handouts("history", shown)
    assert (ran.code, ran.out) == (0, handouts("history", "1041").out)
    assert handouts("forget", shown, "--yes").code == 0
    assert handouts("history", "1041").code == Exit.USAGE


def test_one_name_of_two_patients_must_be_told_apart(handouts: Run, issued: Path):
    (issued / "r.csv").write_text(
        "id,patient,program,start\n7,Jo Lee,hip-hinge,2026-11-23\n8,Jo Lee,calf-care,2026-11-23\n"
    )
    assert handouts("batch", "r.csv", "-o", "two").code == 0
    ran = handouts("history", "Jo Lee")
    assert ran.code == Exit.USAGE
    assert "2 patients have this name: Jo Lee (7); Jo Lee (8)" in ran.err
    assert "calf-care" in handouts("history", "8").out


def test_reprint_gives_the_same_bytes_with_and_without_the_file(handouts: Run, issued: Path):
    (made,) = (issued / "output").glob("0001-*.pdf")
    bytes_before = made.read_bytes()
    number = made.stem[-12:]
    assert handouts("reprint", f"{number[:4]}-{number[4:8]}-{number[8:]}", "-o", "again.pdf").code == 0
    assert (issued / "again.pdf").read_bytes() == bytes_before
    made.unlink()
    assert handouts("reprint", number.lower(), "-o", "anew.pdf").code == 0
    assert (issued / "anew.pdf").read_bytes() == bytes_before


def test_reprint_uses_the_content_of_that_day(handouts: Run, issued: Path):
    (made,) = (issued / "output").glob("0003-*.pdf")
    number, before = made.stem[-12:], made.read_bytes()
    made.unlink()
    drill = issued / "drills" / "calf-stretch.yaml"
    drill.write_text(drill.read_text().replace("Calf stretch", "Calf pull", 1))
    clinic = issued / "clinic.yaml"
    clinic.write_text(clinic.read_text().replace("name: ", "name: New ", 1))
    assert handouts("reprint", number).code == 0
    assert (issued / f"{number}.pdf").read_bytes() == before


def test_reprint_does_not_pass_off_new_content_as_old(handouts: Run, issued: Path):
    (made,) = (issued / "output").glob("0003-*.pdf")
    number = made.stem[-12:]
    made.unlink()
    drill = issued / "drills" / "calf-stretch.yaml"
    drill.write_text(drill.read_text().replace("Calf stretch", "Calf pull", 1))
    base = sqlite3.connect(issued / FILE)
    base.execute("DELETE FROM content")
    base.commit()
    base.close()
    ran = handouts("reprint", number)
    assert ran.code == Exit.CONTENT
    assert "--anyway" in ran.err
    assert not (issued / f"{number}.pdf").exists()
    assert handouts("reprint", number, "--anyway").code == 0


@pytest.mark.parametrize("option", ["--mono", "--no-form", "--two-up", "--no-codes", "--brand=northgate"])
def test_reprint_prints_as_it_was_printed(handouts: Run, issued: Path, option: str):
    assert handouts("batch", "roster.csv", option, "-o", "other").code == 0
    (made,) = (issued / "other").glob("0001-*.pdf")
    before = made.read_bytes()
    made.unlink()
    ran = handouts("reprint", made.stem[-12:], "-o", "again.pdf", *([option] if "brand" in option else []))
    assert ran.code == 0, ran.err
    assert (issued / "again.pdf").read_bytes() == before


def test_a_register_of_an_older_form_is_brought_up_to_date(tmp_path: Path):
    base = sqlite3.connect(tmp_path / FILE)
    base.executescript(STEPS[0])
    base.execute("INSERT INTO issued VALUES ('H', '7', 'Mei Tan', 'p', '1', 'd', 'v', 's', 't', 'x', '{}')")
    base.execute("PRAGMA user_version=1")
    base.commit()
    base.close()
    with open_register(tmp_path) as register:
        (row,) = register.find("H")
        assert (row.patient, row.week, row.how, row.content) == ("Mei Tan", 1, "", "")
        register.keep("d", b"content")
        assert register.content("d") == b"content"
        assert register.content("other") is None


def test_reprint_of_nonsense(handouts: Run, issued: Path):
    assert handouts("reprint", "hello").code == Exit.USAGE
    assert handouts("reprint", "0000-0000-0000").code == Exit.USAGE


def test_forget_removes_a_person(handouts: Run, issued: Path):
    ran = handouts("forget", "1041", "--files", "--yes")
    assert ran.code == 0
    assert "Removed 1 entry from the register, and the patient from 2 files." in ran.out  # sheet and manifest
    assert list((issued / "output").glob("0001-*.pdf")) == []
    assert handouts("history", "1041").code == Exit.USAGE
    assert handouts("history", "1042").code == 0
    assert b"Mei Tan" not in b"".join(path.read_bytes() for path in issued.glob("register.sqlite*"))


def test_without_a_clinic_there_is_no_register(handouts: Run, tmp_path: Path):
    ran = handouts("history", "Mei Tan")
    assert ran.code == Exit.USAGE
    assert "clinic's folder" in ran.err
    (tmp_path / "r.csv").write_text("patient,program\nA,hip-hinge\n")
    assert handouts("batch", "r.csv").code == 0
    assert not list(tmp_path.rglob("register*"))


def test_the_hash_is_that_of_the_file(handouts: Run, issued: Path):
    for row in json.loads((issued / "output" / "manifest-roster.json").read_text()):
        assert sha256((issued / "output" / row["file"]).read_bytes()).hexdigest() == row["sha256"]


# --- each question and each change, to the letter ---------------------------------------------------


def test_history_is_the_latest_first_and_by_place_within_a_moment(tmp_path: Path):
    at = ("2026-11-20T08:00:00", "2026-11-21T08:00:00", "2026-11-20T08:00:00", "2025-12-31T23:59:59")
    with open_register(tmp_path) as register:
        register.add(
            ROW._replace(handout=f"H{number}", place=place, issued_at=moment)
            for number, (place, moment) in enumerate(zip("cbad", at, strict=True))
        )
        assert [row.handout for row in register.history("1041")] == ["H1", "H2", "H0", "H3"]
        register.add([ROW._replace(handout="H2", place="z", issued_at=at[1])])
        assert [row.place for row in register.find("H2")] == ["z", "a"]
        assert register.find("H9") == []


def test_a_row_comes_back_as_it_was_put_in(tmp_path: Path):
    row = Issued("H", "k", "Zoë “Z” O'Neil", "p", 12, "f", "v", "s", "t", "pl", '{"a": 1}', "how", "content")
    with open_register(tmp_path) as register:
        register.add([row])
    with open_register(tmp_path) as register:
        assert register.find("H") == [row]
        assert register.history("k") == register.history("zoë “z” o'neil") == [row]


def test_a_key_is_taken_to_the_letter_and_a_name_is_not(tmp_path: Path):
    with open_register(tmp_path) as register:
        register.add([ROW._replace(key="ab"), ROW._replace(key="AB", handout="B", patient="ab")])
        assert {row.handout for row in register.history("ab")} == {ROW.handout, "B"}
        assert {row.handout for row in register.history("AB")} == {"B"}
        assert {row.handout for row in register.history("MEI TAN")} == {ROW.handout}


def test_in_folder_takes_what_lies_in_that_folder_itself_alone(tmp_path: Path):
    """What lies deeper is another command's, or was moved out of the way."""
    places = ("output/a.pdf", "output/week/b.pdf", "output0/c.pdf", "output-2/d.pdf", "outpu/e.pdf", "output", "outputs",
              "output/", "output0", "x/output/f.pdf")  # fmt: skip
    with open_register(tmp_path) as register:
        register.add(ROW._replace(handout=f"H{at}", place=place) for at, place in enumerate(places))
        assert register.in_folder("output") == {"H0": places[0], "H7": places[7]}
        assert register.in_folder("output/week") == {"H1": "output/week/b.pdf"}
        assert register.in_folder("nowhere") == {}
        assert ("H0", places[0], "1041", "Mei Tan", "hip-hinge", "2026-11-23") in register.sheets_in("output")


def test_a_file_that_has_moved_is_known_where_it_is(tmp_path: Path):
    with open_register(tmp_path) as register:
        register.add([ROW, ROW._replace(place="output/b.pdf"), ROW._replace(handout="B", place="output/c.pdf")])
        register.moved([("output/a.pdf", "output/replaced/a.pdf"), ("output/c.pdf", "output/replaced/c.pdf")])
        assert {row.place for row in register.find(ROW.handout)} == {"output/b.pdf", "output/replaced/a.pdf"}
        register.moved([("output/b.pdf", "output/replaced/a.pdf")])
        assert [row.place for row in register.find(ROW.handout)] == ["output/replaced/a.pdf"]


def test_adding_is_all_or_none(tmp_path: Path):
    def rows():  # type: ignore[no-untyped-def]
        yield ROW
        raise KeyError

    with open_register(tmp_path) as register:
        with pytest.raises(KeyError):
            register.add(rows())
        assert register.find(ROW.handout) == []
        register.add([ROW])
        assert register.find(ROW.handout) == [ROW]


def test_later_enters_all_at_the_end_and_nothing_where_it_fails(tmp_path: Path):
    second = ROW._replace(handout="B", place="b", how="x", content="y")
    with open_register(tmp_path) as register, open_register(tmp_path) as other:
        with register.later() as take:
            take([ROW])
            take(row for row in [second])
            assert other.history("1041") == []
        assert {row.handout for row in other.history("1041")} == {ROW.handout, "B"}
        assert other.find("B") == [second]

        def failing() -> None:
            with register.later() as take:
                take([ROW._replace(handout="C")])
                raise KeyError

        with pytest.raises(KeyError):
            failing()
        assert other.find("C") == []
        with register.later() as take:
            take([ROW._replace(handout="D"), ROW._replace(sha256="new")])
        assert (other.find("C"), len(other.find("D"))) == ([], 1), "what was not entered then is not entered now"
        assert [row.sha256 for row in other.find(ROW.handout)] == ["new"]


def test_content_is_kept_once_and_never_replaced(tmp_path: Path):
    with open_register(tmp_path) as register:
        register.keep("d", b"first")
        register.keep("d", b"second")
        register.keep("", b"nothing")
        assert register.content("d") == b"first"
        assert register.content("") is None
        assert register.content("e") is None
        with register.changing():
            register.take_out([ROW])
        assert register.content("d") == b"first"
    base = sqlite3.connect(tmp_path / FILE)
    assert base.execute("SELECT count(*) FROM content").fetchone() == (1,)
    base.close()


def test_forget_takes_the_very_rows_out_of_the_bytes(tmp_path: Path):
    """Neither the file nor what SQLite keeps beside it names the patient, while others' rows stay."""
    names = [f"Xanthippe{'q' * 40}{number}" for number in range(300)]
    with open_register(tmp_path) as register:
        register.add(ROW._replace(patient=name, handout=f"H{at}", place=f"p{at}") for at, name in enumerate(names))
        register.add([ROW, ROW._replace(place="elsewhere")])
        with register.changing():
            register.take_out([row for name in names for row in register.history(name)])
            register.take_out([ROW])
        register.tidy(-1)
        assert [row.place for row in register.find(ROW.handout)] == ["elsewhere"], "one place of a handout's two"
        raw = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert b"Xanthippe" not in raw
        assert b"Mei Tan" in raw
        assert register.read("PRAGMA freelist_count") == [(0,)]


def test_tidy_keeps_as_much_empty_as_it_may(tmp_path: Path):
    with open_register(tmp_path) as register:
        register.add(ROW._replace(patient="P" * 3000, handout=f"H{at}", place=f"p{at}") for at in range(100))
        with register.changing() as base:
            base.execute("DELETE FROM issued")
        ((free,),), ((size,),) = register.read("PRAGMA freelist_count"), register.read("PRAGMA page_size")
        assert free > 10
        register.tidy(free * size)
        assert register.read("PRAGMA freelist_count") == [(free,)]
        register.tidy(free * size - 1)
        assert register.read("PRAGMA freelist_count") == [(0,)]


def test_a_change_that_fails_is_undone(tmp_path: Path):
    with open_register(tmp_path) as register:

        def failing() -> None:
            with register.changing() as base:
                base.execute("DELETE FROM issued")
                raise KeyError

        register.add([ROW])
        with pytest.raises(KeyError):
            failing()
        assert register.find(ROW.handout) == [ROW]
        with register.changing():
            register.put([ROW._replace(handout="B")])
        assert len(register.history("1041")) == 2


def test_what_it_promises_the_disk(tmp_path: Path):
    with open_register(tmp_path) as register:
        assert register.read("PRAGMA journal_mode") == [("wal",)]
        assert register.read("PRAGMA synchronous") == [(2,)], "full"
        assert register.read("PRAGMA secure_delete") == [(1,)]
        assert register.read("SELECT handout FROM issued WHERE week = ?", ("9",)) == []


def test_a_newer_register_says_which_and_what_to_do(tmp_path: Path):
    newer = len(STEPS) + 1
    with open_register(tmp_path) as register:
        assert register.read("PRAGMA user_version") == [(newer - 1,)]
    base = sqlite3.connect(tmp_path / FILE)
    base.execute(f"PRAGMA user_version={newer}")
    base.close()
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(HandoutsError) as caught:
        open_register(tmp_path)
    (problem,) = caught.value.problems
    assert problem.place == str(tmp_path / FILE)
    assert problem.message.endswith(f"(its form is {newer}, known is {newer - 1})")
    assert "Install that version, or a later one." in problem.hint
    assert (tmp_path / FILE).read_bytes() == before


def test_a_register_held_by_another_program_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from handouts.deliver import register as module

    with open_register(tmp_path) as register:
        register.add([ROW])
    monkeypatch.setattr(module, "_WAIT", 0.0)
    holder = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with open_register(tmp_path) as register:  # to open it, and to look into it, one need not wait
        assert register.find(ROW.handout) == [ROW]
        with pytest.raises(HandoutsError, match="cannot be used: another command is writing to it") as caught:
            register.add([ROW])
        assert caught.value.code == Exit.OUTPUT
        assert "do not put back a copy" in caught.value.problems[0].hint
        holder.execute("ROLLBACK")
        register.add([ROW])
    holder.close()


ASKED: dict[str, Callable[[Register], object]] = {
    "find": lambda register: register.find("x"),
    "history": lambda register: register.history("x"),
    "in_folder": lambda register: register.in_folder("x"),
    "content": lambda register: register.content("x"),
    "read": lambda register: register.read("SELECT * FROM issued"),
    "later": lambda register: register.later().__enter__(),
    "add": lambda register: register.add([ROW]),
    "keep": lambda register: register.keep("x", b""),
    "take out": lambda register: Outbox(register).forget([ROW], []),
}


@pytest.mark.parametrize("ask", ASKED)
def test_a_table_that_is_gone_is_told_of_whatever_is_asked(tmp_path: Path, ask: str):
    with open_register(tmp_path) as register:
        with register.changing() as base:
            for table in ("issued", "content"):
                base.execute(f"DROP TABLE {table}")
        with pytest.raises(HandoutsError, match="cannot be used") as caught:
            ASKED[ask](register)
        assert caught.value.code == Exit.OUTPUT


def test_a_register_that_is_closed_is_told_of(tmp_path: Path):
    with open_register(tmp_path) as register:
        pass
    with pytest.raises(HandoutsError, match="cannot be used"):
        register.tidy(0)


def test_a_place_where_none_can_be_is_told_of(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"")
    for folder in (tmp_path / "nowhere", tmp_path / "file"):
        with pytest.raises(HandoutsError) as caught:
            open_register(folder)
        (problem,) = caught.value.problems
        assert caught.value.code == Exit.OUTPUT
        assert problem.message.startswith("the register cannot be written: ")
        assert problem.hint == "Check the folder's permissions."


def test_every_older_form_is_brought_up_to_date_with_what_is_in_it(tmp_path: Path):
    for form in range(len(STEPS) + 1):
        folder = tmp_path / str(form)
        folder.mkdir()
        base = sqlite3.connect(folder / FILE)
        for script in STEPS[:form]:
            base.executescript(script)
        if form:
            base.execute(
                "INSERT INTO issued (handout, key, patient, program, week, first_day, version, sha256, issued_at, place,"
                " asked) VALUES ('H', '7', 'Mei Tan', 'p', '1', 'd', 'v', 's', 't', 'x', '{}')"
            )
        base.execute(f"PRAGMA user_version={form}")
        base.commit()
        base.close()
        with open_register(folder) as register:
            assert [row.patient for row in register.find("H")] == (["Mei Tan"] if form else [])
            assert register.read("PRAGMA user_version") == [(len(STEPS),)]
            assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600
