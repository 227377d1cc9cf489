"""The README's commands are run as they stand."""

from __future__ import annotations

import re
import shlex
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from handouts.base.problems import Exit
from handouts.commands.order_options import place_of_field
from handouts.roster import COLUMNS
from handouts.roster.columns import OF_MAIL
from tests.conftest import Ran
from tests.filledin import boxes_of, filled
from tests.mail.server import PASSWORD, USER, Mailserver
from tests.runs.scanned import DPI, pages_of

README = (Path(__file__).resolve().parents[1] / "README.md").read_text()


def tasks() -> list[tuple[str, list[list[str]]]]:
    """Title and commands of each task, from its shell blocks."""
    part = README[README.index("## Twelve tasks") : README.index("## What else")]
    found = []
    for title, body in re.findall(r"### (.+?)\n(.*?)(?=\n### |\Z)", part, re.DOTALL):
        blocks = re.findall(r"```sh\n(.*?)```", body, re.DOTALL)
        found.append((title, [shlex.split(line) for block in blocks for line in block.splitlines() if line]))
    return found


def test_there_are_twelve_tasks():
    assert len(tasks()) == 12


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HANDOUTS_MAIL_PASSWORD", PASSWORD)
    with Mailserver(tmp_path_factory.mktemp("server")) as running:
        yield running


def name_the_server(clinic: Path, server: Mailserver) -> None:
    """As the task says, with the lines that stand there; only the names are those of the test's own server."""
    (lines,) = re.findall(r"```yaml\n(.*?)```", README[README.index("### 9.") :], re.DOTALL)
    assert "server: smtp.your-provider.example\n" in lines
    lines = lines.replace("smtp.your-provider.example\n", f"127.0.0.1\n  port: {server.port}\n  ca_file: ca.pem\n")
    lines = re.sub(r"user: \S+", f"user: {USER}", lines)
    (clinic / "ca.pem").write_bytes((server.folder / "ca.pem").read_bytes())
    with (clinic / "clinic.yaml").open("a") as file:
        file.write(lines)


def come_back(handouts: Callable[..., Ran]) -> None:
    """Two sheets of Mei's are handed out; the first comes back as a file, the second as a scan with a pain written on it."""
    for week, name in (("1", "returned.pdf"), ("2", "monday.pdf")):
        made = ("make", "hip-hinge", "--patient", "Mei Tan", "--week", week, "--start", "2026-11-09", "--layout", "log")
        assert handouts(*made, "-o", f"given-{week}.pdf").code == 0
        sheet = Path(f"given-{week}.pdf").read_bytes()
        sheet = filled(sheet, boxes_of(sheet), {"pain_mon_s1": "3"})
        path = Path(name)
        path.write_bytes(sheet)
        if week == "2":
            page, *_ = pages_of(path)
            page.save(path, resolution=DPI)
        path.chmod(0o600)


@pytest.mark.parametrize("number", range(12))
def test_a_task_works_as_written(
    handouts: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: Mailserver, number: int
):
    title, commands = tasks()[number]
    if number in (4, 5, 8, 10, 11):  # it starts in the folder that the task before it made
        assert handouts("init", "my-clinic").code == 0
        monkeypatch.chdir("my-clinic")
    if number == 10:
        come_back(handouts)
    if number == 8:
        name_the_server(Path(), server)
    for command in commands:
        if command[0] == "cd":
            monkeypatch.chdir(command[1])
            continue
        ran = handouts(*command[1:])
        assert ran.code == 0, (title, command, ran.err)
        assert ran.out
    made = list(tmp_path.rglob("*.pdf"))
    assert len(made) == {0: 1, 1: 2, 2: 1, 3: 1, 4: 3, 5: 4, 6: 3, 7: 4, 8: 3, 9: 2, 10: 5, 11: 6}[number]
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in made)
    if number == 8:
        assert [address for address, _ in server.taken] == [
            "hello@your-clinic.example",
            "mei@example.com",
            "sam@example.com",
        ]
    else:
        assert server.lines == 0


def test_the_first_command_makes_a_handout(handouts: Callable[..., Ran], tmp_path: Path):
    block = README[README.index("## Two commands") :]
    line = re.search(r"```sh\n(.+?)\n```", block, re.DOTALL)
    assert line
    make = shlex.split(line[1].split("&&")[-1])
    assert make[0].endswith("handouts")
    assert handouts(*make[1:]).code == 0
    assert (tmp_path / "first.pdf").stat().st_size > 10_000


def test_exit_codes_are_those_of_the_code():
    table = dict(re.findall(r"^\| (\d+) \| (.+?) \|$", README, re.MULTILINE))
    assert set(map(int, table)) == set(map(int, Exit))


def test_roster_columns_are_those_of_the_code():
    of_rosters_only = {"pauses", "weeks", *OF_MAIL}
    assert {name for name in COLUMNS if place_of_field(name)} == set(COLUMNS) - of_rosters_only
    for names in COLUMNS.values():
        if names[0] not in ("patient", "program", "language", "issued"):
            assert f"`{names[0]}`" in README


def test_pictures_and_pages_that_it_links_are_there():
    top = Path(__file__).resolve().parents[1]
    for name in re.findall(r"\]\(([^)]+)\)", README):
        assert name.startswith("http") or (top / name).exists(), name
