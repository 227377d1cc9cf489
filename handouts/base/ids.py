"""The handout id: 10 characters of Crockford base 32 from the content, and 2 that check them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

__all__ = ["Digest", "check_id", "digest", "make_id", "shown_id"]

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
_PRIME = 1021  # largest prime below 32 * 32: finds every wrong character and every swap of two


class Digest:
    """The digest of a list, begun with the parts that it is made with: what many lists begin with is read once."""

    __slots__ = ("_sha",)

    def __init__(self, parts: Iterable[object]) -> None:
        self._sha = hashlib.sha256()
        _count(self._sha, parts)

    def with_parts(self, parts: Iterable[object]) -> str:
        """That of the list with these parts at its end, in hexadecimal. What was begun stays as it is."""
        sha = self._sha.copy()
        _count(sha, parts)
        return sha.hexdigest()


def _count(sha: hashlib._Hash, parts: Iterable[object]) -> None:
    for part in parts:
        raw = repr(part).encode()
        sha.update(b"%d:%b" % (len(raw), raw))


def digest(parts: Iterable[object]) -> str:
    """SHA-256 in hexadecimal of the parts' plain forms, in order; no two lists share one by joining."""
    sha = hashlib.sha256()
    _count(sha, parts)
    return sha.hexdigest()


def _encode(value: int, length: int) -> str:
    """A number in so many characters, an even number of them."""
    return "".join([_PAIRS[value >> 10 * place & 1023] for place in range(length // 2 - 1, -1, -1)])


def make_id(parts: Iterable[object]) -> str:
    """12 characters: 50 bits of the digest, then the check characters."""
    value = int(digest(parts)[:16], 16) >> 14
    return _encode(value, 10) + _encode(value % _PRIME, 2)


def check_id(text: str) -> str | None:
    """The id in its plain form if its check characters are right, else None. Reads O as 0, I and L as 1."""
    plain = text.upper().replace("-", "").replace(" ", "").translate(str.maketrans("OIL", "011"))
    if len(plain) != 12 or any(char not in _ALPHABET for char in plain):
        return None
    value = 0
    for char in plain[:10]:
        value = value * 32 + _ALPHABET.index(char)
    return plain if _encode(value % _PRIME, 2) == plain[10:] else None


def shown_id(handout: str) -> str:
    """An id as it is printed, in groups of four: 1A2B-3C4D-5E6F."""
    return "-".join([handout[start : start + 4] for start in range(0, len(handout), 4)])
