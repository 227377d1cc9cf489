"""Messages and reminders in every language there are words for."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from pypdf import PdfReader

from handouts.base.problems import HandoutsError
from handouts.library.load import Library, load_library
from handouts.mail.calendar import Announced, EventIds, reminders
from handouts.mail.letters import LetterWriter
from handouts.mail.message import Role
from handouts.mail.oneway import MARK, one_way
from handouts.mail.settings import server_of
from handouts.mail.transport import Transport
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.check_letters import check_letters
from handouts.runs.press import Press
from handouts.runs.slips import Slip, make_slips
from handouts.type.bidi import visual_runs
from tests.conftest import pdf_text
from tests.mail.server import PASSWORD, Heard, Mailserver
from tests.mail.test_letters import LETTER, parts, read

NAMES = "陈美玲 أحمد"
"""Letters of both ways in one name."""
MANNERS: list[tuple[bool, bool, Role, bool]] = [
    (False, False, "", False),
    (True, True, "", True),
    (True, False, "carer", True),
    (False, True, "carer", False),
]
"""Protected, with a calendar, whose copy, again."""
LANGUAGES = sorted(load_library(None).words)


class _Shown(HTMLParser):
    """What a reader of HTML shows, as one row of words."""

    def __init__(self, data: str) -> None:
        super().__init__()
        self.words, self.direction = list[str](), ""
        self.feed(data.partition("<title>")[0] + data.partition("</title>")[2])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html":
            self.direction = str(dict(attrs)["dir"])

    def handle_data(self, data: str) -> None:
        self.words += data.split()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_manner_of_message_says_all_it_should(library: Library, tag: str):
    writer, clinic = LetterWriter(library), library.clinic
    for protected, calendar, copy, again in MANNERS:
        letter = replace(LETTER, patient=NAMES, language=tag, protected=protected, copy=copy, again=again)
        letter = replace(letter, calendar=b"BEGIN:VCALENDAR\r\n" if calendar else b"", cancelled=3 * calendar)
        message = read(writer.write(letter)[1])
        subject, found = str(message["Subject"]).strip(), parts(message)
        assert clinic.name in subject
        assert len(subject) <= 70 + len(clinic.name)
        assert message["List-Unsubscribe"] == f"<mailto:{clinic.email}?subject=stop>"
        shown = _Shown(found["text/html"])
        assert shown.direction == library.words[tag].direction
        for text in (found["text/plain"].replace(MARK, ""), " ".join(shown.words)):
            values = (NAMES, "2026", "23", clinic.name, clinic.phone, clinic.email, clinic.emergency)
            assert [value for value in values if value and value not in text] == []
            assert ("reminders.ics" in text) is calendar
            assert ("(3)" in text or "3" in re.sub("23", "", text)) or not calendar
        assert {part["Content-Language"] for part in message.walk() if part.get_content_maintype() == "text"} <= {
            tag,
            None,
        }
    first, second = (writer.write(replace(LETTER, language=tag, again=again))[1] for again in (False, True))
    assert str(read(first)["Subject"]) != str(read(second)["Subject"])


def test_a_server_takes_one_in_each_language(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HANDOUTS_MAIL_PASSWORD", PASSWORD)
    writer, heard = LetterWriter(library), Heard()
    sent = {tag: writer.write(replace(LETTER, patient=NAMES, language=tag))[1] for tag in LANGUAGES}
    with Mailserver(tmp_path) as server:
        with Transport(server_of(server.library(library)), sleep=heard.sleep, now=heard.now) as transport:
            assert {transport.send(LETTER.address, data).state for data in sent.values()} == {"sent"}
        taken = [data for _, data in server.taken]
    assert len(taken) == len(LANGUAGES)
    for tag, data in zip(sent, taken, strict=True):
        there, here = read(data), read(sent[tag])
        assert (str(there["Subject"]), parts(there)) == (str(here["Subject"]), parts(here))


def test_a_phone_number_reads_forwards_in_a_line_that_runs_the_other_way(library: Library):
    clinic = replace(library.clinic, phone="+65 6555 0142", hours="Mon to Fri, 9 to 5")
    writer = LetterWriter(replace(library, clinic=clinic))
    for tag in ("ar", "he"):
        text = parts(read(writer.write(replace(LETTER, language=tag))[1]))["text/plain"]
        lines = [line for line in text.splitlines() if "0142" in line]
        assert len(lines) == 2
        for line in lines:
            shown = "".join(part[::-1] if rtl else part for part, rtl in visual_runs(line, 1))
            assert "+65 6555 0142" in shown.replace(MARK, "")
    english = parts(read(writer.write(LETTER)[1]))["text/plain"]
    assert MARK not in english


@given(st.text(st.sampled_from("ab 12+-.,()@אع中"), max_size=8))
def test_marks_add_nothing_but_themselves(value: str):
    held = one_way({"x": value})
    assert isinstance(held, dict)
    assert held["x"].replace(MARK, "") == value
    assert one_way(held["x"]) == held["x"] or held["x"] != value


def test_a_clinic_s_own_messages_are_tried_in_each_language_that_it_has(clinic: Path):
    path = clinic / "messages" / "ta" / "subject.txt"
    path.parent.mkdir(parents=True)
    path.write_text("{{ clinic.nmae }}")
    (problem,) = check_letters(load_library(clinic))
    assert problem.place == str(path)
    with pytest.raises(HandoutsError, match="nmae"):
        LetterWriter(load_library(clinic)).write(replace(LETTER, language="ta"))


@pytest.mark.parametrize("tag", LANGUAGES)
def test_reminders_are_folded_between_letters_and_read_back(
    library: Library, make_order: Callable[..., Order], tag: str
):
    name = "中ع ப்ரிया é" * 12  # long, with letters of one to three bytes, so that lines end anywhere
    here = replace(library, clinic=replace(library.clinic, timezone="Asia/Singapore", name=name))
    order = make_order(visit=date(2026, 12, 1))
    handout = replace(Planner(here).plan(order)[0], language=tag)
    marks, made = EventIds("who", "week", "clinic.example"), datetime(2026, 11, 20, 8, 15, tzinfo=UTC)
    gone = Announced(1, {"20261123-evening": "18:30"})
    words = library.words[tag].calendar
    for discreet in (False, True):
        data = reminders(handout, order, here, marks, made, discreet=discreet, earlier=gone)
        for line in data.split(b"\r\n"):
            assert len(line) <= 75
            line.decode()
        event = words.discreet if discreet else words.exercises
        wanted = {
            event,
            words.cancelled.format(event=event),
            *([] if discreet else [words.appointment.format(clinic=name)]),
        }
        ours = {str(one["summary"]) for one in Calendar.from_ical(data).walk("VEVENT")}
        other = {one.summary.value for one in vobject.readOne(data.decode()).vevent_list}
        assert ours == other == wanted


def test_slips_are_in_the_words_of_the_desk(library: Library):
    slip = Slip("陈美玲", "lamp-river-tulip-427")
    for tag in LANGUAGES:
        here = replace(library, clinic=replace(library.clinic, language=tag))
        data = make_slips([slip], Press(here))
        text, words = pdf_text(data), library.words[tag].slips
        assert slip.patient in text
        assert slip.password in text
        first = words.tell.split()[0] if library.words[tag].joins.spaces else words.tell[:4]
        assert first in text or library.words[tag].direction == "rtl", text  # whose words pypdf turns
        assert PdfReader(io.BytesIO(data)).trailer["/Root"]["/Lang"] == tag
