"""READ: the register's table of what came back, with the cut-outs of what a person has to settle.

Each change is whole or not there. What was read from the same page of the same file stands there once, whoever reads it
how often; a handout that the register does not know, for it is another clinic's or its patient was forgotten, has none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

from handouts.base.ids import shown_id
from handouts.base.problems import HandoutsError, Problem
from handouts.deliver.register import Register
from handouts.returned.returns import Return, ReturnSource, ReturnState

if TYPE_CHECKING:
    from typing import Protocol

    class Base(Protocol):
        """The part of an open register's connection that is used here."""

        def execute(self, query: str, values: Sequence[object] = ..., /) -> Any: ...


__all__ = ["STEPS", "STEPS_LATER", "ReturnsTable", "forget_orphans", "now"]

STEPS = (
    """
    CREATE TABLE returned (id INTEGER PRIMARY KEY AUTOINCREMENT, handout TEXT NOT NULL, page INTEGER NOT NULL,
      pages INTEGER NOT NULL, source TEXT NOT NULL, digest TEXT NOT NULL, file TEXT NOT NULL, state TEXT NOT NULL,
      read_at TEXT NOT NULL, entered_at TEXT NOT NULL, settled_by TEXT NOT NULL, ticked TEXT NOT NULL,
      written TEXT NOT NULL, drills TEXT NOT NULL, unsure TEXT NOT NULL, remarks TEXT NOT NULL, why TEXT NOT NULL,
      UNIQUE (digest, handout, page));
    CREATE INDEX returned_handout ON returned (handout);
    CREATE INDEX returned_pending ON returned (state) WHERE state = 'pending';
    CREATE TABLE cutout (returned INTEGER NOT NULL, name TEXT NOT NULL, image BLOB NOT NULL,
      said TEXT, PRIMARY KEY (returned, name));
    """,
)
"""They come after those of the outbox, as number 7. Never changed once released, only added to."""
STEPS_LATER = ("ALTER TABLE returned ADD COLUMN said_at TEXT NOT NULL DEFAULT ''",)
"""They came after those of other rooms."""
_COLUMNS = ("handout", "page", "pages", "source", "digest", "file", "state", "read_at", "entered_at", "settled_by",
            "ticked", "written", "drills", "unsure", "remarks", "why", "said_at")  # fmt: skip
_JSON = ("ticked", "written", "drills", "unsure", "remarks", "why")
_ALL = ", ".join(("id", *_COLUMNS))
_EMPTY = 16_000_000
"""Most empty space that pictures which are settled may leave in the file, bytes."""
_AT_ONCE = 500
"""Ids in one question: SQLite takes some thousands."""


def now() -> str:
    """The time as returns have it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class ReturnsTable:
    """What came back, in an open register. Reading needs no register that may be written."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def put(self, ret: Return, cutouts: Mapping[str, bytes] | None = None) -> bool:
        """Keep a return, with small PNGs by the names of the places to be settled. Its ``id`` is given anew.

        False where this page of this handout was read from the same before: then nothing changes, also where a
        person has settled it, or left it. HandoutsError where the register does not know the handout.
        """
        values = [_stored(name, getattr(ret, name)) for name in _COLUMNS]
        marks = ", ".join("?" * len(values))
        with self._register.changing() as base:
            if not base.execute("SELECT 1 FROM issued WHERE handout = ?", (ret.handout,)).fetchone():
                raise _unknown(ret)
            query = f"INSERT OR IGNORE INTO returned ({', '.join(_COLUMNS)}) VALUES ({marks})"  # noqa: S608  # ours
            made = base.execute(query, values)
            if not made.rowcount:
                return False
            if ret.state == "pending":
                rows = [(made.lastrowid, name, image) for name, image in (cutouts or {}).items()]
                base.executemany("INSERT INTO cutout (returned, name, image) VALUES (?, ?, ?)", rows)
        return True

    def find(self, digest: str, handout: str, page: int) -> Return | None:
        """What was read from this before."""
        return next(iter(self._select("digest = ? AND handout = ? AND page = ?", (digest, handout, page))), None)

    def get(self, number: int) -> Return | None:
        """The return with this number."""
        return next(iter(self._select("id = ?", (number,))), None)

    def pending(self) -> list[Return]:
        """What a person has to settle, in the order in which it came in."""
        return self._select("state = 'pending'", ())

    def of_handout(self, handout: str) -> list[Return]:
        """Every return of a handout, in the order in which they came in."""
        return self._select("handout = ?", (handout,))

    def of_handouts(self, handouts: Iterable[str]) -> list[Return]:
        """Every return of these handouts, in the order in which they came in."""
        ids, found = sorted(set(handouts)), []
        for at in range(0, len(ids), _AT_ONCE):
            some = ids[at : at + _AT_ONCE]
            found += self._select(f"handout IN ({', '.join('?' * len(some))})", some)
        return sorted(found, key=lambda one: one.id)

    def cutouts(self, number: int) -> dict[str, bytes]:
        """Pictures (PNG) of what is to be settled of a return, by the names of the places."""
        query = "SELECT name, image FROM cutout WHERE returned = ? AND length(image) ORDER BY name"
        return {str(name): bytes(image) for name, image in self._register.read(query, (number,))}

    def said(self, number: int) -> dict[str, str]:
        """What a person has said so far of places of a pending return, by their names: it counts once the whole return
        is settled.
        """
        query = "SELECT name, said FROM cutout WHERE returned = ? AND said IS NOT NULL ORDER BY name"
        return {str(name): str(said) for name, said in self._register.read(query, (number,))}

    def say(self, number: int, name: str, said: str | None) -> bool:
        """Keep what a person says of one place of a pending return; with None it is open again. It goes with the
        cut-outs. False where the return is not pending any more.
        """
        query = (
            "INSERT INTO cutout (returned, name, image, said) VALUES (?, ?, X'', ?) "
            "ON CONFLICT (returned, name) DO UPDATE SET said = excluded.said"
        )
        with self._register.changing() as base:
            if not base.execute("SELECT 1 FROM returned WHERE id = ? AND state = 'pending'", (number,)).fetchone():
                return False
            base.execute(query, (number, name, _stored("said", said)))
        return True

    def say_over(self, number: int, name: str, said: str, seen: str | None) -> Literal["kept", "gone", "other"]:
        """Keep what a person says of a place, where that still says what they have ``seen``: None where it was open.

        “other” where somebody else has said something else meanwhile, and “gone” where the return is not pending any
        more: then nothing is changed.
        """
        query = (
            "INSERT INTO cutout (returned, name, image, said) VALUES (?, ?, X'', ?) "
            "ON CONFLICT (returned, name) DO UPDATE SET said = excluded.said"
        )
        with self._register.changing() as base:
            if not base.execute("SELECT 1 FROM returned WHERE id = ? AND state = 'pending'", (number,)).fetchone():
                return "gone"
            now = self.said(number).get(name)
            if now not in (seen, said):
                return "other"
            base.execute(query, (number, name, _stored("said", said)))
        return "kept"

    def settle(self, number: int, ticked: Mapping[str, bool], written: Mapping[str, str], by: str) -> bool:
        """Enter a pending return with what a person says of its places, and delete its cut-outs.

        False where it is not pending any more: somebody else was faster. ValueError where a place that is to be settled
        is named in neither.
        """
        one = self.get(number)
        if one is None or one.state != "pending":
            return False
        open_still = [name for name in one.unsure if name not in ticked and name not in written]
        if open_still:
            raise ValueError(f"return {number} is settled in part: {', '.join(open_still)} are open")
        values = [
            _stored("ticked", {**one.ticked, **ticked}),
            _stored("written", {**one.written, **written}),
            now(),
            by,
            number,
        ]
        return self._end(
            number,
            "UPDATE returned SET state = 'entered', ticked = ?, written = ?, entered_at = ?, settled_by = ? "
            "WHERE id = ? AND state = 'pending'",
            values,
        )

    def leave(self, number: int, by: str) -> bool:
        """Throw a pending return away, for a person says so: it stays known, so that it does not come again, and counts
        for nothing. False where it is not pending any more.
        """
        query = "UPDATE returned SET state = 'left', settled_by = ? WHERE id = ? AND state = 'pending'"
        return self._end(number, query, (by, number))

    def _end(self, number: int, query: str, values: Sequence[object]) -> bool:
        with self._register.changing() as base:
            if not base.execute(query, values).rowcount:
                return False
            base.execute("DELETE FROM cutout WHERE returned = ?", (number,))
        self._register.tidy(_EMPTY)  # a picture of somebody's handwriting is not to linger
        return True

    def forget(self, handouts: Iterable[str]) -> int:
        """Delete every return of these handouts, and their cut-outs. Gives how many returns; see ``Register.tidy``."""
        with self._register.changing() as base:
            return _forget(base, handouts)

    def _select(self, where: str, values: Sequence[object]) -> list[Return]:
        rows = self._register.read(f"SELECT {_ALL} FROM returned WHERE {where} ORDER BY id", values)  # noqa: S608  # ours
        return [_read(row) for row in rows]


def forget_orphans(base: Base, handouts: Iterable[str]) -> int:
    """The same within a change that is going on (``Register.changing``), of those that the register knows no more."""
    query = "SELECT 1 FROM issued WHERE handout = ?"
    return _forget(base, [one for one in handouts if not base.execute(query, (one,)).fetchone()])


def _forget(base: Base, handouts: Iterable[str]) -> int:
    gone = 0
    for handout in sorted(set(handouts)):
        base.execute("DELETE FROM cutout WHERE returned IN (SELECT id FROM returned WHERE handout = ?)", (handout,))
        gone += int(base.execute("DELETE FROM returned WHERE handout = ?", (handout,)).rowcount)
    return gone


def _stored(name: str, value: Any) -> object:
    """A value as it can be stored: half a character, which no file can hold, stands as “?”."""
    if name in _JSON:
        value = json.dumps(dict(value) if isinstance(value, Mapping) else list(value), ensure_ascii=False)
    return value.encode(errors="replace").decode() if isinstance(value, str) and not value.isascii() else value


def _read(row: Sequence[Any]) -> Return:
    """A row as it stands there; whatever somebody has changed by hand is no more than unknown."""
    found: dict[str, Any] = dict(zip(("id", *_COLUMNS), row, strict=True))
    for name in _JSON:
        found[name] = _parsed(found[name])
    known = found["source"] in get_args(ReturnSource) and found["state"] in get_args(ReturnState)
    if not known or not all(isinstance(found[name], dict) for name in ("ticked", "written")):
        found |= {"state": "left", "source": "typed", "ticked": {}, "written": {}}
    found["ticked"] = {str(name): value is True for name, value in found["ticked"].items()}
    found["written"] = {str(name): str(text) for name, text in found["written"].items()}
    for name in ("drills", "unsure", "remarks", "why"):
        found[name] = tuple(map(str, found[name])) if isinstance(found[name], list) else ()
    return Return(**found)


def _parsed(text: object) -> Any:
    try:
        return json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None


def _unknown(ret: Return) -> HandoutsError:
    message = f"the register does not know the handout {shown_id(ret.handout)}"
    hint = "It is another clinic's, or its patient was forgotten. Nothing was entered."
    return HandoutsError([Problem(ret.file, 0, message, hint)])
