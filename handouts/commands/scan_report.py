"""What came of a pile of scans, for who laid it on the scanner, and for scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from handouts.base.ids import shown_id
from handouts.base.problems import Problem
from handouts.commands.say import MOST, initials, say
from handouts.returned.tally import SOURCE
from handouts.runs.scans.fates import FATES, UNREAD, Fate, PageFate, pages_in_words
from handouts.runs.scans.sums import SheetSum, came_words, waiting_words

__all__ = ["as_data", "say_report"]

_COUNTED: Mapping[Fate, tuple[str, str]] = {
    "known": ("page that was read before", "pages that were read before"),
    "twice": ("page that lies in the pile twice", "pages that lie in the pile twice"),
    "same": ("page that came back before and says no more", "pages that came back before and say no more"),
    "empty page": ("page of a sheet without boxes", "pages of sheets without boxes"),
    "blank": ("blank page", "blank pages"),
    "foreign": (
        "page that is not ours, or has no codes (made with --no-codes, or before there were any)",
        "pages that are not ours, or have no codes (made with --no-codes, or before there were any)",
    ),
}
"""What is counted, one and many. All other pages are named one by one."""
_NO_SCAN = "no picture and no PDF by name"


def say_report(
    fates: Sequence[PageFate], sums: Sequence[SheetSum], *, look: bool, others: int, names: bool = False
) -> None:
    """Print what is known of each sheet, then what became of the other pages, then what is to be done.

    ``names``: who is at a terminal is told patients' names; what goes elsewhere may be kept, and names nobody.
    """
    for one in sums:
        _say_sheet(one, names=names)
    counted = [*_counted(fates), *([f"{_count(others, 'file')} in the folder left out: {_NO_SCAN}"] if others else [])]
    if sums and counted:
        say()
    for line in counted:
        say(line)
    _say_unread([page for page in fates if page.fate in UNREAD])
    _say_notes(fates)
    _say_end(fates, sums, look=look)


def _counted(fates: Sequence[PageFate]) -> Iterator[str]:
    """What became of pages that need no word of their own, each kind in one line."""
    for fate, (one_page, many) in _COUNTED.items():
        if found := [page for page in fates if page.fate == fate]:
            where = "" if fate == "blank" else f": {_where(found)}"
            yield f"{len(found)} {one_page if len(found) == 1 else many}{where}"


def _say_sheet(one: SheetSum, *, names: bool) -> None:
    of = one.of
    who = of.patient if names else of.key or initials(of.patient)
    say(f"{who}  {of.program}, week {of.week or '?'} from {of.first_day}  {shown_id(of.handout)}")
    say("    " + came_words(one))
    if waits := waiting_words(one):
        say(f"    not counted yet: {waits}", fg="yellow")


def _say_unread(pages: Sequence[PageFate]) -> None:
    """Every page that could not be read, with what to do."""
    if not pages:
        return
    say()
    say(f"{_count(len(pages), 'page')} could not be read:", fg="red")
    for page in pages[:MOST]:
        say(f"    {page.file}, page {page.sheet}: {page.why}. {page.hint}")
    if len(pages) > MOST:
        say(f"    … and {len(pages) - MOST} more")


def _say_notes(fates: Iterable[PageFate]) -> None:
    """What is wrong with pictures, each sentence once, with the pages that it is about."""
    about: dict[str, list[PageFate]] = {}
    for page in fates:
        for note in page.notes:
            about.setdefault(note, []).append(page)
    for note, pages in about.items():
        say()
        say(f"{_where(pages)}: {note}", fg="yellow")


def _say_end(fates: Sequence[PageFate], sums: Sequence[SheetSum], *, look: bool) -> None:
    entered, pending = (sum(page.fate == fate for page in fates) for fate in ("entered", "pending"))
    say()
    if look:
        say(f"Only looked: {_count(entered, 'page')} would be entered, {pending} would wait to be settled.")
        return
    say(f"{_count(entered, 'page')} entered, as the patients say it (self-report); {pending} to be settled.")
    if waiting := sum(one.unsure for one in sums):
        say(f"{_count(waiting, 'point')} to settle on these sheets: handouts settle", bold=True)


def _where(pages: Sequence[PageFate]) -> str:
    """Files and their pages, a few of them."""
    files: dict[str, list[int]] = {}
    for page in pages:
        files.setdefault(page.file, []).append(page.sheet)
    said = [f"{name} p. {pages_in_words(numbers)}" for name, numbers in list(files.items())[:5]]
    return "; ".join(said) + ("; …" if len(files) > 5 else "")


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def as_data(fates: Sequence[PageFate], sums: Sequence[SheetSum], problems: Sequence[Problem]) -> dict[str, Any]:
    """The same for scripts."""
    return {
        "source": SOURCE,
        "sheets": [_sheet(one) for one in sums],
        "pages": [
            {
                "file": page.file,
                "file_page": page.sheet,
                "outcome": page.fate.replace(" ", "_"),
                "handout": page.handout or None,
                "page": page.page or None,
                "why": page.why or None,
                "hint": page.hint or None,
                "notes": list(page.notes),
            }
            for page in fates
        ],
        "counts": {fate.replace(" ", "_"): sum(page.fate == fate for page in fates) for fate in FATES},
        "to_settle": sum(one.unsure for one in sums),
        "problems": [{"file": one.place, "why": one.message, "hint": one.hint} for one in problems],
    }


def _sheet(one: SheetSum) -> dict[str, Any]:
    return {
        "handout": one.of.handout,
        "id": one.of.key,
        "program": one.of.program,
        "week": one.of.week,
        "first_day": one.of.first_day,
        "pages_with_boxes": one.pages,
        "pages_entered": list(one.entered),
        "pages_waiting": list(one.waiting),
        "done": one.done,
        "planned": one.planned,
        "pain_written": one.pain,
        "unsure": {"boxes": one.unsure_boxes, "writing": one.unsure_writing, "pages": one.unsure_pages},
    }
