"""Printing: texts that cannot harm a terminal, problems, tables, JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click

from handouts.base.plaintext import escaped
from handouts.base.problems import Problem

__all__ = ["MOST", "complain", "initials", "print_json", "say", "table"]


def say(text: str = "", *, err: bool = False, **style: Any) -> None:
    """Print a text; style is for terminals only."""
    click.secho(escaped(text), err=err, **style)


MOST = 200
"""Most problems, or rows without a handout, that are printed one by one: nobody reads more, and logs fill up."""


def complain(problems: Iterable[Problem]) -> None:
    """Print problems to standard error, each with its place and its mend; of very many the first, faults rather."""
    distinct = list(dict.fromkeys(problems))
    wrong = sum(not problem.warning for problem in distinct)
    warnings = max(MOST - wrong, 0)
    left = {False: min(wrong, MOST), True: warnings}
    seen = sys.stderr.isatty()  # by who typed the command; what goes elsewhere may be kept, and names no patient
    for problem in distinct:
        if left[problem.warning]:
            left[problem.warning] -= 1
            say(problem.on_terminal() if seen else str(problem), err=True, fg="yellow" if problem.warning else None)
    if len(distinct) > MOST:
        more = len(distinct) - MOST
        say(f"… and {more:,} more like these. Mend some, and run it again to see the rest.", err=True)
    if wrong > 1:
        say(f"{wrong} problems.", err=True)


def initials(name: str) -> str:
    """A name as a bystander may see it: M. T."""
    return " ".join(f"{word[0]}." for word in name.split()[:4] if word[0].isalpha()) or "…"


def print_json(data: Any) -> None:
    """Print data as JSON."""
    click.echo(json.dumps(data, indent=2, ensure_ascii=False, default=str))


def table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns; the last column is as long as it likes."""
    if not rows:
        return
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        say("  ".join([*cells, row[-1]]).rstrip())
