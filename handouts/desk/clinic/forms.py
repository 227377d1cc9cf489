"""What the forms of this area share: their folder, what they showed at first, and what is answered to their script."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.responses import JSONResponse, Response

from handouts.base.problems import HandoutsError, Problem
from handouts.desk.pages import fragment, told
from handouts.desk.routing import Asking, part
from handouts.runs.own_content.fields import ShownField
from handouts.runs.own_content.keeping import KeptFile, OtherMeanwhileError

__all__ = ["answered", "base_of", "clashing", "folder_of", "given_fields", "notes", "packed"]


def folder_of(asked: Asking) -> Path:
    """The clinic's folder; HandoutsError where there is none."""
    if asked.desk.folder is None:
        hint = "Make one on the page “Clinic”; it takes a minute."
        raise HandoutsError([Problem("clinic", 0, "has no folder yet, so nothing can be kept", hint)])
    return asked.desk.folder


def given_fields(asked: Asking, fields: Iterable[ShownField]) -> dict[str, Any]:
    """What the form holds now. A field that it does not have is as it was at first."""
    names = set(asked.form)
    found: dict[str, Any] = {}
    for field in fields:
        if field.kind == "many" and f"has_{field.name}" in names:
            found[field.name] = asked.texts(field.name)
        elif (field.kind == "flag" and f"has_{field.name}" in names) or field.name in names:
            found[field.name] = asked.text(field.name)
    return found


def packed(base: Any) -> str:
    """What a form showed at first, for a hidden field."""
    return json.dumps(base, ensure_ascii=False)


def base_of(asked: Asking, name: str = "base") -> Any:
    """What the form showed at first: texts, lists of texts, and rows of texts by their names. HandoutsError where that
    did not come along whole.
    """
    try:
        found = json.loads(asked.text(name))
        json.dumps(found, ensure_ascii=False).encode()  # half a character is no text
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not all(isinstance(one, str) or _is_list(one) for one in found.values()):
        raise HandoutsError([Problem("form", 0, "is not whole", "Load the page again.")])
    return {key: tuple(one) if isinstance(one, list) and _words(one) else one for key, one in found.items()}


def _is_list(one: Any) -> bool:
    return isinstance(one, list) and (_words(one) or all(isinstance(row, dict) and _words(row.values()) for row in one))


def _words(every: Iterable[Any]) -> bool:
    return all(isinstance(word, str) for word in every)


def notes(
    names: Iterable[str], at_field: Mapping[str, Sequence[Problem]], advice: Iterable[tuple[str, str, str]] = ()
) -> dict[str, str]:
    """What stands below each field, as parts of the page: what is wrong, and advice."""
    better: dict[str, list[tuple[str, str]]] = {}
    for name, found, more in advice:
        better.setdefault(name, []).append((found, more))
    return {
        f"at-{name}": fragment(
            "clinic/at_field.html",
            {"problems": told(map(_in_form, at_field.get(name, ()))), "advice": better.get(name, [])},
        )
        for name in names
    }


def answered(**parts: Any) -> Response:
    """The answer to the script of a form: parts of the page, pictures, texts of fields, an address to go to."""
    return JSONResponse(parts)


def _in_form(problem: Problem) -> Problem:
    """A problem in words for who sees a field, and no file."""
    if problem.message.startswith("lacks “"):
        return replace(problem, message="is empty", hint="Write something.")
    return problem


def clashing(
    asked: Asking,
    error: OtherMeanwhileError,
    base: Mapping[str, Any],
    mine: Mapping[str, Any],
    theirs: Callable[[KeptFile], Mapping[str, Any]],
    seen: Mapping[str, str] | None = None,
) -> Response:
    """That the file is another by now: what is other in it, and what can be done. Nothing was written.

    ``seen``: the digests of the form's files as they are now, by the names of the form's fields.
    """
    try:
        now = theirs(error.now)
    except HandoutsError:
        now = {}
    rows = []
    for key in dict.fromkeys((*base, *mine)):
        before = base.get(key, "")
        there, here = now.get(key, ""), mine.get(key, before)
        if there != before or here != before:
            both = there != before != here
            rows.append({"name": key, "theirs": _one(there), "mine": _one(here), "both": both})
    return part(asked, "clinic/clash.html", 409, file=error.now, rows=rows, seen=seen or {"seen": error.now.digest})


def _one(value: Any) -> str:
    text = value if isinstance(value, str) else ", ".join(str(one) for one in value)
    return text if len(text) < 300 else f"{text[:300]}…"
