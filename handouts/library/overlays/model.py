"""What a translation's files hold: Overlay, of one drill or program; Signed, who has read which; Terms, to check by."""

from __future__ import annotations

import re
from dataclasses import field
from datetime import date
from typing import Annotated, Any, Literal

from handouts.base.records import dataclass, later
from handouts.base.rules import checked, read, strict
from handouts.base.scalars import Id, Language, Long, Phrase

__all__ = ["KEY", "Overlay", "Reviewed", "Signature", "Signed", "Terms"]

KEY = re.compile(
    r"name|why|start|action|about|finish|(steps|cues|mistakes|stop|easier|harder|equipment)\.\d{1,2}"
    r"|(figure|pictures)\.\d{1,2}\.(caption|alt)|callouts\.\d{1,2}\.\d{1,2}|dose\.load(\.\d{1,2})?"
    r"|tagline|hours|address|disclaimer(\.\d{1,2})?|stop_regions\.[a-z_-]+\.\d{1,2}"
    r"|weeks\.\d{1,2}\.(phase|move_on|go_back|drills\.\d{1,2}\.load(\.\d{1,2})?)"
)
"""How keys of texts look."""


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise ValueError("expected a date such as 2026-11-23") from error


def _key(value: str) -> str:
    if not KEY.fullmatch(value):
        raise ValueError(f"“{value[:60]}” is no key of a text, such as name, steps.3 or figure.2.caption")
    return value


def _hex(most: int) -> Any:
    def parse(value: Any) -> str:
        text = str(value).lower()  # digits alone are read as a number
        if isinstance(value, bool) or not re.fullmatch(rf"[0-9a-f]{{{most}}}", text):
            raise ValueError(f"expected {most} digits and letters from a to f, as “handouts translate” writes them")
        return text

    return read(parse, {"type": ["string", "integer"], "pattern": f"^[0-9a-f]{{{most}}}$"})


Key = Annotated[str, checked(_key, {"type": "string"})]
"""Where a text stands in the source."""
Made = Annotated[str, _hex(8)]
"""The first eight digits of the SHA-256 of a text, in NFC and with spaces folded."""
Day = Annotated[str, checked(_day, {"type": "string", "format": "date"})]


@strict
@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """Who has read a translation, and stands for it."""

    by: Phrase
    """Name and title."""
    on: Day
    """The day: 2026-11-23."""


@strict
@dataclass(frozen=True, kw_only=True)
class Overlay:
    """The texts of one drill or program, or a clinic's own sentences, in another language. All else is the source's."""

    of: Id
    """The drill or program, or “clinic”; the file is called after it."""
    language: Language
    status: Literal["draft", "reviewed"] = "draft"
    """A sheet made of drafts says so at its foot."""
    reviewed: Reviewed | None = None
    """Who has read it, and when; needed where it is reviewed."""
    drafts: tuple[Key, ...] = later(())
    """Keys of texts that have changed since it was reviewed."""
    texts: dict[Key, Long]
    """By the source's own keys: name, steps.3, figure.2.caption, callouts.2.1 (position, number)."""
    made_from: dict[Key, Made]
    """For each key, which source text it was made from: eight digits of that text's SHA-256. Where the source is
    another now, the text counts as missing. To say that it still holds, write what “handouts check” gives."""

    def __post_init__(self) -> None:
        if self.status == "reviewed" and self.reviewed is None:
            raise ValueError("a reviewed translation says by whom: add “reviewed: { by: …, on: 2026-11-23 }”")


@strict
@dataclass(frozen=True, kw_only=True)
class Signature:
    """A name under texts as they were read."""

    by: Phrase
    on: Day
    texts: Annotated[str, _hex(16)]
    """Digest of all of them: of others the signature does not hold."""


@strict
@dataclass(frozen=True, kw_only=True)
class Signed:
    """What a clinic's reviewer has read and signed, of one language. “handouts translate sign” writes it."""

    language: Language
    words: Signature | None = None
    """Of the sheet's own wording."""
    drills: dict[Id, Signature] = field(default_factory=dict)
    programs: dict[Id, Signature] = field(default_factory=dict)
    clinic: Signature | None = later(None)
    """Of the clinic's own sentences."""


@strict
@dataclass(frozen=True, kw_only=True)
class Terms:
    """Beginnings of a language's words for left and right, so that “check” finds a text that has lost its side."""

    language: Language
    left: tuple[Phrase, ...]
    right: tuple[Phrase, ...]
