"""READ: descriptions with HTML or Markdown in them become plain sentences, and these the parts of a drill. Pure.

Nothing is kept of a tag but that something begins: no address, no script, no style.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from handouts.base.plaintext import visible
from handouts.base.records import dataclass

__all__ = ["MAX_TEXT", "Told", "plain_lines", "plain_name", "sentences", "told"]

MAX_TEXT = 20_000
"""Most characters of a description, its tags included."""
_LINE, _STEPS, _CUES = 300, 20, 6
_BREAKS = frozenset({
    "p", "br", "li", "ol", "ul", "div", "tr", "td", "th", "table", "h1", "h2", "h3", "h4", "h5", "h6", "section",
    "article", "blockquote", "pre", "hr", "dd", "dt",
})  # fmt: skip
"""Tags that something new begins after."""
_UNSEEN = frozenset({
    "script", "style", "template", "iframe", "object", "svg", "math", "noscript", "title", "head", "textarea",
})  # fmt: skip
"""Tags whose content nobody would see."""
_MARK = re.compile(r"^\s*(?:[-*+•‣–]|\d{1,2}[.)]|#{1,6})\s+")
_START = re.compile(r"this (?:will be|is|should be) (?:your|the) start(?:ing)? position", re.IGNORECASE)
_TIP = re.compile(r"^(?:tips?|hints?|note)\s*:\s*", re.IGNORECASE)
_DOSE = re.compile(r"^(?:repeat|perform|do|complete)\b.*\b(?:repetitions?|reps?|times|sets?|sides?)\b", re.IGNORECASE)
_AND = re.compile(r";\s+|,\s+(?:and\s+)?then\s+|\s+and\s+then\s+", re.IGNORECASE)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._unseen += tag in _UNSEEN
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)


def plain_lines(text: str) -> list[str]:
    """The lines of a description, without mark-up, bullets and what cannot be seen.

    ValueError where it is too long.
    """
    if len(text) > MAX_TEXT:
        raise ValueError(f"its text is {len(text):,} characters long; at most {MAX_TEXT:,} are read")
    reader = _Reader()
    reader.feed(text)
    reader.close()
    found = visible("".join(reader.parts).replace("\r", "\n").replace("\t", " "), lines=True)
    rows = (_MARK.sub("", row).replace("**", "").replace("__", "") for row in found.split("\n"))
    return [kept for row in rows if (kept := " ".join(row.split()))]


def plain_name(text: str) -> str:
    """A name without mark-up; one that is far too long stays as it is, for whoever looks at lengths."""
    return " ".join(plain_lines(text)) if ("<" in text or "&" in text) and len(text) <= MAX_TEXT else text


def sentences(lines: list[str], *, english: bool) -> list[str]:
    """Sentences, in order. English ones with two actions after one another are parted."""
    found: list[str] = []
    for line in lines:
        spaced = re.sub(r"(?<=[a-z)])([.!?])(?=[A-Z])", r"\1 ", line)
        for sentence in re.split(r"(?<=[.!?])\s+", spaced):
            parts = _AND.split(sentence) if english else [sentence]
            found += [_whole(part) for part in parts if any(map(str.isalnum, part))]
    return found


def _whole(part: str) -> str:
    part = part.strip(" ,;:-")
    part = part[:1].upper() + part[1:]
    return part if part.endswith((".", "!", "?", "…")) else f"{part}."


@dataclass(frozen=True)
class Told:
    """What a description says, in the parts of a drill."""

    start: str
    steps: tuple[str, ...]
    cues: tuple[str, ...] = ()
    of_dose: tuple[str, ...] = ()
    """What it says of how often, for the clinician: it is not printed."""


def told(found: list[str]) -> Told:
    """Where to begin, the steps and the tips of an exercise. ValueError where they do not fit a drill."""
    long = next((sentence for sentence in found if len(sentence) > _LINE), "")
    if long:
        raise ValueError(
            f"it has a sentence of {len(long):,} characters; at most {_LINE} can be printed: “{long[:40]}…”"
        )
    cues = [tip[:1].upper() + tip[1:] for one in found if (tip := _TIP.sub("", one)) != one]
    of_dose = [one for one in found if _DOSE.match(one)]
    rest = [one for one in found if not _TIP.match(one) and not _DOSE.match(one)]
    at = next((number for number, one in enumerate(rest) if _START.search(one)), None)
    if at:  # what stands before that sentence; the sentence itself says nothing to a patient
        before, rest = rest[:at], rest[at + 1 :]
        start = before[0]
        while len(before) > 1 and len(start) + 1 + len(before[1]) <= _LINE:
            start = f"{start} {before.pop(1)}"
        rest = [*before[1:], *rest]
    elif rest:
        start, rest = rest[0], rest[1:] or rest
    if not rest:
        raise ValueError("it says nothing that a patient could do")
    return Told(start, _few(rest), tuple(cues[:_CUES]), (*of_dose, *cues[_CUES:]))


def _few(steps: list[str]) -> tuple[str, ...]:
    """At most as many steps as a drill has; neighbours are put together where there are more."""
    size = -(-len(steps) // _STEPS)
    few = tuple(" ".join(steps[at : at + size]) for at in range(0, len(steps), size))
    if any(len(step) > _LINE for step in few):
        raise ValueError(f"it has {len(steps)} sentences; {_STEPS} steps of {_LINE} characters can be printed")
    return few
