"""Type faces from the cache folder are those that were read, and hold nothing of a patient."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from handouts.write.pdf import face_cache
from handouts.write.pdf.faces import Face, type_faces

ROOT = Path(__file__).parents[3]
PATH = type_faces().faces[0][0].path


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HANDOUTS_CACHE", str(tmp_path))
    return tmp_path / "faces"


def _all(face: Face) -> tuple[object, ...]:
    return face.measures, face.core.objects, face.core.field_font


def _unread(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Face) -> None:
        raise AssertionError("it was read")

    monkeypatch.setattr(Face, "file", property(fail))


def test_a_kept_face_is_the_one_that_was_read(place: Path, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as patch:
        patch.setenv("HANDOUTS_CACHE", "off")
        read = _all(Face("Face", PATH))
    assert not place.exists()
    _all(Face("Face", PATH))
    assert len(list(place.iterdir())) == 2
    _unread(monkeypatch)
    assert _all(Face("Face", PATH)) == read


@pytest.mark.parametrize("data", [b"", b"[]", b"[1,2,3]", b'["a",0,0,{}]', b"[1,2,3,[4]]", b"\0\0\0\5ab", b"\0\0"])
def test_data_of_another_form_is_read_anew(place: Path, data: bytes):
    read = _all(Face("Face", PATH))
    for key in (" measures", f" objects {''.join(Face('Face', PATH).core.codes)}"):
        face_cache._folder().write(f"{face_cache.face_state(PATH)}{key}", data)
    assert _all(Face("Face", PATH)) == read


def test_a_face_of_other_bytes_is_another_one(place: Path, tmp_path: Path):
    other = tmp_path / "other.ttf"
    other.write_bytes(type_faces().faces[0][1].path.read_bytes())
    assert Face("Face", PATH).measures.widths != Face("Face", other).measures.widths


def test_a_subset_of_a_document_s_own_is_not_kept(place: Path):
    face = Face("Face", PATH)
    face.measures, face.core.objects  # noqa: B018  # which are kept
    before = sorted(place.iterdir())
    own = face.growing()
    own.take("Mei Tan")
    assert own.objects
    assert sorted(place.iterdir()) == before


def test_a_warm_handout_needs_none_of_the_code_that_reads_fonts(tmp_path: Path):
    code = (
        "import sys\nfrom handouts.cli import run\nassert run(sys.argv[1:]) == 0\n"
        "print([name for name in ('reportlab.pdfbase.ttfonts', 'PIL', 'svglib') if name in sys.modules])"
    )
    arguments = ("make", "hip-hinge", "-p", "Mei Tan", "-o", "a.pdf", "--force")
    environment = os.environ | {"HANDOUTS_CACHE": str(tmp_path), "PYTHONPATH": str(ROOT)}
    shown = [
        subprocess.run([sys.executable, "-c", code, *arguments], cwd=tmp_path, env=environment, capture_output=True,
                       text=True, check=True, timeout=120).stdout
        for _ in range(2)
    ]  # fmt: skip
    assert "reportlab.pdfbase.ttfonts" in shown[0]
    assert "reportlab.pdfbase.ttfonts" not in shown[1]
