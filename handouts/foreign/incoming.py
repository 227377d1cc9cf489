"""READ: an exercise of another library, as far as it may come in; and what is said of those that may not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from handouts.base.plaintext import clean, visible
from handouts.base.records import dataclass

__all__ = ["Incoming", "Picture", "RefusedError", "items_of", "named", "slug", "text_of"]


class RefusedError(ValueError):
    """An exercise must not come in. Says why, and how to mend it."""

    def __init__(self, why: str, hint: str = "") -> None:
        super().__init__(why)
        self.why, self.hint = why, hint


@dataclass(frozen=True)
class Picture:
    """A picture that may come in, if it lies beside the file."""

    file: str
    """Its name, without folders."""
    source: str
    """Its maker and licence, in words."""


@dataclass(frozen=True)
class Incoming:
    """An exercise whose text may come in."""

    id: str
    name: str
    language: str
    sentences: tuple[str, ...]
    muscles: tuple[str, ...]
    equipment: tuple[str, ...]
    goals: tuple[str, ...]
    keywords: tuple[str, ...]
    title: str
    """Of the source, with what finds it there."""
    publisher: str
    url: str
    author: str
    licence: str
    pictures: tuple[Picture, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    """Pictures that may not come in, and why."""


def text_of(value: Any, limit: int = 80) -> str:
    """A text of one line, without what cannot be seen; empty where it is none. ValueError where it is too long."""
    return clean(visible(" ".join(value.split())), limit=limit) if isinstance(value, str) else ""


def items_of(value: Any, most: int = 40) -> list[Any]:
    """The items of a list; none where it is no list, or of an absurd length."""
    return value if isinstance(value, list) and len(value) <= most else []


def slug(name: str, tail: str) -> str:
    """An id made of a name: small letters, digits and single hyphens, at most 60, the tail among them."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if char.isascii()).lower()
    room = 59 - len(tail)
    head = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:room].strip("-")
    return f"{head or 'exercise'}-{tail}"


def named(values: Iterable[str], table: dict[str, str]) -> tuple[str, ...]:
    """Our words for theirs, each once; a word that the table does not know stays, an empty one goes."""
    found = (table.get(value.lower(), value) for value in values if value)
    return tuple(dict.fromkeys(one for one in found if one))
