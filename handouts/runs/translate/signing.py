"""RUNS: a clinic's reviewer signs translations: a name, a day, and a digest of the very texts that were read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

from handouts.base.plaintext import clean
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.save import save
from handouts.library.load import Library
from handouts.library.overlays.apply import Translated, texts_digest
from handouts.library.overlays.model import Signature, Signed
from handouts.library.overlays.shelf import Kind
from handouts.library.overlays.texts import source_texts
from handouts.library.words import words_digest
from handouts.runs.translate.entries import laid_of, sources_in
from handouts.runs.translate.overlayfile import signed_text
from handouts.runs.translate.rules import faults

__all__ = ["SignedNow", "sign"]


@dataclass(frozen=True)
class SignedNow:
    """What was signed."""

    file: Path
    items: int
    words: bool
    left: tuple[str, ...]
    """Ids without a whole translation, which were not signed."""


def sign(library: Library, language: str, by: str, on: date, ids: Collection[str] = ()) -> SignedNow:
    """Sign the drills and programs named; without names all that are whole, and the sheet's own wording.

    HandoutsError where there is no clinic's folder, a named one is not whole, or there is nothing to sign.
    """
    root, who = _root(library), _name(by)
    before, problems = library.translations.shelf.signed(language)
    if any(not problem.warning for problem in problems):
        raise HandoutsError(problems)
    new, left = _given(library, language, who, on.isoformat(), ids)
    words = before.words if before else None
    if not ids and language in library.words:
        words = Signature(by=who, on=on.isoformat(), texts=words_digest(library.words[language]))
    items = sum(map(len, new.values()))
    hint = f"“handouts translate status {language}” says what is missing, “handouts check” what is wrong."
    if ids and left:
        raise HandoutsError(
            Problem("ID", 0, f"“{name}” is not wholly there in the language “{language}”", hint, kind="content")
            for name in left
        )
    if not items and (ids or words is None):
        raise HandoutsError([Problem("LANG", 0, f"nothing is whole in the language “{language}”", hint)])
    signed = Signed(
        language=language,
        words=words,
        drills={**(before.drills if before else {}), **new["drills"]},
        programs={**(before.programs if before else {}), **new["programs"]},
        clinic=new["clinic"].get("clinic") or (before.clinic if before else None),
    )
    path = root / language / "signed.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    save(path, signed_text(signed).encode(), force=True)
    return SignedNow(path, items, words is not None and not ids, tuple(left))


def _root(library: Library) -> Path:
    """The clinic's folder of languages."""
    root = library.translations.shelf.own_root
    if root is None:
        hint = "Go into the clinic's folder, or name it with --clinic. “handouts init DIR” makes one."
        raise HandoutsError([Problem("--clinic", 0, "signatures are kept in a clinic's folder", hint)], Exit.USAGE)
    return root


def _name(by: str) -> str:
    try:
        who = clean(by, limit=80)
    except ValueError as error:
        raise HandoutsError([Problem("--by", 0, str(error))], Exit.USAGE) from error
    if not who:
        raise HandoutsError([Problem("--by", 0, "is empty", "Give the reviewer's name.")], Exit.USAGE)
    return who


def _at_fault(found: Translated[Any]) -> bool:
    """Whether a text has other numbers or values than its source, as “check” tells."""
    keys = source_texts(found.source)
    return any(
        True for key, one in found.laid.items() if key in keys for _ in faults(keys[key].role, keys[key].text, one.text)
    )


def _given(
    library: Library, language: str, who: str, on: str, ids: Collection[str]
) -> tuple[dict[Kind, dict[str, Signature]], list[str]]:
    """A signature for each that is whole, and the ids of the others."""
    given: dict[Kind, dict[str, Signature]] = {"drills": {}, "programs": {}, "clinic": {}}
    left = []
    for kind, source in sources_in(library, language, ids):
        found = laid_of(library, language, kind, source.id)
        if found is None or found.missing or found.stale or found.broken or _at_fault(found):
            left.append(source.id)
        else:
            texts = texts_digest({key: one.text for key, one in found.laid.items()})
            given[kind][source.id] = Signature(by=who, on=on, texts=texts)
    return given, left
