"""What the clinic's register knows of a patient, and how it forgets them."""

from __future__ import annotations

import contextlib
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from handouts.base.ids import check_id
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.deliver.folder import clear_old
from handouts.deliver.register import Issued, Register
from handouts.library.load import Library
from handouts.mail.outbox import Outbox
from handouts.mail.table import OutboxTable
from handouts.runs.registers import open_register

__all__ = ["Forgotten", "PatientRecords", "clinic_register", "forget", "history", "records_of"]


@dataclass(frozen=True)
class PatientRecords:
    """All that is kept of a patient."""

    rows: tuple[Issued, ...]
    mails: tuple[int, ...]
    """Numbers of their messages in the outbox."""
    places: tuple[Path, ...]
    """Where each row's file was put."""

    @property
    def there(self) -> tuple[Path, ...]:
        """Files that still lie where they were put."""
        return tuple(path for path in self.places if path.is_file())


@dataclass(frozen=True)
class Forgotten:
    """What was removed of a patient, and what was not."""

    rows: int
    mails: int
    files: int
    left: tuple[Path, ...]
    """Files of the patient's that are still there."""
    packets: tuple[str, ...]
    """Packets and archives that hold a sheet of theirs."""
    manifests: tuple[Path, ...]
    """Files that may name them."""


@contextlib.contextmanager
def clinic_register(library: Library) -> Iterator[tuple[Path, Register]]:
    """The clinic's folder and its open register; HandoutsError where there is no such folder."""
    if library.folder is None:
        hint = "Go into a clinic's folder, or name one with --clinic. “handouts init DIR” makes one."
        raise HandoutsError([Problem("--clinic", 0, "a register is kept in a clinic's folder only", hint)], Exit.USAGE)
    with open_register(library.folder) as register:
        yield library.folder, register


def history(register: Register, patient: str) -> list[Issued]:
    """A patient's rows, the latest first, by id or whole name; else by a sheet's id, or by a part of the name.

    HandoutsError where there is none, or several are meant.
    """
    rows = register.history(patient) or _by_sheet(register, patient) or _by_part(register, patient)
    _one_patient([row.key for row in rows], patient)
    return rows


def _by_sheet(register: Register, text: str) -> list[Issued]:
    """The rows of the patient that was given the sheet with this id."""
    plain = check_id(text)
    sheets = register.find(plain) if plain else []
    return _of(register, {(row.key, row.patient) for row in sheets})


def _by_part(register: Register, text: str) -> list[Issued]:
    """The rows of all whose names hold every word of the text, or words that start so: “mei t” for Mei Tan."""
    parts = _words(text)
    if not parts:
        return []
    return _of(
        register,
        {
            (key, name)
            for key, name in register.patients()
            if all(any(word.startswith(part) for word in _words(name)) for part in parts)
        },
    )


def _of(register: Register, patients: Collection[tuple[str, str]]) -> list[Issued]:
    """The rows of patients, the latest first; HandoutsError where they are several."""
    if len({key or name.casefold() for key, name in patients}) > 1:
        known = sorted(key or name for key, name in patients)
        message = f"{len(known)} patients are meant"
        more = f" and {len(known) - 12} more" if len(known) > 12 else ""
        hint = f"Give one of these: {', '.join(known[:12])}{more}."
        raise HandoutsError([Problem("PATIENT", 0, message, hint)], Exit.USAGE)
    return next((register.history(key or name) for key, name in sorted(patients)), [])


def _words(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).casefold().split()


def records_of(register: Register, folder: Path, patient: str) -> PatientRecords:
    """All that is kept of a patient, messages too; HandoutsError as of ``history``."""
    table = OutboxTable(register)
    rows, mails = register.history(patient), table.mails(patient)
    _one_patient([*(row.key for row in rows), *mails.values()], patient)
    numbers = {*mails, *(number for row in rows for number in table.mails(row.key, row.handout))}
    return PatientRecords(tuple(rows), tuple(sorted(numbers)), tuple(folder / row.place for row in rows))


def _one_patient(keys: Sequence[str], patient: str) -> None:
    """HandoutsError where rows with these keys are of no patient, or of several."""
    if not keys or not patient.strip():  # an empty id is that of all who have none
        hint = "Give the id or the whole name, as the roster has it."
        raise HandoutsError([Problem("PATIENT", 0, "the register knows no such patient", hint)], Exit.USAGE)
    known = sorted({key for key in keys if key})
    if len(known) > 1 and patient not in keys:
        message = f"{len(known)} patients have this name"
        raise HandoutsError([Problem("PATIENT", 0, message, f"Give an id: {', '.join(known[:12])}.")], Exit.USAGE)


def forget(register: Register, records: PatientRecords, *, files: bool) -> Forgotten:
    """Take a patient out of the register and the outbox, and delete their ``files`` where they lie where they were put.

    What a killed command has left half-written beside them goes too, for it may be a sheet of theirs.
    """
    there = records.there
    Outbox(register).forget(records.rows, records.mails)
    gone = _deleted(there) if files else 0
    folders = sorted({path.parent for path in records.places})
    for folder in folders if files else ():
        clear_old(folder)
    return Forgotten(
        rows=len(records.rows),
        mails=len(records.mails),
        files=gone,
        left=tuple(path for path in there if path.exists()),
        packets=tuple(sorted({str(path).partition("#")[0] for path in records.places if "#" in path.name})),
        manifests=tuple(sorted(path for folder in folders for path in folder.glob("manifest-*.*"))),
    )


def _deleted(paths: Collection[Path]) -> int:
    """How many of them could be deleted."""
    gone = 0
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink()
            gone += 1
    return gone
