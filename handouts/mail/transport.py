"""Talks SMTP: one line for many messages, and for each an answer that tells what may be done next.

The one thing that matters is whether a message was handed over. Until its last line has left, it may be sent again;
after that only the server's answer tells, and where there is none the message is *uncertain* and never sent again
by itself.
"""

from __future__ import annotations

import base64
import contextlib
import errno
import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal, Self

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.mail.settings import Login, Server, check_local

__all__ = ["TRIES", "SendResult", "Transport"]

TRIES = 3
"""How often a message is offered before it is put off."""
_BACK_OFF = 2.0
"""Wait before the second try, s; twice as long before each one after."""
_PATIENCE = 4
"""How many times as long the answer to a whole message is waited for: servers look it over first."""
_REPLY_LINES = 200
"""Most lines of an answer; servers send a dozen."""
_SLICE = 0.25
"""Longest sleep without looking whether to stop, s."""


@dataclass(frozen=True)
class SendResult:
    """What became of a message."""

    state: Literal["sent", "failed", "deferred", "uncertain"]
    answer: str = ""
    """The server's codes, such as 550 5.1.1; its words may hold an address and are not kept."""
    note: str = ""
    reached: bool = True
    """False where the server could not be reached at all."""


class _BoundedReply:
    """A server's answers, line by line. One without end is an error, as a line that breaks."""

    def __init__(self, file: BinaryIO, seconds: float) -> None:
        self._file, self._seconds = file, seconds
        self.close = file.close
        self.fresh(seconds)

    def fresh(self, seconds: float) -> None:
        """Begin to count for the next answer, which may take so long, s."""
        self._left, self._until = _REPLY_LINES, time.monotonic() + seconds

    def readline(self, most: int) -> bytes:
        self._left -= 1
        if self._left < 0 or time.monotonic() > self._until:
            raise OSError(errno.EMSGSIZE, "the server's answer has no end")
        return self._file.readline(most)


class _Bounded(smtplib.SMTP):
    """An SMTP client that no answer can fill with memory or hold for ever."""

    def getreply(self) -> tuple[int, bytes]:
        assert self.sock
        seconds = 2 * (self.sock.gettimeout() or 60)
        if self.file is None:
            self.file = _BoundedReply(self.sock.makefile("rb"), seconds)
        self.file.fresh(seconds)
        return super().getreply()


class _BoundedTls(_Bounded, smtplib.SMTP_SSL):
    """The same over TLS from the start."""


class _Lost(Exception):  # noqa: N818  # reads as what it is
    """The line is gone, or never was, and nothing was handed over."""

    def __init__(self, note: str, answer: str = "") -> None:
        self.note, self.answer = note, answer
        super().__init__(note)


class Transport:
    """A line to a mail server, opened when it is needed. Use it in a ``with`` block."""

    def __init__(
        self,
        server: Server,
        *,
        stop: Callable[[], bool] = lambda: False,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.server = server
        self.handed = False
        """Whether the message in hand may have reached the server."""
        self._stop, self._sleep, self._now = stop, sleep, now
        self._smtp: smtplib.SMTP | None = None
        self._next = now()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._smtp:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._smtp.quit()
        self._drop()

    def open(self) -> None:
        """Call the server and log in. HandoutsError where that cannot be done; a few tries are made."""
        note = ""
        for attempt in range(TRIES):
            if attempt:
                self._back_off(attempt)
            try:
                self._opened()
            except _Lost as lost:
                note = lost.note
            else:
                return
            if self._stop():
                break
        hint = "Check the network, and server, port and security in clinic.yaml."
        raise HandoutsError([Problem(self._place, 0, note, hint)], Exit.OUTPUT)

    def wait_for_turn(self) -> bool:
        """Wait until the rate lets one more message go. False where there is reason to stop."""
        self._pause(self._next - self._now())
        if self._stop():
            return False
        self._next = max(self._next, self._now()) + self.server.gap
        return True

    def send(self, address: str, data: bytes) -> SendResult:
        """Send one message to one address. Its turn has come. HandoutsError where no message can be sent any more."""
        self.handed = False
        if any(char.isspace() or not char.isprintable() or char in "<>" for char in address):
            return SendResult("failed", "", "the address cannot stand in an envelope")
        last = SendResult("deferred")
        for attempt in range(TRIES):
            if attempt:
                self._back_off(attempt)
                if not self.wait_for_turn():
                    break
            try:
                last = self._offer(self._opened(), address, data)
            except _Lost as lost:
                reached = self._smtp is not None
                self._drop()
                last = SendResult("deferred", lost.answer, lost.note, reached)
            if last.state != "deferred":
                break
        return last

    # --- one message ---------------------------------------------------------------------------

    def _offer(self, smtp: smtplib.SMTP, address: str, data: bytes) -> SendResult:
        body = _in_lines(data)
        options, lacking = _options(smtp, self.server.sender, address, body)
        if lacking:
            return SendResult("failed", "", lacking)
        smtp.command_encoding = "utf-8"
        for command, rest in (
            ("MAIL", f"FROM:<{self.server.sender}>{options}"),
            ("RCPT", f"TO:<{address}>"),
            ("DATA", ""),
        ):
            code, words = self._ask(smtp, command, rest)
            if code // 100 != (3 if command == "DATA" else 2):
                return self._refused(smtp, code, words, reset=True)
        try:
            smtp.send(body)
        except (smtplib.SMTPException, OSError) as error:  # without its last line no server takes a message
            raise _Lost("the line broke before the message was handed over") from error
        self.handed = True
        assert smtp.sock
        smtp.sock.settimeout(self.server.settings.timeout * _PATIENCE)
        try:
            smtp.send(b".\r\n")
            code, words = smtp.getreply()
        except (smtplib.SMTPException, OSError):
            code, words = -1, b""
        if smtp.sock:
            smtp.sock.settimeout(self.server.settings.timeout)
        if code // 100 == 2:
            return SendResult("sent", _codes(code, words))
        if code // 100 in (4, 5):
            self.handed = False
            return self._refused(smtp, code, words, reset=False)
        self._drop()
        return SendResult("uncertain", "", "the line broke after the message was handed over; it may have arrived")

    def _ask(self, smtp: smtplib.SMTP, command: str, rest: str) -> tuple[int, bytes]:
        try:
            return smtp.docmd(command, rest)
        except (smtplib.SMTPException, OSError) as error:
            raise _Lost("the line broke before the message was handed over") from error

    def _refused(self, smtp: smtplib.SMTP, code: int, words: bytes, *, reset: bool) -> SendResult:
        """What a refusal means: 4xx for now, 5xx for good. Leaves the line fit for the next message."""
        answer = _codes(code, words)
        if code // 100 not in (4, 5):
            raise _Lost("the server gave an answer that is none")
        if code == 421:  # it hangs up
            self._drop()
        elif reset:
            try:
                smtp.docmd("RSET")
            except (smtplib.SMTPException, OSError):
                self._drop()
        if code // 100 == 5:
            return SendResult("failed", answer, f"the server refuses it ({answer})")
        return SendResult("deferred", answer, f"the server puts it off ({answer})")

    # --- the line ------------------------------------------------------------------------------

    @property
    def _place(self) -> str:
        return f"{self.server.host}:{self.server.port}"

    def _drop(self) -> None:
        if self._smtp:
            self._smtp.close()
        self._smtp = None

    def _back_off(self, attempt: int) -> None:
        self._pause(_BACK_OFF * 2 ** (attempt - 1))

    def _pause(self, seconds: float) -> None:
        until = self._now() + seconds
        while (left := until - self._now()) > 0 and not self._stop():
            self._sleep(min(left, _SLICE))

    def _opened(self) -> smtplib.SMTP:
        if self._smtp is None:
            smtp: smtplib.SMTP | None = None
            try:
                smtp = self._called()
                self._greet(smtp)
            except BaseException:
                if smtp:
                    smtp.close()
                raise
            if smtp.sock:  # the last line of a message goes by itself, and must not wait for the one before
                smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._smtp = smtp
        return self._smtp

    def _called(self) -> smtplib.SMTP:
        server = self.server
        with self._faults():
            if server.settings.security == "tls":
                return _BoundedTls(
                    server.host, server.port, "[127.0.0.1]", timeout=server.settings.timeout, context=server.context()
                )
            return _Bounded(server.host, server.port, "[127.0.0.1]", timeout=server.settings.timeout)

    def _greet(self, smtp: smtplib.SMTP) -> None:
        """EHLO, STARTTLS and log-in. A password goes out only on a verified line, or to this machine."""
        security = self.server.settings.security
        with self._faults():
            assert smtp.sock
            own = smtp.sock.getsockname()[0]
            smtp.local_hostname = f"[IPv6:{own.partition('%')[0]}]" if ":" in own else f"[{own}]"
            smtp.ehlo_or_helo_if_needed()
            if security == "none":
                check_local(smtp.sock.getpeername()[0])
            elif security == "starttls":
                if not smtp.has_extn("starttls"):
                    raise self._problem(
                        "the server has no STARTTLS", "Try “security: tls” with port 465. Nothing was sent."
                    )
                smtp.starttls(context=self.server.context())
                smtp.ehlo_or_helo_if_needed()
            assert security == "none" or isinstance(smtp.sock, ssl.SSLSocket)
        login = self.server.login()
        if login:
            with self._faults():
                self._log_in(smtp, login)

    def _log_in(self, smtp: smtplib.SMTP, login: Login) -> None:
        ways = smtp.esmtp_features.get("auth", "").upper().split()
        if login.token:
            bearer = f"user={login.user}\x01auth=Bearer {login.secret}\x01\x01"
            code, words = smtp.docmd("AUTH", f"XOAUTH2 {_base64(bearer)}")
            if code == 334:  # what is wrong, in JSON; an empty line asks for the verdict
                code, words = smtp.docmd("")
        elif "PLAIN" in ways or not ways:
            both = f"\0{login.user}\0{login.secret}"
            code, words = smtp.docmd("AUTH", f"PLAIN {_base64(both)}")
        elif "LOGIN" in ways:
            code, words = smtp.docmd("AUTH", "LOGIN")
            for said in (login.user, login.secret):
                if code == 334:
                    code, words = smtp.docmd(_base64(said))
        else:
            raise self._problem(
                f"the server knows no way to log in that we know: {' '.join(ways)[:80]}",
                "Handouts knows PLAIN, LOGIN and, with a token_command, XOAUTH2.",
            )
        if code // 100 == 2:
            return
        answer = _codes(code, words)
        if code // 100 == 4:
            raise _Lost(f"the server puts the log-in off ({answer})", answer)
        hint = "Check user and password; many providers want an app password, or a token (docs/mail.md)."
        raise self._problem(
            f"the server does not let {'the token' if login.token else 'the password'} in ({answer})", hint
        )

    @contextlib.contextmanager
    def _faults(self) -> Iterator[None]:
        """Turn what can go wrong on the way into _Lost, which may pass, or HandoutsError, which will not."""
        try:
            yield
        except smtplib.SMTPResponseException as error:
            if error.smtp_code < 100:
                hint = "Check port and security in clinic.yaml: what answers there is no mail server. Nothing was sent."
                raise self._problem("the answer is none of a mail server", hint) from error
            answer = _codes(error.smtp_code, error.smtp_error)
            if error.smtp_code // 100 == 5:
                raise self._problem(f"the server does not serve us ({answer})", "Ask whoever runs it.") from error
            raise _Lost(f"the server is busy ({answer})", answer) from error
        except ssl.SSLCertVerificationError as error:
            hint = "Check “server:”; a clinic's own authority goes into “ca_file:”. Nothing was sent."
            raise self._problem(f"the server's certificate is not valid: {error.verify_message}", hint) from error
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError, TimeoutError) as error:
            raise _Lost("the server does not answer") from error
        except ssl.SSLError as error:
            hint = "Check port and security in clinic.yaml: 587 with starttls, or 465 with tls. Nothing was sent."
            raise self._problem(f"no safe line can be had ({error.reason or 'TLS'})", hint) from error
        except (smtplib.SMTPException, OSError) as error:
            said = (error.strerror or "") if isinstance(error, OSError) else ""
            raise _Lost(f"the server cannot be reached{': ' if said else ''}{said}") from error

    def _problem(self, message: str, hint: str) -> HandoutsError:
        return HandoutsError([Problem(self._place, 0, message, hint)], Exit.OUTPUT)


def _options(smtp: smtplib.SMTP, sender: str, address: str, body: bytes) -> tuple[str, str]:
    """What to say after MAIL FROM; and what the server lacks for this message, empty where nothing."""
    head, _, _ = body.partition(b"\r\n\r\n")
    options = ""
    if not (sender.isascii() and address.isascii() and head.isascii()):
        if not smtp.has_extn("smtputf8"):
            return "", "the address has letters beyond ASCII, and the server has no SMTPUTF8"
        options += " SMTPUTF8"
    if not body.isascii():
        if not smtp.has_extn("8bitmime"):
            return "", "the message has letters beyond ASCII, and the server has no 8BITMIME"
        options += " BODY=8BITMIME"
    if smtp.has_extn("size"):
        most = smtp.esmtp_features["size"].strip()
        if re.fullmatch("[0-9]{1,15}", most) and 0 < int(most) < len(body):
            return "", f"the message is larger than the server takes ({int(most):,} bytes)"
        options += f" SIZE={len(body)}"
    return options, ""


def _in_lines(data: bytes) -> bytes:
    """A message as it goes over the line: every line ended by CRLF and nothing else, leading dots doubled."""
    body = re.sub(rb"\r\n|\r|\n", b"\r\n", data)
    body = re.sub(rb"(?m)^\.", b"..", body)
    return body if body.endswith(b"\r\n") else body + b"\r\n"


def _codes(code: int, words: bytes | str) -> str:
    """The codes of an answer, without its words: 550 5.1.1."""
    text = words.decode("ascii", "replace") if isinstance(words, bytes) else words
    found = re.match(r"[245]\.\d{1,3}\.\d{1,3}(?!\S)", text)
    return f"{code} {found[0]}" if found else str(code)


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")
