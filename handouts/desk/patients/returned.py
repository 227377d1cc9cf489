"""What came back: files are dropped, or a phone's line is pasted; they are read, and told sheet by sheet: what was
entered, whose, what waits.
"""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from starlette.responses import StreamingResponse

from handouts.base.ids import shown_id
from handouts.base.plaintext import visible
from handouts.base.problems import HandoutsError, Problem
from handouts.deliver.save import failed_problem
from handouts.desk.pages import fragment, told
from handouts.desk.patients.finding import handle_of
from handouts.desk.patients.work import CameWork, begin, new_folder, streamed, work_of, works_of_late
from handouts.desk.programwords import program_words
from handouts.desk.routing import Asking, goes_to, not_there, page
from handouts.returned.returns import PASTED
from handouts.runs.camefiles import CameFile
from handouts.runs.records import people_kept
from handouts.runs.scans.fates import UNREAD, PageFate
from handouts.runs.scans.sums import SheetSum, came_words, sums_of, waiting_words

if TYPE_CHECKING:
    from starlette.responses import Response

    from handouts.deliver.register import Register

__all__ = ["drop", "pile", "returns", "stop", "stream"]

_LARGEST = 100_000_000
"""Bytes of the largest file."""
_NAME = 80
"""Characters of a file's name that are kept."""
_PASSWORD = 200
_QUIET = {
    "known": "read before",
    "twice": "in the pile twice",
    "same": "came back before and says no more",
    "empty page": "a page without boxes",
    "blank": "blank",
    "foreign": "not ours, or without codes",
}
"""What is only counted, in words."""
_NO_FOLDER = Problem("desk", 0, "is not in a clinic’s folder, so there is no register to enter anything in",
                     "Start it in the clinic’s folder: “handouts desk --clinic DIR”.")  # fmt: skip


def returns(asked: Asking) -> Response:
    """The page with the place to drop files."""
    return page(asked, "patients/returns.html", area="patients", late=_late(asked), scans=_reads_scans())


def drop(asked: Asking) -> Response:
    """Take files in, and what was pasted, and begin to read them."""
    desk = asked.desk
    if desk.folder is None:
        raise HandoutsError([_NO_FOLDER])
    came = _came(asked)
    work = CameWork(desk, [name for name, _ in came], asked.who.name)
    options = {
        "folder": desk.folder.absolute(),
        "brand": desk.brand,
        "ask": bool(asked.text("ask")),
        "password": asked.text("password")[:_PASSWORD],
    }
    folder = new_folder(desk, work)
    try:
        files = [(number, _kept(folder / str(number), *one)) for number, one in enumerate(came)]
        asked.desk.note(asked.who, f"read {len(files)} files that came back")
        begin(desk, work, options, files)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return goes_to(f"/patients/returns/{work.id}")


def pile(asked: Asking) -> Response:
    """What came of a pile, as far as it is known."""
    work = _work(asked)
    return page(asked, "patients/pile.html", area="patients", **view(asked, work))


def stream(asked: Asking) -> Response:
    """The same as it goes on."""
    work = _work(asked)

    def shown() -> str:
        return fragment("patients/pile_part.html", {"token": asked.who.token, **view(asked, work)})

    parts = streamed(work, asked.desk.ending.is_set, shown)
    return StreamingResponse(parts, media_type="text/event-stream", headers={"cache-control": "no-store"})


def stop(asked: Asking) -> Response:
    """Stop after the file in hand."""
    work = _work(asked)
    work.stop()
    return goes_to(f"/patients/returns/{work.id}")


def safe_name(name: str, number: int) -> str:
    """A file's name as it may stand in a folder of ours: without paths and unseen signs."""
    last = re.split(r"[/\\]", visible(name))[-1]
    plain = re.sub(r"[^\w.()+ \-]", "_", last).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    kept = f"{(stem if dot else plain)[: _NAME - 8]}{dot}{ending[:7] if dot else ''}"
    while len(kept.encode()) > 2 * _NAME:  # letters of some scripts take three bytes and more
        kept = kept[1:]
    return kept if re.fullmatch(r"(?i)(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)).+", kept) else f"file-{number + 1}"


def _came(asked: Asking) -> list[tuple[str, BinaryIO]]:
    """Names and bytes of all that came; HandoutsError where nothing did."""
    sent, pasted = asked.files("files"), asked.text("line").strip()
    if not (sent or pasted):
        hint = "Choose one, drop some on the page, or paste the line that a patient sent."
        raise HandoutsError([Problem("files", 0, "no file was chosen", hint)])
    came: list[tuple[str, BinaryIO]] = [
        (safe_name(one.filename or "", number), one.file) for number, one in enumerate(sent)
    ]
    return [*came, (PASTED, io.BytesIO(pasted.encode(errors="replace")))] if pasted else came


def _kept(folder: Path, name: str, source: BinaryIO) -> Path:
    """A file as it was sent, in a folder of its own, for its owner alone. HandoutsError where it is too large."""
    if source.seek(0, os.SEEK_END) > _LARGEST:
        hint = "Send fewer pages at a time."
        raise HandoutsError([Problem(name, 0, f"is larger than {_LARGEST // 1_000_000} MB", hint)])
    source.seek(0)
    path = folder / name
    try:
        folder.mkdir(mode=0o700)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            shutil.copyfileobj(source, file)
    except OSError as error:
        raise failed_problem(Path(name), "it cannot be kept while it is read", error) from error
    return path


def _work(asked: Asking) -> CameWork:
    work = work_of(asked.desk, asked.path("pile"))
    if work is None:
        raise not_there("This pile")
    return work


def _late(asked: Asking) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "at": f"{one.began.astimezone():%H:%M}",
            "count": len(one.names),
            "running": one.running,
            "who": one.who,
        }
        for one in works_of_late(asked.desk)
    ]


def _reads_scans() -> bool:
    """Whether what reads scans and photos is installed."""
    from importlib.util import find_spec

    return all(find_spec(name) for name in ("cv2", "zxingcpp", "pypdfium2", "pillow_heif"))


def view(asked: Asking, work: CameWork) -> dict[str, Any]:
    """A pile, for a page."""
    came = [work.came[number] for number in sorted(work.came)]
    fates = [(file, fate) for file in came for fate in file.fates]
    with asked.desk.register(reading=True) as register:
        sheets = _sheets(asked, register, came)
    return {
        "pile": work.id,
        "running": work.running,
        "stopping": work.stopping,
        "total": len(work.names),
        "done": len(came),
        "read_words": _read_words(work, came),
        "at": work.at,
        "sheets": sheets,
        "waiting": sum(one["waits"] for one in sheets),
        "unread": [_unread(file, fate) for file, fate in fates if fate.fate in UNREAD],
        "counted": _counted([fate for _, fate in fates]),
        "notes": list(dict.fromkeys(note for _, fate in fates for note in fate.notes)),
        "problems": told([*work.problems, *(_for_desk(one) for file in came for one in file.problems)]),
        "left": [work.names[number] for number in range(len(work.names)) if number not in work.came],
    }


def _sheets(asked: Asking, register: Register, came: Sequence[CameFile]) -> list[dict[str, Any]]:
    """Each sheet that something came back of, by all that the register has of it."""
    said: dict[str, list[str]] = {}
    for file in came:
        for form in file.forms:
            if form.state != "unknown":
                said.setdefault(form.handout, []).append(form.words)
    handles: dict[tuple[str, str], str] = {}
    for person in people_kept(register):
        handle = handle_of(asked.desk, person)
        handles |= {("", name): handle for name in person.loose}
        handles |= {(person.key, ""): handle} if person.key else {}
    ids = [handout for file in came for handout in file.handouts]
    return [_sheet(asked, one, handles, said) for one in sums_of(register, ids)]


def _sheet(
    asked: Asking, one: SheetSum, handles: dict[tuple[str, str], str], said: dict[str, list[str]]
) -> dict[str, Any]:
    of = one.of
    return {
        "id": of.handout,
        "shown": shown_id(of.handout),
        "patient": of.patient,
        "key": of.key,
        "program": program_words(asked.desk.library, of.program),
        "week": of.week or "?",
        "first_day": of.first_day,
        "handle": handles.get((of.key, "") if of.key else ("", of.patient), ""),
        "words": _sentence(came_words(one)),
        "waiting": waiting_words(one),
        "waits": one.unsure or len(one.waiting),  # a file of which the one question is whether it counts
        "said": list(dict.fromkeys(_sentence(words) for words in said.get(of.handout, ()) if words)),
    }


def _sentence(words: str) -> str:
    """With a capital at the front, and its own ones as they are."""
    return words[:1].upper() + words[1:]


def _read_words(work: CameWork, came: Sequence[CameFile]) -> str:
    """“2 of 2 files read”, or how many of them could not be, of a pile that has come to its end."""
    many = len(work.names)
    noun = "files" if many > 1 else "file"
    if PASTED in work.names:
        noun = "text" if many == 1 else "files and texts"
    if wrong := sum(one.unread for one in came):
        return f"{wrong} of {many} {noun} could not be read, or not all of it"
    return f"{len(came)} of {many} {noun} read"


def _unread(file: CameFile, fate: PageFate) -> dict[str, str]:
    return {"file": file.name, "page": str(fate.sheet), "why": fate.why, "hint": fate.hint}


def _counted(fates: Sequence[PageFate]) -> list[str]:
    """Pages that need no word of their own: “3 blank”."""
    found = []
    for fate, words in _QUIET.items():
        if count := sum(one.fate == fate for one in fates):
            found.append(f"{count} {'page' if count == 1 else 'pages'}: {words}")
    return found


def _for_desk(one: Problem) -> Problem:
    """A problem with the desk's own way out in place of the command line's."""
    if one.kind == "locked":
        hint = "Type its password into “Password of protected files” and drop it again."
        return Problem(one.place, one.line, one.message, hint)
    if one.kind == "filetype":
        message = "is no PDF, no TIFF, JPEG, PNG or HEIC picture, and no answer that a phone sent"
        hint = f"{one.hint} Of a phone’s answer bring the file or the message in which it came, or paste its line."
        return Problem(one.place, one.line, message, hint)
    return one
