"""``handouts batch``: a clinic's week in one command."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.commands.ask import interrupts, progress
from handouts.commands.batch_report import as_data, how_to_go_on, report
from handouts.commands.options import (
    clinic_options,
    html_options,
    issue_day,
    json_option,
    no_page,
    open_library,
    printing,
    today,
    two_up_option,
    week_from,
)
from handouts.commands.order_options import order_options, shared_fields
from handouts.commands.say import complain, print_json, say

if TYPE_CHECKING:
    from handouts.runs.batch import BatchRequest

__all__ = ["batch", "defaults_of"]


@click.command(
    epilog="""\b
Examples:
  handouts batch roster.csv
  handouts batch roster.csv --week-of 2026-11-23 --packet --order appointment
  handouts batch roster.csv -o this-week --start 2026-11-23 --layout compact
The top row of a table names its columns. Only “patient” and “program” are needed:
  patient,program,start,week,days,times,dose,side,note,clinician,next visit,layout,paper
“handouts check roster.csv” shows how a roster is read, before anything is made.
"""
)
@click.argument("roster", type=click.Path(path_type=Path))
@click.option(
    "--week-of",
    metavar="DATE",
    help="Each patient's own week in the week of this date, or “this week”, “next week”: it follows from start and "
    "pauses.",
)
@order_options(defaults_only=True)
@clinic_options
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder to write to; made if it is not there.  [default: output, and in it the week's date]",
)
@click.option(
    "--packet",
    is_flag=True,
    help="Files to print: all patients in one pile, each from a front side on. Print them without “pages per sheet”, "
    "which would put two patients on one paper.",
)
@click.option(
    "--packet-size",
    type=click.IntRange(1, 1000),
    metavar="N",
    help="Most patients in one file of a packet: fewer where the printer runs out of memory.  [default: 200]",
)
@click.option(
    "--print-file",
    is_flag=True,
    help="In a packet: smaller files, for the printer alone. They have no structure for screen readers and claim no "
    "PDF/UA: give patients single files, or a packet without this.",
)
@click.option(
    "--order",
    "by",
    type=click.Choice(["roster", "appointment", "name", "clinician"]),
    default="roster",
    help="Order of the pile.  [default: roster]",
)
@click.option("--separators", is_flag=True, help="In a packet: a page before each clinician, day or letter.")
@click.option("--simplex", is_flag=True, help="In a packet: no blank pages, for a printer that prints on one side.")
@click.option("--zip", "zipped", is_flag=True, help="One zip file instead of many PDFs.")
@click.option("--resume", is_flag=True, help="Go on with a batch that was stopped: what is done is not made again.")
@click.option(
    "--jobs",
    "-j",
    type=click.IntRange(1, 64),
    metavar="N",
    help="Processes to work with.  [default: one for each core, and one for a short roster]",
)
@click.option("--dask", metavar="ADDRESS", help="Work on a Dask cluster, by its scheduler's address.")
@two_up_option
@html_options
@click.option("--names", is_flag=True, help="Put patients' names into the files' names.")
@click.option("--force", "-f", is_flag=True, help="Replace files that are there.")
@json_option
def batch(roster: Path, **options: Any) -> None:
    """Make a handout for each patient of ROSTER: a CSV, Excel, JSON, YAML or FHIR file.

    Options hold for every row that does not say otherwise. A row that cannot be made is reported with its
    line and never stops the others; then the exit code is 1. Files are numbered in the roster's order, and a
    manifest says what was made for whom. In a clinic's folder every handout is entered in its register.
    """
    from handouts.runs.batch import rows_of, run_batch
    from handouts.runs.pages import check_page_options

    request = _request(options).checked()
    library = open_library(options)
    check_page_options(library.clinic.page_url or "", page=options["html"], named=options["html_name"])
    read = rows_of(roster, library, issue_day(options))
    with interrupts() as stopped, progress(len(read.rows), "Handouts", rate=True) as step:
        summary = run_batch(read, library, request, stop=stopped, progress=step, tell=partial(say, err=True))
    complain([*summary.problems, *([no_page()] if library.clinic.page_url and not options["html"] else [])])
    if options["as_json"]:
        print_json(as_data(roster, summary))
    else:
        report(roster, summary)
    if summary.stopped:
        say(how_to_go_on(summary, request.defaults.get("issued") or request.today), err=True)
    if summary.code:
        raise SystemExit(summary.code)


def defaults_of(options: dict[str, Any]) -> dict[str, Any]:
    """Fields of an order that options set for all rows."""
    return {name: options[name] for name in shared_fields() if options[name]}


def _request(options: dict[str, Any]) -> BatchRequest:
    from handouts.runs.batch import BatchRequest

    return BatchRequest(
        today=today(),
        printing=printing(options),
        brand=options["brand"],
        defaults=defaults_of(options),
        output=options["output"],
        week_of=week_from(options["week_of"]),
        packet=options["packet"],
        zipped=options["zipped"],
        by=options["by"],
        separators=options["separators"],
        duplex=not options["simplex"],
        packet_size=options["packet_size"],
        print_file=options["print_file"],
        resume=options["resume"],
        force=options["force"],
        named=options["names"],
        jobs=options["jobs"],
        dask=options["dask"],
        page=options["html"],
        page_named=options["html_name"],
        every_row=options["as_json"],
    )
