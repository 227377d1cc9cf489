"""PLAN: the words of a handout's front, edges and end. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from handouts.base.scalars import DAYS, SESSIONS
from handouts.library.assets import Asset
from handouts.library.clinic import Clinic
from handouts.library.models import Drill, Program, Week
from handouts.library.templates import filled
from handouts.library.words import DecidedWords, Words
from handouts.orders.order import Order
from handouts.plan.doses import PatientDose
from handouts.plan.dosewords import DosePart
from handouts.plan.handout import Day, Header, PainRow, Run, Runs, StopRules
from handouts.plan.notes import note_for
from handouts.plan.phrases import Phrases, runs

__all__ = [
    "change",
    "dates",
    "days",
    "decided",
    "header",
    "move_on",
    "need",
    "note",
    "pain_rows",
    "regions",
    "running",
    "speaks_of_pain",
    "stop_rules",
    "visit",
]


def header(clinic: Clinic, logo: Asset | None, phrases: Phrases) -> Header:
    """Who hands it out."""
    more = phrases.joins.items((clinic.web or "", clinic.address or ""))
    return Header(
        clinic.name,
        clinic.tagline or "",
        clinic.phone or "",
        clinic.email or "",
        more,
        logo,
        clinic.name_language or "",
        clinic.logo_has_name,
    )


def dates(order: Order, program: Program | None, week: Week | None, first: date, phrases: Phrases) -> Runs:
    """Week, phase and dates, or the dates alone where there is one week."""
    sentences, dates = phrases.words.sentences, phrases.week(first)
    if not program or not week or len(program.weeks) == 1:
        return runs(sentences.one_week, dates=dates)
    template = sentences.week_phase if week.phase else sentences.week
    return runs(template, week=order.week, weeks=len(program.weeks), phase=week.phase or "", dates=dates)


def running(order: Order, program: Program | None, title: str, dates: str, phrases: Phrases) -> str:
    """Title, week and dates in one line; without dates where they are empty."""
    sentences = phrases.words.sentences
    weeks = len(program.weeks) if program else 1
    if weeks > 1:
        template = sentences.running if dates else sentences.running_short
    else:
        template = sentences.running_plain if dates else sentences.running_plain_short
    return filled(template, title=title, week=order.week, weeks=weeks, dates=dates)


def days(first: date, on: set[str], phrases: Phrases) -> tuple[Day, ...]:
    """The seven days from ``first``; ``on`` holds the keys of those with a drill."""
    week = [first + timedelta(days=offset) for offset in range(7)]
    keys = [DAYS[day.weekday()] for day in week]
    names = phrases.words.dates.days
    return tuple(
        Day(key, phrases.day_short(key), day.day, key in on, names[day.weekday()])
        for key, day in zip(keys, week, strict=True)
    )


def pain_rows(doses: list[PatientDose], phrases: Phrases) -> tuple[PainRow, ...]:
    """Rows to write pain in: one for each session of a day that any drill has."""
    words = phrases.words
    named = [session for session in SESSIONS if any(session in dose.times for dose in doses)]
    if len(named) < 2:
        return (PainRow(1, words.labels.pain_write, words.grid.box_pain),)
    labels = [str(getattr(words.grid, session)) for session in named]
    return tuple(
        PainRow(number, label, phrases.joins.items((label, words.grid.box_pain)))
        for number, label in enumerate(labels, 1)
    )


def speaks_of_pain(texts: Iterable[str], words: Words) -> bool:
    """Whether any of these texts has a word for pain, of those that the language's file lists by their beginnings."""
    return any(_pain_words(words.stop.pain_words, words.stop.pain_inside).search(text) for text in texts)


@lru_cache(maxsize=16)
def _pain_words(beginnings: tuple[str, ...], inside: bool) -> re.Pattern[str]:
    return re.compile(rf"{'' if inside else _BEGINS}(?:{'|'.join(map(re.escape, beginnings))})", re.IGNORECASE)


_BEGINS = r"\b"
"""Where a word begins."""


def need(drills: list[Drill], phrases: Phrases) -> str:
    """The equipment of all drills, each thing once."""
    joins = phrases.joins
    items = dict.fromkeys(joins.clause(item) for drill in drills for item in drill.equipment)
    return joins.sentences(map(joins.ended, items))


def note(order: Order, first: date, clinic: Clinic, phrases: Phrases) -> Runs:
    """What of the clinician's note is for the week from ``first``, with the clinician's name after it."""
    text = note_for(order.note, first, order.week)
    if not text:
        return ()
    clinician = order.clinician or clinic.clinician or ""
    said = Run("\n".join(phrases.typed(line) for line in text.split("\n")))
    space = phrases.joins.space
    return (said, Run(f"{space}{phrases.typed(clinician)}", soft=True)) if clinician else (said,)


def regions(drills: Iterable[Drill]) -> tuple[str, ...]:
    """Parts of the body that drills load, each once, in the drills' order."""
    return tuple(dict.fromkeys(region for drill in drills for region in drill.regions))


def stop_rules(clinic: Clinic, phrases: Phrases, regions: Iterable[str] = ()) -> StopRules:
    """When to stop and whom to call: the clinic's own rules, or the usual ones, and those for parts of the body."""
    stop, joins = phrases.words.stop, phrases.joins
    theirs = {str(region): lines for region, lines in clinic.stop_regions.items()}
    each: dict[str, str] = {}
    for line in (*(clinic.stop or stop.rules), *(line for region in regions for line in theirs.get(region, ()))):
        each.setdefault(joins.clause(" ".join(line.casefold().split())), line)
    rules = tuple(each.values())
    phone = phrases.typed(clinic.phone or "")
    if not clinic.phone:
        call = runs(stop.call_none)
    elif clinic.hours:
        call = runs(stop.call_hours, phone=phone, hours=phrases.typed(clinic.hours))
    else:
        call = runs(stop.call, phone=phone)
    short_call = runs(stop.call, phone=phone) if clinic.phone else call
    number = phrases.typed(clinic.emergency or "")
    urgent = _after(runs(stop.emergency, number=number), phrases) if number else ()
    clauses = [joins.clause(rule) for rule in rules]
    head, _, after = stop.row.partition("{call}")
    row = runs(head, head=stop.head, rules=joins.rules(map(phrases.typed, clauses) if clinic.stop else clauses))
    line = filled(stop.short, phone=phone) if clinic.phone else stop.short_none
    full = (*row, *short_call, *urgent, *runs(after))
    whole = (*row, *call, *urgent, *runs(after))
    return StopRules(stop.head, rules, (*call, *urgent), full, line, whole, len(urgent))


def move_on(order: Order, program: Program | None, week: Week | None, phrases: Phrases) -> Runs:
    """The rules for the next week and for going back; in the last week, what comes after."""
    if not program or not week:
        return ()
    sentences = phrases.words.sentences
    found: list[Runs] = []
    if order.week == len(program.weeks):
        found += [(Run(program.finish),)] if program.finish else []
    elif week.move_on:
        found.append(runs(sentences.move_on, next=order.week + 1, rule=week.move_on))
    if week.go_back and order.week > 1:
        found.append(runs(sentences.go_back, before=order.week - 1, rule=week.go_back))
    first, *others = found or [()]
    return (*first, *(run for one in others for run in _after(one, phrases)))


def _after(text: Runs, phrases: Phrases) -> Runs:
    """A text with what stands before it where it follows another sentence."""
    gap = phrases.joins.gap
    return (Run(gap), *text) if gap else text


def change(
    now: tuple[DosePart, ...], before: tuple[DosePart, ...] | None, phrases: Phrases, *, away: bool = False
) -> tuple[str, str]:
    """What last week's dose said otherwise, in short and as it is read aloud; empty where nothing has changed.

    ``before`` is last week's dose, None where the drill is new. Where all that is new has no words in last week's
    dose, such as a first rest, that dose is given in full: no change is passed over in silence. ``away``: some of the
    seven days before were spent away, so that it was not last week.
    """
    sentences = phrases.words.sentences
    if before is None:
        return sentences.new_drill, sentences.new_drill
    changed = [old for old, new in zip(before, now, strict=True) if old.value != new.value]
    if not changed:
        return "", ""
    said = [part for part in changed if part.sentence] or [part for part in before if part.sentence]
    joins, template = phrases.joins, sentences.last_time if away else sentences.last_week
    short, full = joins.items(part.short for part in said), joins.sentences(part.sentence for part in said)
    return filled(template, dose=joins.ended(short)), filled(template, dose=full)


def decided(order: Order, phrases: Phrases) -> Runs:
    """That a week is done again, or that the patient goes back to it, and why; empty where neither was decided."""
    followed, words = order.followed, phrases.words.decided
    if not words or not followed or not followed.word:
        return ()
    found = runs(words.we_repeat if followed.word == "repeat" else words.we_go_back, week=order.week)
    reason = order.reason[:1].upper() + order.reason[1:]
    if reason:
        why = phrases.typed(phrases.joins.ended(reason) if reason[-1].isalnum() else reason)
    else:
        why = _because(followed.because, words, phrases)
    return (*found, Run(f"{phrases.joins.gap}{why}")) if why else found


def _because(text: str, words: DecidedWords, phrases: Phrases) -> str:
    """What a decision followed from, in words; see ``Decision.because``."""
    kind, _, numbers = text.partition(" ")
    if kind == "boxes":
        return words.because_boxes
    found = re.fullmatch(r"(\d{1,2}) (\d{1,2})", numbers, re.ASCII) if kind == "pain" else None
    return phrases.counted(words.because_pain, int(found[2]), pain=found[1]) if found else ""


def visit(order: Order, clinic: Clinic, phrases: Phrases) -> Runs:
    """The next appointment, if it is still to come on the day of issue."""
    if not order.visit or order.visit < order.issued:
        return ()
    sentences = phrases.words.sentences
    when = phrases.day(order.visit)
    if order.visit_time:
        when = filled(sentences.visit_when, date=when, time=phrases.clock(order.visit_time))
    clinician = (order.clinician or clinic.clinician or "").split(",")[0]
    person = filled(sentences.visit_person, clinician=phrases.typed(clinician)) if clinician else ""
    return runs(sentences.visit, when=when, person=person)
