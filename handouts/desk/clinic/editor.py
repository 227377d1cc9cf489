"""The editor of one drill: its words, dose and picture, with what is wrong and what could be better beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from handouts.base.kept import Kept
from handouts.base.problems import HandoutsError, Problem
from handouts.desk.clinic.forms import answered, base_of, clashing, folder_of, given_fields, notes, packed
from handouts.desk.clinic.posing import posing_parts
from handouts.desk.pages import fragment, told
from handouts.desk.routing import Asking, not_there, page
from handouts.library.load import Library
from handouts.runs.own_content.drills import (
    CAUTION_KEYS,
    DRILL_CHOICES,
    DRILL_FIELDS,
    STEP_KEYS,
    DrillDraft,
    FilledDrill,
    drill_draft,
    drill_form,
    opened,
)
from handouts.runs.own_content.figureform import FIGURE, figure_of, figure_with, read_figure
from handouts.runs.own_content.keeping import (
    NEW,
    KeptFile,
    OtherMeanwhileError,
    has_before,
    kept_file,
    put_back,
    write_file,
)
from handouts.runs.own_content.livefigure import LiveFigures, data_address

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["draw_now", "drop", "edit", "look", "save", "undo"]

_NAMES = (*(field.name for field in DRILL_FIELDS), "steps", "cautions", FIGURE, "others")
_LIVE: Kept[int, tuple[Library, LiveFigures]] = Kept(2)


def _files(asked: Asking) -> tuple[KeptFile, KeptFile]:
    """The drill's file and what is kept of it unfinished; one of them is there."""
    file, unfinished = opened(folder_of(asked), asked.path("id"), asked.desk.library.clinic.language)
    if file.digest == NEW and unfinished.digest == NEW:
        raise not_there(f"The drill “{asked.path('id')[:60]}”")
    return file, unfinished


def _source(file: KeptFile, unfinished: KeptFile) -> KeptFile:
    """What the form is made of: what is unfinished, where there is something."""
    return file if unfinished.digest == NEW else unfinished


def _live(asked: Asking) -> LiveFigures:
    library = asked.desk.library
    kept = _LIVE.get(id(library))
    if kept is None or kept[0] is not library:
        kept = _LIVE.keep(id(library), (library, LiveFigures(library)))
    return kept[1]


def edit(asked: Asking) -> Response:
    """The form, with what the drill's file holds."""
    file, unfinished = _files(asked)
    source = _source(file, unfinished)
    library = asked.desk.library
    try:
        form = drill_form(source)
    except HandoutsError as error:
        return page(asked, "clinic/mend.html", area="clinic", tab="drills", file=source, problems=told(error.problems))
    base = _plain(form)
    return page(
        asked,
        "clinic/drill.html",
        area="clinic",
        tab="drills",
        id=asked.path("id"),
        file=source,
        seen=file.digest,
        seen_unfinished=unfinished.digest,
        form=form,
        base=form.fields,
        packed=packed(base),
        choices=DRILL_CHOICES,
        flags=sorted(library.flags.values(), key=lambda one: one.name),
        parts=posing_parts(figure_of(form.figure), 0, ""),
        instead=asked.path("id") in library.replaced,
        before=has_before(file.path),
    )


def _plain(form: FilledDrill) -> dict[str, Any]:
    """A form as it goes to and comes from a hidden field."""
    return {**form.fields, "steps": list(form.steps), "cautions": list(form.cautions), FIGURE: form.figure}


def _form_of(plain: Mapping[str, Any]) -> FilledDrill:
    rows = {name: [one for one in plain.get(name, ()) if isinstance(one, dict)] for name in ("steps", "cautions")}
    return FilledDrill(plain, rows["steps"], rows["cautions"], str(plain.get(FIGURE, "")))


def _given(asked: Asking, base: FilledDrill) -> FilledDrill:
    """What the form holds now."""
    steps = _rows(asked, "step", STEP_KEYS)
    cautions = _rows(asked, "caution", CAUTION_KEYS)
    fields = {**base.fields, **given_fields(asked, DRILL_FIELDS)}
    return FilledDrill(fields, steps, cautions, asked.text(FIGURE).replace("\r\n", "\n"))


def _rows(asked: Asking, name: str, keys: tuple[str, ...]) -> list[dict[str, str]]:
    columns = [asked.texts(f"{name}_{key}") for key in keys]
    found = [dict(zip(keys, row, strict=True)) for row in zip(*columns, strict=False)]
    return [row for row in found if any(one.strip() for one in row.values())]


def _where(asked: Asking) -> tuple[int, str]:
    """Which position and side the sliders are for."""
    text = asked.text("position")
    position = int(text) if text.isascii() and text.lstrip("-").isdigit() and len(text) < 3 else 0
    side = asked.text("side")
    return max(-1, position), side if side in ("left", "right") else ""


def draw_now(asked: Asking) -> Response:
    """A change of the figure by a slider or a button: its text with that change, and its picture at once."""
    text = asked.text(FIGURE)
    do = asked.text("do")
    if do:
        text = figure_with(text, do, asked.text("at"), asked.text("value"))
    position, side = _where(asked)
    parts: dict[str, str] = {}
    pictures: dict[str, str] = {}
    figure, source, problems = read_figure(text)
    count = len(figure.positions) if figure else 1
    if do in ("add", "copy", "down"):
        position += 1
    elif do == "up":
        position -= 1
    position = min(max(position, -1 if do not in ("up", "remove") else 0), count - 1)
    if do != "set" or asked.text("whole"):
        data = source.data if isinstance(source.data, dict) and not source.problems else {}
        parts |= posing_parts(data, position, side)
    if figure:
        quick = do == "set"
        pictures["figure"] = data_address(_live(asked).picture(figure, max(0, position), quick=quick), "svg+xml")
    parts["at-figure"] = notes((FIGURE,), {FIGURE: problems})["at-figure"]
    return answered(parts=parts, pictures=pictures, fields={FIGURE: text})


def look(asked: Asking) -> Response:
    """All that is to be said of the drill as it is in the form: faults at their fields, poses, advice, its picture."""
    file, unfinished = _files(asked)
    base = _form_of(base_of(asked))
    given = _given(asked, base)
    draft = drill_draft(_source(file, unfinished), given, base, asked.desk.library)
    parts = notes(_NAMES, {**draft.at_field, "others": draft.others}, draft.advice)
    parts["checks"] = fragment("clinic/checks.html", {"draft": draft, "problems": told(draft.figure_faults)})
    pictures: dict[str, str] = {}
    position = max(0, _where(asked)[0])
    figure = read_figure(given.figure)[0] if given.figure.strip() else None
    if figure:
        at = min(position, len(figure.positions) - 1)
        pictures["figure"] = data_address(_live(asked).picture(figure, at), "svg+xml")
    elif not given.figure.strip():
        pictures["figure"] = ""
    return answered(parts=parts, pictures=pictures)


def save(asked: Asking) -> Response:
    """Write the drill's file. One with faults is kept beside it, if that is asked for, so that it stops nothing."""
    folder = folder_of(asked)
    file, unfinished = _files(asked)
    source = _source(file, unfinished)
    base = _form_of(base_of(asked))
    given = _given(asked, base)
    if (file.digest, unfinished.digest) != (asked.text("seen"), asked.text("seen_unfinished")):
        other = OtherMeanwhileError(source)
        seen = {"seen": file.digest, "seen_unfinished": unfinished.digest}
        return clashing(asked, other, _plain(base), _plain(given), lambda now: _plain(drill_form(now)), seen)
    draft = drill_draft(source, given, base, asked.desk.library, whole=False)
    apart = asked.text("apart") == "yes" and draft.whole
    if not draft.sound and not apart:
        raise HandoutsError(_faults(draft))
    target, before = (file, file.digest) if draft.sound else (unfinished, unfinished.digest)
    try:
        write_file(folder, target.path, draft.data, before)
    except OtherMeanwhileError as error:
        return clashing(asked, error, _plain(base), _plain(given), lambda now: _plain(drill_form(now)))
    if draft.sound and unfinished.digest != NEW:
        unfinished.path.unlink(missing_ok=True)
    asked.desk.note(asked.who, "changed a drill", f"drills/{target.path.name}")
    said = f"Saved in drills/{target.path.name}." if draft.sound else f"Kept apart as drills/{target.path.name}."
    return _again(asked, said)


def _faults(draft: DrillDraft) -> list[Problem]:
    every = [*(problem for many in draft.at_field.values() for problem in many), *draft.others]
    return [problem for problem in every if not problem.warning]


def _again(asked: Asking, said: str) -> Response:
    file, unfinished = _files(asked)
    form = _plain(drill_form(_source(file, unfinished)))
    hidden = {"seen": file.digest, "seen_unfinished": unfinished.digest, "base": packed(form)}
    return answered(**hidden, said=said, parts={"file": _source(file, unfinished).name})


def undo(asked: Asking) -> Response:
    """Undo the last save; the same again does it once more."""
    folder = folder_of(asked)
    file, _ = _files(asked)
    try:
        put_back(folder, file.path, asked.text("seen"))
    except OtherMeanwhileError as error:
        base = base_of(asked)
        return clashing(asked, error, base, base, lambda now: _plain(drill_form(now)))
    asked.desk.note(asked.who, "undid the last change of a drill", f"drills/{file.path.name}")
    return answered(goes=f"/clinic/drills/{asked.path('id')}")


def drop(asked: Asking) -> Response:
    """Take a drill of one's own out: its file stays in the folder, under a name that nothing reads."""
    folder = folder_of(asked)
    file, unfinished = _files(asked)
    if file.digest != asked.text("seen"):
        raise HandoutsError([Problem(file.name, 0, "has changed since this page was made", "Load the page again.")])
    for one in (file, unfinished):
        if one.digest != NEW:
            number = 1
            while (gone := one.path.with_name(f"{one.path.name}.removed-{number}")).exists():
                number += 1
            one.path.rename(kept_file(folder, gone).path)
    asked.desk.note(asked.who, "took a drill out", f"drills/{file.path.name}")
    return answered(goes="/clinic/drills")
