"""WRITE: a composed sheet as a screen reader meets it: elements of a kind, with their words, in reading order.

What ``show --aloud`` prints is made of this, and what readers of the PDF find is held against it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from handouts.base.records import dataclass
from handouts.sheet.blocks import Blank, Box, Group, Mark, Page, Sheet, Text
from handouts.type.bidi import without_signs

__all__ = ["Element", "heard", "running_text", "said", "second_text"]

_KINDS = {"Caption": "P", "Label": "P", "Continued": "P", "OL": "L", "UL": "L"}
"""Structure types of the groups that are named otherwise."""
_NUMBERING = {"OL": "Decimal", "UL": "Disc"}
_WIDE_GAP = "   "
"""Stands where a line of the page has a gap between two things."""


@dataclass(frozen=True)
class Element:
    """An element: what it is, what is said of it, and the elements inside it."""

    kind: str
    """A PDF structure type: H1, H2, P, L, LI, Lbl, LBody, Figure, Table, TR, TH, TD, Form."""
    words: str = ""
    inside: tuple[Element, ...] = ()
    manner: str = ""
    """Of a table's head, what it is the head of: Column or Row. Of a list, how it is numbered: Decimal or Disc."""
    language: str = ""
    """Of its words, where it is not the document's."""
    name: str = ""
    """Of a box or a place to write in."""
    line: str = ""
    """The words as ``show --aloud`` prints them: what stands in a pill in brackets, the page's number left out, and a
    second language, which is an element inside it, after the first."""


def heard(sheet: Sheet, seam: str = "") -> tuple[tuple[Element, ...], ...]:
    """What each page says, without what repeats itself; that is, running heads and all footers but the last.

    ``seam`` stands where the end of a line cuts a word.
    """
    return tuple(_on_page(page, seam) for page in sheet.pages)


def _on_page(page: Page, seam: str) -> tuple[Element, ...]:
    blocks = [placed.block for placed in page.blocks if not placed.repeated]
    return tuple(said(mark, seam) for block in blocks for mark in block.items if isinstance(mark, Group))


def said(group: Group, seam: str = "") -> Element:
    """The element that a group is. A figure's words are its description; others say their own text, if any."""
    if group.tag == "Link":  # stands in a paragraph
        link = said(replace(group, tag="P"), seam)
        return Element("P", "", (replace(link, kind="Link"),), language=group.language, line=link.line)
    kind, manner = _KINDS.get(group.tag, group.tag), _NUMBERING.get(group.tag, "")
    words = group.alt or group.spoken
    if not words:
        inside = tuple(one for mark in group.items for one in _inside(mark, seam))
        if kind == "Table":
            inside = tuple(_headed(row, "Row" if at else "Column") for at, row in enumerate(inside))
        own = () if any(one.kind == "Form" for one in inside) else group.items  # a label says what is printed beside it
        line = group.plain or running_text(own) + second_text(group)
        return Element(kind, running_text(own, seam, bracketed=False), inside, manner, group.language, line=line)
    return Element(kind, words, (), manner, group.language, line=words)


def _inside(mark: Mark, seam: str) -> tuple[Element, ...]:
    if isinstance(mark, Group):
        return (said(mark, seam),)
    if isinstance(mark, Box | Blank):
        return (Element("Form", mark.label, name=mark.name, line=mark.label),)
    return ()


def second_text(group: Group) -> str:
    """“ / ” and what a group says in a second language, in small type under the first; empty where it is in one."""
    said = [running_text(mark.items).strip() for mark in group.items if isinstance(mark, Group) and mark.tag == "Span"]
    return f" / {' '.join(said)}" if said else ""


def _headed(row: Element, manner: str) -> Element:
    """A row of a table whose heads are those of columns, or of a row."""
    return replace(row, inside=tuple(replace(one, manner=manner) if one.kind == "TH" else one for one in row.inside))


def running_text(marks: tuple[Mark, ...], seam: str = "", *, bracketed: bool = True) -> str:
    """The text of marks as one; ``bracketed``: what a pill holds stands in brackets after it."""
    texts = [mark for mark in marks if isinstance(mark, Text)]
    if not bracketed:
        return _joined(texts, seam)
    pill = "".join(mark.text for mark in texts if mark.role == "on_accent")
    text = _joined([mark for mark in texts if mark.role != "on_accent"], seam)
    return f"{text.rstrip()}  [{pill}]" if pill else text


def _joined(texts: list[Text], seam: str) -> str:
    text = ""
    for index, mark in enumerate(texts):
        if index and texts[index - 1].y != mark.y and texts[index - 1].after is None and not text.endswith(" "):
            text += " "  # two texts, one under the other
        text += mark.text if mark.after is None else mark.text.removesuffix(" ") + (mark.after or seam)
    return re.sub("[ \u00a0]{2,}", _WIDE_GAP, without_signs(text))
