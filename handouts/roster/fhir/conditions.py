"""What a patient has, of a bundle's Conditions and Flags: the flags that drills know, by word, display or code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from handouts.library.flags import flag_of
from handouts.roster.columns import NOT_READ
from handouts.roster.fhir.elements import Resource, block, day_of, is_over, members, text_of
from handouts.roster.fhir.telling import Telling
from handouts.roster.rows import Reading

__all__ = ["Conditions"]

_OVER = ("inactive", "remission", "resolved")
_NOT_SO = ("refuted", "entered-in-error")
_TAG = re.compile(r"\s*\((?:disorder|finding|situation|procedure|morphologic abnormality|event|observable entity)\)$")
"""What SNOMED CT's full names end in."""
_OF_OFFICE = ("admin", "contact", "behavioral", "research", "advance-directive", "diet", "drug", "lab")
"""Categories of Flags that no drill asks for."""


class Conditions:
    """Finds the flags of each patient, and counts what is none."""

    def __init__(self, reading: Reading, telling: Telling, today: str) -> None:
        self._reading, self._telling, self._today = reading, telling, today
        self._unknown: list[Resource] = []

    def flags(self, entries: Sequence[Resource]) -> str:
        """What a patient has, parted by semicolons. A clinical Flag that no one knows is left in its own words, so that
        its row is told of.
        """
        found = [word for entry in entries if self._holds(entry) for word in self._of(entry)]
        return "; ".join(dict.fromkeys(found))

    def tell(self) -> None:
        """Say once how many name no flag: the reason why somebody comes is among them."""
        if not self._unknown:
            return
        count = len(self._unknown)
        message = (
            "names no flag that drills know" if count == 1 else f"and {count - 1} more name no flag that drills know"
        )
        hint = "Where some drills do not suit it, map its code to a flag under “codes:”; “ignored” passes it over."
        self._telling.warn(self._unknown[0], f"{message}; not looked at", hint)

    def _holds(self, entry: Resource) -> bool:
        """Whether it is so now, as far as the entry says."""
        body = entry.body
        self._telling.modifiers(entry, body)
        if entry.kind == "Flag":
            return body.get("status") not in ("inactive", "entered-in-error") and not is_over(
                body.get("period"), self._today
            )
        status, sure = set(_codes(body.get("clinicalStatus"))), set(_codes(body.get("verificationStatus")))
        if status.intersection(_OVER) or sure.intersection(_NOT_SO):
            return False
        end = day_of(body.get("abatementDateTime")) or day_of(block(body.get("abatementPeriod")).get("end"))
        return bool(status) or not end or end >= self._today[: len(end)]

    def _of(self, entry: Resource) -> Iterator[str]:
        """The flags that an entry names."""
        concept = block(entry.body.get("code"))
        codings = [block(coding) for coding in members(concept.get("coding"))]
        texts = list(filter(None, [text_of(concept.get("text")), *(text_of(one.get("display")) for one in codings)]))
        codes = [text_of(one.get("code")) for one in codings]
        systems = [f"{text_of(one.get('system'))}|{text_of(one.get('code'))}" for one in codings]
        own = next(filter(None, map(self._reading.code, (*systems, *codes, *texts))), "")
        if own == NOT_READ:
            return
        known = [own] if own in self._reading.flags.values() else []
        known += filter(None, (flag_of(_TAG.sub("", word), self._reading.flags) for word in (*texts, *codes)))
        if known:
            yield from known
        elif entry.kind == "Flag" and not self._is_of_office(entry):
            yield " ".join(re.split(r"[\s;,|]+", next(iter((*texts, *codes)), ""))).strip() or "a Flag without words"
        else:
            self._unknown.append(entry)

    @staticmethod
    def _is_of_office(entry: Resource) -> bool:
        return any(code in _OF_OFFICE for one in members(entry.body.get("category")) for code in _codes(one))


def _codes(concept: Any) -> list[str]:
    """The codes of a CodeableConcept, and its text, in small letters."""
    said = [text_of(block(one).get("code")) for one in members(block(concept).get("coding"))]
    return [word.lower() for word in (*said, text_of(block(concept).get("text"))) if word]
