"""Protects a finished PDF with a password: AES-256, all permissions left on, screen readers' among them.

qpdf does it (in pikepdf). It takes a password's UTF-8 bytes as they are, like nearly every reader; so it is given the
one form that all readers take for the same.
"""

from __future__ import annotations

import io
import stringprep
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from handouts.base.problems import Exit, HandoutsError, Problem

if TYPE_CHECKING:
    from pikepdf import Pdf

__all__ = ["INSTALL", "LEAST", "MOST", "composed", "fit", "lock", "prepared", "unfit"]

LEAST, MOST = 8, 127
"""Characters of a password, and bytes of its UTF-8 form, as the standard allows."""
INSTALL = "Install what is needed: pip install handouts[encrypt]"
_UNTYPED = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2212")
"""Quotes and dashes that programs put in place of what was typed. Few keyboards have them."""

_REFUSED = (
    stringprep.in_table_a1,
    stringprep.in_table_c3,
    stringprep.in_table_c4,
    stringprep.in_table_c6,
    stringprep.in_table_c7,
    stringprep.in_table_c8,
    stringprep.in_table_c9,
)
"""What SASLprep does not know, or not allow; control characters are refused before."""


def composed(password: str) -> str:
    """The password as keyboards type it: each letter with its marks as one character."""
    return unicodedata.normalize("NFC", password)


def unfit(password: str) -> str:
    """What keeps a password from opening the file in every reader, or empty. Does not repeat it.

    Some readers prepare what is typed, as the standard asks (SASLprep: full-width letters become plain ones, and the
    like), most do not. So only those are fit that are the same afterwards: what was agreed or printed opens the file.
    """
    return next(_faults(composed(password)), "")


def _faults(password: str) -> Iterator[str]:
    if len(password) < LEAST:
        yield f"is shorter than {LEAST} characters"
    if not password.isprintable():
        yield "holds invisible characters"
    if len(password.encode("utf-8", "replace")) > MOST:
        yield "is too long"
    if password != password.strip():
        yield "begins or ends with a space, which cannot be seen"
    if not _UNTYPED.isdisjoint(password):
        yield "holds curly quotes or long dashes, which programs put in and most keyboards do not have"
    if prepared(password) != password:
        yield "holds characters that PDF readers take in different ways, such as full-width letters or special spaces"


def fit(password: str) -> str:
    """The password as every reader takes it; HandoutsError says what to choose where there is no such form."""
    if wrong := unfit(password):
        hint = f"Choose {LEAST} characters or more: three words in plain letters, for example."
        raise HandoutsError([Problem("password", 0, wrong, hint)], Exit.USAGE)
    return composed(password)


def prepared(password: str) -> str | None:
    """The password after SASLprep (RFC 4013), or None where that does not know or allow a character of it."""
    kept = (" " if stringprep.in_table_c12(char) else char for char in password if not stringprep.in_table_b1(char))
    text = unicodedata.normalize("NFKC", "".join(kept))
    right = [stringprep.in_table_d1(char) for char in text]  # written from right to left
    mixed = any(right) and (any(map(stringprep.in_table_d2, text)) or not (right[0] and right[-1]))
    return None if mixed or any(no(char) for char in text for no in _REFUSED) else text


def lock(data: bytes, password: str) -> bytes:
    """The PDF, encrypted. The same file locked twice gives different bytes: salts, keys and its second id are random.

    HandoutsError where the password cannot be used, or what encrypts is not installed.
    """
    password = fit(password)
    try:
        from pikepdf import Encryption, ObjectStreamMode, Pdf, Permissions
    except ImportError as error:
        message = "cannot be set on a PDF: a part is not installed"
        raise HandoutsError([Problem("password", 0, message, INSTALL, kind="option")], Exit.USAGE) from error
    protection = Encryption(user=password, owner=password, R=6, allow=Permissions(modify_assembly=True))
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(data)) as pdf:
        _drop_archive_claim(pdf)
        # streams stay as they are compressed; all else goes into object streams, and so is encrypted once for many
        pdf.save(out, encryption=protection, object_stream_mode=ObjectStreamMode.generate, fix_metadata_version=False)
    return out.getvalue()


def _drop_archive_claim(pdf: Pdf) -> None:
    """PDF/A allows no encryption, so the file must not go on to say that it is one. PDF/UA allows it."""
    if "/Metadata" in pdf.Root:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
            for claim in ("pdfaid:part", "pdfaid:conformance"):
                if claim in about:
                    del about[claim]
