"""``handouts progress``: how a patient's weeks went, as text, as a page for the record, as data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.options import clinic_options, json_option, today
from handouts.commands.patient import patient_argument
from handouts.commands.register import opened, say_who
from handouts.commands.say import complain, print_json, say

if TYPE_CHECKING:
    from datetime import date

    from handouts.library.load import Library
    from handouts.runs.course.model import Course

__all__ = ["progress"]

_KINDS: dict[str, Literal["pdf", "svg"]] = {".pdf": "pdf", ".svg": "svg"}


@click.command(
    epilog="""\b
Examples:
  handouts progress "Mei Tan"                    on the screen
  handouts progress "Mei Tan" -o record.pdf      a page for the record
  handouts progress - -o record.svg              the same as a drawing; the name is read from standard input
  handouts progress T-104 -o records/            records/progress-7K2M9QXA4DZZ.pdf, named after the latest sheet
"""
)
@patient_argument
@clinic_options
@json_option
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a page for the record, for its owner only; its ending says what: .pdf or .svg. A folder takes a PDF.",
)
@click.option("--names", is_flag=True, help="In a folder, put the patient's name into the file's name.")
@click.option("--on", "on_day", metavar="DATE", help="The day that it is seen from.  [default: today]")
@click.option("--mono", is_flag=True, help="All in black, for a laser printer.")
@click.option("--force", "-f", is_flag=True, help="Replace a file that is there.")
def progress(patient: str, as_json: bool, **options: Any) -> None:
    """How a PATIENT's weeks went: what was given, what came back, what was decided.

    By id, by name, by a part of a name that fits one patient, or by a sheet's id. “-” reads it from standard input. All
    of it is what the patient says (self-report). What did not come back is a gap, and never counts as nothing done.
    """
    from handouts.runs.course.data import as_data
    from handouts.runs.course.records import kept_course
    from handouts.runs.course.text import as_text
    from handouts.runs.people import asked_for

    patient, output = asked_for(patient), options["output"]
    if output and as_json:
        raise HandoutsError([Problem("--json", 0, "does not go with -o", "Give one of them.")], Exit.USAGE)
    kind = _kind(output) if output else None
    with opened(options, reading=True) as (library, _, register):
        person, course = kept_course(register, library, patient, _day(options["on_day"]))
        say_who(person)
        if output and kind:
            _write(course, library, output, kind, options)
        elif as_json:
            print_json(as_data(course))
        else:
            say(as_text(course).rstrip("\n"))


def _kind(output: Path) -> Literal["pdf", "svg"]:
    """What the ending says; a folder takes a PDF."""
    if output.is_dir():
        return "pdf"
    if kind := _KINDS.get(output.suffix.lower()):
        return kind
    message = f"“{output.name}” does not end in .pdf or .svg"
    raise HandoutsError([Problem("--output", 0, message, "Name a PDF or an SVG file, or a folder.")], Exit.USAGE)


def _day(text: str | None) -> date:
    """The day of --on, else today."""
    from handouts.orders.dates import parse_date

    if text is None:
        return today()
    try:
        found = parse_date(text, today())
        if not 1900 <= found.year <= 2200:
            raise ValueError(f"{found} is too far away")
    except (ValueError, OverflowError) as error:
        raise HandoutsError([Problem("--on", 0, str(error))], Exit.USAGE) from error
    return found


def _write(
    course: Course, library: Library, output: Path, kind: Literal["pdf", "svg"], options: dict[str, Any]
) -> None:
    from handouts.deliver.names import encodable, record_name, unprintable_name
    from handouts.deliver.save import save
    from handouts.runs.course.printed import course_file

    if not encodable(str(output)):
        raise HandoutsError([unprintable_name("--output", output)], Exit.USAGE)
    if output.is_dir():
        sheets = [week for week in course.weeks if week.handout]
        latest = max(sheets, key=lambda week: (week.first_day, week.handout), default=None)
        name = course.patient if options["names"] else ""
        output = output / record_name("progress", latest.handout if latest else "", name)
    made = course_file(course, library.checked(), kind, mono=options["mono"])
    complain(made.problems)
    state = save(output, made.data, force=options["force"])
    say(f"{'Wrote' if state == 'written' else 'Unchanged:'} {output}")
