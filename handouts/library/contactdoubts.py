"""Numbers and an address of a clinic that nobody could call or write to; they stand where it says “Stop and call”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.base.problems import Problem
from handouts.library.clinic import Clinic
from handouts.library.yamlfile import Source

__all__ = ["contact_doubts"]

_FEWEST = 3
"""Digits of the shortest numbers that are called: 112, 999."""
_ADDRESS = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+")


def contact_doubts(clinic: Clinic, source: Source) -> Iterator[Problem]:
    """A warning for each: they are printed as they are, for a clinic may have reasons that nobody thought of."""
    for name, text in (("phone", clinic.phone), ("emergency", clinic.emergency)):
        if text and sum(char.isdigit() for char in text) < _FEWEST:
            message = f"{name}: “{text[:40]}” holds no number that could be called"
            hint = "Patients read it as “Call …”. Write the number that they are to dial."
            yield Problem(source.name, source.line((name,)), message, hint, warning=True)
    if clinic.email and not _ADDRESS.fullmatch(clinic.email.strip()):
        message = f"email: “{clinic.email[:60]}” is no address that could be written to"
        hint = "Write one address, such as hello@clinic.example."
        yield Problem(source.name, source.line(("email",)), message, hint, warning=True)
