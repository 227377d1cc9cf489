"""What there is in each language: how much is translated, who has signed it, whether its letters can be printed here.

Comes in: a library; goes out: plain data, a row a language. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice

from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.library.load import Library
from handouts.library.tongues import english_name
from handouts.library.words import Words, words_digest, words_texts
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.runs.translate.entries import entries_of
from handouts.write.glyphs import how_to_print
from handouts.write.pdf.faces import type_faces

__all__ = ["LanguageState", "language_states", "layout_problems"]

_DAY = date(2026, 11, 23)
"""A Monday, for the week that is tried."""


@dataclass(frozen=True)
class LanguageState:
    """What there is in a language."""

    tag: str
    name: str
    """The language's own."""
    english: str
    direction: str
    words: str
    """draft or reviewed: the sheet's own wording."""
    texts: int
    """Texts of drills and programs; 0 in the language that they are written in."""
    translated: int
    """Those of them that hold: neither missing nor older than their source."""
    signed: int
    lacks: str = ""
    """The first character that no type face here has, or empty."""
    install: str = ""
    """What to do about it."""


def language_states(library: Library, only: str = "") -> Iterator[LanguageState]:
    """Of each language that there are words for, or of ``only`` that one; sorted by tag."""
    for tag in sorted(library.words) if not only else [only]:
        yield _state(library, library.words[tag])


def _state(library: Library, words: Words) -> LanguageState:
    tag, told = words.language, library.translations
    entries = entries_of(library, tag) if tag != "en" else []
    done = [one for one in entries if one.state in ("draft", "reviewed")]
    signed = words.status == "reviewed" or told.words_signed(tag, words_digest(words))
    texts = [*words_texts(words).values(), *(one.text for one in done)]
    bad = type_faces().missing(" ".join(dict.fromkeys(word for text in texts for word in text.split())))
    return LanguageState(
        tag,
        words.name,
        english_name(words),
        words.direction,
        "reviewed" if signed else "draft",
        len(entries),
        len(done),
        sum(one.state == "reviewed" for one in entries),
        bad,
        how_to_print(bad) if bad else "",
    )


def layout_problems(library: Library, tag: str) -> Iterator[tuple[str, tuple[Problem, ...]]]:
    """Each layout with why it cannot be printed in a language, with nothing where it can; none where nothing is whole
    in it. What is tried is the first program that is, or else the first drill.
    """
    there = library.in_language(tag)
    programs = (
        name
        for (name, _), program in there.programs.items()
        if all((item.drill, tag) in there.drills for week in program.weeks for item in week.drills)
    )
    items = tuple(islice(programs, 1)) or tuple(name for name, _ in islice(there.drills, 1))
    planner, press = Planner(library, checked=False), Press(library)
    order = Order(patient="A B", items=items, language=tag, start=_DAY, issued=_DAY)
    for layout in library.layouts if items else ():
        try:
            press.try_out(planner.plan(replace(order, layout=layout))[0])
        except HandoutsError as error:
            yield layout, error.problems
        else:
            yield layout, ()
