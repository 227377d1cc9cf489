"""The addresses of Monday."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handouts.desk.monday import deciding, mailing, making, roster, start
from handouts.desk.monday.place import place_of
from handouts.desk.routing import Asking, at, goes_to

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["ROUTES"]


def _first(asked: Asking) -> Response:
    return goes_to(f"{place_of(asked).address}/roster")


_OF = "/monday/{roster:str}/{week:str}"

ROUTES = (
    at("/monday", start.start),
    at("/monday/bring", start.bring, "POST"),
    at("/monday/go", start.go),
    at("/monday/work/stop", making.stop, "POST"),
    at("/monday/work/stream", making.stream),
    at(_OF, _first),
    at(f"{_OF}/roster", roster.roster),
    at(f"{_OF}/checked", roster.checked),
    at(f"{_OF}/row", roster.mend, "POST"),
    at(f"{_OF}/remove", roster.remove, "POST"),
    at(f"{_OF}/titles", roster.titles, "POST"),
    at(f"{_OF}/undo", roster.undo, "POST"),
    at(f"{_OF}/undo/forget", roster.forget_undo, "POST"),
    at(f"{_OF}/away", start.away, "POST"),
    at(f"{_OF}/decide", deciding.decisions),
    at(f"{_OF}/decide/one", deciding.decide, "POST", role="clinician"),
    at(f"{_OF}/decide/undo", deciding.take_back, "POST", role="clinician"),
    at(f"{_OF}/decide/all", deciding.accept_all, "POST", role="clinician"),
    at(f"{_OF}/make", making.making),
    at(f"{_OF}/make/begin", making.make, "POST"),
    at(f"{_OF}/make/forget", making.forget, "POST"),
    at(f"{_OF}/make/print", making.send_to_printer, "POST"),
    at(f"{_OF}/file/{{name:str}}", making.made_file),
    at(f"{_OF}/mail", mailing.mailing),
    at(f"{_OF}/mail/look", mailing.look, "POST"),
    at(f"{_OF}/mail/send", mailing.send, "POST"),
    at(f"{_OF}/mail/letter", mailing.letter),
    at(f"{_OF}/outbox/one", mailing.act, "POST"),
    at(f"{_OF}/outbox/again", mailing.retry, "POST"),
)
