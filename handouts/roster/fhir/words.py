"""Days, times a day and doses as people write them: “2 sets of 8, hold 5 seconds, twice a day, Mon Wed Fri”.

A text is read whole or not at all: one word that is not understood may turn the rest round (“not on Monday”).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import field
from itertools import groupby

from handouts.base.plaindays import DAYS
from handouts.base.plainvalues import SESSIONS
from handouts.base.records import dataclass

__all__ = ["Wording", "has_amount", "is_dose", "read_words"]

_NUMBERS = {
    "once": 1, "twice": 2, "thrice": 3,
    **{word: number for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1
    )},
}  # fmt: skip
_COUNTED = {"bid": 2, "bd": 2, "tid": 3, "tds": 3, "qid": 4, "qds": 4}
_N = rf"(\d{{1,3}}|{'|'.join(list(_NUMBERS)[3:])})"
_SPAN = r"(\d{1,3}(?: ?(?:-|–|to) ?\d{1,3})?|one|two|three|four|five|six|seven|eight|nine|ten)"
_UNIT = r"(s|secs?|seconds?|mins?|minutes?)"
_DAY_NAME = (
    r"(mon(?:days?)?|tue(?:s|sdays?)?|wed(?:nesdays?)?|thu(?:rs?|rsdays?)?|fri(?:days?)?|sat(?:urdays?)?|sun(?:days?)?)"
)
_AMOUNT_OF = r"\d{1,4}(?:[.,]\d{1,2})?(?: ?(?:-|–|to) ?\d{1,4}(?:[.,]\d{1,2})?)?"
_LOAD_UNIT = r"(?:kgs?|kilos?|kilograms?|lbs?|pounds?)"
_COLOUR = r"(?:tan|yellow|orange|red|green|blue|purple|pink|black|gr[ae]y|silver|gold|white)"
_DISTANCE_UNIT = r"(metres?|meters?|kilometres?|kilometers?|km|yards?|feet|miles?|steps?|stairs?|laps?|lengths?)"
_REPS = r"(?: ?(?:reps?|repetitions?))?"
_BETWEEN = r"(?: (?:between|after)(?: the| each)? sets?)?"
_EVERY = r"(?:on |every |each )?"


@dataclass
class Wording:
    """What a text says. Days and times a day are as an order reads them; ``dose`` is so too, by its part."""

    days: tuple[str, ...] = ()
    times: str = ""
    dose: dict[str, str] = field(default_factory=dict)
    sessions: list[str] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    """Times a day, as often as they are said."""
    weekly: int = 0
    """Times a week."""
    daily: bool = False
    kinds: list[str] = field(default_factory=list)
    """What was named one after another: day, session."""

    def add(self, part: str, value: str) -> None:
        """A part of the dose. ValueError where it stands there twice."""
        if part in self.dose:
            raise ValueError(part)
        self.dose[part] = value


def _number(text: str) -> int:
    return _NUMBERS.get(text) or int(text)


def _span(text: str) -> str:
    return str(_NUMBERS[text]) if text in _NUMBERS else re.sub(r" ?(?:-|–|to) ?", "-", text)


def _sets_and_reps(said: Wording, match: re.Match[str]) -> None:
    said.add("sets", str(_number(match[1])))
    said.add("reps", _span(match[2]))


def _sets(said: Wording, match: re.Match[str]) -> None:
    said.add("sets", str(_number(match[1])))


def _reps(said: Wording, match: re.Match[str]) -> None:
    said.add("reps", _span(match[1]))


def _hold(said: Wording, match: re.Match[str]) -> None:
    if match[2].startswith("m"):
        raise ValueError(match[2])  # holds are printed in seconds
    said.add("hold", _span(match[1]))


def _rest(said: Wording, match: re.Match[str]) -> None:
    said.add("rest", str(_number(match[1]) * (60 if match[2].startswith("m") else 1)))


def _load(said: Wording, match: re.Match[str]) -> None:
    said.add("load", match[1].replace(",", "."))


def _duration(said: Wording, match: re.Match[str]) -> None:
    said.add("duration", f"{_span(match[1])} {match[2]}")


def _distance(said: Wording, match: re.Match[str]) -> None:
    said.add("distance", f"{match[1].replace(',', '.')} {match[2]}")


def _tempo(said: Wording, match: re.Match[str]) -> None:
    said.add("tempo", re.sub(r"[ –/]+", "-", match[1]).strip("-"))


def _effort(said: Wording, match: re.Match[str]) -> None:
    said.add("effort", _span(match[1]))


def _count(said: Wording, match: re.Match[str]) -> None:
    said.counts.append(_number(match[1]))


def _week(said: Wording, match: re.Match[str]) -> None:
    said.weekly = _number(match[1])


def _short(said: Wording, match: re.Match[str]) -> None:
    said.counts.append(_COUNTED[match[1].replace(".", "")])


def _daily(said: Wording, _: re.Match[str]) -> None:
    said.daily = True


def _days(said: Wording, match: re.Match[str]) -> None:
    said.kinds.append("day")
    first = DAYS.index(match[1][:3])
    last = DAYS.index(match[2][:3]) if match[2] else first
    if last < first:
        raise ValueError(match[0])
    said.days += DAYS[first : last + 1]


def _named_days(said: Wording, match: re.Match[str]) -> None:
    said.kinds.append("day")
    said.days += DAYS[5:] if match[1] == "weekend" else DAYS[:5]


def _session(said: Wording, match: re.Match[str]) -> None:
    said.kinds.append("session")
    said.sessions.append({"noon": "midday"}.get(match[1], match[1]))


_AMOUNT = re.compile(
    rf"\b(?:{_N}|once|twice) ?"
    r"(?:[x×]|sets?|reps?|repetitions?|times|seconds?|secs?|minutes?|mins?|a day|daily|per day)\b"
    r"|\b(?:daily|every (?:other |second )?day)\b"
)

_Take = Callable[[Wording, re.Match[str]], None]
_PARTS: tuple[tuple[re.Pattern[str], _Take | None], ...] = tuple(
    (re.compile(pattern), take)
    for pattern, take in (
        (rf"{_N} ?sets? ?(?:of|x|×) ?{_SPAN}{_REPS}\b", _sets_and_reps),
        (rf"(\d{{1,2}}) ?[x×] ?{_SPAN}{_REPS}\b", _sets_and_reps),
        (rf"{_N} ?sets?\b", _sets),
        (rf"{_SPAN} ?(?:reps?|repetitions?)\b(?: (?:each|per|in each) set)?", _reps),
        (rf"hold(?:s|ing)? ?(?:for|:|=)? ?{_SPAN} ?{_UNIT}\b", _hold),
        (rf"{_SPAN}[ -]?{_UNIT} holds?\b", _hold),
        (rf"(?:with|at|using|use|load:?) (?:an? |the )?({_AMOUNT_OF} ?{_LOAD_UNIT})\b\.?", _load),
        (rf"(?:with|using|use|load:?) (?:an? |the )?({_COLOUR} (?:loop |resistance )?band|body ?weight)\b", _load),
        (rf"for {_SPAN}[ -]?(mins?|minutes?)\b", _duration),
        (rf"for ({_AMOUNT_OF}) ?{_DISTANCE_UNIT}\b", _distance),
        (r"(?:at a |with a )?tempo:? ?(\d{1,2}(?: ?[-–/] ?\d{1,2}){2,3})\b", _tempo),
        (rf"(?:at an? |with an? |at )?(?:effort|rpe):? ?(?:of )?{_SPAN}(?: ?(?:/|of|out of) ?10)?\b", _effort),
        (rf"rest(?:s|ing)? ?(?:for|:|=)? ?{_N} ?{_UNIT}\b{_BETWEEN}", _rest),
        (rf"{_N}[ -]?{_UNIT} rests?\b{_BETWEEN}", _rest),
        (r"(once|twice|thrice) ?(?:a |per |each |every |/ ?)?(?:day|daily)\b", _count),
        (rf"{_N} ?(?:times?|x|×) ?(?:a |per |each |every |/ ?)?(?:day|daily)\b", _count),
        (r"(once|twice|thrice) ?(?:a |per |each |every |/ ?)?(?:week|weekly)\b", _week),
        (rf"{_N} ?(?:times?|x|×) ?(?:a |per |each |every |/ ?)?(?:week|weekly)\b", _week),
        (r"(b\.?i\.?d|t\.?i\.?d|q\.?i\.?d|bd|tds|qds)\b\.?", _short),
        (r"(?:every|each) day\b|daily\b", _daily),
        (rf"{_EVERY}(weekday|weekend)s?\b", _named_days),
        (rf"{_EVERY}{_DAY_NAME}\b\.?(?:(?: ?[-–] ?| to ){_DAY_NAME}\b\.?)?", _days),
        (r"(?:in the |every |each |at )?(morning|midday|noon|afternoon|evening)s?\b", _session),
        (r"at institution specified times?\b|qualifier value\b", None),  # of HL7's and SNOMED CT's displays
        (r"(?:and\b|[,;&+/:]|\.(?!\d))", None),
    )
)
"""How each piece may be written, and what it says. The first that fits is taken."""


def is_dose(text: object) -> bool:
    """Whether a text is a dose or a timing and nothing else."""
    return isinstance(text, str) and read_words(text) is not None


def has_amount(text: str) -> bool:
    """Whether a text seems to say how much or how often, whatever else it says."""
    return bool(_AMOUNT.search(text.casefold()))


def read_words(text: str) -> Wording | None:
    """What a text says, or None where a part of it is not understood, or it contradicts itself."""
    rest = " ".join(re.sub(r"[()]", " ", text.casefold()).split())
    if not rest or len(rest) > 400:
        return None
    said = Wording()
    while rest:
        match, take = next(((found, take) for form, take in _PARTS if (found := form.match(rest))), (None, None))
        if not match:
            return None
        try:
            if take:
                take(said, match)
        except ValueError:
            return None
        rest = rest[match.end() :].lstrip()
    return said if _settle(said) else None


def _settle(said: Wording) -> bool:
    """Put days and times a day together. False where they do not go together."""
    runs = [kind for kind, _ in groupby(said.kinds)]
    if len(runs) > len(set(runs)):  # “Monday morning and Friday evening”
        return False
    sessions, counts = said.sessions, set(said.counts)
    if len(set(sessions)) < len(sessions) or len(set(said.days)) < len(said.days) or len(counts) > 1:
        return False
    if counts and (max(counts) > len(SESSIONS) or (sessions and len(sessions) not in counts)):
        return False
    if said.weekly and (counts or said.weekly != len(said.days) * max(1, len(sessions))):
        return False
    if said.daily and said.days:
        return False
    count = next(iter(counts), 1 if said.weekly or (said.daily and not sessions) else 0)
    said.times = ",".join(name for name in SESSIONS if name in sessions) or str(count or "")
    said.days = tuple(day for day in DAYS if day in said.days)
    return bool(said.dose or said.days or said.times)
