"""The register: every handout a clinic has issued. One SQLite file in the clinic's folder, its owner's alone.

A row is written after its file, so what the register names was there; a batch that was killed may have
written a few files that it does not name yet, and “--resume” adds them.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

from handouts.base.problems import HandoutsError, Problem
from handouts.deliver.register_faults import BUSY, reason_of, unusable, unwritable

__all__ = ["FILE", "STEPS", "Issued", "Register"]

FILE = "register.sqlite"
_WAIT = 30.0
"""How long to wait for another command that writes, s."""
_AGAIN = 0.02
"""Between two tries where SQLite does not wait by itself, s."""
_PATIENT = 2.0
"""How long of that is waited in silence, s."""
"""Says what a command waits for: without further ado Python shows that on standard error."""


class Issued(NamedTuple):
    """A handout that was made. A plain tuple, for thousands of them go from process to process."""

    handout: str
    """Its id."""
    key: str
    """The clinic's own name for the patient, where the roster has one."""
    patient: str
    program: str
    """Program, or first drill."""
    week: int
    """From 1; 0 where what stands there is no number."""
    first_day: str
    """ISO dates and times."""
    version: str
    """Of the content."""
    sha256: str
    """Of the file's bytes; of the handout's pages in a packet it is empty."""
    issued_at: str
    place: str
    """The file, relative to the clinic's folder where it lies in it."""
    asked: str
    """The order, as JSON, to make it again."""
    how: str = ""
    """Brand and way of printing, as JSON."""
    content: str = ""
    """Digest of the content it was made from, which is kept too."""


_DIGITS = 10
_COLUMNS = Issued._fields
STEPS = (
    """
    CREATE TABLE issued (handout TEXT NOT NULL, key TEXT NOT NULL, patient TEXT NOT NULL, program TEXT NOT NULL,
      week TEXT NOT NULL, first_day TEXT NOT NULL, version TEXT NOT NULL, sha256 TEXT NOT NULL,
      issued_at TEXT NOT NULL, place TEXT NOT NULL, asked TEXT NOT NULL, PRIMARY KEY (handout, place));
    CREATE INDEX issued_key ON issued (key) WHERE key != '';
    CREATE INDEX issued_patient ON issued (patient COLLATE NOCASE);
    CREATE INDEX issued_place ON issued (place);
    """,
    """
    ALTER TABLE issued ADD COLUMN how TEXT NOT NULL DEFAULT '';
    ALTER TABLE issued ADD COLUMN content TEXT NOT NULL DEFAULT '';
    CREATE TABLE content (digest TEXT PRIMARY KEY, data BLOB NOT NULL);
    """,
)
"""Each takes a register from its number to the next. Never changed once released. Other rooms' tables in this file come
after these: see ``Register``.
"""


class Register:
    """An open register. Use it in a ``with`` block.

    ``steps`` are the SQL scripts that bring the file from its number, 0 for a new one, to the form that is known here:
    ``STEPS``, and after them those of other rooms' tables. Every caller must give the same.

    ``reading`` changes nothing, so that a register on a disk that is full or read-only can be consulted, and one that
    another command is writing to at once. Where there is no file, none is made: it is empty. One of an earlier version
    is brought up to date in memory only.
    """

    def __init__(self, path: Path, steps: Sequence[str], *, reading: bool = False) -> None:
        self.path, self._steps = path, steps
        self._base = _opened_to_read(path) if reading else _opened(path)
        try:
            self._migrate(reading=reading)
            if reading:
                self._base.execute("PRAGMA query_only=ON")
        except BaseException:
            self._base.close()
            raise

    @classmethod
    def of(cls, folder: Path, steps: Sequence[str], *, reading: bool = False) -> Self:
        """The register of a clinic's folder, made where there is none; HandoutsError where it cannot be used."""
        path = folder / FILE
        try:
            return cls(path, steps, reading=reading)
        except sqlite3.DatabaseError as error:
            raise unusable(path, error) from error
        except OSError as error:
            raise unwritable(path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def _version(self) -> int:
        """The number of the file's form; HandoutsError where a later version of Handouts made it."""
        version = int(self._base.execute("PRAGMA user_version").fetchone()[0])
        if version > len(self._steps):
            message = f"was made by a newer version of Handouts (its form is {version}, known is {len(self._steps)})"
            raise HandoutsError([Problem(str(self.path), 0, message, "Install that version, or a later one.")])
        return version

    def _migrate(self, *, reading: bool) -> None:
        if self._version() == len(self._steps):  # no need to wait for another command that writes
            return
        if reading:  # of an earlier version: brought up to date in memory, so that the file stays as it is
            before, self._base = self._base, sqlite3.connect(":memory:", isolation_level=None)
            with contextlib.closing(before), self._told():
                before.backup(self._base)
        with self._writing():
            for number, script in enumerate(self._steps[self._version() :], self._version() + 1):
                for statement in filter(str.strip, script.split(";")):
                    self._base.execute(statement)
                self._base.execute(f"PRAGMA user_version={number}")

    @contextlib.contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """One whole change or none, for other rooms' tables in this file; waits for another command's."""
        with self._writing():
            yield self._base

    def read(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Rows of other rooms' tables in this file."""
        with self._told():
            return self._base.execute(query, values).fetchall()

    def tidy(self, most: int) -> None:
        """Let nothing that was deleted linger beside the file, nor more than ``most`` empty bytes in it."""
        with self._told():
            self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (free,), (size,) = self.read("PRAGMA freelist_count")[0], self.read("PRAGMA page_size")[0]
            if free * size > most:
                self._base.execute("VACUUM")
                self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """One whole change or none; waits for another command's."""
        with self._told():
            self._begin()
            try:
                yield
            except BaseException:
                with contextlib.suppress(sqlite3.DatabaseError):
                    self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    def _begin(self) -> None:
        """Take the register in hand; who waits long for another command is told what they wait for."""
        end, told = time.monotonic() + _WAIT, False
        self._base.execute(f"PRAGMA busy_timeout={int(1000 * min(_WAIT, _PATIENT))}")
        try:
            while True:
                try:
                    self._base.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError as error:
                    if reason_of(error) not in BUSY or time.monotonic() >= end:
                        raise
                    if not told:
                        told = True
                        _say("Waiting for another command that is writing to %s …", self.path)
                else:
                    return
        finally:
            self._base.execute(f"PRAGMA busy_timeout={int(1000 * _WAIT)}")

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """A register that is damaged, or held for long, is a problem in words."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise unusable(self.path, error) from error

    def add(self, made: Iterable[Issued]) -> None:
        """Add handouts, all or none. One that is there for the same place is brought up to date."""
        with self._writing():
            self.put(made)

    def put(self, made: Iterable[Issued]) -> None:
        """Add handouts within a change that is going on; see ``changing``."""
        query = f"INSERT OR REPLACE INTO issued ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608  # ours
        self._base.executemany(query, map(_stored, made))

    @contextlib.contextmanager
    def later(self) -> Iterator[Callable[[Iterable[Issued]], None]]:
        """Takes handouts whose file is not in its place yet, and adds them all where the block ends well.

        Until then they lie in a temporary table, which SQLite keeps off the register and out of memory.
        """
        names, marks = ", ".join(_COLUMNS), ", ".join("?" * len(_COLUMNS))
        with self._told():
            self._base.execute("DROP TABLE IF EXISTS temp.later")
            self._base.execute(f"CREATE TEMP TABLE later AS SELECT {names} FROM issued WHERE 0")  # noqa: S608  # ours

        def take(made: Iterable[Issued]) -> None:
            with self._told():
                self._base.executemany(f"INSERT INTO temp.later VALUES ({marks})", map(_stored, made))  # noqa: S608  # ours

        yield take
        with self._writing():
            self._base.execute(f"INSERT OR REPLACE INTO issued ({names}) SELECT {names} FROM temp.later")  # noqa: S608  # ours
            self._base.execute("DROP TABLE temp.later")

    def keep(self, digest: str, data: bytes) -> None:
        """Keep content that handouts are made from, once."""
        if not digest:
            return
        with self._told():
            known = self._base.execute("SELECT 1 FROM content WHERE digest = ?", (digest,)).fetchone()
        if known:
            return
        with self._writing():
            self._base.execute("INSERT OR IGNORE INTO content VALUES (?, ?)", (digest, data))

    def content(self, digest: str) -> bytes | None:
        """Content that was kept."""
        with self._told():
            row = self._base.execute("SELECT data FROM content WHERE digest = ?", (digest,)).fetchone()
        return bytes(row[0]) if row else None

    def in_folder(self, folder: str) -> dict[str, str]:
        """Id and place of each handout whose file is in a folder itself, and not in one within it."""
        return {handout: place for handout, place, *_ in self.sheets_in(folder)}

    def sheets_in(self, folder: str) -> list[tuple[str, str, str, str, str, str]]:
        """Of each handout whose file is in a folder itself: id, place, key, patient, program and first day."""
        low, high = f"{folder}/", f"{folder}0"  # the character after the slash
        query = (
            "SELECT handout, place, key, patient, program, first_day FROM issued "
            "WHERE place >= ? AND place < ? AND instr(substr(place, ?), '/') = 0"
        )
        with self._told():
            return self._base.execute(query, (low, high, len(low) + 1)).fetchall()

    def moved(self, places: Iterable[tuple[str, str]]) -> None:
        """Files have moved, each from one place to another."""
        with self._writing():
            self._base.executemany("UPDATE OR REPLACE issued SET place = ?2 WHERE place = ?1", places)

    def find(self, handout: str) -> list[Issued]:
        """Every row of a handout's id, the latest first."""
        return self._select("handout = ?", (handout,))

    def last_at(self, place: str) -> Issued | None:
        """The handout that was put at a place last."""
        return next(iter(self._select("place = ?", (place,))), None)

    def history(self, patient: str) -> list[Issued]:
        """What a patient was given, the latest first; by the clinic's own name for them, or by name. An empty text is
        nobody's.
        """
        where = "(key = ? AND key != '') OR (patient = ? COLLATE NOCASE AND patient != '')"
        return self._select(where, (patient, patient))

    def people(self) -> list[tuple[str, str]]:
        """Key and name of everyone who was given something, each pair once."""
        with self._told():
            return self._base.execute("SELECT DISTINCT key, patient FROM issued").fetchall()

    def given_in(self, first: str, after: str) -> list[tuple[str, str]]:
        """Key and name of everyone with a sheet that begins on ``first`` or later, and before ``after``, ISO dates."""
        query = "SELECT DISTINCT key, patient FROM issued WHERE first_day >= ? AND first_day < ?"
        return [(str(key), str(name)) for key, name in self.read(query, (first, after))]

    def given_to(self, key: str, names: Sequence[str]) -> list[Issued]:
        """What one person was given, the latest first: all of a key, and what has no key and just one of the names."""
        marks = ", ".join("?" * len(names))
        where = f"(key = ? AND key != '') OR (key = '' AND patient != '' AND patient IN ({marks}))"
        return self._select(where, (key, *names))

    def recent(self, most: int) -> list[tuple[str, str]]:
        """Key and name of those who were given something last, each pair once, the latest first."""
        query = "SELECT key, patient FROM issued GROUP BY key, patient ORDER BY max(issued_at) DESC LIMIT ?"
        return [(str(key), str(name)) for key, name in self.read(query, (most,))]

    def _select(self, where: str, values: tuple[str, ...]) -> list[Issued]:
        query = f"SELECT {', '.join(_COLUMNS)} FROM issued WHERE {where} ORDER BY issued_at DESC, place"  # noqa: S608  # ours
        with self._told():
            found = self._base.execute(query, values).fetchall()
        return [_read(row) for row in found]

    def take_out(self, rows: Iterable[Issued]) -> None:
        """Take handouts out within a change that is going on; see ``changing``, and ``tidy`` afterwards."""
        query = "DELETE FROM issued WHERE handout = ? AND place = ?"
        self._base.executemany(query, [(row.handout, row.place) for row in rows])


def _stored(row: Issued) -> tuple[object, ...]:
    """A row as it can be stored: half a character, which no file can hold, stands as “?”."""
    return tuple(
        value.encode(errors="replace").decode() if isinstance(value, str) and not value.isascii() else value
        for value in row
    )


def _read(row: Sequence[Any]) -> Issued:
    """A row as it stands there, whoever wrote it."""
    texts = [value.decode(errors="replace") if isinstance(value, bytes) else str(value) for value in row]
    week = int(texts[4]) if texts[4].isascii() and texts[4].isdigit() and len(texts[4]) < _DIGITS else 0
    values: dict[str, Any] = {**dict(zip(_COLUMNS, texts, strict=True)), "week": week}
    return Issued(**values)


def _opened(path: Path) -> sqlite3.Connection:
    """A register to read and to write, made where there is none."""
    with contextlib.suppress(FileExistsError):  # made by us, so that no one else can ever read it
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    if os.name == "posix" and path.stat().st_mode & 0o077:
        with contextlib.suppress(OSError):  # another's file
            path.chmod(0o600)
    base = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
    try:
        _keep_a_log(base)
        base.execute("PRAGMA synchronous=FULL")
        base.execute("PRAGMA secure_delete=ON")
    except BaseException:
        base.close()
        raise
    return base


def _keep_a_log(base: sqlite3.Connection) -> None:
    """Have changes written to a log first, so that who reads need not wait. A file keeps that for good.

    While another command is doing the same to a new file, SQLite refuses at once instead of waiting: it may not wait
    with a lock in hand. So it is asked again.
    """
    end = time.monotonic() + _WAIT
    while True:
        try:
            base.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) or time.monotonic() > end:
                raise
            time.sleep(_AGAIN)
        else:
            return


def _opened_to_read(path: Path) -> sqlite3.Connection:
    """A register to look into: as far as the disk lets us, with its companions for what others write, or without."""
    if not path.exists() or not path.stat().st_size:
        return sqlite3.connect(":memory:", isolation_level=None)
    wal = path.with_name(f"{path.name}-wal")
    modes = ["mode=rw", "mode=ro"]
    if not (wal.exists() and wal.stat().st_size):  # else the latest rows are there and not in the file itself
        modes.append("mode=ro&immutable=1")
    first: sqlite3.DatabaseError | None = None
    for mode in modes:
        base = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, timeout=_WAIT, isolation_level=None)
        try:
            base.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.DatabaseError as error:
            base.close()
            first = first or error
        else:
            return base
    assert first
    raise first


def _say(message: str, *parts: object) -> None:
    """What is waited for; logging is loaded for this only."""
    import logging

    logging.getLogger(__name__).warning(message, *parts)
