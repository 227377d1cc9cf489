"""READ: under which licences a text or picture may come in. What is not in this table stays outside.

A draft is a changed text, and clinics are paid for their work: licences that forbid either (ND, NC) are not in it.
"""

from __future__ import annotations

import re

from handouts.base.records import dataclass

__all__ = ["KNOWN", "Licence", "licence_of"]


@dataclass(frozen=True)
class Licence:
    """A licence that lets a clinic change and print a work."""

    name: str
    needs_author: bool
    """Whether the maker has to be named."""


_TAIL = r"(?:-0)?(?:-(?:deed|legalcode|international|unported|generic)(?:-[a-z]{2})?)?$"
_WEB = r"(?:https?-)?(?:www-)?creativecommons-org"
_LONG = "creative-commons-attribution"
_TABLE: tuple[tuple[str, str, bool], ...] = (
    (rf"(?:cc-by-sa|{_WEB}-licenses-by-sa|{_LONG}-share-?alike)-([234]){_TAIL}", "CC BY-SA {}.0", True),
    (rf"(?:cc-by|{_WEB}-licenses-by|{_LONG})-([234]){_TAIL}", "CC BY {}.0", True),
    (rf"(?:cc0|{_WEB}-publicdomain-zero|creative-commons-(?:zero|public-domain))(?:-1)?{_TAIL}", "CC0 1.0", False),
    (r"(?:the-)?unlicense$", "The Unlicense", False),
    (r"public-domain$", "Public domain", False),
)
"""How each is written, letters and digits with hyphens between them; its name; whether the maker has to be named."""

KNOWN = "CC0, CC BY, CC BY-SA, public domain, Unlicense"
"""For people."""


def licence_of(text: str) -> Licence | None:
    """The licence that a name or an address stands for; None where it is none of the table."""
    plain = re.sub(r"[^a-z0-9]+", "-", text[:200].lower()).strip("-")
    for pattern, name, needs_author in _TABLE:
        if match := re.match(pattern, plain):
            return Licence(name.format(*match.groups()), needs_author)
    return None
