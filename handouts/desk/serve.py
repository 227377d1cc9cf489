"""Starts the server: for this computer alone, or for the clinic's network. Stops it so that nothing in hand is lost."""

from __future__ import annotations

import multiprocessing
import socket
import tempfile
import threading
import time
import webbrowser
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.base.cachefolder import cache_place
from handouts.base.problems import Exit, HandoutsError, Problem
from handouts.runs.thumbnails import draw_all

if TYPE_CHECKING:
    import ssl

    from handouts.desk.guard import Guard, Keeper
    from handouts.desk.state import Desk

__all__ = ["HOST", "PORT", "listening", "serve_here", "serve_network"]

HOST, PORT = "127.0.0.1", 8443
"""This computer alone; and the port on the network, where none is said."""
_SETTLED = 3
"""Seconds until nobody waits for the first page any more."""
_GOES = (
    '<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url={address}">'
    '<title>Handouts</title><p><a href="{address}">Open the desk</a></p>\n'
)
_FILES = 4_096
"""Files and lines that may be open at a time, where the system lets us have so many."""


def serve_here(desk: Desk, port: int, *, view: bool, tell: Callable[[str], None]) -> None:
    """Serve the desk to this computer alone, until it is stopped. ``port`` 0 takes any that is free.

    ``tell`` is told where it is, with the key; with ``view`` the browser is opened there. HandoutsError where the port
    is taken.
    """
    with listening(HOST, port, "--port") as line, tempfile.TemporaryDirectory(prefix="handouts-") as away:
        number = int(line.getsockname()[1])
        here = f"{HOST}:{number}"
        _load_beside(desk)
        address = f"http://{here}/enter?key={desk.key}"
        threading.Thread(target=_draw_beside, args=(desk,), daemon=True).start()
        tell(f"The desk is open: {address}\nCtrl-C ends it.")
        if view:  # it waits for the server, which is still being put together
            _open(address, Path(away) / "open.html")

        from handouts.desk.guard import OneKey

        _run(desk, line, OneKey(desk.key, number), frozenset({here, f"localhost:{number}"}), tell=tell)


def serve_network(
    desk: Desk, line: socket.socket, hosts: frozenset[str], tls: ssl.SSLContext, *, tell: Callable[[str], None]
) -> None:
    """Serve the desk to who has an account, until it is stopped. ``hosts``: how it may be called, with the port."""
    from handouts.desk.accounts.keeper import AccountKeeper

    _more_files()
    _load_beside(desk)
    keeper = AccountKeeper(desk)
    desk.at_end(keeper.close)
    with line:
        _run(desk, line, keeper, hosts, tls=tls, tell=tell)


def _run(
    desk: Desk,
    line: socket.socket,
    keeper: Keeper,
    hosts: frozenset[str],
    *,
    tls: ssl.SSLContext | None = None,
    tell: Callable[[str], None],
) -> None:
    from handouts.desk.app import desk_app
    from handouts.desk.server import DeskServer

    app: Guard = desk_app(desk, keeper, hosts, scheme="https" if tls else "http", accounts=keeper if tls else None)
    try:
        DeskServer(app, desk.ending, tls, tell).run(sockets=[line])
    finally:
        desk.close()
    tell("The desk is closed. What was shown as saved is kept.")


def _load_beside(desk: Desk) -> None:
    """Read the content and what draws it while the rest of the server is put together: the first page needs it."""

    def load() -> None:
        try:
            _ = desk.library
        except HandoutsError:
            return  # the page that needs it says so
        from handouts.desk.pages import environment

        environment().get_template("base.html")

    threading.Thread(target=load, name="handouts-library", daemon=True).start()


def _draw_beside(desk: Desk) -> None:
    """Make ready what will be asked for: the first sheet, and in a process of its own small pictures that were never
    drawn here.
    """
    time.sleep(_SETTLED)
    desk.engine.warm(desk.today())
    if cache_place("thumbnails") and desk.engine.thumbnails.lacks():
        place = desk.folder, desk.brand
        multiprocessing.get_context("spawn").Process(target=draw_all, args=place, daemon=True).start()


def _open(address: str, file: Path) -> None:
    """Open the browser by a file that is its owner's alone: an address on a command line is seen by all users."""
    file.touch(0o600)
    file.write_text(_GOES.format(address=escape(address)), "utf-8")
    threading.Thread(target=webbrowser.open, args=[file.as_uri()], daemon=True).start()


def listening(host: str, port: int, option: str) -> socket.socket:
    """A socket that takes lines already, before anybody answers them. HandoutsError where it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    line = socket.socket(family, socket.SOCK_STREAM)
    try:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        line.bind((host, port))
        line.listen(128)
    except (OSError, OverflowError) as error:
        line.close()
        why = getattr(error, "strerror", None) or error
        hint = "Leave --port out: any free one is taken." if option == "--port" else _ADDRESSES
        problem = Problem(option, 0, f"{host}:{port} cannot be used ({why})", hint)
        raise HandoutsError([problem], Exit.USAGE) from error
    return line


_ADDRESSES = "Give an address that this computer has on the clinic’s network, and a port from 1024 on that is free."


def _more_files() -> None:
    """Have room for many lines at a time, where the system has limits that one may raise."""
    try:
        import resource
    except ImportError:  # Windows, which has none
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
