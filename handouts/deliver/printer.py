"""Sends a PDF to the system's print queue."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from handouts.base.problems import Exit, HandoutsError, Problem

__all__ = ["print_file", "printers"]


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


def printers() -> tuple[str, ...]:
    """Names of the print queues that the system's print command knows, the default one first; empty where it knows
    none, or is not there.
    """
    command = shutil.which("lpstat")
    if not command or sys.platform == "win32":
        return ()
    names = _said_by(command, "-e").split()
    default = _said_by(command, "-d").rpartition(":")[2].strip()
    return tuple(sorted(names, key=lambda name: name != default))


def _said_by(command: str, option: str) -> str:
    """What a print command answers; nothing where it fails or does not answer soon."""
    try:
        done = subprocess.run(  # noqa: S603  # a fixed command with a fixed option
            [command, option], capture_output=True, text=True, check=False, timeout=5
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""
