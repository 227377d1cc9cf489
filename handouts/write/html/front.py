"""WRITE: the front and the end of the phone page: who hands it out, what and when, when to stop, small print."""

from __future__ import annotations

import re

from handouts.base.twofold import first_of, parted, twofold
from handouts.plan.handout import Handout, Header, Run, Runs
from handouts.sheet.masthead import logo_says_name
from handouts.type.bidi import without_signs
from handouts.type.scripts import language_of
from handouts.write.html.markup import Html, el, inside, mail_link, runs, said
from handouts.write.html.pictures import data_uri
from handouts.write.html.words import PageLook

__all__ = ["ends", "foot", "glance", "masthead", "rows", "stop"]

_LOGO, _LOGO_WIDE = 56, 220
"""A logo is at most so high and so wide, pixels; phones show two of its own for each."""
_DIGITS = 5
"""Fewest digits of a telephone number."""


def masthead(handout: Handout, *, named: bool) -> Html:
    """The clinic, the title, the week."""
    who = handout.header
    language = who.language or None
    parts = [_logo(who)]
    if not (who.logo and logo_says_name(who)):
        parts.append(el("p", who.name, class_="clinic", lang=language))
    parts.append(el("p", who.tagline, class_="tagline", lang=language) if who.tagline else Html(""))
    patient = _patient(handout) if named and handout.patient_line else Html("")
    title = el("h1", said(handout.title))
    return el("header", el("div", *parts, class_="who"), patient, title, el("p", runs(handout.dates), class_="dates"))


def _patient(handout: Handout) -> Html:
    return el("p", runs(handout.patient_line), class_="patient", lang=language_of(handout.patient) or None)


def _logo(who: Header) -> Html:
    if not who.logo:
        return Html("")
    alt = who.name if logo_says_name(who) else ""
    wide = round(min(_LOGO_WIDE, _LOGO * who.logo.aspect))
    source = data_uri(who.logo, 2 * round(max(wide, wide / who.logo.aspect)), 85)
    return el("img", src=source, alt=alt, width=wide, height=round(wide / who.logo.aspect), class_="logo")


def rows(handout: Handout) -> Html:
    """When, what is needed, the note, and what was decided."""
    labels = handout.labels
    note = handout.note_language or language_of("".join(run.text for run in handout.note if not run.soft)) or None
    when = runs(handout.when) if handout.second else _when(handout)
    found = [
        _row(handout.decided_label, runs(handout.decided)) if handout.decided else "",
        _row(labels.when, when),
        _row(labels.need, said(handout.need)) if handout.need else "",
        _row(labels.note, runs(handout.note), language=note) if handout.note else "",
    ]
    return el("dl", *found, class_="rows")


def _when(handout: Handout) -> Html:
    """Days in full, as they are read aloud: a phone has room for them."""
    return inside(handout.when_spoken)


def _row(label: str, text: Html, *, language: str | None = None) -> Html:
    return el("div", el("dt", said(label)), el("dd", text, lang=language, dir="auto" if language else None))


def stop(handout: Handout) -> Html:
    """When to stop and whom to call."""
    rules = handout.stop
    sign = el(
        "svg",
        Html('<path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z" fill="currentColor"/>'),
        viewBox="0 0 24 24",
        aria_hidden="true",
        class_="sign",
    )
    head = el("h2", sign, el("span", said(rules.head), id="stop-head"))
    call = el("p", *(_called(run, handout.header.phone) for run in rules.call), class_="call")
    points = el("ul", *(el("li", said(rule)) for rule in rules.rules), role="list")
    return el("section", head, points, call, class_="stop", id="stop", aria_labelledby="stop-head")


def _called(run: Run, phone: str) -> Html:
    """A part of whom to call; the number as a link, which a phone dials."""
    digits = re.sub(r"[^0-9+]", "", phone)
    if phone and run.strong and without_signs(run.text).strip() == phone and len(digits) >= _DIGITS:
        return el("a", el("strong", run.text), href=f"tel:{digits}", class_="phone")
    return runs((run,))


def glance(handout: Handout) -> Html:
    """Every drill by its name, to go to."""
    items = [
        el(
            "li",
            el("a", said(card.name), href=f"#d{card.number}"),
            el("span", class_="progress", data_progress=card.number),
        )
        for card in handout.cards
    ]
    head = el("h2", el("span", said(handout.labels.glance), id="drills-head"))
    return el("nav", head, el("ol", *items, role="list"), class_="glance", aria_labelledby="drills-head")


def ends(handout: Handout) -> Html:
    """When to move on, and the next visit."""
    labels = handout.labels
    both: list[tuple[str, Runs]] = [(labels.move_on, handout.move_on), (labels.next_visit, handout.next_visit)]
    found = [_row(label, runs(text)) for label, text in both if text]
    return el("dl", *found, class_="rows") if found else Html("")


def foot(handout: Handout, look: PageLook, *, named: bool) -> Html:
    """Small print, the clinic's contacts, and which handout it is."""
    who = handout.header
    small = [el("p", said(line)) for line in _small(handout, look, named=named).split("\n") if first_of(line).strip()]
    digits = re.sub(r"[^0-9+]", "", who.phone)
    phone = el("a", who.phone, href=f"tel:{digits}") if len(digits) >= _DIGITS else inside(who.phone)
    contacts = [
        inside(who.name),
        phone,
        el("a", who.email, href=mail_link(who.email)) if who.email else "",
        inside(who.more),
    ]
    spoken = [el("span", part, class_="contact") for part in contacts if part]
    code = el("span", handout.shown_id, class_="code", translate="no")
    issued = inside(handout.issued, "   ", code, "   ", handout.version)
    return el("footer", *small, el("p", *_spaced(spoken)), el("p", issued))


def _spaced(parts: list[Html]) -> list[Html]:
    return [piece for at, part in enumerate(parts) for piece in ((Html(" "), part) if at else (part,))]


def _small(handout: Handout, look: PageLook, *, named: bool) -> str:
    """The small print; where nobody is named on the page, it does not say so."""
    if named:
        return handout.disclaimer
    first, tag, other = parted(handout.disclaimer)
    return twofold(_unnamed(first, handout.language, look), tag, _unnamed(other, tag, look))


def _unnamed(text: str, language: str, look: PageLook) -> str:
    usual, instead = look.usual.get(language, ("", ""))
    return instead + text.removeprefix(usual) if usual and text.startswith(usual) else text
