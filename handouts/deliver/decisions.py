"""The register's table of decisions: what clinicians said of their patients' next weeks, by whom and when.

Rows are only ever added, but where a person is forgotten: the latest for a patient and a week holds, and a word that
was taken back is a row of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import UTC, date, datetime
from typing import Any, cast

from handouts.base.records import dataclass
from handouts.deliver.register import Register
from handouts.orders.decided import WORDS, Decision, DecisionWord

__all__ = ["STEPS", "DecisionsTable", "KeptDecision", "holding"]

STEPS = (
    """
    CREATE TABLE decided (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, patient TEXT NOT NULL,
      for_day TEXT NOT NULL, word TEXT NOT NULL, until TEXT NOT NULL DEFAULT '', week INTEGER NOT NULL DEFAULT 0,
      reason TEXT NOT NULL DEFAULT '', because TEXT NOT NULL DEFAULT '', by TEXT NOT NULL DEFAULT '',
      source TEXT NOT NULL DEFAULT '', decided_at TEXT NOT NULL);
    CREATE INDEX decided_key ON decided (key) WHERE key != '';
    CREATE INDEX decided_patient ON decided (patient COLLATE NOCASE) WHERE patient != '';
    """,
)
"""Never changed once released, only added to."""
_COLUMNS = "id, key, patient, for_day, word, until, week, reason, because, by, source, decided_at"
_UNDONE = "undo"
"""The word of a row that takes back what was said before of the same week."""


@dataclass(frozen=True)
class KeptDecision:
    """A row of the table. ``decision`` is None where it takes back what was said of the week before it."""

    id: int
    key: str
    """The clinic's own name for the patient, or empty."""
    patient: str = field(repr=False)
    for_day: date
    decision: Decision | None = field(repr=False)
    by: str
    decided_at: str
    """ISO time, UTC."""


class DecisionsTable:
    """The decisions of an open register."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def add(self, said: Iterable[tuple[str, str, Decision]]) -> int:
        """Add decisions, each with its patient's key and name, all or none. One that says what holds already is not
        added again. Gives how many were added.
        """
        said, added = list(said), 0
        if not said:
            return 0
        now = _now()
        with self._register.changing() as base:
            for key, patient, one in said:
                last = self._last(key, patient, one.for_day)
                if last and last.decision and (*last.decision.same, last.decision.source) == (*one.same, one.source):
                    continue
                base.execute(_INSERT, _as_row(key, patient, one, one.decided_at or now))
                added += 1
        return added

    def undo(self, key: str, patient: str, for_day: date, by: str = "") -> Decision | None:
        """Take back what was said of a patient's week; gives what that was, or None where nothing holds."""
        with self._register.changing() as base:
            last = self._last(key, patient, for_day)
            if not last or not last.decision:
                return None
            row = (key, patient, for_day.isoformat(), _UNDONE, "", 0, "", "", by, "", _now())
            base.execute(_INSERT, tuple(map(_storable, row)))
        return last.decision

    def every(self) -> list[KeptDecision]:
        """All of everybody, in the order they came."""
        return self._select("", ())

    def of(self, key: str, names: Sequence[str]) -> list[KeptDecision]:
        """Those of one person, in the order they came: all of a key, and those without one of just these names."""
        marks = ", ".join("?" * len(names))
        where = f"WHERE (key = ? AND key != '') OR (key = '' AND patient != '' AND patient IN ({marks}))"
        return self._select(where, (key, *names))

    def people(self) -> list[tuple[str, str]]:
        """Key and name of everyone of whom something was decided, each pair once."""
        return [(str(key), str(name)) for key, name in self._register.read("SELECT DISTINCT key, patient FROM decided")]

    def forget(self, numbers: Iterable[int]) -> int:
        """Take rows out for good; gives how many. The register is to be tidied after it."""
        with self._register.changing() as base:
            return base.executemany("DELETE FROM decided WHERE id = ?", [(one,) for one in numbers]).rowcount

    def _last(self, key: str, patient: str, for_day: date) -> KeptDecision | None:
        """The latest row of a patient and a week."""
        where = "WHERE for_day = ? AND key = ?" + ("" if key else " AND patient = ?")
        values = (for_day.isoformat(), key) if key else (for_day.isoformat(), "", patient)
        found = self._select(where, values)
        return found[-1] if found else None

    def _select(self, where: str, values: Sequence[object]) -> list[KeptDecision]:
        rows = self._register.read(f"SELECT {_COLUMNS} FROM decided {where} ORDER BY id", values)  # noqa: S608  # ours
        return [one for one in map(_read, rows) if one]


_INSERT = (
    "INSERT INTO decided (key, patient, for_day, word, until, week, reason, because, by, source, decided_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def _as_row(key: str, patient: str, one: Decision, decided_at: str) -> tuple[Any, ...]:
    """What is kept of a decision, in the order of the table."""
    until = one.until.isoformat() if one.until else ""
    said = (one.for_day.isoformat(), one.word, until, one.week or 0, one.reason, one.because, one.by, one.source)
    return tuple(map(_storable, (key, patient, *said, decided_at)))


def _storable(value: Any) -> Any:
    """A value as it can be stored: half a character, which no file can hold, stands as “?”."""
    return value.encode(errors="replace").decode() if isinstance(value, str) else value


def _read(row: Sequence[Any]) -> KeptDecision | None:
    """A row as it stands there, whoever wrote it; None where it makes no sense."""
    number, key, patient, day, word, until, week, reason, because, by, source, decided_at = row
    try:
        for_day = date.fromisoformat(str(day))
        decision = None
        if word != _UNDONE:
            if word not in WORDS:
                return None
            end = date.fromisoformat(until) if until else None
            said = cast("DecisionWord", word)
            decision = Decision(said, for_day, end, reason, by, decided_at, week or None, because, source)
    except (TypeError, ValueError):
        return None
    return KeptDecision(number, str(key), str(patient), for_day, decision, str(by), str(decided_at))


def holding(kept: Iterable[KeptDecision]) -> tuple[Decision, ...]:
    """Of one patient's rows, in the order they came, those that hold: the latest of each week, by its day."""
    latest: dict[date, Decision | None] = {}
    for one in kept:
        latest[one.for_day] = one.decision
    return tuple(decision for _, decision in sorted(latest.items()) if decision)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
