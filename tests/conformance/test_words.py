"""Word by word: what the PDF says to a screen reader, and to text extractors, is what “handouts show” prints."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader

from handouts.plan.handout import Handout
from handouts.write.text import as_text
from tests.conformance.conftest import Made, random_handouts
from tests.conformance.listener import heard


@pytest.fixture(scope="module", params=[30, pytest.param(80, marks=pytest.mark.slow)])
def some(request: pytest.FixtureRequest) -> list[Made]:
    return list(random_handouts(request.param, seed=7))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def without(found: list[str], phrase: str) -> list[str]:
    """The words without every run of a phrase's words."""
    run = words(phrase)
    kept, at = [], 0
    while at < len(found):
        if run and found[at : at + len(run)] == run:
            at += len(run)
        else:
            kept.append(found[at])
            at += 1
    return kept


def once_only(handout: Handout, text: str) -> list[str]:
    """The words but for what pages add: the line on pens, notes, numbers of pages, heads of split drills."""
    text = re.sub(r"Page \d+ of \d+", " ", text)
    found = words(text)
    for phrase in (handout.pen, handout.pen_mono, *(card.continued for card in handout.cards)):
        found = without(found, phrase)
    return without(found, handout.labels.notes)


def last_line(handout: Handout, found: list[str]) -> list[str]:
    """Without the clinic's line of the footer, which is shortened where it is long."""
    issued = words(handout.issued)
    end = max(at for at in range(len(found)) if found[at : at + len(issued)] == issued)
    stop = words(handout.stop.short)
    start = max(at for at in range(end) if found[at : at + len(stop)] == stop) + len(stop)
    return found[:start] + found[end:]


def test_a_screen_reader_hears_what_show_prints(some: list[Made]):
    split = 0
    for made in some:
        expected = once_only(made.handout, as_text(made.sheet, aloud=True))
        said = heard(PdfReader(io.BytesIO(made.data)))
        found = once_only(made.handout, said)
        flat = " ".join(words(said))
        if any(" ".join(words(card.continued)) in flat for card in made.handout.cards):
            split += 1
            assert Counter(expected) - Counter(found) == Counter()  # the heads of a split grid are heard again
            continue
        assert last_line(made.handout, found) == last_line(made.handout, expected), made.handout.layout
    assert len(some) - split > {30: 16, 80: 48}[len(some)], "sheets that were compared word for word"


def repeated(handout: Handout) -> Iterator[str]:
    """What stands on a sheet more often than the text says it."""
    yield from (handout.running, handout.running_short, handout.patient, handout.stop.short, handout.header.name)
    yield from (handout.header.email, handout.header.more, handout.issued, handout.shown_id, handout.version)
    yield from (handout.pen, handout.pen_mono, handout.labels.notes, handout.stop.head, *handout.stop.rules)
    yield from (handout.labels.note, handout.labels.next_visit)  # of a row that goes on
    for day in handout.week:
        yield f"{day.short} {day.number}"
    for card in handout.cards:
        yield card.continued
        yield str(card.number)
        yield from (row.label for row in card.rows)
        yield from (row.line for row in card.rows)
    yield re.sub(r"[{}*]|page|pages", " ", handout.page) + " Page of " + " ".join(map(str, range(1, 30)))


def with_pdfium(data: bytes) -> str:
    pdf = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


def with_pypdf(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def alike(handout: Handout) -> set[str]:
    """The units of holds that are the same for every box: no label stands under these, the dose says them in full."""
    holds = [{hold for row in card.rows for hold in row.holds} for card in handout.cards]
    return {word for labels in holds if len(labels) == 1 for word in words(" ".join(labels)) if not word.isdigit()}


@pytest.mark.parametrize("extract", [with_pdfium, with_pypdf])
def test_extracted_words_are_those_of_show(some: list[Made], extract: Callable[[bytes], str]):
    """None is missing, and none is there that the handout does not say: joined words would be."""
    for made in some:
        lines = as_text(made.sheet).splitlines()
        grids = [line for line in lines if "[ ]" in line or "____" in line]  # a row's days stand over all rows
        said = Counter(words("\n".join(line for line in lines if line not in grids)))
        extracted = words(extract(made.data))
        found, flat = Counter(extracted), " ".join(extracted)
        in_grids = set(words(" ".join(grids).replace("____", "")))
        more = {word for text in repeated(made.handout) for word in words(text)} | in_grids
        for card in made.handout.cards:
            if " ".join(words(card.continued)) in flat:
                # a grid taller than a page says its dose on both
                more |= set(words(f"{made.handout.labels.do_this} {' '.join(card.dose)} {card.change}"))
        shortened = set(words(f"{made.handout.header.email} {made.handout.header.more} {made.handout.header.name}"))
        assert set(said - found) - shortened == set(), made.handout.layout
        assert in_grids - set(found) - alike(made.handout) == set(), made.handout.layout
        assert set(found - said) - more == set(), made.handout.layout


def test_joined_words_would_be_seen(some: list[Made]):
    made = some[0]
    said = Counter(words(as_text(made.sheet)))
    joined = Counter(words(with_pypdf(made.data).replace("Stop and", "Stopand", 1).replace("of your", "ofyour")))
    assert joined - said - Counter(dict.fromkeys((word for text in repeated(made.handout) for word in words(text)), 99))


def test_show_says_everything_in_the_order_of_the_page(planner, press, make_order, tmp_path: Path):  # type: ignore[no-untyped-def]  # fixtures
    handout = planner.plan(make_order())[0]
    text = as_text(press.sheet(handout))
    places = [
        text.index(part)
        for part in (
            handout.patient,
            handout.stop.head,
            handout.cards[0].name,
            handout.cards[3].name,
        )
    ]
    assert places == sorted(places)
    # the end of the sheet may stand before the last drills, where that saves a page
    assert text.index(handout.cards[0].name) < text.index("Next visit") < text.index(handout.disclaimer)
