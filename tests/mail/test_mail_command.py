"""``handouts mail``: nothing leaves before everything is right, and nothing is said of patients."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from handouts.base.problems import Exit
from handouts.commands import mail as command
from handouts.mail.outbox import Outbox
from handouts.runs.registers import open_register
from tests.conftest import Ran, pdf_text
from tests.mail.killing import Victims
from tests.mail.server import DROP, PASSWORD, USER, Mailserver

Run = Callable[..., Ran]
WEEK = ("--week-of", "2026-11-23", "--issued", "2026-11-20")
HEAD = "id,patient,program,start,email,email consent,password\n"
GOOD = (
    "1,Mei Tan,hip-hinge,2026-11-23,mei@example.com,plain 2026-11-01,\n"
    "2,Sam Okafor,hip-hinge,2026-11-16,sam@example.com,protected 2026-11-01,\n"
    "3,Ana García,low-back,2026-11-23,,none,\n"
    "4,Lee Wong,low-back,2026-11-23,lee@example.com,protected 2026-11-01,wong's own word\n"
    "5,Zoë Later,hip-hinge,2026-12-07,zoe@example.com,plain 2026-11-01,\n"
)
SECRETS = (
    "Mei",
    "Tan",
    "Sam",
    "Okafor",
    "Ana",
    "García",
    "Lee",
    "Wong",
    "Zoë",
    "Later",
    "mei@",
    "sam@",
    "lee@",
    "zoe@",
    "own word",
)


@dataclass(frozen=True)
class Got:
    """What the server took."""

    address: str
    data: bytes


class Post:
    """The clinic's mail server, a real one, and what it took."""

    def __init__(self, server: Mailserver) -> None:
        self.server = server

    @property
    def got(self) -> list[Got]:
        return [Got(*one) for one in self.server.taken]

    def refuse(self, said: str) -> None:
        """Answer every message with this; empty takes them again."""
        self.server.data = lambda *_: said or None


@pytest.fixture
def post(here: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HANDOUTS_MAIL_PASSWORD", PASSWORD)
    monkeypatch.setattr("handouts.mail.transport._BACK_OFF", 0.01)
    with Mailserver(here) as server:
        path = here / "clinic.yaml"
        path.write_text(
            path.read_text() + f"mail: {{server: 127.0.0.1, port: {server.port}, user: {USER}, "
            "ca_file: ca.pem, per_minute: 6000}\n"
        )
        yield Post(server)


@pytest.fixture
def here(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(clinic)
    (clinic / "r.csv").write_text(HEAD + GOOD)
    path = clinic / "clinic.yaml"
    path.write_text(path.read_text() + "timezone: Europe/London\n")
    return clinic


def read(data: bytes) -> EmailMessage:
    return BytesParser(policy=policy.SMTP).parsebytes(data)  # type: ignore[return-value]  # by its policy


def attached(data: bytes) -> dict[str, Any]:
    return {str(part.get_filename()): part.get_content() for part in read(data).iter_attachments()}


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def silent(ran: Ran) -> bool:
    return not any(secret in ran.out + ran.err for secret in SECRETS)


def test_a_week_is_sent(handouts: Run, here: Path, post: Post):
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert ran.code == 0, ran.err
    assert silent(ran)
    assert "3 sent." in ran.out
    assert [one.address for one in post.got] == ["mei@example.com", "sam@example.com", "lee@example.com"]
    assert [read(one.data)["To"] for one in post.got] == [one.address for one in post.got]
    sent = json.loads(handouts("outbox", "--json").out)
    assert [read(one.data)["Message-ID"] for one in post.got] == [row["message_id"] for row in sent]
    assert {row["state"] for row in sent} == {"sent"}
    folder = here / "output" / "mail-of-2026-11-23"
    assert files(folder) == {"packet-01.pdf", "passwords.pdf"}
    assert "Ana García" in pdf_text((folder / "packet-01.pdf").read_bytes())
    assert "Mei" not in pdf_text((folder / "packet-01.pdf").read_bytes())


def test_the_pdf_is_that_of_batch(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    assert handouts("batch", "r.csv", *WEEK, "-o", "made").code == 0
    made = {path.stem[-12:]: path.read_bytes() for path in (here / "made").glob("*.pdf")}
    (plain,) = attached(post.got[0].data).values()
    assert plain in made.values()
    assert "Mei Tan" in pdf_text(plain)
    assert list(attached(post.got[0].data)) == ["handout-2026-11-23.pdf"]


def test_protected_pdfs_open_with_the_password_of_the_slip_or_of_the_roster(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    slip = pdf_text((here / "output" / "mail-of-2026-11-23" / "passwords.pdf").read_bytes())
    assert "Sam Okafor" in slip
    assert "Lee" not in slip, "that password is known already"
    password = next(word for word in slip.split() if word.count("-") == 4)
    for data, word, name in (
        (post.got[1].data, password, "Sam Okafor"),
        (post.got[2].data, "wong's own word", "Lee Wong"),
    ):
        (pdf,) = attached(data).values()
        reader = PdfReader(io.BytesIO(pdf))
        assert reader.is_encrypted
        assert reader.decrypt(word)
        assert name in " ".join(reader.pages[0].extract_text().split())
        assert word.encode() not in data


def test_a_second_run_gives_the_same_passwords(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    slip = (here / "output" / "mail-of-2026-11-23" / "passwords.pdf").read_bytes()
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0, "the same files are no obstacle"
    assert (here / "output" / "mail-of-2026-11-23" / "passwords.pdf").read_bytes() == slip


def test_the_register_knows_what_was_sent_and_no_address(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    with open_register(here) as register:
        rows = [row for name in "12345" for row in register.history(name)]
    assert [(row.key, row.place.partition("#")[0]) for row in rows] == [
        ("1", "sent by e-mail"),
        ("2", "sent by e-mail"),
        ("3", "output/mail-of-2026-11-23/packet-01.pdf"),
        ("4", "sent by e-mail"),
    ]
    assert not any(word in str(rows) for word in ("@", "own word", "plain", "protected"))
    assert handouts("reprint", rows[0].handout).code == 0
    assert handouts("forget", "1", "--yes", "--files").code == 0


# --- nothing leaves while anything is wrong ------------------------------------------------------

BAD = {
    "6,Una Said,hip-hinge,2026-11-23,una@example.com,,": "r.csv:7: email consent: is empty, but there is an e-mail address",
    "6,Una Said,hip-hinge,2026-11-23,una@example.com,plain,": "r.csv:7: email consent: has no date",
    "6,Una Said,hip-hinge,2026-11-23,una@example.com,plain 2027-01-01,": "still to come",
    "6,Una Said,hip-hinge,2026-11-23,una at example,plain 2026-11-01,": "r.csv:7: email: is not an e-mail address",
    "6,Una Said,hip-hinge,2026-11-23,una@example.com,protected 2026-11-01,abc": "r.csv:7: password: is shorter",
    "6,Una Said,no-such-thing,2026-11-23,una@example.com,plain 2026-11-01,": "r.csv:7: program: there is no drill",
    "6,Una 李,hip-hinge,2026-11-23,una@example.com,plain 2026-11-01,": "no type face",
    "6,Una 李,hip-hinge,2026-11-23,,none,": "no type face",
    "6,Una,hip-hinge,2026-11-23,una@example.com,plain 2026-11-01,,,,more": "r.csv:7",
}  # fmt: skip


@pytest.mark.parametrize(("row", "says"), BAD.items())
def test_one_faulty_row_stops_all(handouts: Run, here: Path, post: Post, row: str, says: str):
    (here / "r.csv").write_text(HEAD + GOOD + row + "\n")
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert ran.code == Exit.CONTENT
    assert says in ran.err
    assert "Nothing was sent" in ran.out
    assert not any(word in ran.out + ran.err for word in ("Una", "una"))
    assert post.got == []
    assert not (here / "output").exists()
    ran = handouts("mail", "r.csv", *WEEK, "--yes", "--skip-faulty")
    assert ran.code == Exit.SOME_FAILED
    assert len(post.got) == 3


def test_the_same_handout_to_the_same_address_is_made_once(handouts: Run, here: Path, post: Post):
    rows = GOOD.splitlines()
    (here / "r.csv").write_text(HEAD + f"{rows[0]}\n{rows[0]}\n")
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert ran.code == 0
    assert "warning: is the same handout to the same address as line 2; it is sent once" in ran.err
    assert len(post.got) == 1


def test_an_address_of_two_patients_is_pointed_out(handouts: Run, here: Path, post: Post):
    (here / "r.csv").write_text(HEAD + GOOD.replace("sam@", "MEI@"))
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert ran.code == 0
    assert "r.csv:3: warning: email: is also that of line 2" in ran.err
    assert silent(ran)


def test_an_address_that_looks_mistyped_is_pointed_out(handouts: Run, here: Path, post: Post):
    (here / "r.csv").write_text(HEAD + GOOD.replace("mei@example.com", "mei@gmial.com"))
    ran = handouts("mail", "r.csv", *WEEK, "--dry-run")
    assert (ran.code, silent(ran)) == (0, True)
    assert "r.csv:2: warning: email: what stands after the @ is nearly gmail.com, but not quite" in ran.err
    assert "nearly gmail.com" in ran.out


def test_a_broken_template_stops_all_and_is_told_once(handouts: Run, here: Path, post: Post):
    (here / "messages" / "en").mkdir(parents=True)
    (here / "messages" / "en" / "body.txt").write_text("Hello {{ nobody }}")
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert ran.code == Exit.CONTENT
    assert ran.err.count("body.txt:1: uses “nobody”") == 1
    assert post.got == []


def test_a_file_that_is_there_is_never_replaced(handouts: Run, here: Path, post: Post):
    folder = here / "output" / "mail-of-2026-11-23"
    folder.mkdir(parents=True)
    for name in ("passwords.pdf", "packet-01.pdf"):
        (folder / name).write_text("another")
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    assert files(folder) == {"packet-01.pdf", "packet-02.pdf", "passwords.pdf", "passwords-2.pdf"}
    assert {(folder / name).read_text() for name in ("passwords.pdf", "packet-01.pdf")} == {"another"}


def test_where_the_packet_cannot_be_written_nothing_is_sent(handouts: Run, here: Path, post: Post):
    (here / "output").write_text("a file, not a folder")
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert (ran.code, post.got) == (Exit.OUTPUT, [])
    assert "output" in ran.err


# --- looking before sending ----------------------------------------------------------------------


def test_a_dry_run_shows_everything_and_leaks_nothing(handouts: Run, here: Path, post: Post):
    (here / "r.csv").write_text(HEAD + GOOD + "6,Una Said,hip-hinge,2026-11-23,una@example.com,,\n")
    before = files(here)
    ran = handouts("mail", "r.csv", *WEEK, "--dry-run", "--verbose", "--calendar")
    assert ran.code == Exit.CONTENT
    assert silent(ran)
    assert "Una" not in ran.out + ran.err
    assert "--verbose: warning: shows patients on a terminal only" in ran.err
    lines = [line.split(maxsplit=1) for line in ran.out.splitlines()]
    table = {line[0]: " ".join(line[1].split()) for line in lines if line[0].isdigit() and "to mail" not in line[1]}
    assert table["2"] == "M. T. m…@example.com handout-2026-11-23.pdf plain"
    assert table["3"] == "S. O. s…@example.com handout-2026-11-23.pdf protected"
    assert table["4"] == "A. G. – packet print"
    assert table["6"] == "Z. L. – – idle waiting: starts on 2026-12-07"
    assert table["7"].startswith("U. S. – – faulty email consent: is empty")
    assert "3 to mail (2 protected), 1 to print, 1 not due, 1 faulty. Nothing was sent." in ran.out
    assert files(here) == before
    assert post.got == []


def test_a_terminal_may_see_whole_names(handouts: Run, here: Path, post: Post, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(command, "_is_terminal", lambda _: True)
    ran = handouts("mail", "r.csv", *WEEK, "--dry-run", "--verbose")
    assert "mei@example.com" in ran.out
    assert "Mei Tan" in ran.out


def test_previews_are_whole_messages_for_their_owner_only(handouts: Run, here: Path, post: Post):
    ran = handouts("mail", "r.csv", *WEEK, "--preview", "look", "--calendar")
    assert ran.code == 0, ran.err
    assert silent(ran)
    made = sorted((here / "look").iterdir())
    assert [path.suffix for path in made] == [".eml", ".eml", ".eml", ".pdf"]
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in made)
    assert not any(secret.lower() in path.name.lower() for secret in SECRETS for path in made)
    found = attached(made[0].read_bytes())
    assert set(found) == {"handout-2026-11-23.pdf", "reminders.ics"}
    calendar = Calendar.from_ical(found["reminders.ics"])
    assert len(calendar.walk("VEVENT")) >= 3
    assert post.got == []


# --- asking --------------------------------------------------------------------------------------


def test_it_asks_with_the_counts(handouts: Run, here: Path, post: Post, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(command, "_is_terminal", lambda _: True)
    asked: list[str] = []
    answers = [False, True]
    monkeypatch.setattr(command.click, "confirm", lambda text, **_: asked.append(text) or answers.pop(0))
    assert handouts("mail", "r.csv", *WEEK).code == Exit.STOPPED
    assert post.got == []
    assert not (here / "output").exists()
    assert handouts("mail", "r.csv", *WEEK).code == 0
    assert asked == ["Send 3 messages, 2 protected, 1 to print?"] * 2
    assert len(post.got) == 3


def test_a_script_must_say_yes(handouts: Run, here: Path, post: Post, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(command, "_is_terminal", lambda _: False)
    ran = handouts("mail", "r.csv", *WEEK)
    assert (ran.code, "--yes: is missing" in ran.err) == (Exit.USAGE, True)
    assert post.got == []


# --- what comes back -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "state", "code", "entered"),
    [
        ("", "sent", 0, 1),
        ("550 5.1.1 mei@example.com", "failed", 1, 0),
        ("451 4.7.1 later", "deferred", 1, 0),
        (DROP, "uncertain", 1, 0),
    ],
)
def test_counts_andcodes(handouts: Run, here: Path, post: Post, said: str, state: str, code: int, entered: int):
    post.refuse(said)
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert ran.code == code
    assert silent(ran)
    assert f"3 {'put off' if state == 'deferred' else state}." in ran.out
    if code:
        assert f"r.csv:2: {state}: " in ran.err
    with open_register(here) as register:
        assert len(register.history("1")) == entered
    post.refuse("")
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    again = {"sent": "3 sent before.", "deferred": "3 sent.", "failed": "3 failed.", "uncertain": "3 uncertain."}[state]
    assert again in ran.out
    assert len(post.got) == (3 if state in ("sent", "deferred") else 0)


@pytest.mark.parametrize("way", [("--retry", "--yes"), ("--settle", "1", "sent")])
def test_what_the_outbox_sends_is_entered_and_can_be_printed_again(
    handouts: Run, here: Path, post: Post, way: tuple[str, ...]
):
    post.refuse("451 later" if "--retry" in way else DROP)
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 1
    post.refuse("")
    ran = handouts("outbox", *way)
    assert ran.code == 0, ran.err
    assert "sent by e-mail" in handouts("history", "1").out
    with open_register(here) as register:
        (row,) = register.history("1")
    assert handouts("reprint", row.handout, "-o", "again.pdf").code == 0
    assert hashlib.sha256((here / "again.pdf").read_bytes()).hexdigest() == row.sha256


# --- once, on whatever day, whatever has changed ---------------------------------------------------

TUESDAY = ("--week-of", "2026-11-23", "--issued", "2026-11-24")


def test_the_next_day_nothing_is_sent_or_printed_again(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    before = {path: path.read_bytes() for path in (here / "output").rglob("*.pdf")}
    ran = handouts("mail", "r.csv", *TUESDAY)  # nothing to ask about
    assert (ran.code, "3 sent before." in ran.out) == (0, True), ran.err
    ran = handouts("mail", "r.csv", *TUESDAY, "--dry-run")
    assert "0 to mail, 3 sent before, 1 printed before, 1 not due. Nothing was sent." in ran.out
    assert silent(ran)
    assert len(post.got) == 3
    assert {path: path.read_bytes() for path in (here / "output").rglob("*.pdf")} == before


def test_what_is_not_sent_is_not_made_but_for_a_preview(
    handouts: Run, here: Path, post: Post, monkeypatch: pytest.MonkeyPatch
):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    assert handouts("mail", "r.csv", *WEEK, "--preview", "p").code == 0
    previews = [(here / "p" / name).read_bytes() for name in sorted(files(here / "p")) if name.endswith(".eml")]
    assert [set(attached(data)) for data in previews] == [{"handout-2026-11-23.pdf"}] * 3
    monkeypatch.setattr("handouts.mail.letters.LetterWriter.write", lambda *_: pytest.fail("made"))
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert (ran.code, "3 sent before." in ran.out) == (0, True), ran.err


def test_what_is_asked_for_once_more_is_sent_once_more(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    assert handouts("outbox", "--resend", "1", "--yes").code == 0
    (here / "clinic.yaml").write_text((here / "clinic.yaml").read_text().replace("phone:", "phone: 555 0100 #"))
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert (ran.code, "1 sent, 2 changed since it was sent." in ran.out) == (1, True), ran.out
    assert [one.address for one in post.got] == [
        "mei@example.com",
        "sam@example.com",
        "lee@example.com",
        "mei@example.com",
    ]
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert "1 sent before, 2 changed" in ran.out
    assert len(post.got) == 4


def test_what_changed_since_is_held_and_sent_when_asked(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    rows = (HEAD + GOOD).replace("password\n", "password,note\n", 1).splitlines()
    rows[1] += ",Slowly."
    (here / "r.csv").write_text("\n".join(rows) + "\n")
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert ran.code == Exit.SOME_FAILED
    assert "r.csv:2: held: other contents went on 20" in ran.err
    assert "2 sent before, 1 changed since it was sent." in ran.out
    assert len(post.got) == 3
    ran = handouts("mail", "r.csv", *WEEK, "--yes", "--changed")
    assert (ran.code, "1 sent, 2 sent before." in ran.out) == (0, True), ran.err
    (pdf,) = attached(post.got[3].data).values()
    assert "Slowly." in pdf_text(pdf)
    assert handouts("mail", "r.csv", *WEEK, "--yes", "--changed").code == 0
    assert len(post.got) == 4


def test_another_address_gets_it_too_and_is_told(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    (here / "r.csv").write_text(HEAD + GOOD.replace("mei@", "mei.tan@"))
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert (ran.code, "1 sent, 2 sent before." in ran.out) == (0, True), ran.err
    assert "r.csv:2: warning: email: went to another address on 20" in ran.err
    assert silent(ran)
    assert post.got[3].address == "mei.tan@example.com"


@pytest.mark.parametrize(
    "change",
    [
        ("mei@example.com,plain 2026-11-01,", ",none,"),
        ("mei@example.com,plain 2026-11-01,", "mei@example.com,,"),
        ("mei@example.com", "new@example.com"),
        ("hip-hinge,2026-11-23,mei", "hip-hinge,2026-12-23,mei"),
    ],
)
def test_what_waits_never_goes_once_consent_or_address_has_changed(
    handouts: Run, here: Path, post: Post, change: tuple[str, str]
):
    post.refuse("451 later")
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == Exit.SOME_FAILED
    post.refuse("")
    (here / "r.csv").write_text(HEAD + GOOD.replace(*change))
    ran = handouts("mail", "r.csv", *WEEK, "--yes", "--skip-faulty")
    moved = "2026-12-23" in change[1]
    assert ("have changed: 1." in ran.out) != moved, ran.out
    if not moved:  # a later start leaves consent and address as they are: it waits still, to be dropped by hand
        assert handouts("outbox", "--retry", "--yes").out == "Nothing to send.\n"
        assert "mei@example.com" not in [one.address for one in post.got]


def test_a_password_is_printed_on_a_slip_once(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    week2 = ("--week-of", "2026-11-30", "--issued", "2026-11-27")
    ran = handouts("mail", "r.csv", *week2, "--yes")
    assert (ran.code, "Passwords" in ran.out) == (0, False)
    ran = handouts("mail", "r.csv", *week2, "--yes", "--all-slips")
    assert "Passwords for the desk" in ran.out
    slips = sorted((here / "output").rglob("passwords.pdf"))
    passwords = [next(word for word in pdf_text(path.read_bytes()).split() if word.count("-") == 4) for path in slips]
    assert len(passwords) == 2
    assert len(set(passwords)) == 1, "a patient keeps it"


def test_a_new_patient_of_the_week_gets_a_packet_and_a_slip_beside_the_first(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    more = (
        "6,Ned Paper,hip-hinge,2026-11-23,,none,\n"
        "7,Pat Secret,hip-hinge,2026-11-23,pat@example.com,protected 2026-11-01,\n"
    )
    (here / "r.csv").write_text(HEAD + GOOD + more)
    ran = handouts("mail", "r.csv", *TUESDAY, "--yes")
    assert ran.code == 0, ran.err
    folder = here / "output" / "mail-of-2026-11-23"
    assert files(folder) == {"packet-01.pdf", "packet-02.pdf", "passwords.pdf", "passwords-2.pdf"}
    second = pdf_text((folder / "packet-02.pdf").read_bytes())
    assert ("Ned Paper" in second, "Ana García" in second) == (True, False)
    slip = pdf_text((folder / "passwords-2.pdf").read_bytes())
    assert ("Pat Secret" in slip, "Sam Okafor" in slip) == (True, False)


def test_messages_wait_outside_of_memory_and_are_whole(handouts: Run, here: Path, post: Post):
    rows = "".join(f"{n},P {n},hip-hinge,2026-11-23,p{n}@example.com,plain 2026-11-01,\n" for n in range(30))
    (here / "r.csv").write_text(HEAD + rows)
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    for number, one in enumerate(post.got):
        (pdf,) = attached(one.data).values()
        assert f"P {number}" in " ".join(pdf_text(pdf).split())
    assert not [path for path in here.iterdir() if path.name.startswith(".handout")]


def test_no_packet_where_none_is_wanted(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes", "--no-packet-rest").code == 0
    assert files(here / "output") == {"mail-of-2026-11-23/passwords.pdf"}


def test_a_test_message(handouts: Run, here: Path, post: Post):
    ran = handouts("mail", "--test")
    assert (ran.code, "took the message to hello@your-clinic.example" in ran.out) == (0, True)
    (one,) = post.got
    assert one.address == "hello@your-clinic.example"
    for options in (("r.csv",), ("--dry-run",), ("--preview", "p"), ("--week-of", "2026-11-23"), ("--calendar",)):
        ran = handouts("mail", "--test", *options)
        assert (ran.code, "does not go together with" in ran.err) == (Exit.USAGE, True)
    assert len(post.got) == 1


def test_without_its_register_nothing_goes_out_again_by_itself(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--preview", "p").code == 0
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0, "a preview made the key, and the register"
    for path in here.glob("register.sqlite*"):
        path.unlink()
    for options in (("--yes", "--skip-faulty"), ("--dry-run",), ("--preview", "q")):
        ran = handouts("mail", "r.csv", *WEEK, *options)
        assert (ran.code, "is gone or empty" in ran.err) == (Exit.CONTENT, True)
    (here / "register.sqlite").touch()
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == Exit.CONTENT
    assert len(post.got) == 3
    assert handouts("mail", "r.csv", *WEEK, "--yes", "--register-lost", "--force").code == 0
    assert len(post.got) == 6
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    assert len(post.got) == 6


def test_a_patient_whose_rows_disagree_gets_nothing(handouts: Run, here: Path, post: Post):
    (here / "r.csv").write_text(HEAD + GOOD + "1,Mei Tan,low-back,2026-11-23,mei@example.com,none,\n")
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert (ran.code, silent(ran), post.got) == (Exit.CONTENT, True, [])
    assert "r.csv:2: email consent: is plain, but line 7, of the same patient, says none" in ran.err
    ran = handouts("mail", "r.csv", *WEEK, "--yes", "--skip-faulty")
    assert (ran.code, len(post.got)) == (Exit.SOME_FAILED, 2)
    assert handouts("check", "r.csv").code == Exit.CONTENT


def test_who_takes_consent_back_is_heard_also_where_another_row_is_at_fault(handouts: Run, here: Path, post: Post):
    post.refuse("451 later")
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == Exit.SOME_FAILED
    post.refuse("")
    text = GOOD.replace("mei@example.com,plain 2026-11-01", "mei@example.com,none").replace("lee@example.com", "lee@")
    (here / "r.csv").write_text(HEAD + text)
    ran = handouts("mail", "r.csv", *WEEK, "--dry-run")
    assert (ran.code, "Taken out" in ran.out) == (Exit.CONTENT, False)
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert (ran.code, "have changed: 1." in ran.out) == (Exit.CONTENT, True)
    assert handouts("outbox", "--retry", "--yes").code == 0
    assert [one.address for one in post.got] == ["sam@example.com", "lee@example.com"], (
        "a slip of the pen withdraws none"
    )


def test_swapped_addresses_are_not_sent(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    text = GOOD.replace("mei@", "x@").replace("sam@", "mei@").replace("x@", "sam@")
    (here / "r.csv").write_text(HEAD + text)
    next_week = ("--week-of", "2026-11-30", "--issued", "2026-11-27")
    ran = handouts("mail", "r.csv", *next_week, "--yes")
    assert (ran.code, silent(ran), len(post.got)) == (Exit.CONTENT, True, 3)
    assert "r.csv:2: email: is where line 3 got theirs until now" in ran.err
    assert "r.csv:3: email: is where line 2 got theirs until now" in ran.err
    (here / "r.csv").write_text(HEAD + text.splitlines()[0] + "\n")
    assert handouts("mail", "r.csv", *next_week, "--yes").code == 0
    assert post.got[-1].address == "sam@example.com"


def test_what_takes_the_place_of_another_says_so(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    text = (here / "clinic.yaml").read_text()
    (here / "clinic.yaml").write_text(text.replace("phone:", "phone: 555 0100 #"))
    assert handouts("mail", "r.csv", *WEEK, "--yes", "--changed").code == 0
    first, later = (read(one.data) for one in (post.got[0], post.got[3]))
    assert first["To"] == later["To"]
    assert (first["Subject"], later["Subject"]) == (
        "Your Clinic: your sheet for 23 November 2026",
        "Your Clinic: your new sheet for 23 November 2026",
    )
    for kind in ("plain", "html"):
        said = [message.get_body((kind,)).get_content() for message in (first, later)]  # type: ignore[union-attr]  # both have it
        assert ["takes the place of the one we sent you before" in " ".join(text.split()) for text in said] == [
            False,
            True,
        ]


def test_check_reads_the_clinic_s_own_words(handouts: Run, here: Path, post: Post):
    assert handouts("check").err == ""
    folder = here / "messages" / "en"
    folder.mkdir(parents=True)
    (folder / "body.txt").write_text("Dear {{ patient }},\n{{ clinic.fone }}\n")
    (folder / "bodi.txt").write_text("Dear")
    (here / "messages" / "EN").mkdir()
    ran = handouts("check")
    assert ran.code == Exit.CONTENT
    assert "body.txt:2: uses “fone”, which does not exist here" in ran.err
    assert "phone" in ran.err
    assert "bodi.txt: warning: is not used" in ran.err
    assert "EN: warning: is not used" in ran.err
    assert "body.txt: warning: is yours, but body.html beside it is ours" in ran.err
    for text, says in (
        ("", "gives an empty message"),
        ("{% if protected %}{{ x }}{% endif %}", "uses “x”"),
        ("{% if again %}{{ 1/0 }}{% endif %}", "fails"),
        ("{% if patient %}", "is not a valid template"),
    ):
        (folder / "body.txt").write_text(text)
        ran = handouts("check")
        assert (ran.code, says in ran.err) == (Exit.CONTENT, True), text
    ran = handouts("mail", "r.csv", *WEEK, "--yes", "--skip-faulty")
    assert (ran.code, ran.err.count("is not a valid template"), post.got) == (Exit.CONTENT, 1, [])


def test_a_day_within_the_week_is_told(handouts: Run, here: Path, post: Post):
    ran = handouts("mail", "r.csv", "--week-of", "2026-11-25", "--dry-run")
    assert "2026-11-25 is a Wednesday" in ran.err
    assert "Give 2026-11-23" in ran.err
    assert "is a Monday" not in handouts("mail", "r.csv", *WEEK, "--dry-run").err


def test_warnings_are_told_once_and_what_weighs_most_last(handouts: Run, here: Path, post: Post):
    rows = "".join(f"{n},P {n},hip-hinge,2026-11-23,p@gmial.com,plain 2026-11-01,,2026-11-19\n" for n in range(1, 4))
    (here / "r.csv").write_text(
        HEAD.replace("\n", ",next visit\n") + rows + "4,Q,hip-hinge,2026-11-23,q@,plain 2026-11-01,,\n"
    )
    ran = handouts("mail", "r.csv", *WEEK, "--dry-run")
    told = [line for line in ran.err.splitlines() if line.startswith("r.csv")]
    assert [line.split(":")[1] for line in told] == ["2", "2", "4", "5"]
    assert told[0].endswith("(and lines 3, 4)")
    assert "next visit" in told[0]
    assert told[1].endswith("but not quite (and lines 3, 4)")
    assert "is not an e-mail address" in told[-1]
    assert handouts("mail", "r.csv", *WEEK, "--yes", "--skip-faulty").code == Exit.SOME_FAILED
    assert len(post.got) == 3
    assert "next visit" not in handouts("mail", "r.csv", *WEEK, "--dry-run").err, "of what is done"


def test_a_preview_can_be_made_anew(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--preview", "p").code == 0
    (here / "p" / "mine.eml").write_text("kept")
    ran = handouts("mail", "r.csv", *WEEK, "--preview", "p")
    assert (ran.code, "--force" in ran.err, "with -o" in ran.err) == (Exit.EXISTS, True, False)
    (here / "r.csv").write_text(HEAD + GOOD.splitlines()[0] + "\n")
    assert handouts("mail", "r.csv", *WEEK, "--preview", "p", "--force").code == 0
    assert sorted(name[:5] for name in files(here / "p") if name.endswith(".eml")) == ["0001-", "mine."]


def test_a_refused_message_that_was_taken_out_is_made_anew(handouts: Run, here: Path, post: Post):
    post.refuse("550 5.1.1 no")
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 1
    post.refuse("")
    assert "3 failed." in handouts("mail", "r.csv", *WEEK, "--yes").out, "not by itself"
    assert handouts("outbox", "--drop", "1").code == 0
    (here / "r.csv").write_text(HEAD + GOOD.replace("sam@example.com", "new@example.com"))
    assert "2 sent, 1 failed." in handouts("mail", "r.csv", *WEEK, "--yes").out
    (here / "r.csv").write_text(HEAD + GOOD)
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert "1 sent, 1 failed, 1 sent before." in ran.out, "back at the address that was refused"
    assert "3 sent" not in handouts("outbox").out


def test_a_full_disk_is_no_fault_of_a_row(handouts: Run, here: Path, post: Post, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("handouts.mail.spool.Spool.put", full)
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert (ran.code, "The disk is full" in ran.err, "faulty" in ran.out) == (Exit.OUTPUT, True, False)
    assert post.got == []


def test_what_a_kill_left_half_written_is_taken_away(handouts: Run, here: Path, post: Post):
    folder = here / "output" / "mail-of-2026-11-23"
    folder.mkdir(parents=True)
    (folder / ".handout-x.part").write_text("a password")
    os.utime(folder / ".handout-x.part", (0, 0))
    assert handouts("mail", "r.csv", *WEEK, "--yes", "--no-packet-rest").code == 0
    assert files(folder) == {"passwords.pdf"}


def test_what_is_missing_is_named(
    handouts: Run, here: Path, post: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    assert handouts("mail").code == Exit.USAGE
    assert "--week-of: is missing" in handouts("mail", "r.csv").err
    text = (here / "clinic.yaml").read_text()
    (here / "clinic.yaml").write_text(text.replace("\ntimezone:", "\n# timezone:"))
    ran = handouts("mail", "r.csv", *WEEK, "--dry-run", "--calendar")
    assert (ran.code, "timezone: Europe/London" in ran.err) == (Exit.CONTENT, True)
    (here / "clinic.yaml").write_text(text.replace("email:", "# email:"))
    ran = handouts("mail", "r.csv", *WEEK, "--dry-run")
    assert (ran.code, "gives no e-mail address of the clinic" in ran.err) == (Exit.CONTENT, True)
    monkeypatch.chdir(tmp_path)
    assert handouts("mail", "clinic/r.csv", *WEEK, "--dry-run").code == Exit.USAGE


def test_faults_of_e_mail_stop_no_printing(handouts: Run, here: Path):
    (here / "r.csv").write_text(HEAD + "1,Mei Tan,hip-hinge,2026-11-23,n/a,perhaps,x\n")
    ran = handouts("batch", "r.csv", *WEEK)
    assert (ran.code, ran.err) == (0, "")
    with open_register(here) as register:
        assert "n/a" not in json.dumps([row.asked for row in register.history("1")])


def test_help_loads_none_of_it(handouts: Run):
    code = (
        "import sys\nfrom handouts.cli import run\nrun(['mail', '--help'])\n"
        "print([name for name in ('jinja2', 'icalendar', 'email_validator', 'reportlab', 'pydantic') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


# --- crashes -------------------------------------------------------------------------------------

ROWS = (
    "1,P 1,hip-hinge,2026-11-23,p1@example.com,plain 2026-11-01,\n"
    "2,P 2,hip-hinge,2026-11-23,p2@example.com,protected 2026-11-01,\n"
    "99,On Paper,low-back,2026-11-23,,none,\n"
)


def killed_at_each(points: Callable[[list[str]], Iterable[int]], here: Path, post: Post) -> None:
    """Kill the whole command before each of these steps, then do as a person would: run it again, look for what is
    uncertain, and run it once more. Each patient has one message then, and none is lost.
    """
    (here / "r.csv").write_text(HEAD + ROWS)
    mail = ("mail", "r.csv", *WEEK, "--yes")
    with Victims(here.parent / "log", "command", here, "mail", "r.csv", *WEEK, "--dry-run") as victims:

        def run(place: Path, *command: str, die: int = 0) -> tuple[int, list[str]]:
            if not place.exists():
                shutil.copytree(here, place)
            return victims.run(place, *command, die=die)

        code, steps = run(here.parent / "whole", *mail)
        assert code == 0
        assert {step.partition(":")[0] for step in steps} == {"sql", "smtp", "disk"}
        for number in points(steps):
            place, where = here.parent / f"at-{number}", f"killed before step {number}: {steps[number - 1]}"
            post.server.wait_until_idle()
            before = len(post.got)
            assert run(place, *mail, die=number)[0] == -9, where
            assert run(place, *mail)[0] in (0, Exit.SOME_FAILED), where
            post.server.wait_until_idle()
            got = [read(one.data)["Message-ID"] for one in post.got[before:]]
            with open_register(place) as register:
                box = Outbox(register)
                for entry in box.entries():
                    assert entry.state in ("sent", "uncertain"), where
                    if entry.state == "uncertain":  # someone looks for its Message-ID at the provider
                        assert box.settle(entry.id, "sent" if entry.message_id in got else "failed")
            assert run(place, "outbox", "--retry", "--yes")[0] == 0, where
            assert run(place, *mail)[0] == 0, where
            post.server.wait_until_idle()
            addresses = sorted(one.address for one in post.got[before:])
            assert addresses == ["p1@example.com", "p2@example.com"], where
            with open_register(place) as register:
                assert [len(register.history(key)) for key in ("1", "2", "99")] == [1, 1, 1], where
            packets = [pdf_text(path.read_bytes()) for path in (place / "output").rglob("packet-*.pdf")]
            assert packets, where
            assert all("On Paper" in text for text in packets), where
            assert list((place / "output").rglob("passwords*.pdf")), where


def a_few(steps: list[str]) -> list[int]:
    """A step of each part: making, printing, queueing, taking in hand, handing over, and writing down."""
    handed = max(number for number, step in enumerate(steps, 1) if step == "smtp: .")
    after = [number for number, step in enumerate(steps, 1) if step == "sql: COMMIT" and number > handed]
    last = {step: number for number, step in enumerate(steps, 1)}
    return [last["disk: fsync"], last["sql: INSERT INTO"], last["smtp: RCPT"], handed, handed + 1, after[0]]


def test_killed_at_a_few_steps_each_patient_gets_one_message_and_none_is_lost(here: Path, post: Post):
    killed_at_each(a_few, here, post)


@pytest.mark.slow
def test_killed_at_every_third_step_each_patient_gets_one_message_and_none_is_lost(here: Path, post: Post):
    killed_at_each(lambda steps: range(1, len(steps) + 1, 3), here, post)
