"""READ: a roster of any kind. What it is follows from its first bytes, and from its name where they do not tell."""

from __future__ import annotations

from pathlib import Path

from handouts.base.problems import Problem
from handouts.roster.rows import Reading, RosterContents, Row, Seen, unreadable

__all__ = ["MAX_BYTES", "look_at", "read_roster", "scan_roster"]

MAX_BYTES = 50_000_000
"""Largest roster read, in bytes: some 300,000 rows."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an old Excel file starts, and a new one that is encrypted."""


def read_roster(path: Path, reading: Reading = Reading()) -> tuple[list[Row], list[Problem]]:  # noqa: B008  # frozen
    """Read a roster. Gives its rows and the problems of single rows; HandoutsError where none can be read."""
    found = scan_roster(path, reading)
    return found.rows, found.problems


def look_at(path: Path, reading: Reading = Reading()) -> Seen:  # noqa: B008  # frozen
    """How a roster is read: kind, columns, count, first row. HandoutsError where it cannot be."""
    return scan_roster(path, reading).seen


def scan_roster(path: Path, reading: Reading = Reading()) -> RosterContents:  # noqa: B008  # frozen
    """Rows, problems and how they were read, at once."""
    name = str(path)
    raw = _bytes(path, name)
    suffix = path.suffix.lower()
    if raw.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in raw:
            hint = "Open it, save a copy without the password (or as CSV), and keep that copy safe."
            raise unreadable(name, 0, "is protected with a password", hint)
        raise unreadable(name, 0, "is an Excel file of the old kind (.xls)", "Save it as .xlsx or as CSV.")
    if raw.startswith(b"PK\x03\x04") or suffix in (".xlsx", ".xlsm"):
        from handouts.roster.xlsxfile import read_xlsx

        return read_xlsx(raw, name, reading)
    if suffix in (".ods", ".numbers") or raw.startswith(b"%PDF"):
        message = "is a PDF" if raw.startswith(b"%PDF") else "is a spreadsheet, but not an Excel workbook (.xlsx)"
        raise unreadable(name, 0, message, "Save it as .xlsx or as CSV (File, Save as, CSV UTF-8).")
    start = raw[:400].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        hint = "Open it in Excel or LibreOffice and save it as .xlsx or as CSV."
        raise unreadable(name, 0, "is a web page or XML, whatever its name says", hint)
    if suffix in (".yaml", ".yml"):
        from handouts.roster.records import read_yaml_roster

        return read_yaml_roster(raw, name, reading)
    if suffix == ".json" or (suffix not in (".csv", ".tsv", ".xls") and start.startswith((b"{", b"["))):
        from handouts.roster.jsonfile import read_json

        return read_json(raw, name, reading)
    from handouts.roster.csvfile import read_csv

    return read_csv(raw, name, reading)


def _bytes(path: Path, name: str) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise unreadable(name, 0, "is no ordinary file", "Name a file: CSV, Excel, JSON, YAML or FHIR.")
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        hint = "Check the name and the permissions."
        raise unreadable(name, 0, f"cannot be read: {error.strerror}", hint) from error
    if len(raw) > MAX_BYTES:
        raise unreadable(name, 0, f"is larger than {MAX_BYTES // 10**6} MB", "Split it.")
    return raw
