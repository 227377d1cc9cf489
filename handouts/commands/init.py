"""``handouts init``: a folder for a clinic, with living examples."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

import click

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.say import say

__all__ = ["init"]


@click.command()
@click.argument("folder")
def init(folder: str) -> None:
    """Make a clinic's folder: clinic.yaml, a logo, an own drill and program, a small roster.

    Nothing that is there is touched: if any of the files exists, none is written.
    """
    if not folder.strip():
        raise HandoutsError([Problem("FOLDER", 0, "is empty", "Name a new folder.")], Exit.USAGE)
    try:
        _make(Path(folder))
    except HandoutsError as error:  # the folder is an argument here
        problems = [replace(one, hint=one.hint.replace(" with -o", "")) for one in error.problems]
        raise HandoutsError(problems, error.code) from error


def _make(folder: Path) -> None:
    from handouts.base.shipped import shipped
    from handouts.deliver.folder import make_folder
    from handouts.deliver.save import save
    from handouts.library.schema import schema_texts

    source = shipped("templates", "clinic")
    files = {path.relative_to(source): path.read_bytes() for path in sorted(source.rglob("*")) if path.is_file()}
    files |= {Path("schema", f"{kind}.json"): text.encode() for kind, text in schema_texts().items()}
    there = [folder / name for name in files if (folder / name).exists()]
    if there:
        hint = "Choose a new folder, or move these files away."
        raise HandoutsError([Problem(str(path), 0, "is there already", hint) for path in there], Exit.EXISTS)
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
    say(f"Made {folder} with {len(files)} files. Next:")
    say(f"  1. Put your name, telephone and colours into {folder / 'clinic.yaml'}, and your logo beside it.")
    say(f"  2. cd {folder}")
    say('  3. handouts make hip-hinge --patient "Mei Tan" --open')
    say("  4. handouts batch roster.csv")
