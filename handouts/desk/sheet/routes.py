"""The addresses of the sheet's workbench."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handouts.deliver.drafts import DraftsTable, SheetDraft
from handouts.deliver.printer import printers
from handouts.desk.routing import Asking, at, goes_to, not_there, page
from handouts.desk.sheet.seeing import picture, see

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["ROUTES"]

_RECENT = 12


def _start(asked: Asking) -> Response:
    with asked.desk.register(reading=True) as register:
        drafts = DraftsTable(register).latest(_RECENT)
    return page(asked, "sheet/start.html", area="sheet", drafts=drafts)


def _new(asked: Asking) -> Response:
    values = {"items": items} if (items := asked.texts("items")) else {}
    with asked.desk.register() as register:
        draft = DraftsTable(register).add(values, owner=asked.who.name, tab=asked.tab)
    return goes_to(f"/sheet/{draft.id}")


def _bench(asked: Asking) -> Response:
    return page(
        asked, "sheet/bench.html", area="sheet", draft=draft_of(asked), queues=printers(), **see(asked, draft_of(asked))
    )


def draft_of(asked: Asking) -> SheetDraft:
    """The draft that the address names."""
    with asked.desk.register(reading=True) as register:
        draft = DraftsTable(register).get(asked.path("draft"))
    if draft is None:
        raise not_there("This sheet")
    return draft


ROUTES = (
    at("/sheet", _start),
    at("/sheet/new", _new, "POST", role="clinician"),
    at("/sheet/{draft}", _bench),
    at("/sheet/{draft}/page/{number:int}/{key}", lambda asked: picture(asked, draft_of(asked))),
)
