"""RUNS: a translator's texts become overlays: each is checked, and nothing is written where any is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from handouts.base.plaintext import clean
from handouts.base.problems import Exit, HandoutsError, Problem, nearest
from handouts.base.records import dataclass
from handouts.deliver.save import save
from handouts.library.load import Library
from handouts.library.overlays.apply import Translated, Translations
from handouts.library.overlays.model import Overlay
from handouts.library.overlays.shelf import KINDS, Kind, OverlayShelf, place_in
from handouts.library.overlays.texts import LIMITS, source_texts, text_digest
from handouts.runs.translate.entries import TextSource
from handouts.runs.translate.overlayfile import overlay_text
from handouts.runs.translate.rules import faults

__all__ = ["Brought", "TextRow", "bring_in"]


@dataclass(frozen=True)
class TextRow:
    """A row of a translator's file."""

    line: int
    place: str
    """drills/clamshell."""
    key: str
    english: str
    """The source text that it was made from, which may have changed since."""
    text: str
    fuzzy: bool = False
    """Whether the translator's program is not sure of it: it is not taken."""


@dataclass(frozen=True)
class Brought:
    """What came of it."""

    written: tuple[Path, ...]
    texts: int
    """Texts that are new or have changed."""
    unchanged: int
    left: int
    """Rows without a translation, or fuzzy."""


@dataclass(frozen=True)
class _TakenText:
    row: TextRow
    kind: Kind
    source: TextSource
    text: str


def bring_in(
    rows: Sequence[TextRow], name: str, language: str, library: Library, root: Path, *, force: bool
) -> Brought:
    """Write overlays of a language below ``root``, a folder of languages; ``name`` is the translator's file.

    HandoutsError with every problem where any text is refused, or would take the place of another without ``force``.
    """
    shelf = library.translations.shelf
    if root not in (shelf.own_root, shelf.shipped_root):
        shelf = OverlayShelf(None, shipped_root=root)
    elif root == shelf.shipped_root:
        shelf = OverlayShelf(None)
    told = Translations(library, shelf)
    wanted = [row for row in rows if row.text.strip() and not row.fuzzy]
    taken, problems = _checked(wanted, name, language, told, library)
    if problems:
        raise HandoutsError(problems)
    changed = [one for one in taken if not _is_there(one, language, told)]
    in_the_way = [problem for one in changed if (problem := _in_the_way(one, name, language, told))]
    if in_the_way and not force:
        raise HandoutsError(in_the_way, Exit.EXISTS)
    files = _files(changed, language, shelf, root)
    if out := [path for path in files if not path.resolve().is_relative_to(root.resolve())]:
        raise HandoutsError([Problem(str(out[0]), 0, "leads out of its folder by a link", "Remove the link.")])
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        save(path, text.encode(), force=True)
    return Brought(tuple(files), len(changed), len(taken) - len(changed), len(rows) - len(wanted))


def _checked(
    rows: Sequence[TextRow], name: str, language: str, told: Translations, library: Library
) -> tuple[list[_TakenText], list[Problem]]:
    taken: dict[tuple[str, str], _TakenText] = {}
    problems = []
    for row in rows:
        found = _source_of(row, language, told, library)
        if isinstance(found, str):
            problems.append(Problem(name, row.line, f"{row.place[:60]}:{row.key[:40]} is no text of ours", found))
            continue
        kind, source = found
        text = source_texts(source)[row.key]
        if wrong := [f"{row.key} of {source.id} {_told(fault)}" for fault in faults(text.role, row.english, row.text)]:
            problems += [Problem(name, row.line, one, f"The source is “{row.english[:80]}”.") for one in wrong]
            continue
        one = _TakenText(row, kind, source, clean(row.text, limit=LIMITS.get(text.role, 300)))
        before = taken.setdefault((row.place, row.key), one)
        if before.text != one.text:
            message = f"{row.key} of {source.id} stands on line {before.row.line} too, with another text"
            problems.append(Problem(name, row.line, message, "Keep one of them."))
    return list(taken.values()), problems


def _told(fault: str) -> str:
    return fault if fault.startswith(("is ", "holds ")) else f"has {fault}"


def _source_of(row: TextRow, language: str, told: Translations, library: Library) -> tuple[Kind, TextSource] | str:
    """The drill or program that a row is of, or a hint where it has no such text."""
    kind = next((kind for kind in KINDS if row.place.startswith(f"{kind}/")), None)
    if kind is None:
        return "A file is called drills/…, programs/… or clinic/clinic, as “handouts translate export” writes it."
    name = row.place.partition("/")[2]
    drill = told.source_of(library.drills, name, language)
    program = told.source_of(library.programs, name, language)
    clinic = told.clinic_words(language) if name == "clinic" else None
    source: TextSource | None = {"drills": drill, "programs": program, "clinic": clinic}[kind]
    if source is None:
        shelf: Mapping[tuple[str, str], object] = library.drills if kind == "drills" else library.programs
        return nearest(name, {key[0] for key in shelf})
    keys = source_texts(source)
    return (kind, source) if row.key in keys else nearest(row.key, keys)


def _is_there(one: _TakenText, language: str, told: Translations) -> bool:
    """Whether the very text is there already, made from the same source text."""
    found = _laid(one, language, told)
    return bool(found and found[0] == one.text and found[1] == text_digest(one.row.english))


def _in_the_way(one: _TakenText, name: str, language: str, told: Translations) -> Problem | None:
    """The problem where another text would be lost, which still fits its source."""
    found = _laid(one, language, told)
    source = source_texts(one.source)[one.row.key]
    if not found or found[1] != source.digest or found[0] == one.text:
        return None
    message = f"{one.row.key} of {one.source.id} would take the place of “{found[0][:80]}”"
    return Problem(name, one.row.line, message, "Say --force to replace such texts.")


def _laid(one: _TakenText, language: str, told: Translations) -> tuple[str, str] | None:
    """The text that is printed now, and the digest of what it was made from."""
    name, key = one.source.id, one.row.key
    found: Translated[Any] | None
    if one.kind == "clinic":
        found = told.clinic(language)
    else:
        found = told.drill(name, language) if one.kind == "drills" else told.program(name, language)
    laid = found.laid.get(key) if found else None
    if not laid or not laid.file.overlay:
        return None
    return laid.text, laid.file.overlay.made_from.get(key, "")


def _files(changed: Sequence[_TakenText], language: str, shelf: OverlayShelf, root: Path) -> dict[Path, str]:
    """The new text of each file. What was reviewed stays so, but for the texts that have changed."""
    by_item: dict[tuple[Kind, str], list[_TakenText]] = {}
    for one in changed:
        by_item.setdefault((one.kind, one.source.id), []).append(one)
    files = {}
    for (kind, name), texts in by_item.items():
        path = place_in(root, language, kind, name)
        own = root == shelf.own_root
        old = next((file for file in shelf.read(language, kind, name) if file.own == own), None)
        if old and old.overlay is None:
            raise HandoutsError([*old.problems, Problem(old.name, 0, "cannot be added to", "Mend it first.")])
        files[path] = overlay_text(_merged(old.overlay if old else None, texts, language), kind)
    return files


def _merged(old: Overlay | None, changed: Sequence[_TakenText], language: str) -> Overlay:
    source = changed[0].source
    new = {one.row.key: one for one in changed}
    texts = dict(old.texts) if old else {}
    made = dict(old.made_from) if old else {}
    texts |= {key: one.text for key, one in new.items()}
    made |= {key: text_digest(one.row.english) for key, one in new.items()}
    order = [*source_texts(source), *texts]  # those of the source first, in its order
    reviewed = old is not None and old.status == "reviewed"
    drafts = {*old.drafts, *new} if old and reviewed else set()
    return Overlay(
        of=source.id,
        language=language,
        status="reviewed" if reviewed else "draft",
        reviewed=old.reviewed if old else None,
        drafts=tuple(key for key in dict.fromkeys(order) if key in drafts),
        texts={key: texts[key] for key in dict.fromkeys(order) if key in texts},
        made_from={key: made[key] for key in dict.fromkeys(order) if key in made},
    )
