"""Settling in the browser: a page that fetches nothing, and answers that are looked at like any stranger's file."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.base.problems import Exit, HandoutsError
from handouts.deliver.register import Register
from handouts.library.load import load_library
from handouts.runs.registers import open_register
from handouts.runs.scans.answerfile import read_answers
from handouts.runs.scans.settling import OpenPage, open_pages
from tests.conftest import Ran
from tests.runs.browser import Browser
from tests.runs.scanned import Back, Says, answers_of, back, handed_out, returns_of, says

__all__ = ["back", "handed_out", "says"]
Run = Callable[..., Ran]


@pytest.fixture
def waiting(handouts: Run, back: Back, says: Says) -> Back:
    """Two boxes, pain and a note on Mei's sheet are open, and all of Łucja's first page."""
    mei, lucja = back.ids
    says.tick(mei, 1, back.boxes(mei)[2:6])
    says.unsure[mei, 1] = set(back.boxes(mei)[:2])
    says.written[mei, 1] = {"pain_wed_s1", "notes_p1"}
    says.problems = {(lucja, 1): ("could not be laid straight",)}
    files = [back.scan(f"{handout}.png", back.pages[handout, 1]) for handout in back.ids]
    assert handouts("scan", *files).code == 0
    return back


def page_of(handouts: Run, *more: str) -> str:
    ran = handouts("settle", "--page", "t.html", "--by", "Ana", *more)
    assert ran.code == 0, ran.err
    return Path("t.html").read_text("utf-8")


class Elements(HTMLParser):
    """Tags of a page with their attributes, and what stands in its style and its script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, str] = {}
        self._now = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._now = tag

    def handle_endtag(self, tag: str) -> None:
        del tag
        self._now = ""

    def handle_data(self, data: str) -> None:
        if self._now in ("style", "script"):
            self.inside[self._now] = self.inside.get(self._now, "") + data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [found for name, found in self.tags if name == tag]


def test_nothing_is_fetched_and_no_other_script_runs(handouts: Run, waiting: Back):
    page = Elements(page_of(handouts))
    (policy,) = [one["content"] or "" for one in page.all("meta") if one.get("http-equiv") == "Content-Security-Policy"]
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";")}
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == ["'none'"]
    assert rules["img-src"] == ["data:"]
    for kind in ("style", "script"):
        digest = b64encode(sha256(page.inside[kind].encode()).digest()).decode()
        assert rules[f"{kind}-src"] == [f"'sha256-{digest}'"]
        assert len(page.all(kind)) == 1
    assert not page.all("link")
    addresses = [found[name] for _, found in page.tags for name in ("src", "href", "action", "srcset") if name in found]
    assert addresses
    assert all(address and address.startswith("data:image/png;base64,") for address in addresses)
    assert not [name for _, found in page.tags for name in found if name.startswith("on") or name == "style"]


def test_each_question_can_be_heard_and_reached(handouts: Run, waiting: Back):
    text = page_of(handouts)
    page = Elements(text)
    assert [tag for tag, _ in page.tags if tag in ("h1", "h2")] == ["h1", "h2", "h2"]
    assert len(page.all("fieldset")) == len(page.all("legend")) == 5
    assert all(image["alt"] for image in page.all("img"))
    fields = [found for tag, found in page.tags if tag in ("input", "textarea") and found.get("id") != "by"]
    labels = re.findall(r"<label[^>]*>.*?</label>", text, re.DOTALL)
    assert sum("<input" in label or "<textarea" in label for label in labels) == len(fields)


def test_names_stand_there_only_when_they_are_asked_for(handouts: Run, waiting: Back):
    text = page_of(handouts)
    assert "Mei Tan" not in text
    assert "Łucja" not in text
    assert len(Elements(text).all("img")) == 4, "the picture of a whole page shows the name"
    assert "shows the patient’s name" in text
    named = page_of(handouts, "--names", "--force")
    assert "Mei Tan" in named
    assert len(Elements(named).all("img")) == 5


def test_a_hostile_name_is_only_text(handouts: Run, waiting: Back):
    nasty = "</h2><script>alert(1)</script><img src=x onerror=alert(1)>"
    with open_register(waiting.folder) as register, register.changing() as base:
        base.execute("UPDATE issued SET patient = ?", (nasty,))
    page = Elements(page_of(handouts, "--names"))
    assert len(page.all("script")) == 1
    assert "alert" not in page.inside["script"]
    assert all((image["src"] or "").startswith("data:") for image in page.all("img"))


def test_the_page_is_its_owner_s_and_replaces_nothing(handouts: Run, waiting: Back):
    ran = handouts("settle", "--page", "t.html")
    assert ran.code == 0
    assert Path("t.html").stat().st_mode & 0o777 == 0o600
    assert "delete it once all is settled" in ran.err
    Path("t.html").write_text("mine")
    assert handouts("settle", "--page", "t.html").code == Exit.EXISTS
    assert Path("t.html").read_text() == "mine"
    assert handouts("settle", "--page", "t.html", "--force").code == 0
    assert handouts("settle", "--page", "t.pdf").code == Exit.USAGE


# --- answers -----------------------------------------------------------------------------------------


def answer(back: Back, handout: str, point: str, text: object, **other: object) -> dict[str, Any]:
    (ret,) = returns_of(back.folder, handout)
    return {
        "sheet": handout, "page": 1, "picture": ret.digest[:16], "point": point, "answer": text, **other
    }  # fmt: skip


def saved(*answers: object, **other: object) -> str:
    data = {"kind": "handouts-answers-1", "by": "Ana", "answers": list(answers), **other}
    Path("a.json").write_text(json.dumps(data), "utf-8")
    return "a.json"


def all_of_mei(back: Back) -> list[dict[str, Any]]:
    mei = back.ids[0]
    first, second = back.boxes(mei)[:2]
    said = {first: "ticked", second: "empty", "pain_wed_s1": "3", "notes_p1": "Knee sore,\nand tired"}
    return [answer(back, mei, name, text) for name, text in said.items()]


def test_answers_are_entered_page_by_page(handouts: Run, waiting: Back):
    mei, lucja = waiting.ids
    ran = handouts("settle", "--answers", saved(*all_of_mei(waiting)))
    assert ran.code == 0, ran.err
    told = answers_of(waiting.folder, mei)
    assert (told.done, told.remarks, told.settled_by) == (5, ("Knee sore,\nand tired",), ("Ana",))
    assert returns_of(waiting.folder, lucja)[0].state == "pending"
    assert "4 answers: 1 page entered. 1 still to settle." in ran.out
    assert "delete them once all is settled" in ran.err


def test_half_of_a_page_waits_for_the_other_half(handouts: Run, waiting: Back):
    mei = waiting.ids[0]
    parts = all_of_mei(waiting)
    assert handouts("settle", "--answers", saved(*parts[:2])).code == 0
    assert answers_of(waiting.folder, mei).planned == 0
    assert 'value="ticked" checked' in page_of(handouts), "the next page shows what was answered"
    assert handouts("settle", "--answers", saved(*parts[2:])).code == 0
    assert answers_of(waiting.folder, mei).done == 5


def test_a_page_can_be_thrown_away_or_made_to_count(handouts: Run, waiting: Back):
    mei, lucja = waiting.ids
    assert handouts("settle", "--answers", saved(answer(waiting, mei, "page", "left"))).code == 0
    assert returns_of(waiting.folder, mei)[0].state == "left"
    assert handouts("settle", "--answers", saved(answer(waiting, lucja, "page", "counts"))).code == 0
    assert returns_of(waiting.folder, lucja)[0].state == "entered"


def test_the_same_answers_again_are_told_of(handouts: Run, waiting: Back):
    name = saved(*all_of_mei(waiting))
    assert handouts("settle", "--answers", name).code == 0
    ran = handouts("settle", "--answers", name)
    assert ran.code == Exit.CONTENT
    assert ran.err.count("which is settled already, by Ana") == 4


FORGED = [
    ({"sheet": "H49M-Z83H-BD3Y"}, "names no sheet by its id"),
    ({"sheet": 12}, "names no sheet by its id"),
    ({"page": 2}, "of which nothing is to be settled"),
    ({"page": True}, "does not say of which page"),
    ({"page": 10**300}, "does not say of which page"),
    ({"picture": "0" * 16}, "of which nothing is to be settled"),
    ({"picture": "%' OR 1"}, "does not say of which page"),
    ({"point": "d9_mon_s1_t1"}, "which is not to be settled"),
    ({"point": "\x1b[31mred"}, "which is not to be settled"),
    ({"point": None}, "has no point or no answer"),
    ({"answer": "yes"}, "is neither ticked nor empty"),
    ({"answer": "later"}, "is neither ticked nor empty"),
    ({"answer": ["ticked"]}, "has no point or no answer"),
    ({"point": "pain_wed_s1", "answer": "11"}, "pain goes from 0 to 10"),
    ({"point": "pain_wed_s1", "answer": "9" * 5000}, "pain_wed_s1"),
    ({"point": "notes_p1", "answer": "a\x00b"}, "notes_p1"),
    ({"point": "notes_p1", "answer": "n" * 2001}, "notes_p1"),
]


@pytest.mark.parametrize(("change", "said"), FORGED)
def test_a_forged_answer_is_told_and_the_others_are_taken(
    handouts: Run, waiting: Back, change: dict[str, Any], said: str
):
    good, *_ = all_of_mei(waiting)
    second = waiting.boxes(waiting.ids[0])[1]
    forged = {**answer(waiting, waiting.ids[0], second, "ticked"), **change}
    ran = handouts("settle", "--answers", saved(good, forged))
    assert ran.code == Exit.SOME_FAILED
    assert "answer 2 " in ran.err
    assert said in ran.err
    assert "\x1b" not in ran.err
    assert "1 answer: 0 pages entered." in ran.out


def test_two_answers_to_one_question_are_none(handouts: Run, waiting: Back):
    first, *others = all_of_mei(waiting)
    ran = handouts("settle", "--answers", saved(first, {**first, "answer": "empty"}, *others))
    assert ran.code == Exit.SOME_FAILED
    assert "says otherwise than one before" in ran.err
    assert returns_of(waiting.folder, waiting.ids[0])[0].state == "pending"


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"[]", b"{}", b"[" * 100_000, b'{"kind": "handouts-answers-1"}', b"1" * 5000,
     b'{"kind": "handouts-answers-1", "answers": {}}', b'{"kind": "handouts-answers-1", "answers": [' + b"1," * 20_001 + b"1]}"],
)  # fmt: skip
def test_what_is_no_file_of_answers_is_refused(handouts: Run, waiting: Back, data: bytes):
    Path("a.json").write_bytes(data)
    assert handouts("settle", "--answers", "a.json").code == Exit.CONTENT
    assert handouts("settle", "--answers", "none.json").code == Exit.USAGE


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["sheet", "page", "picture", "point", "answer", "by"]) | st.text(max_size=5), inner, max_size=6
    ),
    max_leaves=12,
)  # fmt: skip


@pytest.fixture
def opened(waiting: Back) -> Any:
    with open_register(waiting.folder, reading=True) as register:
        yield register, open_pages(register, load_library(waiting.folder))


@settings(max_examples=40)
@given(items=st.lists(JSON, max_size=5), by=JSON)
def test_no_answers_break_it(opened: tuple[Register, list[OpenPage]], tmp_path: Path, items: list[object], by: object):
    register, pages = opened
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"kind": "handouts-answers-1", "answers": items, "by": by}), "utf-8")
    found = read_answers(path, pages, register)
    assert not found.answers
    assert len(found.problems) == len(items)
    path.write_text(json.dumps(items), "utf-8")
    with pytest.raises(HandoutsError):
        read_answers(path, pages, register)


# --- in a browser ------------------------------------------------------------------------------------


@pytest.mark.judge
def test_a_person_settles_by_keys_alone(handouts: Run, waiting: Back, tmp_path: Path):
    mei, lucja = waiting.ids
    page_of(handouts)
    with Browser(tmp_path) as browser:
        browser.keep_downloads(tmp_path / "downloads")
        browser.open(Path("t.html"))
        browser.js("document.querySelector('fieldset input').focus()")
        browser.type("te")  # the two boxes
        assert browser.js("document.activeElement.closest('fieldset').dataset.point") == "pain_wed_s1"
        browser.js("document.activeElement.closest('fieldset').querySelector('input[type=radio]').focus()")
        browser.type("e")  # nothing is written there, but yes, a number
        assert browser.js("document.activeElement.closest('fieldset').dataset.point") == "notes_p1"
        browser.js("document.querySelector('[data-point=pain_wed_s1] input[type=text]').focus()")
        browser.type("12")
        assert browser.js("document.querySelector('.error').textContent") == "Pain goes from 0 to 10."
        browser.js("document.activeElement.select()")
        browser.type("3")
        assert browser.js("document.querySelector('.error').textContent") == ""
        browser.press("Enter")
        browser.js("document.querySelector('textarea').focus()")
        browser.type("Sore: e, t and b")
        browser.js("document.querySelectorAll('section')[1].querySelector('input').focus()")
        browser.type("y")
        assert browser.js("document.activeElement.id") == "save"
        assert browser.js("document.getElementById('state').textContent") == "5 of 5 answered, not saved yet."
        browser.press("Enter")
        data = json.loads(browser.downloaded(tmp_path / "downloads" / "handouts-answers.json"))
        assert not [one for one in browser.told if one.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown")]
        asked = [
            one["params"]["request"]["url"] for one in browser.told if one.get("method") == "Network.requestWillBeSent"
        ]
        assert all(url.startswith(("file:", "data:", "blob:")) for url in asked)
        browser.js(
            "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.hit = 1'}))"
        )
        assert browser.js("window.hit") is None, "the policy lets no other script run"
    assert "Mei" not in json.dumps(data, ensure_ascii=False)
    ran = handouts("settle", "--answers", str(tmp_path / "downloads" / "handouts-answers.json"))
    assert ran.code == 0, ran.err
    told = answers_of(waiting.folder, mei)
    assert (told.done, told.remarks) == (5, ("Sore: e, t and b",))
    assert [text for _, text in told.pain.items()] == ["3"]
    assert returns_of(waiting.folder, lucja)[0].state == "entered"
