"""Doses as patients read them: loads, times, distances, tempo, effort, and sets that differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from handouts.base.problems import HandoutsError
from handouts.library.load import Library, load_library
from handouts.orders.doses import parse_doses
from handouts.orders.order import Order
from handouts.orders.stored import order_as_json, order_from_json
from handouts.plan.handout import Card
from handouts.plan.planner import Planner
from tests.conftest import Ran

Make = Callable[..., Order]
WALK = """id: walk
language: en
name: Walk
why: Keeps you going.
start: Stand tall.
action: Walk
steps:
  - text: Walk at your own pace.
dose: {sets: 1, duration: 10 min, rest: 0, origin: default}
source: {title: Our own}
"""


@pytest.fixture
def cards(planner: Planner, make_order: Make) -> Callable[..., Card]:
    def call(drill: str, dose: str = "", **changes: Any) -> Card:
        order = make_order(items=(drill,), changes=parse_doses([f"{drill}:{dose}"] if dose else []), **changes)
        again = order_from_json(order_as_json(order))
        assert again == order, "the register keeps it"
        return planner.plan(order)[0].cards[0]

    return call


@pytest.fixture
def own(tmp_path: Path, handouts: Callable[..., Ran]) -> Library:
    assert handouts("init", "clinic").code == 0
    (tmp_path / "clinic" / "drills" / "walk.yaml").write_text(WALK)
    return load_library(tmp_path / "clinic").checked()


@pytest.mark.parametrize(
    ("dose", "sentences", "short"),
    [
        ("sets=3,reps=8", "3 sets of 8. No hold. Rest 1 minute.", "3 sets of 8, no hold, rest 1 min"),
        ("sets=3,reps=10/8/6", "3 sets: 10, 8, then 6. No hold. Rest 1 minute.", "3 sets: 10, 8, then 6, no hold, rest 1 min"),
        ("sets=3,reps=8/8/8", "3 sets of 8. No hold. Rest 1 minute.", "3 sets of 8, no hold, rest 1 min"),
        ("sets=2,reps=8,load=10 kg", "2 sets of 8. No hold. Use 10 kg. Rest 1 minute.", "2 sets of 8, no hold, 10 kg, rest 1 min"),
        ("sets=2,reps=8,load=2.5-5 lb", "2 sets of 8. No hold. Use 2.5 to 5 lb. Rest 1 minute.", "2 sets of 8, no hold, 2.5–5 lb, rest 1 min"),
        ("sets=2,reps=8,load=red band", "2 sets of 8. No hold. Use the red band. Rest 1 minute.", "2 sets of 8, no hold, red band, rest 1 min"),
        ("sets=2,reps=8,load=body weight", "2 sets of 8. No hold. Use your body weight. Rest 1 minute.", "2 sets of 8, no hold, body weight, rest 1 min"),
        ("sets=2,reps=8,load=two tins of beans", "2 sets of 8. No hold. Load: two tins of beans. Rest 1 minute.", "2 sets of 8, no hold, two tins of beans, rest 1 min"),
        ("sets=2,reps=8,load=none", "2 sets of 8. No hold. Rest 1 minute.", "2 sets of 8, no hold, rest 1 min"),
        ("sets=3,reps=8,load=5/7.5/10 kg", "3 sets of 8. No hold. Use 5, 7.5, then 10 kg, set by set. Rest 1 minute.", "3 sets of 8, no hold, 5 kg/7.5 kg/10 kg, rest 1 min"),
        ("sets=2,reps=8,load=red/blue band", "2 sets of 8. No hold. Use the red band, then the blue band, set by set. Rest 1 minute.", "2 sets of 8, no hold, red band/blue band, rest 1 min"),
        ("sets=2,distance=50/100 m,rest=0", "Keep going 50, then 100 metres, set by set.", "Keep going 50, then 100 metres, set by set"),
        ("sets=2,reps=8,tempo=3-1-2", "2 sets of 8. No hold. Speed: lower in 3 seconds, wait 1 second, lift in 2 seconds. Rest 1 minute.", "2 sets of 8, no hold, speed 3-1-2, rest 1 min"),
        ("sets=2,reps=8,tempo=3-0-2", "2 sets of 8. No hold. Speed: lower in 3 seconds, lift in 2 seconds. Rest 1 minute.", "2 sets of 8, no hold, speed 3-0-2, rest 1 min"),
        ("sets=2,reps=8,effort=5-6", "2 sets of 8. No hold. Effort: 5 to 6 of 10. Rest 1 minute.", "2 sets of 8, no hold, effort 5–6 of 10, rest 1 min"),
        ("sets=1,duration=10 min", "Keep going for 10 minutes.", "Keep going for 10 minutes"),
        ("sets=3,duration=30 s,rest=30", "Keep going for 30 seconds, 3 times. Rest 30 seconds.", "Keep going for 30 seconds, 3 times, rest 30 s"),
        ("sets=3,time=5/8/10 min,rest=0", "Keep going for 5, 8, then 10 minutes, set by set.", "Keep going for 5, 8, then 10 minutes, set by set"),
        ("sets=1,distance=400 m", "Keep going 400 metres.", "Keep going 400 metres"),
        ("sets=1,reps=8,rest=60", "1 set of 8. No hold.", "1 set of 8, no hold"),  # no rest after the only set
    ],
)  # fmt: skip
def test_a_drill_without_holds(cards: Callable[..., Card], dose: str, sentences: str, short: str):
    card = cards("strap-assisted-squat", f"rest=1:00,{dose}" if "rest" not in dose else dose)
    assert (" ".join(card.dose), card.dose_short) == (sentences, short)


def test_a_hold_is_told_as_people_say_it(cards: Callable[..., Card]):
    assert cards("plank", "sets=2,hold=20,rest=0").dose == ("Hold 20 seconds, 2 times.",)
    assert cards("plank", "sets=1,hold=20").dose == ("Hold 20 seconds, once.",)
    assert cards("plank", "sets=3,hold=10/20/30,rest=0").dose == ("Hold 10, 20, then 30 seconds, set by set.",)
    assert cards("plank", "sets=2,reps=3,hold=20,rest=0").dose == ("2 sets of 3.", "Hold each one 20 seconds.")
    stretch = cards("calf-stretch-wall", "sets=2,hold=30,rest=0", side="left")
    assert stretch.dose == ("Hold 30 seconds, 2 times for your left side.",)


def test_a_walk_is_walked_and_never_held(own: Library, make_order: Make):
    card = Planner(own).plan(make_order(items=("walk",)))[0].cards[0]
    assert (card.dose, card.dose_short, card.seconds) == (("Walk for 10 minutes.",), "Walk for 10 minutes", 600)
    assert [(row.line, row.holds, row.spoken) for row in card.rows] == [
        ("Tick sets. 10 min each.", ("10 min",), ("set 1, 10 minutes",))
    ]
    assert "old" not in " ".join([*card.dose, *card.rows[0].spoken, card.rows[0].line])
    far = make_order(items=("walk",), changes=parse_doses(["walk:sets=2,distance=1-1.5 km,rest=1:00"]))
    card = Planner(own).plan(far)[0].cards[0]
    assert card.dose == ("Walk 1 to 1.5 kilometres, 2 times.", "Rest 1 minute.")
    assert card.rows[0].holds == ("1–1.5 km", "1–1.5 km")
    reps = make_order(items=("walk",), changes=parse_doses(["walk:reps=8"]))
    assert Planner(own).plan(reps)[0].cards[0].dose[0] == "1 set of 8."


@pytest.mark.parametrize(
    ("dose", "label", "under", "spoken"),
    [
        ("sets=2,reps=8", "Tick sets", ("", ""), "set 1"),
        ("sets=2,reps=8,load=10 kg", "Tick sets, 10 kg", ("", ""), "set 1, 10 kg"),
        ("sets=2,reps=8,load=red band", "Tick sets, red band", ("", ""), "set 1, red band"),
        ("sets=2,reps=8,load=5/10 kg", "Tick sets", ("5 kg", "10 kg"), "set 1, 5 kg"),
        ("sets=2,reps=10/8", "Tick sets", ("10×", "8×"), "set 1, 10 times"),
        ("sets=2,reps=10/8,load=5/10 kg", "Tick sets", ("5 kg", "10 kg"), "set 1, 10 times, 5 kg"),
        ("sets=2,duration=30 s,load=5 kg", "Tick sets, 5 kg", ("30 s", "30 s"), "set 1, 30 seconds, 5 kg"),
        ("sets=2,distance=50/100 m", "Tick sets", ("50 m", "100 m"), "set 1, 50 metres"),
        ("sets=1,distance=1 m", "Tick sets", ("1 m",), "set 1, 1 metre"),
        ("sets=2,distance=1/10 laps", "Tick sets", ("1 lap", "10 laps"), "set 1, 1 lap"),
        # words that have no room under a box
        ("sets=2,distance=1000-1500 steps", "Tick sets, 1000–1500 steps", ("", ""), "set 1, 1000 to 1500 steps"),
        ("sets=2,reps=8,load=body weight/yellow band", "Tick sets", ("", ""), "set 1, body weight"),
        ("sets=2,reps=8,load=two tins of beans", "Tick sets", ("", ""), "set 1, two tins of beans"),
    ],
)
def test_what_the_grid_says(cards: Callable[..., Card], dose: str, label: str, under: tuple[str, ...], spoken: str):
    (row,) = cards("strap-assisted-squat", dose).rows
    assert (row.label, row.holds, row.spoken[0]) == (label, under, spoken)


@pytest.mark.parametrize(
    ("drill", "dose", "says"),
    [
        ("strap-assisted-squat", "sets=3,reps=10/8", "2 numbers of reps for 3 sets"),
        ("strap-assisted-squat", "sets=3,load=5/10 kg", "2 loads for 3 sets"),
        ("strap-assisted-squat", "sets=3,duration=1 min/5 min", "2 times for 3 sets"),
        ("strap-assisted-squat", "sets=3,distance=50/100 m", "2 distances for 3 sets"),
        ("strap-assisted-squat", "reps=8,duration=1 min", "both reps and duration"),
        ("strap-assisted-squat", "hold=3", "none of its steps is held"),
        ("plank", "duration=10 min", "a duration, but its steps are held"),
        ("plank", "distance=10 m", "a distance, but its steps are held"),
    ],
)
def test_doses_that_cannot_be_meant(cards: Callable[..., Card], drill: str, dose: str, says: str):
    with pytest.raises(HandoutsError) as caught:
        cards(drill, dose)
    assert says in " ".join(problem.message for problem in caught.value.problems)


def test_what_is_said_of_all_drills_is_for_those_that_it_fits(planner: Planner, make_order: Make):
    order = make_order(
        items=("plank", "strap-assisted-squat"), changes=parse_doses(["all:sets=1,duration=2 min,hold=9"])
    )
    held, counted = planner.plan(order)[0].cards
    assert (held.dose, counted.dose) == (("Hold 9 seconds, once.",), ("Keep going for 2 minutes.",))


def test_a_new_load_is_what_has_changed(planner: Planner, make_order: Make):
    week = make_order(items=("hip-hinge",), week=2)
    order = replace(week, changes=parse_doses(["strap-assisted-squat:load=10 kg"]))
    cards = planner.plan(order)[0].cards  # the change is for both weeks, so it is no news
    assert "10 kg" in cards[3].dose_short
    assert "10 kg" not in cards[3].change


def test_a_dose_comes_from_any_door(handouts: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    said = "Use 5, then 7.5 kg, set by set."
    dose = "strap-assisted-squat:sets=2,load=5/7.5 kg"
    ran = handouts("show", "strap-assisted-squat", "-p", "A", "--dose", dose)
    assert said in " ".join(ran.out.split())
    (tmp_path / "r.csv").write_text(f'patient,program,dose\nA,strap-assisted-squat,"{dose}"\n')
    (tmp_path / "r.yaml").write_text(
        "- patient: A\n  program: strap-assisted-squat\n"
        "  dose:\n    strap-assisted-squat: {sets: 2, load: [5, 7.5 kg]}\n"
    )
    for name in ("r.csv", "r.yaml"):
        assert handouts("check", name).code == 0
        assert handouts("batch", name, "-o", f"out-{name}", "--issued", "2026-11-20").code == 0
    one, other = (next((tmp_path / f"out-{name}").glob("*.pdf")) for name in ("r.csv", "r.yaml"))
    assert one.read_bytes() == other.read_bytes()
