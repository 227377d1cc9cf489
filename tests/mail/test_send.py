"""Sending: what a real server took, what the outbox says, and what happens when things break."""

from __future__ import annotations

import asyncio
import select
import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from handouts.base.problems import Exit, HandoutsError
from handouts.deliver.register import Register
from handouts.library.load import Library
from handouts.mail.line import BoundedClient
from handouts.mail.outbox import Outbox
from handouts.mail.send import send_again, send_all, send_test
from handouts.mail.transport import Transport
from handouts.runs.registers import open_register
from tests.mail.server import DROP, HANG, PASSWORD, TOKEN, Heard, Mailserver, ids_of, messages


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDOUTS_MAIL_PASSWORD", PASSWORD)


@pytest.fixture
def register(tmp_path: Path):
    with open_register(tmp_path) as register:
        yield register


def go(messages, library: Library, register: Register, stop: Callable[[], bool] = lambda: False, send=send_all):
    heard = Heard()
    counts = send(messages, library, register, report=heard, stop=stop, sleep=heard.sleep, now=heard.now)
    assert Counter(heard.states) == Counter({state: count for state, count in counts.items() if count})
    shown = " ".join(note for *_, note in heard.said)
    assert "patients.example" not in shown
    assert "Patient" not in shown
    return heard


def states(register: Register) -> list[str]:
    return [entry.state for entry in Outbox(register).entries()]


@pytest.mark.parametrize("security", ["starttls", "tls", "none"])
def test_each_goes_out_once_over_one_line_and_nothing_of_it_is_kept(
    tmp_path: Path, library: Library, register: Register, security: str
):
    with Mailserver(tmp_path, security) as server:
        clinic = server.library(library)
        some = messages(5)
        assert go(some, clinic, register).states == ["sent"] * 5
        assert [(address, data) for address, data in server.taken] == [(one.address, one.data) for one in some]
        assert (server.lines, server.logins) == (1, 1)
        heard = go([*messages(6), some[0]], clinic, register)
        assert heard.states == ["skipped"] * 6 + ["sent"]
        assert len(server.taken) == 6
    entries = Outbox(register).entries()
    assert {(entry.state, entry.kept, entry.attempts, entry.answer) for entry in entries} == {
        ("sent", False, 1, "250 2.0.0")
    }
    assert b"a line with a dot" not in b"".join(path.read_bytes() for path in tmp_path.glob("register*"))


def test_what_was_sent_is_skipped_without_calling_the_server(tmp_path: Path, library: Library, register: Register):
    with Mailserver(tmp_path) as server:
        clinic = server.library(library)
        go(messages(2), clinic, register)
    assert go(messages(2), clinic, register).states == ["skipped"] * 2


def test_log_in_with_a_token(tmp_path: Path, library: Library, register: Register, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("HANDOUTS_MAIL_PASSWORD")
    monkeypatch.setenv("HANDOUTS_MAIL_TOKEN_COMMAND", f"printf '{TOKEN}\\nmore'")
    with Mailserver(tmp_path) as server:
        assert go(messages(1), server.library(library), register).states == ["sent"]
        monkeypatch.setenv("HANDOUTS_MAIL_TOKEN_COMMAND", "echo old")
        with pytest.raises(HandoutsError, match="rejects the token \\(535"):
            go(messages(1, start=1), server.library(library), register)


def test_a_wrong_password_stops_all_before_anything(
    tmp_path: Path, library: Library, register: Register, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("HANDOUTS_MAIL_PASSWORD", "wrong")
    with Mailserver(tmp_path) as server, pytest.raises(HandoutsError, match="rejects the password") as caught:
        go(messages(3), server.library(library), register)
    assert caught.value.code == Exit.OUTPUT
    assert "wrong" not in str(caught.value)
    assert (server.lines, server.offered, states(register)) == (1, 0, [])


def test_a_server_without_starttls_gets_no_password(tmp_path: Path, library: Library, register: Register):
    with Mailserver(tmp_path, offer_tls=False) as server, pytest.raises(HandoutsError, match="no STARTTLS"):
        go(messages(1), server.library(library), register)
    assert (server.logins, server.taken) == (0, [])


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_bad_certificate_gets_nothing(tmp_path: Path, library: Library, register: Register, security: str):
    for name, changes in (("127.0.0.1", {"ca_file": None}), ("other.example", {})):
        wrong = pytest.raises(HandoutsError, match="certificate is not valid")
        with Mailserver(tmp_path, security, name=name) as server, wrong:
            go(messages(1), server.library(library, **changes), register)
        assert (server.logins, server.taken) == (0, [])


def test_a_server_that_is_not_there(tmp_path: Path, library: Library, register: Register):
    with Mailserver(tmp_path) as server:
        clinic = server.library(library)
    with pytest.raises(HandoutsError, match="cannot be reached") as caught:
        go(messages(3), clinic, register)
    assert caught.value.code == Exit.OUTPUT
    assert states(register) == []


def test_one_refused_address_does_not_stop_the_others(tmp_path: Path, library: Library, register: Register):
    refuse = lambda address, _: "550 5.1.1 <p1@patients.example> unknown" if address.startswith("p1@") else None  # noqa: E731
    with Mailserver(tmp_path, rcpt=refuse) as server:
        clinic = server.library(library)
        heard = go(messages(3), clinic, register)
        assert heard.states == ["sent", "failed", "sent"]
        assert "550 5.1.1" in heard.said[1][2]
        assert [entry.attempts for entry in Outbox(register).entries()] == [1, 1, 1]
        assert go(messages(3), clinic, register).states == ["skipped", "failed", "skipped"]  # 5xx is not tried again
        server.rcpt = lambda *_: None
        failed = Outbox(register).entries("failed")
        assert go(failed, clinic, register, send=send_again).states == ["sent"]
        assert go(failed, clinic, register, send=send_again).states == ["skipped"]
    assert states(register) == ["sent"] * 3


@pytest.mark.parametrize(
    ("answer", "state"),
    [("550 5.1.1 unknown after all", "failed"), ("554 5.7.1 spam", "deferred"), ("552 5.3.4 large", "deferred")],
)
def test_after_data_only_the_address_is_refused_for_good(
    tmp_path: Path, library: Library, register: Register, answer: str, state: str
):
    with Mailserver(tmp_path, data=lambda _, number: answer if number == 0 else None) as server:
        clinic = server.library(library)
        assert go(messages(2), clinic, register).states == [state, "sent"]
        assert server.offered == 2, "a refusal for good is not tried three times"
        assert Counter(go(messages(2), clinic, register).states)["sent"] == (state == "deferred")


def test_put_off_then_taken(tmp_path: Path, library: Library, register: Register):
    with Mailserver(tmp_path, data=lambda _, number: "451 4.7.1 later" if number < 2 else None) as server:
        heard = go(messages(2), server.library(library), register)
        assert heard.states == ["sent", "sent"]
        assert heard.clock == pytest.approx(6, abs=0.3)  # 2 s, then 4 s
        assert sorted(server.ids) == sorted(one.message_id for one in messages(2))


def test_put_off_three_times_waits_for_the_next_command(tmp_path: Path, library: Library, register: Register):
    later = lambda address, _: "450 4.2.1 grey-listed" if address.startswith("p0@") else None  # noqa: E731
    with Mailserver(tmp_path, rcpt=later) as server:
        clinic = server.library(library)
        assert go(messages(2), clinic, register).states == ["deferred", "sent"]
        entry = Outbox(register).entries()[0]
        assert (entry.state, entry.kept, entry.answer) == ("deferred", True, "450 4.2.1")
        server.rcpt = lambda *_: None
        changed = [
            replace(
                messages(1)[0],
                message_id="<new@clinic.example>",
                data=messages(1)[0].data.replace(b"<0.handout@", b"<new@"),
            )
        ]
        assert go(changed, clinic, register).states == ["sent"]
    assert ids_of(server.taken[-1][1]) == "<new@clinic.example>"  # never the old bytes: consent may have changed


@pytest.mark.parametrize("eat", [False, True])
def test_a_line_that_breaks_before_the_answer_leaves_it_uncertain(
    tmp_path: Path, library: Library, register: Register, eat: bool
):
    with Mailserver(tmp_path, data=lambda _, number: DROP if number == 1 else None, eat=eat) as server:
        clinic = server.library(library)
        heard = go(messages(4), clinic, register)
        assert heard.states == ["sent", "uncertain", "sent", "sent"]
        assert messages(4)[1].message_id in heard.said[1][2]
        assert go(messages(4), clinic, register).states == ["skipped", "uncertain", "skipped", "skipped"]
        assert Counter(server.ids)[messages(4)[1].message_id] == int(eat)
    assert server.lines == 2


def lose_patience(server: Mailserver, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time runs out for an answer when the server has decided to give none, however fast or slow both are."""
    real = BoundedClient.getreply

    def getreply(client: BoundedClient) -> tuple[int, bytes]:
        assert client.sock
        while not select.select([client.sock], [], [], 0.01)[0]:
            if server.hung.is_set():
                server.hung.clear()
                raise TimeoutError
        return real(client)

    monkeypatch.setattr(BoundedClient, "getreply", getreply)


def test_a_server_that_hangs_before_the_answer_leaves_it_uncertain(
    tmp_path: Path, library: Library, register: Register, monkeypatch: pytest.MonkeyPatch
):
    with Mailserver(tmp_path, "none", data=lambda _, number: HANG if number == 0 else None) as server:
        lose_patience(server, monkeypatch)
        assert go(messages(2), server.library(library), register).states == ["uncertain", "sent"]


@pytest.mark.parametrize("how", [HANG, DROP, "421 4.3.2 going down"])
def test_a_line_lost_before_the_message_is_called_again(
    tmp_path: Path, library: Library, register: Register, monkeypatch: pytest.MonkeyPatch, how: str
):
    calls = iter([None, how])
    with Mailserver(tmp_path, "none", rcpt=lambda *_: next(calls, None)) as server:
        lose_patience(server, monkeypatch)
        assert go(messages(3), server.library(library), register).states == ["sent"] * 3
        assert server.lines == 2
        assert Counter(server.ids).most_common(1)[0][1] == 1


def test_421_after_data_is_a_refusal_and_sent_again(tmp_path: Path, library: Library, register: Register):
    with Mailserver(tmp_path, data=lambda _, number: "421 4.3.2 going down" if number == 1 else None) as server:
        assert go(messages(3), server.library(library), register).states == ["sent"] * 3
    assert len(server.ids) == 3


def test_a_server_lost_for_good_puts_the_rest_off(tmp_path: Path, library: Library, register: Register):
    with Mailserver(tmp_path) as server:
        clinic = server.library(library)

        def vanish(address: str, _: int) -> str | None:
            if address.startswith("p2@"):
                server._loop.call_soon(server._socket.close)
                server._loop.remove_reader(server._socket)
                return DROP
            return None

        server.rcpt = vanish
        heard = go(messages(5), clinic, register)
    assert heard.states == ["sent", "sent", "deferred", "deferred", "deferred"]
    assert states(register) == ["sent", "sent", "deferred", "queued", "queued"]


def test_a_password_that_is_no_longer_good_puts_the_rest_off(
    tmp_path: Path, library: Library, register: Register, monkeypatch: pytest.MonkeyPatch
):
    with Mailserver(tmp_path) as server:

        def lock_out(address: str, _: int) -> str | None:
            if address.startswith("p1@"):
                monkeypatch.setenv("HANDOUTS_MAIL_PASSWORD", "old")
                return "421 4.3.2 going down"
            return None

        server.rcpt = lock_out
        heard = go(messages(3), server.library(library), register)
    assert heard.states == ["sent", "deferred", "deferred"]
    assert "rejects the password (535" in heard.said[1][2]


@pytest.mark.parametrize(("handed", "state"), [(True, "uncertain"), (False, "deferred")])
def test_a_second_ctrl_c_leaves_what_is_known(
    tmp_path: Path, library: Library, register: Register, monkeypatch: pytest.MonkeyPatch, handed: bool, state: str
):
    def interrupted(transport: Transport, address: str, data: bytes) -> None:
        transport.handed = handed
        raise KeyboardInterrupt

    monkeypatch.setattr(Transport, "send", interrupted)
    with Mailserver(tmp_path) as server, pytest.raises(KeyboardInterrupt):
        go(messages(2), server.library(library), register)
    assert states(register) == [state, "queued"]


def test_a_register_that_cannot_be_written_is_named_and_leaves_the_message_in_hand(
    tmp_path: Path, library: Library, register: Register, monkeypatch: pytest.MonkeyPatch
):
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Outbox, "finish", full)
    with Mailserver(tmp_path) as server:
        with pytest.raises(HandoutsError, match="disk is full") as caught:
            go(messages(2), server.library(library), register)
        assert len(server.taken) == 1
    assert caught.value.code == Exit.OUTPUT
    assert states(register) == ["sending", "queued"]  # uncertain once this process has ended


def test_stopping_leaves_the_rest_for_the_same_command(tmp_path: Path, library: Library, register: Register):
    with Mailserver(tmp_path) as server:
        clinic = server.library(library)
        heard = go(messages(4), clinic, register, stop=lambda: len(server.taken) >= 2)
        assert heard.states == ["sent", "sent", "deferred", "deferred"]
        assert Counter(go(messages(4), clinic, register).states) == {"skipped": 2, "sent": 2}
        assert len(set(server.ids)) == len(server.ids) == 4


def test_no_more_than_so_many_a_minute(tmp_path: Path, library: Library, register: Register):
    with Mailserver(tmp_path) as server:
        heard = go(messages(4), server.library(library, per_minute=30), register)
    assert heard.clock == pytest.approx(6)  # the first at once, then every 2 s


def test_what_another_command_has_in_hand_is_not_called_sent(tmp_path: Path, library: Library, register: Register):
    box = Outbox(register)
    box.queue(messages(2))
    box.claim(1)
    with Mailserver(tmp_path) as server:
        heard = go(messages(2), server.library(library), register)
        assert heard.states == ["busy", "sent"]
        box.finish(1, "failed", "550")
        assert go(messages(2), server.library(library), register).states == ["failed", "skipped"]


def test_what_was_not_made_is_never_sent_empty(tmp_path: Path, library: Library, register: Register):
    with Mailserver(tmp_path) as server:
        heard = go([replace(messages(1)[0], data=b""), *messages(1, start=1)], server.library(library), register)
    assert heard.states == ["deferred", "sent"]
    assert [entry.handout for entry in Outbox(register).entries()] == [messages(2)[1].handout]


def test_of_two_editions_at_once_one_is_sent(
    tmp_path: Path, library: Library, register: Register, monkeypatch: pytest.MonkeyPatch
):
    one = replace(messages(1)[0], topic="t", edition="mine")
    other = replace(one, handout="H9", edition="other", message_id="<9@x>")
    box, call = Outbox(register), Transport.open

    def slowly(transport: Transport) -> None:
        if not box.entries():
            box.queue([other])
            assert box.claim(1)
        call(transport)

    monkeypatch.setattr(Transport, "open", slowly)
    with Mailserver(tmp_path) as server:
        clinic = server.library(library)
        assert go([one], clinic, register).states == ["held"]
        assert [entry.edition for entry in box.entries()] == ["other"], "nothing waits that --retry would send"
        assert go([one], clinic, register, send=lambda *args, **more: send_all(*args, **more, changed=True)).states == [
            "sent"
        ]


def test_what_another_command_took_out_is_reported(tmp_path: Path, library: Library, register: Register):
    def take_out(*_: object) -> None:
        with open_register(tmp_path) as other:
            Outbox(other).withdraw(Outbox(other).entries("queued"))

    with Mailserver(tmp_path, data=take_out) as server:
        heard = go(messages(3), server.library(library), register)
    assert heard.states == ["sent", "withdrawn", "withdrawn"]


@pytest.mark.parametrize(
    "reply", [b"250-more\r\n" * 5000, b"250-" + b"x" * 100_000 + b"\r\n", b"\xff\xfe\r\n", b"99\r\n"]
)
def test_an_answer_without_end_is_no_answer(tmp_path: Path, library: Library, register: Register, reply: bytes):
    with Mailserver(tmp_path) as server:
        clinic = server.library(library)

        async def flood(smtp: Any, *_: object) -> str:
            smtp._writer.write(reply)  # as no sound server would
            await asyncio.sleep(60)
            return ""

        server.handle_DATA = flood  # type: ignore[method-assign]  # just here
        assert go(messages(1), clinic, register).states == ["uncertain"]


def test_an_address_beyond_ascii(tmp_path: Path, library: Library, register: Register):
    one = replace(messages(1)[0], address="josé@bücher.example")
    with Mailserver(tmp_path, utf8=False) as server:
        heard = go([one], server.library(library), register)
        assert heard.states == ["failed"]
        assert "SMTPUTF8" in heard.said[0][2]
    with Mailserver(tmp_path) as server:
        entries = Outbox(register).entries()
        assert go(entries, server.library(library), register, send=send_again).states == ["sent"]
        assert server.taken[0][0] == "josé@bücher.example"


def test_a_message_too_large_is_not_offered(tmp_path: Path, library: Library, register: Register):
    with Mailserver(tmp_path, size=1000) as server:
        heard = go(messages(1, size=2000), server.library(library), register)
    assert (heard.states, server.offered) == (["failed"], 0)


def test_the_test_message(tmp_path: Path, library: Library):
    with Mailserver(tmp_path) as server:
        said = send_test(server.library(library))
        assert said == "127.0.0.1 took the message to hello@clinic.example (250 2.0.0)."
        assert server.taken[0][0] == "hello@clinic.example"
        server.rcpt = lambda *_: "550 5.7.1 no"
        with pytest.raises(HandoutsError, match="refuses it"):
            send_test(server.library(library))
