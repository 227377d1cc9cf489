"""The register's table of drafts: sheets that are being made at the desk, so that none is lost on a reload or a crash.

Two windows, or two people, may have the same draft before them. Each field knows when it was last set, and from which
window: what another window set since a page was shown is never overwritten unseen.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import field
from datetime import UTC, datetime, timedelta
from typing import Any

from handouts.base.people import folded
from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.register import Register

__all__ = ["STEPS", "DraftClash", "DraftsTable", "SheetDraft", "Stamp", "Value"]

STEPS = (
    """
    CREATE TABLE drafts (id TEXT PRIMARY KEY, number INTEGER NOT NULL, vals TEXT NOT NULL, stamps TEXT NOT NULL,
      owner TEXT NOT NULL DEFAULT '', made_at TEXT NOT NULL, changed_at TEXT NOT NULL);
    CREATE INDEX drafts_changed ON drafts (changed_at);
    """,
)
"""Never changed once released, only added to."""
Value = str | tuple[str, ...]
"""What a field holds: one text, or several where its option may be given more than once."""
_LONGEST = 200_000
"""Characters of all values of a draft, as JSON."""


@dataclass(frozen=True)
class Stamp:
    """When a field was last set, and by whom."""

    number: int
    """The draft's number of change."""
    tab: str
    """Which window of a browser."""
    by: str
    at: str
    """ISO time, UTC."""


@dataclass(frozen=True)
class SheetDraft:
    """A sheet that is being made."""

    id: str
    number: int
    """Of its last change, from 1."""
    values: Mapping[str, Value] = field(repr=False)
    """The texts of an order's fields, by their names, as the command line takes them; and options of printing."""
    stamps: Mapping[str, Stamp] = field(repr=False)
    owner: str
    made_at: str
    changed_at: str

    def text(self, name: str) -> str:
        """A field's text; empty where it is not given."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else ", ".join(value)

    def texts(self, name: str) -> tuple[str, ...]:
        """A field's texts."""
        value = self.values.get(name, ())
        return value if isinstance(value, tuple) else (value,) if value else ()


@dataclass(frozen=True)
class DraftClash:
    """A change that was not made, for another window has set the same field since."""

    draft: SheetDraft
    """As it is."""
    fields: Mapping[str, Stamp]
    """Those that clash, and who set them."""


class DraftsTable:
    """The drafts of an open register."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def add(self, values: Mapping[str, Value], *, owner: str = "", tab: str = "") -> SheetDraft:
        """A new draft; HandoutsError where it would hold more than a draft may."""
        if len(_packed(values)) > _LONGEST:
            message = f"the sheet would hold more than {_LONGEST:,} characters"
            raise HandoutsError([Problem("form", 0, message, "Shorten the note or leave drills out.")])
        now, name = _now(), secrets.token_urlsafe(9)
        stamps = {key: Stamp(1, tab, owner, now) for key in values}
        with self._register.changing() as base:
            base.execute(
                "INSERT INTO drafts VALUES (?, ?, ?, ?, ?, ?, ?)",
                (name, 1, _packed(values), _packed_stamps(stamps), owner, now, now),
            )
        return SheetDraft(name, 1, dict(values), stamps, owner, now, now)

    def get(self, name: str) -> SheetDraft | None:
        """A draft by its id; None where there is none (any more)."""
        rows = self._register.read(f"{_SELECT} WHERE id = ?", (name,))
        return _draft(rows[0]) if rows else None

    def latest(self, most: int, owner: str | None = None) -> list[SheetDraft]:
        """The drafts that were changed last; ``owner`` for one person's only."""
        where, values = ("", ()) if owner is None else ("WHERE owner = ?", (owner,))
        query = f"{_SELECT} {where} ORDER BY changed_at DESC, rowid DESC LIMIT ?"
        return [_draft(row) for row in self._register.read(query, (*values, most))]

    def change(
        self, name: str, seen: int, values: Mapping[str, Value | None], *, by: str = "", tab: str = ""
    ) -> SheetDraft | DraftClash | None:
        """Set fields (None takes one out), where no other window has set them to something else since number ``seen``.

        Gives the draft as it is then; a clash where nothing was changed; None where the draft is gone. ValueError where
        it would hold more than a draft may.
        """
        with self._register.changing() as base:
            now = self.get(name)
            if now is None:
                return None
            clash = {
                key: stamp
                for key, value in values.items()
                if (stamp := now.stamps.get(key))
                and stamp.number > seen
                and stamp.tab != tab
                and (now.values.get(key) or None) != (value or None)
            }
            if clash:
                return DraftClash(now, clash)
            after = _changed(now, values, by, tab)
            row = (after.number, _packed(after.values), _packed_stamps(after.stamps), after.changed_at, now.id)
            base.execute("UPDATE drafts SET number = ?, vals = ?, stamps = ?, changed_at = ? WHERE id = ?", row)
        return after

    def remove(self, name: str) -> None:
        """Throw a draft away."""
        with self._register.changing() as base:
            base.execute("DELETE FROM drafts WHERE id = ?", (name,))

    def people(self) -> list[tuple[str, str]]:
        """Key and name of everyone whose sheet is being made, each pair once; either may be empty."""
        pairs = ((one.text("key").strip(), one.text("patient").strip()) for one in self._all())
        return [pair for pair in dict.fromkeys(pairs) if any(pair)]

    def of(self, key: str, names: Collection[str]) -> list[SheetDraft]:
        """The drafts of one person, the latest last: all with the clinic's own key, and those without any of just
        these names.
        """
        wanted = {folded(one) for one in names} - {""}
        return [
            one
            for one in self._all()
            if (own == key if (own := one.text("key").strip()) else folded(one.text("patient")) in wanted)
        ]

    def forget(self, key: str, names: Collection[str]) -> int:
        """Throw away every draft of a person, as ``of`` finds them; gives how many."""
        gone = self.of(key, names)
        with self._register.changing() as base:
            base.executemany("DELETE FROM drafts WHERE id = ?", [(one.id,) for one in gone])
        return len(gone)

    def _all(self) -> list[SheetDraft]:
        return [_draft(row) for row in self._register.read(f"{_SELECT} ORDER BY changed_at, rowid")]

    def clear(self, days: int) -> int:
        """Throw away what nobody has touched for so many days; gives how many those were."""
        before = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="milliseconds")
        with self._register.changing() as base:
            return base.execute("DELETE FROM drafts WHERE changed_at < ?", (before,)).rowcount


_SELECT = "SELECT id, number, vals, stamps, owner, made_at, changed_at FROM drafts"


def _changed(now: SheetDraft, values: Mapping[str, Value | None], by: str, tab: str) -> SheetDraft:
    """The draft with other values; ValueError where that is too much."""
    stamp = Stamp(now.number + 1, tab, by, _now())
    kept = {key: value for key, value in {**now.values, **values}.items() if value}
    if len(_packed(kept)) > _LONGEST:
        raise ValueError(f"the sheet would hold more than {_LONGEST:,} characters")
    stamps = {**now.stamps, **dict.fromkeys(values, stamp)}
    return SheetDraft(now.id, stamp.number, kept, stamps, now.owner, now.made_at, stamp.at)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _packed(values: Mapping[str, Value]) -> str:
    return json.dumps(values, ensure_ascii=False)


def _packed_stamps(stamps: Mapping[str, Stamp]) -> str:
    return json.dumps({key: [one.number, one.tab, one.by, one.at] for key, one in stamps.items()}, ensure_ascii=False)


def _draft(row: tuple[Any, ...]) -> SheetDraft:
    name, number, values, stamps, owner, made, changed = row
    return SheetDraft(
        name,
        number,
        {key: tuple(one) if isinstance(one, list) else one for key, one in json.loads(values).items()},
        {key: Stamp(*one) for key, one in json.loads(stamps).items()},
        owner,
        made,
        changed,
    )
