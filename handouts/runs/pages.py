"""Patients' pages for the phone, as files: made, and named so that they lie where the sheets say.

Where the clinic has a place for pages (``page_url``), they have the names that its address ends in, and a folder of
their own, ``pages/``: all of it may be put on the web, and nothing else of a batch may. Else a page lies beside its PDF
and has its name.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from handouts.base.pageplace import PagePlace
from handouts.base.problems import Exit, HandoutsError, Problem

__all__ = ["PAGES", "PAGE_KINDS", "check_page_options", "page_name", "pages_folder", "pages_of"]

PAGES = "pages"
"""Folder within that of the sheets."""
PAGE_KINDS = (".html", ".htm")


def page_name(handout: str, beside: str, url: str) -> str:
    """Where the page of a handout, by its id, lies from the folder of its sheet, whose file is called ``beside``.

    ``url`` is the clinic's address for pages, or empty.
    """
    if url:
        return f"{PAGES}/{PagePlace(url).file_name(handout)}"
    return str(Path(beside).with_suffix(PAGE_KINDS[0]))


def pages_folder(folder: Path, url: str) -> Path:
    """The folder of the pages of the sheets in a folder."""
    return folder / PAGES if url else folder


def pages_of(sheet: Path, handout: str) -> list[Path]:
    """The pages that may be there of a sheet: beside it, and among those for the web."""
    beside = sheet.with_suffix(PAGE_KINDS[0])
    found = [beside] if beside != sheet else []
    with contextlib.suppress(OSError):
        found += [path for path in (sheet.parent / PAGES).iterdir() if handout in path.name and _is_page(path)]
    return [path for path in found if path.is_file()]


def _is_page(path: Path) -> bool:
    return path.suffix.lower() in PAGE_KINDS


def check_page_options(
    url: str, *, page: bool, named: bool, password: bool = False, alone: bool = False, printing: bool = False
) -> None:
    """HandoutsError, naming options, where they do not go together. ``url``: the clinic's address for pages, or empty.
    ``alone``: the page is made without its sheet.
    """
    rules = (
        (
            page and password,
            "--encrypt",
            "does not go with a page for the phone, which no password can protect",
            "Leave one of the two out: make the PDF with --encrypt, or the page for a patient who wants it so.",
        ),
        (named and not page, "--html-name", "is for a page for the phone", "Add --html."),
        (
            named and page and bool(url) and not alone,
            "--html-name",
            "does not go with page_url: what is put on the web is read by whoever has its address",
            "Leave it out. For one page with a name on it, to be handed over: handouts make … -o mei.html --html-name.",
        ),
        (alone and printing, "--print", "prints sheets, and not pages", "Give the PDF a name: -o mei.pdf --html."),
    )
    problems = [Problem(option, 0, message, hint) for wrong, option, message, hint in rules if wrong]
    if problems:
        raise HandoutsError(problems, Exit.USAGE)
