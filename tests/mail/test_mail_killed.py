"""``handouts mail``, killed at its nth step."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from handouts.base.problems import Exit
from handouts.mail.outbox import Outbox
from handouts.runs.registers import open_register
from tests.conftest import pdf_text
from tests.mail.desk import HEAD, WEEK, Post, read
from tests.mail.killing import Victims

ROWS = (
    "1,P 1,hip-hinge,2026-11-23,p1@example.com,plain 2026-11-01,\n"
    "2,P 2,hip-hinge,2026-11-23,p2@example.com,protected 2026-11-01,\n"
    "99,On Paper,low-back,2026-11-23,,none,\n"
)


def killed_at_each(points: Callable[[list[str]], Iterable[int]], here: Path, post: Post) -> None:
    """Kill the whole command before each of these steps, then do as a person would: run it again, look for what is
    uncertain, and run it once more. Each patient has one message then, and none is lost.
    """
    (here / "r.csv").write_text(HEAD + ROWS)
    mail = ("mail", "r.csv", *WEEK, "--yes")
    with Victims(here.parent / "log", "command", here, "mail", "r.csv", *WEEK, "--dry-run") as victims:

        def run(place: Path, *command: str, die: int = 0) -> tuple[int, list[str]]:
            if not place.exists():
                shutil.copytree(here, place)
            return victims.run(place, *command, die=die)

        code, steps = run(here.parent / "whole", *mail)
        assert code == 0
        assert {step.partition(":")[0] for step in steps} == {"sql", "smtp", "disk"}
        for number in points(steps):
            place, where = here.parent / f"at-{number}", f"killed before step {number}: {steps[number - 1]}"
            post.server.wait_until_idle()
            before = len(post.got)
            code, taken = run(place, *mail, die=number)
            # on a busy machine a run may have waited more often than this one, which came to its end before that step
            assert code == -9 or (code == 0 and len(taken) < number), where
            assert run(place, *mail)[0] in (0, Exit.SOME_FAILED), where
            post.server.wait_until_idle()
            got = [read(one.data)["Message-ID"] for one in post.got[before:]]
            with open_register(place) as register:
                box = Outbox(register)
                for entry in box.entries():
                    assert entry.state in ("sent", "uncertain"), where
                    if entry.state == "uncertain":  # someone looks for its Message-ID at the provider
                        assert box.settle(entry.id, "sent" if entry.message_id in got else "failed")
            assert run(place, "outbox", "--retry", "--yes")[0] == 0, where
            assert run(place, *mail)[0] == 0, where
            post.server.wait_until_idle()
            addresses = sorted(one.address for one in post.got[before:])
            assert addresses == ["p1@example.com", "p2@example.com"], where
            with open_register(place) as register:
                assert [len(register.history(key)) for key in ("1", "2", "99")] == [1, 1, 1], where
            packets = [pdf_text(path.read_bytes()) for path in (place / "output").rglob("packet-*.pdf")]
            assert packets, where
            assert all("On Paper" in text for text in packets), where
            assert list((place / "output").rglob("passwords*.pdf")), where


def a_few(steps: list[str]) -> list[int]:
    """A step of each part: making, printing, queueing, taking in hand, handing over, and writing down."""
    handed = max(number for number, step in enumerate(steps, 1) if step == "smtp: .")
    after = [number for number, step in enumerate(steps, 1) if step == "sql: COMMIT" and number > handed]
    last = {step: number for number, step in enumerate(steps, 1)}
    return [last["disk: fsync"], last["sql: INSERT INTO"], last["smtp: RCPT"], handed, handed + 1, after[0]]


def test_killed_at_a_few_steps_each_patient_gets_one_message_and_none_is_lost(here: Path, post: Post):
    killed_at_each(a_few, here, post)


@pytest.mark.slow
def test_killed_at_every_third_step_each_patient_gets_one_message_and_none_is_lost(here: Path, post: Post):
    killed_at_each(lambda steps: range(1, len(steps) + 1, 3), here, post)
