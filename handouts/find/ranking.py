"""FIND: the words that were typed, held against every entry of an index: those that fit all of them, nearest first.

Everything is counted in whole numbers, so that another program comes to the same order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from handouts.base.records import dataclass
from handouts.find.index import Entry, Index
from handouts.find.meanings import Meaning, Meanings, Part, Phrase, phrase_of
from handouts.find.words import joined, slips, stem, words_of

__all__ = ["FILTERS", "MOST_WORDS", "NEAREST", "Finder", "Found", "Hit"]

MOST_WORDS = 12
"""Words of a query that are looked for; what comes after them is left out."""
NEAREST = 10
"""Most entries that are named where none is all that was asked for."""
FILTERS = {
    "area": ("area", "regions"),
    "posture": ("posture",),
    "goal": ("goals",),
    "muscle": ("muscles",),
    "equipment": ("equipment",),
}
"""The fields that each filter looks into."""
_LONGEST_QUERY, _MOST_TYPED, _LONGEST_WORD = 1_000, 40, 40
"""Characters and words of a query that are looked at, those that say nothing among them, and letters of a word."""
_SLIP, _SLIP_BEGINNING = 4, 5
"""Letters of the shortest word in which a mistake is forgiven, and in whose beginning."""
_ANY = ""
"""Stands for all fields together where one field's words are asked for."""


@dataclass(frozen=True)
class Hit:
    """An entry that was found."""

    entry: Entry
    score: int
    without: tuple[str, ...] = ()
    """Words that were asked for and do not fit it, as typed."""


@dataclass(frozen=True)
class Found:
    """What a query came to."""

    fits: tuple[Hit, ...] = ()
    """All that is asked for, nearest first."""
    nearest: tuple[Hit, ...] = ()
    """Where nothing fits: what fits most of the words."""
    unknown: tuple[str, ...] = ()
    """Words that fit no entry at all, as typed."""
    read_as: tuple[tuple[str, str], ...] = ()
    """Words that were taken for others, as typed and as read."""
    barred: tuple[str, ...] = ()
    """Filters that leave no entry."""
    cut: bool = False
    """Whether the query was longer than is looked at."""


@dataclass(frozen=True)
class _Term:
    meanings: tuple[Meaning, ...]
    read_as: str = ""
    typed: str = ""


class Finder:
    """Finds entries of an index, which is plain data; building one looks at every word, finding does not."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._factors = index["factors"]
        self._meanings = Meanings(index["same"], index["near"], self._factors)
        self._ignored = {word for text in index["ignored"] for word in phrase_of(text)}
        self._values: list[tuple[int, str]] = []
        self._said: list[str] = []
        self._knowing: dict[tuple[str, ...], _Known] = {}
        self._holding: dict[str, set[int]] = defaultdict(set)
        self._words: dict[str, set[str]] = defaultdict(set)
        self._names = [{*phrase_of(entry["name"])} - self._ignored for entry in index["entries"]]
        for number, entry in enumerate(index["entries"]):
            for field in index["weights"]:
                given = entry.get(field, "")
                for text in [given] if isinstance(given, str) else given:
                    self._add(number, field, text)

    def _add(self, number: int, field: str, text: str) -> None:
        value = len(self._values)
        self._values.append((number, field))
        self._said.append(f" {' '.join(phrase_of(text))} ")
        pieces = joined(text)
        words = {"".join(parts) for parts in pieces} | (
            {*words_of(text)} if field != "posture" or not pieces else set()
        )
        for key in {*map(stem, words), *("".join(map(stem, parts)) for parts in pieces)}:
            self._holding[key].add(value)
        if (
            field != "text"
        ):  # a sentence's words are found whole only: they are not what a beginning is the beginning of
            self._words[_ANY] |= words
            self._words[field] |= words

    def find(self, query: str, kind: str = "drill", only: Mapping[str, str] | None = None) -> Found:
        """The entries of a kind that fit all words of a query, and each filter of ``only`` (see ``FILTERS``)."""
        entries = {number for number, one in enumerate(self._index["entries"]) if one["kind"] == kind}
        scores = dict.fromkeys(entries, 0)
        read_as: list[tuple[str, str]] = []
        for name, text in (only or {}).items():
            terms, _ = self._terms(text, FILTERS[name])
            read_as += [(term.typed, term.read_as) for term in terms if term.read_as]
            for term in terms:
                hits = self._scores(term, FILTERS[name])
                scores = {number: score + hits[number] for number, score in scores.items() if number in hits}
            if not scores or not terms:
                return Found(barred=(name,))
        terms, cut = self._terms(query, ())
        hits_of = {term.typed: self._scores(term, ()) for term in terms}
        unknown = tuple(typed for typed, hits in hits_of.items() if not hits.keys() & entries)
        read_as += [(term.typed, term.read_as) for term in terms if term.read_as and term.typed not in unknown]
        ranked = sorted(self._hits(scores, hits_of, query), key=_order)
        fits = tuple(hit for hit in ranked if not hit.without)
        fewest = min((len(hit.without) for hit in ranked), default=0)
        near = [hit for hit in ranked if len(hit.without) == fewest] if not fits and fewest < len(terms) else []
        return Found(fits, tuple(near[:NEAREST]), unknown, tuple(dict.fromkeys(read_as)), (), cut)

    def _hits(self, scores: Mapping[int, int], hits_of: Mapping[str, Mapping[int, int]], query: str) -> Iterator[Hit]:
        asked = {*phrase_of(query[:_LONGEST_QUERY])} - self._ignored
        for number, score in scores.items():
            entry = self._index["entries"][number]
            found = score + sum(hits.get(number, 0) for hits in hits_of.values())
            if asked and asked == self._names[number]:
                found += self._factors["all-of-the-name"]
            yield Hit(entry, found, tuple(typed for typed, hits in hits_of.items() if number not in hits))

    def _terms(self, text: str, fields: tuple[str, ...]) -> tuple[list[_Term], bool]:
        """What is asked for: phrases that the tables know, and the other words, each once."""
        said = words_of(text[:_LONGEST_QUERY])
        cut = len(text) > _LONGEST_QUERY or len(said) > _MOST_TYPED
        words = [word[:_LONGEST_WORD] for word in said[:_MOST_TYPED]]
        typed = words_of(text[:_LONGEST_QUERY], spelling=False)
        terms: dict[str, _Term] = {}
        at = 0
        while at < len(words) and len(terms) < MOST_WORDS:
            term, taken = self._phrase(words, at) or (None, 1)
            if term is None and stem(words[at]) not in self._ignored:
                term = self._word(words[at], fields)
            if term is not None:
                name = " ".join(word[:_LONGEST_WORD] for word in typed[at : at + taken])
                terms.setdefault(name, replace(term, typed=name))
            at += taken
        return list(terms.values()), cut or at < len(words)

    def _phrase(self, words: list[str], at: int) -> tuple[_Term, int] | None:
        """The longest phrase of the tables that begins here, and how many words it has; else one with a mistake."""
        longest = min(self._meanings.longest, len(words) - at)
        for count in range(longest, 1, -1):
            phrase = tuple(map(stem, words[at : at + count]))
            if phrase in self._meanings.phrases:
                found = tuple(self._meanings.of(phrase, self._factors["whole"]))
                return _Term(found), count
        for count in range(longest, 1, -1):
            typed = " ".join(words[at : at + count])
            for phrase, text in self._meanings.phrases.items():
                if abs(len(text) - len(typed)) < 2 and text.count(" ") == count - 1 and slips(typed, text):
                    return _Term(tuple(self._meanings.of(phrase, self._factors["slip"])), text), count
        return None

    def _word(self, word: str, fields: tuple[str, ...]) -> _Term:
        """A single word: whole, else the beginning of others, else with a typing mistake, else the two together."""
        known = self._known(fields)
        whole = stem(word)
        texts = list(known.by_stem.get(whole, ()))
        means: dict[Phrase, int] = {(whole,): self._factors["whole"]}
        if not texts and len(word) > 1:
            texts = known.beginning(word)
            means |= {phrase_of(text): self._factors["beginning"] for text in texts}
        read_as = ""
        if not texts and (whole not in self._holding or fields):
            factor, texts = self._mistaken(word, known)
            means |= {phrase_of(text): factor for text in texts}
            read_as = " or ".join(texts[:3])
        meanings = [meaning for phrase, factor in means.items() for meaning in self._meanings.of(phrase, factor)]
        return _Term(tuple(meanings), read_as)

    def _mistaken(self, word: str, known: _Known) -> tuple[int, list[str]]:
        if len(word) >= _SLIP and (texts := [text for text in known.single if slips(word, text)]):
            return self._factors["slip"], texts
        if len(word) >= _SLIP_BEGINNING:
            return self._factors["slip-beginning"], [text for text in known.texts if slips(word, text, begins=True)]
        return 0, []

    def _known(self, fields: tuple[str, ...]) -> _Known:
        if fields not in self._knowing:
            words = {word for field in fields or (_ANY,) for word in self._words[field]}
            self._knowing[fields] = _Known({*words, *self._meanings.texts})
        return self._knowing[fields]

    def _scores(self, term: _Term, fields: tuple[str, ...]) -> dict[int, int]:
        """What a term counts in each entry that it fits: the best of its meanings, in hundredths of the weights."""
        best: dict[int, int] = {}
        kept: dict[Phrase, dict[int, int]] = {}
        for meaning in term.meanings:
            parts = [self._part(part, fields, kept) for part in meaning.parts]
            for number in set.intersection(*(set(part) for part in parts)):
                score = meaning.factor * sum(part[number] for part in parts) // len(parts)
                if score > best.get(number, 0):
                    best[number] = score
        return best

    def _part(self, part: Part, fields: tuple[str, ...], kept: dict[Phrase, dict[int, int]]) -> dict[int, int]:
        best: dict[int, int] = {}
        for phrase in part:
            if phrase not in kept:
                kept[phrase] = self._weights(phrase, fields)
            for number, weight in kept[phrase].items():
                if weight > best.get(number, 0):
                    best[number] = weight
        return best

    def _weights(self, phrase: Phrase, fields: tuple[str, ...]) -> dict[int, int]:
        """The weights of all fields of each entry that a phrase fits, added up."""
        values = set.intersection(*(self._holding.get(word, set()) for word in phrase))
        if len(phrase) > 1:
            said = f" {' '.join(phrase)} "
            values = {value for value in values if said in self._said[value]} | self._holding.get(
                "".join(phrase), set()
            )
        weights: dict[int, int] = defaultdict(int)
        for number, field in {self._values[value] for value in values}:
            if not fields or field in fields:
                weights[number] += self._index["weights"][field]
        return weights


class _Known:
    """Words that a typed one is held against: those of the entries, and words and phrases of the tables."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = sorted(texts)
        self.single = [text for text in self.texts if " " not in text]
        self.by_stem: dict[str, list[str]] = defaultdict(list)
        for text in self.single:
            self.by_stem[stem(text)].append(text)

    def beginning(self, word: str) -> list[str]:
        """All that begin with a word."""
        at = bisect_left(self.texts, word)
        found = []
        while at < len(self.texts) and self.texts[at].startswith(word):
            found.append(self.texts[at])
            at += 1
        return found


def _order(hit: Hit) -> tuple[int, int, str, str]:
    return len(hit.without), -hit.score, hit.entry["id"], hit.entry["language"]
