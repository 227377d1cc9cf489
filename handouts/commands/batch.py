"""``handouts batch``: one handout for each patient of a roster."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.commands.common import (
    clinic_options,
    complain,
    interactive,
    json_option,
    open_library,
    order_options,
    print_json,
    printing,
    say,
    today,
    two_up_option,
)  # fmt: skip
from handouts.errors import Exit, HandoutsError, Problem

if TYPE_CHECKING:
    from handouts.batch import Outcome

__all__ = ["batch"]


@click.command(
    epilog="""\b
Examples:
  handouts batch roster.csv
  handouts batch roster.csv -o this-week --start 2026-11-23 --layout compact
The top row of a table names its columns. Only “patient” and “program” are needed:
  patient,program,start,week,days,times,dose,side,note,clinician,next visit,layout,paper
“handouts check roster.csv” shows how a roster is read, before anything is made.
"""
)
@click.argument("roster", type=click.Path(path_type=Path))
@order_options(defaults_only=True)
@clinic_options
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder to write to; made if it is not there.  [default: output]",
)
@two_up_option
@click.option("--names", is_flag=True, help="Put patients' names into the files' names.")
@click.option("--force", "-f", is_flag=True, help="Replace files that are there.")
@json_option
def batch(roster: Path, **options: Any) -> None:
    """Make a handout for each patient of ROSTER: a CSV, Excel, JSON, YAML or FHIR file.

    Options hold for every row that does not say otherwise. A row that cannot be made is reported with its
    line and never stops the others; then the exit code is 1. Files are numbered in the roster's order.
    """
    from handouts.batch import make_all
    from handouts.deliver.files import make_folder
    from handouts.plan import Planner
    from handouts.press import Press
    from handouts.roster import read_roster, reading_of, same_patients

    library = open_library(options)
    rows, problems = read_roster(roster, reading_of(library))
    if not rows and all(problem.warning for problem in problems):
        empty = Problem(str(roster), 0, "holds no patients", "Add a row for each.")
        raise HandoutsError([*problems, empty], Exit.CONTENT)
    problems += same_patients(rows, str(roster))
    folder = options["output"] or (library.folder or Path()) / "output"
    make_folder(folder)
    planner, press = Planner(library), Press(library, **printing(options))
    outcomes: list[Outcome] = []
    stopped = False
    work = make_all(rows, _defaults(options), today(), planner, press, str(roster), folder,
                    force=options["force"], named=options["names"])  # fmt: skip
    try:
        with _progress(work, len(rows)) as watched:
            for outcome in watched:
                outcomes.append(outcome)  # noqa: PERF402  # one by one, so that a stop keeps those that are done
    except KeyboardInterrupt:
        stopped = True
    _report(roster, rows_in_all=len(rows), outcomes=outcomes, problems=problems, options=options, folder=folder)
    failed = [outcome for outcome in outcomes if outcome.state == "failed"]
    if stopped:
        say(f"Stopped after {len(outcomes)} of {len(rows)} rows. Run it again to go on: finished files stay.", err=True)
        raise SystemExit(Exit.STOPPED)
    if any(outcome.code == Exit.OUTPUT for outcome in failed):
        raise SystemExit(Exit.OUTPUT)
    if failed or any(not problem.warning for problem in problems):
        raise SystemExit(Exit.SOME_FAILED)


def _defaults(options: dict[str, Any]) -> dict[str, Any]:
    names = ("start", "days", "times", "clinician", "visit", "layout", "paper", "language", "skin", "hair", "build",
             "issued")  # fmt: skip
    return {name: options[name] for name in names if options[name]}


@contextlib.contextmanager
def _progress(work: Iterator[Outcome], count: int) -> Iterator[Any]:
    """A progress bar where someone watches, silence elsewhere."""
    if not interactive():
        yield work
        return
    import sys

    with click.progressbar(work, length=count, label="Handouts", show_pos=True, file=sys.stderr) as bar:
        yield bar


def _report(
    roster: Path, *, rows_in_all: int, outcomes: list[Outcome], problems: list[Problem], options: dict[str, Any],
    folder: Path,
) -> None:  # fmt: skip
    complain([*problems, *(problem for outcome in outcomes for problem in outcome.problems)])
    states = [outcome.state for outcome in outcomes]
    failed = states.count("failed") + len({problem.line for problem in problems if not problem.warning})
    if options["as_json"]:
        print_json({
            "roster": str(roster),
            "folder": str(folder),
            "written": states.count("written"),
            "unchanged": states.count("same"),
            "failed": failed,
            "rows": [
                {"line": outcome.line, "state": outcome.state, "file": str(outcome.file) if outcome.file else None,
                 "id": outcome.id or None, "problems": [problem.message for problem in outcome.problems]}
                for outcome in outcomes
            ],
        })  # fmt: skip
        return
    mine = {outcome.file.name for outcome in outcomes if outcome.file}
    old = [path for path in folder.glob("[0-9][0-9][0-9][0-9]-*.pdf") if path.name not in mine]
    if old:
        message = f"holds {len(old)} other numbered handout{'s' if len(old) > 1 else ''}, from an earlier run"
        complain([Problem(str(folder), 0, message, "Use a new folder with -o, or move them away.", warning=True)])
    parts = [f"{states.count('written')} written to {folder}"]
    if states.count("same"):
        parts.append(f"{states.count('same')} there already")
    if failed:
        parts.append(f"{failed} failed")
    not_done = rows_in_all - len(outcomes)
    if not_done:
        parts.append(f"{not_done} not tried")
    say(", ".join(parts) + ".")
