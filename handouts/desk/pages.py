"""HTML from the templates in ``templates/desk``: everything is escaped, and a missing name is a fault at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from handouts.base.problems import Problem
from handouts.base.shipped import shipped
from handouts.desk.ownwords import in_desk_words, place_at_desk

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["environment", "fragment", "static_version", "told"]


@cache
def environment() -> Environment:
    """The templates of the desk."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(shipped("templates", "desk")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["static"] = lambda name: f"/static/{static_version(name)}/{name}"
    made.tests["text"] = lambda value: isinstance(value, str)
    return made


@cache
def static_version(name: str) -> str:
    """What stands in the address of a file of the page, so that browsers keep it until it is another."""
    return sha256(shipped("templates", "desk", "static", name).read_bytes()).hexdigest()[:12]


def fragment(template: str, values: Mapping[str, Any]) -> str:
    """A template, filled in; half a character, which no page can hold, as a sign for it."""
    return environment().get_template(template).render(values).encode("utf-8", "replace").decode()


def _ended(message: str, hint: str) -> str:
    """A sentence that another one follows."""
    return f"{message}." if hint and message.rstrip("”")[-1:] not in ".!?:…" else message


def told(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems as a page shows them to the clinic's own people: with the very words that are wrong."""
    return [
        {
            "place": place_at_desk(problem.place),
            "line": problem.line,
            "message": _ended(in_desk_words(problem.whole or problem.message), problem.hint),
            "hint": in_desk_words(problem.hint).strip(),
            "warning": problem.warning,
            "kind": problem.kind,
        }
        for problem in dict.fromkeys(problems)
    ]
