"""``handouts make``: one handout at the desk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.common import (
    clinic_options,
    complain,
    json_option,
    open_file,
    open_library,
    print_json,
    printing,
    say,
    today,
    two_up_option,
)
from handouts.commands.order_options import from_options, order_options

__all__ = ["make", "plan_order"]


def plan_order(options: dict[str, Any]) -> tuple[Any, Any, Any, Any]:
    """Library, order, handout and warnings for the options of a command; HandoutsError names the options."""
    from handouts.orders.reader import read_order
    from handouts.plan.planner import Planner

    library = open_library(options)
    try:
        order, problems = read_order(options, today())
        if not order:
            raise HandoutsError(problems)
        handout, warnings = Planner(library).plan(order)
    except HandoutsError as error:
        raise from_options(error) from error
    return library, order, handout, from_options(HandoutsError(warnings)).problems


@click.command(
    epilog="""\b
Examples:
  handouts make hip-hinge --patient "Mei Tan" --start 2026-11-23
  handouts make hip-hinge -p "Mei Tan" --week 2 --dose kneeling-hip-extension:sets=2,hold=3
  handouts make hinge-with-dowel strap-assisted-squat -p "Jo Bloggs" --days daily --times 2
  handouts make hip-hinge -p "Mei Tan" --layout large-print -o mei.pdf --open
"""
)
@order_options()
@clinic_options
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    help="File or folder to write to.  [default: this folder; in a clinic's folder: output]",
)
@two_up_option
@click.option(
    "--encrypt",
    is_flag=True,
    help="Protect the PDF with a password, which is asked for (or taken from HANDOUTS_PASSWORD).",
)
@click.option("--names", is_flag=True, help="Put the patient's name into the file's name.")
@click.option("--force", "-f", is_flag=True, help="Replace a file that is there.")
@click.option("--open", "open_it", is_flag=True, help="Show the PDF when it is done.")
@click.option(
    "--print",
    "printer",
    is_flag=False,
    flag_value="",
    metavar="[PRINTER]",
    help="Send it to the print queue: the default printer, or the one named.",
)
@json_option
def make(**options: Any) -> None:
    """Make one handout: a program or drills, for one patient and one week.

    PROGRAM/DRILLS are ids; “handouts programs” and “handouts drills” list them. The file's name holds no
    patient's name unless --names is given.
    """
    from handouts.deliver.folder import make_folder
    from handouts.deliver.names import file_name
    from handouts.deliver.save import save
    from handouts.runs.press import Press
    from handouts.runs.rows import label
    from handouts.write.protect import lock

    password = _password() if options["encrypt"] else None
    library, order, handout, warnings = plan_order(options)
    try:
        press = Press(library, **printing(options))
        data = press.pdf(handout)
    except HandoutsError as error:
        raise from_options(error) from error
    target = _target(options["output"])
    folder = library.folder / "output" if library.folder else Path()
    if target is None:
        make_folder(folder)
    if target is None or os.path.isdir(target):  # noqa: PTH112  # Path.is_dir raises where a name is too long
        target = (target or folder) / file_name(handout, label(order), named=options["names"])
    pages, plain = data.count(b"<</Type/Page/"), data
    if password is not None:
        data = lock(data, password)
    state = save(target, data, force=options["force"])
    _enter(library, order, handout, target, plain, options)
    complain(warnings)
    if options["as_json"]:
        print_json(
            {
                "file": str(target),
                "id": handout.id,
                "pages": pages,
                "state": state,
                "minutes": handout.minutes,
                "version": handout.version,
                "warnings": [problem.message for problem in warnings],
            }
        )
    else:
        verb = "Wrote" if state == "written" else "Unchanged:"
        say(f"{verb} {target} ({pages} page{'s' if pages > 1 else ''}, about {handout.minutes} minutes a session)")
    _desk(target, options)


def _enter(library: Any, order: Any, handout: Any, target: Path, data: bytes, options: dict[str, Any]) -> None:
    """Enter the handout in the clinic's register, with what it was made from."""
    if library.folder is None:
        return
    from handouts.library.snapshot import snapshot
    from handouts.runs.registers import open_register
    from handouts.runs.rows import Job, issued_as, place_of

    with open_register(library.folder) as register:
        digest, content = snapshot(library)
        register.keep(digest, content)
        job = Job(
            library.folder.absolute(),
            options["brand"],
            printing(options),
            {},
            order.issued,
            "",
            "files",
            target.parent,
            content=digest,
        )
        register.add([issued_as(job, order, handout, place_of(job, target), data)])


def _password() -> str:
    """The password, typed twice, or from the environment. Never from the command line, which others can see."""
    from handouts.write.protect import LEAST

    return os.environ.get("HANDOUTS_PASSWORD") or str(
        click.prompt(f"Password, {LEAST} characters or more", hide_input=True, confirmation_prompt=True, err=True)
    )


def _target(asked: str | None) -> Path | None:
    """Where to write: a folder where it is one or ends in a slash, else a file that ends in .pdf."""
    from handouts.deliver.folder import make_folder

    if asked is None:
        return None
    target = Path(asked)
    if asked.endswith(("/", os.sep)):
        make_folder(target)
    elif not os.path.isdir(target) and target.suffix.lower() != ".pdf":  # noqa: PTH112  # Path.is_dir raises where a name is too long
        hint = "Write a name such as mei.pdf, or a folder with a slash at its end."
        problem = Problem("--output", 0, f"“{asked[:60]}” does not end in .pdf", hint)
        raise HandoutsError([problem], Exit.USAGE)
    return target


def _desk(target: Path, options: dict[str, Any]) -> None:
    from handouts.deliver.printer import print_file

    if options["printer"] is not None:
        print_file(target, options["printer"])
    if options["open_it"]:
        open_file(target)
