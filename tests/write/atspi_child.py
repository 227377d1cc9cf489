"""Opens a page in a Chromium with a screen, and prints what it tells assistive technology: for ``test_page_atspi``.

It runs under the system's own Python, which alone has the bindings: ``atspi_child.py PROGRAM PROFILE PAGE SECONDS``.
"""

import json
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402  # its version is asked for first


def walk(node, depth=0):
    """Role, name and level of everything under a node."""
    if node is None or depth > 40:
        return
    attributes = node.get_attributes() or {}
    yield node.get_role_name(), node.get_name() or "", attributes.get("level", "")
    for at in range(node.get_child_count()):
        yield from walk(node.get_child_at_index(at), depth + 1)


def document():
    """The page that is loaded, once it is there."""
    desktop = Atspi.get_desktop(0)
    for at in range(desktop.get_child_count()):
        stack = [desktop.get_child_at_index(at)]
        while stack:
            node = stack.pop()
            if node is None:
                continue
            if node.get_role_name() == "document web" and node.get_child_count():
                return node
            stack += [node.get_child_at_index(one) for one in range(node.get_child_count())]
    return None


def main():
    program, profile, page, seconds = sys.argv[1:]
    flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    flags += ["--force-renderer-accessibility", f"--user-data-dir={profile}", "--window-size=420,800"]
    browser = subprocess.Popen([program, *flags, page], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + float(seconds)
        found = []
        while time.monotonic() < end:
            root = document()
            found = list(walk(root)) if root else []
            if any(role == "check box" for role, _, _ in found):
                break
            time.sleep(0.2)
        print(json.dumps(found))
    finally:
        browser.kill()
        browser.wait()


main()
