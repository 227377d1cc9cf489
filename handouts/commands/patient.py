"""PATIENT: a person's id or name, on the command line or, where others can see that, from standard input."""

from __future__ import annotations

import sys

import click

from handouts.base.problems import Exit, HandoutsError, Problem

__all__ = ["FROM_INPUT", "patient_argument", "typed"]

FROM_INPUT = "-"
"""What is given in place of a name that is to be read: command lines are seen by every user of a computer."""


def typed(text: str, place: str) -> str:
    """The text, or where it is “-” a line of standard input; HandoutsError, at ``place``, where there is none."""
    if text != FROM_INPUT:
        return text
    if sys.stdin is not None and sys.stdin.isatty():
        return str(click.prompt("Patient", err=True, default="", show_default=False))
    try:
        line = sys.stdin.readline() if sys.stdin is not None else ""
    except (OSError, UnicodeDecodeError) as error:
        raise HandoutsError(
            [Problem(place, 0, "cannot be read from standard input", "Type it as UTF-8.")], Exit.USAGE
        ) from error
    if not line.strip():
        hint = "Write the name into it, as in: echo NAME | handouts …"
        raise HandoutsError([Problem(place, 0, "standard input is empty", hint)], Exit.USAGE)
    return line.rstrip("\r\n")


patient_argument = click.argument("patient", callback=lambda _, __, text: typed(text, "PATIENT"))
