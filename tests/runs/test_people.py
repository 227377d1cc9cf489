"""Who is meant by an id, a name or a part of one: one person, or nobody, and never someone else in silence."""

from __future__ import annotations

import io
import json
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from handouts.base.problems import Exit, HandoutsError
from handouts.deliver.register import Issued
from handouts.mail.message import Message
from handouts.mail.outbox import Outbox
from handouts.runs.people import find_person
from handouts.runs.registers import open_register
from tests.conftest import Ran

Run = Callable[..., Ran]
KEPT = (
    ("1041", "Mei Tan"),
    ("1042", "Siobhán O’Neil"),
    ("1043", "Łukasz Dąbrowski"),
    ("1044", "Joanna Lee"),
    ("1045", "Jo Lee"),
    ("1046", "Jo Lee"),
    ("", "Đỗ Văn Sỹ"),
    ("", "Jörg Sørensen"),
    ("ab", "Ann Bell"),
    ("AB", "Abe Bond"),
    ("1047", "Ann Tan-Bell"),
)


@pytest.mark.parametrize(
    ("typed", "name", "sure"),
    [
        ("1041", "Mei Tan", True),
        ("mei  TAN", "Mei Tan", True),
        (unicodedata.normalize("NFD", "siobhán o'neil"), "Siobhán O’Neil", True),
        ("ab", "Ann Bell", True),
        ("AB", "Abe Bond", True),
        ("Siobhan ONeil", "Siobhán O’Neil", False),
        ("lukasz dabrowski", "Łukasz Dąbrowski", False),
        ("Do Van Sy", "Đỗ Văn Sỹ", False),
        ("Joerg Soerensen", "Jörg Sørensen", False),
        ("mei", "Mei Tan", False),
        ("dabrowski", "Łukasz Dąbrowski", False),
        ("Tan Mei", "Mei Tan", False),
        ("O'Neil, Siobhan", "Siobhán O’Neil", False),
        ("Soren", "Jörg Sørensen", False),
    ],
)
def test_one_person_is_found_however_they_are_typed(typed: str, name: str, sure: bool):
    found = find_person(typed, KEPT)
    assert (found.names, found.sure) == ((name,), sure)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Jo Lee", "2 patients have this name: Jo Lee (1045); Jo Lee (1046)"),
        ("tan", "2 patients fit: Ann Tan-Bell (1047); Mei Tan (1041)"),
        ("aB", "2 patients have this name: Abe Bond (AB); Ann Bell (ab)"),
        ("an", "2 patients fit: Ann Bell (ab); Ann Tan-Bell (1047)"),
        ("Nobody", "knows no such patient"),
        ("ei", "knows no such patient"),
        ("1", "knows no such patient"),
        ("'", "knows no such patient"),
        ("", "is empty"),
        (" \t\u00a0", "is empty"),
        ("\udcff", "half of a broken character"),
        ("x" * 500, "characters long"),
    ],
)
def test_nobody_is_taken_where_several_fit_or_none(typed: str, told: str):
    with pytest.raises(HandoutsError) as caught:
        find_person(typed, KEPT)
    assert told in str(caught.value)
    assert caught.value.code == Exit.USAGE


def test_a_name_without_an_id_is_that_of_the_one_who_has_it():
    kept = [("7", "Jo Lee"), ("", "jo lee"), ("", "Mei Tan")]
    by_name = find_person("JO LEE", kept)
    assert (by_name.key, by_name.loose, by_name.beside) == ("7", ("jo lee",), ())
    by_key = find_person("7", kept)
    assert (by_key.loose, by_key.beside) == ((), ("jo lee",)), "asked for by id, only what has it is theirs"
    with pytest.raises(HandoutsError, match="3 patients have this name"):
        find_person("Jo Lee", [*kept, ("8", "Jo Lee")])


def test_an_id_with_two_names_may_be_two_people():
    kept = [("7", "Jo Lee"), ("7", "Ann Bell"), ("8", "Mei Tan"), ("8", "mei  tan")]
    found = find_person("Jo Lee", kept)
    assert (found.names, found.sure) == (("Ann Bell", "Jo Lee"), False)
    assert find_person("7", kept).sure
    assert find_person("Mei Tan", kept).sure


def test_what_is_kept_without_any_name_is_nobodys():
    with pytest.raises(HandoutsError, match="no such patient"):
        find_person("x", [("", ""), ("", " ")])
    assert find_person("7", [("7", "")]).names == ()


# --- the commands ----------------------------------------------------------------------------------

ROW = Issued("HTW03YNVN0QH", "", "Mei Tan", "hip-hinge", 1, "2026-11-23", "v1.0", "ab", "2026-11-20T08:00:00",
             "output/a.pdf", "{}")  # fmt: skip


@pytest.fixture
def kept(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clinic that has given something to five people, three of them without an id, and written to four."""
    monkeypatch.chdir(clinic)
    people = [("", "Mei Tan"), ("", "Sam Okafor"), ("", "Zoë Tan"), ("7", "Jo Lee"), ("8", "Ann Bell")]
    with open_register(clinic) as register:
        register.add(
            ROW._replace(handout=f"H{at}", place=f"output/{at}.pdf", key=key, patient=name)
            for at, (key, name) in enumerate(people)
        )
        Outbox(register).queue(
            [
                Message(f"H{at}", key, name, f"p{at}@x.example", f"<{at}@x>", b"x", f"t{at}-w", "e")
                for at, (key, name) in enumerate(people[:4])
            ]
        )
    return clinic


def counts(clinic: Path) -> tuple[int, int]:
    with open_register(clinic) as register:
        ((rows,),) = register.read("SELECT count(*) FROM issued")
        return rows, len(Outbox(register).entries())


@pytest.mark.parametrize("text", ["", " ", "\t", "\u00a0"])
@pytest.mark.parametrize("command", [("history",), ("forget", "--yes"), ("forget", "--files", "--yes")])
def test_an_empty_patient_is_refused_and_nobody_is_forgotten(
    handouts: Run, kept: Path, text: str, command: tuple[str, ...]
):
    """A variable of the shell that is not set is enough for that."""
    ran = handouts(command[0], text, *command[1:])
    assert ran.code == Exit.USAGE
    assert "PATIENT: is empty" in ran.err
    assert "Mei" not in ran.out + ran.err
    assert counts(kept) == (5, 4)


def test_one_without_an_id_is_forgotten_alone(handouts: Run, kept: Path):
    assert handouts("forget", "MEI  TAN", "--yes").code == 0
    assert counts(kept) == (4, 3)
    with open_register(kept) as register:
        assert ("", "Mei Tan") not in register.people()
        assert [entry.patient for entry in Outbox(register).entries()] == ["Sam Okafor", "Zoë Tan", "Jo Lee"]


def test_who_was_only_written_to_is_forgotten_too(handouts: Run, kept: Path):
    with open_register(kept) as register, register.changing() as base:
        base.execute("DELETE FROM issued WHERE handout = 'H2'")
    assert handouts("forget", unicodedata.normalize("NFD", "zoë tan"), "--yes").code == 0
    assert counts(kept) == (4, 3)


def test_a_part_of_a_name_is_asked_about_by_its_whole(handouts: Run, kept: Path, monkeypatch: pytest.MonkeyPatch):
    ran = handouts("forget", "okafor", "--yes")
    assert ran.code == Exit.USAGE
    assert "does not say for sure who is meant: it fits Sam Okafor (no id)" in ran.err
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    ran = handouts("forget", "okafor")
    assert ran.code == Exit.STOPPED
    assert "Sam Okafor (no id): remove 1 entry from the register, 1 from the outbox for good?" in ran.err
    assert counts(kept) == (5, 4)
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    assert handouts("forget", "okafor").code == 0
    assert counts(kept) == (4, 3)


@pytest.mark.parametrize("command", [("history",), ("forget", "--yes")])
def test_where_several_fit_they_are_listed_and_nothing_is_done(handouts: Run, kept: Path, command: tuple[str, ...]):
    ran = handouts(command[0], "tan", *command[1:])
    assert ran.code == Exit.USAGE
    assert "2 patients fit: Mei Tan (no id); Zoë Tan (no id)" in ran.err
    assert counts(kept) == (5, 4)


def test_history_says_whom_a_part_of_a_name_means(handouts: Run, kept: Path):
    ran = handouts("history", "zoe tan")
    assert (ran.code, ran.err) == (0, "That is Zoë Tan (no id).\n")
    assert "output/2.pdf" in ran.out
    assert handouts("history", "zoë TAN").err == ""


def test_entries_without_an_id_are_pointed_out_beside_those_with_one(handouts: Run, kept: Path):
    with open_register(kept) as register:
        register.add([ROW._replace(handout="H9", place="output/9.pdf", patient="JO LEE")])
    ran = handouts("history", "7")
    assert "entries without an id too, under the name JO LEE" in ran.err
    assert "output/9.pdf" not in ran.out
    assert "output/9.pdf" in handouts("history", "jo lee").out
    assert handouts("forget", "7", "--yes").code == 0
    with open_register(kept) as register:
        assert ("", "JO LEE") in register.people()


def test_a_name_is_read_from_standard_input(handouts: Run, kept: Path, monkeypatch: pytest.MonkeyPatch):
    """Other users of a computer see what its commands are given, but not what they read."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("Mei Tan\n"))
    assert "output/0.pdf" in handouts("history", "-").out
    monkeypatch.setattr(sys, "stdin", io.StringIO("Mei Tan\ny\n"))
    assert handouts("forget", "-").code == 0
    assert counts(kept) == (4, 3)
    monkeypatch.setattr(sys, "stdin", io.StringIO("Mei Tan\r\n"))
    assert handouts("make", "hip-hinge", "--patient", "-", "-o", "a.pdf").code == 0
    (row,) = json.loads(handouts("history", "mei tan", "--json").out)
    assert row["patient"] == "Mei Tan"
    for command in (("history", "-"), ("forget", "-", "--yes"), ("make", "hip-hinge", "-p", "-", "-o", "b.pdf")):
        monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
        ran = handouts(*command)
        assert ran.code == Exit.USAGE
        assert "standard input is empty" in ran.err
    assert not (kept / "b.pdf").exists()


def test_names_in_file_names_keep_their_letters(handouts: Run, kept: Path):
    for name in ("Łukasz Đỗ", "Jörg Sørensen", "Şule Ağaoğlu"):
        assert handouts("make", "hip-hinge", "-p", name, "--names").code == 0
    made = {path.name.split("-hip-hinge")[0] for path in (kept / "output").glob("*.pdf")}
    assert made == {"lukasz-do", "jorg-sorensen", "sule-agaoglu"}


def test_check_takes_two_spellings_of_a_name_for_one_person(handouts: Run, kept: Path):
    names = ("Zoë O’Neil", unicodedata.normalize("NFD", "ZOË  O'Neil"))
    (kept / "r.csv").write_text("patient,program\n" + "".join(f"{name},hip-hinge\n" for name in names))
    assert "r.csv:3: warning: has the same name as line 2" in handouts("check", "r.csv").err
