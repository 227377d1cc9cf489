"""A text in two languages as one text: the patient's, then the other with its language, for sheets that say both.

It is one string so that whatever holds texts holds these too: a card, a row, the keys of what is kept, the digests that
ids are made of. Only who plans makes one, and only who breaks lines takes it apart.
"""

from __future__ import annotations

__all__ = ["MARK", "first_of", "parted", "twofold"]

MARK = "\ue002"
"""Stands between the languages: a private-use character, which the text gate refuses, so it cannot come from a user."""


def twofold(text: str, language: str, other: str) -> str:
    """A text and the same in another language, which has a tag; the text alone where the other says nothing else."""
    return f"{text}{MARK}{language}{MARK}{other}{MARK}" if other and other != text else text


def first_of(text: str) -> str:
    """A text in the patient's language alone."""
    return "".join(text.split(MARK)[::3]) if MARK in text else text


def parted(text: str) -> tuple[str, str, str]:
    """A text, the other language's tag, and the same in that; of several in a row, each language's parts together. The
    last two are empty where it is in one language.
    """
    parts = text.split(MARK)
    return "".join(parts[::3]), "".join(parts[1:2]), " ".join(parts[2::3])
