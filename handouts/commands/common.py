"""What the commands share: options, where the library comes from, and how problems are printed."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from handouts.base.plaintext import escaped
from handouts.base.problems import Exit, HandoutsError, Problem

if TYPE_CHECKING:
    from handouts.library.load import Library

__all__ = [
    "clinic_options",
    "complain",
    "complete_items",
    "complete_layouts",
    "confirm",
    "from_options",
    "initials",
    "interrupts",
    "json_option",
    "open_file",
    "open_library",
    "order_options",
    "print_json",
    "printing",
    "progress",
    "say",
    "today",
    "two_up_option",
]

F = TypeVar("F", bound=Callable[..., Any])

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


def say(text: str = "", *, err: bool = False, **style: Any) -> None:
    """Print a text; style is for terminals only."""
    click.secho(escaped(text), err=err, **style)


def complain(problems: Iterable[Problem]) -> None:
    """Print problems to standard error, each with its place and its mend."""
    found = list(dict.fromkeys(problems))
    for problem in found:
        say(str(problem), err=True, fg="yellow" if problem.warning else None)
    wrong = sum(not problem.warning for problem in found)
    if wrong > 1:
        say(f"{wrong} problems.", err=True)


def confirm(question: str, otherwise: str) -> None:
    """Ask on standard error. Who does not say yes is told what that means, and the command ends."""
    try:
        if click.confirm(question, err=True):
            return
    except click.Abort:  # no one there, or Ctrl-C
        say(err=True)
    say(otherwise, err=True)
    raise SystemExit(Exit.STOPPED)


def initials(name: str) -> str:
    """A name as a bystander may see it: M. T."""
    return " ".join(f"{word[0]}." for word in name.split()[:4] if word[0].isalpha()) or "…"


def print_json(data: Any) -> None:
    """Print data as JSON."""
    click.echo(json.dumps(data, indent=2, ensure_ascii=False, default=str))


def today() -> date:
    """The date of issue: SOURCE_DATE_EPOCH where that is set, so that builds can be repeated; else today."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        if not epoch.isascii() or not epoch.isdigit() or len(epoch) > 11:
            problem = Problem(
                "SOURCE_DATE_EPOCH", 0, "is no number of seconds", "Unset it, or set it to such as 1795392000."
            )
            raise HandoutsError([problem], Exit.USAGE)
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return datetime.now().astimezone().date()


def _decorate(function: F, options: list[Callable[[Any], Any]]) -> F:
    for option in reversed(options):
        function = option(function)
    return function


def clinic_options(function: F) -> F:
    """Options that say whose content and brand to use."""
    return _decorate(
        function,
        [
            click.option(
                "--clinic",
                type=click.Path(path_type=Path),
                metavar="DIR",
                help="The clinic's folder. Otherwise the nearest folder with a clinic.yaml, from here up.",
            ),
            click.option("--brand", metavar="NAME", help="Use a shipped brand instead of the clinic's own."),
        ],
    )


def json_option(function: F) -> F:
    """--json, for scripts."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")(function)


def complete_items(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """Ids of programs and drills, for the shell."""
    from handouts.library.load import find_clinic, load_library

    library = load_library(find_clinic(Path.cwd()))
    ids = {key[0] for key in (*library.programs, *library.drills)}
    return sorted(name for name in ids if name.startswith(incomplete))


def complete_layouts(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """Ids of layouts, for the shell."""
    from handouts.library.load import find_clinic, load_library

    return sorted(name for name in load_library(find_clinic(Path.cwd())).layouts if name.startswith(incomplete))


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
    return lambda function: _decorate(function, shared if defaults_only else single + shared)


def printing(options: Mapping[str, Any]) -> dict[str, bool]:
    """How the options say a PDF is to be made."""
    return {"mono": options["mono"], "form": not options["no_form"], "two_up": options.get("two_up", False)}


def two_up_option(function: F) -> F:
    """--two-up, for commands that write files."""
    return click.option(
        "--two-up",
        is_flag=True,
        help="A booklet: two pages on each side of the paper laid across. Print on both sides, turned over the "
        "short edge, and fold. Letters come out at 71 %, so take the layout large-print or cards.",
    )(function)


def from_options(error: HandoutsError) -> HandoutsError:
    """The error with option names in place of the names of an order's fields."""
    found = [replace(problem, place=OPTIONS.get(problem.place, problem.place)) for problem in error.problems]
    code = Exit.USAGE if all(problem.place in OPTIONS for problem in error.problems) else error.code
    return HandoutsError(found, code)


def open_library(options: Mapping[str, Any], *, checked: bool = True) -> Library:
    """The library of the clinic that the options or the current folder name."""
    from handouts.library.load import CLINIC_FILE, find_clinic, load_library

    folder = options.get("clinic")
    if folder is not None and not (folder / CLINIC_FILE).is_file():
        hint = f"“handouts init {folder}” makes a clinic's folder."
        raise HandoutsError([Problem("--clinic", 0, f"there is no {CLINIC_FILE} in {folder}", hint)], Exit.USAGE)
    library = load_library(folder or find_clinic(Path.cwd()), options.get("brand"))
    return library.checked() if checked else library


def open_file(path: Path) -> None:
    """Show a file in the system's viewer."""
    if click.launch(str(path.resolve())) != 0:
        hint = f"The file is there: open {path} by hand."
        message = "the system's viewer could not be started"
        raise HandoutsError([Problem("--open", 0, message, hint)], Exit.OUTPUT)


def interactive() -> bool:
    """Whether someone watches: progress is shown only then."""
    return sys.stderr.isatty()


@contextlib.contextmanager
def progress(length: int, label: str) -> Iterator[Callable[[], None]]:
    """A bar on standard error, where someone watches; gives what moves it on by one."""
    if not interactive() or not length:
        yield lambda: None
        return
    with click.progressbar(length=length, label=label, show_pos=True, show_eta=True, file=sys.stderr) as bar:
        yield lambda: bar.update(1)


@contextlib.contextmanager
def interrupts() -> Iterator[Callable[[], bool]]:
    """Turn the first Ctrl-C into a wish to stop after what is in hand; a second one stops at once."""
    asked = False

    def note(*_: object) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        say("Finishing what is in hand. Ctrl-C again stops at once.", err=True)

    try:
        before = signal.signal(signal.SIGINT, note)
    except ValueError:  # not in the main thread: whoever runs this there stops it
        yield lambda: False
        return
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)
