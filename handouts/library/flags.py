"""READ: what patients may have that drills do not suit, and the many words that rosters have for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from handouts.base.problems import Problem
from handouts.library.models import Flag, FlagFile

if TYPE_CHECKING:
    from handouts.library.yamlfile import Source

__all__ = ["flag_of", "flag_words", "merged", "plain_flag", "two_meanings"]

_SIDES = frozenset(("left", "right", "lt", "rt", "l", "r", "bilateral", "both"))
"""Words that may stand before or after a flag, and change nothing: “L THR”."""


def plain_flag(text: str) -> str:
    """A flag's name without capitals, marks and ways of joining: “T.H.R.” and “thr”, “High-blood pressure”."""
    apart = unicodedata.normalize("NFKD", text[:200])
    bare = "".join(char for char in apart if unicodedata.category(char) != "Mn").casefold()
    return " ".join(re.sub(r"[^\w\s/+]", "", re.sub(r"[_\-\u2010-\u2015\u2212]", " ", bare)).split())


def flag_words(flags: Mapping[str, Flag]) -> dict[str, str]:
    """Id of each flag by its id and all its names, in the form of ``plain_flag``."""
    return {word: flag.id for flag in flags.values() for word in _words(flag)}


def flag_of(text: str, words: Mapping[str, str]) -> str:
    """The flag that a roster's word stands for, whichever side it has; empty where it is none of them."""
    plain = plain_flag(text)
    if plain in words:
        return words[plain]
    parts = plain.split()
    while len(parts) > 1 and parts[0] in _SIDES:
        parts = parts[1:]
    while len(parts) > 1 and parts[-1] in _SIDES:
        parts = parts[:-1]
    return words.get(" ".join(parts), "")


def merged(flags: Mapping[str, Flag], own: Sequence[Flag]) -> dict[str, Flag]:
    """The flags with a clinic's own: one of a known id has all names of both, so that no word is lost."""
    found = dict(flags)
    for flag in own:
        if before := flags.get(flag.id):
            names = dict.fromkeys((*flag.also, before.name, *before.also))
            found[flag.id] = replace(flag, also=tuple(name for name in names if name != flag.name))
        else:
            found[flag.id] = flag
    return found


def two_meanings(flags: Mapping[str, Flag], file: FlagFile, source: Source) -> Iterator[Problem]:
    """Where a file gives an id twice, or a name to a flag that is another one's: nobody could tell which is meant."""
    words, seen = flag_words(flags), set[str]()
    for number, flag in enumerate(file.flags):
        line = source.line(("flags", number, "id"))
        if flag.id in seen:
            yield Problem(source.name, line, f"has the flag “{flag.id}” twice", "Put its names together.")
        seen.add(flag.id)
        for word in _words(flag):
            if words.setdefault(word, flag.id) != flag.id:
                message = f"gives “{word}” to the flag “{flag.id}”, which is a name of “{words[word]}”"
                yield Problem(source.name, line, message, "Take it out of one of them.")


def _words(flag: Flag) -> Iterator[str]:
    yield from map(plain_flag, (flag.id, flag.name, *flag.also))
