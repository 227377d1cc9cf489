"""The phone page as a file: what it holds, what it lets in, how large it is, and that no text breaks out of it."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from handouts.base.problems import HandoutsError
from handouts.library.assets import Asset
from handouts.plan.handout import Handout, Run
from handouts.runs.phonepress import PhonePress
from handouts.runs.press import Press
from handouts.sheet.boxnames import parse_name
from handouts.write.boxes import box_geometry
from handouts.write.html.page import MOST
from tests.write.pagetext import handout_of, page_of, shipped_library, shipped_press, spoken, tree

LANGUAGES = ("en", "ta", "ar")
PROGRAMS = sorted(name for name, language in shipped_library().programs if language == "en")


@pytest.fixture(scope="module")
def hinge() -> Handout:
    return handout_of("hip-hinge", measures="pain function change", activities="Climb the stairs", note="Slow.")


@pytest.fixture(scope="module")
def page(hinge: Handout) -> bytes:
    return shipped_press().page(hinge)


def names(root: Any) -> list[str]:
    fields = root.xpath("//input[@type='checkbox' or @type='text']/@name | //input[@type='radio']/@value")
    return [*fields, *root.xpath("//textarea[@id='note']/@name")]


def test_it_has_the_places_of_the_sheet_by_name_and_label(hinge: Handout, page: bytes):
    places = box_geometry(hinge, Press(shipped_library()).sheet(hinge))
    wanted = {
        one["name"] for one in (*places["boxes"], *places["blanks"]) if not one["name"].startswith(("phone", "notes"))
    }
    found = names(tree(page))
    assert len(found) == len(set(found))
    assert set(found) - {"notes_p1"} == wanted
    assert all(map(parse_name, found))


def test_labels_are_those_of_the_pdf(hinge: Handout, page: bytes):
    sheet = Press(shipped_library()).sheet(hinge)
    marks = (mark for one in sheet.pages for placed in one.blocks for mark in placed.block.flat())
    labels = {mark.name: mark.label for mark in marks if hasattr(mark, "label") and mark.name[:2] != "no"}
    for field in tree(page).xpath("//input"):
        name = field.get("value") or field.get("name")
        assert field.get("aria-label") == labels[name]


def test_headings_tables_and_lists(hinge: Handout, page: bytes):
    root = tree(page)
    assert (root.get("lang"), root.get("dir")) == ("en", "ltr")
    assert [one.text_content() for one in root.xpath("//h1")] == ["Hip hinge"]
    headings = [spoken(one) for one in root.xpath("//main//h2")]
    assert headings == [
        "Stop and call us if", "Your drills", *(card.name for card in hinge.cards), "Pain after each session",
        "How are you?", "Send back",
    ]  # fmt: skip
    assert (
        len(root.xpath("//main//ol[@class='steps']"))
        == len(root.xpath("//table[@role='table' and contains(@class, 'boxes')]"))
        == 4
    )
    for table in root.xpath("//table"):
        assert [one.get("role") for one in table.xpath("./thead/tr/th")] == ["columnheader"] * 7
        assert table.xpath("./tbody/tr/th[@scope='row' and @role='rowheader']")
    pictures = root.xpath("//figure/*[@role='img']")
    assert len(pictures) == sum(len(card.pictures) for card in hinge.cards)
    assert all(len(one.get("aria-label")) > 20 for one in pictures)
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {ref for one in root.xpath("//@aria-labelledby") for ref in one.split()} <= set(ids)


def test_nobody_is_named_unless_asked(hinge: Handout, page: bytes):
    assert b"Mei Tan" not in page
    assert "Mei" not in spoken(tree(page))
    assert b"person named on it" not in page
    assert "This page is for the person" in spoken(tree(page))
    named = shipped_press().page(hinge, named=True)
    assert "For Mei Tan" in spoken(tree(named))
    assert "person named on it" in spoken(tree(named))


def test_the_policy_lets_nothing_in_but_what_is_there(page: bytes):
    text = page.decode()
    root = tree(page)
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    rules = dict(one.strip().split(" ", 1) for one in policy.split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["img-src"] == "data:"
    for tag in ("script", "style"):
        (body,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert rules[f"{tag}-src"] == f"'sha256-{digest}'"
    assert not root.xpath("//@style | //@*[starts-with(name(), 'on')] | //iframe | //link | //object | //base")
    for link in root.xpath("//@href | //@src"):
        assert link.startswith(("#", "tel:", "mailto:", "data:image/")), link
    assert not re.search(r"https?://|@import|url\(", re.sub(r'xmlns="[^"]*"', "", text))


def test_the_same_handout_gives_the_same_bytes_whatever_its_layout(hinge: Handout, page: bytes):
    assert PhonePress(shipped_library()).page(hinge) == page
    one, other = (
        handout_of("plank", layout=layout, paper=paper) for layout, paper in (("log", "letter"), ("cards", "a4"))
    )
    alike = replace(other, id=one.id, layout=one.layout, paper=one.paper)
    assert shipped_press().page(one) == shipped_press().page(alike)


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_program_is_small_enough(program: str):
    for language in LANGUAGES if program in PROGRAMS[::7] else ("en",):
        assert len(page_of(program, language=language)) <= MOST


def with_texts(handout: Handout, text: str) -> Handout:
    """The handout with a text in every place that somebody types."""
    card = replace(handout.cards[0], name=text, why=text, dose=(text,), change=text, change_spoken=text)
    steps = tuple(replace(step, text=text) for step in card.steps)
    pictures = tuple(replace(one, caption=text, alt=text, spoken=text) for one in card.pictures)
    card = replace(card, steps=steps, pictures=pictures, cues=tuple(replace(one, text=text) for one in card.cues))
    header = replace(handout.header, name=text, tagline=text, phone=text, email=text, more=text)
    stop = replace(handout.stop, head=text, rules=(text, text), call=(Run(text, strong=True),))
    return replace(
        handout, title=text, header=header, stop=stop, cards=(card,), note=(Run(text),), need=text, patient=text,
        patient_line=(Run(text, strong=True),), next_visit=(Run(text),), disclaimer=text, note_language="de",
    )  # fmt: skip


HOSTILE = st.one_of(
    st.sampled_from(
        [
            "</script><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</title></style><b>", "<!--", "]]>",
            "' onload='alert(1)", "&lt;b&gt;&amp;", "javascript:alert(1)", "{{7*7}}", "x" * 3_000, "</textarea>",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn"]), min_size=1, max_size=60),
)  # fmt: skip


def tags(root: Any) -> list[str]:
    """All elements in order, without links: a telephone number with digits is one."""
    return [one.tag for one in root.iter() if one.tag != "a"]


@cache
def usual_tags() -> list[str]:
    return tags(tree(shipped_press().page(with_texts(handout_of("plank"), "word"), named=True)))


@settings(max_examples=25, deadline=None)
@given(text=HOSTILE)
def test_no_text_breaks_out_of_the_page(text: str):
    root = tree(shipped_press().page(with_texts(handout_of("plank"), text), named=True))
    assert tags(root) == usual_tags()
    (title,) = root.xpath("//title")
    assert text.split()[:1] == title.text.split()[:1]
    json.loads(root.find("body").get("data-plan"))


def photo(side: int) -> Asset:
    """A photograph that can hardly be pressed: every point of it is another."""
    points = b"".join(hashlib.sha256(at.to_bytes(4, "big")).digest() for at in range(3 * side * side // 32))
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), points).save(out, "JPEG", quality=95)
    return Asset("raster", side, side, str(side), out.getvalue())


def with_photos(handout: Handout, count: int, asset: Asset) -> Handout:
    card = handout.cards[0]
    return replace(
        handout, cards=(replace(card, pictures=tuple(replace(card.pictures[0], asset=asset) for _ in range(count))),)
    )


def test_photographs_are_made_smaller_until_the_page_is_small_enough():
    plain = handout_of("plank")
    asset = photo(800)
    assert len(asset.data) > MOST
    page = shipped_press().page(with_photos(plain, 2, asset))
    assert len(page) <= MOST
    assert len(tree(page).xpath("//figure/img[@alt]")) == 2


def test_a_page_that_is_too_large_is_refused_in_words():
    with pytest.raises(HandoutsError) as error:
        shipped_press().page(with_photos(handout_of("plank"), 8, photo(640)))
    (problem,) = error.value.problems
    assert re.search(r"would be [\d,]+ bytes as a phone page; at most 250,000", problem.message)
    assert "fewer" in problem.hint


def test_a_language_without_words_for_pages_is_refused_in_words():
    library = shipped_library()
    bare = replace(library, words={**library.words, "en": replace(library.words["en"], page=None)})
    with pytest.raises(HandoutsError, match="no section “page”"):
        PhonePress(bare).page(handout_of("plank"))
