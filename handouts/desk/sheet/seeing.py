"""SEE: the real pages of a draft, and what the planner says of it."""

from __future__ import annotations

from dataclasses import field

from starlette.responses import Response

from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.deliver.drafts import SheetDraft
from handouts.desk.engine import ShownSheet
from handouts.desk.routing import Asking, not_there, part
from handouts.write.text import as_text

__all__ = ["Seen", "aloud", "picture", "see"]

_WIDTH = 900


@dataclass(frozen=True)
class Seen:
    """A draft's sheet, or why there is none."""

    shown: ShownSheet | None = None
    problems: tuple[Problem, ...] = field(default=(), repr=False)
    """Why it cannot be made; empty where it can, and where nothing is chosen yet."""
    warnings: tuple[Problem, ...] = field(default=(), repr=False)


def see(asked: Asking, draft: SheetDraft) -> Seen:
    """The sheet of a draft."""
    if not draft.texts("items"):
        return Seen()
    try:
        shown = asked.desk.engine.shown(draft.values, asked.desk.today())
    except HandoutsError as error:
        return Seen(problems=tuple(dict.fromkeys(error.problems)))
    if width := asked.number("width"):
        asked.desk.engine.ahead(shown, min(asked.number("page", 1), shown.pages), width)
    return Seen(shown, (), tuple(dict.fromkeys(shown.planned.warnings)))


def _shown(asked: Asking, draft: SheetDraft) -> ShownSheet:
    """The sheet that the address names by its key; where that is not kept any more, the draft's as it is now."""
    engine = asked.desk.engine
    return engine.kept(asked.path("key")) or engine.shown(draft.values, asked.desk.today())


def picture(asked: Asking, draft: SheetDraft) -> Response:
    """A page as PNG. The key in the address makes it another one after each change."""
    shown = _shown(asked, draft)
    width = asked.number("width", _WIDTH)
    try:
        data = asked.desk.engine.picture(shown, int(asked.path("number")), width)
    except IndexError:
        raise not_there("This page of the sheet") from None
    return Response(data, media_type="image/png", headers={"cache-control": "private, max-age=600"})


def aloud(asked: Asking, draft: SheetDraft) -> Response:
    """What the sheet says, as a screen reader reads it."""
    engine, shown = asked.desk.engine, _shown(asked, draft)
    with engine.locked():
        text = as_text(engine.press_of(draft.values).sheet(shown.planned.handout), aloud=True)
    return part(asked, "sheet/aloud.html", text=text)
