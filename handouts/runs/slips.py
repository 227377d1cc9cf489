"""COMPOSE: slips for the desk. One card a patient, with the password that opens their PDFs. Never mailed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from handouts.base.plaintext import describe
from handouts.base.problems import HandoutsError, Problem
from handouts.base.records import dataclass
from handouts.library.templates import filled
from handouts.library.words import SlipWords
from handouts.runs.press import Press
from handouts.sheet.blocks import Block, Pad, Page, Placed, Sheet
from handouts.sheet.look import Look
from handouts.sheet.text import put, wrap
from handouts.type.scripts import language_of

__all__ = ["FILE", "Slip", "make_slips"]

FILE = "passwords.pdf"
_GAP = 6.0
"""Space over and under what stands on a card, mm."""


@dataclass(frozen=True)
class Slip:
    """Whose password it is, and the password."""

    patient: str
    password: str = field(repr=False)
    key: str = ""
    """The clinic's own name for the patient, which tells two of one name apart."""


def make_slips(slips: Sequence[Slip], press: Press) -> bytes:
    """All slips as one PDF; HandoutsError where one cannot be printed."""
    for slip in slips:
        if bad := press.faces.missing(slip.patient + slip.password + slip.key):
            message = f"holds {describe(bad)}, which no type face here can print"
            raise HandoutsError([Problem("patient", 0, message, "Type it another way.")])
    words = press.desk_words.slips
    return press.page_of(words.title, lambda look: _sheet(slips, look, press.library.clinic.name, words))


def _sheet(slips: Sequence[Slip], look: Look, clinic: str, words: SlipWords) -> Sheet:
    frame = look.frame
    pages: list[list[Placed]] = []
    y = frame.bottom + 1
    for slip in slips:
        card = _card(slip, look, clinic, words)
        if y + card.height > frame.bottom:
            pages.append([])
            y = frame.header
        pages[-1].append(Placed(y, card))
        y += card.height
    return Sheet(frame.width, frame.height, tuple(Page(0, tuple(blocks)) for blocks in pages))


def _card(slip: Slip, look: Look, clinic: str, words: SlipWords) -> Block:
    """Name, password in large letters, and what to do with it, over a line to cut along."""
    pad, frame = Pad(), look.frame
    pad.y = _GAP
    large, small = (look.style(name, "primary", strong=True) for name in ("title", "drill_name"))
    on_one_line = len(wrap(slip.password, large, look.faces, frame.w)) == 1  # a break might be typed
    name = f"{slip.patient} ({slip.key})" if slip.key else slip.patient
    lines = (
        ("H1", name, look.style("drill_name", strong=True)),
        ("P", slip.password, large if on_one_line else small),
        ("P", filled(words.opens, clinic=clinic), look.style("row")),
        ("P", words.tell, look.style("row", "mute")),
    )
    for tag, text, style in lines:
        with pad.group(tag, language=language_of(text) if tag == "H1" else ""):
            pad.y = put(pad, frame.left, pad.y, wrap(text, style, look.faces, frame.w), style, look.faces)
        pad.y += 1.5
    pad.y += _GAP
    look.hairline(pad)
    return pad.block()
