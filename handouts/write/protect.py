"""Protects a finished PDF with a password: AES-256, all permissions left on, screen readers' among them."""

from __future__ import annotations

import io

from handouts.base.problems import Exit, HandoutsError, Problem

__all__ = ["LEAST", "MOST", "lock"]

LEAST, MOST = 8, 127
"""Characters of a password, and bytes of its UTF-8 form, as the standard allows."""


def lock(data: bytes, password: str) -> bytes:
    """The PDF, encrypted. The same file locked twice gives different bytes: salts are random.

    HandoutsError where the password cannot be used, or what encrypts is not installed.
    """
    hint = f"Choose {LEAST} characters or more: three words, for example."
    if len(password) < LEAST:
        raise HandoutsError([Problem("password", 0, f"is shorter than {LEAST} characters", hint)], Exit.USAGE)
    if len(password.encode("utf-8", "replace")) > MOST or not password.isprintable():
        raise HandoutsError([Problem("password", 0, "is too long, or holds invisible characters", hint)], Exit.USAGE)
    from pypdf import PdfReader, PdfWriter
    from pypdf.constants import UserAccessPermissions
    from pypdf.errors import DependencyError

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    try:
        writer.encrypt(password, algorithm="AES-256", permissions_flag=UserAccessPermissions.all())
    except DependencyError as error:
        hint = "Install what is needed: pip install handouts[encrypt]"
        raise HandoutsError(
            [Problem("password", 0, "cannot be set on a PDF: a part is not installed", hint, kind="option")], Exit.USAGE
        ) from error
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
