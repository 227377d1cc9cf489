"""``handouts decide``: what is proposed for the coming week, and the clinician's word on it."""

from __future__ import annotations

import contextlib
import csv
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.commands.options import clinic_options, json_option, today, week_from
from handouts.commands.patient import typed
from handouts.commands.register import opened
from handouts.commands.say import complain, print_json, say, table

if TYPE_CHECKING:
    from handouts.deliver.register import Register
    from handouts.library.load import Library
    from handouts.orders.decided import Decision
    from handouts.runs.deciding import Candidate
    from handouts.runs.people import KeptPerson

__all__ = ["decide"]

_UNDO = "undo"
_ASKED = "on, repeat, back, hold, discharge; Enter leaves it open, q ends"


@click.command(
    epilog="""\b
Examples:
  handouts decide roster.csv                       proposals; at a terminal it asks, one by one
  handouts decide roster.csv --accept on           takes every plain “on”, and leaves the others open
  handouts decide "Mei Tan"                        one patient's proposal, and what was decided before
  handouts decide "Mei Tan" repeat --reason "Your knee was swollen."
  handouts decide 4711 hold until 2027-01-11
  handouts decide 4711 undo
A proposal is never a decision. “handouts batch roster.csv --week-of …” follows what was decided.
"""
)
@click.argument("who", metavar="ROSTER|PATIENT")
@click.argument("words", metavar="[DECISION]", nargs=-1)
@click.option(
    "--week-of", metavar="DATE", help="The week that is decided on.  [default: next Monday's; on a Monday this one]"
)
@click.option("--reason", metavar="TEXT", default="", help="Why, in the patient's words: it stands on the sheet.")
@click.option("--until", metavar="DATE", default="", help="Of repeat and hold: for weeks that begin before this day.")
@click.option("--by", metavar="NAME", default="", help="Who decides.  [default: the row's clinician, or the clinic's]")
@click.option("--accept", type=click.Choice(["on"]), help="Of a roster: take every plain “on” that is proposed.")
@click.option("--list", "only_list", is_flag=True, help="Of a roster: show the proposals, and ask nothing.")
@clinic_options
@click.option("--csv", "as_csv", is_flag=True, help="Print the proposals as CSV.")
@json_option
def decide(who: str, words: tuple[str, ...], **options: Any) -> None:
    """Show what a program's rule proposes for the coming week, and take the clinician's word on it.

    Of a ROSTER it lists everyone whose last sheet is out. Of a PATIENT, by id, by name or by a sheet's id, it shows the
    proposal, or keeps the DECISION: on, repeat, back, hold or discharge; “undo” takes it back. “-” reads the patient
    from standard input.
    """
    from handouts.orders.dates import next_monday
    from handouts.runs.scans.settling import who_settles

    if options["by"]:
        options["by"] = who_settles(options["by"])
    week_of = week_from(options["week_of"]) or next_monday(today())
    roster = Path(who) if not words and who != "-" and Path(who).is_file() else None
    wrong = _misplaced(options, roster=roster is not None, words=bool(words))
    if wrong:
        raise HandoutsError(wrong, Exit.USAGE)
    if roster:
        _of_roster(roster, week_of, options)
    else:
        _of_patient(typed(who, "PATIENT"), " ".join(words), week_of, options)


def _misplaced(options: dict[str, Any], *, roster: bool, words: bool) -> list[Problem]:
    """Options that do not go with what is asked for."""
    hint = "Leave it out."
    found = []
    if not words:
        found += [name for name in ("reason", "until") if options[name]]
    if not roster:
        found += [name for name in ("accept", "only_list", "as_csv") if options[name]]
    names = {"only_list": "list", "as_csv": "csv"}
    what = {"reason": "goes with a decision", "until": "goes with a decision"}
    return [Problem(f"--{names.get(one, one)}", 0, what.get(one, "is for a roster"), hint) for one in found]


# --- a roster ------------------------------------------------------------------------------------


def _of_roster(path: Path, week_of: date, options: dict[str, Any]) -> None:
    """List the proposals of a roster, and take decisions one by one where somebody is there to ask."""
    from handouts.runs.batch import rows_of
    from handouts.runs.deciding import candidates_of

    asks = sys.stdin.isatty() and sys.stdout.isatty()
    quiet = options["as_csv"] or options["as_json"] or options["only_list"]
    with opened(options, reading=quiet or not (asks or options["accept"])) as (library, _, register):
        read = rows_of(path, library.checked(), today())
        complain(read.problems)
        found, others = candidates_of(read.rows, register, library, week_of, today())
        if options["as_json"]:
            print_json([_as_data(one, week_of) for one in found])
        elif options["as_csv"]:
            _print_csv(found, week_of)
        else:
            _print_table(found, others, week_of)
            if options["accept"]:
                _accept(found, register, library, week_of, options)
            elif asks and not options["only_list"]:
                _ask_each(found, register, library, week_of, options)


def _print_table(found: list[Candidate], others: int, week_of: date) -> None:
    say(f"Week of {week_of}. What patients ticked and wrote is self-report.", bold=True)
    rows = [("patient", "last sheet", "proposed", "decided", "because")]
    rows += [(_named(one), one.last, one.proposal.word, _decided(one), one.proposal.reason) for one in found]
    table(rows if found else [])
    counts = Counter(one.proposal.word for one in found)
    said = [f"{counts[word]} {word}" for word in ("back", "repeat", "ask", "on") if counts[word]]
    open_still = sum(one.decided is None for one in found)
    rest = f" {others} more {'row has' if others == 1 else 'rows have'} no sheet to decide on." if others else ""
    say((f"Proposed: {', '.join(said)}. Not decided: {open_still}." if found else "There is nothing to decide.") + rest)


def _named(one: Candidate) -> str:
    return f"{one.patient} ({one.key})" if one.key else one.patient


def _decided(one: Candidate) -> str:
    if not one.decided:
        return "–"
    by = f", {one.decided.by}" if one.decided.by else f", {one.decided.source}" if one.decided.source else ""
    return f"{one.decided.says}{by}"


def _accept(
    found: list[Candidate], register: Register, library: Library, week_of: date, options: dict[str, Any]
) -> None:
    """Take every plain “on” that nobody has decided otherwise."""
    from handouts.runs.deciding import plainly_on

    plain = plainly_on(found)
    for one in plain:
        _keep("on", one, register, library, week_of, options)
    say(f"Decided: {len(plain)} on. {sum(one.decided is None for one in found) - len(plain)} left open.")


def _ask_each(
    found: list[Candidate], register: Register, library: Library, week_of: date, options: dict[str, Any]
) -> None:
    """Ask of everyone who is not decided on. Each answer is kept at once; Enter alone decides nothing."""
    waiting = [one for one in found if one.decided is None]
    if waiting:
        say(f"\nFor each: {_ASKED}. A reason for the patient follows a colon: “repeat: Your knee was swollen.”")
    done = 0
    for number, one in enumerate(waiting, 1):
        say(f"\n{number} of {len(waiting)}  {_named(one)}  {one.last}", bold=True)
        say(f"  proposed: {one.proposal.word}, because {one.proposal.reason}")
        answer = _answer(one, register, library, week_of, options)
        if answer == "q":
            break
        done += bool(answer)
    if waiting:
        say(f"\nDecided: {done}. Left open: {len(waiting) - done}.")


def _answer(one: Candidate, register: Register, library: Library, week_of: date, options: dict[str, Any]) -> str:
    """What is typed of one patient, until it is a decision, nothing, or “q”."""
    while True:
        text = str(click.prompt("  decision", default="", show_default=False)).strip()
        if text.casefold() in ("", "q", "quit"):
            return "q" if text else ""
        try:
            _keep(text, one, register, library, week_of, options)
        except HandoutsError as error:
            if error.code != Exit.USAGE:
                raise
            complain(error.problems)
        else:
            return text


def _keep(
    text: str, one: Candidate, register: Register, library: Library, week_of: date, options: dict[str, Any]
) -> None:
    from handouts.runs.deciding import as_decision, decided_by, keep_decision

    by = decided_by(options["by"], one, library)
    keep_decision(register, one.key, one.patient, as_decision(text, one, week_of, today(), by=by))


def _as_data(one: Candidate, week_of: date) -> dict[str, Any]:
    """A proposal, for scripts."""
    decided = one.decided
    return {
        "line": one.line,
        "id": one.key,
        "patient": one.patient,
        "week_of": str(week_of),
        "handout": one.sheet.handout,
        "program": one.sheet.program,
        "week": one.sheet.week,
        "weeks": one.weeks,
        "first_day": one.sheet.first_day,
        "proposed": one.proposal.word,
        "because": one.proposal.reason,
        "decided": decided.says if decided else "",
        "reason": decided.reason if decided else "",
        "by": decided.by if decided else "",
    }


def _print_csv(found: list[Candidate], week_of: date) -> None:
    from handouts.deliver.manifest import cell

    rows = [_as_data(one, week_of) for one in found]
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(rows[0] if rows else ("line", "id", "patient", "week_of"))
    out.writerows([cell(value) for value in row.values()] for row in rows)


# --- a patient -----------------------------------------------------------------------------------


def _of_patient(text: str, words: str, week_of: date, options: dict[str, Any]) -> None:
    """Show one patient's proposal and decisions, or keep a decision of them."""
    from handouts.deliver.decisions import DecisionsTable, holding
    from handouts.runs.deciding import candidate_of
    from handouts.runs.decisions import person_of

    with opened(options, reading=not words) as (library, _, register):
        person = person_of(register, text)
        kept = DecisionsTable(register).of(person.key, person.loose)
        sheets = register.given_to(person.key, person.loose)
        here = next((one for one in holding(kept) if one.for_day == week_of), None)
        one = candidate_of(sheets, here, register, library, week_of)
        if words:
            _sure(person, words)
            if _decide_on(person, one, words, register, library, week_of, options):
                _tell_of_sheets([sheet for sheet in sheets if sheet.first_day >= str(week_of)], week_of)
        elif options["as_json"]:
            print_json(
                {
                    "proposal": _as_data(one, week_of) if one else None,
                    "decisions": [_row_data(row.for_day, row.decision, row.by, row.decided_at) for row in kept],
                }
            )
        else:
            _show(person, one, week_of)
            for row in kept:
                said = row.decision.written if row.decision else "taken back"
                say(f"{row.decided_at[:10]}  week of {row.for_day}: {said}{f'  ({row.by})' if row.by else ''}")


def _row_data(for_day: date, decision: Decision | None, by: str, at: str) -> dict[str, Any]:
    said = decision.written if decision else _UNDO
    return {"week_of": str(for_day), "decision": said, "by": by, "decided_at": at}


def _show(person: KeptPerson, one: Candidate | None, week_of: date) -> None:
    say(str(person), bold=True)
    if one is None:
        say(f"There is no sheet from before {week_of} to decide on.")
        return
    say(f"Week of {week_of}, after {one.last}")
    say(f"  proposed: {one.proposal.word}, because {one.proposal.reason}")
    say(f"  decided: {_decided(one)}")


def _sure(person: KeptPerson, words: str) -> None:
    """HandoutsError where it is not sure who is meant, and nobody is there to say so."""
    from handouts.commands.ask import confirm

    if person.sure:
        return
    if not sys.stdin.isatty():
        message = f"does not say for sure who is meant: it fits {person}"
        raise HandoutsError([Problem("PATIENT", 0, message, "Give the id or the whole name.")], Exit.USAGE)
    confirm(f"{person}: {words}?", "Nothing was decided.")


def _decide_on(
    person: KeptPerson,
    one: Candidate | None,
    words: str,
    register: Register,
    library: Library,
    week_of: date,
    options: dict[str, Any],
) -> bool:
    """Keep a decision, or take one back; False where nothing was to be taken back."""
    from handouts.runs.deciding import as_decision, keep_decision, undo_decision

    by = options["by"] or library.clinic.clinician or ""
    if words.strip().casefold() == _UNDO:
        gone = undo_decision(register, person, week_of, by)
        say(
            f"Taken back: {gone.says}. Nothing is decided for the week of {week_of}."
            if gone
            else "Nothing was decided."
        )
        return gone is not None
    text = f"{words}: {options['reason']}" if options["reason"] else words
    if options["until"] and options["reason"]:
        text = f"{words} until {options['until']}: {options['reason']}"
    until = "" if options["reason"] else options["until"]
    said = as_decision(text, one, week_of, today(), by=by, until=until)
    new = keep_decision(register, person.key, person.names[-1] if person.names else "", said)
    say(f"{person}, week of {week_of}: {said.written}" + ("" if new else " (decided before)"))
    return True


def _tell_of_sheets(sheets: list[Any], week_of: date) -> None:
    """Where the sheet of that week is made already, it does not follow what is decided now."""
    with contextlib.suppress(StopIteration):
        first = next(iter(sheets))
        hint = "Run the same batch again: the new sheet takes its place. What was mailed is held there, and told."
        message = f"the sheet from {first.first_day} was made on {first.issued_at[:10]}, before this"
        complain([Problem(f"week of {week_of}", 0, message, hint, warning=True)])
