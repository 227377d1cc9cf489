"""What people type for a language: a tag in any form, “en_US”, “zh-TW”, or a name, “Chinese”, “中文”, “espanol”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from handouts.base.kept import Kept
from handouts.base.people import unaccented
from handouts.base.plainvalues import LANGUAGE_TAG
from handouts.base.problems import Problem, closest
from handouts.library.words import Words

__all__ = ["Tongues", "english_name"]

_KEPT = 200
"""Ways to write a language whose meaning is kept."""
_OTHER_CODES = {"iw": "he", "cmn": "zh", "in": "id"}
"""Older codes, and one for what is written like another."""
_TRADITIONAL = frozenset(("tw", "hk", "mo"))
"""Where Chinese is written in traditional letters; elsewhere in simplified ones."""


class Tongues:
    """The languages that there are words for, by all that they are called."""

    def __init__(self, words: Mapping[str, Words]) -> None:
        self._words = words
        self._found = Kept[str, str](_KEPT)

    def tag(self, text: str) -> str:
        """The language's own tag; empty where it is none that there are words for."""
        if text in self._words:  # nearly always, and then no words need be read
            return text
        return self._found.get(text) or self._kept(text)

    def any_tag(self, text: str) -> str:
        """The same for the language of a note, of which no words are needed: a tag is taken as it was typed."""
        if re.fullmatch(LANGUAGE_TAG, text):
            return text
        primary, *others = _plain(text).split("-")
        shaped = "-".join([primary, *(one.upper() if len(one) == 2 else one.title() for one in others)])
        return self.tag(text) or (shaped if re.fullmatch(LANGUAGE_TAG, shaped) else "")

    def unknown(self, place: str, text: str, *, line: int = 0, message: str = "there is no language") -> Problem:
        """The problem of a language that is none of them. Its hint lists them all, by the names that people type."""
        close = closest(_plain(text), {*self._by_name, *self._by_tag})
        there = ", ".join(f"{english_name(self._words[tag])} ({tag})" for tag in sorted(self._words))
        hint = f"Did you mean “{close}”? " if close else ""
        told = f"{message} “{text[:60]}”"
        return Problem(place, line, told, f"{hint}There are: {there}.", kind="misspelt" if close else "")

    def _kept(self, text: str) -> str:
        found = self._look_up(text)
        return self._found.keep(text, found) if found else ""

    def _look_up(self, text: str) -> str:
        plain = _plain(text)
        names = (*_tags_of(plain), plain)
        own = next((self._by_tag[one] for one in names if one in self._by_tag), "")
        return own or self._by_name.get(plain, "")

    @cached_property
    def _by_tag(self) -> dict[str, str]:
        return {tag.lower(): tag for tag in self._words}

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """Tags by what languages are called. What two are called alike is the one whose tag is first."""
        found: dict[str, str] = {}
        for tag in sorted(self._words):
            words = self._words[tag]
            for name in (words.name, *words.also):
                found.setdefault(_plain(name), tag)
        return found


def english_name(words: Words) -> str:
    """What a language is called in English: “Simplified Chinese”. Its own name where it does not say."""
    return words.also[0].title() if words.also else words.name


def _plain(text: str) -> str:
    """Small letters without accents, single spaces, “-” for “_”; “Chinese (Simplified)” is “chinese simplified”."""
    words = re.sub(r"[(),;/]| - ", " ", unaccented(text.casefold())).split()
    return " ".join(words).replace("_", "-")


def _tags_of(plain: str) -> Iterator[str]:
    """A tag, then what it is a kind of: pt-br, pt. Chinese has its letters named before its place."""
    primary, *others = plain.split("-")
    primary = _OTHER_CODES.get(primary, primary)
    if primary == "zh" and not {"hans", "hant"}.intersection(others):
        others = ["hant" if _TRADITIONAL.intersection(others) else "hans", *others]
    parts = [primary, *others]
    for count in range(len(parts), 0, -1):
        yield "-".join(parts[:count])
