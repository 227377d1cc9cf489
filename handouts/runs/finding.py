"""Drills and programs by a few words and filters, and what is to be said of how they were found.

The command line and the pages of the desk both find by this, so that the same words find the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from handouts.base.problems import Exit, HandoutsError, Problem, nearest
from handouts.base.records import dataclass
from handouts.find.index import Index, made_index
from handouts.find.ranking import FILTERS, MOST_WORDS, Finder, Found
from handouts.library.synonyms import read_synonyms

if TYPE_CHECKING:
    from handouts.library.load import Library

__all__ = ["Listed", "Listing", "Searcher", "Wanted", "index_of", "missing"]

Wanted = Mapping[str, str | None]
"""The filters by their names; None where one is not given."""
Listed = tuple[tuple[str, str], tuple[str, ...]]
"""Id and language of what is listed, and the words that it does not fit."""


@dataclass(frozen=True)
class Listing:
    """What was found."""

    listed: tuple[Listed, ...]
    """Nearest first; in the library's order where nothing was asked for."""
    said: tuple[str, ...] = ()
    """Sentences: what was read otherwise than it was typed, and that nothing is all that was asked for."""


def index_of(library: Library) -> tuple[Index, list[Problem]]:
    """The index of a library. A clinic's own table of words that is at fault is left out, and its faults are given."""
    tables, problems = read_synonyms(library.folder)
    return made_index(library, tables), problems


class Searcher:
    """Finds in one library. The first time looks at every word, after that finding is quick."""

    def __init__(self, library: Library, *, option: Callable[[str], str] = str) -> None:
        """``option``: how a filter is called where it is given."""
        self._library, self._option = library, option
        self.index, self.problems = index_of(library)

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self.index)

    def find(self, kind: str, query: str, wanted: Wanted) -> Listing:
        """What fits the words and filters, nearest first; where nothing is all of them, what is near, and that is said.

        Without words and filters all there is, in the library's order. HandoutsError where nothing is even near.
        """
        only = {name: text for name, text in wanted.items() if text is not None}
        shelf = self._library.drills if kind == "drill" else self._library.programs
        if not query.strip() and not only:
            return Listing(tuple((key, ()) for key in shelf))
        found = self._finder.find(query, kind, only)
        if found.barred:
            raise self._barred(kind, found.barred, only)
        hits = found.fits or found.nearest
        if not hits and not only and (inside := _inside(self.index, kind, query)):
            return Listing(tuple((key, ()) for key in inside))
        if not hits:
            known = sorted({key[0] for key in shelf})
            asked = " ".join(filter(None, (query, *only.values())))
            hint = nearest(asked, known) if asked else ""
            raise HandoutsError([Problem(f"{kind}s", 0, f"none matches “{asked[:80]}”", hint)], Exit.USAGE)
        said = [f"“{typed}” is read as “{read}”." for typed, read in found.read_as]
        said += [f"Only the first {MOST_WORDS} words are looked for."] if found.cut else []
        said += [_not_all(kind, found)] if found.nearest else []
        return Listing(tuple(((hit.entry["id"], hit.entry["language"]), hit.without) for hit in hits), tuple(said))

    def choices(self, kind: str, name: str) -> list[str]:
        """What a filter can be, in the order of the alphabet."""
        return sorted(_known(self.index, kind, name))

    def _barred(self, kind: str, names: Iterable[str], only: Mapping[str, str]) -> HandoutsError:
        """The problem that filters leave nothing, with what there is to choose from."""
        problems = []
        for name in names:
            known = _known(self.index, kind, name)
            others = [self._option(other) for other in only if other != name]
            beside = f" beside {' and '.join(others)}" if others else ""
            message = f"no {kind} fits “{only[name][:60]}”{beside}"
            hint = "" if only[name] in known else nearest(only[name], known)
            problems.append(Problem(self._option(name), 0, message, hint))
        return HandoutsError(problems, Exit.USAGE)


def missing(without: Sequence[str], listed: Iterable[Listed]) -> str:
    """The words that one of those listed lacks and another has: “not standing”. What all lack is said above them."""
    all_lack = set.intersection(*(set(words) for _, words in listed))
    lacks = [word for word in without if word not in all_lack]
    return f"not {' or '.join(lacks)}" if lacks else ""


def _known(index: Index, kind: str, name: str) -> set[str]:
    """What a filter can be."""
    return {
        text
        for entry in index["entries"]
        if entry["kind"] == kind
        for field in FILTERS[name][:1]
        for text in ([entry[field]] if isinstance(entry[field], str) else entry[field])
        if text
    }


def _inside(index: Index, kind: str, query: str) -> list[tuple[str, str]]:
    """What has the letters anywhere in its name, for languages that write no spaces between words: 肩."""
    letters = "".join(query.split()).casefold()
    return [
        (entry["id"], entry["language"])
        for entry in index["entries"]
        if entry["kind"] == kind and not letters.isascii() and letters in "".join(entry["name"].split()).casefold()
    ]


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
