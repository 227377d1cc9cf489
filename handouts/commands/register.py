"""``handouts history``, ``reprint`` and ``forget``: what the clinic's register knows."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.base.ids import shown_id
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.ask import confirm
from handouts.commands.options import clinic_options, html_options, json_option, open_library, today
from handouts.commands.patient import patient_argument
from handouts.commands.say import print_json, say, table

if TYPE_CHECKING:
    from handouts.deliver.register import Register
    from handouts.library.load import Library
    from handouts.runs.people import KeptPerson

__all__ = ["forget", "history", "opened", "reprint", "say_who"]


@contextlib.contextmanager
def opened(options: dict[str, Any], *, reading: bool = False) -> Iterator[tuple[Library, Path, Register]]:
    """Library, whatever is wrong with it, clinic's folder and its register: to look into it only, or to change it."""
    from handouts.runs.records import clinic_register

    library = open_library(options, checked=False)
    with clinic_register(library, reading=reading) as (folder, register):
        yield library, folder, register


@click.command()
@patient_argument
@clinic_options
@json_option
def history(patient: str, as_json: bool, **options: Any) -> None:
    """What a PATIENT was given, the latest first, and what came back week by week.

    By id, by name, by a part of a name that fits one patient, or by a sheet's id. “-” reads it from standard input.
    """
    from handouts.orders.stored import stored_despite
    from handouts.returned.told import answers_data
    from handouts.runs import records
    from handouts.runs.people import asked_for
    from handouts.runs.sheetsback import sheets_back, week_rows

    patient = asked_for(patient)
    with opened(options, reading=True) as (_, _, register):
        person, rows = records.history(register, patient)
        back = sheets_back(register, rows)
        drafts = records.drafts_of(register, person)
    say_who(person)
    if as_json:
        came = {one.row.handout: answers_data(one.answers) for one in back}
        plain = [{name: value for name, value in row._asdict().items() if name != "asked"} for row in rows]
        more = [{"despite": stored_despite(row.asked), "returned": came[row.handout]} for row in rows]
        print_json([one | two for one, two in zip(plain, more, strict=True)])
        return
    for row in rows:
        week = f"{row.program}, week {row.week or '?'} from {row.first_day}"
        say(f"{row.issued_at[:10]}  {shown_id(row.handout)}  {week}  {row.version}  {row.place}")
        for pair in stored_despite(row.asked):
            say(f"            confirmed: {' despite '.join(pair.split(':', 1))}")
    for one in drafts:
        say(f"{one.changed_at[:10]}  being made at the desk, and not handed out: {one.text('items') or 'nothing yet'}")
    if rows:
        say()
        table(list(week_rows(back, today())))


@click.command()
@click.argument("handout", metavar="ID")
@clinic_options
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="File to write.  [default: ID.pdf]"
)
@click.option("--force", "-f", is_flag=True, help="Replace a file that is there.")
@click.option("--anyway", is_flag=True, help="Make it from today's content, where it cannot be made as it was.")
@html_options
def reprint(handout: str, output: Path | None, force: bool, anyway: bool, **options: Any) -> None:
    """Make a handout again by its ID, as printed at the foot of the page: the same bytes.

    It is made from what was kept of it. Where it was printed in several ways, the latest by itself is made, and the
    others are named. With --html its page for the phone is made too, beside it, in the form that pages have today.
    """
    from handouts.deliver.names import encodable, unprintable_name
    from handouts.deliver.save import save
    from handouts.runs.again import made_again, page_again, plain_id
    from handouts.runs.pages import check_page_options

    plain = plain_id(handout)
    target = output or Path(f"{plain}.pdf")
    if not encodable(str(target)):
        raise HandoutsError([unprintable_name("--output", target)], Exit.USAGE)
    with opened(options, reading=True) as (library, folder, register):
        check_page_options(library.clinic.page_url or "", page=options["html"], named=options["html_name"])
        made = made_again(plain, library.checked, folder, register, anyway=anyway)
        state = save(target, made.data, force=force)
        if options["html"]:
            named = options["html_name"]
            name, page = page_again(made.of, library.checked, register, named=named, anyway=anyway)
            beside = target.with_name(name) if name else target.with_suffix(".html")
            page_state = save(beside, page, force=force)
    way = ", without form fields, as in a packet" if made.in_packet else ""
    source = f"of {made.of.issued_at[:10]}: {made.of.place}{way}"
    say(f"{'Wrote' if state == 'written' else 'Unchanged:'} {target} ({source})")
    if options["html"]:
        say(f"{'Wrote' if page_state == 'written' else 'Unchanged:'} {beside} (page for the phone)")
    if made.was_protected:
        say("It was handed out with a password. This file has none: whoever opens it can read it.", err=True)
    for place in made.others:
        say(f"The same handout was also made in another way: {place}", err=True)


def say_who(person: KeptPerson) -> None:
    """Say whom a part of a name means, and what else stands under the name of who was asked for by id."""
    if not person.sure:
        say(f"That is {person}.", err=True)
    if person.beside:
        say(f"There are entries without an id too, under the name {' / '.join(person.beside)}.", err=True)


@click.command()
@patient_argument
@clinic_options
@click.option(
    "--files",
    is_flag=True,
    help="Remove the patient from files too: sheets, letters and packets that hold them are deleted, with the other "
    "patients in those packets; archives and manifests lose the patient only.",
)
@click.option("--yes", is_flag=True, help="Do not ask. Then the id or the whole name is needed.")
def forget(patient: str, files: bool, yes: bool, **options: Any) -> None:
    """Take a PATIENT out of the register and the outbox, by id or by name. “-” reads it from standard input.

    Every file that is known to hold them is listed. Rosters are never touched.
    """
    from handouts.runs import records
    from handouts.runs.forgetwords import consequence_words, counted_words, removed_words, touched_words
    from handouts.runs.people import asked_for

    patient = asked_for(patient)
    with opened(options) as (_, folder, register):
        kept = records.records_of(register, folder, patient)
        if yes and not kept.person.sure:
            hint = "Give the id or the whole name, or leave out --yes and be asked."
            message = f"does not say for sure who is meant: it fits {kept.person}"
            raise HandoutsError([Problem("PATIENT", 0, message, hint)], Exit.USAGE)
        say_who(replace(kept.person, sure=True))
        if not yes:
            for line in touched_words(kept.traces) if files else ():
                say(line, err=True)
            confirm(f"{kept.person}: remove {counted_words(kept, files=files)} for good?", "Nothing was removed.")
        gone = records.forget(register, kept, files=files)
    for line in (*removed_words(kept, gone, files=files), *consequence_words(kept)):
        say(line)
