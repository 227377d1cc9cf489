"""The addresses of what is done with a sheet."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from starlette.responses import Response as PlainAnswer

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.deliver.drafts import DraftsTable, SheetDraft
from handouts.deliver.printer import print_file
from handouts.desk.engine import ShownSheet, printing_of
from handouts.desk.pages import told
from handouts.desk.routing import Asking, at, goes_to, not_there, page, part, refused
from handouts.runs.issue import IssuedHandout, IssueRequest, issue
from handouts.runs.mail_one import OneMail, look_at_one, send_one
from handouts.runs.phonepress import PhonePress

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["ROUTES"]

_WISH = ("email", "email_consent", "consent_date", "password")


def _draft(asked: Asking) -> SheetDraft:
    with asked.desk.register(reading=True) as register:
        draft = DraftsTable(register).get(asked.path("draft"))
    if draft is None:
        raise not_there("This sheet")
    return draft


class OtherEditionError(HandoutsError):
    """The sheet is another by now than the one that was shown."""


def _handing(endpoint: Callable[[Asking], Response]) -> Callable[[Asking], Response]:
    """An endpoint whose sheet has to be the one that was shown; 409 where it is another by now."""

    @wraps(endpoint)
    def handed(asked: Asking) -> Response:
        try:
            return endpoint(asked)
        except OtherEditionError as error:
            return refused(asked, error.problems, 409)

    return handed


def _ready(asked: Asking, draft: SheetDraft) -> ShownSheet:
    """The sheet as it would be handed over; HandoutsError where it has no name, or is another than the one shown."""
    shown = _named(asked, draft)
    if not (seen := asked.text("seen")):
        raise HandoutsError([Problem("sheet", 0, "was not looked at", "Look at its pages first.")], Exit.USAGE)
    return _as_seen(shown, seen)


def _named(asked: Asking, draft: SheetDraft) -> ShownSheet:
    """The sheet, which has to have a name."""
    if not draft.texts("items"):
        raise HandoutsError([Problem("sheet", 0, "holds no drill yet", "Choose one, or a program.")])
    shown = asked.desk.engine.shown(draft.values, asked.desk.today())
    if not shown.named:
        hint = "Write who the sheet is for; it is printed at the top."
        raise HandoutsError([Problem("patient", 0, "has no name yet", hint)])
    return shown


def _as_seen(shown: ShownSheet, seen: str) -> ShownSheet:
    """The sheet that is handed over, which has to be the one that was shown."""
    if seen != shown.key:
        hint = "Open it and look at the pages once more: they are as it is now. Then hand it over."
        raise OtherEditionError(
            [Problem("sheet", 0, "was changed since it was shown, here or in another window", hint)]
        )
    return shown


def _issue(asked: Asking) -> Response:
    """Save the sheet and enter it in the register; with ``print`` also send it to a print queue."""
    draft = _draft(asked)
    shown = _ready(asked, draft)
    issued = _issued(asked, draft, shown) if asked.desk.folder else None
    queue = asked.text("queue")
    if issued and asked.text("print") and queue in asked.desk.queues():
        print_file(issued.file, queue)
        asked.desk.note(asked.who, "printed", issued.id)
    return part(asked, "handover/done.html", **_done(asked, draft, shown, issued, queue))


def _issued(asked: Asking, draft: SheetDraft, shown: ShownSheet) -> IssuedHandout:
    engine = asked.desk.engine
    with asked.desk.register(reading=True) as register:
        before = bool(register.find(shown.planned.handout.id))
    request = IssueRequest(
        printing_of(draft.values),
        asked.desk.brand,
        named=bool(asked.text("names")),
        force=bool(asked.text("force")),
        page=bool(asked.text("page")),
    )
    with engine.locked():
        issued = issue(shown.planned, shown.pressed, engine.library, request)
    queued = asked.text("print") and asked.text("queue") in asked.desk.queues()
    if not before:
        asked.desk.note(asked.who, "issued", issued.id)
    elif not queued:  # what goes to a queue is noted once it went there
        asked.desk.note(asked.who, "printed" if asked.text("print") else "saved again", issued.id)
    return issued


def _done(
    asked: Asking, draft: SheetDraft, shown: ShownSheet, issued: IssuedHandout | None, queue: str
) -> dict[str, Any]:
    return {
        "draft": draft,
        "shown": shown,
        "issued": issued,
        "queue": queue if asked.text("print") else "",
        "print_now": bool(asked.text("print")) and not queue,
        "where": str(issued.file.parent) if issued else "",
        "warnings": told(shown.planned.warnings),
    }


def _pdf(asked: Asking) -> Response:
    """The very bytes that are saved, to be looked at, printed or kept by the browser."""
    draft = _draft(asked)
    shown = _as_seen(asked.desk.engine.shown(draft.values, asked.desk.today()), asked.path("key"))
    manner = "attachment" if asked.query("keep") else "inline"
    name = f"{shown.planned.handout.id}.pdf"
    return PlainAnswer(
        shown.pressed.data,
        media_type="application/pdf",
        headers={"content-disposition": f'{manner}; filename="{name}"'},
    )


_PHONE = (
    "sandbox allow-scripts allow-downloads allow-modals; default-src 'none'; img-src data:; "
    "style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)
"""What the page may do where it is only looked at: it is apart from the desk, and its own policy holds too."""


def _phone(asked: Asking) -> Response:
    """The page for the patient's phone, to be looked at or, with “keep”, saved by the browser."""
    draft, engine = _draft(asked), asked.desk.engine
    shown = _as_seen(engine.shown(draft.values, asked.desk.today()), asked.path("key"))
    with engine.locked():
        data = PhonePress(engine.library).page(shown.planned.handout)
    manner = "attachment" if asked.query("keep") else "inline"
    headers = {
        "content-security-policy": _PHONE,
        "content-disposition": f'{manner}; filename="{shown.planned.handout.id}.html"',
    }
    return PlainAnswer(data, media_type="text/html; charset=utf-8", headers=headers)


def _mail_page(asked: Asking) -> Response:
    draft = _draft(asked)
    shown = _named(asked, draft)
    _as_seen(shown, asked.query("seen") or shown.key)  # an address that was kept names no edition
    return page(asked, "handover/mail.html", area="sheet", draft=draft, shown=shown, today=_day(asked))


def _day(asked: Asking) -> str:
    return asked.desk.today().isoformat()


def _one(asked: Asking, draft: SheetDraft) -> OneMail:
    values = {**draft.values}
    return OneMail(
        values,
        {name: asked.text(name) for name in _WISH},
        printing_of(values),
        asked.desk.today(),
        asked.desk.brand,
        changed=bool(asked.text("changed")),
    )


def _mail_look(asked: Asking) -> Response:
    """What would go to whom, and what is wrong; nothing is sent."""
    draft = _draft(asked)
    shown = _ready(asked, draft)
    engine = asked.desk.engine
    with engine.locked():
        week = look_at_one(_one(asked, draft), engine.library)
    ready = week.run.ready[0] if week.run.ready else None
    wish = {name: asked.text(name) for name in _WISH}
    return part(
        asked,
        "handover/mail_look.html",
        draft=draft,
        shown=shown,
        problems=told(week.run.problems),
        wrong=bool(week.run.wrong),
        entries=week.run.entries,
        ready=ready,
        wish=wish,
    )


def _mail_send(asked: Asking) -> Response:
    """Send it, once, to the address and with the consent that were looked at."""
    draft = _draft(asked)
    shown = _ready(asked, draft)
    engine = asked.desk.engine
    with engine.locked():
        went, lines = send_one(_one(asked, draft), engine.library)
    asked.desk.note(asked.who, "mailed" if went else "did not mail", shown.planned.handout.id)
    return part(asked, "handover/mailed.html", draft=draft, went=went, lines=lines)


def _copy(asked: Asking) -> Response:
    """Another sheet like this one, for somebody else: all but what is the patient's own."""
    draft = _draft(asked)
    own = ("patient", "key", "note", "note_language", "visit", "flags", "despite", "activities", "decision")
    values = {name: value for name, value in draft.values.items() if name not in own}
    with asked.desk.register() as register:
        new = DraftsTable(register).add(values, owner=asked.who.name, tab=asked.tab)
    return goes_to(f"/sheet/{new.id}")


ROUTES = (
    at("/sheet/{draft}/issue", _handing(_issue), "POST"),
    at("/sheet/{draft}/pdf/{key}", _handing(_pdf)),
    at("/sheet/{draft}/phone/{key}", _handing(_phone)),
    at("/sheet/{draft}/mail", _handing(_mail_page)),
    at("/sheet/{draft}/mail/look", _handing(_mail_look), "POST"),
    at("/sheet/{draft}/mail/send", _handing(_mail_send), "POST"),
    at("/sheet/{draft}/copy", _copy, "POST", role="clinician"),
)
