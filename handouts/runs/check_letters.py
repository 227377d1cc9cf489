"""Checks of the clinic's own words of messages: files that nothing uses, and what cannot be written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

from handouts.base.problems import HandoutsError, Problem
from handouts.library.load import Library
from handouts.mail.letters import FILES, Letter, LetterWriter
from handouts.mail.message import Role

__all__ = ["check_letters"]

_DAY = date(2026, 11, 23)
"""First day of the week that is written of on trial."""


def check_letters(library: Library) -> Iterator[Problem]:
    """What is wrong with the clinic's own words of messages: each is written once for trial, in each of its manners."""
    top = (library.folder or Path()) / "messages"
    if library.folder and (library.clinic.mail or os.path.lexists(top)):
        known = {name.partition("-")[0] for name in library.words} | {*library.words}
        yield from _not_used(top, known, library)
        yield from _halves(top, known)
        yield from _trial(library)


def _not_used(top: Path, known: set[str], library: Library) -> Iterator[Problem]:
    for path in sorted([*top.glob("*"), *top.glob("*/*")]):
        depth = len(path.relative_to(top).parts)
        if depth == 1 and path.name not in known:
            hint = f"Languages are {', '.join(sorted(library.words))}; each has a folder of its name."
            yield Problem(str(path), 0, "is not used: it is no language of yours", hint, warning=True)
        elif depth == 2 and path.name not in FILES and path.parent.name in known:
            yield Problem(str(path), 0, "is not used", f"Messages are made of {', '.join(FILES)}.", warning=True)


def _halves(top: Path, known: set[str]) -> Iterator[Problem]:
    """Folders in which one of the two bodies is the clinic's, and the other ours."""
    for folder in (top / name for name in sorted(known)):
        own = [name for name in FILES[1:] if (folder / name).is_file()]
        if len(own) == 1:
            other = next(name for name in FILES[1:] if name not in own)
            hint = f"Patients see one of the two, most of them body.html: write {other} too."
            yield Problem(str(folder / own[0]), 0, f"is yours, but {other} beside it is ours", hint, warning=True)


def _trial(library: Library) -> Iterator[Problem]:
    """The clinic's own language, and each that it has words of its own in."""
    top = (library.folder or Path()) / "messages"
    own = (name for name in sorted(library.words) if os.path.lexists(top / name))
    tried = [name for name in dict.fromkeys((library.clinic.language, *own)) if name in library.words]
    found: list[Problem] = []
    for language, more in product(tried, (False, True)):
        calendar = b"BEGIN:VCALENDAR\r\n" if more else b""
        copy: Role = "carer" if more else ""
        page, address = (b"<p>", "https://b.example/A.html") if more else (b"", "")
        letter = Letter(
            "a@b.example", "A B", language, _DAY, b"%PDF-", more, calendar, int(more), copy, more, page, address
        )
        try:
            LetterWriter(library).write(letter)
        except HandoutsError as error:
            found += error.problems
    yield from dict.fromkeys(found)
