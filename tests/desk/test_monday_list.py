"""Monday's first steps over the wire: a list is brought, mended in a copy, undone; patients are decided on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from handouts.deliver.audit import AuditTable
from handouts.deliver.decisions import DecisionsTable
from handouts.desk.who import Who
from tests.desk.monday import FAULTY, GOOD, HEAD, WEEK, address, hidden, make_clinic, when_done, words
from tests.desk_server import Served, served


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(make_clinic(tmp_path_factory.mktemp("clinics") / "clinic")) as one:
        yield one


def bring(desk: Served, name: str, data: str | bytes, **more: object):
    raw = data if isinstance(data, bytes) else data.encode()
    return desk.post("/monday/bring", files={"roster": (name, raw)}, **more)


def folder_of(desk: Served) -> Path:
    assert desk.desk.folder
    return desk.desk.folder


def row_form(text: str, at: int) -> dict[str, str]:
    return hidden(text, f'id="f-{at}"')


def test_a_list_is_brought_and_every_fault_stands_in_its_cell(desk: Served):
    answer = bring(desk, "faulty.csv", HEAD + FAULTY)
    assert answer.status_code == 200
    assert answer.url.path.endswith(f"/{WEEK}/roster")
    said = words(answer.text)
    assert "4 rows, read as CSV 3 to mend" in said
    assert "there is no drill or program “hip-hnge”" in said
    for at, column in ((0, 2), (1, 3), (2, 0)):
        cell = re.search(rf'<input id="c-{at}-{column}"[^>]*>', answer.text)
        assert cell, (at, column)
        assert 'aria-invalid="true"' in cell[0], (at, column)
        assert f'aria-describedby="p-{at}-{column}"' in cell[0]
    assert "week 3" in said  # Ana García's, who is not at fault
    path = folder_of(desk) / "rosters" / "faulty.csv"
    assert path.stat().st_mode & 0o777 == 0o600
    assert bring(desk, "faulty.csv", HEAD + FAULTY).url == answer.url


def test_what_is_no_list_is_told_of_in_its_place(desk: Served):
    answer = bring(desk, "scan.pdf", b"%PDF-1.7", part=True)
    assert answer.status_code == 422
    assert answer.headers["hx-retarget"] == "#problems"
    assert "not a roster" in words(answer.text)
    picture = bring(desk, "picture.csv", bytes(range(256)) * 20)
    assert "cannot be read yet" in words(picture.text)


def test_a_cell_is_mended_in_a_copy_checked_again_and_undone(desk: Served):
    (folder_of(desk) / "mend.csv").write_text(HEAD + FAULTY, "utf-8")
    base = address(desk, "mend.csv")
    page = desk.get(f"{base}/roster").text
    answer = desk.post(f"{base}/row", {**row_form(page, 0), "c2": "hip-hinge"}, part=True)
    assert answer.status_code == 200
    assert "2 to mend" in words(answer.text)
    assert "mended copy" in words(answer.text)
    copy = folder_of(desk) / "rosters" / "mend mended.csv"
    assert "Mei Tan,1,hip-hinge," in copy.read_text("utf-8-sig")
    assert (folder_of(desk) / "mend.csv").read_text("utf-8") == HEAD + FAULTY
    there = answer.headers["hx-push-url"].removesuffix("/roster")
    again = desk.post(f"{there}/undo", hidden(answer.text, "/undo"), part=True)
    assert "3 to mend" in words(again.text)
    with desk.desk.register(reading=True) as register:
        noted = AuditTable(register).latest(50)
    assert any(one.did == "mended a roster" and one.about == "mend mended.csv" for one in noted)
    assert "Mei" not in str(noted)


def test_two_windows_that_mend_one_row_lose_nothing(desk: Served):
    (folder_of(desk) / "two.csv").write_text(HEAD + FAULTY, "utf-8")
    base = address(desk, "two.csv")
    first = desk.post(f"{base}/row", {**row_form(desk.get(f"{base}/roster").text, 0), "c2": "hip-hinge"}, part=True)
    there = first.headers["hx-push-url"].removesuffix("/roster")
    copy = folder_of(desk) / "rosters" / "two mended.csv"
    seen = desk.get(f"{there}/checked?open=0", headers={"HX-Request": "true"}).text
    assert desk.post(f"{there}/row", {**row_form(seen, 0), "c5": "theirs"}, part=True, tab="a").status_code == 200
    clash = desk.post(f"{there}/row", {**row_form(seen, 0), "c5": "mine"}, part=True, tab="b")
    assert clash.status_code == 409
    assert "Somebody else was quicker" in words(clash.text)
    assert "theirs" in clash.text
    assert 'value="mine"' in clash.text
    assert "theirs" in copy.read_text("utf-8-sig")
    other = desk.post(f"{there}/row", {**row_form(seen, 1), "c3": "2026-11-23"}, part=True)
    assert other.status_code == 200  # another row: both are kept
    assert "theirs" in copy.read_text("utf-8-sig")
    assert "31/13" not in copy.read_text("utf-8-sig")
    mine = desk.post(f"{there}/row", {**hidden(clash.text, "/row"), "c5": "mine"}, part=True)
    assert mine.status_code == 200
    assert "mine" in copy.read_text("utf-8-sig")


def test_hostile_cells_are_shown_and_never_run(desk: Served):
    nasty = "<img src=x onerror=alert(1)>\"'&{{7*7}}"
    row = f'"{nasty.replace(chr(34), chr(34) * 2)}",1,hip-hnge,2026-11-23,,"{"x" * 9000}\u202e<b>"\n'
    (folder_of(desk) / "nasty <i>.csv").write_text(HEAD + row, "utf-8")
    text = desk.get(address(desk, "nasty &lt;i&gt;.csv") + "/roster").text
    assert "<img" not in text
    assert "<b>" not in text
    assert "<i>" not in text
    assert "{{7*7}}" in text  # as it is written, not worked out
    assert "&lt;img src=x onerror=alert(1)&gt;" in text


def test_titles_that_nobody_knows_are_named_on_the_page(desk: Served):
    (folder_of(desk) / "titles.csv").write_text("Klient,Exercise plan,Foo\nMei Tan,hip-hinge,x\n", "utf-8")
    base = address(desk, "titles.csv")
    page = desk.get(f"{base}/roster").text
    assert "cannot be read yet" in words(page)
    form = {**hidden(page, "/titles"), "t0": "patient", "t1": "program", "t2": "ignored"}
    answer = desk.post(f"{base}/titles", form, part=True)
    assert "1 row, read as CSV" in words(answer.text)
    # the week asks for a start, which is said at the row
    assert "start" in words(answer.text)
    assert "1 to mend" in words(answer.text)


@pytest.mark.parametrize("step", ["roster", "decide", "make", "mail", "checked"])
def test_looking_changes_nothing(desk: Served, step: str):
    (folder_of(desk) / "look.csv").write_text(HEAD + GOOD, "utf-8")
    base = address(desk, "look.csv")
    before = {path: path.read_bytes() for path in folder_of(desk).rglob("*.csv")}
    names = {path for path in folder_of(desk).rglob("*") if "register" not in path.name}
    assert desk.get(f"{base}/{step}").status_code == 200
    assert {path: path.read_bytes() for path in folder_of(desk).rglob("*.csv")} == before
    assert {path for path in folder_of(desk).rglob("*") if "register" not in path.name} == names


def test_what_is_not_there_is_said_so(desk: Served):
    (folder_of(desk) / "there.csv").write_text(HEAD + GOOD, "utf-8")
    base = address(desk, "there.csv")
    other = base.replace(WEEK, "2026-12-01")
    wrong = ["/monday/nothing/2026-11-30/roster", f"{other}/roster", base.replace(WEEK, "x") + "/make"]
    wrong += [
        f"{base}/file/{name}" for name in ("clinic.yaml", "..%2F..%2Fclinic.yaml", "packet-01.pdf", "register.sqlite")
    ]
    for one in wrong:
        assert desk.get(one).status_code == 404, one
    assert desk.get(f"/monday/go?roster={base.split('/')[2]}&step=make&day=2026-12-03").url.path == f"{base}/make"
    assert desk.get(f"/monday/go?roster={base.split('/')[2]}&day=tomorrow").status_code == 422


def test_a_long_list_has_its_page_at_once_and_its_faults_on_the_first(desk: Served):
    rows = "".join(f"Patient {at},{at},hip-hinge,2026-11-23,,{'a note ' * 12}\n" for at in range(900))
    (folder_of(desk) / "long.csv").write_text(f"{HEAD}{rows}Last,9999,hip-hnge,2026-11-23,,\n", "utf-8")
    base = address(desk, "long.csv")
    assert "Reading the list" in desk.get(f"{base}/roster").text


def test_a_list_that_was_brought_can_be_taken_away_and_another_cannot(desk: Served):
    base = bring(desk, "away.csv", HEAD + GOOD).url.path.removesuffix("/roster")
    assert desk.post(f"{base}/away", part=True).headers["hx-redirect"] == "/monday"
    assert not (folder_of(desk) / "rosters" / "away.csv").exists()
    (folder_of(desk) / "own.csv").write_text(HEAD + GOOD, "utf-8")
    assert desk.post(address(desk, "own.csv") + "/away", part=True).status_code == 422
    assert (folder_of(desk) / "own.csv").exists()


# --- deciding ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def given_last_week(desk: Served) -> str:
    """A list whose first two patients have a sheet of the week before; the address of its coming week."""
    (folder_of(desk) / "decide.csv").write_text(HEAD + GOOD, "utf-8")
    before = address(desk, "decide.csv", "2026-11-23")
    assert desk.post(f"{before}/make/begin", {"packet": "1", "by": "roster"}, part=True).status_code == 200
    assert "2 made" in words(when_done(desk, f"{before}/make"))
    return before.replace("2026-11-23", WEEK)


def cards(text: str) -> dict[str, dict[str, str]]:
    """The form of each patient, by name."""
    found = {}
    for card in re.findall(r'<li class="panel person.*?</li>', text, re.DOTALL):
        name = re.search(r"<bdi>(.*?)</bdi>", card)
        assert name
        found[name[1]] = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', card))
    return found


def test_who_may_not_decide_is_shown_nothing_to_decide_with(
    desk: Served, given_last_week: str, monkeypatch: pytest.MonkeyPatch
):
    assert "Decided by" in words(desk.get(f"{given_last_week}/decide").text)
    monkeypatch.setattr(Who, "may", lambda _, role: role == "desk")
    text = desk.get(f"{given_last_week}/decide").text
    assert "Decisions are for clinicians." in words(text)
    assert "2 not decided" in words(text)
    assert "Decided by" not in words(text)
    assert "Keys, on a patient’s buttons" not in words(text)


def test_the_pile_is_in_the_order_of_the_command_unless_another_is_chosen(desk: Served, given_last_week: str):
    form = desk.get(f"{given_last_week}/make").text
    assert '<option value="roster" selected>' in form
    assert len(re.findall(r"<option value=\"\w+\" selected>", form)) == 1


def test_a_person_decides_and_takes_it_back(desk: Served, given_last_week: str):
    base = given_last_week
    page = desk.get(f"{base}/decide")
    assert "2 not decided" in words(page.text)
    assert "Jo Bloggs" not in page.text  # nothing was given yet
    form = cards(page.text)["أحمد علي"]
    told = {"word": "repeat", "reason": "Your knee <b>swelled</b>.", "by": "Dr Ong"}
    answer = desk.post(f"{base}/decide/one", {**form, **told}, part=True)
    assert answer.status_code == 200
    assert "repeat by Dr Ong" in words(answer.text)
    assert "<b>" not in answer.text
    assert json.loads(answer.headers["hx-trigger"])["handouts:said"]
    with desk.desk.register(reading=True) as register:
        (kept,) = DecisionsTable(register).of("2", ())
    assert kept.decision
    assert (kept.decision.word, kept.decision.by) == ("repeat", "Dr Ong")
    week = desk.get(f"{base}/checked", headers={"HX-Request": "true"}).text
    assert "once more, as decided" in words(week)
    back = desk.post(f"{base}/decide/undo", cards(answer.text)["أحمد علي"], part=True)
    assert "2 not decided" in words(back.text)


def test_two_who_decide_on_one_patient_see_each_other(desk: Served, given_last_week: str):
    base = given_last_week
    form = cards(desk.get(f"{base}/decide").text)["Mei Tan"]
    assert desk.post(f"{base}/decide/one", {**form, "word": "hold", "by": "Ann"}, part=True, tab="a").status_code == 200
    clash = desk.post(f"{base}/decide/one", {**form, "word": "back", "by": "Bob"}, part=True, tab="b")
    assert clash.status_code == 409
    assert "hold by Ann" in words(clash.text)
    mine = hidden(clash.text, "/decide/one")
    assert desk.post(f"{base}/decide/one", {**mine, "word": "back", "by": "Bob"}, part=True).status_code == 200
    with desk.desk.register(reading=True) as register:
        words_kept = [one.decision.word for one in DecisionsTable(register).of("1", ()) if one.decision]
    assert words_kept == ["hold", "back"]  # nothing is overwritten: both are there, and the later holds


def test_what_no_decision_can_be_is_told_in_words(desk: Served, given_last_week: str):
    base = given_last_week
    form = cards(desk.get(f"{base}/decide").text)["أحمد علي"]
    for wrong in ({"word": "dance"}, {"word": "hold", "until": "2020-01-01"}, {"word": "on", "reason": "x" * 500}):
        answer = desk.post(f"{base}/decide/one", {**form, **wrong}, part=True)
        assert answer.status_code == 422, wrong
        assert "Traceback" not in answer.text
    assert desk.post(f"{base}/decide/one", {**form, "who": "nobody", "word": "on"}, part=True).status_code == 422
    assert "1 not decided" in words(desk.get(f"{base}/decide").text)
    assert desk.post(f"{base}/decide/one", {**form, "word": "later"}, part=True).status_code == 200
    assert "1 not decided" in words(desk.get(f"{base}/decide").text)


def test_what_was_mended_is_kept_no_more_when_that_is_asked_for(desk: Served):
    page = bring(desk, "left.csv", HEAD + GOOD).url.path
    answer = desk.post(page.replace("/roster", "/remove"), removing(desk, page, 0), part=True)
    mended = answer.headers["HX-Push-Url"]
    kept = folder_of(desk) / "rosters" / ".left mended.csv.changes"
    assert "Mei Tan" in kept.read_text("utf-8")
    assert "Keep the earlier cells no more" in answer.text
    said = desk.post(mended.replace("/roster", "/undo/forget"), part=True)
    assert said.status_code == 200
    assert not kept.exists()
    assert 'id="undo"' not in said.text
    assert "Jo Bloggs" in (folder_of(desk) / "rosters" / "left mended.csv").read_text("utf-8-sig")


def removing(desk: Served, page: str, at: int) -> dict[str, str]:
    opened = desk.get(page.replace("/roster", f"/checked?open={at}"), headers={"HX-Request": "true"}).text
    return row_form(opened, at)


def test_a_program_is_called_as_on_the_sheet(desk: Served, given_last_week: str):
    for step in ("roster", "decide"):
        assert "Hip hinge" in words(desk.get(f"{given_last_week}/{step}").text), step
