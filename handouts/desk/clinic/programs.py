"""The clinic's own programs: made of a sheet's tray, and changed as a form with the weeks as they stand in the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.deliver.drafts import DraftsTable, SheetDraft
from handouts.desk.clinic.forms import answered, base_of, clashing, folder_of, given_fields, notes, packed
from handouts.desk.pages import fragment, told
from handouts.desk.routing import Asking, goes_to, not_there, page
from handouts.library.load import Library
from handouts.library.models import Program
from handouts.runs.own_content.keeping import (
    NEW,
    KeptFile,
    OtherMeanwhileError,
    has_before,
    kept_file,
    put_back,
    write_file,
)
from handouts.runs.own_content.programs import (
    PROGRAM_FIELDS,
    FilledProgram,
    id_from,
    program_draft,
    program_form,
    program_path,
    started,
)

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["edit", "from_draft", "look", "make", "new_form", "save", "shelf", "undo"]

_NAMES = (*(field.name for field in PROGRAM_FIELDS), "weeks", "others")


def shelf(asked: Asking) -> Response:
    """Own programs, faulty ones among them, and the shipped ones."""
    folder_of(asked)
    library = asked.desk.library
    every = sorted(library.programs.values(), key=lambda one: one.name.lower())
    own = [one for one in every if (one.id, one.language) in library.own]
    return page(
        asked,
        "clinic/programs.html",
        area="clinic",
        tab="programs",
        own=own,
        shipped=[one for one in every if one not in own],
        broken=[
            {"id": one.id, "name": one.name or one.id, "file": one.file, "problems": told(one.problems)}
            for one in library.broken
            if one.kind == "program" and one.id
        ],
    )


# --- a new one, of a sheet's tray -------------------------------------------------------------------


def from_draft(asked: Asking) -> Response:
    """The tray's button: go to the form that makes a program of the sheet's drills."""
    return goes_to(f"/clinic/programs/new?draft={_draft(asked).id}")


def _draft(asked: Asking) -> SheetDraft:
    name = asked.query("draft") or asked.text("draft")
    with asked.desk.register(reading=True) as register:
        draft = DraftsTable(register).get(name)
    if draft is None:
        raise not_there("This sheet")
    return draft


def new_form(asked: Asking) -> Response:
    """What the new program is called, for whom it is, and how many weeks it has; its drills as they will be written."""
    folder_of(asked)
    draft = _draft(asked)
    text = _text(asked, draft, "A program of our own", "", 1)
    return page(asked, "clinic/program_new.html", area="clinic", tab="programs", draft=draft, text=text.decode())


def _text(asked: Asking, draft: SheetDraft, name: str, about: str, weeks: int) -> bytes:
    engine = asked.desk.engine
    with engine.locked():
        return started(draft.values, engine.library, asked.desk.today(), name=name, about=about, weeks=weeks)


def make(asked: Asking) -> Response:
    """Write the new program's file, where there is none of that id."""
    folder, library = folder_of(asked), asked.desk.library
    name = asked.text("name")
    wrong = [] if name.strip() else [Problem("name", 0, "is empty", "Write what patients and colleagues call it.")]
    wrong += [] if asked.text("about").strip() else [Problem("about", 0, "is empty", "Say who it is for.")]
    if wrong:
        raise HandoutsError(wrong, Exit.USAGE)
    new = id_from(name)
    taken = {key[0] for key in (*library.drills, *library.programs)} | {one.id for one in library.broken} | {"new"}
    path = program_path(folder, new)
    if new in taken or path.exists():
        hint = "Choose another name. To change the program that is there, open it in the list of programs."
        raise HandoutsError([Problem("name", 0, f"gives the id “{new}”, which is taken", hint)], Exit.EXISTS)
    data = _text(asked, _draft(asked), name, asked.text("about"), asked.number("weeks", 1))
    empty = KeptFile(path, data, NEW, None)
    draft = program_draft(empty, program_form(empty), program_form(empty), library)
    if draft.program is None:
        raise HandoutsError([*(one for many in draft.at_field.values() for one in many), *draft.others])
    try:
        write_file(folder, path, data, NEW)
    except OtherMeanwhileError as error:
        raise HandoutsError([Problem("name", 0, f"{error.now.name} is there already", "Choose another.")]) from error
    asked.desk.note(asked.who, "made a program", f"programs/{path.name}")
    return goes_to(f"/clinic/programs/{new}")


# --- one of them ------------------------------------------------------------------------------------


def _file(asked: Asking) -> KeptFile:
    folder = folder_of(asked)
    file = kept_file(folder, program_path(folder, asked.path("id")))
    if file.digest == NEW:
        raise not_there(f"The program “{asked.path('id')[:60]}”")
    return file


def edit(asked: Asking) -> Response:
    """The form, with what the program's file holds."""
    file = _file(asked)
    try:
        form = program_form(file)
    except HandoutsError as error:
        return page(asked, "clinic/mend.html", area="clinic", tab="programs", file=file, problems=told(error.problems))
    return page(
        asked,
        "clinic/program.html",
        area="clinic",
        tab="programs",
        id=asked.path("id"),
        file=file,
        before=has_before(file.path),
        base=form.fields,
        weeks=form.weeks,
        packed=packed(_plain(form)),
    )


def _plain(form: FilledProgram) -> dict[str, Any]:
    return {**form.fields, "weeks": form.weeks}


def _form_of(plain: Mapping[str, Any]) -> FilledProgram:
    return FilledProgram(plain, str(plain.get("weeks", "")))


def _given(asked: Asking, base: FilledProgram) -> FilledProgram:
    fields = {**base.fields, **given_fields(asked, PROGRAM_FIELDS)}
    return FilledProgram(fields, asked.text("weeks").replace("\r\n", "\n"))


def look(asked: Asking) -> Response:
    """What is wrong at each field, advice, and the weeks as a table; nothing is saved."""
    file, base = _file(asked), _form_of(base_of(asked))
    library = asked.desk.library
    draft = program_draft(file, _given(asked, base), base, library)
    parts = notes(_NAMES, {**draft.at_field, "others": draft.others}, draft.advice)
    if draft.program:
        table = {"weeks": draft.program.weeks, "names": _drill_names(draft.program, library)}
        parts["table"] = fragment("clinic/weeks.html", table)
    return answered(parts=parts)


def _drill_names(program: Program, library: Library) -> dict[str, str]:
    found = {}
    for week in program.weeks:
        for item in week.drills:
            drill = library.drill(item.drill, program.language)
            found[item.drill] = drill.name if drill else item.drill
    return found


def save(asked: Asking) -> Response:
    """Write the program's file; with a fault nothing is written."""
    folder, file, base = folder_of(asked), _file(asked), _form_of(base_of(asked))
    given = _given(asked, base)
    if file.digest != asked.text("seen"):
        other = OtherMeanwhileError(file)
        return clashing(asked, other, _plain(base), _plain(given), lambda now: _plain(program_form(now)))
    draft = program_draft(file, given, base, asked.desk.library)
    if draft.program is None:
        every = [*(one for many in draft.at_field.values() for one in many), *draft.others]
        raise HandoutsError([problem for problem in every if not problem.warning])
    try:
        now = write_file(folder, file.path, draft.data, file.digest)
    except OtherMeanwhileError as error:
        return clashing(asked, error, _plain(base), _plain(given), lambda now: _plain(program_form(now)))
    asked.desk.note(asked.who, "changed a program", f"programs/{file.path.name}")
    return answered(seen=now.digest, base=packed(_plain(program_form(now))), said=f"Saved in programs/{now.path.name}.")


def undo(asked: Asking) -> Response:
    """Undo the last save; the same again does it once more."""
    folder, file = folder_of(asked), _file(asked)
    try:
        put_back(folder, file.path, asked.text("seen"))
    except OtherMeanwhileError as error:
        base = base_of(asked)
        return clashing(asked, error, base, base, lambda now: _plain(program_form(now)))
    asked.desk.note(asked.who, "undid the last change of a program", f"programs/{file.path.name}")
    return answered(goes=f"/clinic/programs/{asked.path('id')}")
