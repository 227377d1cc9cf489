"""What ``drills`` and ``programs`` share: finding by words, what is said of it, and a table of at most a line each."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from handouts.base.problems import Exit, HandoutsError, misspelt
from handouts.commands.options import decorate, open_library
from handouts.commands.say import complain, say

if TYPE_CHECKING:
    from handouts.find.index import Index
    from handouts.library.load import Library
    from handouts.runs.finding import Listed, Wanted

__all__ = ["filter_options", "find", "index_of", "missing", "narrow_table", "shelf_of", "wanted"]

F = TypeVar("F", bound=Callable[..., Any])
_WIDTH = 80


def filter_options(function: F) -> F:
    """Options that let through only what fits them."""
    return decorate(
        function,
        [
            click.option("--area", metavar="WORD", help="Only for this part of the body, or balance, or everyday."),
            click.option("--posture", metavar="WORD", help="Only what is done so: standing, sitting, lying, prone …"),
            click.option("--goal", metavar="WORD", help="Only what is given for this: strength, mobility, balance …"),
            click.option("--muscle", metavar="WORD", help="Only what works this muscle."),
            click.option("--equipment", metavar="WORD", help="Only what needs this; “nothing” for what needs nothing."),
            click.option("--language", metavar="NAME", help="What there is in this language, in its own words."),
        ],
    )


def wanted(options: Mapping[str, Any]) -> Wanted:
    """The filters among a command's options."""
    return {name: options[name] for name in ("area", "posture", "goal", "muscle", "equipment")}


def shelf_of(options: Mapping[str, Any]) -> Library:
    """The library, or what there is in the language that the options name; HandoutsError where that is nothing."""
    from handouts.library.tongues import Tongues

    library, language = open_library(options, checked=False), options["language"]
    if language is None:
        return library
    language = Tongues(library.words).tag(language) or language
    found = library.in_language(language)
    if not found.drills and not found.programs:
        known = {key[1] for key in (*library.drills, *library.programs)} | {*library.translations.shelf.languages()}
        problem = misspelt("--language", f"nothing is there in the language “{language[:40]}”", language, known)
        raise HandoutsError([problem], Exit.USAGE)
    return found


def index_of(library: Library) -> Index:
    """The index of a library. Faults in the clinic's own table of words are told, and the table is left out."""
    from handouts.runs.finding import index_of as made

    index, problems = made(library)
    complain(problems)
    return index


def find(library: Library, kind: str, words: Sequence[str], wanted: Wanted) -> Sequence[Listed]:
    """What fits the words and filters, nearest first; what is to be said of it is said.

    Without words and filters all there is, in the library's order. HandoutsError where nothing is even near.
    """
    query = " ".join(words)
    if not query.strip() and not any(text is not None for text in wanted.values()):
        shelf = library.drills if kind == "drill" else library.programs
        return [(key, ()) for key in shelf]
    from handouts.runs.finding import Searcher

    searcher = Searcher(library, option="--{}".format)
    complain(searcher.problems)
    found = searcher.find(kind, query, wanted)
    for sentence in found.said:
        say(sentence, err=True)
    return found.listed


def missing(without: Sequence[str], listed: Sequence[Listed]) -> str:
    """The words that one of those listed lacks and another has."""
    from handouts.runs.finding import missing as lacking

    return lacking(without, listed)


def narrow_table(rows: Sequence[tuple[str, str, str, str]]) -> None:
    """Print rows of id, name, what must be read and what else there is, which is cut where the terminal ends.

    Without a terminal it is cut at 80 letters.
    """
    ids, names = (max(len(row[column]) for row in rows) for column in (0, 1))
    width = shutil.get_terminal_size((_WIDTH, 24)).columns if sys.stdout.isatty() else _WIDTH
    for name, title, told, rest in rows:
        must = f"{name:{ids}}  {title:{names}}  {told}".rstrip()
        line = f"{name:{ids}}  {title:{names}}  {'; '.join(filter(None, (told, rest)))}".rstrip()
        say(line if len(line) <= width else f"{line[: max(width - 1, len(must))].rstrip()}…")
