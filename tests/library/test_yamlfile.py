from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.library.yamlfile import MAX_BYTES, parse_yaml, read_yaml


def problems(text: str | bytes) -> list[str]:
    raw = text.encode() if isinstance(text, str) else text
    return [str(problem) for problem in parse_yaml(raw, "f.yaml").problems]


def data(text: str) -> object:
    source = parse_yaml(text.encode(), "f.yaml")
    assert not source.problems
    return source.data


def test_surprises_of_yaml_are_read_as_written():
    assert data("a: on\nb: no\nc: 1:30\nd: 2026-11-23\ne: 010\nf: 0x1F\ng: 1_000\nh: yes\ni: ~\nj: 1e3") == {
        "a": "on",
        "b": "no",
        "c": "1:30",
        "d": "2026-11-23",
        "e": "010",
        "f": "0x1F",
        "g": "1_000",
        "h": "yes",
        "i": None,
        "j": "1e3",
    }


def test_plain_values_keep_their_types():
    assert data("a: true\nb: -3\nc: 2.5\nd: text\ne: null\nf: '3'") == {
        "a": True,
        "b": -3,
        "c": 2.5,
        "d": "text",
        "e": None,
        "f": "3",
    }


def test_lines_of_keys_items_and_nested_things():
    source = parse_yaml(b"# one\na: 1\nb:\n  - x\n  - c: 2\n    d: 3\n", "f.yaml")
    assert source.line(("a",)) == 2
    assert source.line(("b", 1, "d")) == 6
    assert source.line(("b", 1, "missing", 4)) == 5


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\nb: 2\na: 3", 3, "twice (first on line 1)"),
        ("a: &x 1\nb: *x", 2, "alias"),
        ("a: 1\n\tb: 2", 2, "tab"),
        ("a: [1, 2", 1, "not valid YAML"),
        ("a: 1\n---\nb: 2", 2, "second document"),
        ("[1, 2]: 3", 1, "as a key"),
        ("a: !!python/object/apply:os.system ['ls']", 1, "uses the tag"),
        ("a: !!int x", 1, "int"),
        ("a: !!float 1.2.3", 1, "float"),
        (f"a: {'9' * 30}", 1, "number that is too long"),
    ],
)
def test_a_fault_names_its_line(text: str, line: int, says: str):
    found = problems(text)
    assert says in found[0]
    assert found[0].startswith(f"f.yaml:{line}:")


def test_several_faults_come_at_once():
    assert len(problems("a: 1\na: 2\nb: 1\nb: 2\nc: !!int x")) == 3


def test_bad_encoding_names_the_line():
    assert problems("a: 1\nb: caf\xe9".encode("latin-1"))[0].startswith("f.yaml:2: is not UTF-8")


def test_a_control_character_is_named():
    assert "control character" in problems("a: 1\nb: x\x07y")[0]


def test_bombs_are_put_out():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{n}: &{n} [*{p}, *{p}]\n" for n, p in zip("bcdefghij", "abcdefghi", strict=True)
    )
    assert "alias" in problems(bomb)[0]
    assert "deeply" in problems("[" * 5000)[0]
    assert "too many" in problems("[" + "1," * 150_000 + "]")[0]


def test_a_big_file_is_not_read(tmp_path: Path):
    path = tmp_path / "big.yaml"
    path.write_bytes(b"a" * (MAX_BYTES + 1))
    assert "larger" in str(read_yaml(path).problems[0])


def test_a_missing_file_and_a_folder_are_problems(tmp_path: Path):
    assert "cannot be read" in str(read_yaml(tmp_path / "none.yaml").problems[0])
    assert "not a regular file" in str(read_yaml(tmp_path).problems[0])


def test_a_byte_order_mark_is_no_text():
    assert data("\ufeffa: 1") == {"a": 1}


@given(st.binary(max_size=300))
def test_any_bytes_give_data_or_problems(raw: bytes):
    parse_yaml(raw, "f.yaml")


@given(st.text(alphabet="ab:-[]{}&*!|>'\"#%@`, \n\t0123", max_size=80))
def test_any_yaml_like_text_gives_data_or_problems(text: str):
    parse_yaml(text.encode(), "f.yaml")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: Suite #12\n", 1, "“#12”"),
        ("x: y\na: 4 Mill Lane # 12b\n", 2, "“# 12b”"),
        ("a: 24 #hours\n", 1, "“#hours”"),
        ("a:\n  - good\n  - Ring #3\n", 3, "“#3”"),
        ("a: several\n  words #wide\n", 2, "“#wide”"),
        ("a: x #1\r\nb: c\r\n", 1, "“#1”"),
        ("a: {b: one #2\n }\n", 1, "“#2”"),
        ("a:\n", 1, "a: has no value"),
        ("b:\n  a: # nothing yet\n", 2, "a: has no value"),
        ("a: #fff\n", 1, "“#fff”"),
    ],
)
def test_what_yaml_loses_in_silence_is_told(text: str, line: int, says: str):
    source = parse_yaml(text.encode(), "f.yaml")
    assert not source.problems
    (warning,) = source.warnings
    assert warning.warning
    assert warning.line == line
    assert says in warning.message


@pytest.mark.parametrize(
    "text",
    [
        "a: text  # what it is for",
        "a: 30  # 2 breaths",
        "a: 30  # 20",
        'a: "Suite #12"',
        "a: 'Suite #12'",
        "a: x#1",
        "a: |\n  Suite #12\n",
        "a: ~",
        "a: null  # none",
        'a: ""',
        "a: {}  #none",
        "#a: 1\nb: 2",
    ],
)
def test_comments_and_quotes_are_left_alone(text: str):
    assert parse_yaml(text.encode(), "f.yaml").warnings == ()


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12))
def test_any_word_after_a_number_sign_is_told_or_kept(word: str):
    source = parse_yaml(f"a: Suite #{word}\n".encode(), "f.yaml")
    assert source.problems or (source.data == {"a": "Suite"} and len(source.warnings) == 1)
    quoted = source.warnings and source.warnings[0].hint.partition("quotes: ")[2].partition("; or")[0]
    if quoted:
        assert parse_yaml(quoted.encode(), "f.yaml").data == {"a": f"Suite #{word}"}


@pytest.mark.parametrize(
    "text", ["colours: {primary: #1B3A57, accent: #0A6E6E}\nname: x", "stop: [a #5, b]\n", "a: {b: 1,\n  c: #5}\nd: 1"]
)
def test_a_comment_that_swallows_a_bracket_is_named(text: str):
    (problem,) = parse_yaml(text.encode(), "x.yaml").problems
    assert "as a comment to the end of the line" in problem.hint


@pytest.mark.parametrize("text", ["a: [b\nc: d", "a: {b: 1  # why\nc: d", "a: x #5\n  b: c: d"])
def test_other_faults_have_the_usual_hint(text: str):
    (problem,) = parse_yaml(text.encode(), "x.yaml").problems
    assert "Check the indentation" in problem.hint
