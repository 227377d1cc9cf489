"""A real desk on a network, with TLS and accounts, in a thread of the test's process; and clients that log in to it."""

from __future__ import annotations

import re
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from argon2 import PasswordHasher

from handouts.desk.accounts.keeper import AccountKeeper
from handouts.desk.app import desk_app
from handouts.desk.certificate import make_certificate, read_papers
from handouts.desk.guard import Guard
from handouts.desk.network import hosts_of
from handouts.desk.serve import listening
from handouts.desk.server import DeskServer
from handouts.desk.state import Desk
from handouts.runs import accounts
from handouts.runs.accounts import add_account
from handouts.runs.registers import open_register
from tests.desk_server import TODAY

PASSWORDS = {
    "Mei Tan": "correct horse of the sea",
    "Jo Bloggs": "seven lamps by the door",
    "Ada": "grey stone under ice",
}
ROLES = {"Mei Tan": "owner", "Jo Bloggs": "desk", "Ada": "clinician"}


class Visitor:
    """A browser on the network, as far as the server sees one."""

    def __init__(self, base: str, tls: ssl.SSLContext) -> None:
        self.base, self.token = base, ""
        self.client = httpx.Client(base_url=base, verify=tls, timeout=60)

    def get(self, address: str, **headers: str) -> httpx.Response:
        return self.client.get(address, headers=headers)

    def log_in(self, name: str, password: str | None = None, **more: str) -> httpx.Response:
        """Send the log-in form; afterwards ``token`` is that of the session's forms."""
        data = {"name": name, "password": PASSWORDS[name] if password is None else password, **more}
        answer = self.client.post("/login", data=data, headers={"Origin": self.base})
        if answer.status_code == 303:
            self.token = self.token_now()
        return answer

    def token_now(self) -> str:
        found = re.search('data-token="([^"]+)"', self.get("/account").text)
        return found[1] if found else ""

    def post(self, address: str, data: dict[str, Any] | None = None, **headers: str) -> httpx.Response:
        known = {"Origin": self.base, "X-Handouts-Token": self.token}
        return self.client.post(address, data=data or {}, headers={**known, **headers})


@dataclass
class Networked:
    """A desk that answers who has an account."""

    desk: Desk
    base: str
    port: int
    keeper: AccountKeeper
    trust: ssl.SSLContext
    app: Guard
    visitors: list[Visitor] = field(default_factory=list)

    def visitor(self, name: str = "") -> Visitor:
        """A browser, logged in where a name is given."""
        one = Visitor(self.base, self.trust)
        self.visitors.append(one)
        if name:
            assert one.log_in(name).status_code == 303
        return one

    def gone(self) -> None:
        """All visitors close their lines."""
        while self.visitors:
            self.visitors.pop().client.close()


@contextmanager
def cheap_hashes() -> Iterator[None]:
    """Passwords of tests cost a hundredth of what real ones do; what these cost is tested by itself."""
    cheap, real = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1), accounts._hasher
    accounts._hasher = lambda: cheap
    accounts.made_ready.cache_clear()
    try:
        yield
    finally:
        accounts._hasher = real
        accounts.made_ready.cache_clear()


@contextmanager
def networked(folder: Path) -> Iterator[Networked]:
    """A desk of a clinic's folder, with an owner, a clinician and somebody at the front desk."""
    with open_register(folder) as register:
        for name, password in PASSWORDS.items():
            add_account(register, name, ROLES[name], password)
    certificate, key = make_certificate(folder, ["localhost", "127.0.0.1"])
    papers, desk = read_papers(certificate, key), Desk(folder, lambda: TODAY)
    line = listening("127.0.0.1", 0, "--listen")
    port = line.getsockname()[1]
    keeper = AccountKeeper(desk)
    app = desk_app(desk, keeper, hosts_of("127.0.0.1", port, papers.names), scheme="https", accounts=keeper)
    server = DeskServer(app, desk.ending, papers.tls)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [line]}, daemon=True)
    thread.start()
    try:
        trust = ssl.create_default_context(cafile=certificate)
        made = Networked(desk, f"https://127.0.0.1:{port}", port, keeper, trust, app)
        yield made
    finally:
        made.gone()
        server.should_exit = True
        thread.join(20)
        line.close()
        keeper.close()
        desk.close()
