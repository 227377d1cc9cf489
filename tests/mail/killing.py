"""Kills a command at its nth step, exactly: a process that forks one run for each line it is given.

Steps are what may leave something half done: each statement of SQL, each command and answer of SMTP, each fsync,
each rename. ``python -m tests.mail.killing LOG WORK ARGUMENTS…`` reads from each line where a run is to die, such as
“12 folder”; 0 lets it end. The run writes each step to LOG before it is taken, and dies before the nth.
"""

from __future__ import annotations

import contextlib
import os
import signal
import smtplib
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).parents[2]


class Victims:
    """Runs that can be killed; use it in a ``with`` block."""

    def __init__(self, log: Path, work: str, *arguments: object, cwd: Path = ROOT) -> None:
        command = [sys.executable, "-m", "tests.mail.killing", str(log), work, *map(str, arguments)]
        self._log = log
        self._process = subprocess.Popen(
            command,
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def run(self, *arguments: object, die: int = 0) -> tuple[int, list[str]]:
        """One run: its exit code, negative where a signal ended it, and the steps it came to."""
        assert self._process.stdin
        assert self._process.stdout
        self._log.write_text("")
        self._process.stdin.write(f"{die} {' '.join(map(str, arguments))}\n")
        self._process.stdin.flush()
        code = int(self._process.stdout.readline())
        return code, self._log.read_text().splitlines()


def each_kind(steps: list[str]) -> list[int]:
    """The number of the last step of each kind, from 1: by then all that a run does once has been begun."""
    return sorted({step: number for number, step in enumerate(steps, 1)}.values())


# --- in the process that is killed -----------------------------------------------------------------


def _watch(log: Path, die: int) -> None:
    """From here on each step is written down, and the nth is the death of this process."""
    written = os.open(log, os.O_WRONLY | os.O_APPEND)
    count = 0

    def step(name: str) -> None:
        nonlocal count
        count += 1
        os.write(written, f"{name}\n".encode())
        if count == die:
            os.kill(os.getpid(), signal.SIGKILL)

    def before(owner: Any, name: str, said: Callable[..., str]) -> None:
        real = getattr(owner, name)

        def call(*args: Any, **more: Any) -> Any:
            step(said(*args))
            return real(*args, **more)

        setattr(owner, name, call)

    def spoken(_: smtplib.SMTP, data: str | bytes) -> str:
        line = data if isinstance(data, bytes) else data.encode()
        word = line.split()[0].decode() if len(line) < 200 else "the message"
        return f"smtp: {word}"

    before(smtplib.SMTP, "send", spoken)
    before(smtplib.SMTP, "getreply", lambda *_: "smtp: wait for an answer")
    before(os, "fsync", lambda *_: "disk: fsync")
    before(os, "replace", lambda *_: "disk: rename")
    before(os, "link", lambda *_: "disk: link")
    connect = sqlite3.connect

    def watched(*args: Any, **more: Any) -> sqlite3.Connection:
        base = connect(*args, **more)
        base.set_trace_callback(lambda statement: step(f"sql: {' '.join(statement.split()[:2])}"))
        return base

    sqlite3.connect = watched  # type: ignore[assignment]  # of the same form


def _send_all(mail: str) -> Callable[[str, str], int]:
    """Sends COUNT messages from the register of FOLDER."""
    import json
    from dataclasses import replace

    from handouts.library.clinic import MailSettings
    from handouts.library.load import load_library
    from handouts.mail.send import send_all
    from handouts.runs.registers import open_register
    from tests.mail.server import messages

    shipped = load_library(brand="harbour-street")

    def work(folder: str, start: str, count: str = "3") -> int:
        settings = MailSettings(**json.loads(mail))
        library = replace(
            shipped, folder=Path(folder), clinic=replace(shipped.clinic, email="hello@clinic.example", mail=settings)
        )
        with open_register(Path(folder)) as register:
            some = messages(int(count), start=int(start))
            send_all(some, library, register, report=lambda *_: None, stop=lambda: False)
        return 0

    return work


def _command(folder: str, *warm_up: str) -> Callable[..., int]:
    """Runs a command of Handouts in FOLDER. One that leaves nothing is run first, so that every run finds pictures and
    type faces ready.
    """
    from handouts.cli import run

    os.chdir(folder)
    with contextlib.redirect_stdout(sys.stderr):
        assert run(list(warm_up)) == 0

    def work(folder: str, *arguments: str) -> int:
        os.chdir(folder)
        return run(list(arguments))

    return work


def main(log: str, kind: str, *arguments: str) -> None:
    work: Callable[..., int] = _send_all(*arguments) if kind == "send_all" else _command(*arguments)
    for line in sys.stdin:
        die, *rest = line.split()
        child = os.fork()
        if not child:
            code = 99
            try:
                out = os.open(f"{log}.out", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                os.dup2(out, 1)
                os.dup2(out, 2)
                _watch(Path(log), int(die))
                code = work(*rest)
                sys.stdout.flush()
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
