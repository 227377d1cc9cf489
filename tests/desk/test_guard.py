"""Who comes no further: other users of the computer, other sites, other addresses, forms of other sessions."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.desk_server import Served, served


@pytest.fixture(scope="module")
def open_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("clinic")
    (folder / "clinic.yaml").write_text("name: Harbour Street\nphone: 01632 960 000\n", "utf-8")
    with served(folder) as one:
        yield one


def test_the_key_lets_one_browser_in_and_no_second(open_desk: Served):
    again = httpx.get(f"{open_desk.base}/enter?key={open_desk.desk.key}")
    assert again.status_code == 403
    assert "used before" in again.text


@pytest.mark.parametrize("address", ["/", "/sheet", "/sheet/new", "/enter", "/nowhere"])
def test_nobody_else_sees_anything(open_desk: Served, address: str):
    assert httpx.get(open_desk.base + address).status_code == 403


def test_another_name_for_this_computer_is_refused(open_desk: Served):
    """A site whose name leads to this computer would have pages of its own origin here."""
    answer = open_desk.get("/sheet", headers={"Host": "clinic.example"})
    assert answer.status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"X-Handouts-Token": "of another session"},
    ],
)
def test_a_form_of_another_page_does_nothing(open_desk: Served, headers: dict[str, str]):
    before = open_desk.get("/sheet").text.count("/sheet/")
    assert open_desk.post("/sheet/new", {"items": "hip-hinge"}, headers=headers).status_code == 403
    assert open_desk.get("/sheet").text.count("/sheet/") == before


def test_every_answer_says_what_a_browser_may_do_with_it(open_desk: Served):
    for address in ("/sheet", "/nowhere", "/enter"):
        headers = open_desk.get(address).headers
        assert "default-src 'none'" in headers["content-security-policy"], address
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"


def test_files_of_the_page_are_named_ones_only(open_desk: Served, tmp_path: Path):
    for name in ("../base.html", "..%2Fbase.html", "%2Fetc%2Fpasswd", "nothing.css"):
        assert open_desk.get(f"/static/x/{name}").status_code == 404


def test_a_form_that_is_too_large_is_not_read(open_desk: Served):
    """Its size is said before it is sent, and the answer comes at once."""
    host = open_desk.base.removeprefix("http://")
    cookie = "; ".join(f"{name}={value}" for name, value in open_desk.client.cookies.items())
    head = [
        "POST /sheet/new HTTP/1.1", f"Host: {host}", f"Origin: {open_desk.base}", f"Cookie: {cookie}",
        f"X-Handouts-Token: {open_desk.token}", f"Content-Length: {10**9}", "", "",
    ]  # fmt: skip
    with socket.create_connection((host.split(":")[0], int(host.split(":")[1])), 20) as line:
        line.sendall("\r\n".join(head).encode())
        assert line.recv(200).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("charset", ["punycode", "utf-16", '"idna"', "nothing", "UTF-7"])
def test_a_form_is_read_as_utf_8_or_not_at_all(open_desk: Served, charset: str):
    body = '--x\r\nContent-Disposition: form-data; name="items"\r\n\r\nhip-hinge\\\r\n--x--\r\n'
    for kind, status in (
        (f"multipart/form-data; boundary=x; charset={charset}", 415),
        ("multipart/form-data; boundary=x; charset=UTF-8", 303),
    ):
        head = {"Content-Type": kind, "Origin": open_desk.base, "X-Handouts-Token": open_desk.token}
        answer = open_desk.client.post("/sheet/new", content=body.encode(), headers=head, follow_redirects=False)
        assert answer.status_code == status, kind


def test_a_look_at_the_address_does_not_use_the_key_up(open_desk: Served):
    """Programs that show what is behind a link ask for its head first."""
    address = open_desk.enter_address()
    assert httpx.head(address).status_code == 403
    assert httpx.get(address).status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_page_embeds_nothing_of_the_desk(open_desk: Served, site: str):
    """“same-site” is another port of this computer: another user's server, which gets the same cookies."""
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
    assert open_desk.get("/sheet", headers=headers).status_code == 403
    asked = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert open_desk.get("/sheet", headers=asked).status_code == 200  # a link may lead here


def test_a_plain_form_tells_its_origin(open_desk: Served):
    """With “no-referrer” browsers say that a form's origin is null, and every plain form would be refused."""
    assert open_desk.get("/sheet").headers["referrer-policy"] == "same-origin"
