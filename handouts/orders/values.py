"""Values that an order's fields share: numbers, texts, lists of ids, one of a few words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, get_args

from handouts.base.plaintext import clean
from handouts.base.plainvalues import LANGUAGE_TAG

__all__ = ["WORD_LIMIT", "look_of_person", "one_of", "parse_count", "parse_ids", "parse_language", "text_of"]

WORD_LIMIT = 80
"""Most characters of an id or a single word."""


def text_of(limit: int, *, lines: bool = False) -> Callable[[Any], str]:
    """What reads a text of at most ``limit`` characters. ``lines`` keeps line breaks."""
    return lambda value: clean(str(value), limit=limit, lines=lines)


def parse_count(value: Any, most: int) -> int:
    """Read a whole number from 1 to ``most``."""
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"\d{1,4}", text) or not 1 <= int(text) <= most:
        raise ValueError(f"“{text[:40]}” is not a number from 1 to {most}")
    return int(text)


def parse_ids(value: Any) -> tuple[str, ...]:
    """Read ids parted by spaces, commas, semicolons or plus signs, or a list of them."""
    words = [str(word) for word in value] if isinstance(value, (list, tuple)) else re.split(r"[\s,;+]+", str(value))
    return tuple(clean(word, limit=WORD_LIMIT).lower() for word in words if word.strip())


def parse_language(value: Any) -> str:
    """Read a BCP 47 tag."""
    text = str(value).strip()
    if not re.fullmatch(LANGUAGE_TAG, text):
        raise ValueError(f"“{text[:40]}” is not a language code; expected such as ta, es or zh-Hant")
    return text


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
        from handouts.figures import person  # pydantic comes with it, which “--help” need not wait for

        return one_of({name: name for name in get_args(getattr(person, kind))})(value)

    return parse
