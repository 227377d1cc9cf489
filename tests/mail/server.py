"""A real mail server in the test process (aiosmtpd), with faults on request."""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
import threading
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from handouts.library.clinic import MailSettings
from handouts.library.load import Library
from handouts.mail.message import Message

USER, PASSWORD, TOKEN = "desk@clinic.example", "geheim-ß", "ya29.token"
DROP, HANG = "drop", "hang"


class Mailserver:
    """Takes mail on a port of its own. ``rcpt`` and ``data`` may answer instead, by address and number of message; so
    may ``mail`` and ``go``, to MAIL and DATA, by how many messages were taken.

    An answer is such as “451 later”, DROP (hang up) or HANG (never answer). ``eaten`` messages were taken, but the
    answer never went out.
    """

    def __init__(
        self,
        folder: Path,
        security: str = "starttls",
        *,
        offer_tls: bool = True,
        name: str = "127.0.0.1",
        login: bool = True,
        utf8: bool = True,
        delay: float = 0.0,
        rcpt: Callable[[str, int], str | None] = lambda *_: None,
        data: Callable[[str, int], str | None] = lambda *_: None,
        eat: bool = False,
        size: int = 33_554_432,
    ) -> None:
        self.security, self.folder, self.delay, self.eat = security, folder, delay, eat
        self.rcpt, self.data = rcpt, data
        self.mail: Callable[[int], str | None] = lambda _: None
        self.go: Callable[[int], str | None] = lambda _: None
        self.taken: list[tuple[str, bytes]] = []
        self.eaten: list[tuple[str, bytes]] = []
        self.offered = self.lines = self.logins = 0
        authority = trustme.CA()
        (folder / "ca.pem").write_bytes(authority.cert_pem.bytes())
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert(name).configure_cert(context)
        self._implicit = context if security == "tls" else None
        self._options: dict[str, Any] = {
            "enable_SMTPUTF8": utf8,
            "auth_required": login,
            "auth_require_tls": login and security == "starttls" and offer_tls,
            "authenticator": self._authenticate,
            "tls_context": context if security == "starttls" and offer_tls else None,
            "data_size_limit": size,
        }
        self._loop = asyncio.new_event_loop()
        self.port = 0
        self.hung = threading.Event()
        """Set when a client waits for what never comes."""
        self._open: set[int] = set()
        self._idle = threading.Condition()

    # --- aiosmtpd's hooks

    def _authenticate(self, _server: SMTP, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        good = (data.login.decode(), data.password.decode()) == (USER, PASSWORD)
        self.logins += good
        return AuthResult(success=good, handled=False)

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802  # aiosmtpd's name
        import base64

        said = base64.b64decode(args[1]).decode()
        if said == f"user={USER}\x01auth=Bearer {TOKEN}\x01\x01":
            self.logins += 1
            return AuthResult(success=True)
        await server.push("334 eyJzdGF0dXMiOiI0MDEifQ==")
        assert await server._reader.readline() == b"\r\n"
        return AuthResult(success=False, handled=False)

    async def handle_MAIL(self, server: SMTP, _session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802  # the same
        if said := self.mail(len(self.taken)):
            return await self._answer(server, said)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 fine"

    async def handle_RCPT(self, server: SMTP, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802  # the same
        said = self.rcpt(address, len(self.taken))
        if said:
            return await self._answer(server, said)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 fine"

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Any) -> str:  # noqa: N802  # the same
        (address,) = envelope.rcpt_tos
        said = self.data(address, self.offered)
        self.offered += 1
        if said:
            if self.eat:
                self.eaten.append((address, envelope.content))
            return await self._answer(server, said)
        if self.delay:
            await asyncio.sleep(self.delay)
        self.taken.append((address, envelope.content))
        return f"250 2.0.0 kept for {address}"

    async def _answer(self, server: SMTP, said: str) -> str:
        if said in (DROP, HANG):
            if said == DROP:
                server.transport.abort()
            else:
                self.hung.set()
            await asyncio.sleep(60)
        if said.startswith("421"):
            await server.push(said)
            server.transport.close()
            await asyncio.sleep(60)
        return said

    # --- running it

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._serve, daemon=True)
        ready = threading.Event()
        self._loop.call_soon(ready.set)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread.start()
        ready.wait()
        return self

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._loop.create_server(self._protocol, sock=self._socket, ssl=self._implicit))
        self._loop.run_forever()

    def _protocol(self) -> SMTP:
        self.lines += 1
        with warnings.catch_warnings():  # a password on a bare line of this machine, on purpose
            warnings.simplefilter("ignore")
            protocol = _Smtp(self, loop=self._loop, **self._options)
        lost = protocol.connection_lost

        def closed(error: Exception | None) -> None:
            lost(error)
            with self._idle:
                self._open.discard(id(protocol))
                self._idle.notify_all()

        protocol.connection_lost = closed  # type: ignore[method-assign]  # of this one
        with self._idle:
            self._open.add(id(protocol))
        return protocol

    def wait_until_idle(self) -> None:
        """Wait until the server has seen that every client is gone, and so has what they sent."""
        with self._idle:
            assert self._idle.wait_for(lambda: not self._open, 60)

    def __exit__(self, *_: object) -> None:
        async def end() -> None:
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()
            self._loop.call_soon(self._loop.stop)

        asyncio.run_coroutine_threadsafe(end(), self._loop)
        self._thread.join(10)
        self._socket.close()
        self._loop.close()

    # --- what tests need of it

    def library(self, library: Library, **changes: Any) -> Library:
        """A library whose clinic sends through this server."""
        values = {
            "server": "127.0.0.1",
            "port": self.port,
            "security": self.security,
            "user": USER,
            "ca_file": None if self.security == "none" else "ca.pem",
            "per_minute": 1_000_000,
            "timeout": 5,
        }
        mail = MailSettings(**{**values, **changes})
        clinic = replace(library.clinic, email="hello@clinic.example", mail=mail)
        return replace(library, clinic=clinic, folder=self.folder)

    @property
    def ids(self) -> list[str]:
        """Message-IDs of what was taken, also where the answer never went out."""
        return [ids_of(data) for _, data in (*self.taken, *self.eaten)]


class _Smtp(SMTP):
    """Lets its server answer DATA itself."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802  # aiosmtpd's name
        server = self.event_handler
        if said := server.go(len(server.taken)):
            await self.push(await server._answer(self, said))
        else:
            await super().smtp_DATA(arg)


def ids_of(data: bytes) -> str:
    found = re.search(rb"(?m)^Message-ID: (<\S+>)", data)
    assert found
    return found[1].decode()


def messages(count: int, *, start: int = 0, size: int = 200) -> list[Message]:
    made = []
    for number in range(start, start + count):
        message_id = f"<{number}.handout@clinic.example>"
        head = f"From: hello@clinic.example\r\nTo: p{number}@patients.example\r\nMessage-ID: {message_id}\r\n\r\n"
        body = ("x" * 70 + "\r\n") * (size // 72 + 1)
        data = (head + ".a line with a dot\r\n" + body).encode()
        made.append(
            Message(
                f"H{number:011}", f"k{number}", f"Patient {number}", f"p{number}@patients.example", message_id, data
            )
        )
    return made


class Heard:
    """What was reported; takes no time to sleep."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str, str]] = []
        self.clock = 0.0

    def __call__(self, handout: str, state: str, note: str) -> None:
        self.said.append((handout, state, note))

    def sleep(self, seconds: float) -> None:
        self.clock += seconds

    def now(self) -> float:
        return self.clock

    @property
    def states(self) -> Sequence[str]:
        return [state for _, state, _ in self.said]
