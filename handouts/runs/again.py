"""A handout made again by its id: the very file, or the same bytes from the order and content that were kept."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from handouts.base.ids import check_id
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.deliver.register import Issued, Register
from handouts.library.load import Library, load_library
from handouts.library.snapshot import restore
from handouts.orders.stored import order_from_json
from handouts.plan.planner import Planner
from handouts.runs.press import Press

__all__ = ["made_again", "plain_id"]


def plain_id(text: str) -> str:
    """An id as it is printed, in its plain form; HandoutsError where it was misread."""
    plain = check_id(text)
    if plain is None:
        hint = "It has 12 letters and digits, such as 7K2M-9QXA-4DZZ; one of them was misread."
        raise HandoutsError([Problem("ID", 0, f"“{text[:40]}” is no handout's id", hint)], Exit.USAGE)
    return plain


def made_again(handout: str, library: Library, folder: Path, register: Register, *, anyway: bool) -> bytes:
    """The bytes of a handout that was issued, by its plain id. ``anyway``: of today's content where need be.

    HandoutsError where the register does not know it, or it cannot be made as it was.
    """
    rows = register.find(handout)
    if not rows:
        hint = "“handouts history PATIENT” lists what a patient was given."
        raise HandoutsError([Problem("ID", 0, "the register knows no such handout", hint)], Exit.USAGE)
    latest = [row for row in rows if row.sha256 == rows[0].sha256]  # it may have been printed in other ways too
    there = _still_there(latest, folder)
    return there if there is not None else _from_order(rows[0], library, register, anyway=anyway)


def _still_there(rows: Sequence[Issued], folder: Path) -> bytes | None:
    """The very file, where it still lies where it was put."""
    for row in rows:
        path = folder / row.place
        with contextlib.suppress(OSError):
            if row.sha256 and path.is_file():
                data = path.read_bytes()
                if sha256(data).hexdigest() == row.sha256:
                    return data
    return None


def _from_order(row: Issued, library: Library, register: Register, *, anyway: bool) -> bytes:
    """The handout from its stored order, with today's content, or with that it was made from, which was kept."""
    today, wrong = _today(row, library)
    if today is not None and _is_same(row, today):
        return today
    if content := register.content(row.content):
        before = _with_content(row, content)
        if before is not None and _is_same(row, before):
            return before
    if today is None:
        raise HandoutsError(wrong)
    if not anyway:
        message = f"cannot be made as it was (content {row.version}): Handouts itself has changed since"
        hint = "--anyway makes it from today's content, in today's form."
        raise HandoutsError([Problem(row.handout, 0, message, hint)])
    return today


def _today(row: Issued, library: Library) -> tuple[bytes | None, tuple[Problem, ...]]:
    """The handout from today's content, or what is wrong with that: a file at fault is no loss where one was kept."""
    try:
        return _printed(row, library.checked()), ()
    except HandoutsError as error:
        return None, error.problems


def _with_content(row: Issued, content: bytes) -> bytes | None:
    """The handout from the content that was kept; None where today's Handouts cannot make it from that."""
    with tempfile.TemporaryDirectory() as name:
        restore(content, Path(name))
        brand = json.loads(row.how).get("brand") if row.how else None
        with contextlib.suppress(HandoutsError):
            return _printed(row, load_library(Path(name), brand).checked())
    return None


def _is_same(row: Issued, data: bytes) -> bool:
    # of a handout in a packet there is no hash: its id says the same of what is on it
    return sha256(data).hexdigest() == row.sha256 if row.sha256 else b"/Handout(" + row.handout.encode() in data


def _printed(row: Issued, library: Library) -> bytes:
    how = json.loads(row.how) if row.how else {}
    how.pop("brand", None)
    return Press(library, **how).pdf(Planner(library, checked=False).plan(order_from_json(row.asked))[0])
