"""Finding at the desk: what the command line finds, with pictures, and words for what is only near."""

from __future__ import annotations

import re
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.library.load import load_library
from handouts.runs.thumbnails import Thumbnails, telling
from tests.conftest import Ran
from tests.desk_server import Served


def found(desk: Served, **asked: str) -> tuple[list[str], str]:
    """Ids in the order of the page, and the page."""
    answer = desk.get("/sheet/find", params=asked)
    assert answer.status_code == 200
    return re.findall(r'data-add="([^"]+)"', answer.text), answer.text


def test_it_finds_what_the_command_line_finds(desk: Served, handouts: Callable[..., Ran]):
    ids, _ = found(desk, q="stiff shoulder")
    for kind in ("programs", "drills"):
        names = [line.split()[0] for line in handouts(kind, "stiff", "shoulder").out.splitlines()]
        assert [name for name in ids if name in names] == names
    assert ids[0] == "stiff-shoulder"


def test_a_mistake_is_read_and_said(desk: Served):
    ids, text = found(desk, q="sholder")
    assert ids
    assert "“sholder” is read as “shoulder”." in text


def test_where_nothing_is_all_of_it_the_nearest_are_shown(desk: Served):
    ids, text = found(desk, q="neck band prone")
    assert ids
    assert "nearest first" in text
    assert found(desk, q="xyzzy")[0] == []
    assert "Nothing here matches that" in found(desk, q="xyzzy")[1]


def test_filters_leave_only_what_fits(desk: Served):
    library = load_library(None)
    ids, _ = found(desk, area="knee", posture="sitting")
    drills = [drill for name in ids if (drill := library.drill(name, "en"))]
    assert drills
    assert all(drill.posture == "sitting" for drill in drills)
    assert all("knee" in (drill.area, *drill.regions) for drill in drills)
    assert found(desk, area="no such place")[0] == []


def test_the_first_page_shows_all_there_is_and_can_be_searched_without_script(desk: Served):
    library = load_library(None)
    ids = re.findall(r'data-add="([^"]+)"', desk.get("/sheet").text)
    assert len(ids) == len(library.drills) + len(library.programs)
    assert re.findall(r'data-add="([^"]+)"', desk.get("/sheet?q=stiff+shoulder").text)[0] == "stiff-shoulder"


@settings(max_examples=25)
@given(st.text(max_size=80), st.text(max_size=30))
def test_whatever_is_typed_is_text(desk: Served, words: str, area: str):
    answer = desk.get("/sheet/find", params={"q": f"<b>{words}", "area": area})
    assert answer.status_code == 200
    assert "<b>" not in answer.text


def test_a_picture_is_kept_by_the_browser_until_it_is_another(desk: Served):
    address = re.findall(r'src="(/sheet/picture/[^"]+)"', desk.get("/sheet/find", params={"q": "clamshell"}).text)[0]
    answer = desk.get(address)
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "immutable" in answer.headers["cache-control"]
    stale = desk.get(re.sub(r"picture/[^/]+", "picture/of-before", address))
    assert stale.headers["cache-control"] == "no-store"
    assert stale.content == answer.content
    assert desk.get("/sheet/picture/x/en/no-such-drill").status_code == 404


def test_every_drawn_drill_has_a_telling_position_and_a_key_of_its_own():
    library = load_library(None)
    thumbnails = Thumbnails(library)
    drawn = [drill for drill in library.drills.values() if drill.figure]
    assert len({thumbnails.key(drill) for drill in drawn}) == len(drawn)
    for drill in drawn:
        assert 0 <= telling(drill) < len(drill.figure.positions)
    hinge = library.drills["hinge-with-dowel", "en"]
    held = {number for number, step in enumerate(hinge.steps, 1) if step.hold}
    assert hinge.figure.positions[telling(hinge)].step in held
