"""The addresses of the sheet's workbench."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import Response as PlainAnswer

from handouts.deliver.drafts import DraftsTable, SheetDraft, Value
from handouts.desk.routing import Asking, at, goes_to, not_there, page, part
from handouts.desk.sheet.changing import as_it_is, both, changed, restored
from handouts.desk.sheet.finding import filters, found, thumbnail
from handouts.desk.sheet.seeing import aloud, picture
from handouts.desk.sheet.setting import FIELDS, SEVERAL, TAKEN_OFF, sent_values
from handouts.desk.sheet.tray import done
from handouts.desk.sheet.view import bench_values, options

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["ROUTES", "draft_of"]

_RECENT = 12


def _start(asked: Asking) -> Response:
    with asked.desk.register(reading=True) as register:
        drafts = DraftsTable(register).latest(_RECENT)
    named = [(one, _title(asked, one)) for one in drafts]
    values = {**found(asked), "filters": filters(asked.desk.engine), "draft": None}
    return page(asked, "sheet/start.html", area="sheet", drafts=named, **values)


def _title(asked: Asking, draft: SheetDraft) -> str:
    """What is on a sheet, in few words."""
    library = asked.desk.library
    items = draft.texts("items")
    language = library.clinic.language
    known = [library.program(name, language) or library.drill(name, language) for name in items[:3]]
    names = [one.name if one else name for one, name in zip(known, items, strict=False)]
    return ", ".join(names) + (f" and {len(items) - 3} more" if len(items) > 3 else "")


def _find(asked: Asking) -> Response:
    return part(asked, "sheet/results.html", **found(asked), draft=asked.query("draft") or None)


def _new(asked: Asking) -> Response:
    values: dict[str, Value] = {}
    for name in FIELDS:
        texts = tuple(text for text in asked.texts(name) if text.strip())
        if texts and name not in TAKEN_OFF:
            values[name] = texts if name in SEVERAL else texts[-1]
    with asked.desk.register() as register:
        draft = DraftsTable(register).add(values, owner=asked.who.name, tab=asked.tab)
    return goes_to(f"/sheet/{draft.id}")


def _bench(asked: Asking) -> Response:
    draft = draft_of(asked)
    engine = asked.desk.engine
    values = {**found(asked), "filters": filters(engine), **options(engine), **bench_values(asked, draft, later=True)}
    nothing: dict[str, Any] = {"swap": False, "before": "", "before_words": "", "others": "", "others_by": ""}
    return page(asked, "sheet/bench.html", area="sheet", **values, **nothing)


def _set(asked: Asking) -> Response:
    draft = draft_of(asked)
    return changed(asked, draft, sent_values(asked, draft.values))


def _tray(asked: Asking) -> Response:
    draft = draft_of(asked)
    values, said = done(asked, draft)
    return changed(asked, draft, values, said=said, seen=draft.number)  # “up” is of what is there now


def _undo(asked: Asking) -> Response:
    return changed(asked, draft_of(asked), restored(asked), said="Undone.")


def _both(asked: Asking) -> Response:
    draft = both(asked, draft_of(asked))
    if not asked.partly:
        return goes_to(f"/sheet/{draft.id}")
    return PlainAnswer(status_code=204, headers={"HX-Redirect": f"/sheet/{draft.id}"})


def _throw(asked: Asking) -> Response:
    draft = draft_of(asked)
    with asked.desk.register() as register:
        DraftsTable(register).remove(draft.id)
    asked.desk.note(asked.who, "threw a sheet away", draft.id)
    return goes_to("/sheet")


def draft_of(asked: Asking) -> SheetDraft:
    """The draft that the address names."""
    with asked.desk.register(reading=True) as register:
        draft = DraftsTable(register).get(asked.path("draft"))
    if draft is None:
        raise not_there("This sheet")
    return draft


ROUTES = (
    at("/sheet", _start),
    at("/sheet/find", _find),
    at("/sheet/new", _new, "POST", role="clinician"),
    at("/sheet/picture/{key}/{language}/{drill}", thumbnail),
    at("/sheet/{draft}", _bench),
    at("/sheet/{draft}/now", lambda asked: as_it_is(asked, draft_of(asked)), "POST"),
    at("/sheet/{draft}/set", _set, "POST", role="clinician"),
    at("/sheet/{draft}/tray", _tray, "POST", role="clinician"),
    at("/sheet/{draft}/undo", _undo, "POST", role="clinician"),
    at("/sheet/{draft}/both", _both, "POST", role="clinician"),
    at("/sheet/{draft}/throw", _throw, "POST", role="clinician"),
    at("/sheet/{draft}/said/{key}", lambda asked: aloud(asked, draft_of(asked))),
    at("/sheet/{draft}/page/{number:count}/{key}", lambda asked: picture(asked, draft_of(asked))),
)
