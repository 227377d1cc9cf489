"""The structure of a handout, as a reader without eyes meets it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ContentStream

from handouts.orders.order import Order
from handouts.plan.planner import Planner
from handouts.runs.press import Press
from handouts.sheet.blocks import BOX, MM
from tests.conftest import LAYOUTS


def elements(reader: PdfReader) -> Iterator[tuple[str, Any, tuple[str, ...]]]:
    """Type, dictionary and ancestors of each structure element, in reading order."""
    root = reader.trailer["/Root"]["/StructTreeRoot"]

    def walk(node: Any, above: tuple[str, ...]) -> Iterator[tuple[str, Any, tuple[str, ...]]]:
        node = node.get_object()
        if isinstance(node, int) or "/S" not in node:
            return
        tag = str(node["/S"])[1:]
        yield tag, node, above
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            yield from walk(kid, (*above, tag))

    yield from walk(root["/K"], ())


def marked(reader: PdfReader) -> Iterator[tuple[int, int]]:
    """Key of the page and number of each marked part of its content, over all pages."""
    for page in reader.pages:
        depth = 0
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator in (b"BDC", b"BMC"):
                depth += 1
                assert depth == 1, "marked content never nests"
                if operator == b"BDC":
                    yield page["/StructParents"], operands[1]["/MCID"]
            elif operator == b"EMC":
                depth -= 1
            elif operator in (b"Tj", b"f", b"S", b"B", b"Do"):
                assert depth == 1, "what is drawn is content or decoration"
        assert depth == 0
        for name, reference in page["/Resources"]["/XObject"].items():
            form = reference.get_object()
            assert name[:2] in ("/G", "/X"), "a form is one figure or a logo"
            assert b"BDC" not in form.get_data(), "readers look for marked content in the page alone"
            assert "/StructParents" not in form


@pytest.fixture(params=LAYOUTS)
def reader(
    request: pytest.FixtureRequest, planner: Planner, press: Press, make_order: Callable[..., Order]
) -> PdfReader:
    order = make_order(layout=request.param, items=("low-back",), week=3, patient="Nguyễn Thị Ánh", note="Slow.")
    return PdfReader(io.BytesIO(press.pdf(planner.plan(order)[0])), strict=True)


def parent_tree(reader: PdfReader) -> dict[int, Any]:
    """The table of parents, whose keys must be in order: the pages' first, then the fields'."""
    found: dict[int, Any] = {}
    tree = reader.trailer["/Root"]["/StructTreeRoot"]
    numbers = tree["/ParentTree"]["/Nums"]
    keys = [int(key) for key in numbers[::2]]
    assert keys == list(range(tree["/ParentTreeNextKey"]))
    found |= dict(zip(keys, numbers[1::2], strict=True))
    return found


def test_every_marked_part_belongs_to_one_element(reader: PdfReader):
    pairs = parent_tree(reader)
    owners = {key: array for key, array in pairs.items() if isinstance(array, list)}
    found = list(marked(reader))
    assert len(found) == len(set(found)) > 80
    widgets = [
        note for page in reader.pages for note in page.get("/Annots", ()) if note.get_object()["/Subtype"] == "/Widget"
    ]
    assert len(widgets) >= 3 * 3 * 3, "a box a set, day and drill at the least"
    for key, number in found:
        owner = owners[key][number].get_object()
        assert number in owner["/K"]
        assert owner["/Pg"]["/StructParents"] == key
    assert sum(len(array) for array in owners.values()) == len(found)


def test_headings_lists_and_tables_are_well_formed(reader: PdfReader):
    tags = list(elements(reader))
    names = [tag for tag, *_ in tags]
    assert names[0] == "Document"
    assert names.count("H1") == 1
    first = next(index for index, name in enumerate(names) if re.fullmatch(r"H\d", name))
    assert names[first] == "H1"
    inside = {"LI": "L", "LBody": "LI", "TR": "Table", "TH": "TR", "TD": "TR"}
    for tag, _, above in tags:
        if tag in inside:
            assert above[-1] == inside[tag]
    for tag, node, _ in tags:
        if tag == "Figure":
            assert len(str(node["/Alt"])) > 5
        if tag == "TH":
            assert str(node["/A"]["/Scope"]) in ("/Row", "/Column")
        if tag == "Table":
            rows = [kid.get_object() for kid in node["/K"]]
            assert len({len(row["/K"]) for row in rows}) == 1, "each row has as many cells"


def test_boxes_are_form_fields_that_can_be_ticked_and_read_back(reader: PdfReader, tmp_path: Path):
    fields = reader.get_fields()
    assert fields
    names = sorted(fields)
    written = [name for name in names if name.startswith(("pain", "notes"))]
    names = [name for name in names if name not in written]
    assert all(re.fullmatch(r"d\d_(mon|wed|fri)_s1_t\d(_[lr])?", name) for name in names)
    assert all(re.fullmatch(r"pain_(mon|wed|fri)_s1|notes_p\d", name) for name in written)
    owners = parent_tree(reader)
    for page in reader.pages:
        for reference in page.get("/Annots", ()):
            field = reference.get_object()
            assert "." not in field["/T"]
            owner = owners[field["/StructParent"]].get_object()
            assert owner["/S"] == "/Form"
            assert owner["/K"][0]["/Obj"].get_object()["/T"] == field["/T"]
            if field["/T"] in written:
                assert field["/FT"] == "/Tx"
                said = r"Your notes|(Monday|Wednesday|Friday) \d+, pain from 0 to 10"
                assert re.fullmatch(said, field["/TU"])
                continue
            assert re.match(r"(Monday|Wednesday|Friday) \d+, (Left, |Right, )?set \d", field["/TU"])
            assert owner["/P"].get_object()["/S"] == "/TD"
            assert not field.get("/Ff"), "no box is required"
            left, low, right, high = map(float, field["/Rect"])
            assert abs(right - left - BOX * MM) < 0.02
            assert abs(high - low - BOX * MM) < 0.02
    writer = PdfWriter(clone_from=reader)
    for page in writer.pages:
        if "/Annots" in page:
            writer.update_page_form_field_values(page, {names[0]: "/Yes"}, auto_regenerate=False)
    writer.write(tmp_path / "ticked.pdf")
    again = PdfReader(tmp_path / "ticked.pdf").get_fields()
    assert again
    assert [name for name in names if again[name].get("/V") == "/Yes"] == names[:1]


def test_running_heads_and_footers_are_not_read_again(reader: PdfReader):
    for number, page in enumerate(reader.pages, 1):
        data = page.get_contents().get_data().decode()  # type: ignore[union-attr]  # it has one
        first, last = number == 1, number == len(reader.pages)
        parts = data.count("/Artifact BMC q ")
        assert parts >= (not first) + 2 * (not last), "the head after page 1, the footer but on the last"


def test_the_file_says_what_it_claims(reader: PdfReader):
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    xmp = reader.xmp_metadata
    assert xmp is not None
    assert xmp.dc_title["x-default"] == reader.metadata.title  # type: ignore[union-attr]  # it has one
    raw = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1<" in raw
    assert "<pdfaid:conformance>A<" in raw
    assert "Nguy" not in raw


def test_a_clinic_with_mark_up_in_its_name_keeps_its_metadata_whole(library: Any, make_order: Callable[..., Order]):
    from dataclasses import replace

    other = replace(library, clinic=replace(library.clinic, name="A & B <Physio> ]]>"))
    data = Press(other).pdf(Planner(other).plan(make_order())[0])
    xmp = PdfReader(io.BytesIO(data)).xmp_metadata
    assert xmp is not None
    assert xmp.dc_creator == ["A & B <Physio> ]]>"]
