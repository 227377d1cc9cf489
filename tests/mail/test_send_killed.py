"""Sending, killed at its nth step, and by two commands at once."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from handouts.library.load import Library
from handouts.mail.outbox import Outbox
from handouts.runs.registers import open_register
from tests.mail.killing import Victims, each_kind
from tests.mail.server import PASSWORD, Mailserver, messages


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDOUTS_MAIL_PASSWORD", PASSWORD)


def mail_of(server: Mailserver, library: Library) -> str:
    settings = server.library(library).clinic.mail
    assert settings
    names = ("server", "port", "security", "user", "per_minute", "timeout")
    return json.dumps({name: getattr(settings, name) for name in names})


def killed_at_each(points: Callable[[list[str]], Iterable[int]], folder: Path, library: Library) -> None:
    """Kill a run before each of these steps, then let another end: each message is taken once at most, none is lost."""
    count = 3
    with Mailserver(folder, "none") as server, Victims(folder / "log", "send_all", mail_of(server, library)) as victims:

        def run(place: Path, start: int, die: int = 0) -> tuple[int, list[str]]:
            place.mkdir(exist_ok=True)
            return victims.run(place, start, count, die=die)

        code, steps = run(folder / "whole", 0)
        assert code == 0
        assert {step.partition(":")[0] for step in steps} == {"sql", "smtp"}
        for number in points(steps):
            place, start = folder / f"at {number}".replace(" ", "-"), 100 * number
            code, done = run(place, start, number)
            where = f"killed before step {number}: {steps[number - 1]}"
            assert (code, done) == (-9, steps[:number]), where
            assert run(place, start)[0] == 0, where
            server.wait_until_idle()
            ours = {one.message_id for one in messages(count, start=start)}
            taken = Counter(one for one in server.ids if one in ours)
            with open_register(place) as register:
                entries = Outbox(register).entries()
            assert set(taken.values()) == {1}, where
            assert {entry.message_id for entry in entries} == ours, where
            assert {entry.state for entry in entries} <= {"sent", "uncertain"}, where
            assert {entry.message_id for entry in entries if entry.state == "sent"} <= set(taken), where
            uncertain = {entry.message_id for entry in entries if entry.state == "uncertain"}
            assert len(uncertain) <= 1, "only what was in hand"
            assert set(taken) | uncertain == ours, f"{where}: one was lost"


def test_killed_at_each_kind_of_step_each_is_taken_once_at_most_and_none_is_lost(tmp_path: Path, library: Library):
    killed_at_each(each_kind, tmp_path, library)


@pytest.mark.slow
def test_killed_at_every_step_each_is_taken_once_at_most_and_none_is_lost(tmp_path: Path, library: Library):
    killed_at_each(lambda steps: range(1, len(steps) + 1), tmp_path, library)


def test_two_commands_at_once_send_each_message_once(tmp_path: Path, library: Library):
    count = 40
    with Mailserver(tmp_path, "none", delay=0.002) as server, contextlib.ExitStack() as stack:
        mail = mail_of(server, library)
        both = [stack.enter_context(Victims(tmp_path / f"log{n}", "send_all", mail)) for n in range(2)]
        with ThreadPoolExecutor(2) as pool:
            codes = list(pool.map(lambda victims: victims.run(tmp_path, 0, count)[0], both))
        assert codes == [0, 0]
        taken = Counter(server.ids)
    assert len(taken) == count
    assert max(taken.values()) == 1
    with open_register(tmp_path) as register:
        assert {entry.state for entry in Outbox(register).entries()} == {"sent"}
