"""Values that an order's fields share: numbers, texts, lists of ids, one of a few words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, get_args

from handouts.base.outcomes import ACTIVITIES_MOST, MEASURES
from handouts.base.plaintext import clean

__all__ = [
    "WORD_LIMIT",
    "look_of_person",
    "one_of",
    "parse_activities",
    "parse_count",
    "parse_despite",
    "parse_flags",
    "parse_ids",
    "parse_measures",
    "parse_side",
    "parse_week",
    "text_of",
]

WORD_LIMIT = 80
"""Most characters of an id or a single word."""


_WEEK = re.compile(
    r"(?:program(?:me)? )?(?:week|wk|w)\.? ?(?:no\.? ?|number |# ?)?(?P<said>\d{1,4})(?: ?of ?(?P<last>\d{1,3}))?"
    r"|(?P<bare>\d{1,4})(?:\.0+)?(?: ?of ?(?P<end>\d{1,3}))?"
    r"|(?P<nth>\d{1,3})(?:st|nd|rd|th) (?:week|wk)",
    re.IGNORECASE | re.ASCII,
)
"""“Week 2”, “wk. 2”, “2”, “2.0”, “2 of 4”, “2nd week”; “2/4” may be a date that a spreadsheet made."""
_SIDES = {
    **dict.fromkeys(("left", "l", "lt", "lft", "lhs"), "left"),
    **dict.fromkeys(("right", "r", "rt", "rgt", "rhs"), "right"),
    **dict.fromkeys(("both", "b", "bilateral", "bilat", "bilaterally", "b/l", "bl"), "both"),
    **dict.fromkeys(("l+r", "l&r", "left+right", "left&right", "r+l", "r&l", "right+left", "right&left"), "both"),
}
_PARTS_OF_BODY = re.compile(
    r" (?:sides?|knees?|hips?|ankles?|feet|foot|legs?|thighs?|cal(?:f|ves)|shoulders?|elbows?|wrists?|hands?|arms?|"
    r"heels?|toes?|groins?|hamstrings?|quads?|achilles)"
)


def text_of(limit: int, *, lines: bool = False) -> Callable[[Any], str]:
    """What reads a text of at most ``limit`` characters. ``lines`` keeps line breaks."""
    return lambda value: clean(str(value), limit=limit, lines=lines)


def parse_count(value: Any, most: int) -> int:
    """Read a whole number from 1 to ``most``."""
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,4}", text) or not 1 <= int(text) <= most:
        raise ValueError(f"“{text[:40]}” is not a number from 1 to {most}")
    return int(text)


def parse_week(value: Any, most: int) -> int:
    """Read the number of a week from 1 to ``most``: 2, “2.0”, “Week 2”, “wk 2 of 4”, “2nd week”."""
    match = None if isinstance(value, bool) else _WEEK.fullmatch(" ".join(str(value).split()))
    if not match:
        return parse_count(value, most)
    week = parse_count(match["said"] or match["bare"] or match["nth"], most)
    last = match["last"] or match["end"]
    if last and week > int(last):
        raise ValueError(f"“{match[0][:40]}” is past the last week")
    return week


def parse_side(value: Any) -> str:
    """Read left, right or both: “Lt”, “R”, “bilateral”, “left knee”, “L & R”."""
    text = " ".join(str(value).lower().split()).strip("().")
    text = re.sub(r"\s*(?:[&+]|\band\b)\s*", "&", text.replace(".", " ").strip())
    bare = _PARTS_OF_BODY.sub("", text) if len(text) < 40 else text
    return one_of({**_SIDES, str(value).strip().lower(): _SIDES[bare]} if bare in _SIDES else _SIDES)(value)


def parse_ids(value: Any) -> tuple[str, ...]:
    """Read ids parted by spaces, commas, semicolons or plus signs, or a list of them."""
    words = [str(word) for word in value] if isinstance(value, (list, tuple)) else re.split(r"[\s,;+]+", str(value))
    return tuple(clean(word, limit=WORD_LIMIT).lower() for word in words if word.strip())


_NO_FLAG = frozenset(("none", "no", "nil", "none known", "nil known", "nothing known", "no known", "-", "–", "n/a"))
"""How people write that a patient has nothing to look out for, in small letters."""


def parse_flags(value: Any) -> tuple[str, ...]:
    """Read what a patient has, as it is written: “THR; high blood pressure”, or a list. Which flags these are, the
    library knows.
    """
    parts = [str(part) for part in value] if isinstance(value, (list, tuple)) else [str(value)]
    words = [clean(word, limit=WORD_LIMIT).strip() for part in parts for word in re.split(r"[;,|\n]+", part)]
    return tuple(dict.fromkeys(word for word in words if word and word.casefold() not in _NO_FLAG))


def parse_despite(value: Any) -> tuple[str, ...]:
    """Read which drills are given despite which flags, each by name: “bird-dog:high-blood-pressure”, or a list."""
    found: dict[str, None] = {}
    for pair in parse_flags(value):
        drill, colon, flag = (part.strip() for part in pair.partition(":"))
        if not colon or not drill or not flag:
            raise ValueError(f"“{pair[:60]}” is not a drill and a flag; expected such as bird-dog:high-blood-pressure")
        found[f"{drill.lower()}:{flag}"] = None
    return tuple(found)


def parse_measures(value: Any) -> tuple[str, ...]:
    """Read which outcome measures to ask for: “pain, change”, or a list; “off” leaves out the program's own."""
    words = dict.fromkeys(parse_ids(value))
    if wrong := [word for word in words if word not in (*MEASURES, "off")]:
        raise ValueError(f"“{wrong[0][:40]}” is not one of {', '.join(MEASURES)}, or off")
    if "off" in words and len(words) > 1:
        raise ValueError("“off” leaves out the program's measures, and stands alone")
    return tuple(words)


def parse_activities(value: Any) -> tuple[str, ...]:
    """Read what the patient finds hard to do: “Climb the stairs; lift a pan”, or a list; three at most."""
    parts = [str(part) for part in value] if isinstance(value, (list, tuple)) else re.split(r"[;|\n]+", str(value))
    found = tuple(dict.fromkeys(text for part in parts if (text := clean(part, limit=WORD_LIMIT).strip())))
    if len(found) > ACTIVITIES_MOST:
        raise ValueError(f"names {len(found)} activities; a sheet asks about {ACTIVITIES_MOST} at most, parted by “;”")
    return found


def one_of(choices: Mapping[str, str]) -> Callable[[Any], str]:
    """What reads one of a few words, in any case: ``choices`` has the value for each way to write it."""

    def parse(value: Any) -> str:
        text = str(value).strip().lower()
        if text not in choices:
            raise ValueError(f"“{text[:40]}” is not one of {', '.join(dict.fromkeys(choices.values()))}")
        return choices[text]

    return parse


def look_of_person(kind: str) -> Callable[[Any], str]:
    """What reads one of the words of a type of ``figures.person``, by the type's name."""

    def parse(value: Any) -> str:
        from handouts.figures import person  # which “--help” need not wait for

        return one_of({name: name for name in get_args(getattr(person, kind))})(value)

    return parse
