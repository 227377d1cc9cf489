"""The outbox: its states, who holds a message, and the command."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from handouts.base.problems import Exit
from handouts.deliver import register as register_module
from handouts.deliver.register import Issued, Register
from handouts.mail.outbox import Outbox
from handouts.runs.registers import open_register
from tests.conftest import Ran
from tests.mail.server import PASSWORD, USER, Mailserver, messages

Run = Callable[..., Ran]


@pytest.fixture
def register(tmp_path: Path):
    with open_register(tmp_path) as register:
        yield register


def states(box: Outbox) -> list[str]:
    return [entry.state for entry in box.entries()]


def test_one_message_is_in_one_hand(register: Register):
    box, other = Outbox(register), Outbox(register)
    box.queue(messages(1))
    claimed = box.claim(1)
    assert claimed
    assert claimed.data == messages(1)[0].data
    assert other.claim(1) is None
    box.finish(1, "sent", "250")
    assert other.claim(1) is None
    (entry,) = box.entries()
    assert (entry.state, entry.kept, entry.answer, entry.attempts, entry.owner) == ("sent", False, "250", 1, "")


def test_the_same_handout_to_the_same_address_has_one_place(register: Register):
    box = Outbox(register)
    (one,) = messages(1)
    box.queue([one, one, replace(one, address=one.address.upper()), replace(one, address="other@x.example")])
    assert [entry.address.lower() for entry in box.entries()] == [one.address, "other@x.example"]


@pytest.mark.parametrize("state", ["sent", "failed", "uncertain", "sending"])
def test_queueing_again_never_touches_what_may_have_gone(register: Register, state: str):
    box = Outbox(register)
    box.queue(messages(1))
    box.claim(1)
    if state != "sending":
        box.finish(1, state)
    before = box.entries()
    box.queue([replace(messages(1)[0], message_id="<other@x>", data=b"other")])
    assert box.entries() == before


def test_another_edition_of_a_week_has_a_place_of_its_own(register: Register):
    box = Outbox(register)
    (one,) = messages(1)
    first = replace(one, topic="t", edition="e1")
    box.queue(
        [first, replace(first, handout="H1", edition="e2"), replace(first, handout="H2", address="new@x.example")]
    )
    assert [(entry.handout, entry.edition) for entry in box.about(first)] == [
        (one.handout, "e1"),
        ("H1", "e2"),
        ("H2", "e1"),
    ]
    box.queue([replace(first, handout="H3")])  # the same, issued on another day
    assert [entry.handout for entry in box.entries()] == ["H3", "H1", "H2"]


def test_withdrawing_leaves_what_may_have_arrived(register: Register):
    box = Outbox(register)
    box.queue(messages(5))
    for number, state in ((2, "deferred"), (3, "failed"), (4, "uncertain"), (5, "sent")):
        box.claim(number)
        box.finish(number, state)
    assert box.withdraw(box.entries()) == 3
    assert [(entry.state, entry.kept) for entry in box.entries()] == [("uncertain", True), ("sent", False)]


def test_one_taken_for_dead_may_still_say_what_became_of_it(register: Register):
    box = Outbox(register)
    box.queue(messages(1))
    box.claim(1)
    with register.changing() as base:
        base.execute("UPDATE outbox SET state = 'uncertain'")
    box.finish(1, "sent", "250")
    assert states(box) == ["sent"]


def test_settling_and_sending_again(register: Register):
    box = Outbox(register)
    box.queue(messages(2))
    for number in (1, 2):
        box.claim(number)
        assert not box.settle(number, "sent")
        assert not box.ask_again(number)
        box.finish(number, "uncertain")
        assert box.claim(number, ("queued", "deferred", "failed")) is None
    assert box.settle(1, "sent")
    assert box.settle(2, "failed")
    assert [(entry.state, entry.kept) for entry in box.entries()] == [("sent", False), ("failed", True)]
    assert not box.ask_again(2), "it is kept"
    assert box.ask_again(1)
    assert states(box) == ["asked", "failed"]
    assert box.claim(1) is None  # nothing is kept to send
    assert box.withdraw([box.entries()[0]]) == 1
    assert states(box) == ["sent", "failed"], "that it was sent is not forgotten"
    assert box.ask_again(1)
    box.queue(messages(1))
    assert box.claim(1)


@pytest.mark.parametrize("way", ["finish", "settle"])
def test_what_is_sent_enters_the_register_in_the_same_change(register: Register, way: str):
    row = Issued("H00000000000", "k0", "Patient 0", "hip-hinge", 1, "d", "v", "s", "t", "sent by e-mail", "{}")
    box = Outbox(register)
    box.queue([replace(messages(1)[0], issued=row)])
    box.claim(1)
    assert register.history("k0") == []
    if way == "settle":
        box.finish(1, "uncertain")
        assert register.history("k0") == []
        box.settle(1, "sent")
    else:
        box.finish(1, "sent")
    assert register.history("k0") == [row]
    assert register.read("SELECT issued FROM outbox") == [("",)]


def test_only_one_of_two_editions_is_taken_in_hand(register: Register):
    box = Outbox(register)
    one = replace(messages(1)[0], topic="t", edition="e1")
    box.queue([one, replace(one, handout="H1", edition="e2")])
    assert box.claim(1, beside=())
    assert box.claim(2, beside=()) is None
    assert box.claim(2, beside=(7,)) is None
    assert box.claim(2, beside=(1,)), "that one was known of"


@pytest.mark.parametrize(
    ("state", "goes"),
    [
        ("queued", True),
        ("deferred", True),
        ("failed", True),
        ("sending", False),
        ("sent", False),
        ("uncertain", False),  # it may have arrived: a patient would have two sheets for one week
        ("asked", False),
    ],
)
def test_a_rival_edition_that_may_be_there_holds_a_message_back(register: Register, state: str, goes: bool):
    box = Outbox(register)
    mine = replace(messages(1)[0], topic="t", edition="mine")
    box.queue([mine, replace(mine, handout="H1", edition="rival"), replace(mine, handout="H2", topic="u")])
    with register.changing() as base:
        base.execute("UPDATE outbox SET state = ? WHERE id = 2", (state,))
    assert bool(box.claim(1, beside=())) is goes
    assert box.claim(3, beside=()), "another week is none of its business"


def test_a_rival_at_another_address_holds_nothing_back(register: Register):
    box = Outbox(register)
    mine = replace(messages(1)[0], topic="t", edition="mine")
    box.queue([mine, replace(mine, edition="rival", address="other@x.example")])
    assert box.claim(2, beside=())
    assert box.claim(1, beside=())


def test_forgetting_a_patient_takes_their_messages_too(tmp_path: Path, register: Register):
    box = Outbox(register)
    some = messages(3)
    box.queue([some[0], replace(some[1], handout=some[0].handout), replace(some[2], key=some[0].key)])
    row = Issued(some[0].handout, some[0].key, "Patient 0", "hip-hinge", 1, "d", "v", "s", "t", "a.pdf", "{}")
    register.add([row])
    box.forget([row], box.mails("k0", row.handout))
    assert register.history("k0") == []
    assert [entry.key for entry in box.entries()] == ["k1"]  # of the same id, but another patient
    assert b"p0@patients" not in b"".join(path.read_bytes() for path in tmp_path.glob("register*"))


def test_forgetting_is_one_change(register: Register, monkeypatch: pytest.MonkeyPatch):
    box = Outbox(register)
    box.queue(messages(1))
    row = Issued("H00000000000", "k0", "Patient 0", "hip-hinge", 1, "d", "v", "s", "t", "a.pdf", "{}")
    register.add([row])

    def numbers():
        yield 1
        raise RuntimeError

    with pytest.raises(RuntimeError):
        box.forget([row], numbers())
    assert (register.history("k0"), len(box.entries())) == ([row], 1), "all or none"


# --- the command ---------------------------------------------------------------------------------


@pytest.fixture
def desk(clinic: Path, monkeypatch: pytest.MonkeyPatch):
    """A clinic with a mail server, and three messages: deferred, failed and uncertain."""
    monkeypatch.setenv("HANDOUTS_MAIL_PASSWORD", PASSWORD)
    monkeypatch.chdir(clinic)
    with Mailserver(clinic) as server:
        path = clinic / "clinic.yaml"
        path.write_text(
            path.read_text() + f"\nmail: {{server: 127.0.0.1, port: {server.port}, user: {USER}, "
            "ca_file: ca.pem, per_minute: 6000}\n"
        )
        with open_register(clinic) as register:
            box = Outbox(register)
            box.queue(messages(3))
            for number, state in ((1, "deferred"), (2, "failed"), (3, "uncertain")):
                box.claim(number)
                box.finish(number, state, "451" if number == 1 else "")
        yield server


def listed(handouts: Run, *options: str) -> list[tuple[int, str]]:
    return [(row["id"], row["state"]) for row in json.loads(handouts("outbox", "--json", *options).out)]


def test_listing_masks_addresses(handouts: Run, desk: Mailserver):
    ran = handouts("outbox", "--verbose")  # not on a terminal
    assert ran.code == 0
    assert "p…@patients.example" in ran.out
    assert "p0@" not in ran.out
    assert "Patient" not in ran.out
    assert "    1  deferred   20" in ran.out
    assert "<2.handout@clinic.example>" in ran.out
    assert listed(handouts, "--state", "uncertain") == [(3, "uncertain")]
    assert "p0@" not in handouts("outbox", "--json", "--verbose").out


def test_listing_waits_for_nobody_and_changes_nothing(
    handouts: Run, desk: Mailserver, clinic: Path, monkeypatch: pytest.MonkeyPatch
):
    with open_register(clinic) as register:
        Outbox(register).claim(1)
        with register.changing() as base:  # a process that is dead now had it in hand
            base.execute("UPDATE outbox SET owner = 'elsewhere 1 1', changed_at = '2020-01-01T00:00:00+00:00'")
    monkeypatch.setattr(register_module, "_WAIT", 0.0)
    before = (clinic / register_module.FILE).read_bytes()
    holder = sqlite3.connect(clinic / register_module.FILE, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert listed(handouts) == [(1, "uncertain"), (2, "failed"), (3, "uncertain")]
    assert listed(handouts, "--state", "uncertain") == [(1, "uncertain"), (3, "uncertain")]
    assert handouts("outbox").code == 0
    holder.close()
    assert (clinic / register_module.FILE).read_bytes() == before
    assert handouts("outbox", "--settle", "1", "failed").code == 0, "it counts as uncertain, as it is listed"


def test_listing_on_a_terminal_may_show_them(handouts: Run, desk: Mailserver, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert "p0@patients.example" in handouts("outbox", "--verbose").out
    assert "p0@patients.example" not in handouts("outbox").out


def test_retry_sends_what_was_not_taken_and_leaves_what_is_uncertain(handouts: Run, desk: Mailserver):
    ran = handouts("outbox", "--retry", "--yes")
    assert ran.code == 0, ran.err
    assert "2 sent." in ran.out
    assert desk.ids == [one.message_id for one in messages(2)]
    assert listed(handouts) == [(1, "sent"), (2, "sent"), (3, "uncertain")]
    assert "Nothing to send." in handouts("outbox", "--retry").out


def test_resending_what_is_kept_and_what_is_not(handouts: Run, desk: Mailserver):
    assert handouts("outbox", "--resend", "3", "--yes").code == 0
    assert listed(handouts) == [(1, "deferred"), (2, "failed"), (3, "sent")]
    ran = handouts("outbox", "--resend", "3", "--yes")
    assert (ran.code, "no longer kept" in ran.out) == (0, True)
    assert listed(handouts, "--state", "asked") == [(3, "asked")]
    assert "not asked for any more" in handouts("outbox", "--drop", "3").out
    assert listed(handouts) == [(1, "deferred"), (2, "failed"), (3, "sent")]
    handouts("outbox", "--drop", "2")
    ran = handouts("outbox", "--resend", "2", "--yes")
    assert (ran.code, "there is no message 2" in ran.err) == (Exit.USAGE, True)
    assert desk.ids == ["<2.handout@clinic.example>"]


def test_resending_without_a_server_changes_nothing(handouts: Run, desk: Mailserver, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("handouts.mail.transport._BACK_OFF", 0.01)
    monkeypatch.setenv("HANDOUTS_MAIL_PASSWORD", "wrong")
    for number in ("1", "2", "3"):
        assert handouts("outbox", "--resend", number, "--yes").code == Exit.OUTPUT
    assert listed(handouts) == [(1, "deferred"), (2, "failed"), (3, "uncertain")]


@pytest.mark.parametrize(
    "options",
    [
        ("--drop", "9" * 30),
        ("--settle", "9" * 30, "sent"),
        ("--resend", "0"),
        ("--drop", "-1"),
        ("--retry", "--json"),
        ("--retry", "--state", "failed"),
        ("--drop", "1", "--retry"),
    ],
)
def test_options_that_make_no_sense(handouts: Run, desk: Mailserver, options: tuple[str, ...]):
    ran = handouts("outbox", *options)
    assert ran.code == Exit.USAGE
    assert listed(handouts) == [(1, "deferred"), (2, "failed"), (3, "uncertain")]


def test_retry_asks_because_consent_is_not_looked_at(handouts: Run, desk: Mailserver, monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []
    monkeypatch.setattr("click.confirm", lambda text, **_: asked.append(text) or sys.exit(Exit.STOPPED))
    ran = handouts("outbox", "--retry")
    assert (ran.code, desk.ids) == (Exit.STOPPED, [])
    assert asked[0].startswith("Send 2 messages, the oldest of 20")
    assert "consent is not looked at again" in ran.err


def test_what_is_dropped_is_never_sent(handouts: Run, desk: Mailserver):
    assert handouts("outbox", "--drop", "1").code == 0
    assert handouts("outbox", "--drop", "2").code == 0
    assert listed(handouts) == [(3, "uncertain")]
    ran = handouts("outbox", "--drop", "3")
    assert (ran.code, "message 3 is uncertain" in ran.err) == (Exit.USAGE, True)
    assert "Nothing to send." in handouts("outbox", "--retry", "--yes").out
    assert desk.ids == []


def test_a_patient_known_to_the_outbox_alone_can_be_forgotten(handouts: Run, desk: Mailserver, clinic: Path):
    ran = handouts("forget", "Patient 1", "--yes")
    assert (ran.code, "1 from the outbox" in ran.out) == (0, True), ran.err
    assert handouts("forget", "k2", "--yes").code == 0
    assert listed(handouts) == [(1, "deferred")]
    assert b"p1@patients" not in b"".join(path.read_bytes() for path in clinic.glob("register*"))
    assert handouts("forget", "Patient 1", "--yes").code == Exit.USAGE


def test_retry_that_fails_says_so(handouts: Run, desk: Mailserver):
    desk.rcpt = lambda address, _: "550 5.1.1 p0@patients.example" if address.startswith("p0") else None
    ran = handouts("outbox", "--retry", "--yes")
    assert ran.code == Exit.SOME_FAILED
    assert "1 sent, 1 failed." in ran.out
    assert "p0@" not in ran.out + ran.err


def test_resend_asks_and_sends_one_once_more(handouts: Run, desk: Mailserver, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("click.confirm", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
    assert handouts("outbox", "--resend", "3").code == Exit.STOPPED
    assert desk.ids == []
    assert handouts("outbox", "--resend", "3", "--yes").code == 0
    assert desk.ids == [messages(3)[2].message_id]
    ran = handouts("outbox", "--resend", "3", "--yes")
    assert (ran.code, len(desk.ids)) == (0, 1)
    assert "no longer kept" in ran.out
    assert handouts("outbox", "--resend", "99", "--yes").code == Exit.USAGE


def test_settle(handouts: Run, desk: Mailserver):
    assert handouts("outbox", "--settle", "3", "sent").code == 0
    assert listed(handouts) == [(1, "deferred"), (2, "failed"), (3, "sent")]
    assert handouts("outbox", "--settle", "3", "failed").code == Exit.USAGE
    assert handouts("outbox", "--settle", "3", "lost").code == Exit.USAGE
    assert handouts("outbox", "--retry", "--settle", "3", "sent").code == Exit.USAGE


def test_an_empty_outbox_and_no_server(handouts: Run, clinic: Path):
    assert handouts("outbox", "--clinic", str(clinic)).out == "No messages.\n"
    with open_register(clinic) as register:
        Outbox(register).queue(messages(1))
    ran = handouts("outbox", "--clinic", str(clinic), "--retry", "--yes")
    assert ran.code == Exit.CONTENT
    assert "names no mail server" in ran.err
