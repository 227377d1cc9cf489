"""``handouts history``, ``reprint`` and ``forget``: what the clinic's register knows."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.base.ids import shown_id
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.common import clinic_options, confirm, json_option, open_library, print_json, say

if TYPE_CHECKING:
    from handouts.deliver.register import Issued, Register
    from handouts.library.load import Library

__all__ = ["forget", "history", "opened", "reprint"]


@contextlib.contextmanager
def opened(options: dict[str, Any], *, checked: bool = False) -> Iterator[tuple[Library, Path, Register]]:
    """Library, clinic's folder and its register."""
    from handouts.runs.registers import open_register

    library = open_library(options, checked=checked)
    if library.folder is None:
        hint = "Go into a clinic's folder, or name one with --clinic. “handouts init DIR” makes one."
        raise HandoutsError([Problem("--clinic", 0, "a register is kept in a clinic's folder only", hint)], Exit.USAGE)
    with open_register(library.folder) as register:
        yield library, library.folder, register


def _of(register: Register, patient: str) -> list[Issued]:
    """A patient's rows; a name that several have must be told apart by id."""
    rows = register.history(patient)
    _one_patient([row.key for row in rows], patient)
    return rows


def _all_of(register: Register, patient: str) -> tuple[list[Issued], list[int]]:
    """A patient's rows, and the numbers of their messages; as ``_of``."""
    from handouts.mail.table import OutboxTable

    box = OutboxTable(register)
    rows, mails = register.history(patient), box.mails(patient)
    _one_patient([*(row.key for row in rows), *mails.values()], patient)
    return rows, sorted({*mails, *(number for row in rows for number in box.mails(row.key, row.handout))})


def _one_patient(found: list[str], patient: str) -> None:
    if not found:
        hint = "Give the id or the whole name, as the roster has it."
        raise HandoutsError([Problem("PATIENT", 0, "the register knows no such patient", hint)], Exit.USAGE)
    keys = sorted({key for key in found if key})
    if len(keys) > 1 and patient not in found:
        message = f"{len(keys)} patients have this name"
        raise HandoutsError([Problem("PATIENT", 0, message, f"Give an id: {', '.join(keys[:12])}.")], Exit.USAGE)


@click.command()
@click.argument("patient")
@clinic_options
@json_option
def history(patient: str, as_json: bool, **options: Any) -> None:
    """What a PATIENT was given, and when: the latest first. By id, or by the whole name."""
    with opened(options) as (_, _, register):
        rows = _of(register, patient)
    if as_json:
        print_json([{name: value for name, value in asdict(row).items() if name != "asked"} for row in rows])
        return
    for row in rows:
        shown = shown_id(row.handout)
        say(
            f"{row.issued_at[:10]}  {shown}  {row.program}, week {row.week} from {row.first_day}  {row.version}"
            f"  {row.place}"
        )


@click.command()
@click.argument("handout", metavar="ID")
@clinic_options
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="File to write.  [default: ID.pdf]"
)
@click.option("--force", "-f", is_flag=True, help="Replace a file that is there.")
@click.option("--anyway", is_flag=True, help="Make it from today's content, where it cannot be made as it was.")
def reprint(handout: str, output: Path | None, force: bool, anyway: bool, **options: Any) -> None:
    """Make a handout again by its ID, as printed at the foot of the page: the same bytes."""
    from handouts.base.ids import check_id
    from handouts.deliver.save import save

    plain = check_id(handout)
    if plain is None:
        hint = "It has 12 letters and digits, such as 7K2M-9QXA-4DZZ; one of them was misread."
        raise HandoutsError([Problem("ID", 0, f"“{handout[:40]}” is no handout's id", hint)], Exit.USAGE)
    with opened(options, checked=True) as (library, folder, register):
        rows = register.find(plain)
        if not rows:
            hint = "“handouts history PATIENT” lists what a patient was given."
            raise HandoutsError([Problem("ID", 0, "the register knows no such handout", hint)], Exit.USAGE)
        kept = register.content(rows[0].content)
        latest = [row for row in rows if row.sha256 == rows[0].sha256]  # it may have been printed in other ways too
        data = _kept(latest, folder) or _made_again(rows[0], library, kept, anyway=anyway)
        target = output or Path(f"{plain}.pdf")
        state = save(target, data, force=force)
    say(f"{'Wrote' if state == 'written' else 'Unchanged:'} {target}")


def _kept(rows: list[Issued], folder: Path) -> bytes | None:
    """The very file, where it still lies where it was put."""
    for row in rows:
        path = folder / row.place
        with contextlib.suppress(OSError):
            if row.sha256 and path.is_file():
                data = path.read_bytes()
                if sha256(data).hexdigest() == row.sha256:
                    return data
    return None


def _made_again(row: Issued, library: Library, kept: bytes | None, *, anyway: bool) -> bytes:
    """The handout from its stored order, with today's content, or with that it was made from, which was ``kept``."""
    data = _made(row, library)
    if _same(row, data):
        return data
    if kept:
        from handouts.library.load import load_library
        from handouts.library.snapshot import restore

        with tempfile.TemporaryDirectory() as name:
            restore(kept, Path(name))
            brand = json.loads(row.how).get("brand") if row.how else None
            before = _made(row, load_library(Path(name), brand).checked())
        if _same(row, before):
            return before
    if not anyway:
        message = f"cannot be made as it was (content {row.version}): Handouts itself has changed since"
        hint = "--anyway makes it from today's content, in today's form."
        raise HandoutsError([Problem(row.handout, 0, message, hint)])
    return data


def _same(row: Issued, data: bytes) -> bool:
    # of a handout in a packet there is no hash: its id says the same of what is on it
    return sha256(data).hexdigest() == row.sha256 if row.sha256 else b"/Handout(" + row.handout.encode() in data


def _made(row: Issued, library: Library) -> bytes:
    from handouts.orders.stored import order_from_json
    from handouts.plan.planner import Planner
    from handouts.runs.press import Press

    how = json.loads(row.how) if row.how else {}
    how.pop("brand", None)
    return Press(library, **how).pdf(Planner(library).plan(order_from_json(row.asked))[0])


@click.command()
@click.argument("patient")
@clinic_options
@click.option("--files", is_flag=True, help="Delete the patient's PDFs too, where they lie where they were put.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget(patient: str, files: bool, yes: bool, **options: Any) -> None:
    """Take a PATIENT out of the register. Packets, archives, manifests and rosters are not touched: they are listed."""
    from handouts.mail.outbox import Outbox

    with opened(options) as (_, folder, register):
        rows, mails = _all_of(register, patient)
        entries = "entry" if len(rows) == 1 else "entries"
        places = [folder / row.place for row in rows]
        there = [path for path in places if path.is_file()]
        what = f"{len(rows)} {entries}" + (f", {len(mails)} of the outbox" if mails else "")
        what += f" and {len(there)} files" if files else ""
        if not yes:
            confirm(f"Remove {what} for good?", "Nothing was removed.")
        Outbox(register).forget(rows, mails)
        gone = 0
        for path in there if files else ():
            with contextlib.suppress(OSError):
                path.unlink()
                gone += 1
    left = [path for path in there if path.exists()]
    packets = sorted({str(path).partition("#")[0] for path in places if "#" in path.name})
    say(
        f"Removed {len(rows)} {entries} from the register"
        + (f", {len(mails)} from the outbox" if mails else "")
        + (f" and {gone} files." if files else ".")
    )
    for place in [*map(str, left), *packets]:
        say(f"Still there: {place}")
    manifests = sorted({path for one in places for path in one.parent.glob("manifest-*.*")})
    for manifest in manifests:
        say(f"May name the patient: {manifest}")
