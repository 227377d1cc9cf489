"""A handout made again by its id: the very file, or the same bytes from the order and content that were kept.

What the clinic's content says today does not matter, nor whether anything is wrong with it, but where nothing was kept.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

from handouts.base.ids import check_id
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.register import Issued, Register
from handouts.library.load import Library
from handouts.runs.remaking import Remaking, how_of

__all__ = ["MadeAgain", "made_again", "page_again", "plain_id"]


@dataclass(frozen=True)
class MadeAgain:
    """A handout that was made again."""

    data: bytes
    of: Issued
    """What was handed out, and is made again."""
    others: tuple[str, ...] = ()
    """Places where it was put in other ways: in black, as a booklet, in a packet."""

    @property
    def in_packet(self) -> bool:
        """Whether it was only ever printed among others, for paper: without form fields."""
        return not self.of.sha256

    @property
    def was_protected(self) -> bool:
        """Whether it was handed out with a password, which is kept nowhere: this one has none."""
        return bool(how_of(self.of).get("protected"))


def plain_id(text: str) -> str:
    """An id as it is printed, in its plain form; HandoutsError where it was misread."""
    plain = check_id(text)
    if plain is None:
        hint = "It has 12 letters and digits, such as 7K2M-9QXA-4DZZ; one of them was misread."
        raise HandoutsError([Problem("ID", 0, f"“{text[:40]}” is no handout's id", hint)], Exit.USAGE)
    return plain


def made_again(
    handout: str, today: Callable[[], Library], folder: Path, register: Register, *, anyway: bool
) -> MadeAgain:
    """A handout that was issued, by its plain id: the latest one by itself, else as it was in a packet.

    ``today`` gives today's content, or raises HandoutsError where it has faults; ``anyway`` makes it of that where need
    be. HandoutsError where the register does not know it, or it cannot be made as it was.
    """
    rows = register.find(handout)
    if not rows:
        hint = "“handouts history PATIENT” lists what a patient was given."
        raise HandoutsError([Problem("ID", 0, "the register knows no such handout", hint)], Exit.USAGE)
    own = [row for row in rows if row.sha256] or rows
    alike = [row for row in own if row.sha256 == own[0].sha256]
    others = tuple(row.place for row in rows if row not in alike)
    if found := _still_there(alike, folder):
        return MadeAgain(*found, others)
    with Remaking(today, register) as remaking:
        return MadeAgain(remaking.printed(own[0], anyway=anyway), own[0], others)


def page_again(
    of: Issued, today: Callable[[], Library], register: Register, *, named: bool, anyway: bool
) -> tuple[str, bytes]:
    """The page for the phone of a handout that was issued, and the name that its file is to have: empty where that is
    its sheet's.
    """
    with Remaking(today, register) as remaking:
        handout, data = remaking.page(of, named=named, anyway=anyway)
    return handout.phone.place.file_name(handout.id) if handout.phone else "", data


def _still_there(rows: Sequence[Issued], folder: Path) -> tuple[bytes, Issued] | None:
    """The very file, where it still lies where it was put."""
    for row in rows:
        path = folder / row.place
        with contextlib.suppress(OSError, ValueError):  # a place that was edited by hand may be no path at all
            if row.sha256 and path.is_file():
                data = path.read_bytes()
                if sha256(data).hexdigest() == row.sha256:
                    return data, row
    return None
