"""Where a clinic puts the pages for its patients' phones: an address with a gap for a sheet's id.

Nothing is sent there by us. A page has the name of a file that the address ends in, so that a folder of pages can be
put there as it is.
"""

from __future__ import annotations

import re

from handouts.base.records import dataclass

__all__ = ["GAP", "SQUARE_SIDES", "PagePlace", "place_fault", "square_modules"]

GAP = "{id}"
"""Stands for a handout's id, 12 capitals and digits."""
_ID = 12
_MOST = 106
"""Most characters of a whole address: so many go into a square of 41 modules."""
SQUARE_SIDES = {14: 21, 26: 25, 42: 29, 62: 33, 84: 37, _MOST: 41}
"""Modules on the side of a square (QR code, level M), by the most characters that it holds."""
_HOST = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", re.IGNORECASE)
_PATH = re.compile(r"[A-Za-z0-9._~%+,=:@/-]*")
_LAST = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9._-]*-)?\{id\}(?:\.html?)?")
"""The end of an address, which is a file's name too, and is known by the id in it."""
_LIKE = "such as https://clinic.example/h/{id}.html"


def place_fault(text: str) -> str:
    """What is wrong with an address for pages, as the end of a sentence that begins with its name; empty where it is
    sound.
    """
    scheme, _, rest = text.partition("://")
    host, _, path = rest.partition("/")
    name, _, port = host.partition(":")
    last = path.rpartition("/")[2]
    checks = (
        (scheme == "https", "starts with something else than https://; patients read it over any network"),
        ("@" not in host, "holds a user or a password, which would stand on every sheet"),
        (bool(_HOST.fullmatch(name)), f"has no name of a server that can be printed: “{name[:60]}”"),
        (not port or (port.isascii() and port.isdecimal() and 0 < int(port[:6]) < 65536), "has a port that is none"),
        (not set("?#") & set(path), "holds a ? or a #; the page must be a file of its own"),
        (text.count(GAP) == 1 and GAP in last, f"needs {GAP} once, in what follows the last slash: {_LIKE}"),
        (not set("{}") & set(text.replace(GAP, "")), f"holds a brace that is not {GAP}"),
        (bool(_PATH.fullmatch(path.replace(GAP, ""))), "holds a character that an address must not have"),
        (".." not in path.split("/") and "//" not in f"/{path}", "has a part of its path that is empty or “..”"),
        (bool(_LAST.fullmatch(last)), f"must end in /{GAP}.html or /{GAP}, or with a word and a hyphen before that"),
        (len(text) - len(GAP) + _ID <= _MOST, f"is longer than {_MOST} characters with the id in it"),
    )
    return next((fault for sound, fault in checks if not sound), "")


def square_modules(length: int) -> int:
    """Modules on the side of the smallest square that holds so many characters. ValueError where none does."""
    for most, side in SQUARE_SIDES.items():
        if length <= most:
            return side
    raise ValueError(f"no square holds {length} characters")


@dataclass(frozen=True)
class PagePlace:
    """A sound address for pages."""

    url: str

    def address(self, handout: str) -> str:
        """That of a handout's page. ``handout`` is its id."""
        return self.url.replace(GAP, handout)

    def shown(self, handout: str) -> str:
        """The same as people type it: without https://."""
        return self.address(handout).partition("://")[2]

    def file_name(self, handout: str) -> str:
        """The name of the file that is to lie there."""
        name = self.address(handout).rpartition("/")[2]
        return name if name.lower().endswith((".html", ".htm")) else f"{name}.html"

    @property
    def modules(self) -> int:
        """On the side of the square that says an address: of all handouts the same."""
        return square_modules(len(self.url) - len(GAP) + _ID)
