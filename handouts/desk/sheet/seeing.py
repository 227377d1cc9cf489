"""SEE: the real pages of a draft, and what the planner says of it."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from handouts.base.problems import HandoutsError
from handouts.deliver.drafts import SheetDraft
from handouts.desk.pages import told
from handouts.desk.routing import Asking, not_there

__all__ = ["picture", "see"]

_WIDTH = 900


def see(asked: Asking, draft: SheetDraft) -> dict[str, Any]:
    """What the panel with the pages needs: the sheet's key and number of pages, or what is wrong."""
    if not draft.texts("items"):
        return {"shown": None, "problems": [], "warnings": []}
    try:
        shown = asked.desk.engine.shown(draft.values, asked.desk.today())
    except HandoutsError as error:
        return {"shown": None, "problems": told(error.problems), "warnings": []}
    return {"shown": shown, "problems": [], "warnings": told(shown.planned.warnings)}


def picture(asked: Asking, draft: SheetDraft) -> Response:
    """A page as PNG. The key in the address makes it another one after each change; the draft as it is now is drawn."""
    engine = asked.desk.engine
    shown = engine.shown(draft.values, asked.desk.today())
    width = int(asked.query("width")) if asked.query("width").isdigit() else _WIDTH
    try:
        data = engine.picture(shown, int(asked.path("number")), width)
    except IndexError:
        raise not_there("This page of the sheet") from None
    return Response(data, media_type="image/png", headers={"cache-control": "private, max-age=600"})
