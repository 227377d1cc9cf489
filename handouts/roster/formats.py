"""The kinds of rosters: how each is recognised, and the module that reads it.

To add one, write a module with ``read(raw, name, reading) -> RosterContents`` and give it a line in FORMATS.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from handouts.base.records import dataclass
from handouts.roster.rows import Reading, RosterContents, unreadable

__all__ = ["FORMATS", "REFUSED", "FileStart", "RefusedFormat", "RosterFormat"]


@dataclass(frozen=True)
class FileStart:
    """What tells the kind of a file: its first bytes, and its name's ending where they do not."""

    raw: bytes
    suffix: str
    """In small letters, with its dot."""

    @property
    def text(self) -> bytes:
        """Its first bytes without a mark and white space."""
        return self.raw[:400].lstrip(b"\xef\xbb\xbf \t\r\n")


@dataclass(frozen=True)
class RosterFormat:
    """A kind of roster that is read."""

    module: str
    """In this package; loaded when the first roster of the kind is read, since some bring large libraries."""
    recognises: Callable[[FileStart], bool]

    def read(self, raw: bytes, name: str, reading: Reading) -> RosterContents:
        """Read a roster. HandoutsError where nothing of it can be read."""
        contents: RosterContents = import_module(f"handouts.roster.{self.module}").read(raw, name, reading)
        return contents


@dataclass(frozen=True)
class RefusedFormat:
    """A kind of file that is often given in place of a roster: what it is, and what to do."""

    recognises: Callable[[FileStart], bool]
    message: str
    hint: str

    def error(self, name: str) -> Exception:
        return unreadable(name, 0, self.message, self.hint)


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an old Excel file starts, and a new one that is encrypted."""
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
"""Stands at the start of such an archive, not packed."""
_ZIP = b"PK\x03\x04"
_EXCEL = (".xlsx", ".xlsm")
_SAVE = "Save it as .xlsx or as CSV (File, Save as, CSV UTF-8)."

REFUSED = (
    RefusedFormat(
        lambda start: start.raw.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in start.raw,
        "is protected with a password",
        "Open it, save a copy without the password (or as CSV), and keep that copy safe.",
    ),
    RefusedFormat(
        lambda start: start.raw.startswith(b"%PDF") and start.suffix not in _EXCEL,
        "is a PDF",
        _SAVE,
    ),
    RefusedFormat(
        lambda start: start.suffix in (".ods", ".numbers") and not start.raw.startswith(_ZIP),
        "is no OpenDocument sheet, and not an Excel workbook",
        _SAVE,
    ),
    RefusedFormat(
        lambda start: start.text.startswith(b"<") and start.suffix not in _EXCEL,
        "is a web page or XML, whatever its name says",
        "Open it in Excel or LibreOffice and save it as .xlsx or as CSV.",
    ),
)
"""Looked through first, in this order."""

FORMATS = (
    RosterFormat("xlsfile", lambda start: start.raw.startswith(_OLE)),
    RosterFormat("odsfile", lambda start: start.raw.startswith(_ZIP) and _OPEN_DOCUMENT in start.raw[:200]),
    RosterFormat("xlsxfile", lambda start: start.raw.startswith(_ZIP) or start.suffix in _EXCEL),
    RosterFormat("yamlfile", lambda start: start.suffix in (".yaml", ".yml")),
    RosterFormat(
        "jsonfile",
        lambda start: (
            start.suffix == ".json"
            or (start.suffix not in (".csv", ".tsv", ".xls") and start.text.startswith((b"{", b"[")))
        ),
    ),
    RosterFormat("csvfile", lambda _: True),
)
"""The first that recognises a file reads it. CSV is anything that nothing else is."""
