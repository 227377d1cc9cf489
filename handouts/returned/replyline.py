"""READ: the line of text that a phone page sends back: found in a text, checked, and taken apart. Pure.

``[Handouts 1 J4DP-26JZ-G1FY 0C5T8 …]``: the number of the form, the handout's id, then bytes in Crockford's base 32.
Spaces, line breaks, hyphens and signs of quoting mean nothing in it; O reads as 0, I and L as 1. In the bytes a number
is written seven bits at a time, the lowest first, with the high bit where more follow:

    first day of the week, in days since 1 January 2000; minutes since then when it was last changed
    how many drills; of each its days (Monday is 1, Tuesday 2, Wednesday 4 …), sets, rows, and of each row its session
    times four and its side (0 none, 1 left, 2 right)
    how many sessions have places for pain; of each its number; then the days, as above
    how many rows of outcome measures; of each its kind (0 pain, 1 function, 2 change) times eight, its number, and 4
    more where the patient names the activity
    a bit for each box, eight to a byte, the highest first: by drill, row, day (from Monday on) and set
    for each place for pain, by session and day in the same way: 0 empty, or what is written and 1
    for each row of measures: 0 none, or which answer, from 1
    for each activity that the patient names, and for the note: how many bytes, and these, UTF-8
    four bytes that check it all: CRC-32 of the id, as ASCII, and of the bytes before them
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from handouts.base.ids import check_id, shown_id
from handouts.base.outcomes import ACTIVITIES_MOST, ANSWERS, MEASURES, MeasureKind
from handouts.base.records import dataclass
from handouts.base.scalars import DAYS
from handouts.sheet.boxnames import ActivityName, BoxName, MeasureName, NotesName, PainName

__all__ = ["EPOCH", "FORM", "FoundLine", "LineContent", "LineError", "found_lines", "line_content"]

FORM = 1
"""Number of the form of lines and files that this reads."""
EPOCH = date(2000, 1, 1)
"""Day that days and minutes are counted from; minutes in UTC."""
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {char: value for value, char in enumerate(_ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_ID, _CHECK = 12, 4
LINE_MOST = 30_000
"""Most characters of a line."""
BOXES_MOST = 5_000
"""Most boxes of a sheet."""
TEXT_MOST = 8_000
"""Most bytes of a note."""
_SIDES = ("", "l", "r")
_DAYS_MOST = 73_000
_MINUTES_MOST = _DAYS_MOST * 1440
_START = re.compile(r"\[\W{0,9}handouts\W{0,9}(\d{1,3})\b", re.IGNORECASE)
_QUOTES = re.compile(r"^[^\S\n]*(?:[>|][^\S\n]*)+", re.MULTILINE)
_NOTHING = re.compile(r"[\s>|*_\\\-\u2010-\u2015\u2212.,]+")
"""What means nothing between the letters: spaces, signs of quoting, of emphasis, of escaping, hyphens of every kind."""


class LineError(ValueError):
    """Why a line cannot be read, as the rest of a sentence about it, and how to mend it."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


@dataclass(frozen=True)
class FoundLine:
    """What looks like such a line: where it begins, its form, and all between that and its closing bracket."""

    row: int
    """From 1, in the text."""
    form: int
    body: str
    closed: bool
    """Whether the bracket at its end is there."""


@dataclass(frozen=True)
class LineContent:
    """What a line says."""

    handout: str
    """Its id, in the plain form."""
    week: date
    changed: datetime
    """When the patient last changed anything, UTC, to the minute."""
    boxes: dict[str, bool]
    """Every box of the sheet by its name, in the sheet's order."""
    written: dict[str, str]
    """Every other place by its name; empty where nothing is written there."""


def found_lines(text: str) -> Iterator[FoundLine]:
    """All that looks like such a line, in the order of the text."""
    plain = _QUOTES.sub("", _plain(text))
    starts = [*_START.finditer(plain)]
    ends = [*[match.start() for match in starts], len(plain)][1:]
    row, before = 1, 0
    for match, end in zip(starts, ends, strict=True):
        row, before = row + plain.count("\n", before, match.start()), match.start()
        body, bracket, _ = plain[match.end() : min(end, match.end() + LINE_MOST)].partition("]")
        yield FoundLine(row, int(match[1]), body, bool(bracket))


def _plain(text: str) -> str:
    """With letters and brackets in their usual form, without what mail programs put in between, unseen."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("=\n", "")
    text = unicodedata.normalize("NFKC", text)
    return "".join(char for char in text if char == "\n" or unicodedata.category(char) != "Cf")


def line_content(line: FoundLine) -> LineContent:
    """What a line says; LineError where it cannot be read, or is not as it was sent."""
    if line.form != FORM:
        raise LineError(
            f"has the form {line.form}, and this version reads the form {FORM}", "Is there a newer version?"
        )
    letters = _NOTHING.sub("", line.body).upper()
    if not line.closed:
        raise LineError("is cut off: the bracket at its end is missing", _AGAIN)
    if strange := next((char for char in letters if char not in _VALUES), ""):
        raise LineError(f"holds “{strange if strange.isprintable() else '?'}”, which no such line has", _AGAIN)
    handout = check_id(letters[:_ID])
    if not handout:
        raise LineError(f"does not begin with the id of a handout, but with “{letters[:_ID]}”", _AGAIN)
    data = _bytes(letters[_ID:])
    body, check = data[:-_CHECK], data[-_CHECK:]
    if len(data) <= _CHECK or zlib.crc32(handout.encode() + body) != int.from_bytes(check):
        raise LineError(
            f"of the handout {shown_id(handout)} is not as it was sent: a letter is wrong or missing", _AGAIN
        )
    return _LineReader(handout, body).content()


_AGAIN = "Ask for it again, copied whole; or for the file."


def _bytes(letters: str) -> bytes:
    value = 0
    count = len(letters) * 5 // 8
    for char in letters:
        value = value << 5 | _VALUES[char]
    spare = len(letters) * 5 - count * 8
    return (value >> spare).to_bytes(count) if not value & ((1 << spare) - 1) else b""


class _LineReader:
    """Takes the bytes apart. They passed the check, so what does not fit was made by no page of ours."""

    def __init__(self, handout: str, data: bytes) -> None:
        self._handout, self._data, self._at = handout, data, 0

    def content(self) -> LineContent:
        week = EPOCH + timedelta(days=self._number(_DAYS_MOST))
        changed = datetime(EPOCH.year, EPOCH.month, EPOCH.day, tzinfo=UTC)
        changed += timedelta(minutes=self._number(_MINUTES_MOST))
        boxes = self._boxes()
        pains = self._pains()
        rows = self._measures()
        ticked = dict(zip(boxes, self._bits(len(boxes)), strict=True))
        written = {name: self._pain() for name in pains}
        for kind, number, _ in rows:
            answer = self._number(len(ANSWERS[kind]))
            ticked |= {
                MeasureName(kind, value, number).name(): at == answer for at, value in enumerate(ANSWERS[kind], 1)
            }
        written |= {ActivityName(number).name(): self._text() for _, number, asked in rows if asked}
        written[NotesName(1).name()] = self._text()
        if self._at != len(self._data):
            raise self._odd()
        return LineContent(self._handout, week, changed, ticked, written)

    def _boxes(self) -> list[str]:
        names: list[str] = []
        for drill in range(1, self._number(999) + 1):
            days, sets = self._days(), self._number(99)
            for row in [self._number(9 * 4 + 2) for _ in range(self._number(27))]:
                session, side = divmod(row, 4)
                if session < 1 or side > 2 or len(names) + len(days) * sets > BOXES_MOST:
                    raise self._odd()
                names += [
                    BoxName(drill, day, session, number, _SIDES[side]).name()
                    for day in days
                    for number in range(1, sets + 1)
                ]
        if len(set(names)) != len(names):
            raise self._odd()
        return names

    def _pains(self) -> list[str]:
        sessions = [self._number(9) for _ in range(self._number(9))]
        days = self._days()
        return list(dict.fromkeys(PainName(day, max(1, session)).name() for session in sessions for day in days))

    def _measures(self) -> list[tuple[MeasureKind, int, bool]]:
        found = []
        for _ in range(self._number(2 + ACTIVITIES_MOST)):
            value = self._number(3 * 8)
            kind, number, asked = value >> 3, value & 3, bool(value & 4)
            if kind >= len(MEASURES) or not 1 <= number <= (ACTIVITIES_MOST if MEASURES[kind] == "function" else 1):
                raise self._odd()
            found.append((MEASURES[kind], number, asked and MEASURES[kind] == "function"))
        return found

    def _days(self) -> list[str]:
        mask = self._number(127)
        return [day for at, day in enumerate(DAYS) if mask >> at & 1]

    def _bits(self, count: int) -> list[bool]:
        data = self._take((count + 7) // 8)
        return [bool(data[at // 8] >> (7 - at % 8) & 1) for at in range(count)]

    def _pain(self) -> str:
        value = self._number(11)
        return str(value - 1) if value else ""

    def _text(self) -> str:
        return self._take(self._number(TEXT_MOST)).decode("utf-8", "replace")

    def _number(self, most: int) -> int:
        value = shift = 0
        while True:
            (byte,) = self._take(1)
            value |= (byte & 127) << shift
            shift += 7
            if value > most or shift > 35:
                raise self._odd()
            if byte < 128:
                return value

    def _take(self, count: int) -> bytes:
        found = self._data[self._at : self._at + count]
        if len(found) < count:
            raise self._odd()
        self._at += count
        return found

    def _odd(self) -> LineError:
        return LineError(f"of the handout {shown_id(self._handout)} says what no page of ours says", _AGAIN)
