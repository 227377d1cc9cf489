"""``handouts record``: two lines about a patient's exercises to paste into a record system."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.options import clinic_options, today
from handouts.commands.patient import patient_argument
from handouts.commands.register import opened, say_who
from handouts.commands.say import say

if TYPE_CHECKING:
    from datetime import date

__all__ = ["record"]


@click.command(
    epilog="""\b
Examples:
  handouts record 1041                           all of it
  handouts record "Mei Tan" --week 2             of the second week of the program
  handouts record - --since 2026-11-23           of weeks that end on that day or later; the name is typed
"""
)
@patient_argument
@clinic_options
@click.option("--week", type=click.IntRange(1, 9999), metavar="N", help="Only this week of the program, from 1.")
@click.option("--since", metavar="DATE", help="Only weeks that end on this day or later.")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to this file, for its owner only, instead of printing.",
)
@click.option("--force", "-f", is_flag=True, help="Replace a file that is there.")
def record(patient: str, week: int | None, since: str | None, output: Path | None, force: bool, **options: Any) -> None:
    """Two lines about a PATIENT to paste into a record system: what was given, and what was done (self-report).

    By id, by name, by a part of a name that fits one patient, or by a sheet's id. “-” reads it from standard input. The
    lines name no patient.
    """
    from handouts.deliver.decisions import DecisionsTable, holding
    from handouts.runs import records
    from handouts.runs.people import asked_for
    from handouts.runs.recordlines import chosen, record_lines
    from handouts.runs.sheetsback import sheets_back

    patient, first = asked_for(patient), _day(since)
    with opened(options, reading=True) as (_, _, register):
        person, rows = records.history(register, patient)
        sheets = chosen(sheets_back(register, rows), week, first)
        decided = holding(DecisionsTable(register).of(person.key, person.loose))
    say_who(person)
    begin = min((one.first_day for one in sheets if one.first_day), default=None)
    about = [one for one in decided if begin is None or one.for_day >= begin]
    text = "\n".join(record_lines(sheets, about, today()))
    if output:
        from handouts.deliver.save import save

        save(output, (text + "\n").encode(), force=force)
        say(f"Wrote {output}")
    else:
        say(text)


def _day(text: str | None) -> date | None:
    from handouts.orders.dates import parse_date

    if text is None:
        return None
    try:
        return parse_date(text, today())
    except (ValueError, OverflowError) as error:
        raise HandoutsError([Problem("--since", 0, str(error))], Exit.USAGE) from error
