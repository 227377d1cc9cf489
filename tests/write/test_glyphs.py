from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pytest

from handouts.library.words import Labels
from handouts.orders.order import Order
from handouts.plan.handout import Card, Day, Handout, Run
from handouts.plan.planner import Planner
from handouts.write import glyphs
from handouts.write.glyphs import GlyphCheck
from handouts.write.pdf.faces import type_faces

BAD = "\U00013000"


@pytest.fixture
def handout(planner: Planner, make_order: Callable[..., Order]) -> Handout:
    return planner.plan(make_order(week=2))[0]


def places(handout: Handout) -> list[str]:
    return [problem.place for problem in GlyphCheck(type_faces()).problems(handout)]


def test_all_that_is_shipped_can_be_printed(handout: Handout):
    assert places(handout) == []


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"patient": BAD, "patient_line": (Run(BAD),)}, "patient"),
        ({"note": (Run("fine"), Run(BAD))}, "note"),
        ({"title": BAD}, "program"),
        ({"dates": (Run(BAD),)}, "program"),
        ({"move_on": (Run(BAD),)}, "program"),
        ({"next_visit": (Run(BAD),)}, "visit"),
        ({"disclaimer": BAD}, "clinic"),
        ({"need": BAD}, "drills"),
        ({"pen_mono": BAD}, "words"),
        ({"issued": BAD}, "words"),
        ({"when": (Run(BAD),)}, "words"),
        ({"running_short": BAD}, "words"),
    ],
)
def test_where_it_comes_from(handout: Handout, changes: dict[str, Any], place: str):
    assert places(replace(handout, **changes)) == [place]


@pytest.mark.parametrize("name", [item.name for item in fields(Labels)])
def test_every_label_is_looked_at(handout: Handout, name: str):
    assert places(replace(handout, labels=replace(handout.labels, **{name: BAD}))) == ["words"]


def test_clinic_and_stop_rules_are_looked_at(handout: Handout):
    assert places(replace(handout, header=replace(handout.header, more=BAD))) == ["clinic"]
    assert places(replace(handout, stop=replace(handout.stop, rules=("fine", BAD)))) == ["clinic"]
    assert places(replace(handout, stop=replace(handout.stop, call=(Run(BAD),)))) == ["clinic"]


@pytest.mark.parametrize(
    ("name", "place"),
    [("name", "name"), ("continued", "name"), ("why", "why"), ("dose_short", "dose"), ("change", "dose")],
)
def test_a_drill_s_texts(handout: Handout, name: str, place: str):
    card = replace(handout.cards[0], digest="other", **{name: BAD})
    assert places(replace(handout, cards=(card,))) == [f"drill {card.drill}, {place}"]


def test_a_drill_s_parts(handout: Handout):
    card = handout.cards[0]

    def place(**changes: Any) -> list[str]:
        changed: Card = replace(card, digest=repr(changes), **changes)
        return [name.partition(", ")[2] for name in places(replace(handout, cards=(changed,)))]

    assert place(steps=(card.steps[0], replace(card.steps[1], hold=BAD))) == ["step 2"]
    assert place(cues=(replace(card.cues[0], text=BAD),)) == ["cues"]
    assert place(pictures=(replace(card.pictures[0], caption=BAD),)) == ["captions"]
    assert place(rows=(replace(card.rows[0], line=BAD),)) == ["dose"]
    posed: Any = card.pictures[0].asset
    noted = next(picture for picture in card.pictures if posed.figure.positions[picture.asset.position].callouts)  # type: ignore[union-attr]  # drawn
    at = noted.asset.position  # type: ignore[union-attr]  # drawn
    position = posed.figure.positions[at]
    marked = replace(position, callouts=(replace(position.callouts[0], text=BAD),))
    figure = replace(posed.figure, positions=(*posed.figure.positions[:at], marked, *posed.figure.positions[at + 1 :]))
    assert place(pictures=(replace(noted, asset=replace(noted.asset, figure=figure)),)) == ["call-outs"]


def test_what_is_only_read_aloud_may_hold_any_letter(handout: Handout):
    week = (replace(handout.week[0], name=BAD), *handout.week[1:])
    card = handout.cards[0]
    picture = replace(card.pictures[0], alt=BAD, spoken=BAD)
    aloud = replace(card, digest="other", change_spoken=BAD, pictures=(picture,))
    assert places(replace(handout, when_spoken=BAD, rest_day=BAD, week=week, cards=(aloud,))) == []
    short: Day = replace(handout.week[0], short=BAD)
    assert places(replace(handout, week=(short, *handout.week[1:]))) == ["words"]


def test_the_package_for_chinese_is_named_where_it_is_not(handout: Handout, monkeypatch: pytest.MonkeyPatch):
    class Latin:
        ascent = descent = cap = 1.0

        def missing(self, text: str) -> str:
            return next((char for char in text if char == "陈"), "")

    check, chinese = GlyphCheck(Latin()), replace(handout, patient="陈")  # type: ignore[arg-type]  # it measures nothing
    (problem,) = check.problems(chinese)
    assert "handouts[cjk]" not in problem.hint
    monkeypatch.setattr(glyphs, "face_file", lambda *_: None)
    (problem,) = check.problems(chinese)
    assert "handouts[cjk]" in problem.hint


def test_the_note_s_line_breaks_are_no_characters(handout: Handout):
    assert places(replace(handout, note=(Run("one\ntwo"),))) == []


def test_what_was_all_right_before_hides_nothing(handout: Handout):
    check, card = GlyphCheck(type_faces()), handout.cards[0]
    assert list(check.problems(handout)) == []

    def found(**changes: Any) -> list[str]:
        return [problem.place for problem in check.problems(replace(handout, **changes))]

    assert found(labels=replace(handout.labels, note=BAD)) == ["words"]
    assert found(stop=replace(handout.stop, short=BAD)) == ["clinic"]
    assert found(cards=(replace(card, digest="another dose", dose_short=BAD),)) == [f"drill {card.drill}, dose"]
    other = replace(card, digest="another drill", body="of its own", why=BAD)
    assert found(cards=(other,)) == [f"drill {card.drill}, why"]
    assert found(cards=(other,)) == [f"drill {card.drill}, why"]  # and is not kept as one that is all right
