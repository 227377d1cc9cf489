"""“handouts figure”: formats, choices, problems of poses, watching."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image, ImageOps
from pypdf import PdfReader

from handouts.base.problems import Exit
from tests.conftest import Ran

Run = Callable[..., Ran]
DRILL = "hinge-with-dowel"


def test_a_drill_is_drawn_as_pdf_svg_and_png(handouts: Run, tmp_path: Path):
    for ending in ("pdf", "svg", "png"):
        ran = handouts("figure", DRILL, "-o", f"f.{ending}")
        assert ran.code == 0, ran.err
        assert f"f.{ending}" in ran.out
    page = PdfReader(tmp_path / "f.pdf").pages[0]
    assert "Arms straight" in page.extract_text()
    wide, high = float(page.mediabox.width), float(page.mediabox.height)
    image = Image.open(tmp_path / "f.png").convert("RGB")
    assert abs(image.width / image.height - wide / high) < 0.02
    assert len(image.getcolors(1 << 20) or ()) > 30
    root = fromstring((tmp_path / "f.svg").read_text())
    assert root.tag.endswith("svg")
    texts = "".join(text for node in root.iter() if node.tag.endswith("text") for text in node.itertext())
    assert "Arms straight" in texts
    assert root.find("{http://www.w3.org/2000/svg}title") is not None
    assert not [node for node in root.iter() if node.tag.endswith(("script", "image", "use"))]
    assert oct((tmp_path / "f.svg").stat().st_mode)[-3:] == "600"


def ink(path: Path) -> list[tuple[int, int]]:
    """Where a picture is not white, on a grid of 40 columns."""
    image = Image.open(path).convert("L").resize((40, 30))
    return [(x, y) for x in range(40) for y in range(30) if image.getpixel((x, y)) < 225]  # type: ignore[operator]  # one band


def test_png_and_pdf_show_the_same(handouts: Run, tmp_path: Path):
    if not any(os.access(Path(folder, "pdftoppm"), os.X_OK) for folder in os.environ["PATH"].split(os.pathsep)):
        pytest.skip("pdftoppm (poppler-utils) is not installed")
    handouts("figure", "kneeling-hip-extension", "-o", "f.png")
    handouts("figure", "kneeling-hip-extension", "-o", "f.pdf")
    subprocess.run(["pdftoppm", "-r", "200", "-png", "-singlefile", "f.pdf", "p"], cwd=tmp_path, check=True)
    one, other = set(ink(tmp_path / "f.png")), set(ink(tmp_path / "p.png"))
    assert len(one) > 100
    assert len(one ^ other) <= 0.06 * len(one | other)


def test_the_left_side_is_the_right_side_turned_round(handouts: Run, tmp_path: Path):
    for name, more in (("r", ()), ("l", ("--left",))):
        handouts("figure", DRILL, "-o", f"{name}.png", "--no-captions", "--position", "1", *more)
    right, left = (set(ink(tmp_path / f"{name}.png")) for name in "rl")
    turned = {(39 - x, y) for x, y in left}
    assert len(right ^ turned) <= 0.08 * len(right | turned)
    assert len(right ^ left) > len(right ^ turned)


def test_a_picture_is_as_large_as_asked_and_fills_its_page(handouts: Run, tmp_path: Path):
    """A sheet draws people at one scale; a picture alone is as high as was asked for."""
    for height in (45, 120):
        handouts("figure", "wall-sit", "-o", f"{height}.pdf", "--no-captions", "--height", str(height))
        page = PdfReader(tmp_path / f"{height}.pdf").pages[0]
        assert abs(float(page.mediabox.height) * 25.4 / 72 - height - 6) < 0.01 * height
        handouts("figure", "wall-sit", "-o", f"{height}.png", "--no-captions", "--height", str(height))
        image = Image.open(tmp_path / f"{height}.png").convert("L")
        left, high, right, low = ImageOps.invert(image).getbbox() or (0, 0, 0, 0)
        assert (right - left) / image.width > 0.85
        assert (low - high) / image.height > 0.85


def test_looks_can_be_chosen_and_wrong_ones_are_named(handouts: Run, tmp_path: Path):
    for number, more in enumerate(
        [(), ("--skin", "deep"), ("--hair", "auburn"), ("--build", "curved"), ("--line",), ("--mono",)]
    ):
        assert handouts("figure", DRILL, "-o", f"{number}.svg", *more).code == 0
    assert len({(tmp_path / f"{number}.svg").read_bytes() for number in range(6)}) == 6
    handouts("figure", DRILL, "-o", "black.svg", "--hair", "black")
    assert (tmp_path / "black.svg").read_bytes() != (tmp_path / "0.svg").read_bytes(), "asked for, not merely usual"
    ran = handouts("figure", DRILL, "--skin", "green", "--hair", "pink")
    assert ran.code == Exit.USAGE
    assert "--skin" in ran.err
    assert "--hair" in ran.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("hing",), "there is no drill “hing”"),
        ((), "name one drill"),
        ((DRILL, "-o", "f.docx"), "does not end in"),
        (("--all", "-o", "f.png"), "does not end in .pdf"),
        (("wall-sit", "--position", "4"), "has 2 pictures"),
    ],
)
def test_what_cannot_be_drawn_is_said(handouts: Run, tmp_path: Path, arguments: tuple[str, ...], message: str):
    ran = handouts("figure", *arguments)
    assert ran.code == Exit.USAGE
    assert message in ran.err
    assert not list(tmp_path.glob("*"))


def test_a_file_in_the_way_is_kept(handouts: Run, tmp_path: Path):
    (tmp_path / "f.pdf").write_text("mine")
    assert handouts("figure", DRILL, "-o", "f.pdf").code == Exit.EXISTS
    assert (tmp_path / "f.pdf").read_text() == "mine"
    assert handouts("figure", DRILL, "-o", "f.pdf", "--force").code == 0


def test_a_contact_sheet_has_every_drill(handouts: Run, tmp_path: Path):
    assert handouts("figure", "--all", "-o", "all.pdf").code == 0
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "all.pdf").pages)
    for name in ("Glute bridge", "Bird dog", "Roman chair squat", "Wall sit"):
        assert name in text
    assert text.index("Low back and trunk") < text.index("Bird dog") < text.index("Knee") < text.index("Wall sit")
    assert "prone-press-up" in text, "what to type for it"


FIGURE = """figure:
  positions:
    - step: 1
      caption: Fold
      alt: A person folds forward.
      pose: {trunk: 80}
"""


@pytest.fixture
def drawn(clinic: Path) -> Path:
    """The clinic's own drill with a figure whose pose would fall."""
    path = clinic / "drills" / "calf-stretch.yaml"
    text = path.read_text()
    start, end = text.index("pictures:"), text.index("# The source gives")
    path.write_text(text[:start] + FIGURE + text[end:])
    return path


def test_a_wrong_pose_is_named_with_its_line_and_drawn_all_the_same(
    handouts: Run, drawn: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(drawn.parents[1])
    line = drawn.read_text().splitlines().index("    - step: 1") + 1
    for ran in (handouts("figure", "calf-stretch", "-o", "c.png"), handouts("check")):
        assert ran.code == Exit.CONTENT
        assert f"calf-stretch.yaml:{line}: picture 1 of calf-stretch: would fall forwards" in ran.err
    with Image.open("c.png") as image:
        assert image.width > 50
    drawn.write_text(drawn.read_text().replace("pose: {trunk: 80}", "pose: {trunk: 80, thighs: 3}"))
    ran = handouts("figure", "calf-stretch", "-o", "d.png")
    assert ran.code == Exit.CONTENT
    assert "Did you mean “thigh”" in ran.err
    assert not Path("d.png").exists()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("pose: {hand: dowle}", "figure.positions.1.pose.hand: expected"),
        ("pose: {thigh: much}", "expected a number, found “much”"),
        ("pose: {foot: flatt}", "figure.positions.1.pose.foot: expected"),
        ("props: [{kind: chari, at: 0}]", "expected a kind such as"),
        ("props: [{kind: chair}]", "lacks “figure.positions.1.props.1.at”"),
        ("arrow: {of: hip}", "figure.positions.1.arrow.of: expected"),
        ("arrow: [{of: hips}, {of: hip}]", "figure.positions.1.arrow.2.of: expected"),
        ("arrow: hips", "figure.positions.1.arrow: expected a block of keys"),
    ],
)
def test_a_slip_in_a_figure_is_said_once(
    handouts: Run, drawn: Path, monkeypatch: pytest.MonkeyPatch, wrong: str, message: str
):
    monkeypatch.chdir(drawn.parents[1])
    text = drawn.read_text()
    line = "      pose: {}\n" if "pose" not in wrong else ""
    drawn.write_text(text.replace("      pose: {trunk: 80}\n", f"{line}      {wrong}\n"))
    ran = handouts("check")
    assert ran.code == Exit.CONTENT
    assert message in ran.err
    assert "1 to mend" in ran.out, ran.err


def test_watching_draws_anew_and_stops_when_asked(drawn: Path):
    drawn.write_text(drawn.read_text().replace("trunk: 80", "trunk: 5"))
    command = [sys.executable, "-m", "handouts", "figure", "calf-stretch", "-o", "c.png", "--watch"]
    with subprocess.Popen(command, cwd=drawn.parents[1], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as work:
        target = drawn.parents[1] / "c.png"
        _wait(target.exists)
        first = target.read_bytes()
        drawn.write_text(drawn.read_text().replace("trunk: 5", "trunk: 15"))
        _wait(lambda: target.read_bytes() != first)
        work.send_signal(signal.SIGINT)
        _, err = work.communicate(timeout=20)
    assert work.returncode == Exit.STOPPED
    assert b"Traceback" not in err
    Image.open(io.BytesIO(target.read_bytes())).verify()


def _wait(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not done():
        assert time.monotonic() < end
        time.sleep(0.05)
