"""WRITE: the phone page, put together: a policy that lets nothing else in, the words, and the script."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import asdict
from datetime import timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from handouts.base.outcomes import ANSWERS, MEASURES
from handouts.base.problems import HandoutsError, Problem
from handouts.base.shipped import shipped
from handouts.base.twofold import first_of
from handouts.plan.handout import Card, Handout
from handouts.write.html import answers, front
from handouts.write.html.drills import drill
from handouts.write.html.markup import Html, el, inside, mail_link
from handouts.write.html.pictures import SIZES, PictureSize
from handouts.write.html.words import PageLook

__all__ = ["MOST", "phone_page"]

MOST = 250_000
"""Largest page, bytes: it goes through every mail server, and opens at once on an old phone."""
_ROLES = ("ink", "mute", "hair", "rest", "primary", "accent", "on_accent", "tint", "stop", "white")


def phone_page(handout: Handout, look: PageLook, *, named: bool = False) -> bytes:
    """The page as UTF-8: the same handout and look give the same bytes. ``named``: with the patient's name.

    Pictures are kept less finely until it has at most ``MOST`` bytes; HandoutsError where that is not enough.
    """
    for size in SIZES:
        data = _page(handout, look, size, named=named).encode()
        if len(data) <= MOST:
            return data
    message = f"would be {len(data):,} bytes as a phone page; at most {MOST:,} are sent"
    hint = "Give fewer drills, or drills with fewer pictures, on one page."
    raise HandoutsError([Problem("items", 0, message, hint)])


def _page(handout: Handout, look: PageLook, size: PictureSize, *, named: bool) -> str:
    style, script = _style(look), _script()
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=policy),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="referrer", content="no-referrer"),
        el("meta", name="robots", content="noindex"),
        el("meta", name="format-detection", content="telephone=no"),
        el("title", f"{first_of(handout.title)} – {handout.header.name}"),
        el("style", Html(style)),
    )
    main = el(
        "main",
        front.rows(handout),
        front.stop(handout),
        front.glance(handout),
        *(drill(handout, card, look, size) for card in handout.cards),
        answers.pain(handout, look),
        answers.measures(handout.measures),
        front.ends(handout),
        answers.sending(handout, look),
    )
    body = el(
        "body",
        front.masthead(handout, named=named),
        main,
        front.foot(handout, look, named=named),
        answers.timer(look),
        el("script", Html(script)),
        data_plan=json.dumps(_plan(handout, look), ensure_ascii=False, separators=(",", ":")),
    )
    return inside(
        Html("<!DOCTYPE html>\n"), el("html", head, body, lang=handout.language, dir=handout.direction), Html("\n")
    )


def _style(look: PageLook) -> str:
    colours = dict(look.colours)
    roles = "".join(f"--{role.replace('_', '-')}:{colours[role]};" for role in _ROLES)
    return f":root{{{roles}}}\n{_part('page.css')}"


@cache
def _script() -> str:
    return "\n".join(_part(name) for name in ("timer.js", "reply.js", "page.js"))


@cache
def _part(name: str) -> str:
    """A part of the page's style or script, without its notes, which are for who reads the part itself."""
    lines = shipped("templates", "phone", name).read_text("utf-8").splitlines()
    kept = (line.strip() for line in lines)
    return "\n".join(line for line in kept if line and not line.startswith(("//", "/*")))


def _hash(text: str) -> str:
    """How a policy names what may stand in the page itself."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _plan(handout: Handout, look: PageLook) -> dict[str, Any]:
    """What the script has to know: the places of the sheet in their order, the doses in numbers, and its words."""
    first = handout.first_day
    on = [day.key for day in handout.week if day.on]
    asked = handout.measures.rows if handout.measures else ()
    return {
        "id": handout.id,
        "shown": handout.shown_id,
        "week": first.isoformat(),
        "days": {day.key: (first + timedelta(days=at)).isoformat() for at, day in enumerate(handout.week)},
        "drills": [_drill(card) for card in handout.cards],
        "pains": {"sessions": [row.session for row in handout.pain_rows], "days": on if handout.pain_rows else []},
        "measures": [
            {
                "kind": MEASURES.index(row.kind),
                "number": row.number,
                "ask": row.kind == "function" and not row.text,
                "group": f"m_{row.kind}{row.number}",
                "answers": len(ANSWERS[row.kind]),
            }
            for row in asked
        ],
        "words": asdict(look.words),
        "mail": mail_link(handout.header.email),
    }


def _drill(card: Card) -> dict[str, Any]:
    """The first number of each list of rows is the session."""
    return {
        "id": card.drill,
        "days": list(card.days),
        "rows": [[row.session, row.side] for row in card.rows],
        "rest": card.pace.rest,
        "sets": [
            {"reps": one.reps, "holds": one.holds, "moving": one.moving, "tempo": one.tempo, "for": one.duration}
            for one in card.pace.sets
        ],
    }
