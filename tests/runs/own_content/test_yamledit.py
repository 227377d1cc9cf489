"""A file is changed in place: what was meant stands in it, and no other line is another."""

from __future__ import annotations

import copy
import difflib
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.base.problems import HandoutsError
from handouts.base.shipped import shipped
from handouts.library.yamlfile import parse_yaml
from handouts.runs.own_content.yamledit import changed, same
from handouts.runs.own_content.yamltext import document, scalar

CLINIC = shipped("templates", "clinic", "clinic.yaml").read_bytes()
DRILLS = [path.read_bytes() for path in sorted(shipped("content", "drills").glob("*.yaml"))[::20]]

TRAPS = ["no", "yes", "on", "1.20", "12:30", "2026-11-23", "0o17", "1e3", "null", "~", "#5", "a: b", "a #b", "- x", "*a",
         "&a", "'", '"', "{", "[x", "x,", " a", "a ", "é", "陈美玲", "أحمد", "\u202eabc", "a\x07b", "\ud7ff", "0x1F", "1_000",
         "%", "@", "`", "?", "? x", "y", "=", "<<", "...", "---", "a\\b", "\U0001f600", "a\u2028b", "a\x85b", ".5", "-", "+1",
         "Line one.\nLine two.", "x" * 400, "long " * 60, "a\n\nb", "a\n b", "\n", "!tag", "|", ">"]  # fmt: skip
texts = st.one_of(st.sampled_from(TRAPS), st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
scalars = st.one_of(texts, st.booleans(), st.integers(-999, 999), st.integers(-999, 999).map(lambda n: n / 8))
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts.filter(bool), inner, max_size=4)),
    max_leaves=10,
)


def data_of(raw: bytes) -> Any:
    source = parse_yaml(raw, "x.yaml")
    assert not source.problems
    return source.data


def touched(before: bytes, after: bytes) -> list[str]:
    """The lines that one has and the other has not."""
    lines = difflib.ndiff(before.decode().splitlines(), after.decode().splitlines())
    return [line[2:] for line in lines if line[0] in "+-"]


def comments(raw: bytes) -> list[str]:
    return re.findall(r"^\s*#.*$", raw.decode(), re.MULTILINE)


@given(st.sampled_from(["name", "phone", "tagline", "disclaimer", "emergency"]), texts)
def test_one_text_changes_its_own_lines_alone(key: str, text: str) -> None:
    wanted = data_of(CLINIC) | {key: text}
    after = changed(CLINIC, "clinic.yaml", wanted)
    assert same(data_of(after), wanted)
    block = re.search(rf"^{key}:.*\n(?:  .*\n)*", CLINIC.decode(), re.MULTILINE)
    assert block
    new = re.search(rf"^{key}:.*\n(?:(?:  .*)?\n)*", after.decode(), re.MULTILINE)
    assert new
    assert CLINIC.decode().replace(block[0], "") == after.decode().replace(new[0], "")


@given(st.data())
def test_any_change_of_any_file_reads_back_to_what_was_meant(data: st.DataObject) -> None:
    raw = data.draw(st.sampled_from([CLINIC, *DRILLS, *(one.replace(b"\n", b"\r\n") for one in DRILLS[:1])]))
    wanted = copy.deepcopy(data_of(raw))
    place, key = wanted, data.draw(st.sampled_from(sorted(wanted)))
    while isinstance(place[key], (dict, list)) and place[key] and data.draw(st.booleans()):
        place = place[key]
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
    what = data.draw(st.sampled_from(["set", "remove", "add"]))
    if what == "remove" and len(place) > 1:
        del place[key]
    elif what == "add" and isinstance(place, list):
        place.insert(data.draw(st.integers(0, len(place))), data.draw(values))
    elif what == "add":
        place[data.draw(texts.filter(bool))] = data.draw(values)
    else:
        place[key] = data.draw(values)
    try:
        after = changed(raw, "x.yaml", wanted)
    except HandoutsError as error:  # never a file that is another
        assert "by hand" in error.problems[0].hint or what != "remove"
        return
    assert same(data_of(after), wanted)
    assert set(comments(raw)) <= set(comments(after))
    assert (b"\r\n" in raw) == (b"\r\n" in after)


@given(st.dictionaries(texts.filter(bool), values, min_size=1, max_size=5))
def test_a_new_file_reads_back_to_what_was_meant(data: dict[str, Any]) -> None:
    assert same(data_of(document(data, ["What it is for."]).encode()), data)


@pytest.mark.parametrize(
    ("text", "wanted", "after"),
    [
        ("a: 1  # one\nb: 2\n", {"a": 3, "b": 2}, "a: 3  # one\nb: 2\n"),
        ("a: x\n# b: shown\nc: z\n", {"a": "x", "b": "new", "c": "z"}, "a: x\n# b: shown\nb: new\nc: z\n"),
        ("a: {b: 1,  c: 2} # k\n", {"a": {"b": 1, "c": 5}}, "a: {b: 1,  c: 5} # k\n"),
        ("a: { b: 1, c: 2 }\n", {"a": {"b": 1}}, "a: { b: 1 }\n"),
        ("l:\n  - one  # 1\n  # two comes\n  - two\n", {"l": ["one", "2, or so"]},
         "l:\n  - one  # 1\n  # two comes\n  - 2, or so\n"),
        ("l:\n- a\n- b\n- c\n", {"l": ["a", "c"]}, "l:\n- a\n- c\n"),
        ("l:\n- a\n", {"l": ["new", "a", "x"]}, "l:\n- new\n- a\n- x\n"),
        ("l:\n  - {a: 1}\n  - t: x\n    h: 3\n", {"l": [{"a": 1}, {"t": "x"}]}, "l:\n  - {a: 1}\n  - t: x\n"),
        ("l:\n  - t: x\n    h: 3\n", {"l": [{"h": 3}]}, "l:\n  - h: 3\n"),
        ("a:\nb: 1\n", {"a": "x", "b": 1}, "a: x\nb: 1\n"),
        ("a: 'it''s'\n", {"a": "we're"}, "a: 'we''re'\n"),
        ("a: no end", {"a": "no end", "b": True}, "a: no end\nb: true\n"),
        ("d: >-\n  one\n  two\ne: 1\n", {"d": "three", "e": 1}, "d: >-\n  three\ne: 1\n"),
        ("s:\n  - x\n# kept\nt: 1\n", {"t": 1}, "# kept\nt: 1\n"),
        ("l:\n  - a: 1\n    # why\n    b: 2\n  - c\n", {"l": ["c"]}, "l:\n    # why\n  - c\n"),
        ("t: |-\n  # no comment\n  x\nu: 1\n", {"t": "y", "u": 1}, "t: |-\n  y\nu: 1\n"),
        ("\ufeffa: é # ü\nb: 2\n", {"a": "é", "b": 3}, "\ufeffa: é # ü\nb: 3\n"),
    ],
)  # fmt: skip
def test_a_change_keeps_the_form(text: str, wanted: Any, after: str) -> None:
    assert changed(text.encode(), "x.yaml", wanted).decode() == after


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: &x 1\nb: 2\n", "anchors or tags"),
        ("a: !!str 1\nb: 2\n", "anchors or tags"),
        ("a: 1\na: 2\n", "twice"),
        ("a: {b: 1, # why\n  c: 2}\n", "comment"),
    ],
)
def test_what_cannot_be_changed_is_told_with_the_lines_to_write(text: str, says: str) -> None:
    with pytest.raises(HandoutsError, match=says) as caught:
        changed(text.encode(), "x.yaml", {"a": "new: text"})
    if says != "twice":
        assert any('a: "new: text"' in one.message for one in caught.value.problems)


def test_order_says_where_a_new_key_comes() -> None:
    after = changed(b"a: 1\nd: 4\n", "x.yaml", {"a": 1, "c": 3, "b": 2, "d": 4}, order=("a", "b", "c", "d"))
    assert after == b"a: 1\nb: 2\nc: 3\nd: 4\n"


@pytest.mark.parametrize(
    "text", ["no", "y", "On", "1.20", "1e3", "0o17", "0x1F", "12:30", "2026-11-23", "~", "01632", "=", ""]
)
def test_what_some_reader_of_yaml_takes_for_no_text_gets_quotes(text: str) -> None:
    assert scalar(text) == f'"{text}"'


@pytest.mark.parametrize(
    "text", ["Stand tall, feet apart.", "01632 960 000", "Café – 2nd floor", "陈美玲", "8-12 times"]
)
def test_plain_text_stays_plain(text: str) -> None:
    assert scalar(text) == text
