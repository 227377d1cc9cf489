"""The clinic's look at the desk: looked at, saved with its comments, undone, and never over somebody else's change."""

from __future__ import annotations

import base64
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from handouts.base.shipped import shipped
from handouts.library.load import load_library
from handouts.library.yamlfile import read_yaml
from handouts.runs.own_content.newclinic import make_clinic
from tests.desk.clinic_forms import form_at
from tests.desk_server import Served, served

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAEElEQVR4nGNgYGD4jwYoEgEAuHIP8fVWpXAAAAAASUVORK5CYII="
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("brand") / "clinic"
    make_clinic(folder)
    with served(folder) as found:
        yield found


@pytest.fixture
def file(desk: Served) -> Path:
    """clinic.yaml as “init” writes it."""
    assert desk.desk.folder
    path = desk.desk.folder / "clinic.yaml"
    path.write_bytes(shipped("templates", "clinic", "clinic.yaml").read_bytes())
    path.with_name("clinic.yaml.before").unlink(missing_ok=True)
    return path


def changed_lines(path: Path) -> list[tuple[str, str]]:
    before = shipped("templates", "clinic", "clinic.yaml").read_text("utf-8").splitlines()
    after = path.read_text("utf-8").splitlines()
    assert len(before) == len(after)
    return [(old, new) for old, new in zip(before, after, strict=True) if old != new]


def test_saving_without_a_change_leaves_every_byte(desk: Served, file: Path) -> None:
    before = file.read_bytes()
    answer = desk.post("/clinic/brand", form_at(desk, "/clinic/brand"), part=True)
    assert answer.json()["said"] == "Nothing was to be saved."
    assert file.read_bytes() == before
    assert not file.with_name("clinic.yaml.before").exists()


def test_a_colour_changes_its_line_alone_and_its_comment_stays(desk: Served, file: Path) -> None:
    form = form_at(desk, "/clinic/brand") | {"primary": "#993300", "emergency": "112"}
    assert desk.post("/clinic/brand", form, part=True).status_code == 200
    assert changed_lines(file) == [
        ('emergency: "999"', 'emergency: "112"'),
        (
            '  primary: "#1B3A57"           # title, rules, labels',
            '  primary: "#993300"           # title, rules, labels',
        ),
    ]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert load_library(desk.desk.folder).clinic.colours.primary == "#993300"


def test_the_last_save_can_be_undone(desk: Served, file: Path) -> None:
    before = file.read_bytes()
    form = form_at(desk, "/clinic/brand")
    seen = desk.post("/clinic/brand", form | {"name": "Another"}, part=True).json()["seen"]
    assert desk.post("/clinic/brand/undo", form | {"seen": seen}, part=True).json()["goes"] == "/clinic/brand"
    assert file.read_bytes() == before


def test_faults_stand_at_their_fields_and_nothing_is_written(desk: Served, file: Path) -> None:
    before = file.read_bytes()
    form = form_at(desk, "/clinic/brand") | {
        "phone": "1" * 40,
        "primary": "red",
        "layout": "compakt",
        "stop": "\n".join("abcdefghi"),
    }
    parts = desk.post("/clinic/brand/look", form, part=True).json()["parts"]
    for name, says in (("phone", "40 characters"), ("primary", "such as")):
        assert says in parts[f"at-{name}"], name
    assert not parts["at-name"].strip()
    layout = form_at(desk, "/clinic/brand") | {"layout": "compakt"}
    assert "compact" in desk.post("/clinic/brand/look", layout, part=True).json()["parts"]["at-layout"]
    answer = desk.post("/clinic/brand", form, part=True)
    assert answer.status_code == 422
    assert "40 characters" in answer.text
    assert file.read_bytes() == before


def test_contrast_is_told_in_words_and_numbers_with_both_colours(desk: Served, file: Path) -> None:
    form = form_at(desk, "/clinic/brand") | {"primary": "#FFDD66", "accent": "#0A6E6E"}
    told = desk.post("/clinic/brand/look", form, part=True).json()["parts"]["colours"]
    assert "too pale" in told
    printed = re.findall("#[0-9A-F]{6}", told)
    assert printed[0] == "#FFDD66"
    assert any(colour != "#FFDD66" for colour in printed[:3])


def test_the_page_follows_what_is_not_saved(desk: Served, file: Path) -> None:
    form = form_at(desk, "/clinic/brand")
    pictures = [
        desk.post("/clinic/brand/look", form | change, part=True).json()["pictures"]["page"]
        for change in ({}, {"primary": "#993300"}, {"name": "Harbour"}, {"paper": "letter"})
    ]
    assert len(set(pictures)) == 4
    assert all(one.startswith("data:image/png;base64,") for one in pictures)


def test_what_somebody_changed_in_an_editor_is_not_written_over(desk: Served, file: Path) -> None:
    form = form_at(desk, "/clinic/brand")
    theirs = file.read_text("utf-8").replace("paper: a4 ", "paper: letter ").replace("tagline: P", "tagline: Best p")
    file.write_text(theirs, "utf-8")
    mine = form | {"tagline": "Mine", "web": "https://example.org"}
    answer = desk.post("/clinic/brand", mine, part=True)
    assert answer.status_code == 409
    for words in ("Best physiotherapy", "Mine", "letter", "both changed it"):
        assert words in answer.text
    assert file.read_text("utf-8") == theirs
    now = re.search(r"&#34;seen&#34;: &#34;(\w+)", answer.text)
    assert now
    merged = desk.post("/clinic/brand", mine | {"seen": now[1]}, part=True)
    assert merged.status_code == 200
    data = read_yaml(file).data
    assert (data["paper"], data["tagline"], data["web"]) == ("letter", "Mine", "https://example.org")
    assert file.with_name("clinic.yaml.before").read_text("utf-8") == theirs


def test_a_file_that_cannot_be_changed_safely_says_what_to_write(desk: Served, file: Path) -> None:
    file.write_text("name: &n A\nphone: '1'\n", "utf-8")
    form = form_at(desk, "/clinic/brand") | {"phone": "01632 960 111"}
    answer = desk.post("/clinic/brand", form, part=True)
    assert answer.status_code == 422
    assert "anchors" in answer.text
    assert "phone: 01632 960 111" in answer.text
    assert file.read_text("utf-8") == "name: &n A\nphone: '1'\n"


def test_a_file_that_is_no_yaml_is_shown_with_its_lines(desk: Served, file: Path) -> None:
    file.write_text("name: [A\nphone: <b>1</b>\n", "utf-8")
    page = desk.get("/clinic/brand").text
    assert "has to be mended first" in page
    assert "<b>1</b>" not in page


def test_a_logo_is_looked_at_and_kept_under_a_name_of_ours(desk: Served, file: Path) -> None:
    form = form_at(desk, "/clinic/brand")
    sent = {"new_logo": ("../../etc/pass wd.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")}
    refused = desk.post("/clinic/brand/logo", form, files=sent, part=True)
    assert refused.status_code == 422
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><rect width='9' height='9' fill='#123456'/></svg>"
    kept = desk.post("/clinic/brand/logo", form, files={"new_logo": ("../../x\u202e.svg", svg)}, part=True).json()
    name = kept["fields"]["logo"]
    assert re.fullmatch(r"logo-[0-9a-f]{8}\.svg", name)
    assert (file.parent / name).read_bytes() == svg
    assert desk.post("/clinic/brand", form | {"logo": name}, part=True).status_code == 200
    assert load_library(desk.desk.folder).logo


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\u202eevil\x07", "x" * 10_000, "a: b # c"])
def test_hostile_texts_are_kept_as_text_or_refused_in_words(desk: Served, file: Path, text: str) -> None:
    before = file.read_bytes()
    answer = desk.post("/clinic/brand", form_at(desk, "/clinic/brand") | {"tagline": text}, part=True)
    assert "<script>alert" not in desk.get("/clinic/brand").text
    if answer.status_code == 422:
        assert file.read_bytes() == before
    else:
        assert read_yaml(file).data["tagline"] == text


def test_without_a_folder_one_is_made_where_nothing_is(tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "letter.txt").write_text("mine")
    place = tmp_path / "new" / "clinic"
    asks = {"name": "Harbour: Street #5", "phone": "01632 960 000", "emergency": "999", "email": ""}
    with served(None) as desk:
        assert "nothing is kept" in desk.get("/clinic").text
        draft = desk.post("/sheet/new", {"items": "hip-hinge"}).url.path
        for wrong, says in (
            (str(full), "holds other things"),
            ("relative", "no full path"),
            ("/x/../etc", "no full path"),
        ):
            answer = desk.post("/clinic/folder", {**asks, "folder": wrong})
            assert answer.status_code == 422
            assert says in answer.text
        assert [one.name for one in full.iterdir()] == ["letter.txt"]
        assert desk.post("/clinic/folder", {**asks, "name": " ", "folder": str(place)}).status_code == 422
        assert not place.exists()
        assert "Harbour: Street #5" in desk.post("/clinic/folder", {**asks, "folder": str(place)}).text
        assert desk.desk.folder == place.resolve()
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
        assert desk.get(draft).status_code == 200, "the sheet that was being made came along"
        assert desk.post("/clinic/folder", {**asks, "folder": str(tmp_path / "two")}).status_code == 422
    library = load_library(place)
    assert not library.problems
    assert library.clinic.name == "Harbour: Street #5"
