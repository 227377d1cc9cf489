"""``handouts drills``, ``flags`` and ``layouts``: list, search, show one."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from handouts.commands.finding import filter_options, find, index_of, missing, narrow_table, shelf_of, wanted
from handouts.commands.options import clinic_options, json_option, open_library
from handouts.commands.say import print_json, say, table
from handouts.commands.search import dose_text, matches, none_matches, not_broken, span_text, warn, whose

if TYPE_CHECKING:
    from handouts.library.load import Library
    from handouts.library.models import Drill

__all__ = ["drills", "flags", "layouts"]


@click.command()
@click.argument("words", nargs=-1)
@filter_options
@click.option("--index", is_flag=True, help="Print all that finding needs as JSON, for a page in the browser.")
@clinic_options
@json_option
def drills(words: tuple[str, ...], index: bool, as_json: bool, **options: Any) -> None:
    """List drills, find them by WORDS, or show one by its id.

    Words may be parts of the body, muscles, equipment, goals, postures, what people say, and beginnings of words:
    “handouts drills shoulder band standing”. The nearest come first.
    """
    library = shelf_of(options)
    if index:
        click.echo(json.dumps(index_of(library), ensure_ascii=False, separators=(",", ":")))
        return
    exact = [drill for drill in library.drills.values() if words == (drill.id,)]
    if not exact:
        not_broken(library, words, "drill")
    listed = [((one.id, one.language), ()) for one in exact] or find(library, "drill", words, wanted(options))
    if as_json:
        print_json([{**asdict(library.drills[key]), "without": list(without)} for key, without in listed])
    elif exact:
        for drill in exact:
            _show_drill(drill, library)
    else:
        narrow_table([_row(library.drills[key], missing(without, listed), library) for key, without in listed])
    warn(library)


def _row(drill: Drill, lacks: str, library: Library) -> tuple[str, str, str, str]:
    place = ", ".join(filter(None, (drill.area, drill.posture)))
    owner = whose(drill.id, drill.language, library)
    told, rest = (owner, lacks), (place, ", ".join(drill.muscles))
    return drill.id, drill.name, "; ".join(filter(None, told)), "; ".join(filter(None, rest))


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
