"""The line itself: what goes over it, and its pace."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.library.load import Library
from handouts.mail.line import codes
from handouts.mail.settings import server_of
from handouts.mail.transport import Transport, _in_lines
from tests.mail.server import PASSWORD, Heard, Mailserver, messages


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
