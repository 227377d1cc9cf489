"""Whoever changes what lies in a folder has it alone meanwhile, among threads and among processes."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from handouts.base.oneatatime import one_at_a_time

CODE = """
    import sys, time
    from pathlib import Path
    from handouts.base.oneatatime import one_at_a_time
    folder = Path(sys.argv[1])
    for _ in range(30):
        with one_at_a_time(folder):
            count = int((folder / "count").read_text())
            time.sleep(0.001)
            (folder / "count").write_text(str(count + 1))
"""


def test_processes_wait_for_each_other(tmp_path: Path):
    (tmp_path / "count").write_text("0")
    command = [sys.executable, "-c", textwrap.dedent(CODE), str(tmp_path)]
    every = [subprocess.Popen(command) for _ in range(3)]
    assert [one.wait(60) for one in every] == [0, 0, 0]
    assert (tmp_path / "count").read_text() == "90"


def test_threads_wait_too_and_who_is_in_may_enter_again(tmp_path: Path):
    inside: list[int] = []

    def work() -> None:
        for _ in range(20):
            with one_at_a_time(tmp_path), one_at_a_time(tmp_path):
                inside.append(1)
                assert len(inside) == 1
                inside.pop()

    every = [threading.Thread(target=work) for _ in range(4)]
    for one in every:
        one.start()
    for one in every:
        one.join(60)
    assert not inside


def test_a_folder_that_cannot_be_written_to_stops_nobody(tmp_path: Path):
    with one_at_a_time(tmp_path / "not there"):
        assert not (tmp_path / "not there").exists()
    (tmp_path / "elsewhere").write_text("left alone")
    (tmp_path / ".lock").symlink_to(tmp_path / "elsewhere")
    with one_at_a_time(tmp_path):
        assert (tmp_path / "elsewhere").read_text() == "left alone"


def test_it_is_let_go_where_something_fails(tmp_path: Path):
    with pytest.raises(ValueError, match="no"), one_at_a_time(tmp_path):
        raise ValueError("no")
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(CODE.replace("range(30)", "range(0)"))
                           + f"\nwith one_at_a_time(Path({str(tmp_path)!r})): pass", str(tmp_path)], timeout=60, check=False)  # fmt: skip
    assert done.returncode == 0
