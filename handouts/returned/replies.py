"""READ: what a phone page sends back, as a small file or as a line of text in a message: a Reply, or problems. Pure.

Both are hostile input like any other. The file is JSON (docs/phone-page.md has its form), the line is read by
``replyline``. Neither holds a name; both say all boxes and places of the sheet by the names of ``sheet/boxnames.py``.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from handouts.base.ids import check_id
from handouts.base.plaintext import visible
from handouts.base.problems import Problem
from handouts.base.records import dataclass
from handouts.returned.replyline import BOXES_MOST, FORM, FoundLine, LineContent, LineError, found_lines, line_content
from handouts.sheet.boxnames import ActivityName, BoxName, MeasureName, NotesName, PainName, parse_name

__all__ = ["MAX_REPLY", "Reply", "is_reply", "read_replies"]

MAX_REPLY = 1_000_000
"""Largest file read, bytes: one of ours has some 10,000."""
KIND = "handouts-reply"
"""What a file says it is."""
_REPLIES_MOST = 200
"""Most lines that are read of one text."""
_NOTE_MOST, _SHORT_MOST = 2_000, 80
"""Most characters of a note, and of what is written in any other place."""
_DRILL = re.compile(r"[a-z0-9-]{1,80}")
_AGAIN = "Ask the patient to send it again, as a file or as the line of text."


@dataclass(frozen=True)
class Reply:
    """What a patient sent back from a phone page, all of it at once. Self-report."""

    file: str
    """What it was read from, as it was named to the reader."""
    source: str
    """“file” or “line”."""
    handout: str
    """Its id, in the plain form."""
    week: date
    """First day of its week."""
    changed: datetime
    """When the patient last changed anything, UTC, to the minute."""
    drills: tuple[str, ...]
    """Their ids, in the order of the sheet; empty in a line, which does not say them."""
    boxes: dict[str, bool]
    """Every box, by its name, in the order of the sheet, and whether it is ticked: drills, and outcome measures."""
    written: dict[str, str]
    """What is written in every other place, by its name, cleaned; empty where nothing is. The note, where there is
    one, is ``notes_p1``."""

    @property
    def digest(self) -> str:
        """SHA-256 of what it says: the same for file and line that say the same, sent as often as may be."""
        said = [self.handout, self.week.isoformat(), self.changed.isoformat(), self.boxes, self.written]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def is_reply(data: bytes) -> bool:
    """Whether a file's bytes look like such a file, or a text with such a line in it: what is to be read by this and
    by nothing else.
    """
    text = _decoded(data[:MAX_REPLY])
    return not data.startswith(b"%PDF-") and (KIND in text or any(True for _ in found_lines(text)))


def read_replies(data: bytes, name: str) -> tuple[tuple[Reply, ...], tuple[Problem, ...]]:
    """What is read of a file's bytes, or of a message's, and all that is wrong with it.

    A text may hold several lines, with other text around them. ``name`` is what problems call it.
    """
    if len(data) > MAX_REPLY:
        message = f"is larger than {MAX_REPLY // 10**6} MB; what a patient's page saves has less than 0.1 MB"
        return (), (Problem(name, 0, message, _AGAIN),)
    text = _decoded(data)
    if text.lstrip().startswith("{"):
        return _of_file(text, name)
    lines = [*found_lines(text)]
    if not lines:
        message = "holds no line that a patient's page has made: such a line begins with “[Handouts 1”"
        return (), (Problem(name, 0, message, _AGAIN),)
    return _of_lines(lines, name)


def _of_lines(lines: list[FoundLine], name: str) -> tuple[tuple[Reply, ...], tuple[Problem, ...]]:
    replies, problems = {}, []
    for line in lines[:_REPLIES_MOST]:
        try:
            reply = _of_content(line_content(line), name)
        except LineError as error:
            problems.append(Problem(name, line.row, f"the line {error.message}", error.hint))
        else:
            replies[reply.digest] = reply  # a message that is quoted in its answer holds it twice
    if len(lines) > _REPLIES_MOST:
        message = f"holds {len(lines)} lines; the first {_REPLIES_MOST} were read"
        problems.append(Problem(name, lines[_REPLIES_MOST].row, message, "Give the others in a file of their own."))
    return tuple(replies.values()), tuple(problems)


def _of_content(said: LineContent, name: str) -> Reply:
    return Reply(name, "line", said.handout, said.week, said.changed, (), said.boxes, _written(said.written))


def _written(places: dict[str, str]) -> dict[str, str]:
    """What is written, cleaned. A note that is empty is none: what stands on the first page of paper is another."""
    cleaned = {place: _clean(place, text) for place, text in places.items()}
    return {place: text for place, text in cleaned.items() if text or not isinstance(parse_name(place), NotesName)}


def _of_file(text: str, name: str) -> tuple[tuple[Reply, ...], tuple[Problem, ...]]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        message = "is cut off or damaged: it is not the file that the page saved"
        return (), (Problem(name, 0, message, _AGAIN),)
    problems = [Problem(name, 0, message, _AGAIN) for message in _faults(said)]
    if problems:
        return (), tuple(problems)
    written = _written(said["written"])
    handout, week = check_id(said["handout"]), date.fromisoformat(said["week"])
    assert handout  # it was looked at
    reply = Reply(name, "file", handout, week, _time(said["changed"]), tuple(said["drills"]), said["boxes"], written)
    return (reply,), ()


def _faults(said: Any) -> Iterator[str]:
    """All that is wrong with what a file says, each as the rest of a sentence about it."""
    if not isinstance(said, dict) or said.get("kind") != KIND:
        yield f"is no file that a patient's page saved: it does not say “kind”: “{KIND}”"
        return
    if said.get("form") != FORM:
        yield f"has the form {_shown(said.get('form'))}, and this version reads the form {FORM}"
        return
    if not isinstance(said.get("handout"), str) or not check_id(said["handout"]):
        yield f"“handout”: expected the id of a handout, found {_shown(said.get('handout'))}"
    if not _is_date(said.get("week")):
        yield f"“week”: expected the first day of a week such as 2026-11-23, found {_shown(said.get('week'))}"
    if not _is_time(said.get("changed")):
        yield f"“changed”: expected a time such as 2026-11-27T18:03Z, found {_shown(said.get('changed'))}"
    drills = said.get("drills")
    if not isinstance(drills, list) or not all(isinstance(one, str) and _DRILL.fullmatch(one) for one in drills):
        yield f"“drills”: expected a list of ids of drills, found {_shown(drills)}"
    yield from _places(said.get("boxes"), "boxes", (BoxName, MeasureName), bool)
    yield from _places(said.get("written"), "written", (PainName, ActivityName, NotesName), str)


def _places(found: Any, field: str, kinds: tuple[type[Any], ...], of: type[Any]) -> Iterator[str]:
    if not isinstance(found, dict) or len(found) > BOXES_MOST:
        yield f"“{field}”: expected names of places on the sheet, at most {BOXES_MOST:,}, each with what it says"
        return
    what = "true or false" if of is bool else "a text"
    for name, value in found.items():
        if not isinstance(parse_name(name), kinds):
            yield f"“{field}”: {_shown(name)} is not the name of such a place"
        elif not isinstance(value, of):
            yield f"“{field}”, {name}: expected {what}, found {_shown(value)}"


def _shown(value: Any) -> str:
    """A value for a message: short, and nothing in it that cannot be seen."""
    return f"“{visible(value if isinstance(value, str) else repr(value), instead='?')[:40]}”"


def _is_date(value: Any) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", value, re.ASCII):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_time(value: Any) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"20[0-9-]{8}T[0-9]{2}:[0-9]{2}Z", value, re.ASCII):
        return False
    try:
        _time(value)
    except ValueError:
        return False
    return True


def _time(value: str) -> datetime:
    return datetime.strptime(value, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)


def _clean(place: str, text: str) -> str:
    """What a patient typed: line breaks kept in the note, all that is invisible taken out."""
    note = isinstance(parse_name(place), NotesName)
    most = _NOTE_MOST if note else _SHORT_MOST
    plain = unicodedata.normalize("NFC", text[: most * 2]).replace("\r\n", "\n").replace("\r", "\n")
    return visible(plain if note else plain.replace("\n", " "), lines=note).strip()[:most]


def _decoded(data: bytes) -> str:
    """The text of bytes; what is no text in them does not matter, for all that is read is plain letters."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8-sig", "replace")
