"""The line and the dialogue, word for word, with a server that says what it is told to."""

from __future__ import annotations

import base64
import smtplib
import socket
from typing import Any

import pytest

from handouts.base.problems import Exit, HandoutsError
from handouts.library.clinic import MailSettings
from handouts.mail.line import Line, Lost
from handouts.mail.settings import PASSWORD, PASSWORD_COMMAND, TOKEN_COMMAND, Server
from handouts.mail.transport import Transport
from tests.mail.scripted import EHLO, GREETING, TAKES, Scripted
from tests.mail.server import Heard

HELLO = (GREETING, EHLO)
DATA = b"Subject: a\r\n\r\nbody\r\n"


def server_at(port: int, environ: dict[str, str] | None = None, **changes: Any) -> Server:
    values = {"server": "127.0.0.1", "port": port, "security": "none", "per_minute": 60, "timeout": 30}
    return Server(MailSettings(**{**values, **changes}), "hello@clinic.example", port, environ=environ or {})


def talk(script: Scripted, *addresses: str, data: bytes = DATA, **changes: Any):
    """Send a message to each address; gives the results and how long was waited."""
    heard = Heard()
    with script, Transport(server_at(script.port, **changes), sleep=heard.sleep, now=heard.now) as transport:
        results = [transport.send(address, data) for address in addresses or ("mei@x.example",)]
    return results, heard.clock


def call(server: Server) -> None:
    line = Line(server)
    line.open()
    line.drop()


def problem(script: Scripted, **changes: Any):
    with script, pytest.raises(HandoutsError) as caught:
        call(server_at(script.port, **changes))
    assert caught.value.code == Exit.OUTPUT
    (found,) = caught.value.problems
    assert found.place == f"127.0.0.1:{script.port}"
    return found


def test_a_message_goes_out_word_for_word():
    script = Scripted((*HELLO, *TAKES, "221 bye"))
    ((result,), waited) = talk(script, data=b"Subject: a\n\n.dot\r\n..\rbody")
    assert (result.state, result.answer, result.note, result.reached, waited) == ("sent", "250 2.0.0", "", True, 0)
    body = "Subject: a\r\n\r\n..dot\r\n...\r\nbody\r\n"
    assert script.heard == [
        [
            "ehlo [127.0.0.1]",
            f"MAIL FROM:<hello@clinic.example> SIZE={len(body)}",
            "RCPT TO:<mei@x.example>",
            "DATA",
            body.replace("\r\n", "\n").rstrip("\n"),
            "quit",
        ]
    ]


def test_one_line_serves_many_messages():
    script = Scripted((*HELLO, *TAKES, *TAKES, "221 bye"))
    results, _ = talk(script, "a@x.example", "b@x.example")
    assert [result.state for result in results] == ["sent", "sent"]
    assert len(script.heard) == 1


@pytest.mark.parametrize(
    ("refused_at", "answer", "state", "says"),
    [
        (0, "550 5.1.1 no", "deferred", "the server refuses the clinic’s mail for now"),  # no patient was named yet
        (1, "550 5.1.1 no", "failed", "the server refuses it"),
        (2, "550 5.1.1 no", "failed", "the server refuses it"),
        (1, "599 no", "deferred", "the server refuses it, and does not say that the address is at fault"),
    ],
)
def test_a_refusal_is_followed_by_a_reset_and_the_next_message(refused_at: int, answer: str, state: str, says: str):
    script = Scripted((*HELLO, *TAKES[:refused_at], answer, "250 reset", *TAKES, "221 bye"))
    (first, second), waited = talk(script, "a@x.example", "b@x.example")
    code = answer.replace(" no", "")
    assert (first.state, first.answer, first.note) == (state, code, f"{says} ({code})")
    assert (second.state, waited) == ("sent", 0)
    assert script.heard[0][2 + refused_at : 4 + refused_at] == [
        "RSET",
        f"MAIL FROM:<hello@clinic.example> SIZE={len(DATA)}",
    ]


def test_a_refusal_after_the_message_needs_no_reset():
    script = Scripted((*HELLO, *TAKES[:3], "554 5.7.1 spam", *TAKES, "221 bye"))
    (first, second), _ = talk(script, "a@x.example", "b@x.example")
    assert (first.state, second.state) == ("deferred", "sent"), "what is taken for spam is no fault of the address"
    assert "RSET" not in script.heard[0]


def test_where_a_reset_fails_the_server_is_called_anew():
    script = Scripted((*HELLO, TAKES[0], "550 no", ""), (*HELLO, *TAKES, "221 bye"))
    (first, second), _ = talk(script, "a@x.example", "b@x.example")
    assert (first.state, second.state) == ("failed", "sent")
    assert [heard[-1] for heard in script.heard] == ["RSET", "quit"]


@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_421_is_taken_for_hanging_up_and_the_server_is_called_anew(at: int):
    """It may leave the line open for a while, but takes nothing on it: no RSET, no QUIT, no second message."""
    script = Scripted((*HELLO, *TAKES[:at], "421 4.3.2 going down"), (*HELLO, *TAKES, "221 bye"))
    (result,), waited = talk(script)
    assert (result.state, waited) == ("sent", 2)
    assert len(script.heard[0]) == at + 2, "nothing was said after it"
    assert script.heard[1][-1] == "quit"


def test_421_each_time_puts_it_off():
    calls = [(*HELLO, "421 4.3.2 down")] * 3
    (result,), waited = talk(Scripted(*calls))
    assert (result.state, result.answer, result.reached) == ("deferred", "421 4.3.2", True)
    assert result.note == "the server puts it off (421 4.3.2)"
    assert waited == 2 + 4, "twice as long before each try"


def test_put_off_it_is_offered_three_times_on_the_same_line():
    script = Scripted((*HELLO, *["451 4.7.1 later", "250 reset"] * 3, "221 bye"))
    (result,), waited = talk(script)
    assert (result.state, result.answer, waited) == ("deferred", "451 4.7.1", 6)
    assert [line.split()[0] for line in script.heard[0][1:]] == ["MAIL", "RSET"] * 3 + ["quit"]


@pytest.mark.parametrize(("at", "answer"), [(0, "354 go on"), (1, "199 hm"), (2, "250 fine"), (0, "600 hm")])
def test_an_answer_without_sense_before_the_message_is_a_line_that_broke(at: int, answer: str):
    script = Scripted((*HELLO, *TAKES[:at], answer), (*HELLO, *TAKES, "221 bye"))
    (result,), _ = talk(script)
    assert result.state == "sent"
    assert len(script.heard) == 2


def test_a_line_that_breaks_before_the_message_each_time_puts_it_off():
    (result,), _ = talk(Scripted(*[(*HELLO, TAKES[0], "")] * 3))
    assert (result.state, result.answer, result.reached) == ("deferred", "", True)
    assert result.note == "the line broke before the message was handed over"


def test_where_no_one_answers_any_more_it_is_told():
    script = Scripted((*HELLO, TAKES[0], ""))
    (result,), _ = talk(script)
    assert (result.state, result.reached) == ("deferred", False)
    assert result.note.startswith("the server cannot be reached: ")


@pytest.mark.parametrize("answer", ["", "354 what", "199 hm", "650 hm", "nonsense"])
def test_without_a_verdict_after_the_message_it_is_uncertain_and_never_offered_again(answer: str):
    script = Scripted((*HELLO, *TAKES[:3], answer))
    heard = Heard()
    with script, Transport(server_at(script.port), sleep=heard.sleep, now=heard.now) as transport:
        result = transport.send("mei@x.example", DATA)
        assert (result.state, result.answer, result.reached) == ("uncertain", "", True)
        assert result.note == "the line broke after the message was handed over; it may have arrived"
        assert transport.handed
    assert (len(script.heard), heard.clock) == (1, 0)


def test_handed_says_whether_it_may_have_arrived():
    script = Scripted((*HELLO, *TAKES, *TAKES[:3], "554 no", TAKES[0], "550 no", "250 reset", "221 bye"))
    with script, Transport(server_at(script.port)) as transport:
        handed = []
        for _ in range(3):
            transport.send("mei@x.example", DATA)
            handed.append(transport.handed)
    assert handed == [True, False, False], "taken, refused afterwards, refused before"


def test_a_whole_message_is_given_four_times_as_long(monkeypatch: pytest.MonkeyPatch):
    waits: list[float | None] = []
    real = smtplib.SMTP.send

    def send(smtp: smtplib.SMTP, data: Any) -> None:
        assert smtp.sock
        waits.append(smtp.sock.gettimeout())
        real(smtp, data)

    monkeypatch.setattr(smtplib.SMTP, "send", send)
    talk(Scripted((*HELLO, *TAKES, *TAKES, "221 bye")), "a@x.example", "b@x.example", timeout=7)
    one = [7, 7, 7, 7, 28]  # MAIL, RCPT, DATA, the message, its last line
    assert waits == [7, *one, *one, 7]


def test_messages_go_out_at_the_clinic_s_rate():
    heard = Heard()
    with Transport(server_at(1, per_minute=20), sleep=heard.sleep, now=heard.now) as transport:
        times = []
        for pause in (0, 0, 1, 10, 0):
            heard.clock += pause
            assert transport.wait_for_turn()
            times.append(heard.clock)
    assert times == pytest.approx([0, 3, 6, 16, 19]), "who was late does not hurry afterwards"


def test_a_stop_ends_the_tries():
    heard = Heard()
    script = Scripted(*[(*HELLO, "421 down")] * 3)
    with script:
        transport = Transport(server_at(script.port), stop=lambda: heard.clock > 1, sleep=heard.sleep, now=heard.now)
        result = transport.send("mei@x.example", DATA)
    assert (result.state, result.answer) == ("deferred", "421")
    assert len(script.heard) == 1


# --- called and greeted ----------------------------------------------------------------------------


def test_a_server_that_is_busy_is_called_three_times():
    heard = Heard()
    script = Scripted(("421 4.7.0 busy", ""), ("450 busy", ""), ("451 4.3.0 busy", ""))
    transport = Transport(server_at(script.port), sleep=heard.sleep, now=heard.now)
    with script, transport, pytest.raises(HandoutsError) as caught:
        transport.open()
    (found,) = caught.value.problems
    assert (found.message, found.place) == ("the server is busy (451 4.3.0)", f"127.0.0.1:{script.port}")
    assert (len(script.heard), heard.clock, caught.value.code) == (3, 6, Exit.OUTPUT)


def test_a_server_that_was_busy_is_opened_at_the_second_call():
    heard = Heard()
    script = Scripted(("421 busy", ""), (*HELLO, "221 bye"))
    with script, Transport(server_at(script.port), sleep=heard.sleep, now=heard.now) as transport:
        transport.open()
    assert heard.clock == 2


def test_after_a_stop_no_one_is_called_again():
    script = Scripted(("421 busy", ""))
    with script, Transport(server_at(script.port), stop=lambda: True) as transport, pytest.raises(HandoutsError):
        transport.open()
    assert len(script.heard) == 1


@pytest.mark.parametrize(
    ("greeting", "says"),
    [
        ("554 5.7.1 not you", "the server does not serve us (554 5.7.1)"),
        ("SSH-2.0-OpenSSH", "the answer is not from a mail server"),
        ("HTTP/1.1 400 Bad Request", "the answer is not from a mail server"),
    ],
)
def test_what_greets_otherwise_is_told(greeting: str, says: str):
    assert problem(Scripted((greeting,))).message == says


def test_a_server_that_hangs_up_at_once_is_lost():
    script = Scripted(("",))
    with script, pytest.raises(Lost, match="the server cannot be reached"):
        call(server_at(script.port))


def test_a_server_without_ehlo_is_greeted_the_old_way():
    script = Scripted((GREETING, "502 what", "250 here", *TAKES, "221 bye"))
    (result,), _ = talk(script)
    assert result.state == "sent"
    assert script.heard[0][:3] == ["ehlo [127.0.0.1]", "helo [127.0.0.1]", "MAIL FROM:<hello@clinic.example>"]


def test_without_starttls_nothing_more_is_said():
    script = Scripted(HELLO)
    environ = {PASSWORD: "geheim"}
    assert problem(script, security="starttls", user="me", environ=environ).message == "the server has no STARTTLS"
    assert script.heard == [["ehlo [127.0.0.1]"]]


def test_what_does_not_speak_tls_is_told():
    assert "no secure connection can be made" in problem(Scripted((GREETING,)), security="tls").message


def test_a_server_that_breaks_off_tls_is_lost():
    script = Scripted((GREETING, f"{EHLO[:-8]}STARTTLS", "220 go on", ""))
    with script, pytest.raises(Lost, match="the server does not answer"):
        call(server_at(script.port, security="starttls"))


def test_a_server_elsewhere_is_told_nothing_without_encryption(monkeypatch: pytest.MonkeyPatch):
    """Whatever its name says: what counts is where the line leads."""
    monkeypatch.setattr("handouts.mail.line.check_local", pytest.fail)
    with Scripted(HELLO) as script, pytest.raises(pytest.fail.Exception, match=r"127\.0\.0\.1"):
        call(server_at(script.port, user="me", environ={PASSWORD: "geheim"}))
    assert script.heard == [["ehlo [127.0.0.1]"]]


def test_a_line_is_called_once_and_again_after_it_was_dropped():
    script = Scripted(HELLO, (*HELLO, "221 bye"))
    with script:
        line = Line(server_at(script.port))
        assert not line.is_open
        first = line.open()
        assert line.is_open
        assert line.open() is first
        assert first.sock
        assert first.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        line.drop()
        assert (line.is_open, first.sock) == (False, None)
        line.open()
        line.end()
        assert not line.is_open
    assert [heard[-1] for heard in script.heard] == ["ehlo [127.0.0.1]", "quit"]


# --- logged in -------------------------------------------------------------------------------------


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


LOG_IN = {"user": "desk", "environ": {PASSWORD: "geheim-ß"}}


def offers(ways: str) -> tuple[str, str]:
    return GREETING, f"250-here\r\n250-AUTH {ways}\r\n250 SIZE"


@pytest.mark.parametrize(
    ("ways", "answers", "said"),
    [
        ("LOGIN PLAIN", ["235 in"], [f"AUTH PLAIN {coded(chr(0) + 'desk' + chr(0) + 'geheim-ß')}"]),
        ("login", ["334 user", "334 word", "235 in"], ["AUTH LOGIN", coded("desk"), coded("geheim-ß")]),
        ("", ["235 in"], [f"AUTH PLAIN {coded(chr(0) + 'desk' + chr(0) + 'geheim-ß')}"]),
    ],
)
def test_ways_to_log_in(ways: str, answers: list[str], said: list[str]):
    with Scripted((*offers(ways), *answers)) as script:
        call(server_at(script.port, **LOG_IN))
    assert script.heard[0][1:] == said


def test_a_way_that_is_not_known_gets_no_password():
    script = Scripted(offers("CRAM-MD5 GSSAPI"))
    assert (
        problem(script, **LOG_IN).message == "the server offers no way to log in that Handouts knows: CRAM-MD5 GSSAPI"
    )
    assert len(script.heard[0]) == 1


@pytest.mark.parametrize(
    "answers", [["535 5.7.8 no"], ["334 user", "535 5.7.8 no"], ["334 user", "334 word", "535 5.7.8 no"]]
)
def test_a_password_that_is_not_let_in(answers: list[str]):
    script = Scripted((*offers("LOGIN"), *answers))
    assert problem(script, **LOG_IN).message == "the server rejects the password (535 5.7.8)"
    assert len(script.heard[0]) == 1 + len(answers), "nothing more is said after it"


def test_a_log_in_that_is_put_off_is_lost_for_now():
    script = Scripted((*offers("PLAIN"), "454 4.7.0 later"))
    with script, pytest.raises(Lost) as caught:
        call(server_at(script.port, **LOG_IN))
    assert (caught.value.note, caught.value.answer) == ("the server puts the log-in off (454 4.7.0)", "454 4.7.0")


@pytest.mark.parametrize(
    ("verdicts", "says"), [(["235 in"], ""), (["334 e30=", "535 5.7.8 no"], "rejects the token (535 5.7.8)")]
)
def test_a_token_goes_out_as_xoauth2(verdicts: list[str], says: str):
    environ = {TOKEN_COMMAND: "printf ya29"}
    script = Scripted((*offers("XOAUTH2"), *verdicts))
    if says:
        assert says in problem(script, user="desk", environ=environ).message
        assert script.heard[0][2:] == [""], "an empty line asks for the verdict"
    else:
        with script:
            call(server_at(script.port, user="desk", environ=environ))
    assert script.heard[0][1] == f"AUTH XOAUTH2 {coded(f'user=desk{chr(1)}auth=Bearer ya29{chr(1)}{chr(1)}')}"


def test_who_needs_no_log_in_does_not():
    with Scripted(offers("PLAIN")) as script:
        call(server_at(script.port))
    assert len(script.heard[0]) == 1


def test_a_password_command_that_fails_is_told_before_anything():
    with Scripted(offers("PLAIN")) as script, pytest.raises(HandoutsError, match="false failed"):
        call(server_at(script.port, user="desk", environ={PASSWORD_COMMAND: "false"}))
    assert len(script.heard[0]) == 1
