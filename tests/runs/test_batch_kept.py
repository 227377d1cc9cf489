"""What a batch leaves: nothing half, nothing lost, nothing beside what takes its place; and what is told is so."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from handouts.base import files
from handouts.base.files import Parts
from handouts.base.problems import Exit
from handouts.deliver import manifest as manifests
from handouts.deliver import save as saving
from handouts.deliver.manifest import Manifest
from handouts.runs import batch
from handouts.runs.registers import open_register
from tests.conftest import Ran
from tests.faults import ended_at
from tests.runs.test_batch import BATCH, big, pdfs

Run = Callable[..., Ran]
WEEK = "output/week-of-2026-11-23"


@pytest.fixture
def here(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(clinic)
    return clinic


def manifest(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(path.read_text())
    return rows


def entries(clinic: Path) -> int:
    with open_register(clinic) as register:
        ((count,),) = register.read("SELECT count(*) FROM issued")
        return int(count)


# --- stopped ---------------------------------------------------------------------------------------


def test_a_zip_that_is_stopped_is_not_there_and_nothing_says_it_is(here: Path):
    big(here, 160)
    ran = ended_at("after-chunk:INT", 1, [*BATCH, "--jobs", "1", "--zip", "-o", "b"], here)
    assert ran.returncode == Exit.STOPPED
    assert "Stopped: there is no b.zip, as it would not be whole. To make it: the same command again." in ran.stderr
    assert "--resume" not in ran.stderr
    assert ran.stdout == "0 written to b.zip, 160 not tried.\n"
    assert not (here / "b.zip").exists()
    assert list((here / "b").iterdir()) == []
    assert entries(here) == 0


def test_a_zip_that_was_whole_when_control_c_came_is_kept(here: Path):
    big(here, 20)
    ran = ended_at("after-chunk:INT", 1, [*BATCH, "--jobs", "1", "--zip", "-o", "b"], here)
    assert ran.returncode == 0, ran.stderr
    assert (here / "b.zip").exists()
    assert entries(here) == 20


def test_packets_that_are_stopped_go_on_with_the_same_command(handouts: Run, here: Path):
    big(here, 9)
    arguments = [*BATCH, "--jobs", "1", "--packet", "--packet-size", "3"]
    ran = ended_at("after-file:INT", 1, arguments, here)
    assert ran.returncode == Exit.STOPPED
    assert "Stopped after 3 of 9 rows. To go on: the same command again" in ran.stderr
    assert "On another day add --issued 2026-11-20." in ran.stderr
    assert "--resume" not in ran.stderr
    (first,) = pdfs(here)
    before = first.read_bytes()
    ran = handouts(*arguments)
    assert (ran.code, ran.out) == (0, f"6 written to {here / WEEK} in 3 packets, 3 there already.\n")
    assert first.read_bytes() == before
    assert len(pdfs(here)) == 3


@pytest.mark.parametrize("when", ["before-chunk", "before-file"])
def test_a_kill_leaves_no_part_of_a_sheet_that_outlives_the_next_command(handouts: Run, here: Path, when: str):
    big(here, 60)
    ran = ended_at(f"{when}:KILL", 2, [*BATCH, "--jobs", "1"], here)
    assert ran.returncode == -signal.SIGKILL
    assert handouts(*BATCH, "--resume").code == 0
    assert [path.name for path in here.rglob(".handout*")] == []


# --- where it goes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [".", "..", "/", "./", "a/..", ".zip"])
def test_a_zip_without_a_name_is_refused_before_anything_is_written(handouts: Run, here: Path, place: str):
    before = sorted(here.parent.rglob("*"))
    ran = handouts("batch", "roster.csv", "--zip", "-o", place)
    assert ran.code == Exit.USAGE
    assert "gives the zip file no name" in ran.err
    assert sorted(here.parent.rglob("*")) == before


@pytest.mark.parametrize("place", ["week.zip", "week"])
def test_a_zip_is_called_what_was_asked(handouts: Run, here: Path, place: str):
    before = set(here.iterdir())
    ran = handouts("batch", "roster.csv", "--zip", "-o", place)
    assert ran.code == 0
    assert "3 written to week.zip" in ran.out
    assert {path.name for path in set(here.iterdir()) - before if not path.name.startswith("register")} == {
        "week",
        "week.zip",
    }
    assert sorted(path.name for path in (here / "week").iterdir()) == [
        "manifest-roster-zip.csv",
        "manifest-roster-zip.json",
    ]
    assert handouts("batch", "roster.csv", "--zip", "-o", place).code == Exit.EXISTS


@pytest.mark.parametrize(("place", "told"), [(".", "3 written to this folder."), ("..", "3 written to “..”.")])
def test_a_sentence_that_ends_with_a_folder_is_one(handouts: Run, here: Path, place: str, told: str):
    assert told in handouts("batch", "roster.csv", "-o", place).out


@pytest.mark.parametrize("kind", [(), ("--zip",), ("--packet",)])
def test_a_folder_whose_name_nothing_can_show_is_refused_at_once(handouts: Run, here: Path, kind: tuple[str, ...]):
    before = sorted(here.rglob("*"))
    ran = handouts("batch", "roster.csv", *kind, "-o", os.fsdecode(b"w\xf6che"))
    assert ran.code == Exit.USAGE
    assert "is not a name in this system's encoding" in ran.err
    assert sorted(here.rglob("*")) == before


def test_of_two_zips_at_once_the_second_says_so_and_leaves_the_firsts_manifest(
    handouts: Run, here: Path, monkeypatch: pytest.MonkeyPatch
):
    work = batch._worked

    def slow(*given: Any) -> Any:
        made = list(work(*given))
        with monkeypatch.context() as patch:
            patch.setattr(batch, "_worked", work)
            assert handouts("batch", "roster.csv", "--zip", "-o", "b").code == 0
        before.update({path: path.read_bytes() for path in [here / "b.zip", *(here / "b").iterdir()]})
        yield from made

    before: dict[Path, bytes] = {}
    monkeypatch.setattr(batch, "_worked", slow)
    ran = handouts("batch", "roster.csv", "--layout", "log", "--zip", "-o", "b")
    assert ran.code == Exit.EXISTS
    assert "b.zip: was put there meanwhile, by another command" in ran.err
    assert {path: path.read_bytes() for path in before} == before
    assert len(before) == 3


def test_equal_bytes_that_appear_between_two_looks_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Two commands with one roster write the same files at the same time."""
    path = tmp_path / "x.pdf"
    look = saving._holds

    def late(where: Path, parts: Parts) -> bool:
        found = look(where, parts)
        path.write_bytes(b"new")
        return found

    monkeypatch.setattr(saving, "_holds", late)
    assert saving.save(path, b"new", force=False) == "same"


def test_two_batches_at_once_both_tell_that_all_is_there(handouts: Run, here: Path, monkeypatch: pytest.MonkeyPatch):
    """The other one names each file after this one has looked for it, and before it names its own."""
    big(here, 6)
    place = files._placed

    def late(one: Any, **given: Any) -> Any:
        Path(one.path).write_bytes(os.pread(one.handle, 1 << 24, 0))  # the other one
        return place(one, **given)

    monkeypatch.setattr(files, "_placed", late)
    ran = handouts(*BATCH)
    assert (ran.code, ran.out) == (0, f"0 written to {here / WEEK}, 6 there already.\n")
    assert {row["state"] for row in manifest(here / WEEK / "manifest-big.json")} == {"same"}


# --- the manifest ------------------------------------------------------------------------------------


def test_a_manifest_that_cannot_be_written_is_a_problem(handouts: Run, here: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: Any, **__: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(manifests, "writing", full)
    ran = handouts("batch", "roster.csv")
    assert ran.code == Exit.OUTPUT
    assert "manifest-roster.json: the manifest cannot be written: No space left" in ran.err
    assert "3 written" in ran.out


@pytest.mark.parametrize("suffix", [".json", ".csv"])
def test_what_is_no_manifest_is_not_replaced(handouts: Run, here: Path, suffix: str):
    (here / "output").mkdir()
    (here / "output" / f"manifest-roster{suffix}").mkdir()
    found = json.loads(handouts("batch", "roster.csv", "--json").out)
    assert Path(found["manifest"]).name == "manifest-roster-2.json"
    assert len(manifest(here / "output" / "manifest-roster-2.json")) == 3
    assert (here / "output" / "manifest-roster-2.csv").is_file()


def test_a_rosters_name_may_be_as_long_as_a_disk_takes(handouts: Run, here: Path):
    for letter in ("r", "é"):
        name = letter * (250 // len(letter.encode())) + ".csv"
        (here / name).write_bytes((here / "roster.csv").read_bytes())
        found = json.loads(handouts("batch", name, "-o", "a", "--json").out)
        assert len(manifest(here / found["manifest"])) == 3
    assert len(list((here / "a").glob("manifest-*"))) == 4


def test_two_rosters_of_one_name_have_two_manifests(handouts: Run, here: Path):
    for folder, name in (("x", "Mei Tan"), ("y", "Jo Lee")):
        (here / folder).mkdir()
        (here / folder / "r.csv").write_text(f"patient,program\n{name},hip-hinge\n")
    for folder in ("x", "y", "x", "y"):
        assert handouts("batch", f"{folder}/r.csv", "-o", "a").code == 0
    first, second = (manifest(here / "a" / f"manifest-r{more}.json") for more in ("", "-2"))
    assert [(row["patient"], row["roster"]) for row in (*first, *second)] == [
        ("Mei Tan", "x/r.csv"),
        ("Jo Lee", "y/r.csv"),
    ]
    assert len(list((here / "a").glob("manifest-*"))) == 4


def test_a_manifest_of_an_earlier_version_is_that_of_the_roster(tmp_path: Path):
    for old in ("[\n]\n", '[\n{"number": 1, "line": 2}\n]\n'):
        (tmp_path / "manifest-r.json").write_text(old)
        with Manifest(tmp_path, "r", "r.csv") as written:
            written.add({"number": 3})
        assert [row["number"] for row in manifest(tmp_path / "manifest-r.json")] == [3]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["manifest-r.csv", "manifest-r.json"]


def test_a_pile_and_single_files_have_manifests_of_their_own(handouts: Run, here: Path):
    for kind in ((), ("--packet",), ("--zip",)):
        assert handouts("batch", "roster.csv", *kind, "-o", "a").code == 0
    made = {path.stem: {row["file"] for row in manifest(path)} for path in (here / "a").glob("manifest-*.json")}
    assert set(made) == {"manifest-roster", "manifest-roster-packet", "manifest-roster-zip"}
    assert made["manifest-roster-packet"] == {"packet-01.pdf"}
    assert made["manifest-roster"] == made["manifest-roster-zip"]


def test_half_a_character_in_a_row_spoils_no_manifest(tmp_path: Path):
    with Manifest(tmp_path, "r", os.fsdecode(b"\xf6.csv")) as written:
        written.add({"number": 1, "patient": "A \udc80"})
        written.add({"number": 2, "patient": "Zoë"})
    assert written.problem is None
    assert [row["patient"] for row in manifest(tmp_path / "manifest-r.json")] == ["A \udc80", "Zoë"]
    table = list(csv.DictReader(io.StringIO((tmp_path / "manifest-r.csv").read_text("utf-8-sig"))))
    assert [row["patient"] for row in table] == ["A ?", "Zoë"]


def test_a_roster_whose_name_is_not_in_the_systems_encoding(handouts: Run, here: Path):
    name = os.fsdecode(b"w\xf6che.csv")
    (here / name).write_bytes((here / "roster.csv").read_bytes())
    ran = handouts("batch", name)
    assert ran.code == 0
    assert len(list((here / "output").glob("manifest-*"))) == 2


def test_the_manifest_names_whom_it_failed_for(handouts: Run, here: Path):
    """Also where only the file, or the packet, came to nothing."""
    assert handouts("batch", "roster.csv", "-o", "a").code == 0
    for path in pdfs(here / "a")[:1]:
        path.write_bytes(b"another")
    assert handouts("batch", "roster.csv", "-o", "a").code == Exit.SOME_FAILED
    rows = manifest(here / "a" / "manifest-roster.json")
    assert [(row["id"], row["patient"], row["state"]) for row in rows] == [
        ("1041", "Mei Tan", "failed"),
        ("1042", "Sam Okafor", "same"),
        ("1043", "Ana García", "same"),
    ]
    (here / "p").mkdir()
    (here / "p" / "packet-02.pdf").write_bytes(b"another")
    assert handouts("batch", "roster.csv", "--packet", "--packet-size", "2", "-o", "p").code == Exit.SOME_FAILED
    rows = manifest(here / "p" / "manifest-roster-packet.json")
    assert [(row["patient"], row["state"]) for row in rows] == [
        ("Mei Tan", "written"),
        ("Sam Okafor", "written"),
        ("Ana García", "failed"),
    ]


def test_the_manifest_names_those_that_were_done_before(handouts: Run, here: Path):
    assert handouts("batch", "roster.csv").code == 0
    assert handouts("batch", "roster.csv", "--resume").code == 0
    rows = manifest(here / "output" / "manifest-roster.json")
    assert [(row["patient"], row["state"]) for row in rows] == [
        (name, "done") for name in ("Mei Tan", "Sam Okafor", "Ana García")
    ]
    with open_register(here) as register:
        assert all(row.sha256 for row in register.history("1041")), "what is known of them stays"


# --- packets -----------------------------------------------------------------------------------------


def test_a_packet_that_failed_is_not_counted(handouts: Run, here: Path):
    assert handouts("batch", "roster.csv", "--packet", "--packet-size", "2", "-o", "a").code == 0
    (here / "a" / "packet-02.pdf").write_bytes(b"another")
    ran = handouts("batch", "roster.csv", "--packet", "--packet-size", "2", "-o", "a")
    assert (ran.code, ran.out) == (Exit.SOME_FAILED, "0 written to a in 1 packet, 2 there already, 1 failed.\n")
    (here / "a" / "packet-01.pdf").write_bytes(b"another")
    ran = handouts("batch", "roster.csv", "--packet", "--packet-size", "2", "-o", "a")
    assert (ran.code, ran.out) == (Exit.EXISTS, "0 written to a, 3 failed.\n")


def test_where_nothing_is_made_for_a_file_in_the_way_the_code_says_so(handouts: Run, here: Path):
    """Whatever else is wrong with another row."""
    (here / "r.csv").write_text("patient,program\nMei Tan,hip-hinge\nJo Lee,nonsense\n")
    (here / "a").mkdir()
    (here / "a" / "packet-01.pdf").write_bytes(b"another")
    assert handouts("batch", "r.csv", "--packet", "-o", "a").code == Exit.EXISTS
    assert handouts("batch", "r.csv", "--packet", "-o", "b").code == Exit.SOME_FAILED


def test_packets_are_as_small_as_the_printer_needs(handouts: Run, here: Path):
    big(here, 7)
    assert handouts(*BATCH, "--packet", "--packet-size", "3", "-o", "a").code == 0
    counts = [len(PdfReader(path).outline) for path in pdfs(here / "a")]
    assert counts == [3, 3, 1]
    ran = handouts(*BATCH, "--packet", "--force", "-o", "a")
    assert "holds 2 other packets, from an earlier run" in ran.err
    for size in ("0", "1001", "x"):
        assert handouts(*BATCH, "--packet", "--packet-size", size).code == Exit.USAGE


@pytest.mark.parametrize("option", [("--simplex",), ("--packet-size", "3")])
def test_an_option_of_packets_alone_is_not_passed_over(handouts: Run, here: Path, option: tuple[str, ...]):
    ran = handouts("batch", "roster.csv", *option)
    assert ran.code == Exit.USAGE
    assert f"{option[0]}: is for a packet" in ran.err
    assert pdfs(here) == []


# --- one sheet in place of another -------------------------------------------------------------------


def roster(folder: Path, *rows: str) -> None:
    (folder / "r.csv").write_text("\n".join(["id,patient,program,start,note", *rows]) + "\n")


def in_folder(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.pdf"))


def test_a_second_version_names_the_first_and_moves_it_away(handouts: Run, here: Path):
    roster(here, "7,Mei Tan,hip-hinge,2026-11-23,Slowly", "8,Jo Lee,hip-hinge,2026-11-23,")
    assert handouts("batch", "r.csv", "-o", "a").code == 0
    old, other = in_folder(here / "a")
    before = (here / "a" / old).read_bytes()
    roster(here, "7,Mei Tan,hip-hinge,2026-11-23,Quickly", "8,Jo Lee,hip-hinge,2026-11-23,")
    ran = handouts("batch", "r.csv", "-o", "a")
    assert ran.code == 0
    assert f"r.csv:2: warning: takes the place of an earlier sheet for the same week, {old}" in ran.err
    assert "from an earlier run" not in ran.err
    new = [name for name in in_folder(here / "a") if name != other]
    assert (len(new), old not in new) == (1, True)
    assert (here / "a" / "replaced" / old).read_bytes() == before
    assert stat.S_IMODE((here / "a" / "replaced").stat().st_mode) == 0o700
    assert [row.get("replaces", "") for row in manifest(here / "a" / "manifest-r.json")] == [old, ""]
    places = {row["place"] for row in json.loads(handouts("history", "7", "--json").out)}
    assert places == {f"a/replaced/{old}", f"a/{new[0]}"}
    assert handouts("reprint", old[-16:-4], "-o", "again.pdf").code == 0
    assert (here / "again.pdf").read_bytes() == before


def test_a_sheet_whose_number_changed_is_there_once(handouts: Run, here: Path):
    rows = ("7,Mei Tan,hip-hinge,2026-11-23,", "8,Jo Lee,hip-hinge,2026-11-23,")
    roster(here, *rows)
    assert handouts("batch", "r.csv", "-o", "a").code == 0
    roster(here, *reversed(rows))
    ran = handouts("batch", "r.csv", "-o", "a")
    assert (ran.code, ran.err) == (0, ""), "nothing is to be told of"
    assert len(in_folder(here / "a")) == 2
    assert not (here / "a" / "replaced").exists()
    assert "a/0002-" in handouts("history", "7").out, "the register names the one that is there"


def test_a_start_that_moves_by_a_day_makes_a_second_sheet_for_the_same_days(handouts: Run, here: Path):
    roster(here, "7,Mei Tan,hip-hinge,2026-11-23,", "8,Jo Lee,hip-hinge,2026-11-16,")
    assert handouts("batch", "r.csv", "-o", "a").code == 0
    mine, other = in_folder(here / "a")
    roster(here, "7,Mei Tan,hip-hinge,2026-11-24,", "8,Jo Lee,hip-hinge,2026-11-23,")  # a whole week is the next one
    ran = handouts("batch", "r.csv", "-o", "a")
    assert f"takes the place of an earlier sheet for the same week, {mine}" in ran.err
    assert in_folder(here / "a" / "replaced") == [mine]
    assert other in in_folder(here / "a")


def test_outside_of_a_clinic_the_manifest_knows_whose_they_are(handouts: Run, tmp_path: Path):
    roster(tmp_path, ",Zoë O’Neil,hip-hinge,2026-11-23,Slowly", ",Jo Lee,hip-hinge,2026-11-23,")
    assert handouts("batch", "r.csv", "-o", "a").code == 0
    old, other = in_folder(tmp_path / "a")
    roster(tmp_path, ",zoë  o'neil,hip-hinge,2026-11-23,Quickly", ",Jo Lee,hip-hinge,2026-11-23,")
    assert f"same week, {old}" in handouts("batch", "r.csv", "-o", "a").err
    assert in_folder(tmp_path / "a" / "replaced") == [old]
    assert other in in_folder(tmp_path / "a")


def test_two_sheets_of_one_roster_and_other_weeks_stay(handouts: Run, here: Path):
    both = ("7,Mei Tan,hip-hinge,2026-11-23,Morning", "7,Mei Tan,hip-hinge,2026-11-23,Evening")
    roster(here, *both, "7,Mei Tan,calf-care,2026-11-23,")
    assert handouts("batch", "r.csv", "-o", "a").code == 0
    before = in_folder(here / "a")
    assert len(before) == 3
    assert handouts("batch", "r.csv", "-o", "a").code == 0
    roster(here, "7,Mei Tan,hip-hinge,2026-11-30,")
    assert "holds 3 other numbered handouts" in handouts("batch", "r.csv", "-o", "a").err
    assert set(before) < set(in_folder(here / "a"))
    assert not (here / "a" / "replaced").exists()


def test_a_batch_that_is_stopped_moves_nothing_and_the_next_one_does(handouts: Run, here: Path):
    path = big(here, 60)
    assert handouts(*BATCH).code == 0
    old = in_folder(here / WEEK)
    path.write_text(path.read_text().replace("Note ", "Another note "))
    ran = ended_at("after-chunk:INT", 1, [*BATCH, "--jobs", "1"], here)
    assert ran.returncode == Exit.STOPPED
    assert set(old) < set(in_folder(here / WEEK))
    ran = handouts(*BATCH, "--resume")
    assert "60 sheets take the place of earlier ones for the same week; the manifest names each" in ran.err
    assert in_folder(here / WEEK / "replaced") == old
    assert len(in_folder(here / WEEK)) == 60
    assert all(row["replaces"] for row in manifest(here / WEEK / "manifest-big.json"))


def test_what_cannot_be_moved_is_told_of(handouts: Run, here: Path):
    roster(here, "7,Mei Tan,hip-hinge,2026-11-23,Slowly")
    assert handouts("batch", "r.csv", "-o", "a").code == 0
    (old,) = in_folder(here / "a")
    (here / "a" / "replaced").write_text("in the way")
    roster(here, "7,Mei Tan,hip-hinge,2026-11-23,Quickly")
    ran = handouts("batch", "r.csv", "-o", "a")
    assert ran.code == 0
    assert f"r.csv:2: warning: has an earlier sheet for the same week, {old}, which cannot be moved away" in ran.err
    assert old in in_folder(here / "a")


# --- at the desk -------------------------------------------------------------------------------------


def test_make_points_out_another_sheet_for_the_same_week(handouts: Run, here: Path):
    """It moves none: at the desk, two layouts of one week may both be wanted."""
    given = ("make", "hip-hinge", "-p", "Mei Tan", "--id", "7", "--start", "2026-11-23")
    assert handouts(*given).err == ""
    (first,) = in_folder(here / "output")
    ran = handouts(*given, "--note", "Slowly")
    assert ran.code == 0
    assert f"output/{first}: warning: is another sheet for the same patient and week" in ran.err
    assert first in in_folder(here / "output")
    for other in (("--week", "2"), ("--start", "2026-12-14"), ("--id", "8")):
        assert "another sheet" not in handouts(*given, *other, "--note", "Other").err


def test_a_place_that_the_register_could_not_name_is_refused(
    handouts: Run, here: Path, monkeypatch: pytest.MonkeyPatch
):
    """However the folder above it is written."""
    odd = here.parent / os.fsdecode(b"w\xf6che")
    odd.mkdir()
    monkeypatch.chdir(odd)
    clinic = ("--clinic", str(here))
    for command in (
        ("batch", str(here / "roster.csv"), "-o", "a"),
        ("batch", str(here / "roster.csv"), "--zip", "-o", "a"),
        ("make", "hip-hinge", "-p", "A", "-o", "a.pdf"),
    ):
        ran = handouts(*command, *clinic)
        assert ran.code == Exit.USAGE
        assert "is not a name in this system's encoding" in ran.err
    assert list(odd.iterdir()) == []
    assert entries(here) == 0
