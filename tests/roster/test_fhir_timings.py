"""How often and how much: what a FHIR order says is on the sheet exactly, or is told of with its entry."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.base.plaindays import DAYS
from handouts.base.plainvalues import SESSIONS, parse_sessions
from handouts.orders.doses import parse_doses
from handouts.roster.fhir.words import read_words
from tests.roster.fhir_parts import PATIENT, Found, activity, follows, found_in, plan, request

DAILY = ",".join(DAYS)
OWN = "the program's own schedule stands"
ENTRY = "Bundle.entry[1]"


def timed(timing: Any, **more: Any) -> Found:
    return found_in(PATIENT, plan(activity=[activity(scheduledTiming=timing, **more)]))


def schedule(found: Found) -> tuple[str, str]:
    return found.fields.get("days", ""), found.fields.get("times", "")


def coded(code: str) -> dict[str, Any]:
    return {"code": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation", "code": code}]}}


@pytest.mark.parametrize(
    ("timing", "days", "times"),
    [
        (coded("BID"), DAILY, "2"),
        (coded("TID"), DAILY, "3"),
        (coded("QID"), DAILY, "4"),
        (coded("QD"), DAILY, "1"),
        (coded("AM"), DAILY, "morning"),
        ({"code": {"text": "bid"}}, DAILY, "2"),
        ({"code": {"text": "Twice a day at institution specified times"}}, DAILY, "2"),
        ({"code": {"coding": [{"code": "x17", "display": "three times daily"}]}}, DAILY, "3"),
        ({"code": {"coding": [{"code": "229799001", "display": "Twice a day (qualifier value)"}]}}, DAILY, "2"),
        ({**coded("BID"), "repeat": {"dayOfWeek": ["fri", "mon"]}}, "mon,fri", "2"),
        ({**coded("BID"), "repeat": {"when": ["MORN", "EVE"]}}, DAILY, "morning,evening"),
        ({"repeat": {"frequency": 3, "period": 1, "periodUnit": "d"}}, DAILY, "3"),
        ({"repeat": {"frequency": 1, "period": 24, "periodUnit": "h"}}, DAILY, "1"),
        ({"repeat": {"period": 1.0, "periodUnit": "d"}}, DAILY, "1"),
        ({"repeat": {"frequency": 2, "period": 1, "periodUnit": "wk", "dayOfWeek": ["tue", "thu"]}}, "tue,thu", "1"),
        ({"repeat": {"frequency": 4, "period": 7, "periodUnit": "d", "dayOfWeek": ["tue", "thu"], "when": ["MORN", "EVE"]}},
         "tue,thu", "morning,evening"),
        ({"repeat": {"dayOfWeek": ["sun"]}}, "sun", ""),
        ({"repeat": {"timeOfDay": ["20:00:00", "08:00:00"], "period": 1, "periodUnit": "d"}}, DAILY, "morning,evening"),
        ({"repeat": {"timeOfDay": ["12:30:00"], "dayOfWeek": ["wed"]}}, "wed", "midday"),
        ({"repeat": {"when": ["NOON", "AFT"]}}, DAILY, "midday,afternoon"),
    ],
)  # fmt: skip
def test_what_a_sheet_can_say_is_on_it(timing: dict[str, Any], days: str, times: str):
    found = timed(timing)
    assert (schedule(found), found.problems) == ((days, times), ())


@pytest.mark.parametrize(
    "timing",
    [
        *map(coded, ("QOD", "Q4H", "BED", "WK", "MO")),
        coded("xyz"),
        {"code": {"text": "every other day"}},
        {"code": {"text": "twice a day, but not on Monday"}},
        {**coded("BID"), "repeat": {"frequency": 3, "period": 1, "periodUnit": "d"}},
        {**coded("QD"), "repeat": {"dayOfWeek": ["mon"]}},
        {"repeat": {"frequency": 1, "period": 2, "periodUnit": "d"}},
        {"repeat": {"frequency": 3, "period": 1, "periodUnit": "wk"}},
        {"repeat": {"frequency": 1, "period": 1, "periodUnit": "wk", "dayOfWeek": ["mon", "fri"]}},
        {"repeat": {"frequency": 1, "period": 2, "periodUnit": "wk", "dayOfWeek": ["mon"]}},
        {"repeat": {"frequency": 1, "period": 8, "periodUnit": "h"}},
        {"repeat": {"frequency": 5, "period": 1, "periodUnit": "d"}},
        {"repeat": {"frequency": 2}},
        {"repeat": {"frequency": 2, "frequencyMax": 3, "period": 1, "periodUnit": "d"}},
        {"repeat": {"frequency": 2, "period": 1, "periodMax": 2, "periodUnit": "d"}},
        {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d", "when": ["MORN", "EVE"]}},
        {"repeat": {"when": ["HS"]}},
        {"repeat": {"when": ["ACM", "PCM"]}},
        {"repeat": {"when": ["ACM"], "offset": 30}},
        {"repeat": {"timeOfDay": ["08:00:00", "09:00:00"]}},
        {"repeat": {"timeOfDay": ["03:00:00"]}},
        {"repeat": {"timeOfDay": ["25:00:00"]}},
        {"repeat": {"timeOfDay": ["08:00:00"], "when": ["MORN"]}},
        {"repeat": {"count": 10, "frequency": 1, "period": 1, "periodUnit": "d"}},
        {"repeat": {"dayOfWeek": ["monday"]}},
        {"repeat": {"dayOfWeek": "mon"}},
        {"repeat": {"dayOfWeek": [["mon"]]}},
        {"repeat": {"frequency": "often", "period": 1, "periodUnit": "d"}},
        {"repeat": {"extension": [{"url": "x"}], "frequency": 1, "period": 1, "periodUnit": "d"}},
        {"repeat": [1]},
        {"repeat": {}},
        {"event": ["2026-11-23"]},
        {"extension": [{"url": "x"}], **coded("BID")},
        {"code": ["BID"]},
        {"code": {"text": 7}},
        {},
        "twice a day",
        [],
        7,
        True,
    ],
)
def test_what_a_sheet_cannot_say_is_told(timing: Any):
    found = timed(timing)
    assert schedule(found) == ("", "")
    assert found.faults == []
    (said,) = found.warnings
    assert ENTRY in said
    assert OWN in said


@pytest.mark.parametrize(
    ("timing", "times", "says"),
    [
        (coded("PM"), "afternoon", "“PM”"),
        ({"repeat": {"when": ["ACM"]}}, "morning", "“ACM”"),
        ({"repeat": {"when": ["PCD", "EVE.late"]}}, "midday,evening", "“EVE.late”"),
        ({**coded("BID"), "repeat": {"boundsDuration": {"value": 6, "unit": "wk"}}}, "2", "bounds"),
        ({"repeat": {"frequency": 2, "period": 1, "periodUnit": "d", "duration": 10, "durationUnit": "min"}}, "2", "duration"),
    ],
)  # fmt: skip
def test_what_a_sheet_says_but_not_all_of_it(timing: dict[str, Any], times: str, says: str):
    found = timed(timing)
    assert schedule(found) == (DAILY, times)
    assert any(says in said and ENTRY in said for said in found.warnings)


WHEN = {"MORN": "morning", "NOON": "midday", "AFT": "afternoon", "EVE": "evening", "ACM": "morning", "PCV": "evening"}
PER_DAY = {"BID": 2, "TID": 3, "QID": 4, "QD": 1, "AM": 1, "PM": 1}
numbers = st.integers(1, 8)
repeats = st.fixed_dictionaries(
    {},
    optional={
        "frequency": numbers,
        "frequencyMax": numbers,
        "period": numbers,
        "periodMax": numbers,
        "periodUnit": st.sampled_from(["h", "d", "wk", "mo"]),
        "dayOfWeek": st.lists(st.sampled_from(DAYS), min_size=1, unique=True),
        "when": st.lists(st.sampled_from([*WHEN, "HS", "C"]), min_size=1, max_size=3),
        "timeOfDay": st.lists(
            st.sampled_from(["07:30:00", "12:00:00", "15:00:00", "19:00:00", "02:00:00"]), min_size=1
        ),
        "offset": st.integers(0, 40),
        "count": numbers,
        "boundsPeriod": st.just({"start": "2026-11-23", "end": "2199-01-01"}),
    },
)
codes = st.sampled_from([*PER_DAY, "QOD", "Q8H", "WK"]).map(coded)
texts = st.sampled_from(["twice a day", "Mon and Thu", "every morning", "every 2 days", "BID"]).map(
    lambda text: {"code": {"text": text}}
)


@st.composite
def timings(draw: st.DrawFn) -> dict[str, Any]:
    timing: dict[str, Any] = dict(draw(st.one_of(st.just({}), codes, texts)))
    if draw(st.booleans()) or not timing:
        timing["repeat"] = draw(repeats)
    return timing


def agrees(timing: dict[str, Any], days: list[str], sessions: tuple[str, ...]) -> bool:
    """Whether days and sessions of a sheet say what each part of a timing says."""
    repeat = timing.get("repeat", {})
    code = timing.get("code", {})
    word = code["coding"][0]["code"] if "coding" in code else ""
    number, text = len(sessions), code.get("text", "")
    per_day = {"twice a day": 2, "every morning": 1, "BID": 2, **PER_DAY}
    return all([
        repeat.get("frequencyMax", repeat.get("frequency")) == repeat.get("frequency"),
        repeat.get("periodMax", repeat.get("period")) == repeat.get("period"),
        not repeat.get("offset"),
        "count" not in repeat,
        word not in ("QOD", "Q8H", "WK"),
        text != "every 2 days",
        number == per_day.get(word or text, number),
        text != "every morning" or sessions == ("morning",),
        text != "Mon and Thu" or days == ["mon", "thu"],
        set(days) == set(repeat.get("dayOfWeek", days)),
        "dayOfWeek" in repeat or text == "Mon and Thu" or len(days) == 7,
        "when" not in repeat or {WHEN.get(one) for one in repeat["when"]} == set(sessions),
        "when" not in repeat or len(repeat["when"]) == number,
        "timeOfDay" not in repeat or len(repeat["timeOfDay"]) == number,
        ("period" in repeat) == ("periodUnit" in repeat),
        rate_agrees(repeat, len(days), number),
    ])  # fmt: skip


def rate_agrees(repeat: dict[str, Any], days: int, number: int) -> bool:
    per = (repeat.get("period"), repeat.get("periodUnit"))
    if per == (1, "d"):
        return repeat.get("frequency", number) == number
    if per in ((1, "wk"), (7, "d")):
        return "dayOfWeek" in repeat and repeat.get("frequency", days * number) == days * number
    return per == (None, None) and repeat.get("frequency", number) == number


@settings(max_examples=1500)
@given(timings())
def test_any_timing_is_printed_exactly_or_told(timing: dict[str, Any]):
    found = timed(timing)
    days, times = schedule(found)
    refused = [said for said in found.warnings if OWN in said]
    assert found.faults == []
    if not days and not times:
        assert refused
        assert all(ENTRY in said for said in refused)
        return
    assert refused == []
    # days alone leave how often to the program
    sessions = parse_sessions(times) if times else ("day",)
    exact = agrees(timing, days.split(","), sessions)
    assert exact, (timing, days, times)


# --- words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "days", "times", "dose"),
    [
        ("twice a day, Mon Wed Fri", "mon,wed,fri", "2", ""),
        ("2x/day", DAILY, "2", ""),
        ("Three times daily", DAILY, "3", ""),
        ("b.i.d.", DAILY, "2", ""),
        ("daily", DAILY, "1", ""),
        ("every morning and evening", DAILY, "morning,evening", ""),
        ("in the morning on Mondays and Thursdays", "mon,thu", "morning", ""),
        ("Mon-Fri", "mon,tue,wed,thu,fri", "", ""),
        ("weekdays, once a day", "mon,tue,wed,thu,fri", "1", ""),
        ("3 times a week: Mon, Wed, Fri", "mon,wed,fri", "1", ""),
        ("2 sets of 8, hold 5 seconds, rest 60 s", "", "", "sets=2,reps=8,hold=5,rest=60"),
        ("3 x 10-12 reps; rest 1 min between sets", "", "", "sets=3,reps=10-12,rest=60"),
        ("three sets of ten. 5 second hold. Twice a day.", DAILY, "2", "sets=3,reps=10,hold=5"),
        ("8 reps", "", "", "reps=8"),
        ("2 sets of 8 with 5 kg", "", "", "sets=2,reps=8,load=5 kg"),
        ("3 x 10 using 2,5-5 lbs, effort 5-6/10", "", "", "sets=3,reps=10,load=2.5-5 lbs,effort=5-6"),
        ("2 sets of 8 with the red band", "", "", "sets=2,reps=8,load=red band"),
        ("for 10 minutes, twice a day", DAILY, "2", "duration=10 minutes"),
        ("for 400 metres", "", "", "distance=400 metres"),
        ("2 sets of 8 at a tempo 3-1-2", "", "", "sets=2,reps=8,tempo=3-1-2"),
        ("1 set of 8, RPE 6", "", "", "sets=1,reps=8,effort=6"),
    ],
)
def test_words_that_are_understood(text: str, days: str, times: str, dose: str):
    found = found_in(PATIENT, plan(activity=[activity(description=text)]))
    assert found.problems == ()
    assert schedule(found) == (days, times)
    assert found.fields.get("changes", "") == (f"clamshell:{dose}" if dose else "")
    if not dose:
        assert schedule(found_in(PATIENT, plan(activity=[activity(scheduledString=text)]))) == (days, times)


@pytest.mark.parametrize(
    "text",
    [
        "every other day", "every 2 days", "3 times a week", "2-3 times a day", "as needed", "twice a day if you can",
        "not on Monday", "Mon or Tue", "no more than twice a day", "twice a day for 2 weeks", "Monday morning and Friday evening",
        "twice a day, three times a day", "daily, Mon Wed", "5 times a day", "2 sets of 8 of 10", "2 sets, 3 sets", "hold 5",
        "hold 1 minute", "3 x 30 seconds", "3x10 kg", "for 30 seconds", "for 10 m", "with 5", "with a strong band", "tempo slow", "2 sets of 8.5", "build up to 3 sets of 10", "2 sets of 8 each side",
        "once", "1 set of 10 times a day", "Fri-Mon", "mon mon", "?", "2 x", "twice a day, morning", "x" * 9000,
    ],
)  # fmt: skip
def test_words_that_are_not_understood_are_told(text: str):
    assert read_words(text) is None
    for more in ({"description": text}, {"scheduledString": text}):
        found = found_in(PATIENT, plan(activity=[activity(**more)]))
        assert (schedule(found), found.fields.get("changes")) == (("", ""), None)
        (said,) = found.warnings
        assert ENTRY in said
        assert OWN in said


dose_words = st.fixed_dictionaries(
    {},
    optional={
        "sets and reps": st.tuples(st.integers(1, 10), st.integers(1, 30)),
        "hold": st.integers(1, 60),
        "rest": st.integers(1, 180),
        "times": st.integers(1, 4),
        "days": st.lists(st.sampled_from(DAYS), min_size=1, unique=True),
    },
)
WORDS = ("not", "if", "or", "pain", "3", "except", "left", "kg", "week")


@given(st.data())
def test_texts_are_read_whole_or_not_at_all(data: st.DataObject):
    said = data.draw(dose_words)
    pieces, dose = [], {}
    if "sets and reps" in said:
        sets, reps = said["sets and reps"]
        pieces.append(data.draw(st.sampled_from(["{} sets of {}", "{} x {}", "{}x{} reps"])).format(sets, reps))
        dose |= {"sets": str(sets), "reps": str(reps)}
    if "hold" in said:
        pieces.append(
            data.draw(st.sampled_from(["hold {} s", "{} second hold", "Hold for {} seconds"])).format(said["hold"])
        )
        dose["hold"] = str(said["hold"])
    if "rest" in said:
        pieces.append(
            data.draw(st.sampled_from(["rest {} s", "{} sec rest", "Rest {} seconds between sets"])).format(
                said["rest"]
            )
        )
        dose["rest"] = str(said["rest"])
    if "times" in said:
        pieces.append(f"{said['times']} {data.draw(st.sampled_from(['times a day', 'x daily', 'x/day']))}")
    if "days" in said:
        pieces.append(" ".join(said["days"]))
    pieces = data.draw(st.permutations(pieces))
    found = read_words(", ".join(pieces))
    if not pieces:
        assert found is None
        return
    assert found
    assert found.dose == dose
    assert found.times == str(said.get("times", ""))
    assert set(found.days) == set(said.get("days", []))
    at = data.draw(st.integers(0, len(pieces)))
    odd = [*pieces[:at], data.draw(st.sampled_from(WORDS)), *pieces[at:]]
    assert read_words(", ".join(odd)) is None


@given(st.text(max_size=60))
def test_any_text_is_read_or_not(text: str):
    found = read_words(text)
    if found:
        assert set(found.days) <= set(DAYS)
        assert not found.times or set(parse_sessions(found.times)) <= {*SESSIONS, "day"}


# --- whose timing it is ------------------------------------------------------------------------------

TWICE = {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}}
TUESDAY = {"repeat": {"frequency": 1, "period": 1, "periodUnit": "wk", "dayOfWeek": ["tue"]}}
EVERY_OTHER = {"repeat": {"frequency": 1, "period": 2, "periodUnit": "d"}}


def test_each_drill_has_its_own_days_and_times():
    found = found_in(
        PATIENT, plan(activity=[activity(scheduledTiming=TWICE), activity("Plank", scheduledTiming=TUESDAY), activity("Wall sit")])
    )  # fmt: skip
    assert found.problems == ()
    assert schedule(found) == ("", "")
    assert found.fields["changes"] == ("clamshell:days=mon+tue+wed+thu+fri+sat+sun,times=2; plank:days=tue,times=1")
    assert set(parse_doses([found.fields["changes"]])) == {"clamshell", "plank"}


def test_a_timing_that_is_given_twice_is_told():
    found = timed(TWICE, scheduledString="3 times a day")
    assert schedule(found) == ("", "")
    assert [OWN in said for said in found.warnings] == [True]


def test_drills_of_one_timing_share_it():
    both = [activity(scheduledTiming=TUESDAY), activity("Plank", scheduledTiming=TUESDAY)]
    found = found_in(PATIENT, plan(activity=both))
    assert (schedule(found), found.fields.get("changes"), found.problems) == (("tue", "1"), None, ())


def test_one_drill_with_two_timings_is_told():
    found = found_in(PATIENT, plan(activity=[activity(scheduledTiming=TWICE)]), request(occurrenceTiming=TUESDAY))
    assert (schedule(found), found.fields.get("changes")) == (("", ""), None)
    assert any("“clamshell”" in said and OWN in said for said in found.warnings)


def test_a_timing_that_cannot_be_printed_beside_one_that_can():
    found = found_in(
        PATIENT, plan(activity=[activity(scheduledTiming=EVERY_OTHER), activity("Plank", scheduledTiming=TUESDAY)])
    )
    assert (schedule(found), found.fields["changes"]) == (("", ""), "plank:days=tue,times=1")
    assert [OWN in said for said in found.warnings] == [True]
    whole = found_in(
        PATIENT,
        follows("hip-hinge", activity=[{"detail": {"scheduledTiming": timing}} for timing in (EVERY_OTHER, TWICE)]),
    )
    assert schedule(whole) == ("", "")
    assert [OWN in said for said in whole.warnings] == [True]


def test_a_drill_of_a_program_has_its_own_days_where_every_week_has_it():
    found = found_in(PATIENT, follows("hip-hinge", activity=[activity("Hinge with dowel", scheduledTiming=TUESDAY)]))
    assert (found.fields["items"], found.fields["changes"], found.problems) == (
        "hip-hinge",
        "hinge-with-dowel:days=tue,times=1",
        (),
    )
    found = found_in(PATIENT, follows("hip-strength", activity=[activity("Clamshell", scheduledTiming=TUESDAY)]))
    assert (found.fields["items"], found.fields.get("changes")) == ("hip-strength", None)
    assert any("some weeks only" in said and OWN in said for said in found.warnings)


def test_a_dose_for_a_program_is_told():
    found = found_in(PATIENT, plan(activity=[activity("Hip hinge", description="2 sets of 8, hold 5 seconds")]))
    assert (found.fields["items"], found.fields.get("changes")) == ("hip-hinge", None)
    assert any(ENTRY in said and OWN in said for said in found.warnings)


def test_a_request_says_its_dose_and_what_is_not_read():
    found = found_in(PATIENT, request(orderDetail=[{"text": "2 sets of 8"}], occurrenceTiming=TWICE))
    assert (found.fields["changes"], found.problems) == ("clamshell:sets=2,reps=8", ())
    for more in (
        {"orderDetail": [{"text": "with the old band"}]}, {"bodySite": [{"text": "Left knee"}]},
        {"quantityQuantity": {"value": 3}}, {"asNeededBoolean": True}, {"asNeededCodeableConcept": {"text": "pain"}},
    ):  # fmt: skip
        found = found_in(PATIENT, request(**more))
        assert any(ENTRY in said for said in found.warnings), more
        assert found.fields["items"] == "clamshell"


def test_an_instruction_that_is_a_dose_is_the_drill_s_dose():
    found = found_in(
        PATIENT, request(patientInstruction="3 sets of 10, twice a day", category=[{"text": "Laboratory"}])
    )
    assert (found.fields["changes"], schedule(found), found.problems) == ("clamshell:sets=3,reps=10", (DAILY, "2"), ())
    assert "note" not in found.fields
    found = found_in(PATIENT, request(orderDetail=[{"text": "2 sets"}], patientInstruction="3 sets"))
    assert (found.rows, len(found.faults)) == ([], 1)


@pytest.mark.parametrize(
    "text",
    ["3 sets of 10 with the band", "Only twice a day!", "Every other day please", "Hold for 10 seconds if you can"],
)
def test_an_amount_in_a_note_is_printed_there_and_told(text: str):
    for order in (
        request(patientInstruction=text),
        request(note=[{"text": text}]),
        plan(activity=[activity()], note=[{"text": text}]),
    ):
        found = found_in(PATIENT, order)
        assert (found.fields["note"], found.fields.get("changes")) == (text, None)
        assert ["changes no dose" in said and ENTRY in said for said in found.warnings] == [True]


@pytest.mark.parametrize(
    "order",
    [
        request(dosageInstruction=[{"text": "2 sets"}]), plan(activity=[activity(dosage="2 sets of 8")]),
        plan(activity=[{**activity(), "dose": 7}]), follows("hip-hinge", adaezeQuill=True),
    ],
)  # fmt: skip
def test_elements_that_are_not_of_r4_are_told(order: dict[str, Any]):
    found = found_in(PATIENT, order)
    assert found.fields.get("changes") is None
    assert ["not of FHIR R4" in said and ENTRY in said for said in found.warnings] == [True]


def test_what_is_over_is_left_out_and_told():
    over = {"repeat": {**TWICE["repeat"], "boundsPeriod": {"end": "2020-05"}}}
    for one in (activity("Plank", scheduledTiming=over), activity("Plank", scheduledPeriod={"end": "2020-05-01"})):
        found = found_in(PATIENT, plan(activity=[activity(), one]))
        assert found.fields["items"] == "clamshell"
        assert any("is over" in said and ENTRY in said for said in found.warnings)
