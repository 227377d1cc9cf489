"""``handouts import``: exercises of other people's libraries, as drafts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.options import clinic_options, json_option, open_library
from handouts.commands.say import complain, print_json, say, table

if TYPE_CHECKING:
    from handouts.runs.imports import Draft

__all__ = ["import_"]

_SHOWN = 20


@click.command(
    "import",
    epilog="""\b
Examples:
  handouts import exerciseinfo.json --list
  handouts import exerciseinfo.json --only "Plank" --only "Side plank"
  handouts import exercises.json --licence Unlicense --origin https://github.com/yuhonas/free-exercise-db
""",
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--list", "only_list", is_flag=True, help="Show what would come in and what would not; write nothing.")
@click.option("--only", multiple=True, metavar="NAME", help="Only the exercise of this name. May be repeated.")
@click.option("--licence", metavar="NAME", help="Of texts whose file names none, when you have looked it up.")
@click.option("--origin", metavar="TEXT", help="Where such a file was got, as a web address for example.")
@click.option("--language", metavar="CODE", help="Of the texts; the clinic's own if not said.")
@click.option("--force", is_flag=True, help="Replace drafts that are there.")
@clinic_options
@json_option
def import_(files: tuple[Path, ...], only_list: bool, force: bool, as_json: bool, **options: Any) -> None:
    """Bring exercises of wger and free-exercise-db (FILES, in JSON) into the clinic's folder, as drafts of drills.

    A text or picture without a licence that allows it, or without its origin, stays outside, and is named. Nothing is
    fetched. Nothing is printed of a draft before you have looked it over and removed its line “draft: true”.
    """
    from handouts.runs.imports import Rights, read_drafts, write_drafts

    library = open_library(options, checked=False)
    if library.folder is None and not only_list:
        hint = "“handouts init DIR” makes one; then run this there, or with --clinic DIR."
        raise HandoutsError(
            [Problem("import", 0, "drafts go into a clinic's folder, and there is none here", hint)], Exit.USAGE
        )
    rights = Rights(licence=options["licence"], origin=_line(options["origin"]))
    drafts, problems = read_drafts(
        files, rights, options["language"] or library.clinic.language, options["only"], library
    )
    written: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    nothing = Exit.CONTENT
    if drafts and not only_list and library.folder:
        done = write_drafts(drafts, library.folder, force=force)
        written, same, problems = done.written, done.same, [*problems, *done.problems]
        nothing = Exit.OUTPUT if done.refused else Exit.EXISTS if done.in_the_way else Exit.CONTENT
    complain(problems)
    if as_json:
        print_json({"drafts": [_fields(draft) for draft in drafts], "written": written, "same": same})
    else:
        _report(drafts, written, same, only_list=only_list)
    if any(not problem.warning for problem in problems):
        raise SystemExit(Exit.SOME_FAILED if drafts and (only_list or written or same) else nothing)


def _line(text: str | None) -> str | None:
    """A text of one line that may stand in a drill; HandoutsError where it may not."""
    from handouts.base.plaintext import clean

    if text is None:
        return None
    try:
        return clean(text, limit=300) or None
    except ValueError as error:
        raise HandoutsError([Problem("--origin", 0, str(error))], Exit.USAGE) from error


def _fields(draft: Draft) -> dict[str, Any]:
    """A draft as plain data, without the files."""
    pictures = [name for name, _ in draft.pictures]
    return {"id": draft.id, "name": draft.name, "licence": draft.licence, "author": draft.author, "pictures": pictures}


def _report(drafts: list[Draft], written: tuple[str, ...], same: tuple[str, ...], *, only_list: bool) -> None:
    if only_list:
        table([(draft.id, draft.name, draft.licence, draft.author) for draft in drafts])
        say(f"{_count(len(drafts))} would come in. Nothing is written.")
        return
    for name in written[:_SHOWN]:
        say(f"drills/{name}.yaml")
    if len(written) > _SHOWN:
        say(f"… and {len(written) - _SHOWN:,} more")
    there = f"; {len(same)} there already, the same" if same else ""
    say(f"{_count(len(written))} written{there}.")
    if written:
        say("Look each over, remove its line “draft: true”, and run “handouts check”.")


def _count(number: int) -> str:
    return f"{number:,} draft{'' if number == 1 else 's'}"
