"""READ: the files of translations: which languages and items there are, and each file when it is asked for.

A clinic's ``lang/`` goes before the shipped ``content/lang/``. A link that leads out of the clinic's folder is not
read.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypeVar

from handouts.base.plainvalues import LANGUAGE_TAG
from handouts.base.problems import Problem
from handouts.base.records import dataclass
from handouts.base.shipped import shipped
from handouts.library.folders import display, shown_link
from handouts.library.inside import inside
from handouts.library.kept_files import KeptFiles
from handouts.library.overlays.model import Overlay, Signed
from handouts.library.yamlsource import Source

__all__ = ["FOLDER", "KINDS", "Kind", "OverlayFile", "OverlayShelf", "place_in"]

T = TypeVar("T")
Kind = Literal["drills", "programs", "clinic"]
KINDS: tuple[Kind, ...] = ("drills", "programs", "clinic")
FOLDER = "lang"
_CLINIC = "clinic.yaml"
_FILES = 8_000
"""Overlays kept: all of some forty languages."""
_LONGEST = 300
"""Most letters of a text."""
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class OverlayFile:
    """One file as it was read."""

    name: str
    """How it is told of."""
    source: Source
    overlay: Overlay | None
    problems: tuple[Problem, ...]
    own: bool
    """Whether it is the clinic's."""
    digest: str
    """Of its bytes."""

    def line(self, key: str) -> int:
        """Where a text stands, 0 where it does not."""
        return self.source.lines.get(("texts", key), 0)


def place_in(root: Path, language: str, kind: Kind, name: str) -> Path:
    """Where the translation of a drill or program belongs, or of the clinic's own sentences, below a folder that holds
    languages.
    """
    if kind == "clinic":
        return root / language / _CLINIC
    return root / language / kind / f"{name}.yaml"


class OverlayShelf:
    """The files of one clinic, and the shipped ones."""

    def __init__(self, folder: Path | None, *, shipped_root: Path | None = None) -> None:
        """``folder`` is the clinic's, None where there is none."""
        self.own_root = folder / FOLDER if folder else None
        self.shipped_root = shipped_root or shipped("content", FOLDER)
        self._clinic = folder
        self._files: KeptFiles | None = None

    @property
    def _roots(self) -> tuple[Path, ...]:
        """Folders with languages, the first of which goes first."""
        return (self.own_root, self.shipped_root) if self.own_root else (self.shipped_root,)

    def languages(self) -> tuple[str, ...]:
        """Those with any file, sorted."""
        return tuple(sorted({path.name for root in self._roots for path in _folders(root)}))

    def ids(self, language: str, kind: Kind, *, own: bool | None = None) -> tuple[str, ...]:
        """What there is a file of, sorted; ``own``: of the clinic alone, or of the shipped ones alone."""
        names: set[str] = set()
        for root in self._roots:
            if own in (None, root == self.own_root) and re.fullmatch(LANGUAGE_TAG, language):
                found = _yaml(root / language / kind) if kind != "clinic" else [root / language / _CLINIC]
                names.update(path.stem for path in found if _there(path))
        return tuple(sorted(names))

    def read(self, language: str, kind: Kind, name: str) -> tuple[OverlayFile, ...]:
        """The files of one drill or program, the one that goes first first; none where there are none."""
        if not re.fullmatch(LANGUAGE_TAG, language) or not _ID.fullmatch(name):
            return ()
        # what is shipped for the neutral brand is no clinic's business
        roots = (self.own_root,) if kind == "clinic" and self.own_root else self._roots
        found = [self._read(root, place_in(root, language, kind, name)) for root in roots]
        return tuple(one for one in found if one)

    def signed(self, language: str) -> tuple[Signed | None, tuple[Problem, ...]]:
        """What a clinic's reviewer has signed of a language, and what is wrong with that file."""
        if not self.own_root or not re.fullmatch(LANGUAGE_TAG, language):
            return None, ()
        return self.read_as(self.own_root / language / "signed.yaml", Signed)

    def read_as(self, path: Path, model: type[T]) -> tuple[T | None, tuple[Problem, ...]]:
        """A file of another kind among these, None where there is none."""
        if not _there(path):
            return None, ()
        if wrong := self._stray(path):
            return None, (wrong,)
        _, item, problems = self._kept.read(path, display(path), model)
        return item, tuple(problems)

    @property
    def _kept(self) -> KeptFiles:
        self._files = self._files or KeptFiles("overlays", _FILES)
        return self._files

    def _read(self, root: Path, path: Path) -> OverlayFile | None:
        if not _there(path):
            return None
        own = root == self.own_root
        if wrong := self._stray(path):
            return OverlayFile(wrong.place, Source(wrong.place), None, (wrong,), own, "")
        name = display(path)
        source, overlay, problems = self._kept.read(path, name, Overlay)
        if overlay and (overlay.of, overlay.language) != (path.stem, path.relative_to(root).parts[0]):
            message = f"is of “{overlay.of}” in “{overlay.language}”, which is not what its file and folder are called"
            problems.append(Problem(name, source.line(("of",)), message, "Give the file the name of what it is of."))
            overlay = None
        if overlay and (wrong_texts := list(_too_long(overlay, source, name))):
            problems += wrong_texts
            overlay = None
        digest = hashlib.sha256(path.read_bytes()).hexdigest() if own and overlay else ""
        return OverlayFile(name, source, overlay, tuple(problems), own, digest)

    def _stray(self, path: Path) -> Problem | None:
        """A problem where a file of the clinic's leads out of its folder, or is none."""
        if self._clinic and self.own_root and path.is_relative_to(self.own_root):
            try:
                inside(self._clinic, path)
            except ValueError as error:
                return Problem(shown_link(path), 0, str(error), "")
        return None if path.is_file() else Problem(shown_link(path), 0, "is not a regular file", "Put a file there.")


def _too_long(overlay: Overlay, source: Source, name: str) -> Iterator[Problem]:
    """Texts that are longer than any of their kind may be; the small print of a clinic alone may be so long."""
    for key, text in overlay.texts.items():
        if len(text) > _LONGEST and not key.startswith("disclaimer"):
            message = f"texts.{key} is {len(text)} characters long; at most {_LONGEST} fit"
            yield Problem(name, source.line(("texts", key)), message, "Shorten it.")


def _there(path: Path) -> bool:
    return path.is_symlink() or path.exists()


def _folders(root: Path) -> list[Path]:
    try:
        found = [path for path in root.iterdir() if re.fullmatch(LANGUAGE_TAG, path.name)]
    except OSError:
        return []
    return [path for path in found if any(os.path.lexists(path / name) for name in ("drills", "programs", _CLINIC))]


def _yaml(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.suffix == ".yaml" and _ID.fullmatch(path.stem)]
    except OSError:
        return []
