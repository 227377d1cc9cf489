"""The command line: parses, calls, prints. Nothing is decided here."""

from __future__ import annotations

import contextlib
import os
import sys
from importlib import import_module
from keyword import iskeyword

import click

from handouts import __version__
from handouts.base.problems import Exit, HandoutsError

__all__ = ["cli", "main", "run"]


_HELP = """Exercise handouts that a clinic is proud to hand over.

\b
handouts make hip-hinge --patient "Mei Tan"   one handout
handouts batch roster.csv                     one for each patient of a list
handouts mail roster.csv --week-of "next week"  each patient's PDF, by e-mail
handouts ticks returned.pdf                   what a patient ticked
handouts scan monday.pdf                      the same from scans and photos of paper
handouts decide roster.csv                    who moves on, repeats or goes back
handouts desk                                 all of it in the browser
handouts init my-clinic                       your own name, logo and colours
"""


_COMMANDS = {
    "batch": "batch",
    "check": "check",
    "decide": "decide",
    "desk": "desk",
    "drills": "lists",
    "figure": "figure",
    "flags": "lists",
    "forget": "register",
    "history": "register",
    "import": "imports",
    "init": "init",
    "languages": "languages",
    "layouts": "lists",
    "mail": "mail",
    "make": "make",
    "outbox": "outbox",
    "programs": "programs",
    "progress": "course",
    "record": "record",
    "reprint": "register",
    "scan": "scan",
    "schema": "schema",
    "settle": "settle",
    "show": "show",
    "ticks": "ticks",
    "translate": "translate",
}
"""The module of each command among ``handouts.commands``, which is loaded when the command is asked for."""


class _Commands(click.Group):
    """Knows its commands by name, and loads each when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"handouts.commands.{_COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name)
        return command


@click.group(
    cls=_Commands,
    help=_HELP,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 a batch or a reading was not whole, 2 wrong command line, 3 content to mend, "
    "4 a file is in the way, 5 disk, viewer, printer or mail server refused, 130 stopped.",
)
@click.version_option(__version__, prog_name="handouts")
def cli() -> None:
    """Parse the command line."""


def run(arguments: list[str] | None = None) -> int:
    """Run the command line, and turn every foreseen failure into words and an exit code, which it gives.

    ``arguments`` are those of the process where left out.
    """
    from handouts.commands.say import complain

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a letter is no reason to fail
    try:
        code = cli.main(arguments, standalone_mode=False, prog_name="handouts")
        sys.stdout.flush()
    except HandoutsError as error:
        code = error.code
        with contextlib.suppress(OSError):  # no one reads it
            complain(error.problems)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Files that were finished are kept; nothing is half-written.", err=True)
        code = Exit.STOPPED
    except BrokenPipeError:
        sys.stderr.close()
        code = Exit.OK
    except OSError as error:  # what is printed cannot be: the terminal is gone, or its disk full
        with contextlib.suppress(OSError):
            click.echo(f"The output could not be printed: {error.strerror or error}.", err=True)
        _drop_output()
        code = Exit.OUTPUT
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 0
    return int(code or 0)


def _drop_output() -> None:
    """Send what is left of the output nowhere, so that leaving does not fail over it again."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())


def main() -> None:
    """The command itself."""
    code = run()
    if not _HOLDING & sys.modules.keys():
        _leave(code)
    sys.exit(code)


_HOLDING = {"multiprocessing", "concurrent.futures.thread", "asyncio", "coverage"}
"""Modules with something to end when the process ends: other processes, threads, a report."""


def _leave(code: int) -> None:
    """End the process without taking its memory apart, object by object: a tenth of the time that one handout takes.

    All files are closed by then; nothing here waits for the end of the process to be written.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # closed, or no one reads it
            stream.flush()
    os._exit(code)
