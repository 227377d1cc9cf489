"""The person at the terminal: asked, shown how far work is, heard when they press Ctrl-C."""

from __future__ import annotations

import contextlib
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.say import say

if TYPE_CHECKING:
    from handouts.runs.progress import Progress, Stop, Tell

__all__ = ["confirm", "counting", "interactive", "interrupts", "open_file", "progress"]

_WIDE, _OFTEN = 70, 0.1
"""Characters of a line that tells how far work is, and s between two of them."""


def confirm(question: str, otherwise: str) -> None:
    """Ask on standard error. Who does not say yes is told what that means, and the command ends."""
    try:
        if click.confirm(question, err=True):
            return
    except click.Abort:  # no one there, or Ctrl-C
        say(err=True)
    say(otherwise, err=True)
    raise SystemExit(Exit.STOPPED)


def open_file(path: Path) -> None:
    """Show a file in the system's viewer."""
    if click.launch(str(path.resolve())) != 0:
        hint = f"The file is there: open {path} by hand."
        message = "the system's viewer could not be started"
        raise HandoutsError([Problem("--open", 0, message, hint)], Exit.OUTPUT)


def interactive() -> bool:
    """Whether someone watches: progress is shown only then."""
    return sys.stderr.isatty()


@contextlib.contextmanager
def progress(length: int, label: str, *, rate: bool = False) -> Iterator[Progress]:
    """A bar on standard error, where someone watches; gives what moves it on. ``rate`` shows how many a second."""
    if not interactive() or not length:
        from handouts.runs.progress import silent

        yield silent
        return
    start, done = time.monotonic(), 0

    def speed(_: object) -> str | None:
        return f"{done / max(0.001, time.monotonic() - start):.0f}/s" if rate else None

    with click.progressbar(
        length=length, label=label, show_pos=True, show_eta=True, item_show_func=speed, file=sys.stderr
    ) as bar:

        def step(rows: int = 1, /) -> None:
            nonlocal done
            done += rows
            bar.update(rows, done)

        yield step


@contextlib.contextmanager
def counting() -> Iterator[Tell]:
    """One line on standard error, where someone watches, for work of which nobody knows how long it is."""
    if not interactive():
        yield lambda _: None
        return
    shown = time.monotonic() - 1

    def tell(text: str) -> None:
        nonlocal shown
        if time.monotonic() - shown > _OFTEN:
            shown = time.monotonic()
            click.echo(f"\r{text[:_WIDE]:{_WIDE}}\r", err=True, nl=False)

    try:
        yield tell
    finally:
        click.echo(f"\r{'':{_WIDE}}\r", err=True, nl=False)


@contextlib.contextmanager
def interrupts() -> Iterator[Stop]:
    """Turn the first Ctrl-C into a wish to stop after what is in hand; a second one stops at once."""
    asked = False

    def note(*_: object) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        say("Finishing what is in hand. Ctrl-C again stops at once.", err=True)

    try:
        before = signal.signal(signal.SIGINT, note)
    except ValueError:  # not in the main thread: whoever runs this there stops it
        yield lambda: False
        return
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)
