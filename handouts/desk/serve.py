"""Starts the server on this computer, and sends the browser there with a key that others on the computer cannot see."""

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
    from handouts.desk.state import Desk

__all__ = ["HOST", "serve_here"]

HOST = "127.0.0.1"
_SETTLED = 3
"""Seconds until nobody waits for the first page any more."""
_GOES = (
    '<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url={address}">'
    '<title>Handouts</title><p><a href="{address}">Open the desk</a></p>\n'
)


def serve_here(desk: Desk, port: int, *, view: bool, tell: Callable[[str], None]) -> None:
    """Serve the desk to this computer alone, until it is stopped. ``port`` 0 takes any that is free.

    ``tell`` is told where it is, with the key; with ``view`` the browser is opened there. HandoutsError where the port
    is taken.
    """
    import uvicorn

    from handouts.desk.app import desk_app
    from handouts.desk.guard import OneKey

    with _listening(port) as line, tempfile.TemporaryDirectory(prefix="handouts-") as away:
        number = int(line.getsockname()[1])
        here = f"{HOST}:{number}"
        app = desk_app(desk, OneKey(desk.key, number), frozenset({here, f"localhost:{number}"}))
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, lifespan="off", proxy_headers=False
        )
        address = f"http://{here}/enter?key={desk.key}"
        tell(address)
        threading.Thread(target=_draw_beside, args=(desk,), daemon=True).start()
        if view:
            _open(address, Path(away) / "open.html")
        uvicorn.Server(config).run(sockets=[line])
    desk.close()


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
    file.write_text(_GOES.format(address=escape(address)), "utf-8")
    webbrowser.open(file.as_uri())


def _listening(port: int) -> socket.socket:
    line = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        line.bind((HOST, port))
        line.listen(128)
    except OSError as error:
        line.close()
        hint = "Leave --port out: any free one is taken."
        problem = Problem("--port", 0, f"{port} cannot be used ({error.strerror or error})", hint)
        raise HandoutsError([problem], Exit.USAGE) from error
    return line
