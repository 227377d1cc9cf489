"""A real browser (Chromium), spoken to through a pipe: pages are opened, keys pressed, downloads kept. No library needed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any, Self

import pytest

PROGRAM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
WAIT = 60.0
"""Longest wait for an answer, s: it is there so that nothing hangs, and nothing is judged by it."""


class Browser:
    """Use it in a ``with`` block; skips the test where no Chromium is installed, but for CI, where it fails."""

    def __init__(self, folder: Path) -> None:
        if not PROGRAM:
            if os.environ.get("CI"):
                pytest.fail("no Chromium is installed")
            pytest.skip("no Chromium is installed")
        to_browser, ours = os.pipe()
        theirs, from_browser = os.pipe()
        script = f'exec {PROGRAM} "$@" 3<&{to_browser} 4>&{from_browser}'
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-pipe"]
        self._process = subprocess.Popen(
            ["bash", "-c", script, "browser", *flags, f"--user-data-dir={folder / 'profile'}", "about:blank"],
            pass_fds=(to_browser, from_browser),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        self._to, self._from = ours, theirs
        self._rest, self._number, self._session = b"", 0, ""
        self.told: list[dict[str, Any]] = []
        """What the page said by itself: errors of scripts, breaches of its policy."""

    def __enter__(self) -> Self:
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for room in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{room}.enable")
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._to)
        os.close(self._from)

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """One command of the browser's protocol, and its answer."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session and not method.startswith("Browser."):
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._answer()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result
            self.told.append(answer)

    def _answer(self) -> dict[str, Any]:
        end = time.monotonic() + WAIT
        while b"\0" not in self._rest:
            assert time.monotonic() < end, "the browser does not answer"
            data = os.read(self._from, 1 << 20)
            assert data, "the browser has ended"
            self._rest += data
        one, _, self._rest = self._rest.partition(b"\0")
        found: dict[str, Any] = json.loads(one)
        return found

    def open(self, page: Path) -> None:
        """Load a file, and wait until it is there."""
        self.call("Page.navigate", url=page.resolve().as_uri())
        end = time.monotonic() + WAIT
        while self.js("document.readyState + location.protocol") != "completefile:":
            assert time.monotonic() < end, "the page is not loaded"
            time.sleep(0.02)

    def js(self, expression: str) -> Any:
        """What an expression comes to in the page."""
        found = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def press(self, key: str) -> None:
        """One key, as a person presses it."""
        text = {"text": key} if len(key) == 1 else {"Enter": {"text": "\r"}}.get(key, {})
        code = {"Enter": 13, "Tab": 9, " ": 32}.get(key, ord(key.upper()[0]))
        more = {"key": key, "windowsVirtualKeyCode": code}
        self.call("Input.dispatchKeyEvent", type="keyDown", **more, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", **more)

    def type(self, text: str) -> None:
        for char in text:
            self.press(char)

    def keep_downloads(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))

    @staticmethod
    def downloaded(file: Path) -> bytes:
        """A file that was saved, when all of it is there."""
        end = time.monotonic() + WAIT
        while not file.exists() or not file.stat().st_size:
            assert time.monotonic() < end, "nothing was saved"
            time.sleep(0.05)
        return file.read_bytes()
