"""PLAN: whose words and pictures a handout holds, where their licence asks that it be said. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from handouts.library.models import Drill
from handouts.library.words import Words, fill

__all__ = ["credit_lines"]

_ASKS = "CC BY"
"""How the names of licences begin that ask for the maker's name: CC BY and CC BY-SA, as imported drills have them."""


def credit_lines(drills: Iterable[Drill], words: Words) -> str:
    """A line for each drill that came in under such a licence, each after a line break; empty where none did."""
    found = []
    for drill in drills:
        source = drill.source
        if not source.licence or _ASKS not in source.licence:
            continue
        maker = ", ".join(filter(None, (source.author, source.publisher)))
        line = _said(words.sentences.credit, name=drill.name, maker=maker or source.title, licence=source.licence)
        shown = dict.fromkeys(picture.source for picture in drill.pictures if _ASKS in picture.source)
        if shown:
            line += " " + _said(words.sentences.credit_pictures, makers="; ".join(shown))
        found.append(f"\n{line}")
    return "".join(found)


def _said(template: str, **values: str) -> str:
    return "".join(text for text, _ in fill(template, **values))
