"""A mail server that says what it is told to, line for line, and keeps what it hears."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Sequence
from typing import Self

GREETING = "220 here"
EHLO = "250-here\r\n250-SIZE 1000\r\n250 8BITMIME"
TAKES = ("250 fine", "250 fine", "354 go on", "250 2.0.0 taken")
"""Answers to MAIL, RCPT, DATA and a message."""


class Scripted:
    """Each of ``calls`` is a line that is called: its greeting, then an answer to each command. After the last answer
    it listens on until the client hangs up; an empty answer hangs up itself.
    """

    def __init__(self, *calls: Sequence[str]) -> None:
        self._calls = calls
        self.heard: list[list[str]] = []
        self._over = False
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over = True
        with contextlib.suppress(OSError):  # it may still wait for a call
            socket.create_connection(("127.0.0.1", self.port), 5).close()
        self._thread.join(10)
        self._socket.close()

    def _serve(self) -> None:
        for answers in self._calls:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            if self._over:
                line.close()
                return
            heard: list[str] = []
            self.heard.append(heard)
            with line, line.makefile("rwb") as file, contextlib.suppress(OSError):
                self._talk(file, list(answers), heard)
        self._socket.close()

    def _talk(self, file, answers: list[str], heard: list[str]) -> None:
        message = False
        while True:
            if answers:
                answer = answers.pop(0)
                if not answer:
                    return
                message = answer.startswith("354")
                file.write(answer.encode() + b"\r\n")
                file.flush()
            lines = []
            while True:
                line = file.readline().decode("utf-8", "replace")
                lines.append(line.rstrip("\r\n"))
                if not message or not line or line == ".\r\n":
                    break
            if not line:
                return
            heard.append(lines[0] if not message else "\n".join(lines[:-1]))
            message = False
