"""SET: a change goes into the draft, or is held back where another window was there before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from handouts.base.problems import HandoutsError, Problem
from handouts.deliver.drafts import DraftClash, DraftsTable, SheetDraft, Stamp, Value
from handouts.desk.routing import Asking, not_there, part
from handouts.desk.sheet.setting import FIELDS, SEVERAL, field_names
from handouts.desk.sheet.view import bench_values
from handouts.runs.choosing import fitting, undecided

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["as_it_is", "both", "changed", "restored"]


def changed(
    asked: Asking, draft: SheetDraft, values: dict[str, Value | None], *, said: str = "", seen: int | None = None
) -> Response:
    """Change a draft, and give the parts of the page that this changes. A clash is told, and nothing is changed.

    ``said`` is announced. ``seen``: the number of the draft that the change was made from; what the form says where
    None.
    """
    base = asked.number("number", draft.number)
    if "week" in values or "items" in values:
        values, said = _fitted(asked, draft, values, said)
    try:
        with asked.desk.register() as register:
            after = DraftsTable(register).change(
                draft.id, base if seen is None else seen, values, by=asked.who.name, tab=asked.tab
            )
    except ValueError as error:
        raise HandoutsError([Problem("form", 0, str(error), "Shorten the note or leave drills out.")]) from error
    if after is None:
        raise not_there("This sheet")
    if isinstance(after, DraftClash):
        return _clash(asked, after, values)
    before = {name: draft.values.get(name) for name in values}
    answer = _parts(asked, after, before, base)
    if said:
        answer.headers["HX-Trigger"] = json.dumps({"handouts:said": said})
    return answer


def as_it_is(asked: Asking, draft: SheetDraft) -> Response:
    """The parts of the page as the draft is now. Nothing is changed, so that whoever may see it may ask for it."""
    return _parts(asked, draft, {}, asked.number("number", draft.number))


def _parts(asked: Asking, draft: SheetDraft, before: Mapping[str, Value | None], base: int) -> Response:
    """``before``: what was changed now, as it was. ``base``: the number of the draft that the window knew."""
    others = {name: one for name, one in draft.stamps.items() if one.number > base and one.tab != asked.tab}
    return part(
        asked,
        "sheet/parts.html",
        **bench_values(asked, draft),
        swap=True,
        before=json.dumps({name: _plain(value) for name, value in before.items()}) if before else "",
        before_words=field_names(before),
        others=field_names(others),
        others_by=_who(others),
    )


def _fitted(
    asked: Asking, draft: SheetDraft, values: dict[str, Value | None], said: str
) -> tuple[dict[str, Value | None], str]:
    """The change with what follows from another week, or other drills, and what is said of it."""
    engine, today = asked.desk.engine, asked.desk.today()
    after = {name: value for name, value in {**draft.values, **values}.items() if value}
    with engine.locked():  # doses of drills that the other week does not have would stop the sheet
        fitted = fitting(after, engine.planner, today) if "week" in values else {}
        not_so = "decision" not in values and undecided(draft.values, after, engine.planner, today)
    words = [said] if said else []
    if fitted:
        words = ["Doses set for drills that this week does not have are left out. “Undo” brings them back."]
    if not_so:
        words += ["The sheet does not say any more that a week is repeated: that was decided of another one."]
    gone = {"decision": None} if not_so else {}
    return {**values, **{name: value or None for name, value in fitted.items()}, **gone}, " ".join(words)


def _plain(value: Value | None) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _who(stamps: Mapping[str, Stamp]) -> str:
    """Who set fields, and when: “another window at 10:42”, “Ana, at 10:42”."""
    latest = max(stamps.values(), key=lambda one: one.number, default=None)
    if latest is None:
        return ""
    return f"{latest.by or 'another window'}, at {latest.at[11:16]} UTC"


def _clash(asked: Asking, clash: DraftClash, values: Mapping[str, Value | None]) -> Response:
    now = clash.draft
    fields = [
        {"name": name, "label": FIELDS.get(name, name), "theirs": now.text(name), "mine": _words(values.get(name))}
        for name in clash.fields
    ]
    mine = json.dumps({name: _plain(value) for name, value in values.items()})
    return part(
        asked, "sheet/clash.html", 409, draft=now, fields=fields, who_did=_who(clash.fields), mine=mine, swap=True
    )


def _words(value: Value | None) -> str:
    return ", ".join(value) if isinstance(value, tuple) else value or ""


def restored(asked: Asking) -> dict[str, Value | None]:
    """Fields with their values, as the page kept them: for undoing, and for keeping mine."""
    try:
        given = json.loads(asked.text("fields") or "{}")
        json.dumps(given, ensure_ascii=False).encode()  # half a character is no text
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise HandoutsError([Problem("form", 0, "cannot be read", "Load the page again.")])
    return {name: _value(name, value) for name, value in given.items() if name in FIELDS}


def _value(name: str, value: Any) -> Value | None:
    if name in SEVERAL:
        texts = value if isinstance(value, list) else []
        return tuple(text for text in texts if isinstance(text, str) and text) or None
    return value if isinstance(value, str) and value else None


def both(asked: Asking, draft: SheetDraft) -> SheetDraft:
    """A second draft with what this window meant, beside the one as it is now."""
    values = {name: value for name, value in {**draft.values, **restored(asked)}.items() if value}
    with asked.desk.register() as register:
        return DraftsTable(register).add(values, owner=asked.who.name, tab=asked.tab)
