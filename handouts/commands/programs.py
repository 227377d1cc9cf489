"""``handouts programs``: list, search, show one."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from handouts.commands.options import clinic_options, json_option, open_library
from handouts.commands.say import print_json, say, table
from handouts.commands.search import dose_text, matches, none_matches, warn, whose

if TYPE_CHECKING:
    from handouts.library.load import Library
    from handouts.library.models import Program

__all__ = ["programs"]


@click.command()
@click.argument("words", nargs=-1)
@clinic_options
@json_option
def programs(words: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """List programs, search them by WORDS, or show one by its id."""
    library = open_library(options, checked=False)
    found = list(library.programs.values())
    exact = [program for program in found if words == (program.id,)]
    if not exact:
        found = [
            program
            for program in found
            if matches(words, (program.id, program.name, program.about, *program.keywords, *_drill_ids(program)))
        ]
    if not found:
        raise none_matches("programs", words, (key[0] for key in library.programs))
    if as_json:
        print_json([asdict(program) for program in exact or found])
    elif exact:
        for program in exact:
            _show_program(program, library)
    else:
        table(
            [
                (
                    program.id,
                    program.name,
                    f"{len(program.weeks)} weeks",
                    program.about,
                    whose(program.id, program.language, library),
                )
                for program in found
            ]
        )
    warn(library)


def _drill_ids(program: Program) -> list[str]:
    return list(dict.fromkeys(item.drill for week in program.weeks for item in week.drills))


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
