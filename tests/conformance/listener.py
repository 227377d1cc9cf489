"""Reads a file's structure tree with pypdf, with the text of every marked part, wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pypdf.generic import ArrayObject, ContentStream, PdfObject

from handouts.write.heard import Element

if TYPE_CHECKING:
    from pypdf import PdfReader


def heard(reader: PdfReader) -> str:
    """What a screen reader meets: the tree in order, with replacement texts and the labels of form fields."""
    return "\n".join(_lines(element for _, element in Listener(reader).elements()))


def _lines(elements: Iterator[Element]) -> Iterator[str]:
    for element in elements:
        yield element.words
        yield from _lines(iter(element.inside))


class Listener:
    """Keeps what the content and fonts of one file say.

    A marked part belongs to its element's page, or to the stream that a reference to it names.
    """

    def __init__(self, reader: PdfReader) -> None:
        self._reader = reader
        self._texts: dict[int, dict[int, str]] = {}
        self._maps: dict[int, dict[int, str]] = {}

    def elements(self) -> Iterator[tuple[int, Element]]:
        """The elements below the document's own, each with the number of its page's object."""
        document = self._reader.trailer["/Root"]["/StructTreeRoot"]["/K"].get_object()
        assert document["/S"] == "/Document"
        for kid in document["/K"]:
            node = kid.get_object()
            yield _page_of(node), self._element(node)

    def _element(self, node: Any) -> Element:
        kind, language, about = node["/S"][1:], str(entry(node, "/Lang", "")), entry(node, "/A", {})
        manner = entry(about, "/Scope") or entry(about, "/ListNumbering") or "/"
        for instead in ("/Alt", "/ActualText"):
            if instead in node:
                return Element(kind, _folded(node[instead]), (), manner[1:], language)
        words, name, inside = "", "", []
        kids = entry(node, "/K", ArrayObject())
        for kid in kids if isinstance(kids, ArrayObject) else (kids,):
            one = kid.get_object()
            if isinstance(one, int):
                words += self._text_of(node["/Pg"])[one]
            elif one.get("/Type") == "/MCR":
                words += self._text_of(entry(one, "/Stm") or entry(one, "/Pg") or node["/Pg"])[one["/MCID"]]
            elif one.get("/Type") == "/OBJR":
                words, name = str(one["/Obj"]["/TU"]), str(one["/Obj"]["/T"])
            else:
                inside.append(self._element(one))
        return Element(kind, _folded(words), tuple(inside), manner[1:], language, name)

    def _text_of(self, holder: Any) -> dict[int, str]:
        """The text of each marked part of a page's own content, or of a drawing's."""
        key = holder.indirect_reference.idnum
        if key not in self._texts:
            self._texts[key] = self._read(holder)
        return self._texts[key]

    def _read(self, holder: Any) -> dict[int, str]:
        # a page's content may be a row of streams, which are read as one
        content = holder["/Contents"] if holder.get("/Type") == "/Page" else holder
        fonts = entry(_resources(holder), "/Font", {})
        parts, open_marks, font, kept = dict[int, str](), list[int | None](), None, list[Any]()
        for operands, operator in ContentStream(content, self._reader).operations:
            if operator in (b"BDC", b"BMC"):
                number = operands[1].get("/MCID") if operator == b"BDC" else None
                open_marks.append(None if number is None else int(number))
                if number is not None:
                    assert number not in parts, f"part {number} is there twice"
                    parts[int(number)] = ""
            elif operator == b"EMC":
                open_marks.pop()
            elif operator == b"q":
                kept.append(font)
            elif operator == b"Q":
                font = kept.pop()
            elif operator == b"Tf":
                font = fonts[operands[0]]
            elif operator in (b"Tj", b"TJ"):
                number = next((mark for mark in reversed(open_marks) if mark is not None), None)
                if number is not None:
                    parts[number] += self._decoded(font, operands[0])
        return parts

    def _decoded(self, font: Any, shown: Any) -> str:
        key = font.indirect_reference.idnum
        size = 2 if font["/Subtype"] == "/Type0" else 1
        if key not in self._maps:
            table = font["/ToUnicode"].get_object().get_data().decode("latin-1")
            code = f"([0-9a-f]{{{2 * size}}})"
            runs = re.findall(rf"^<{code}><{code}><([0-9a-f]+)>$", table, re.MULTILINE)
            self._maps[key] = {
                code: chr(ord(bytes.fromhex(text).decode("utf-16-be")) + code - int(first, 16))
                for first, last, text in runs
                for code in range(int(first, 16), int(last, 16) + 1)
            }
            single = "".join(re.findall("beginbfchar\n(.*?)endbfchar", table, re.DOTALL))
            for one, text in re.findall(rf"^<{code}><([0-9a-f]+)>$", single, re.MULTILINE):
                self._maps[key][int(one, 16)] = bytes.fromhex(text).decode("utf-16-be")
        strings = shown if isinstance(shown, ArrayObject) else [shown]
        raw = b"".join(one.original_bytes for one in strings if hasattr(one, "original_bytes"))
        return "".join(self._maps[key][int.from_bytes(raw[at : at + size])] for at in range(0, len(raw), size))


def _page_of(node: Any) -> int:
    """Number of the page's object that an element, or the first thing in it that is shown, stands on."""
    while "/Pg" not in node:
        node = node["/K"][0].get_object()
    return int(node.raw_get("/Pg").idnum)


def entry(node: Any, key: str, default: Any = None) -> Any:
    """An entry, wherever it stands in the file."""
    found = node.get(key, default)
    return found.get_object() if isinstance(found, PdfObject) else found


def _resources(holder: Any) -> Any:
    """A page's may stand above it."""
    while "/Resources" not in holder:
        holder = holder["/Parent"]
    return holder["/Resources"]


def _folded(text: str) -> str:
    return " ".join(text.split())
