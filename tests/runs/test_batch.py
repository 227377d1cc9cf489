"""A clinic's week in one command: weeks, packets, archives, manifests, and what happens when it is cut short."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import random
import re
import signal
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from pypdf import PdfReader

from handouts.base import files
from handouts.base.problems import Exit
from handouts.runs.registers import open_register
from tests.conftest import Ran
from tests.faults import ended_at, full_after

Run = Callable[..., Ran]
BATCH = ("batch", "big.csv", "--week-of", "2026-11-23", "--issued", "2026-11-20")
COMMAND = [sys.executable, "-m", "handouts", *BATCH]


def big(folder: Path, count: int, programs: tuple[str, ...] = ("hip-hinge", "low-back", "knee-strength")) -> Path:
    """A roster of many patients at their own weeks."""
    lines = ["id,patient,program,start,note,clinician,next visit"]
    starts = ("2026-11-23", "2026-11-16", "2026-11-09", "2026-11-02")
    lines += [
        f"{number},Patient {number},{programs[number % len(programs)]},{starts[number % 4]},Note {number},"
        f"{('Dana Reyes', 'Lee Wong')[number % 2]},2026-11-{24 + number % 4} {9 + number % 8}:00"
        for number in range(count)
    ]
    path = folder / "big.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def here(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(clinic)
    return clinic


def pdfs(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.pdf"))


# --- weeks ---------------------------------------------------------------------------------------


def test_each_patient_gets_their_own_week(handouts: Run, here: Path):
    (here / "r.csv").write_text(
        "id,patient,program,start,pauses\n"
        "1,A New,hip-hinge,2026-11-23,\n"
        "2,B Third,hip-hinge,2026-11-09,\n"
        "3,C Back,hip-hinge,2026-11-09,2026-11-16 to 2026-11-22\n"
        "4,D Away,hip-hinge,2026-11-09,2026-11-20..2026-11-30\n"
        "5,E Later,hip-hinge,2026-12-07,\n"
        "6,F Done,hip-hinge,2026-10-05,\n"
    )
    ran = handouts("batch", "r.csv", "--week-of", "2026-11-23")
    assert ran.code == 0
    folder = here / "output" / "week-of-2026-11-23"
    assert [path.name.rsplit("-", 1)[0] for path in pdfs(folder)] == [
        "0001-hip-hinge-week-1",
        "0002-hip-hinge-week-3",
        "0003-hip-hinge-week-2",
    ]
    assert "3 written" in ran.out
    assert "1 not started, 1 finished, 1 paused" in ran.out
    assert "r.csv:5: paused" in ran.err
    assert "r.csv:6: waiting: starts on 2026-12-07" in ran.err
    assert "Later" not in ran.out + ran.err
    text = " ".join(page.extract_text() for page in PdfReader(pdfs(folder)[1]).pages)
    assert "Last week:" in text
    assert "Go back to week 2 if" in " ".join(text.split())


def test_a_week_that_does_not_follow_from_the_start_is_obeyed_and_pointed_out(handouts: Run, here: Path):
    """It was only pointed out once: but who writes a week into a row has decided on it."""
    (here / "r.csv").write_text("patient,program,start,week\nA,hip-hinge,2026-11-16,2\nB,hip-hinge,2026-11-16,3\n")
    ran = handouts("batch", "r.csv", "--week-of", "2026-11-23")
    assert ran.code == 0
    assert "r.csv:3: warning: week: says 3, but by start, pauses and decisions it is week 2; week 3 is" in ran.err
    assert "0002-hip-hinge-week-3" in " ".join(path.name for path in (here / "output").rglob("*.pdf"))
    assert "r.csv:2" not in ran.err


def test_a_row_without_a_start_cannot_be_placed(handouts: Run, here: Path):
    (here / "r.csv").write_text("patient,program\nA,hip-hinge\n")
    ran = handouts("batch", "r.csv", "--week-of", "2026-11-23")
    assert ran.code == Exit.SOME_FAILED
    assert "r.csv:2: start: is empty" in ran.err


def test_a_start_that_moves_with_the_day_is_refused(handouts: Run, here: Path):
    (here / "r.csv").write_text("patient,program,start\nA,hip-hinge,tomorrow\n")
    ran = handouts("batch", "r.csv", "--week-of", "2026-11-23")
    assert ran.code == Exit.SOME_FAILED
    assert "start: moves with the day" in ran.err


@pytest.mark.parametrize("text", ["", "9999-12-31", "0001-01-01", "someday"])
def test_a_week_that_cannot_be_meant(handouts: Run, here: Path, text: str):
    assert handouts("batch", "roster.csv", "--week-of", text).code == Exit.USAGE
    assert pdfs(here) == []


def test_two_patients_of_one_name_have_sheets_of_their_own(handouts: Run, here: Path):
    (here / "r.csv").write_text(
        "id,patient,program,start\n7,Jo Lee,hip-hinge,2026-11-23\n8,Jo Lee,hip-hinge,2026-11-23\n"
    )
    ran = handouts("batch", "r.csv", "--week-of", "2026-11-23")
    assert ran.code == 0
    assert "same handout" not in ran.err
    assert len({path.stem[-12:] for path in pdfs(here)}) == 2


def test_programs_and_drills_may_be_named_as_they_are_printed(handouts: Run, here: Path):
    (here / "r.csv").write_text(
        'patient,program\nA,Hip hinge\nB,"Low back care; Heel raise"\nC,low-back heel-raise\nD,Hip nonsense\n'
    )
    ran = handouts("batch", "r.csv")
    assert ran.code == Exit.SOME_FAILED
    assert [path.name.split("-week")[0] for path in pdfs(here)] == ["0001-hip-hinge", "0002-low-back", "0003-low-back"]
    assert "r.csv:5: program" in ran.err


# --- what comes out ------------------------------------------------------------------------------


def test_the_manifest_says_what_was_made_for_whom(handouts: Run, here: Path):
    assert handouts("batch", "roster.csv").code == 0
    folder = here / "output"
    rows = list(csv.DictReader(io.StringIO((folder / "manifest-roster.csv").read_text("utf-8-sig"))))
    assert [(row["id"], row["patient"], row["state"]) for row in rows] == [
        ("1041", "Mei Tan", "written"),
        ("1042", "Sam Okafor", "written"),
        ("1043", "Ana García", "written"),
    ]
    assert all((folder / row["file"]).is_file() for row in rows)
    same = json.loads((folder / "manifest-roster.json").read_text())
    assert [row["handout"] for row in same] == [row["handout"] for row in rows]
    for name in ("manifest-roster.csv", "manifest-roster.json"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


def test_a_packet_starts_every_patient_on_a_front(handouts: Run, here: Path):
    assert handouts("batch", "roster.csv", "--packet", "-o", "pile").code == 0
    (packet,) = pdfs(here / "pile")
    reader = PdfReader(packet)
    starts = {str(item.title): reader.get_destination_page_number(item) for item in reader.outline}  # type: ignore[union-attr]  # flat
    assert list(starts) == ["Mei Tan", "Sam Okafor", "Ana García"]
    assert all(page is not None and page % 2 == 0 for page in starts.values())
    for name, page in starts.items():
        assert f"For {name}" in " ".join(reader.pages[page or 0].extract_text().split())
    assert not reader.get_fields()
    simplex = handouts("batch", "roster.csv", "--packet", "--simplex", "-o", "one-sided")
    assert simplex.code == 0
    assert len(PdfReader(pdfs(here / "one-sided")[0]).pages) <= len(reader.pages)


def test_a_pile_comes_in_the_order_asked_for_with_separators(handouts: Run, here: Path):
    big(here, 8)
    assert handouts("batch", "big.csv", "--packet", "--order", "clinician", "--separators", "-o", "pile").code == 0
    titles = [str(item.title) for item in PdfReader(pdfs(here / "pile")[0]).outline]  # type: ignore[union-attr]  # flat
    assert titles == [
        "Dana Reyes",
        "Patient 0",
        "Patient 2",
        "Patient 4",
        "Patient 6",
        "Lee Wong",
        "Patient 1",
        "Patient 3",
        "Patient 5",
        "Patient 7",
    ]
    assert handouts("batch", "big.csv", "--packet", "--order", "appointment", "-o", "day").code == 0
    titles = [str(item.title) for item in PdfReader(pdfs(here / "day")[0]).outline]  # type: ignore[union-attr]  # flat
    assert titles[:4] == ["Patient 0", "Patient 4", "Patient 1", "Patient 5"]


def test_what_parts_a_pile_is_in_the_clinic_s_language(handouts: Run, here: Path):
    path = here / "clinic.yaml"
    path.write_text(path.read_text().replace("language: en", "language: Español"))
    rows = big(here, 2).read_text().splitlines()
    (here / "big.csv").write_text("".join(f"{row},{'english' if at else 'language'}\n" for at, row in enumerate(rows)))
    ran = handouts("batch", "big.csv", "--packet", "--order", "appointment", "--separators", "-o", "pile")
    assert ran.code == 0, ran.err
    titles = [str(item.title) for item in PdfReader(pdfs(here / "pile")[0]).outline]  # type: ignore[union-attr]  # flat
    assert any(" de " in title for title in titles), titles


def test_a_zip_holds_the_very_files(handouts: Run, here: Path):
    assert handouts("batch", "roster.csv", "-o", "a").code == 0
    assert handouts("batch", "roster.csv", "--zip", "-o", "b").code == 0
    assert stat.S_IMODE((here / "b.zip").stat().st_mode) == 0o600
    with zipfile.ZipFile(here / "b.zip") as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            path.name: path.read_bytes() for path in pdfs(here / "a")
        }
    assert handouts("batch", "roster.csv", "--zip", "-o", "b").code == Exit.EXISTS
    assert handouts("batch", "roster.csv", "--zip", "-o", "b", "--force").code == 0


def test_one_batch_and_many_processes_and_single_handouts_give_the_same_bytes(handouts: Run, here: Path):
    big(here, 230)
    options = ("--week-of", "2026-11-23", "--issued", "2026-11-20")
    assert handouts("batch", "big.csv", *options, "-o", "one", "--jobs", "1").code == 0
    assert handouts("batch", "big.csv", *options, "-o", "two", "--jobs", "2").code == 0
    one, two = ({path.name: path.read_bytes() for path in pdfs(here / name)} for name in ("one", "two"))
    assert len(one) == 230
    assert one == two
    number = 5  # hip-hinge would be 0, 3, 6: this is knee-strength in its second week
    assert (
        handouts(
            "make",
            "knee-strength",
            "--patient",
            f"Patient {number}",
            "--start",
            "2026-11-16",
            "--week",
            "2",
            "--note",
            f"Note {number}",
            "--id",
            str(number),
            "--clinician",
            "Lee Wong",
            "--next-visit",
            "2026-11-25 14:00",
            "--issued",
            "2026-11-20",
            "-o",
            "alone.pdf",
        ).code
        == 0
    )
    assert (here / "alone.pdf").read_bytes() in set(one.values())


@pytest.mark.parametrize("kind", ["--zip", "--packet"])
def test_what_is_in_the_way_keeps_its_manifest(handouts: Run, here: Path, kind: str):
    assert handouts("batch", "roster.csv", kind, "-o", "a").code == 0
    before = {path.name: path.read_bytes() for path in (here / "a").glob("manifest*")}
    assert len(before) == 2
    ran = handouts("batch", "roster.csv", kind, "-o", "a", "--layout", "log")
    assert ran.code == Exit.EXISTS
    assert {path.name: path.read_bytes() for path in (here / "a").glob("manifest*")} == before


def test_the_manifest_names_those_who_got_nothing(handouts: Run, here: Path):
    (here / "r.csv").write_text(
        "id,patient,program,start\n7,Jo Lee,hip-hinge,2026-12-23\n8,Al Po,nonsense,2026-11-23\n"
    )
    assert handouts("batch", "r.csv", "--week-of", "2026-11-23", "-o", "a").code == Exit.SOME_FAILED
    rows = json.loads((here / "a" / "manifest-r.json").read_text())
    assert [(row["id"], row["patient"], row["state"]) for row in rows] == [
        ("7", "Jo Lee", "waiting"),
        ("8", "Al Po", "failed"),
    ]


def test_a_register_that_is_damaged_in_the_middle(handouts: Run, here: Path):
    big(here, 60)
    assert handouts("batch", "big.csv").code == 0
    path = here / "register.sqlite"
    raw = path.read_bytes()
    path.write_bytes(raw[:4096] + b"\xff" * (len(raw) - 4096))
    for extra in ("-wal", "-shm"):
        (here / f"register.sqlite{extra}").unlink(missing_ok=True)
    for command in (("history", "7"), ("batch", "big.csv", "-o", "again")):
        ran = handouts(*command)
        assert ran.code == Exit.OUTPUT
        assert "register cannot be used" in ran.err


def test_make_is_entered_in_the_register(handouts: Run, here: Path):
    assert handouts("make", "hip-hinge", "--patient", "Mei Tan", "--id", "1041", "-o", "mei.pdf").code == 0
    before = (here / "mei.pdf").read_bytes()
    assert "hip-hinge, week 1" in handouts("history", "1041").out
    (row,) = json.loads(handouts("history", "1041", "--json").out)
    (here / "mei.pdf").unlink()
    assert handouts("reprint", row["handout"], "-o", "again.pdf").code == 0
    assert (here / "again.pdf").read_bytes() == before


def test_options_that_do_not_go_together(handouts: Run, here: Path):
    for options in (
        ("--packet", "--zip"),
        ("--packet", "--two-up"),
        ("--separators",),
        ("--packet", "--resume"),
        ("--dask", "tcp://127.0.0.1:1", "--jobs", "2"),
        ("--week-of", "someday"),
    ):
        assert handouts("batch", "roster.csv", *options).code == Exit.USAGE
    assert pdfs(here) == []


# --- cut short -----------------------------------------------------------------------------------


def agree(folder: Path, clinic: Path, count: int) -> None:
    """Every handout is there once, whole, and the register names the same files with the same hashes."""
    files = pdfs(folder)
    assert len(files) == count
    assert [int(path.name[:4]) for path in files] == list(range(1, count + 1))
    with open_register(clinic) as register:
        place = folder.relative_to(clinic).as_posix()
        entered = register.in_folder(place)
        assert sorted(entered.values()) == [f"{place}/{path.name}" for path in files]
        for path in files:
            data = path.read_bytes()
            assert data.endswith(b"%%EOF\n")
            (row, *_) = register.find(path.stem[-12:])
            assert row.sha256 == sha256(data).hexdigest()


KILLS = (("after-file", 20), ("before-entry", 1), ("after-entry", 1))
"""Moments of a batch, each of the run that goes on after the one before."""


def killed_and_whole(clinic: Path, moment: str, number: int, *more: str) -> bool:
    """Whether a batch got as far as to be killed there; every file that it left is whole."""
    ran = ended_at(f"{moment}:KILL", number, [*BATCH, "--resume", *more], clinic)
    assert ran.returncode in (-signal.SIGKILL, 0), ran.stderr
    for path in pdfs(clinic):
        assert path.read_bytes().endswith(b"%%EOF\n")
    return ran.returncode != 0


def finished(handouts: Run, clinic: Path, count: int) -> None:
    """The batch goes on and is whole; once more, and nothing is left to do."""
    folder = clinic / "output" / "week-of-2026-11-23"
    assert handouts(*BATCH, "--resume").code == 0
    agree(folder, clinic, count)
    assert json.loads(handouts(*BATCH, "--resume", "--json").out)["done_before"] == count
    assert {path.name for path in folder.iterdir() if path.suffix != ".pdf"} == {
        "manifest-big.csv",
        "manifest-big.json",
    }


def test_killed_at_every_kind_of_moment_and_resumed(handouts: Run, here: Path):
    big(here, 60)
    assert [killed_and_whole(here, *kill, "--jobs", "1") for kill in KILLS] == [True] * len(KILLS)
    finished(handouts, here, 60)


def test_killed_while_its_workers_work(handouts: Run, here: Path):
    """They end when the command is gone, and what they have written is taken up."""
    big(here, 160)
    assert killed_and_whole(here, "after-entry", 2, "--jobs", "2")
    finished(handouts, here, 160)


@pytest.mark.slow
def test_killed_twenty_times_and_resumed(handouts: Run, here: Path):
    """kill -9 at twenty moments of a batch of 2,000; then it is whole."""
    big(here, 2000)
    dice = random.Random(20261123)  # noqa: S311  # not for secrets
    kills = 0
    while kills < 20:
        moment = dice.choice(("before-file", "after-file", "before-entry", "after-entry"))
        number = dice.randint(1, 40 if "file" in moment else 3)  # files of the first chunk are written here
        if killed_and_whole(here, moment, number, "--jobs", dice.choice("123")):
            kills += 1
        else:  # it was done: take a third away, and go on
            for path in pdfs(here / "output")[::3]:
                path.unlink()
    finished(handouts, here, 2000)


def test_a_full_disk_ends_it_and_resume_goes_on(handouts: Run, here: Path, monkeypatch: pytest.MonkeyPatch):
    big(here, 120)
    with monkeypatch.context() as patch:
        full_after(patch, 70)
        ran = handouts("batch", "big.csv", "--week-of", "2026-11-23", "--jobs", "1")
    assert ran.code == Exit.OUTPUT
    assert "disk is full" in ran.err
    ran = handouts("batch", "big.csv", "--week-of", "2026-11-23", "--resume")
    assert ran.code == 0
    assert "70 done before" in ran.out
    agree(here / "output" / "week-of-2026-11-23", here, 120)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(handouts: Run, here: Path):
    big(here, 3)
    (here / "output").mkdir(mode=0o500)
    assert handouts("batch", "big.csv").code == Exit.OUTPUT


def test_a_folder_that_is_a_file(handouts: Run, here: Path):
    big(here, 3)
    (here / "output").write_text("in the way")
    ran = handouts("batch", "big.csv")
    assert ran.code == Exit.EXISTS
    assert "folder" in ran.err


def test_a_roster_that_changed_between(handouts: Run, here: Path):
    """Rows added, changed and moved: what is the same is not made again, what is not is."""
    path = big(here, 6)
    assert handouts("batch", "big.csv", "--week-of", "2026-11-23").code == 0
    lines = path.read_text().splitlines()
    lines[2] = lines[2].replace("Note 1", "Another note")
    lines.append("77,New Patient,hip-hinge,2026-11-23,,,")
    path.write_text("\n".join(lines) + "\n")
    ran = handouts("batch", "big.csv", "--week-of", "2026-11-23", "--resume", "--json")
    found = json.loads(ran.out)
    assert (found["done_before"], found["written"]) == (5, 2)


def test_a_clock_that_moved_changes_nothing_that_is_done(handouts: Run, here: Path, monkeypatch: pytest.MonkeyPatch):
    """The date of issue is on the sheet: another day makes other handouts, but --issued keeps them."""
    big(here, 5)
    options = ("batch", "big.csv", "--week-of", "2026-11-23", "--issued", "2026-11-20")
    assert handouts(*options).code == 0
    before = {path: path.read_bytes() for path in pdfs(here)}
    for epoch in ("0", "4102444800"):  # 1970 and 2100
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        assert json.loads(handouts(*options, "--resume", "--json").out)["done_before"] == 5
    assert {path: path.read_bytes() for path in pdfs(here)} == before


def test_what_is_resumed_the_next_day_goes_on_as_of_the_first(
    handouts: Run, here: Path, monkeypatch: pytest.MonkeyPatch
):
    big(here, 5)
    options = ("batch", "big.csv", "--week-of", "2026-11-23")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23
    assert handouts(*options).code == 0
    first = {path: path.read_bytes() for path in pdfs(here)}
    lost = sorted(first)[3]
    lost.unlink()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795478400")
    ran = handouts(*options, "--resume")
    assert (ran.code, "Goes on as of 2026-11-23" in ran.err) == (0, True)
    assert {path: path.read_bytes() for path in pdfs(here)} == first


def test_handouts_of_a_zip_are_entered_once_it_has_its_name(handouts: Run, here: Path, monkeypatch: pytest.MonkeyPatch):
    def known() -> int:
        return len(register.history("1041")) if (register := open_register(here)) else 0

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
        assert handouts("batch", "roster.csv", "--zip", "-o", "b").code == Exit.OUTPUT
    assert (known(), (here / "b.zip").exists()) == (0, False)
    assert handouts("batch", "roster.csv", "--zip", "-o", "b").code == 0
    assert known() == 1


def test_what_a_kill_left_is_cleared(handouts: Run, here: Path):
    """Another command may be writing a file of a living process; that of a dead one is no one's."""
    big(here, 2)
    folder = here / "output"
    folder.mkdir()
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True
    )
    computer = files._computer()
    left, living = (folder / f".handout-{computer}-{pid}-{'0' * 16}.part" for pid in (int(dead.stdout), os.getpid()))
    for path in (left, living):
        path.write_bytes(b"half")
    assert handouts("batch", "big.csv", "--resume").code == 0
    assert not left.exists()
    assert living.exists()


def test_control_c_finishes_what_is_in_hand_and_says_how_to_go_on(here: Path):
    big(here, 160)
    ran = ended_at("after-file:INT", 3, [*BATCH, "--jobs", "1"], here)
    assert ran.returncode == Exit.STOPPED
    assert "Finishing what is in hand." in ran.stderr
    assert "Stopped after 50 of 160 rows. To go on: the same command with --resume." in ran.stderr
    assert "Traceback" not in ran.stderr
    with open_register(here) as register:
        entered = register.in_folder("output/week-of-2026-11-23")
    assert len(entered) == len(pdfs(here / "output")) == int(ran.stdout.split()[0]) == 50


# --- a cluster -----------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_dask_cluster_that_loses_a_worker_half_way(clinic: Path):
    """A real scheduler with two workers, one of which is killed: nothing missing, nothing twice."""
    pytest.importorskip("distributed", reason="Dask is not installed: pip install handouts[dask]")
    big(clinic, 1200)
    folder = clinic / "output" / "week-of-2026-11-23"
    run = [sys.executable, "-m"]
    scheduler = [
        *run,
        "distributed.cli.dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--dashboard-address",
        "127.0.0.1:0",
        "--scheduler-file",
        "scheduler.json",
    ]

    def start(command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, cwd=clinic, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    started = [start(scheduler)]
    try:
        for _ in range(200):
            if (clinic / "scheduler.json").exists() and (clinic / "scheduler.json").stat().st_size:
                break
            time.sleep(0.1)
        address = json.loads((clinic / "scheduler.json").read_text())["address"]
        worker = [
            *run,
            "distributed.cli.dask_worker",
            address,
            "--nworkers",
            "1",
            "--nthreads",
            "1",
            "--no-nanny",
            "--no-dashboard",
            "--host",
            "127.0.0.1",
        ]
        started += [start(worker), start(worker)]
        batch = subprocess.Popen(
            [*COMMAND, "--dask", address], cwd=clinic, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        while len(pdfs(folder)) < 300 and batch.poll() is None:
            time.sleep(0.05)
        started[1].kill()
        out, err = batch.communicate(timeout=180)
        assert batch.returncode == 0, err[-2000:]
        assert sum(map(int, re.findall(r"(\d+) (?:written|there)", out))) == 1200
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()
    agree(folder, clinic, 1200)


def test_no_scheduler_at_the_address(handouts: Run, here: Path):
    pytest.importorskip("distributed", reason="Dask is not installed: pip install handouts[dask]")
    ran = handouts("batch", "roster.csv", "--dask", "tcp://127.0.0.1:9")
    assert ran.code == Exit.USAGE
    assert "no scheduler answers" in ran.err
