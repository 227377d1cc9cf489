"""The phone page in a real browser: its timer, its ticks, what it sends back, and how it stands on a small screen."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handouts.returned.replies import Reply, read_replies
from tests.runs.browser import Browser
from tests.write.pagetext import handout_of, page_of, shipped_press

pytestmark = pytest.mark.judge
TODAY = datetime.now().astimezone().date()
EVERY_DAY = "mon tue wed thu fri sat sun"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of this very week: one with all that can be filled in, and some that stand wide."""
    folder, start = tmp_path_factory.mktemp("pages"), TODAY.isoformat()
    full = {"measures": "pain function change", "times": "morning evening", "days": EVERY_DAY, "note": "Slow."}
    made = {
        "full": page_of("clamshell plank", start=start, **full),
        "en": page_of("sit-to-stand", start=start, days=EVERY_DAY, changes=("sit-to-stand:sets=3,rest=30",)),
        "ar": page_of("low-back", start=start, language="ar", measures="change"),
        "ta": page_of("low-back", start=start, language="ta", second="en", days="mon tue wed thu fri"),
        "de": page_of("clamshell", start=start, language="de", times=4, measures="pain"),
    }
    for name, data in made.items():
        (folder / f"{name}.html").write_bytes(data)
    return folder


def opened(browser: Browser, page: Path) -> None:
    """A page as a patient opens it for the first time."""
    browser.open(page)
    browser.js("try { localStorage.clear() } catch (error) {}")
    browser.open(page)


def breaches(browser: Browser) -> list[str]:
    """What the browser complained of."""
    entries = [one["params"]["entry"] for one in browser.told if one.get("method") == "Log.entryAdded"]
    wrong = [json.dumps(one) for one in entries if one["level"] == "error"]
    return [*wrong, *(json.dumps(one) for one in browser.told if one.get("method") == "Runtime.exceptionThrown")]


def read(text: str) -> Reply:
    (reply,), problems = read_replies(text.encode(), "line")
    assert problems == ()
    return reply


def ticked(reply: Reply) -> set[str]:
    return {name for name, value in reply.boxes.items() if value}


# --- ticks, and what is sent back ---------------------------------------------------------------


def test_what_is_filled_in_is_kept_and_sent_back(browser: Browser, pages: Path, tmp_path: Path):
    opened(browser, pages / "full.html")
    note = "Went well “mostly”.\nक्या?"
    filling = """(() => {
      for (const one of [...document.querySelectorAll('table.boxes input')].slice(0, 5)) one.click();
      document.querySelectorAll('table.boxes input')[1].click();
      const type = (place, text) => { place.value = text; place.dispatchEvent(new Event('input', { bubbles: true })); };
      type(document.querySelectorAll('table.pains input')[2], '10');
      type(document.querySelectorAll('table.pains input')[3], 'seven');
      type(document.querySelector('[name=m_activity1]'), 'Climb the stairs');
      type(document.getElementById('note'), NOTE);
      document.querySelector("input[value='m_change_6']").click();
      document.querySelector("input[value='m_pain_0']").click();
    })()"""
    browser.js(filling.replace("NOTE", json.dumps(note)))
    assert browser.js("document.getElementById('pain-wrong').hidden") is False
    names = browser.js("[...document.querySelectorAll('table.boxes input')].map((one) => one.name)")
    browser.open(pages / "full.html")  # and opened again another time
    reply = read(browser.js("document.getElementById('line').value"))
    assert ticked(reply) == {names[0], *names[2:5], "m_change_6", "m_pain_0"}
    assert {name for name in reply.boxes if not name.startswith("m_")} == set(names)
    pains = browser.js("[...document.querySelectorAll('table.pains input')].map((one) => one.name)")
    filled = {name: text for name, text in reply.written.items() if text}
    assert filled == {pains[2]: "10", "m_activity1": "Climb the stairs", "notes_p1": note}
    assert datetime.now(UTC) - reply.changed < timedelta(minutes=10)
    browser.keep_downloads(tmp_path / "down")
    browser.js("document.getElementById('file').click()")
    handout = handout_of("clamshell plank", start=TODAY.isoformat(), measures="pain function change",
                         times="morning evening", days=EVERY_DAY, note="Slow.")  # fmt: skip
    saved = browser.downloaded(tmp_path / "down" / f"handout-{handout.shown_id}.json")
    (file,), problems = read_replies(saved, "file")
    assert problems == ()
    assert file.digest == reply.digest
    assert file.drills == ("clamshell", "plank")
    assert (file.handout, file.week) == (handout.id, handout.first_day)
    assert b"Mei" not in saved
    assert breaches(browser) == []


NOTES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp"]), max_size=60).map(
    str.strip
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_line_of_the_script_is_read_as_it_was_meant(browser: Browser, pages: Path, data: st.DataObject):
    if not browser.js("location.pathname").endswith("full.html"):
        opened(browser, pages / "full.html")
    plan = "JSON.parse(document.body.dataset.plan)"
    names = browser.js(f"Reply.boxNames({plan})")
    pains = browser.js(f"Reply.painNames({plan})")
    state = {
        "ticked": data.draw(st.lists(st.sampled_from(names), unique=True)),
        "written": data.draw(st.dictionaries(st.sampled_from(pains), st.integers(0, 10).map(str))),
        "chosen": {"m_pain1": data.draw(st.integers(0, 11)), "m_change1": data.draw(st.integers(0, 7))},
        "changed": 1000 * data.draw(st.integers(1_700_000_000, 4_000_000_000)),
    }
    note = data.draw(NOTES)
    state["written"] |= {"notes_p1": note} if note else {}
    said = json.dumps(json.dumps(state))
    make = f"const state = JSON.parse({said}); state.ticked = new Set(state.ticked);"
    line = browser.js(f"(() => {{ {make} return Reply.line({plan}, state) }})()")
    file = browser.js(f"(() => {{ {make} return Reply.file({plan}, state) }})()")
    reply = read(line)
    chosen = state["chosen"]
    wanted = {*state["ticked"], *([f"m_pain_{chosen['m_pain1'] - 1}"] if chosen["m_pain1"] else []),
              *([f"m_change_{chosen['m_change1']}"] if chosen["m_change1"] else [])}  # fmt: skip
    assert ticked(reply) == wanted
    (other,), problems = read_replies(file.encode(), "file")
    assert problems == ()
    assert reply.digest == other.digest
    texts = {name: text for name, text in reply.written.items() if text}
    assert {name: text for name, text in texts.items() if name != "notes_p1"} == {
        name: text for name, text in state["written"].items() if name != "notes_p1"
    }


def test_where_nothing_is_kept_the_page_says_so_and_works(browser: Browser, pages: Path):
    refused = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } })"
    script = browser.call("Page.addScriptToEvaluateOnNewDocument", source=refused)["identifier"]
    try:
        browser.open(pages / "en.html")
        assert browser.js("[document.getElementById('kept').hidden, document.getElementById('not-kept').hidden]") == [
            True,
            False,
        ]
        browser.js("document.querySelector('table.boxes input').click()")
        assert browser.js("document.querySelector('.glance .progress').textContent") == "1 of 21 done"
        assert len(ticked(read(browser.js("document.getElementById('line').value")))) == 1
    finally:
        browser.call("Page.removeScriptToEvaluateOnNewDocument", identifier=script)


def test_all_is_deleted_at_the_second_tap(browser: Browser, pages: Path):
    opened(browser, pages / "en.html")
    browser.js("document.querySelector('table.boxes input').click(); document.getElementById('clear').click()")
    assert browser.js("document.querySelector('.glance .progress').textContent") == "1 of 21 done"
    browser.js("document.getElementById('clear').click()")
    assert browser.js("document.querySelector('.glance .progress').textContent") == "0 of 21 done"
    assert browser.js("localStorage.length") == 0


def test_without_scripts_the_sheet_is_all_there(browser: Browser, pages: Path):
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.call("Page.navigate", url=(pages / "en.html").as_uri())
        browser.open(pages / "en.html")
        shown = browser.js("document.body.innerText")
        assert "This browser runs no scripts here" in shown
        assert "Start the timer" not in shown
        assert browser.js("document.querySelectorAll('table.boxes input').length") == 21
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)


# --- the timer ----------------------------------------------------------------------------------

HELD = {"days": [], "rest": 30, "rows": [[1, "l"], [1, "r"]],
        "sets": [{"reps": 2, "holds": [5], "moving": 4, "tempo": [], "for": 0}] * 2}  # fmt: skip


def steps(browser: Browser, drill: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = browser.js(
        f"(() => {{ const drill = {json.dumps(drill)}; return Timer.stepsOf(drill, Timer.setsOf(drill)) }})()"
    )
    return found


def where(
    browser: Browser, found: list[dict[str, Any]], at: int, elapsed: list[float], **more: Any
) -> list[dict[str, Any]]:
    asleep = json.dumps(more.get("asleep", False))
    told: list[dict[str, Any]] = browser.js(
        f"{json.dumps(elapsed)}.map((one) => Timer.where({json.dumps(found)}, {at}, one, {asleep}))"
    )
    return told


def test_a_drill_walks_through_sets_sides_and_rests(browser: Browser, pages: Path):
    opened(browser, pages / "en.html")
    found = steps(browser, HELD)
    one = ["hold", "move", "hold"]
    assert [step["kind"] for step in found] == ["ready", *one, "change", *one, "rest", *one, "change", *one]
    assert [step["seconds"] for step in found[:5]] == [5, 5, 4, 5, 10]
    assert [(step["set"], step["side"]) for step in found if "ends" in step] == [(1, "l"), (1, "r"), (2, "l"), (2, "r")]
    paced = {**HELD, "rows": [[1, ""]], "sets": [{"reps": 2, "holds": [], "moving": 6, "tempo": [3, 0, 2], "for": 0}]}
    assert [(step["kind"], step["seconds"]) for step in steps(browser, paced)][1:] == [("lower", 3), ("lift", 2)] * 2
    timed = {**paced, "sets": [{"reps": 1, "holds": [], "moving": 0, "tempo": [], "for": 90}], "rest": 0}
    assert [(step["kind"], step["seconds"]) for step in steps(browser, timed)] == [("ready", 5), ("work", 90)]
    counted = {**paced, "sets": [{"reps": 8, "holds": [], "moving": 4, "tempo": [], "for": 0}]}
    assert [(step["kind"], step["seconds"]) for step in steps(browser, counted)] == [("ready", 5), ("do", None)]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_where_one_is_follows_from_the_time_alone(browser: Browser, pages: Path, data: st.DataObject):
    if not browser.js("location.pathname").endswith("en.html"):
        opened(browser, pages / "en.html")
    one = st.fixed_dictionaries(
        {"reps": st.integers(1, 4), "holds": st.lists(st.integers(1, 60), max_size=2), "moving": st.integers(0, 9),
         "tempo": st.just([]), "for": st.sampled_from([0, 20])}
    )  # fmt: skip
    drill = {"days": [], "rows": data.draw(st.sampled_from([[[1, ""]], [[1, "l"], [1, "r"]]])),
             "rest": data.draw(st.integers(0, 90)), "sets": data.draw(st.lists(one, min_size=1, max_size=3))}  # fmt: skip
    found = steps(browser, drill)
    times = sorted(data.draw(st.lists(st.floats(0, 900, allow_nan=False), min_size=3, max_size=6)))
    told = where(browser, found, 0, times)
    for elapsed, place in zip(times, told, strict=True):
        before = found[: place["at"]]
        assert all(step["seconds"] is not None for step in before)
        assert place["done"] == [step["ends"] for step in before if "ends" in step]
        if place["at"] < len(found) and place["left"] is not None:
            assert abs(sum(step["seconds"] for step in before) + place["passed"] - elapsed) < 1e-6
            assert abs(place["passed"] + place["left"] - found[place["at"]]["seconds"]) < 1e-6
            (again,) = where(browser, found, place["at"], [place["passed"]])  # it can be taken up from there
            assert (again["at"], again["done"]) == (place["at"], [])


def test_who_slept_gets_no_further_than_the_set_in_hand(browser: Browser, pages: Path):
    opened(browser, pages / "en.html")
    found = steps(browser, HELD)
    (place,) = where(browser, found, 1, [5000.0], asleep=True)
    assert (place["done"], place["stopped"], found[place["at"]]["kind"]) == ([{"set": 1, "side": "l"}], True, "change")
    (place,) = where(browser, found, 1, [5000.0])
    assert len(place["done"]) == 4


CLOCK = "window.shift = 0; const real = Date.now; Date.now = () => real() + window.shift * 1000;"


def until(browser: Browser, expression: str) -> None:
    for _ in range(200):
        if browser.js(expression):
            return
        browser.js("new Promise((done) => setTimeout(done, 25))")
    pytest.fail(f"never came: {expression}")


def test_the_timer_ticks_the_sets_of_today(browser: Browser, pages: Path):
    opened(browser, pages / "full.html")
    browser.js(CLOCK)
    tap = "document.querySelector('#d2 button.start').click()"  # as a finger does it, or nothing may sound
    browser.call("Runtime.evaluate", expression=tap, userGesture=True)
    assert browser.js("document.getElementById('timer').open") is True
    assert browser.js("document.getElementById('t-phase').textContent") == "Get ready"
    plan = json.loads(browser.js("document.body.dataset.plan"))
    sets, today = plan["drills"][1]["sets"], TODAY.strftime("%a").lower()
    for second in range(1, 12 * (sum(sets[0]["holds"]) + 20)):  # in steps that no sleeping phone makes
        browser.js(f"window.shift = {10 * second}")
        browser.js("document.dispatchEvent(new Event('visibilitychange'))")
        if browser.js("document.getElementById('t-phase').textContent") == "All sets done":
            break
    reply = read(browser.js("document.getElementById('line').value"))
    assert ticked(reply) == {f"d2_{today}_s1_t{number}" for number in range(1, len(sets) + 1)}
    browser.js("document.getElementById('t-close').click(); document.querySelector('#d2 button.start').click()")
    assert browser.js("document.getElementById('t-told').textContent") == ""  # the evening's sets are next
    browser.js("document.getElementById('t-close').click()")
    assert breaches(browser) == []


def test_a_counted_set_is_ticked_when_the_patient_says_so(browser: Browser, pages: Path):
    opened(browser, pages / "en.html")
    browser.js(CLOCK)
    browser.js("document.querySelector('button.start').click(); document.getElementById('t-skip').click()")
    assert browser.js("document.getElementById('t-done').hidden") is False
    assert browser.js("document.getElementById('t-phase').textContent") == "Do this set"
    browser.js("document.getElementById('t-done').click()")
    assert browser.js("document.getElementById('t-phase').textContent") == "Rest"
    assert "Ticked: " in browser.js("document.getElementById('t-told').textContent")
    browser.js("window.shift = 3600; document.dispatchEvent(new Event('visibilitychange'))")
    assert browser.js("document.getElementById('t-phase').textContent") == "Do this set"  # it waits there
    today = TODAY.strftime("%a").lower()
    assert ticked(read(browser.js("document.getElementById('line').value"))) == {f"d1_{today}_s1_t1"}
    browser.js("document.getElementById('t-close').click()")


# --- how it stands ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["full", "en", "ar", "ta", "de"])
def test_it_stands_on_small_screens(browser: Browser, pages: Path, name: str):
    try:
        for width in (320, 360, 390, 768):
            _stands(browser, pages / f"{name}.html", width)
    finally:
        browser.call("Emulation.clearDeviceMetricsOverride")


def _stands(browser: Browser, page: Path, width: int) -> None:
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=640, deviceScaleFactor=2, mobile=True)
    opened(browser, page)
    assert browser.js("document.documentElement.scrollWidth") <= width
    small = browser.js("""[...document.querySelectorAll('button, .button, td label, td input[type=text], .measure label, .phone')]
      .filter((one) => one.offsetParent).map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
      .filter(([, box]) => box.height < 48 || box.width < 47.9).map(([text]) => text)""")  # fmt: skip
    assert small == []
    assert browser.js("getComputedStyle(document.body).fontSize") == "18px"


@pytest.mark.parametrize("name", ["full", "ar", "ta"])
def test_axe_finds_nothing(browser: Browser, pages: Path, name: str):
    source = os.environ.get("HANDOUTS_AXE", "")
    if not source:
        pytest.skip("HANDOUTS_AXE names no file of axe-core")
    opened(browser, pages / f"{name}.html")
    browser.js(Path(source).read_text("utf-8") + "; 0")
    for before in ("", "document.querySelector('button.start').click(); "):
        run = f"{before}axe.run({{ resultTypes: ['violations'] }}).then((found) => JSON.stringify(found.violations))"
        answer = browser.call("Runtime.evaluate", expression=run, awaitPromise=True, returnByValue=True)
        found = json.loads(answer["result"]["value"])
        assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == []


def test_the_same_page_is_pure():
    assert shipped_press().page(handout_of("plank")) == page_of("plank")
