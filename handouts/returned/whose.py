"""READ: which handout a file is: by what it says of itself, or, where that is gone, by what is printed on it.

Programs that save a file anew may leave its metadata out. The id stands at the foot of each page all the same, the
dates in its running title, and the form's fields say the rest.
"""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, BinaryIO

from handouts.base.ids import check_id, shown_id
from handouts.base.outcomes import ACTIVITIES_MOST
from handouts.base.plaintext import visible
from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.returned.marks import resolved

if TYPE_CHECKING:
    from pypdf import PdfReader

__all__ = ["LIKE_PAPER", "RESAVE", "Known", "Whose", "said_of_itself", "unreadable", "whose"]

Known = Callable[[str], tuple[date, tuple[str, ...]] | None]
"""Of a handout's id: first day of its week, and its drills' ids; None where it is not known."""

RESAVE = "Look at it yourself, for marks may be drawn on it; or ask for the file as it was filled in and saved."
_ACTIVITY_MOST = 80
"""Most characters of an activity."""
LIKE_PAPER = (
    "“handouts scan” reads it like paper. Or look at it yourself, or ask for the file as it was filled in and saved."
)
"""What to do about a sheet without its form."""
_PAGES = 60
"""Most pages whose text is looked at."""
_ID = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
_DRILL = re.compile(r"[a-z0-9-]{1,80}")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEK = re.compile(rf"\bto\s+(?:[A-Z][a-z]+\s+)?(\d{{1,2}})\s+({'|'.join(_MONTHS)})[a-z]*\s+(\d{{4}})\b")
_NUMBER = re.compile(r"\bPage\s+\d+\s+of\s+(\d+)\b")


@dataclass(frozen=True)
class Whose:
    """A handout's id and week, and what is known of its form."""

    handout: str
    week: date
    drills: tuple[str, ...]
    """Their ids; empty where the file does not say."""
    expected: int | None
    """How many fields it was made with, where the file says so."""
    warnings: tuple[Problem, ...] = ()
    activities: tuple[str, ...] = ()
    """What the rows of the measure “function” are about, where the file says so."""


def unreadable(name: str, message: str, hint: str) -> HandoutsError:
    """The problem of a file that cannot be read."""
    return HandoutsError([Problem(name, 0, message, hint)])


def whose(reader: PdfReader, name: str, known: Known | None = None) -> Whose:
    """Which handout a file is; HandoutsError where that cannot be told. ``known`` is asked where it says too little."""
    info = reader.trailer.get("/Info")
    entries: dict[str, Any] = resolved(info) if info is not None else {}
    if not isinstance(entries, dict) or "/Handout" not in entries:
        return _printed(reader, name, known)
    handout = check_id(str(entries["/Handout"]))
    try:
        week = date.fromisoformat(str(entries["/Week"]))
        expected = int(entries["/Fields"])
        drills = tuple(str(entries["/Drills"]).split())
    except (KeyError, ValueError):
        handout = None
    if not handout or not all(map(_DRILL.fullmatch, drills)):
        raise unreadable(name, "carries a damaged id", RESAVE)
    activities = [visible(text)[:_ACTIVITY_MOST] for text in str(entries.get("/Activities", "")).split("\n") if text]
    return Whose(handout, week, drills, expected, activities=tuple(activities[:ACTIVITIES_MOST]))


def said_of_itself(file: BinaryIO) -> tuple[str, ...]:
    """The drills' ids of a handout as we made it; empty where it does not say them."""
    from pypdf import PdfReader

    info = resolved(PdfReader(file).trailer.get("/Info"))
    drills = str(info.get("/Drills") or "").split() if isinstance(info, dict) else []
    return tuple(drills) if all(map(_DRILL.fullmatch, drills)) else ()


def _printed(reader: PdfReader, name: str, known: Known | None) -> Whose:
    """What is printed on the pages, where the file says nothing of itself."""
    texts = [page.extract_text() for page in reader.pages[:_PAGES]]
    ids = {plain for text in texts for found in _ID.findall(text) if (plain := check_id(found))}
    if not ids:
        shows = any(page.get_contents() is not None for page in reader.pages[:_PAGES])
        if shows and not any(text.strip() for text in texts):
            raise unreadable(name, "holds no text, as a scan or a photograph does", LIKE_PAPER)
        raise unreadable(name, "is not a handout of ours, or another program has taken its id out", RESAVE)
    if len(ids) > 1:
        message = "is put together from more than one file: its boxes cannot be told apart"
        raise unreadable(name, message, "Ask for each handout as a file of its own.")
    (handout,) = ids
    if not any(resolved(page.get("/Annots")) for page in reader.pages):
        message = f"is the handout {shown_id(handout)} without its form: it was printed to a PDF, or flattened"
        raise unreadable(name, message, LIKE_PAPER)
    told = known(handout) if known else None
    week, drills = told or (_week(texts), ())
    if week is None:
        raise unreadable(name, f"is the handout {shown_id(handout)}, but does not say of which week", RESAVE)
    message = "does not say any more what it is; it was read by its fields, and by the id and dates printed on it"
    hint = "Another program has saved it anew. Drills are given by their numbers."
    if told:
        message = "does not say any more what it is; it was read by its fields, the id printed on it, and the register"
        hint = "Another program has saved it anew."
    warnings = [Problem(name, 0, message, hint, warning=True)]
    pages = max((int(count) for text in texts for count in _NUMBER.findall(text)), default=0)
    if pages > len(reader.pages):
        message = f"has {len(reader.pages)} of its {pages} pages; the others are lost"
        warnings.append(Problem(name, 0, message, "Were pages taken out? Ask for the whole file.", warning=True))
    return Whose(handout, week, drills, None, tuple(warnings))


def _week(texts: Sequence[str]) -> date | None:
    """First day of the week that the pages name most; None where they name none, or two as often."""
    found = Counter(match for text in texts for match in _WEEK.findall(" ".join(text.split())))
    last = Counter[date]()
    for (day, month, year), count in found.items():
        with contextlib.suppress(ValueError):
            last[date(int(year), _MONTHS.index(month) + 1, int(day))] += count
    most = last.most_common(2)
    if not most or (len(most) == 2 and most[0][1] == most[1][1]):
        return None
    return most[0][0] - timedelta(days=6)
