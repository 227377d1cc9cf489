"""Who has a message in hand, and whether that process still runs."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest

from handouts.deliver.register import Register
from handouts.mail.outbox import Outbox
from handouts.mail.owner import is_alive, started, this_computer, this_process
from handouts.runs.registers import open_register
from tests.mail.server import messages

OLD_STARTS = ("0c0ffee0-boot/123456", "Wed-Nov-25-10:00:00-2026", "133772112000000000", "")
"""As Linux, macOS and Windows said it before psutil was asked; and where it was not known."""


@pytest.fixture
def register(tmp_path: Path):
    with open_register(tmp_path) as register:
        yield register


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


def ago(**time: float) -> str:
    return (datetime.now(UTC) - timedelta(**time)).isoformat(timespec="seconds")


def owned(register: Register, owner: str, changed: str) -> None:
    with register.changing() as base:
        base.execute("UPDATE outbox SET state = 'sending', owner = ?, changed_at = ?", (owner, changed))


def test_what_a_dead_process_had_in_hand_is_uncertain(register: Register, child: subprocess.Popen[bytes]):
    box = Outbox(register)
    box.queue(messages(1))
    owned(register, f"{this_computer()} {child.pid} @{started(child.pid):.0f}", ago(days=300))
    assert box.recover() == 0, "however long ago: it is the same process"
    child.kill()  # not waited for: a process that ended and was not buried is dead too
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert started(child.pid) is None
    assert box.recover() == 1
    assert [entry.state for entry in box.entries()] == ["uncertain"]
    child.communicate()
    assert started(child.pid) is None


def test_what_another_has_finished_meanwhile_is_left_alone(register: Register, monkeypatch: pytest.MonkeyPatch):
    box = Outbox(register)
    box.queue(messages(2))
    owned(register, f"{this_computer()} 0 @1", ago())

    def looked(owner: str, taken: str) -> bool:
        with register.changing() as base:  # between the look and the change
            base.execute("UPDATE outbox SET state = 'sent' WHERE id = 1")
            base.execute("UPDATE outbox SET owner = 'another' WHERE id = 2")
        return False

    monkeypatch.setattr("handouts.mail.outbox.is_alive", looked)
    box.recover()
    assert [entry.state for entry in box.entries()] == ["sent", "sending"]


def test_this_process_is_alive_and_names_itself_always_alike():
    assert this_process() == this_process()
    assert is_alive(this_process(), ago(days=300))


def test_another_process_of_the_same_number_is_not_the_one(child: subprocess.Popen[bytes]):
    own = started(child.pid)
    assert own
    for seconds, same in ((0, True), (9, True), (-9, True), (11, False), (-11, False)):  # a clock that is being set
        assert is_alive(f"{this_computer()} {child.pid} @{int(own) + seconds}", ago()) is same


needs_boot = pytest.mark.skipif(not Path("/proc/sys/kernel/random/boot_id").exists(), reason="starts are not told here")


@needs_boot
def test_setting_the_clock_makes_no_living_process_look_dead(monkeypatch: pytest.MonkeyPatch):
    mine, real = this_process(), psutil.Process.create_time
    boot = psutil.boot_time()
    monkeypatch.setattr("psutil.boot_time", lambda: boot + 7200)
    monkeypatch.setattr("psutil.Process.create_time", lambda self: real(self) + 7200)
    assert is_alive(mine, ago(days=300))
    assert this_process() == mine


@needs_boot
def test_a_process_of_an_earlier_start_of_the_computer_is_dead():
    words = this_process().split(" ")
    start, boot = words[2].split("/")
    assert is_alive(" ".join([*words[:2], f"{start}/{boot}"]), ago())
    assert not is_alive(" ".join([*words[:2], f"{start}/00000000"]), ago())
    assert not is_alive(" ".join([*words[:2], start]), ago())
    assert not is_alive(" ".join([*words[:2], f"+soon/{boot}"]), ago())
    for seconds, same in ((9, True), (11, False), (-11, False)):
        assert is_alive(" ".join([*words[:2], f"+{float(start) + seconds}/{boot}"]), ago()) is same


def test_where_a_system_does_not_tell_its_starts_the_clock_is_taken(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("handouts.mail.owner._boot", lambda: "")
    assert this_process().split(" ")[2].startswith("@1")
    assert is_alive(this_process(), ago(days=300))


@pytest.mark.parametrize("owner", ["", "x", "{} -1 @1", "{} 99999999999 @1", "{} 1e3 @1", "a b c d e", "{} ² @1", "{}"])
def test_nonsense_is_dead(owner: str):
    assert not is_alive(owner.format(this_computer()), ago(days=300))


def test_a_start_that_is_no_number_is_dead():
    assert not is_alive(f"{this_computer()} {os.getpid()} @soon", ago())


@pytest.mark.parametrize("start", OLD_STARTS)
def test_an_owner_of_the_old_form_is_known_by_its_number_and_by_what_it_can_have_taken(
    start: str, child: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
):
    owner = f"{this_computer()} {child.pid} {start}"
    assert is_alive(owner, ago()), "it runs, and started before it took the message"
    assert not is_alive(owner, ago(minutes=30)), "it started later: another process has that number now"
    assert not is_alive(owner, "no time")
    child.kill()
    child.communicate()
    assert not is_alive(owner, ago())
    monkeypatch.setattr("handouts.mail.owner.started", lambda _: 1.0)
    assert is_alive(owner, ago(hours=1.9))
    assert not is_alive(owner, ago(hours=2.1)), "no message takes as long: it is not kept for ever"


def test_a_process_that_may_not_be_asked_is_given_time(monkeypatch: pytest.MonkeyPatch):
    def denied(*_: object) -> None:
        raise psutil.AccessDenied

    monkeypatch.setattr("psutil.Process", denied)
    assert started(1) == 0
    owner = f"{this_computer()} 1 @1795132800"
    assert is_alive(owner, ago(hours=1.9))
    assert not is_alive(owner, ago(hours=2.1))


def test_another_computer_is_given_time():
    assert is_alive("front-desk 12 @1", ago(hours=1.9))
    assert not is_alive("front-desk 12 @1", ago(hours=2.1))
    assert not is_alive("front-desk 12 @1", "no time")
    assert not is_alive("front-desk 12 @1", "2999-01-01T00:00:00"), "nobody knows in which zone"


def test_a_computer_is_the_same_in_another_network(monkeypatch: pytest.MonkeyPatch):
    here = this_computer()
    monkeypatch.setattr("socket.gethostname", lambda: "laptop-at-home")
    this_computer.cache_clear()
    assert this_computer() == here
    assert len(here) == 16
    assert socket.gethostname() not in here


def test_a_computer_without_an_id_of_its_own(monkeypatch: pytest.MonkeyPatch):
    def unreadable(*_: object) -> str:
        raise OSError

    monkeypatch.setattr(Path, "read_text", unreadable)
    monkeypatch.setattr("os.readlink", unreadable)
    names = []
    for number, host in ((2, "a"), (2, "b"), (3, "a"), (1 << 40, "a"), (3 << 40, "a"), (3 << 40, "b")):
        monkeypatch.setattr("uuid.getnode", lambda number=number: number)
        monkeypatch.setattr("socket.gethostname", lambda host=host: host)
        this_computer.cache_clear()
        names.append(this_computer())
    this_computer.cache_clear()
    assert names[0] == names[1] != names[2], "by its network card"
    assert names[3] == names[4] != names[5], "by its name, where the card's number is made up"
