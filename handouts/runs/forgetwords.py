"""What becomes of a patient's traces when they are forgotten, told in sentences: before it is done, and after."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.runs.records import Forgotten, PatientRecords
from handouts.runs.traces import Traces

__all__ = ["consequence_words", "counted_words", "removed_words", "touched_words"]


def counted_words(kept: PatientRecords, *, files: bool) -> str:
    """What is to be removed, in numbers: “2 entries from the register, 1 return”. ``files``: what files hold too."""
    parts = [
        f"{_many(len(kept.rows), 'entry', 'entries')} from the register",
        f"{len(kept.mails)} from the outbox" if kept.mails else "",
        _many(len(kept.returns), "return") if kept.returns else "",
        _many(len(kept.decided), "decision") if kept.decided else "",
        f"{_many(len(kept.drafts), 'sheet')} being made" if kept.drafts else "",
    ]
    many = len(kept.traces.own) + len(kept.traces.shared)
    more = f" and what {_many(many, 'file')} {'holds' if many == 1 else 'hold'}" if files else ""
    return ", ".join(filter(None, parts)) + more


def touched_words(traces: Traces) -> Iterator[str]:
    """What becomes of each file."""
    for path in traces.own:
        yield f"To be deleted: {path}"
    for path in traces.packets:
        yield f"To be deleted, with the other patients in it: {path}"
    for path in (*traces.archives, *traces.manifests):
        yield f"To lose the patient: {path}"
    for path in traces.undo:
        yield f"To lose the patient, and with them what was changed before: {path} (kept so that mending can be undone)"


def removed_words(kept: PatientRecords, gone: Forgotten, *, files: bool) -> Iterator[str]:
    """What was removed, and what is still there."""
    yield f"Removed {counted_words(kept, files=False)}" + (
        f", and the patient from {gone.files} files." if files else "."
    )
    for path in kept.traces.packets if files else ():
        if path not in gone.left:
            again = "Make it again for them, if it was not handed out yet."
            yield f"Deleted, with the other patients in it: {path}. {again}"
    for path in gone.left:
        yield f"Still there: {path}"


def consequence_words(kept: PatientRecords) -> Iterator[str]:
    """What may still hold the patient, and what brings them back."""
    for path in kept.traces.slips if kept.mails else ():
        yield f"May hold the patient's password: {path}"
    if kept.read_from:
        yield f"What came back was read from these, which are yours to delete: {'; '.join(kept.read_from)}"
    rosters = f" ({', '.join(kept.traces.rosters)})" if kept.traces.rosters else ""
    yield f"A roster that still has the patient{rosters} brings them back with the next batch: take them out there too."
    if kept.traces.rosters:
        press = "press “Keep the earlier cells no more” after it"
        yield f"Where you do that on Monday’s page, {press}: a copy keeps what it can undo."
    if kept.mails:
        yield "What they were sent is no longer known: from such a roster, the same mail goes out again."


def _many(count: int, one: str, more: str = "") -> str:
    return f"{count} {one if count == 1 else more or f'{one}s'}"
