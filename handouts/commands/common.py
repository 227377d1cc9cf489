"""The options of an order, and how its problems name them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import click

from handouts.base.problems import Exit, HandoutsError
from handouts.commands.options import F, complete_items, complete_layouts, decorate

__all__ = ["OPTIONS", "from_options", "order_options"]

OPTIONS = {
    "items": "PROGRAM/DRILLS", "patient": "--patient", "key": "--id", "start": "--start", "week": "--week",
    "days": "--days",
    "times": "--times", "changes": "--dose", "skip": "--skip", "side": "--side", "note": "--note",
    "note_language": "--note-language", "clinician": "--clinician", "visit": "--next-visit",
    "layout": "--layout", "paper": "--paper", "language": "--language",
    "skin": "--skin", "hair": "--hair", "build": "--build",
    "issued": "--issued", "clinic": "clinic.yaml",
}  # fmt: skip
"""The option that each field of an order comes from."""


def order_options(*, defaults_only: bool = False) -> Callable[[F], F]:
    """Options of an order. ``defaults_only`` leaves out what a roster gives row by row."""
    single = [
        click.argument("items", nargs=-1, metavar="PROGRAM/DRILLS...", shell_complete=complete_items),
        click.option("--patient", "-p", metavar="NAME", help="The patient's name, as it stands on the sheet."),
        click.option("--id", "key", metavar="ID", help="Your own number for the patient: tells two of one name apart."),
        click.option("--week", metavar="N", help="Week of the program, from 1.  [default: 1]"),
        click.option(
            "--dose",
            "changes",
            multiple=True,
            metavar="DRILL:KEY=VALUE,...",
            help="Change a drill's dose: sets, reps, hold, rest, days, times. “all:” changes every drill. "
            "Repeat for more drills.",
        ),
        click.option("--skip", multiple=True, metavar="DRILL", help="Leave a drill of the program out."),
        click.option("--side", metavar="SIDE", help="left, right or both, for drills done one side at a time."),
        click.option("--note", metavar="TEXT", help="The clinician's note to this patient."),
        click.option("--note-language", metavar="CODE", help="Language of the note, where it is not the handout's."),
    ]
    shared = [
        click.option(
            "--start",
            metavar="DATE",
            help="First day of week 1: 2026-11-23, today, tomorrow or a weekday.  [default: next Monday]",
        ),
        click.option("--days", metavar="DAYS", help="Days: mon,wed,fri or daily or weekdays."),
        click.option("--times", metavar="TIMES", help="Times a day: 1 to 4, or names such as morning,evening."),
        click.option("--clinician", metavar="NAME", help="Whose note it is, and whom the next visit is with."),
        click.option("--next-visit", "visit", metavar="DATE", help='Next appointment, such as "2026-11-30 9:30".'),
        click.option(
            "--layout",
            "-l",
            metavar="NAME",
            shell_complete=complete_layouts,
            help="standard, compact, large-print, cards, log, or your own.",
        ),
        click.option("--paper", metavar="SIZE", help="a4 or letter."),
        click.option("--language", metavar="CODE", help="Language of the handout, such as en."),
        click.option("--skin", metavar="NAME", help="Person in the pictures: light, tan, olive, brown or deep."),
        click.option("--hair", metavar="NAME", help="Their hair: black, brown, auburn, blond or grey."),
        click.option("--build", metavar="NAME", help="Their build: straight, curved or broad."),
        click.option("--issued", metavar="DATE", help="Date of issue.  [default: today]"),
        click.option("--mono", is_flag=True, help="All in black, for a laser printer."),
        click.option("--no-form", is_flag=True, help="No form fields: the boxes are for paper only."),
    ]
    return lambda function: decorate(function, shared if defaults_only else single + shared)


def from_options(error: HandoutsError) -> HandoutsError:
    """The error with option names in place of the names of an order's fields."""
    found = [replace(problem, place=OPTIONS.get(problem.place, problem.place)) for problem in error.problems]
    code = Exit.USAGE if all(problem.place in OPTIONS for problem in error.problems) else error.code
    return HandoutsError(found, code)
