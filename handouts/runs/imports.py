"""Brings exercises of other libraries into a clinic's folder, as drafts of drills.

The gate: a text or a picture without a licence that allows it, or without its origin, does not come in. Nothing that
is there is written over, and nothing is fetched: a picture comes in if it lies beside the file that names it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from handouts.base.files import GROUP
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.folder import make_folder
from handouts.deliver.save import Saved, save_group
from handouts.foreign.drafts import PicturePlace, draft_text
from handouts.foreign.files import Collection, Exercise, read_collection
from handouts.foreign.freedb import read_freedb
from handouts.foreign.incoming import Incoming, RefusedError
from handouts.foreign.licences import KNOWN, Licence, licence_of
from handouts.foreign.wger import read_wger
from handouts.library.assets import load_asset
from handouts.library.inside import inside
from handouts.library.load import Library

__all__ = ["Draft", "Imported", "Rights", "read_drafts", "write_drafts"]

_PICTURES = 4


@dataclass(frozen=True, kw_only=True)
class Rights:
    """What the person who imports says of files that say nothing themselves."""

    licence: str | None = None
    origin: str | None = None


@dataclass(frozen=True)
class Draft:
    """A draft that may be written."""

    id: str
    name: str
    licence: str
    author: str
    file: str
    """Its name in “drills”."""
    text: bytes
    """What stands in it."""
    pictures: tuple[tuple[str, bytes], ...] = ()
    """Names in “drills/pictures”, and what the files hold."""


@dataclass(frozen=True)
class Imported:
    """What came of a run."""

    written: tuple[str, ...]
    same: tuple[str, ...]
    """Ids of drafts that were there already, the same."""
    problems: tuple[Problem, ...]
    in_the_way: tuple[str, ...] = ()
    """Ids of drafts in whose place other files are."""
    refused: tuple[str, ...] = ()
    """Ids of drafts that the disk did not take."""


def read_drafts(
    files: Sequence[Path], rights: Rights, language: str, only: Sequence[str], library: Library
) -> tuple[list[Draft], list[Problem]]:
    """The drafts that the files give, and what does not come in, each by its name."""
    licence, problems = _licence(rights)
    drafts: dict[str, Draft] = {}
    wanted = {name.casefold(): name for name in only}
    seen: set[str] = set()
    for file in files:
        try:
            found = read_collection(file, language)
        except HandoutsError as error:
            problems += error.problems
            continue
        problems += found.problems
        chosen = [one for one in found.exercises if not wanted or one.name.casefold() in wanted]
        seen |= {one.name.casefold() for one in chosen}
        if found.kind == "free-exercise-db" and chosen and (licence is None or not rights.origin):
            problems.append(_nothing_said(found, chosen))
            continue
        read = _reader(found, licence, rights.origin or "", language)
        for one in chosen:
            problems += _add(one, read, file, drafts, library)
    missing = [name for name in wanted if name not in seen]
    problems += [Problem("--only", 0, f"no file holds an exercise “{wanted[name][:60]}”") for name in missing]
    return list(drafts.values()), problems


def _licence(rights: Rights) -> tuple[Licence | None, list[Problem]]:
    if rights.licence is None:
        return None, []
    licence = licence_of(rights.licence)
    if licence is None:
        message = f"“{rights.licence[:60]}” is no licence that is known to let a clinic change and print a text"
        return None, [Problem("--licence", 0, message, f"Known: {KNOWN}.")]
    return licence, []


def _nothing_said(found: Collection, chosen: list[Exercise]) -> Problem:
    names = ", ".join(f"“{one.name}”" for one in chosen[:3])
    more = f" and {len(chosen) - 3} more" if len(chosen) > 3 else ""
    message = f"names no licence and no origin of its texts, so these stay outside: {names}{more}"
    hint = (
        "If you have looked them up, say both: --licence Unlicense --origin https://github.com/yuhonas/free-exercise-db"
    )
    return Problem(str(found.file), 0, message, hint)


def _reader(found: Collection, licence: Licence | None, origin: str, language: str) -> Callable[[Exercise], Incoming]:
    if found.kind == "wger":
        return lambda one: read_wger(one.data, language)
    assert licence is not None
    return lambda one: read_freedb(one.data, licence, origin)


def _add(
    one: Exercise, read: Callable[[Exercise], Incoming], file: Path, drafts: dict[str, Draft], library: Library
) -> Iterator[Problem]:
    """Make the draft of an exercise, if it may come in; gives what is to be said of it."""
    try:
        incoming = read(one)
        if incoming.id in drafts:
            raise RefusedError(f"gives the id “{incoming.id}”, which “{drafts[incoming.id].name}” has too")
        _is_free(incoming, library)
        pictures, left_out = _pictures(incoming, file)
        places: list[PicturePlace] = [(f"pictures/{name}", source) for name, source, _ in pictures]
        text = draft_text(incoming, places)
    except ValueError as error:
        yield Problem(str(file), 0, f"“{one.name}” does not come in: {error}", getattr(error, "hint", ""))
        return
    drafts[incoming.id] = Draft(
        incoming.id,
        incoming.name,
        incoming.licence,
        incoming.author,
        _file_of(incoming),
        text,
        tuple((name, data) for name, _, data in pictures),
    )
    if left_out:
        what = "a picture" if len(left_out) == 1 else f"{len(left_out)} pictures"
        yield Problem(str(file), 0, f"“{one.name}” comes in without {what}: {_reasons(left_out)}", "", warning=True)


def _reasons(left_out: list[tuple[str, str]]) -> str:
    """Every picture that stays outside with its reason; those of one reason stand together."""
    whys = dict.fromkeys(why for _, why in left_out)
    return "; ".join(f"{', '.join(name for name, said in left_out if said == why)}: {why}" for why in whys)


def _file_of(one: Incoming) -> str:
    return f"{one.id}.yaml" if one.language == "en" else f"{one.id}-{one.language}.yaml"


def _is_free(one: Incoming, library: Library) -> None:
    """RefusedError where the exercise's id is something else's: two files of one id stop each other."""
    key = (one.id, one.language)
    if key in library.programs:
        raise RefusedError(f"gives the id “{one.id}”, which a program has")
    path = library.folder and library.folder / "drills" / _file_of(one)
    there = key in library.own or any((broken.kind, broken.id) == ("drill", one.id) for broken in library.broken)
    if there and path and not path.exists():
        raise RefusedError(f"gives the id “{one.id}”, which another file of yours has")


def _pictures(one: Incoming, file: Path) -> tuple[list[tuple[str, str, bytes]], list[tuple[str, str]]]:
    """Pictures that lie beside the file and pass the checks, and why the others stay outside."""
    found: list[tuple[str, str, bytes]] = []
    left_out = list(one.left_out)
    for picture in one.pictures[:_PICTURES]:
        try:
            path = inside(file.parent, file.parent / picture.file)
            if not path.exists():
                raise ValueError("it does not lie beside the file, and nothing is fetched")
            if load_asset(path).blank:
                raise ValueError("it shows nothing on white paper")
            data = path.read_bytes()
        except (ValueError, OSError) as error:
            left_out.append((picture.file, str(error)))
            continue
        ending = path.suffix.lower().replace(".jpeg", ".jpg")
        found.append((f"{one.id}-{len(found) + 1}{ending}", picture.source, data))
    left_out += [(picture.file, f"a drill has {_PICTURES} at most") for picture in one.pictures[_PICTURES:]]
    return found, left_out


def write_drafts(drafts: Sequence[Draft], folder: Path, *, force: bool) -> Imported:
    """Write drafts into the clinic's folder, each with its pictures or not at all.

    One whose file is there with other contents is left alone, unless ``force``.
    """
    target = folder / "drills"
    try:
        inside(folder, target / "pictures")
    except ValueError as error:
        raise HandoutsError([Problem(str(target), 0, str(error))]) from error
    try:
        make_folder(target / "pictures" if any(draft.pictures for draft in drafts) else target)
    except HandoutsError as error:
        problems = [replace(one, hint=one.hint.replace(" with -o", "")) for one in error.problems]
        raise HandoutsError(problems, error.code) from error
    outcomes: list[Saved | HandoutsError] = []
    for at in range(0, len(drafts), GROUP):
        outcomes += _save(target, drafts[at : at + GROUP], force=force)
    by_outcome: dict[str, list[str]] = {"written": [], "same": []}
    problems = []
    by_code: dict[Exit, list[str]] = {Exit.EXISTS: [], Exit.OUTPUT: []}
    for draft, outcome in zip(drafts, outcomes, strict=True):
        if isinstance(outcome, HandoutsError):
            by_code.setdefault(outcome.code, []).append(draft.id)
            hint = "Use --force to replace it." if outcome.code == Exit.EXISTS else "Check the folder, and the disk."
            problems += [replace(problem, hint=hint) for problem in outcome.problems]
        else:
            by_outcome[outcome].append(draft.id)
    return Imported(
        tuple(by_outcome["written"]),
        tuple(by_outcome["same"]),
        tuple(problems),
        tuple(by_code[Exit.EXISTS]),
        tuple(by_code[Exit.OUTPUT]),
    )


def _save(target: Path, drafts: Sequence[Draft], *, force: bool) -> list[Saved | HandoutsError]:
    """Save drafts: first all pictures, then the YAML of each draft whose pictures are there."""
    yamls = {draft.file for draft in drafts if not force and _differs(target / draft.file, draft.text)}
    free = [draft for draft in drafts if draft.file not in yamls]
    pictures = [(name, data) for draft in free for name, data in draft.pictures]
    saved = (
        save_group(target / "pictures", [(name, (data,)) for name, data in pictures], force=force) if pictures else []
    )
    failed = {name: why for (name, _), why in zip(pictures, saved, strict=True) if isinstance(why, HandoutsError)}
    told: dict[str, Saved | HandoutsError] = {
        draft.id: failed[name] for draft in free for name, _ in draft.pictures if name in failed
    }
    ready = [draft for draft in drafts if draft.id not in told]  # of those that are in the way, it is told
    done = save_group(target, [(draft.file, (draft.text,)) for draft in ready], force=force)
    told |= {draft.id: outcome for draft, outcome in zip(ready, done, strict=True)}
    return [told[draft.id] for draft in drafts]


def _differs(path: Path, text: bytes) -> bool:
    """Whether something else is there than this draft."""
    try:
        return os.path.lexists(path) and path.read_bytes() != text
    except OSError:
        return True
