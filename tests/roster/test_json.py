from __future__ import annotations

import json
from pathlib import Path

import pytest

from handouts.base.problems import HandoutsError
from handouts.roster import look_at, read_roster


def store(folder: Path, text: str, name: str = "r.json") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


LIST = """[
  {"patient": "Mei Tan", "program": ["hip-hinge"], "week": 2, "startDate": "2026-11-23", "phone": 7},

  {"firstName": "Sam", "lastName": "Okafor", "times": 2.0, "note": null,
   "dose": {"all": {"sets": 2, "days": ["mon", "fri"]}}}
]"""


@pytest.mark.parametrize("name", ["r.json", "r.txt"])
@pytest.mark.parametrize("around", ["{}", '{{"patients": {}}}', "\ufeff{}"])
def test_a_list_of_patients(tmp_path: Path, around: str, name: str):
    path = store(tmp_path, around.format(LIST), name)
    rows, problems = read_roster(path)
    assert problems == []
    assert [(row.line, dict(row.fields)) for row in rows] == [
        (2, {"patient": "Mei Tan", "items": ["hip-hinge"], "week": "2", "start": "2026-11-23"}),
        (4, {"patient": "Sam Okafor", "times": "2", "changes": ["all:sets=2,days=mon+fri"]}),
    ]
    seen = look_at(path)
    assert (seen.kind, seen.rows, seen.ignored) == ("JSON", 2, ("phone",))


def test_faulty_entries_stop_no_other(tmp_path: Path):
    text = """[
    {"patient": "Mei Tan", "patient": "Mei Tan"},
    {"patient": "Mei Tan", "wek": 2},
    "Mei Tan",
    {"Mei Tan": "hip-hinge"},
    {"patient": ["Mei", "Tan"]},
    {"patient": "Mei Tan", "name": "Mei"},
    {"patient": "Mei Tan", "start": "03/04/2026"},
    {"patient": "Mei Tan", "mei": "hip-hinge"},
    {"patient": "Sam"}]"""
    rows, problems = read_roster(store(tmp_path, text))
    assert [row.line for row in rows] == [10]
    assert [problem.line for problem in problems] == [2, 3, 4, 5, 6, 7, 8, 9]
    assert "twice" in problems[0].message
    assert problems[1].hint.startswith("Did you mean “week”")
    assert "mei" not in "".join(map(str, problems)).lower()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[{"patient": "A"},\n{"patient" "B"}]', ":2: is not valid JSON here: expecting"),
        ('[{"patient": "A"}\n', ":2: is not valid JSON"),
        ('[{"patient": "A"}] x', "more after the end"),
        ('[{"patient": NaN}]', "NaN|nan"),
        ("", "is empty"),
        ("7", "no list of patients"),
        ('{"people": []}', "no list of patients"),
        ('{"patients": [], "more": 1}', "other keys"),
        ('{"patients": [],\n"patients": []}', ":2: has a key twice"),
        ('{"resourceType": "Patient"}', "single FHIR resource"),
        ("[" * 200_000, "nested too deeply"),
        ("[" + "[" * 60 + "]" * 60 + "]", "nested too deeply"),
        ('[{"patient": ' + '{"a":' * 100_000, "nested too deeply"),
        ("[" + "1," * 400_000 + "1]", "more than 300,000"),
        ("[{}]" + " " * 20_000_000, "larger than 20 MB"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, text: str, says: str):
    with pytest.raises(HandoutsError, match=says):
        read_roster(store(tmp_path, text))


def test_numbers_of_any_length(tmp_path: Path):
    rows, problems = read_roster(store(tmp_path, '[{"patient": "x", "id": ' + "9" * 10_000 + ', "week": 1e999}]'))
    assert (len(rows[0].fields["key"]), rows[0].fields["week"], problems) == (10_000, "1e999", [])


BROKEN = [
    '{"patient": "\\ud800x"}',
    '{"patient": "Ada", "id": "7\\udfff"}',
    '{"patient": "Ada", "program": ["hip-hinge", "\\ud83d"]}',
    '{"patient": "Ada", "dose": {"all": {"\\ud800": 2}}}',
    '{"patient": "Ada", "\\ud800\\u202ex": 1}',
    '{"\\ud800": "Ada"}',
]


@pytest.mark.parametrize("broken", BROKEN)
def test_half_a_character_fails_its_row_alone(tmp_path: Path, broken: str):
    """Not later, when the manifest or the terminal cannot write it."""
    path = store(tmp_path, f'[\n{broken},\n{{"patient": "Sam \\ud83d\\ude00"}}]')
    rows, problems = read_roster(path)
    assert [row.fields["patient"] for row in rows] == ["Sam 😀"]
    assert {(problem.line, problem.warning) for problem in problems} == {(2, False)}
    assert any("half of a broken character" in problem.message for problem in problems)
    json.dumps([str(problem) for problem in problems], ensure_ascii=False).encode()
    str(look_at(path)).encode()


def test_half_a_character_where_nothing_is_read(tmp_path: Path):
    assert read_roster(store(tmp_path, '[{"patient": "Ada", "phone": "\\ud800"}]'))[1] == []
