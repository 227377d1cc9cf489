"""Options that several commands share, and what they mean: which clinic, which day, how to print."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.say import complain

if TYPE_CHECKING:
    from handouts.library.load import Library

__all__ = [
    "F",
    "clinic_folder",
    "clinic_option",
    "clinic_options",
    "complete_items",
    "complete_layouts",
    "decorate",
    "html_options",
    "issue_day",
    "json_option",
    "no_page",
    "open_library",
    "printing",
    "today",
    "two_up_option",
    "week_from",
]

F = TypeVar("F", bound=Callable[..., Any])


def decorate(function: F, options: list[Callable[[Any], Any]]) -> F:
    """The function with options, the first of them first in its help."""
    for option in reversed(options):
        function = option(function)
    return function


def clinic_option(function: F) -> F:
    """--clinic, for commands that need its register alone."""
    return click.option(
        "--clinic",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="The clinic's folder. Otherwise the nearest folder with a clinic.yaml, from here up.",
    )(function)


def clinic_options(function: F) -> F:
    """Options that say whose content and brand to use."""
    return decorate(
        function,
        [
            clinic_option,
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
    ids = {*(key[0] for key in library.programs), *(drill.id for drill in library.drills.values() if not drill.draft)}
    return sorted(name for name in ids if name.startswith(incomplete))


def complete_layouts(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """Ids of layouts, for the shell."""
    from handouts.library.load import find_clinic, load_library

    return sorted(name for name in load_library(find_clinic(Path.cwd())).layouts if name.startswith(incomplete))


def two_up_option(function: F) -> F:
    """--two-up, for commands that write files."""
    return click.option(
        "--two-up",
        is_flag=True,
        help="A booklet: two pages on each side of the paper laid across. Print on both sides, turned over the "
        "short edge, and fold. Letters come out at 71 %, so take the layout large-print or cards.",
    )(function)


def html_options(function: F) -> F:
    """--html and --html-name, for commands that make pages for the phone."""
    return decorate(
        function,
        [
            click.option(
                "--html",
                is_flag=True,
                help="Make the page for the patient's phone too: beside the PDF, or in pages/ where clinic.yaml has "
                "page_url. It has no name on it.",
            ),
            click.option("--html-name", is_flag=True, help="Put the patient's name on that page."),
        ],
    )


def no_page(name: str = "") -> Problem:
    """That sheets name an address at which nothing will be. ``name``: of the file that is to lie there."""
    message = "is set, so the sheet says where its page lies, and no page was made"
    hint = f"Add --html, and put {name or 'the pages'} there."
    return Problem("page_url", 0, message, hint, warning=True)


def printing(options: Mapping[str, Any]) -> dict[str, bool]:
    """How the options say a PDF is to be made."""
    return {
        "mono": options["mono"],
        "form": not options["no_form"],
        "two_up": options.get("two_up", False),
        "codes": not options["no_codes"],
    }


def clinic_folder(options: Mapping[str, Any]) -> Path | None:
    """The clinic's folder that the options or the current folder name; None where there is none here."""
    from handouts.library.load import CLINIC_FILE, find_clinic

    folder: Path | None = options.get("clinic")
    if folder is not None and not (folder / CLINIC_FILE).is_file():
        hint = f"“handouts init {folder}” makes a clinic's folder."
        raise HandoutsError([Problem("--clinic", 0, f"there is no {CLINIC_FILE} in {folder}", hint)], Exit.USAGE)
    return folder or find_clinic(Path.cwd())


def open_library(options: Mapping[str, Any], *, checked: bool = True) -> Library:
    """The library of the clinic that the options or the current folder name.

    ``checked``: HandoutsError where nothing can be made with it, and a warning of each file that is left out, and of
    what is cut off.
    """
    from handouts.library.load import load_library

    library = load_library(clinic_folder(options), options.get("brand"))
    if options.get("allow_stale"):
        library = replace(library, allow_stale=True)
    if checked:
        complain((*library.checked().left_out, *library.lost))
    return library


def today() -> date:
    """The date of issue: SOURCE_DATE_EPOCH where that is set, so that builds can be repeated; else today."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        if not epoch.isascii() or not epoch.isdigit() or len(epoch) > 11:
            hint = "Unset it, or set it to such as 1795392000."
            problem = Problem("SOURCE_DATE_EPOCH", 0, "is not a number of seconds", hint)
            raise HandoutsError([problem], Exit.USAGE)
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return datetime.now().astimezone().date()


def issue_day(options: dict[str, Any]) -> date:
    """The day of --issued, else today; also where that is no date, which the reader of orders tells."""
    from handouts.orders.dates import parse_date

    day = today()
    with contextlib.suppress(ValueError, OverflowError):
        return parse_date(options.get("issued") or day, day)
    return day


def week_from(text: str | None) -> date | None:
    """The Monday of the week that --week-of names; HandoutsError where it names none."""
    from handouts.orders.dates import parse_monday

    if text is None:
        return None
    try:
        monday = parse_monday(text, today())
        if not 1900 <= monday.year <= 2200:
            raise ValueError(f"{monday} is too far away")
    except (ValueError, OverflowError) as error:
        raise HandoutsError([Problem("--week-of", 0, str(error))], Exit.USAGE) from error
    return monday
