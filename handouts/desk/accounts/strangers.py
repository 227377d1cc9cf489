"""What somebody gets whom nobody knows: a page to log in on, or, where they were logged in, the same in its place.

Who was away for too long logs in where they are: nothing that stands on their page is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from handouts.desk.pages import fragment

if TYPE_CHECKING:
    from starlette.requests import Request

    from handouts.desk.state import Desk

__all__ = ["again_part", "asked_to_log_in", "login_page", "where_to"]

_LONGEST = 500


def asked_to_log_in(desk: Desk, request: Request, was: str) -> Response:
    """The answer to a request without a session. ``was``: whose session is over, where there was one."""
    if "hx-request" in request.headers:
        return again_part(was, "")
    seen = request.headers.get("sec-fetch-dest", "document") in ("document", "empty")
    streamed = "text/event-stream" in request.headers.get("accept", "")
    if not seen or streamed:
        return PlainTextResponse("Log in first.\n", 403)
    if request.method == "POST":
        return login_page(desk, name=was, status=403, lost=True)
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/login?next={quote(where_to(here), safe='')}" if here != "/" else "/login", 303)


def login_page(desk: Desk, *, status: int = 200, **values: Any) -> Response:
    """The page to log in on."""
    usual = {"name": "", "next": "/", "problem": "", "lost": False, "out": False}
    return HTMLResponse(
        fragment("accounts/login.html", {"clinic": desk.library.clinic.name, **usual, **values}), status
    )


def again_part(was: str, problem: str) -> Response:
    """The part that asks to log in again, in the place where a page tells of problems."""
    answer = HTMLResponse(fragment("accounts/again.html", {"was": was, "problem": problem}), 403)
    answer.headers["HX-Retarget"] = "#problems"
    answer.headers["HX-Reswap"] = "innerHTML"
    return answer


def where_to(text: str) -> str:
    """An address of this desk to go on to; the start where it is another's, or none."""
    plain = text.isascii() and text.isprintable() and len(text) <= _LONGEST and "\\" not in text
    return text if plain and text.startswith("/") and not text.startswith(("//", "/login", "/logout")) else "/"
