"""Forgetting a person: first an account of all that would go, then, with their name typed, it goes."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from handouts.base.people import folded
from handouts.base.problems import HandoutsError, Problem
from handouts.desk.patients.finding import person_named, shown_name
from handouts.desk.routing import Asking, page
from handouts.runs.forgetwords import consequence_words, counted_words, removed_words, touched_words
from handouts.runs.records import PatientRecords, all_of, forget

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["account", "remove"]


def account(asked: Asking) -> Response:
    """What would be removed, and what would stay: nothing is done."""
    with asked.desk.register(reading=True) as register:
        kept = all_of(register, asked.desk.store, person_named(asked, register))
    return page(asked, "patients/forget.html", area="patients", **_account(asked, kept))


def remove(asked: Asking) -> Response:
    """Remove them, where their name or number was typed and the account is still the one that was shown."""
    files = bool(asked.text("files"))
    with asked.desk.register() as register:
        kept = all_of(register, asked.desk.store, person_named(asked, register))
        problems = _wrong(asked, kept)
        if problems:
            raise HandoutsError(problems)
        lines = list(removed_words(kept, gone := forget(register, kept, files=files), files=files))
        lines += consequence_words(kept)
    asked.desk.note(asked.who, "forgot a patient", f"{len(kept.rows)} entries, {gone.files} files")
    return page(asked, "patients/forgotten.html", area="patients", lines=lines)


def _account(asked: Asking, kept: PatientRecords) -> dict[str, Any]:
    return {
        "handle": asked.path("person"),
        "name": shown_name(kept.person),
        "key": kept.person.key,
        "counted": counted_words(kept, files=False),
        "touched": list(touched_words(kept.traces)),
        "after": list(consequence_words(kept)),
        "seen": _digest(kept),
    }


def _wrong(asked: Asking, kept: PatientRecords) -> list[Problem]:
    typed = folded(asked.text("typed"))
    names = {folded(name) for name in (*kept.person.names, kept.person.key)} - {""}
    if typed not in names:
        hint = "Type it as it stands in the heading, to show that this is whom you mean."
        return [Problem("name or number", 0, "is not that of this patient: nothing was removed", hint)]
    if asked.text("seen") != _digest(kept):
        hint = "Nothing was removed. Load the page again and look what would go now."
        return [Problem("account", 0, "more is kept of this patient than when this page was shown", hint)]
    return []


def _digest(kept: PatientRecords) -> str:
    """Stands for all that the account is about."""
    parts = (
        sorted((row.handout, row.place) for row in kept.rows),
        kept.mails,
        kept.decided,
        sorted(one.id for one in kept.returns),
        sorted(kept.drafts),
        sorted(map(str, (*kept.traces.own, *kept.traces.shared))),
    )
    return sha256(repr(parts).encode(errors="replace")).hexdigest()[:24]
