"""``handouts ticks``: what patients ticked and wrote in the PDFs they send back."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.base.plaintext import visible
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.ask import interactive
from handouts.commands.options import json_option
from handouts.commands.say import complain, say

if TYPE_CHECKING:
    from handouts.returned.forms import Returned

__all__ = ["ticks"]

TRIES = 3
"""How often a file's password may be typed."""


@click.command(
    epilog="""\b
Examples:
  handouts ticks mei.pdf
  handouts ticks returned/*.pdf --csv -o ticks.csv
Files that are protected are opened with the password in the environment variable HANDOUTS_PASSWORD. At a terminal
you are asked for those that it does not open.
"""
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--csv", "as_csv", is_flag=True, help="A line for each box, for a spreadsheet.")
@json_option
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to this file, for its owner only, instead of printing.",
)
@click.option("--force", "-f", is_flag=True, help="Replace a file that is there.")
def ticks(files: tuple[Path, ...], **options: Any) -> None:
    """Read filled-in handouts back: what was done of what was planned, for each drill and day.

    Everything is what the patient says (self-report). A file that cannot be read is reported, and the others
    are still read; then the exit code is 1, or 3 where none could be.
    """
    if options["as_csv"] and options["as_json"]:
        raise HandoutsError([Problem("--csv", 0, "does not go with --json", "Give one of them.")], Exit.USAGE)
    returned, problems = _read(files)
    complain(problems)
    if returned or options["as_json"]:
        _give(_written(returned, problems, options), options)
    if any(not problem.warning for problem in problems):
        raise SystemExit(Exit.SOME_FAILED if returned else Exit.CONTENT)


def _read(files: tuple[Path, ...]) -> tuple[list[Returned], list[Problem]]:
    """What can be read of the files, and what is wrong with them."""
    returned: list[Returned] = []
    problems: list[Problem] = []
    file_of: dict[str, str] = {}
    passwords = [os.environ.get("HANDOUTS_PASSWORD", "")]
    for path in dict.fromkeys(files):
        try:
            form = _form(path, passwords)
        except HandoutsError as error:
            problems += error.problems
            continue
        if form.handout in file_of:
            message = f"is the same handout as {file_of[form.handout]}"
            problems.append(Problem(str(path), 0, message, "Both are listed; use the later one.", warning=True))
        file_of.setdefault(form.handout, str(path))
        problems += form.warnings
        returned.append(form)
    return returned, problems


def _form(path: Path, passwords: list[str]) -> Returned:
    """A sheet, opened with one of the passwords, or one that is typed now, which is kept for the next sheet."""
    from handouts.returned.forms import read_ticks

    locked = HandoutsError([])
    for password in chain(passwords, _typed(path)):
        try:
            form = read_ticks(path, password)
        except HandoutsError as error:
            if not any(problem.kind == "locked" for problem in error.problems):
                raise
            locked = error
        else:
            passwords += [password] if password not in passwords else []
            return form
    raise locked


def _typed(path: Path) -> Iterator[str]:
    """What whoever is at the terminal types, unseen, as the password of a file."""
    if not (sys.stdin.isatty() and interactive()):
        return
    text = f"Password of {visible(str(path))} (Enter leaves the file out)"
    for _ in range(TRIES):
        if not (typed := click.prompt(text, default="", show_default=False, hide_input=True, err=True)):
            return
        yield str(typed)


def _written(returned: list[Returned], problems: list[Problem], options: dict[str, Any]) -> str:
    from handouts.commands.ticks_report import as_csv, as_data
    from handouts.returned.tally import SOURCE, summary

    if options["as_csv"]:
        return as_csv(returned)
    if options["as_json"]:
        wrong = [problem for problem in problems if not problem.warning]
        data = {
            "source": SOURCE,
            "handouts": [as_data(form) for form in returned],
            "unread": [{"file": problem.place, "why": problem.message} for problem in wrong],
        }
        return json.dumps(data, indent=2, ensure_ascii=False, default=str) + "\n"
    return "\n".join(summary(form) for form in returned)


def _give(text: str, options: dict[str, Any]) -> None:
    if options["output"]:
        from handouts.deliver.save import save

        # Excel reads a CSV file as UTF-8 only where it starts with this mark
        data = text.encode("utf-8-sig" if options["as_csv"] else "utf-8")
        save(options["output"], data, force=options["force"])
        say(f"Wrote {options['output']}")
    elif options["as_csv"] or options["as_json"]:
        click.echo(text, nl=False)
    else:
        say(text.rstrip("\n"))
