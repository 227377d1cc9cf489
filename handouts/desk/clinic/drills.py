"""The clinic's own drills and the shipped ones; a shipped one is made the clinic's own by one press of a button."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.desk.clinic.forms import folder_of
from handouts.desk.pages import told
from handouts.desk.routing import Asking, goes_to, page
from handouts.library.broken import line_of
from handouts.library.load import Library
from handouts.library.models import AREAS, Drill
from handouts.runs.own_content.drills import UNFINISHED, drill_path, free_id, mine, new_drill, unfinished_of
from handouts.runs.own_content.keeping import NEW, OtherMeanwhileError, kept_file, write_file

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["make_mine", "make_new", "shelf"]


def shelf(asked: Asking) -> Response:
    """Own drills, unfinished and faulty ones among them, and the shipped ones that the words fit."""
    folder, library = folder_of(asked), asked.desk.library
    words = asked.query("q")[:100].lower().split()
    drills = [one for one in library.drills.values() if _fits(one, words)]
    drills.sort(key=lambda one: (one.name.lower(), one.language))
    return page(
        asked,
        "clinic/drills.html",
        area="clinic",
        tab="drills",
        q=asked.query("q")[:100],
        own=[_own(one, library) for one in drills if (one.id, one.language) in library.own],
        unfinished=list(_unfinished(asked)),
        broken=[
            {"id": one.id, "name": one.name or one.id, "file": one.file, "problems": told(one.problems)}
            for one in library.broken
            if one.kind == "drill" and one.id
        ],
        groups=_groups([one for one in drills if (one.id, one.language) not in library.own]),
        folder=folder,
        language=library.clinic.language,
    )


def _fits(drill: Drill, words: list[str]) -> bool:
    """Whether every word stands in what a drill is called and found by."""
    said = " ".join([drill.id, drill.name, *drill.keywords, *drill.muscles, *drill.regions, drill.area or ""]).lower()
    return all(word in said for word in words)


def _own(drill: Drill, library: Library) -> dict[str, Any]:
    return {
        "id": drill.id,
        "name": drill.name,
        "language": drill.language,
        "draft": drill.draft,
        "instead": drill.id in library.replaced,
    }


def _unfinished(asked: Asking) -> Iterator[dict[str, str]]:
    for path in sorted((folder_of(asked) / "drills").glob(f"*{UNFINISHED}")):
        name = line_of(path, "id") or path.name.partition(".")[0]
        yield {"id": name, "name": line_of(path, "name") or name, "file": path.name}


def _groups(drills: list[Drill]) -> list[tuple[str, list[Drill]]]:
    """Shipped drills by where in the library they stand."""
    found = [(AREAS[area], [one for one in drills if one.area == area]) for area in AREAS]
    return [(name, many) for name, many in found if many]


def make_mine(asked: Asking) -> Response:
    """Copy a shipped drill into the folder, to stand in for it or beside it under an id of its own."""
    folder, library = folder_of(asked), asked.desk.library
    key = (asked.text("drill"), asked.text("language") or library.clinic.language)
    drill = library.drills.get(key)
    if drill is None or key in library.own:
        hint = "Choose one of the shipped drills."
        raise HandoutsError([Problem("drill", 0, f"there is no shipped drill “{key[0][:60]}”", hint)], Exit.USAGE)
    new = drill.id
    if asked.text("as") != "instead":
        new = asked.text("id").strip().lower()
        free_id(folder, new, library)
    _written(asked, new, mine(folder, drill, new))
    asked.desk.note(asked.who, "made a shipped drill the clinic’s own", f"drills/{new}.yaml")
    return goes_to(f"/clinic/drills/{new}")


def make_new(asked: Asking) -> Response:
    """Begin a drill with nothing; it is a draft until somebody says that it is ready."""
    folder, library = folder_of(asked), asked.desk.library
    new = asked.text("id").strip().lower()
    free_id(folder, new, library)
    if unfinished_of(drill_path(folder, new, library.clinic.language)).exists():
        message = f"“{new}” is the id of a drill that is not finished"
        raise HandoutsError([Problem("id", 0, message, "Open it in the list, or choose another id.")], Exit.USAGE)
    _written(asked, new, new_drill(new, asked.text("name"), library.clinic.language))
    asked.desk.note(asked.who, "began a drill", f"drills/{new}.yaml")
    return goes_to(f"/clinic/drills/{new}")


def _written(asked: Asking, name: str, data: bytes) -> None:
    folder = folder_of(asked)
    path = folder / "drills" / f"{name}.yaml"
    try:
        write_file(folder, path, data, NEW)
    except OtherMeanwhileError as error:
        message = f"{kept_file(folder, path).name} is there already"
        raise HandoutsError([Problem("id", 0, message, "Choose another id.")], Exit.EXISTS) from error
