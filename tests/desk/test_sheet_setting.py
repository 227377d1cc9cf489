"""Setting a sheet: what is sent goes into the draft, what is wrong is told at its place, and nothing is lost."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.deliver.drafts import DraftsTable, SheetDraft
from tests.desk_server import Served

if TYPE_CHECKING:
    import httpx

HINGE = ("hip-hinge",)
DRILLS = ("clamshell", "bird-dog", "calf-stretch-wall")


def drill_ids(desk: Served, *wanted: str) -> tuple[str, ...]:
    known = [key[0] for key in desk.desk.library.drills]
    return tuple(name if name in known else known[at] for at, name in enumerate(wanted))


def made(desk: Served, **values: Any) -> str:
    return str(desk.post("/sheet/new", {"patient": "Mei Tan", **values}).url.path).rsplit("/", 1)[-1]


def sent(desk: Served, draft: str, tab: str = "one", number: int | None = None, **values: Any) -> httpx.Response:
    """What the page's script sends when fields have changed; “dose.x.sets” is given as dose__x__sets."""
    named = {name.replace("__", "."): value for name, value in values.items()}
    data = {"changed": list(named), **named, "number": str(number if number is not None else kept(desk, draft).number)}
    return desk.post(f"/sheet/{draft}/set", data, part=True, tab=tab)


def pressed(desk: Served, draft: str, do: str, item: str = "", **more: str) -> httpx.Response:
    return desk.post(f"/sheet/{draft}/tray", {"do": do, "item": item, **more}, part=True)


def kept(desk: Served, draft: str) -> SheetDraft:
    with desk.desk.register(reading=True) as register:
        found = DraftsTable(register).get(draft)
    assert found
    return found


def told(answer: httpx.Response, place: str) -> str:
    """What is told at a field, as a person reads it."""
    found = re.search(rf'<div id="told-{place}"(.*?)</div>', answer.text, re.DOTALL)
    assert found, place
    return html.unescape(re.sub(r"<[^>]+>", "", found[1].partition(">")[2])).strip()


def drills_of(answer: httpx.Response) -> list[str]:
    return re.findall(r'data-row="([^"]+)"', answer.text)


def test_what_is_set_is_on_the_sheet_and_in_the_draft(desk: Served):
    draft = made(desk, items=HINGE)
    answer = sent(desk, draft, days=["mon", "thu"], times="2", note="Slow.", layout="compact", week="2")
    assert answer.status_code == 200
    now = kept(desk, draft)
    assert (now.text("days"), now.text("times"), now.text("note"), now.text("week")) == ("mon thu", "2", "Slow.", "2")
    shown = desk.desk.engine.shown(now.values, desk.desk.today())
    assert [day.key for day in shown.planned.handout.week if day.on] == ["mon", "thu"]
    assert f'data-key="{shown.key}" data-pages="{shown.pages}"' in answer.text
    assert shown.pressed.data.startswith(b"%PDF")


def test_a_dose_is_set_in_steps_and_goes_back_to_usual(desk: Served):
    draft = made(desk, items=HINGE)
    answer = sent(desk, draft, **{"dose__hinge-with-dowel__sets": "5", "dose__hinge-with-dowel__hold": "2-3"})
    assert kept(desk, draft).texts("changes") == ("hinge-with-dowel:sets=5,hold=2-3",)
    assert "5 sets of" in answer.text
    assert "Usual:" in answer.text
    sent(desk, draft, **{"dose__hinge-with-dowel__hold": ""})
    assert kept(desk, draft).texts("changes") == ("hinge-with-dowel:sets=5",)
    sent(desk, draft, **{"again__hinge-with-dowel": ""})
    assert kept(desk, draft).texts("changes") == ()


def test_what_is_wrong_is_told_at_its_field_and_the_page_says_where(desk: Served):
    draft = made(desk, items=HINGE)
    answer = sent(desk, draft, start="never", visit="someday", **{"dose__hinge-with-dowel__tempo": "abc"})
    assert "never" in told(answer, "start")
    assert "someday" in told(answer, "visit")
    assert re.search(r'id="dose-hinge-with-dowel-tempo"[^>]*aria-invalid="true"', answer.text)
    assert "Not drawn yet" in answer.text
    for place in ("f-start", "f-visit", "dose-hinge-with-dowel-sets"):
        assert f'data-goes="{place}"' in answer.text
    assert len(drills_of(answer)) == len(drills_of(desk.get(f"/sheet/{made(desk, items=HINGE)}")))


def test_what_is_unusual_is_told_and_the_sheet_is_drawn(desk: Served):
    draft = made(desk, items=HINGE)
    answer = sent(desk, draft, note="word " * 70, visit="2026-11-01")
    assert "notes over 60 are rarely read" in told(answer, "note")
    assert "is over" in told(answer, "visit")
    assert 'data-pages="0"' not in answer.text


def test_a_sheet_that_does_not_suit_is_held_until_it_is_confirmed(desk: Served):
    draft = made(desk, items=HINGE)
    answer = sent(desk, draft, flags=["hip replacement"])
    assert 'data-pages="0"' in answer.text
    pairs = re.findall(r'name="despite" value="([^"]+)"', answer.text)
    assert pairs
    assert "Give" in answer.text
    assert "all the same" in answer.text
    answer = sent(desk, draft, despite=pairs)
    assert 'data-pages="0"' not in answer.text
    assert kept(desk, draft).texts("despite") == tuple(pairs)


def test_another_drill_in_place_of_one_that_does_not_suit(desk: Served):
    draft = made(desk, items=HINGE, flags="hip replacement")
    text = desk.get(f"/sheet/{draft}").text
    item, other = re.findall(r'data-do="instead" data-item="([^"]+)" data-other="([^"]+)"', text)[0]
    answer = pressed(desk, draft, "instead", item, other=other)
    assert kept(desk, draft).texts("skip") == (item,)
    assert other in kept(desk, draft).texts("items")
    assert f'value="{item}:hip-replacement"' not in answer.text


def test_drills_are_added_moved_and_taken_off(desk: Served):
    first, second, third = drill_ids(desk, *DRILLS)
    draft = made(desk, items=first)
    for name in (second, third):
        pressed(desk, draft, "add", name)
    assert drills_of(pressed(desk, draft, "down", first)) == [second, first, third]
    assert drills_of(pressed(desk, draft, "up", third)) == [second, third, first]
    assert drills_of(pressed(desk, draft, "order", first, before=second)) == [first, second, third]
    answer = pressed(desk, draft, "order", first)
    assert drills_of(answer) == [second, third, first]
    assert "3 of 3" in json.loads(answer.headers["hx-trigger"])["handouts:said"]
    sent(desk, draft, **{f"dose__{second}__sets": "4"})
    assert drills_of(pressed(desk, draft, "remove", second)) == [third, first]
    assert kept(desk, draft).texts("changes") == ()


def test_a_program_keeps_its_order_until_its_drills_are_taken_out(desk: Served):
    draft = made(desk, items=HINGE, week="2")
    before = desk.get(f"/sheet/{draft}")
    doses = re.findall(r'<p class="dose" id="said-[^"]+"><bdi[^>]*>([^<]+)', before.text)
    names = drills_of(before)
    assert drills_of(pressed(desk, draft, "down", names[0])) == names
    assert re.findall(r'id="said-[^"]+"><bdi[^>]*>([^<]+)', pressed(desk, draft, "alone").text) == doses
    assert kept(desk, draft).texts("items") == tuple(names)
    assert drills_of(pressed(desk, draft, "down", names[0])) == [names[1], names[0], *names[2:]]


def test_a_drill_of_a_program_is_left_out_and_put_back(desk: Served):
    draft = made(desk, items=HINGE)
    name = drills_of(desk.get(f"/sheet/{draft}"))[0]
    pressed(desk, draft, "remove", name)
    assert kept(desk, draft).texts("skip") == (name,)
    pressed(desk, draft, "back", name)
    assert kept(desk, draft).texts("skip") == ()


def test_another_program_takes_the_place_of_the_first(desk: Served):
    draft = made(desk, items=HINGE, week="2")
    pressed(desk, draft, "add", "stiff-shoulder")
    assert kept(desk, draft).texts("items") == ("stiff-shoulder",)
    assert kept(desk, draft).text("week") == ""


def test_a_change_can_be_taken_back(desk: Served):
    draft = made(desk, items=HINGE, note="First.")
    answer = sent(desk, draft, note="Second.")
    before = re.search(r'data-before="([^"]*)"', answer.text)
    assert before
    fields = html.unescape(before[1])
    assert json.loads(fields) == {"note": "First."}
    answer = desk.post(f"/sheet/{draft}/undo", {"fields": fields, "number": "1"}, part=True, tab="one")
    assert answer.status_code == 200
    assert kept(desk, draft).text("note") == "First."


def test_a_week_without_a_drill_leaves_its_dose_out_and_says_so(desk: Served):
    library = desk.desk.library
    program = next(
        one
        for (_, language), one in library.programs.items()
        if language == "en" and {d.drill for d in one.weeks[0].drills} - {d.drill for d in one.weeks[-1].drills}
    )
    gone = next(iter({d.drill for d in program.weeks[0].drills} - {d.drill for d in program.weeks[-1].drills}))
    draft = made(desk, items=program.id)
    sent(desk, draft, **{f"dose__{gone}__sets": "4"})
    answer = sent(desk, draft, week=str(len(program.weeks)))
    assert kept(desk, draft).texts("changes") == ()
    assert "left out" in answer.headers["hx-trigger"]
    assert 'data-pages="0"' not in answer.text


# --- two windows


REPEATED = {"items": HINGE, "week": "2", "decision": "repeat: your knee hurt"}


def repeated(desk: Served) -> str:
    """A sheet that “From last week” began, for a week that is repeated."""
    with desk.desk.register() as register:
        return DraftsTable(register).add({"patient": "Mei Tan", **REPEATED}).id


def test_what_the_sheet_says_of_a_decision_is_shown_and_can_be_taken_off(desk: Served):
    draft = repeated(desk)
    answer = sent(desk, draft, note="Slow.")
    (says,) = re.findall(r'id="says">(.*?)<button', answer.text, re.DOTALL)
    assert "We repeat week 2. Your knee hurt." in says
    assert 'id="says"' not in sent(desk, draft, decision="").text
    assert kept(desk, draft).text("decision") == ""


@pytest.mark.parametrize("change", ["week", "program", "none"])
def test_a_decision_is_of_the_week_that_it_was_made_of(desk: Served, change: str):
    draft = repeated(desk)
    if change == "week":
        answer = sent(desk, draft, week="3")
    elif change == "program":
        answer = pressed(desk, draft, "add", "stiff-shoulder")
    else:
        answer = pressed(desk, draft, "remove", "hip-hinge")
    assert "decision" not in kept(desk, draft).values
    assert "We repeat week" not in answer.text
    assert "does not say any more" in json.loads(answer.headers["HX-Trigger"])["handouts:said"]
    before = html.unescape(re.findall(r'data-before="([^"]*)"', answer.text)[0])
    desk.post(f"/sheet/{draft}/undo", {"fields": before}, part=True)
    assert kept(desk, draft).text("decision") == REPEATED["decision"]


def test_a_drill_beside_a_program_leaves_its_week_repeated(desk: Served):
    draft = repeated(desk)
    assert "We repeat week 2." in pressed(desk, draft, "add", "clamshell").text
    assert "We repeat week 2." in sent(desk, draft, week="2").text


def test_two_windows_that_set_different_fields_both_win_and_are_told(desk: Served):
    draft = made(desk, items=HINGE)
    assert sent(desk, draft, "one", 1, note="From one.").status_code == 200
    answer = sent(desk, draft, "two", 1, clinician="Ana Lima")
    assert answer.status_code == 200
    assert "Also changed, by another window" in answer.text
    assert (kept(desk, draft).text("note"), kept(desk, draft).text("clinician")) == ("From one.", "Ana Lima")


def test_two_windows_that_set_the_same_field_clash_and_nothing_is_overwritten(desk: Served):
    draft = made(desk, items=HINGE)
    sent(desk, draft, "one", 1, note="From one.")
    answer = sent(desk, draft, "two", 1, note="From <b>two</b>.")
    assert answer.status_code == 409
    assert kept(desk, draft).text("note") == "From one."
    for words in ("another window, at", "theirs: From one.", "yours: From &lt;b&gt;two&lt;/b&gt;."):
        assert words in answer.text
    fields = html.unescape(re.findall(r'name="fields" value="([^"]*)"', answer.text)[0])
    number = re.findall(r'name="number" value="(\d+)"', answer.text)[0]
    second = desk.post(f"/sheet/{draft}/both", {"fields": fields})
    both = str(second.url.path).rsplit("/", 1)[-1]
    assert both != draft
    assert kept(desk, both).text("note") == "From <b>two</b>."
    assert kept(desk, draft).text("note") == "From one."
    desk.post(f"/sheet/{draft}/undo", {"fields": fields, "number": number}, part=True, tab="two")
    assert kept(desk, draft).text("note") == "From <b>two</b>."


def test_a_window_does_not_clash_with_itself(desk: Served):
    draft = made(desk, items=HINGE)
    for words in ("a", "ab", "abc"):
        assert sent(desk, draft, "one", 1, note=words).status_code == 200
    assert kept(desk, draft).text("note") == "abc"


def test_drills_that_two_windows_add_are_both_there(desk: Served):
    first, second, third = drill_ids(desk, *DRILLS)
    draft = made(desk, items=first)
    for tab, name in (("one", second), ("two", third)):
        data = {"do": "add", "item": name, "number": "1"}
        assert desk.post(f"/sheet/{draft}/tray", data, part=True, tab=tab).status_code == 200
    assert kept(desk, draft).texts("items") == (first, second, third)


# --- what nobody should send


@pytest.mark.parametrize("fields", ["", "[]", "{", '{"note": 3, "items": "x", "nothing": "y", "owner": "z"}', "null"])
def test_fields_that_are_none_set_nothing_else(desk: Served, fields: str):
    draft = made(desk, items=HINGE)
    answer = desk.post(f"/sheet/{draft}/undo", {"fields": fields, "number": "1"}, part=True)
    assert answer.status_code in (200, 422)
    assert set(kept(desk, draft).values) <= {"patient", "items"}


def test_what_is_no_field_is_not_set(desk: Served):
    draft = made(desk, items=HINGE)
    sent(desk, draft, issued="1999-01-01", followed="x", owner="somebody", decision="hold: no")
    assert set(kept(desk, draft).values) == {"patient", "items"}
    assert pressed(desk, draft, "explode", "x").status_code == 422
    assert pressed(desk, draft, "add", "no-such-drill").status_code == 422
    assert desk.get("/sheet/nothing").status_code == 404
    assert desk.post("/sheet/nothing/set", {"number": "1"}, part=True).status_code == 404


def test_more_than_a_draft_may_hold_is_told(desk: Served):
    draft = made(desk, items=HINGE)
    answer = sent(desk, draft, flags=["x" * 19_000] * 12)
    assert answer.status_code == 422
    assert "200,000 characters" in answer.text


@settings(max_examples=20)
@given(
    st.dictionaries(
        st.sampled_from(["patient", "key", "note", "start", "days", "times", "side", "visit", "language", "second",
                         "layout", "paper", "flags", "despite", "measures", "activities", "week", "skin",
                         "dose.hip-hinge.sets", "dose.hinge-with-dowel.load", "dose.<b>.days", "skip", "items"]),
        st.text(max_size=40) | st.sampled_from(["\u202eabc", "<script>alert(1)</script>", "x" * 10_000, "\x00\x1b[2J"]),
        max_size=5,
    )
)  # fmt: skip
def test_whatever_is_typed_is_answered_and_escaped(desk: Served, values: dict[str, str]):
    draft = made(desk, items=HINGE)
    answer = desk.post(f"/sheet/{draft}/set", {"changed": list(values), **values, "number": "1"}, part=True, tab="one")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    page = desk.get(f"/sheet/{draft}")
    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_a_sheet_is_seen_as_pictures_and_as_text(desk: Served):
    draft = made(desk, items=HINGE, note="Slow and tall.")
    assert "Drawing the pages" in desk.get(f"/sheet/{draft}").text  # the page does not wait for them
    key = re.findall(r'data-key="([^"]+)"', sent(desk, draft).text)[0]
    assert key in desk.get(f"/sheet/{draft}").text
    answer = desk.get(f"/sheet/{draft}/page/1/{key}?width=500")
    assert answer.content.startswith(b"\x89PNG")
    assert int.from_bytes(answer.content[16:20], "big") == 500
    assert desk.get(f"/sheet/{draft}/page/99/{key}").status_code == 404
    assert "Slow and tall." in desk.get(f"/sheet/{draft}/said/{key}").text


def test_a_sheet_is_thrown_away_and_that_is_noted_without_a_name(desk: Served):
    draft = made(desk, items=HINGE)
    assert desk.post(f"/sheet/{draft}/throw").status_code == 200
    assert desk.get(f"/sheet/{draft}").status_code == 404
    with desk.desk.register(reading=True) as register:
        rows = register.read("SELECT did, about FROM audit ORDER BY id DESC LIMIT 1")
    assert rows == [("threw a sheet away", draft)]
