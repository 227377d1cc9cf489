from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from handouts.base.problems import HandoutsError
from handouts.base.scalars import Holds
from handouts.library.load import Library, load_library
from handouts.library.models import DoseChange
from handouts.orders.order import Order
from handouts.plan import planner as planner_module
from handouts.plan.handout import GridRow, Handout, Runs
from handouts.plan.planner import Planner
from handouts.sheet.boxnames import BoxName

Make = Callable[..., Order]


def text(runs: Runs) -> str:
    return "".join(run.text for run in runs)


@pytest.fixture
def plan(planner: Planner, make_order: Make) -> Callable[..., Handout]:
    return lambda **changes: planner.plan(make_order(**changes))[0]


@pytest.fixture
def faults(planner: Planner, make_order: Make) -> Callable[..., dict[str, str]]:
    def call(**changes: object) -> dict[str, str]:
        with pytest.raises(HandoutsError) as caught:
            planner.plan(make_order(**changes))
        return {problem.place: f"{problem.message} {problem.hint}" for problem in caught.value.problems}

    return call


def test_the_words_of_week_one(plan: Callable[..., Handout]):
    handout = plan()
    assert text(handout.patient_line) == "For Mei Tan"
    assert text(handout.dates) == "Week 1 of 4: Learn the move. Monday 23 to Sunday 29 November 2026"
    assert handout.running == "Hip hinge, week 1 of 4. 23 to 29 November 2026"
    assert text(handout.when).startswith("Mon, Wed, Fri, once a day. About ")
    assert text(handout.move_on).startswith("Move to week 2 when you tick")
    assert text(handout.next_visit) == "Monday 30 November 2026, 9:30 am with Dana Reyes. Bring this sheet."
    assert text(handout.note) == "Slow and tall beats deep. Dana Reyes, physiotherapist"
    assert text(handout.stop.call) == "Call 01632 960 114, Monday to Friday, 8 am to 6 pm. Emergency: call 999."
    assert handout.cards[0].dose == ("2 sets of 8.", "Hold each one 2 seconds.", "Rest 1 minute.")
    assert handout.cards[2].dose == ("2 sets of 6.", "No hold.", "Rest 90 seconds.")
    assert [step.hold for step in handout.cards[0].steps if step.hold] == ["Hold 2 seconds"]


def test_the_last_week_ends_the_program(plan: Callable[..., Handout]):
    assert text(plan(week=4).move_on).startswith("Bring this sheet to your next visit.")


@pytest.mark.parametrize(
    ("start", "says"),
    [
        (date(2026, 12, 28), "Mon 28 Dec 2026 to Sun 3 Jan 2027"),
        (date(2026, 11, 30), "Mon 30 Nov to Sun 6 Dec 2026"),
        (date(2026, 11, 25), "Wed 25 Nov to Tue 1 Dec 2026"),
    ],
)
def test_weeks_over_months_and_years(plan: Callable[..., Handout], start: date, says: str):
    assert text(plan(start=start).dates).endswith(says)


def test_a_week_begins_on_the_day_the_patient_starts(plan: Callable[..., Handout]):
    week = plan(start=date(2026, 11, 25), week=2).week
    assert [day.key for day in week] == ["wed", "thu", "fri", "sat", "sun", "mon", "tue"]
    assert [day.number for day in week] == [2, 3, 4, 5, 6, 7, 8]


def test_changes_for_all_then_for_one(plan: Callable[..., Handout]):
    changes = {"all": DoseChange(sets=4, hold=((9, 9),)), "hinge-with-dowel": DoseChange(sets=1, reps=((8, 10),))}
    cards = plan(changes=changes).cards
    assert [card.dose[0] for card in cards] == ["4 sets of 8.", "1 set of 8 to 10.", "4 sets of 6.", "4 sets of 8."]
    assert cards[0].rows[0].holds == ("9 s",) * 4
    assert cards[2].rows[0].holds == ("",) * 4  # a hold for all reaches only drills that hold


def test_holds_set_by_set(plan: Callable[..., Handout]):
    card = plan(changes={"kneeling-hip-extension": DoseChange(sets=3, hold=((2, 2), (3, 3), (5, 5)))}).cards[0]
    assert card.dose[1] == "Hold 2, 3, then 5 seconds, set by set."
    assert card.rows[0].holds == ("2 s", "3 s", "5 s")


def test_holds_as_the_drill_gives_them(plan: Callable[..., Handout]):
    card = plan(items=("kneeling-hip-extension",)).cards[0]
    assert card.dose[1] == "Hold each one 2 to 3 seconds."
    assert card.rows[0].holds == ("2–3 s",) * 3


def test_days_and_times_of_the_order_are_for_all(plan: Callable[..., Handout]):
    handout = plan(days=("tue", "sat"), times=("morning", "evening"))
    assert text(handout.when).startswith("Tue, Sat, twice a day.")
    assert [row.label for row in handout.cards[0].rows] == ["Morning", "Evening"]
    assert {day.key for day in handout.week if day.on} == {"tue", "sat"}


def test_every_day_of_the_week_has_no_grey_days(plan: Callable[..., Handout]):
    handout = plan(days=("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
    assert text(handout.when).startswith("Every day,")
    assert handout.pen == "Use a dark pen."


def test_one_drill_on_fewer_days(plan: Callable[..., Handout]):
    handout = plan(changes={"hinge-with-dowel": DoseChange(days=("wed",))})
    assert handout.cards[1].days == ("wed",)
    assert handout.cards[0].days == ("mon", "wed", "fri")


def test_drills_without_a_program(plan: Callable[..., Handout]):
    handout = plan(items=("hinge-with-dowel", "roman-chair-squat"), week=3)
    assert handout.title == "Home exercises"
    assert text(handout.dates) == "Monday 7 to Sunday 13 December 2026"
    assert handout.move_on == ()


def test_skip_and_add(plan: Callable[..., Handout]):
    handout = plan(skip=("roman-chair-squat", "strap-assisted-squat"))
    assert [card.drill for card in handout.cards] == ["kneeling-hip-extension", "hinge-with-dowel"]
    assert [card.number for card in handout.cards] == [1, 2]


def test_minutes_count_reps_holds_rests_and_changes(plan: Callable[..., Handout]):
    one = plan(
        items=("kneeling-hip-extension",),
        changes={"all": DoseChange(sets=2, reps=((10, 10),), hold=((6, 6),), rest=60)},
    )
    # 2 sets x 10 reps x (4 s + 6 s) + one rest of 60 s = 260 s
    assert one.cards[0].seconds == 260
    assert one.minutes == 5
    both = plan(
        items=("kneeling-hip-extension", "strap-assisted-squat"),
        changes={"all": DoseChange(sets=1, reps=((10, 10),), rest=0)},
    )
    # 10 x (4 + 2.5) = 65 s, 10 x 4 = 40 s, 30 s between them: 135 s
    assert both.minutes == 3


def test_the_fullest_session_counts(plan: Callable[..., Handout]):
    items = ("kneeling-hip-extension", "strap-assisted-squat")
    apart = plan(items=items, changes={"strap-assisted-squat": DoseChange(days=("tue",))})
    assert apart.minutes == max(-(-card.seconds // 60) for card in apart.cards)


def test_every_fault_at_once(faults: Callable[..., dict[str, str]]):
    found = faults(
        items=("hip-hinge", "hinge-with-dowl"), layout="stndard", week=9, skip=("x",), changes={"y": DoseChange(sets=1)}
    )
    assert "hinge-with-dowel" in found["items"]
    assert "standard" in found["layout"]
    assert "weeks 1 to 4" in found["week"]
    assert {"skip", "changes"} <= set(found)


@pytest.mark.parametrize(
    ("changes", "place", "says"),
    [
        ({"items": ("hip-hinge", "hip-hinge")}, "items", "twice"),
        ({"language": "xx"}, "language", "no language"),
        (
            {"skip": ("kneeling-hip-extension", "hinge-with-dowel", "roman-chair-squat", "strap-assisted-squat")},
            "items",
            "no drill",
        ),
        ({"changes": {"roman-chair-squat": DoseChange(hold=((3, 3),))}}, "changes", "none of its steps is held"),
        ({"changes": {"hinge-with-dowel": DoseChange(sets=3, hold=((3, 3), (4, 4)))}}, "changes", "2 holds for 3 sets"),
        ({"start": date(9999, 12, 20), "week": 4}, "start", "too far"),
    ],
)
def test_a_fault_names_its_field(
    faults: Callable[..., dict[str, str]], changes: dict[str, object], place: str, says: str
):
    assert says in faults(**changes)[place]


def test_warnings(planner: Planner, make_order: Make):
    warned = planner.plan(make_order(note="word " * 61, side="left"))[1]
    assert {problem.place for problem in warned} == {"note", "side"}
    assert all(problem.warning for problem in warned)


def test_many_drills_are_warned_of(clinic: Path, make_order: Make):
    source = (clinic / "drills" / "calf-stretch.yaml").read_text()
    for letter in "abcdefg":
        (clinic / "drills" / f"{letter}.yaml").write_text(source.replace("id: calf-stretch", f"id: drill-{letter}"))
    planner = Planner(load_library(clinic).checked())
    five = planner.plan(make_order(items=tuple(f"drill-{letter}" for letter in "abcde")))[1]
    seven = planner.plan(make_order(items=tuple(f"drill-{letter}" for letter in "abcdefg")))[1]
    assert "many" in five[0].message
    assert "far too many" in seven[0].message


@pytest.mark.parametrize(
    ("side", "labels", "names"),
    [
        (
            "both",
            ["Morning left", "Morning right", "Evening left", "Evening right"],
            ["d1_mon_s1_t1_l", "d1_mon_s1_t1_r"],
        ),
        ("left", ["Morning left", "Evening left"], ["d1_mon_s1_t1_l"]),
    ],
)
def test_sides(clinic: Path, make_order: Make, side: str, labels: list[str], names: list[str]):
    planner = Planner(load_library(clinic).checked())
    card = planner.plan(make_order(items=("calf-care",), side=side))[0].cards[0]
    assert [row.label for row in card.rows] == labels
    assert [BoxName.of(card, row, "mon", 1).name() for row in card.rows if row.session == 1] == names
    expected = {"both": "Hold 30 seconds, 2 times each side.", "left": "Hold 30 seconds, 2 times for your left side."}
    assert card.dose[0] == expected[side]


def test_sides_double_the_work(clinic: Path, make_order: Make):
    planner = Planner(load_library(clinic).checked())
    both, left = (
        planner.plan(make_order(items=("calf-stretch",), side=side))[0].cards[0].seconds for side in ("both", "left")
    )
    assert both == 2 * left + 30  # and one more rest


def test_the_id_follows_the_content(planner: Planner, make_order: Make):
    first = planner.plan(make_order())[0].id
    assert planner.plan(make_order())[0].id == first
    changes: list[dict[str, object]] = [
        {"patient": "Mei Tann"},
        {"note": "x"},
        {"week": 2},
        {"layout": "compact"},
        {"paper": "letter"},
        {"issued": date(2026, 11, 21)},
        {"changes": {"all": DoseChange(rest=61)}},
    ]
    ids = {planner.plan(make_order(**change))[0].id for change in changes}
    assert len(ids | {first}) == len(changes) + 1


def test_a_planner_gives_the_same_as_a_fresh_one(library: Library, planner: Planner, make_order: Make):
    order = make_order(week=3)
    assert planner.plan(order)[0] == Planner(library).plan(order)[0]


def test_own_content_shows_in_the_version(library: Library, clinic: Path, make_order: Make):
    planner = Planner(load_library(clinic).checked())
    assert planner.plan(make_order())[0].version == f"v{library.version}"
    before = planner.plan(make_order(items=("calf-stretch",)))[0].version
    path = clinic / "drills" / "calf-stretch.yaml"
    path.write_text(path.read_text().replace("Bend your front knee a little", "Bend your front knee"))
    after = Planner(load_library(clinic).checked()).plan(make_order(items=("calf-stretch",)))[0].version
    assert before.startswith(f"v{library.version}+")
    assert before != after


def test_a_clinic_without_a_phone_still_says_whom_to_call(library: Library, make_order: Make):
    bare = replace(library, clinic=replace(library.clinic, phone=None, emergency=None))
    stop = Planner(bare).plan(make_order())[0].stop
    assert text(stop.call) == "Call your clinic."
    assert "Call the number" in stop.short  # the one that is written at the stop rules


@pytest.mark.parametrize(
    ("hold", "long", "label"),
    [
        (((120, 120),), "Hold 2 minutes", "2 min"),
        (((120, 180),), "Hold 2 to 3 minutes", "2–3 min"),
        (((90, 90),), "Hold 90 seconds", "90 s"),
        (((60, 60),), "Hold 60 seconds", "60 s"),
        (((60, 120),), "Hold 60 to 120 seconds", "60–120 s"),
    ],
)
def test_long_holds_are_in_minutes(plan: Callable[..., Handout], hold: Holds, long: str, label: str):
    card = plan(items=("kneeling-hip-extension",), changes={"all": DoseChange(hold=hold)}).cards[0]
    assert long in [step.hold for step in card.steps]
    assert card.rows[0].holds[0] == label
    assert label in card.dose_short


def test_a_batch_of_many_doses_does_not_grow_the_planner(
    library: Library, make_order: Make, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(planner_module, "CARDS_KEPT", 5)
    monkeypatch.setattr(planner_module, "KEPT_MOST", 3)
    planner = Planner(library)
    orders = [make_order(items=("plank",), changes={"all": DoseChange(rest=rest)}) for rest in range(30, 60)]
    ids = [planner.plan(order)[0].id for order in orders]
    assert len(planner._cards) == 5
    assert len(planner._chosen) == len(planner._common) == len(planner._plans) == 3
    assert [planner.plan(order)[0].id for order in orders] == ids
    assert len(set(ids)) == len(orders)


@pytest.mark.parametrize(
    ("times", "keys"),
    [
        (("day",), ["day", "day"]),
        (("morning", "evening"), ["morning", "morning", "evening", "evening"]),
        (("midday", "afternoon", "evening"), ["midday", "midday", "afternoon", "afternoon", "evening", "evening"]),
    ],
)
def test_a_row_knows_its_session_in_no_language(plan: Callable[..., Handout], times: tuple[str, ...], keys: list[str]):
    handout = plan(items=("clamshell",), times=times)
    assert [row.session_key for row in handout.cards[0].rows] == keys


def test_the_session_s_key_is_not_in_the_digest_that_makes_an_id():
    row = GridRow(1, "", "Morning", "Morning.", ("3 s",), ("Morning, set 1",), "morning")
    printed = "session=1, side='', label='Morning', line='Morning.', holds=('3 s',), spoken=('Morning, set 1',)"
    assert repr(row) == f"GridRow({printed})"
    assert row != replace(row, session_key="day")
