"""One handout: planned, printed, protected, saved, and entered in the clinic's register."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.folder import clear_old, make_folder
from handouts.deliver.names import encodable, file_name, unprintable_name
from handouts.deliver.save import Saved, save_all
from handouts.library.load import Library
from handouts.orders.order import Order
from handouts.orders.reader import read_order
from handouts.plan.handout import Handout
from handouts.plan.planner import Planner
from handouts.runs.contacts import unprinted
from handouts.runs.job import Job, check_place, issued_as, label, place_of
from handouts.runs.left_out import printable
from handouts.runs.pages import PAGE_KINDS, page_name
from handouts.runs.phonepress import PhonePress
from handouts.runs.press import Press

if TYPE_CHECKING:
    from handouts.deliver.register import Issued, Register
    from handouts.write.pdf.family import Pressed

__all__ = ["IssueRequest", "IssuedHandout", "Planned", "issue", "plan", "printed", "target_of"]


@dataclass(frozen=True)
class Planned:
    """An order that can be printed."""

    order: Order
    handout: Handout
    warnings: tuple[Problem, ...]


@dataclass(frozen=True)
class IssueRequest:
    """How a handout is to be made, and where it is to go."""

    printing: Mapping[str, bool]
    """mono, form, two_up, codes."""
    brand: str | None = None
    target: Path | None = None
    """File or folder; None for this folder, and in a clinic's folder its output."""
    password: str | None = None
    named: bool = False
    """Whether the file's name holds the patient's."""
    force: bool = False
    page: bool = False
    """Whether the page for the phone is made too. It is made alone where the target ends in .html."""
    page_named: bool = False
    """Whether it bears the patient's name."""

    @property
    def alone(self) -> bool:
        """Whether the page is made without its sheet."""
        return self.target is not None and self.target.suffix.lower() in PAGE_KINDS


@dataclass(frozen=True)
class IssuedHandout:
    """A handout that was made."""

    file: Path
    id: str
    pages: int
    state: Saved
    minutes: int
    version: str
    beside: tuple[str, ...] = ()
    """Names of other sheets for the same patient's same week in that folder."""
    page: Path | None = None
    """Its page for the phone, where that was made; the file itself, where nothing else was."""
    page_state: Saved = "written"


def plan(fields: Mapping[str, Any], library: Library, today: date, planner: Planner | None = None) -> Planned:
    """The handout of an order's fields, as texts; HandoutsError names fields. ``planner``: one that has planned sheets
    of this library before, and is quicker.
    """
    order, problems = read_order(dict(fields), today)
    if not order:
        raise HandoutsError(problems)
    planner = planner or Planner(library)
    handout, warnings = planner.plan(order)
    order, handout, told = printable(order, handout, planner)
    return Planned(planner.settled(order), handout, (*warnings, *told, *unprinted(library, handout.layout)))


def target_of(asked: str | None) -> Path | None:
    """Where to write: a folder where it is one or ends in a slash, else a file that ends in .pdf, or in .html for the
    page for the phone alone.

    A folder with a slash is made. HandoutsError where the name is neither.
    """
    if asked is None:
        return None
    target = Path(asked)
    if not encodable(asked):
        raise HandoutsError([unprintable_name("--output", target)], Exit.USAGE)
    if asked.endswith(("/", os.sep)):
        make_folder(target)
    elif not _is_folder(target) and target.suffix.lower() not in (".pdf", *PAGE_KINDS):
        hint = "Write a name such as mei.pdf, or a folder with a slash at its end."
        problem = Problem("--output", 0, f"“{asked[:60]}” does not end in .pdf or .html", hint)
        raise HandoutsError([problem], Exit.USAGE)
    return target


def issue(planned: Planned, pressed: Pressed, library: Library, request: IssueRequest) -> IssuedHandout:
    """Save a handout that was printed, protected where a password is given, and enter it in the register.

    HandoutsError where a file is in the way, the disk refuses, or the password cannot be used.
    """
    handout, target = planned.handout, _target(planned, library, request)
    job = _job(planned, target, library, request)
    check_place(job, target)
    file = pressed.data if request.password is None else _locked(pressed, request.password)
    files: list[tuple[Path, bytes]] = [] if request.alone else [(target, file)]
    if request.page or request.alone:
        files.append(_page(planned.handout, target, library, request))
    beside: tuple[str, ...] = ()
    with contextlib.ExitStack() as stack:  # a register that cannot be used is told of before anything is written
        register = None
        if library.folder:  # what is for a clinic's folder alone is loaded for one alone
            from handouts.library.snapshot import snapshot
            from handouts.runs.registers import open_register

            register = stack.enter_context(open_register(library.folder))
            digest, content = snapshot(library)
            register.keep(digest, content)
            job = replace(job, content=digest)
        for path, _ in files[1:]:
            make_folder(path.parent)
        for path, _ in files:
            clear_old(path.parent)
        states = save_all(files, force=request.force)
        if register:
            from handouts.runs.earlier import sheets_beside

            place, locked = place_of(job, target), request.password is not None
            issued = issued_as(job, planned.order, handout, place, pressed.sha256, protected=locked)
            _enter(register, issued, target)
            beside = sheets_beside(register, job, issued)
    page = files[-1][0] if request.page or request.alone else None
    made = target, handout.id, pressed.pages, states[0], handout.minutes, handout.version, beside
    return IssuedHandout(*made, page, states[-1])


def _target(planned: Planned, library: Library, request: IssueRequest) -> Path:
    """The file to write."""
    folder = library.folder / "output" if library.folder else Path()
    if request.target is None:
        make_folder(folder)
    if request.target and not _is_folder(request.target):
        return request.target
    return (request.target or folder) / file_name(planned.handout, label(planned.order), named=request.named)


def _page(handout: Handout, target: Path, library: Library, request: IssueRequest) -> tuple[Path, bytes]:
    """The page for the phone, and where it goes."""
    path = target
    if not request.alone:
        path = target.parent / page_name(handout.id, target.name, library.clinic.page_url or "")
    return path, PhonePress(library).page(handout, named=request.page_named)


def _job(planned: Planned, target: Path, library: Library, request: IssueRequest) -> Job:
    return Job(
        clinic=library.folder.absolute() if library.folder else None,
        brand=request.brand,
        printing=dict(request.printing),
        defaults={},
        today=planned.order.issued,
        roster="",
        kind="files",
        folder=target.parent,
    )


def _enter(register: Register, issued: Issued, target: Path) -> None:
    """Enter the handout in the clinic's register, with what it was made from; its hash is that of the open PDF."""
    from handouts.runs.registers import not_entered

    try:
        register.add([issued])
    except HandoutsError as error:
        raise not_entered(error, str(target), "The same command enters it, once that is mended.") from error


def printed(planned: Planned, library: Library, printing: Mapping[str, bool]) -> Pressed:
    """The handout as a PDF file; HandoutsError names fields that cannot be printed."""
    return Press(library, **printing).pressed(planned.handout)


def _locked(pressed: Pressed, password: str) -> bytes:
    from handouts.write.protect import lock

    return lock(pressed.data, password)


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112  # Path.is_dir raises where a name is too long
