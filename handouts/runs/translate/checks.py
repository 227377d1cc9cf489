"""RUNS: what ``check`` says of translations: files at fault, texts that no longer fit, numbers and sides that got lost.

Inside a clinic's folder only its own files are looked at, unless all is asked for: what is shipped is not its to mend.
What is not translated yet is counted, a line a language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from handouts.base.problems import Problem
from handouts.base.records import dataclass
from handouts.library.load import Library
from handouts.library.models import Program
from handouts.library.overlays.apply import Translated
from handouts.library.overlays.model import Terms
from handouts.library.overlays.shelf import FOLDER, KINDS, Kind
from handouts.library.overlays.texts import same_text, source_texts
from handouts.runs.advice.piece import Advice
from handouts.runs.translate.entries import (
    Entry,
    State,
    entries_of,
    laid_of,
    orphans_of,
    sources_in,
)
from handouts.runs.translate.rules import faults, too_long

__all__ = ["CheckedTranslations", "check_translations"]

_LEFT = re.compile(r"\bleft\b(?! out\b)", re.IGNORECASE)
_RIGHT = re.compile(
    r"\bright\b(?! (?:angles?|heights?|in|over|away|back|behind|under|above|down|up|round|through)\b)", re.IGNORECASE
)
"""The sides of a body in English; not right angles, nor what is left out."""
_SHORT = 4
"""Letters of a text that may well be the same in two languages: “In”, “Up”."""


@dataclass(frozen=True)
class CheckedTranslations:
    """What there is to say of all languages."""

    problems: list[Problem]
    advice: list[Advice]
    summary: list[str]
    """A line a language, on what is missing, older than its source, or a draft."""


def check_translations(library: Library, *, whole: bool) -> CheckedTranslations:
    """Look at all languages with files. ``whole``: at what is shipped too."""
    found = CheckedTranslations([], [], [])
    shelf = library.translations.shelf
    for language in shelf.languages():
        own = {(kind, name) for kind in KINDS for name in shelf.ids(language, kind, own=None if whole else True)}
        _, wrong = shelf.signed(language)
        found.problems.extend(wrong)
        if own:
            _language(library, language, own, found, whole=whole)
    return found


def _language(
    library: Library, language: str, files: set[tuple[Kind, str]], found: CheckedTranslations, *, whole: bool
) -> None:
    """One language: of its texts those that stand in these files."""
    terms, wrong = _terms(library, language)
    found.problems.extend(wrong)
    for kind, name in sorted(files):
        laid = laid_of(library, language, kind, name)
        for file in laid.files if laid else library.translations.shelf.read(language, kind, name):
            found.problems.extend(file.problems)
        if laid:
            found.problems.extend(_passed_over(laid))
    for one in orphans_of(library, language):
        message = f"{one.key} is no text of “{one.name}” any more" if one.key else f"is of “{one.name}”, which is gone"
        found.problems.append(Problem(one.file, one.line, message, "Remove it, or mend its key.", warning=True))
    every = entries_of(library, language)
    entries = [one for one in every if (one.kind, one.item.id) in files]
    for entry in entries:
        if entry.state == "stale":
            found.problems.append(_stale(entry))
        elif entry.state != "missing":
            found.problems.extend(_faults(entry, terms))
            found.advice.extend(_advice(entry))
    found.problems.extend(_programs(library, language, files))
    if language not in library.words:
        message = f"is a language without words of the sheet (words/{language}.yaml), so nothing of it can be printed"
        hint = f"Copy content/words/en.yaml to words/{language}.yaml, and translate it."
        found.problems.append(Problem(f"{FOLDER}/{language}", 0, message, hint, warning=True))
    found.summary.append(_summary(language, every if whole else entries))


def _passed_over(laid: Translated[Any]) -> Iterator[Problem]:
    """A clinic's own texts that are older than their source, where the shipped ones are not: those are printed."""
    keys = source_texts(laid.source)
    for file in laid.files:
        overlay = file.overlay if file.own else None
        for key, text in overlay.texts.items() if overlay else ():
            if key not in keys or key not in laid.laid or laid.laid[key].file is file:
                continue
            message = f"{key} is not printed: it was not made from the text that the source has now"
            hint = (
                f"If “{text[:60]}” says “{keys[key].text[:60]}”, write “{key}: {keys[key].digest}” under “made_from”."
            )
            yield Problem(file.name, file.line(key), message, hint, warning=True, kind="content")


def _terms(library: Library, language: str) -> tuple[Terms | None, list[Problem]]:
    """A language's words for left and right, the clinic's or the shipped ones."""
    shelf = library.translations.shelf
    for root in (shelf.own_root, shelf.shipped_root):
        if root:
            terms, wrong = shelf.read_as(root / language / "terms.yaml", Terms)
            if terms or wrong:
                return terms, list(wrong)
    return None, []


def _stale(one: Entry) -> Problem:
    """An older text holds the sheets of its drill, and nothing else, so it is told without stopping."""
    message = f"{one.source.key} is older than its source, which now says: “{one.source.text[:80]}”"
    hint = f"Translate it anew; or write “{one.source.key}: {one.source.digest}” under “made_from” if it still holds."
    return Problem(one.file, one.line, message, hint, warning=True, kind="content")


def _faults(one: Entry, terms: Terms | None) -> Iterator[Problem]:
    for fault in faults(one.source.role, one.source.text, one.text):
        verb = "" if fault.startswith(("is ", "holds ")) else "has "
        message = f"{one.source.key} {verb}{fault}"
        yield Problem(one.file, one.line, message, f"The source is “{one.source.text[:120]}”.", kind="content")
    if terms and one.item.language.startswith("en"):
        said = same_text(one.text).casefold()
        for side, wanted, stems in (("left", _LEFT, terms.left), ("right", _RIGHT, terms.right)):
            if wanted.search(one.source.text) and not any(stem.casefold() in said for stem in stems):
                message = f"{one.source.key} has no word for “{side}”, which its source has"
                hint = f"The source is “{one.source.text[:120]}”. Words for it: {', '.join(stems)}."
                yield Problem(one.file, one.line, message, hint, warning=True, kind="content")


def _advice(one: Entry) -> Iterator[Advice]:
    source, text = one.source.text, one.text
    if same_text(source) == same_text(text) and len(source) > _SHORT:
        found = f"{one.source.key} is the same as its source"
        yield Advice("translation", one.file, max(one.line, 1), found, "Translate it, if it is not the same word.")
    elif too_long(source, text):
        found = f"{one.source.key} is much longer than its source: {len(text)} letters, which has {len(source)}"
        yield Advice("translation", one.file, max(one.line, 1), found, "Say it in fewer words if you can.")


def _programs(library: Library, language: str, files: set[tuple[Kind, str]]) -> Iterator[Problem]:
    """Programs some of whose drills are not there."""
    for kind, source in sources_in(library, language):
        laid = laid_of(library, language, kind, source.id) if (kind, source.id) in files else None
        if laid and isinstance(source, Program):
            names = dict.fromkeys(item.drill for week in source.weeks for item in week.drills)
            if lacks := [name for name in names if not library.drill(name, language)]:
                message = f"its drills {', '.join(lacks)} are not there in “{language}”, so it cannot be printed"
                yield Problem(laid.files[0].name, 0, message, "Translate them too.", warning=True)


def _summary(language: str, entries: list[Entry]) -> str:
    states = Counter(one.state for one in entries)
    names: dict[State, str] = {
        "missing": "missing",
        "stale": "older than their source",
        "draft": "drafts",
        "reviewed": "reviewed",
    }
    told = [f"{states[state]:,} {name}" for state, name in names.items() if states[state]]
    return f"{language}: {len(entries):,} texts, {', '.join(told)}"
