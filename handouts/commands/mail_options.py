"""The options of ``handouts mail``, and what goes together with what."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.options import clinic_options, week_from
from handouts.commands.order_options import order_options
from handouts.commands.say import complain

__all__ = ["alone", "mail_options", "roster_and_week"]

F = TypeVar("F", bound=Callable[..., Any])


def mail_options(function: F) -> F:
    """The roster, and what is to become of it."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


_OPTIONS: list[Callable[[Any], Any]] = [
    click.argument("roster", required=False, type=click.Path(path_type=Path)),
    click.option(
        "--week-of",
        metavar="DATE",
        help="Each patient's own week in the week of this date, or “this week”, “next week”.",
    ),
    click.option("--dry-run", is_flag=True, help="Make everything, show what would be sent, and send nothing."),
    click.option(
        "--preview",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Write the messages as files (.eml) that mail programs open, and send nothing.",
    ),
    click.option("--yes", is_flag=True, help="Do not ask before sending."),
    click.option(
        "--calendar", is_flag=True, help="Add reminders for each session and the next visit, as a calendar file."
    ),
    click.option(
        "--packet-rest/--no-packet-rest",
        default=True,
        help="Make a print packet for those who are not written to.  [default: --packet-rest]",
    ),
    click.option("--skip-faulty", is_flag=True, help="Send to the others where a row is at fault."),
    click.option("--changed", is_flag=True, help="Send also what went before with other contents, for the same week."),
    click.option("--all-slips", is_flag=True, help="Print passwords also of patients who have been given theirs."),
    click.option("--register-lost", is_flag=True, help="Go on though the register that said what was sent is gone."),
    click.option("--test", is_flag=True, help="Send one message to the clinic itself, and nothing else."),
    click.option(
        "--bounces",
        type=click.Path(path_type=Path),
        metavar="FILE|DIR",
        help="Read mail that came back (.eml, mbox, Maildir, folder), say whose it was and why, and send nothing.",
    ),
    click.option("--verbose", is_flag=True, help="Show whole names and addresses, on a terminal only."),
    click.option(
        "--html",
        is_flag=True,
        help="Attach the page for the patient's phone too, with no name on it; not to messages that are protected.",
    ),
    click.option("--html-name", is_flag=True, help="Put the patient's name on that page."),
    order_options(defaults_only=True),
    clinic_options,
    click.option(
        "--output",
        "-o",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Folder for the print packet and the passwords.  [default: output/mail-of-DATE]",
    ),
    click.option("--force", "-f", is_flag=True, help="Replace files that are there."),
]


def roster_and_week(roster: Path | None, options: dict[str, Any]) -> tuple[Path, date]:
    """The roster and the date; HandoutsError where the options do not go together."""
    problems = []
    week_of = week_from(options["week_of"])
    if roster is None:
        problems.append(Problem("ROSTER", 0, "is missing", "Name the list of patients: handouts mail roster.csv …"))
    if week_of is None:
        problems.append(Problem("--week-of", 0, "is missing", "Give the week: --week-of 2026-11-23."))
    if options["verbose"] and not sys.stdout.isatty():
        message = "shows patients on a terminal only; here they stay hidden"
        complain([Problem("--verbose", 0, message, warning=True)])
    if problems or roster is None or week_of is None:
        raise HandoutsError(problems, Exit.USAGE)
    return roster, week_of


def alone(option: str, hint: str) -> None:
    """HandoutsError where something goes with --test or --bounces: it is not clear then that this is all to be done."""
    context = click.get_current_context()
    given = [
        parameter
        for parameter in context.command.params
        if parameter.name not in (option.strip("-"), "clinic", "content", "yes", "verbose")
        and context.get_parameter_source(parameter.name or "") is ParameterSource.COMMANDLINE
    ]
    if given:
        names = ", ".join(one.opts[-1] if isinstance(one, click.Option) else "a roster" for one in given)
        raise HandoutsError([Problem(option, 0, f"does not go together with {names}", hint)], Exit.USAGE)
