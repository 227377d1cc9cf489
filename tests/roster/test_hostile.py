"""Rosters that no one would write: whatever they hold, reading them gives rows and problems in words, and soon."""

from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from handouts.base.problems import HandoutsError, Problem
from handouts.library.load import load_library
from handouts.library.tongues import Tongues
from handouts.roster import COLUMNS, Reading, same_patients
from handouts.roster.read import scan_roster

NAME = "Xanthippe"
READINGS = (
    Reading(),
    Reading({"Kur": "program", "Weg": "ignored"}, "dmy", Tongues(load_library().words)),
    Reading(dates="mdy"),
)

TABLE = [
    ["Weekly list", "", "", "", "", ""],
    ["Patient Name", "Kur", "Start", "Next visit", "Away", "id"],
    [NAME, "hip-hinge", "2026-11-23", "2026-11-30 9:30", "24/12/2026-02/01/2027", "7"],
    [NAME, "clamshell", "23.11.2026", "30 Nov 2026 2pm", "", "8"],
]
BUNDLE = {"resourceType": "Bundle", "timestamp": "2026-11-20T00:00:00Z", "entry": [
    {"fullUrl": "urn:uuid:1", "resource": {
        "resourceType": "Patient", "id": "p", "name": [{"use": "official", "given": [NAME], "family": "T"}],
        "identifier": [{"value": "7", "type": {"coding": [{"code": "MR"}]}}],
        "communication": [{"preferred": True, "language": {"coding": [{"code": "en"}]}}]}},
    {"resource": {"resourceType": "CarePlan", "status": "active", "subject": {"reference": "urn:uuid:1"},
                  "period": {"start": "2026-11-23"}, "note": [{"text": "x"}],
                  "activity": [{"detail": {"code": {"text": "hip hinge"}, "scheduledTiming": {"repeat": {
                      "dayOfWeek": ["mon"], "frequency": 1, "period": 1, "periodUnit": "d"}}}}]}},
    {"resource": {"resourceType": "ServiceRequest", "status": "active", "subject": {"reference": "Patient/p"},
                  "code": {"coding": [{"code": "clamshell"}]}, "requester": {"display": "Jo"}}},
    {"resource": {"resourceType": "Appointment", "status": "booked", "start": "2026-11-30T09:30:00Z",
                  "participant": [{"actor": {"reference": "Patient/p"}}]}},
]}  # fmt: skip


def csv_bytes(rows: list[list[str]], sign: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=sign).writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


def xlsx_bytes(rows: list[list[Any]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


RECORDS = [dict(zip(TABLE[1], row, strict=True)) for row in TABLE[2:]]
YAML = "\n".join("- " + "\n  ".join(f"{key}: {json.dumps(value)}" for key, value in one.items()) for one in RECORDS)
SEEDS = {
    "r.csv": csv_bytes(TABLE), "s.csv": csv_bytes(TABLE, ";"), "w.csv": csv_bytes(TABLE).decode().encode("utf-16"),
    "r.xlsx": xlsx_bytes(TABLE), "r.json": json.dumps({"patients": RECORDS}, indent=1).encode(),
    "b.json": json.dumps(BUNDLE).encode(), "r.yaml": YAML.encode(),
}  # fmt: skip
ODD = ["\0", "\x1b[31m", "\u202e", "\ud800", "\ufeff", "\u2028", '"', '""', "'", ",", ";", "\t", "\n", "\r", "=1+1", "@SUM(A1)",
       "=cmd|' /C calc'!A0", "{{", "[", "]", "}", ":", "- ", "&a", "*a", "!!python/object:os.system", "<!ENTITY", "%s%n",
       "９", "٣", "1e999", "-0", "NaN", "null", "true", "99/99/9999", "0/0/0000", "1/2/3", "2026-02-31T25:61Z",
       "0001-01-01T00:00Z", "9999-12-31T23:59Z", "patient", "x" * 5000, NAME, "e\u0301" * 90, "🏃🏽‍♀️"]  # fmt: skip


def read(folder: Path, name: str, raw: bytes, reading: Reading) -> list[Problem]:
    """Read a roster, and see to what holds of every one."""
    path = folder / name
    path.write_bytes(raw)
    before = time.process_time()
    try:
        found = scan_roster(path, reading)
    except HandoutsError as error:
        assert error.problems
        problems = list(error.problems)
    else:
        problems = [*found.problems, *same_patients(found.rows, name)]
        assert all(row.line >= 1 and set(row.fields) <= set(COLUMNS) for row in found.rows)
        assert all(
            isinstance(key, str) and value not in ("", None) for row in found.rows for key, value in row.fields.items()
        )
        assert NAME not in str(found.summary.first) + str(found.summary.columns)
        assert found.summary.rows == len(found.rows)
        str(found.summary).encode()
    # of the processor, so that a busy machine changes nothing; work that grows with the square takes an hour
    assert time.process_time() - before < 60
    for problem in problems:
        assert problem.message
        str(problem).encode()
        assert all(char.isprintable() for char in problem.message), problem
    return problems


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, bytes]:
    """Bytes of a whole roster, changed, cut, doubled or joined in a few places."""
    name = draw(st.sampled_from(sorted(SEEDS)))
    raw = bytearray(SEEDS[name])
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(raw)))
        kind = draw(st.sampled_from(("set", "cut", "put", "odd", "double", "end")))
        if kind == "set" and at < len(raw):
            raw[at] = draw(st.integers(0, 255))
        elif kind == "cut":
            del raw[at : at + draw(st.integers(1, 20))]
        elif kind == "put":
            raw[at:at] = draw(st.binary(max_size=8))
        elif kind == "odd":
            raw[at:at] = draw(st.sampled_from(ODD)).encode("utf-8", "surrogatepass")
        elif kind == "double":
            raw[at:at] = raw[at : at + 40]
        elif at > 20:
            del raw[at:]
    return draw(st.sampled_from((name, name, name, "r.csv", "r.json", "r.yaml", "r.xlsx", "r.xls", "r.txt"))), bytes(
        raw
    )


CELL = st.one_of(st.sampled_from(ODD), st.text(max_size=20), st.sampled_from([cell for row in TABLE for cell in row]))


@settings(max_examples=500)
@given(mutated(), st.sampled_from(READINGS))
def test_changed_bytes(tmp_path: Path, file: tuple[str, bytes], reading: Reading):
    read(tmp_path, *file, reading)


@settings(max_examples=250)
@given(st.lists(st.lists(CELL, min_size=1, max_size=7), max_size=5), st.sampled_from(",;\t"), st.sampled_from(READINGS))
def test_random_cells_below_titles_in_text(tmp_path: Path, rows: list[list[str]], sign: str, reading: Reading):
    problems = read(tmp_path, "r.csv", csv_bytes([TABLE[1], *rows], sign), reading)
    assert not any(NAME in str(problem) for problem in problems)


@settings(max_examples=70)
@given(st.lists(st.lists(CELL, min_size=1, max_size=7), max_size=4), st.sampled_from(READINGS))
def test_random_cells_below_titles_in_a_workbook(tmp_path: Path, rows: list[list[str]], reading: Reading):
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    legal = [[ILLEGAL_CHARACTERS_RE.sub("", cell).replace("\ud800", "") for cell in row] for row in rows]
    problems = read(tmp_path, "r.xlsx", xlsx_bytes([TABLE[1], *legal]), reading)
    assert not any(NAME in str(problem) for problem in problems)


DATA = st.recursive(
    st.one_of(CELL, st.none(), st.booleans(), st.integers(), st.floats()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(CELL, inner, max_size=3)),
    max_leaves=6,
)


@settings(max_examples=150)
@given(
    st.lists(st.dictionaries(st.one_of(CELL, st.sampled_from(sorted(COLUMNS))), DATA, max_size=5), max_size=3),
    st.sampled_from(READINGS),
)
def test_random_keys_in_json(tmp_path: Path, rows: list[dict[str, Any]], reading: Reading):
    read(tmp_path, "r.json", json.dumps([{"patient": NAME}, *rows]).encode(), reading)


@settings(max_examples=200)
@given(st.data(), st.sampled_from(READINGS))
def test_random_values_anywhere_in_a_bundle(tmp_path: Path, data: st.DataObject, reading: Reading):
    bundle = json.loads(json.dumps(BUNDLE))
    for _ in range(data.draw(st.integers(1, 4))):
        inside: Any = bundle
        while True:
            keys = list(inside) if isinstance(inside, dict) else list(range(len(inside)))
            if not keys:
                break
            key = data.draw(st.sampled_from(keys))
            if not isinstance(inside[key], (dict, list)) or not inside[key] or data.draw(st.integers(0, 5)) == 0:
                inside[key] = data.draw(DATA)
                break
            inside = inside[key]
    problems = read(tmp_path, "b.json", json.dumps(bundle).encode(), reading)
    assert not any(NAME in str(problem) for problem in problems)


def test_large_and_wide_rosters_are_read_in_a_moment(tmp_path: Path):
    read(tmp_path, "r.csv", b"patient,note\n" + b"A B,x\n" * 50_000, READINGS[0])
    read(tmp_path, "r.csv", b"patient" + b"," * 1_000_000 + b"\n", READINGS[0])
    read(tmp_path, "r.csv", b'patient,note\nA,"' + b"x" * 3_000_000, READINGS[0])
    read(tmp_path, "r.csv", b"\n" * 1_000_000 + b"patient\nA", READINGS[0])
    read(tmp_path, "r.csv", b"patient,start,pauses\n" + b"A," + b"1/" * 40_000 + b"," + b"1-" * 40_000, READINGS[0])
    read(tmp_path, "r.json", b'[{"patient": {' + b'"a": 1,' * 300_000 + b'"a": 1}}]', READINGS[0])
