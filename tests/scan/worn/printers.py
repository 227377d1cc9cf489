"""A print system of our own: a printer that keeps what it is sent (IPP Everywhere), and CUPS with a queue for it.

Both run in a folder and on ports of their own, beside whatever the machine has, and are gone afterwards. The printer of
Debian's cups-ipp-utils will not start without a message bus, though it is told to announce itself to nobody: it has one.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={root}/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>
"""
_CUPSD = """
LogLevel debug
Listen {root}/socket
Browsing No
WebInterface No
DefaultAuthType None
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
<Limit All>
Order deny,allow
Allow all
</Limit>
</Policy>
"""
_FILES = """
ServerRoot {root}/etc
CacheDir {root}/cache
StateDir {root}/state
RequestRoot {root}/requests
TempDir {root}/temp
AccessLog {root}/log/access
ErrorLog {root}/log/error
PageLog {root}/log/page
SystemGroup root
"""
_PROGRAMS = {
    "dbus-daemon": "dbus-daemon",
    "ippeveprinter": "cups-ipp-utils",
    "cupsd": "cups",
    "lpadmin": "cups",
    "lp": "cups",
    "lpstat": "cups",
    "lpoptions": "cups",
}
_PATIENCE = 60.0
"""Seconds for anything here to happen."""


@dataclass(frozen=True)
class Queue:
    """A queue, and where its printer keeps what it printed."""

    programs: dict[str, str]
    root: Path

    def print(self, pdf: Path, *options: str) -> Path:
        """What the printer was sent, in draft quality, which is 300 dots an inch."""
        before = set(self._kept())
        said = [part for option in ("print-quality=3", *options) for part in ("-o", option)]
        self.run("lp", "-d", "desk", *said, str(pdf))
        _until(lambda: self.run("lpstat", "-W", "not-completed") == "", self.root)
        new = sorted(set(self._kept()) - before)
        assert len(new) == 1, logs(self.root)
        return new[0]

    def run(self, name: str, *arguments: str) -> str:
        done = subprocess.run(
            [self.programs[name], "-h", f"{self.root}/socket", *arguments],
            capture_output=True, text=True, timeout=_PATIENCE, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{done.stderr}{logs(self.root)}"
        return done.stdout

    def _kept(self) -> list[Path]:
        return sorted((self.root / "printed").glob("*.pwg"))


@contextmanager
def print_system() -> Iterator[Queue]:
    """CUPS and its printer, which takes PWG raster; skips, or fails in the build, where they cannot run."""
    programs = _programs()
    root = Path(tempfile.mkdtemp(prefix="pr"))  # paths of sockets must be short
    try:
        root.chmod(0o755)  # CUPS' filters run as another user
        for name in ("etc", "cache", "state", "requests", "temp", "log", "printed"):
            (root / name).mkdir()
        (root / "temp").chmod(0o1777)
        for name, text in (("bus.conf", _BUS), ("cupsd.conf", _CUPSD), ("files.conf", _FILES)):
            (root / name).write_text(text.format(root=root), "utf-8")
        with ExitStack() as running:
            yield _started(programs, root, running)
    finally:
        shutil.rmtree(root)


def _programs() -> dict[str, str]:
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root can start CUPS")
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    found = {name: shutil.which(name, path=path) for name in _PROGRAMS}
    missing = ", ".join(f"{name} (Debian: {_PROGRAMS[name]})" for name, place in found.items() if not place)
    if missing and os.environ.get("CI"):
        pytest.fail(f"CUPS must print here, and these are not installed: {missing}")
    if missing:
        pytest.skip(f"not installed here: {missing}")
    return {name: place for name, place in found.items() if place}


def _started(programs: dict[str, str], root: Path, running: ExitStack) -> Queue:
    def start(name: str, *arguments: str) -> None:
        bus = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={root}/bus", "LC_ALL": "C.UTF-8"}
        log = running.enter_context((root / "log" / name).open("wb"))
        process = subprocess.Popen([programs[name], *arguments], env=bus, stdout=log, stderr=log)
        running.callback(_ended, process)

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    queue = Queue(programs, root)
    start("dbus-daemon", f"--config-file={root}/bus.conf", "--nofork")
    _until((root / "bus").exists, root)
    # Without a command for each job it sleeps for some seconds, to look busy
    start("ippeveprinter", "-f", "image/pwg-raster", "-d", f"{root}/printed", "-k", "-c", shutil.which("true") or "",
          "-r", "off", "-n", "localhost", "-p", str(port), "Desk")  # fmt: skip
    _until(lambda: _answers(port), root)
    start("cupsd", "-f", "-c", f"{root}/cupsd.conf", "-s", f"{root}/files.conf")
    _until((root / "socket").exists, root)
    queue.run("lpadmin", "-p", "desk", "-E", "-v", f"ipp://localhost:{port}/ipp/print", "-m", "everywhere")
    # It has asked the printer nothing yet when that command ends, and would send it PDF
    _until(lambda: "IPP Everywhere" in queue.run("lpoptions", "-p", "desk"), root)
    return queue


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def _ended(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _until(ready: Callable[[], bool], root: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while not ready():
        assert time.monotonic() < end, logs(root)
        time.sleep(0.1)


def logs(root: Path) -> str:
    """How each ended."""
    found = [(log.name, log.read_text("utf-8", "replace").splitlines()) for log in sorted((root / "log").iterdir())]
    return "\n".join(f"{name}: {line}" for name, lines in found for line in lines[-30:])
