"""FIND: what each word or phrase means: itself, the words that mean the same, and what the tables say to look for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from handouts.base.records import dataclass
from handouts.find.words import stem, words_of

__all__ = ["Meaning", "Meanings", "Part", "Phrase", "phrase_of"]

Phrase = tuple[str, ...]
"""The stems of its words, in order. It fits a text that holds them side by side, or as one word with hyphens."""
Part = tuple[Phrase, ...]
"""Phrases that mean the same: one of them has to fit."""


@dataclass(frozen=True)
class Meaning:
    """What may be looked for in place of what was typed."""

    factor: int
    """What counts of the weights, in hundredths."""
    parts: tuple[Part, ...]
    """Each of them has to fit, in whatever field."""


def phrase_of(text: str) -> Phrase:
    """The stems of a text's words."""
    return tuple(stem(word) for word in words_of(text))


class Meanings:
    """The tables of an index, made ready. ``same`` is rows of texts, ``near`` says what else to look for."""

    def __init__(
        self, same: Iterable[Iterable[str]], near: Mapping[str, Iterable[str]], factors: Mapping[str, int]
    ) -> None:
        self._factors = factors
        self.texts = dict.fromkeys(
            " ".join(words) for text in (*(text for row in same for text in row), *near) if (words := words_of(text))
        )
        """What the tables know, folded: words and phrases, each once."""
        self._rows: dict[Phrase, dict[Phrase, None]] = {}
        for row in same:
            self._join({phrase: None for text in row if (phrase := phrase_of(text))})
        self._near: dict[Phrase, list[tuple[Part, ...]]] = defaultdict(list)
        for said, meant in near.items():
            targets = [tuple(self._same(phrase_of(part)) for part in one.split("+") if words_of(part)) for one in meant]
            first = next(iter(self._row(phrase_of(said))), ())
            self._near[first] += [parts for parts in targets if parts]
        self.longest = max((text.count(" ") + 1 for text in self.texts), default=1)
        """Words of the longest phrase."""
        self.phrases = {phrase_of(text): text for text in self.texts if " " in text}

    def _join(self, row: dict[Phrase, None]) -> None:
        """Make one row of this one and all that share a phrase with it."""
        whole: dict[Phrase, None] = {}
        for phrase in row:
            whole |= self._rows.get(phrase, {phrase: None})
        for phrase in whole:
            self._rows[phrase] = whole

    def _row(self, phrase: Phrase) -> dict[Phrase, None]:
        return self._rows.get(phrase, {phrase: None})

    def _same(self, phrase: Phrase) -> Part:
        return phrase, *(other for other in self._row(phrase) if other != phrase)

    def of(self, phrase: Phrase, factor: int) -> Iterator[Meaning]:
        """All that a phrase means; ``factor`` says how well it was typed, in hundredths."""
        yield Meaning(factor, ((phrase,),))
        row = self._row(phrase)
        others = tuple(other for other in row if other != phrase)
        if others:
            yield Meaning(factor * self._factors["same"] // 100, (others,))
        for parts in self._near.get(next(iter(row)), ()):
            yield Meaning(factor * self._factors["near"] // 100, parts)
