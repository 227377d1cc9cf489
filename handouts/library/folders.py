"""READ: the YAML files of a folder, and how a file is called in what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from handouts.base.problems import HandoutsError, Problem
from handouts.library.inside import inside

__all__ = ["display", "shown_link", "yaml_files"]


def yaml_files(folder: Path, root: Path, fault: Callable[[Path, Problem], None]) -> list[Path]:
    """The YAML files of a folder, without those that lead out of ``root``, which ``strays`` names.

    ``fault`` is told of each that is no file. HandoutsError where the folder cannot be looked into.
    """
    try:
        if not inside(root, folder).is_dir():
            return []
    except ValueError:
        return []
    try:  # what editors and systems leave behind starts with a dot or a tilde
        paths = [path for path in folder.iterdir() if not path.name.startswith((".", "~", "#"))]
    except OSError as error:
        problem = Problem(display(folder), 0, f"cannot be read: {error.strerror}", "Check the folder's permissions.")
        raise HandoutsError([problem]) from error
    files: list[Path] = []
    for path in sorted(path for path in paths if path.suffix in (".yaml", ".yml")):
        try:
            end = inside(root, path)
        except ValueError:
            continue
        if path.is_file():
            files.append(path)
        else:
            message = "is not a regular file" if end.exists() else "is a link to a file that does not exist"
            fault(path, Problem(shown_link(path), 0, message, "Put the file in its place, or remove it."))
    return files


def shown_link(path: Path) -> str:
    """A link's own path as the user would type it, not where it leads."""
    return str(Path(display(path.parent)) / path.name)


def display(path: Path) -> str:
    """A path as the user would type it: relative to where they are, if it is below."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)
