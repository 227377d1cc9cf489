"""What readers of a PDF find of its structure: PDFium (Chrome, Edge), pdf.js (Firefox), and pypdf, which follows all.

python -m tests.conformance.walk FILE.pdf prints what each finds.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
from pypdf import PdfReader
from pypdfium2 import raw

from handouts.write.heard import Element
from tests.conformance.listener import Listener, entry

_HYPHEN = "\x02"
"""What PDFium gives for a hyphen at a line's end."""


@dataclass(frozen=True)
class Found:
    """What a reader finds of one page: elements, and the names and labels of the form fields on it."""

    elements: tuple[Element, ...]
    fields: tuple[tuple[str, str], ...] = ()


def folded(text: str) -> str:
    return " ".join(text.split())


def pypdf(file: Path) -> list[Found]:
    """The tree as it stands in the file, each element on the page that it names."""
    reader = PdfReader(file)
    listener = Listener(reader)
    pages: dict[int, list[Element]] = {
        page.indirect_reference.idnum: [] for page in reader.pages if page.indirect_reference
    }
    for page, element in listener.elements():
        pages[page].append(element)
    fields = []
    for page in reader.pages:
        shown = [one.get_object() for one in entry(page, "/Annots", ())]
        fields.append(tuple((str(one["/T"]), str(one["/TU"])) for one in shown))
    return [Found(tuple(found), of) for found, of in zip(pages.values(), fields, strict=True)]


def pdf_js_missing() -> bool:
    return not shutil.which("node") or not Path(os.environ.get("HANDOUTS_PDFJS", ""), "legacy").is_dir()


def pdf_js(files: list[Path]) -> Iterator[list[Found]]:
    """What getStructTree, getTextContent and getAnnotations give, for each file."""
    script = str(Path(__file__).with_name("walk_pdfjs.mjs"))
    command = [shutil.which("node") or "node", script, os.environ.get("HANDOUTS_PDFJS", ""), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == len(files), done.stderr
    for line in lines:
        yield [_pdf_js_page(page) for page in json.loads(line)]


def _pdf_js_page(page: dict[str, Any]) -> Found:
    fields = {f"pdfjs_internal_id_{one['id']}": (one["name"], one["label"]) for one in page["fields"]}
    documents = page["tree"]["children"] if page["tree"] else []
    assert [one["role"] for one in documents] == ["Document"] * len(documents)
    elements = [_pdf_js_element(one, page["texts"], fields) for above in documents for one in above["children"]]
    return Found(tuple(elements), tuple(fields.values()))


def _pdf_js_element(node: dict[str, Any], texts: dict[str, str], fields: dict[str, tuple[str, str]]) -> Element:
    kind, language = node["role"], node.get("lang", "")
    if node.get("alt"):
        return Element(kind, folded(node["alt"]), language=language)
    kids = node["children"]
    if [kid.get("type") for kid in kids] == ["annotation"]:
        name, label = fields[kids[0]["id"]]
        return Element(kind, folded(label), language=language, name=name)
    words = " ".join(texts.get(kid["id"], "") for kid in kids if kid.get("type") == "content")
    inside = tuple(_pdf_js_element(kid, texts, fields) for kid in kids if "role" in kid)
    return Element(kind, folded(words), inside, language=language)


def pdfium(file: Path) -> list[Found]:
    """What FPDF_StructTree gives for each page, with the text of its marked content, and its annotations."""
    pdf = pypdfium2.PdfDocument(file)
    pdf.init_forms()
    return [Found(tuple(_pdfium_elements(page)), tuple(_pdfium_fields(pdf, page))) for page in pdf]


def _text(call: Callable[..., int], *arguments: Any) -> str:
    """A text of PDFium's: asked for its length first."""
    size = call(*arguments, None, 0)
    buffer = (raw.FPDF_WCHAR * (size // 2))()
    call(*arguments, buffer, size)
    return bytes(buffer).decode("utf-16-le").removesuffix("\0")


def _pdfium_fields(pdf: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> Iterator[tuple[str, str]]:
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        field = raw.FPDFPage_GetAnnot(page, index)
        name = _text(raw.FPDFAnnot_GetFormFieldName, pdf.formenv, field)
        yield name, _text(raw.FPDFAnnot_GetFormFieldAlternateName, pdf.formenv, field)
        raw.FPDFPage_CloseAnnot(field)


def _pdfium_elements(page: pypdfium2.PdfPage) -> Iterator[Element]:
    tree = raw.FPDF_StructTree_GetForPage(page)
    texts = _pdfium_texts(page)
    for index in range(raw.FPDF_StructTree_CountChildren(tree)):
        document = raw.FPDF_StructTree_GetChildAtIndex(tree, index)
        if _text(raw.FPDF_StructElement_GetType, document) == "Document":  # of a page without a tree it is nameless
            yield from _pdfium_kids(document, texts)
    raw.FPDF_StructTree_Close(tree)


def _pdfium_texts(page: pypdfium2.PdfPage) -> dict[int, str]:
    """The text of each marked part of the page's own content."""
    text, texts = page.get_textpage(), dict[int, str]()
    for index in range(raw.FPDFPage_CountObjects(page)):
        mark = raw.FPDFPage_GetObject(page, index)
        number = raw.FPDFPageObj_GetMarkedContentID(mark)
        if number >= 0 and raw.FPDFPageObj_GetType(mark) == raw.FPDF_PAGEOBJ_TEXT:
            texts[number] = texts.get(number, "") + _text(raw.FPDFTextObj_GetText, mark, text)
    return {number: shown.replace(_HYPHEN, "-") for number, shown in texts.items()}


def _pdfium_kids(element: Any, texts: dict[int, str]) -> Iterator[Element]:
    for index in range(raw.FPDF_StructElement_CountChildren(element)):
        kid = raw.FPDF_StructElement_GetChildAtIndex(element, index)
        if kid:
            yield _pdfium_element(kid, texts)


def _pdfium_element(element: Any, texts: dict[int, str]) -> Element:
    kind, language = (_text(call, element) for call in (raw.FPDF_StructElement_GetType, raw.FPDF_StructElement_GetLang))
    manner = _pdfium_manner(element)
    for call in (raw.FPDF_StructElement_GetAltText, raw.FPDF_StructElement_GetActualText):
        if instead := _text(call, element):
            return Element(kind, folded(instead), (), manner, language)
    numbers = [
        raw.FPDF_StructElement_GetChildMarkedContentID(element, index)
        for index in range(raw.FPDF_StructElement_CountChildren(element))
    ]
    words = "".join(texts.get(number, "") for number in numbers if number >= 0)
    return Element(kind, folded(words), tuple(_pdfium_kids(element, texts)), manner, language)


def _pdfium_manner(element: Any) -> str:
    """How a list is numbered, or what a table's head is the head of."""
    for index in range(raw.FPDF_StructElement_GetAttributeCount(element)):
        attribute = raw.FPDF_StructElement_GetAttributeAtIndex(element, index)
        for name in (b"Scope", b"ListNumbering"):
            if value := raw.FPDF_StructElement_Attr_GetValue(attribute, name):
                buffer, size = (raw.FPDF_WCHAR * 16)(), ctypes.c_ulong()
                assert raw.FPDF_StructElement_Attr_GetStringValue(value, buffer, ctypes.sizeof(buffer), size)
                return bytes(buffer)[: size.value].decode("utf-16-le").removesuffix("\0")
    return ""


def outline(elements: tuple[Element, ...], depth: int = 0) -> Iterator[str]:
    """A line for each element, to print and to compare."""
    for one in elements:
        about = "".join(f" {mark}" for mark in (one.manner, one.language and f"[{one.language}]", one.name) if mark)
        yield f"{'  ' * depth}{one.kind}{about}: {folded(one.words)}".rstrip()
        yield from outline(one.inside, depth + 1)


def main(file: Path) -> None:
    """Print what each reader finds of a file."""
    found = {"pypdf": pypdf(file), "PDFium": pdfium(file)}
    if not pdf_js_missing():
        found["pdf.js"] = next(pdf_js([file]))
    for reader, pages in found.items():
        for number, page in enumerate(pages, 1):
            print(
                f"== {reader}, page {number}: {len(list(outline(page.elements)))} elements, {len(page.fields)} fields"
            )
            print("\n".join(outline(page.elements)))
            print("\n".join(f"field {name}: {label}" for name, label in page.fields))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
