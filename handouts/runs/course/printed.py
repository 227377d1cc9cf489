"""A course as a file: a page for the record, as PDF or SVG."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Literal, NamedTuple

from handouts.base.plaintext import visible
from handouts.base.problems import Problem
from handouts.library.load import Library
from handouts.plan.front import header
from handouts.plan.phrases import Phrases
from handouts.runs.course import told
from handouts.runs.course.model import Course
from handouts.runs.course.page import chart_sheet, course_sheet
from handouts.runs.course.wording import ENGLISH
from handouts.runs.press import Press
from handouts.sheet.blocks import Sheet
from handouts.sheet.look import Look
from handouts.write.glyphs import unprintable

__all__ = ["CourseFile", "chart_drawing", "course_file", "printable"]

_UNKNOWN = "?"
"""Stands for a character that cannot be printed."""


class CourseFile(NamedTuple):
    """The page as a file, and warnings of what of its texts cannot be printed: a “?” stands for that."""

    data: bytes
    problems: list[Problem]


def course_file(course: Course, library: Library, kind: Literal["pdf", "svg"], *, mono: bool = False) -> CourseFile:
    """The page as a PDF or an SVG file. ``mono``: all in black."""
    press = Press(library, mono=mono)
    shown, problems = printable(course, press.faces.missing)
    head = header(library.clinic, library.logo, Phrases(press.desk_words))
    about = told.trend(shown, ENGLISH)
    data = press.record_page(
        ENGLISH.title, course.day, lambda look: course_sheet(shown, look, ENGLISH, head), kind, about
    )
    return CourseFile(data, problems)


def chart_drawing(course: Course, library: Library) -> str:
    """The chart alone as an SVG element, to be part of a page that has the same numbers as a table."""
    press = Press(library)
    shown, _ = printable(course, press.faces.missing)
    about = told.trend(shown, ENGLISH)
    margins: list[tuple[float, float]] = []

    def composed(look: Look) -> Sheet:
        margins.append((look.frame.left, look.frame.w))
        return chart_sheet(shown, look, ENGLISH)

    drawn = press.record_page(ENGLISH.chart, course.day, composed, "svg", about).decode()
    left, wide = margins[-1]  # those of a page, which this is none of
    drawn = re.sub(r'width="[0-9.]+mm"', f'width="{wide:g}mm"', drawn, count=1)
    return re.sub(r'viewBox="0 0 [0-9.]+ ', f'viewBox="{left:g} 0 {wide:g} ', drawn, count=1)


def printable(course: Course, missing: Callable[[str], str]) -> tuple[Course, list[Problem]]:
    """The course with a “?” for each character that no face has, and a warning of the first of each place."""
    problems: dict[str, Problem] = {}

    def plain(text: str, place: str) -> str:
        found = visible(text, instead=_UNKNOWN)
        while bad := missing(found):
            problems.setdefault(place, replace(unprintable(place, bad), warning=True))
            found = found.replace(bad, _UNKNOWN)
        return found

    weeks = tuple(
        replace(week, measures=tuple(replace(one, what=plain(one.what, "measure")) for one in week.measures))
        for week in course.weeks
    )
    decisions = tuple(
        replace(one, reason=plain(one.reason, "reason"), by=plain(one.by, "clinician")) for one in course.decisions
    )
    return replace(
        course,
        patient=plain(course.patient, "patient"),
        names=tuple(plain(name, "patient") for name in course.names),
        key=plain(course.key, "patient"),
        programs=tuple(replace(one, title=plain(one.title, "program")) for one in course.programs),
        weeks=weeks,
        decisions=decisions,
    ), list(problems.values())
