"""RUNS: a translator's file by its format: written from a language's texts, and read back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.runs.translate.entries import Entry
from handouts.runs.translate.incoming import TextRow
from handouts.runs.translate.po import po_data, read_po
from handouts.runs.translate.tables import csv_data, read_csv, read_xlsx, xlsx_data

__all__ = ["FORMATS", "exported", "format_of", "language_of", "read_translations"]

FORMATS = ("po", "csv", "xlsx")
_LARGEST = 20_000_000
"""Bytes of a translator's file that are read."""


def format_of(path: Path, asked: str | None = None) -> str:
    """The format that was asked for, else that of the file's name."""
    kind = asked or path.suffix.lower().lstrip(".")
    if kind not in FORMATS:
        hint = "Give it a name that ends in .po, .csv or .xlsx, or say --format."
        raise HandoutsError([Problem("FILE", 0, f"“{path.name[:60]}” does not say its format", hint)], Exit.USAGE)
    return kind


def exported(entries: Sequence[Entry], language: str, kind: str) -> bytes:
    """The texts as a file of this format."""
    if kind == "po":
        return po_data(entries, language)
    return csv_data(entries) if kind == "csv" else xlsx_data(entries)


def read_translations(path: Path, kind: str, language: str = "") -> list[TextRow]:
    """The rows of a translator's file; HandoutsError where it cannot be read."""
    name = str(path)
    if path.exists() and not path.is_file():
        raise HandoutsError([Problem(name, 0, "is not a regular file", "Check the name.")])
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except OSError as error:
        problem = Problem(name, 0, f"cannot be read: {error.strerror}", "Check the name and the permissions.")
        raise HandoutsError([problem]) from error
    if len(raw) > _LARGEST:
        raise HandoutsError(
            [Problem(name, 0, f"is larger than {_LARGEST:,} bytes", "Check that it is the right file.")]
        )
    if kind == "po":
        return read_po(raw, name, language)
    readers: dict[str, Callable[[bytes, str], list[TextRow]]] = {"csv": read_csv, "xlsx": read_xlsx}
    return readers[kind](raw, name)


def language_of(path: Path) -> str:
    """The language in a file's name, as export proposes it: zh-Hans.po."""
    return path.name.partition(".")[0]
