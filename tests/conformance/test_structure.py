"""Element by element: what readers find of a file's structure is what “handouts show --aloud” says."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from handouts.library.load import load_library
from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.sides import booklet, plain_sides
from handouts.write.heard import Element, heard
from tests.conformance import walk
from tests.conformance.conftest import Made, Written
from tests.conformance.test_viewers import missing
from tests.conformance.walk import Found, outline

pytestmark = pytest.mark.judge
SEAM = "\N{ZERO WIDTH SPACE}"
"""Stands in what is expected where a line's end cuts a word: a reader may put a space there."""


@dataclass(frozen=True)
class Reader:
    """A reader of files, and what of the structure it can see at all."""

    read: Callable[[list[Path]], Iterable[list[Found]]]
    sees: Callable[[Element], Element | None]


def all_of_it(element: Element) -> Element | None:
    return element


def no_manner(element: Element) -> Element | None:
    """pdf.js does not say what a head is the head of, nor how a list is numbered."""
    return replace(element, manner="")


def no_fields(element: Element) -> Element | None:
    """PDFium knows fields from the page alone, and what holds nothing else is not in its tree; but for cells, which
    must keep those after them under their own heads.
    """
    nothing = not element.words and not element.inside and element.kind != "TD"
    return None if element.name or nothing else element


def with_pdf_js(files: list[Path]) -> Iterator[list[Found]]:
    if walk.pdf_js_missing():
        missing("pdf.js (node, and HANDOUTS_PDFJS naming the folder of the npm package pdfjs-dist)")
    for start in range(0, len(files), 50):  # node keeps what it read
        yield from walk.pdf_js(files[start : start + 50])


READERS = {
    "pypdf": Reader(lambda files: map(walk.pypdf, files), all_of_it),
    "PDFium": Reader(lambda files: map(walk.pdfium, files), no_fields),
    "pdf.js": Reader(with_pdf_js, no_manner),
}
each_reader = pytest.mark.parametrize("reader", READERS.values(), ids=READERS)


def expected(made: Made) -> list[Found]:
    """What stands on each page of the file, in the order of the sheet's own pages."""
    pages = heard(made.sheet, SEAM)
    sides = booklet(made.sheet) if made.press.two_up else plain_sides(made.sheet)
    on_sides = [sorted(one.page for one in side.pages) for side in sides]
    elements = [tuple(element for number in numbers for element in pages[number]) for numbers in on_sides]
    if made.press.form:
        return [Found(one, tuple(_fields(one))) for one in elements]
    return [Found(tuple(map(_nameless, one))) for one in elements]


def _fields(elements: Iterable[Element]) -> Iterator[tuple[str, str]]:
    for element in elements:
        if element.name:
            yield element.name, element.words
        yield from _fields(element.inside)


def _nameless(element: Element) -> Element:
    return replace(element, name="", inside=tuple(map(_nameless, element.inside)))


def _seen(elements: tuple[Element, ...], sees: Callable[[Element], Element | None]) -> tuple[Element, ...]:
    """What a reader can see of elements."""
    within = [replace(element, inside=_seen(element.inside, sees)) for element in elements]
    return tuple(found for element in within if (found := sees(element)))


def differences(found: list[Found], wanted: list[Found], reader: Reader) -> list[str]:
    """What a reader finds otherwise, first on each page."""
    told = []
    for number, (is_, should) in enumerate(zip_longest(found, wanted, fillvalue=Found(())), 1):
        lines = list(outline(is_.elements)), list(outline(_seen(should.elements, reader.sees)))
        told += [
            f"page {number}: {one!r}, not {other!r}"
            for one, other in zip_longest(*lines, fillvalue="nothing more")
            if not _alike(one, other)
        ][:1]
        if is_.fields != should.fields:
            told.append(f"page {number}: the fields {is_.fields}, not {should.fields}")
    return told


def _alike(found: str, wanted: str) -> bool:
    return bool(re.fullmatch(" ?".join(map(re.escape, wanted.split(SEAM))), found))


def judge(reader: Reader, written: Sequence[Written]) -> None:
    files = [one.path for one in written]
    for one, found in zip(written, reader.read(files), strict=True):
        assert differences(found, expected(one.made), reader) == [], one.path.name


@each_reader
def test_every_layout_brand_and_paper_is_found(every_kind: list[Written], reader: Reader):
    judge(reader, every_kind)


@each_reader
def test_random_handouts_are_found(random_ones: list[Written], reader: Reader):
    judge(reader, random_ones)


@pytest.fixture(scope="module")
def packet(tmp_path_factory: pytest.TempPathFactory, make_order: Callable[..., Order]) -> tuple[Path, list[Found]]:
    """A packet with separators, and what stands on each of its pages."""
    library = load_library(brand="northgate").checked()
    planner, press = Planner(library), Press(library, form=False)
    programs = ("hip-hinge", "low-back", "knee-strength") * 4
    handouts = [
        planner.plan(make_order(patient=f"Patient {number} Ő", items=(program,), week=1 + number % 3))[0]
        for number, program in enumerate(programs)
    ]
    groups = [("Dana Reyes", "", "Lee Wong")[at // 4] for at in range(12)]
    path = tmp_path_factory.mktemp("packet") / "packet.pdf"
    path.write_bytes(press.packet(handouts, "Packet", duplex=True, groups=groups))
    pages: list[Found] = []
    for at, handout in enumerate(handouts):
        own = expected(Made(handout, press.sheet(handout), press, b""))
        before = [[Found((Element("H1", groups[at] or "–"), Element("P", "× 4")))]] if at % 4 == 0 else []
        for sheet in (*before, own):
            pages += [Found(())] * (len(pages) % 2)  # each starts on a front
            pages += sheet
    return path, pages


@each_reader
def test_a_packet_is_found(packet: tuple[Path, list[Found]], reader: Reader):
    path, pages = packet
    (found,) = reader.read([path])
    assert differences(found, pages, reader) == []


Break = Callable[[PdfWriter], object]


def elements_of(pdf: PdfWriter, kind: str) -> list[DictionaryObject]:
    """The elements of a kind, in the order of the tree."""

    def walked(node: DictionaryObject) -> Iterator[DictionaryObject]:
        if node.get("/S") == f"/{kind}":
            yield node
        for kid in node.get("/K", ArrayObject()):
            below = kid.get_object()
            if isinstance(below, DictionaryObject) and "/S" in below:
                yield from walked(below)

    return list(walked(pdf.root_object["/StructTreeRoot"]["/K"].get_object()))


def _changed(kind: str, key: str, value: str) -> Break:
    made = NameObject(value) if value.startswith("/") else TextStringObject(value)
    return lambda pdf: elements_of(pdf, kind)[-1].update({NameObject(key): made})


def _turned_round(kind: str) -> Break:
    return lambda pdf: elements_of(pdf, kind)[0]["/K"].reverse()


def _page_without_its_key(pdf: PdfWriter) -> None:
    del pdf.pages[0]["/StructParents"]


def _field_without_its_label(pdf: PdfWriter) -> None:
    pdf.pages[0]["/Annots"][0].get_object().update({NameObject("/TU"): TextStringObject("A box")})


def _words_of_another(pdf: PdfWriter) -> None:
    """The first two paragraphs have each other's words."""
    one, other = elements_of(pdf, "P")[:2]
    one[NameObject("/K")], other[NameObject("/K")] = other["/K"], one["/K"]


BREAKS: dict[str, Break] = {
    "a heading of another level": _changed("H2", "/S", "/H3"),
    "a paragraph for a heading": _changed("H1", "/S", "/P"),
    "a cell for a head": _changed("TH", "/S", "/TD"),
    "another description": _changed("Figure", "/Alt", "A picture"),
    "another language": _changed("H1", "/Lang", "de"),
    "another replacement": _changed("H1", "/ActualText", "Title"),
    "the order": _turned_round("Document"),
    "the order of a list": _turned_round("L"),
    "the order of a row": _turned_round("TR"),
    "words of another": _words_of_another,
    "a field's label": _field_without_its_label,
}


def broken(made: Made, break_it: Break, path: Path) -> Path:
    pdf = PdfWriter(clone_from=io.BytesIO(made.data))
    break_it(pdf)
    pdf.write(path)
    return path


@pytest.fixture(scope="module")
def sound(planner: Planner, press: Press, make_order: Callable[..., Order]) -> Made:
    handout = planner.plan(make_order())[0]
    return Made(handout, press.sheet(handout), press, press.pdf(handout))


@each_reader
@pytest.mark.parametrize("what", BREAKS)
def test_what_is_wrong_is_seen(sound: Made, tmp_path: Path, reader: Reader, what: str):
    (found,) = reader.read([broken(sound, BREAKS[what], tmp_path / "broken.pdf")])
    assert differences(found, expected(sound), reader)


@each_reader
def test_what_is_only_written_anew_is_found(sound: Made, tmp_path: Path, reader: Reader):
    """So that it is the break that is seen above."""
    (found,) = reader.read([broken(sound, lambda _: None, tmp_path / "same.pdf")])
    assert differences(found, expected(sound), reader) == []


@pytest.mark.parametrize("name", ["PDFium", "pdf.js"])
def test_viewers_see_nothing_of_a_page_that_the_parents_do_not_know(sound: Made, tmp_path: Path, name: str):
    """They go from a page's content to its elements; a file can be valid for others and empty for them."""
    reader = READERS[name]
    (found,) = reader.read([broken(sound, _page_without_its_key, tmp_path / "broken.pdf")])
    assert any(told.startswith("page 1") for told in differences(found, expected(sound), reader))
    assert not any(element.kind.startswith("H") for element in found[0].elements)


def test_a_word_in_two_is_seen():
    """Spaces may only stand where a line's end cuts a word."""
    assert _alike("P: Featherstonehaugh- Oyelaran", f"P: Featherstonehaugh-{SEAM}Oyelaran")
    assert not _alike("P: Feather stonehaugh-Oyelaran", f"P: Featherstonehaugh-{SEAM}Oyelaran")
    assert not _alike("P: Stopand", "P: Stop and")
