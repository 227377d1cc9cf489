"""PLAN: texts put together as a language does it: lists, sentences in a row, a clause made a sentence. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache, reduce

from handouts.base.records import dataclass
from handouts.library.counted import Plural
from handouts.library.templates import filled
from handouts.library.words import JoinWords, ListWords, Words

__all__ = ["Joins", "joins_of"]

_STOPS = ".。।۔｡"
"""Full stops of the scripts: what may end a text that somebody wrote, and is taken off where it goes on."""
_ENDS = (*_STOPS, "!", "?", "！", "？", "؟")
_AFTER_NUMBER = re.compile(r"\{n\} ([^\s\[\]{}.,;:]+)")


@dataclass(frozen=True)
class Joins:
    """Puts texts together by the patterns of one language. All methods are pure."""

    words: JoinWords
    with_number: tuple[str, ...]
    """Words that are kept on the line of the number before them."""

    def __hash__(self) -> int:  # cheap: it is a part of keys
        return hash(self.with_number)

    @cached_property
    def gap(self) -> str:
        """What stands between two sentences: a space, or nothing."""
        return self.words.sentences.removeprefix("{a}").removesuffix("{b}")

    @cached_property
    def space(self) -> str:
        """What stands between two texts that are no sentences: a space, or nothing."""
        return " " if self.words.spaces else ""

    @cached_property
    def kept_units(self) -> str:
        """What matches the words that are kept with their number, as part of a pattern."""
        return "|".join(map(re.escape, self.with_number))

    def sentence(self, text: str) -> str:
        """A clause as a sentence; what ends like one is left as it is."""
        return text if text.endswith(_ENDS) else self.ended(text)

    def ended(self, text: str) -> str:
        """A clause as a sentence, whatever it ends with."""
        return filled(self.words.sentence, text=text)

    @staticmethod
    def clause(text: str) -> str:
        """A text without the full stop at its end."""
        return text.rstrip(_STOPS)

    def sentences(self, texts: Iterable[str]) -> str:
        """One sentence after another."""
        return self.gap.join(texts)

    def items(self, texts: Iterable[str]) -> str:
        """“a, b, c”; empty ones are left out."""
        return _row(self.words.items, texts)

    def rules(self, texts: Iterable[str]) -> str:
        """“a; b; c”."""
        return _row(self.words.rules, texts)

    def all_of(self, texts: Iterable[str]) -> str:
        """“a, b and c”."""
        return _listed(self.words.and_, list(texts))

    def in_turn(self, texts: Iterable[str]) -> str:
        """Set by set: “10, 8, then 6”."""
        return _listed(self.words.then, list(texts))


def joins_of(words: Words) -> Joins:
    """How the texts of a language are put together."""
    counted = (words.dose.seconds, words.dose.minutes, words.dose.sets)
    units = [unit for plural in counted for unit in _units(plural)]
    return Joins(words.joins, tuple(dict.fromkeys((*words.units.with_number, *units))))


def _units(plural: Plural) -> list[str]:
    """The words that follow the number in a phrase’s forms."""
    forms = (plural.zero, plural.one, plural.two, plural.few, plural.many, plural.other)
    return [unit for form in forms if form for unit in _AFTER_NUMBER.findall(form)]


def _row(pattern: str, texts: Iterable[str]) -> str:
    said = [text for text in texts if text]
    glue = _glue(pattern)
    if glue is not None:
        return glue.join(said)
    return reduce(lambda one, other: filled(pattern, a=one, b=other), said) if said else ""


@lru_cache(maxsize=200)
def _glue(pattern: str) -> str | None:
    """What stands between the two texts of a pattern that has nothing else, as nearly all do."""
    between = pattern.removeprefix("{a}").removesuffix("{b}")
    return between if pattern == f"{{a}}{between}{{b}}" and not set("{}[]*").intersection(between) else None


def _listed(words: ListWords, texts: list[str]) -> str:
    if len(texts) < 2:
        return "".join(texts)
    if len(texts) == 2:
        return filled(words.two, a=texts[0], b=texts[1])
    return filled(words.last, a=_row(words.more, texts[:-1]), b=texts[-1])
