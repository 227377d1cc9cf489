"""Reminders: every session of the week, at the right moment, whatever the clocks do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from handouts.base.problems import HandoutsError
from handouts.library.clinic import SessionTimes
from handouts.library.load import Library
from handouts.mail.calendar import Announced, EventIds, announced_by, called_off, reminders, sessions
from handouts.mail.zones import changes, yearly
from handouts.orders.order import Order
from handouts.plan.planner import Planner

Make = Callable[..., Order]
MADE = datetime(2026, 11, 20, 8, 15, tzinfo=UTC)


def made(library: Library, order: Order, zone: str | None = "Europe/London", **clinic: Any) -> tuple[bytes, Calendar]:
    library = replace(library, clinic=replace(library.clinic, timezone=zone, **clinic))
    handout, _ = Planner(library).plan(order)
    data = reminders(handout, order, library, EventIds("who", "week", "clinic.example"), MADE)
    return data, Calendar.from_ical(data)  # type: ignore[return-value]  # one calendar


def onsets(part: Any) -> list[datetime]:
    """When a part of a time zone begins to hold, in the years up to 2050."""
    start = part["dtstart"].dt
    if "rrule" not in part:
        return [start]
    rule = part["rrule"].to_ical().decode()
    return list(rrulestr(rule, dtstart=start).between(start, datetime(2050, 1, 1), inc=True))


def moments(calendar: Calendar) -> list[datetime]:
    """Starts in UTC by the rules that the file itself brings, as a program without time zones would find them."""
    (zone,) = calendar.walk("VTIMEZONE")
    parts = sorted((at, part["tzoffsetto"].td) for part in zone.subcomponents for at in onsets(part))
    found = []
    for event in calendar.walk("VEVENT"):
        start = event["dtstart"]
        if event["uid"].split("@")[0].endswith("visit"):
            continue
        assert start.params["TZID"] == zone["tzid"]
        bare = start.dt.replace(tzinfo=None)
        ahead = [offset for at, offset in parts if at <= bare][-1]
        assert ahead == start.dt.utcoffset()
        found.append((bare - ahead).replace(tzinfo=UTC))
    return found


def test_each_session_of_each_day_has_an_event_with_an_alarm(library: Library, make_order: Make):
    data, calendar = made(library, make_order(times=("midday", "evening"), days=("mon", "wed")))
    assert "method" not in calendar, "with one, the standard asks for an organizer, and calendars make a meeting of it"
    events = [event for event in calendar.walk("VEVENT") if "visit" not in event["uid"]]
    starts = [event["dtstart"].dt.replace(tzinfo=None) for event in events]
    assert starts == [datetime(2026, 11, day, *at) for day in (23, 25) for at in ((12, 30), (18, 30))]
    assert all(len(event.walk("VALARM")) == 1 and event["duration"].dt >= timedelta(minutes=5) for event in events)
    assert len({event["uid"] for event in calendar.walk("VEVENT")}) == 5
    assert data.count(b"\n") == data.count(b"\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_it_names_no_drill_and_no_patient(library: Library, make_order: Make):
    data, calendar = made(library, make_order())
    text = data.decode().replace("\r\n ", "")
    assert "Mei" not in text
    assert "hip" not in text.lower()
    assert {str(event["summary"]) for event in calendar.walk("VEVENT")} == {
        "Home exercises",
        f"Appointment: {library.clinic.name}",
    }


def test_the_same_handout_gives_the_same_bytes(library: Library, make_order: Make):
    assert made(library, make_order())[0] == made(library, make_order())[0]


def test_a_later_file_moves_its_events_instead_of_doubling_them(library: Library, make_order: Make):
    def events(marks: EventIds, hour: int = 8, **changes: Any) -> dict[str, int]:
        home = replace(library, clinic=replace(library.clinic, timezone="Europe/London"))
        order = make_order(**changes)
        handout, _ = Planner(home).plan(order)
        found = Calendar.from_ical(reminders(handout, order, home, marks, MADE.replace(hour=hour))).walk("VEVENT")
        return {str(event["uid"]): int(event["sequence"]) for event in found}

    this, following = EventIds("who", "week-1", "clinic.example"), EventIds("who", "week-2", "clinic.example")
    first = events(this)
    again = events(this, 9)
    assert first.keys() == again.keys()
    assert all(again[uid] > first[uid] for uid in first)
    later = events(following, 10, start=date(2026, 11, 30))
    (visit,) = first.keys() & later.keys()
    assert "visit" in visit
    assert later[visit] > first[visit]
    assert first.keys().isdisjoint(events(replace(this, patient="another", week="w")))


def test_the_next_visit_with_and_without_a_time(library: Library, make_order: Make):
    def visit(**changes: Any) -> Any:
        found = [one for one in made(library, make_order(**changes))[1].walk("VEVENT") if "visit" in one["uid"]]
        return found[0] if found else None

    assert visit()["dtstart"].dt.replace(tzinfo=None) == datetime(2026, 11, 30, 9, 30)
    assert visit()["duration"].dt == timedelta(minutes=30)
    assert visit(visit_time=None)["dtstart"].dt == date(2026, 11, 30)
    assert visit(visit_time=None)["dtend"].dt == date(2026, 12, 1)
    assert visit(visit=None, visit_time=None) is None


@pytest.mark.parametrize(
    ("monday", "zone", "hours"),
    [
        (date(2027, 3, 22), "Europe/London", [9, 9, 9, 9, 9, 9, 8]),  # clocks go forward on Sunday 28
        (date(2026, 10, 19), "Europe/London", [8, 8, 8, 8, 8, 8, 9]),  # back on Sunday 25
        (date(2027, 3, 8), "America/New_York", [14, 14, 14, 14, 14, 14, 13]),  # forward on Sunday 14
        (date(2026, 11, 23), "Asia/Singapore", [1] * 7),  # never
    ],
)
def test_a_week_in_which_the_clocks_change(
    library: Library, make_order: Make, monday: date, zone: str, hours: list[int]
):
    _, calendar = made(
        library,
        make_order(start=monday, days=("mon", "tue", "wed", "thu", "fri", "sat", "sun"), visit=None),
        zone,
    )
    found = moments(calendar)
    assert [moment.hour for moment in found] == hours
    assert [moment.date() for moment in found] == [monday + timedelta(days=at) for at in range(7)]


def test_an_hour_on_either_side_of_the_change_itself(library: Library, make_order: Make):
    for at, utc in (("00:30", 0.5), ("02:30", 1.5)):  # 01:00 becomes 02:00 on 28 March 2027
        _, calendar = made(
            library, make_order(start=date(2027, 3, 22), days=("sun",), visit=None), session_times=SessionTimes(day=at)
        )
        (moment,) = moments(calendar)
        assert moment == datetime(2027, 3, 28, tzinfo=UTC) + timedelta(hours=utc)


def test_rules_start_at_the_local_time_before_the_change():
    first, forward, back = changes("Europe/London", 2027, 2027)
    assert (first.at, forward.at, back.at) == (
        datetime(2027, 1, 1),
        datetime(2027, 3, 28, 1),
        datetime(2027, 10, 31, 2),
    )
    assert (forward.summer, back.summer, forward.name, back.name) == (True, False, "BST", "GMT")


@pytest.mark.parametrize(
    ("zone", "rules"),
    [
        ("Europe/London", [("STANDARD", "20251026T020000", "-1SU"), ("DAYLIGHT", "20250330T010000", "-1SU")]),
        ("Europe/Dublin", [("STANDARD", "20251026T020000", "-1SU"), ("DAYLIGHT", "20250330T010000", "-1SU")]),
        ("America/New_York", [("STANDARD", "20251102T020000", "1SU"), ("DAYLIGHT", "20250309T020000", "2SU")]),
        ("Australia/Sydney", [("STANDARD", "20250406T030000", "1SU"), ("DAYLIGHT", "20251005T020000", "1SU")]),
        ("Asia/Singapore", [("STANDARD", "19700101T000000", "")]),
        ("Africa/Casablanca", []),  # by the moon
        ("Asia/Jerusalem", []),  # the Friday before the last Sunday
    ],
)
def test_one_standard_and_one_daylight_part_with_a_yearly_rule_or_utc(
    library: Library, make_order: Make, zone: str, rules: list[tuple[str, str, str]]
):
    """What Outlook takes."""
    _, calendar = made(library, make_order(), zone)
    found = [
        (part.name, part["dtstart"].to_ical().decode(), "".join(part["rrule"]["byday"]) if "rrule" in part else "")
        for one in calendar.walk("VTIMEZONE")
        for part in one.subcomponents
    ]
    assert found == rules
    for event in calendar.walk("VEVENT"):
        assert event["dtstart"].to_ical().endswith(b"Z") == (not rules)
    session = next(one for one in calendar.walk("VEVENT") if "visit" not in one["uid"])
    assert session["dtstart"].dt.astimezone(ZoneInfo(zone)).hour == 9


@given(
    st.dates(date(2024, 1, 1), date(2035, 12, 1)),
    st.sampled_from(
        (
            "Europe/London",
            "America/New_York",
            "Australia/Lord_Howe",
            "America/Sao_Paulo",
            "Asia/Kathmandu",
            "Europe/Dublin",
            "Pacific/Auckland",
            "America/Havana",
            "Pacific/Chatham",
        )
    ),
    st.times(),
)
def test_the_rules_in_the_file_are_those_of_the_zone(day: date, zone: str, at: time):
    rules = yearly(zone, day.year, day.year)
    assert [rule.summer for rule in rules] in ([False], [False, True])
    moment = datetime.combine(day, at, UTC)
    found = []
    for rule in rules:
        starts = [rule.first]
        if rule.day:
            text = f"FREQ=YEARLY;BYMONTH={rule.first.month};BYDAY={rule.day}"
            starts = rrulestr(text, dtstart=rule.first).between(rule.first, datetime(2037, 1, 1), inc=True)
        found += [((start - rule.before).replace(tzinfo=UTC), rule.after) for start in starts]
    ahead = max((start, after) for start, after in found if start <= moment)[1]
    assert ahead == moment.astimezone(ZoneInfo(zone)).utcoffset()


# --- what is called off ----------------------------------------------------------------------------


def week_after(library: Library, earlier: Announced, order: Order, **more: Any) -> tuple[Announced, dict[str, Any]]:
    """The next file about the same week: what it announces, and its events by their ids."""
    home = replace(library, clinic=replace(library.clinic, timezone="America/New_York"))
    handout, _ = Planner(home).plan(order)
    marks = EventIds("who", "week", "clinic.example")
    data = reminders(handout, order, home, marks, MADE, earlier=earlier, **more)
    events = {str(event["uid"]): event for event in Calendar.from_ical(data).walk("VEVENT")}
    return announced_by(handout, order, home, MADE, earlier, **more), events


def test_what_is_called_off_is_cancelled_in_the_next_file(library: Library, make_order: Make):
    every = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    full = make_order(days=every, times=("morning", "evening"), visit=None)
    one = make_order(days=("wed",), times=("evening",), visit=None)
    first, before = week_after(library, Announced(), full)
    assert len(before) == 14
    second, after = week_after(library, Announced.of([first.text()]), one)
    assert after.keys() == before.keys()
    gone = {uid for uid, event in after.items() if event["status"] == "CANCELLED"}
    assert len(gone) == len(called_off(second, first)) == 13
    assert after.keys() - gone == {"week-20261125-evening@clinic.example"}
    for uid, event in after.items():
        assert event["sequence"] > before[uid]["sequence"], "also within the same minute"
        assert event["dtstart"].dt == before[uid]["dtstart"].dt
        assert bool(event.walk("VALARM")) == (uid not in gone), "what is called off does not ring"
    # the second may not have been opened: the third says all of it once more
    third, last = week_after(
        library, Announced.of([first.text(), second.text()]), make_order(days=("thu",), visit=None)
    )
    assert {event["status"] for uid, event in last.items() if uid in before} == {"CANCELLED"}
    assert last["week-20261126-day@clinic.example"]["status"] == "CONFIRMED"
    assert third.sequence > second.sequence
    _, back = week_after(library, Announced.of([first.text(), second.text(), third.text()]), full)
    assert {back[uid]["status"] for uid in before} == {"CONFIRMED"}


def test_a_visit_is_called_off_where_the_week_no_longer_has_it(library: Library, make_order: Make):
    first, _ = week_after(library, Announced(), make_order())
    _, after = week_after(library, first, make_order(visit=None, visit_time=None))
    assert after["who-visit@clinic.example"]["status"] == "CANCELLED"
    _, hidden = week_after(library, first, make_order(), discreet=True)
    assert "who-visit@clinic.example" not in hidden, "it is left out, not called off"
    _, moved = week_after(library, first, make_order(visit=date(2026, 12, 2), visit_time=None))
    assert moved["who-visit@clinic.example"]["dtstart"].dt == date(2026, 12, 2)


def test_a_clinics_own_word_for_a_session_leaves_its_reminder_at_its_time(library: Library, make_order: Make):
    words = library.words["en"]
    grid = replace(words.grid, morning="Morning, early", evening="Evening; late")
    own = replace(library, words={**library.words, "en": replace(words, grid=grid)})
    times = SessionTimes(morning="07:05", evening="20:40")
    _, calendar = made(own, make_order(times=("morning", "evening"), days=("mon",), visit=None), session_times=times)
    starts = [event["dtstart"].dt.replace(tzinfo=None) for event in calendar.walk("VEVENT")]
    assert starts == [datetime(2026, 11, 23, 7, 5), datetime(2026, 11, 23, 20, 40)]


def test_sessions_start_with_the_week(library: Library, make_order: Make):
    order = make_order(start=date(2026, 11, 26), days=("mon", "thu"), times=("evening", "morning"))  # a Thursday
    handout, _ = Planner(library).plan(order)
    assert sessions(handout) == [(day, time) for day in ("thu", "mon") for time in ("morning", "evening")]


@pytest.mark.parametrize("visit", [date(9999, 12, 31), date(2126, 11, 30)])
def test_a_visit_of_another_age_is_no_reminder(library: Library, make_order: Make, visit: date):
    with pytest.raises(HandoutsError, match="too far off"):
        made(library, make_order(visit=visit))


@pytest.mark.parametrize("visit", [date(1, 1, 1), date(2016, 11, 30)])
def test_a_visit_of_an_age_ago_is_left_out(library: Library, make_order: Make, visit: date):
    _, calendar = made(library, make_order(visit=visit, visit_time=None))
    assert not [event for event in calendar.walk("VEVENT") if event["uid"].split("@")[0].endswith("visit")]
    assert calendar.walk("VEVENT")


def test_without_a_time_zone_there_is_no_calendar(library: Library, make_order: Make):
    with pytest.raises(HandoutsError, match="timezone"):
        made(library, make_order(), None)


@pytest.mark.parametrize("zone", ["Nowhere/Town", "../etc/passwd", "Europe", "localtime", "", 3])
def test_time_zones_of_clinic_yaml_are_checked(zone: Any):
    from pydantic import TypeAdapter, ValidationError

    from handouts.library.clinic import Clinic

    with pytest.raises(ValidationError, match="expected a time zone"):
        TypeAdapter(Clinic).validate_python({"name": "A", "timezone": zone})


@pytest.mark.parametrize(("text", "read"), [("8:00", "08:00"), ("18.30", "18:30"), ("24:00", None), (800, None)])
def test_session_times_of_clinic_yaml(text: Any, read: str | None):
    from pydantic import TypeAdapter, ValidationError

    from handouts.library.clinic import Clinic

    try:
        clinic = TypeAdapter(Clinic).validate_python({"name": "A", "session_times": {"morning": text}})
    except ValidationError:
        assert read is None
    else:
        assert clinic.session_times.morning == read
        assert time.fromisoformat(clinic.session_times.evening)
