"""Advice on English words that patients read: how hard they are, how long the sentences, one action a step."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from handouts.library.models import Drill, Program
from handouts.runs.advice.piece import Remark
from handouts.runs.advice.plainwords import jargon
from handouts.runs.advice.reading import grade, sentences, syllables, words
from handouts.runs.advice.texts import Passage

__all__ = ["HIGHEST_GRADE", "MAX_WORDS", "english", "long_sentences", "names"]

MAX_WORDS = 15
"""Longest sentence that plain-language guides allow, in words."""
HIGHEST_GRADE = 6.0
"""School grade that guides for patients' leaflets ask for."""
_FEWEST = 30
"""Words from which on a grade says anything."""
_LONG_NAME = 40
"""Characters of a name that a heading takes on one line in every layout."""
_LONG_WORD = 3
"""Syllables."""
_VERBS = frozenset((
    "add", "bend", "bounce", "breathe", "bring", "circle", "clasp", "climb", "close", "cross", "cup", "curl", "dip",
    "drag", "draw", "drive", "drop", "face", "fix", "fold", "get", "give", "go", "grab", "grip", "hang", "hinge",
    "hook", "hug", "jump", "kick", "kneel", "lay", "lean", "let", "lie", "lift", "look", "loop", "lower", "make",
    "march", "move", "nod", "open", "pass", "place", "point", "press", "pull", "push", "put", "raise", "reach",
    "relax", "release", "repeat", "rest", "return", "rise", "rock", "roll", "scoop", "set", "shift", "shrug", "sit",
    "slide", "spread", "squeeze", "stand", "start", "stay", "step", "stop", "straighten", "stretch", "swap",
    "swing", "switch", "take", "tap", "tighten", "tilt", "touch", "tuck", "turn", "twist", "walk", "wrap",
))  # fmt: skip
"""What a step tells the patient to do. “Keep” is how, and “hold” is how long: they are no actions of their own."""
_JOINED = re.compile(r",? (?:and then|and|then) (?=(?:(?:slowly|gently|\w+ly) )?(\w+))", re.IGNORECASE)
_WITHIN = re.compile(r"\b(?:as|while|until|till|if|when|where|that|so|to|you|it|before|after)\b", re.IGNORECASE)
"""What comes after these is no action of its own: “Breathe out as you lift and lower.”"""
_PLACES = re.compile(r",? and then |,? then |; |,? and |, but |, ", re.IGNORECASE)
"""Where a sentence can be parted, if what follows can stand by itself."""
_BEGINS = frozenset(("you", "it", "this", "they", "do", "keep", "try", "make", "use"))
"""Words besides the verbs that a sentence begins with."""


def english(item: Drill | Program, texts: Sequence[Passage]) -> Iterator[Remark]:
    """What can be said of English words alone."""
    yield from _grade(texts)
    for said in texts:
        yield from _jargon(said)
    if isinstance(item, Drill):
        for said in texts:
            if said.loc[0] == "steps":
                yield from _two_actions(said)
        yield from _mistakes(item)


def long_sentences(texts: Sequence[Passage]) -> Iterator[Remark]:
    """Sentences of more words than are read well, in any language; each once, wherever it stands again."""
    seen = set[str]()
    for said in texts:
        for sentence in sentences(said.text):
            count = len(sentence.split())
            if count > MAX_WORDS and sentence not in seen:
                seen.add(sentence)
                found = f"{said.what} has a sentence of {count} words; {MAX_WORDS} or fewer are read best"
                yield Remark("sentence", said.loc, found, _split(sentence))


def names(item: Drill | Program) -> Iterator[Remark]:
    """A name that is too long for a heading."""
    if len(item.name) > _LONG_NAME:
        found = f"the name has {len(item.name)} characters; {_LONG_NAME} fit in one line of every layout"
        yield Remark("name", ("name",), found, "Two to four words are remembered: “Sit to stand”, “Wall push-up”.")


def _split(sentence: str) -> str:
    """Two sentences in place of one, parted nearest to its middle."""
    middle = len(sentence) / 2
    good = [
        match
        for match in _PLACES.finditer(sentence)
        if len(words(sentence[: match.start()])) >= 3 <= len(rest := words(sentence[match.end() :]))
        and rest[0] in _VERBS | _BEGINS
    ]
    if good:
        at = min(good, key=lambda match: abs(match.start() - middle))
        return f"Such as: “{_ended(sentence[: at.start()])}” “{_begun(sentence[at.end() :])}”"
    return f"Say the main thing first, and the rest in a second sentence: “{_short(sentence)}”"


def _grade(texts: Sequence[Passage]) -> Iterator[Remark]:
    plain = [said.text for said in texts]
    whole = grade(plain)
    if whole <= HIGHEST_GRADE or sum(len(words(text)) for text in plain) < _FEWEST:
        return
    hardest = max(texts, key=lambda said: max(map(_hardness, sentences(said.text)), default=0.0))
    sentence = max(sentences(hardest.text), key=_hardness)
    long = dict.fromkeys(word for word in words(sentence) if syllables(word) >= _LONG_WORD)
    found = f"the words read at school grade {whole:.1f}; {HIGHEST_GRADE:.0f} or less is read by most"
    better = f"The hardest is {hardest.what}, “{_short(sentence)}”."
    better += f" Look for shorter words than {' and '.join(f'“{word}”' for word in list(long)[:3])}." if long else ""
    yield Remark("grade", hardest.loc, found, better if long else f"{better} Part it in two.")


def _hardness(sentence: str) -> float:
    """How much a sentence adds to a grade: that of a very short one says little."""
    return grade([sentence]) * min(1.0, len(words(sentence)) / 8)


def _jargon(said: Passage) -> Iterator[Remark]:
    for word, plain, better in jargon(said.text):
        found = f"{said.what} says “{word}”, which not everybody knows"
        yield Remark("jargon", said.loc, found, f"Such as “{plain}”: “{_short(better)}”")


def _two_actions(said: Passage) -> Iterator[Remark]:
    for sentence in sentences(said.text):
        first = _verb(sentence)
        match = next((one for one in _JOINED.finditer(sentence) if one[1].lower() in _VERBS), None)
        if first not in _VERBS or not match or _WITHIN.search(sentence[: match.start()]):
            continue
        found = f"{said.what} asks for two actions, “{first}” and “{match[1].lower()}”"
        one, two = _ended(sentence[: match.start()]), _begun(sentence[match.end() :])
        yield Remark("action", said.loc, found, f"One a step: “{one}” “{two}”")


def _verb(sentence: str) -> str:
    """The first word of a sentence, but for how it is to be done."""
    every = words(sentence)
    return next((word for word in every[:2] if not word.endswith("ly") and word not in ("now", "then")), "")


def _mistakes(drill: Drill) -> Iterator[Remark]:
    for number, text in enumerate(drill.mistakes):
        if not text.startswith("Do not "):
            bare = re.sub(r"^(?:don['’]t|never|avoid|no)\s+", "", text, flags=re.IGNORECASE)
            found = f"mistake {number + 1} does not begin with “Do not”, so it may be read as something to do"
            yield Remark(
                "mistake", ("mistakes", number), found, f"Such as: “Do not {bare[:1].lower()}{_short(bare[1:])}”"
            )


def _ended(text: str) -> str:
    return f"{text.rstrip(' ,;:.')}."


def _begun(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:]


def _short(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:89].rstrip()}…"
