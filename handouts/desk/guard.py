"""Who may ask at all: looked at before anything else, for every request.

On this computer alone, a key that is in the address once opens the desk for one browser; other users of the computer,
and pages of other sites in the same browser, come no further than this file.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from hmac import compare_digest
from typing import TYPE_CHECKING, Any, Protocol

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from handouts.desk.who import Who

if TYPE_CHECKING:
    from starlette.datastructures import Headers
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["LARGEST", "POLICY", "Guard", "Keeper", "OneKey"]

LARGEST = 120_000_000
"""Bytes of the largest request: a pile of scans."""
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
_SAFE = ("GET", "HEAD")
_OPEN = ("/static/",)
"""What anybody may have: it holds nothing of the clinic."""


class Keeper(Protocol):
    """Knows who somebody is."""

    def who(self, cookies: Mapping[str, str], origin: str) -> Who | None:
        """Who has these cookies; None where nobody is known by them."""

    def enter(self, request: Request) -> Response | None:
        """The answer to a request that opens a session or asks for one; None where it does neither."""


class OneKey:
    """Keeps the desk of one computer: the first browser that brings the key is let in; it is worth nothing then."""

    def __init__(self, key: str, port: int) -> None:
        self._key: str | None = key
        self._sessions: dict[str, Who] = {}
        self._cookie = f"handouts_desk_{port}"

    def who(self, cookies: Mapping[str, str], origin: str) -> Who | None:
        """The person at this computer, where their browser was let in."""
        del origin
        return self._sessions.get(cookies.get(self._cookie, ""))

    def enter(self, request: Request) -> Response | None:
        """Let in who brings the key, once."""
        if request.url.path != "/enter":
            return None
        given = request.query_params.get("key", "")
        if self._key is None or not compare_digest(given.encode(), self._key.encode()):
            return PlainTextResponse(_USED, 403)
        self._key = None
        session = secrets.token_urlsafe(32)
        self._sessions[session] = Who(token=secrets.token_urlsafe(24))
        answer: Response = HTMLResponse(
            _IN
        )  # a redirect would still come from another site, and bring no strict cookie
        answer.set_cookie(self._cookie, session, httponly=True, samesite="strict", path="/")
        return answer

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

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or say why not."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        request = Request(scope)
        answer = self._refused(request)
        if answer is None and not request.url.path.startswith(_OPEN):
            answer = self._entered(request, scope)
        await (answer or self._app)(scope, receive, _with_headers(send, request.url.path))

    def _refused(self, request: Request) -> Response | None:
        """The answer to what comes from elsewhere, or is too large."""
        headers = request.headers
        if headers.get("host", "") not in self._hosts:
            return PlainTextResponse("This is not the address of this desk.\n", 421)
        size = headers.get("content-length", "0")
        if not size.isdigit() or int(size) > LARGEST or (request.method == "POST" and "transfer-encoding" in headers):
            return PlainTextResponse(f"That is more than {LARGEST // 1_000_000} MB.\n", 413)
        if request.method in _SAFE:
            return None
        if not self._from_here(headers):
            return PlainTextResponse("This came from another site.\n", 403)
        return None

    def _from_here(self, headers: Headers) -> bool:
        """Whether a request that changes something comes from a page of this desk."""
        site = headers.get("sec-fetch-site", "same-origin")
        return headers.get("origin", "") in self._origins and site == "same-origin"

    def _entered(self, request: Request, scope: Scope) -> Response | None:
        """Let known people through, with who they are; the answer to all others."""
        if answer := self._keeper.enter(request):
            return answer
        origin = request.client.host if request.client else ""
        who = self._keeper.who(request.cookies, origin)
        if who is None:
            return PlainTextResponse(_WHO, 403)
        token = request.headers.get("x-handouts-token", request.query_params.get("token", ""))
        if request.method not in _SAFE and not compare_digest(token.encode(), who.token.encode()):
            return PlainTextResponse("This form is of another session. Load the page again.\n", 403)
        scope["handouts.who"] = who
        return None


def _with_headers(send: Send, path: str) -> Send:
    """Every answer says what browsers may do with it, and is kept by none but for what is of no patient."""
    kept = path.startswith(_OPEN)
    control = ("cache-control", "public, max-age=31536000, immutable" if kept else "no-store")

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            given: list[Any] = message.setdefault("headers", [])
            known = {name for name, _ in given}
            pairs = [(name.encode(), value.encode()) for name, value in (*_HEADERS, control)]
            given += [pair for pair in pairs if pair[0] not in known]
        await send(message)

    return sent
