"""Protects a finished PDF with a password: AES-256, all permissions left on, screen readers' among them."""

from __future__ import annotations

import io
import stringprep
import unicodedata

from handouts.base.problems import Exit, HandoutsError, Problem

__all__ = ["LEAST", "MOST", "composed", "lock", "unfit"]

LEAST, MOST = 8, 127
"""Characters of a password, and bytes of its UTF-8 form, as the standard allows."""

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

    What makes the file prepares a password (SASLprep: full-width letters become plain ones, and the like), most readers
    do not. So only those are fit that are the same afterwards: what was agreed or printed is then what opens the file.
    """
    password = composed(password)
    if len(password) < LEAST:
        return f"is shorter than {LEAST} characters"
    if not password.isprintable():
        return "holds invisible characters"
    if len(password.encode("utf-8", "replace")) > MOST:
        return "is too long"
    if password != password.strip():
        return "begins or ends with a space, which cannot be seen"
    if _prepared(password) != password:
        return "holds characters that PDF readers take in different ways, such as full-width letters or special spaces"
    return ""


def _prepared(password: str) -> str | None:
    """The password after SASLprep (RFC 4013), or None where that does not know or allow a character of it."""
    kept = (" " if stringprep.in_table_c12(char) else char for char in password if not stringprep.in_table_b1(char))
    text = unicodedata.normalize("NFKC", "".join(kept))
    right = [stringprep.in_table_d1(char) for char in text]  # written from right to left
    mixed = any(right) and (any(map(stringprep.in_table_d2, text)) or not (right[0] and right[-1]))
    return None if mixed or any(no(char) for char in text for no in _REFUSED) else text


def lock(data: bytes, password: str) -> bytes:
    """The PDF, encrypted. The same file locked twice gives different bytes: salts are random.

    HandoutsError where the password cannot be used, or what encrypts is not installed.
    """
    if wrong := unfit(password):
        hint = f"Choose {LEAST} characters or more: three words in plain letters, for example."
        raise HandoutsError([Problem("password", 0, wrong, hint)], Exit.USAGE)
    from pypdf import PdfReader, PdfWriter
    from pypdf.constants import UserAccessPermissions
    from pypdf.errors import DependencyError

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    try:
        writer.encrypt(composed(password), algorithm="AES-256", permissions_flag=UserAccessPermissions.all())
    except DependencyError as error:
        hint = "Install what is needed: pip install handouts[encrypt]"
        raise HandoutsError(
            [Problem("password", 0, "cannot be set on a PDF: a part is not installed", hint, kind="option")], Exit.USAGE
        ) from error
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
