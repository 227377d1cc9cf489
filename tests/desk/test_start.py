"""The desk is started as people start it: the browser gets the key by a file of its owner's alone, and it ends well."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

BROWSER = """#!/bin/sh
printf '%s\\n' "$@" > "$TOLD.part"
file="${1#file://}"
ls -ln "$file" | cut -c1-10 >> "$TOLD.part"
cat "$file" >> "$TOLD.part"
mv "$TOLD.part" "$TOLD"
"""


@pytest.mark.skipif(os.name != "posix", reason="the browser is a script of the shell")
def test_the_key_stands_in_no_list_of_processes_and_ctrl_c_ends_it(tmp_path: Path):
    (tmp_path / "clinic.yaml").write_text("name: Harbour Street\nphone: 01632 960 000\n", "utf-8")
    browser, told = tmp_path / "browser", tmp_path / "told"
    browser.write_text(BROWSER, "utf-8")
    browser.chmod(0o755)
    environment = {
        **os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "BROWSER": str(browser), "TOLD": str(told),
    }  # fmt: skip
    server = subprocess.Popen(
        [sys.executable, "-m", "handouts", "desk"],
        cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        end = time.monotonic() + 60
        while not told.exists() and time.monotonic() < end:
            time.sleep(0.1)
        given, mode, *content = told.read_text("utf-8").splitlines()
        found = re.search(r'href="(http://127\.0\.0\.1:\d+/enter\?key=([\w-]+))"', "\n".join(content))
        assert found
        assert found[2] not in given  # an argument is seen by every user of the computer
        assert given.startswith("file://")
        assert mode == "-rw-------"
        if Path("/proc/self/cmdline").exists():
            known = Path(f"/proc/{server.pid}/cmdline").read_bytes() + Path(f"/proc/{server.pid}/environ").read_bytes()
            assert found[2].encode() not in known
        with httpx.Client(follow_redirects=True, timeout=60) as client:
            assert client.get(found[1]).status_code == 200
            assert client.get(found[1].partition("/enter")[0]).status_code == 200
        server.send_signal(signal.SIGINT)
        printed, _ = server.communicate(timeout=60)
    finally:
        server.kill()
        server.wait(30)
        if server.stdout:
            server.stdout.close()
    assert server.returncode == 0, printed
    assert "What was shown as saved is kept" in printed
    assert "Traceback" not in printed
    assert not Path(given.removeprefix("file://")).exists()
