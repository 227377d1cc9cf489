"""READ: pages of a file, one at a time, and whose each is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from handouts.base.problems import HandoutsError, Problem
from handouts.scan.codes import codes_in, our_pages
from handouts.scan.pdfpages import LockedPdfError, pdf_pages
from handouts.scan.pdfprobe import opens
from handouts.scan.pictures import heic_pictures, pictures
from handouts.scan.seen import SeenPage
from handouts.scan.shots import MOST_BYTES, MOST_PAGES, Shot
from handouts.scan.tone import is_blank, is_one_bit, looks_like_ours

__all__ = ["ONE_BIT", "look"]

ONE_BIT = "is in pure black and white, where faint pencil is lost: scan in grey"
_HINT = "Scan to PDF, TIFF, JPEG or PNG in grey with 200 dpi, or take a photo."
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


def look(path: Path) -> Iterator[SeenPage]:
    """Every page of a file in order; see ``looked_at``."""
    shots, kind = _shots(path)
    number = 0
    while True:
        try:
            shot = next(shots, None)
        except LockedPdfError as error:
            message = "is protected by a password"
            raise HandoutsError([Problem(path.name, 0, message, "Save or scan it without one.")]) from error
        except Exception as error:  # decoders and their wrappers meet hostile bytes with any error
            if not number:
                message = f"is not a {kind} file that can be read: it is damaged or empty"
                raise HandoutsError([Problem(path.name, 0, message, _HINT)]) from error
            shot, shots = Shot(None, trouble="is damaged, and nothing after it can be read"), iter(())
        if shot is None:
            break
        number += 1
        yield _seen(path, number, shot)
    if not number:
        raise HandoutsError([Problem(path.name, 0, "holds no page", _HINT)])
    if number == MOST_PAGES:
        yield SeenPage(path, number + 1, (), "damaged", (f"and what follows is left out: {MOST_PAGES} pages are read",))


def _shots(path: Path) -> tuple[Iterator[Shot], str]:
    """The pages of a file, and what it is, by how it begins. HandoutsError where it is nothing that is read here."""
    try:
        if not path.is_file():
            raise HandoutsError([Problem(path.name, 0, "is no file", _HINT)])
        if path.stat().st_size > MOST_BYTES:
            message = f"is larger than {MOST_BYTES // 10**9} GB"
            raise HandoutsError([Problem(path.name, 0, message, "Scan fewer pages into a file.")])
        with path.open("rb") as file:
            start = file.read(1024)
    except OSError as error:
        raise HandoutsError([Problem(path.name, 0, f"cannot be read: {error.strerror}")]) from error
    if b"%PDF-" in start:
        if not opens(path):
            message = "takes more memory or time to open than any scan does, so it is not read"
            raise HandoutsError([Problem(path.name, 0, message, _HINT)])
        return pdf_pages(path), "PDF"
    for begin, kind in (
        (b"II*\0", "TIFF"),
        (b"MM\0*", "TIFF"),
        (b"II+\0", "TIFF"),
        (b"MM\0+", "TIFF"),
        (b"\xff\xd8\xff", "JPEG"),
        (b"\x89PNG", "PNG"),
    ):
        if start.startswith(begin):
            return pictures(path, kind), kind
    if start[4:8] == b"ftyp" and start[8:12] in _HEIC:
        return heic_pictures(path), "HEIC"
    if not start:
        raise HandoutsError([Problem(path.name, 0, "is empty", _HINT)])
    message = "is no PDF, TIFF, JPEG, PNG or HEIC file"
    raise HandoutsError([Problem(path.name, 0, message, _HINT, kind="filetype")])


def _seen(path: Path, number: int, shot: Shot) -> SeenPage:
    image = shot.image
    if image is None:
        return SeenPage(path, number, (), "damaged", (shot.trouble,))
    one_bit = shot.one_bit or is_one_bit(image)
    if is_blank(image):
        return SeenPage(path, number, (), "blank", image=image, one_bit=one_bit)
    codes = codes_in(image)
    if found := our_pages(codes):
        return SeenPage(path, number, found, "ours", (ONE_BIT,) if one_bit else (), image, one_bit)
    return SeenPage(path, number, (), "unread" if looks_like_ours(image) else "foreign", (), image, one_bit)
