"""Runs tests for ``mutants.py`` within a copy of the tree: once to see which test runs which line, then per mutant.

As a server it holds in memory what no mutant changes, and forks for each run, so that a run costs little more than
its tests. It reads one run a line as JSON, and answers one line as JSON.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Any

import pytest

MEMORY = 4 << 30
"""Bytes that a mutant may use before it counts as killed."""
ARGUMENTS = ["-o", "addopts=", "-q", "--no-header", "--tb=no", "-p", "no:cacheprovider", "-p", "no:xdist"]
ARGUMENTS += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # the server has imported Hypothesis already


class Timer:
    """How long each test took, and which failed."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.failed: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0) + report.duration
        if report.failed:
            self.failed.append(report.nodeid)


class Chosen:
    """Only these tests, in this order; or these first, and then the rest."""

    def __init__(self, tests: list[str], *, rest: bool) -> None:
        self.places = {test: place for place, test in enumerate(tests)}
        self.rest = rest

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        chosen = [item for item in items if self.rest or item.nodeid in self.places]
        items[:] = sorted(chosen, key=lambda item: self.places.get(item.nodeid, len(self.places)))


def baseline(report: str, tests: list[str]) -> int:
    timer = Timer()
    code = pytest.main(
        [*ARGUMENTS, "-m", "not slow", "--cov=handouts", "--cov-context=test", "--cov-report=", *tests],
        plugins=[timer],
    )
    Path(report).write_text(json.dumps({"code": int(code), "seconds": timer.seconds, "failed": timer.failed}))
    return int(code)


def _run(task: dict[str, Any], said: int) -> None:
    """In the forked child: the tests of one mutant. Ends the process."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    timer, code = Timer(), 3
    tests = task["tests"]
    files = list(dict.fromkeys(test.split("::")[0] for test in tests))
    try:
        code = int(
            pytest.main(
                [*ARGUMENTS, "-x", "-m", "not slow", f"--basetemp={task['temp']}", *files],
                plugins=[timer, Chosen(tests, rest=task["rest"])],
            )
        )
    finally:
        answer = {"code": code, "by": timer.failed[:1], "ran": len(timer.seconds)}
        os.write(said, json.dumps(answer).encode())
        os._exit(0)


def _waited(pid: int, until: float) -> bool:
    while time.monotonic() < until:
        if os.waitpid(pid, os.WNOHANG)[0]:
            return True
        time.sleep(0.01)
    return False


def answer(task: dict[str, Any]) -> dict[str, Any]:
    hear, say = os.pipe()
    began = time.monotonic()
    pid = os.fork()
    if not pid:
        os.close(hear)
        _run(task, say)
    os.close(say)
    in_time = _waited(pid, began + task["timeout"])
    with contextlib.suppress(ProcessLookupError):  # what the tests started and left behind goes with them
        os.killpg(pid, signal.SIGKILL)
    if not in_time:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    with os.fdopen(hear, "rb") as pipe:
        raw = pipe.read() if in_time else b""
    seconds = round(time.monotonic() - began, 2)
    if not in_time:
        return {"how": "timeout", "seconds": seconds, "by": []}
    told = json.loads(raw or b'{"code": 3, "by": [], "ran": 0}')  # died without a word, as of too much memory
    how = "survived" if told["code"] in (0, 5) else "killed"  # 5: these tests are no longer there
    return {"how": how, "seconds": seconds, "by": told["by"]}


def serve(modules: list[str], fresh: str) -> None:
    """Answer until there is nothing more to read. The module ``fresh`` is changed between runs: it is not imported."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this one says when to stop
    for name in modules:
        with contextlib.suppress(Exception):  # one that only other systems have
            importlib.import_module(name)
    if fresh in sys.modules:
        sys.exit(f"{fresh} is imported already: no test would meet its mutants")
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    sys.path[:] = [os.getcwd(), *(path for path in sys.path[1:] if path != os.getcwd())]  # noqa: PTH109  # a string
    if sys.argv[1] == "baseline":
        sys.exit(baseline(sys.argv[2], sys.argv[3:]))
    told = json.loads(Path(sys.argv[2]).read_text())
    serve(told["known"], told["fresh"])
