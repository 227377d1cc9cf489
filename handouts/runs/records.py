"""What the clinic's register knows of a patient, and how it forgets them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from handouts.base.ids import check_id
from handouts.base.people import folded
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.decisions import DecisionsTable
from handouts.deliver.drafts import DraftsTable, SheetDraft
from handouts.deliver.register import Issued, Register
from handouts.library.load import Library
from handouts.mail.outbox import Outbox
from handouts.mail.table import OutboxEntry, OutboxTable
from handouts.returned.returns import PASTED, Return
from handouts.returned.returnstable import ReturnsTable, forget_orphans
from handouts.runs.people import KeptPerson, find_person, people_of
from handouts.runs.registers import open_register
from handouts.runs.scans.contact import PICTURE
from handouts.runs.traces import Traces, remove_traces, traces_of

__all__ = [
    "Forgotten",
    "PatientRecords",
    "all_of",
    "by_sheet",
    "clinic_register",
    "drafts_of",
    "everybody",
    "forget",
    "history",
    "mails_of",
    "people_kept",
    "records_of",
]
_NO_FILES = frozenset(("", "-", "--line", PASTED))
"""What stands in the place of a file's name where there was none."""


@dataclass(frozen=True)
class PatientRecords:
    """All that is kept of a patient."""

    person: KeptPerson
    rows: tuple[Issued, ...]
    mails: tuple[int, ...]
    """Numbers of their messages in the outbox."""
    handouts: frozenset[str]
    """Ids of all of these."""
    traces: Traces
    decided: tuple[int, ...] = ()
    """Numbers of the decisions about them."""
    returns: tuple[Return, ...] = ()
    """What came back of their sheets."""
    drafts: tuple[str, ...] = ()
    """Ids of sheets of theirs that are being made at the desk."""

    @property
    def read_from(self) -> tuple[str, ...]:
        """Names of the files that these were read from, scans among them: they are the clinic's, wherever they lie."""
        return tuple(sorted({one.file for one in self.returns} - _NO_FILES))


@dataclass(frozen=True)
class Forgotten:
    """What was removed of a patient, and what was not."""

    rows: int
    mails: int
    files: int
    """Files that were deleted, or that the patient was taken out of."""
    left: tuple[Path, ...]
    """Files that hold the patient, and are still there."""
    decided: int = 0
    """Decisions about them."""
    drafts: int = 0
    """Sheets that were being made."""


@contextlib.contextmanager
def clinic_register(library: Library, *, reading: bool = False) -> Iterator[tuple[Path, Register]]:
    """The clinic's folder and its open register, to read only or to write; HandoutsError where there is no folder."""
    if library.folder is None:
        hint = "Go into a clinic's folder, or name one with --clinic. “handouts init DIR” makes one."
        raise HandoutsError([Problem("--clinic", 0, "a register is kept in a clinic's folder only", hint)], Exit.USAGE)
    with open_register(library.folder, reading=reading) as register:
        yield library.folder, register


def history(register: Register, patient: str) -> tuple[KeptPerson, list[Issued]]:
    """Who is meant, and their rows, the latest first; HandoutsError where nobody is, or several may be. Whose first
    sheet is still being made at the desk has none.
    """
    person = _find(register, by_sheet(register, patient), register.people())
    return person, register.given_to(person.key, person.loose)


def everybody(register: Register) -> list[tuple[str, str]]:
    """Key and name of all of whom anything is kept, but for sheets that are being made: given, mailed, decided."""
    pairs = (*register.people(), *OutboxTable(register).people(), *DecisionsTable(register).people())
    return list(dict.fromkeys(pairs))


def people_kept(register: Register) -> list[KeptPerson]:
    """The same as persons, with sheets that are being made under just their names."""
    kept = everybody(register)
    return people_of([*kept, *_drafts_of_names(register, kept)])


def drafts_of(register: Register, person: KeptPerson) -> list[SheetDraft]:
    """A person's sheets that are being made at the desk, the latest last."""
    return DraftsTable(register).of(person.key, person.loose)


def _find(register: Register, text: str, kept: Sequence[tuple[str, str]]) -> KeptPerson:
    """The one person that a text means, of those that are kept; of those whose first sheet is being made where it is
    none of these. A name that is being typed tells nobody from another, so that of a draft counts where it is whole.
    """
    try:
        return find_person(text, [*kept, *_drafts_of_names(register, kept)])
    except HandoutsError as error:
        drafts = DraftsTable(register).people()
        if not drafts or not any(problem.kind == "nobody" for problem in error.problems):
            raise
    return find_person(text, [*kept, *drafts])


def _drafts_of_names(register: Register, kept: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of drafts without a key, those under a name that is kept."""
    names = {folded(name) for _, name in kept}
    return [one for one in DraftsTable(register).people() if not one[0] and folded(one[1]) in names]


def by_sheet(register: Register, text: str) -> str:
    """The id, or else the name, of the patient that was given the sheet with this id; else the text itself."""
    plain = check_id(text)
    sheets = register.find(plain) if plain else []
    return sheets[0].key or sheets[0].patient if sheets else text


def records_of(register: Register, folder: Path, patient: str) -> PatientRecords:
    """All that is kept of a patient, messages and files too; HandoutsError as of ``history``."""
    return all_of(register, folder, _find(register, by_sheet(register, patient), everybody(register)))


def all_of(register: Register, folder: Path, person: KeptPerson) -> PatientRecords:
    """All that is kept of somebody who was found."""
    rows = register.given_to(person.key, person.loose)
    entries = mails_of(register, person, rows)
    numbers = [entry.id for entry in entries]
    handouts = frozenset((*(row.handout for row in rows), *(entry.handout for entry in entries)))
    traces = traces_of(person, rows, handouts, folder, register)
    decided = tuple(one.id for one in DecisionsTable(register).of(person.key, person.loose))
    returns = tuple(ReturnsTable(register).of_handouts(handouts))
    drafts = tuple(one.id for one in drafts_of(register, person))
    return PatientRecords(person, tuple(rows), tuple(numbers), handouts, traces, decided, returns, drafts)


def mails_of(register: Register, person: KeptPerson, rows: Sequence[Issued]) -> list[OutboxEntry]:
    """A person's messages, in the order in which they came; ``rows`` are what they were given."""
    table = OutboxTable(register)
    entries = table.entries()
    theirs = {folded(name) for name in person.loose}
    numbers = {entry.id for entry in entries if person.key and entry.key == person.key}
    numbers |= {entry.id for entry in entries if not entry.key and entry.patient and folded(entry.patient) in theirs}
    numbers |= {number for row in rows for number in table.mails(row.key, row.handout)}
    return sorted((entry for entry in entries if entry.id in numbers), key=lambda entry: entry.id)


def forget(register: Register, records: PatientRecords, *, files: bool) -> Forgotten:
    """Take a patient, and what came back from them, out of the register and the outbox, and with ``files`` out of every
    file that holds them.

    What a killed command has left half-written beside those goes too, for it may be a sheet of theirs.
    """
    traces = records.traces
    DraftsTable(register).forget(records.person.key, records.person.loose)
    DecisionsTable(register).forget(records.decided)  # before the rest: what is left of a kill is found by that
    Outbox(register).forget(records.rows, records.mails, lambda base: forget_orphans(base, records.handouts))
    with contextlib.suppress(OSError):  # what a killed “settle” has left may show their handwriting
        (register.path.parent / PICTURE).unlink(missing_ok=True)
    gone, left = (
        remove_traces(traces, records.person, records.handouts) if files else (0, (*traces.own, *traces.shared))
    )
    return Forgotten(len(records.rows), len(records.mails), gone, left, len(records.decided), len(records.drafts))
