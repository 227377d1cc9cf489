"""Unicode's own test files, where Debian's package unicode-data has put them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

__all__ = ["judge_file"]


def judge_file(variable: str, place: Path) -> Path:
    """The file that an environment variable names, or the one at a place. Without it the test skips; in CI it fails."""
    path = Path(os.environ.get(variable, place))
    if not path.is_file():
        message = f"no {path}: apt-get install unicode-data, or name the file in {variable}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return path
