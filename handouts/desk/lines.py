"""Lines from browsers, and what a line may do: one that says nothing is cut, and no computer may hold all of them.

On this computer's own address a line must also come from the user whose desk it is: other users of the computer get no
further than its first byte, where the system tells whose a line is (Linux).
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter
from ipaddress import IPv4Address, ip_address
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["HEAD_WITHIN", "MOST_LINES", "DeskLine", "is_ours"]

HEAD_WITHIN, BODY_WITHIN = 15.0, 30.0
"""A request's head must be there within so many seconds, and then of its body in each such time ``BODY_STEP`` bytes."""
BODY_STEP = 50_000
MOST_LINES, MOST_OF_ONE = 500, 60
"""Lines that are open at a time: of all computers, and of one. A browser opens six, and one more for each stream."""


class DeskLine(H11Protocol):
    """A line as uvicorn keeps it, which has to get on."""

    _of: ClassVar[Counter[str]] = Counter()
    _patience: asyncio.TimerHandle | None = None
    _counted = False
    _got = 0
    _full = False
    """Whether nothing could be sent when it was last looked at."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        super().connection_made(transport)
        place = self._place()
        if sum(self._of.values()) >= MOST_LINES or self._of[place] >= MOST_OF_ONE or not _may_come(transport):
            transport.abort()
            return
        self._of[place] += 1
        self._counted = True
        self._wait(HEAD_WITHIN, self._without_head)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        between = self.cycle is None or self.cycle.response_complete
        if between and self._patience is None:  # the next request of a line that was kept
            self._wait(HEAD_WITHIN, self._without_head)
        self._got += len(data)
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before:  # its head is whole
            self._got, self._full = 0, False
            self._wait(BODY_WITHIN, self._without_body)

    def on_response_complete(self) -> None:
        self._stop_waiting()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        if self._counted:
            self._counted = False
            self._of[self._place()] -= 1
            if not self._of[self._place()]:
                del self._of[self._place()]
        super().connection_lost(exc)

    def _place(self) -> str:
        return self.client[0] if self.client else ""

    def _wait(self, seconds: float, then: Callable[[], None]) -> None:
        self._stop_waiting()
        self._patience = self.loop.call_later(seconds, then)

    def _stop_waiting(self) -> None:
        if self._patience:
            self._patience.cancel()
            self._patience = None

    def _without_head(self) -> None:
        self._patience = None
        self.transport.abort()

    def _without_body(self) -> None:
        """Look whether what is to come comes, and what is sent is taken; an answer may take its time to be found."""
        self._patience = None
        if self.cycle is None or self.cycle.response_complete:
            return
        slow = self.cycle.more_body and not self.flow.read_paused and self._got < BODY_STEP
        if slow or (self._full and self.flow.write_paused):
            self.transport.abort()
            return
        self._got, self._full = 0, self.flow.write_paused
        self._wait(BODY_WITHIN, self._without_body)


def _may_come(transport: asyncio.Transport) -> bool:
    here, there = transport.get_extra_info("sockname"), transport.get_extra_info("peername")
    if not here or not there:
        return False
    known = ip_address(str(here[0]).partition("%")[0])
    if transport.get_extra_info("sslcontext") or not isinstance(known, IPv4Address) or not known.is_loopback:
        return True
    return is_ours(there, here)


_TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))


def is_ours(there: tuple[str, int], here: tuple[str, int]) -> bool:
    """Whether the other end of a line within this computer is a program of the same user.

    Where the system does not say whose lines are, it is taken for one: macOS and Windows do not.
    """
    told = False
    for table, mapped in zip(_TABLES, ("", "0000000000000000FFFF0000"), strict=True):
        try:
            rows = table.read_text("ascii").splitlines()[1:]
        except OSError:
            continue
        told = told or not mapped
        ends = [mapped + _as_written(*there[:2]), mapped + _as_written(*here[:2])]
        for row in rows:
            cells = row.split()
            if cells[1:3] == ends:  # one whose program is gone stands there as root's, without a file
                return int(cells[7]) == os.getuid() and cells[9] != "0"
    return not told


def _as_written(address: str, port: int) -> str:
    """An end of a line as Linux writes it: bytes in the machine's order, then the port."""
    return f"{int.from_bytes(IPv4Address(address).packed, _ORDER):08X}:{port:04X}"


_ORDER = sys.byteorder
