"""That nothing is wrong with a drill's pictures is kept; what is wrong is found each time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from handouts.figures import checks
from handouts.library.load import Library
from handouts.plan.usable import figure_problems


@pytest.fixture
def looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows with each figure that is really looked at."""
    monkeypatch.setenv("HANDOUTS_CACHE", str(tmp_path))
    found: list[str] = []
    real = checks.check_figure

    def counted(*arguments: object, **named: object) -> object:
        found.append("looked")
        return real(*arguments, **named)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(checks, "check_figure", counted)
    return found


def test_a_sound_drill_is_looked_at_once_until_it_changes(library: Library, looks: list[str]):
    drill = library.drills["wall-sit", "en"]
    assert figure_problems(drill, library) == figure_problems(drill, library) == []
    assert len(looks) == 1
    assert drill.figure
    assert figure_problems(replace(drill, figure=replace(drill.figure, head="grey-bun")), library) == []
    assert len(looks) == 2, "another figure"
    steps = (drill.steps[0], replace(drill.steps[1], text="Straighten your knees."), *drill.steps[2:])
    figure_problems(replace(drill, steps=steps), library)
    assert len(looks) == 3, "other words for the same figure"


def test_a_fault_is_told_each_time(library: Library, looks: list[str]):
    drill = library.drills["wall-sit", "en"]
    assert drill.figure
    bad = replace(drill.figure, positions=tuple(replace(one, caption="Arms up high") for one in drill.figure.positions))
    faulty = replace(drill, figure=replace(bad, props=()))
    first = figure_problems(faulty, library)
    assert first
    assert figure_problems(faulty, library) == first
    assert len(looks) == 2
