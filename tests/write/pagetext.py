"""What a phone page says to whoever listens to it: its accessible text, in order, and its elements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from lxml import html

from handouts.library.load import Library, load_library
from handouts.plan.handout import Handout
from handouts.runs.issue import plan
from handouts.runs.phonepress import PhonePress
from handouts.type.bidi import without_signs

UNHEARD = {"script", "style", "noscript", "dialog", "head"}


@cache
def shipped_library() -> Library:
    return load_library(None)


@cache
def shipped_press() -> PhonePress:
    return PhonePress(shipped_library())


def handout_of(items: str, **fields: Any) -> Handout:
    given = {"items": tuple(items.split()), "patient": "Mei Tan", "start": "2026-11-23", "issued": "2026-11-20"}
    return plan({**given, **fields}, shipped_library(), date(2026, 11, 20)).handout


def page_of(items: str, *, named: bool = False, **fields: Any) -> bytes:
    return shipped_press().page(handout_of(items, **fields), named=named)


def tree(page: bytes) -> Any:
    return html.document_fromstring(page.decode())


def spoken(root: Any) -> str:
    """All that is read aloud of an element, in order, with single spaces."""
    return plain(" ".join(_parts(root)))


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", without_signs(text)).strip()


def _parts(node: Any) -> Iterator[str]:
    if not isinstance(node.tag, str) or node.tag in UNHEARD or node.get("aria-hidden") == "true":
        return
    label = node.get("alt") if node.tag == "img" else node.get("aria-label")
    if label is not None:
        yield label
        return
    yield node.text or ""
    for child in node:
        yield from _parts(child)
        yield child.tail or ""


def written(page: bytes, path: Path) -> Path:
    path.write_bytes(page)
    return path
