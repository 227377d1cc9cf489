"""``handouts check``: everything that can be wrong with the content, the clinic and rosters, at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from handouts.commands.common import clinic_options, complain, json_option, open_library, print_json, say, today
from handouts.errors import Exit, HandoutsError

__all__ = ["check"]


@click.command()
@click.argument("rosters", nargs=-1, type=click.Path(path_type=Path))
@clinic_options
@json_option
def check(rosters: tuple[Path, ...], as_json: bool, **options: Any) -> None:
    """Check drills, programs, layouts, the clinic's colours and logo, and ROSTERS. Writes nothing.

    The exit code is 3 if anything needs mending; warnings alone leave it 0.
    """
    from handouts.checking import check_content, check_roster

    library = open_library(options, checked=False)
    problems = list(library.problems)
    if not any(not problem.warning for problem in problems):
        problems += check_content(library)
        for roster in rosters:
            try:
                problems += check_roster(roster, library, today())
            except HandoutsError as error:
                problems += error.problems
    wrong = sum(not problem.warning for problem in problems)
    if as_json:
        print_json([{"place": problem.place, "line": problem.line, "message": problem.message, "hint": problem.hint,
                     "warning": problem.warning} for problem in problems])  # fmt: skip
    else:
        complain(problems)
        whose = f"{library.clinic.name}: " if library.folder else ""
        counts = f"{len(library.drills)} drills, {len(library.programs)} programs, {len(library.layouts)} layouts"
        checked = f", {len(rosters)} roster{'s' if len(rosters) > 1 else ''}" if rosters else ""
        say(f"{whose}{counts}{checked}: " + (f"{wrong} to mend." if wrong else "all good."))
    if wrong:
        raise SystemExit(Exit.CONTENT)
