"""What the clinic's file says of the clinic stands on its sheets, or check says that it does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import LAYOUTS, Ran, pdf_text

Run = Callable[..., Ran]
ADDRESS = "12 The Old Corn Exchange, Newtown DL1 2AB"


def with_lines(clinic: Path, **new: str) -> None:
    """The clinic's file with these values."""
    path = clinic / "clinic.yaml"
    text = path.read_text()
    for key, value in new.items():
        text = re.sub(rf"(?m)^#? ?{key}:.*$", f'{key}: "{value}"', text, count=1)
    path.write_text(text)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_long_address_takes_the_place_of_the_e_mail_at_the_foot(handouts: Run, clinic: Path, layout: str):
    with_lines(clinic, address=ADDRESS, web="corn-exchange.example")
    ran = handouts("check", "--clinic", "clinic")
    assert (ran.code, "no room" in ran.err) == (0, False), ran.err
    assert handouts("make", "hip-hinge", "-p", "A B", "--clinic", "clinic", "--layout", layout, "-o", "a.pdf").code == 0
    text = "".join(pdf_text((clinic.parent / "a.pdf").read_bytes()).split())
    for said in (ADDRESS, "corn-exchange.example", "hello@your-clinic.example"):
        assert "".join(said.split()) in text


def test_what_there_is_no_room_for_is_told_with_its_line(handouts: Run, clinic: Path):
    with_lines(clinic, address=", ".join([ADDRESS] * 4))
    ran = handouts("check", "--clinic", "clinic")
    line = 1 + next(n for n, row in enumerate((clinic / "clinic.yaml").read_text().splitlines()) if "address:" in row)
    assert ran.code == 0
    assert f"clinic.yaml:{line}: warning: address: there is no room for it" in ran.err
    assert "web:" not in ran.err


def test_an_e_mail_that_fits_nowhere(handouts: Run, clinic: Path):
    with_lines(clinic, name="W" * 80, email=f"{'w' * 60}@clinic.example", web="w" * 70)
    err = handouts("check", "--clinic", "clinic").err
    assert "web: there is no room" in err
    assert "phone: there is no room" not in err
