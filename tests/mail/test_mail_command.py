"""``handouts mail``: nothing leaves before everything is right, and nothing is said of patients."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import stat
from pathlib import Path

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from handouts.base.problems import Exit
from handouts.commands import mail as command
from handouts.runs.registers import open_register
from tests.conftest import pdf_text
from tests.mail.desk import GOOD, HEAD, SECRETS, WEEK, Post, Run, attached, files, read, silent
from tests.mail.server import DROP


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


@pytest.mark.parametrize(
    ("words", "made"),
    [
        (("batch", "r.json", "-o", "made"), "made/*.pdf"),
        (("mail", "r.json", "--yes"), "output/mail-of-1999-12-06/packet-01.pdf"),
    ],
)
def test_names_and_plans_hold_on_the_day_of_issue(
    handouts: Run, here: Path, post: Post, words: tuple[str, ...], made: str
):
    until, since = {"end": "2000-01-31"}, {"start": "2000-02-01"}
    names = [{"given": ["Ada"], "family": "Before", "period": until}, {"text": "Ada After", "period": since}]
    patient = {"resourceType": "Patient", "id": "ada", "name": names}
    plan = {
        "resourceType": "CarePlan", "status": "active", "intent": "plan", "subject": {"reference": "Patient/ada"},
        "period": {"start": "1999-12-06", **until}, "instantiatesCanonical": ["http://r.example/PlanDefinition/hip-hinge"],
    }  # fmt: skip
    entries = [{"resource": patient}, {"resource": plan}]
    (here / "r.json").write_text(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}))
    ran = handouts(*words, "--week-of", "1999-12-06", "--issued", "1999-12-01")
    assert ran.code == 0, ran.err
    (pdf,) = here.glob(made)
    assert "Ada Before" in pdf_text(pdf.read_bytes())
    assert "Ada After" not in pdf_text(pdf.read_bytes())
    assert post.got == []


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
    "6,Una 𓀀,hip-hinge,2026-11-23,una@example.com,plain 2026-11-01,": "no type face",
    "6,Una 𓀀,hip-hinge,2026-11-23,,none,": "no type face",
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
    assert (ran.code, post.got) == (Exit.EXISTS, [])
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


def test_a_preview_takes_the_place_of_the_one_before_and_of_nothing_else(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--preview", "look").code == 0
    first = files(here / "look")
    (here / "look" / "notes.eml").write_text("mine")
    (here / "r.csv").write_text(HEAD + GOOD.partition("\n")[0] + "\n")
    assert handouts("mail", "r.csv", *WEEK, "--preview", "look").code == 0
    letters = {name for name in files(here / "look") if name.endswith(".eml")}
    assert letters == {"notes.eml", min(first)}, "who is no longer in the roster is in no preview"
    (here / "look" / min(first)).write_text("a file of somebody else")
    ran = handouts("mail", "r.csv", *WEEK, "--preview", "look")
    assert ran.code == Exit.EXISTS
    assert "--force" in ran.err
    assert (here / "look" / min(first)).read_text() == "a file of somebody else"
    assert handouts("mail", "r.csv", *WEEK, "--preview", "look", "--force").code == 0


def test_a_dry_run_reads_a_register_that_another_holds(handouts: Run, here: Path, post: Post):
    assert handouts("mail", "r.csv", *WEEK, "--yes").code == 0
    holder = sqlite3.connect(here / "register.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    before = (here / "register.sqlite").read_bytes()
    ran = handouts("mail", "r.csv", *WEEK, "--dry-run")
    holder.close()
    assert ran.code == 0
    assert "3 sent before" in ran.out
    assert (here / "register.sqlite").read_bytes() == before


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
        ("550 5.1.1 sender daily limit reached", "deferred", 1, 0),
        ("451 4.7.1 later", "deferred", 1, 0),
        (DROP, "uncertain", 1, 0),
    ],
)
def test_counts_andcodes(handouts: Run, here: Path, post: Post, said: str, state: str, code: int, entered: int):
    refuse = post.refuse_address if state == "failed" else post.refuse  # after a message three alike settle nothing
    refuse(said)
    ran = handouts("mail", "r.csv", *WEEK, "--yes")
    assert ran.code == code
    assert silent(ran)
    assert f"3 {'put off' if state == 'deferred' else state}." in ran.out
    if code:
        assert f"r.csv:2: {state}: " in ran.err
    with open_register(here) as register:
        assert len(register.history("1")) == entered
    refuse("")
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
