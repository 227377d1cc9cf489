"""The area's first page: where the clinic's files are, what can be changed; and a folder for who has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.desk.clinic.forms import folder_of
from handouts.desk.routing import Asking, goes_to, page
from handouts.runs.own_content.newclinic import make_clinic, usual_place, vacant

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["make_folder_for_clinic", "start"]

_SAID = ("name", "phone", "email", "emergency")


def start(asked: Asking) -> Response:
    """What there is of the clinic's own; or the form that makes a folder for it."""
    if asked.desk.folder is None:
        return page(asked, "clinic/new.html", area="clinic", place=usual_place(), alone=_alone(asked))
    library = asked.desk.library
    count = {
        "drills": sum(key in library.drills for key in library.own),
        "programs": sum(key in library.programs for key in library.own),
    }
    return page(asked, "clinic/start.html", area="clinic", tab="", folder=folder_of(asked), count=count)


def _alone(asked: Asking) -> bool:
    """Whether the desk is one person's, at this computer."""
    return asked.request.app.state.accounts is None and not asked.who.origin


def make_folder_for_clinic(asked: Asking) -> Response:
    """Make a clinic's folder where there is nothing, and work in it from now on."""
    if asked.desk.folder is not None or not _alone(asked):
        raise HandoutsError([Problem("folder", 0, "is there already", "Load the page again.")], Exit.USAGE)
    wrong = [
        Problem(name, 0, "is empty", hint)
        for name, hint in (("name", "It stands at the top of every sheet."), ("phone", "Patients call it."))
        if not asked.text(name).strip()
    ]
    try:
        place = vacant(asked.text("folder"))
    except HandoutsError as error:
        wrong += error.problems
    if wrong:
        raise HandoutsError(wrong, Exit.USAGE)
    make_clinic(place, {key: asked.text(key) for key in _SAID})
    asked.desk.move_into(place.resolve())
    asked.desk.note(asked.who, "made the clinic’s folder", "clinic.yaml")
    return goes_to("/clinic")
