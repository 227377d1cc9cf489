"""Step 3: the packet and the files of the week are made, opened, and sent to the printer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from starlette.responses import FileResponse, StreamingResponse

from handouts.base.problems import HandoutsError, Problem
from handouts.deliver.manifest import manifest_rows
from handouts.deliver.printer import print_file, printers
from handouts.desk.monday.place import Place, clinic_of, looks_of, place_of, plainly, show
from handouts.desk.monday.work import MondayWork, streamed, works_of
from handouts.desk.pages import fragment
from handouts.desk.programwords import program_words
from handouts.desk.routing import Asking, goes_to, not_there
from handouts.runs.batch import BatchRequest, RowOrder, week_folder
from handouts.runs.rosters.table import digest_of
from handouts.runs.rosters.working import MondayList, make_sheets

if TYPE_CHECKING:
    from starlette.responses import Response

    from handouts.runs.summary import BatchSummary

__all__ = ["forget", "made_file", "make", "making", "send_to_printer", "stop", "stream"]

_ORDERS = ("roster", "appointment", "name", "clinician")
_PACKET = re.compile(r"packet-\d+(-[a-z0-9]+)?\.pdf")
_SHEET = re.compile(r"\d{4,}-.*\.pdf")
_USUAL: dict[str, Any] = {
    **dict.fromkeys(("separators", "simplex", "print_file", "mono", "page", "force", "resume"), False),
    "packet": True,
    "files": "",
    "by": "roster",
    "issued": "",
}
"""What is chosen at first: as the command has it."""
_TABLE_MOST = 60
"""Rows of the table of sheets on a page."""
_STATES = {
    "written": "made",
    "same": "there already",
    "done": "done before",
    "failed": "to mend",
    "waiting": "not yet",
    "finished": "finished",
    "paused": "away",
    "hold": "on hold",
    "discharged": "discharged",
}


def making(asked: Asking) -> Response:
    """The step's page."""
    return _shown(asked, place_of(asked))


def make(asked: Asking) -> Response:
    """Begin to make what was asked for."""
    place = place_of(asked)
    about = _about(asked)
    if not about["packet"] and not about["files"]:
        raise HandoutsError([Problem("what to make", 0, "nothing is chosen", "Tick a packet, or files, or both.")])
    folder = clinic_of(asked)
    looks_of(asked)  # says what is wrong with the clinic's own files, before anything begins
    one = MondayWork("make", place.address, asked.who.name, about, str(place.today))
    works_of(asked.desk).start(
        one, make_sheets, {"asked": list_of(asked, place, folder), "requests": _requests(asked, place, about)}
    )
    asked.desk.note(asked.who, "made a week's sheets", f"{place.roster.name}, week of {place.week_of}")
    return _shown(asked, place)


def list_of(asked: Asking, place: Place, folder: Path) -> MondayList:
    """Whose list for which week, for the process that works on it."""
    path = place.roster.path
    return MondayList(folder, asked.desk.brand, path, digest_of(path), place.today, place.week_of)


def _about(asked: Asking) -> dict[str, Any]:
    by = asked.text("by")
    return {
        "packet": bool(asked.text("packet")),
        "files": asked.text("files") if asked.text("files") in ("folder", "zip") else "",
        "by": by if by in _ORDERS else "roster",
        "separators": bool(asked.text("separators")),
        "simplex": bool(asked.text("simplex")),
        "print_file": bool(asked.text("print_file")),
        "mono": bool(asked.text("mono")),
        "page": bool(asked.text("page")),
        "force": bool(asked.text("force")),
        "resume": bool(asked.text("resume")),
        "issued": asked.text("issued")[:10],
    }


def _requests(asked: Asking, place: Place, about: dict[str, Any]) -> list[BatchRequest]:
    """What the command line would be asked for."""
    printing = {"mono": about["mono"], "form": True, "two_up": False, "codes": True}
    common = BatchRequest(place.today, printing, asked.desk.brand, week_of=place.week_of, force=about["force"], jobs=1)
    common = replace(common, by=cast("RowOrder", about["by"]), page=about["page"])
    if about["issued"]:
        common = replace(common, defaults={"issued": about["issued"]})
    found = []
    if about["packet"]:
        separators = about["separators"] and about["by"] != "roster"
        packet = replace(common, packet=True, duplex=not about["simplex"], separators=separators)
        found.append(replace(packet, print_file=about["print_file"]))
    if about["files"]:
        zipped = about["files"] == "zip"
        found.append(replace(common, zipped=zipped, resume=about["resume"] and not zipped))
    return [one.checked() for one in found]


def stop(asked: Asking) -> Response:
    """Stop what is under way after what it has in hand."""
    works_of(asked.desk).stop()
    asked.desk.note(asked.who, "stopped long work")
    now = works_of(asked.desk).now
    return goes_to(_where(now) if now else "/monday")


def forget(asked: Asking) -> Response:
    """Say no more of what did not come to its end."""
    works_of(asked.desk).forget_left()
    return _shown(asked, place_of(asked))


def _where(one: MondayWork) -> str:
    return f"{one.place}/{'make' if one.kind == 'make' else 'mail'}"


def stream(asked: Asking) -> Response:
    """How far the work has come, as it comes."""
    one = works_of(asked.desk).now
    if one is None:
        raise not_there("Work under way")
    values = {"token": asked.who.token, "who": asked.who}

    def shown() -> str:
        return fragment("monday/work.html", {**values, "work": one.view(), "address": _where(one)})

    return StreamingResponse(streamed(one, shown), media_type="text/event-stream")


# --- what is there -------------------------------------------------------------------------------


def _shown(asked: Asking, place: Place, **more: Any) -> Response:
    works = works_of(asked.desk)
    last = works.latest.get("make")
    mine = last if last and last.place == place.address else None
    folder = week_folder(asked.desk.library, place.week_of)
    left = works.left()
    values: dict[str, Any] = {
        "work": works.now.view() if works.now and works.now.running else None,
        "address": _where(works.now) if works.now else "",
        "failed": plainly(mine.problems, place) if mine and not mine.running else [],
        "stopped": bool(mine and not mine.running and mine.stopping),
        "summaries": [_summary(one, place) for one in mine.result or ()] if mine and mine.state == "done" else [],
        "left": left if left and left.get("place") == place.address else None,
        "folder": folder,
        "packets": _packets(folder),
        "archive": folder.with_suffix(".zip").name if folder.with_suffix(".zip").is_file() else "",
        "sheets": _sheets(asked, folder, place),
        "about": mine.about if mine else {**_USUAL, "page": bool(asked.desk.library.clinic.page_url)},
        "orders": _ORDERS,
        "queues": printers(),
        "say": "",
    }
    return show(asked, "make", place, **{**values, **more})


def _summary(one: BatchSummary, place: Place) -> dict[str, Any]:
    """What became of a batch, for the eye."""
    counts = [(one.counts[state], words) for state, words in _STATES.items() if one.counts.get(state)]
    wrong = [problem for problem in one.problems if not problem.warning]
    return {
        "kind": {"packet": "Packet", "files": "Files", "zip": "Zip file"}[one.kind],
        "counts": [pair for pair in counts if pair[1] != "to mend"],
        "failed": one.failed,
        "idle": [(row.line, _STATES.get(row.state, row.state), row.why) for row in one.idle],
        "wrong": plainly(wrong[:50], place),
        "warnings": plainly([problem for problem in one.problems if problem.warning][:50], place),
        "stopped": one.stopped,
        "tried": one.tried,
        "rows": one.rows,
        "unseen": one.unseen,
        "exists": one.in_the_way,
        "others": one.others,
    }


def _packets(folder: Path) -> list[dict[str, Any]]:
    try:
        found = sorted(path for path in folder.iterdir() if _PACKET.fullmatch(path.name))
    except OSError:
        return []
    return [{"name": path.name, "size": _size(path)} for path in found]


def _size(path: Path) -> str:
    try:
        size = path.stat().st_size
    except OSError:
        return ""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, size // 1000)} kB"


def _sheets(asked: Asking, folder: Path, place: Place) -> dict[str, Any]:
    """What the manifests of this roster say, a row each, and a page of them."""
    rows = list(_manifest(folder, place, clinic_of(asked)))
    counts = Counter(str(row.get("state")) for row in rows)
    number = max(1, asked.number("page", 1))
    pages = max(1, -(-len(rows) // _TABLE_MOST))
    number = min(number, pages)
    bare = dict.fromkeys(("patient", "program", "week", "file", "note", "line"), "")
    here = [{**bare, **row} for row in rows[(number - 1) * _TABLE_MOST : number * _TABLE_MOST]]
    for row in here:
        row["program"] = program_words(asked.desk.library, str(row["program"]))
        row["words"] = _STATES.get(str(row.get("state")), str(row.get("state")))
        row["link"] = bool(row.get("file")) and (folder / str(row["file"])).is_file()
    return {
        "rows": here,
        "total": len(rows),
        "counts": [(words, counts[state]) for state, words in _STATES.items() if counts[state]],
        "number": number,
        "pages": pages,
    }


def _manifest(folder: Path, place: Place, clinic: Path) -> Iterator[dict[str, Any]]:
    """Rows of the manifest that was written last for this roster: one of files before one of a packet."""
    name = place.roster.path.relative_to(clinic).as_posix()
    found = [path for path in folder.glob("manifest-*.json") if path.is_file()]
    for path in sorted(found, key=lambda path: path.stat().st_mtime, reverse=True):
        rows = manifest_rows(path)
        if rows and rows[0].get("roster") == name:
            yield from rows
            return


def made_file(asked: Asking) -> Response:
    """A packet, a sheet or the zip file of the week."""
    place = place_of(asked)
    path = _file(asked, place, asked.path("name"))
    asked.desk.note(asked.who, "opened a file", path.name)
    kind = "application/zip" if path.suffix == ".zip" else "application/pdf"
    way = "attachment" if asked.query("keep") or path.suffix == ".zip" else "inline"
    return FileResponse(path, media_type=kind, filename=path.name, content_disposition_type=way)


def _file(asked: Asking, place: Place, name: str) -> Path:
    """A file of the week's folder by its name; nothing else is given out."""
    folder = week_folder(asked.desk.library, place.week_of)
    if name == f"{folder.name}.zip":
        path = folder.with_name(name)
    elif _PACKET.fullmatch(name) or _SHEET.fullmatch(name):
        path = folder / name
    else:
        raise not_there("This file")
    if "/" in name or "\\" in name or path.is_symlink() or not path.is_file():
        raise not_there("This file")
    return path


def send_to_printer(asked: Asking) -> Response:
    """Send packets to the system's print queue."""
    place = place_of(asked)
    names = asked.texts("file")
    if not names:
        raise HandoutsError([Problem("print", 0, "no file is chosen", "Tick the packets that are to be printed.")])
    queue = asked.text("queue")
    if queue and queue not in printers():
        raise HandoutsError([Problem("printer", 0, f"“{queue[:40]}” is not there any more", "Choose another.")])
    for name in names:
        print_file(_file(asked, place, name), queue)
        asked.desk.note(asked.who, "sent to the printer", name)
    many = f"{len(names)} file{'' if len(names) == 1 else 's'}"
    return _shown(asked, place, say=f"Sent to the printer: {many}{f', to {queue}' if queue else ''}.")
