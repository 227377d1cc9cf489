"""Sends a PDF to the system's print queue."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass

__all__ = ["PrintQueues", "print_file", "print_queues"]

_SOON = 5
"""Seconds that the system has to list its queues."""


@dataclass(frozen=True)
class PrintQueues:
    """Where the system can print."""

    names: tuple[str, ...]
    usual: str
    """The one that is taken where none is named; empty where there is none."""


def print_queues() -> PrintQueues | None:
    """The system's print queues; None where it cannot print, or does not say."""
    command = shutil.which("lpstat")
    if sys.platform == "win32" or not command or not shutil.which("lp"):
        return None
    names = _asked([command, "-e"]).split()
    usual = _asked([command, "-d"]).rpartition(":")[2].strip()
    return PrintQueues(tuple(names), usual if usual in names else "")


def _asked(command: list[str]) -> str:
    """What a command of the system says; nothing where it fails."""
    environment = {**os.environ, "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603  # a fixed command
            command, capture_output=True, text=True, check=False, timeout=_SOON, env=environment
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if not done.returncode else ""


def print_file(path: Path, printer: str = "") -> None:
    """Send a file to the print queue; the default printer where none is named."""
    if sys.platform == "win32":
        try:
            os.startfile(path.resolve(), "print")  # noqa: S606  # our own file, by its full path
        except OSError as error:
            raise _failed("--print", f"Windows could not print it: {error}", "Open the file and print it.") from error
        return
    command = shutil.which("lp")
    if not command:
        raise _failed("--print", "there is no print command (lp) here", "Install CUPS, or open the file and print it.")
    if printer.startswith("-"):
        raise _failed("--print", f"“{printer[:40]}” is no printer's name", "“lpstat -p” lists the printers.")
    chosen = ["-d", printer] if printer else []
    done = subprocess.run(  # noqa: S603  # a fixed command; the path is ours and follows --
        [command, *chosen, "--", str(path.resolve())], capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = " ".join(done.stderr.split())[:200] or f"lp ended with {done.returncode}"
        raise _failed("--print", f"the print queue refused it: {said}", "“lpstat -p” lists the printers.")


def _failed(place: str, message: str, hint: str) -> HandoutsError:
    return HandoutsError([Problem(place, 0, message, hint)], Exit.OUTPUT)
