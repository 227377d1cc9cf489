"""Step 2: what is proposed of each patient for the week, and the clinician's word on it. Nothing decides by itself."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.decisions import DecisionsTable
from handouts.desk.monday.place import Place, place_of, show
from handouts.desk.programwords import program_words
from handouts.desk.routing import Asking
from handouts.runs.batch import rows_of
from handouts.runs.deciding import (
    Candidate,
    as_decision,
    candidates_of,
    decided_by,
    keep_decision,
    plainly_on,
    undo_decision,
)
from handouts.runs.people import find_person
from handouts.runs.rosters.table import row_key
from handouts.runs.scans.settling import who_settles

if TYPE_CHECKING:
    from starlette.responses import Response

    from handouts.deliver.register import Register
    from handouts.library.load import Library
    from handouts.orders.decided import Decision
    from handouts.runs.people import KeptPerson

__all__ = ["accept_all", "decide", "decisions", "take_back"]

PAGE = 40
"""Patients on a page."""
_WORDS = ("on", "repeat", "back", "hold", "discharge")


@dataclass(frozen=True)
class _Clash:
    """Somebody has decided otherwise since the page was made."""

    one: Candidate
    mine: str
    reason: str
    until: str


def decisions(asked: Asking) -> Response:
    """The step's page."""
    with asked.desk.register(reading=True) as register:
        return _shown(asked, place_of(asked), register)


def decide(asked: Asking) -> Response:
    """Keep a word on one patient."""
    place = place_of(asked)
    word = asked.text("word")
    with asked.desk.register() as register:
        found, _ = _candidates(asked, place, register)
        one = _named(found, asked.text("who"))
        if asked.text("was") != _state(one):
            clash = _Clash(one, word, asked.text("reason"), asked.text("until"))
            return _shown(asked, place, register, status=409, clash=_clash_view(clash))
        if word == "later":
            return _shown(asked, place, register, say=f"{one.patient}: left open.", focus=_next(found, one))
        if word not in _WORDS:
            hint = "Choose on, repeat, back, hold or discharge."
            raise HandoutsError([Problem("decision", 0, "no word was chosen", hint)])
        said = as_decision(
            _typed(word, asked.text("reason"), asked.text("until")), one, place.week_of, place.today, by=_by(asked, one)
        )
        keep_decision(register, one.key, one.patient, said)
        asked.desk.note(asked.who, f"decided {word}", one.sheet.handout)
        return _shown(asked, place, register, say=f"{one.patient}: {said.says}.", focus=_next(found, one))


def take_back(asked: Asking) -> Response:
    """Take back what was decided of one patient."""
    place = place_of(asked)
    with asked.desk.register() as register:
        found, _ = _candidates(asked, place, register)
        one = _named(found, asked.text("who"))
        if asked.text("was") != _state(one):
            return _shown(asked, place, register, status=409, clash=_clash_view(_Clash(one, "", "", "")))
        if one.decided and one.decided.source:
            hint = "Empty the cell “decision” in the roster."
            raise HandoutsError([Problem("decision", 0, "is what the roster says", hint)])
        gone = undo_decision(register, _person(register, one), place.week_of, _by(asked, one))
        if gone is None:
            hint = "What was decided of an earlier week still holds: decide “on” for this one."
            raise HandoutsError([Problem("decision", 0, "nothing was decided of this week itself", hint)])
        asked.desk.note(asked.who, "took a decision back", one.sheet.handout)
        return _shown(asked, place, register, say=f"{one.patient}: taken back.", focus=f"d-{_id(one)}")


def accept_all(asked: Asking) -> Response:
    """Take every plain “on” that was on the page and that nobody has decided otherwise since."""
    place = place_of(asked)
    seen = set(asked.texts("plain"))
    with asked.desk.register() as register:
        found, _ = _candidates(asked, place, register)
        plain = [one for one in plainly_on(found) if _id(one) in seen]
        for one in plain:
            said = as_decision("on", one, place.week_of, place.today, by=_by(asked, one))
            keep_decision(register, one.key, one.patient, said)
        asked.desk.note(asked.who, f"decided on, {len(plain)} times", f"week of {place.week_of}")
        missed = len(seen) - len(plain)
        more = f" {missed} had been decided meanwhile and stay as they are." if missed else ""
        return _shown(asked, place, register, say=f"{len(plain)} move on.{more}")


def _typed(word: str, reason: str, until: str) -> str:
    text = f"{word} until {until}" if until and word in ("repeat", "hold") else word
    return f"{text}: {reason.strip()}" if reason.strip() else text


def _by(asked: Asking, one: Candidate) -> str:
    """Who decides: the account that is logged in, else who was written into the field, else as the command does."""
    given = asked.who.name or asked.text("by").strip()
    return decided_by(who_settles(given) if given else "", one, asked.desk.library)


def _candidates(asked: Asking, place: Place, register: Register) -> tuple[list[Candidate], int]:
    library = asked.desk.library.checked()
    read = rows_of(place.roster.path, library, place.today)
    with asked.desk.engine.locked():
        return candidates_of(read.rows, register, library, place.week_of, place.today)


def _id(one: Candidate) -> str:
    """Stands for a patient in the page, and names nobody."""
    return row_key((one.key, one.patient))


def _named(found: list[Candidate], name: str) -> Candidate:
    one = next((one for one in found if _id(one) == name), None)
    if one is None:
        message = "is not among those to decide on any more"
        raise HandoutsError([Problem("patient", 0, message, "Load the page again.")])
    return one


def _person(register: Register, one: Candidate) -> KeptPerson:
    people = [*register.people(), *DecisionsTable(register).people(), (one.key, one.patient)]
    return find_person(one.key or one.patient, people)


def _state(one: Candidate) -> str:
    """Stands for what was decided when a page was made."""
    decided = one.decided
    return row_key((decided.written, decided.by, decided.decided_at)) if decided else ""


def _next(found: list[Candidate], one: Candidate) -> str:
    """The id of the element that comes next: the first patient after this one of whom nothing is decided."""
    at = found.index(one)
    later = [other for other in (*found[at + 1 :], *found[:at]) if other.decided is None]
    return f"d-{_id(later[0])}" if later else ""


def _shown(asked: Asking, place: Place, register: Register, **more: Any) -> Response:
    found, others = _candidates(asked, place, register)
    number = max(1, asked.number("page", 1))
    pages = max(1, -(-len(found) // PAGE))
    number = min(number, pages)
    counts = Counter(one.proposal.word for one in found)
    library = asked.desk.library
    values: dict[str, Any] = {
        "cards": [_card(one, place, library) for one in found[(number - 1) * PAGE : number * PAGE]],
        "plain": [_id(one) for one in plainly_on(found)],
        "total": len(found),
        "open": sum(one.decided is None for one in found),
        "counts": [(word, counts[word]) for word in ("back", "repeat", "ask", "on") if counts[word]],
        "others": others,
        "number": number,
        "pages": pages,
        "by": asked.who.name or asked.text("by") or library.clinic.clinician or "",
        "may": asked.who.may("clinician"),
        "clash": None,
        "say": "",
        "focus": "",
    }
    return show(asked, "decide", place, **{**values, **more})


def _card(one: Candidate, place: Place, library: Library) -> dict[str, Any]:
    decided = one.decided
    return {
        "id": _id(one),
        "patient": one.patient,
        "key": one.key,
        "last": program_words(library, one.sheet.program) + one.last.removeprefix(one.sheet.program),
        "proposed": one.proposal.word,
        "why": one.proposal.reason,
        "decided": _said(decided) if decided else None,
        "was": _state(one),
        "until": f"{place.week_of}",
    }


def _said(one: Decision) -> dict[str, str]:
    return {
        "says": one.says,
        "word": one.word,
        "reason": one.reason,
        "by": one.by or ("the roster" if one.source else ""),
        "at": one.decided_at[:10],
        "source": one.source,
    }


def _clash_view(clash: _Clash) -> dict[str, Any]:
    decided = clash.one.decided
    return {
        "id": _id(clash.one),
        "patient": clash.one.patient,
        "was": _state(clash.one),
        "theirs": _said(decided) if decided else None,
        "mine": clash.mine,
        "reason": clash.reason,
        "until": clash.until,
    }
