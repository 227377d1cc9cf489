"""Finding a person as one types, and what stands for people in addresses.

Addresses are kept by browsers, and shown to whoever looks over a shoulder: so a person has a handle there, a digest of
their key or name with a secret that this server makes when it starts and tells nobody. It means nothing to another
server, nor to this one after it was started again.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from handouts.base.people import folded
from handouts.base.problems import HandoutsError
from handouts.desk.pages import told
from handouts.desk.routing import Asking, NotThereError, page, part
from handouts.runs.people import KeptPerson, asked_for, people_fitting
from handouts.runs.records import people_kept
from handouts.runs.scans.settling import open_pages

if TYPE_CHECKING:
    from starlette.responses import Response

    from handouts.deliver.register import Register
    from handouts.desk.state import Desk

__all__ = ["find", "handle_of", "person_named", "shown_name", "start"]

_RECENT = 14
_SHOWN = 40
_DIGITS = 20
_SECRETS: WeakKeyDictionary[Desk, bytes] = WeakKeyDictionary()
_LOCK = Lock()
_NEW_ADDRESSES = (
    "The addresses of patients’ pages change each time that the desk is started, so that none of them tells whom it is "
    "about. Look for the patient under “Patients”. Whoever was forgotten is not found there either."
)
_NOT_SURE = {
    "id": "",
    "name": "",
    "part": "The name is not exactly what you typed: look whether it is the person whom you mean.",
}


def handle_of(desk: Desk, person: KeptPerson) -> str:
    """What stands for a person in addresses."""
    with _LOCK:
        secret = _SECRETS.setdefault(desk, secrets.token_bytes(32))
    what = f"key {person.key}" if person.key else f"name {folded(person.names[0]) if person.names else ''}"
    return hmac.new(secret, what.encode(errors="replace"), "sha256").hexdigest()[:_DIGITS]


def person_named(asked: Asking, register: Register) -> KeptPerson:
    """The person whom the address stands for; 404 where nobody is kept any more whom it could mean."""
    handle = asked.path("person")
    for person in people_kept(register):
        if hmac.compare_digest(handle_of(asked.desk, person).encode(), handle.encode()):
            return person
    raise NotThereError("This patient’s page", _NEW_ADDRESSES, ("/patients", "To the patients"))


def shown_name(person: KeptPerson) -> str:
    """A name for a heading."""
    return " / ".join(person.names) or f"No name ({person.key})"


def start(asked: Asking) -> Response:
    """The page to begin with: find a person, those of late, what came back, what is to be settled."""
    with asked.desk.register(reading=True) as register:
        wanted = register.recent(_RECENT)
        everybody = people_kept(register)
        pages = open_pages(register, asked.desk.library)
    answered = sum(one.answered for one in pages)
    recent = [one for pair in wanted for one in everybody if _is(one, *pair)]
    return page(
        asked,
        "patients/start.html",
        area="patients",
        recent=_lines(asked, list(dict.fromkeys(recent))),
        waiting=len(pages) - answered,
        answered=answered,
        **_nobody(),
    )


def find(asked: Asking) -> Response:
    """Whom a text may mean. It is sent, and not in the address, so that no name is kept there."""
    found = _found(asked)
    if asked.partly:
        return part(asked, "patients/found.html", **found)
    return page(asked, "patients/start.html", area="patients", recent=[], waiting=0, answered=0, **found)


def _nobody() -> dict[str, Any]:
    return {"typed": "", "groups": [], "more": 0, "problems": [], "count": 0}


def _found(asked: Asking) -> dict[str, Any]:
    typed = asked.text("who")
    if not typed.strip():
        return _nobody()
    try:
        text = asked_for(typed)
    except HandoutsError as error:
        return {**_nobody(), "typed": typed[:200], "problems": told(error.problems)}
    with asked.desk.register(reading=True) as register:
        people = people_kept(register)
    groups, room, count = [], _SHOWN, 0
    for how, some in people_fitting(text, people):
        count += len(some)
        if shown := some[:room]:
            groups.append({"how": how, "unsure": _NOT_SURE[how], "people": _lines(asked, shown)})
            room -= len(shown)
    return {**_nobody(), "typed": typed, "groups": groups, "count": count, "more": max(0, count - _SHOWN)}


def _lines(asked: Asking, people: Sequence[KeptPerson]) -> list[dict[str, str]]:
    return [{"handle": handle_of(asked.desk, one), "name": shown_name(one), "key": one.key} for one in people]


def _is(person: KeptPerson, key: str, name: str) -> bool:
    """Whether a pair of the register is this person's."""
    return person.key == key if key else name in person.loose
