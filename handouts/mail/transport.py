"""One message's dialogue with the mail server, over a line that many share, and what became of it.

The one thing that matters is whether a message was handed over. Until its last line has left, it may be sent again;
after that only the server's answer tells, and where there is none the message is *uncertain* and never sent again
by itself.
"""

from __future__ import annotations

import re
import smtplib
import time
from collections.abc import Callable
from typing import Literal, Self

from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.mail.answers import About, Stage, about, codes
from handouts.mail.line import Line, Lost
from handouts.mail.settings import Server

__all__ = ["TRIES", "SendResult", "Transport"]

TRIES = 3
"""How often a message is offered before it is put off."""
_BACK_OFF = 2.0
"""Wait before the second try, s; twice as long before each one after."""
_PATIENCE = 4
"""How many times as long the answer to a whole message is waited for: servers look it over first."""
_BROKEN = "the line broke before the message was handed over"
_NOT_THE_ADDRESS = {
    "clinic": "the server refuses the clinic’s mail for now",
    "message": "the server refuses it as too large",
    "unclear": "the server refuses it, and does not say that the address is at fault",
}
"""What is told of a refusal that settles nothing."""
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
    about: About = "unclear"
    """What the server's answer is about, where it is a refusal."""
    stage: Stage | None = None
    """What was refused."""


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
        self._line = Line(server)
        self._next = now()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._line.end()

    def open(self) -> None:
        """Call the server and log in. HandoutsError where that cannot be done; a few tries are made."""
        note = ""
        for attempt in range(TRIES):
            if attempt:
                self._back_off(attempt)
            try:
                self._line.open()
            except Lost as lost:
                note = lost.note
            else:
                return
            if self._stop():
                break
        hint = "Check the network, and server, port and security in clinic.yaml."
        raise HandoutsError([Problem(self._line.place, 0, note, hint)], Exit.OUTPUT)

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
                last = self._offer(self._line.open(), address, data)
            except Lost as lost:
                reached = self._line.is_open
                self._line.drop()
                last = SendResult("deferred", lost.answer, lost.note, reached)
            if last.state != "deferred" or last.answer.startswith("5"):
                break
        return last

    # --- one message ---------------------------------------------------------------------------

    def _offer(self, smtp: smtplib.SMTP, address: str, data: bytes) -> SendResult:
        body = _in_lines(data)
        options, lacking = _options(smtp, self.server.sender, address, body)
        if lacking:
            return SendResult("failed", "", lacking)
        smtp.command_encoding = "utf-8"
        dialogue: tuple[tuple[Stage, str, int], ...] = (
            ("MAIL", f"FROM:<{self.server.sender}>{options}", 2),
            ("RCPT", f"TO:<{address}>", 2),
            ("DATA", "", 3),
        )
        for command, rest, expected in dialogue:
            code, words = self._ask(smtp, command, rest)
            if code // 100 != expected:
                return self._refused(smtp, command, code, words)
        try:
            smtp.send(body)
        except (smtplib.SMTPException, OSError) as error:  # without its last line no server takes a message
            raise Lost(_BROKEN) from error
        self.handed = True
        code, words = self._hand_over(smtp)
        if code // 100 == 2:
            return SendResult("sent", codes(code, words))
        if code // 100 in (4, 5):
            self.handed = False
            return self._refused(smtp, "message", code, words)
        self._line.drop()
        return SendResult("uncertain", "", "the line broke after the message was handed over; it may have arrived")

    def _hand_over(self, smtp: smtplib.SMTP) -> tuple[int, bytes]:
        """Send the last line of a message, and give the server's answer, or -1 where there is none."""
        assert smtp.sock
        smtp.sock.settimeout(self.server.settings.timeout * _PATIENCE)
        try:
            smtp.send(b".\r\n")
            answer = smtp.getreply()
        except (smtplib.SMTPException, OSError):
            answer = -1, b""
        if smtp.sock:
            smtp.sock.settimeout(self.server.settings.timeout)
        return answer

    def _ask(self, smtp: smtplib.SMTP, command: str, rest: str) -> tuple[int, bytes]:
        try:
            return smtp.docmd(command, rest)
        except (smtplib.SMTPException, OSError) as error:
            raise Lost(_BROKEN) from error

    def _refused(self, smtp: smtplib.SMTP, stage: Stage, code: int, words: bytes) -> SendResult:
        """What a refusal means, see ``handouts.mail.answers``. Leaves the line fit for the next message."""
        answer = codes(code, words)
        if code // 100 not in (4, 5):
            raise Lost("the server's answer makes no sense")
        if code == 421:  # it hangs up
            self._line.drop()
        elif stage != "message":
            try:
                smtp.docmd("RSET")
            except (smtplib.SMTPException, OSError):
                self._line.drop()
        what = about(stage, code, words)
        if code // 100 == 4:
            return SendResult("deferred", answer, f"the server puts it off ({answer})", True, what, stage)
        if what in ("address", "likely"):
            return SendResult("failed", answer, f"the server refuses it ({answer})", True, what, stage)
        note = f"{_NOT_THE_ADDRESS[what]} ({answer})"
        return SendResult("deferred", answer, note, True, what, stage)

    # --- its pace ------------------------------------------------------------------------------

    def _back_off(self, attempt: int) -> None:
        self._pause(_BACK_OFF * 2 ** (attempt - 1))

    def _pause(self, seconds: float) -> None:
        until = self._now() + seconds
        while (left := until - self._now()) > 0 and not self._stop():
            self._sleep(min(left, _SLICE))


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
