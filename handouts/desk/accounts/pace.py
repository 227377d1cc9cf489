"""How often may be tried to log in: slower after each failure, for an account, a computer, and the two together.

It is kept in memory: an attack writes nothing, and the register stays quick. Who has logged in to an account from a
computer within the last month is slowed by what went wrong for that pair alone, so that nobody can keep others out from
elsewhere; and no delay is longer than a minute.
"""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import Lock

from handouts.base.records import dataclass

__all__ = ["LONGEST_WAIT", "Pace", "house_of"]

LONGEST_WAIT = 60.0
"""The longest delay, s."""
_FREE = {"pair": 5, "account": 10, "address": 20}
"""Failures that cost nothing. Several people may share a computer, and forget what they typed."""
_FORGOTTEN = 900.0
"""A failure counts for so long after the last one, s."""
_MOST = 20_000
"""Accounts, computers and pairs that are remembered; the oldest go first."""
Key = tuple[str, ...]


@dataclass
class _Failures:
    count: int
    at: float


class Pace:
    """Remembers failures, and says how long to wait."""

    def __init__(self, known: Iterable[tuple[str, str]] = (), clock: Callable[[], float] = time.monotonic) -> None:
        """``known``: accounts' keys and addresses from which they were logged in to."""
        self._known = {(account, house_of(address)) for account, address in known}
        self._failed: OrderedDict[Key, _Failures] = OrderedDict()
        self._clock, self._lock = clock, Lock()

    def begin(self, account: str, address: str) -> float:
        """Ask to try. 0: go on; it counts as failed until ``succeeded`` is said. Else s to wait; nothing is counted."""
        with self._lock:
            now = self._clock()
            keys = self._keys(account, address)
            wait = max(self._wait(key, now) for key in keys)
            if not wait:
                for key in keys:
                    self._count(key, now)
            return wait

    def succeeded(self, account: str, address: str) -> None:
        """It was the right password: what was counted for it is forgotten, and from now on the pair is known."""
        with self._lock:
            place = house_of(address)
            for key in (("pair", account, place), ("account", account)):
                self._failed.pop(key, None)
            if found := self._failed.get(("address", place)):
                found.count = max(0, found.count - 1)
            self._known.add((account, place))

    def knows(self, account: str, address: str) -> bool:
        """Whether somebody has logged in to that account from there."""
        with self._lock:
            return (account, house_of(address)) in self._known

    def lapsed(self, account: str, address: str) -> None:
        """It was not tried after all, for too many were waiting."""
        with self._lock:
            for key in self._keys(account, address):
                if found := self._failed.get(key):
                    found.count = max(0, found.count - 1)

    def _keys(self, account: str, address: str) -> tuple[Key, ...]:
        place = house_of(address)
        pair: Key = ("pair", account, place)
        return (pair,) if (account, place) in self._known else (pair, ("account", account), ("address", place))

    def _wait(self, key: Key, now: float) -> float:
        found = self._failed.get(key)
        if found is None or now - found.at > _FORGOTTEN:
            return 0.0
        over = found.count - _FREE[key[0]]
        delay = min(LONGEST_WAIT, 2.0 ** min(over, 10)) if over >= 0 else 0.0
        return max(0.0, found.at + delay - now)

    def _count(self, key: Key, now: float) -> None:
        found = self._failed.pop(key, None)
        count = found.count if found and now - found.at <= _FORGOTTEN else 0
        self._failed[key] = _Failures(count + 1, now)
        while len(self._failed) > _MOST:
            self._failed.popitem(last=False)

    def __len__(self) -> int:
        return len(self._failed)


def house_of(address: str) -> str:
    """The address for which failures are counted: of IPv6 its first half, for a computer has all of the other."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False).network_address)
    return str(found)
