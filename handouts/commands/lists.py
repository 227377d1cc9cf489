"""``handouts drills``, ``programs`` and ``layouts``: list, search, show one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from handouts.base.problems import Exit, HandoutsError, Problem, nearest
from handouts.commands.options import clinic_options, json_option, open_library
from handouts.commands.say import print_json, say, table

if TYPE_CHECKING:
    from handouts.library.load import Library
    from handouts.library.models import Drill, Program

__all__ = ["drills", "layouts", "programs"]


def _matches(words: Iterable[str], texts: Iterable[str]) -> bool:
    """Whether every word occurs in one of the texts."""
    all_text = " ".join(texts).lower()
    return all(word.lower() in all_text for word in words)


def _none(kind: str, words: Iterable[str], known: Iterable[str]) -> HandoutsError:
    asked = " ".join(words)
    hint = nearest(asked, known) if asked else ""
    return HandoutsError([Problem(kind, 0, f"none matches “{asked[:80]}”", hint)], Exit.USAGE)


@click.command()
@click.argument("words", nargs=-1)
@click.option("--muscle", metavar="WORD", help="Only drills that work this muscle.")
@click.option("--equipment", metavar="WORD", help="Only drills that need this.")
@clinic_options
@json_option
def drills(words: tuple[str, ...], muscle: str | None, equipment: str | None, as_json: bool, **options: Any) -> None:
    """List drills, search them by WORDS, or show one by its id."""
    library = open_library(options, checked=False)
    found = list(library.drills.values())
    exact = [drill for drill in found if words == (drill.id,)]
    if not exact:
        found = [
            drill
            for drill in found
            if _matches(words, (drill.id, drill.name, drill.why, *drill.muscles, *drill.equipment, *drill.keywords))
            and _matches([muscle] if muscle else [], drill.muscles)
            and _matches([equipment] if equipment else [], drill.equipment)
        ]
    if not found:
        asked = filter(None, (*words, muscle, equipment))
        raise _none("drills", asked, (key[0] for key in library.drills))
    if as_json:
        print_json([asdict(drill) for drill in exact or found])
    elif exact:
        for drill in exact:
            _show_drill(drill, library)
    else:
        table(
            [
                (drill.id, drill.name, ", ".join(drill.muscles), _whose(drill.id, drill.language, library))
                for drill in found
            ]
        )
    _warn(library)


def _whose(name: str, language: str, library: Library) -> str:
    if name in library.replaced:
        return "your own, in place of the shipped one"
    return "your own" if (name, language) in library.own else ""


def _warn(library: Library) -> None:
    wrong = sum(not problem.warning for problem in library.problems)
    if wrong:
        say(f"{wrong} problem{'s' if wrong > 1 else ''} in the content; “handouts check” lists them.", err=True)


def _span(span: tuple[int, int]) -> str:
    return str(span[0]) if span[0] == span[1] else f"{span[0]} to {span[1]}"


def _show_drill(drill: Drill, library: Library) -> None:
    say(f"{drill.name}  ({drill.id}, {drill.language})", bold=True)
    whose = _whose(drill.id, drill.language, library)
    if whose:
        say(whose)
    say(drill.why)
    say(f"Start:     {drill.start}")
    for title, items in (("Need", drill.equipment), ("Muscles", drill.muscles)):
        if items:
            say(f"{title + ':':11}{', '.join(items)}")
    for number, step in enumerate(drill.steps, 1):
        say(f"  {number}. {step.text}" + (f"  [hold {_span(step.hold)} s]" if step.hold else ""))
    for title, lines in (
        ("Do", drill.cues),
        ("Mistakes", drill.mistakes),
        ("Stop if", drill.stop),
        ("Easier", drill.easier),
        ("Harder", drill.harder),
    ):
        for line in lines:
            say(f"{title + ':':11}{line}")
    origin = "given by the source" if drill.dose.origin == "source" else "our default, to change; the source gives none"
    sides = " each side" if drill.each_side else ""
    say(f"Dose:      {drill.dose.sets} sets of {_span(drill.dose.reps)}{sides}, rest {drill.dose.rest} s ({origin})")
    source = drill.source
    say("Source:    " + ", ".join(part for part in (source.title, source.author, source.publisher, source.url) if part))
    if source.note:
        say(f"           {source.note}")


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
            if _matches(words, (program.id, program.name, program.about, *program.keywords, *_drill_ids(program)))
        ]
    if not found:
        raise _none("programs", words, (key[0] for key in library.programs))
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
                    _whose(program.id, program.language, library),
                )
                for program in found
            ]
        )
    _warn(library)


def _drill_ids(program: Program) -> list[str]:
    return list(dict.fromkeys(item.drill for week in program.weeks for item in week.drills))


def _show_program(program: Program, library: Library) -> None:
    say(f"{program.name}  ({program.id}, {program.language})", bold=True)
    say(program.about)
    whose = _whose(program.id, program.language, library)
    if whose:
        say(whose)
    for number, week in enumerate(program.weeks, 1):
        days, times = week.days or program.days, week.times or program.times
        say(f"Week {number}" + (f", {week.phase}" if week.phase else "") + f": {', '.join(days)}, {len(times)} a day")
        for item in week.drills:
            drill = library.drills.get((item.drill, program.language))
            if not drill:
                continue
            hold = ""
            if item.hold:
                hold = f", hold {', '.join(map(_span, item.hold))} s"
            reps, rest = item.reps or drill.dose.reps, drill.dose.rest if item.rest is None else item.rest
            say(f"  {item.drill}: {item.sets or drill.dose.sets} sets of {_span(reps)}{hold}, rest {rest} s")
        if week.move_on:
            say(f"  Move on when {week.move_on}")
    if program.finish:
        say(f"At the end: {program.finish}")
    source = program.source
    say("Source: " + ", ".join(part for part in (source.title, source.author, source.publisher) if part))


@click.command()
@click.argument("words", nargs=-1)
@clinic_options
@json_option
def layouts(words: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """List layouts, or search them by WORDS."""
    library = open_library(options, checked=False)
    found = [layout for layout in library.layouts.values() if _matches(words, (layout.id, layout.name, layout.about))]
    if not found:
        raise _none("layouts", words, library.layouts)
    if as_json:
        print_json([asdict(layout) for layout in found])
    else:
        table([(layout.id, layout.about) for layout in found])
    _warn(library)
