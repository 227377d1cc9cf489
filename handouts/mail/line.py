"""The line to a mail server: called, greeted, made safe and logged in, and let go of.

A password goes out only on a verified line, or to this machine. What goes wrong is *lost*, which may pass, or a problem
in words, which will not.
"""

from __future__ import annotations

import base64
import contextlib
import errno
import smtplib
import socket
import ssl
import time
from collections.abc import Iterator
from typing import BinaryIO

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.mail.answers import codes
from handouts.mail.settings import Login, Server, check_local

__all__ = ["BoundedClient", "BoundedReply", "Line", "Lost", "codes"]

_REPLY_LINES = 200
"""Most lines of an answer; servers send a dozen."""


class Lost(Exception):  # noqa: N818  # reads as what it is
    """The line is gone, or never was, and nothing was handed over. ``note`` names no patient."""

    def __init__(self, note: str, answer: str = "") -> None:
        self.note, self.answer = note, answer
        super().__init__(note)


class BoundedReply:
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


class BoundedClient(smtplib.SMTP):
    """An SMTP client that no answer can fill with memory or hold for ever."""

    def getreply(self) -> tuple[int, bytes]:
        assert self.sock
        seconds = 2 * (self.sock.gettimeout() or 60)
        if self.file is None:
            self.file = BoundedReply(self.sock.makefile("rb"), seconds)
        self.file.fresh(seconds)
        return super().getreply()


class _BoundedTlsClient(BoundedClient, smtplib.SMTP_SSL):
    """The same over TLS from the start."""


class Line:
    """A line to a mail server. Opened when it is asked for, and again after it was dropped."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._client: smtplib.SMTP | None = None

    @property
    def place(self) -> str:
        """The server, as problems name it."""
        return f"{self.server.host}:{self.server.port}"

    @property
    def is_open(self) -> bool:
        return self._client is not None

    def open(self) -> smtplib.SMTP:
        """The line, logged in. Lost where the server does not answer now, HandoutsError where it never will."""
        if self._client is None:
            client = self._called()
            try:
                self._greet(client)
            except BaseException:
                client.close()
                raise
            if client.sock:  # the last line of a message goes by itself, and must not wait for the one before
                client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._client = client
        return self._client

    def drop(self) -> None:
        """Let go of the line without a word."""
        if self._client:
            self._client.close()
        self._client = None

    def end(self) -> None:
        """Take leave of the server, and let go."""
        if self._client:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._client.quit()
        self.drop()

    def _called(self) -> smtplib.SMTP:
        server = self.server
        with self._faults():
            if server.settings.security == "tls":
                return _BoundedTlsClient(
                    server.host, server.port, "[127.0.0.1]", timeout=server.settings.timeout, context=server.context()
                )
            return BoundedClient(server.host, server.port, "[127.0.0.1]", timeout=server.settings.timeout)

    def _greet(self, client: smtplib.SMTP) -> None:
        """EHLO, STARTTLS and log-in. A password goes out only on a verified line, or to this machine."""
        security = self.server.settings.security
        with self._faults():
            assert client.sock
            own = client.sock.getsockname()[0]
            client.local_hostname = f"[IPv6:{own.partition('%')[0]}]" if ":" in own else f"[{own}]"
            client.ehlo_or_helo_if_needed()
            if security == "none":
                check_local(client.sock.getpeername()[0])
            elif security == "starttls":
                if not client.has_extn("starttls"):
                    raise self._problem(
                        "the server has no STARTTLS", "Try “security: tls” with port 465. Nothing was sent."
                    )
                client.starttls(context=self.server.context())
                client.ehlo_or_helo_if_needed()
            assert security == "none" or isinstance(client.sock, ssl.SSLSocket)
        login = self.server.login()
        if login:
            with self._faults():
                self._log_in(client, login)

    def _log_in(self, client: smtplib.SMTP, login: Login) -> None:
        ways = client.esmtp_features.get("auth", "").upper().split()
        if login.token:
            bearer = f"user={login.user}\x01auth=Bearer {login.secret}\x01\x01"
            code, words = client.docmd("AUTH", f"XOAUTH2 {_base64(bearer)}")
            if code == 334:  # what is wrong, in JSON; an empty line asks for the verdict
                code, words = client.docmd("")
        elif "PLAIN" in ways or not ways:
            both = f"\0{login.user}\0{login.secret}"
            code, words = client.docmd("AUTH", f"PLAIN {_base64(both)}")
        elif "LOGIN" in ways:
            code, words = client.docmd("AUTH", "LOGIN")
            for said in (login.user, login.secret):
                if code == 334:
                    code, words = client.docmd(_base64(said))
        else:
            raise self._problem(
                f"the server offers no way to log in that Handouts knows: {' '.join(ways)[:80]}",
                "It knows PLAIN, LOGIN and, with a token_command, XOAUTH2.",
            )
        if code // 100 == 2:
            return
        answer = codes(code, words)
        if code // 100 == 4:
            raise Lost(f"the server puts the log-in off ({answer})", answer)
        hint = "Check user and password; many providers want an app password, or a token (docs/mail.md)."
        raise self._problem(f"the server rejects {'the token' if login.token else 'the password'} ({answer})", hint)

    @contextlib.contextmanager
    def _faults(self) -> Iterator[None]:
        """Turn what can go wrong on the way into Lost, which may pass, or HandoutsError, which will not."""
        try:
            yield
        except smtplib.SMTPResponseException as error:
            if error.smtp_code < 100:
                hint = (
                    "Check port and security in clinic.yaml: what answers there is not a mail server. Nothing was sent."
                )
                raise self._problem("the answer is not from a mail server", hint) from error
            answer = codes(error.smtp_code, error.smtp_error)
            if error.smtp_code // 100 == 5:
                raise self._problem(f"the server does not serve us ({answer})", "Ask whoever runs it.") from error
            raise Lost(f"the server is busy ({answer})", answer) from error
        except ssl.SSLCertVerificationError as error:
            hint = "Check “server:”; a clinic's own authority goes into “ca_file:”. Nothing was sent."
            raise self._problem(f"the server's certificate is not valid: {error.verify_message}", hint) from error
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError, TimeoutError) as error:
            raise Lost("the server does not answer") from error
        except ssl.SSLError as error:
            hint = "Check port and security in clinic.yaml: 587 with starttls, or 465 with tls. Nothing was sent."
            raise self._problem(f"no secure connection can be made ({error.reason or 'TLS'})", hint) from error
        except (smtplib.SMTPException, OSError) as error:
            said = (error.strerror or "") if isinstance(error, OSError) else ""
            raise Lost(f"the server cannot be reached{': ' if said else ''}{said}") from error

    def _problem(self, message: str, hint: str) -> HandoutsError:
        return HandoutsError([Problem(self.place, 0, message, hint)], Exit.OUTPUT)


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")
