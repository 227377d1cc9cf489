"""``handouts programs``: list, search, show one."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from handouts.commands.finding import filter_options, find, missing, narrow_table, shelf_of, wanted
from handouts.commands.options import clinic_options, json_option
from handouts.commands.say import print_json, say
from handouts.commands.search import dose_text, not_broken, warn, whose

if TYPE_CHECKING:
    from handouts.library.load import Library
    from handouts.library.models import Program

__all__ = ["programs"]


@click.command()
@click.argument("words", nargs=-1)
@filter_options
@clinic_options
@json_option
def programs(words: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """List programs, find them by WORDS, or show one by its id.

    A program is found by what it says of itself and by what its drills are for. The nearest come first.
    """
    library = shelf_of(options)
    exact = [program for program in library.programs.values() if words == (program.id,)]
    if not exact:
        not_broken(library, words, "program")
    listed = [((one.id, one.language), ()) for one in exact] or find(library, "program", words, wanted(options))
    if as_json:
        print_json([{**asdict(library.programs[key]), "without": list(without)} for key, without in listed])
    elif exact:
        for program in exact:
            _show_program(program, library)
    else:
        narrow_table([_row(library.programs[key], missing(without, listed), library) for key, without in listed])
    warn(library)


def _row(program: Program, lacks: str, library: Library) -> tuple[str, str, str, str]:
    owner = whose(program.id, program.language, library)
    weeks = f"{len(program.weeks)} week{'' if len(program.weeks) == 1 else 's'}"
    return program.id, program.name, "; ".join(filter(None, (owner, lacks))), f"{weeks}; {program.about}"


def _show_program(program: Program, library: Library) -> None:
    say(f"{program.name}  ({program.id}, {program.language})", bold=True)
    say(program.about)
    if owner := whose(program.id, program.language, library):
        say(owner)
    for number, week in enumerate(program.weeks, 1):
        days, times = week.days or program.days, week.times or program.times
        say(f"Week {number}" + (f", {week.phase}" if week.phase else "") + f": {', '.join(days)}, {len(times)} a day")
        for item in week.drills:
            drill = library.drills.get((item.drill, program.language))
            if not drill:
                continue
            say(f"  {item.drill}: {dose_text(drill, item, library)}")
        if week.move_on:
            say(f"  Move on when {week.move_on}")
    if program.finish:
        say(f"At the end: {program.finish}")
    source = program.source
    say("Source: " + ", ".join(part for part in (source.title, source.author, source.publisher) if part))
