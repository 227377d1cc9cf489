"""One handout by e-mail, to one patient who agreed to it: a roster of one row, so that all rules of mail hold."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.library.load import Library
from handouts.orders.order import order_givens
from handouts.roster import Row
from handouts.roster.columns import OF_MAIL
from handouts.runs.job import Job
from handouts.runs.mail_run import MailOptions, in_order, outcome
from handouts.runs.mail_week import MailWeek, get_ready, open_week, send_week

__all__ = ["OneMail", "look_at_one", "send_one"]

_FROM = "the desk"
"""Stands where the name of a roster would."""


@dataclass(frozen=True)
class OneMail:
    """What is to be sent, and how."""

    values: Mapping[str, Any]
    """Texts of an order's fields, as the command line takes them."""
    wish: Mapping[str, str]
    """Address, consent and its day, as a roster's columns for mail have them."""
    printing: Mapping[str, bool]
    today: date
    brand: str | None = None
    changed: bool = False
    """Whether another edition of the same week follows one that went."""


def _row(one: OneMail) -> Row:
    known = order_givens().keys()
    fields = {name: value for name, value in one.values.items() if name in known}
    return Row(1, {**fields, **{name: text for name, text in one.wish.items() if name in OF_MAIL and text}})


def _open(one: OneMail, library: Library, stack: contextlib.ExitStack, *, dry: bool) -> MailWeek:
    if library.folder is None:
        hint = "Set the clinic up first: mail needs its server, and the register of what was sent."
        raise HandoutsError([Problem("clinic", 0, "mail is sent from a clinic's folder only", hint)], Exit.USAGE)
    if library.clinic.mail is None:
        hint = "The clinic's file names it under “mail:”; docs/mail.md shows how."
        raise HandoutsError([Problem("clinic.yaml", 0, "names no mail server", hint)], Exit.CONTENT)
    job = Job(
        clinic=library.folder.absolute(),
        brand=one.brand,
        printing={**one.printing},
        defaults={},
        today=one.today,
        roster=_FROM,
        kind="files",
        folder=(library.folder / "output").absolute(),
    )
    options = MailOptions(dry_run=dry, packet_rest=False, changed=one.changed)
    return open_week(job, library, [_row(one)], options, stack, lambda: None)


def look_at_one(one: OneMail, library: Library) -> MailWeek:
    """What would be sent; nothing is, and nothing is written. What is wrong stands in its ``run.problems``.

    HandoutsError where nothing can be sent from here at all.
    """
    with contextlib.ExitStack() as stack:
        week = _open(one, library, stack, dry=True)
    week.run.problems[:] = _placed(week.run.problems)
    return week


def send_one(one: OneMail, library: Library) -> tuple[bool, list[str]]:
    """Send it; gives whether it went, and what is to be told, in sentences.

    HandoutsError, with nothing sent, where anything is wrong with the sheet, the consent or the server.
    """
    told: list[str] = []
    with contextlib.ExitStack() as stack:
        week = _open(one, library, stack, dry=False)
        if week.run.wrong:
            raise HandoutsError(_placed(week.run.problems))
        ready = get_ready(week, lambda: None, told.append)
        if ready is None:
            return False, told
        counts = send_week(ready, lambda said: told.append(said) if said else None, lambda: False, told.append)
        return counts.get("sent", 0) > 0, [outcome(week.run, counts), *told]


def _placed(problems: Sequence[Problem]) -> list[Problem]:
    """Problems of the one row, without a roster's name and line: there is none."""
    return [replace(one, place="e-mail" if one.place == _FROM else one.place, line=0) for one in in_order(problems)]
