"""What a server's answer is about: whatever servers say, nothing is sent twice, and nothing settled but by an answer
about the patient's address.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handouts.library.load import Library
from handouts.mail.answers import RULES, STAGES, Stage, about, as_table
from handouts.mail.outbox import Outbox
from handouts.mail.send import send_again, send_all
from handouts.runs.registers import open_register
from tests.mail.server import Heard, Mailserver, messages

ROOT = Path(__file__).parents[2]
COUNT = 6
TEXTS = (
    "no",
    "<p1@patients.example>: Recipient address rejected: User unknown",
    "Daily user sending limit exceeded",
    "Sender address rejected: not owned by user",
    "The user you are trying to contact is receiving mail too quickly",
    "Greylisted, see http://postgrey.example",
    "mailbox full",
    "spam",
    "\xff\xfe",
    "",
)


def ask(server: Mailserver, stage: Stage, answer: str, after: int) -> list[str]:
    """Answer so at a stage once so many messages were taken; gives a list that fills with who was answered."""
    asked: list[str] = []

    def say(taken: int) -> str | None:
        if taken < after:
            return None
        asked.append(answer)
        return answer

    server.mail = server.go = lambda _: None
    server.rcpt = server.data = lambda *_: None
    if stage == "MAIL":
        server.mail = say
    elif stage == "RCPT":
        server.rcpt = lambda _, taken: say(taken)
    elif stage == "DATA":
        server.go = say
    else:
        server.data = lambda *_: say(len(server.taken))
    return asked


def sent(place: Path, library: Library, send=send_all, count: int = COUNT) -> tuple[Heard, list[str], list[str]]:
    """A run on a register of its own: what was heard, the outbox afterwards, and why it stopped."""
    heard, halts = Heard(), []
    place.mkdir(exist_ok=True)
    with open_register(place) as register:
        some = messages(count) if send is send_all else Outbox(register).entries("deferred", "queued", "failed")
        send(
            some,
            library,
            register,
            report=heard,
            stop=lambda: False,
            halted=halts.append,
            sleep=heard.sleep,
            now=heard.now,
        )
        return heard, [entry.state for entry in Outbox(register).entries()], halts


@pytest.fixture(scope="module")
def bare_server(tmp_path_factory: pytest.TempPathFactory):
    with Mailserver(tmp_path_factory.mktemp("server"), "none", login=False) as server:
        yield server


def clinic_of(server: Mailserver, library: Library) -> Library:
    return server.library(library, user=None)


def may_settle(stage: Stage, code: int, extended: str, text: str) -> bool:
    """Whether an answer may be about the patient's address, by RFC 5321 and 3463, said anew."""
    if stage == "MAIL" or code < 500:
        return False
    of_clinic = "limit" in text or "Sender" in text
    if extended:
        address = bool(re.fullmatch(r"5\.(1\.(?!7$|8$)\d+|2\.[012]|4\.[14])", extended))
        return address and (stage == "RCPT" or not of_clinic)
    return stage == "RCPT" and code in (550, 551, 552, 553, 556) and not of_clinic


@given(
    stage=st.sampled_from(STAGES),
    code=st.sampled_from((421, 450, 451, 452, 454, 500, 503, 521, 530, 535, 550, 551, 552, 553, 554, 556))
    | st.integers(400, 599),
    subject=st.none()
    | st.sampled_from(("1.1", "1.7", "1.8", "2.1", "2.2", "3.2", "3.4", "4.5", "7.1", "7.60", "7.708"))
    | st.tuples(st.integers(0, 8), st.integers(0, 30)).map(lambda two: f"{two[0]}.{two[1]}"),
    text=st.sampled_from(TEXTS),
    after=st.integers(0, 3),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_server_answers_nothing_is_sent_twice_or_settled_for_no_fault_of_the_address(
    bare_server: Mailserver,
    tmp_path_factory: pytest.TempPathFactory,
    library: Library,
    stage: Stage,
    code: int,
    subject: str | None,
    text: str,
    after: int,
):
    server, place = bare_server, tmp_path_factory.mktemp("clinic")
    server.taken.clear()
    extended = f"{code // 100}.{subject}" if subject else ""
    asked = ask(server, stage, f"{code} {extended} {text}".replace("  ", " "), after)
    _, states, halts = sent(place, clinic_of(server, library))
    assert len(asked) <= 3 * (3 if code < 500 else 1), "three alike in a row are enough"
    assert halts, "a server that takes nothing more is told of"
    if not may_settle(stage, code, extended, text):
        assert "failed" not in states
    if code == 421 or extended in ("5.4.5", "4.4.5") or stage == "MAIL":
        big = extended[2:] in ("3.4", "2.3") and code != 421
        assert len(set(asked)) == 1
        assert big or states[after + 1 :] == ["queued"] * (COUNT - after - 1), "the next patient is not tried"
    assert "uncertain" not in states
    ask(server, "MAIL", "", COUNT)  # the next day
    server.mail = lambda _: None
    _, states, halts = sent(place, clinic_of(server, library))
    assert set(states) <= {"sent", "failed"}
    assert not halts
    assert Counter(Counter(server.ids).values()) == {1: states.count("sent")}


@pytest.mark.parametrize(
    ("stage", "answer", "tries", "settled"),
    [
        ("message", "550 5.4.5 Daily user sending limit exceeded", 1, 0),
        ("RCPT", "550 5.4.5 Daily user sending limit exceeded", 1, 0),
        ("MAIL", "550 5.7.60 SMTP; Client does not have permissions to send as this sender", 1, 0),
        ("MAIL", "553 5.1.8 Sender address rejected: Domain not found", 1, 0),
        ("MAIL", "451 4.3.0 Temporary lookup failure", 3, 0),
        ("message", "450 4.2.1 rate", 3, 0),
        ("message", "451 4.7.500 Server busy", 3, 0),
        ("DATA", "450 4.7.1 policy", 3, 0),
        ("RCPT", "450 4.7.1 Error: too much mail", 3, 0),
        ("RCPT", "421 4.7.0 Try again later", 3, 0),
        ("message", "554 5.7.1 spam", 3, 0),
        ("RCPT", "550 not here", 3, 0),
        ("RCPT", "550 5.7.1 Relaying denied", 3, 0),
        ("RCPT", "450 4.2.0 Greylisted", 9, 0),
        ("DATA", "550 5.1.1 sender daily limit reached", 3, 0),
        ("DATA", "550 5.1.1 no", 3, 0),
        ("message", "552 5.2.2 sender over daily limit", 3, 0),
        ("message", "552 5.2.2 mailbox full", 3, 0),
        ("RCPT", "550 5.1.1 unknown", 3, 3),
    ],
)
def test_where_a_server_takes_no_more_the_run_stops_and_the_same_command_goes_on(
    bare_server: Mailserver, tmp_path: Path, library: Library, stage: Stage, answer: str, tries: int, settled: int
):
    server = bare_server
    server.taken.clear()
    clinic = clinic_of(server, library)
    asked = ask(server, stage, answer, 2)
    heard, states, halts = sent(tmp_path, clinic)
    assert len(asked) == tries
    assert states[:2] == ["sent", "sent"]
    assert Counter(states)["failed"] == settled
    assert states[-1] == "queued"
    assert Counter(heard.states) == {"sent": 2, "deferred": 4 - settled} | ({"failed": settled} if settled else {})
    (told,) = halts
    assert answer.split(maxsplit=1)[0] in told
    assert "run the same command again tomorrow" in told
    ask(server, "MAIL", "", COUNT)
    server.mail = lambda _: None
    _, states, halts = sent(tmp_path, clinic)
    assert states == ["sent"] * 2 + ["failed"] * settled + ["sent"] * (4 - settled)
    assert (halts, max(Counter(server.ids).values())) == ([], 1)


def test_two_bare_refusals_are_about_their_patients_and_told_once_the_third_shows_it(
    bare_server: Mailserver, tmp_path: Path, library: Library
):
    server = bare_server
    server.taken.clear()
    ask(server, "MAIL", "", COUNT)
    server.mail = lambda _: None
    server.rcpt = lambda address, _: "550 not here" if address[:2] in ("p1", "p2", "p4", "p5") else None
    heard, states, halts = sent(tmp_path, clinic_of(server, library))
    assert states == ["sent", "failed", "failed", "sent", "failed", "failed"]
    assert heard.states == ["sent", "failed", "failed", "sent", "failed", "failed"]
    assert halts == []


def test_a_mailbox_refused_after_it_was_taken_is_settled_but_not_for_words_about_the_clinic(
    bare_server: Mailserver, tmp_path: Path, library: Library
):
    server = bare_server
    server.taken.clear()
    ask(server, "MAIL", "", COUNT)
    server.mail = lambda _: None
    said = {"p1": "550 5.1.1 unknown", "p2": "550 5.1.1 unknown", "p4": "550 5.1.1 sender daily limit reached"}
    server.data = lambda address, _: said.get(address[:2])
    heard, states, halts = sent(tmp_path, clinic_of(server, library))
    assert states == ["sent", "failed", "failed", "sent", "deferred", "sent"]
    assert heard.states == states
    assert halts == []


def test_one_that_is_always_put_off_holds_up_no_other(bare_server: Mailserver, tmp_path: Path, library: Library):
    server = bare_server
    server.taken.clear()
    clinic = clinic_of(server, library)
    ask(server, "MAIL", "", COUNT)
    server.mail = lambda _: None
    server.data = lambda address, _: "451 4.7.1 not this one" if address[:2] == "p0" else None
    _, states, halts = sent(tmp_path, clinic)
    assert states == ["deferred"] + ["queued"] * (COUNT - 1)
    assert len(halts) == 1
    _, states, _ = sent(tmp_path, clinic)
    assert states == ["deferred"] + ["sent"] * (COUNT - 1)
    _, states, halts = sent(tmp_path, clinic, send_again)
    assert (states[0], len(halts)) == ("deferred", 1)


def test_three_uncertain_in_a_row_are_enough_for_a_person_to_look_for(tmp_path: Path, library: Library):
    with Mailserver(tmp_path, "none", login=False, data=lambda *_: "drop") as server:
        _, states, halts = sent(tmp_path / "clinic", clinic_of(server, library))
    assert states == ["uncertain"] * 3 + ["queued"] * 3
    assert len(halts) == 1


@pytest.mark.parametrize(
    ("answer", "means"),
    [
        ("550-5.4.5 Daily user sending limit exceeded. See\n5.4.5 limits", "clinic"),
        ("550-5.1.1 unknown\n5.7.1 or blocked", "unclear"),
        ("550-5.1.1 unknown\n5.4.5 or too many", "clinic"),
        ("550 #5.1.1 in the manner of some", "address"),
        ("550 4.1.1 at odds with itself", "unclear"),
        ("550 Mailbox unavailable", "likely"),
        ("550 User has exceeded its 24-hour sending limit", "unclear"),
        ("550 5.1.1x", "likely"),
        ("599 no", "unclear"),
        ("530 5.7.0 Authentication required", "clinic"),
        ("450 4.7.1 Greylisted for 5 minutes", "address"),
    ],
)
def test_what_is_said_of_a_recipient(answer: str, means: str):
    code, words = answer[:3], answer[4:]
    assert about("RCPT", int(code), words) == means


def test_docs_show_the_rules_as_they_are():
    table = "\n".join(as_table())
    assert table in (ROOT / "docs" / "mail.md").read_text(encoding="utf-8"), f"put this into docs/mail.md:\n{table}"
    assert RULES[-1].codes == ("* *",)
    assert RULES[-1].stages == STAGES, "there is a rule for everything"
