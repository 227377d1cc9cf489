"""Who may ask at all: looked at before anything else, for every request.

On this computer alone, a key that is in the address once opens the desk for one browser; other users of the computer,
and pages of other sites in the same browser, come no further than this file.
"""

from __future__ import annotations

import re
import secrets
from hmac import compare_digest
from typing import TYPE_CHECKING, Any, Protocol

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from handouts.desk.who import Who

if TYPE_CHECKING:
    from starlette.datastructures import Headers
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["LARGEST", "LARGEST_FORM", "LARGEST_OPEN", "POLICY", "Guard", "Keeper", "OneKey"]

LARGEST, LARGEST_FORM, LARGEST_OPEN = 120_000_000, 5_000_000, 10_000
"""Bytes of the largest request: a pile of scans; a form without files; what somebody sends whom nobody knows yet."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; "
    "object-src 'none'"
)
_HEADERS = (
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "SAMEORIGIN"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
)
_ONLY_TLS = ("strict-transport-security", "max-age=31536000")
_SAFE, _OURS = ("GET", "HEAD"), ("same-origin", "none")
_CHARSET = re.compile(r"charset[*\d\s]*=\s*[\"']?([^\"';\s]*)", re.IGNORECASE)
"""What a form says its letters are. Python would decode it by any codec of that name, which pages never ask for."""
_OPEN = ("/static/",)
"""What anybody may have: it holds nothing of the clinic."""


class Keeper(Protocol):
    """Knows who somebody is."""

    @property
    def open(self) -> tuple[str, ...]:
        """Addresses that anybody may ask: where one logs in."""

    async def who(self, request: Request) -> Who | None:
        """Who asks, by the request's cookies; None where nobody is known by them."""

    def enter(self, request: Request) -> Response | None:
        """The answer to a request that opens a session; None where it does not."""

    async def stranger(self, request: Request) -> Response:
        """The answer to somebody whom nobody knows."""


class OneKey:
    """Keeps the desk of one computer: the first browser that brings the key is let in; it is worth nothing then."""

    open: tuple[str, ...] = ()

    def __init__(self, key: str, port: int) -> None:
        self._key: str | None = key
        self._sessions: dict[str, Who] = {}
        self._cookie = f"handouts_desk_{port}"

    async def who(self, request: Request) -> Who | None:
        """The person at this computer, where their browser was let in."""
        return self._sessions.get(request.cookies.get(self._cookie, ""))

    def enter(self, request: Request) -> Response | None:
        """Let in who brings the key, once."""
        if request.url.path != "/enter":
            return None
        given = request.query_params.get("key", "")
        if request.method == "HEAD" or self._key is None or not compare_digest(given.encode(), self._key.encode()):
            return PlainTextResponse(_USED, 403)
        self._key = None
        session = secrets.token_urlsafe(32)
        self._sessions[session] = Who(token=secrets.token_urlsafe(24))
        answer: Response = HTMLResponse(
            _IN
        )  # a redirect would still come from another site, and bring no strict cookie
        answer.set_cookie(self._cookie, session, httponly=True, samesite="strict", path="/")
        return answer

    async def stranger(self, request: Request) -> Response:
        """Say which browser the desk is open in."""
        del request
        return PlainTextResponse(_WHO, 403)

    def new_key(self) -> str:
        """Another key, for another browser of the same person."""
        self._key = secrets.token_urlsafe(32)
        return self._key


_IN = (
    '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/">'
    '<title>Handouts</title><p><a href="/">To the desk</a></p></html>'
)
_USED = "This address was used before, or is not whole. Start “handouts desk” again: it opens a new one.\n"
_WHO = "This desk is open in the browser that “handouts desk” started. Start it again to open it here.\n"


class Guard:
    """ASGI middleware around the whole desk."""

    def __init__(self, app: ASGIApp, keeper: Keeper, hosts: frozenset[str], scheme: str) -> None:
        """``hosts``: how this server may be called, with its port. ``scheme``: http or https."""
        self._app, self._keeper, self._hosts = app, keeper, hosts
        self._origins = frozenset(f"{scheme}://{host}" for host in hosts)
        self._always = (*_HEADERS, _ONLY_TLS) if scheme == "https" else _HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or say why not."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        request = Request(scope)
        answer, most = self._refused(request), LARGEST_OPEN
        if answer is None and not request.url.path.startswith(_OPEN) and request.url.path not in self._keeper.open:
            answer, most = await self._entered(request, scope), _most_of(request)
        send = _with_headers(send, request.url.path, self._always)
        if answer is None and int(request.headers.get("content-length", "0")) > most:
            answer = _too_large(most)
        await (answer or self._app)(scope, _no_more_than(receive, most), send)

    def _refused(self, request: Request) -> Response | None:
        """The answer to what calls the desk by another name, is too large, or comes from elsewhere."""
        headers = request.headers
        if headers.get("host", "").lower() not in self._hosts or len(headers.getlist("host")) > 1:
            return PlainTextResponse("This is not the address of this desk.\n", 421)
        size = headers.get("content-length", "0")
        if not (size.isascii() and size.isdigit()) or int(size) > LARGEST:
            return _too_large(LARGEST)
        return self._unlike_ours(request)

    def _unlike_ours(self, request: Request) -> Response | None:
        """The answer to what no page of this desk has asked for."""
        headers = request.headers
        if request.method in _SAFE:
            embedded = headers.get("sec-fetch-mode", "navigate") != "navigate"
            if embedded and headers.get("sec-fetch-site", "same-origin") not in _OURS:
                return PlainTextResponse("This was asked for by another site.\n", 403)
            return None
        if request.method != "POST":
            return PlainTextResponse("This cannot be done here.\n", 405, {"allow": "GET, HEAD, POST"})
        if not self._from_here(headers):
            return PlainTextResponse("This came from another site.\n", 403)
        said = _CHARSET.findall(headers.get("content-type", ""))
        if any(one.lower() not in ("utf-8", "utf8") for one in said):
            return PlainTextResponse("A form is read as UTF-8 here.\n", 415)
        return None

    def _from_here(self, headers: Headers) -> bool:
        """Whether a request that changes something comes from a page of this desk."""
        site = headers.get("sec-fetch-site", "same-origin")
        return headers.get("origin", "").lower() in self._origins and site == "same-origin"

    async def _entered(self, request: Request, scope: Scope) -> Response | None:
        """Let known people through, with who they are; the answer to all others."""
        if answer := self._keeper.enter(request):
            return answer
        who = await self._keeper.who(request)
        if who is None:
            return await self._keeper.stranger(request)
        token = request.headers.get("x-handouts-token", request.query_params.get("token", ""))
        if request.method not in _SAFE and not compare_digest(token.encode(), who.token.encode()):
            return PlainTextResponse("This form is of another session. Load the page again.\n", 403)
        scope["handouts.who"] = who
        return None


def _most_of(request: Request) -> int:
    """Bytes that somebody who is known may send."""
    return LARGEST if request.headers.get("content-type", "").startswith("multipart/form-data") else LARGEST_FORM


def _too_large(most: int) -> Response:
    size = f"{most // 1_000_000} MB" if most >= 1_000_000 else f"{most // 1000} kB"
    return PlainTextResponse(f"That is more than {size}.\n", 413, {"connection": "close"})


def _no_more_than(receive: Receive, most: int) -> Receive:
    """What comes in, up to so many bytes: a request that came in pieces did not say how long it would be."""
    count = 0

    async def received() -> Message:
        nonlocal count
        message = await receive()
        count += len(message.get("body", b""))
        if count > most:
            raise HTTPException(413, f"it is more than {most:,} bytes long")
        return message

    return received


def _with_headers(send: Send, path: str, always: tuple[tuple[str, str], ...]) -> Send:
    """Every answer says what browsers may do with it, and is kept by none but for what is of no patient."""
    kept = path.startswith(_OPEN)

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            given: list[Any] = message.setdefault("headers", [])
            known = {name for name, _ in given}
            well = kept and message["status"] == 200  # what is not there now may be there later
            control = ("cache-control", "public, max-age=31536000, immutable" if well else "no-store")
            pairs = [(name.encode(), value.encode()) for name, value in (*always, control)]
            given += [pair for pair in pairs if pair[0] not in known]
        await send(message)

    return sent
