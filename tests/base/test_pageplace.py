"""An address for pages is sound, or it is said what is wrong with it, where, and never with a traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handouts.base.pageplace import PagePlace, place_fault
from handouts.base.problems import Exit
from tests.conftest import Ran

SOUND = ("https://clinic.example/h/{id}.html", "https://clinic.example/{id}", "https://a.b-c.example:8443/x/y/sheet-{id}.htm",
         "https://xn--bcher-kva.example/~a/{id}.html")  # fmt: skip
FAULTS = {
    "http://clinic.example/{id}.html": "starts with",
    "http://localhost/{id}.html": "starts with",
    "file:///h/{id}.html": "starts with",
    "//clinic.example/{id}": "starts with",
    "https://me:secret@clinic.example/{id}.html": "a user or a password",
    "https:///{id}.html": "no name of a server",
    "https://localhost/{id}.html": "no name of a server",
    "https://10.0.0.1/{id}.html": "no name of a server",
    "https://bücher.example/{id}.html": "no name of a server",
    "https://clinic.example:99999/{id}.html": "port",
    "https://clinic.example/?h={id}": "? or a #",
    "https://clinic.example/#{id}": "? or a #",
    "https://clinic.example/h/": "needs {id} once",
    "https://clinic.example/{id}/{id}.html": "needs {id} once",
    "https://clinic.example/{id}/index.html": "needs {id} once",
    "https://{id}.clinic.example/h": "no name of a server",
    "https://clinic.example/{week}/{id}.html": "a brace",
    "https://clinic.example/a b/{id}.html": "a character",
    "https://clinic.example/(a)/{id}.html": "a character",
    "https://clinic.example/../{id}.html": "empty or",
    "https://clinic.example//{id}.html": "empty or",
    "https://clinic.example/h/{id}.php": "must end in",
    "https://clinic.example/h/a{id}.html": "must end in",
    f"https://clinic.example/{'a' * 90}/{{id}}.html": "is longer than 106",
}


@pytest.mark.parametrize("url", SOUND)
def test_a_sound_address_names_a_file(url: str):
    assert place_fault(url) == ""
    place = PagePlace(url)
    name = place.file_name("7K2M9QXA4DZZ")
    assert name.endswith((".html", ".htm"))
    assert place.address("7K2M9QXA4DZZ").rpartition("/")[2] in (name, name.removesuffix(".html"))
    assert place.shown("7K2M9QXA4DZZ").startswith(url[8:20])


@pytest.mark.parametrize(("url", "fault"), FAULTS.items())
def test_a_faulty_one_is_told_of(url: str, fault: str):
    assert fault in place_fault(url)


@given(st.text(max_size=200).map(lambda text: f"https://clinic.example/{text}{{id}}.html") | st.text(max_size=50))
@example("https://clinic.example/\u202e/{id}.html")
@example("https://clinic.example/\n{id}.html")
def test_what_passes_holds_nothing_that_means_more_than_a_letter(url: str):
    if not place_fault(url):
        address = PagePlace(url).address("7K2M9QXA4DZZ")
        assert address.isascii()
        assert not set(address) & set(" ()<>\\\"'{}|^`\x00\n\r\t?#")
        assert "/" not in PagePlace(url).file_name("7K2M9QXA4DZZ")


def test_the_clinics_file_says_where_it_is_wrong(handouts: Callable[..., Ran], clinic: Path):
    file = clinic / "clinic.yaml"
    file.write_text(f"page_url: http://clinic.example/{{id}}\n{file.read_text('utf-8')}", "utf-8")
    ran = handouts("make", "hip-hinge", "-p", "Mei Tan", "--clinic", "clinic", "-o", "mei.pdf")
    assert ran.code == Exit.CONTENT
    assert "clinic.yaml:1: page_url: “http://clinic.example/{id}” starts with something else than https://" in ran.err
    assert not Path("mei.pdf").exists()
