"""``handouts languages``: what there is to choose from, or one of them more closely."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from handouts.base.problems import Exit, HandoutsError
from handouts.commands.options import clinic_options, json_option, open_library
from handouts.commands.say import print_json, say, table
from handouts.commands.search import warn

if TYPE_CHECKING:
    from handouts.library.load import Library
    from handouts.runs.languages import LanguageState

__all__ = ["languages"]


@click.command()
@click.argument("name", required=False)
@clinic_options
@json_option
def languages(name: str | None, as_json: bool, **options: Any) -> None:
    """List the languages that sheets can be in, or look at NAME, and which layouts it can be printed in.

    NAME is what may stand after “--language” and in a roster's column “language”: ta, Tamil, தமிழ்.
    """
    from handouts.library.tongues import Tongues
    from handouts.runs.languages import language_states, layout_problems

    library = open_library(options, checked=False)
    tongues = Tongues(library.words)
    tag = tongues.tag(name) if name else ""
    if name is not None and not tag:
        raise HandoutsError([tongues.unknown("NAME", name)], Exit.USAGE)
    states = list(language_states(library, tag))
    layouts = dict(layout_problems(library, tag)) if tag else {}
    if as_json:
        fine = {"layouts": {layout: [one.message for one in wrong] for layout, wrong in layouts.items()}} if tag else {}
        print_json([{**asdict(one), **fine} for one in states])
    else:
        table([(one.tag, one.name, one.english, *_told(one, library)) for one in states])
        for layout, wrong in layouts.items():
            say(f"  {layout}: {'; '.join(problem.message for problem in wrong) or 'can be printed'}")
        if tag and not layouts:
            say("  Nothing is whole in it yet, so no layout was tried.")
        _hints(states)
    warn(library)


def _told(state: LanguageState, library: Library) -> tuple[str, str]:
    """How far it is, and what a clinic must know of it."""
    share = 100 if not state.texts else state.translated * 100 // state.texts  # 100 is all of them
    known = [state.words if state.signed == state.texts else "draft", f"{share} % translated"]
    notes = ["your clinic's"] if state.tag == library.clinic.language else []
    notes += ["letters missing here"] if state.lacks else []
    return ", ".join(known), "; ".join(notes)


def _hints(states: list[LanguageState]) -> None:
    """What to install, each once."""
    for hint in dict.fromkeys(state.install for state in states if state.install):
        tags = ", ".join(state.tag for state in states if state.install == hint)
        say(f"{tags}: {hint}")
