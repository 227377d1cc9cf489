"""Patients alike: one *head* of a file for all of them, and for each a *tail* with what is theirs.

The head holds the fonts, pictures, page streams, structure and form fields, with a table of its own; the tail a few
short streams, the file's id and what it says of itself, and a table that names the head's. A reader sees one file that
was added to once, as when a form is saved.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

from handouts.base.records import dataclass
from handouts.sheet.blocks import OwnPart
from handouts.sheet.own import OwnSigns, OwnText
from handouts.write.pdf.fonts import DocumentFonts, font_bodies
from handouts.write.pdf.lettering import Lettering
from handouts.write.pdf.objects import added_objects, wrapped
from handouts.write.pdf.owntext import OwnTexts, own_streams, said_of

__all__ = ["FONTS", "INFO", "OWN", "UNKNOWN_ID", "XMP", "Family", "Head", "OwnElement", "Pressed"]

INFO, XMP, FONTS, OWN = 1, 2, 3, 4
"""Numbers of what only the tail has: what the file says of itself, twice; the fonts; from the last on the streams."""
UNKNOWN_ID = "\x01" * 12
"""Stands for the handout's id, which is as long, until it is known: no text of a clinic holds control characters."""


@dataclass(frozen=True)
class Head:
    """The first part of many files."""

    data: bytes

    @cached_property
    def hash(self) -> Any:
        """A SHA-256 that has seen the head; a copy goes on with the tail."""
        return sha256(self.data)

    @cached_property
    def digest(self) -> bytes:
        """What it has come to."""
        return bytes(self.hash.digest())


@dataclass(frozen=True)
class Pressed:
    """A finished PDF file."""

    head: Head
    tail: bytes
    pages: int
    """Sides of paper."""

    @property
    def parts(self) -> tuple[bytes, bytes]:
        """The file in two parts, to be written one after the other."""
        return self.head.data, self.tail

    @property
    def data(self) -> bytes:
        """The file as one."""
        return self.head.data + self.tail

    @property
    def sha256(self) -> str:
        """Of the whole file, in hexadecimal."""
        whole = self.head.hash.copy()
        whole.update(self.tail)
        return str(whole.hexdigest())

    def __len__(self) -> int:
        return len(self.head.data) + len(self.tail)


class OwnElement(NamedTuple):
    """The element of a patient's own text, as it stands in the head, or a link, with a gap for the handout's id."""

    part: OwnPart
    number: int
    body: str


@dataclass(frozen=True)
class Family:
    """What patients alike share, and where their own goes."""

    head: Head
    table: int
    """Where the head's table stands."""
    root: int
    size: int
    """The first number that is free."""
    pages: int
    own: tuple[OwnPart, ...]
    elements: tuple[OwnElement, ...]
    """Those of the texts in them, and links."""
    fonts: str
    """Entries of the fonts' dictionary that all have."""
    info: list[bytes]
    xmp: list[bytes]
    """What the file says of itself, as two objects that are cut where the handout's id goes."""

    def file(self, handout: str, texts: OwnTexts, letters: Lettering) -> Pressed:
        """The file of one patient: ``handout`` is its id, ``texts`` gives what the patient has to say in each part."""
        fonts = DocumentFonts(letters.core, "H")
        own = [texts(part) for part in self.own]
        streams = own_streams(own, letters, fonts)
        names, more = self._fonts_of(fonts)
        known = handout.encode()
        bodies = [
            known.join(self.info),
            known.join(self.xmp),
            b"%d 0 obj\n<<%b>>\nendobj\n" % (FONTS, names.encode()),
            *[_STREAM % (number, len(code), code) for number, code in enumerate(streams, OWN)],
        ]
        again = self._said(own, handout)
        mark = sha256(self.head.digest + (known or b"".join(bodies))).hexdigest()[:32]
        entries = f"/Root {self.root} 0 R/Info {INFO} 0 R/ID[<{mark}><{mark}>]/Prev {self.table}"
        tail = added_objects(len(self.head.data), bodies, self.size, more, entries, again)
        return Pressed(self.head, tail, self.pages)

    def _said(self, own: Sequence[OwnText | OwnSigns], handout: str) -> list[tuple[int, bytes]]:
        """Elements that stand in the head and say more of this patient's texts, and links with the patient's id in
        them: they take the place of those.
        """
        found = {part: said for part, text in zip(self.own, own, strict=True) if (said := said_of(text))}
        again = list[tuple[int, bytes]]()
        for one in self.elements:
            if UNKNOWN_ID in one.body:
                body = one.body.replace(UNKNOWN_ID, handout)
            elif one.part in found:
                body = f"{one.body[:-2]}{found[one.part]}>>"
            else:
                continue
            again.append((one.number, wrapped(one.number, body.encode("ascii"))))
        return again

    def _fonts_of(self, fonts: DocumentFonts) -> tuple[str, list[bytes]]:
        """Entries of a patient's fonts' dictionary, and the objects of those beyond the core, from ``size`` on."""
        names = self.fonts
        more: list[bytes] = []
        for name, subset in fonts.own().items():
            first = self.size + len(more)
            names += f"/{name} {first} 0 R"
            numbers = range(first, first + len(subset.objects))
            more += [wrapped(number, body) for number, body in font_bodies(subset, numbers)]
        return names, more


_STREAM = b"%d 0 obj\n<</Length %d>>stream\n%b\nendstream\nendobj\n"
"""An object of plain operators."""
