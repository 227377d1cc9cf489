"""Logging in and out. Whoever may see the log-in page has no session yet, so its form is looked at here."""

from __future__ import annotations

import json
from math import ceil
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from handouts.deliver.accounts import AccountsTable
from handouts.desk.accounts.keeper import COOKIE, AccountKeeper, LoggedIn, NotNow, address_of, token_of
from handouts.desk.accounts.strangers import again_part, login_page, where_to
from handouts.desk.routing import Asking, goes_to
from handouts.runs.accounts import digest_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from handouts.desk.state import Desk

__all__ = ["LOGIN", "log_out", "with_cookie"]

_WRONG = "Name and password do not belong together. Look at Caps Lock and the keyboard’s language."
_BUSY = "Many are logging in at this moment. Try again in a few seconds."


async def _login(request: Request) -> Response:
    desk: Desk = request.app.state.desk
    keeper: AccountKeeper | None = request.app.state.accounts
    if keeper is None:
        raise HTTPException(404)
    if request.method != "POST":
        where, out = where_to(request.query_params.get("next", "/")), "out" in request.query_params
        return await run_in_threadpool(lambda: login_page(desk, next=where, out=out))
    form = await request.form(max_files=0, max_fields=8, max_part_size=2_000)
    given = {name: text if isinstance(text := form.get(name, ""), str) else "" for name in _FIELDS}
    browser = request.headers.get("user-agent", "")
    found = await keeper.log_in(given["name"], given["password"], address_of(request), browser)
    if isinstance(found, LoggedIn):
        return with_cookie(_let_in(request, found, given), found.secret)
    problem = _words(found)
    if "hx-request" in request.headers:
        return again_part(given["was"], problem)
    status = 429 if isinstance(found, NotNow) else 403
    where = where_to(given["next"])
    answer = await run_in_threadpool(
        lambda: login_page(desk, status=status, name=given["name"][:60], next=where, problem=problem)
    )
    if isinstance(found, NotNow):
        answer.headers["retry-after"] = str(ceil(found.wait))
    return answer


_FIELDS = ("name", "password", "was", "next")
LOGIN = Route("/login", _login, methods=["GET", "POST"])


def _words(found: NotNow | None) -> str:
    if found is None:
        return _WRONG
    if found.why == "busy":
        return _BUSY
    return f"That was tried too often. Wait {ceil(found.wait)} s, then try again. The owner can set a new password."


def _let_in(request: Request, found: LoggedIn, given: dict[str, str]) -> Response:
    """The page to go on with; where they were on one, that page goes on with the new session."""
    if "hx-request" not in request.headers:
        return goes_to(where_to(given["next"]))
    answer = HTMLResponse("")
    if given["was"] != found.account.name:
        answer.headers["HX-Redirect"] = "/"  # what stands on the page was another's
        return answer
    said = "You are logged in again. What you did last was not done yet: do it once more."
    answer.headers["HX-Trigger"] = json.dumps({"handouts:token": token_of(found.secret), "handouts:said": said})
    return answer


def with_cookie(answer: Response, secret: str) -> Response:
    """The answer, with a session for the browser that gets it."""
    answer.set_cookie(COOKIE, secret, secure=True, httponly=True, samesite="strict", path="/")
    return answer


def log_out(asked: Asking) -> Response:
    """End the session of this browser."""
    if not asked.who.name:
        return goes_to("/")
    secret = asked.request.cookies.get(COOKIE, "")
    with asked.desk.register() as register:
        table = AccountsTable(register)
        with table.changing():
            table.end(digest_of(secret))
    asked.desk.note(asked.who, "logged out")
    answer = goes_to("/login?out")
    answer.delete_cookie(COOKIE, secure=True, httponly=True, samesite="strict", path="/")
    answer.headers["clear-site-data"] = '"cache", "storage"'
    return answer
