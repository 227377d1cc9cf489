"""Puts the areas of the desk together: a table of them, the files of the pages, and the guard around all."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from handouts.base.problems import Problem
from handouts.base.shipped import shipped
from handouts.desk.guard import Guard, Keeper
from handouts.desk.pages import static_version
from handouts.desk.routing import Asking, NotThereError, at, goes_to, refused

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from handouts.desk.state import Desk

__all__ = ["AREAS", "desk_app"]

AREAS = ("sheet", "handover", "monday", "clinic", "accounts", "patients")
"""The areas, each a folder beside this file whose module ``routes`` has ``ROUTES``."""


def desk_app(desk: Desk, keeper: Keeper, hosts: frozenset[str], *, scheme: str = "http", accounts: Any = None) -> Guard:
    """The desk as an ASGI application. ``hosts``: how it may be called, with the port. ``accounts``: None where one
    person has it to themselves.
    """
    routes: list[BaseRoute] = [at("/", _home), Route("/static/{version}/{name}", _static)]
    for area in AREAS:
        routes += import_module(f"handouts.desk.{area}.routes").ROUTES
    app = Starlette(routes=routes, exception_handlers={HTTPException: _http, Exception: _failed})
    app.state.desk, app.state.accounts = desk, accounts
    return Guard(app, keeper, hosts, scheme)


def _home(asked: Asking) -> Response:
    del asked
    return goes_to("/sheet")


@cache
def _shipped_files() -> frozenset[str]:
    return frozenset(one.name for one in shipped("templates", "desk", "static").iterdir() if one.is_file())


def _static(request: Request) -> Response:
    """A file of the pages: anybody may have it, for it holds nothing of the clinic."""
    name, version = request.path_params["name"], request.path_params["version"]
    if name in _FONTS:
        return FileResponse(_font(strong=_FONTS[name]), media_type="font/ttf")
    if name not in _shipped_files() or version != static_version(name):
        raise HTTPException(404)
    return FileResponse(shipped("templates", "desk", "static", name))


_FONTS = {"regular.ttf": False, "bold.ttf": True}
"""The sheet's own type face, on the desk's pages too."""


def _font(*, strong: bool) -> str:
    from handouts.write.pdf.faces import type_faces

    return str(type_faces().faces[0][strong].path)


async def _failed(request: Request, error: Exception) -> Response:
    """Our own mistake: the terminal has the whole of it, the page nothing that is another's."""
    del request, error
    words = "Something went wrong in Handouts itself. What was shown as saved is kept. The desk’s terminal says more.\n"
    return PlainTextResponse(words, 500)


async def _http(request: Request, error: Exception) -> Response:
    """What is not there, or cannot be read, in words."""
    assert isinstance(error, HTTPException)
    if "handouts.who" not in request.scope:
        return PlainTextResponse("There is nothing here.\n", error.status_code)
    asked = Asking(request, FormData())
    if isinstance(error, NotThereError):
        problem = Problem(error.detail, 0, "is not there", error.hint)
        return await run_in_threadpool(refused, asked, [problem], 404, error.way)
    if error.status_code == 404:
        problem = Problem("This page", 0, "is not there", "It may have been thrown away, or done in another window.")
    else:
        problem = Problem("form", 0, f"cannot be read: {error.detail[:200]}", "Load the page again.")
    return await run_in_threadpool(refused, asked, [problem], error.status_code)
