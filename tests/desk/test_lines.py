"""Lines that do not get on are cut, nobody holds all of them, and on this computer they are one user's alone."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from handouts.desk import guard, lines
from handouts.desk.lines import is_ours
from tests.desk_server import Served, served


@pytest.fixture(scope="module")
def open_desk() -> Iterator[Served]:
    with served(None) as one:
        yield one


def line_to(desk: Served, origin: str = "127.0.0.1") -> socket.socket:
    host, port = desk.base.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), 20, source_address=(origin, 0))


def head_of(desk: Served, first: str, *more: str) -> bytes:
    cookie = "; ".join(f"{name}={value}" for name, value in desk.client.cookies.items())
    host = desk.base.removeprefix("http://")
    known = [f"Host: {host}", f"Cookie: {cookie}", f"Origin: {desk.base}", f"X-Handouts-Token: {desk.token}"]
    return "\r\n".join([f"{first} HTTP/1.1", *known, *more, "", ""]).encode()


def answered(line: socket.socket) -> bytes:
    """All that comes until the other end closes."""
    got = b""
    try:
        while piece := line.recv(65536):
            got += piece
    except ConnectionResetError:
        pass
    return got


def is_cut(line: socket.socket, piece: bytes, every: float) -> bool:
    """Send a piece again and again; gives whether the line is cut within our patience."""
    start = time.monotonic()
    line.settimeout(every)
    while time.monotonic() - start < 30:
        try:
            line.sendall(piece)
            if line.recv(1000) == b"":
                return True
        except TimeoutError:
            continue
        except OSError:
            return True
    return False


def test_a_head_that_never_ends_is_cut(open_desk: Served, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lines, "HEAD_WITHIN", 0.6)
    for first in (b"", b"GET / HTTP/1.1\r\nX: "):
        with line_to(open_desk) as line:
            line.sendall(first)
            assert is_cut(line, b"x" if first else b"", 0.1)
    with line_to(open_desk) as line:  # nor on a line that was used before
        line.sendall(head_of(open_desk, "GET /sheet"))
        assert line.recv(20).startswith(b"HTTP/1.1 200")
        line.sendall(b"GET / HTTP/1.1\r\n")
        assert is_cut(line, b"x", 0.1)


def test_a_body_that_trickles_is_cut_and_one_that_comes_is_not(open_desk: Served, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lines, "BODY_WITHIN", 0.6)
    post = ("Content-Type: application/x-www-form-urlencoded", "Content-Length: 400000", "Connection: close")
    with line_to(open_desk) as line:
        line.sendall(head_of(open_desk, "POST /sheet/new", *post))
        assert is_cut(line, b"x", 0.1)
    with line_to(open_desk) as line:
        line.sendall(head_of(open_desk, "POST /sheet/new", *post))
        line.sendall(b"items=")
        for _ in range(5):  # five times as long as that, at a pace
            time.sleep(0.3)
            line.sendall(b"x" * 60_000)
        line.sendall(b"x" * (400_000 - 300_000 - 6))
        assert b"HTTP/1.1 " in answered(line)


def test_one_computer_does_not_hold_all_lines(open_desk: Served, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lines, "MOST_OF_ONE", 8)
    held = [line_to(open_desk, "127.0.0.2") for _ in range(30)]
    try:
        time.sleep(0.5)
        for line in held:
            line.settimeout(0.05)
        still = 0
        for line in held:
            try:
                still += line.recv(1) != b""
            except TimeoutError:
                still += 1
            except OSError:
                pass
        assert still == 8
        assert open_desk.get("/sheet").status_code == 200  # from another one
    finally:
        for line in held:
            line.close()
    time.sleep(0.3)
    with line_to(open_desk, "127.0.0.2") as line:  # and what was let go is free again
        line.sendall(head_of(open_desk, "GET /sheet"))
        assert line.recv(20).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("size", [150_000, 600_000])
def test_a_head_that_is_too_large_is_refused(open_desk: Served, size: int):
    for more in ([f"X: {'x' * size}"], [f"X-{number}: y" for number in range(size // 8)]):
        with line_to(open_desk) as line:
            line.settimeout(10)
            try:
                line.sendall(head_of(open_desk, "GET /sheet", *more))
            except OSError:
                continue  # cut while it was sent
            assert not answered(line).startswith(b"HTTP/1.1 200")
    assert open_desk.get("/sheet").status_code == 200


def test_files_in_pieces_are_held_to_the_same_limit(open_desk: Served, monkeypatch: pytest.MonkeyPatch):
    """They do not say how long they will be."""
    monkeypatch.setattr(guard, "LARGEST", 1_000_000)
    post = ("Content-Type: multipart/form-data; boundary=x", "Transfer-Encoding: chunked", "Connection: close")
    start = b'--x\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\n'
    piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    with line_to(open_desk) as line:
        line.sendall(head_of(open_desk, "POST /sheet/new", *post) + b"%x\r\n%s\r\n" % (len(start), start))
        try:
            for _ in range(40):
                line.sendall(piece)
        except OSError:
            pass
        assert b" 413 " in answered(line)[:30]


def test_a_body_that_is_longer_than_said_is_no_second_request(open_desk: Served):
    before = open_desk.get("/sheet").text.count("/sheet/")
    post = ("Content-Type: application/x-www-form-urlencoded", "Content-Length: 1")
    with line_to(open_desk) as line:
        line.sendall(head_of(open_desk, "POST /nowhere", *post) + b"xPOST /sheet/new HTTP/1.1\r\nHost: x\r\n\r\n")
        line.shutdown(socket.SHUT_WR)
        got = answered(line)
    assert b"HTTP/1.1 404" in got
    assert b"HTTP/1.1 421" in got  # what came after has no host of ours
    assert open_desk.get("/sheet").text.count("/sheet/") == before


def test_ten_thousand_fields_are_refused_in_words(open_desk: Served):
    answer = open_desk.post("/sheet/new", {f"field{number}": "x" for number in range(10_000)})
    assert answer.status_code == 400
    assert "Too many fields" in answer.text
    large = open_desk.post("/sheet/new", {"items": "x" * 400_000})
    assert large.status_code == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"])
def test_only_what_pages_do_can_be_asked(open_desk: Served, method: str):
    headers = {"Origin": open_desk.base, "X-Handouts-Token": open_desk.token}
    assert open_desk.client.request(method, "/sheet", headers=headers).status_code == 405


def test_no_line_becomes_a_socket_of_the_web(open_desk: Served):
    more = (
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: eHh4eHh4eHh4eHh4eA==",
    )
    with line_to(open_desk) as line:
        line.sendall(head_of(open_desk, "GET /sheet", *more))
        assert b" 101 " not in line.recv(40)


def test_an_address_that_a_request_claims_is_not_believed(open_desk: Served):
    answer = open_desk.get("/sheet", headers={"X-Forwarded-For": "9.9.9.9", "X-Forwarded-Host": "elsewhere.example"})
    assert "elsewhere" not in answer.text
    assert open_desk.get("/sheet", headers={"X-Forwarded-Proto": "https"}).status_code == 200


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="this system does not say whose lines are")
def test_whose_a_line_is_can_be_told():
    with socket.create_server(("127.0.0.1", 0)) as server:
        here = server.getsockname()
        ours = socket.create_connection(here)
        there = ours.getsockname()
        taken, _ = server.accept()
        with taken:
            assert is_ours(there, here)
            assert not is_ours((there[0], 1), here)  # there is no such line
            ours.close()
            time.sleep(0.05)
            assert not is_ours(there, here)  # its program is gone, or it is nobody's any more
    with socket.socket(socket.AF_INET6) as six, socket.create_server(("127.0.0.1", 0)) as server:
        six.connect(("::ffff:127.0.0.1", server.getsockname()[1]))
        taken, there = server.accept()
        with taken:
            assert is_ours(there, server.getsockname())


_AS_ANOTHER = """
import encodings.idna, os, socket, sys
os.setgid(65534); os.setuid(65534)
with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10) as line:
    try:
        line.sendall(sys.stdin.buffer.read())
        print(line.recv(100))
    except OSError as error:
        print(b"")
"""


@pytest.mark.skipif(
    not Path("/proc/net/tcp").exists() or os.name != "posix" or os.getuid() != 0,
    reason="only the system's administrator can become another user",
)
def test_another_user_of_the_computer_gets_nothing_even_with_our_cookie(open_desk: Served):
    """Cookies are not kept apart by ports: another user's server may have got ours from the browser."""
    port = open_desk.base.rpartition(":")[2]
    asked = head_of(open_desk, "GET /sheet", "Connection: close")
    done = subprocess.run([sys.executable, "-c", _AS_ANOTHER, port], input=asked, capture_output=True, check=True)
    assert done.stdout.strip() == b"b''", done
    with line_to(open_desk) as line:
        line.sendall(asked)
        assert line.recv(20).startswith(b"HTTP/1.1 200")
