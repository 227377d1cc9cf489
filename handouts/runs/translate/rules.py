"""RUNS: what a translated text must keep of its source: its numbers, its {values}; and what it may weigh. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from handouts.base.plaintext import clean
from handouts.library.overlays.texts import LIMITS, Role, same_text

__all__ = ["HINTS", "faults", "numbers", "numbers_differ", "too_long", "width"]

_LIMIT = 300
_DIGIT, _WIDE = re.compile(r"\d"), re.compile("[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uffe6]")
_NONE: Counter[str] = Counter()
HINTS: dict[Role, str] = {
    "drill name": "a heading: short, as a patient would say it",
    "program name": "a heading: short, as a patient would say it",
    "phase": "name of a part of the program, two or three words",
    "why": "what the drill is for, one sentence",
    "start": "how to begin, whole sentences",
    "step": "one action, a whole sentence",
    "cue": "what to do, a short sentence",
    "mistake": "what not to do, a short sentence",
    "stop-if": "continues “Stop if …”: no capital, no full stop",
    "easier": "a sentence",
    "harder": "a sentence",
    "equipment": "a thing that is needed; no full stop",
    "action": "what is done, as in “Walk for 10 minutes.”",
    "load": "continues “Load: …”; no full stop",
    "caption": "two or three words under a small picture",
    "callout": "two or three words with a line to the picture",
    "alt": "says what the picture shows, for people who cannot see it",
    "program about": "whom it is for, one sentence",
    "finish": "what to do after the last week",
    "move-on-when": "continues “Move to week 2 when …”",
    "go-back-if": "continues “Go back to week 1 if …”",
    "clinic name": "the clinic's name, only if it has one in that language",
    "address": "the clinic's address, only if it is written otherwise in that language",
    "tagline": "what the clinic does, a few words under its name",
    "hours": "when the phone is answered, as in “Call 01632 960 000, Monday to Friday”; no full stop",
    "clinic stop-if": "continues “Stop and call us if …”: no capital, no full stop",
    "small print": "small print at the end of the sheet",
}
"""What a translator is told of each role."""


def numbers(text: str) -> Counter[str]:
    """The numbers in a text, in whatever digits they are written."""
    if not _DIGIT.search(text):
        return _NONE
    plain = "".join(str(unicodedata.digit(char)) if char.isdecimal() else char for char in text)
    return Counter(number.replace(",", ".") for number in re.findall(r"\d+(?:[.,]\d+)?", plain))


def numbers_differ(source: str, text: str) -> str:
    """What is wrong with the numbers, in words; empty where nothing is."""
    ours, theirs = numbers(source), numbers(text)
    if ours == theirs:
        return ""
    lost, new = ours - theirs, theirs - ours
    parts = [f"lacks {', '.join(sorted(lost.elements()))}"] if lost else []
    return " and ".join([*parts, *([f"has {', '.join(sorted(new.elements()))}"] if new else [])])


def faults(role: Role, source: str, text: str) -> Iterator[str]:
    """Why a text cannot be taken for its source, each in words."""
    try:
        text = clean(text, limit=LIMITS.get(role, _LIMIT))
    except ValueError as error:
        yield str(error)
        return
    if role != "hours" and (wrong := numbers_differ(source, text)):  # 6 pm is 18 elsewhere
        yield f"other numbers than the source: it {wrong}"
    values, theirs = set(re.findall(r"\{[^{}]*\}", source)), set(re.findall(r"\{[^{}]*\}", text))
    if values != theirs:
        yield f"other values in braces than the source: {', '.join(sorted(values ^ theirs))}"


def width(text: str) -> int:
    """How much room a text takes, in letters: those of East Asia count two, marks none."""
    seen = [char for char in same_text(text) if not unicodedata.combining(char) and unicodedata.category(char) != "Mn"]
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in seen)


def too_long(source: str, text: str) -> bool:
    """Whether a text is much longer than its source: 1.6 times, or twice where that is short."""
    if len(text) <= len(source) + 8 and (2 * len(text) <= len(source) or not _WIDE.search(text)):
        return False  # most are: to look at each letter takes long
    ours, theirs = width(source), width(text)
    return theirs > max(ours * (2.0 if ours <= 25 else 1.6), ours + 8)
