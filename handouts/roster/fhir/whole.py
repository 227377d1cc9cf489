"""Whether a bundle is all there: no further page, no entry that the server left out, nothing that it could not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from handouts.roster.fhir.elements import Resource, block, members, text_of
from handouts.roster.fhir.telling import Telling
from handouts.roster.patientblocks import PatientBlock

__all__ = ["outcome_of", "whole_faults"]

_ALL = "Export it again with all of its pages, or with a larger _count; one bundle has to hold them all."
_MISSING = (
    "incomplete", "too-costly", "timeout", "throttled", "suppressed", "forbidden", "security", "login", "expired",
    "exception", "transient", "lock-error", "no-store", "not-found",
)  # fmt: skip
"""Codes of issues that mean that something was left out, however the server judges that."""


def whole_faults(top: dict[str, Any], items: Sequence[PatientBlock], telling: Telling) -> Iterator[tuple[str, str]]:
    """Message and hint of each sign that the rest is missing. What a server only remarks is told as a warning."""
    if top.get("entry") is not True and top.get("entry") is not None:
        yield "has entries that are no list", "Export the bundle again."
    links = top.get("link")
    if any(block(link).get("relation") == "next" for link in members(links)):
        yield "is one page of several (link.relation “next”): the rest is missing", _ALL
    if links is not None and not isinstance(links, list):
        yield "has links that are no list, so whether it has further pages cannot be told", _ALL
    total, found = text_of(top.get("total")), _matches(top, items)
    if total.isdecimal() and int(total[:9]) > found:
        yield f"says that there are {int(total[:9])} matches (total) and holds {found}: the rest is missing", _ALL
    for index, item in enumerate(items):
        whole = block(item.data)
        resource = block(whole.get("resource"))
        answer = block(block(whole.get("response")).get("outcome"))
        if resource.get("resourceType") == "Bundle":
            hint = "Export the entries of all of them in one bundle."
            yield f"holds a bundle inside of it (Bundle.entry[{index}]), which is not read", hint
        for outcome in (resource, answer):
            if outcome.get("resourceType") == "OperationOutcome":
                entry = Resource(index, item.line, "OperationOutcome", outcome)
                yield from _outcome(entry, telling)


def _matches(top: dict[str, Any], items: Sequence[PatientBlock]) -> int:
    """How many entries a search found: not those that it includes beside, nor remarks.

    Where the entries do not say why they are there, those count that are of the kind that the search was for.
    """
    modes = [text_of(block(block(item.data).get("search")).get("mode")) for item in items]
    kinds = [text_of(block(block(item.data).get("resource")).get("resourceType")) for item in items]
    if any(modes):
        return sum(mode in ("", "match") for mode in modes)
    self_link = next((link for link in map(block, members(top.get("link"))) if link.get("relation") == "self"), {})
    try:
        asked = urlsplit(text_of(self_link.get("url"))).path.rstrip("/").rpartition("/")[2]
    except ValueError:  # no URL
        asked = ""
    if re.fullmatch(r"[A-Z][A-Za-z]+", asked) and asked in kinds:
        return kinds.count(asked)
    return len(kinds) - kinds.count("OperationOutcome")


def _outcome(entry: Resource, telling: Telling) -> Iterator[tuple[str, str]]:
    issues = members(entry.body.get("issue"))
    if not issues:
        yield f"{entry}: says that something went wrong, but not what", _ALL
    for issue in map(block, issues):
        said = telling.quoted(_outcome_words(issue))
        if issue.get("severity") not in ("warning", "information", "success") or issue.get("code") in _MISSING:
            yield f"{entry}: the server says {said}", "What is missing cannot be told. Mend that, and export it again."
        elif issue.get("severity") != "success":
            telling.warn(entry, f"the server says {said}", "Look whether the bundle is what you asked for.")


def outcome_of(outcome: dict[str, Any]) -> str:
    """The words of each issue of an OperationOutcome, in quotation marks."""
    telling = Telling("")
    said = [telling.quoted(_outcome_words(issue)) for issue in map(block, members(outcome.get("issue"))[:5])]
    return ", ".join(said) or "“…”"


def _outcome_words(issue: dict[str, Any]) -> str:
    """What an issue says: its own words, else its code."""
    details = block(issue.get("details"))
    shown = [text_of(block(coding).get("display")) for coding in members(details.get("coding"))]
    texts = (text_of(issue.get("diagnostics")), text_of(details.get("text")), *shown, text_of(issue.get("code")))
    return next(filter(None, texts), "")
