"""A clinic's content as one zip, kept by the register: what a handout was made from, to make it again."""

from __future__ import annotations

import contextlib
import io
import zipfile
from hashlib import sha256
from pathlib import Path

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.library.inside import walk
from handouts.library.load import CLINIC_FILE, FLAG_FILE, Library

__all__ = ["restore", "snapshot"]

_FOLDERS = ("drills", "programs", "layouts", "words", "lang")
_STAMP = (2000, 1, 1, 0, 0, 0)
_MOST = 50_000_000
"""Largest content kept, bytes; a clinic's YAML and pictures take a hundredth of it."""
_MOST_READ = 4 * _MOST
"""Largest content that is read to see whether it is small enough once packed."""


def snapshot(library: Library) -> tuple[str, bytes]:
    """Digest and zip of all files that a clinic's handouts are made from. Equal content gives equal bytes.

    Both are empty where there is too much to keep. What cannot be read was not printed, and is left out. HandoutsError
    where the folder has gone since the library was loaded.
    """
    assert library.folder
    root = library.folder
    files = [root / CLINIC_FILE, *(path for path in [root / FLAG_FILE] if path.is_file())]
    files += [path for name in _FOLDERS for path in walk(root, root / name)]
    if library.clinic.logo and (root / library.clinic.logo).is_file():  # a shipped brand's lies elsewhere
        files.append(root / library.clinic.logo)
    try:
        if sum(path.stat().st_size for path in files) > _MOST_READ:
            return "", b""
    except OSError as error:
        hint = "Look whether its disk is there, and whether it has the same name."
        problem = Problem(str(root), 0, "files of the clinic's folder are not there any more", hint)
        raise HandoutsError([problem], Exit.CONTENT) from error
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            with contextlib.suppress(PermissionError):
                archive.writestr(zipfile.ZipInfo(path.relative_to(root).as_posix(), _STAMP), path.read_bytes())
    data = out.getvalue() if out.tell() <= _MOST else b""
    return sha256(data).hexdigest() if data else "", data


def restore(data: bytes, folder: Path) -> None:
    """Put a snapshot's files into an empty folder. ValueError where it is none."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for item in archive.infolist():
            path = (folder / item.filename).resolve()
            if not path.is_relative_to(folder.resolve()) or item.file_size > _MOST:
                raise ValueError("names a file outside of its folder")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(archive.read(item))
