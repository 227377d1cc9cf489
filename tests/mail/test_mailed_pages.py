"""Pages for the phone go with mail where that is asked for, and never where a password is to keep the sheet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from handouts.library.load import Library
from handouts.mail.letters import LetterWriter
from tests.mail.desk import WEEK, Post, Run, attached, read
from tests.mail.test_letters import LETTER, parts

ADDRESS = "https://clinic.example/h/7K2M9QXA4DZZ.html"


def place_in(folder: Path) -> None:
    file = folder / "clinic.yaml"
    file.write_text(f"page_url: https://clinic.example/h/{{id}}.html\n{file.read_text('utf-8')}", "utf-8")


def test_who_is_written_to_in_the_open_gets_the_page_and_its_address(handouts: Run, here: Path, post: Post):
    place_in(here)
    ran = handouts("mail", "r.csv", *WEEK, "--html", "--dry-run")
    assert "handout-2026-11-23.pdf and handout-2026-11-23.html" in ran.out
    assert ran.out.count("without the page, which no password protects") == 2
    assert handouts("mail", "r.csv", *WEEK, "--html", "--yes").code == 0
    assert handouts("batch", "r.csv", *WEEK, "-o", "made", "--html").code == 0
    made = {path.read_bytes() for path in (here / "made" / "pages").iterdir()}
    plain, *locked = post.got
    assert attached(plain.data)["handout-2026-11-23.html"].encode() in made
    assert "https://clinic.example/h/" in parts(read(plain.data))["text/plain"]
    for one in locked:
        assert list(attached(one.data)) == ["handout-2026-11-23.pdf"]
        assert "clinic.example/h/" not in parts(read(one.data))["text/plain"]


@pytest.mark.parametrize(
    "language", ["en", "ar", "de", "fr", "he", "hi", "ms", "pl", "pt", "es", "ta", "vi", "zh-Hans", "zh-Hant"]
)
def test_every_language_names_the_page_and_its_address_alone_on_a_line(library: Library, language: str):
    letter = replace(LETTER, language=language)
    writer = LetterWriter(library)
    bare = read(writer.write(letter)[1]).get_body(("plain",)).get_content()  # type: ignore[union-attr]  # it has one
    message = read(writer.write(replace(letter, page=b"<!DOCTYPE html><title>P", page_address=ADDRESS))[1])
    text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # it has one
    html = message.get_body(("html",)).get_content()  # type: ignore[union-attr]  # it has one
    assert ADDRESS in text.splitlines()
    assert text.count("handout-2026-11-23.html") == html.count("handout-2026-11-23.html") == 1
    assert f'href="{ADDRESS}"' in html
    assert "handout-2026-11-23.html" not in bare
    added = [line for line in text.splitlines() if line not in bare.splitlines()]
    assert 4 <= len(added) + 1 <= 6
    assert [line for line in text.splitlines() if line not in added] != []
    assert {one.get_filename() for one in message.iter_attachments()} == {
        "handout-2026-11-23.pdf",
        "handout-2026-11-23.html",
    }
