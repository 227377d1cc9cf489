"""Texts with places for values: what the words of a language are made of.

A template names its values in braces, ``{patient}``, and marks strong text with two stars, ``**Week 1**``. What stands
in square brackets, ``[ with {person}]``, is left out where all its values are empty. Values are put in after braces,
stars and brackets are read, so nothing in a value is ever a mark.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

__all__ = ["fill", "filled", "placeholders", "template_fault"]

_PLACE = re.compile(r"\{([a-z_]+[0-9]*)\}")
_MARK = re.compile(r"(\*\*|\[[^\[\]]*\])")


class _Stretch(NamedTuple):
    """A stretch of one weight."""

    strong: bool
    pattern: str
    """Its own words with “%s” for each value; without values, just its words."""
    names: tuple[str, ...]
    """Of its values."""
    needs: tuple[str, ...] = ()
    """Names of values without any of which it is left out; of a stretch that always stands, none."""


def placeholders(template: str) -> frozenset[str]:
    """Names of the values a template asks for."""
    return frozenset(_PLACE.findall(template))


def fill(template: str, **values: object) -> list[tuple[str, bool]]:
    """(text, strong) for each stretch of a template with its values put in; a value that is not given stays a name."""
    found: list[tuple[str, bool]] = []
    for part in _cut(template):
        if part.needs and not any(values.get(name) for name in part.needs):
            continue
        text = _text(part, values)
        if found and text and found[-1][1] is part.strong:
            found[-1] = (found[-1][0] + text, part.strong)
        elif text:
            found.append((text, part.strong))
    return found


def filled(template: str, **values: object) -> str:
    """The same as one text, of no weight."""
    parts = _cut(template)
    if len(parts) == 1 and not parts[0].needs:
        return _text(parts[0], values)
    return "".join([text for text, _ in fill(template, **values)])


def _text(part: _Stretch, values: dict[str, object]) -> str:
    names = part.names
    if not names:
        return part.pattern
    try:
        return part.pattern % tuple([values[name] for name in names])
    except KeyError:
        return part.pattern % tuple([values.get(name, f"{{{name}}}") for name in names])


@lru_cache(maxsize=4000)
def _cut(template: str) -> tuple[_Stretch, ...]:
    """A template's stretches."""
    strong, parts = False, list[_Stretch]()
    for piece in _MARK.split(template):
        if piece == "**":
            strong = not strong
        elif piece[:1] == "[" and (names := _PLACE.findall(piece)):
            parts.append(_stretch(strong, piece[1:-1], tuple(names)))
        elif piece:
            parts.append(_stretch(strong, piece))
    return tuple(parts)


def _stretch(strong: bool, text: str, needs: tuple[str, ...] = ()) -> _Stretch:
    own, names = _PLACE.split(text)[::2], tuple(_PLACE.findall(text))
    pattern = "%s".join(one.replace("%", "%%") for one in own) if names else text
    return _Stretch(strong, pattern, names, needs)


def template_fault(template: str) -> str:
    """What is wrong with the marks of a template, in words; empty where nothing is."""
    if template.count("**") % 2:
        return "has a “**” that no other closes"
    for piece in _MARK.split(template):
        bracketed = piece[:1] == "[" and piece[-1:] == "]"
        if bracketed and "**" in piece:
            return "has “**” inside of square brackets; put the brackets inside of the stars"
        if bracketed and not placeholders(piece):
            return "has square brackets without a {value} in them"
        if not bracketed and ("[" in piece or "]" in piece):
            return "has a square bracket without the other, or one inside of another"
    return ""
