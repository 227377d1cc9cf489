"""WRITE: what a patient fills in besides the boxes: pain, outcome measures, a note; and how it is sent back."""

from __future__ import annotations

from handouts.base.outcomes import ANSWERS
from handouts.plan.handout import Handout, MeasureBlock, MeasureRow
from handouts.sheet.boxnames import ActivityName, MeasureName, NotesName
from handouts.type.scripts import language_of
from handouts.write.html.markup import Html, el, inside, mail_link, said
from handouts.write.html.tables import pain_table
from handouts.write.html.words import PageLook

__all__ = ["NOTE_MOST", "measures", "pain", "sending", "timer"]

NOTE_MOST, _ACTIVITY_MOST = 1000, 80
"""Most characters of the note, and of an activity."""


def pain(handout: Handout, look: PageLook) -> Html:
    """The rows for pain; nothing where no rule of the sheet speaks of it."""
    if not handout.pain_rows:
        return Html("")
    head = el("h2", said(handout.labels.pain), id="pain-head")
    scale = el("p", said(handout.labels.pain_scale))
    wrong = el("p", look.words.pain_wrong, class_="error", id="pain-wrong", role="alert", hidden=True)
    table = pain_table(handout, "pain-head")
    return el("section", head, scale, table, wrong, class_="pain", id="pain", aria_labelledby="pain-head")


def measures(asked: MeasureBlock | None) -> Html:
    """The outcome measures, where the sheet asks for any."""
    if not asked:
        return Html("")
    parts = [el("h2", said(asked.head), id="measures-head"), el("p", said(asked.when))]
    for row in asked.rows:
        if row.kind == "function" and row.number == 1:
            parts.append(el("p", said(asked.activities), class_="asked"))
            parts += [el("p", said(asked.write))] if asked.write else []
        parts.append(_measure(row))
    return el("section", *parts, class_="measures", id="measures", aria_labelledby="measures-head")


def _measure(row: MeasureRow) -> Html:
    name = f"m_{row.kind}{row.number}"
    answers = ANSWERS[row.kind]
    boxes = [
        el(
            "label",
            el(
                "input",
                type="radio",
                name=name,
                value=MeasureName(row.kind, value, row.number).name(),
                aria_label=row.spoken[at],
                autocomplete="off",
            ),
            el("span", said(row.answers[at]), class_="answer", aria_hidden="true"),
        )
        for at, value in enumerate(answers)
    ]
    ends = ""
    if row.ends:
        ends = el("p", el("span", said(row.ends[0])), " ", el("span", said(row.ends[1])), class_="ends")
    head, write = el("legend", said(row.text or row.activity), lang=_language(row)), ""
    if not row.text:
        place = ActivityName(row.number).name()
        write = el(
            "input",
            type="text",
            name=place,
            maxlength=_ACTIVITY_MOST,
            aria_label=row.activity,
            autocomplete="off",
            class_="activity",
        )
    kind = "steps7" if row.ends is None else "scale"
    return el("fieldset", head, write, el("div", *boxes, class_=kind), ends, class_="measure")


def _language(row: MeasureRow) -> str | None:
    """Of an activity in a patient's own words."""
    return (language_of(row.text) or None) if row.kind == "function" and row.text else None


def sending(handout: Handout, look: PageLook) -> Html:
    """The note, and how all of it is sent back: what needs the script comes with it."""
    words, email = look.words, handout.header.email
    note = el("label", words.note, for_="note")
    area = el("textarea", "", id="note", name=NotesName(1).name(), maxlength=NOTE_MOST, rows=4)
    ways = [
        _button("share", words.share, hidden=True),
        _button("copy", words.copy_line),
        _button("file", words.file),
        el("a", words.mail, id="mail", class_="button", href=mail_link(email)) if email else "",
    ]
    line = el("label", words.line, for_="line")
    text = el("textarea", "", id="line", readonly=True, rows=5, dir="ltr", translate="no", spellcheck="false")
    parts = [
        el("p", words.send_how),
        el("p", words.send_private),
        el("div", *ways, class_="ways"),
        el("p", words.mail_open, class_="small") if email else "",
        line,
        text,
        el("p", "", id="sent", role="status"),
        el("p", words.kept, id="kept"),
        el("p", words.not_kept, id="not-kept", class_="warning", hidden=True),
        el("p", _button("clear", words.clear, quiet=True)),
    ]
    scripted = el("div", *parts, class_="scripted", hidden=True)
    plain = el("noscript", el("p", words.no_script, class_="warning"))
    head = el("h2", words.send, id="send-head")
    return el("section", head, note, area, scripted, plain, class_="send", id="send", aria_labelledby="send-head")


def _button(name: str, text: str, *, hidden: bool = False, quiet: bool = False) -> Html:
    return el("button", text, type="button", id=name, class_="quiet" if quiet else None, hidden=hidden)


def timer(look: PageLook) -> Html:
    """The timer, over the whole page; its words are put in by the script."""
    words = look.words
    bar = el(
        "div",
        el("button", words.sound, type="button", id="t-sound", aria_pressed="true", class_="quiet"),
        el("button", words.close, type="button", id="t-close", class_="quiet"),
        class_="t-bar",
    )
    face = el(
        "div",
        el("p", "", id="t-place"),
        el("p", "", id="t-phase"),
        el("p", "", id="t-number", aria_hidden="true"),
        el("p", "", id="t-next"),
        class_="t-face",
    )
    keys = el(
        "div",
        el("button", words.set_done, type="button", id="t-done", hidden=True),
        el("button", words.pause, type="button", id="t-pause"),
        el("button", words.back, type="button", id="t-back", class_="quiet"),
        el("button", words.skip, type="button", id="t-skip", class_="quiet"),
        class_="t-keys",
    )
    parts = [
        bar,
        el("h2", el("span", words.timer, class_="vh"), " ", el("span", "", id="t-name"), id="t-head"),
        el("div", "", id="t-picture", aria_hidden="true"),
        el("p", "", id="t-dose"),
        face,
        el("p", "", id="t-told"),
        keys,
        el("p", "", id="t-live", class_="vh", aria_live="polite"),
    ]
    return el("dialog", inside(*parts), id="timer", aria_labelledby="t-head")
