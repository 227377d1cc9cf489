"""``handouts settle``: a person's eye on what a scan could not tell, in the terminal or on a page in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.base.ids import check_id
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.ask import open_file
from handouts.commands.options import clinic_options
from handouts.commands.patient import typed
from handouts.commands.register import opened
from handouts.commands.say import complain, say

if TYPE_CHECKING:
    from handouts.deliver.register import Register
    from handouts.runs.scans.settling import OpenPage, Settling

__all__ = ["settle"]


@click.command(
    epilog="""\b
Examples:
  handouts settle
  handouts settle "Mei Tan"
  handouts settle --page to-settle.html --open
  handouts settle --answers ~/Downloads/handouts-answers.json
"""
)
@click.argument("patient", required=False, metavar="[PATIENT|ID]")
@clinic_options
@click.option("--by", metavar="NAME", help="Who settles it.  [default: the name that you are logged in with]")
@click.option(
    "--page",
    type=click.Path(path_type=Path),
    metavar="FILE.html",
    help="Make a page for the browser instead of asking here. It is for its owner only.",
)
@click.option("--names", is_flag=True, help="With --page: patients' names too, not the sheets' ids alone.")
@click.option("--open", "open_", is_flag=True, help="With --page: show it in the browser.")
@click.option(
    "--answers",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Take the answers that were saved from such a page.",
)
@click.option("--no-view", is_flag=True, help="Do not start the picture viewer: you open the picture yourself.")
@click.option("--force", "-f", is_flag=True, help="With --page: replace a file that is there.")
def settle(patient: str | None, page: Path | None, answers: Path | None, **options: Any) -> None:
    """Settle what scans could not tell: boxes that may be ticked, and what patients wrote.

    Each is shown as it stands on the paper, and asked. All of a page is entered together once its last question is
    answered. You may stop at any time: answers are kept. Name a patient, or a sheet by its id, to be asked of those
    alone.
    """
    from handouts.runs.scans.settling import Settling, open_pages, this_user, who_settles

    if page is not None and answers is not None:
        raise HandoutsError([Problem("--page", 0, "does not go with --answers", "Give one of them.")], Exit.USAGE)
    by = who_settles(options["by"]) if options["by"] is not None else ""
    who = None if patient is None else typed(patient, "PATIENT")
    with opened(options, reading=page is not None) as (library, folder, register):
        handouts = None if who is None else _handouts(who, register)
        pages = open_pages(register, library, handouts)
        if answers is not None:
            _take(answers, pages, register, by)
        elif not pages:
            say("Nothing is to be settled.")
        elif page is not None:
            _write_page(page, pages, register, by or this_user(), options)
        else:
            from handouts.commands.settle_desk import ask_all

            ask_all(Settling(register, pages, by or this_user()), pages, folder, view=not options["no_view"])


def _handouts(who: str, register: Register) -> set[str]:
    """The sheet with this id, or all of a patient's; HandoutsError where nobody is meant, or several may be."""
    from handouts.runs import records

    plain = check_id(who)
    if plain and register.find(plain):
        return {plain}
    person, rows = records.history(register, who)
    if not person.sure:
        say(f"That is {person}.", err=True)
    return {row.handout for row in rows}


def _write_page(path: Path, pages: list[OpenPage], register: Register, by: str, options: dict[str, Any]) -> None:
    from handouts.deliver.names import encodable, unprintable_name
    from handouts.deliver.save import save
    from handouts.returned.returnstable import ReturnsTable
    from handouts.runs.scans.webpage import settle_page

    if not encodable(str(path)):
        raise HandoutsError([unprintable_name("--page", path)], Exit.USAGE)
    if path.suffix.lower() not in (".html", ".htm"):
        hint = "Write a name such as to-settle.html."
        raise HandoutsError([Problem("--page", 0, "does not end in .html", hint)], Exit.USAGE)
    table = ReturnsTable(register)
    cutouts = {page.ret.id: table.cutouts(page.ret.id) for page in pages}
    state = save(path, settle_page(pages, cutouts, by, names=options["names"]), force=options["force"])
    say(f"{'Wrote' if state == 'written' else 'Unchanged:'} {path}, with {_points(pages)} to settle.")
    say("It holds patients' handwriting, and is for its owner only: delete it once all is settled.", err=True)
    if options["open_"]:
        open_file(path)


def _take(path: Path, pages: list[OpenPage], register: Register, by: str) -> None:
    """Take answers from a file; what is wrong with some does not stop the others."""
    from handouts.runs.scans.answerfile import read_answers
    from handouts.runs.scans.settling import Settling, this_user, who_settles

    found = read_answers(path, pages, register)
    name = by or (who_settles(found.by) if found.by.strip() else this_user())
    settling = Settling(register, pages, name)
    taken = 0
    for answer in found.answers:
        if answer.point is None:
            taken += settling.leave(answer.page.ret)
        elif settling.has(answer.page.ret):
            taken += settling.answer(answer.point, answer.text)
    settling.enter()
    complain(found.problems)
    say_settled(settling, taken)
    if taken:
        say("The page and the answers hold what patients wrote: delete them once all is settled.", err=True)
    if found.problems:
        raise SystemExit(Exit.SOME_FAILED if taken else Exit.CONTENT)


def _points(pages: list[OpenPage]) -> str:
    count = sum(page.open for page in pages)
    return f"{count} point{'' if count == 1 else 's'} on {len(pages)} page{'' if len(pages) == 1 else 's'}"


def say_settled(settling: Settling, taken: int) -> None:
    """Print what was entered, and what is still open."""
    entered = sum(one.counts for one in settling.done)
    left = len(settling.done) - entered
    open_still = sum(point.said is None for point in settling.points)
    thrown = f", {left} thrown away" if left else ""
    say(
        f"{taken} answer{'' if taken == 1 else 's'}: {entered} page{'' if entered == 1 else 's'} entered{thrown}. "
        + (f"{open_still} still to settle." if open_still else "Nothing more is to be settled here.")
    )
