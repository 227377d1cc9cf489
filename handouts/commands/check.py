"""``handouts check``: everything that can be wrong with the content, the clinic and rosters, at once."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.options import clinic_options, json_option, open_library, today
from handouts.commands.say import complain, print_json, say

if TYPE_CHECKING:
    from handouts.library.load import Library
    from handouts.roster import RosterSummary
    from handouts.runs.advice import Advice
    from handouts.runs.check import CheckedRoster

__all__ = ["check"]


@click.command()
@click.argument("rosters", nargs=-1, type=click.Path(path_type=Path))
@clinic_options
@click.option("--strict", is_flag=True, help="Tell every piece of advice, and exit with 1 if there is any.")
@json_option
def check(rosters: tuple[Path, ...], strict: bool, as_json: bool, **options: Any) -> None:
    """Check drills, programs, layouts, the clinic's colours and logo, and ROSTERS. Writes nothing.

    Of each roster it shows how it is read: its kind, what its columns mean, and the first row, without the name.
    Of your own drills and programs it gives advice: long sentences, hard words, missing parts.
    The exit code is 3 if anything needs mending; warnings and advice alone leave it 0.
    """
    from handouts.runs.advice import advice_on
    from handouts.runs.check import check_content
    from handouts.runs.translate.checks import check_translations

    library = open_library(options, checked=False)
    problems = list(library.problems)
    seen: dict[Path, CheckedRoster] = {}
    asked = strict or library.folder is not None  # what is shipped is not the reader's to mend
    advice = advice_on(library) if asked and not library.stops else []
    languages: list[str] = []
    if not library.stops:
        problems += check_content(library)
        translated = check_translations(library, whole=strict and library.folder is None)
        problems += translated.problems
        languages += translated.summary
        advice += translated.advice if asked else []
        seen, wrong_rosters = _read(rosters, library)
        problems += wrong_rosters
    problems = list(dict.fromkeys(problems))  # what is wrong with the clinic's columns is found by each roster too
    wrong = sum(not problem.warning for problem in problems)
    if as_json:
        print_json({**_as_data(problems, advice, seen), "translations": languages})
    else:
        for path, read in seen.items():
            _show(path, read.summary)
            say("".join(f"  {line}\n" for line in (*read.languages, *read.pauses, *read.decisions)), nl=False)
        complain(problems)
        _advise(advice, whole=strict)
        say("".join(f"{line}\n" for line in languages), nl=False)
        _summary(library, len(rosters), wrong)
    ours = [one for one in advice if one.rule != "translation"]  # how long one is, its reviewer judges
    if wrong or (strict and ours):
        raise SystemExit(Exit.CONTENT if wrong else Exit.SOME_FAILED)


def _read(rosters: tuple[Path, ...], library: Library) -> tuple[dict[Path, CheckedRoster], list[Problem]]:
    """How each roster is read, and all that is wrong with them."""
    from handouts.runs.check import check_roster

    seen: dict[Path, CheckedRoster] = {}
    problems: list[Problem] = []
    for roster in rosters:
        try:
            seen[roster] = check_roster(roster, library, today())
            problems += seen[roster].problems
        except HandoutsError as error:
            problems += error.problems
    return seen, problems


def _as_data(problems: list[Problem], advice: list[Advice], seen: dict[Path, CheckedRoster]) -> dict[str, Any]:
    """All of it, for scripts."""
    return {
        "problems": [_fields(problem) for problem in problems],
        "advice": [asdict(one) for one in advice],
        "rosters": [{"file": str(path), **_plain(read)} for path, read in seen.items()],
    }


def _advise(advice: list[Advice], *, whole: bool) -> None:
    """Print advice: the few pieces to read first, or the whole of it."""
    from handouts.runs.advice import few

    told = advice if whole else few(advice)
    for one in told:
        say(str(one), err=True, fg="cyan")
    if more := len(advice) - len(told):
        pieces = "piece" if more == 1 else "pieces"
        say(f"… and {more} more {pieces} of advice. “handouts check --strict” gives all.", err=True)


def _summary(library: Library, rosters: int, wrong: int) -> None:
    """Print what was looked at, and how much of it is to mend."""
    whose = f"{library.clinic.name}: " if library.folder else ""
    counts = f"{len(library.drills)} drills, {len(library.programs)} programs, {len(library.layouts)} layouts"
    unseen = rosters if library.stops else 0
    checked = f", {rosters} roster{'s' if rosters > 1 else ''}" if rosters and not unseen else ""
    say(f"{whose}{counts}{checked}: " + (f"{wrong} to mend." if wrong else "all good."))
    if unseen:
        say("No roster was looked at: mend the clinic's own files first.")


def _fields(problem: Problem) -> dict[str, Any]:
    """A problem as plain data, without its kind, which is for the program alone, and what may name a patient."""
    return {name: value for name, value in asdict(problem).items() if name not in ("kind", "whole")}


def _plain(checked: CheckedRoster) -> dict[str, Any]:
    """How a roster was read, as plain data."""
    seen = checked.summary
    columns = [{"title": title, "column": column} for title, column in seen.columns]
    told = {"languages": checked.languages, "pauses": checked.pauses, "decisions": checked.decisions}
    return {**asdict(seen), "columns": columns, "ignored": list(seen.ignored), **told}


def _show(path: Path, seen: RosterSummary) -> None:
    """Print how a roster was read."""
    parts = [f"{seen.kind} roster" if seen.kind != "FHIR" else "FHIR bundle"]
    if seen.sheet:
        parts.append(f"sheet “{seen.sheet}”")
    if seen.encoding:
        parts.append(seen.encoding)
    if seen.delimiter:
        names = {",": "commas", ";": "semicolons", "\t": "tabs"}
        parts.append(f"parted by {names.get(seen.delimiter, seen.delimiter)}")
    if seen.header:
        parts.append(f"titles on line {seen.header}")
    say(f"{path}: {', '.join(parts)}; {seen.rows} patient{'' if seen.rows == 1 else 's'} read")
    width = max((len(title) for title, _ in seen.columns), default=0)
    for title, column in seen.columns:
        say(f"  {title:{width}} -> {column}")
    if seen.ignored:
        say(f"  ignored: {', '.join(seen.ignored)}")
    if seen.first:
        say(f"  first: {'; '.join(f'{column} {text}' for column, text in seen.first.items())}")
