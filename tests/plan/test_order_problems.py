"""Every problem of an order, whole: field, message, hint, and whether it stops the handout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from handouts.base.problems import HandoutsError, Problem
from handouts.library.load import Library
from handouts.library.models import DoseChange
from handouts.orders.order import Order
from handouts.plan import front
from handouts.plan.phrases import Phrases
from handouts.plan.planner import Planner

Make = Callable[..., Order]

FAULTS: list[tuple[dict[str, Any], list[Problem]]] = [
    (
        {"items": ("hip-hinge",), "skip": ("hip-hinge",)},
        [Problem("skip", 0, "“hip-hinge” is not among the drills of this handout", "Choose from: DRILLS.")],
    ),
    (
        {"items": ("plank",), "skip": ("plank",)},
        [Problem("items", 0, "no drill is left to print", "Name a program or one drill at least.")],
    ),
    (
        {"items": ("hip-hinge", "low-back", "plank", "plank")},
        [
            Problem(
                "items",
                0,
                "names more than one program: hip-hinge and low-back",
                "Make one handout for each, or list the drills one by one.",
            ),
            Problem("items", 0, "names “plank” twice", "Keep one."),
        ],
    ),
    (
        {"week": 5},
        [Problem("week", 0, "there is no week 5: “hip-hinge” has weeks 1 to 4", "Give one of these.")],
    ),
    (
        {"items": ("plank",), "week": 521},
        [Problem("week", 0, "there is no week 521: weeks 1 to 520 can be printed", "Give one of these.")],
    ),
    (
        {"start": date(2200, 12, 29), "week": 2},
        [Problem("start", 0, "2200-12-29 is too far away", "Give a date such as 2026-11-23.")],
    ),
    (
        {"start": date(1899, 12, 31)},
        [Problem("start", 0, "1899-12-31 is too far away", "Give a date such as 2026-11-23.")],
    ),
    (
        {"items": ("wall-sit", "clamshell"), "changes": {"wall-sit": DoseChange(hold=((5, 5), (6, 6)), sets=3)}},
        [Problem("changes", 0, "gives “wall-sit” 2 holds for 3 sets", "Give one hold, or one for each set.")],
    ),
]


@pytest.mark.parametrize(("changes", "problems"), FAULTS)
def test_what_is_wrong_whole(planner: Planner, make_order: Make, changes: dict[str, Any], problems: list[Problem]):
    with pytest.raises(HandoutsError) as caught:
        planner.plan(make_order(**changes))
    found = [
        replace(one, hint=one.hint if "DRILLS" not in p.hint else p.hint)
        for one, p in zip(caught.value.problems, problems, strict=True)
    ]
    assert found == problems


def test_a_misspelt_drill_names_the_field_and_the_nearest(planner: Planner, make_order: Make):
    with pytest.raises(HandoutsError) as caught:
        planner.plan(make_order(items=("plnk", "x" * 70)))
    near, far = caught.value.problems
    assert (near.place, near.kind, "plank" in near.hint) == ("items", "misspelt", True)
    assert near.message == "there is no drill or program “plnk” in the language “en”"
    assert (far.kind, far.message.count("x")) == ("", 60)


WARNINGS: list[tuple[dict[str, Any], list[Problem]]] = [
    ({"note": "a " * 60}, []),
    (
        {"note": "a " * 61},
        [
            Problem(
                "note", 0, "the note has 61 words; notes over 60 are rarely read", "Keep what matters this week.", True
            )
        ],
    ),
    (
        {"items": ("hip-hinge", "hinge-with-dowel")},
        [
            Problem(
                "items",
                0,
                "“hinge-with-dowel” is in the program this week already",
                "Leave it out, or change its dose.",
                True,
            )
        ],
    ),
    ({"visit": date(2026, 11, 20)}, []),
    (
        {"visit": date(2026, 11, 19)},
        [
            Problem(
                "visit",
                0,
                "the next visit, 2026-11-19, is over; it is left off the sheet",
                "Give the next one, or leave it empty.",
                True,
            )
        ],
    ),
    (
        {"side": "left"},
        [
            Problem(
                "side",
                0,
                "none of these drills is done one side at a time; the side is not printed",
                "Leave it out.",
                True,
            )
        ],
    ),
    ({"items": ("plank", "clamshell"), "side": "left"}, []),
    ({"items": ("plank", "wall-sit", "clamshell", "bird-dog")}, []),
    (
        {"items": ("plank", "wall-sit", "clamshell", "bird-dog", "step-up")},
        [Problem("items", 0, "5 drills are many: 2 to 4 are done better", "Leave out what can wait.", True)],
    ),
    (
        {"items": ("plank", "wall-sit", "clamshell", "bird-dog", "step-up", "dead-bug", "heel-raise")},
        [
            Problem(
                "items",
                0,
                "7 drills are far too many: people do 2 better than 8, and drop long lists",
                "Choose the 2 to 4 that matter most.",
                True,
            )
        ],
    ),
]


@pytest.mark.parametrize(("changes", "problems"), WARNINGS)
def test_what_is_warned_of_whole(planner: Planner, make_order: Make, changes: dict[str, Any], problems: list[Problem]):
    assert list(planner.plan(make_order(**changes))[1]) == problems


@pytest.fixture
def phrases(library: Library) -> Phrases:
    return Phrases(library.words["en"])


@pytest.mark.parametrize(
    ("seconds", "long", "short"),
    [
        (1, "1 second", "1 s"),
        (59, "59 seconds", "59 s"),
        (60, "1 minute", "1 min"),
        (61, "61 seconds", "61 s"),
        (90, "90 seconds", "90 s"),
        (91, "1 minute 31 seconds", "91 s"),
        (120, "2 minutes", "2 min"),
        (135, "2 minutes 15 seconds", "135 s"),
    ],
)
def test_a_rest_in_words(phrases: Phrases, seconds: int, long: str, short: str):
    assert (phrases.seconds(seconds), phrases.seconds_short(seconds)) == (long, short)


@pytest.mark.parametrize(
    ("at", "says"),
    [
        (time(0, 5), "12:05 am"),
        (time(11, 59), "11:59 am"),
        (time(12), "12 pm"),
        (time(13), "1 pm"),
        (time(23, 30), "11:30 pm"),
    ],
)
def test_the_clock(phrases: Phrases, at: time, says: str):
    assert phrases.clock(at) == says


@pytest.mark.parametrize(
    ("times", "says"),
    [
        (("day",), "once a day"),
        (("morning", "evening"), "Friday, twice a day. "),
        (("midday",), "Friday, midday. "),
        (("midday", "evening"), "Friday, midday and evening. "),
        (("morning", "midday", "evening"), "3 times a day"),
    ],
)
def test_times_of_day(planner: Planner, make_order: Make, times: tuple[str, ...], says: str):
    when = planner.plan(make_order(times=times))[0].when_spoken
    assert says in when


def test_whole_minutes_of_holds_that_rise(phrases: Phrases):
    assert phrases.holds(((120, 120), (180, 240))) == "2, then 3 to 4 minutes"
    assert phrases.holds(((1, 1),)) == "1 second"
    assert phrases.holds(((60, 60),)) == "60 seconds"
    assert phrases.holds(((120, 120), (75, 75))) == "120, then 75 seconds"


def test_going_back_is_said_from_week_two_and_finish_stands_with_it(planner: Planner, make_order: Make):
    def said(week: int) -> str:
        return "".join(run.text for run in planner.plan(make_order(week=week))[0].move_on)

    assert "week 0" not in said(1)
    assert "Go back" not in said(1)
    program = planner.library.programs["hip-hinge", "en"]
    assert program.weeks[3].go_back, "else the next lines say nothing"
    assert program.finish in said(4)
    assert "week 3" in said(4)


def test_a_program_of_one_week_says_no_week(library: Library, make_order: Make):
    program = library.programs["hip-hinge", "en"]
    short = replace(program, weeks=program.weeks[:1])
    one = replace(library, programs={**library.programs, ("hip-hinge", "en"): short})
    handout = Planner(one).plan(make_order())[0]
    assert "".join(run.text for run in handout.dates) == "Monday 23 to Sunday 29 November 2026"
    assert (handout.running_short, handout.running) == ("Hip hinge", "Hip hinge. 23 to 29 November 2026")


def test_pain_is_asked_once_where_sessions_have_no_names(planner: Planner, make_order: Make):
    assert [(row.session, row.label) for row in planner.plan(make_order())[0].pain_rows] == [(1, "Write 0 to 10")]
    twice = planner.plan(make_order(times=("morning", "evening")))[0].pain_rows
    assert [(row.session, row.label, row.spoken.partition(",")[0]) for row in twice] == [
        (1, "Morning", "Morning"),
        (2, "Evening", "Evening"),
    ]


def test_a_rule_s_full_stop_is_not_doubled(library: Library):
    clinic = replace(library.clinic, stop=("It hurts.", "You fall."))
    rules = front.stop_rules(clinic, Phrases(library.words["en"]))
    row = "".join(run.text for run in rules.row)
    assert ".." not in row
    assert "It hurts; You fall. Call" in row


def test_away_all_week_is_no_sheet(planner: Planner, make_order: Make):
    with pytest.raises(HandoutsError) as caught:
        planner.plan(make_order(pauses=((date(2026, 11, 23), date(2026, 11, 27)),)))
    assert [(problem.place, problem.message) for problem in caught.value.problems] == [
        ("pauses", "the patient is away on every training day of the week from 2026-11-23")
    ]


def test_a_visit_that_is_over_is_not_printed(planner: Planner, make_order: Make):
    assert planner.plan(make_order(visit=date(2026, 11, 19), visit_time=time(9)))[0].next_visit == ()
    assert planner.plan(make_order(visit=date(2026, 11, 20), visit_time=time(9)))[0].next_visit != ()
