"""PLAN: two handouts of one order in two languages become one that says both. Pure.

What is said once is in the patient's language: names, the note, the next visit, pictures and their captions, what is
read aloud in place of a picture or a box, labels under boxes, and whom to call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from handouts.base.ids import digest
from handouts.base.problems import Problem
from handouts.base.records import fields
from handouts.base.twofold import twofold
from handouts.library.words import Labels
from handouts.plan.handout import (
    Card,
    Cue,
    Day,
    GridRow,
    Handout,
    MeasureBlock,
    MeasureRow,
    PainRow,
    Run,
    Runs,
    Step,
    StopRules,
)
from handouts.plan.joins import Joins
from handouts.plan.phoneplace import PhonePlace
from handouts.plan.phrases import runs_text

__all__ = ["digest_of_copy", "in_both", "unlike", "with_copy"]

_Row = TypeVar("_Row", GridRow, PainRow)


def unlike(first: Handout, second: Handout, *, copy: bool) -> list[Problem]:
    """Why two handouts cannot stand on one sheet: files of their own in two languages may ask for other things. Steps
    and cues need not be as many in a ``copy``.
    """
    found = []
    for what, one, other in _compared(first, second, copy=copy):
        if one != other:
            message = f"cannot stand beside “{first.language}” on one sheet: {what} differ"
            hint = "Make their files alike." if copy else _COPY.format(second.language)
            found.append(Problem("second", 0, f"“{second.language}” {message}", hint))
    return found


_COPY = "Make their files alike, or give “{}:copy” for a sheet in each language."


def _compared(first: Handout, second: Handout, *, copy: bool) -> list[tuple[str, object, object]]:
    mine, theirs = [card.drill for card in first.cards], [card.drill for card in second.cards]
    found: list[tuple[str, object, object]] = [("their drills", mine, theirs)]
    if mine == theirs:
        for one, other in zip(first.cards, second.cards, strict=True):
            found += [(f"{what} of “{one.drill}”", left, right) for what, left, right in _of_cards(one, other, copy)]
    return found


def _of_cards(one: Card, other: Card, copy: bool) -> list[tuple[str, object, object]]:
    texts: list[tuple[str, object, object]] = [
        ("the steps", len(one.steps), len(other.steps)),
        ("the cues", [cue.kind for cue in one.cues], [cue.kind for cue in other.cues]),
    ]
    return [*([] if copy else texts), ("the doses", _dose(one), _dose(other))]


def _dose(card: Card) -> tuple[object, ...]:
    """What of a dose is in no language."""
    return card.days, card.seconds, [(row.session, row.side, len(row.holds)) for row in card.rows]


def with_copy(first: Handout, second: Handout, title: str) -> Handout:
    """The first, with the second as its copy, which says so. Both have rows for pain, or none has, and so
    with the place of a page.
    """
    pain = first.speaks_of_pain or second.speaks_of_pain
    phone = first.phone and (second.phone or first.phone)
    copy = replace(second, speaks_of_pain=pain, copy_title=title, phone=phone)
    return replace(first, speaks_of_pain=pain, copy=copy)


def digest_of_copy(first: str, second: str) -> str:
    """What stands for two handouts of which one is the other's copy, from their digests."""
    return digest(["copy", first, second])


def in_both(first: Handout, second: Handout) -> Handout:
    """The first with the second's words under its own. The two are alike, see ``unlike``."""
    tag, joins = second.language, second.joins

    def text(one: str, other: str) -> str:
        return twofold(one, tag, other)

    def runs(one: Runs, other: Runs) -> Runs:
        same = not other or runs_text(one) == runs_text(other)
        return one if same else (*one, Run(twofold("", tag, runs_text(other))))

    return replace(
        first,
        labels=_labels(first.labels, second.labels, tag),
        title=text(first.title, second.title),
        log_title=text(first.log_title, second.log_title),
        dates=runs(first.dates, second.dates),
        week=tuple(_day(one, other, tag) for one, other in zip(first.week, second.week, strict=True)),
        when=runs(first.when, second.when),
        need=text(first.need, second.need),
        stop=_stop(first.stop, second.stop, tag, joins),
        cards=tuple(_card(one, other, tag, joins) for one, other in zip(first.cards, second.cards, strict=True)),
        move_on=runs(first.move_on, second.move_on),
        disclaimer=text(first.disclaimer, second.disclaimer),
        sessions=_rows(first.sessions, second.sessions, tag),
        pen=text(first.pen, second.pen),
        pen_mono=text(first.pen_mono, second.pen_mono),
        speaks_of_pain=first.speaks_of_pain or second.speaks_of_pain,
        measures=_measures(first.measures, second.measures, tag),
        version=_version(first.version, second.version),
        decided_label=text(first.decided_label, second.decided_label),
        phone=_phone(first.phone, second.phone, tag),
        second=joins,
    )


def _phone(one: PhonePlace | None, other: PhonePlace | None, tag: str) -> PhonePlace | None:
    """The address is said once."""
    if one is None or other is None:
        return one
    said = [twofold(mine, tag, theirs) for mine, theirs in zip(_said(one), _said(other), strict=True)]
    return PhonePlace(one.place, *said)


def _said(one: PhonePlace) -> tuple[str, str, str]:
    return one.label, one.square, one.type


def _version(one: str, other: str) -> str:
    """That of both: each may hold content of the clinic's own."""
    return one if one == other else f"{one.partition('+')[0]}+{digest([one, other])[:4]}"


_ALONE = ("phone", "phone_spoken", "goes_on", "notes")
"""Labels that stand in a place too small for two, or say what is read aloud."""


def _labels(one: Labels, other: Labels, tag: str) -> Labels:
    said = {
        item.name: twofold(getattr(one, item.name), tag, getattr(other, item.name))
        for item in fields(Labels)
        if item.name not in _ALONE
    }
    return replace(one, **said)


def _day(one: Day, other: Day, tag: str) -> Day:
    return replace(one, short=twofold(one.short, tag, other.short))


def _rows(ones: tuple[_Row, ...], others: tuple[_Row, ...], tag: str) -> tuple[_Row, ...]:
    return tuple(
        replace(one, label=twofold(one.label, tag, other.label)) for one, other in zip(ones, others, strict=True)
    )


def _measures(one: MeasureBlock | None, other: MeasureBlock | None, tag: str) -> MeasureBlock | None:
    """Questions and answers in both languages; activities and what is read aloud in the patient's."""
    if one is None or other is None:
        return one
    rows = zip(one.rows, other.rows, strict=True)
    return MeasureBlock(
        twofold(one.head, tag, other.head),
        twofold(one.when, tag, other.when),
        twofold(one.activities, tag, other.activities),
        twofold(one.write, tag, other.write),
        tuple(_measure(mine, theirs, tag) for mine, theirs in rows),
    )


def _measure(one: MeasureRow, other: MeasureRow, tag: str) -> MeasureRow:
    ends = (
        one.ends and other.ends and (twofold(one.ends[0], tag, other.ends[0]), twofold(one.ends[1], tag, other.ends[1]))
    )
    answers = tuple(twofold(mine, tag, theirs) for mine, theirs in zip(one.answers, other.answers, strict=True))
    return replace(one, text=twofold(one.text, tag, other.text), answers=answers, ends=ends)


def _texts(ones: Sequence[str], others: Sequence[str], tag: str) -> tuple[str, ...]:
    """Texts in pairs. Where one language has more of them, the last has all that is left of the other."""
    last = len(ones) - 1
    return tuple(
        twofold(one, tag, " ".join(others[at:]) if at == last else "".join(others[at : at + 1]))
        for at, one in enumerate(ones)
    )


def _stop(one: StopRules, other: StopRules, tag: str, joins: Joins) -> StopRules:
    """The phone number is said once, so whom to call is too."""
    row = f"{other.head} {joins.ended(joins.rules(map(joins.clause, other.rules)))}"
    same = one.head == other.head and one.rules == other.rules
    return replace(
        one,
        head=twofold(one.head, tag, other.head),
        rules=_texts(one.rules, other.rules, tag),
        row_whole=one.row_whole if same else (*one.row_whole, Run(twofold("", tag, row))),
    )


def _card(one: Card, other: Card, tag: str, joins: Joins) -> Card:
    dose = (*one.dose[:-1], twofold(one.dose[-1], tag, joins.sentences(other.dose))) if one.dose else ()
    card = replace(
        one,
        name=twofold(one.name, tag, other.name),
        continued=twofold(one.continued, tag, other.continued),
        why=twofold(one.why, tag, other.why),
        steps=tuple(_step(mine, theirs, tag, joins) for mine, theirs in zip(one.steps, other.steps, strict=True)),
        cues=tuple(
            Cue(mine.kind, twofold(mine.text, tag, theirs.text))
            for mine, theirs in zip(one.cues, other.cues, strict=True)
        ),
        dose=dose,
        dose_short=twofold(one.dose_short, tag, other.dose_short),
        change=twofold(one.change, tag, other.change),
        rows=_rows(one.rows, other.rows, tag),
    )
    return replace(card, digest=digest([one.digest, tag, other.digest]), body=digest([one.body, tag, other.body]))


def _step(one: Step, other: Step, tag: str, joins: Joins) -> Step:
    """A hold stands in its pill in the patient's language; the other's says it after the step."""
    said = joins.sentences((joins.sentence(other.text), joins.ended(other.hold))) if other.hold else other.text
    return replace(one, text=twofold(one.text, tag, said))
