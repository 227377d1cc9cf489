"""What the clinic's file says of the clinic stands on its sheets, or check says that it does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

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


def words_of(handouts: Run, clinic: Path, *more: str) -> str:
    """The text of a handout's first page, without spaces."""
    ran = handouts("make", "hip-hinge", "-p", "A B", "--clinic", "clinic", "-o", "a.pdf", "--force", *more)
    assert ran.code == 0, ran.err
    page = PdfReader(clinic.parent / "a.pdf").pages[0]
    return "".join(page.extract_text().split())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_the_foot_has_no_room_for_stands_in_the_head_of_page_1(handouts: Run, clinic: Path, layout: str):
    address = ", ".join([ADDRESS] * 4)
    with_lines(clinic, address=address)
    ran = handouts("check", "--clinic", "clinic")
    assert (ran.code, "address:" in ran.err) == (0, False), ran.err
    assert "".join(address.split()) in words_of(handouts, clinic, "--layout", layout)


def test_contacts_as_long_as_they_may_be(handouts: Run, clinic: Path):
    said = {"name": "W" * 80, "email": f"{'w' * 60}@clinic.example", "web": "w" * 70}
    with_lines(clinic, **said)
    assert "no room" not in handouts("check", "--clinic", "clinic").err
    found = words_of(handouts, clinic)
    assert all(text in found for text in said.values())


@pytest.mark.parametrize("command", ["check", "make", "batch"])
def test_hours_of_no_phone_are_told_of_once(handouts: Run, clinic: Path, command: str):
    path = clinic / "clinic.yaml"
    path.write_text(re.sub(r"(?m)^phone:.*$", "", path.read_text()))
    with_lines(clinic, hours="Monday to Friday")
    roster = clinic.parent / "roster.csv"
    roster.write_text("patient,program,start\nMei Tan,hip-hinge,2026-11-23\nJo Bloggs,hip-hinge,2026-11-23\n")
    arguments = {
        "check": ("check",),
        "make": ("make", "hip-hinge", "-p", "A B", "-o", "a.pdf"),
        "batch": ("batch", str(roster), "-o", "out"),
    }
    ran = handouts(*arguments[command], "--clinic", "clinic")
    assert ran.code == 0, ran.err
    assert ran.err.count("hours: they are not printed, for there is no phone that is answered then") == 1
