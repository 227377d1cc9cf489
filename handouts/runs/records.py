"""What the clinic's register knows of a patient, and how it forgets them."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from handouts.base.people import folded
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.deliver.folder import clear_old
from handouts.deliver.register import Issued, Register
from handouts.library.load import Library
from handouts.mail.outbox import Outbox
from handouts.mail.table import OutboxTable
from handouts.runs.people import KeptPerson, find_person
from handouts.runs.registers import open_register

__all__ = ["Forgotten", "PatientRecords", "clinic_register", "forget", "history", "records_of"]


@dataclass(frozen=True)
class PatientRecords:
    """All that is kept of a patient."""

    person: KeptPerson
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
def clinic_register(library: Library, *, reading: bool = False) -> Iterator[tuple[Path, Register]]:
    """The clinic's folder and its open register, to read only or to write; HandoutsError where there is no folder."""
    if library.folder is None:
        hint = "Go into a clinic's folder, or name one with --clinic. “handouts init DIR” makes one."
        raise HandoutsError([Problem("--clinic", 0, "a register is kept in a clinic's folder only", hint)], Exit.USAGE)
    with open_register(library.folder, reading=reading) as register:
        yield library.folder, register


def history(register: Register, patient: str) -> tuple[KeptPerson, list[Issued]]:
    """Who is meant, and their rows, the latest first; HandoutsError where nobody is, or several may be."""
    person = find_person(patient, register.people())
    return person, register.given_to(person.key, person.loose)


def records_of(register: Register, folder: Path, patient: str) -> PatientRecords:
    """All that is kept of a patient, messages too; HandoutsError as of ``history``."""
    table = OutboxTable(register)
    entries = table.entries()
    person = find_person(patient, [*register.people(), *((entry.key, entry.patient) for entry in entries)])
    rows = register.given_to(person.key, person.loose)
    theirs = {folded(name) for name in person.loose}
    numbers = {entry.id for entry in entries if person.key and entry.key == person.key}
    numbers |= {entry.id for entry in entries if not entry.key and entry.patient and folded(entry.patient) in theirs}
    numbers |= {number for row in rows for number in table.mails(row.key, row.handout)}
    return PatientRecords(person, tuple(rows), tuple(sorted(numbers)), tuple(folder / row.place for row in rows))


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
