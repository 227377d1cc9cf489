"""READ: opens a file that comes back, with its password where it is protected.

A patient's program may have saved it anew, with the same password made into bytes in its own way. What opens in the
viewers that patients have is to open here: they take a password as it is typed.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from handouts.base.problems import HandoutsError, Problem
from handouts.returned.whose import unreadable
from handouts.write.protect import INSTALL, composed, prepared

if TYPE_CHECKING:
    from pypdf import PdfReader

__all__ = ["opened"]


def opened(data: bytes, name: str, password: str) -> tuple[PdfReader, tuple[Problem, ...]]:
    """The file, and a warning where its password is not the very one that was given.

    HandoutsError where it does not open, of the kind “locked” where another password might.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    try:
        reader = PdfReader(io.BytesIO(data))
        if not reader.is_encrypted or any(map(reader.decrypt, _as_typed(password))):
            return reader, ()
        if any(map(reader.decrypt, _in_other_forms(password))):
            return reader, (_other(name),)
    except DependencyError as error:
        raise unreadable(name, "is protected, and what opens it is not installed", INSTALL) from error
    raise _locked(name, given=bool(password))


def _as_typed(password: str) -> Iterator[bytes]:
    """What viewers make of a password, and none: a file may be protected from changes alone."""
    return _unique(_bytes(password), [b""])


def _in_other_forms(password: str) -> Iterator[bytes]:
    """What only readers try that prepare a password as the standard asks (SASLprep)."""
    forms = (composed(password), prepared(password) or "")
    return _unique(*map(_bytes, forms))


def _unique(*lists: list[bytes]) -> Iterator[bytes]:
    return iter(dict.fromkeys(each for one in lists for each in one))


def _bytes(password: str) -> list[bytes]:
    """UTF-8 for AES-256, and for what is older one byte a letter, in the PDF's own table or in Latin-1."""
    from pypdf.generic import encode_pdfdocencoding

    found = []
    # an environment that is not in UTF-8 comes as escaped bytes, which are meant
    for encode in (lambda text: text.encode("utf-8", "surrogateescape"), encode_pdfdocencoding, _latin):
        with contextlib.suppress(UnicodeEncodeError):
            found.append(encode(password))
    return found


def _latin(text: str) -> bytes:
    return text.encode("latin-1")


def _other(name: str) -> Problem:
    message = "opens with another form of its password than was given; most PDF viewers tell the two apart"
    hint = "Write it in plain letters, figures and spaces, each letter with its accent as one character."
    return Problem(name, 0, message, hint, warning=True)


def _locked(name: str, *, given: bool) -> HandoutsError:
    """The problem of a file that another password might open."""
    message = (
        "is protected, and the password that was given does not open it" if given else "is protected by a password"
    )
    hint = "Set the environment variable HANDOUTS_PASSWORD to its password; at a terminal you are asked for it."
    return HandoutsError([Problem(name, 0, message, hint, kind="locked")])
