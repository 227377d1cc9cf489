"""PLAN: what patients of the same drills, doses and week share: a Handout without its patient. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date, timedelta
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any, Literal

from handouts.base.ids import digest
from handouts.base.records import dataclass, fields
from handouts.base.scalars import DAYS
from handouts.figures.person import Person
from handouts.library.load import Library
from handouts.library.models import Drill, Program, Week
from handouts.library.templates import filled
from handouts.orders.order import Order
from handouts.orders.weeks import away_days
from handouts.plan import front as wording
from handouts.plan.credits import credit_lines
from handouts.plan.doses import PatientDose
from handouts.plan.handout import Card, Handout, StopRules
from handouts.plan.measures import measure_block
from handouts.plan.phoneplace import phone_place
from handouts.plan.phrases import Phrases, runs_text
from handouts.plan.schedule import minutes_of, when
from handouts.plan.translated import own_translations, translation_lines

__all__ = ["Asked", "digest_of", "shared_of", "without_patient"]


_OWN = (
    "patient", "key", "note", "visit", "visit_time", "clinician", "flags", "despite", "week_given", "start_given",
    "changes", "until", "decision", "reason",
)  # fmt: skip
"""Fields of an order that no other patient's sheet depends on; and one that is no key as it is."""


def shared_of(order: Order) -> Hashable:
    """What an order has in common with those of other patients, which differ from it in what is their own alone."""
    changes = tuple(sorted(order.changes.items(), key=itemgetter(0))) if order.changes else ()
    return _shared_values()(order), changes


@cache
def _shared_values() -> Callable[[Order], tuple[Any, ...]]:
    return attrgetter(*(item.name for item in fields(Order) if item.name not in _OWN))


@dataclass(frozen=True)
class Asked:
    """What an order comes to in a library."""

    order: Order
    language: str
    layout: str
    paper: Literal["a4", "letter"]
    program: Program | None
    week: Week | None
    first: date
    """First day of the week that is printed."""
    chosen: list[tuple[Drill, PatientDose]]
    person: Person
    """Who is drawn."""

    @property
    def away_before(self) -> bool:
        """Whether some of the seven days before were spent away, so that the dose before was not last week's."""
        followed = self.order.followed
        return bool(away_days(self.first - timedelta(days=7), self.order.pauses)) or bool(followed and followed.gap)

    @property
    def last_week(self) -> int:
        """The week of the program that was given last, from 1; 0 where there was none, or it is not known."""
        followed, week = self.order.followed, self.order.week
        if followed and (followed.before or followed.word):  # who goes back without a register may come from any week
            return followed.before or (week if followed.word == "repeat" else 0)
        return week - 1

    @property
    def _before(self) -> Hashable:
        """What last week's doses follow from: those alike now may have differed then, and the sheet says so."""
        order = self.order
        if not self.last_week:
            return ()
        then = () if self.last_week == order.week - 1 else (self.last_week,)
        return order.items, *then, order.skip, tuple(sorted(order.changes.items(), key=itemgetter(0))), self.away_before

    @property
    def key(self) -> Hashable:
        """Equal where patients share everything but what is theirs alone."""
        doses = tuple((drill.id, dose) for drill, dose in self.chosen)
        program = self.program and self.program.id
        order = self.order
        return (
            self.language,
            self.layout,
            self.paper,
            program,
            order.week,
            self.first,
            order.issued,
            order.side,
            self.person,
            doses,
            self._before,
            order.measures,
            order.activities,
        )


def without_patient(
    asked: Asked, cards: tuple[Card, ...], stop: StopRules, phrases: Phrases, library: Library
) -> Handout:
    """The handout without its patient."""
    return Handout(
        **_front(asked, cards, phrases, library),
        **_ends(asked, cards, stop, phrases, library),
        cards=cards,
        stop=stop,
        patient="",
        patient_line=(),
        note=(),
        note_language="",
        next_visit=(),
    )


def _front(asked: Asked, cards: tuple[Card, ...], phrases: Phrases, library: Library) -> dict[str, Any]:
    """What stands before the first drill, and at the head of later pages."""
    order, program, first, words = asked.order, asked.program, asked.first, phrases.words
    title = program.name if program else words.sentences.title
    doses = [dose for _, dose in asked.chosen]
    minutes = minutes_of(cards, doses)
    return {
        "language": words.language,
        "direction": words.direction,
        "layout": asked.layout,
        "paper": asked.paper,
        "header": wording.header(library.clinic_in(asked.language), library.logo, phrases),
        "labels": words.labels,
        "joins": phrases.joins,
        "title": title,
        "log_title": filled(words.sentences.log_title, title=title),
        "dates": wording.dates(order, program, asked.week, first, phrases),
        "running": wording.running(order, program, title, phrases.week(first, weekdays=False), phrases),
        "running_short": wording.running(order, program, title, "", phrases),
        "week": wording.days(first, {day for dose in doses for day in dose.days}, phrases),
        "first_day": first,
        "when": when(doses, minutes, first, phrases),
        "when_spoken": runs_text(when(doses, minutes, first, phrases, aloud=True)),
        "minutes": minutes[1],
        "need": wording.need([drill for drill, _ in asked.chosen], phrases),
    }


def _ends(asked: Asked, cards: tuple[Card, ...], stop: StopRules, phrases: Phrases, library: Library) -> dict[str, Any]:
    """What stands under the grids, after the last drill, and at the foot of the page."""
    order, words, clinic = asked.order, phrases.words, library.clinic_in(asked.language)
    every_day = all(set(card.days) == set(DAYS) for card in cards)
    move_on = wording.move_on(order, asked.program, asked.week, phrases)
    return {
        "rest_day": words.grid.rest_day,
        "sessions": wording.pain_rows([dose for _, dose in asked.chosen], phrases),
        "pen": words.grid.pen if every_day else words.grid.pen_grey,
        "pen_mono": words.grid.pen if every_day else words.grid.pen_dash,
        "move_on": move_on,
        "decided_label": words.decided.label if words.decided else "",
        "measures": measure_block(
            order, asked.week, {day for card in cards for day in card.days}, asked.first, phrases
        ),
        "phone": phone_place(clinic, words),
        "speaks_of_pain": wording.speaks_of_pain((*stop.rules, runs_text(move_on)), words),
        "disclaimer": (clinic.disclaimer or words.sentences.disclaimer)
        + credit_lines((drill for drill, _ in asked.chosen), phrases)
        + translation_lines([drill for drill, _ in asked.chosen], asked.program, words, library),
        "page": words.sentences.page,
        "issued": filled(words.sentences.issued, date=phrases.day(order.issued, weekday=False)),
        "issue_date": order.issued,
        "version": _version(asked, library),
    }


def _version(asked: Asked, library: Library) -> str:
    """“v1.0”; with a clinic's own content in it “v1.0+3f2a”, four digits of that content's digest."""
    ids = [drill.id for drill, _ in asked.chosen] + ([asked.program.id] if asked.program else [])
    keys = sorted((name, asked.language) for name in ids)
    own = [library.own[key] for key in keys if key in library.own]
    own += own_translations([drill for drill, _ in asked.chosen], asked.program, asked.language, library)
    return f"v{library.version}" + (f"+{digest(own)[:4]}" if own else "")


_NOT_SAID = (
    "id",
    "cards",
    "labels",
    "joins",
    "speaks_of_pain",
    "direction",
    "copy",
    "copy_title",
    "second",
    "measures",
    "decided",
    "decided_label",
    "phone",
)
"""Fields that say nothing by themselves: cards have digests of their own, labels, joins and direction are the
language's, and whether the rules speak of pain follows from their words. Measures and the place of a page came
later: sheets without them keep their ids.
"""


def digest_of(handout: Handout) -> str:
    """Digest of all that a handout says, in the order of its fields; drills by their own digests."""
    parts = [getattr(handout, item.name) for item in fields(Handout) if item.name not in _NOT_SAID]
    asked = ["measures", handout.measures] if handout.measures else []
    lies = ["phone", handout.phone.place.url] if handout.phone else []
    return digest([*parts, *(card.digest for card in handout.cards), *asked, *lies])
