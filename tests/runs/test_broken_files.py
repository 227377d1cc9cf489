"""A broken file of the clinic's stops what uses it, and nothing else; every command says the same of it."""

from __future__ import annotations

import json
import pickle
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.shipped import shipped
from handouts.library.load import load_library
from handouts.library.snapshot import restore, snapshot
from handouts.runs.job import Job
from handouts.runs.rows import Bench
from tests.conftest import Ran

Run = Callable[..., Ran]


@pytest.fixture
def here(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(clinic)
    return clinic


def edit(path: Path, old: str, new: str) -> int:
    """Replace text in a file; gives the line it was on."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


def break_calf(here: Path) -> tuple[int, int]:
    """Two faults in the clinic's own drill, which its program calf-care uses; gives their lines."""
    path = here / "drills" / "calf-stretch.yaml"
    return edit(path, "equipment:", "equipmnt:"), edit(path, "rest: 30", "rest: soon")


def printed(here: Path) -> list[str]:
    return sorted(path.name for path in (here / "output").glob("*.pdf"))


def test_what_does_not_use_it_is_made_and_what_does_fails_with_all_its_faults(handouts: Run, here: Path):
    lines = break_calf(here)
    ran = handouts("make", "hip-hinge", "-p", "A B")
    assert ran.code == 0
    assert re.search(r"drills/calf-stretch\.yaml:\d+: warning: has 2 problems, so the drill “calf-stretch”", ran.err)
    for what in ("calf-stretch", "calf-care"):
        ran = handouts("make", what, "-p", "A B")
        assert ran.code == Exit.CONTENT
        assert all(f"drills/calf-stretch.yaml:{line}: " in ran.err for line in lines), ran.err
        assert "“calf-stretch” cannot be printed before drills/calf-stretch.yaml is mended" in ran.err
    assert len(printed(here)) == 1


def test_lists_name_what_is_wrong_with_what_is_asked_for(handouts: Run, here: Path):
    lines = break_calf(here)
    edit(here / "programs" / "calf-care.yaml", "id: calf-care", "id: calf-care\nnonsense: 1")
    ran = handouts("drills", "calf-stretch")
    assert (ran.code, f"drills/calf-stretch.yaml:{lines[0]}:" in ran.err) == (Exit.CONTENT, True)
    ran = handouts("drills", "calf")
    assert (ran.code, "calf-stretch-wall" in ran.out, "3 problems in the content" in ran.err) == (0, True, True)
    (here / "drills" / "odd.yaml").write_text("id: odd-one\n")
    ran = handouts("drills", "odd-one")
    assert (ran.code, "drills/odd.yaml:1: lacks “name”" in ran.err) == (Exit.CONTENT, True)
    ran = handouts("programs", "calf-care")
    assert (ran.code, "nonsense" in ran.err) == (Exit.CONTENT, True)


def test_what_is_left_out_of_the_handout_is_not_needed(handouts: Run, here: Path):
    break_calf(here)
    assert handouts("make", "calf-care", "-p", "A B", "--skip", "calf-stretch").code == 0
    assert handouts("make", "calf-care", "-p", "A B", "--dose", "calf-stretch:sets=2").code == Exit.CONTENT


def test_weeks_without_it_are_made(handouts: Run, here: Path):
    path = here / "programs" / "calf-care.yaml"
    edit(path, "      - { drill: calf-stretch, sets: 3, reps: 1, hold: 30 }\n", "")
    break_calf(here)
    assert handouts("show", "calf-care", "-p", "A B", "--week", "1").code == Exit.CONTENT
    ran = handouts("show", "calf-care", "-p", "A B", "--week", "2")
    assert ran.code == 0
    assert "Calf stretch" not in ran.out


@pytest.mark.parametrize(
    "content",
    [
        b"id: plank\nlanguage: en\nname: Our plank\n  why: [",
        b"steps: 5\nid: plank\n",
        b"\xff\xfe" + "id: plank\nname: x\n".encode("utf-16-le"),
        b"name: \xe9\n'id': \"plank\"  # ours\n",
    ],
)
def test_a_shipped_drill_does_not_stand_in_for_a_broken_own_one(handouts: Run, here: Path, content: bytes):
    (here / "drills" / "ours.yaml").write_bytes(content)
    for what in ("plank", "low-back"):  # a shipped program that has the plank in its fourth week
        ran = handouts("make", what, "-p", "A B", "--week", "4")
        assert (ran.code, "drills/ours.yaml" in ran.err) == (Exit.CONTENT, True), ran.err
    assert handouts("make", "hip-hinge", "-p", "A B").code == 0


@pytest.mark.parametrize("content", [b"", b"[", b"\0\0", b"id: Plank!\n"])
def test_a_file_that_does_not_say_its_id_is_known_by_its_name(handouts: Run, here: Path, content: bytes):
    (here / "drills" / "plank.yaml").write_bytes(content)
    assert handouts("make", "plank", "-p", "A B").code == Exit.CONTENT
    assert handouts("make", "wall-sit", "-p", "A B").code == 0


def test_a_translation_that_does_not_say_its_language_leaves_the_others_alone(handouts: Run, here: Path):
    (here / "drills" / "calf-stretch.es.yaml").write_text("id: calf-stretch\nname: Gemelos\n")
    assert handouts("make", "calf-stretch", "-p", "A B").code == 0


def test_of_two_drills_with_one_id_neither_is_printed(handouts: Run, here: Path):
    path = here / "drills" / "calf-stretch.yaml"
    (here / "drills" / "other.yaml").write_text(path.read_text())
    ran = handouts("make", "calf-stretch", "-p", "A B")
    assert (ran.code, ran.err.count("has the id “calf-stretch”")) == (Exit.CONTENT, 2)
    assert handouts("make", "small-squat", "-p", "A B").code == 0


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_batch_makes_the_others(handouts: Run, here: Path, jobs: str):
    lines = break_calf(here)
    rows = ["A B,hip-hinge", "C D,calf-care", "E F,plank", "G H,Calf stretch at a wall"]
    (here / "r.csv").write_text("\n".join(["patient,program", *rows, *["I J,plank"] * 40]) + "\n")
    ran = handouts("batch", "r.csv", "--jobs", jobs)
    assert ran.code == Exit.SOME_FAILED
    assert len(printed(here)) == 42
    for row, line in ((3, lines[0]), (5, lines[1])):
        assert f"r.csv:{row}: program: the drill" in ran.err
        assert ran.err.count(f"drills/calf-stretch.yaml:{line}: ") == 1 + (line == min(lines))  # the warning has one
    manifest = json.loads((here / "output" / "manifest-r.json").read_text())
    assert [row["state"] for row in manifest[:4]] == ["written", "failed", "written", "failed"]


def test_check_tells_everything_and_looks_at_rosters_all_the_same(handouts: Run, here: Path):
    lines = break_calf(here)
    (here / "r.csv").write_text("patient,program\nA B,hip-hinge\nC D,calf-care\nE F,hip-hing\n")
    ran = handouts("check", "r.csv")
    assert ran.code == Exit.CONTENT
    assert all(f"drills/calf-stretch.yaml:{line}: " in ran.err for line in lines)
    assert "r.csv:3: program: the drill “calf-stretch”" in ran.err
    assert "r.csv:4: program: there is no drill or program “hip-hing”" in ran.err
    assert "4 to mend" in ran.out
    assert "1 roster" in ran.out


@pytest.mark.parametrize("wrong", ["papre: a4", "paper: [", "paper: a4\npaper: a4"])
def test_a_broken_clinic_stops_everything_and_keeps_its_name(handouts: Run, here: Path, wrong: str):
    path = here / "clinic.yaml"
    name = re.search(r"^name: (.+)$", path.read_text(), re.MULTILINE)
    assert name
    edit(path, "paper: a4", wrong)
    (here / "r.csv").write_text("patient,program\nA B,hip-hinge\n")
    ran = handouts("check", "r.csv")
    assert ran.code == Exit.CONTENT
    assert ran.out.startswith(f"{name[1]}: ")
    assert "No roster was looked at" in ran.out
    assert "1 roster" not in ran.out
    for command in (("make", "hip-hinge", "-p", "A"), ("batch", "r.csv"), ("show", "hip-hinge", "-p", "A")):
        ran = handouts(*command)
        assert (ran.code, "clinic.yaml:" in ran.err) == (Exit.CONTENT, True)
    assert printed(here) == []


def test_a_clinic_without_a_readable_name_is_called_by_its_folder(handouts: Run, here: Path):
    (here / "clinic.yaml").write_text("nmae: x\n")
    assert handouts("check").out.startswith("clinic: ")


def test_what_is_cut_off_is_told_by_every_command_that_prints(handouts: Run, here: Path):
    edit(here / "clinic.yaml", "name: Your Clinic", "name: Studio #5")
    edit(here / "drills" / "calf-stretch.yaml", "Bend your front knee a little.", "Bend your knee #2 a little.")
    (here / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    (here / "r.csv").write_text("patient,program\nA B,hip-hinge\n")
    for command in (("make", "hip-hinge", "-p", "A"), ("batch", "r.csv"), ("show", "hip-hinge", "-p", "A"), ("check",)):
        ran = handouts(*command)
        assert ran.code == 0
        for said in (
            "the text ends before “#5”",
            "the text ends before “#2 a little.”",
            "shows nothing on white paper",
        ):
            assert ran.err.count(said) == 1, (command, ran.err)


def test_a_colour_too_pale_is_told_with_its_line(handouts: Run, here: Path):
    line = edit(here / "clinic.yaml", '"#0A6E6E"', '"#FFEE88"')
    assert f"clinic.yaml:{line}: warning: the accent colour" in handouts("check").err


# --- layouts, languages, messages --------------------------------------------------------------


def test_a_broken_layout_or_language(handouts: Run, here: Path):
    for folder, name in (("layouts", "compact"), ("words", "en")):
        source = shipped("templates" if folder == "layouts" else "content", folder, f"{name}.yaml")
        (here / folder).mkdir()
        (here / folder / f"{name}.yaml").write_text(f"{source.read_text()}\nnonsense: 1\n")
    for wish in (("--layout", "compact"), ()):
        ran = handouts("make", "hip-hinge", "-p", "A B", *wish)
        assert (ran.code, "words/en.yaml:" in ran.err) == (Exit.CONTENT, True)
    for command in (("figure", "plank"), ("figure", "--all"), ("check",), ("show", "plank", "-p", "A")):
        ran = handouts(*command)
        assert (ran.code, "words/en.yaml:" in ran.err) == (Exit.CONTENT, True), command
    (here / "words" / "en.yaml").unlink()
    ran = handouts("make", "hip-hinge", "-p", "A B", "--layout", "compact")
    assert (ran.code, "layouts/compact.yaml:" in ran.err) == (Exit.CONTENT, True)
    assert handouts("make", "hip-hinge", "-p", "A B").code == 0
    edit(here / "clinic.yaml", "layout: standard", "layout: compact")
    assert handouts("make", "hip-hinge", "-p", "A B").code == Exit.CONTENT
    assert handouts("make", "hip-hinge", "-p", "A B", "--layout", "standard").code == 0
    assert handouts("check").code == Exit.CONTENT


def test_a_broken_standard_layout_is_named_where_pictures_need_it(handouts: Run, here: Path):
    (here / "layouts").mkdir()
    (here / "layouts" / "standard.yaml").write_text("id: standard\n")
    ran = handouts("figure", "plank")
    assert (ran.code, "layouts/standard.yaml:" in ran.err) == (Exit.CONTENT, True)


def test_a_broken_message_does_not_stop_printing(handouts: Run, here: Path):
    (here / "messages" / "en").mkdir(parents=True)
    (here / "messages" / "en" / "body.txt").write_text("{% for %}")
    assert handouts("check").code == Exit.CONTENT
    assert handouts("make", "hip-hinge", "-p", "A B").code == 0


# --- pictures that check refuses ----------------------------------------------------------------


def test_a_pose_that_check_refuses_is_refused_by_all(handouts: Run, here: Path):
    edit(here / "drills" / "small-squat.yaml", "shin: -16", "shin: 80")
    found = re.findall(r"drills/small-squat\.yaml:\d+: picture 2", handouts("check").err)
    assert found
    (here / "r.csv").write_text("patient,program\nA B,small-squat\nC D,hip-hinge\n")
    for command in (("make", "small-squat", "-p", "A"), ("show", "small-squat", "-p", "A"), ("batch", "r.csv")):
        ran = handouts(*command)
        assert ran.code == (Exit.SOME_FAILED if command[0] == "batch" else Exit.CONTENT), command
        assert found[0] in ran.err
    assert len(printed(here)) == 1
    assert handouts("check", "r.csv").err.count(found[0]) == len(found)  # each once
    ran = handouts("figure", "small-squat")  # is drawn, so that it can be seen
    assert (ran.code, (here / "small-squat.pdf").exists()) == (Exit.CONTENT, True)


def test_a_drill_whose_picture_is_gone(handouts: Run, here: Path):
    (here / "drills" / "pictures" / "calf-hold.svg").unlink()
    ran = handouts("make", "calf-stretch", "-p", "A B")
    assert (ran.code, "pictures/calf-hold.svg" in ran.err) == (Exit.CONTENT, True)
    assert handouts("make", "hip-hinge", "-p", "A B").code == 0


def test_a_figure_is_drawn_beside_a_broken_file_and_not_of_it(handouts: Run, here: Path):
    lines = break_calf(here)
    assert handouts("figure", "plank").code == 0
    ran = handouts("figure", "calf-stretch")
    assert (ran.code, f"calf-stretch.yaml:{lines[0]}" in ran.err) == (Exit.CONTENT, True)
    ran = handouts("figure", "--all")
    assert (ran.code, (here / "pictures.pdf").exists()) == (Exit.CONTENT, True)


# --- what was kept ------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["drill", "pose", "clinic"])
def test_what_was_printed_is_printed_again_whatever_is_broken_now(handouts: Run, here: Path, what: str):
    program = "small-squat" if what == "pose" else "calf-care"
    made = handouts("make", program, "-p", "A B", "--json")
    file = Path(json.loads(made.out)["file"])
    before = file.read_bytes()
    file.unlink()
    if what == "drill":
        break_calf(here)
    elif what == "pose":
        edit(here / "drills" / "small-squat.yaml", "shin: -16", "shin: 80")
    else:
        edit(here / "clinic.yaml", "paper: a4", "paper: a9")
    ran = handouts("reprint", json.loads(made.out)["id"], "-o", "again.pdf")
    assert ran.code == 0, ran.err
    assert (here / "again.pdf").read_bytes() == before


def test_where_nothing_was_kept_reprint_tells_what_is_broken(handouts: Run, here: Path):
    made = json.loads(handouts("make", "calf-care", "-p", "A B", "--json").out)
    Path(made["file"]).unlink()
    with sqlite3.connect(here / "register.sqlite") as register:
        register.execute("DELETE FROM content")
    lines = break_calf(here)
    ran = handouts("reprint", made["id"])
    assert (ran.code, f"drills/calf-stretch.yaml:{lines[0]}:" in ran.err) == (Exit.CONTENT, True)


def test_a_snapshot_keeps_broken_files_too_and_what_was_printed_beside_them_comes_again(handouts: Run, here: Path):
    break_calf(here)
    made = json.loads(handouts("make", "small-squat", "-p", "A B", "--json").out)
    before = Path(made["file"]).read_bytes()
    Path(made["file"]).unlink()
    edit(here / "drills" / "small-squat.yaml", "name: Small squat", "name: Little squat")
    assert handouts("reprint", made["id"], "-o", "again.pdf").code == 0
    assert (here / "again.pdf").read_bytes() == before


def test_content_that_is_too_large_is_not_read_to_be_kept(here: Path, tmp_path: Path):
    with (here / "drills" / "film.mp4").open("wb") as file:
        file.truncate(300_000_000)  # takes no room on the disk
    assert snapshot(load_library(here)) == ("", b"")
    (here / "drills" / "film.mp4").unlink()
    digest, data = snapshot(load_library(here))
    restore(data, tmp_path / "again")
    assert digest == snapshot(load_library(tmp_path / "again"))[0]


# --- workers ------------------------------------------------------------------------------------


def test_a_worker_does_not_go_on_with_files_that_were_changed(here: Path):
    from datetime import date

    digest, _ = snapshot(load_library(here))
    job = Job(here, None, {}, {}, date(2026, 11, 20), "r.csv", "files", here / "output", content=digest)
    assert Bench(job).library.clinic
    edit(here / "drills" / "small-squat.yaml", "reps: 8", "reps: 9")
    with pytest.raises(HandoutsError, match="changed while"):
        Bench(job)


def test_an_error_comes_whole_from_another_process():
    error = HandoutsError([Problem("a.yaml", 3, "is wrong", "Mend it.")], Exit.OUTPUT)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own
    assert (again.problems, again.code, str(again)) == (error.problems, error.code, str(error))
