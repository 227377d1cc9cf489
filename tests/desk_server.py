"""A real desk on a free port, in a thread of the test's process, and a client whose session is open."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from handouts.desk.app import desk_app
from handouts.desk.guard import OneKey
from handouts.desk.server import DeskServer
from handouts.desk.state import Desk

TODAY = date(2026, 11, 28)


@dataclass
class Served:
    """A desk that answers."""

    desk: Desk
    base: str
    client: httpx.Client
    token: str
    keeper: OneKey

    def get(self, address: str, **more: Any) -> httpx.Response:
        return self.client.get(address, **more)

    def post(self, address: str, data: Mapping[str, Any] | None = None, **more: Any) -> httpx.Response:
        """Send a form as a page of the desk does; ``part=True`` as its script does."""
        headers = {"Origin": self.base, "X-Handouts-Token": self.token, **more.pop("headers", {})}
        if more.pop("part", False):
            headers["HX-Request"] = "true"
        if tab := more.pop("tab", ""):
            headers["X-Handouts-Tab"] = tab
        return self.client.post(address, data=data, headers=headers, **more)

    def enter_address(self) -> str:
        """An address with a key that works once, for a browser."""
        return f"{self.base}/enter?key={self.keeper.new_key()}"


@contextmanager
def served(folder: Path | None, today: date = TODAY) -> Iterator[Served]:
    """A desk for a clinic's folder, and its client."""
    desk = Desk(folder, lambda: today)
    line = socket.socket()
    line.bind(("127.0.0.1", 0))
    port = line.getsockname()[1]
    keeper = OneKey(desk.key, port)
    app = desk_app(desk, keeper, frozenset({f"127.0.0.1:{port}"}))
    line.listen(128)
    server = DeskServer(app, desk.ending)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [line]}, daemon=True)
    thread.start()
    base = f"http://127.0.0.1:{port}"
    try:
        with httpx.Client(base_url=base, follow_redirects=True, timeout=60) as client:
            client.get(f"/enter?key={desk.key}").raise_for_status()
            found = re.search('data-token="([^"]+)"', client.get("/sheet").text)
            assert found
            yield Served(desk, base, client, found[1], keeper)
    finally:
        server.should_exit = True
        thread.join(20)
        line.close()
        desk.close()
