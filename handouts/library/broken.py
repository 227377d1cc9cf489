"""READ: what cannot be made while a file is at fault. One broken file stops what uses it, and nothing else.

Comes in: a faulty file with its problems; goes out: which drill, program, layout or language it was meant to be. A
shipped one of the same id does not stand in for it: the patient would get another sheet than was asked for.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from handouts.base.plainvalues import LANGUAGE_TAG
from handouts.base.problems import Problem
from handouts.base.records import dataclass

if TYPE_CHECKING:
    from handouts.library.yamlfile import Source


__all__ = ["Broken", "BrokenKind", "broken", "line_of"]

BrokenKind = Literal["drill", "program", "layout", "words", "file"]
"""“file” is nothing that an order could name: a message's template, or a picture that no drill shows."""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LOOKED_AT = 1_000_000
"""Bytes of a file that cannot be read as YAML in which its id is looked for."""


@dataclass(frozen=True)
class Broken:
    """A drill, program, layout or language that cannot be used, and why."""

    kind: BrokenKind
    id: str
    """Of a language its code; empty where nothing can be named so."""
    language: str
    """Of the drill or program; empty where the file does not say, so that it may be any."""
    name: str
    """As it is printed; empty where the file does not say."""
    file: str
    problems: tuple[Problem, ...]
    """Each with file and line, of the kind “content”."""

    @property
    def told(self) -> Problem:
        """A warning that names the file."""
        wrong = [problem for problem in self.problems if not problem.warning]
        count = "a problem" if len(wrong) == 1 else f"{len(wrong)} problems"
        what = {"words": "language"}.get(self.kind, self.kind)
        stops = f", so the {what} “{self.id}” cannot be printed" if self.id else ""
        line = min((problem.line for problem in wrong if problem.place == self.file), default=0)
        hint = "All else can. “handouts check” lists what to mend." if stops else "“handouts check” lists what to mend."
        return Problem(self.file, line, f"has {count}{stops}", hint, warning=True)


def broken(kind: BrokenKind, path: Path, source: Source, problems: list[Problem] | tuple[Problem, ...]) -> Broken:
    """What a faulty file was meant to be: by its own word, where it can be read, else by the file's name."""
    key = "language" if kind == "words" else "id"
    name, language = _said(path, source, key), _said(path, source, "language")
    if kind != "words" and not _ID.fullmatch(name):
        name = path.name.partition(".")[0].lower()
    if kind == "words" and not name:
        name = path.name.partition(".")[0]
    return Broken(
        kind,
        name,
        language if kind in ("drill", "program") and re.fullmatch(LANGUAGE_TAG, language) else "",
        _said(path, source, "name"),
        source.name,
        tuple(replace(problem, kind="content") for problem in problems),
    )


def _said(path: Path, source: Source, key: str) -> str:
    """A text at the top of the file, also where the file as a whole cannot be read."""
    if isinstance(source.data, dict):
        value: Any = source.data.get(key)
        return value if isinstance(value, str) else ""
    return line_of(path, key)


def line_of(path: Path, key: str) -> str:
    """What stands after a key at the start of a line, of a file in whatever state; empty where nothing does."""
    try:
        if not path.is_file():  # a pipe would be waited for
            return ""
        with path.open("rb") as file:
            raw = file.read(_LOOKED_AT)
    except OSError:
        return ""
    text = raw.decode("utf-8", "replace").replace("\0", "").lstrip("\ufeff\ufffd")  # of UTF-16 the letters are left
    found = re.search(rf"""^["']?{key}["']?[ \t]*:[ \t]*([^\r\n]*?)[ \t]*(?:[ \t]#[^\r\n]*)?$""", text, re.MULTILINE)
    return found[1].strip("\"' \t") if found else ""
