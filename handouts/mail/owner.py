"""Who has a message in hand: which computer, which of its processes, and whether that still runs.

An owner is written as “computer process +start/boot”: the start in seconds since the computer was started, and which
start of the computer that was, so that setting the clock makes no living process look dead. Where a system does not
tell that, it is “computer process @start”, in whole seconds since 1970; earlier versions wrote that everywhere.
Registers from before psutil hold “computer process start” with a start in the system's own form. Of those only the
number of the process is used: see ``is_alive``.
"""

from __future__ import annotations

import contextlib
import os
import socket
import uuid
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from handouts.base.ids import digest

__all__ = ["is_alive", "started", "this_computer", "this_process"]

_GIVEN_UP = timedelta(hours=2)
"""No message takes as long. After this one is dead whose process cannot be told from another."""
_SLACK = 10.0
"""By how much the start of one process may seem to differ, s: systems count it from a clock that is being set. Numbers
of processes are not used again as fast.
"""


@cache
def this_computer() -> str:
    """A name for this computer that stays, whatever network it is in; and for this container, where it is one.

    Host names change with the network. Other computers cannot be told by it from outside.
    """
    machine = space = ""
    with contextlib.suppress(OSError):
        machine = Path("/etc/machine-id").read_text("ascii").strip()
    with contextlib.suppress(OSError):  # a container's processes have numbers of their own
        space = os.readlink("/proc/self/ns/pid")  # noqa: PTH115  # it leads nowhere
    if not machine:
        number = uuid.getnode()
        machine = socket.gethostname() if number >> 40 & 1 else str(number)  # a number made up has this bit set
    return digest([machine, space])[:16]


def this_process() -> str:
    """The owner of what the process that calls this takes in hand."""
    process = os.getpid()
    return f"{this_computer()} {process} {_since_boot(process) or f'@{started(process) or 0:.0f}'}"


@cache
def _boot() -> str:
    """Which start of this computer this is; empty where the system does not tell."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return digest([Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()])[:8]
    return ""


def _since_boot(process: int) -> str:
    """When a process that runs was started, as an owner holds it; empty where that cannot be known."""
    import psutil

    if not _boot():
        return ""
    with contextlib.suppress(psutil.Error):
        # both are counted from the clock as it stands, so what is between them is not moved by setting it; in this
        # order, as some versions keep the first for the second
        boot = psutil.boot_time()
        return f"+{psutil.Process(process).create_time() - boot:.2f}/{_boot()}"
    return ""


def started(process: int) -> float | None:
    """When a process started, s since 1970, 0 where this system does not tell; None where none of that number runs.

    A process that has ended but whose parent has not asked how is not running.
    """
    import psutil

    try:
        running = psutil.Process(process)
        return None if running.status() == psutil.STATUS_ZOMBIE else float(running.create_time())
    except psutil.AccessDenied:  # another user's
        return 0.0
    except psutil.Error:
        return None


def is_alive(owner: str, taken: str) -> bool:
    """Whether an owner still has in hand what it took at a moment (ISO, with its zone).

    A process of this computer is the owner if it has its number and its start, as numbers are used again; after the
    computer was started anew, none is. Where only
    the number is known, it is the owner if it started before it took the message, and that is not long ago. Processes
    of another computer are out of sight: they are given time.
    """
    computer, process, start = (*owner.split(" "), "", "", "")[:3]
    if computer != this_computer():
        return _recent(taken)
    if not (process.isdecimal() and len(process) < 10):
        return False
    since = started(int(process))
    if since is None:
        return False
    if start.startswith("+") and since:
        return _same(start, _since_boot(int(process)))
    if start.startswith("@") and since:
        return start[1:].isdecimal() and abs(since - int(start[1:])) < _SLACK
    return _recent(taken) and since < datetime.fromisoformat(taken).timestamp() + _SLACK


def _same(one: str, other: str) -> bool:
    """Whether two starts, counted from a start of the computer, are of one process."""
    (start, _, boot), (began, _, since) = one.partition("/"), other.partition("/")
    try:
        return boot == since != "" and abs(float(start) - float(began)) < _SLACK
    except ValueError:  # someone else wrote it
        return False


def _recent(taken: str) -> bool:
    try:
        return datetime.now(UTC) - datetime.fromisoformat(taken) < _GIVEN_UP
    except (ValueError, TypeError):  # no time, or one without a zone: someone else wrote it
        return False
