"""WRITE: the square that says where a sheet's page for the phone lies: a QR code of level M, from segno.

Version and mask are fixed by us, so that each module is a sum, modulo 2, of bits of the text. A batch makes thousands
for one address, in which the ids alone differ: after the first few the squares are sums of what each bit changes, and
take some µs instead of some ms. A test holds the two ways to each other.
"""

from __future__ import annotations

from functools import lru_cache

from handouts.base.pageplace import GAP, SQUARE_SIDES, PagePlace, square_modules

__all__ = ["square_of"]

_MASK = 3
"""Any of the eight reads well with ids and addresses."""
_FIRST = "0" * 12
_ENCODED = 40
"""So many squares of an address are encoded each by itself; then it pays to know what each bit changes."""


def square_of(place: PagePlace, handout: str) -> int:
    """The dark modules as bits, row by row from the top left, the first as the highest of ``place.modules`` squared.

    ``handout`` is the id in its plain form.
    """
    return _squares(place.url).of(handout)


class _Squares:
    """Squares of one address."""

    def __init__(self, url: str) -> None:
        self._before, _, self._after = url.partition(GAP)
        self._made = 0
        self._base = 0
        self._bits: list[list[int]] = []
        self._chars: list[dict[str, int]] = [{} for _ in _FIRST]
        """Of each place of the id, what a character changes."""

    def of(self, handout: str) -> int:
        """That of a handout."""
        self._made += 1
        if self._made <= _ENCODED:
            return self._encoded(handout)
        if not self._bits:
            self._base = self._encoded(_FIRST)
            self._bits = [[self._changed(at, bit) for bit in range(7)] for at in range(len(_FIRST))]
        found = self._base
        for at, (known, char) in enumerate(zip(self._chars, handout, strict=True)):
            if char not in known:
                known[char] = self._character(at, char)
            found ^= known[char]
        return found

    def _character(self, at: int, char: str) -> int:
        """The modules that a character changes where a 0 was."""
        found, value = 0, ord(char) ^ ord("0")
        for bit, changed in enumerate(self._bits[at]):
            found ^= changed if value >> bit & 1 else 0
        return found

    def _changed(self, at: int, bit: int) -> int:
        """The modules that a bit of a character of the id changes."""
        other = f"{_FIRST[:at]}{chr(ord('0') ^ 1 << bit)}{_FIRST[at + 1 :]}"
        return self._base ^ self._encoded(other)

    def _encoded(self, handout: str) -> int:
        from segno import make_qr

        text = f"{self._before}{handout}{self._after}"
        version = 1 + list(SQUARE_SIDES.values()).index(square_modules(len(text)))
        made = make_qr(text, "m", version, "byte", _MASK, "iso-8859-1", boost_error=False)
        return int("".join(["1" if dark else "0" for row in made.matrix for dark in row]), 2)


@lru_cache(maxsize=8)
def _squares(url: str) -> _Squares:
    return _Squares(url)
