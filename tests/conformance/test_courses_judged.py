"""veraPDF judges pages of patients' weeks; what readers find in them are headings, tables with heads, and a picture that
says what it shows.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from handouts.library.load import Library, load_library
from handouts.runs.course.printed import course_file
from tests.courses import FIRST, a_course, a_gap, a_week, pain, usual_course


@pytest.fixture(scope="module")
def shelf() -> Library:
    return load_library(brand="northgate").checked()


@pytest.mark.judge
@pytest.mark.parametrize("flavour", ["ua1", "2a"])
def test_pages_of_weeks_pass(
    judge: Callable[..., subprocess.CompletedProcess[str]], shelf: Library, tmp_path: Path, flavour: str
):
    every = [
        usual_course(),
        a_course(),
        a_course(a_gap(1), a_gap(2)),
        a_course(*(a_week(at, pain=pain(FIRST, 3)) for at in range(1, 31)), patient="عليّ بن أحمد (2)"),
        replace(usual_course(), patient="陈美玲"),
    ]
    paths = [tmp_path / f"{number}.pdf" for number in range(len(every))]
    for path, one in zip(paths, every, strict=True):
        path.write_bytes(course_file(one, shelf, "pdf", mono=path == paths[0]).data)
    done = judge(flavour, *paths)
    assert done.stdout.count("PASS") == len(paths), done.stdout[-3000:] + done.stderr[-2000:]


def elements(node: Any) -> Iterator[tuple[str, Any]]:
    """Type and object of each element, from the root down."""
    one = node.get_object()
    kids = one.get("/K", ())
    if "/S" in one:
        yield str(one["/S"]).removeprefix("/"), one
    for kid in kids if isinstance(kids, list) else [kids]:
        found = kid.get_object()
        if hasattr(found, "get") and "/S" in found:
            yield from elements(found)


def test_headings_tables_and_pictures_are_tagged(shelf: Library):
    root: Any = PdfReader(io.BytesIO(course_file(usual_course(), shelf, "pdf").data)).trailer["/Root"]
    found = [(tag, one) for tag, one in elements(root["/StructTreeRoot"]["/K"])]
    tags = [tag for tag, _ in found]
    assert tags.count("H1") == 1
    assert tags.count("H2") == 3
    assert tags.count("Table") == 2
    heads = [str(one["/A"]["/Scope"]) for tag, one in found if tag == "TH"]
    assert heads.count("/Column") == 6 + 4
    assert heads.count("/Row") == 4 + 1
    alts = [str(one["/Alt"]) for tag, one in found if tag == "Figure"]
    assert any("Done rose from 50 %" in alt and "Nothing came back: week 3." in alt for alt in alts)
    assert all(alts)


def test_the_page_says_its_language_and_that_of_a_name(shelf: Library):
    root: Any = PdfReader(
        io.BytesIO(course_file(replace(usual_course(), patient="陈美玲"), shelf, "pdf").data)
    ).trailer["/Root"]
    assert root["/Lang"] == "en"
    said = [str(one["/Lang"]) for _, one in elements(root["/StructTreeRoot"]["/K"]) if "/Lang" in one]
    assert said == ["zh"]
