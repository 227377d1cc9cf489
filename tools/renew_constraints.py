"""Writes constraints.txt anew: the newest releases that fit together, for every system that Handouts runs on.

    .venv/bin/pip install -c constraints.txt -e ".[dev]"
    .venv/bin/python tools/renew_constraints.py

Then run ``.ci/run``, and commit the file if it is green. The report of the newest dependencies at the end of
``.ci/run`` says when it is time.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
OLDEST = "3.11"
HEADER = f"""\
# The exact releases that Handouts is tested with: everything that it, its tests and its tools install, on
# Linux, macOS and Windows, from Python {OLDEST} on. pyproject.toml says what is needed and why; this file only says
# which release, so that a new release of somebody else's never breaks an installation or a test run overnight.
# Both commands of the README use it. Made by tools/renew_constraints.py; do not edit by hand.
"""


def main() -> None:
    compiled = subprocess.run(
        [
            *("uv", "pip", "compile", "--quiet", "--upgrade", "--universal", "--python-version", OLDEST),
            *("--fork-strategy", "fewest"),  # one release for all versions of Python, where one fits them all
            *("--all-extras", "--no-annotate", "--no-header", "pyproject.toml"),
        ],
        cwd=TOP,
        check=True,
        capture_output=True,
        text=True,
    )
    pins = [line for line in compiled.stdout.splitlines() if "==" in line]
    (TOP / "constraints.txt").write_text(HEADER + "\n".join(pins) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
