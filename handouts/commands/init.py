"""``handouts init``: a folder for a clinic, with living examples."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.say import say

__all__ = ["init"]


@click.command()
@click.argument("folder")
def init(folder: str) -> None:
    """Make a clinic's folder: clinic.yaml, a logo, an own drill and program, a small roster.

    Nothing that is there is touched: if any of the files exists, none is written.
    """
    if not folder.strip():
        raise HandoutsError([Problem("FOLDER", 0, "is empty", "Name a new folder.")], Exit.USAGE)
    try:
        _make(Path(folder))
    except HandoutsError as error:  # the folder is an argument here
        problems = [replace(one, hint=one.hint.replace(" with -o", "")) for one in error.problems]
        raise HandoutsError(problems, error.code) from error


def _make(folder: Path) -> None:
    from handouts.runs.own_content.newclinic import make_clinic

    count = make_clinic(folder)
    say(f"Made {folder} with {count} files. Next:")
    say(f"  1. Put your name, telephone and colours into {folder / 'clinic.yaml'}, and your logo beside it.")
    say(f"  2. cd {folder}")
    say('  3. handouts make hip-hinge --patient "Mei Tan" --open')
    say("  4. handouts batch roster.csv")
