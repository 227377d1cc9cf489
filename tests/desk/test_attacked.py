"""Every address of the desk is asked with what attackers type. Nothing but words comes back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from typing import TYPE_CHECKING

import pytest
from starlette.routing import Route

from handouts.desk.app import desk_app
from handouts.desk.guard import OneKey
from tests.desk_server import Served, served

if TYPE_CHECKING:
    import httpx

PARTS = [
    "..", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e%2fclinic.yaml", "..%5c..%5cclinic.yaml", "%2fetc%2fpasswd", "x%00.yaml",
    "%00", "%ff%fe", "CON", "x" * 3_000, "%E2%80%AEfdp", "%7B%7B7*7%7D%7D", "%27%20OR%201=1%20--", "%3Cscript%3E", "-1",
    "9" * 400, "1e9", "%0d%0aSet-Cookie:%20a=b", "register.sqlite", "~", "%25s%25n", "file:///etc/passwd", "%F0%9F%A6%B4",
]  # fmt: skip
TEXTS = [
    "\x00\x1b[31m\u202e", "x" * 20_000, "{{ 7*7 }}{% for x in y %}", "../../etc/passwd", "<script>alert(1)</script>",
    "'; DROP TABLE issued; --", "=cmd|' /C calc'!A0", "%s%n", "\ud7ff\uffff", "-1", "1e999", "NaN", "!!python/object:os.system x",
]  # fmt: skip
FIELDS = (
    "patient", "items", "name", "role", "password", "again", "seen", "number", "id", "file", "path", "week", "day", "key",
    "value", "field", "values", "note", "text", "q", "session", "switch", "roster", "handout", "decision", "until",
)  # fmt: skip


@pytest.fixture(scope="module")
def open_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("clinic")
    (folder / "clinic.yaml").write_text("name: Harbour Street\nphone: 01632 960 000\n", "utf-8")
    (folder / "secret.txt").write_text("not to be seen", "utf-8")
    with served(folder) as one:
        one.client.follow_redirects = False
        yield one


def routes(desk: Served) -> list[Route]:
    return [one for one in desk_app(desk.desk, OneKey("x", 1), frozenset())._app.routes if isinstance(one, Route)]


def addresses(route: Route, part: str) -> Iterator[str]:
    """The route's address with the part in the place of each name, and in that of one alone."""
    path = route.path
    names = [piece[1:-1] for piece in path.split("/") if piece.startswith("{")]
    for name in names:
        found = path
        for other in names:
            usual = "1" if ":count" in other else "x"
            found = found.replace(f"{{{other}}}", part if other == name else usual)
        yield found


def fine(answer: httpx.Response, asked: str) -> None:
    assert answer.status_code < 500, f"{asked}: {answer.status_code} {answer.text[:300]}"
    assert "root:" not in answer.text, asked
    assert "not to be seen" not in answer.text, asked
    assert "phone: 01632" not in answer.text, asked
    assert "set-cookie" not in answer.headers, asked
    assert "<script>alert" not in answer.text, asked
    assert "Traceback" not in answer.text, asked


def test_a_part_of_an_address_leads_nowhere(open_desk: Served):
    """Each name in an address gets three of the parts, in turn, so that all come to many addresses."""
    turn = cycle(PARTS)
    for route in routes(open_desk):
        for part in (next(turn), next(turn), next(turn)):
            for address in addresses(route, part):
                if "GET" in (route.methods or ()):
                    fine(open_desk.get(address), address)
                else:
                    fine(open_desk.post(address, {}), address)


def test_a_field_or_a_question_does_nothing_of_its_own(open_desk: Served):
    turn = cycle(TEXTS)
    for route in routes(open_desk):
        address = next(addresses(route, "x"), route.path)
        form = {name: next(turn) for name in FIELDS}
        if "GET" in (route.methods or ()):
            fine(open_desk.get(address, params={name: form[name][:800] for name in FIELDS[:12]}), address)
        elif route.path != "/logout":
            fine(open_desk.post(address, form, part=True), address)


def test_a_file_where_a_field_was_meant_and_the_other_way_round(open_desk: Served):
    for route in routes(open_desk):
        if "POST" in (route.methods or ()) and route.path != "/login":
            address = next(addresses(route, "x"), route.path)
            files = dict.fromkeys(FIELDS[:20], ("../../x.yaml\x00.pdf", b"\x00\xff%PDF-1.7 PK\x03\x04", "image/png"))
            fine(open_desk.post(address, {}, files=files), address)
            fine(open_desk.post(address, {"file": "x", "files": "y", "roster": "z"}), address)
            headers = {"Content-Type": "multipart/form-data; boundary=x"}
            fine(open_desk.post(address, None, content=b"--x\r\nnothing", headers=headers), address)
