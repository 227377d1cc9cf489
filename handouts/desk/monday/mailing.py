"""Step 4: who would get what by e-mail, a letter as it would go, the sending, and what became of each message."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Literal, cast

from handouts.base.ids import shown_id
from handouts.base.problems import HandoutsError, Problem
from handouts.desk.monday.making import list_of
from handouts.desk.monday.place import Place, clinic_of, looks_of, place_of, plainly, show
from handouts.desk.monday.work import MondayWork, works_of
from handouts.desk.ownwords import in_desk_words
from handouts.desk.routing import Asking
from handouts.mail.outbox import Outbox
from handouts.runs.mail_week import mail_folder
from handouts.runs.outbox import AS_MADE, drop, known, may_be_sent, question_before, resend, settle
from handouts.runs.registers import open_register
from handouts.runs.rosters.letters import letters_of
from handouts.runs.rosters.table import digest_of
from handouts.runs.rosters.working import MailLook, MailSent, look_at_mail, send_mail, send_waiting

if TYPE_CHECKING:
    from starlette.responses import Response

    from handouts.mail.table import OutboxEntry

__all__ = ["act", "letter", "look", "mailing", "retry", "send"]

_TABLE_MOST = 60
"""Messages on a page."""
_OUTBOX_MOST = 100
_HOW = {
    "plain": ("as an ordinary e-mail", "good"),
    "protected": ("with a password", "good"),
    "print": ("on paper", ""),
    "printed": ("printed before", ""),
    "before": ("not now", ""),
    "idle": ("nothing this week", ""),
    "faulty": ("to mend", "bad"),
}
_STATES = {
    "queued": ("waits", "warn", "It goes with the next sending, or with “Send what waits”."),
    "sending": ("is being sent", "warn", "Wait: somebody sends it now."),
    "sent": ("sent", "good", ""),
    "failed": ("refused", "bad", "Mend the address in the roster and send the week again, or take it out."),
    "deferred": ("put off", "warn", "The server could not take it. “Send what waits” tries again."),
    "uncertain": (
        "uncertain",
        "bad",
        "The line went before the answer came. Look among the sent mail, or ask the patient; then say which it was.",
    ),
    "asked": ("asked for again", "warn", "The next sending of its week makes it anew."),
    "returned": ("came back", "bad", "Ask the patient for the right address, and mend the roster."),
}


def mailing(asked: Asking) -> Response:
    """The step's page."""
    return _shown(asked, place_of(asked))


def look(asked: Asking) -> Response:
    """Begin to look what would go out: everything is made, and nothing sent."""
    place = place_of(asked)
    _can_mail(asked)
    about = {"calendar": bool(asked.text("calendar")), "changed": bool(asked.text("changed"))}
    what = list_of(asked, place, clinic_of(asked))
    one = MondayWork("look", place.address, asked.who.name, {**about, "digest": what.digest})
    works_of(asked.desk).start(one, look_at_mail, {"asked": what, **about})
    asked.desk.note(asked.who, "looked at a week's mail", f"{place.roster.name}, week of {place.week_of}")
    return _shown(asked, place)


def send(asked: Asking) -> Response:
    """Begin to send, where a person has said yes to the counts."""
    place = place_of(asked)
    _can_mail(asked)
    if not asked.text("sure"):
        hint = "Read the counts, and tick that they are right."
        raise HandoutsError([Problem("send", 0, "was not confirmed", hint)])
    confirmed = asked.text("confirmed")
    seen = _seen(asked, place)
    if seen is None or seen.asked != confirmed or asked.text("digest") != digest_of(place.roster.path):
        message = "is not what you saw any more"
        raise HandoutsError([Problem("what would go out", 0, message, "Look again what would go out.")])
    faulty = bool(asked.text("faulty"))
    if seen.wrong and not faulty:
        hint = "Mend them first, or tick that the others go without them."
        raise HandoutsError([Problem("send", 0, f"{seen.wrong} rows are at fault", hint)])
    what = list_of(asked, place, clinic_of(asked))
    ways = {"calendar": seen.calendar, "changed": seen.changed, "confirmed": confirmed, "faulty": faulty}
    one = MondayWork("send", place.address, asked.who.name, {})
    works_of(asked.desk).start(one, send_mail, {"asked": what, **ways})
    works_of(asked.desk).latest.pop("look", None)  # what was seen holds no more
    asked.desk.note(asked.who, "sent a week's mail", f"{place.roster.name}, week of {place.week_of}: {seen.going}")
    return _shown(asked, place)


def letter(asked: Asking) -> Response:
    """A row's letters as they would go, as text."""
    place = place_of(asked)
    _can_mail(asked)
    library = asked.desk.library.checked()
    with asked.desk.engine.locked():
        found = letters_of(
            place.roster.path,
            library,
            place.today,
            place.week_of,
            line=asked.number("line"),
            calendar=bool(asked.query("calendar")),
        )
    asked.desk.note(asked.who, "looked at a letter", f"{place.roster.name}, line {asked.number('line')}")
    return show(asked, "letter", place, letters=found)


# --- the outbox ----------------------------------------------------------------------------------


def act(asked: Asking) -> Response:
    """Settle, take out, or send once more one message."""
    place = place_of(asked)
    number, what = asked.number("message"), asked.text("what")
    with open_register(clinic_of(asked)) as register:
        box = Outbox(register)
        box.recover()
        entry = known(box, number, "message")
        if asked.text("was") != _mark(entry):
            message = f"is {_STATES[entry.state][0]} by now, since {_when(entry.changed_at)}"
            hint = "The list below is as it is now. Choose again."
            return _shown(asked, place, status=409, wrong=[_problem(number, message, hint)])
        if what in ("sent", "failed"):
            said: Any = settle(box, number, cast("Literal['sent', 'failed']", what))
        elif what == "drop":
            said = drop(box, number)
        elif what == "resend":
            said = resend(box, number, None)
        else:
            raise HandoutsError([Problem("message", 0, "nothing was chosen", "Press one of the buttons beside it.")])
    asked.desk.note(asked.who, f"message {number}: {what}", entry.handout)
    if isinstance(said, str):
        return _shown(asked, place, say=in_desk_words(said))
    return _again(asked, place, number, "")


def retry(asked: Asking) -> Response:
    """Send what waits, was put off or was refused."""
    place = place_of(asked)
    if not asked.text("sure"):
        hint = "Tick that the patients' consent still holds."
        raise HandoutsError([Problem("send again", 0, "was not confirmed", hint)])
    return _again(asked, place, 0, asked.text("confirmed"))


def _again(asked: Asking, place: Place, number: int, confirmed: str) -> Response:
    _can_mail(asked)
    one = MondayWork("again", place.address, asked.who.name, {})
    ways = {"folder": clinic_of(asked), "brand": asked.desk.brand, "number": number, "confirmed": confirmed}
    works_of(asked.desk).start(one, send_waiting, ways)
    asked.desk.note(asked.who, "sent again", f"message {number}" if number else "what waited")
    return _shown(asked, place)


def _problem(number: int, message: str, hint: str) -> dict[str, Any]:
    return {"place": f"message {number}", "line": 0, "message": message, "hint": hint, "warning": False, "kind": ""}


# --- the page ------------------------------------------------------------------------------------


def _can_mail(asked: Asking) -> None:
    """HandoutsError where the clinic has no mail server."""
    looks_of(asked)
    if asked.desk.library.clinic.mail is None:
        hint = "The person who set Handouts up has to enter it: under “mail:” in clinic.yaml, as docs/mail.md shows."
        raise HandoutsError([Problem("mail", 0, "the clinic has no mail server", hint)])


def _seen(asked: Asking, place: Place) -> MailLook | None:
    """What was looked at last for this roster and week, where the roster is still the same."""
    last = works_of(asked.desk).latest.get("look")
    if last is None or last.place != place.address or not isinstance(last.result, MailLook):
        return None
    return last.result if last.about.get("digest") == digest_of(place.roster.path) else None


def _shown(asked: Asking, place: Place, **more: Any) -> Response:
    works = works_of(asked.desk)
    seen = _seen(asked, place)
    last = [one for kind in ("send", "again", "look") if (one := works.latest.get(kind)) and not one.running]
    failed = next((one for one in last if one.state == "failed" and one.place == place.address), None)
    sent = [one.result for one in last if isinstance(one.result, MailSent) and one.place == place.address]
    folder = mail_folder(asked.desk.library, place.week_of)
    values: dict[str, Any] = {
        "work": works.now.view() if works.now and works.now.running else None,
        "address": f"{place.address}/mail",
        "has_server": asked.desk.library.clinic.mail is not None,
        "failed": plainly(failed.problems, place) if failed else [],
        "sent": sent,
        "seen": seen,
        "entries": _entries(asked, seen) if seen else None,
        "problems_of_mail": plainly(seen.problems[:60], place) if seen else [],
        "more_problems": max(0, len(seen.problems) - 60) if seen else 0,
        "digest": digest_of(place.roster.path),
        "papers": sorted(path.name for path in folder.glob("*.pdf")) if folder.is_dir() else [],
        "mail_folder": folder,
        **_outbox(asked),
        "wrong": [],
        "say": "",
    }
    return show(asked, "mail", place, **{**values, **more})


def _entries(asked: Asking, seen: MailLook) -> dict[str, Any]:
    """A page of what would become of the rows, those at fault first."""
    order = sorted(range(len(seen.entries)), key=lambda at: (seen.entries[at].how != "faulty", at))
    number = max(1, asked.number("page", 1))
    pages = max(1, -(-len(order) // _TABLE_MOST))
    number = min(number, pages)
    rows = []
    for at in order[(number - 1) * _TABLE_MOST : number * _TABLE_MOST]:
        one = seen.entries[at]
        words, state = _HOW[one.how]
        has_letter = one.how in ("plain", "protected", "before")
        shown = {"line": one.line, "patient": one.patient, "address": one.address, "how": words, "state": state}
        rows.append({**shown, "wrong": in_desk_words(one.wrong), "letter": has_letter, "file": one.file})
    counts: Counter[str] = Counter(one.how for one in seen.entries)
    return {
        "rows": rows,
        "number": number,
        "pages": pages,
        "counts": [(counts[how], words) for how, (words, _) in _HOW.items() if counts[how]],
    }


def _outbox(asked: Asking) -> dict[str, Any]:
    """What became of every message, those that need a person first."""
    with asked.desk.register(reading=True) as register:
        box = Outbox(register)
        every = box.as_recovered()
        waiting = may_be_sent(box)
    weight = {"uncertain": 0, "failed": 1, "returned": 1, "deferred": 2, "queued": 2, "asked": 2, "sending": 3}
    order = sorted(every, key=lambda one: one.changed_at, reverse=True)
    order = sorted(order, key=lambda one: weight.get(one.state, 9))
    return {
        "outbox": [_message(one) for one in order[:_OUTBOX_MOST]],
        "outbox_more": max(0, len(order) - _OUTBOX_MOST),
        "outbox_counts": [(count, _STATES[state][0]) for state, count in Counter(one.state for one in every).items()],
        "waiting": len(waiting),
        "waiting_asked": question_before(waiting) if waiting else "",
        "as_made": AS_MADE.partition(" “handouts mail”")[0],
    }


def _message(one: OutboxEntry) -> dict[str, Any]:
    words, state, todo = _STATES[one.state]
    actions = {
        "uncertain": (("sent", "It arrived"), ("failed", "It did not arrive")),
        "failed": (("resend", "Send again"), ("drop", "Take out")),
        "deferred": (("resend", "Send again"), ("drop", "Take out")),
        "queued": (("resend", "Send now"), ("drop", "Take out")),
        "asked": (("drop", "Take out"),),
        "sent": (("resend", "Send again"),),
        "returned": (("resend", "Send again"),),
    }.get(one.state, ())
    whose = {"id": one.id, "patient": one.patient, "address": one.address, "handout": shown_id(one.handout)}
    became = {"words": words, "state": state, "todo": todo, "when": _when(one.changed_at), "answer": one.answer}
    return {**whose, **became, "actions": actions, "was": _mark(one)}


def _mark(one: OutboxEntry) -> str:
    """Stands for a message as a page shows it."""
    return f"{one.state} {one.changed_at}"


def _when(text: str) -> str:
    from datetime import datetime

    return f"{datetime.fromisoformat(text).astimezone():%Y-%m-%d %H:%M}"
