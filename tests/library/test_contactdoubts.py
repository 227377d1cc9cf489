"""A telephone without a number, an e-mail that is none: told of, and printed all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.base.problems import Problem
from handouts.library.load import load_library


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("phone: call me", "phone: “call me” holds no number"),
        ("emergency: the ambulance", "emergency: “the ambulance” holds no number"),
        ("email: nonsense", "email: “nonsense” is no address"),
        ("email: a@b.example, c@d.example", "is no address that could be written to"),
    ],
)
def test_what_nobody_could_call_is_told_with_its_line(tmp_path: Path, line: str, told: str):
    (one,) = doubts(tmp_path, line)
    assert (Path(one.place).name, one.line, one.warning) == ("clinic.yaml", 2, True)
    assert told in one.message


@pytest.mark.parametrize(
    "line",
    [
        "phone: 01632 960 114",
        "phone: '+44 (0)1632 960 114, ext. 2'",
        "emergency: '112'",
        "phone: ٠١٦٣٢",
        "email: hello@clinic.example",
    ],
)
def test_what_can_be_called_is_left_alone(tmp_path: Path, line: str):
    assert not doubts(tmp_path, line)


def doubts(folder: Path, line: str) -> list[Problem]:
    (folder / "clinic.yaml").write_text(f"name: Harbour Street\n{line}\n", "utf-8")
    return [one for one in load_library(folder).checked().problems if one.place.endswith("clinic.yaml")]
