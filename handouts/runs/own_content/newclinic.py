"""A new clinic's folder: clinic.yaml, a logo, an own drill and program, a small roster."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

from handouts.base.plaintext import visible
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.shipped import shipped
from handouts.deliver.folder import make_folder
from handouts.deliver.save import save
from handouts.library.clinic import Clinic
from handouts.library.faults import validate
from handouts.library.load import CLINIC_FILE
from handouts.library.schema import schema_texts
from handouts.library.yamlfile import parse_yaml
from handouts.runs.own_content.yamledit import changed

__all__ = ["make_clinic", "usual_place", "vacant"]


def usual_place() -> Path:
    """Where a clinic's folder is made unless somebody says otherwise."""
    return Path.home() / "Handouts"


def vacant(text: str) -> Path:
    """The folder that a text names. HandoutsError where it is no full path, or something is in it."""
    text = text.strip()
    wrong = ""
    path = Path(text).expanduser() if text and text == visible(text) and len(text) < 1_000 else Path()
    if not path.is_absolute() or ".." in path.parts:
        wrong = "is no full path of a folder"
    elif path.exists() and not path.is_dir():
        wrong = "is a file"
    elif path.is_dir():
        try:
            wrong = "holds other things already" if any(path.iterdir()) else ""
        except OSError as error:
            wrong = f"cannot be looked into: {error.strerror}"
    if wrong:
        hint = f"Name a folder that is new or empty, such as {usual_place()}."
        raise HandoutsError([Problem("folder", 0, f"“{visible(text)[:200]}” {wrong}", hint)], Exit.USAGE)
    return path


def make_clinic(folder: Path, said: Mapping[str, str] | None = None) -> int:
    """Make a clinic's folder; gives the number of its files. ``said``: keys of clinic.yaml and their texts.

    Nothing that is there is touched: if any of the files exists, none is written and HandoutsError is raised; so it is
    where a text cannot stand in clinic.yaml.
    """
    source = shipped("templates", "clinic")
    files = {path.relative_to(source): path.read_bytes() for path in sorted(source.rglob("*")) if path.is_file()}
    files[Path(CLINIC_FILE)] = _with(files[Path(CLINIC_FILE)], said or {})
    files |= {Path("schema", f"{kind}.json"): text.encode() for kind, text in schema_texts().items()}
    there = [folder / name for name in files if (folder / name).exists()]
    if there:
        hint = "Choose a new folder, or move these files away."
        raise HandoutsError([Problem(str(path), 0, "is there already", hint) for path in there], Exit.EXISTS)
    _written(folder, files)
    return len(files)


def _with(raw: bytes, said: Mapping[str, str]) -> bytes:
    """The template of clinic.yaml with what was said of the clinic."""
    wanted = dict(parse_yaml(raw, CLINIC_FILE).data) | {key: text.strip() for key, text in said.items() if text.strip()}
    after = changed(raw, CLINIC_FILE, wanted)
    _, problems = validate(parse_yaml(after, CLINIC_FILE), Clinic)
    if problems:
        raise HandoutsError(problems)
    return after


def _written(folder: Path, files: Mapping[Path, bytes]) -> None:
    """Write all of them, or none."""
    folders = {level for name in files for level in ((folder / name).parent, *(folder / name).parent.parents)}
    new = sorted((level for level in folders if not level.exists()), reverse=True)  # those within others first
    made: list[Path] = []
    try:
        for name, data in files.items():
            target = folder / name
            make_folder(target.parent)  # for its owner only: rosters and the register will lie there
            save(target, data, force=False)
            made.append(target)
    except BaseException:  # all or nothing: half a clinic would be in the way of the next try
        for target in made:
            target.unlink(missing_ok=True)
        for level in new:
            with contextlib.suppress(OSError):  # not made yet, or in use by another by now
                level.rmdir()
        raise
