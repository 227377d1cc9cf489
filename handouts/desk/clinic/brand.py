"""The clinic's look and particulars: a form beside a real page that follows as one types; saved with comments kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from handouts.base.kept import Kept
from handouts.base.problems import HandoutsError, Problem
from handouts.desk.clinic.forms import answered, base_of, clashing, folder_of, given_fields, notes, packed
from handouts.desk.engine import NOBODY
from handouts.desk.pages import fragment, told
from handouts.desk.routing import Asking, page
from handouts.library.load import CLINIC_FILE, Library
from handouts.library.tongues import english_name
from handouts.runs.issue import plan
from handouts.runs.own_content.brand import (
    BRAND_FIELDS,
    REGIONS,
    BrandDraft,
    brand_draft,
    brand_shown,
    colours_told,
    keep_logo,
    logos,
)
from handouts.runs.own_content.fields import at_fields
from handouts.runs.own_content.keeping import KeptFile, OtherMeanwhileError, has_before, kept_file, put_back, write_file
from handouts.runs.own_content.livefigure import data_address
from handouts.runs.press import Press
from handouts.scan.leaf import leaf_picture

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["brand_back", "brand_look", "brand_page", "brand_save", "logo_upload"]

_WIDTH = 760
"""Of the page that is shown, pixels."""
_NAMES = tuple(field.name for field in BRAND_FIELDS)
_SHOWN: Kept[tuple[bytes, str, int], tuple[bytes, int]] = Kept(24)
"""Pages that were drawn lately, with the number that their sheet has."""


def _file(asked: Asking) -> KeptFile:
    folder = folder_of(asked)
    return kept_file(folder, folder / CLINIC_FILE)


def brand_page(asked: Asking) -> Response:
    """The form, with what clinic.yaml holds."""
    file = _file(asked)
    library = asked.desk.library
    try:
        base = brand_shown(file)
    except HandoutsError as error:
        return page(asked, "clinic/mend.html", area="clinic", tab="brand", file=file, problems=told(error.problems))
    return page(
        asked,
        "clinic/brand.html",
        area="clinic",
        tab="brand",
        file=file,
        before=has_before(file.path),
        base=base,
        packed=packed(base),
        regions=REGIONS,
        logos=logos(folder_of(asked)),
        layouts={key: one.name for key, one in library.layouts.items()},
        languages={tag: f"{english_name(words)} – {words.name}" for tag, words in sorted(library.words.items())},
        samples=_samples(library),
    )


def _samples(library: Library) -> dict[str, str]:
    """Programs, and some drills, that the page can be shown with: the clinic's own first."""
    language = library.clinic.language
    plans = [one for key, one in library.programs.items() if key[1] in (language, "en")]
    plans.sort(key=lambda one: ((one.id, one.language) not in library.own, one.name))
    return {one.id: one.name for one in plans}


def _given(asked: Asking) -> dict[str, Any]:
    found = given_fields(asked, BRAND_FIELDS)
    for name in ("primary", "accent"):
        if name in found:
            found[name] = found[name].strip().upper()
    return found


def brand_look(asked: Asking) -> Response:
    """What is wrong at each field, the colours' contrast, and the page as it would be; nothing is saved."""
    file, base = _file(asked), base_of(asked)
    given = _given(asked)
    draft = brand_draft(file, given, base, asked.desk.library)
    said: dict[str, list[Problem]] = _by_field(draft)
    parts = notes((*_NAMES, "others"), said)
    merged = {**base, **given}
    pair, mono = [str(merged.get(name, "")) for name in ("primary", "accent")], merged.get("mono") == "yes"
    parts["colours"] = fragment("clinic/colours.html", {"colours": colours_told(*pair, mono=mono), "mono": mono})
    pictures: dict[str, str] = {}
    number = max(1, asked.number("page", 1))
    if draft.sound:
        try:
            data, count = _page_of(asked, draft, asked.text("sample"), number)
        except HandoutsError as error:
            parts["at-others"] = fragment("problems.html", {"problems": told(error.problems)})
        else:
            pictures["page"] = data_address(data, "png")
            parts["leaf"] = fragment("clinic/leaf_number.html", {"number": min(number, count), "count": count})
    return answered(parts=parts, pictures=pictures)


def _by_field(draft: BrandDraft) -> dict[str, list[Problem]]:
    by_field, others = at_fields(draft.problems, draft.source, BRAND_FIELDS)
    return {**by_field, "others": others}


def _page_of(asked: Asking, draft: BrandDraft, sample: str, number: int) -> tuple[bytes, int]:
    """A page of a sheet in the changed look as PNG, and how many there are."""
    known = _samples(draft.library)
    sample = sample if sample in known else next(iter(known), "hip-hinge")
    key = (draft.data, sample, number)
    if (kept := _SHOWN.get(key)) is not None:
        return kept
    engine = asked.desk.engine
    with engine.locked():
        clinic = replace(draft.library.clinic, second_language=None)
        library = replace(draft.library, clinic=clinic)
        planned = plan({"patient": NOBODY, "items": (sample,)}, library, asked.desk.today())
        pressed = Press(library).pressed(planned.handout)
        picture = leaf_picture(pressed.data, min(number, pressed.pages), _WIDTH)
    return _SHOWN.keep(key, (picture, pressed.pages))


def brand_save(asked: Asking) -> Response:
    """Write clinic.yaml, where nobody else has since the form was made; with what is wrong nothing is written."""
    folder, base, given = folder_of(asked), base_of(asked), _given(asked)
    file = _file(asked)
    if file.digest != asked.text("seen"):
        return clashing(asked, OtherMeanwhileError(file), base, given, brand_shown)
    draft = brand_draft(file, given, base, asked.desk.library)
    if not draft.sound:
        raise HandoutsError([problem for problem in draft.problems if not problem.warning])
    try:
        now = write_file(folder, file.path, draft.data, file.digest)
    except OtherMeanwhileError as error:
        return clashing(asked, error, base, given, brand_shown)
    if now.digest != file.digest:
        asked.desk.note(asked.who, "changed the clinic’s look and particulars", CLINIC_FILE)
    return _again(now, "Saved in clinic.yaml." if now.digest != file.digest else "Nothing was to be saved.")


def _again(file: KeptFile, said: str) -> Response:
    return answered(seen=file.digest, base=packed(brand_shown(file)), said=said)


def brand_back(asked: Asking) -> Response:
    """Undo the last save; the same again does it once more."""
    folder = folder_of(asked)
    try:
        put_back(folder, folder / CLINIC_FILE, asked.text("seen"))
    except OtherMeanwhileError as error:
        base: Mapping[str, Any] = base_of(asked)
        return clashing(asked, error, base, base, brand_shown)
    asked.desk.note(asked.who, "undid the last change of the clinic’s look", CLINIC_FILE)
    return answered(goes="/clinic/brand")


def logo_upload(asked: Asking) -> Response:
    """Keep a picture in the folder; which logo is used, the form still says."""
    folder = folder_of(asked)
    files = asked.files("new_logo")
    if not files:
        raise HandoutsError([Problem("logo", 0, "no file was chosen", "Choose a PNG, JPEG or SVG picture.")])
    files[0].file.seek(0)
    name = keep_logo(folder, files[0].file.read(20_000_000))
    asked.desk.note(asked.who, "added a picture", name)
    options = fragment("clinic/logo_options.html", {"logos": logos(folder), "chosen": name})
    return answered(parts={"logo-options": options}, fields={"logo": name}, said=f"Kept as {name}. Save to use it.")
