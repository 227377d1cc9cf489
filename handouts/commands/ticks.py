"""``handouts ticks``: what patients ticked and wrote in the PDFs they send back, shown and entered in the register."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.base.plaintext import visible
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.ask import interactive
from handouts.commands.options import clinic_folder, clinic_option, json_option
from handouts.commands.say import complain, say

if TYPE_CHECKING:
    from handouts.library.load import Library
    from handouts.returned.forms import Returned
    from handouts.returned.replies import Reply
    from handouts.returned.whose import Known
    from handouts.runs.returning import Cutouts, EnteredReturn

__all__ = ["ticks"]

TRIES = 3
"""How often a file's password may be typed."""


@click.command(
    epilog="""\b
Examples:
  handouts ticks mei.pdf
  handouts ticks returned/*.pdf --csv -o ticks.csv
  handouts ticks reply.json message.eml
  handouts ticks --line "[Handouts 1 …]"
  pbpaste | handouts ticks -
Files that are protected are opened with the password in the environment variable HANDOUTS_PASSWORD. At a terminal
you are asked for those that it does not open.
"""
)
@click.argument("files", nargs=-1, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "--line",
    "lines",
    multiple=True,
    metavar="TEXT",
    help="A line that a patient's page for the phone made, “[Handouts 1 …]”, as it came in a message.",
)
@click.option("--look", is_flag=True, help="Only look: enter nothing in the register.")
@click.option("--csv", "as_csv", is_flag=True, help="A line for each box, for a spreadsheet.")
@json_option
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to this file, for its owner only, instead of printing.",
)
@click.option("--force", "-f", is_flag=True, help="Replace a file that is there.")
@clinic_option
def ticks(files: tuple[Path, ...], lines: tuple[str, ...], **options: Any) -> None:
    """Read filled-in handouts back: what was done of what was planned, for each drill and day.

    A FILE is a PDF, or what a patient's page for the phone sends: its small file (.json), or a text or a saved e-mail
    (.txt, .eml) with its line in it; “-” is the standard input.

    In a clinic's folder what is sure is entered in its register; of a box that a person has to look at, the sheet waits
    for “handouts settle”. The same file is entered once.

    Everything is what the patient says (self-report). A file that cannot be read is reported, and the others
    are still read; then the exit code is 1, or 3 where none could be.
    """
    if options["as_csv"] and options["as_json"]:
        raise HandoutsError([Problem("--csv", 0, "does not go with --json", "Give one of them.")], Exit.USAGE)
    if not (files or lines):
        raise HandoutsError(
            [Problem("FILE", 0, "is missing", "Name what came back: handouts ticks mei.pdf")], Exit.USAGE
        )
    folder = clinic_folder(options)
    returned, problems, cutouts = _read(files, lines, folder)
    entries, failed = _entered(returned, folder, cutouts, look=options["look"])
    complain([*problems, *_doubts(returned, entries)])
    if returned or options["as_json"]:
        _give(_written(returned, entries, problems, options), options)
    if failed:
        raise failed
    if returned and not (folder or options["look"]):
        say("Not entered: there is no clinic's folder here. Go into it, or name it with --clinic.", err=True)
    if any(not problem.warning for problem in problems):
        raise SystemExit(Exit.SOME_FAILED if returned else Exit.CONTENT)


def _read(
    files: tuple[Path, ...], lines: tuple[str, ...], folder: Path | None
) -> tuple[list[Returned], list[Problem], Cutouts]:
    """What can be read of files and lines, what is wrong with them, and how what is unsure looks."""
    from handouts.runs.returning import known_in, looked_at_form

    pdfs, returned, problems = _of_phones(files, lines, folder)
    file_of: dict[str, str] = {one.handout: one.file for one in returned}
    cutouts: dict[str, Mapping[str, bytes]] = {}
    passwords = [os.environ.get("HANDOUTS_PASSWORD", "")]
    known = known_in(folder) if folder else None
    for path in pdfs:
        try:
            form, cutouts[str(path)] = looked_at_form(*_form(path, passwords, known))
        except HandoutsError as error:
            problems += error.problems
            continue
        if form.handout in file_of:
            message = f"is the same handout as {file_of[form.handout]}"
            hint = "Both are listed; where they say different things, the later one holds."
            problems.append(Problem(str(path), 0, message, hint, warning=True))
        file_of.setdefault(form.handout, str(path))
        problems += form.warnings
        returned.append(form)
    return returned, problems, cutouts


def _of_phones(
    files: tuple[Path, ...], lines: tuple[str, ...], folder: Path | None
) -> tuple[list[Path], list[Returned], list[Problem]]:
    """What pages for the phone sent, what is wrong with it, and before that the files that are to be read as PDFs."""
    from handouts.runs.phoned import STDIN, from_phones, read_bytes, replies_in

    pdfs: list[Path] = []
    replies: list[Reply] = []
    problems: list[Problem] = []
    texts = [("--line", text.encode(errors="replace")) for text in lines]
    for path in dict.fromkeys(files):
        if (data := read_bytes(path)) is None:
            pdfs.append(path)
        else:
            texts.append((str(path), data))
    for name, data in texts:
        if (found := replies_in(data, name)) is not None:
            replies += found.replies
            problems += found.problems
        elif name in ("--line", str(STDIN)):
            hint = "Such a line begins with “[Handouts 1”. Give all of it, up to its last bracket, in quotes."
            problems.append(Problem(name, 0, "holds nothing that a patient's page sent", hint))
        else:
            pdfs.append(Path(name))
    if not replies:
        return pdfs, [], problems
    forms, wrong = from_phones(replies, folder, lambda: _library(folder))
    return pdfs, forms, [*problems, *wrong]


def _library(folder: Path | None) -> Library:
    from handouts.library.load import load_library

    return load_library(folder).checked()


def _form(path: Path, passwords: list[str], known: Known | None) -> tuple[Returned, str]:
    """A sheet and its password: one of those, or one that is typed now, which is kept for the next sheet."""
    from handouts.returned.forms import read_ticks

    locked = HandoutsError([])
    for password in chain(passwords, _typed(path)):
        try:
            form = read_ticks(path, password, known)
        except HandoutsError as error:
            if not any(problem.kind == "locked" for problem in error.problems):
                raise
            locked = error
        else:
            passwords += [password] if password not in passwords else []
            return form, password
    raise locked


def _typed(path: Path) -> Iterator[str]:
    """What whoever is at the terminal types, unseen, as the password of a file."""
    if not (sys.stdin.isatty() and interactive()):
        return
    text = f"Password of {visible(str(path))} (Enter leaves the file out)"
    for _ in range(TRIES):
        if not (typed := click.prompt(text, default="", show_default=False, hide_input=True, err=True)):
            return
        yield str(typed)


def _entered(
    returned: Sequence[Returned], folder: Path | None, cutouts: Cutouts, *, look: bool
) -> tuple[list[EnteredReturn | None], HandoutsError | None]:
    """What became of each sheet, None where nothing was tried; and why it went no further, where it did not."""
    entries: list[EnteredReturn | None] = []
    failed: HandoutsError | None = None
    if folder and returned:
        from handouts.runs.returning import entered, looked_up

        try:
            if look:
                entries += looked_up(folder, returned)
            else:
                for entry in entered(folder, returned, cutouts):
                    entries.append(entry)  # those before a failure are entered
        except HandoutsError as error:
            failed = error
    return entries + [None] * (len(returned) - len(entries)), failed


def _doubts(returned: Sequence[Returned], entries: Sequence[EnteredReturn | None]) -> Iterator[Problem]:
    from handouts.runs.returning import doubts_of

    for form, entry in zip(returned, entries, strict=True):
        yield from doubts_of(form, entry) if entry else ()


def _written(
    returned: list[Returned], entries: list[EnteredReturn | None], problems: list[Problem], options: dict[str, Any]
) -> str:
    from handouts.commands.ticks_report import as_csv, as_data, as_text
    from handouts.returned.tally import SOURCE

    both = list(zip(returned, entries, strict=True))
    if options["as_csv"]:
        return as_csv(both)
    if options["as_json"]:
        wrong = [problem for problem in problems if not problem.warning]
        data = {
            "source": SOURCE,
            "handouts": [as_data(form, entry) for form, entry in both],
            "unread": [{"file": problem.place, "why": problem.message} for problem in wrong],
        }
        return json.dumps(data, indent=2, ensure_ascii=False, default=str) + "\n"
    names = sys.stdout.isatty() and not options["output"]  # what goes elsewhere may be kept, and names no patient
    return "\n".join(as_text(form, entry, names=names) for form, entry in both)


def _give(text: str, options: dict[str, Any]) -> None:
    if options["output"]:
        from handouts.deliver.save import save

        # Excel reads a CSV file as UTF-8 only where it starts with this mark
        data = text.encode("utf-8-sig" if options["as_csv"] else "utf-8")
        save(options["output"], data, force=options["force"])
        say(f"Wrote {options['output']}")
    elif options["as_csv"] or options["as_json"]:
        click.echo(text, nl=False)
    else:
        say(text.rstrip("\n"))
