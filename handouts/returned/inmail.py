"""READ: the texts and small files in a saved e-mail, among which may be what a page for the phone sent. Pure.

Nothing of a message is followed, fetched or run: its parts are unpacked, and what is HTML is stripped of its tags.
"""

from __future__ import annotations

import contextlib
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html.parser import HTMLParser

__all__ = ["is_message", "parts_of"]

_PARTS_MOST = 200
_HEADERS = (b"from:", b"received:", b"return-path:", b"mime-version:", b"message-id:", b"subject:", b"date:", b"to:",
            b"delivered-to:", b"x-mozilla-status:", b"content-type:")  # fmt: skip
"""One of these begins a saved message; in mail boxes a line “From ” stands before it."""
_BREAKS = frozenset(("br", "p", "div", "tr", "li", "blockquote", "h1", "h2", "h3", "pre"))


def is_message(data: bytes, name: str) -> bool:
    """Whether a file is a saved e-mail: by its name, or by how it begins."""
    start = data[:2000].lstrip(b"\xef\xbb\xbf\r\n ").lower()
    return name.lower().endswith(".eml") or start.startswith((*_HEADERS, b"from "))


def parts_of(data: bytes) -> list[bytes]:
    """What a message holds, that is small enough to be read: files first, then texts, each as UTF-8. HTML comes last,
    for it mostly repeats the text.
    """
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(data)
    files: list[bytes] = []
    texts: list[bytes] = []
    pages: list[bytes] = []
    for at, part in enumerate(message.walk()):
        if at >= _PARTS_MOST:
            break
        if part.is_multipart():
            continue
        with contextlib.suppress(LookupError, ValueError, AssertionError, AttributeError, TypeError):
            _sort(part, files, texts, pages)  # a damaged part is no reason to pass over the others
    return [*files, *texts, *pages]


def _sort(part: EmailMessage, files: list[bytes], texts: list[bytes], pages: list[bytes]) -> None:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return
    kind, attached = part.get_content_type(), part.get_filename() or part.get_content_disposition() == "attachment"
    if not attached and kind in ("text/plain", "text/html"):
        text = raw.decode(part.get_content_charset("utf-8"), "replace")
        (pages if kind == "text/html" else texts).append((_plain(text) if kind == "text/html" else text).encode())
    else:
        files.append(raw)


class _Text(HTMLParser):
    """Keeps what is written between tags."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._quiet = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._quiet += tag in ("script", "style")
        if tag in _BREAKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._quiet = max(0, self._quiet - (tag in ("script", "style")))

    def handle_data(self, data: str) -> None:
        if not self._quiet:
            self.found.append(data)


def _plain(text: str) -> str:
    reader = _Text()
    reader.feed(text)
    reader.close()
    return "".join(reader.found)
