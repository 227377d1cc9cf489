"""``handouts make``: one handout at the desk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.ask import open_file
from handouts.commands.options import (
    clinic_options,
    html_options,
    json_option,
    no_page,
    open_library,
    printing,
    today,
    two_up_option,
)
from handouts.commands.order_options import from_options, order_options
from handouts.commands.patient import typed
from handouts.commands.say import complain, print_json, say

if TYPE_CHECKING:
    from handouts.library.load import Library
    from handouts.runs.issue import IssuedHandout, Planned

__all__ = ["for_clinic", "make", "planned_from", "stop_where_unset"]


def planned_from(options: dict[str, Any]) -> tuple[Library, Planned]:
    """Library and plan for the options of a command; HandoutsError names the options."""
    from dataclasses import replace

    from handouts.runs.issue import plan

    library = open_library(options)
    if options["patient"]:
        options = {**options, "patient": typed(options["patient"], "--patient")}
    try:
        planned = plan(options, library, today())
    except HandoutsError as error:
        raise from_options(error) from error
    return library, replace(planned, warnings=from_options(HandoutsError(planned.warnings)).problems)


def stop_where_unset(planned: Planned) -> None:
    """End with an exit code of its own where the sheet has no note, for its letters cannot be printed."""
    from handouts.runs.left_out import lacks_note

    if lacks_note(planned.warnings):
        raise SystemExit(Exit.SOME_FAILED)


def for_clinic(planned: Planned) -> str:
    """What the clinic's copy says and the sheet does not: drills that are given despite what the patient has."""
    pairs = [" despite ".join(pair.split(":", 1)) for pair in planned.order.despite]
    return f"confirmed: {', '.join(pairs)}." if pairs else ""


@click.command(
    epilog="""\b
Examples:
  handouts make hip-hinge --patient "Mei Tan" --start 2026-11-23
  handouts make hip-hinge -p "Mei Tan" --week 2 --dose kneeling-hip-extension:sets=2,hold=3
  handouts make hinge-with-dowel strap-assisted-squat -p "Jo Bloggs" --days daily --times 2
  handouts make hip-hinge -p "Mei Tan" --layout large-print -o mei.pdf --open
  handouts make hip-hinge -p "Mei Tan" --html
"""
)
@order_options()
@clinic_options
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    help="File or folder to write to; a name that ends in .html makes the page for the phone alone.  "
    "[default: this folder; in a clinic's folder: output]",
)
@html_options
@two_up_option
@click.option(
    "--encrypt",
    is_flag=True,
    help="Protect the PDF with a password, which is asked for (or taken from HANDOUTS_PASSWORD).",
)
@click.option("--names", is_flag=True, help="Put the patient's name into the file's name.")
@click.option("--force", "-f", is_flag=True, help="Replace a file that is there.")
@click.option("--open", "open_it", is_flag=True, help="Show the PDF when it is done.")
@click.option(
    "--print",
    "printer",
    is_flag=False,
    flag_value="",
    metavar="[PRINTER]",
    help="Send it to the print queue: the default printer, or the one named.",
)
@json_option
def make(**options: Any) -> None:
    """Make one handout: a program or drills, for one patient and one week.

    PROGRAM/DRILLS are ids; “handouts programs” and “handouts drills” list them. The file's name holds no
    patient's name unless --names is given.
    """
    from dataclasses import replace

    from handouts.runs.issue import IssueRequest, issue, printed, target_of
    from handouts.runs.pages import check_page_options

    request = IssueRequest(
        printing(options),
        options["brand"],
        target_of(options["output"]),
        named=options["names"],
        force=options["force"],
        page=options["html"],
        page_named=options["html_name"],
    )
    asked = {"page": request.page or request.alone, "named": request.page_named, "alone": request.alone}
    check_page_options("", **asked, password=options["encrypt"], printing=options["printer"] is not None)
    password = _password() if options["encrypt"] else None
    library, planned = planned_from(options)
    check_page_options(library.clinic.page_url or "", **asked)
    try:
        data = printed(planned, library, printing(options))
    except HandoutsError as error:
        raise from_options(error) from error
    issued = issue(planned, data, library, replace(request, password=password))
    complain([*planned.warnings, *_warnings(issued, planned)])
    if options["as_json"]:
        print_json(_as_data(issued, planned))
    else:
        _report(issued, planned)
    _desk(issued.file, options)
    stop_where_unset(planned)


def _warnings(issued: IssuedHandout, planned: Planned) -> Iterator[Problem]:
    for name in issued.beside:
        message = "is another sheet for the same patient and week"
        yield Problem(str(issued.file.with_name(name)), 0, message, "Hand out one of the two.", warning=True)
    if planned.handout.phone and not issued.page:
        yield no_page(planned.handout.phone.place.file_name(issued.id))


def _report(issued: IssuedHandout, planned: Planned) -> None:
    """Say what was written."""
    if issued.page != issued.file:
        pages = f"{issued.pages} page{'s' if issued.pages > 1 else ''}"
        say(f"{_verb(issued.state)} {issued.file} ({pages}, about {issued.minutes} minutes a session)")
    if issued.page:
        say(f"{_verb(issued.page_state)} {issued.page} (page for the phone)")
    if told := for_clinic(planned):
        say(f"For the clinic, not on the sheet: {told}")


def _verb(state: str) -> str:
    return "Wrote" if state == "written" else "Unchanged:"


def _as_data(issued: IssuedHandout, planned: Planned) -> dict[str, Any]:
    return {
        "file": str(issued.file),
        "id": issued.id,
        "pages": issued.pages,
        "state": issued.state,
        "minutes": issued.minutes,
        "version": issued.version,
        "despite": list(planned.order.despite),
        "warnings": [problem.message for problem in planned.warnings],
    } | ({"page": str(issued.page), "page_state": issued.page_state} if issued.page else {})


def _password() -> str:
    """The password, typed twice, or from the environment. Never from the command line, which others can see.

    HandoutsError, before anything else is done, where it is unfit.
    """
    from handouts.write.protect import LEAST, fit

    text = f"Password, {LEAST} characters or more"
    password = os.environ.get("HANDOUTS_PASSWORD")
    return fit(password or str(click.prompt(text, hide_input=True, confirmation_prompt=True, err=True)))


def _desk(target: Path, options: dict[str, Any]) -> None:
    if options["printer"] is not None:
        from handouts.deliver.printer import print_file

        print_file(target, options["printer"])
    if options["open_it"]:
        open_file(target)
