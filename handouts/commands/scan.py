"""``handouts scan``: ticked sheets of paper are read back from scans and photos."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.commands.ask import counting, interrupts
from handouts.commands.options import clinic_options, json_option
from handouts.commands.register import opened
from handouts.commands.say import complain, print_json

if TYPE_CHECKING:
    from handouts.deliver.register import Register
    from handouts.library.load import Library
    from handouts.returned.returns import Return
    from handouts.runs.scans.fates import PageFate
    from handouts.runs.scans.files import PileFiles

__all__ = ["scan"]


@click.command(
    epilog="""\b
Examples:
  handouts scan monday.pdf
  handouts scan ~/scans photo-of-mei.heic
  handouts settle
It needs more than the rest: pip install "handouts[scan]"
"""
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@clinic_options
@click.option("--look", is_flag=True, help="Only say what would be entered. The register stays as it is.")
@click.option("--ask", is_flag=True, help="Enter nothing before a person has seen the page: “settle” asks for each.")
@json_option
def scan(files: tuple[Path, ...], look: bool, ask: bool, as_json: bool, **options: Any) -> None:
    """Read ticked sheets of paper back: scans and photos, many pages, in any order, of several patients.

    FILE is a PDF, TIFF, JPEG, PNG or HEIC file, or a folder of them. A page whose boxes are all sure, with nothing
    written on it, is entered in the register. Any other waits until a person has settled it: “handouts settle”. The
    same command again goes on where it was stopped.
    """
    from handouts.commands.scan_report import as_data, say_report
    from handouts.runs.scans.files import pile_files
    from handouts.runs.scans.sums import sums_of

    pile = pile_files(files)
    with opened(options, reading=look) as (library, _, register):
        came = _read(pile, library, register, look=look, ask=ask)
        sums = sums_of(register, [fate.handout for fate in came.fates if fate.handout], came.looked)
    if as_json:
        print_json(as_data(came.fates, sums, came.problems))
    else:
        say_report(came.fates, sums, look=look, others=pile.others, names=sys.stdout.isatty())
    complain(came.problems)
    raise SystemExit(_code(came))


@dataclass(frozen=True)
class _Came:
    """What came of a pile."""

    fates: list[PageFate]
    problems: list[Problem]
    """Of files, and of what stopped it."""
    looked: list[Return]
    """What would be kept, where it was only looked at."""
    stopped: HandoutsError | None


def _read(files: PileFiles, library: Library, register: Register, *, look: bool, ask: bool) -> _Came:
    from handouts.runs.remaking import Remaking
    from handouts.runs.scans.pile import Pile
    from handouts.runs.scans.sheets import Sheets

    fates: list[PageFate] = []
    stopped: HandoutsError | None = None
    with Remaking(library.checked, register) as remaking, interrupts() as stop, counting() as tell:
        pile = Pile(register, Sheets(remaking, register), look=look, ask=ask)
        try:
            for number, path in enumerate(files.files, 1):
                for fate in pile.read(path, stop):
                    fates.append(fate)
                    tell(f"Reading file {number} of {len(files.files)}, page {fate.sheet}")
        except HandoutsError as error:
            stopped = error
        if stop() and stopped is None:
            said = Problem("scan", 0, "was stopped", "The same command again goes on from there.")
            stopped = HandoutsError([said], Exit.STOPPED)
    problems = [*files.problems, *pile.problems, *(stopped.problems if stopped else ())]
    return _Came(fates, problems, pile.looked, stopped)


def _code(came: _Came) -> Exit:
    """1 where something of ours could not be read; 3 where nothing could."""
    from handouts.runs.scans.fates import UNREAD

    if came.stopped:
        return came.stopped.code
    if not came.problems and not any(fate.fate in UNREAD for fate in came.fates):
        return Exit.OK
    return Exit.SOME_FAILED if any(fate.fate not in UNREAD for fate in came.fates) else Exit.CONTENT
