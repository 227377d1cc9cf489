"""Two browsers and the command line in one folder at once, and a server that is killed: real processes, nothing lost."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sqlite3
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from handouts.deliver.accounts import AccountsTable
from handouts.deliver.drafts import DraftsTable
from handouts.desk.certificate import CERTIFICATE, make_certificate
from handouts.runs.accounts import add_account
from handouts.runs.registers import open_register
from tests.desk_network import PASSWORDS, ROLES, Visitor, cheap_hashes

ROSTER = "patient,id,program,start\n" + "".join(
    f"Roster Person {number},r{number},hip-hinge,2026-11-30\n" for number in range(4)
)
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUNBUFFERED": "1"}


def handouts(*arguments: str, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "handouts", *arguments]
    return subprocess.Popen(
        command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


@contextlib.contextmanager
def listening(folder: Path, port: int = 0) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The desk on a network, as the command starts it, in a process of its own."""
    server = handouts("desk", "--listen", f"127.0.0.1:{port}", folder=folder)
    assert server.stdout
    told = ""
    try:
        while not (found := re.search(r"https://127\.0\.0\.1:\d+", told)):
            line = server.stdout.readline()
            assert line, told
            told += line
        yield server, found[0]
    finally:
        server.kill()
        server.wait(30)
        server.stdout.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "clinic.yaml").write_text("name: Harbour Street\nphone: 01632 960 000\n", "utf-8")
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    with cheap_hashes(), open_register(tmp_path) as register:
        for name, password in PASSWORDS.items():
            add_account(register, name, ROLES[name], password)
    make_certificate(tmp_path, ["127.0.0.1"])
    return tmp_path


def entered(visitor: Visitor, name: str) -> None:
    end = time.monotonic() + 60
    while True:  # it takes lines before it answers
        try:
            assert visitor.log_in(name).status_code == 303
        except httpx.TransportError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return


def issue(visitor: Visitor, folder: Path, patient: str) -> str:
    """Hand a sheet over at the desk; gives what the page says."""
    values = {"items": ("hip-hinge",), "patient": patient, "start": "2026-11-30"}
    with open_register(folder) as register:
        made = DraftsTable(register).add(values)
    shown = visitor.post(f"/sheet/{made.id}/set", {"number": "1"}, **{"HX-Request": "true"})
    found = re.search(r'name="seen" value="(\w+)"', shown.text)
    assert found, shown.text
    answer = visitor.post(f"/sheet/{made.id}/issue", {"seen": found[1], "keep": "1"}, **{"HX-Request": "true"})
    assert answer.status_code == 200, answer.text
    return answer.text


def new_draft(visitor: Visitor) -> str:
    """A new sheet; its id is shown only when it is kept."""
    answer = visitor.post("/sheet/new", {"items": "hip-hinge"})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].rpartition("/")[2]


def together(*work: Callable[[], None]) -> None:
    """Run in threads at once; raises what any of them raised."""
    wrong: list[BaseException] = []

    def guarded(one: Callable[[], None]) -> None:
        try:
            one()
        except BaseException as error:  # noqa: BLE001  # raised below
            wrong.append(error)

    threads = [threading.Thread(target=guarded, args=[one]) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    if wrong:
        raise wrong[0]


def test_two_browsers_and_commands_lose_nothing_and_do_nothing_twice(folder: Path):
    """And of a server that is killed all is there that was shown as saved, the sessions too."""
    said: list[str] = []
    drafts: list[str] = []
    with listening(folder) as (server, base), contextlib.ExitStack() as closing:
        trust = ssl.create_default_context(cafile=folder / CERTIFICATE)
        mei, ada = Visitor(base, trust), Visitor(base, trust)
        for one in (mei, ada):
            closing.callback(one.client.close)
        entered(mei, "Mei Tan")
        entered(ada, "Ada")
        issue(mei, folder, "Gone Person")
        batch = handouts("batch", "roster.csv", "--week-of", "2026-11-30", "--jobs", "1", folder=folder)
        forget = handouts("forget", "Gone Person", "--yes", "--files", folder=folder)
        together(
            lambda: said.extend(issue(mei, folder, f"Desk Person {number}") for number in range(3)),
            lambda: drafts.extend(new_draft(ada) for _ in range(20)),
            lambda: said.extend(issue(ada, folder, "Desk Person 1") for _ in range(2)),  # the same as the other's
        )
        for command in (batch, forget):
            told, _ = command.communicate(timeout=300)
            assert command.returncode == 0, told
            assert "cannot be used" not in told
        stop = threading.Timer(0.5, lambda: os.kill(server.pid, signal.SIGKILL))
        stop.start()
        with contextlib.suppress(httpx.TransportError):
            while True:
                drafts.append(new_draft(ada))
        stop.join()
        assert server.wait(30) == -signal.SIGKILL
    everyone = [f"Desk Person {number}" for number in range(3)] + [f"Roster Person {number}" for number in range(4)]
    with open_register(folder, reading=True) as register:
        assert sorted(name for _, name in register.people()) == everyone  # and nobody who was forgotten
        kept = {row.id for row in DraftsTable(register).latest(10_000)}
        assert set(drafts) <= kept
        assert len(set(drafts)) == len(drafts) > 20
        for name in everyone:
            rows = register.history(name)
            assert len(rows) == 1, name
            assert (folder / rows[0].place).is_file(), name
        assert len([one for one in AccountsTable(register).sessions_of("ada") if not one.ended_at]) == 1
    assert len(said) == 5
    assert not list(folder.rglob("*.part"))
    with sqlite3.connect(folder / "register.sqlite") as base_file:
        assert base_file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    port = int(base.rpartition(":")[2])
    with listening(folder, port) as (server, again):
        assert again == base
        secret = ada.client.cookies["__Host-handouts"]
        with httpx.Client(base_url=base, verify=trust, cookies={"__Host-handouts": secret}, timeout=60) as client:
            assert client.get("/account").status_code == 200
        server.send_signal(signal.SIGTERM)
        told, _ = server.communicate(timeout=60)
        assert server.returncode == 0
        assert "What was shown as saved is kept" in told
        assert "Traceback" not in told
