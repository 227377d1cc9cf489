"""RUNS: texts as a PO file, which translators' programs read (Poedit, Weblate, OmegaT), and back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.library.overlays.texts import LIMITS
from handouts.runs.translate.entries import Entry
from handouts.runs.translate.incoming import TextRow
from handouts.runs.translate.rules import HINTS

__all__ = ["po_data", "read_po"]


def _polib() -> Any:
    try:
        import polib
    except ImportError as error:
        hint = "Install “handouts[translate]”, or take --format xlsx or csv."
        raise HandoutsError([Problem("--format", 0, "PO files need the package polib", hint)], Exit.USAGE) from error
    return polib


def po_data(entries: Iterable[Entry], language: str) -> bytes:
    """The file. A text older than its source has its old translation, marked fuzzy."""
    polib = _polib()
    file = polib.POFile(wrapwidth=100)
    file.metadata = {
        "Project-Id-Version": "Handouts",
        "Language": language.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for one in entries:
        role = one.source.role
        most = LIMITS.get(role, 300)
        file.append(
            polib.POEntry(
                msgctxt=f"{one.place}:{one.source.key}",
                msgid=one.source.text,
                msgstr=one.text,
                comment=f"{role} of “{one.item.name}”: {HINTS[role]}; at most {most} letters.",
                flags=["fuzzy"] if one.state == "stale" else [],
            )
        )
    return str(file).encode()


def read_po(raw: bytes, name: str, language: str = "") -> list[TextRow]:
    """Its texts; HandoutsError where it is no PO file, or says that it is in another language than is meant."""
    polib = _polib()
    try:
        text = raw.decode("utf-8-sig")
        if "msgid" not in text:  # polib would take it for a file's name
            raise ValueError("there is no msgid in it")
        if not text.rstrip().endswith('"') and not text.rstrip().rpartition("\n")[2].startswith("#"):
            raise ValueError("its last text has no end")
        file = polib.pofile(text)
    except (OSError, ValueError, IndexError, AttributeError) as error:
        hint = "Save it as a PO file in UTF-8."
        raise HandoutsError([Problem(name, 0, "cannot be read as a PO file", hint)]) from error
    tongue = str(file.metadata.get("Language", "")).replace("_", "-")
    if language and tongue and tongue.partition("-")[0].lower() != language.partition("-")[0].lower():
        hint = "Give the file its language's name, or say --language."
        raise HandoutsError([Problem(name, 0, f"says that it is in “{tongue[:40]}”, not in “{language}”", hint)])
    found = []
    for entry in file:
        place, _, key = (entry.msgctxt or "").partition(":")
        if not entry.obsolete:
            found.append(TextRow(entry.linenum, place, key, entry.msgid, entry.msgstr, fuzzy="fuzzy" in entry.flags))
    return found
