"""The line itself: what goes over it, and its pace."""

from __future__ import annotations

import io
import smtplib
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.library.load import Library
from handouts.mail.line import BoundedClient, BoundedReply, codes
from handouts.mail.settings import server_of
from handouts.mail.transport import Transport, _in_lines, _options
from tests.mail.scripted import GREETING, TAKES, Scripted
from tests.mail.server import PASSWORD, Heard, Mailserver, messages
from tests.mail.test_line import DATA, talk


@given(
    st.binary(max_size=200) | st.lists(st.sampled_from([b".", b"\r", b"\n", b"\r\n", b"a"]), max_size=20).map(b"".join)
)
def test_no_message_can_end_early(data: bytes):
    body = _in_lines(data)
    lines = body.split(b"\r\n")
    assert b"." not in lines
    assert lines[-1] == b""
    assert b"\r" not in body.replace(b"\r\n", b"")
    assert b"\n" not in body.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    ("code", "words", "shown"),
    [
        (550, b"5.1.1 <mei@example.org>: unknown", "550 5.1.1"),
        (550, b"no mei@example.org", "550"),
        (250, b"2.0.0", "250 2.0.0"),
        (451, b"4.7.1x", "451"),
        (250, b"\xff", "250"),
    ],
)
def test_of_an_answer_only_codes_are_kept(code: int, words: bytes, shown: str):
    assert codes(code, words) == shown


@pytest.mark.parametrize("address", ["a@b\r\nRCPT TO:<c@d>", "a@b> SIZE=1", "a b@c", "a@b\x00", "a@b\u202e"])
def test_an_address_cannot_carry_commands(tmp_path: Path, library: Library, address: str):
    with Mailserver(tmp_path) as server, Transport(server_of(server.library(library))) as transport:
        outcome = transport.send(address, b"x")
        assert (outcome.state, server.lines) == ("failed", 0)


def test_the_password_may_have_any_letters_and_logs_in_again_after_a_break(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("HANDOUTS_MAIL_PASSWORD", PASSWORD)
    heard = Heard()
    with Mailserver(tmp_path) as server:
        clinic = server_of(server.library(library))
        with Transport(clinic, sleep=heard.sleep, now=heard.now) as transport:
            transport.open()
            transport._line.open().close()  # the network is gone for a moment
            (one,) = messages(1)
            assert transport.send(one.address, one.data).state == "sent"
        assert server.logins == 2


def test_waiting_ends_when_it_is_to_stop(tmp_path: Path, library: Library):
    heard = Heard()
    with Mailserver(tmp_path) as server:
        slow = server_of(server.library(library, per_minute=1))
        transport = Transport(slow, stop=lambda: heard.clock > 3, sleep=heard.sleep, now=heard.now)
        assert transport.wait_for_turn()
        assert not transport.wait_for_turn()
        assert heard.clock < 4


@pytest.mark.parametrize(
    ("extensions", "address", "data", "says", "options"),
    [
        ("8BITMIME", "zoë@x.example", DATA, "no SMTPUTF8", ""),
        ("8BITMIME", "a@x.example", "Subject: é\r\n\r\n".encode(), "no SMTPUTF8", ""),
        ("SMTPUTF8", "a@x.example", "Subject: e\r\n\r\né\r\n".encode(), "no 8BITMIME", ""),
        ("SIZE 10", "a@x.example", DATA, "is larger than the server takes (10 bytes)", ""),
        ("SIZE 20", "a@x.example", DATA, "", " SIZE=20"),
        ("SIZE 0", "a@x.example", DATA, "", " SIZE=20"),
        ("HELP", "a@x.example", DATA, "", ""),
        ("8BITMIME", "a@x.example", "Subject: e\r\n\r\né\r\n".encode(), "", " BODY=8BITMIME"),
        ("SMTPUTF8\r\n250 8BITMIME", "zoë@x.example", "Subject: é\r\n\r\n".encode(), "", " SMTPUTF8 BODY=8BITMIME"),
    ],
)
def test_what_a_server_lacks_is_no_offer(extensions: str, address: str, data: bytes, says: str, options: str):
    hello = "\r\n".join(
        f"250{'-' if at < extensions.count(chr(10)) else ' '}{part}"
        for at, part in enumerate(extensions.split("\r\n250 "))
    )
    script = Scripted((GREETING, f"250-here\r\n{hello}", *(("221 bye",) if says else (*TAKES, "221 bye"))))
    (result,), _ = talk(script, address, data=data)
    assert (result.state, says in result.note) == ("failed" if says else "sent", True), result
    assert script.heard[0][1] == ("quit" if says else f"MAIL FROM:<hello@clinic.example>{options}")


def test_lines_and_time_of_an_answer_are_counted(monkeypatch: pytest.MonkeyPatch):
    def answer(lines: int, seconds: float = 60) -> tuple[int, bytes]:
        smtp, (near, far) = BoundedClient(), socket.socketpair()
        near.settimeout(seconds)
        with near, far:
            smtp.sock, smtp.file = near, BoundedReply(io.BytesIO(b"250-more\r\n" * lines + b"250 end\r\n"), seconds)
            return smtp.getreply()

    for _ in range(2):  # each answer anew
        assert answer(150)[0] == 250
    with pytest.raises(smtplib.SMTPServerDisconnected):
        answer(5000)
    monkeypatch.setattr("handouts.mail.line.time.monotonic", iter([0.0, 0.0, 0.0, 1000.0]).__next__)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        answer(5)


@pytest.mark.parametrize("size", ["\xb2", "9" * 5000, "", "-1", "1e3"])
def test_an_odd_size_is_passed_over(size: str):
    smtp = smtplib.SMTP()
    smtp.does_esmtp, smtp.esmtp_features = True, {"size": size}
    assert _options(smtp, "a@b.example", "c@d.example", b"x\r\n\r\n") == (" SIZE=5", "")
