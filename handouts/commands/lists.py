"""``handouts drills``, ``flags`` and ``layouts``: list, search, show one."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from handouts.commands.options import clinic_options, json_option, open_library
from handouts.commands.say import print_json, say, table
from handouts.commands.search import dose_text, matches, none_matches, not_broken, span_text, warn, whose

if TYPE_CHECKING:
    from handouts.library.load import Library
    from handouts.library.models import Drill

__all__ = ["drills", "flags", "layouts"]


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
        not_broken(library, words, "drill")
        found = [
            drill
            for drill in found
            if matches(words, (drill.id, drill.name, drill.why, *drill.muscles, *drill.equipment, *drill.keywords))
            and matches([muscle] if muscle else [], drill.muscles)
            and matches([equipment] if equipment else [], drill.equipment)
        ]
    if not found:
        asked = filter(None, (*words, muscle, equipment))
        raise none_matches("drills", asked, (key[0] for key in library.drills))
    if as_json:
        print_json([asdict(drill) for drill in exact or found])
    elif exact:
        for drill in exact:
            _show_drill(drill, library)
    else:
        table(
            [
                (drill.id, drill.name, ", ".join(drill.muscles), whose(drill.id, drill.language, library))
                for drill in found
            ]
        )
    warn(library)


def _show_drill(drill: Drill, library: Library) -> None:
    say(f"{drill.name}  ({drill.id}, {drill.language})", bold=True)
    if owner := whose(drill.id, drill.language, library):
        say(owner)
    say(drill.why)
    say(f"Start:     {drill.start}")
    for title, items in (("Need", drill.equipment), ("Muscles", drill.muscles), ("Regions", drill.regions)):
        if items:
            say(f"{title + ':':11}{', '.join(items)}")
    for number, step in enumerate(drill.steps, 1):
        say(f"  {number}. {step.text}" + (f"  [hold {span_text(step.hold)} s]" if step.hold else ""))
    for title, lines in (
        ("Do", drill.cues),
        ("Mistakes", drill.mistakes),
        ("Stop if", drill.stop),
        ("Easier", drill.easier),
        ("Harder", drill.harder),
    ):
        for line in lines:
            say(f"{title + ':':11}{line}")
    for one in drill.cautions:
        flag = library.flags.get(one.flag)
        name = f"{flag.name} ({one.flag})" if flag else one.flag
        say(f"{'Not for:':11}{name}: {one.why}" + (f"  [{one.source}]" if one.source else ""))
    from handouts.library.models import DoseChange

    origin = "given by the source" if drill.dose.origin == "source" else "our default, to change; the source gives none"
    say(f"Dose:      {dose_text(drill, DoseChange(), library)} ({origin})")
    source = drill.source
    say("Source:    " + ", ".join(part for part in (source.title, source.author, source.publisher, source.url) if part))
    if source.note:
        say(f"           {source.note}")


@click.command()
@click.argument("words", nargs=-1)
@clinic_options
@json_option
def layouts(words: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """List layouts, or search them by WORDS."""
    library = open_library(options, checked=False)
    not_broken(library, words, "layout")
    found = [layout for layout in library.layouts.values() if matches(words, (layout.id, layout.name, layout.about))]
    if not found:
        raise none_matches("layouts", words, library.layouts)
    if as_json:
        print_json([asdict(layout) for layout in found])
    else:
        table([(layout.id, layout.about) for layout in found])
    warn(library)


@click.command()
@click.argument("words", nargs=-1)
@clinic_options
@json_option
def flags(words: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """List what a patient may have that some drills do not suit, or search it by WORDS.

    Any of the names may stand in a roster's column “flags”, or after “make --flag”.
    """
    from handouts.library.flags import flag_of, flag_words

    library = open_library(options, checked=False)
    exact = flag_of(" ".join(words), flag_words(library.flags))
    found = [
        one
        for one in library.flags.values()
        if one.id == exact or (not exact and matches(words, (one.id, one.name, *one.also)))
    ]
    if not found:
        raise none_matches("flags", words, library.flags)
    if as_json:
        print_json([asdict(one) for one in found])
    else:
        table([(one.id, one.name, ", ".join(one.also)) for one in found])
    warn(library)
