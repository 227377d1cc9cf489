"""One way for every request: form read within limits, role looked at, work done in a thread, problems told in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from handouts.base.problems import HandoutsError, Problem
from handouts.desk.pages import fragment, told
from handouts.desk.who import Role, Who

if TYPE_CHECKING:
    from starlette.requests import Request

    from handouts.desk.state import Desk

__all__ = [
    "MOST_FIELDS",
    "MOST_FILES",
    "Answer",
    "Asking",
    "NotThereError",
    "RoleRoute",
    "at",
    "goes_to",
    "not_there",
    "page",
    "part",
    "refused",
]

MOST_FIELDS, MOST_FILES, LARGEST_FIELD = 5_000, 50, 300_000
"""Fields, files and bytes of one field that a form may have."""


class Asking:
    """A request, as an endpoint sees it."""

    def __init__(self, request: Request, form: FormData) -> None:
        self.request, self.form = request, form
        self.desk: Desk = request.app.state.desk
        self.who: Who = request.scope["handouts.who"]

    @property
    def tab(self) -> str:
        """Which window of a browser asks."""
        return self.request.headers.get("x-handouts-tab", "")[:40] or self.text("tab")[:40]

    @property
    def partly(self) -> bool:
        """Whether a part of a page is asked for, and not a whole one."""
        return "hx-request" in self.request.headers

    def path(self, name: str) -> str:
        """A part of the address."""
        return str(self.request.path_params[name])

    def query(self, name: str) -> str:
        """A value after the address's question mark; empty where there is none."""
        return self.request.query_params.get(name, "")

    def text(self, name: str) -> str:
        """A field of the form; empty where there is none."""
        value = self.form.get(name, "")
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """All fields of that name."""
        return tuple(one for one in self.form.getlist(name) if isinstance(one, str))

    def number(self, name: str, otherwise: int = 0) -> int:
        """A field that is a whole number; ``otherwise`` where it is none."""
        text = self.text(name) or self.query(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise

    def files(self, name: str) -> list[UploadFile]:
        """The files of a field that were chosen."""
        return [one for one in self.form.getlist(name) if isinstance(one, UploadFile) and one.filename]


Answer = Response
Endpoint = Callable[[Asking], Response]


class _Count(Convertor[int]):
    """A number in an address that a database can hold."""

    regex = "[0-9]{1,9}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("count", _Count())


class RoleRoute(Route):
    """A route that knows who may ask for it."""

    role: Role = "desk"


def at(path: str, endpoint: Endpoint, *methods: str, role: Role = "desk") -> RoleRoute:
    """A route to a plain function, which runs in a thread. ``methods``: GET where left out. ``role``: who may ask."""

    async def answer(request: Request) -> Response:
        form = FormData()
        asked = Asking(request, form)
        if not asked.who.may(role):  # before anything of the form is read
            return await run_in_threadpool(refused, asked, [_not_allowed(role)], 403)
        try:
            if request.method == "POST":
                form = await request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LARGEST_FIELD)
            return await run_in_threadpool(_told, endpoint, Asking(request, form))
        except ClientDisconnect:  # a page that was left while it sent: nobody is there to be answered
            return Response(status_code=400)
        finally:
            await form.close()

    route = RoleRoute(path, answer, methods=list(methods or ("GET",)), name=endpoint.__name__)
    route.role = role
    return route


def _told(endpoint: Endpoint, asked: Asking) -> Response:
    try:
        return endpoint(asked)
    except HandoutsError as error:
        return refused(asked, error.problems)


def _not_allowed(role: Role) -> Problem:
    return Problem("account", 0, f"this is for the role “{role}”", "Ask the owner, or log in as somebody else.")


def page(asked: Asking, template: str, /, status: int = 200, **values: Any) -> HTMLResponse:
    """A whole page. ``area`` among the values says which one of the head's links it belongs to."""
    return HTMLResponse(fragment(template, {**frame(asked), **values}), status)


def part(asked: Asking, template: str, /, status: int = 200, **values: Any) -> HTMLResponse:
    """A part of a page, which takes the place of what is there."""
    return HTMLResponse(fragment(template, {**_always(asked), **values}), status)


def frame(asked: Asking) -> dict[str, Any]:
    """What the frame of every page says."""
    library = asked.desk.library
    return {
        **_always(asked),
        "clinic": library.clinic.name,
        "faults": told((*library.stops, *library.left_out)),
        "accounts": asked.request.app.state.accounts is not None,
        "area": "",
    }


def _always(asked: Asking) -> dict[str, Any]:
    """What parts of pages say too."""
    desk, who = asked.desk, asked.who
    return {"who": who, "token": who.token, "folder": desk.folder, "queues": desk.queues}


def refused(
    asked: Asking, problems: Sequence[Problem], status: int = 422, way: tuple[str, str] = ("/", "To the start")
) -> HTMLResponse:
    """Problems in words: in their place on the page where a part was asked for, else as a page of their own, with a
    link that leads on.
    """
    if asked.partly:
        answer = part(asked, "problems.html", status, problems=told(problems))
        answer.headers["HX-Retarget"] = "#problems"
        answer.headers["HX-Reswap"] = "innerHTML"
        return answer
    return page(asked, "refused.html", status, problems=told(problems), way=way)


class NotThereError(HTTPException):
    """Something that the address stands for is not there (any more)."""

    def __init__(self, what: str, hint: str, way: tuple[str, str] = ("/", "To the start")) -> None:
        """``hint`` says why, and what to do; ``way`` is where that is done: an address, and what the link says."""
        super().__init__(404, what)
        self.hint, self.way = hint, way


def not_there(what: str = "This page") -> HTTPException:
    """To be raised where something is not there (any more)."""
    return NotThereError(what, "It may have been thrown away, or done in another window.")


def goes_to(address: str) -> RedirectResponse:
    """Go to another page after something was done."""
    return RedirectResponse(address, 303)
