"""READ: what a clinician has decided of a patient's next week, from the words that people write. Pure.

A decision holds from the seven days that begin with its ``for_day``. ``until`` ends one that stands for longer: it is
for weeks that begin before that day, so “hold until 2026-12-14” is back on Monday the 14th.
"""

from __future__ import annotations

import re
from dataclasses import field, replace
from datetime import date
from typing import Any, Literal, get_args

from handouts.base.plaintext import clean
from handouts.base.records import dataclass
from handouts.orders.dates import parse_date
from handouts.orders.values import parse_week

__all__ = [
    "REASON_LIMIT",
    "WORDS",
    "Decision",
    "DecisionWord",
    "Followed",
    "decided_for",
    "parse_decision",
    "parse_decision_word",
    "parse_followed",
    "parse_reason",
    "with_until",
]

DecisionWord = Literal["on", "repeat", "back", "hold", "discharge"]
WORDS: tuple[DecisionWord, ...] = get_args(DecisionWord)
REASON_LIMIT = 160
"""Most characters of a clinician's reason: it is a line or two of the sheet."""
_LONGEST = 400
_WEEKS_MOST = 520
_WAYS: dict[str, DecisionWord] = {
    **dict.fromkeys(
        (
            "on", "move on", "moves on", "go on", "goes on", "carry on", "continue", "next", "next week", "progress",
            "forward", "ahead", "advance",
        ),
        "on",
    ),
    **dict.fromkeys(
        (
            "repeat", "repeats", "repeated", "repeat week", "repeat the week", "again", "same", "same again",
            "same week", "once more", "one more time", "stay", "stays",
        ),
        "repeat",
    ),
    **dict.fromkeys(
        (
            "back", "go back", "goes back", "step back", "move back", "back a week", "back one week", "one week back",
            "a week back", "go back a week", "regress",
        ),
        "back",
    ),
    **dict.fromkeys(
        ("hold", "on hold", "holds", "held", "pause", "paused", "wait", "waits", "put on hold", "no sheet"), "hold"
    ),
    **dict.fromkeys(
        (
            "discharge", "discharged", "done", "finish", "finished", "end", "ended", "complete", "completed", "closed",
        ),
        "discharge",
    ),
}  # fmt: skip
_STANDING: tuple[DecisionWord, ...] = ("repeat", "hold")
"""Those that can stand for more than a week."""
_EXPECTED = "expected on, repeat, back, hold or discharge, such as “hold until 2026-12-14”"
_PARTS = re.compile(
    r"(?P<word>.*?)"
    r"(?:\b(?:to |of |at )?(?P<week>(?:week|wk)\.? ?\d{1,4}))?"
    r"(?:[ ,]*\b(?:until|till|til|up to|bis) (?P<until>.+?))?"
)


@dataclass(frozen=True)
class Decision:
    """What a clinician has decided of one patient."""

    word: DecisionWord
    for_day: date
    """It holds from the seven days that begin here: the Monday of “--week-of”."""
    until: date | None = None
    """Of “repeat” and “hold”: for weeks that begin before this day."""
    reason: str = field(default="", repr=False)
    """The clinician's own, for the patient to read; it may be empty."""
    by: str = ""
    decided_at: str = ""
    """ISO time, UTC."""
    week: int | None = None
    """The week of the plan that it is to be, from 1, where that was said."""
    because: str = ""
    """What it followed from, where no reason was written: “boxes”, “pain 4 2” (above 4 twice), or empty."""
    source: str = ""
    """Where it was said: the roster, or empty for the command line."""

    @property
    def says(self) -> str:
        """The decision as it is written: “hold until 2026-12-14”, “repeat week 1”, “on”. Its reason is left out."""
        week = f" week {self.week}" if self.week else ""
        return f"{self.word}{week}{f' until {self.until}' if self.until else ''}"

    @property
    def written(self) -> str:
        """The same, with its reason."""
        return f"{self.says}: {self.reason}" if self.reason else self.says

    @property
    def same(self) -> tuple[object, ...]:
        """What two decisions have in common that mean the same."""
        return self.word, self.for_day, self.until, self.week, self.reason


@dataclass(frozen=True)
class Followed:
    """What of a decision a sheet says, and what its patient was given before, so that it is printed again the same."""

    word: Literal["", "repeat", "back"] = ""
    """What the sheet says; nothing where the plan just goes on."""
    before: int = 0
    """The week of the plan that was given last, from 1; 0 where that is not known."""
    gap: bool = False
    """Whether that was longer ago than a week."""
    because: str = ""
    """See ``Decision``."""


def parse_decision_word(value: Any) -> DecisionWord:
    """Read the word alone: “again”, “on hold”, “done”. ValueError for the rest."""
    text = " ".join(str(value).casefold().replace("-", " ").split()).strip(" .!")
    if text not in _WAYS:
        raise ValueError(f"“{str(value)[:40]}” is not a decision; {_EXPECTED}")
    return _WAYS[text]


def parse_decision(value: Any, today: date) -> str:
    """Read a decision as people write it, into the form of ``Decision.written``.

    “again”, “hold until 2026-12-14”, “back to week 1”, “week 3”, “repeat: your knee was swollen”, “repeat because …”.
    ValueError says what is wrong.
    """
    return decided_for(value, date.min, today).written


def decided_for(value: Any, for_day: date, today: date) -> Decision:
    """The decision that a text means, for the seven days from ``for_day``; ValueError says what is wrong."""
    if value is True:  # what YAML makes of “on”
        value = "on"
    text = clean(str(value), limit=_LONGEST).strip()
    head, reason = _apart(text)
    match = _PARTS.fullmatch(" ".join(head.casefold().replace("(", " ").replace(")", " ").split()).strip(" .!"))
    assert match  # every part of it may be empty
    week = parse_week(match["week"], _WEEKS_MOST) if match["week"] else None
    bare = match["word"].strip(" ,.") or ("on" if week else "")
    word = parse_decision_word(bare) if bare else parse_decision_word(text)
    until = parse_date(match["until"], today) if match["until"] else None
    if until and word not in _STANDING:
        raise ValueError(f"“{text[:40]}”: only repeat and hold can be until a day")
    if week and word in ("hold", "discharge"):
        raise ValueError(f"“{text[:40]}”: nothing is printed on {word}, so it has no week")
    if len(reason) > REASON_LIMIT:
        raise ValueError(f"its reason has {len(reason)} characters, more than {REASON_LIMIT}")
    return Decision(word, for_day, until, reason, week=week)


def parse_reason(value: Any, today: date) -> str:
    """The reason that a decision is written with; see ``parse_decision``."""
    return decided_for(value, date.min, today).reason


def parse_followed(value: Any, today: date) -> Followed | None:
    """What a sheet is to say of a decision, whose week is given beside it; see ``parse_decision``."""
    word = decided_for(value, date.min, today).word
    return Followed(word) if word in ("repeat", "back") else None


def with_until(decision: Decision, until: date | None) -> Decision:
    """The decision until a day; ValueError where it cannot be."""
    if until and decision.word not in _STANDING:
        raise ValueError(f"only repeat and hold can be until a day, and not “{decision.word}”")
    if until and until <= decision.for_day:
        raise ValueError(f"{until} is not after {decision.for_day}, from when on it holds")
    return replace(decision, until=until) if until else decision


def _apart(text: str) -> tuple[str, str]:
    """A decision and its reason: what follows a colon, or “because”."""
    found = re.search(r"\s*:\s*|\s+because\s+", text, re.IGNORECASE)
    return (text[: found.start()], text[found.end() :].strip()) if found else (text, "")
