from __future__ import annotations

import errno
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from handouts.base import files
from handouts.base.problems import Exit
from handouts.base.shipped import shipped
from handouts.runs.job import Chunk, Job
from handouts.runs.rows import Bench, make_files
from tests.conftest import LAYOUTS, Ran
from tests.faults import ended_at, full_after

Run = Callable[..., Ran]
ARGUMENTS = ("make", "hip-hinge", "--patient", "Mei Tan", "--start", "2026-11-23")


def pdfs(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.pdf"))


def test_make_writes_one_file_that_does_not_name_the_patient(handouts: Run, tmp_path: Path):
    ran = handouts(*ARGUMENTS)
    assert ran.code == 0
    (made,) = pdfs(tmp_path)
    assert re.fullmatch(r"hip-hinge-week-1-[0-9A-Z]{12}\.pdf", made.name)
    assert len(PdfReader(made).pages) == 3
    assert f"Wrote {made.name} (3 pages" in ran.out
    assert "Mei" not in ran.out + ran.err + made.name


def test_names_are_in_the_file_name_when_asked(handouts: Run, tmp_path: Path):
    handouts(*ARGUMENTS, "--names")
    assert pdfs(tmp_path)[0].name.startswith("mei-tan-hip-hinge-week-1-")


def test_make_again_changes_nothing_and_force_replaces(handouts: Run, tmp_path: Path):
    assert handouts(*ARGUMENTS, "-o", "a.pdf").code == 0
    assert "Unchanged" in handouts(*ARGUMENTS, "-o", "a.pdf").out
    other = handouts(*ARGUMENTS, "--week", "2", "-o", "a.pdf")
    assert (other.code, "--force" in other.err) == (Exit.EXISTS, True)
    assert handouts(*ARGUMENTS, "--week", "2", "-o", "a.pdf", "--force").code == 0


def test_every_wrong_option_at_once(handouts: Run, tmp_path: Path):
    ran = handouts(
        "make", "hip-hinge", "--start", "soon", "--week", "0", "--side", "up", "--dose", "x", "--paper", "a3"
    )
    assert ran.code == Exit.USAGE
    for option in ("--patient", "--start", "--week", "--side", "--dose", "--paper"):
        assert f"{option}: " in ran.err
    assert "6 problems." in ran.err
    assert pdfs(tmp_path) == []


def test_a_misspelt_program_names_the_nearest(handouts: Run):
    ran = handouts("make", "hip-hnge", "-p", "A")
    assert ran.code == Exit.USAGE
    assert "Did you mean “hip-hinge”?" in ran.err


def test_nothing_to_print_says_what_to_do(handouts: Run):
    assert "handouts programs" in handouts("make", "-p", "A").err


def test_json_of_make(handouts: Run):
    found = json.loads(handouts(*ARGUMENTS, "--json").out)
    assert found["pages"] == 3
    assert found["state"] == "written"
    assert len(found["id"]) == 12


def test_print_and_open(handouts: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from importlib import import_module

    from handouts.deliver import printer as desk

    command = import_module("handouts.commands.make")

    done: list[tuple[str, ...]] = []
    monkeypatch.setattr(desk, "print_file", lambda path, printer: done.append(("print", path.name, printer)))
    monkeypatch.setattr(command, "open_file", lambda path: done.append(("open", path.name)))
    handouts(*ARGUMENTS, "-o", "a.pdf", "--open", "--print")
    handouts(*ARGUMENTS, "-o", "b.pdf", "--print", "Front")
    assert done == [("print", "a.pdf", ""), ("open", "a.pdf"), ("print", "b.pdf", "Front")]


@pytest.mark.parametrize("text", ["--force", "../../x", "<b>x</b>", "$(touch x)", "`id`", "; rm -rf /", "-rf", "%s%n"])
def test_text_is_never_an_option_a_path_or_a_command(handouts: Run, tmp_path: Path, text: str):
    ran = handouts("make", "hip-hinge", f"--patient={text}", f"--note={text}", "--names")
    assert ran.code == 0
    (made,) = pdfs(tmp_path)
    assert made.parent == tmp_path
    assert [path.name for path in tmp_path.iterdir()] == [made.name]


def test_an_escape_sequence_does_not_reach_the_terminal(handouts: Run):
    ran = handouts("make", "hip\x1b[31mhinge", "--patient", "A\x1b]0;x\x07", "--layout", "x\x1bx")
    assert ran.code == Exit.USAGE
    assert "\x1b" not in ran.err + ran.out
    assert "U+001B" in ran.err


def test_a_letter_that_cannot_be_printed(handouts: Run, tmp_path: Path):
    ran = handouts("make", "hip-hinge", "--patient", "𓀀")
    assert ran.code == Exit.USAGE
    assert "--patient: holds “𓀀” (U+13000" in ran.err
    assert pdfs(tmp_path) == []


def test_a_clinic_s_broken_file_is_reported_with_its_line(handouts: Run, clinic: Path):
    path = clinic / "clinic.yaml"
    path.write_text(path.read_text().replace("paper: a4", "papre: a4"))
    ran = handouts("make", "hip-hinge", "-p", "A", "--clinic", "clinic")
    assert ran.code == Exit.CONTENT
    assert re.search(r"clinic/clinic\.yaml:\d+: has an unknown key “papre”\n +Did you mean “paper”", ran.err)


def test_a_clinic_that_is_not_there(handouts: Run):
    ran = handouts("drills", "--clinic", "nowhere")
    assert ran.code == Exit.USAGE
    assert "handouts init nowhere" in ran.err


def test_in_a_clinic_s_folder_files_go_to_its_output(handouts: Run, clinic: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(clinic / "drills")
    assert handouts("make", "calf-care", "-p", "A").code == 0
    assert len(pdfs(clinic / "output")) == 1


def test_a_brand_instead_of_the_clinic_s(handouts: Run, clinic: Path):
    handouts("make", "calf-care", "-p", "A", "--clinic", "clinic", "--brand", "northgate", "-o", "a.pdf")
    assert "Northgate Sports Clinic" in PdfReader("a.pdf").pages[0].extract_text()


def test_init_touches_nothing_that_is_there(handouts: Run, clinic: Path):
    before = (clinic / "clinic.yaml").read_text()
    (clinic / "logo.svg").unlink()
    ran = handouts("init", "clinic")
    assert ran.code == Exit.EXISTS
    assert not (clinic / "logo.svg").exists()
    assert (clinic / "clinic.yaml").read_text() == before


def test_a_new_clinic_is_its_owners_alone(handouts: Run, tmp_path: Path):
    before = os.umask(0)
    try:
        assert handouts("init", "clinic").code == 0
    finally:
        os.umask(before)
    made = [tmp_path / "clinic", *(tmp_path / "clinic").rglob("*")]
    assert {path.stat().st_mode & 0o777 for path in made if path.is_dir()} == {0o700}
    assert {path.stat().st_mode & 0o777 for path in made if path.is_file()} == {0o600}


def test_a_new_clinic_passes_its_check(handouts: Run, clinic: Path):
    ran = handouts("check", "clinic/roster.csv", "--clinic", "clinic")
    assert (ran.code, ran.err) == (0, "")
    assert "all good" in ran.out


def test_check_names_pale_colours_and_long_sentences(handouts: Run, clinic: Path):
    path = clinic / "clinic.yaml"
    path.write_text(path.read_text().replace('"#1B3A57"', '"#FFD400"'))
    drill = clinic / "drills" / "calf-stretch.yaml"
    drill.write_text(drill.read_text().replace("Bend your front knee a little.", "Bend " + "very " * 16 + "low."))
    ran = handouts("check", "--clinic", "clinic")
    assert ran.code == 0
    assert "too pale to read" in ran.err
    assert "18 words" in ran.err


def test_check_finds_what_cannot_be_printed(handouts: Run, clinic: Path):
    drill = clinic / "drills" / "calf-stretch.yaml"
    drill.write_text(drill.read_text().replace("Bend your front knee", "𓀀"))
    ran = handouts("check", "--clinic", "clinic", "--json")
    assert ran.code == Exit.CONTENT
    assert any(
        "U+13000" in problem["message"] and "step 3" in problem["place"] for problem in json.loads(ran.out)["problems"]
    )


def test_check_reads_rosters_row_by_row(handouts: Run, tmp_path: Path):
    (tmp_path / "r.csv").write_text("patient,program,week\nA,hip-hinge,1\nB,hip-hinge,9\nC,nothing,x\n")
    ran = handouts("check", "r.csv")
    assert ran.code == Exit.CONTENT
    assert "r.csv:3: week: there is no week 9" in ran.err
    assert "r.csv:4: week: “x” is not a number" in ran.err


def test_check_looks_at_consent_where_the_clinic_sends_mail(handouts: Run, clinic: Path):
    (clinic / "r.csv").write_text(
        "patient,program,email,email consent\nMei Tan,hip-hinge,mei@gmial.com,plain 2026-11-01\n"
        "Jo Low,hip-hinge,jo@example.com,\nOn Paper,hip-hinge,,none\nAl Bo,hip-hinge,al@example.com,plain\n"
    )
    check = ("check", "clinic/r.csv", "--clinic", "clinic")
    assert handouts(*check).code == 0
    with (clinic / "clinic.yaml").open("a") as file:
        file.write("mail: {server: mail.example.com}\n")
    ran = handouts(*check)
    assert ran.code == Exit.CONTENT
    assert "r.csv:3: email consent: is empty, but there is an e-mail address" in ran.err
    assert "r.csv:5: email consent: has no date" in ran.err
    assert "r.csv:2: warning: email: what stands after the @ is nearly gmail.com, but not quite" in ran.err
    assert ran.out.endswith("1 roster: 2 to mend.\n")
    assert not any(word in ran.out + ran.err for word in ("mei@", "jo@", "Mei", "Low"))


def test_drills_are_listed_searched_and_shown(handouts: Run):
    shipped_drills = {path.stem for path in shipped("content", "drills").glob("*.yaml")}
    assert {line.split()[0] for line in handouts("drills").out.splitlines()} == shipped_drills
    found = {line.split()[0] for line in handouts("drills", "band").out.splitlines()}
    assert "kneeling-hip-extension" in found
    assert "clamshell" not in found  # which needs no band
    thighs = {line.split()[0] for line in handouts("drills", "--muscle", "thighs").out.splitlines()}  # quads are thighs
    assert {"roman-chair-squat", "strap-assisted-squat", "wall-sit"} <= thighs
    assert handouts("drills", "--equipment", "barbell").out.startswith("roman-chair-squat")
    shown = handouts("drills", "hinge-with-dowel").out
    assert "[hold 3 to 5 s]" in shown
    assert "our default, to change; the source gives none" in shown
    assert "Jesse Cai" in shown
    slip = handouts("drills", "kneling-hip-extension")  # one typing mistake is forgiven
    assert (slip.code, slip.out.split()[0]) == (0, "kneeling-hip-extension")
    assert "“kneling” is read as “kneeling”." in slip.err
    missing = handouts("drills", "kneelnghipextenson")
    assert (missing.code, "kneeling-hip-extension" in missing.err) == (Exit.USAGE, True)


def test_an_own_drill_in_place_of_a_shipped_one_is_said(handouts: Run, clinic: Path):
    path = clinic / "drills" / "calf-stretch.yaml"
    path.write_text(path.read_text().replace("id: calf-stretch", "id: hinge-with-dowel"))
    ran = handouts("drills", "--clinic", "clinic")
    assert "your own, in place of the shipped one" in ran.out
    assert "handouts check" in ran.err  # the program that named the old id


def test_programs_and_layouts(handouts: Run):
    assert "4 weeks" in handouts("programs").out
    assert "Move on when" in handouts("programs", "hip-hinge").out
    assert [line.split()[0] for line in handouts("layouts").out.splitlines()] == list(LAYOUTS)
    assert handouts("layouts", "fridge").code == Exit.USAGE
    for command in ("drills", "programs", "layouts"):
        assert json.loads(handouts(command, "--json").out)


def test_show_prints_the_words_and_no_file(handouts: Run, tmp_path: Path):
    ran = handouts("show", *ARGUMENTS[1:])
    assert "Do this: 2 sets of 8. Hold each one 2 seconds. Rest 1 minute." in ran.out
    assert "Tick sets: Mon 23 [ ] 2 s [ ] 2 s" in ran.out
    assert list(tmp_path.iterdir()) == []


def test_boxes_have_names_and_places(handouts: Run):
    found = json.loads(handouts("show", *ARGUMENTS[1:], "--boxes").out)
    assert (found["unit"], found["width"], found["height"], found["pages"]) == ("mm", 210.0, 297.0, 3)
    assert len(found["boxes"]) == 4 * 3 * 2
    assert found["boxes"][0].keys() == {"name", "page", "x", "y", "size"}
    assert found["boxes"][0]["name"] == "d1_mon_s1_t1"


def test_schema_prints_and_writes(handouts: Run, tmp_path: Path):
    assert json.loads(handouts("schema", "drill").out)["title"] == "Drill"
    assert handouts("schema", "--write", "s").code == 0
    assert sorted(path.name for path in (tmp_path / "s").iterdir()) == [
        "clinic.json",
        "drill.json",
        "finding.json",
        "flags.json",
        "layout.json",
        "overlay.json",
        "program.json",
        "terms.json",
        "words.json",
    ]
    assert handouts("schema").code == Exit.USAGE
    ran = handouts("schema", "drill", "--write", "one")
    assert (ran.code, ran.out) == (0, "Wrote 1 schema to one\n")
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["drill.json"]


def test_what_init_says_names_no_option_that_it_does_not_have(handouts: Run, tmp_path: Path):
    (tmp_path / "file").touch()
    for folder in ("file", "file/below"):
        ran = handouts("init", folder)
        assert (ran.code, "hoose another place." in ran.err) == (Exit.EXISTS, True), ran.err
        assert "-o" not in ran.err


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_compact_takes_as_many_sides_as_it_says(handouts: Run, tmp_path: Path, paper: str):
    (about,) = (one["about"] for one in json.loads(handouts("layouts", "compact", "--json").out))
    assert "Four drills with pictures take two sides of A4" in about
    made = json.loads(handouts("make", "hip-hinge", "-p", "A", "--layout", "compact", "--paper", paper, "--json").out)
    assert made["pages"] == {"a4": 2, "letter": 3}[paper]


def roster(folder: Path, rows: int, bad: tuple[int, ...] = ()) -> Path:
    lines = ["patient,program,week,note"]
    lines += [f"Patient {n},{'nothing' if n in bad else 'hip-hinge'},{1 + n % 4},Note {n}" for n in range(1, rows + 1)]
    path = folder / "roster.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_batch_makes_one_file_a_row_in_order(handouts: Run, tmp_path: Path):
    roster(tmp_path, 5)
    ran = handouts("batch", "roster.csv")
    assert (ran.code, ran.err) == (0, "")
    assert "5 written to output." in ran.out
    assert [path.name[:21] for path in pdfs(tmp_path)] == [f"000{n}-hip-hinge-week-{1 + n % 4}" for n in range(1, 6)]


def test_one_bad_row_never_stops_the_others(handouts: Run, tmp_path: Path):
    roster(tmp_path, 5, bad=(2, 4))
    ran = handouts("batch", "roster.csv")
    assert ran.code == Exit.SOME_FAILED
    assert len(pdfs(tmp_path)) == 3
    assert "roster.csv:3: program: there is no drill or program “…”" in ran.err
    assert "roster.csv:5:" in ran.err
    assert "3 written to output, 2 failed." in ran.out
    assert "Patient" not in ran.out + ran.err


def test_batch_again_finds_everything_there(handouts: Run, tmp_path: Path):
    roster(tmp_path, 3)
    handouts("batch", "roster.csv")
    before = {path: path.stat().st_mtime_ns for path in pdfs(tmp_path)}
    ran = handouts("batch", "roster.csv")
    assert (ran.code, "3 there already" in ran.out) == (0, True)
    assert {path: path.stat().st_mtime_ns for path in pdfs(tmp_path)} == before


def test_options_of_batch_hold_where_a_row_says_nothing(handouts: Run, tmp_path: Path):
    (tmp_path / "r.csv").write_text("patient,program,layout\nA,hip-hinge,\nB,hip-hinge,log\n")
    found = json.loads(handouts("batch", "r.csv", "--layout", "cards", "--json").out)
    pages = [len(PdfReader(row["file"]).pages) for row in found["rows"]]
    assert pages == [5, 1]
    assert (found["written"], found["failed"]) == (2, 0)


def test_two_equal_rows_do_not_collide(handouts: Run, tmp_path: Path):
    (tmp_path / "r.csv").write_text("patient,program\nA,hip-hinge\nA,hip-hinge\n")
    assert handouts("batch", "r.csv").code == 0
    assert len(pdfs(tmp_path)) == 2


def test_an_empty_roster_is_a_problem(handouts: Run, tmp_path: Path):
    (tmp_path / "r.csv").write_text("patient,program\n")
    assert handouts("batch", "r.csv").code == Exit.CONTENT


def test_the_batch_ends_when_the_disk_does(handouts: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    roster(tmp_path, 6)
    full_after(monkeypatch, 2)
    ran = handouts("batch", "roster.csv")
    assert ran.code == Exit.OUTPUT
    assert "2 written to output, 1 failed, 3 not tried." in ran.out
    assert "disk is full" in ran.err
    assert sorted(path.suffix for path in (tmp_path / "output").iterdir()) == [".csv", ".json", ".pdf", ".pdf"]


def test_files_that_a_full_disk_took_are_told_of(handouts: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Files are saved in groups: where one has no room, those after it may be there all the same."""
    real = files._link  # the step in which a file gets its name

    def link(handle: int, path: str) -> None:
        if Path(path).name.startswith("0002"):
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle, path)

    monkeypatch.setattr(files, "_link", link)
    roster(tmp_path, 6)
    ran = handouts("batch", "roster.csv", "--json")
    assert ran.code == Exit.OUTPUT
    states = {row["line"]: row["state"] for row in json.loads(ran.out)["rows"]}
    assert states[3] == "failed"
    assert (states[2], states[4]) == ("written", "written")
    assert sum(state == "written" for state in states.values()) == len(pdfs(tmp_path))


def test_a_batch_that_is_killed_leaves_whole_files_only_and_goes_on(handouts: Run, tmp_path: Path):
    """Outside of a clinic's folder there is no register: a second run knows finished files by their bytes."""
    roster(tmp_path, 60)
    batch = ("batch", "roster.csv", "--start", "2026-11-23", "--issued", "2026-11-20", "--jobs", "1")
    assert ended_at("after-file:KILL", 30, batch, tmp_path).returncode == -signal.SIGKILL
    there = pdfs(tmp_path)
    assert 30 <= len(there) < 60
    assert all(path.read_bytes().endswith(b"%%EOF\n") for path in there)
    ran = handouts(*batch)
    assert (ran.code, f"{len(there)} there already" in ran.out) == (0, True)
    assert len(pdfs(tmp_path)) == 60


def test_control_c_says_how_far_it_came(tmp_path: Path):
    roster(tmp_path, 60)
    ran = ended_at("after-file:INT", 1, ["batch", "roster.csv", "--jobs", "1"], tmp_path)
    assert ran.returncode == Exit.STOPPED
    assert "Stopped after 50 of 60 rows" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert "50 written to output, 10 not tried." in ran.stdout
    assert len(pdfs(tmp_path)) == 50


def test_no_handout_is_kept_in_memory(library, tmp_path: Path):  # type: ignore[no-untyped-def]  # a fixture
    from datetime import date

    from handouts.roster import Row

    how = {"mono": False, "form": True, "two_up": False}
    job = Job(None, None, how, {}, date(2026, 11, 20), "r", "files", tmp_path)
    bench = Bench(job, library)

    def kept() -> int:
        return sum(len(look._blocks) for look in bench.press._looks.values())

    counts = []
    for name in "PQ":
        rows = [Row(n, {"patient": f"{name} {n}", "items": "hip-hinge", "note": f"Note {n}"}) for n in range(30)]
        assert len(make_files(job, Chunk(1, tuple(enumerate(rows, 1))), bench)) == 30
        counts.append(kept())
    assert counts[1] <= counts[0] + 2


def test_the_three_ways_to_start_are_one(tmp_path: Path):
    top = Path(__file__).resolve().parents[2]
    ways = (
        [sys.executable, "-m", "handouts"],
        [sys.executable, str(top / "cli.py")],
        [str(Path(sys.executable).parent / "handouts")],
    )
    said = {
        subprocess.run([*way, "layouts"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
        for way in ways
    }
    assert len(said) == 1


def test_a_closed_pipe_is_no_failure(tmp_path: Path):
    done = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m handouts schema drill | head -1"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""


def test_help_has_examples_and_loads_little():
    code = "import sys, handouts.cli; print([m for m in ('pydantic', 'reportlab', 'yaml', 'PIL', 'svglib') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_every_command_helps(handouts: Run):
    for command in ("make", "batch", "show", "drills", "programs", "layouts", "check", "init", "schema"):
        ran = handouts(command, "--help")
        assert ran.code == 0
        assert ran.out.startswith("Usage: handouts")
    assert "Examples:" in handouts("make", "-h").out


def test_the_shell_completes_ids(tmp_path: Path):
    env = {**os.environ, "_HANDOUTS_COMPLETE": "bash_complete", "COMP_WORDS": "handouts make hip", "COMP_CWORD": "2"}
    command = str(Path(sys.executable).parent / "handouts")
    assert (
        "hip-hinge"
        in subprocess.run([command], env=env, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    )


# --- what an outside reader tripped over ----------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        '<path d="M0"/>',
        '<path d="zzz"/>',
        '<path d="M0 0 L 1e999 5"/>',
        '<circle r="x"/>',
        '<rect width="nan" height="5"/>',
    ],
)
def test_a_damaged_picture_is_named_and_stops_no_other_row(
    handouts: Run, clinic: Path, monkeypatch: pytest.MonkeyPatch, body: str
):
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{body}</svg>'
    (clinic / "drills" / "pictures" / "calf-start.svg").write_text(svg)
    monkeypatch.chdir(clinic)
    (clinic / "r.csv").write_text("patient,program\nA B,hip-hinge\nC D,calf-care\nE F,hip-hinge\n")
    ran = handouts("check", "r.csv")
    assert ran.code == Exit.CONTENT
    # found when the drill is read, since that stops no other drill any more: with its line, and what is wrong
    assert re.search(
        r"drills/calf-stretch\.yaml:\d+: the picture pictures/calf-start\.svg has (a damaged|the )", ran.err
    )
    ran = handouts("batch", "r.csv")
    assert ran.code == Exit.SOME_FAILED
    assert "r.csv:3" in ran.err
    assert len(list((clinic / "output").glob("*.pdf"))) == 2


def test_skip_all_is_no_drill(handouts: Run):
    ran = handouts("show", "hip-hinge", "-p", "A", "--skip", "all")
    assert ran.code == Exit.USAGE
    assert "not among the drills" in ran.err


def test_names_in_the_wrong_column_stay_out_of_messages(handouts: Run, tmp_path: Path):
    (tmp_path / "r.csv").write_text("program,patient,dose\nSam Okafor,hip-hinge,Mei Okafor 3\nhip-hing,Jo Bloggs,\n")
    ran = handouts("batch", "r.csv", "--json")
    assert ran.code == Exit.SOME_FAILED
    both = (ran.out + ran.err).lower()
    assert "okafor" not in both
    assert "sam" not in both
    assert "shifted" in ran.err + ran.out or "“…”" in both
    assert "did you mean “hip-hinge”" in handouts("check", "r.csv").err.lower()


def test_init_leaves_nothing_where_it_cannot_finish(handouts: Run, tmp_path: Path):
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "drills").symlink_to(tmp_path / "nowhere")
    assert handouts("init", "c").code == Exit.EXISTS
    assert sorted(path.name for path in (tmp_path / "c").rglob("*") if path.is_file()) == []
    assert handouts("init", "").code == Exit.USAGE


def test_init_on_a_full_disk_leaves_no_folder(handouts: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "there").mkdir()
    for taken in (0, 5):
        with monkeypatch.context() as patch:
            full_after(patch, taken)
            for folder in ("new/er/c", "there"):
                ran = handouts("init", folder)
                assert ran.code == Exit.OUTPUT
                assert "disk is full" in ran.err
        assert [path.name for path in tmp_path.rglob("*")] == ["there"]
    assert handouts("init", "new/er/c").code == 0


@pytest.mark.parametrize("dose", ["all:sets", "all:hold=3,sets", "all:sets,hold=3"])
def test_a_part_of_a_dose_without_a_value_is_said_to_have_none(handouts: Run, dose: str):
    """And not that it is no part of a dose."""
    ran = handouts("show", "hip-hinge", "-p", "A", "--dose", dose)
    assert ran.code == Exit.USAGE
    assert "--dose: “sets” has no value." in ran.err
    assert "Did you mean" not in ran.err


def test_a_folder_to_write_to_ends_in_a_slash(handouts: Run, tmp_path: Path):
    assert handouts("make", "hip-hinge", "-p", "A", "-o", "new/").code == 0
    assert len(list((tmp_path / "new").glob("*.pdf"))) == 1
    for name in ("sheet", "-", "sheet.docx"):
        ran = handouts("make", "hip-hinge", "-p", "A", "-o", name)
        assert ran.code == Exit.USAGE
        assert "does not end in .pdf" in ran.err


def test_help_shows_its_examples_on_lines_of_their_own(handouts: Run):
    out = handouts("--help").out
    assert "\\b" not in out
    assert re.search(r"^ *handouts batch roster.csv", out, re.MULTILINE)


def test_old_sheets_beside_new_ones_and_rows_that_are_alike_are_pointed_out(handouts: Run, tmp_path: Path):
    (tmp_path / "r.csv").write_text("patient,program\nA B,hip-hinge\nA B,hip-hinge\n")
    ran = handouts("batch", "r.csv")
    assert "r.csv:3: warning: is the same handout as line 2" in ran.err
    (tmp_path / "r.csv").write_text("patient,program\nC D,hip-hinge\n")
    ran = handouts("batch", "r.csv")
    assert "holds 2 other numbered handouts" in ran.err, "those of other patients are not moved"


def test_what_editors_leave_behind_is_no_drill(handouts: Run, clinic: Path, monkeypatch: pytest.MonkeyPatch):
    for name in (".x.yaml", "~x.yaml", "._calf.yaml"):
        (clinic / "drills" / name).write_bytes(b"\xff\xfe")
    monkeypatch.chdir(clinic)
    assert handouts("check").code == 0


def test_one_fault_of_a_drill_is_said_once(handouts: Run, clinic: Path, monkeypatch: pytest.MonkeyPatch):
    path = clinic / "drills" / "calf-stretch.yaml"
    path.write_text(re.sub(r"sets: \d", "sets: two", path.read_text(), count=1))
    monkeypatch.chdir(clinic)
    assert "1 to mend" in handouts("check").out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--dose", "all:"), "gives no dose"),
        (("--times", "morning,morning"), "twice"),
        (("--days", "mon,mon"), "twice"),
        (("--brand", "nope"), "there is no brand"),
        (("--start", "23/11/2026"), "in a spreadsheet"),
    ],
)
def test_slips_of_the_command_line_are_refused(handouts: Run, arguments: tuple[str, ...], message: str):
    ran = handouts("show", "hip-hinge", "-p", "A", *arguments)
    assert ran.code == Exit.USAGE
    assert message in ran.err


def test_odd_wishes_are_warned_of(handouts: Run):
    ran = handouts("show", "hip-hinge", "hinge-with-dowel", "-p", "A", "--next-visit", "1999-01-01")
    assert ran.code == 0
    assert "is in the program this week already" in ran.err
    assert "is over; it is left off the sheet" in ran.err


def test_an_empty_roster_is_judged_alike(handouts: Run, tmp_path: Path):
    (tmp_path / "r.csv").write_text("patient,program\n")
    assert handouts("check", "r.csv").code == handouts("batch", "r.csv").code == Exit.CONTENT


def test_excels_own_first_line_is_understood(handouts: Run, tmp_path: Path):
    (tmp_path / "r.csv").write_text("sep=;\npatient;program;week\nA B;hip-hinge;1\nC D;hip-hinge;9\n")
    ran = handouts("batch", "r.csv")
    assert "r.csv:4: week: there is no week 9" in ran.err
    assert "1 written" in ran.out


def test_an_unreadable_folder_is_named(handouts: Run, clinic: Path, monkeypatch: pytest.MonkeyPatch):
    def deny(self: Path) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", deny)
    ran = handouts("check", "--clinic", str(clinic))
    assert ran.code == Exit.CONTENT
    assert "cannot be read: Permission denied" in ran.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_output_is_said_in_words(tmp_path: Path):
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "handouts", "drills"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert ran.returncode == Exit.OUTPUT
    assert "could not be printed" in ran.stderr
    assert "Traceback" not in ran.stderr
