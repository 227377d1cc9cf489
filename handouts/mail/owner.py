"""Who has a message in hand: which computer, which of its processes, and whether that still runs.

An owner is written as “computer process @start”, with the start in whole seconds since 1970. Registers from before
psutil hold “computer process start” with a start in the system's own form. Of those only the number of the process is
used: see ``is_alive``.
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
    return f"{this_computer()} {os.getpid()} @{started(os.getpid()) or 0:.0f}"


def started(process: int) -> float | None:
    """When a process started, s since 1970, 0 where this system does not tell; None where none of that number runs.

    A process that has ended but whose parent has not asked how is not running.
    """
    import psutil  # type: ignore[import-untyped]  # comes without types

    try:
        running = psutil.Process(process)
        return None if running.status() == psutil.STATUS_ZOMBIE else float(running.create_time())
    except psutil.AccessDenied:  # another user's
        return 0.0
    except psutil.Error:
        return None


def is_alive(owner: str, taken: str) -> bool:
    """Whether an owner still has in hand what it took at a moment (ISO, with its zone).

    A process of this computer is the owner if it has its number and its start, as numbers are used again. Where only
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
    if start.startswith("@") and since:
        return start[1:].isdecimal() and abs(since - int(start[1:])) < _SLACK
    return _recent(taken) and since < datetime.fromisoformat(taken).timestamp() + _SLACK


def _recent(taken: str) -> bool:
    try:
        return datetime.now(UTC) - datetime.fromisoformat(taken) < _GIVEN_UP
    except (ValueError, TypeError):  # no time, or one without a zone: someone else wrote it
        return False
