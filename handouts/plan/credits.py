"""PLAN: whose words and pictures a handout holds, where their licence asks that it be said. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from handouts.library.models import Drill
from handouts.library.templates import filled
from handouts.plan.phrases import Phrases

__all__ = ["credit_lines"]

_ASKS = "CC BY"
"""How the names of licences begin that ask for the maker's name: CC BY and CC BY-SA, as imported drills have them."""


def credit_lines(drills: Iterable[Drill], phrases: Phrases) -> str:
    """A line for each drill that came in under such a licence, each after a line break; empty where none did."""
    found, sentences, joins = [], phrases.words.sentences, phrases.joins
    for drill in drills:
        source = drill.source
        if not source.licence or _ASKS not in source.licence:
            continue
        maker = joins.items((source.author or "", source.publisher or ""))
        line = filled(sentences.credit, name=drill.name, maker=maker or source.title, licence=source.licence)
        shown = dict.fromkeys(picture.source for picture in drill.pictures if _ASKS in picture.source)
        if shown:
            line = joins.sentences((line, filled(sentences.credit_pictures, makers=joins.rules(shown))))
        found.append(f"\n{line}")
    return "".join(found)
