"""Opens a page in a Chromium with a screen, and prints what it tells assistive technology: for ``test_page_atspi``.

It runs under the system's own Python, which alone has the bindings: ``atspi_child.py PROGRAM PROFILE PAGE SECONDS``. What
is on the bus is asked by a process of its own each time, for one that asked too early sees no more.
"""

import json
import os
import subprocess
import sys
import time


def walk(node, depth=0):
    """Role, name and level of everything under a node."""
    if node is None or depth > 40:
        return
    attributes = node.get_attributes() or {}
    yield node.get_role_name(), node.get_name() or "", attributes.get("level", "")
    for at in range(node.get_child_count()):
        yield from walk(node.get_child_at_index(at), depth + 1)


def look():
    """Print what is told of the page that is loaded; an empty list where it is not there yet."""
    import gi

    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi

    desktop = Atspi.get_desktop(0)
    stack = [desktop.get_child_at_index(at) for at in range(desktop.get_child_count())]
    found = []
    while stack and not found:
        node = stack.pop()
        if node is None:
            continue
        if node.get_role_name() == "document web" and node.get_child_count():
            found = list(walk(node))
        stack += [node.get_child_at_index(at) for at in range(node.get_child_count())]
    print(json.dumps(found))


def asked():
    done = subprocess.run([sys.executable, __file__, "look"], check=False, capture_output=True, text=True)
    return (done.stdout.strip().splitlines() or ["[]"])[-1]


def main(program, profile, page, seconds):
    flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    flags += ["--force-renderer-accessibility", f"--user-data-dir={profile}", "--window-size=420,800"]
    told = asked()  # which starts the bus
    everywhere = {**os.environ, "ACCESSIBILITY_ENABLED": "1"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    browser = subprocess.Popen([program, *flags, page], env=everywhere, **quiet)
    try:
        end = time.monotonic() + float(seconds)
        while "radio button" not in told and time.monotonic() < end:  # the last of the page
            time.sleep(0.5)
            told = asked()
        print(told)
    finally:
        browser.kill()
        browser.wait()


if sys.argv[1:] == ["look"]:
    look()
else:
    main(*sys.argv[1:])
