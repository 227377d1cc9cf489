"""The register: every handout a clinic has issued. One SQLite file in the clinic's folder, its owner's alone.

A row is written after its file, so what the register names was there; a batch that was killed may have
written a few files that it does not name yet, and “--resume” adds them.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any, Self

from handouts.base.problems import Exit, HandoutsError, Problem

__all__ = ["FILE", "STEPS", "Issued", "Register"]

FILE = "register.sqlite"
_WAIT = 30.0
"""How long to wait for another command that writes, s."""


@dataclass(frozen=True)
class Issued:
    """A handout that was made."""

    handout: str
    """Its id."""
    key: str
    """The clinic's own name for the patient, where the roster has one."""
    patient: str
    program: str
    """Program, or first drill."""
    week: int
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


_COLUMNS = tuple(item.name for item in fields(Issued))
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
    """

    def __init__(self, path: Path, steps: Sequence[str]) -> None:
        self.path, self._steps = path, steps
        with contextlib.suppress(FileExistsError):  # made by us, so that no one else can ever read it
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        if os.name == "posix" and path.stat().st_mode & 0o077:
            with contextlib.suppress(OSError):  # another's file
                path.chmod(0o600)
        self._base = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
        self._base.execute("PRAGMA journal_mode=WAL")
        self._base.execute("PRAGMA synchronous=FULL")
        self._base.execute("PRAGMA secure_delete=ON")
        self._migrate()

    @classmethod
    def of(cls, folder: Path, steps: Sequence[str]) -> Self:
        """The register of a clinic's folder, made where there is none; HandoutsError where it cannot be used."""
        path = folder / FILE
        try:
            return cls(path, steps)
        except sqlite3.DatabaseError as error:
            raise _unusable(path, error) from error
        except OSError as error:
            message = f"the register cannot be written: {error.strerror or error}"
            hint = "Check the folder's permissions."
            raise HandoutsError([Problem(str(path), 0, message, hint)], Exit.OUTPUT) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def _migrate(self) -> None:
        with self._writing():
            version = int(self._base.execute("PRAGMA user_version").fetchone()[0])
            known = len(self._steps)
            if version > known:
                message = f"was made by a newer version of Handouts (its form is {version}, known is {known})"
                raise HandoutsError([Problem(str(self.path), 0, message, "Install that version, or a later one.")])
            for number, script in enumerate(self._steps[version:], version + 1):
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
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                with contextlib.suppress(sqlite3.DatabaseError):
                    self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """A register that is damaged, or held for long, is a problem in words."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise _unusable(self.path, error) from error

    def add(self, made: Iterable[Issued]) -> None:
        """Add handouts, all or none. One that is there for the same place is brought up to date."""
        with self._writing():
            self.put(made)

    def put(self, made: Iterable[Issued]) -> None:
        """Add handouts within a change that is going on; see ``changing``."""
        query = f"INSERT OR REPLACE INTO issued ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608  # ours
        self._base.executemany(query, map(astuple, made))

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
                self._base.executemany(f"INSERT INTO temp.later VALUES ({marks})", map(astuple, made))  # noqa: S608  # ours

        yield take
        with self._writing():
            self._base.execute(f"INSERT OR REPLACE INTO issued ({names}) SELECT {names} FROM temp.later")  # noqa: S608  # ours
            self._base.execute("DROP TABLE temp.later")

    def keep(self, digest: str, data: bytes) -> None:
        """Keep content that handouts are made from, once."""
        if not digest or self.content(digest) is not None:
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

    def given_to(self, key: str, names: Sequence[str]) -> list[Issued]:
        """What one person was given, the latest first: all of a key, and what has no key and just one of the names."""
        marks = ", ".join("?" * len(names))
        where = f"(key = ? AND key != '') OR (key = '' AND patient != '' AND patient IN ({marks}))"
        return self._select(where, (key, *names))

    def _select(self, where: str, values: tuple[str, ...]) -> list[Issued]:
        query = f"SELECT {', '.join(_COLUMNS)} FROM issued WHERE {where} ORDER BY issued_at DESC, place"  # noqa: S608  # ours
        with self._told():
            found = self._base.execute(query, values).fetchall()
        return [Issued(row[0], row[1], row[2], row[3], int(row[4]), *row[5:]) for row in found]

    def take_out(self, rows: Iterable[Issued]) -> None:
        """Take handouts out within a change that is going on; see ``changing``, and ``tidy`` afterwards."""
        query = "DELETE FROM issued WHERE handout = ? AND place = ?"
        self._base.executemany(query, [(row.handout, row.place) for row in rows])


def _unusable(path: Path, error: sqlite3.DatabaseError) -> HandoutsError:
    hint = "Another program may hold it. If it is damaged, put back a copy; the PDFs themselves are not touched."
    return HandoutsError([Problem(str(path), 0, f"the register cannot be used: {error}", hint)], Exit.OUTPUT)
