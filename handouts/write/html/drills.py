"""WRITE: a drill on the phone page: its name, why, pictures, steps, cues, dose, and its boxes."""

from __future__ import annotations

from handouts.base.twofold import first_of
from handouts.plan.handout import Card, Cue, Handout, Picture, Step
from handouts.write.html.markup import Html, alone, el, inside, said, second
from handouts.write.html.pictures import PictureSize
from handouts.write.html.tables import box_table
from handouts.write.html.words import PageLook

__all__ = ["drill"]

_SIGNS = {
    "do": '<path d="M4 13l5 5L20 6" fill="none" stroke="currentColor" stroke-width="3.4"/>',
    "dont": '<path d="M5 5l14 14M19 5L5 19" fill="none" stroke="currentColor" stroke-width="3.4"/>',
    "stop": '<path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z" fill="currentColor"/>',
    "plain": "",
}


def drill(handout: Handout, card: Card, look: PageLook, size: PictureSize) -> Html:
    """The section of one drill. ``size``: how finely pictures are kept."""
    here = f"d{card.number}"
    name = el(
        "h2",
        el("span", str(card.number), class_="disc", aria_hidden="true"),
        el("span", said(card.name), id=f"{here}n"),
    )
    parts = [
        name,
        el("p", said(card.why), class_="why") if card.why else "",
        _figures(card.pictures, look, size),
        el("ol", *map(_step, card.steps), class_="steps", role="list"),
        el("ul", *map(_cue, card.cues), class_="cues", role="list") if card.cues else "",
        _dose(handout, card),
        _start(here, look),
        box_table(handout, card, f"{here}n"),
        el("p", class_="progress", data_progress=card.number),
    ]
    return el("section", *parts, class_="drill", id=here, aria_labelledby=f"{here}n", data_drill=card.number)


def _figures(pictures: tuple[Picture, ...], look: PageLook, size: PictureSize) -> Html:
    if not pictures:
        return Html("")
    held = next((one for one in pictures if one.hold), pictures[-1])
    return el("div", *(_figure(one, look, size, timed=one is held) for one in pictures), class_="figures")


def _figure(picture: Picture, look: PageLook, size: PictureSize, *, timed: bool) -> Html:
    """A picture and its caption. ``timed``: it is the one that the timer shows."""
    number = el("span", str(picture.step), class_="step")
    hold = el("strong", f" {picture.hold}") if picture.hold else ""
    caption = alone(inside(number, " ", said(picture.caption), hold), picture.spoken)
    shown = look.pictures.picture(picture, size)
    return el("figure", shown, el("figcaption", caption), data_timed=timed)


def _step(step: Step) -> Html:
    hold = inside(" ", el("strong", step.hold, class_="pill")) if step.hold else Html("")
    return el("li", first_of(step.text), hold, second(step.text))


def _cue(cue: Cue) -> Html:
    drawn = _SIGNS[cue.kind]
    sign = el("svg", Html(drawn), viewBox="0 0 24 24", aria_hidden="true", class_="sign") if drawn else ""
    return el("li", sign, el("span", said(cue.text)), class_=cue.kind)


def _dose(handout: Handout, card: Card) -> Html:
    text = said(handout.joins.sentences(card.dose))
    change = ""
    if card.change:
        shown = el("span", said(card.change), class_="change")
        change = inside(" ", alone(shown, card.change_spoken) if first_of(card.change) == card.change else shown)
    label = el("span", said(handout.labels.do_this), class_="label")
    return el("div", label, el("p", text, change), class_="dose")


def _start(here: str, look: PageLook) -> Html:
    button = el(
        "button", look.words.start, type="button", class_="start", id=f"{here}s", aria_labelledby=f"{here}s {here}n"
    )
    return el("p", button, class_="scripted", hidden=True)
