"""The server itself: uvicorn, with lines that have to get on, and an end that leaves nothing half-done."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import uvicorn

from handouts.desk.lines import DeskLine

if TYPE_CHECKING:
    import socket
    import ssl
    from types import FrameType

    from handouts.desk.guard import Guard

__all__ = ["DeskServer", "settings"]

_HANDSHAKE, _GOODBYE, _KEPT = 10.0, 3.0, 20
"""Within so many seconds a line is encrypted, and ended; and so long one is kept that is not used, s."""
_LAST_ANSWERS = 10
"""How long answers may still take when the server is to stop, s."""
_HEAD = 32_000
"""Bytes of a request's head."""


def settings(app: Guard) -> uvicorn.Config:
    """How uvicorn is to serve the desk."""
    return uvicorn.Config(
        app,
        http=DeskLine,
        ws="none",
        lifespan="off",
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # an address is what the line says, not what a request claims
        timeout_keep_alive=_KEPT,
        timeout_graceful_shutdown=_LAST_ANSWERS,
        h11_max_incomplete_event_size=_HEAD,
    )


class DeskServer(uvicorn.Server):
    """Serves until it is told to stop: by Ctrl-C, SIGTERM, or ``should_exit``."""

    def __init__(
        self,
        app: Guard,
        ending: threading.Event,
        tls: ssl.SSLContext | None = None,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        super().__init__(settings(app))
        self._ending, self._tls, self._tell = ending, tls, tell

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer what has come in on sockets that take lines already."""
        loop = asyncio.get_running_loop()
        hello, bye = (_HANDSHAKE, _GOODBYE) if self._tls else (None, None)
        self.servers = [
            await loop.create_server(
                self._line, sock=one, ssl=self._tls, backlog=128, ssl_handshake_timeout=hello, ssl_shutdown_timeout=bye
            )
            for one in sockets or []
        ]
        self.started = True

    def _line(self) -> DeskLine:
        return DeskLine(config=self.config, server_state=self.server_state, app_state={})

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let streams and jobs know first, so that they end by themselves."""
        self._ending.set()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The first signal asks to stop, a second one stops at once. None of them ends the process by itself."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        signals = (signal.SIGINT, signal.SIGTERM, *([signal.SIGBREAK] if hasattr(signal, "SIGBREAK") else []))
        before = {one: signal.signal(one, self._asked_to_stop) for one in signals}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        if self.should_exit:
            self.force_exit = True
            raise KeyboardInterrupt
        self.should_exit = True
        self._tell("Ending. What is in hand is finished; Ctrl-C again stops at once.")
