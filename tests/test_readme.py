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
from tests.mail.server import PASSWORD, USER, Mailserver

README = (Path(__file__).resolve().parents[1] / "README.md").read_text()


def tasks() -> list[tuple[str, list[list[str]]]]:
    """Title and commands of each task, from its shell blocks."""
    part = README[README.index("## Ten tasks") : README.index("## What else")]
    found = []
    for title, body in re.findall(r"### (.+?)\n(.*?)(?=\n### |\Z)", part, re.DOTALL):
        blocks = re.findall(r"```sh\n(.*?)```", body, re.DOTALL)
        found.append((title, [shlex.split(line) for block in blocks for line in block.splitlines() if line]))
    return found


def test_there_are_ten_tasks():
    assert len(tasks()) == 10


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


@pytest.mark.parametrize("number", range(10))
def test_a_task_works_as_written(
    handouts: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: Mailserver, number: int
):
    title, commands = tasks()[number]
    if number in (4, 5, 8):  # it starts in the folder that the task before it made
        assert handouts("init", "my-clinic").code == 0
        monkeypatch.chdir("my-clinic")
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
    assert len(made) == {0: 1, 1: 2, 2: 1, 3: 1, 4: 3, 5: 4, 6: 3, 7: 3, 8: 3, 9: 2}[number]
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
