"""What ``drills`` and ``programs`` share: finding by words, what is said of it, and a table of at most a line each."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from handouts.base.problems import Exit, HandoutsError, Problem, misspelt, nearest
from handouts.commands.options import decorate, open_library
from handouts.commands.say import complain, say

if TYPE_CHECKING:
    from handouts.find.index import Index
    from handouts.find.ranking import Found
    from handouts.library.load import Library

__all__ = ["Listed", "Wanted", "filter_options", "find", "index_of", "missing", "narrow_table", "shelf_of", "wanted"]

F = TypeVar("F", bound=Callable[..., Any])
Wanted = Mapping[str, str | None]
"""The filters by their names; None where one is not given."""
Listed = tuple[tuple[str, str], tuple[str, ...]]
"""Id and language of what is listed, and the words that it does not fit."""
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
    from handouts.find.index import made_index
    from handouts.library.synonyms import read_synonyms

    tables, problems = read_synonyms(library.folder)
    complain(problems)
    return made_index(library, tables)


def find(library: Library, kind: str, words: Sequence[str], wanted: Wanted) -> list[Listed]:
    """What fits the words and filters, nearest first; where nothing is all of them, what is near, and that is said.

    Without words and filters all there is, in the library's order. HandoutsError where nothing is even near.
    """
    from handouts.find.ranking import MOST_WORDS, Finder

    only = {name: text for name, text in wanted.items() if text is not None}
    shelf = library.drills if kind == "drill" else library.programs
    query = " ".join(words)
    if not query.strip() and not only:
        return [(key, ()) for key in shelf]
    index = index_of(library)
    found = Finder(index).find(query, kind, only)
    if found.barred:
        raise _barred(index, kind, found.barred, only)
    hits = found.fits or found.nearest
    if not hits and not only and (inside := _inside(index, kind, query)):
        return [(key, ()) for key in inside]
    if not hits:
        known = sorted({key[0] for key in shelf})
        asked = " ".join(filter(None, (query, *only.values())))
        hint = nearest(asked, known) if asked else ""
        raise HandoutsError([Problem(f"{kind}s", 0, f"none matches “{asked[:80]}”", hint)], Exit.USAGE)
    for typed, read in found.read_as:
        say(f"“{typed}” is read as “{read}”.", err=True)
    if found.cut:
        say(f"Only the first {MOST_WORDS} words are looked for.", err=True)
    if found.nearest:
        say(_not_all(kind, found), err=True)
    return [((hit.entry["id"], hit.entry["language"]), hit.without) for hit in hits]


def _inside(index: Index, kind: str, query: str) -> list[tuple[str, str]]:
    """What has the letters anywhere in its name, for languages that write no spaces between words: 肩."""
    letters = "".join(query.split()).casefold()
    return [
        (entry["id"], entry["language"])
        for entry in index["entries"]
        if entry["kind"] == kind and not letters.isascii() and letters in "".join(entry["name"].split()).casefold()
    ]


def missing(without: Sequence[str], listed: Iterable[Listed]) -> str:
    """The words that one of those listed lacks and another has: “not standing”. What all lack is said above them."""
    all_lack = set.intersection(*(set(words) for _, words in listed))
    lacks = [word for word in without if word not in all_lack]
    return f"not {' or '.join(lacks)}" if lacks else ""


def _not_all(kind: str, found: Found) -> str:
    """A sentence for what is only near."""
    lacking = set.intersection(*(set(hit.without) for hit in found.nearest)) - set(found.unknown)
    said = [f"No {kind} fits {_quoted(found.unknown)}."] if found.unknown else []
    if all(set(hit.without) <= set(found.unknown) for hit in found.nearest):
        return " ".join([*said, "These fit the rest:"])
    words = "the rest" if found.unknown else "of these"
    beside = f", though not {_quoted(sorted(lacking))}" if lacking else ""
    return " ".join([*said, f"Nothing is all {words}; nearest first{beside}:"])


def _quoted(words: Iterable[str]) -> str:
    return " or ".join(f"“{word}”" for word in words)


def _barred(index: Index, kind: str, names: Iterable[str], only: Mapping[str, str]) -> HandoutsError:
    """The problem that filters leave nothing, with what there is to choose from."""
    from handouts.find.ranking import FILTERS

    problems = []
    for name in names:
        known = {
            text
            for entry in index["entries"]
            if entry["kind"] == kind
            for field in FILTERS[name][:1]
            for text in ([entry[field]] if isinstance(entry[field], str) else entry[field])
            if text
        }
        others = [other for other in only if other != name]
        beside = f" beside {' and '.join('--' + other for other in others)}" if others else ""
        message = f"no {kind} fits “{only[name][:60]}”{beside}"
        hint = "" if only[name] in known else nearest(only[name], known)
        problems.append(Problem(f"--{name}", 0, message, hint))
    return HandoutsError(problems, Exit.USAGE)


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
