"""Enters what comes back into the clinic's register, and says what became of it: entered, to be settled, known already.

Only who enters something takes the register to write. A file is entered by itself, in one change: who is stopped on the
way runs the same command again, and what was entered is known by its bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

from handouts.base.plaintext import visible
from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.register import Issued, Register
from handouts.library.load import Library
from handouts.returned.forms import Returned
from handouts.returned.placewords import places_told
from handouts.returned.returns import Return, taken_back
from handouts.returned.returnstable import ReturnsTable, now
from handouts.returned.whose import Known, said_of_itself
from handouts.runs.again import made_again
from handouts.runs.registers import open_register

__all__ = [
    "Became",
    "Cutouts",
    "EnteredReturn",
    "another_week",
    "as_return",
    "became_words",
    "doubts_of",
    "entered",
    "known_by",
    "known_in",
    "looked_at_form",
    "looked_up",
]

Became = Literal["entered", "pending", "known", "unknown", "looked", "older"]
"""Entered now; to be settled first; there already; of no handout of this register; only looked at; older than what a
phone sent and was entered before.
"""
Cutouts = Mapping[str, Mapping[str, bytes]]
"""Of each file, small PNGs of the places that a person has to settle, by their names."""
_NAME = 200
"""Most characters of a file's name that are kept."""


@dataclass(frozen=True)
class EnteredReturn:
    """What became of a file."""

    became: Became
    row: Issued | None = None
    """The handout as it was given; None where the register does not know it."""
    ret: Return | None = None
    """As it stands in the register; of one that is new as it was put there."""
    taken_back: tuple[str, ...] = ()
    """Names of places where it says otherwise than what was entered before."""


def known_by(register: Register, folder: Path, today: Callable[[], Library]) -> Known:
    """What the register says of a handout's week and drills: the drills by making the sheet again."""

    def known(handout: str) -> tuple[date, tuple[str, ...]] | None:
        rows = register.find(handout)
        try:
            week = date.fromisoformat(rows[0].first_day) if rows else None
        except ValueError:
            return None
        if week is None:
            return None
        try:
            return week, said_of_itself(io.BytesIO(made_again(handout, today, folder, register, anyway=False).data))
        except HandoutsError:  # nothing of it was kept: drills go by their numbers
            return week, ()

    return known


def known_in(folder: Path) -> Known:
    """Asks a clinic's register of a handout whose file says too little: few do, so it is opened for each."""

    def known(handout: str) -> tuple[date, tuple[str, ...]] | None:
        from handouts.library.load import load_library

        with open_register(folder, reading=True) as register:
            return known_by(register, folder, lambda: load_library(folder).checked())(handout)

    return known


def looked_at_form(form: Returned, password: str) -> tuple[Returned, Mapping[str, bytes]]:
    """A sheet after what is unsure of it was drawn and looked at, and the pictures; as it is where what draws it is not
    installed.
    """
    if not form.form or not form.form.places or form.form.as_made:
        return form, {}
    from handouts.returned.cleared import cleared

    try:
        from handouts.scan.fieldcuts import field_cuts

        seen = field_cuts(Path(form.file), form.form.places, password)
    except ImportError:
        return form, {}
    return cleared(form, seen.white), seen.cutouts


def doubts_of(form: Returned, entry: EnteredReturn) -> Iterator[Problem]:
    """What makes one doubt whose a file is."""
    if entry.became == "unknown":
        hint = "It is another clinic's, or its patient was forgotten. Nothing of it is entered."
        yield Problem(form.file, 0, "is a handout that the register does not know", hint, warning=True)
    elif entry.row and (message := another_week(form, entry.row)):
        yield Problem(form.file, 0, message, "It may be another patient's. Look at the sheet.", warning=True)


def became_words(form: Returned, entry: EnteredReturn, settle: str = " (“handouts settle”)") -> str:
    """What became of a file, as the rest of a sentence about it; ``settle`` says where open questions are asked."""
    ret = entry.ret
    if entry.became == "unknown":
        return "not entered: the register does not know this handout"
    if ret is None or entry.became == "looked":
        return ""
    return _became_of(form, entry, ret, settle)


def _became_of(form: Returned, entry: EnteredReturn, ret: Return, settle: str) -> str:
    """The same of a sheet that stands in the register, or beside one that does."""
    if entry.became == "older":
        return f"not entered: what was entered on {ret.entered_at[:10]} was said later; nothing is changed"
    if entry.became == "entered":
        told = f". It takes back what came before: {places_told(entry.taken_back, ret.drills)}"
        return "entered" + (told if entry.taken_back else "")
    if ret.state == "entered":
        return f"already entered on {ret.entered_at[:10]}; nothing is changed"
    if ret.state == "left":
        return f"already there, and thrown away by {ret.settled_by or 'a person'}; nothing is changed"
    already = "already there, and " if entry.became == "known" else ""
    if form.nothing_marked or not ret.unsure:
        return f"{already}not entered yet: a person has to say what it means{settle}"
    many = "1 place is" if len(ret.unsure) == 1 else f"{len(ret.unsure)} places are"
    return f"{already}not entered yet: {many} to be settled{settle}: {places_told(ret.unsure, ret.drills)}"


def looked_up(folder: Path, forms: Sequence[Returned]) -> list[EnteredReturn]:
    """Whose these are, with nothing entered."""
    with open_register(folder, reading=True) as register:
        table = ReturnsTable(register)
        return [_looked(form, register, table) for form in forms]


def _looked(form: Returned, register: Register, table: ReturnsTable) -> EnteredReturn:
    row = next(iter(register.find(form.handout)), None)
    if row is None:
        return EnteredReturn("unknown")
    there = table.find(form.form.digest, form.handout, 0) if form.form else None
    if there is None and (later := _said_later(form, table)):
        return EnteredReturn("older", row, later)
    return EnteredReturn("known" if there else "looked", row, there)


def _said_later(form: Returned, table: ReturnsTable) -> Return | None:
    """What a phone sent of the same sheet, was entered, and was said later than this: messages may be read in any
    order.
    """
    when = form.form.said_at if form.form else ""
    if not when:
        return None
    return next((one for one in table.of_handout(form.handout) if one.state == "entered" and one.said_at > when), None)


def entered(folder: Path, forms: Iterable[Returned], cutouts: Cutouts) -> Iterator[EnteredReturn]:
    """Enter each; HandoutsError where the register cannot be written, and then what came before it is entered."""
    for form in forms:
        (looked,) = looked_up(folder, [form])
        yield looked if looked.became != "looked" else _entered(folder, form, looked, cutouts)


def another_week(form: Returned, row: Issued) -> str:
    """That a file is not of the week for which its handout was given, and so may be another's; empty where it is."""
    given = row.first_day
    return "" if form.week.isoformat() == given else f"says that it is of the week of {form.week}, and not of {given}"


def _entered(folder: Path, form: Returned, looked: EnteredReturn, cutouts: Cutouts) -> EnteredReturn:
    ret, pictures = as_return(form), cutouts.get(form.file, {})
    if looked.row and (astray := another_week(form, looked.row)):
        ret = replace(ret, state="pending", entered_at="", why=(*ret.why, astray))
    with open_register(folder) as register:
        table = ReturnsTable(register)
        before = table.of_handout(form.handout)
        if not table.put(
            ret, {name: pictures[name] for name in ret.unsure if name in pictures}
        ):  # by another command, in the meantime
            return EnteredReturn("known", looked.row, table.find(ret.digest, ret.handout, ret.page))
    other = taken_back(before, ret) if ret.state == "entered" else ()
    return EnteredReturn("entered" if ret.state == "entered" else "pending", looked.row, ret, other)


def as_return(form: Returned) -> Return:
    """A file as the register keeps it: pending where a person has to settle something."""
    read = form.form
    assert read  # a form that was read has fields
    time, unsure = (
        now(),
        () if read.as_made else read.unsure,
    )  # of one that was never saved the one question is what it is
    pending = bool(unsure or read.as_made or (read.source == "phone" and form.look))
    return Return(
        form.handout,
        0,
        read.pages,
        read.source,
        read.digest,
        visible(Path(form.file).name)[:_NAME],
        "pending" if pending else "entered",
        time,
        "" if pending else time,
        "",
        {name: value for name, value in read.boxes.items() if name not in unsure},
        {name: text for name, text in read.written.items() if name not in unsure},
        read.drills,
        unsure=unsure,
        remarks=read.typed_over,
        why=form.look,
        said_at=read.said_at,
    )
